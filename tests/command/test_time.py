"""Zones, periods and business calendars in measure and score, by small files whose answers are plain."""
import json
import os
import sys

from command import SOURCE, Folder, main, measure, run, tests_of

_PARIS = os.path.join(SOURCE, "examples/calendars/paris.json")
_HEADER = "id,agent,created_at,first_response_at,csat,queue\n"
# Friday evening to Monday morning, Saturday night to Monday morning, half an hour on a Monday.
_ROWS = _HEADER + ("1,Ada,2026-01-30 17:30,2026-02-02 08:30,5,late\n2,Ada,2026-01-31 23:30,2026-02-02 09:00,4,\n"
                   "3,Bo,2026-03-02 10:00,2026-03-02 10:30,3,early\n")
_CARD = """{"deskscore": 1, "kind": "scorecard", "id": "t", "name": "t",
  "items": {"csat": {"indicator": "csat_score",
                     "rule": {"family": "PIECEWISE", "knots": [{"x": 0, "points": 0}, {"x": 100, "points": 100}]}}},
  "weights": {"tree": {"csat": 1}}, "grades": [{"label": "A", "min": 80}, {"label": "B", "min": 0}]}"""


def _rows(*words, stdin=_ROWS, command="measure"):
    done = run(command, "-", *words, "--format", "csv", stdin=stdin)
    assert done.status == 0, done.err
    return done.rows()


def _fails(done, status, *texts):
    assert done.status == status, f"exit {done.status}, expected {status}: {done.err}"
    assert done.out == "", f"nothing may be printed: {done.out}"
    for text in texts:
        assert text in done.err, f"expected {text!r} in: {done.err}"


def _by_period(rows, indicator):
    return {row["period"]: row["value"] for row in rows if row["indicator"] == indicator}


def months_are_taken_from_the_data():
    rows = _rows("--indicators", "tickets,csat_mean", "--period", "month")
    assert list(rows[0])[:2] == ["period", "indicator"]
    assert _by_period(rows, "tickets") == {"2026-01": "2", "2026-03": "1"}, rows
    assert _by_period(rows, "csat_mean") == {"2026-01": "4.5", "2026-03": "3"}, rows
    rows = _rows("--indicators", "tickets", "--period", "week", "--by", "agent")
    assert [(row["subject"], row["period"], row["value"]) for row in rows] == [("Ada", "2026-W05", "2"),
                                                                               ("Bo", "2026-W10", "1")], rows


def the_words_of_a_period_choose_where_it_begins():
    names = {"day": ["2026-01-30", "2026-01-31", "2026-03-02"], "week:sun": ["2026-01-25/7d", "2026-03-01/7d"],
             "quarter": ["2026-Q1"], "quarter:feb": ["FY2026-Q4", "FY2027-Q1"], "year": ["2026"],
             "year:feb": ["FY2026", "FY2027"]}
    for words, expected in names.items():
        rows = _rows("--indicators", "tickets", "--period", words)
        assert [row["period"] for row in rows] == expected, (words, rows)
    _fails(run("measure", "-", "--indicators", "tickets", "--period", "fortnight", stdin=_ROWS), 2, "--period", "fortnight",
           "week")


def from_and_to_bound_the_periods():
    rows = _rows("--indicators", "tickets", "--period", "month", "--from", "2026-01-31", "--to", "2026-03-01")
    assert _by_period(rows, "tickets") == {"2026-01": "1"}, rows
    rows = _rows("--indicators", "tickets", "--period", "month", "--from", "2026-02-01")
    assert _by_period(rows, "tickets") == {"2026-03": "1"}, rows
    rows = _rows("--indicators", "tickets", "--period", "month", "--to", "2026-01-31T00:00Z")
    assert _by_period(rows, "tickets") == {"2026-01": "1"}, rows
    _fails(run("measure", "-", "--indicators", "tickets", "--period", "month", "--from", "2027-01-01", stdin=_ROWS), 1,
           "no row lies between")
    _fails(run("measure", "-", "--indicators", "tickets", "--period", "month", stdin=_HEADER), 1, "--from and --to")
    far = _ROWS + "4,Bo,9999-12-31,,3,\n"
    _fails(run("measure", "-", "--indicators", "tickets", "--period", "month", stdin=far), 1, "9999-12-31", "--to")
    rows = _rows("--indicators", "tickets", "--period", "month", "--to", "2027-01-01", stdin=far)
    assert _by_period(rows, "tickets") == {"2026-01": "2", "2026-03": "1"}, rows


def every_indicator_is_placed_by_its_own_instant():
    rows = _rows("--indicators", "tickets,resolved", "--period", "month", "--map", "resolved_at=first_response_at")
    assert _by_period(rows, "tickets") == {"2026-01": "2", "2026-02": "0", "2026-03": "1"}, rows
    assert _by_period(rows, "resolved") == {"2026-01": "0", "2026-02": "2", "2026-03": "1"}, rows


def periods_of_a_derived_indicator_are_those_of_its_operands():
    rows = _rows("--indicators", "complaint_rate", "--period", "month", stdin=_ROWS.replace("queue", "is_complaint", 1)
                 .replace("late", "Y").replace("early", "N").replace("4,\n", "4,N\n"))
    assert _by_period(rows, "complaint_rate") == {"2026-01": "50", "2026-03": "0"}, rows


def a_zone_makes_zoneless_times_local():
    text = _HEADER + "1,Ada,2026-01-31 23:30,2026-02-01T00:30:00+01:00,5,\n"
    plain = run("measure", "-", "--indicators", "first_response_time", stdin=text)
    assert plain.status != 0 and "zone" in plain.err, plain.err  # zoneless and zoned in one formula
    rows = _rows("--indicators", "first_response_time,tickets", "--zone", "Europe/Paris", "--period", "month", stdin=text)
    assert _by_period(rows, "first_response_time") == {"2026-01": "3600"}, rows
    rows = _rows("--indicators", "first_response_time", "--zone", "UTC", "--period", "month", stdin=text)
    assert rows[0]["value"] == "0", rows  # half past eleven at night in London
    # Midnight of --from is that of the zone.
    late = _HEADER + "1,Ada,2026-01-31T22:30:00Z,,5,\n2,Ada,2026-01-31T23:30:00Z,,5,\n"
    for zone, expected in (("UTC", "0"), ("Europe/Paris", "1"), ("+02:00", "2"), ("America/New_York", "0")):
        rows = _rows("--indicators", "tickets", "--from", "2026-02-01", "--zone", zone, stdin=late)
        assert rows[0]["value"] == expected, (zone, rows)


def a_profile_names_the_zone_of_its_times():
    folder = Folder()
    profile = """{"deskscore": 1, "kind": "profile", "sources": {"tickets": {"zone": "America/New_York", "fields": {
        "id": "id", "created_at": "created_at", "first_response_at": {"column": "first_response_at", "utc": true}}}}}"""
    text = _HEADER + "1,Ada,2026-01-31 20:00,2026-02-01 01:30,5,\n"
    words = ["--profile", folder.write("p.json", profile), "--indicators", "first_response_time"]
    assert _rows(*words, stdin=text)[0]["value"] == "1800"
    assert _rows(*words, "--zone", "Europe/Paris", stdin=text)[0]["value"] == "1800"
    broken = folder.write("b.json", profile.replace("America/New_York", "America/Nowhere"))
    _fails(run("measure", "-", "--profile", broken, "--indicators", "tickets", stdin=text), 1, "b.json", "America/Nowhere")


def instants_may_be_numbers_since_1970():
    folder = Folder()
    for unit, numbers in (("s", "1767254400,1767254460.5"), ("ms", "1767254400000,1767254460500"),
                          ("us", "1767254400000000,1767254460500000"), ("ns", "1767254400000000000,1767254460500000999")):
        profile = """{"deskscore": 1, "kind": "profile", "sources": {"tickets": {"fields": {
            "created_at": {"column": "c", "unit": "%s"}, "first_response_at": {"column": "r", "unit": "%s"}}}}}"""
        rows = _rows("--profile", folder.write("p.json", profile % (unit, unit)), "--indicators", "first_response_time",
                     "--period", "day", "--zone", "+14:00", stdin=f"c,r\n{numbers}\nsoon,\n")
        assert (rows[0]["period"], rows[0]["value"]) == ("2026-01-01", "60.5"), (unit, rows)


def times_that_occur_twice_or_never_are_counted():
    text = _HEADER + ("1,Ada,2026-10-25 02:30,2026-10-25 03:30,5,\n2,Ada,2026-10-25 02:45,,5,\n"
                      "3,Bo,2026-03-29 02:15,2026-03-29 02:45,5,\n")
    done = run("measure", "-", "--by", "agent", "--indicators", "first_response_time", "--zone", "Europe/Paris", "--format",
               "csv", stdin=text)
    assert [row["value"] for row in done.rows()] == ["7200", "1800"], done.out
    assert "created_at: 2 times that occur twice in Europe/Paris: taken as the first" in done.err, done.err
    assert "created_at: 1 time that the clocks skipped in Europe/Paris: moved later" in done.err, done.err
    done = run("measure", "-", "--indicators", "first_response_time", stdin=text)
    assert done.err == "", done.err


def the_business_clock_counts_the_hours_of_the_calendar():
    words = ["--indicators", "first_response_time,tickets", "--zone", "Europe/Paris", "--by", "agent"]
    rows = _rows(*words)
    assert [row["value"] for row in rows if row["indicator"] == "first_response_time"] == ["173700", "1800"], rows
    rows = _rows(*words, "--calendar", _PARIS, "--clock", "business")
    # Half an hour on Friday and half an hour on Monday; an hour on Monday; half an hour.
    assert [row["value"] for row in rows if row["indicator"] == "first_response_time"] == ["3600", "1800"], rows
    assert [row["value"] for row in rows if row["indicator"] == "tickets"] == ["2", "1"], rows
    words = ["--indicators", "open=first_response_time,all=first_response_time,tickets", "--zone", "Europe/Paris"]
    rows = measure("-", *words, "--calendar", _PARIS, "--clock", "open=business", stdin=_ROWS)
    assert (rows["open"]["value"], rows["all"]["value"]) == ("3000", str((2 * 173700 + 1800) / 3).removesuffix(".0")), rows
    rows = measure("-", *words, "--calendar", _PARIS, "--clock", "all=calendar", "--clock", "business", stdin=_ROWS)
    assert rows["open"]["value"] == "3000" and rows["all"]["value"] == "116400", rows
    _fails(run("measure", "-", *words, "--calendar", _PARIS, "--clock", "tickets=business", stdin=_ROWS), 2, "tickets", "clock")
    _fails(run("measure", "-", *words, "--calendar", _PARIS, "--clock", "none=business", stdin=_ROWS), 2, "--clock", "none")
    _fails(run("measure", "-", "--indicators", "first_response_time", "--clock", "business", stdin=_ROWS), 2, "--calendar")
    _fails(run("measure", "-", "--indicators", "tickets", "--clock", "lunar", stdin=_ROWS), 2, "--clock lunar", "business")


def each_row_may_name_its_calendar():
    folder = Folder()
    nights = folder.write("nights.json", '{"zone": "Europe/Paris", "week": {"mon-sun": ["22:00-06:00"]}}')
    words = ["--indicators", "first_response_time", "--zone", "Europe/Paris", "--map", "priority=queue", "--clock",
             "business", "--by", "priority", "--calendar-field", "priority"]
    rows = measure("-", *words, "--calendar", _PARIS, "--calendar", f"late={nights}", "--calendar", f"early={_PARIS}",
                   stdin=_ROWS)
    assert rows["late", "first_response_time"]["value"] == str(3 * 8 * 3600), rows
    assert rows["", "first_response_time"]["value"] == "3600" and rows["early", "first_response_time"]["value"] == "1800"
    rows = measure("-", *words, "--calendar", _PARIS, stdin=_ROWS)
    assert rows["late", "first_response_time"]["n_excluded"] == "1", rows  # a calendar that nobody gave
    for twice in ([_PARIS, _PARIS], [f"a={_PARIS}", f"a={nights}"]):
        _fails(run("measure", "-", *words, "--calendar", twice[0], "--calendar", twice[1], stdin=_ROWS), 2, "--calendar",
               "twice")
    _fails(run("measure", "-", "--indicators", "first_response_time", "--calendar", _PARIS, "--calendar-field", "nothing",
               "--clock", "business", stdin=_ROWS), 2, "nothing")


def a_calendar_of_another_zone_than_the_times_is_told():
    done = run("measure", "-", "--indicators", "first_response_time", "--calendar", _PARIS, "--clock", "business",
               stdin=_ROWS)
    assert done.status == 0 and "read as UTC, but the calendar is of Europe/Paris" in done.err, done.err
    done = run("measure", "-", "--indicators", "first_response_time", "--calendar", _PARIS, "--clock", "business", "--zone",
               "Europe/Paris", stdin=_ROWS)
    assert done.err == "", done.err


def a_broken_calendar_is_named_with_its_place():
    folder = Folder()
    for text, words in (('{"week": {"mon-fri": ["09:00-12:00", "11:00-18:00"]}}', ("bad.json:1:", "11:00")),
                        ('{"week": {}}', ("bad.json",)), ('{"zone": 5, "week": {"mon": ["09:00-10:00"]}}', ("bad.json:1:",)),
                        ("{", ("bad.json:1:",)), ('{"zone": "Mars/Phobos", "week": {"mon": ["09:00-10:00"]}}',
                                                  ("bad.json", "Mars/Phobos", "zoneinfo"))):
        done = run("measure", "-", "--indicators", "tickets", "--calendar", folder.write("bad.json", text), stdin=_ROWS)
        _fails(done, 1, *words)


def scores_are_made_by_period():
    folder = Folder()
    card = folder.write("card.json", _CARD)
    rows = _rows("--card", card, "--period", "month", command="score")
    assert [(row["subject"], row["period"], row["total"], row["rank"]) for row in rows] == [
        ("Ada", "2026-01", "87.5", "1"), ("Bo", "2026-03", "50", "1")], rows
    done = run("score", "-", "--card", card, "--period", "month", "--explain", "Ada", stdin=_ROWS)
    assert done.status == 0 and "2026-01-01" in done.out and "87.5" in done.out, done.out + done.err
    done = run("score", "-", "--card", card, "--period", "month", "--format", "json", stdin=_ROWS)
    assert len(json.loads(done.out)) == 2, done.out


def what_a_calendar_option_lacks_is_told_by_its_name():
    words = ["measure", "-", "--indicators", "first_response_time,tickets"]
    for value in ("", "=" + _PARIS, "night="):
        _fails(run(*words, "--calendar", value, stdin=_ROWS), 2, "--calendar", "NAME=CAL.json")
    for field in ("nope", "csat"):
        for calendar in (_PARIS, "early=" + _PARIS):
            _fails(run(*words, "--calendar", calendar, "--calendar-field", field, "--clock", "business", stdin=_ROWS), 2,
                   "--calendar-field", field, "--map")
    _fails(run(*words, "--calendar", _PARIS, "--clock", "tickets=business", stdin=_ROWS), 2, "--clock", "tickets")
    _fails(run(*words, "--calendar", _PARIS, "--calendar", _PARIS, stdin=_ROWS), 2, "--calendar", "twice")
    _fails(run(*words, "--clock", "business", stdin=_ROWS), 2, "--calendar CAL.json")


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
