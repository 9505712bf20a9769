"""Logs with a row a change: of each key one row counts; the numbers published for a public incident log."""
import csv
import gzip
import io
import sys
import time

from command import Folder, data_file, main, measure, run, tests_of

_DEFINE = """{"deskscore": 1, "kind": "catalog", "indicators": [
    {"id": "made_sla", "name": {"en": "Made SLA", "zh": "按时解决"}, "unit": "%", "better": "higher", "source": "tickets",
     "formula": "100 * share(is_sla_met)"},
    {"id": "resolution_mean", "name": {"en": "Resolution", "zh": "解决时长"}, "unit": "s", "better": "lower",
     "source": "tickets", "formula": "mean(elapsed(created_at, resolved_at))"},
    {"id": "resolution_median", "name": {"en": "Resolution, median", "zh": "解决时长中位数"}, "unit": "s",
     "better": "lower", "source": "tickets", "formula": "median(elapsed(created_at, resolved_at))"}]}"""


def _profile(time_format, rows='"rows": {"key": "number", "keep": "last"},'):
    return """{"deskscore": 1, "kind": "profile", "sources": {"tickets": {%s "time_format": "%s", "missing": "?",
        "fields": {"id": "number", "created_at": "opened_at", "resolved_at": "resolved_at", "reopens": "reopen_count",
                   "is_sla_met": "made_sla"}}}}""" % (rows, time_format)


_INDICATORS = ["--indicators", "tickets,made_sla,resolution_mean,resolution_median"]


def _near(row, expected, tolerance):
    assert abs(float(row["value"]) - expected) <= tolerance, f"{row}: expected {expected}"


def an_incident_log_gives_its_published_numbers():
    path = data_file("incident_events.csv.gz")
    if path is None:
        return "skipped"
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        log = handle.read()
    folder = Folder()
    words = ["-", "--profile", folder.write("p.json", _profile("%d/%m/%Y %H:%M")), "--define",
             folder.write("d.json", _DEFINE)]
    started = time.monotonic()
    done = run("measure", *words, *_INDICATORS, "--format", "csv", stdin=log)
    taken = time.monotonic() - started
    assert done.status == 0, done.err
    assert "20769 of 119998 rows kept: the last of each number" in done.err, done.err
    assert taken < 20, taken
    rows = {row["indicator"]: row for row in done.rows()}
    assert float(rows["tickets"]["value"]) == 20769
    _near(rows["made_sla"], 100 * 12595 / 20769, 1e-9)
    _near(rows["resolution_mean"], 675640.953, 5e-4)
    _near(rows["resolution_median"], 88560, 1e-9)
    for indicator in ("resolution_mean", "resolution_median"):
        assert (rows[indicator]["n_used"], rows[indicator]["n_missing"]) == ("19351", "1418"), rows[indicator]
    reopened = measure(*words, "--indicators", "tickets", "--where", "reopens > 0", stdin=log)
    assert float(reopened["tickets"]["value"]) == 234, reopened
    return None


def a_spreadsheet_gives_the_same_for_its_incidents():
    excel, path = data_file("incident_events_excel.csv"), data_file("incident_events.csv.gz")
    if excel is None or path is None:
        return "skipped"
    with open(excel, encoding="utf-8") as handle:
        spreadsheet = handle.read()
    numbers = {row["number"] for row in csv.DictReader(io.StringIO(spreadsheet))}
    assert len(numbers) == 890
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        lines = handle.read().splitlines(keepends=True)
    original = lines[0] + "".join(line for line in lines[1:] if line.split(",", 1)[0] in numbers)
    folder = Folder()
    words = ["-", "--define", folder.write("d.json", _DEFINE), *_INDICATORS, "--by", "is_sla_met"]
    first = measure(*words, "--profile", folder.write("p.json", _profile("%d/%m/%Y %H:%M")), stdin=original)
    second = measure(*words, "--profile", folder.write("e.json", _profile("%d-%m-%Y %H:%M")), stdin=spreadsheet)
    assert first == second and len(first) == 8, (first, second)
    assert sum(float(row["value"]) for key, row in first.items() if key[1] == "tickets") == 890
    return None


_LOG = "number,opened_at,resolved_at,reopen_count,made_sla\n"
_ROWS = _LOG + ("A,2026-01-01 00:00,,0,true\nB,2026-01-01 00:00,2026-01-01 00:05,0,maybe\n"
                "A,2026-01-01 00:00,2026-01-01 00:01,0,true\n,2026-01-01 00:00,2026-01-01 00:10,0,true\n"
                "B,2026-01-01 00:00,2026-01-01 00:02,1,false\n")


def the_first_or_the_last_row_of_each_key_is_kept():
    folder = Folder()
    define = ["--define", folder.write("d.json", _DEFINE)]
    for keep, mean, used, missing in (("last", (60 + 120 + 600) / 3, 3, 0), ("first", (300 + 600) / 2, 2, 1)):
        profile = _profile("%Y-%m-%d %H:%M", '"rows": {"key": "number", "keep": "%s"},' % keep)
        done = run("measure", "-", "--profile", folder.write("p.json", profile), *define, *_INDICATORS, "--format", "csv",
                   stdin=_ROWS)
        rows = {row["indicator"]: row for row in done.rows()}
        assert float(rows["tickets"]["value"]) == 3, rows  # a row without a key stands for itself
        _near(rows["resolution_mean"], mean, 1e-9)
        assert (rows["resolution_mean"]["n_used"], rows["resolution_mean"]["n_missing"]) == (str(used), str(missing)), rows
        assert f"3 of 5 rows kept: the {keep} of each number" in done.err, done.err
        # What was dropped is not complained of; line numbers are those of the file.
        assert ("cannot be read" in done.err) == (keep == "first"), done.err
        assert keep == "last" or '-:3:5: is_sla_met: 1 cell cannot be read' in done.err, done.err
    done = run("measure", "-", "--profile", folder.write("p.json", _profile("%Y-%m-%d %H:%M", "")), *define, *_INDICATORS,
               "--format", "csv", stdin=_ROWS)
    assert float(done.rows()[0]["value"]) == 5 and "rows kept" not in done.err, done.out + done.err


def the_rows_behind_a_number_have_the_lines_of_the_file():
    folder = Folder()
    done = run("rows", "-", "--profile", folder.write("p.json", _profile("%Y-%m-%d %H:%M")), "--define",
               folder.write("d.json", _DEFINE), "--indicator", "resolution_mean", "--format", "csv", stdin=_ROWS)
    assert [(row["row"], row["line"], row["id"]) for row in done.rows()] == [("1", "4", "A"), ("2", "5", ""),
                                                                             ("3", "6", "B")], done.out


def a_key_column_that_is_not_there_is_named():
    folder = Folder()
    profile = _profile("%Y-%m-%d %H:%M", '"rows": {"key": "incident"},')
    done = run("measure", "-", "--profile", folder.write("p.json", profile), "--indicators", "tickets", stdin=_ROWS)
    assert done.status == 1 and 'no column "incident"' in done.err and '"number"' in done.err, done.err


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
