"""Business time as the tests of other programs expect it: every row of business_time.csv ($DESKSCORE_DATA) but the one whose
end comes before its start, which is 0 there and negative here."""
import csv
import json
import os
import sys
from datetime import datetime

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from zone_files import call, ffi, lib

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def week_of(text):
    """"mon,wed,fri 09:00-17:00; sat 11:00-14:30" as the week of a document."""
    week = {}
    for part in text.split(";"):
        days, *hours = part.split()
        for names in days.split(","):
            first, last = (WEEKDAYS.index(name) for name in (names.split("-") * 2)[:2])
            week.update((name, hours) for name in WEEKDAYS[first:last + 1])
    return week


def between(row):
    """Business seconds of a row; all of them are in UTC."""
    assert row["zone"] == "UTC"
    text = json.dumps({"week": week_of(row["calendar"])}).encode()
    handle, number = ffi.new("dscore_calendar **"), ffi.new("int64_t *")
    call(lib.dscore_calendar_parse, ffi.NULL, text, len(text), ffi.NULL, handle)
    calendar = ffi.gc(handle[0], lib.dscore_calendar_free)
    ends = [round((datetime.fromisoformat(row[end]) - datetime(1970, 1, 1)).total_seconds()) * 10 ** 6
            for end in ("from", "to")]
    call(lib.dscore_calendar_between, calendar, *ends, number)
    return number[0] / 10 ** 6


def main():
    folder = os.environ.get("DESKSCORE_DATA") or os.path.join(os.environ["DESKSCORE_SOURCE"], "../shared/data")
    path = os.path.join(folder, "business_time.csv")
    if not os.path.exists(path):
        print(f"skipped: {path} is not there (set DESKSCORE_DATA)")
        sys.exit(77)
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 38
    signed = 0
    for row in rows:
        expected = float(row["business_seconds"])
        if row["to"] < row["from"]:
            assert expected == 0
            expected, signed = -25200, signed + 1
        assert between(row) == expected, (row, between(row))
    assert signed == 1
    print(f"{len(rows)} published spans")


main()
