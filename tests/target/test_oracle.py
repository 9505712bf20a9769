"""Random plans over random small tables of tickets, judged by the library and by the second evaluator of oracle.py:
values, intervals, progress, statuses, forecasts, checks, objectives and agreements must agree."""
import json
import math
import os
import random
import sys
from datetime import date

import cffi

from oracle import BAD, NAN, Standing, Target, World, above, day
from oracle_objectives import Objectives

FFI = cffi.FFI()
with open(os.environ["DESKSCORE_FFI_HEADER"], encoding="utf-8") as header:
    FFI.cdef(header.read())
LIB = FFI.dlopen(os.environ["DESKSCORE_LIBRARY"])
KINDS = {"csat_satisfied": "share", "csat_mean": "mean", "first_response_time_median": "median",
         "tickets": "count"}
DAY = 86400 * 10 ** 6
TEAMS = ("A", "B", "C")
WORKING = {"zone": "UTC", "week": {"mon-fri": ["09:00-17:00"]}, "holidays": ["2026-01-01", "2026-02-16/2026-02-20"]}


def works(when):
    d = date.fromordinal(when + date(1970, 1, 1).toordinal())
    return d.weekday() < 5 and d.isoformat() != "2026-01-01" and not "2026-02-16" <= d.isoformat() <= "2026-02-20"


def text_of(when):
    return date.fromordinal(when + date(1970, 1, 1).toordinal()).isoformat()


# ---- random worlds ------------------------------------------------------------------------------

def make_tickets(r):
    """{team: [(day, rating or None, seconds)]}: months of many, few and no tickets, shares that drift."""
    out = {}
    for team in r.sample(TEAMS, r.choice([1, 2, 3])):
        rows, good, slope = [], r.uniform(.4, .9), r.uniform(-.03, .03)
        for month in range(21):
            good = min(.98, max(.05, good + slope + r.uniform(-.03, .03)))
            for _ in range(r.choice([0, 1, 2, 12, 40, 40]) if r.random() < .8 else 0):
                rating = None if r.random() < .2 else r.choice([4, 5]) if r.random() < good else r.choice([1, 2, 3])
                rows.append((day(f"{2025 + month // 12}-{month % 12 + 1:02d}-01") + r.randrange(28), rating,
                             r.randint(5, 90)))
        if rows:
            out[team] = rows
    return out


def make_numbers(r, indicator, direction):
    """Baseline, target and upper that suit the indicator."""
    low, high, decimals = {"csat_satisfied": (40, 95, 1), "csat_mean": (2, 4.8, 2),
                           "first_response_time_median": (20, 70, 0), "tickets": (5, 400, 0)}[indicator]
    a, b = sorted(round(r.uniform(low, high), decimals) for _ in range(2))
    if direction == "MAINTAIN_BAND":
        return {"target": a, "upper": b}
    up = direction in ("INCREASE", "MAINTAIN_AT_OR_ABOVE")
    if r.random() < .05:
        up = not up  # on the wrong side
    return {"baseline": a if up else b, "target": b if up else a}


def make_target(r, names):
    indicator = r.choice(list(KINDS))
    total = indicator == "tickets"
    start = r.choice([day("2025-11-01"), day("2026-01-01"), day("2026-01-15"), day("2026-02-07")])
    due = start + r.choice([20, 58, 89, 150, 180, 330])
    t = {"indicator": indicator, "start": text_of(start), "due": text_of(due), "window": r.choice([1, 2, 4]),
         "direction": r.choice(["INCREASE", "DECREASE", "MAINTAIN_AT_OR_ABOVE", "MAINTAIN_AT_OR_BELOW",
                                "MAINTAIN_BAND"])}
    t.update(make_numbers(r, indicator, t["direction"]))
    if total:
        t.update(measure="TOTAL", direction=r.choice(["INCREASE", "MAINTAIN_AT_OR_BELOW"]), baseline=0,
                 target=r.randint(10, 300))
        t.pop("upper", None)
    else:
        t["forecast"] = {"method": r.choice(["TREND", "TREND", "THEIL_SEN", "LAST", "DAMPED"])}
        if r.random() < .3:
            t["baseline"] = r.choice([{"start": "2025-09-01", "end": "2025-12-31"}, {"start": "2025-12-01",
                                                                                    "end": "2025-12-05"}])
        elif r.random() < .1:
            t.pop("baseline", None)
    more = {"day_count": "INCLUSIVE", "business_days": True, "plan": "STEPS", "inclusive": False, "min_n": 8,
            "preset": r.choice(["VIVA", "ENGAGEDLY", "PLANVIEW", "PERDOO"]), "weight": r.choice([0, 2, 3]),
            "scope": {"by": "team", "subjects": r.sample(TEAMS, 2)}, "check_in": "14d", "owner": "Mia",
            "guards": r.sample(names, 1) if names else ["csat_mean"], "threshold": t["target"],
            "state": r.choice([{"cancelled": True}, {"override": {"status": "POSTPONED", "by": "Mia"}},
                               {"closed_on": text_of(due + 3)}, {"last_check_in": text_of(start + 30)}])}
    t.update({k: v for k, v in more.items() if r.random() < (.1 if k == "state" else .25)})
    if t["direction"] in ("INCREASE", "DECREASE") and isinstance(t.get("baseline"), (int, float)) and r.random() < .4:
        days = sorted(r.sample(range(start, due + 1), 2))
        t["milestones"] = [{"date": text_of(d), "value": round(t["baseline"] + (t["target"] - t["baseline"]) * f, 2)}
                           for d, f in zip(days, (.3, .8))]
    add_changes(r, t, start, due)
    return t


def add_changes(r, t, start, due):
    if r.random() < .3:
        first = r.randint(start, due)
        t["versions"] = [{"valid_from": text_of(first), "target": t["target"] + r.choice([-1, 1]), "reason": "so"}]
        if r.random() < .5:
            t["versions"].append({"valid_from": text_of(first), "recorded_at": text_of(first + 5),
                                  "target": t["target"] + 2})
        if r.random() < .3:
            t["versions"].append({"valid_from": text_of(first + 9), "recorded_at": text_of(first - 9),
                                  "due": text_of(due + 31)})
        if "upper" in t:
            for v in t["versions"]:
                v.pop("target", None)
                v.setdefault("upper", t["upper"] + 1)
    if r.random() < .3 and t["direction"] != "MAINTAIN_BAND":
        t["tenure"] = [{"below": "30d", "target": t["target"] - 2}, {"below": "90d", "target": t["target"] - 1}]


def make_plan(r):
    targets = {}
    for i in range(r.randint(2, 5)):
        targets[f"t{i}"] = make_target(r, list(targets))
    if r.random() < .6:
        targets["done"] = {"direction": "BINARY", "start": "2026-01-01", "due": "2026-03-31",
                           "state": {"done": r.random() < .5}}
    if r.random() < .6:
        targets["pieces"] = {"direction": "MILESTONE", "start": "2026-01-01", "due": "2026-06-30", "milestones": [
            {"date": text_of(day("2026-01-31") + 50 * i), "title": "x", "weight": r.choice([1, 2.5]),
             "done": r.random() < .6} for i in range(3)]}
    objectives = {}
    for i in range(r.randint(1, 4)):
        o = objectives[f"o{i}"] = {"title": "x", "weight": r.choice([1, 2])}
        if r.random() < .5:
            o.update(start="2026-01-01", due=r.choice(["2026-03-31", "2026-12-31"]))
        if i and r.random() < .4:
            o["parent"] = f"o{r.randrange(i)}"
        if r.random() < .4:
            o["status"] = "WORST_CHILD"
        if r.random() < .7:
            o["mbo"] = make_mbo(r)
    for t in targets.values():
        if r.random() < .8:
            t["objective"] = r.choice(list(objectives))
    plan = {"deskscore": 1, "kind": "targets", "id": "p", "name": "p", "objectives": objectives, "targets": targets}
    agreed = [k for k, o in objectives.items() if "mbo" in o]
    plan["mbo"] = {"missing": r.choice(["EXCLUDE_GLOBAL", "ZERO", "BLOCK"])}
    if len(agreed) > 1 and r.random() < .6:
        one, other = r.sample(agreed, 2)
        plan["mbo"]["cross_caps"] = [{"objective": one, "other": other, "below": r.choice([60, 80, 100]), "cap": 70}]
    return plan


def make_mbo(r):
    by = r.choice(["PROGRESS", "PROGRESS", "RATIO", "LEVEL", "BINARY", "GIVEN"])
    m = {"weight": r.choice([20, 30, 45]), "by": by, "agreed": {"employee": "E", "manager": "M"}}
    if by == "LEVEL":
        m["levels"] = [{"label": "bad", "achievement": 40}, {"label": "good", "achievement": 100}]
        m["level"] = r.choice([{}, {"level": "good"}, {"level": "bad"}]).get("level", "bad")
    if by == "GIVEN" and r.random() < .8:
        m["achievement"] = r.choice([-20, 55, 100, 150])
    if r.random() < .3:
        m["min_achievement"] = r.choice([50, 80])
    if r.random() < .15:
        m["must_have"] = True
    if r.random() < .3:
        m["cap"] = r.choice([90, 150])
    return m


# ---- the library --------------------------------------------------------------------------------

def ok(status, err):
    assert status == 0, f"{FFI.string(err.path).decode()}: {FFI.string(err.message).decode()}"


def struct(name):
    made = FFI.new(name + "*")
    made.struct_size = FFI.sizeof(name)
    return made


def made(function, kind, *args):
    out, err = FFI.new(kind + "**"), struct("dscore_error")
    ok(function(*args, out, err), err)
    return out[0]


def put_tickets(table, tickets):
    err, n = struct("dscore_error"), sum(map(len, tickets.values()))
    rows = [(team, *row) for team, found in sorted(tickets.items()) for row in found]
    created = FFI.new("int64_t[]", [row[1] * DAY for row in rows])
    answered = FFI.new("int64_t[]", [row[1] * DAY + row[3] * 10 ** 6 for row in rows])
    rated = FFI.new("double[]", [NAN if row[2] is None else row[2] for row in rows])
    names = [FFI.new("char[]", row[0].encode()) for row in rows]
    teams = FFI.new("char*[]", names)
    for field, kind, unit, data, wide in (("created_at", LIB.DSCORE_INT64, LIB.DSCORE_UNIT_US, created, 8),
                                          ("first_response_at", LIB.DSCORE_INT64, LIB.DSCORE_UNIT_US, answered, 8),
                                          ("csat", LIB.DSCORE_FLOAT64, LIB.DSCORE_UNIT_NONE, rated, 8),
                                          ("team", LIB.DSCORE_CSTRING, LIB.DSCORE_UNIT_NONE, teams, FFI.sizeof("char*"))):
        ok(LIB.dscore_table_bind_array(table, field.encode(), kind, unit, data, n, wide, FFI.NULL, err), err)
    return created, answered, rated, names, teams


class Judged:
    """The standings of a plan as the library dumps them."""

    def __init__(self, catalog, plan, world, by_window):
        err, text = struct("dscore_error"), json.dumps(plan).encode()
        targets = made(LIB.dscore_targets_parse, "dscore_targets", catalog, text, len(text))
        table = made(LIB.dscore_table_new, "dscore_table", LIB.dscore_catalog_schema(catalog), b"tickets")
        keep = put_tickets(table, world.tickets)
        rule = struct("dscore_period_rule")
        ok(LIB.dscore_period_parse(world.grain.encode(), rule, err), err)
        calendar = FFI.NULL
        if world.calendar:
            text = json.dumps({"kind": "calendar", "name": "c", **WORKING}).encode()
            calendar = made(LIB.dscore_calendar_parse, "dscore_calendar", FFI.NULL, text, len(text), FFI.NULL)
        facts, roster, more = struct("dscore_target_facts"), struct("dscore_roster"), []
        facts.now, facts.known_at, facts.level = world.now, world.known_at, world.level
        facts.grain, facts.calendar = rule, calendar
        if world.tenure:
            more = [FFI.new("char[]", k.encode()) for k in world.tenure] + [FFI.new("char[]", b"tenure_days")]
            more += [FFI.new("char*[]", more[:-1]), FFI.new("char*[]", more[-1:]),
                     FFI.new("double[]", list(world.tenure.values()))]
            roster.count, roster.number_count = len(world.tenure), 1
            roster.subject, roster.number_names, roster.numbers = more[-3:]
            facts.roster = roster
        series = self.evaluate(catalog, targets, table, rule, world)
        window = FFI.NULL
        if by_window is not None:
            ends = FFI.new("int64_t[2]")
            ok(LIB.dscore_targets_window(targets, by_window, facts, ends, ends + 1, err), err)
            window = self.evaluate(catalog, targets, table, None, ends)
        standings = made(LIB.dscore_targets_judge, "dscore_standings", targets, series, window, facts)
        need = FFI.new("int64_t*")
        LIB.dscore_standings_dump(standings, FFI.NULL, 0, need, err)
        room = FFI.new("char[]", need[0])
        ok(LIB.dscore_standings_dump(standings, room, need[0], need, err), err)
        self.found = json.loads(FFI.string(room))
        for free, one in ((LIB.dscore_standings_free, standings), (LIB.dscore_values_free, series),
                          (LIB.dscore_values_free, window), (LIB.dscore_table_free, table),
                          (LIB.dscore_targets_free, targets), (LIB.dscore_calendar_free, calendar)):
            free(one)
        del keep, more

    @staticmethod
    def evaluate(catalog, targets, table, rule, ends):
        """Values by periods of the world, or of one range."""
        err = struct("dscore_error")
        query = made(LIB.dscore_query_new, "dscore_query", catalog)
        ok(LIB.dscore_query_key(query, b"team", err), err)
        if rule is not None:
            ok(LIB.dscore_query_periods_by(query, rule, ends.first * DAY, ends.last * DAY, err), err)
        else:
            ok(LIB.dscore_query_range(query, ends[0], ends[1], err), err)
        plan = made(LIB.dscore_targets_plan, "dscore_plan", targets, query)
        values = made(LIB.dscore_evaluate, "dscore_values", plan, FFI.new("dscore_table*[]", [table]), 1, FFI.NULL)
        LIB.dscore_plan_free(plan)
        LIB.dscore_query_free(query)
        return values


# ---- comparing ----------------------------------------------------------------------------------

def same(found, wanted, where, tolerance=1e-7):
    if isinstance(wanted, float) and math.isnan(wanted) or wanted is None:
        assert found is None, f"{where}: {found}, oracle none"
    elif isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        assert found is not None and abs(found - wanted) <= tolerance * max(1, abs(wanted)), \
            f"{where}: {found}, oracle {wanted}"
    else:
        assert found == wanted, f"{where}: {found}, oracle {wanted}"


def verdicts(s, plan, standings):
    """Checks of METHODS 4.2 that need little."""
    t, spec = s.target, s.target.spec
    goal, _, due = s.force[:3]
    moves, parent = t.direction in ("INCREASE", "DECREASE"), plan["objectives"].get(spec.get("objective"), {})
    wrong = moves and not math.isnan(s.baseline) and not (above(goal, s.baseline) if t.direction == "INCREASE" else
                                                          above(s.baseline, goal))
    closed = spec.get("state", {})
    is_closed = ("closed_on" in closed and day(closed["closed_on"]) <= t.world.now) or "cancelled" in closed or \
        "override" in closed
    inside = "start" not in parent or (day(parent["start"]) <= t.start and due <= day(parent["due"]))
    siblings = sum(o.spec.get("objective") == spec.get("objective") for o in standings)
    return {"SP2": "PASS" if "scope" in spec else "WARN", "SP3": "PASS" if "owner" in spec else "WARN",
            "ME3": "WARN" if moves and math.isnan(s.baseline) else None, "ME4": "FAIL" if wrong else None,
            "AC3": "NOT_APPLICABLE" if not parent else "PASS" if 3 <= siblings <= 5 else "WARN",
            "RE1": "PASS" if parent else "WARN", "RE2": "PASS" if spec.get("weight", 1) else "WARN",
            "RE4": "NOT_APPLICABLE" if "start" not in parent else "PASS" if inside else "WARN",
            "TB1": "PASS", "TB2": "PASS",
            "TB3": "PASS" if t.grain.of(due + 1) - t.grain.of(t.start) >= 2 else "WARN",
            "TB5": "WARN" if t.world.now > due and not is_closed else "PASS"}


def compare_standing(row, s, plan, targets, where):
    same(row["value"], s.x, where + " value")
    if s.n is not None and not s.few:
        same(row["n"], s.n, where + " n")
    for key, at in (("lo", 0), ("hi", 1)):
        same(row[key], s.interval[at] if s.interval else NAN, f"{where} {key}")
    for key, wanted in (("baseline", s.baseline), ("progress", s.progress), ("expected", s.expected),
                        ("version", s.force[3]), ("step", s.force[4]), ("value_status", s.by_value),
                        ("held_status", s.held), ("status", s.status)):
        same(row[key], wanted, f"{where} {key}")
    same(row["gap"], 100 * (s.expected - s.progress), where + " gap")
    same(row["shown"], min(1, max(0, s.progress)) if not math.isnan(s.progress) else NAN, where + " shown")
    if s.target.measured:
        same(row["target_value"], s.force[0], where + " target")
    found = {check["code"]: check["verdict"] for check in row["checks"]}
    for code, wanted in verdicts(s, plan, targets).items():
        assert wanted is None or found[code] == wanted, f"{where} {code}: {found[code]}, oracle {wanted}"
    compare_alerts(row, s, where)
    if s.target.total:
        pace = s.pace()
        same(row["pace"]["forecast"], pace[0] if pace else NAN, where + " pace")
        same(row["pace"]["needed"], pace[1] if pace else NAN, where + " needed")
    elif s.target.measured:
        compare_outlook(row, s, where)


def compare_alerts(row, s, where):
    spec, now, due = s.target.spec, s.target.world.now, s.force[2]
    state = spec.get("state", {})
    ended = s.status in ("CANCELLED", "CLOSED", "POSTPONED") or ("closed_on" in state and day(state["closed_on"]) <= now)
    seen = day(state["last_check_in"]) if "last_check_in" in state else s.target.start
    late = [v for v in spec.get("versions", []) if day(v["valid_from"]) <= now and
            day(v.get("recorded_at", v["valid_from"])) <= s.target.world.known_at and
            (day(v["valid_from"]) - s.target.start) / (s.target.due - s.target.start) > .5]
    wanted = {"NOT_STARTED": not ended and now >= s.target.start + 7 and s.status == "NOT_STARTED",
              "NO_CHECK_IN": not ended and "check_in" in spec and now - seen > 28,
              "STILL_OPEN": not ended and now > due, "OVERRIDE": "override" in state, "LATE_CHANGE": bool(late)}
    for name, is_set in wanted.items():
        assert (name in row["alerts"]) == is_set, f"{where} alert {name}: {row['alerts']}"


def compare_outlook(row, s, where):
    if s.target.direction is None:
        return
    state, numbers = s.forecast()
    if state != "FLAT":
        same(row["forecast"]["status"], state, where + " forecast status")
        for key, wanted in numbers.items():
            same(row["forecast"][key], wanted, f"{where} forecast {key}")
    named, required, probability = s.reach()
    same(row["reach"]["required"], required, where + " required")
    same(row["reach"]["probability"], probability, where + " reach probability")
    same(row["reach"]["reach_class"], named, where + " class")


def compare_objectives(found, objectives, where):
    rows = {(o["objective"], o["subject"]): o for o in found["objectives"]}
    assert set(rows) == set(objectives.rows), f"{where}: {sorted(rows)}, oracle {sorted(objectives.rows)}"
    for key, (progress, status, _, _, expected) in objectives.rows.items():
        for name, wanted in (("progress", progress), ("status", status), ("expected", expected)):
            same(rows[key][name], wanted, f"{where} {key} {name}")
    kept = {(s["target"], s["subject"]): s["kept"] for s in found["standings"]}
    for row in found["agreements"]:
        score, lines = objectives.score(row["subject"], kept)
        for line in row["objectives"]:
            got, counted, points = lines[line["objective"]]
            same(line["achievement"], got, f"{where} {row['subject']} {line['objective']} achievement")
            same(line["counted"], counted, f"{where} {row['subject']} {line['objective']} counted")
            if not math.isnan(score):
                same(line["points"], points, f"{where} {row['subject']} {line['objective']} points")
        same(row["score"], score, f"{where} {row['subject']} score")


def compare(catalog, seed):
    """One random plan; how many standings were compared."""
    r = random.Random(seed)
    plan = make_plan(r)
    now = r.choice([day("2025-12-15"), day("2026-01-31"), day("2026-03-31"), day("2026-04-20"), day("2026-08-31")])
    world = World(now, r.choice([now, now + 9, day("2026-02-01")]), r.choice(["month", "month", "quarter", "week"]),
                  r.choice([.95, .8]), KINDS)
    world.tickets = make_tickets(r)
    world.calendar = works if r.random() < .5 else None
    world.tenure = {t: r.choice([10, 60, 200]) for t in TEAMS if r.random() < .6}
    if not world.tickets:
        return 0
    targets = {name: Target(name, spec, world) for name, spec in plan["targets"].items()}
    asked = next((i for i, t in enumerate(targets.values()) if t.measured), None) if r.random() < .4 else None
    if asked is not None:
        world.window = Standing(list(targets.values())[asked], "").ends()
    standings = {}
    for name, t in targets.items():
        for subject in set(t.spec.get("scope", {}).get("subjects") or world.tickets) if t.measured else {""}:
            standings[name, subject] = Standing(t, subject)
    found = Judged(catalog, plan, world, asked).found
    rows = {(row["target"], row["subject"]): row for row in found["standings"]}
    assert set(rows) == set(standings), f"seed {seed}: {sorted(rows)}, oracle {sorted(standings)}"
    for key, s in standings.items():
        where = f"seed {seed}, {key} on {text_of(now)}, {world.grain}"
        compare_standing(rows[key], s, plan, list(targets.values()), where)
        guards = [standings.get((g, key[1]), standings.get((g, ""))) for g in s.target.spec.get("guards", [])]
        broken = any(g is not None and g.status in BAD for g in guards)
        assert ("GUARD" in rows[key]["alerts"]) == broken, f"{where} guards: {rows[key]['alerts']}"
    compare_objectives(found, Objectives(plan, world, standings), f"seed {seed}")
    return len(rows)


def main():
    first, last = os.environ.get("DESKSCORE_ORACLE_SEEDS", "0:120").split(":")
    catalog = made(LIB.dscore_catalog_builtin, "dscore_catalog", FFI.NULL)
    failed, compared = [], 0
    for seed in range(int(first), int(last)):
        try:
            compared += compare(catalog, seed)
        except AssertionError as fault:
            failed.append(str(fault))
    LIB.dscore_catalog_free(catalog)
    for fault in failed[:20]:
        print("FAILED", fault)
    print(f"{compared} standings, {len(failed)} plans differ")
    return 1 if failed or compared < 3 * (int(last) - int(first)) else 0


if __name__ == "__main__":
    sys.exit(main())
