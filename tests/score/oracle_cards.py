"""Random cards and random small tables for the second scorer of oracle.py, and what the library makes of them."""
import array
import json
import math
import os
import sys

sys.path.insert(0, os.path.join(os.environ["DESKSCORE_SOURCE"], "bindings/python"))
# pylint: disable=wrong-import-position,protected-access
import deskscore
import oracle
from deskscore import ffi, lib

DAY = 86400 * 10 ** 6
EDGES = [DAY * days for days in (0, 31, 59, 90, 120, 151, 181)]  # the months of January to June 1970
INDICATORS = {  # id: formula, unit, domain, whether it is a sample, usual values from one end to the other
    "o_rating": ("mean(csat)", "points", [1, 5], True, 1, 5),
    "o_nps": ("mean(nps)", "points", [0, 10], False, 0, 10),
    "o_moves": ("sum(transfers)", "count", [0, None], False, 0, 8),
    "o_solved": ("100 * share(is_resolved)", "%", [0, 100], False, 0, 100),
    "o_spread": ("stddev(nps)", "points", [0, None], False, 0, 4),
    "o_count": ("count()", "count", [0, None], False, 0, 6),
}


def indicator(name):
    formula, unit, domain, sampled = INDICATORS[name][:4]
    least = 2 if name == "o_nps" else 1
    return {"id": name, "name": name, "formula": formula, "unit": unit, "domain": domain, "sampled": sampled, "min_n": least}


CATALOG = deskscore.Catalog(json.dumps({"deskscore": 1, "kind": "catalog",
                                        "indicators": [indicator(name) for name in INDICATORS]}))


# ---- random cards ------------------------------------------------------------------------------

def threshold(r, name):
    low, high = INDICATORS[name][4:]
    return low + (high - low) * r.randint(0, 8) / 8


def rule_of(r, name, most):
    low, high = INDICATORS[name][4:]
    x0 = threshold(r, name)
    x1 = r.choice([x for x in (low, (low + high) / 2, high) if x != x0])
    family = r.choice(["LINEAR", "LINEAR", "PASS_FAIL", "STEP", "PEERS", "RATIO"])
    if family == "LINEAR":
        points = (0, most) if r.random() < 0.6 else (r.choice([-20, 10]), most)
        rule = {"x0": x0, "points0": points[0], "x1": x1, "points1": points[1]}
    elif family == "PASS_FAIL":
        rule = {"op": r.choice([">=", ">", "<=", "<"]), "threshold": x0, "hit": most, "miss": r.choice([0, 0, 30])}
    elif family == "STEP":
        rule = {"better": r.choice(["higher", "lower"]), "x0": x0, "delta": r.choice([0.1, 0.25, 1, 3]), "points": r.choice(
            [5, 12.5]), "counting": r.choice(["FLOOR", "CEIL", "LINEAR"])}
    elif family == "RATIO":
        rule = {"form": "LOWER", "baseline": max(x0, 1), "cap": None}
    else:
        method = r.choice(["Z", "ROBUST_Z", "MIN_MAX", "PERCENT_RANK"])
        rule = {"better": r.choice(["higher", "lower"]), "method": method, "min_group": r.choice([2, 3])}
        if "Z" in method:
            rule["scale"] = r.choice(["NORMAL", "T"])
        elif method == "MIN_MAX":
            rule["when_equal"] = r.choice([100, 50])
        else:
            rule["definition"] = r.choice(["MEAN", "WEAK", "STRICT", "EXCEL_INC"])
    if r.random() < 0.2:
        rule["clamp"] = r.choice([{"lo": -25}, {"hi": 120}, {"lo": 1}, {"lo": None, "hi": None}])
    return {"family": family, **rule}


def policy_of(r):
    policy = r.choice(["EXCLUDE_SIBLINGS", "EXCLUDE_GLOBAL", "ZERO", "BLOCK", "NEUTRAL", "CARRY_FORWARD", "GROUP_MEDIAN"])
    out = {"policy": policy}
    if policy == "NEUTRAL":
        out["neutral"] = r.choice([0, 60, 33.3])
    if policy == "CARRY_FORWARD":
        out["max_age"] = r.randint(1, 3)
    if policy in ("CARRY_FORWARD", "GROUP_MEDIAN") and r.random() < 0.7:
        out["otherwise"] = r.choice(["EXCLUDE_SIBLINGS", "EXCLUDE_GLOBAL", "ZERO", "BLOCK"])
    return out


def tree_of(r, aliases):
    """Leaves alone or in groups, two deep at most; each a weight of 0 to 5."""
    leaves = {alias: r.choice([0, 1, 1, 2, 3, 5]) for alias in aliases}
    if len(aliases) < 3 or r.random() < 0.3:
        tree = leaves
    else:
        cut = r.randint(1, len(aliases) - 1)
        inner, outer = ({a: leaves[a] for a in part} for part in (aliases[:cut], aliases[cut:]))
        if len(inner) > 2 and r.random() < 0.5:
            first = aliases[0]
            inner = {first: inner.pop(first), "deep": {"weight": sum(inner.values()), "tree": inner}}
        weigh = sum(each["weight"] if isinstance(each, dict) else each for each in inner.values())
        tree = {"front": {"weight": weigh, "tree": inner}, **(
            outer if r.random() < 0.4 else {"back": {"weight": sum(outer.values()), "tree": outer}})}
    return tree


def groups_in(tree):
    return [name for key, each in tree.items() if isinstance(each, dict) for name in [key, *groups_in(each["tree"])]]


def weighs(tree):
    """Does every tree weigh something?"""
    inner = [each["tree"] for each in tree.values() if isinstance(each, dict)]
    return sum(each["weight"] if isinstance(each, dict) else each for each in tree.values()) > 0 and all(map(weighs, inner))


def gates_of(r, items, tree, operator):
    gates = []
    while r.random() < 0.45 and len(gates) < 4:
        watched = r.choice(list(items))
        gate = {"item": watched, "op": r.choice([">=", ">", "<=", "<"])}
        gate["threshold"] = threshold(r, items[watched]["indicator"])
        if r.random() < 0.4:
            gate.update({"on": "POINTS", "threshold": r.choice([0, 25, 60, 100])})
        scope = r.choice([None, None, *items, *(groups_in(tree) if operator == "MEAN" else [])])
        gate.update({} if scope is None else {"scope": scope})
        gate.update({} if r.random() < 0.3 else {"cap": r.choice([0, 10, 40, 60])})
        gate.update({"missing": "APPLY"} if r.random() < 0.3 else {})
        gates.append(gate)
    return gates


def card_of(r):
    mode = "POINTS" if r.random() < 0.25 else "WEIGHTED"
    aliases = [f"i{number}" for number in range(r.randint(1, 6))]
    tree = {}
    while not tree or not weighs(tree):
        tree = tree_of(r, aliases)
    items = {alias: {"indicator": r.choice(list(INDICATORS))} for alias in aliases}
    flat = [a for a in aliases if isinstance(tree.get(a), int) and tree[a] > 0]
    for alias, item in items.items():
        in_points = mode == "POINTS" and alias in flat and r.random() < 0.4
        item["rule"] = rule_of(r, item["indicator"], tree[alias] if in_points else 100)
        item.update({"in_points": True} if in_points else {})
        item.update({"min_n": r.randint(1, 3)} if r.random() < 0.3 else {})
        if r.random() < 0.1:
            item["required"] = True
        elif r.random() < 0.35:
            item["missing"] = policy_of(r)
    if r.random() < 0.25:
        name = r.choice(list(INDICATORS))
        items["extra"] = {"indicator": name, "bonus": True, "rule": {
            "family": "LINEAR", "x0": INDICATORS[name][4], "points0": r.choice([0, -6]), "x1": INDICATORS[name][5],
            "points1": r.choice([5, -12]), "clamp": {"lo": None}}}
    operator = r.choice(["MEAN"] * 3 + ["GEOMETRIC", "HARMONIC", "MIN", "OWA"]) if mode == "WEIGHTED" else "MEAN"
    total = {"operator": operator, "decimals": r.choice([2, 2, 0, 1, 4])}
    if operator in ("GEOMETRIC", "HARMONIC") and r.random() < 0.5:
        total["epsilon"] = 1
    if operator == "OWA":
        total["owa"] = [r.choice([0, 1, 2]) for _ in aliases[1:]] + [1]
    total.update(r.choice([{}, {}, {"max": None}, {"min": None, "max": 60}, {"min": 20}]))
    missing = {**policy_of(r), "min_weight_coverage": r.choice([90, 50, 0, 0]), "min_data_coverage": r.choice([0, 0, 60]),
               "allow_missing_dimension": r.random() < 0.6}
    return {"deskscore": 1, "kind": "scorecard", "id": "random", "name": "random", "mode": mode, "items": items,
            "weights": {"tree": tree}, "missing": missing, "total": total, "gates": gates_of(r, items, tree, operator),
            "grades": [{"label": "A", "min": 80}, {"label": "B", "min": 40}] + [{"label": "C"}] * r.randint(0, 1)}


# ---- random tables -----------------------------------------------------------------------------

class World:
    """Values of a random table by agent and month, and what the library reads of them."""

    def __init__(self, r, card):
        people = [None, "Ann", "Bo", "Cy", "Di"][r.randint(0, 1):r.randint(2, 5)]
        months = r.choice([1, 3, 6])
        count = r.choice([0, 1, 8, 30, 60])
        gap = r.choice([0.05, 0.4, 0.8])
        holes = {(p, m) for p in people for m in range(months) if r.random() < 0.25}
        rows = [(r.choice(people), r.randrange(months)) for _ in range(count)]
        rows = [each for each in rows if each not in holes]

        def column(low, high):
            return array.array("d", [math.nan if r.random() < gap else r.randint(low, high) for _ in rows])
        flags = deskscore.Column(array.array("b", [r.choice([0, 1, 1]) if r.random() > gap else -1 for _ in rows]), missing=-1)
        tickets = {"agent": [who for who, _ in rows], "csat": column(1, 5), "nps": column(0, 10), "transfers": column(0, 3),
                   "created_at": deskscore.Column(array.array("q", [EDGES[m] + r.randrange(28 * DAY) for _, m in rows]), "us"),
                   "is_resolved": flags}
        handle = self.parse(card)
        query = CATALOG._query(["agent"], None, (EDGES[0], EDGES[months]), None, None, period="month")
        plan = deskscore._make(lib.dscore_scorecard_plan, lib.dscore_plan_free, handle, query)
        self.values = CATALOG._evaluate(plan, {"tickets": tickets})
        self.scores = self.scored(card)
        self.months = months

    @staticmethod
    def parse(card):
        data = json.dumps(card).encode()
        return deskscore._make(lib.dscore_scorecard_parse, lib.dscore_scorecard_free, CATALOG._h, data, len(data))

    def scored(self, card):
        return deskscore._make(lib.dscore_score, lib.dscore_scores_free, self.parse(card), self.values)

    def scorer(self, card):
        count = lib.dscore_values_row_count(self.values)
        rows, subjects, periods = [], [], []
        for row in range(count):
            cells = {}
            for alias in card["items"]:
                out = deskscore._struct("dscore_value")
                deskscore._call(lib.dscore_values_get, self.values, row,
                                lib.dscore_values_find(self.values, alias.encode()), out)
                cells[alias] = (out.status, out.value, out.n_used, out.n_missing, out.observations)
            rows.append(cells)
            absent = lib.dscore_values_key_flags(self.values, row, 0) & lib.DSCORE_KEY_ABSENT
            subjects.append(None if absent else ffi.string(lib.dscore_values_key(self.values, row, 0)))
            periods.append(EDGES.index(score_of(self.scores, row).period_start))
        return oracle.Scorer(card, rows, subjects, periods,
                             {alias: INDICATORS[item["indicator"]][3] for alias, item in card["items"].items()})


def score_of(scores, index):
    out = deskscore._struct("dscore_score_row")
    deskscore._call(lib.dscore_scores_get, scores, index, out)
    return out


def lines_of(scores, index):
    out = []
    for line in range(lib.dscore_scores_line_count(scores, index)):
        out.append(deskscore._struct("dscore_ledger_line"))
        deskscore._call(lib.dscore_scores_line, scores, index, line, out[-1])
    return out
