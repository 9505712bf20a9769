"""What `deskscore audit` finds: in files made by hand, in published data, and what it says can be answered."""
import csv
import io
import json
import sys

from command import Folder, data_file, main, run, tests_of

_HEADER = "id,category,created_at,first_response_at,resolved_at,csat\n"
_ROWS = """1,Billing,2026-01-01T08:00:00Z,2026-01-01T08:10:00Z,2026-01-01T09:00:00Z,4
2,billing,2026-01-02T08:00:00Z,2026-01-02T07:00:00Z,2026-01-02T09:00:00Z,9
3,"Bil
ling",2026-01-03T08:00:00Z,,2026-01-03T09:00:00Z,
1,Billing,2026-01-04T08:00:00Z,2026-01-04T08:30:00Z,2026-01-04T08:20:00Z,oops
4,Other,2026-06-05T08:00:00Z,2026-06-05T08:30:00Z,,5
"""


def _audit(*words):
    done = run("audit", *words, "--format", "csv")
    assert done.status == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out)))


def _find(rows, finding, **members):
    found = [row for row in rows if row["finding"] == finding and all(row[k] == v for k, v in members.items())]
    assert len(found) == 1, (finding, members, rows)
    return found[0]


def _file(folder):
    return folder.write("tickets.csv", _HEADER + _ROWS)


def every_fault_is_told_with_the_lines_of_the_file():
    """The third ticket spans two lines, so the ones behind it begin a line later."""
    folder = Folder()
    rows = _audit(_file(folder), "--now", "2026-03-01", "--from", "2026-01-02", "--to", "2026-07-01")
    expected = [
        ("missing", {"field": "csat"}, "1", "5", "4"),
        ("missing", {"field": "first_response_at"}, "1", "5", "4"),
        ("missing", {"field": "id"}, "0", "5", ""),
        ("invalid", {"field": "csat"}, "2", "4", "3 6"),
        ("stop_before_start", {"field": "first_response_at", "other": "created_at"}, "1", "4", "3"),
        ("stop_before_start", {"field": "resolved_at", "other": "first_response_at"}, "1", "3", "6"),
        ("future", {"field": "created_at"}, "1", "5", "7"),
        ("future", {"field": "first_response_at"}, "1", "4", "7"),
        ("duplicate", {"field": "id"}, "1", "5", "6"),
        ("resolved_without_reply", {"field": ""}, "1", "4", "4"),
        ("label_case", {"label": "billing", "other": "Billing"}, "1", "5", "3"),
        ("outside_period", {"field": "created_at"}, "1", "5", "2"),
    ]
    for finding, members, count, checked, lines in expected:
        row = _find(rows, finding, **members)
        assert (row["count"], row["checked"], row["lines"]) == (count, checked, lines), row
        assert row["policy"] == "keep" and row["source"] == "tickets", row
    told = [row for row in rows if row["finding"] not in ("missing", "answerable", "lacks")]
    assert len(told) == 9, told


def rows_are_limited_and_sources_have_their_own_lines():
    folder = Folder()
    agents = folder.write("agents.csv", "agent,hired_at,left_at\nann,2026-01-02,2026-01-01\nbob,2026-01-01,\n"
                                        "cid,2026-01-05,2026-01-04\n")
    rows = _audit(_file(folder), "--source", "agents=" + agents, "--now", "2027-01-01", "--rows", "1")
    row = _find(rows, "stop_before_start", source="agents")
    assert (row["field"], row["other"], row["count"], row["lines"]) == ("left_at", "hired_at", "2", "2"), row
    assert _find(rows, "invalid", field="csat")["lines"] == "3"
    table = run("audit", _file(folder), "--now", "2027-01-01", "--rows", "1").out
    assert any("3 ..." in line and "csat is invalid in 2 of 4 rows" in line for line in table.splitlines()), table


def a_policy_that_fails_names_file_and_line():
    folder = Folder()
    path = _file(folder)
    done = run("audit", path, "--now", "2027-01-01", "--audit", "duplicate=fail", "--audit", "invalid = exclude")
    assert done.status == 1 and f"{path}:6: tickets.id: id repeats that of an earlier row in 1 of 5 rows" in done.err
    rows = _audit(path, "--now", "2027-01-01", "--audit", "invalid=exclude")
    assert _find(rows, "invalid", field="csat")["policy"] == "exclude"
    for words in (["--audit", "duplicates=fail"], ["--audit", "missing=exclude"], ["--rows", "many"],
                  ["--from", "2026-02-01", "--to", "2026-02-01"]):
        done = run("audit", path, "--now", "2027-01-01", *words)
        assert done.status == 2 and words[0] in done.err, (words, done.err)


def the_profiles_scale_is_the_scale_of_the_audit():
    folder = Folder()
    profile = folder.write("p.json", json.dumps({
        "deskscore": 1, "kind": "profile", "sources": {"tickets": {"fields": {
            "csat": {"column": "csat", "domain": [0, 10]}}}}}))
    rows = _audit(_file(folder), "--profile", profile, "--now", "2027-01-01")
    assert _find(rows, "invalid", field="csat")["lines"] == "6"  # 9 is a rating, oops is none


def findings_are_told_in_chinese_and_as_json():
    folder = Folder()
    done = run("audit", _file(folder), "--now", "2027-01-01", "--lang", "zh", "--format", "json")
    rows = json.loads(done.out)
    row = _find(rows, "duplicate", field="id")
    assert row["message"] == "5 行中有 1 行的 id 与前面的行重复" and row["count"] == 1 and row["lines"] == "6", row


def without_now_the_clock_is_asked_and_told():
    folder = Folder()
    done = run("audit", _file(folder))
    assert done.status == 0 and "now is 20" in done.err, done.err


def times_with_and_without_an_offset_are_told_not_compared():
    folder = Folder()
    path = folder.write("t.csv", "id,created_at,first_response_at\n1,2026-01-01 10:00,2026-01-01T09:30:00Z\n"
                                 "2,2026-01-01 10:00,2026-01-01T08:30:00Z\n")
    rows = _audit(path, "--now", "2026-02-01")
    assert not [row for row in rows if row["finding"] == "stop_before_start"], rows
    mixed = _find(rows, "mixed_zones")
    asked = [row["id"] for row in run("catalog", "--format", "csv").rows() if row["source"] == "tickets"]
    refused = [i for i in asked if "name no zone" in run("measure", path, "--indicators", i, "--now", "2026-02-01").err]
    assert "first_response_time" in refused and int(mixed["count"]) >= len(refused), (mixed, refused)
    assert "--zone" in mixed["message"], mixed
    rows = _audit(path, "--now", "2026-02-01", "--zone", "Europe/Paris")  # ten o'clock is nine there
    assert _find(rows, "stop_before_start", field="first_response_at")["lines"] == "3", rows
    assert not [row for row in rows if row["finding"] == "mixed_zones"], rows


def a_source_without_indicators_is_not_asked_for_them():
    done = run("audit", "--source", "events=-", "--now", "2027-01-01", "--format", "csv",
               stdin="ticket,at,kind\n1,2026-01-01,created\n1,2028-01-01,message\n")
    assert [(row["finding"], row["lines"]) for row in done.rows() if row["finding"] != "missing"] == [("future", "3")], done.out


def _is_lacking(path, folder, indicator):
    """Does `measure` refuse the indicator for want of a column? None: it needs more than these options give."""
    week = folder.write("week.json", '{"zone": "UTC", "week": {"mon-sun": ["00:00-24:00"]}}')
    span = ["--from", "2026-01-01", "--to", "2026-02-01"]
    for more in ([], ["--calendar", week], span, ["--calendar", week, *span], ["--param", indicator + ".limit=1h"]):
        done = run("measure", path, "--indicators", indicator, "--now", "2026-07-01", *more)
        if done.status == 0:
            return False
        if "--map or --profile" in done.err or "not bound" in done.err:
            return True
    return None


def what_can_be_answered_is_what_measure_answers():
    folder = Folder()
    path = folder.write("t.csv", "id,created_at,first_response_at,is_resolved,queued_at\n"
                                 "1,2026-01-01,2026-01-02,yes,2026-01-01\n")
    listed = run("catalog", "--format", "csv").rows()
    verdicts = [_is_lacking(path, folder, row["id"]) for row in listed if row["source"] == "tickets"]
    assert None not in verdicts, [row["id"] for row, v in zip(listed, verdicts) if v is None]
    row = _find(_audit(path, "--now", "2026-07-01"), "answerable")
    assert int(row["checked"]) == len(verdicts), row
    assert int(row["count"]) == verdicts.count(False), (row, verdicts.count(False))
    assert row["message"] == f"{row['count']} of the {row['checked']} indicators of tickets can be answered"


def published_tickets():
    """Faults that the data is known for: 2 negative first responses, 18 resolutions before the first response, 42 closes
    before the resolution, one topic in two spellings; and what is missing."""
    path = data_file("onyx_tickets.csv")
    if path is None:
        return "skipped"
    maps = {"id": "Ticket ID", "agent": "Agent Name", "category": "Topic", "created_at": "Created time",
            "first_response_at": "First response time", "resolved_at": "Resolution time", "closed_at": "Close time",
            "csat": "Survey results"}
    words = [word for field, column in maps.items() for word in ("--map", f"{field}={column}")]
    rows = _audit(path, *words, "--now", "2025-01-01")
    for field, other, count in (("first_response_at", "created_at", "2"), ("resolved_at", "first_response_at", "18"),
                                ("closed_at", "resolved_at", "42")):
        assert _find(rows, "stop_before_start", field=field, other=other)["count"] == count
    for field, count in (("first_response_at", "18"), ("resolved_at", "418"), ("csat", "1157"), ("id", "0")):
        assert _find(rows, "missing", field=field)["count"] == count
    row = _find(rows, "label_case")
    assert (row["label"], row["other"]) == ("Pricing and Licensing", "Pricing and licensing"), row
    with open(path, encoding="utf-8") as handle:
        lines = handle.read().splitlines()
    assert all("Pricing and Licensing" in lines[int(n) - 1] for n in row["lines"].split()), row
    assert int(row["count"]) == sum(line.split(",")[4] == "Pricing and Licensing" for line in lines[1:])
    return None


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
