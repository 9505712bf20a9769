"""How targets stand, once more: written from the headers and METHODS 4 and 8.2 alone, over tickets in memory."""
import math
from datetime import date

NAN = float("nan")
Z = {0.95: 1.959963984540054, 0.8: 1.2815515655446004}
BAD = ("BEHIND", "AT_RISK", "MISSED", "UNHEALTHY")
RANK = {"AT_RISK": 1, "MISSED": 1, "UNHEALTHY": 1, "BEHIND": 2, "ON_TRACK": 3, "HEALTHY": 3, "AHEAD": 4, "ACHIEVED": 5}
SIGN = {"INCREASE": 1, "MAINTAIN_AT_OR_ABOVE": 1, "DECREASE": -1, "MAINTAIN_AT_OR_BELOW": -1}


def day(text):
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def at_least(a, b):
    """METHODS 0.3."""
    return a >= b or abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def above(a, b):
    return not at_least(b, a)


class Grain:
    """Weeks from Monday, months or quarters, numbered."""

    def __init__(self, name):
        self.name = name

    def of(self, when):
        if self.name == "week":
            return (when + 3) // 7
        d = date.fromordinal(when + date(1970, 1, 1).toordinal())
        return (d.year * 12 + d.month - 1) // (3 if self.name == "quarter" else 1)

    def first(self, period):
        if self.name == "week":
            return period * 7 - 3
        month = period * (3 if self.name == "quarter" else 1)
        return date(month // 12, month % 12 + 1, 1).toordinal() - date(1970, 1, 1).toordinal()


class Whole:
    """One period of all."""

    @staticmethod
    def of(_):
        return 0


# ---- Student's t of whole degrees of freedom (Abramowitz and Stegun 26.7.3, 26.7.4) -------------

def t_cdf(t, df):
    theta = math.atan(t / math.sqrt(df))
    cos2 = math.cos(theta) ** 2
    if df % 2:
        term, total = 1.0, 0.0
        for i in range(1, (df - 1) // 2 + 1):
            total += term
            term *= cos2 * 2 * i / (2 * i + 1)
        inner = 2 / math.pi * (theta + math.sin(theta) * math.cos(theta) * total)
    else:
        term, total = 1.0, 0.0
        for i in range(1, df // 2 + 1):
            total += term
            term *= cos2 * (2 * i - 1) / (2 * i)
        inner = math.sin(theta) * total
    return 0.5 + inner / 2


def t_quantile(p, df):
    lo, hi = -1e7, 1e7
    for _ in range(200):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if t_cdf(mid, df) < p else (lo, mid)
    return (lo + hi) / 2


def wilson(share, n, level):
    z = Z[level]
    centre, half = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    lo, hi = (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)
    return (0.0 if share == 0 else max(0.0, lo)), (1.0 if share == 1 else min(1.0, hi))


# ---- one target ---------------------------------------------------------------------------------

class Target:
    """A target of the plan, before a subject."""

    def __init__(self, name, spec, world):
        self.name, self.spec, self.world = name, spec, world
        self.direction, self.kept = spec.get("direction"), spec.get("direction", "").startswith("MAINTAIN")
        self.start, self.due = (day(spec[k]) if k in spec else None for k in ("start", "due"))
        self.grain = Grain(spec.get("grain", world.grain))
        self.total = spec.get("measure") == "TOTAL"
        self.measured = "indicator" in spec
        self.window = spec.get("window", 4)

    def version(self, when):
        """Its number from 1, and what it says; later recorded ones withdraw those of the same first day."""
        best, found = None, 0
        for i, v in enumerate(self.spec.get("versions", []), 1):
            first = day(v["valid_from"])
            recorded = day(v["recorded_at"]) if "recorded_at" in v else first
            if first <= when and recorded <= self.world.known_at and (best is None or (first, recorded) > best):
                best, found = (first, recorded), i
        return found, (self.spec["versions"][found - 1] if found else {})

    def force(self, when, subject):
        """(target, upper, due, version, step) on a day."""
        number, v = self.version(when)
        target, upper = v.get("target", self.spec.get("target", NAN)), v.get("upper", self.spec.get("upper", NAN))
        due = day(v["due"]) if "due" in v else self.due
        tenure, step = self.world.tenure.get(subject, NAN), 0
        for i, one in enumerate(self.spec.get("tenure", []), 1):
            if tenure < int(one["below"][:-1]):
                target, upper, step = one["target"], one.get("upper", upper), i
                break
        return target, upper, due, number, step

    def met(self, x, target, upper):
        exclusive = not self.spec.get("inclusive", True)
        if self.direction == "MAINTAIN_BAND":
            low = above(x, target) if exclusive else at_least(x, target)
            high = above(upper, x) if not self.spec.get("upper_inclusive", True) else at_least(upper, x)
            return low and high
        if self.direction in ("BINARY", "MILESTONE"):
            return x == 1
        s = SIGN[self.direction]
        return above(s * x, s * target) if exclusive else at_least(s * x, s * target)

    def progress(self, x, b, target, upper):
        """NaN where there is none."""
        if math.isnan(x):
            return NAN
        if self.kept:
            return 1.0 if self.met(x, target, upper) else 0.0
        if self.direction in ("BINARY", "MILESTONE"):
            return x
        if math.isnan(b):
            return NAN
        if abs(b - target) <= 1e-9 * max(1, abs(b), abs(target)):
            return 1.0 if self.met(x, target, upper) else 0.0
        return NAN if (target - b) * SIGN[self.direction] < 0 else (x - b) / (target - b)

    def days(self, a, b):
        calendar = self.world.calendar if self.spec.get("business_days") else None
        return b - a if calendar is None else sum(calendar(d) for d in range(a, b))

    def expected(self, when, b, target, due):
        if self.kept:
            return 1.0
        if self.start is None or due is None or due < self.start:
            return NAN
        if self.direction == "BINARY":
            return 1.0 if when > due else 0.0
        points = self.spec.get("milestones", [])
        if self.direction == "MILESTONE":
            if points and all("date" in m for m in points) and sum(m.get("weight", 1) for m in points) > 0:
                done = sum(m.get("weight", 1) for m in points if day(m["date"]) <= when)
                return 1.0 if when >= due else done / sum(m.get("weight", 1) for m in points)
        elif points and all(day(m["date"]) <= due for m in points):
            return self.planned(when, b, target, due, [(day(m["date"]), m["value"]) for m in points])
        if when < self.start or when >= due:
            return 0.0 if when < self.start else 1.0
        own = 1 if self.spec.get("day_count") == "INCLUSIVE" else 0
        whole = self.days(self.start, due + own)
        return self.days(self.start, when + own) / whole if whole else NAN

    def planned(self, when, b, target, due, points):
        if math.isnan(b) or b == target:
            return NAN
        points = ([] if points[0][0] == self.start else [(self.start, b)]) + points
        points += [] if points[-1][0] == due else [(due, target)]
        value = b if when < self.start else points[-1][1]
        for (d0, v0), (d1, v1) in zip(points, points[1:]):
            if d0 <= when < d1:
                way = self.days(d0, d1)
                steps = self.spec.get("plan") == "STEPS"
                value = v0 if steps or not way else v0 + (v1 - v0) * self.days(d0, when) / way
        return (value - b) / (target - b)

    def status(self, x, b, when, force):
        """Of a value on a day; None: not judged."""
        target, upper, due, _, _ = force
        preset = self.spec.get("preset", "DESKSCORE")
        if self.direction is None or (self.direction not in ("BINARY", "MILESTONE") and math.isnan(target)):
            return None
        p, e = self.progress(x, b, target, upper), self.expected(when, b, target, due)
        is_met = not math.isnan(x) and self.met(x, target, upper)
        past = due is not None and when > due
        if preset == "DESKSCORE" and when < self.start:
            return "NOT_STARTED"
        if math.isnan(x):
            return "OVERDUE_NO_DATA" if preset == "DESKSCORE" and past else "NOT_STARTED"
        if math.isnan(p):  # no baseline, or a target on the wrong side
            if not math.isnan(b) or not (past or is_met or preset == "PERDOO"):
                return None
            p = 1.0 if is_met else 0.0
        if preset == "PERDOO":
            return "HEALTHY" if is_met else "UNHEALTHY"
        if math.isnan(e):
            if not past and not is_met:
                return None
            e = 1.0
        return self.named(preset, 100 * (e - p), is_met, past)

    def named(self, preset, gap, is_met, past):
        def cut(behind, risk):
            return "AT_RISK" if above(gap, risk) else "BEHIND" if above(gap, behind) else "ON_TRACK"
        if preset == "ENGAGEDLY":
            if self.kept:
                return ("ACHIEVED" if is_met else "AT_RISK") if past else ("ON_TRACK" if is_met else "BEHIND")
            return "ACHIEVED" if is_met else cut(16.5, 33)
        if preset == "PLANVIEW":
            return "BEHIND" if at_least(gap, 10) else "AHEAD" if above(-10, gap) else "ON_TRACK"
        if preset == "DESKSCORE" and (is_met and (past or not self.kept) or past):
            return "ACHIEVED" if is_met else "MISSED"
        return cut(0, 25)


# ---- values -------------------------------------------------------------------------------------

def values_of(kind, tickets, grain):
    """{period: (value, n)} of (day, rating or None, seconds) with the three kinds of indicators of the test."""
    found = {}
    for when, rating, seconds in tickets:
        found.setdefault(grain.of(when), []).append((rating, seconds))
    out = {}
    for period, rows in found.items():
        ratings = [r for r, _ in rows if r is not None]
        if kind == "share" and ratings:
            out[period] = 100 * sum(r >= 4 for r in ratings) / len(ratings), len(ratings)
        elif kind == "mean" and ratings:
            out[period] = sum(ratings) / len(ratings), len(ratings)
        elif kind == "median":
            ordered = sorted(s for _, s in rows)
            half = len(ordered) // 2
            out[period] = (ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2), len(ordered)
        elif kind == "count":
            out[period] = float(len(rows)), len(rows)
    return out


def around(kind, value, n, single, level):
    """Interval of a value over periods, or None."""
    if kind == "share" and n > 0:
        lo, hi = wilson(value / 100, n, level)
        return 100 * lo, 100 * hi
    k = len(single)
    if k < 2:
        return None
    mean = sum(single) / k
    half = t_quantile((1 + level) / 2, k - 1) * math.sqrt(sum((v - mean) ** 2 for v in single) / (k - 1) / k)
    return max(value - half, 0.0) if kind == "median" else value - half, value + half


def pooled(kind, values, first, last, level):
    """(value, n, interval) of periods together; n 0 and NaN if there are none."""
    there = [values[p] for p in sorted(values) if first <= p <= last]
    if not there:
        return NAN, 0, None
    n = sum(m for _, m in there)
    value = sum(v * m for v, m in there) / n
    if kind == "median":
        value, n = there[-1]
    return value, n, around(kind, value, n, [v for v, _ in there], level)


# ---- a standing ---------------------------------------------------------------------------------

class Standing:
    """One target and subject on the day of the world."""

    def __init__(self, target, subject):
        t, w = self.target, world = target, target.world
        self.subject, spec = subject, target.spec
        self.values = values_of(w.kinds.get(spec.get("indicator")), w.tickets.get(subject, []), t.grain)
        self.kind, self.force = w.kinds.get(spec.get("indicator")), t.force(world.now, subject)
        goal, upper, due = self.force[:3]
        last = t.grain.of(w.now)
        if not t.total and t.grain.first(last + 1) - 1 > w.now:
            last -= 1
        self.to = last if due is None else min(last, t.grain.of(due))
        self.first = t.grain.of(t.start)
        self.over = self.to >= self.first
        self.from_ = self.first if t.total else max(self.first, self.to - t.window + 1)
        self.baseline = self.base()
        self.x, self.n, self.interval = self.measure(self.from_, self.to) if self.over else (NAN, 0, None)
        if self.over and not t.total and self.ends() == w.window:
            self.measure_whole()
        if not t.measured:
            self.x, self.n = self.state(), None
        self.few = t.measured and not math.isnan(self.x) and self.n < spec.get("min_n", 0)
        if self.few:
            self.x, self.interval = NAN, None
        self.progress = t.progress(self.x, self.baseline, goal, upper)
        self.expected = t.expected(w.now, self.baseline, goal, due)
        self.by_value = None if self.few else t.status(self.x, self.baseline, w.now, self.force)
        self.held = self.walk()
        self.status = spec.get("state", {}).get("override", {}).get("status", self.held)
        self.status = "CANCELLED" if spec.get("state", {}).get("cancelled") else self.status

    def base(self):
        b = self.target.spec.get("baseline", NAN)
        if not isinstance(b, dict):
            return b
        grain, now = self.target.grain, self.target.world.now
        over = grain.of(now) if grain.first(grain.of(now) + 1) - 1 <= now else grain.of(now) - 1
        first, last = grain.of(day(b["start"])), min(over, grain.of(day(b["end"])))
        value, _, _ = self.measure(first, last)
        several = sum(first <= p <= last for p in self.values) > 1
        return NAN if self.kind == "median" and several else value

    def ends(self):
        return self.target.grain.first(self.from_), self.target.grain.first(self.to + 1)

    def measure_whole(self):
        """The window as one period."""
        rows = [row for row in self.target.world.tickets.get(self.subject, []) if self.ends()[0] <= row[0] < self.ends()[1]]
        whole = values_of(self.kind, rows, Whole())
        single = [self.values[p][0] for p in sorted(self.values) if self.from_ <= p <= self.to]
        if whole:
            self.x, self.n = whole[0]
            self.interval = around(self.kind, self.x, self.n, single, self.target.world.level)

    def state(self):
        spec = self.target.spec
        if spec["direction"] == "BINARY":
            return 1.0 if spec.get("state", {}).get("done") else 0.0
        weights = [m.get("weight", 1) for m in spec["milestones"]]
        done = sum(m.get("weight", 1) for m in spec["milestones"] if m.get("done"))
        return done / sum(weights) if sum(weights) else NAN

    def measure(self, first, last):
        if self.target.total:
            there = [self.values[p] for p in self.values if first <= p <= last]
            return (float(sum(v for v, _ in there)), sum(n for _, n in there), None) if there else (NAN, 0, None)
        return pooled(self.kind, self.values, first, last, self.target.world.level)

    def walk(self):
        """The held status."""
        t, w = self.target, self.target.world
        past = self.force[2] is not None and w.now > self.force[2]
        if not t.measured or not self.values_until(self.to):
            return self.by_value
        held, width, start = None, math.inf, min(self.values_until(self.to))
        for k in range(max(self.first, start), self.to + 1 if self.over else self.first):
            when = w.now if k == self.to else t.grain.first(k + 1) - 1
            low = self.first if t.total else max(self.first, k - t.window + 1)
            x, n, interval = (self.x, self.n, self.interval) if k == self.to else self.measure(low, k)
            force = t.force(when, self.subject)
            status = None if math.isnan(x) or n < t.spec.get("min_n", 0) else t.status(x, self.baseline, when, force)
            if status is None:
                continue
            free = t.total or (force[2] is not None and when > force[2])
            ranks, wide = self.ranks(interval, when, force), interval[1] - interval[0] if interval else math.inf
            kept = interval is None or (2 * wide > width and min(ranks) <= RANK.get(held, 0) <= max(ranks))
            if free or held is None or math.isinf(width) or not kept or status == held:
                width = wide if status != held else min(width, wide)
                held = status
        return self.by_value if held is None or (past and math.isnan(self.x) and not self.few) else held

    def values_until(self, last):
        return [p for p in self.rows() if p <= last]

    def rows(self):
        return {self.target.grain.of(when) for when, _, _ in self.target.world.tickets.get(self.subject, [])}

    def ranks(self, interval, when, force):
        if interval is None:
            return []
        ends = list(interval)
        if self.target.direction == "MAINTAIN_BAND" and ends[0] < force[0] and ends[1] > force[1]:
            ends.append((force[0] + force[1]) / 2)
        return [RANK.get(self.target.status(x, self.baseline, when, force), 0) for x in ends]

    # ---- ahead and behind ----

    def forecast(self):
        """(value, lo, hi, probability, slope, counted) by least squares; None: none."""
        t, (goal, upper, due) = self.target, self.force[:3]
        pairs = [(p, self.values[p][0]) for p in sorted(self.values) if p <= self.to]
        if not pairs:
            return "NO_DATA", {}
        ahead = t.grain.of(due) - self.to
        if ahead <= 0:
            x = pairs[-1][1]
            return "OK", {"value": x, "lo": x, "hi": x, "probability": float(t.met(x, goal, upper)),
                          "counted": len(pairs)}
        method = t.spec.get("forecast", {}).get("method", "TREND")
        if method == "LAST":
            return "OK", {"value": pairs[-1][1], "counted": len(pairs)}
        if len(pairs) < 4:
            return "INSUFFICIENT", {}
        slope, centre, k_mean, rest = self.line(pairs, method)
        k0, n = t.grain.of(due), len(pairs)
        if method == "DAMPED":
            ahead = k0 - self.last_row()
            value = centre + slope * (self.last_row() - k_mean) + slope * sum(.9 ** i for i in range(1, ahead + 1))
            return "OK", {"value": self.clip(value), "slope": slope, "counted": n}
        value = centre + slope * (k0 - k_mean)
        s = math.sqrt(sum(e * e for e in rest) / (n - 2))
        if s <= 1e-9:
            return "FLAT", {}
        se = s * math.sqrt(1 + 1 / n + (k0 - k_mean) ** 2 / sum((k - k_mean) ** 2 for k, _ in pairs))
        half = se * t_quantile((1 + .8) / 2, n - 2)
        return "OK", {"value": self.clip(value), "lo": self.clip(value - half), "hi": self.clip(value + half), "se": se,
                      "slope": slope, "counted": n, "probability": self.chance(value, se, n - 2, goal, upper)}

    def last_row(self):
        return max(self.values_until(self.to))

    @staticmethod
    def line(pairs, method):
        n = len(pairs)
        k_mean = sum(k for k, _ in pairs) / n
        if method == "THEIL_SEN":
            slopes = sorted((b - a) / (q - p) for i, (p, a) in enumerate(pairs) for q, b in pairs[i + 1:])
            m = len(slopes)
            slope = (slopes[(m - 1) // 2] + slopes[m // 2]) / 2
            starts = sorted(y - slope * (k - k_mean) for k, y in pairs)
            centre = (starts[(n - 1) // 2] + starts[n // 2]) / 2
        else:
            centre = sum(y for _, y in pairs) / n
            slope = sum((k - k_mean) * (y - centre) for k, y in pairs) / sum((k - k_mean) ** 2 for k, _ in pairs)
        return slope, centre, k_mean, [y - centre - slope * (k - k_mean) for k, y in pairs]

    def clip(self, x):
        return min(100.0, max(0.0, x)) if self.kind == "share" else max(0.0, x) if self.kind == "median" else x

    def chance(self, value, se, df, goal, upper):
        if self.target.direction == "MAINTAIN_BAND":
            return t_cdf((upper - value) / se, df) - t_cdf((goal - value) / se, df)
        below = t_cdf((goal - value) / se, df)
        return 1 - below if SIGN[self.target.direction] > 0 else below

    def reach(self):
        """(class, required, probability or NaN)."""
        t, (goal, upper, due) = self.target, self.force[:3]
        b, h = self.baseline, t.grain.of(due) - self.first + 1
        if math.isnan(b):
            return None, NAN, NAN
        sign = SIGN.get(t.direction, 1 if goal - b >= b - upper else -1)
        required = max(goal - b, b - upper) if t.direction == "MAINTAIN_BAND" else sign * (goal - b)
        y = {p: v for p, (v, _) in self.values.items() if p <= min(self.first - 1, self.to)}
        d = [sign * (y[p] - y[p - 1]) for p in y if p - 1 in y]
        windows = [sign * (y[p] - y[p - h]) for p in y if p - h in y]
        probability = NAN
        if len(d) >= 6:
            mean = sum(d) / len(d)
            spread = math.sqrt(sum((x - mean) ** 2 for x in d) / (len(d) - 1))
            probability = .5 * math.erfc((required - mean * h) / (spread * math.sqrt(h)) / math.sqrt(2))
        if t.met(b, goal, upper):
            return "TRIVIAL", required, probability
        if math.isnan(probability):
            return None, required, probability
        if windows and above(required, 1.5 * max(windows)):
            return "UNREALISTIC", required, probability
        for least, name in ((.95, "TRIVIAL"), (.7, "EASY"), (.2, "REALISTIC"), (.02, "STRETCH")):
            if probability >= least:
                return name, required, probability
        return "UNREALISTIC", required, probability

    def pace(self):
        """(forecast, needed a day) of a TOTAL; None before the start or without a value."""
        t, due, now = self.target, self.force[2], self.target.world.now
        if now < t.start or math.isnan(self.x):
            return None
        elapsed, whole = t.days(t.start, min(now, due) + 1), t.days(t.start, due + 1)
        if not elapsed or not whole:
            return None
        left = whole - elapsed
        needed = (self.force[0] - self.x) / left if left else (0.0 if at_least(self.x, self.force[0]) else NAN)
        return (self.x / elapsed * whole if left else self.x), needed


class World:
    """What is known: tickets by subject, days, tenure, a calendar of working days."""

    def __init__(self, now, known_at, grain, level, kinds):
        self.now, self.known_at, self.grain, self.level, self.kinds = now, known_at, grain, level, kinds
        self.tickets, self.tenure, self.calendar = {}, {}, None
        self.window = None  # days (first, end) of values that were measured as one period
        self.first, self.last = (day("2024-12-30"), day("2026-10-05")) if grain == "week" else (
            day("2025-01-01"), day("2026-10-01"))
