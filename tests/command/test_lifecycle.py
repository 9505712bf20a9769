"""An event log becomes four files that measure reads back; answers worked by hand."""
import csv
import os
import sys

from command import Folder, main, measure, run, tests_of

# Two tickets: an answer after 10 minutes; a bot after 1 minute, Bo after an hour, reopened overnight, resolved again.
_EVENTS = ("ticket,at,kind,actor,actor_kind\n"
           "1,2026-01-05 09:00,created,kim,customer\n1,2026-01-05 09:10,message,Ada,human\n"
           "1,2026-01-05 10:00,resolved,Ada,human\n2,2026-01-05 09:30,created,lee,customer\n"
           "2,2026-01-05 09:31,message,Rob,bot\n2,2026-01-05 10:30,message,Bo,human\n"
           "2,2026-01-05 12:00,resolved,Bo,human\n2,2026-01-06 08:00,reopened,lee,customer\n"
           "2,2026-01-06 09:00,resolved,Bo,human\n")
_NAMES = ("tickets", "responses", "assignments", "cycles")


def _lives(folder, *words, stdin=_EVENTS, name="out"):
    out = os.path.join(folder.path, name)
    done = run("lifecycle", "-", "--out", out, *words, stdin=stdin)
    assert done.status == 0 and done.out == "", done.err
    files = {}
    for each in _NAMES:
        with open(os.path.join(out, each + ".csv"), encoding="utf-8") as handle:
            files[each] = list(csv.DictReader(handle))
    return files, done.err, out


def _fails(done, status, *texts):
    assert done.status == status and done.out == "", (done.status, done.out, done.err)
    for text in texts:
        assert text in done.err, f"expected {text!r} in: {done.err}"


def four_files_hold_the_lives_of_the_tickets():
    files, told, _ = _lives(Folder())
    first, second = files["tickets"]
    assert (first["id"], first["created_at"], first["first_response_at"], first["resolved_at"]) == (
        "1", "2026-01-05T09:00:00", "2026-01-05T09:10:00", "2026-01-05T10:00:00"), first
    assert (second["first_response_at"], second["first_resolved_at"], second["resolved_at"], second["reopens"]) == (
        "2026-01-05T10:30:00", "2026-01-05T12:00:00", "2026-01-06T09:00:00", "1"), second
    assert (second["responder"], second["is_bot"]) == ("Bo", "true"), second
    assert [(row["ticket"], row["sequence"], row["opened_at"]) for row in files["cycles"]] == [
        ("1", "1", "2026-01-05T09:00:00"), ("2", "1", "2026-01-05T09:30:00"), ("2", "2", "2026-01-06T08:00:00")]
    assert [row["ticket"] for row in files["responses"]][:2] == ["1", "2"], files["responses"]
    for text in ("events read: 9", "tickets made: 2", "policies: arrival = any; bots = no", "tickets.csv: 2 rows",
                 "cycles.csv: 3 rows"):
        assert text in told, f"expected {text!r} in: {told}"


def measure_reads_the_files_without_a_map():
    folder = Folder()
    _, _, out = _lives(folder)
    rows = measure(os.path.join(out, "tickets.csv"), "--source", f"cycles={out}/cycles.csv", "--source",
                   f"responses={out}/responses.csv", "--source", f"assignments={out}/assignments.csv", "--indicators",
                   "tickets,first_response_time,reopen_rate,resolved,average_response_time")
    assert float(rows["tickets"]["value"]) == 2 and float(rows["reopen_rate"]["value"]) == 50, rows
    assert float(rows["first_response_time"]["value"]) == (600 + 3600) / 2, rows


# Half an hour new, half an hour and a quarter of a second open, an hour (less that) waiting on the customer, solved.
_STATUSES = ("ticket,at,kind,actor,actor_kind,value\n1,2026-01-05 09:00,created,kim,customer,\n"
             "1,2026-01-05 09:30,status,Ada,human,open\n1,2026-01-05 10:00:00.25,status,Ada,human,waiting\n"
             "1,2026-01-05 11:00,status,Ada,human,solved\n")


def durations_come_back_as_they_were():
    folder = Folder()
    files, _, out = _lives(folder, "--policy", "status:waiting=pending", stdin=_STATUSES)
    row = files["tickets"][0]
    assert (row["time_new"], row["time_open"], row["time_pending"]) == ("1800", "1800.25", "3599.75"), row
    define = folder.write("d.json", """{"deskscore": 1, "kind": "catalog", "indicators": [{"id": "waited", "name": "Waited",
        "unit": "s", "better": "lower", "source": "tickets", "formula": "sum(time_pending)"}]}""")
    rows = measure(os.path.join(out, "tickets.csv"), "--define", define, "--indicators", "waited")
    assert float(rows["waited"]["value"]) == 3599.75, rows
    _, told, _ = _lives(folder, stdin=_STATUSES)
    assert "nobody mapped (the ticket keeps its status): 1" in told, told


def policies_come_from_the_option_and_the_profile():
    folder = Folder()
    files, told, _ = _lives(folder, "--policy", "bots=yes")
    assert files["tickets"][1]["first_response_at"] == "2026-01-05T09:31:00" and "bots = yes" in told, told
    profile = folder.write("p.json", """{"deskscore": 1, "kind": "profile", "lifecycle": {"bots": "yes"},
        "sources": {"events": {"fields": {"ticket": "nr", "at": "when"}}}}""")
    renamed = _EVENTS.replace("ticket,at", "nr,when", 1)
    files, told, _ = _lives(folder, "--profile", profile, stdin=renamed)
    assert files["tickets"][1]["first_response_at"] == "2026-01-05T09:31:00" and "bots = yes" in told, told
    files, told, _ = _lives(folder, "--profile", profile, "--policy", "bots=no", stdin=renamed)
    assert files["tickets"][1]["first_response_at"] == "2026-01-05T10:30:00", told
    files, _, _ = _lives(folder, "--map", "ticket=nr", "--map", "events.at=when", stdin=renamed)
    assert len(files["tickets"]) == 2


def events_by_ticket_stream_to_the_same_files():
    """More events than a batch holds: a ticket is cut by the border of the batches."""
    folder = Folder()
    lines = [_EVENTS.split("\n", 1)[0]]
    for ticket in range(1, 30001):
        day = f"2026-01-{1 + ticket % 28:02d}"
        lines += [f"{ticket},{day} 09:00,created,kim,customer", f"{ticket},{day} 09:{ticket % 60:02d},message,Ada,human",
                  f"{ticket},{day} 10:00,resolved,Ada,human"]
    log = "\n".join(lines) + "\n"
    kinds = ["--policy", "kinds=created, message, resolved"]
    whole, _, one = _lives(folder, "--now", "2026-02-01", *kinds, stdin=log, name="any")
    _, told, two = _lives(folder, "--now", "2026-02-01", "--policy", "arrival=by_ticket", *kinds, stdin=log,
                           name="by_ticket")
    assert len(whole["tickets"]) == 30000 and "tickets made: 30000" in told, told
    for name in _NAMES:
        with open(os.path.join(one, name + ".csv"), "rb") as first, open(os.path.join(two, name + ".csv"), "rb") as second:
            assert first.read() == second.read(), name


def a_zone_makes_instants_certain():
    files, _, _ = _lives(Folder(), "--zone", "Europe/Paris")
    assert files["tickets"][0]["created_at"] == "2026-01-05T08:00:00Z", files["tickets"][0]
    files, _, _ = _lives(Folder(), stdin=_EVENTS.replace(" 09:", "T09:").replace(":00,", ":00Z,").replace(":10,", ":10Z,")
                         .replace(":31,", ":31Z,").replace(":30,", ":30Z,"))
    assert files["tickets"][0]["created_at"] == "2026-01-05T09:00:00Z", files["tickets"][0]


def a_calendar_fills_the_business_twins():
    folder = Folder()
    calendar = folder.write("c.json", '{"week": {"mon-fri": ["09:15-10:30"]}}')
    files, _, _ = _lives(folder, "--calendar", calendar, "--policy", "status:waiting=pending", stdin=_STATUSES)
    row = files["tickets"][0]
    assert (row["time_new_business"], row["time_open_business"], row["time_pending_business"]) == (
        "900", "1800.25", "1799.75"), row


def texts_with_marks_survive():
    files, _, _ = _lives(Folder(), stdin=_EVENTS.replace("Ada", '"Ada ""A"", Ms"'))
    assert files["tickets"][0]["responder"] == 'Ada "A", Ms', files["tickets"][0]


def faults_name_option_file_and_line():
    folder = Folder()
    out = os.path.join(folder.path, "x")
    _fails(run("lifecycle", "-", stdin=_EVENTS), 2, "--out")
    _fails(run("lifecycle", "--out", out), 2, "EVENTS.csv")
    _fails(run("lifecycle", "-", "--out", out, "--policy", "bots", stdin=_EVENTS), 2, "--policy bots", "bots=yes")
    _fails(run("lifecycle", "-", "--out", out, "--policy", "bots=maybe", stdin=_EVENTS), 2, "--policy", "handoff")
    _fails(run("lifecycle", "-", "--out", out, "--policy", "robots=no", stdin=_EVENTS), 2, "--policy", "bots")
    _fails(run("lifecycle", "-", "--out", out, stdin="ticket,at\n1,2026-01-01\n"), 1, "kind", "--map")
    _fails(run("lifecycle", "-", "--out", "/nonexistent/folder", stdin=_EVENTS), 1, "--out /nonexistent/folder")
    broken = folder.write("p.json", '{"deskscore": 1, "kind": "profile", "lifecycle": {"bots": "maybe"}, "sources": {}}')
    _fails(run("lifecycle", "-", "--out", out, "--profile", broken, stdin=_EVENTS), 1, "p.json")


def a_run_that_fails_leaves_the_files_of_the_last_one():
    folder = Folder()
    out = os.path.join(folder.path, "out")
    _lives(folder)
    before = {name: open(os.path.join(out, name), "rb").read() for name in os.listdir(out)}
    assert len(before) == 4, before
    fresh = os.path.join(folder.path, "fresh")
    for target in (out, fresh):
        for words, stdin in ((["nowhere.csv"], None), (["-"], "no,such,column\n1,2,3\n"), (["-"], "")):
            done = run("lifecycle", *words, "--out", target, stdin=stdin)
            assert done.status == 1, done.err
    after = {name: open(os.path.join(out, name), "rb").read() for name in os.listdir(out)}
    assert after == before and not os.path.exists(fresh), sorted(after)


def the_file_that_is_read_is_not_written_over():
    folder = Folder()
    path = folder.write("tickets.csv", _EVENTS)
    _fails(run("lifecycle", path, "--out", folder.path), 2, "--out", "tickets.csv", "another folder")
    assert os.listdir(folder.path) == ["tickets.csv"]
    with open(path, encoding="utf-8") as handle:
        assert handle.read() == _EVENTS


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
