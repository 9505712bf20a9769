"""A second scorer, written from the contracts alone: points, stand-ins, weights of what is missing, gates, operators, the
total with its reason, grade and rank; attribution of a change. It starts from values (status, value, counts) by row."""
import math
from statistics import NormalDist, median

# Statuses, reasons and flags are those of values.h and score.h.
OK, NO_DATA, INSUFFICIENT, UNDEFINED, EXCLUDED = range(5)
FINE, COVERAGE, DIMENSION, BLOCKED, NOTHING, ABSENT = range(6)
VETO, SMALL_N, IMPUTED, CLAMP_LO, CLAMP_HI = 32, 64, 128, 1, 2
NAN = math.nan


def same(a, b):
    """METHODS 0.3."""
    return abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))


def holds(op, a, b):
    if op in (">=", "<="):
        return same(a, b) or (a > b if op == ">=" else a < b)
    return not same(a, b) and (a > b if op == ">" else a < b)


def half_up(value, decimals):
    """METHODS 0.4."""
    return math.copysign(math.floor(abs(value) * 10 ** decimals + 0.5 + 1e-9) / 10 ** decimals, value) + 0.0


# ---- rules -------------------------------------------------------------------------------------

def _clamped(rule, raw):
    clamp = {"lo": 0, "hi": 100, **rule.get("clamp", {})}
    points = raw if clamp["lo"] is None else max(raw, clamp["lo"])
    return points if clamp["hi"] is None else min(points, clamp["hi"])


def points_of(rule, x):
    """Points of a rule that looks at one value; None where it has no answer."""
    family = rule["family"]
    if family == "LINEAR":
        raw = rule["points0"] + (rule["points1"] - rule["points0"]) * (x - rule["x0"]) / (rule["x1"] - rule["x0"])
    elif family == "PASS_FAIL":
        raw = rule["hit"] if holds(rule["op"], x, rule["threshold"]) else rule["miss"]
    elif family == "RATIO":  # LOWER without a cap
        if x <= 0:
            return None
        raw = 100 * rule["baseline"] / x
    else:
        way = 1 if rule["better"] == "higher" else -1
        steps = max(0, way * (rule["x0"] - x)) / rule["delta"]
        steps = {"FLOOR": math.floor(steps + 1e-9), "CEIL": math.ceil(steps - 1e-9), "LINEAR": steps}[rule["counting"]]
        raw = max(0, 100 - rule["points"] * steps)
    return _clamped(rule, raw)


def _z(rule, values):
    count = len(values)
    if rule["method"] == "Z":
        middle = math.fsum(values) / count
        spread = math.sqrt(math.fsum((v - middle) ** 2 for v in values) / (count - 1))
    else:
        middle = median(values)
        spread = 1.4826 * median([abs(v - middle) for v in values])
        if spread == 0:
            spread = 1.2533 * math.fsum(abs(v - middle) for v in values) / count
    z = [(v - middle) / spread if spread > 0 else 0.0 for v in values]
    return {"NORMAL": [100 * NormalDist().cdf(each) for each in z], "T": [50 + 10 * each for each in z]}[rule["scale"]]


def peer_points(rule, values):
    """METHODS 2.10: points of each of the values; None in too small a group."""
    count = len(values)
    if count < rule["min_group"]:
        return [None] * count
    turned = [v if rule["better"] == "higher" else -v for v in values]
    if rule["method"] in ("Z", "ROBUST_Z"):
        raw = _z(rule, turned)
    elif rule["method"] == "MIN_MAX":
        low, high = min(turned), max(turned)
        raw = [100 * (v - low) / (high - low) if high > low else rule["when_equal"] for v in turned]
    else:
        raw = []
        for v in turned:
            less, equal = sum(w < v for w in turned), sum(w == v for w in turned)
            raw.append(100 * {"MEAN": (less + equal / 2) / count, "WEAK": (less + equal) / count, "STRICT": less / count,
                              "EXCEL_INC": less / (count - 1)}[rule["definition"]])
    return [_clamped(rule, each) for each in raw]


# ---- cards -------------------------------------------------------------------------------------

class Node:
    """A group or a leaf of the tree of weights."""

    def __init__(self, name, weight, inner=None):
        self.name, self.weight = name, weight
        self.children = [Node(*_node(key, each)) for key, each in (inner or {}).items()]
        self.is_leaf = inner is None

    def leaves(self):
        return [self] if self.is_leaf else [leaf for child in self.children for leaf in child.leaves()]

    def groups(self):
        """Inner ones first."""
        return [] if self.is_leaf else [g for child in self.children for g in child.groups()] + [self]


def _node(name, each):
    return (name, each["weight"], each["tree"]) if isinstance(each, dict) else (name, each)


def shares_of(node, keeps, share, out):
    """METHODS 3.3 EXCLUDE_SIBLINGS: a leaf that is not kept gives its weight to its siblings, a group without any to its
    own. Adds the share of each leaf to out."""
    if node.is_leaf:
        out[node.name] = share
        return
    kept = [child for child in node.children if any(keeps(leaf) for leaf in child.leaves()) and child.weight > 0]
    kept = [child for child in kept if _worth(child, keeps)]
    total = sum(child.weight for child in kept)
    for child in node.children:
        shares_of(child, keeps, share * child.weight / total if child in kept else 0.0, out)


def _worth(node, keeps):
    """Is anything of weight left below?"""
    if node.is_leaf:
        return keeps(node)
    return any(child.weight > 0 and _worth(child, keeps) for child in node.children)


class Own:
    """What scoring makes of an item in a row."""

    def __init__(self):
        self.value = self.points = None   # own or standing in; points None = missing
        self.watched = None               # the subject's own value or last one, for gates
        self.own_points = False           # points of the subject's own
        self.stand_in = 0
        self.zero = False
        self.gate = 0


class Result:
    """A score."""


class Scorer:
    """A card and values by row: {alias: (status, value, n_used, n_missing, observations)}, subjects and period numbers."""

    def __init__(self, card, rows, subjects, periods, sampled):
        self.card, self.rows, self.subjects, self.periods = card, rows, subjects, periods
        self.items, self.sampled = card["items"], sampled
        self.root = Node("", 1.0, card["weights"]["tree"])
        self.share = {}
        shares_of(self.root, lambda leaf: True, 1.0, self.share)
        self.in_points_mode = card.get("mode") == "POINTS"
        self.scale = sum(child.weight for child in self.root.children) if self.in_points_mode else 100.0
        self.supposed = {}  # (row, alias): what-if

    # -- values --

    def cell(self, row, alias):
        return self.supposed.get((row, alias), self.rows[row].get(alias))

    def admits(self, row, alias, flags=None):
        """Does the value count?"""
        status, value, used, lacking, observations = self.cell(row, alias)
        item = self.items[alias]
        small = status == INSUFFICIENT
        if status == OK and (row, alias) not in self.supposed:
            small = used < item.get("min_n", 0) or observations < item.get("min_observations", 0)
            least = self.card["missing"].get("min_data_coverage", 0) / 100
            thin = not self.sampled[alias] and used + lacking > 0 and used / (used + lacking) < least - 1e-9
        else:
            thin = False
        if small and flags is not None:
            flags.add(SMALL_N)
        return status == OK and not small and not thin and math.isfinite(value)

    def peers(self, row, alias):
        """Rows of the period that have a subject and a value that counts."""
        return [r for r in range(len(self.rows)) if self.periods[r] == self.periods[row]
                and self.subjects[r] is not None and self.admits(r, alias)]

    def points_in(self, row, alias):
        """Points of a value that counts, in its own row."""
        rule = self.items[alias]["rule"]
        if rule["family"] != "PEERS":
            return points_of(rule, self.cell(row, alias)[1])
        group = self.peers(row, alias)
        return peer_points(rule, [self.cell(r, alias)[1] for r in group])[group.index(row)]

    def policy(self, alias):
        own = self.items[alias].get("missing")
        return own if own is not None else self.card["missing"]

    def falls_back(self, alias):
        policy = self.policy(alias)
        if self.items[alias].get("required"):
            return "BLOCK"
        name = policy.get("policy", "EXCLUDE_SIBLINGS")
        return policy.get("otherwise", "EXCLUDE_SIBLINGS") if name in ("CARRY_FORWARD", "GROUP_MEDIAN") else name

    def worth(self, alias):
        return self.share[alias] * self.scale

    def stand_in(self, row, alias, own, counts):
        policy = self.policy(alias)
        name = policy.get("policy")
        item = self.items[alias]
        if item.get("required") or item.get("bonus"):
            return
        if name == "NEUTRAL":
            own.points = policy["neutral"] * (self.worth(alias) / 100 if item.get("in_points") else 1)
            own.value, own.stand_in = NAN, 5
        elif name == "CARRY_FORWARD" and not counts:
            for r in range(row - 1, -1, -1):
                if self.subjects[r] == self.subjects[row] and self.periods[row] - self.periods[r] <= policy["max_age"] \
                        and self.admits(r, alias):
                    points = self.points_in(r, alias)
                    if points is not None:
                        own.points, own.value, own.stand_in = points, self.cell(r, alias)[1], 6
                        own.watched, own.own_points = own.value, True
                    return
        elif name == "GROUP_MEDIAN" and not counts:
            group = self.peers(row, alias)
            values = [self.cell(r, alias)[1] for r in group]
            if item["rule"]["family"] == "PEERS":
                found = [p for p in peer_points(item["rule"], values) if p is not None]
                points = median(found) if found else None
            else:
                points = points_of(item["rule"], median(values)) if values else None
            if points is not None:
                own.points, own.value, own.stand_in = points, median(values), 7

    def gated_items(self, row, flags):
        owns = {}
        for alias in self.items:
            own = owns[alias] = Own()
            if self.subjects[row] is None:
                self.admits(row, alias, flags)
                continue
            counts = self.admits(row, alias, flags)
            if counts:
                own.watched = own.value = self.cell(row, alias)[1]
                own.points = self.points_in(row, alias)
                own.own_points = own.points is not None
                if not own.own_points and self.items[alias]["rule"]["family"] == "PEERS":
                    flags.add(SMALL_N)
            if own.points is None:
                self.stand_in(row, alias, own, counts)
            if own.stand_in:
                flags.add(IMPUTED)
        applied = []
        for number, gate in enumerate(self.card.get("gates", [])):
            own = owns[gate["item"]]
            seen = (own.points if own.own_points else None) if gate.get("on") == "POINTS" else own.watched
            applies = gate.get("missing") == "APPLY" if seen is None else holds(gate["op"], seen, gate["threshold"])
            applied.append(applies and self.subjects[row] is not None)
            scope = owns.get(gate.get("scope"))
            cap = gate.get("cap", 0)
            if applied[-1] and scope is not None and scope.points is not None and holds(">", scope.points, cap):
                scope.points, scope.gate = cap, number + 1
                flags.add(VETO)
        return owns, applied

    # -- totals --

    def effective(self, owns):
        """Shares of the leaves in this total."""
        away = {alias for alias in self.share if owns[alias].points is None and self.falls_back(alias) == "EXCLUDE_GLOBAL"}
        out = {}
        shares_of(self.root, lambda leaf: owns[leaf.name].points is not None or leaf.name in away
                  or self.falls_back(leaf.name) == "ZERO", 1.0, out)
        kept = 1 - sum(out[alias] for alias in away)
        return {alias: 0.0 if alias in away or kept <= 1e-9 else share / kept for alias, share in out.items()}

    def reason(self, row, owns, coverage):
        if self.subjects[row] is None:
            return ABSENT
        own = {alias for alias in self.share if owns[alias].own_points}
        if not _worth(self.root, lambda leaf: leaf.name in own):
            return NOTHING
        for alias, item in self.items.items():
            # the value of a required item must be its own
            if item.get("required") and owns[alias].points is None:
                return BLOCKED
        for alias, share in self.share.items():
            if share > 0 and owns[alias].points is None and self.falls_back(alias) == "BLOCK":
                return BLOCKED
        allowed = self.card["missing"].get("allow_missing_dimension", False)
        for child in self.root.children:
            if child.weight > 0 and not allowed and not _worth(child, lambda leaf: leaf.name in own):
                return DIMENSION
        return COVERAGE if coverage < self.card["missing"].get("min_weight_coverage", 90) / 100 - 1e-9 else FINE

    def scores(self, owns):
        """Points of 100 of the leaves; 0 of a missing one."""
        out = {}
        for alias in self.share:
            points = owns[alias].points
            if points is None:
                out[alias] = 0.0
            else:
                out[alias] = 100 * points / self.worth(alias) if self.items[alias].get("in_points") else points
        return out

    def operate(self, shares, scores):
        total = self.card["total"]
        name = total.get("operator", "MEAN")
        taking = [(scores[a], w) for a, w in shares.items() if w > 0]
        weights = math.fsum(w for _, w in taking)
        taking = sorted(((s, w / weights) for s, w in taking), reverse=True)
        if name == "MIN":
            return taking[-1][0]
        if name == "OWA":
            positions, out, reached = total["owa"], 0.0, 0.0

            def up_to(place):
                return sum(min(max(place * len(positions) - i, 0), 1) * p for i, p in enumerate(positions)) / sum(positions)
            for s, w in taking:
                out += (up_to(min(reached + w, 1)) - up_to(reached)) * s
                reached = min(reached + w, 1)
            return out
        powers = [(max(s / 100, total.get("epsilon", 0) / 100), w) for s, w in taking]
        if min(d for d, _ in powers) <= 0:
            return 0.0
        if name == "HARMONIC":
            return 100 / math.fsum(w / d for d, w in powers)
        return 100 * math.prod(d ** w for d, w in powers)

    def mean(self, shares, scores, applied, flags):
        """The mean, groups cut: inner ones first."""
        parts = {alias: shares[alias] * scores[alias] * self.scale / 100 for alias in shares}
        for group in self.root.groups():
            names = [leaf.name for leaf in group.leaves()]
            for gate, applies in zip(self.card.get("gates", []), applied):
                share = sum(shares[name] for name in names)
                if not applies or gate.get("scope") != group.name or share <= 0 or group is self.root:
                    continue
                has = sum(parts[name] for name in names)
                cap = gate.get("cap", 0) * (1 if self.in_points_mode else share)
                if holds(">", has / (1 if self.in_points_mode else share), gate.get("cap", 0)):
                    flags.add(VETO)
                    parts = {**parts, **{name: 0.0 for name in names}, names[0]: cap}
        return math.fsum(parts.values())

    def score(self, row):
        out, flags = Result(), set()
        owns, applied = self.gated_items(row, flags)
        out.owns = owns
        out.coverage = math.fsum(s for a, s in self.share.items() if owns[a].own_points)
        out.reason = self.reason(row, owns, out.coverage)
        out.status = {FINE: OK, NOTHING: NO_DATA, ABSENT: EXCLUDED}.get(out.reason, INSUFFICIENT)
        out.data_coverage = self.data_coverage(row)
        out.shares = self.effective(owns)
        out.raw = out.total = NAN
        out.grade = ""
        out.flags = flags
        if out.reason == FINE:
            self.total(out, applied, flags)
        return out

    def data_coverage(self, row):
        found = [NAN]
        for alias in self.items:
            _, _, used, lacking, _ = self.cell(row, alias)
            if not self.sampled[alias] and used + lacking > 0:
                found.append(used / (used + lacking))
        return min(found[1:], default=NAN)

    def total(self, out, applied, flags):
        total, scores = self.card["total"], self.scores(out.owns)
        out.mean = math.fsum(out.shares[alias] * scores[alias] * self.scale / 100 for alias in out.shares)
        if total.get("operator", "MEAN") == "MEAN":
            out.operated = out.mean
            raw = self.mean(out.shares, scores, applied, flags)
        else:
            raw = out.operated = self.operate(out.shares, scores)
        raw += sum(own.points or 0 for alias, own in out.owns.items() if self.items[alias].get("bonus"))
        for gate, applies in zip(self.card.get("gates", []), applied):
            if applies and "scope" not in gate and holds(">", raw, gate.get("cap", 0)):
                raw = gate.get("cap", 0)
                flags.add(VETO)
        out.raw = kept = raw
        if total.get("min", 0) is not None and raw < total.get("min", 0):
            kept = total.get("min", 0)
        if total.get("max", 100) is not None and kept > total.get("max", 100):
            kept = total.get("max", 100)
        if not same(kept, raw):
            flags.add(CLAMP_LO if kept > raw else CLAMP_HI)
        out.exact, out.total = kept, half_up(kept, total.get("decimals", 2))
        out.grade = self.grade(out.total)

    def grade(self, total):
        return next((g["label"] for g in self.card.get("grades", []) if holds(">=", total, g.get("min", -math.inf))), "")

    def score_all(self):
        results = [self.score(row) for row in range(len(self.rows))]
        for row, result in enumerate(results):
            result.rank = self.rank(results, row)
        return results

    def rank(self, results, row, total=None):
        """Competition rank in the period (METHODS 5.8)."""
        total = results[row].total if total is None else total
        return 0 if math.isnan(total) else 1 + sum(
            other.total > total for r, other in enumerate(results) if self.periods[r] == self.periods[row] and r != row)
