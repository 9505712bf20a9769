"""The Python binding gives what C gives: catalogue, values over buffers, scores by a document, errors."""
import array
import datetime
import os
import sys
import zoneinfo

sys.path.insert(0, os.path.join(os.environ["DESKSCORE_SOURCE"], "bindings/python"))
import deskscore  # noqa: E402

CARD = """{"deskscore": 1, "kind": "scorecard", "id": "t", "name": "t",
  "items": {"csat": {"indicator": "csat_score",
                     "rule": {"family": "PIECEWISE", "knots": [{"x": 0, "points": 0}, {"x": 100, "points": 100}]}}},
  "weights": {"tree": {"csat": 1}}, "grades": [{"label": "A", "min": 80}, {"label": "B", "min": 0}]}"""


def sources():
    """Four tickets of two agents: 60 s and 120 s, 30 s and none; ratings 5, 4, 3 and none."""
    return {"tickets": {
        "agent": ["Ada", "Ada", "Bo", "Bo"],
        "created_at": deskscore.Column(array.array("q", [1000, 2000, 3000, 4000]), unit="s"),
        "first_response_at": deskscore.Column(array.array("q", [1060, 2120, 3030, -1]), unit="s", missing=-1),
        "csat": array.array("d", [5, 4, 3, float("nan")])}}


def micros(*parts, zone="Europe/Paris"):
    """Microseconds of a local time, by another implementation of zones."""
    instant = datetime.datetime(*parts, tzinfo=zoneinfo.ZoneInfo(zone))
    return (instant - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1)


def states(catalog):
    """Rows added up in two states, of which one travels as bytes."""
    ids = ["tickets", "first_response_time", "csat_mean"]
    expected = catalog.evaluate(ids, sources(), by=["agent"])
    first, second = (catalog.state(ids, by=["agent"]) for _ in range(2))
    for half, state in enumerate((first, second)):
        rows = slice(2 * half, 2 * half + 2)
        state.update({"tickets": {
            "agent": ["Ada", "Ada", "Bo", "Bo"][rows],
            "created_at": deskscore.Column(array.array("q", [1000, 2000, 3000, 4000])[rows], unit="s"),
            "first_response_at": deskscore.Column(array.array("q", [1060, 2120, 3030, -1])[rows], unit="s", missing=-1),
            "csat": array.array("d", [5, 4, 3, float("nan")])[rows]}})
    packed = second.pack()
    assert isinstance(packed, bytes) and packed == second.pack()
    first.merge(first.unpack(packed))
    values = first.values()
    for row in range(2):
        for alias in ids:
            assert values.get(row, alias) == expected.get(row, alias), alias
    try:
        catalog.state(ids[:1], by=["agent"]).unpack(packed)
    except deskscore.Error as error:
        assert error.name == "DSCORE_E_INCOMPATIBLE" and "fingerprint" in error.message, error
    else:
        raise AssertionError("a state of another question was taken")


def zones_and_calendars(catalog):
    """Zones from the system's data, business time of numbers and arrays, and queries by them."""
    hour = 3600 * 10**6
    paris = deskscore.zone("Europe/Paris")
    assert paris.offset(micros(2026, 7, 1)) == 7200 and paris.offset(micros(2026, 12, 1)) == 3600
    assert deskscore.zone("+05:30").offset(0) == 19800 and deskscore.zone("UTC").offset(0) == 0
    desk = deskscore.calendar('{"zone": "Europe/Paris", "week": {"mon-fri": ["09:00-17:00"]}}')
    friday, monday = micros(2026, 11, 20, 16), micros(2026, 11, 23, 10)
    assert desk.between(friday, monday) == 2 * hour and desk.between(monday, friday) == -2 * hour
    assert desk.between(datetime.datetime(2026, 11, 20, 16, tzinfo=zoneinfo.ZoneInfo("Europe/Paris")), monday) == 2 * hour
    assert desk.add(friday, 2 * hour) == monday and desk.add(friday, datetime.timedelta(hours=1)) == friday + hour
    assert desk.add_days(datetime.date(2026, 11, 20), 3) == datetime.date(2026, 11, 25)
    assert desk.is_open(friday) and not desk.is_open(friday + hour)
    missing = -2**63
    starts, ends = array.array("q", [friday, monday, friday]), array.array("q", [monday, monday + hour, missing])
    assert list(desk.between(starts, ends)) == [2 * hour, hour, missing]
    assert list(desk.add(starts, array.array("q", [hour, 0, -hour]))) == [friday + hour, monday, friday - hour]
    floating = '{"week": {"mon-fri": ["09:00-17:00"]}}'
    assert deskscore.calendar(floating, "Europe/Paris").between(friday, monday) == 2 * hour
    assert deskscore.calendar(floating, paris).between(friday, monday) == 2 * hour
    assert deskscore.calendar(floating).is_open(friday + hour)  # 16:00 in UTC

    tickets = {"tickets": {"created_at": deskscore.Column(array.array("q", [friday, micros(2026, 12, 1)]), unit="us"),
                           "first_response_at": deskscore.Column(array.array("q", [monday, micros(2026, 12, 1, 9, 30)]),
                                                                 unit="us")}}
    values = catalog.evaluate({"open": "first_response_time", "all": "first_response_time"}, tickets, zone=paris,
                              calendars=desk, clock={"open": "business"}, period="month",
                              span=(micros(2026, 11, 1), micros(2027, 1, 1)))
    assert [(values.period(i), values.get(i, "open").value, values.get(i, "all").value) for i in range(len(values))] == [
        ("2026-11", 7200, 66 * 3600), ("2026-12", 1800, 9.5 * 3600)]
    always = deskscore.calendar('{"zone": "Europe/Paris", "week": {"mon-sun": ["00:00-24:00"]}}')
    tickets["tickets"]["priority"] = ["late", None]
    values = catalog.evaluate(["first_response_time"], tickets, zone="Europe/Paris", calendars={"": desk, "late": always},
                              calendar_field="priority", clock={"first_response_time": "business"})
    assert values.get(0, "first_response_time").value == (66 * 3600 + 1800) / 2


def what_is_no_instant_and_no_text_is_refused(catalog):
    """In the words of Python, not of what happens to fail inside."""
    desk = deskscore.calendar('{"zone": "UTC", "week": {"mon-fri": ["09:00-17:00"]}}')
    for call in (lambda: desk.between([1, 2], [3, 4]), lambda: desk.between(1, 2.5), lambda: desk.between(0, None),
                 lambda: desk.is_open("2026-01-01"), lambda: desk.add(0, array.array("q", [1])),
                 lambda: catalog.evaluate(["csat_mean"], {"tickets": {"csat": [5, 4]}}),
                 lambda: catalog.evaluate(["csat_mean"], {"tickets": {"csat": array.array("d", [5])}}, now="2026")):
        try:
            call()
        except TypeError as error:
            assert "found" in str(error), error
        else:
            raise AssertionError("expected a TypeError")


def one_ticket(day, rating):
    """A ticket of Ada, created on that day of 1970."""
    return {"tickets": {"agent": ["Ada"], "created_at": deskscore.Column(array.array("q", [day * 86400]), unit="s"),
                        "csat": array.array("d", [rating])}}


def states_take_rows_in_and_give_them_back(catalog):
    """Days are absorbed into their span and taken out; a rating that came late replaces none; a roll-up is a state."""
    day, nan = 86400 * 10**6, float("nan")
    question = {"by": ["agent"], "span": (0, 4 * day)}
    state = catalog.state(["tickets", "csat_mean"], **question)
    state.update(one_ticket(0, 5))
    state.update(one_ticket(1, nan))
    state.replace(one_ticket(1, nan), one_ticket(1, 2))
    assert state.values().get(0, "csat_mean").value == 3.5
    state.retract(one_ticket(0, 5))
    assert state.values().get(0, "csat_mean").value == 2
    third = catalog.state(["tickets", "csat_mean"], by=["agent"], span=(3 * day, 4 * day))
    third.update(one_ticket(3, 4))
    state.absorb(third)
    assert state.values().get(0, "csat_mean").value == 3 and state.rollup().values().get(0, "tickets").value == 2
    state.subtract(third)
    other = catalog.state(["tickets", "csat_mean"], **question)
    other.merge(state)
    assert other.values().get(0, "csat_mean").value == 2
    state.update(one_ticket(2, 4))
    team = state.map("agent", "team", {"Ada": "north", "Bo": "south"})
    assert team.values().key_names() == ("team",) and team.values().keys(0) == ("north",)
    assert team.values().get(0, "tickets").value == 2 and team.unpack(team.pack()).values().keys(0) == ("north",)
    assert state.map("agent", "agent", {"Bo": None}, others="keep").values().keys(0) == ("Ada",)
    assert state.map("agent", "team", {}, others="missing").values().keys(0) == ("",)
    state.retract(one_ticket(2, 4))
    for call, status in ((lambda: state.subtract(third), "INCOMPATIBLE"), (lambda: third.absorb(state), "INCOMPATIBLE"),
                         (lambda: state.retract(one_ticket(2, 1)), "INCOMPATIBLE"),
                         (lambda: state.map("agent", "team", {"Bo": "south"}), "NOT_FOUND"),
                         (lambda: team.update(one_ticket(2, 1)), "INCOMPATIBLE"),
                         (lambda: state.merge(team), "INCOMPATIBLE")):
        try:
            call()
        except deskscore.Error as error:
            assert error.name == "DSCORE_E_" + status, error
        else:
            raise AssertionError(f"expected {status}")


def structs_begin_as_their_macros_make_them():
    """Members whose beginning is not 0 in include/deskscore: a struct of zeros would mean known in 1970, at level 0."""
    facts = deskscore.struct("dscore_target_facts", now=20000)
    assert (facts.known_at, facts.level, facts.now) == (2**63 - 1, 0.95, 20000)
    assert facts.struct_size == deskscore.ffi.sizeof("dscore_target_facts")
    lists = deskscore.struct("dscore_selection")
    assert (lists.top_share, lists.bottom_group_min, lists.top_places) == (0.1, 10, 4)
    assert deskscore.struct("dscore_period_rule").unit == deskscore.lib.DSCORE_PERIOD_MONTH
    assert deskscore.struct("dscore_error").row == -1
    assert deskscore.ffi.string(deskscore.struct("dscore_score_row").subject) == b""
    assert deskscore.struct("dscore_repeat_options").window == 30 * 86400 * 10**6


def people_are_ranked_by_the_functions_of_the_library():
    scores, ranks = deskscore.ffi.new("double[]", [92, 85, 85, 78, 70]), deskscore.ffi.new("double[]", 5)
    peers = deskscore.struct("dscore_peers", count=5, score=scores)
    error = deskscore.struct("dscore_error")
    ranked, order = deskscore.ffi.new("int64_t[]", 5), deskscore.ffi.new("int64_t[]", 5)
    lib = deskscore.lib
    status = lib.dscore_peers_rank(peers, lib.DSCORE_RANK_COMPETITION, ranks, ranked, order, error)
    assert status == 0 and list(ranks) == [1, 2, 2, 4, 5] and list(order) == [0, 1, 2, 3, 4], (status, list(ranks))


def main():
    catalog = deskscore.Catalog()
    listed = {each["id"]: each for each in catalog.indicators()}
    assert listed["csat_mean"]["formula"] == "mean(csat)" and listed["csat_mean"]["name_zh"] == "满意度均分"
    assert len(listed) == deskscore.lib.dscore_catalog_count(catalog._h)

    values = catalog.evaluate(["first_response_time", "csat_mean"], sources(), by=["agent"])
    assert [values.keys(i) for i in range(len(values))] == [("Ada",), ("Bo",)]
    assert values.get(0, "first_response_time").value == 90 and values.get(1, "first_response_time").value == 30
    bo = values.get(1, "csat_mean")
    assert (bo.value, bo.n_used, bo.n_missing, bo.n_excluded) == (3, 1, 1, 0), bo

    levels = catalog.evaluate({"one": "first_response_within", "two": "first_response_within"}, sources(), now=10**10,
                              parameters={"one": {"limit": "60s"}, "two": {"limit": "2min"}})
    assert levels.get(0, "one").value == 50 and levels.get(0, "two").value == 75, (levels.get(0, "one"), levels.get(0, "two"))

    scores = catalog.score(CARD, sources())
    assert [(s.subject, s.total, s.grade, s.rank) for s in scores] == [("Ada", 87.5, "A", 1), ("Bo", 50, "B", 2)]
    ledger = list(scores.ledger(0))
    parts = [each.amount for each in ledger if each.kind != deskscore.lib.DSCORE_LINE_GROUP]
    assert abs(sum(parts) - 87.5) < 1e-12, ledger
    assert "87.5" in scores.explain(0) and "Ada" in scores.explain(0, "zh") and '"Ada"' in scores.json(0)

    own = deskscore.Catalog('{"deskscore": 1, "kind": "catalog", "indicators": [{"id": "half", "name": {"en": "Half", "zh": '
                            '"一半"}, "unit": "points", "better": "none", "source": "tickets", "formula": "mean(csat) / 2"}]}')
    assert own.evaluate(["half"], sources()).get(0, "half").value == 2

    structs_begin_as_their_macros_make_them()
    people_are_ranked_by_the_functions_of_the_library()
    zones_and_calendars(catalog)
    states(catalog)
    what_is_no_instant_and_no_text_is_refused(catalog)
    states_take_rows_in_and_give_them_back(catalog)
    for call, status in ((lambda: deskscore.zone("Europe/Pari"), "NOT_FOUND"),
                         (lambda: deskscore.zone("../../etc/passwd"), "NOT_FOUND"),
                         (lambda: deskscore.calendar('{"week": {}}'), "PARAMETER"),
                         (lambda: deskscore.calendar("{"), "FORMAT"),
                         (lambda: catalog.evaluate(["csat_meen"], sources()), "NOT_FOUND"),
                         (lambda: catalog.evaluate(["handle_time"], sources()), "FIELD_MISSING"),
                         (lambda: catalog.score('{"deskscore": 1', sources()), "FORMAT"),
                         (lambda: catalog.evaluate(["csat_mean"], {"tickets": {"csat": ["5"]}}), "TYPE")):
        try:
            call()
        except deskscore.Error as error:
            assert error.name == "DSCORE_E_" + status and error.message, (error.name, error.message)
        else:
            raise AssertionError(f"expected {status}")

    try:
        import numpy
    except ImportError:
        print("NumPy is not installed: strided views are not tested")
    else:
        table = numpy.zeros(4, dtype=[("rating", "i4"), ("created", "i8")])
        table["rating"], table["created"] = [5, 4, 3, 0], [1, 2, 3, 4]
        strided = {"tickets": {"created_at": deskscore.Column(table["created"], unit="s"),
                               "csat": deskscore.Column(table["rating"], missing=0)}}
        assert catalog.evaluate(["csat_mean"], strided).get(0, "csat_mean").value == 4
        desk = deskscore.calendar('{"zone": "UTC", "week": {"mon-fri": ["09:00-17:00"]}}')
        hour = 3600 * 10**6
        days = numpy.datetime64("2026-11-20T16:00", "us") + numpy.arange(4) * numpy.timedelta64(1, "D")
        spans = desk.between(days.view("int64"), days.view("int64") + 3 * hour)
        assert list(spans) == [hour, 0, 0, hour], spans
        assert desk.between(days.view("int64")[0], days.view("int64")[3]) == 8 * hour
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
