"""Business time as an analyst asks for it: published cases, deadlines, working days, local times, faults."""
import csv
import io
import json
import os
import sys

from command import SOURCE, Folder, data_file, main, run, tests_of

_PARIS = os.path.join(SOURCE, "examples/calendars/paris.json")
_MAINLAND = os.path.join(SOURCE, "examples/calendars/mainland-2025.json")


def _week(text):
    """`mon-fri 10:00-18:00; sat 11:00-14:30` as the week of a calendar document."""
    return {part.split()[0]: [part.split()[1]] for part in text.split("; ")}


def _seconds(*words, stdin=None):
    done = run("worktime", *words, stdin=stdin)
    assert done.status == 0, done.err
    return [row["seconds"] for row in csv.DictReader(io.StringIO(done.out))]


def _answer(*words):
    done = run("worktime", *words)
    assert done.status == 0, done.err
    return done.out.strip()


def _fails(done, status, *texts):
    assert done.status == status, f"exit {done.status}, expected {status}: {done.err}"
    assert done.out == "", f"nothing may be printed: {done.out}"
    for text in texts:
        assert text in done.err, f"expected {text!r} in: {done.err}"


def published_cases_hold():
    """37 of 38; the one whose end precedes its start (published as 0) is minus that of the swapped ends."""
    path = data_file("business_time.csv")
    if path is None:
        return "skipped"
    folder = Folder()
    cases = {}
    with open(path, encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            cases.setdefault((row["calendar"], row["zone"]), []).append(row)
    equal, others = 0, []
    for (week, zone), rows in cases.items():
        calendar = folder.write("calendar.json", json.dumps({"zone": zone, "week": _week(week)}))
        pairs = "from,to\n" + "".join(f"{row['from']},{row['to']}\n" for row in rows)
        for row, seconds in zip(rows, _seconds("--calendar", calendar, "-", stdin=pairs)):
            if seconds == row["business_seconds"]:
                equal += 1
            else:
                others.append((row["from"], row["business_seconds"], seconds))
    assert equal == 37 and others == [("2006-01-06 12:00:00", "0", "-25200")], (equal, others)
    return None


def the_third_working_day_counts_holidays_and_make_up_days():
    assert _answer("--calendar", _MAINLAND, "--from", "2025-09-30", "--add", "3d") == "2025-10-11"
    folder = Folder()
    plain = folder.write("plain.json", '{"week": {"mon-fri": ["09:00-18:00"]}}')
    assert _answer("--calendar", plain, "--from", "2025-09-30", "--add", "3d") == "2025-10-03"
    assert _answer("--calendar", plain, "--from=2025-10-03", "--add=-3d") == "2025-09-30"
    assert _answer("--calendar", plain, "--from", "2025-10-04", "--add", "0d") == "2025-10-04"


def a_deadline_ends_with_the_day_and_carries_its_offset():
    def due(at, span):
        return _answer("--calendar", _PARIS, "--from", at, "--add", span)
    assert due("2026-11-20 15:00", "3h") == "2026-11-20T18:00:00+01:00"  # Friday evening, not Monday morning
    assert due("2026-11-20 15:00", "4h") == "2026-11-23T09:00:00+01:00"
    assert due("2026-11-20 15:00", "90min") == "2026-11-20T16:30:00+01:00"
    assert due("2026-11-23 08:30:00", "-1h") == "2026-11-20T17:30:00+01:00"
    assert due("2026-10-23T15:30:00Z", "1h") == "2026-10-26T08:30:00+01:00"  # 17:30 of Friday; the clocks go back on Sunday
    assert due("2026-10-23T15:30:00Z", "1.5s") == "2026-10-23T17:30:01.500000+02:00"


def one_pair_gives_its_seconds():
    def between(start, end):
        return _answer("--calendar", _PARIS, "--from", start, "--to", end)
    assert between("2026-11-20", "2026-11-21") == "32400"  # nine hours with a break
    assert between("2026-12-24", "2026-12-27") == str(4 * 3600 + 0 + 4 * 3600)
    assert between("2026-11-20 08:00:00.25", "2026-11-20 08:00:01") == "0.75"
    assert between("2026-11-20T08:00:00+01:00", "2026-11-20 07:00:00") == "0"
    assert between("2026-11-20 10:00", "2026-11-20 09:00") == "-3600"


def pairs_come_from_a_file_and_keep_their_texts():
    done = run("worktime", "--calendar", _PARIS, "-",
               stdin="id,from,to\n1,2026-11-20 08:00,2026-11-20 09:30\n2,2026-11-20T07:00:00Z,\n3,,2026-11-20\n")
    assert done.out == ("from,to,seconds\n2026-11-20 08:00,2026-11-20 09:30,5400\n2026-11-20T07:00:00Z,,\n"
                        ",2026-11-20,\n"), done.out
    pairs = "from;to\n20/11/2026 08:00;20/11/2026 09:00\n21/11/2026 08:00;n/a\n"
    done = run("worktime", "--calendar", _PARIS, "--sep", ";", "--time-format", "%d/%m/%Y %H:%M", "--missing", "n/a",
               "--format", "json", "-", stdin=pairs)
    assert [row["seconds"] for row in json.loads(done.out)] == [3600, None], done.out + done.err


def local_times_are_those_of_the_zone():
    """An open-all-day calendar tells where instants were put: the day the clocks go back has 25 hours."""
    folder = Folder()
    always = folder.write("always.json", '{"zone": "Europe/Paris", "week": {"mon-sun": ["00:00-24:00"]}}')
    assert _answer("--calendar", always, "--from", "2026-10-25", "--to", "2026-10-26") == "90000"
    done = run("worktime", "--calendar", always, "-", stdin="from,to\n2026-10-25 02:30,2026-10-25 04:00\n"
               "2026-03-29 02:30,2026-03-29 04:00\n2026-03-29 01:30,2026-03-29 02:30\n")
    # 02:30 occurs twice in October: the first; in March it does not occur: 03:30 (30 minutes before 04:00).
    assert [row["seconds"] for row in done.rows()] == ["9000", "1800", "3600"], done.out
    assert "1 time that occurs twice in Europe/Paris: taken as the first" in done.err, done.err
    assert "2 times that the clocks skipped in Europe/Paris: moved later" in done.err, done.err
    floating = folder.write("floating.json", '{"week": {"mon-fri": ["09:00-17:00"]}}')
    words = ["--calendar", floating, "--from", "2026-11-20 09:00", "--add", "1h"]
    assert _answer(*words) == "2026-11-20T10:00:00Z"
    assert _answer(*words, "--zone", "America/New_York") == "2026-11-20T10:00:00-05:00"
    assert _answer(*words, "--zone", "+05:30") == "2026-11-20T10:00:00+05:30"


def a_zone_that_is_not_found_says_where_it_was_looked_for():
    _fails(run("worktime", "--calendar", _PARIS, "--zone", "Europe/Pari", "--from", "2026-01-01", "--to", "2026-01-02"), 2,
           "--zone", "Europe/Pari", "/usr/share/zoneinfo", "TZDIR", "Europe/Paris")
    for name in ("../../etc/passwd", "/etc/passwd", "Europe", "Europe/", "Europe//Paris", ".", ""):
        _fails(run("worktime", "--calendar", _PARIS, "--zone", name, "--from", "2026-01-01", "--to", "2026-01-02"), 2,
               "--zone")
    os.environ["TZDIR"] = "/nonexistent"
    try:
        _fails(run("worktime", "--calendar", _PARIS, "--from", "2026-01-01", "--to", "2026-01-02"), 1, "paris.json",
               "Europe/Paris", "/nonexistent (TZDIR)")
    finally:
        del os.environ["TZDIR"]
    folder = Folder()
    os.environ["TZDIR"] = folder.path
    folder.write("Broken", b"TZif2 and no more")
    folder.write("Empty", b"")
    try:
        for name in ("Broken", "Empty"):
            _fails(run("worktime", "--calendar", _MAINLAND, "--zone", name, "--from", "2026-01-01", "--to", "2026-01-02"), 1,
                   "--zone", "the data of the zone " + name)
    finally:
        del os.environ["TZDIR"]


def faults_name_option_file_and_line():
    base = ["worktime", "--calendar", _PARIS]
    _fails(run("worktime", "x.csv"), 2, "--calendar")
    _fails(run(*base), 2, "PAIRS.csv")
    _fails(run(*base, "--from", "2026-01-01"), 2, "--add")
    _fails(run(*base, "-", "--from", "2026-01-01", "--to", "2026-01-02", stdin=""), 2, "PAIRS.csv")
    _fails(run(*base, "--from", "yesterday", "--to", "2026-01-02"), 2, "--from yesterday", "2026-01-31")
    for span in ("3", "3w", "1.5d", "d", "", "x"):
        _fails(run(*base, "--from", "2026-01-01", "--add", span), 2, "--add", "3d")
    _fails(run(*base, "-", stdin="from,until\n"), 1, '-:1: there is no column "to"')
    _fails(run(*base, "-", stdin="from,to\n2026-01-01,2026-01-02\n2026-01-01,soon\n"), 1, '-:3:2: to "soon"')
    _fails(run(*base, "--time-format", "%d/%m/%Y", "-", stdin="from,to\n24/12/2026,2026-12-25\n"), 1,
           '-:2:2: to "2026-12-25" cannot be read: expected an instant in the --time-format %d/%m/%Y')
    # The first midnight of Paris was 9:21 min earlier than that of UTC.
    _fails(run(*base, "-", stdin="from,to\n0001-01-01,2026-01-02\n"), 1, '-:2:1: from "0001-01-01" in Europe/Paris lies outside')
    folder = Folder()
    calendar = folder.write("odd.json", '{"week": {"mon": ["18:00-09:00x"]}}')
    _fails(run("worktime", "--calendar", calendar, "--from", "2026-01-01", "--to", "2026-01-02"), 1, "odd.json:1:")
    _fails(run("worktime", "--calendar", "/nonexistent.json", "--from", "2026-01-01", "--to", "2026-01-02"), 1,
           "/nonexistent.json")


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
