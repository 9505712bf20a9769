"""--repeat-window: who came back, told from customer and problem; worked by hand."""
import sys

from command import Folder, main, measure, run, tests_of

# Data from 1 January to 20 February. Kim has printer trouble on 1, 10 and 30 January and 15 February; Lee on 20 January
# asks about the same problem for the first time, and about the invoice on 20 February.
_ROWS = ("id,agent,customer,problem,created_at,resolved_at\n"
         "1,Ada,kim,printer,2026-01-01,2026-01-02\n2,Ada,kim,printer,2026-01-10,2026-01-11\n"
         "3,Bo,lee,printer,2026-01-20,2026-01-21\n4,Bo,kim,printer,2026-01-30,2026-01-31\n"
         "5,Ada,kim,printer,2026-02-15,2026-02-16\n6,Bo,lee,invoice,2026-02-20,2026-02-20\n7,Ada,,,2026-02-20,\n")


def _fails(done, status, *texts):
    assert done.status == status and done.out == "", (done.status, done.out, done.err)
    for text in texts:
        assert text in done.err, f"expected {text!r} in: {done.err}"


def repeats_within_the_window_are_flagged():
    for window, repeats, known in (("14d", 1, 5), ("18d", 2, 5), ("30d", 3, 5)):
        # 14 days: only 10 January follows within them; 18: 15 February too; 30: 30 January too. Ticket 1 is too early to
        # know, and so is ticket 3 where the window reaches before the data; ticket 7 has no key.
        row = measure("-", "--indicators", "repeat_problem_rate", "--repeat-window", window, stdin=_ROWS)["repeat_problem_rate"]
        censored = 2 if window == "30d" else 1
        known = 6 - censored
        assert int(row["n_used"]) == known, (window, row)
        assert abs(float(row["value"]) - 100 * repeats / known) < 1e-9, (window, row)


_DEFINE = """{"deskscore": 1, "kind": "catalog", "indicators": [%s]}""" % ", ".join(
    '{"id": "%s", "name": "%s", "unit": "count", "better": "none", "source": "tickets", "formula": "%s"}' % (name, name, formula)
    for name, formula in (("of_customer", "sum(customer_tickets)"), ("of_problem", "sum(problem_tickets)"),
                          ("came_back", "count(next_contact_at)"), ("same_again", "count(next_same_problem_at)")))


def every_field_about_repeats_is_told():
    folder = Folder()
    complaints = iter(("is_complaint", "Y", "N", "N", "Y", "Y", "N", "N"))
    text = "\n".join(f"{line},{next(complaints)}" for line in _ROWS.strip().split("\n"))
    words = ["-", "--define", folder.write("d.json", _DEFINE), "--indicators",
             "of_customer,of_problem,came_back,same_again,repeat_complaint_rate,repeat_problem_rate_any"]
    rows = measure(*words, "--repeat-window", "14d", stdin=text)
    got = {name: (float(row["value"]), int(row["n_used"])) for name, row in rows.items()}
    # Counts are known of tickets 3 and 4 alone: only they have 14 days of data on both sides.
    assert got["of_customer"] == (2, 2) and got["of_problem"] == (5, 2), got
    assert got["came_back"][0] == 4 and got["same_again"][0] == 3, got
    assert got["repeat_problem_rate_any"] == (60, 5), got
    # Complaints on 1 January (too early to know), 30 January and 15 February; ticket 2, 20 days before the second, is none.
    for window, rate in (("14d", 0), ("20d", 50), ("30d", 100)):
        row = measure(*words, "--repeat-window", window, stdin=text)["repeat_complaint_rate"]
        assert (float(row["value"]), row["n_used"]) == (rate, "2"), (window, row)


def columns_of_the_file_come_first():
    rows = _ROWS.replace("resolved_at\n", "resolved_at,is_repeat\n", 1).replace("-02\n", "-02,Y\n", 1)
    rows = "\n".join(line if i == 0 or not line or line.endswith(",Y") else line + ",N"
                     for i, line in enumerate(rows.split("\n")))
    done = run("measure", "-", "--indicators", "repeat_problem_rate", "--repeat-window", "30d", "--format", "csv", stdin=rows)
    assert abs(float(done.rows()[0]["value"]) - 100 / 7) < 1e-9, done.out
    assert "--repeat-window 30d: nothing to tell" in done.err, done.err


def without_the_window_or_the_keys_the_field_is_missing():
    _fails(run("measure", "-", "--indicators", "repeat_problem_rate", stdin=_ROWS), 1, "is_repeat")
    _fails(run("measure", "-", "--indicators", "repeat_problem_rate", "--repeat-window", "30d",
               stdin=_ROWS.replace("customer,problem", "who,what", 1)), 1, "nothing to tell", "is_repeat")


def the_window_is_a_span():
    for span in ("30", "d", "-3d", "0d", "", "soon"):
        _fails(run("measure", "-", "--indicators", "repeat_problem_rate", f"--repeat-window={span}", stdin=_ROWS), 2,
               "--repeat-window", "30d")


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
