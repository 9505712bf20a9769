"""States kept in files: the days of two desks, saved one by one, add up to what all rows at once give."""
import errno
import os
import sys

from command import Folder, main, run, tests_of

_HEADER = "id,agent,created_at,first_response_at,csat\n"
_DAYS = (_HEADER + "1,Ada,2026-01-05 09:00,2026-01-05 09:10,5\n2,Bo,2026-01-05 10:00,2026-01-05 10:30,4\n",
         _HEADER + "3,Ada,2026-01-06 09:00,2026-01-06 09:30,3\n",
         _HEADER + "4,Bo,2026-01-06 23:00,2026-01-07 00:00,1\n5,Ada,2026-01-07 08:00,2026-01-07 08:02,4\n")
_ASK = ("--indicators", "tickets,first_response_time,first_response_time_median,csat_mean", "--by", "agent", "--format", "csv")


def _save(folder, number, *more):
    path = os.path.join(folder, f"day{number}.state")
    done = run("measure", "-", *_ASK, *more, "--save", path, stdin=_DAYS[number])
    assert done.status == 0, done.err
    return path


def test_days_that_were_saved_add_up_to_all_rows():
    holder = Folder()
    folder = holder.path
    states = [_save(folder, number) for number in range(3)]
    total = os.path.join(folder, "total.state")
    added = [word for state in states for word in ("--merge", state)]
    done = run("measure", *_ASK, *added, "--save", total)
    assert done.status == 0, done.err
    rows = {(row["subject"], row["indicator"]): row["value"] for row in done.rows()}
    # Ada: 10, 30 and 2 minutes, 5, 3 and 4 points; Bo: 30 and 60 minutes, 4 and 1 points.
    expected = {"tickets": ("3", "2"), "first_response_time": ("840", "2700"),
                "first_response_time_median": ("600", "2700"), "csat_mean": ("4", "2.5")}
    for indicator, values in expected.items():
        for subject, value in zip(("Ada", "Bo"), values):
            assert float(rows[subject, indicator]) == float(value), (subject, indicator, rows)
    everything = _HEADER + "".join(day[len(_HEADER):] for day in _DAYS)
    assert done.out == run("measure", "-", *_ASK, stdin=everything).out
    again = os.path.join(folder, "again.state")
    assert run("measure", "-", *_ASK, "--save", again, stdin=everything).status == 0
    with open(total, "rb") as one, open(again, "rb") as other:
        assert one.read() == other.read(), "the same rows are the same bytes"
    # A file and a state: today's rows on top of those before.
    done = run("measure", "-", *_ASK, "--merge", states[0], "--merge", states[1], stdin=_DAYS[2])
    assert done.out == run("measure", "-", *_ASK, stdin=everything).out


def test_another_question_is_refused_and_says_so():
    holder = Folder()
    folder = holder.path
    state = _save(folder, 0)
    done = run("measure", "--indicators", "tickets", "--by", "agent", "--merge", state)
    assert done.status != 0 and done.out == "", done.out
    assert "day0.state" in done.err and "ask as it was asked" in done.err, done.err
    done = run("measure", "-", *_ASK, "--period", "day", "--save", state, stdin=_DAYS[0])
    assert done.status != 0 and "--from" in done.err, done.err


def test_a_file_that_is_no_state_is_refused():
    holder = Folder()
    folder = holder.path
    path = os.path.join(folder, "cut.state")
    with open(_save(folder, 0), "rb") as handle:
        whole = handle.read()
    for content, text in ((whole[:-3], "cut off"), (whole[:90] + b"?" + whole[91:], "checksum"),
                          (b"agent,csat\n", "no packed state"), (b"", "no packed state")):
        with open(path, "wb") as handle:
            handle.write(content)
        done = run("measure", *_ASK, "--merge", path)
        assert done.status != 0 and done.out == "" and text in done.err, (text, done.err)


def a_state_that_cannot_be_read_or_written_says_why():
    holder = Folder()
    folder = holder.path
    missing = os.path.join(folder, "missing.state")
    for path, reason in ((missing, errno.ENOENT), (folder, errno.EISDIR)):
        done = run("measure", *_ASK, "--merge", path)
        assert done.status == 1 and done.out == "", done.err
        assert done.err == f"deskscore: {path}: {os.strerror(reason)}\n", done.err
    path = os.path.join(folder, "nowhere", "day.state")
    done = run("measure", "-", *_ASK, "--save", path, stdin=_DAYS[0])
    assert done.status == 1 and done.err.endswith(f"deskscore: {path}: {os.strerror(errno.ENOENT)}\n"), done.err


def _regrouped(holder, teams, *words, ask=_ASK, stdin=_DAYS[0] + _DAYS[1][len(_HEADER):] + _DAYS[2][len(_HEADER):]):
    return run("measure", "-", *ask, "--regroup", "agent=" + holder.write("teams.csv", teams), *words, stdin=stdin)


def agents_become_teams():
    """Ada's 10, 30, 2 and Bo's 30, 60 minutes are one team's: a mean of 26.4 minutes, a median of 30; as if asked by team."""
    holder = Folder()
    done = _regrouped(holder, "team,agent\nnorth,Ada\nnorth, Bo\nsouth,Cyd\n")
    assert done.status == 0, done.err
    rows = {(row["subject"], row["indicator"]): float(row["value"]) for row in done.rows()}
    assert rows == {("north", "tickets"): 5, ("north", "first_response_time"): 1584,
                    ("north", "first_response_time_median"): 1800, ("north", "csat_mean"): 3.4}, rows
    by_day = ("--indicators", "tickets", "--by", "agent,channel", "--period", "day", "--format", "csv")
    day = "id,agent,channel,created_at\n1,Ada,phone,2026-01-05\n2,Bo,phone,2026-01-05\n3,Bo,,2026-01-06\n"
    rows = _regrouped(holder, "agent,team\nAda,north\nBo,north\n", ask=by_day, stdin=day).rows()
    assert [(row["team"], row["channel"], row["period"], row["value"]) for row in rows] == \
        [("north", "phone", "2026-01-05", "2"), ("north", "", "2026-01-06", "1")], rows


def labels_are_corrected_and_what_is_saved_is_what_was_asked():
    holder = Folder()
    state = os.path.join(holder.path, "kept.state")
    done = _regrouped(holder, "from,to\nBo,Ada\n", "--others", "keep", "--save", state)
    assert done.status == 0 and {row["subject"] for row in done.rows()} == {"Ada"}, done.err
    kept = run("measure", *_ASK, "--merge", state)
    assert {row["subject"] for row in kept.rows()} == {"Ada", "Bo"}, kept.out
    again = run("measure", *_ASK, "--merge", state, "--regroup", "agent=" + os.path.join(holder.path, "teams.csv"),
                "--others", "keep")
    assert again.out == done.out, again.out


def a_map_that_will_not_do_says_why():
    holder = Folder()
    for teams, words, text in (
            ("agent,team\nAda,north\n", (), "teams.csv: agent: the map does not say what becomes of 'Bo'"),
            ("agent,team\nAda,north\nBo,south\nAda,south\n", (), "teams.csv:4: agent: 'Ada' cannot become both 'north' and 'south'"),
            ("agent,team,site\nAda,north,x\n", (), 'teams.csv:1: expected two columns, "agent"'),
            ("person,team\nAda,north\n", (), 'the file has "person", "team"')):
        done = _regrouped(holder, teams, *words)
        assert done.status == 1 and done.out == "" and text in done.err, (text, done.err)
    assert "--others keep" in _regrouped(holder, "agent,team\nAda,north\n").err
    done = _regrouped(holder, "agent,team\nAda,north\n", "--others", "missing")
    assert {row["subject"] for row in done.rows()} == {"north", ""}, done.out
    done = run("measure", "-", *_ASK, "--regroup", "agent", stdin=_DAYS[0])
    assert done.status == 2 and "KEY=FILE.csv" in done.err, done.err
    done = run("measure", "-", *_ASK, "--others", "keep", stdin=_DAYS[0])
    assert done.status == 2 and "--regroup" in done.err, done.err


def test_help_tells_of_states():
    done = run("help", "measure")
    assert "--save STATE" in done.out and "--merge STATE" in done.out and "--regroup KEY=FILE.csv" in done.out


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
