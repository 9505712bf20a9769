"""--audit: rows that an audit finds wrong are left out of every number, counted and named, or end the command."""
import json
import sys

from command import Folder, main, measure, run, tests_of

_ROWS = ("id,agent,created_at,first_response_at,csat\n1,Ada,2026-01-01 08:00,2026-01-01 08:01,5\n"
         "2,Ada,2026-01-01 09:00,2026-01-01 08:59,4\n2,Ada,2026-01-01 10:00,2026-01-01 10:02,2\n"
         "3,Bo,2026-01-02 10:00,,3\n4,Bo,2027-01-02 10:00,,1\n")
_WORDS = ["--indicators", "tickets,csat_mean", "--now", "2026-06-01"]


def _fails(done, status, *texts):
    assert done.status == status and done.out == "", (done.status, done.out, done.err)
    for text in texts:
        assert text in done.err, f"expected {text!r} in: {done.err}"


def _counts(row):
    return float(row["value"]), int(row["n_used"]), int(row["n_excluded"])


def duplicates_are_left_out_although_nothing_reads_their_key():
    rows = measure("-", *_WORDS, stdin=_ROWS)
    assert _counts(rows["csat_mean"]) == (3, 5, 0), rows
    rows = measure("-", *_WORDS, "--audit", "duplicate=exclude", stdin=_ROWS)
    assert _counts(rows["csat_mean"]) == (3.25, 4, 1) and _counts(rows["tickets"]) == (4, 4, 1), rows


def policies_add_up_and_are_told():
    done = run("measure", "-", *_WORDS, "--audit", "duplicate=exclude", "--audit", "future=exclude", "--audit",
               "stop_before_start=exclude", "--format", "csv", stdin=_ROWS)
    rows = {row["indicator"]: row for row in done.rows()}
    assert _counts(rows["csat_mean"]) == (4, 2, 3), rows  # rows 1 and 3 are left
    for field in ("id", "created_at", "first_response_at"):
        assert f"left out: {field} " in done.err, done.err


def the_rows_left_out_are_listed():
    done = run("rows", "-", "--indicator", "csat_mean", "--class", "excluded", "--audit", "duplicate=exclude", "--format",
               "csv", stdin=_ROWS)
    assert [(row["line"], row["id"], row["reason"]) for row in done.rows()] == [("4", "2", "AUDIT")], done.out + done.err


def a_policy_may_end_the_command_at_the_first_such_row():
    _fails(run("measure", "-", *_WORDS, "--audit", "future=fail", stdin=_ROWS), 1, "-:6:", "created_at")
    assert run("measure", "-", *_WORDS, "--audit", "future=fail", stdin=_ROWS.replace("2027", "2026")).status == 0
    assert run("measure", "-", *_WORDS, "--audit", "future=keep", stdin=_ROWS).err == ""


def a_policy_that_cannot_be_read_names_the_option():
    _fails(run("measure", "-", *_WORDS, "--audit", "futur=fail", stdin=_ROWS), 2, "--audit", "future")
    _fails(run("measure", "-", *_WORDS, "--audit", "future=drop", stdin=_ROWS), 2, "--audit")
    _fails(run("measure", "-", *_WORDS, "--audit", "future", stdin=_ROWS), 2, "--audit future", "duplicate=exclude")


def a_rating_on_the_scale_of_the_profile_is_not_left_out():
    """Ten points of [1, 10] are no fault, eleven are; without the profile all three are off the usual five."""
    folder = Folder()
    profile = folder.write("p.json", json.dumps({
        "deskscore": 1, "kind": "profile", "sources": {"tickets": {"fields": {
            "csat": {"column": "csat", "domain": [1, 10]}}}}}))
    rows = "id,created_at,csat\n1,2026-01-01,10\n2,2026-01-01,4\n3,2026-01-01,11\n"
    words = ["-", "--indicators", "tickets,csat_mean", "--audit", "invalid=exclude"]
    found = measure(*words, "--profile", profile, stdin=rows)
    assert _counts(found["tickets"]) == (2, 2, 1) and _counts(found["csat_mean"]) == (7, 2, 1), found
    assert _counts(measure(*words, stdin=rows)["csat_mean"]) == (4, 1, 2)


def the_clock_that_the_future_is_told_by_is_printed():
    words = ["measure", "-", "--indicators", "tickets"]
    rows = "id,created_at\n1,2026-01-01\n2,9000-01-01\n"
    for policies in (["--audit", "future=exclude"], ["--audit", "duplicate=exclude; future=exclude"],
                     ["--audit", " future = exclude"]):
        done = run(*words, *policies, "--format", "csv", stdin=rows)
        assert done.status == 0 and "now is 20" in done.err, (policies, done.err)
        assert _counts(done.rows()[0]) == (1, 1, 1), (policies, done.out)
    assert run(*words, "--audit", "duplicate=exclude", stdin=rows).err == ""


def audit_and_measure_share_one_word_for_policies():
    for words in (["audit", "-"], ["measure", "-", "--indicators", "tickets"]):
        done = run(*words, "--now", "2026-06-01", "--audit", "duplicate=fail", stdin=_ROWS)
        _fails(done, 1, "-:4:", "id repeats")
        _fails(run(*words, "--audit", "duplicate", stdin=_ROWS), 2, "--audit duplicate", "duplicate=exclude")
        _fails(run(*words, "--policy", "duplicate=fail", stdin=_ROWS), 2, "--policy")


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
