"""`deskscore score --scheme`: who is judged by which card, periods that straddle a change, who is judged by nobody."""
import os
import sys

from command import SOURCE, Folder, main, run, tests_of

SCHEME = os.path.join(SOURCE, "examples", "schemes", "two-desks.json")
ROSTER = "subject,team,role\nAda,phone,agent\nBo,chat,agent\nCy,mail,lead\n"


def _desk():
    """Ten tickets before 13 July and ten from then on: 9 of 10 satisfied, 6 of 10 with one contact, 7 of 10 answered in a minute."""
    folder = Folder()
    lines = ["id,agent,created_at,resolved_at,csat,contacts,reopens,first_response_at"]
    for agent in ("Ada", "Bo", "Cy"):
        for i in range(20):
            day = 1 + i % 10 if i < 10 else 14 + i % 10
            at = f"2026-07-{day:02}T10:0"
            lines.append(f"{agent}{i},{agent},{at}0:00Z,2026-07-{day:02}T12:00:00Z,{2 if i % 10 == 0 else 5},"
                         f"{1 if i % 10 < 6 else 2},0,{at}{1 if i % 10 < 7 else 5}:00Z")
    folder.write("tickets.csv", "\n".join(lines) + "\n")
    folder.write("roster.csv", ROSTER)
    return folder


def _score(folder, *options):
    done = run("score", "tickets.csv", "--scheme", SCHEME, "--roster", "roster.csv", "--by", "agent", "--now", "2026-11-01",
               *options, folder=folder.path)
    assert done.status == 0, done.err
    return done


def _rows(folder, *options):
    return {row["subject"]: row for row in _score(folder, "--format", "csv", *options).rows()}


def methods_3_4_each_is_judged_by_a_card_and_nobody_is_lost():
    found = _rows(_desk(), "--period", "month")
    assert set(found) == {"Ada", "Bo", "Cy"}
    # 12 days at (2 x 90 + 60) / 3 = 80, 19 days at (7 x 90 + 60) / 8 = 86.25
    assert found["Ada"]["total"] == "83.829999999999998" and found["Ada"]["version"] == "2026-h2", found["Ada"]
    # 60 x (90 - 50) x 2 = 48 and 40 x (70 - 50) / 45: 48 + 17.777...
    assert found["Bo"]["total"] == "65.780000000000001" and found["Bo"]["card"] == "chat", found["Bo"]
    assert found["Cy"]["reason"] == "NO_CARD" and found["Cy"]["total"] == "", found["Cy"]
    assert (found["Ada"]["from"], found["Ada"]["to"]) == ("2026-07-01", "2026-07-31")


def what_was_known_earlier_is_scored_as_it_was_known():
    found = _rows(_desk(), "--period", "month", "--known-at", "2026-06-30")
    assert found["Ada"]["total"] == "80" and found["Ada"]["version"] == "2026-h1", found["Ada"]


def an_explanation_shows_the_segments():
    text = _score(_desk(), "--period", "month", "--explain", "Ada").out
    assert "2026-07-01/2026-07-13: 80.00 points" in text and "2026-07-13/2026-08-01: 86.25 points" in text, text
    assert "83.83" in text


def mistakes_say_what_to_do():
    folder = _desk()
    for options, part in [(["--scheme", SCHEME], "--period, or --from and --to"),
                          (["--scheme", SCHEME, "--card", "x.json"], "and not both"),
                          (["--card", "x.json", "--known-at", "2026-01-01"], "belong to --scheme"), ([], "--scheme SCHEME.json")]:
        done = run("score", "tickets.csv", "--by", "agent", "--now", "2026-11-01", *options, folder=folder.path)
        assert done.status == 2 and part in done.err, (options, done.err)


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
