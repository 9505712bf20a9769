"""The formula language a second time, from its description alone: random typed formulas, their text, and their value in
a row. Shares nothing with the library; test_oracle.py compares the two."""
import datetime
import fractions
import json
import zoneinfo

# What an evaluated formula is instead of a value, by rank: the greatest of two operands' wins.
PENDING, MISSING, INVALID = 1, 2, 3

EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
HOUR = 3600 * 10**6
NOW = 40 * HOUR  # instants are microseconds since EPOCH, durations microseconds
LEAST_INSTANT, LAST_INSTANT = ((datetime.datetime(*day, tzinfo=datetime.timezone.utc) - EPOCH)
                               // datetime.timedelta(microseconds=1) for day in ((1, 1, 1), (9999, 12, 31)))

UNITS = {"seconds": 10**6, "minutes": 60 * 10**6, "hours": HOUR, "days": 24 * HOUR}

FIELDS = {  # type, domain, what stands in for it
    "t1": ("instant", None, None), "t2": ("instant", None, None), "t3": ("instant", None, "coalesce(t2, t1)"),
    "d1": ("duration", None, None), "d2": ("duration", (0, 7200), None),
    "d3": ("duration", None, "business_time(t1, t2)"), "d4": ("duration", None, "elapsed(t2, t1)"),
    "n1": ("number", None, None), "n2": ("number", (1, 5), None), "n3": ("number", (0, 10), "n1 + n2"),
    "b1": ("boolean", None, None), "b2": ("boolean", None, None), "b3": ("boolean", None, "n1 > 2"),
    "s1": ("text", None, None), "s2": ("text", None, None),
}
DERIVED = {
    "t3": ("coalesce", ("field", "t2"), ("field", "t1")),
    "n3": ("+", ("field", "n1"), ("field", "n2")),
    "b3": (">", ("field", "n1"), ("number", 2)),
    "d3": ("business_time", ("field", "t1"), ("field", "t2")),
    "d4": ("elapsed", ("field", "t2"), ("field", "t1")),
}
TWINS = {"d1": "d3"}  # the same span on the business clock

ZONE = "Europe/Berlin"  # of hour_of, weekday_of, date_of
CALENDAR_FIELD = "s2"
# Hours of the days, Monday first, in UTC; the default has no name. Rows may name "other", which there is not.
CALENDARS = {
    "": [[(9, 12), (13, 17)]] * 5 + [[]] * 2,
    "a": [[(0, 24)]] * 7,
    "b": [[]] * 5 + [[(10, 14)]] * 2,
    "it": [[(0, 6), (22, 24)]] * 7,
}
CLOCKED = ("elapsed", "within", "watched")
LITERALS = {
    "number": [0, 1, 2, 3, 5, 0.5, 2.5],
    "duration": [("30min", HOUR // 2), ("1h", HOUR), ("90s", 90 * 10**6), ("1d", 24 * HOUR), ("0.5h", HOUR // 2),
                 ("250ms", 250000)],
    "instant": [("@2026-01-01T12:00:00Z", 12 * HOUR),
                ("@2026-01-02T01:30:00.5+01:00", 24 * HOUR + HOUR // 2 + 500000)],
    "boolean": [True, False],
    "text": ["a", "b", "it"],
}


# ---- random formulas --------------------------------------------------------------------------------

def _leaf(rng, kind):
    names = [name for name, field in FIELDS.items() if field[0] == kind]
    if rng.random() < 0.75:
        return ("field", rng.choice(names))
    return (kind, rng.choice(LITERALS[kind]))


def _pick(rng, depth, *choices):
    """One of the forms (operator, types of its operands)."""
    form, *kinds = rng.choice(choices)
    if form in ("domain_min", "domain_max"):
        return (form, *kinds)
    return (form, *(random_formula(rng, kind, depth - 1) for kind in kinds))


def random_formula(rng, kind, depth):
    if depth <= 0 or rng.random() < 0.15:
        return _leaf(rng, kind)
    n, d, i, b, s = "number", "duration", "instant", "boolean", "text"
    general = [("if", b, kind, kind), ("if", b, kind), ("coalesce", kind, kind), ("coalesce", kind, kind, kind)]
    ordered = [("least", kind, kind), ("greatest", kind, kind, kind), ("clamp", kind, kind, kind)]
    if kind == n:
        return _pick(rng, depth, *general, *ordered, *[(o, n, n) for o in "+-*/"], ("/", d, d), ("neg", n), ("abs", n),
                     *[(unit, d) for unit in UNITS], ("hour_of", i), ("weekday_of", i),
                     ("domain_max", rng.choice(["n1", "n2"])), ("domain_min", rng.choice(["n1", "n2"])))
    if kind == d:
        return _pick(rng, depth, *general, *ordered, ("+", d, d), ("-", d, d), ("-", i, i), ("*", d, n), ("*", n, d),
                     ("/", d, n), ("neg", d), ("abs", d), ("elapsed", i, i), ("elapsed", i, i),
                     ("calendar_time", i, i), ("business_time", i, i))
    if kind == i:
        return _pick(rng, depth, *general, *ordered, ("+", i, d), ("+", d, i), ("-", i, d), ("now",), ("period_end",),
                     ("date_of", i))
    if kind == s:
        return _pick(rng, depth, *general)
    asked = rng.choice([n, d, i, b, s])
    compared = [(o, t, t) for t in (n, d, i) for o in ("<", "<=", ">", ">=", "==", "!=")]
    tests = [("==", b, b), ("!=", b, b), ("==", s, s), ("!=", s, s), ("is missing", asked), ("is present", asked)]
    logic = [("and", b, b), ("or", b, b), ("not", b)] * 3
    form = rng.random()
    if form < 0.1:
        asked = rng.choice([n, d, i, s])
        items = [(asked, rng.choice(LITERALS[asked])) for _ in range(rng.randrange(1, 4))]
        return (rng.choice(["in", "not in"]), random_formula(rng, asked, depth - 1), *items)
    if form < 0.3:
        return _pick(rng, depth, ("within", i, i, d), ("met", i, i), ("is_open", i))
    return _pick(rng, depth, *general, *logic, rng.choice(compared), rng.choice(compared), *tests)


def _aggregate(rng, kind):
    """(name, arguments, where) of a type: number or duration."""
    def row(*kinds):
        return [random_formula(rng, k, rng.randrange(4)) for k in kinds]

    where = random_formula(rng, "boolean", rng.randrange(3)) if rng.random() < 0.5 else None
    names = ["sum", "mean", "min", "max", "median", "stddev", "quantile", "quantile_observed", "trimmed_mean"]
    names += ["km_quantile"] if kind == "duration" else []
    if kind == "number":
        names += ["km_within", "count", "count_x", "share", "share", "ratio", "variance", "distinct"]
    name = rng.choice(names)
    if name == "count":
        return (name, [], where)
    if name == "count_x":
        return ("count", row(rng.choice(["number", "duration", "instant", "text"])), where)
    if name == "share":
        return (name, row("boolean"), where)
    if name == "ratio":
        return (name, row(*rng.choice([("number", "number"), ("duration", "duration")])), where)
    if name == "distinct":
        return (name, row(*rng.choice([("text",), ("boolean", "text"), ("number",)])), where)
    if name.startswith("km_"):
        asked = ("number", rng.choice([0.25, 0.5, 0.9])) if name == "km_quantile" else \
            ("duration", rng.choice(LITERALS["duration"]))
        return (name, [*row("instant", "instant"), asked, *row(*["instant"] * rng.randrange(2))], where)
    arguments = row(kind)
    if name.startswith("quantile"):
        arguments.append(("number", rng.choice([0, 0.25, 0.5, 0.9, 1])))
    if name == "trimmed_mean":
        arguments.append(("number", rng.choice([0, 0.1, 0.25, 0.4])))
    return (name, arguments, where)


def random_indicator(rng):
    """A whole indicator: aggregates, sometimes combined; its type."""
    kind = rng.choice(["number", "number", "duration"])
    first = ("aggregate", *_aggregate(rng, kind))
    if rng.random() < 0.6:
        return first, kind
    if kind == "number" or rng.random() < 0.5:
        second, operator = ("aggregate", *_aggregate(rng, kind)), rng.choice("+-")
        if kind == "number":
            operator = rng.choice("+-*/")
    else:
        second, operator = ("number", rng.choice([2, 0.5, 0])), rng.choice("*/")
    return (operator, first, second), kind


# ---- as text, with no more brackets than the grammar asks for -----------------------------------------

STRENGTH = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "*": 6, "/": 6, "neg": 7}
STRENGTH.update({test: 4 for test in ("<", "<=", ">", ">=", "==", "!=", "in", "not in", "is missing", "is present")})


def _within(node, least):
    text = text_of(node)
    return text if STRENGTH.get(node[0], 8) >= least else f"({text})"


def text_of(node):
    form, *rest = node
    if form in ("field",):
        return rest[0]
    if form in LITERALS:
        value = rest[0]
        return value[0] if isinstance(value, tuple) else json.dumps(value)
    if form == "aggregate":
        name, arguments, where = rest
        inside = ", ".join(map(text_of, arguments)) + (f" where {text_of(where)}" if where else "")
        return f"{name}({inside.strip()})"
    strength = STRENGTH.get(form)
    if form in ("is missing", "is present"):
        return f"{_within(rest[0], 5)} {form}"
    if form in ("in", "not in"):
        return f"{_within(rest[0], 5)} {form} ({', '.join(map(text_of, rest[1:]))})"
    if form == "not":
        return f"not {_within(rest[0], 3)}"
    if form == "neg":
        return f"-{_within(rest[0], 7)}"
    if form in ("domain_min", "domain_max"):
        return f"{form}({rest[0]})"
    if strength is None:
        return f"{form}({', '.join(map(text_of, rest))})"
    left, right = (5, 5) if strength == 4 else (strength, strength + 1)
    return f"{_within(rest[0], left)} {form} {_within(rest[1], right)}"


# ---- rows ---------------------------------------------------------------------------------------------

class Absent:
    """A row without a value, and why."""

    def __init__(self, rank):
        self.rank = rank


def rank_of(value):
    return value.rank if isinstance(value, Absent) else 0


def _whole(x):
    """A duration: whole microseconds, to the nearest, halves to even."""
    return round(x) if isinstance(x, fractions.Fraction) else x


def _calculate(form, a, b, kinds):
    if form == "/":
        if b == 0:
            return Absent(INVALID)
        if kinds == ("duration", "number"):
            return _whole(fractions.Fraction(a) / fractions.Fraction(b))
        return a / b
    if form == "*":
        if "duration" in kinds:
            return _whole(fractions.Fraction(a) * fractions.Fraction(b))
        return a * b
    result = a + b if form == "+" else a - b
    if "instant" in kinds and kinds != ("instant", "instant") and not LEAST_INSTANT <= result <= LAST_INSTANT:
        return Absent(INVALID)
    return result


COMPARE = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
           "==": lambda a, b: a == b, "!=": lambda a, b: a != b}


def type_of(node):
    form, *rest = node
    if form == "field":
        return FIELDS[rest[0]][0]
    if form in LITERALS:
        return form
    if form in ("if",):
        return type_of(rest[1])
    if form in ("coalesce", "least", "greatest", "clamp", "neg", "abs"):
        return type_of(rest[0])
    if form in ("elapsed", "calendar_time", "business_time"):
        return "duration"
    if form in ("now", "period_end", "date_of"):
        return "instant"
    if form in "+-*/":
        a, b = type_of(rest[0]), type_of(rest[1])
        if form == "/":
            return "number" if a == b else "duration"
        if a == b:
            return "duration" if a == "instant" else a
        return "instant" if "instant" in (a, b) else "duration"
    return "number" if form in (*UNITS, "domain_min", "domain_max", "hour_of", "weekday_of") else "boolean"


def has_clock(node):
    """Does the clock matter to a formula?"""
    if not isinstance(node, (tuple, list)):
        return False
    if node and node[0] == "field":
        return node[1] in TWINS
    if node and node[0] in ("domain_min", "domain_max"):
        return False
    if node and node[0] == "aggregate" and node[1].startswith("km_"):
        return True
    return bool(node) and node[0] in CLOCKED or any(map(has_clock, node))


# ---- clocks -------------------------------------------------------------------------------------------

def _open_before(days, t):
    """Open time of a calendar before an instant, counted from the Monday before EPOCH, which was a Thursday."""
    day, time = divmod(t + 3 * 24 * HOUR, 24 * HOUR)
    weeks, day = divmod(day, 7)
    spans = [[(start * HOUR, end * HOUR) for start, end in hours] for hours in days]
    passed = sum(end - start for hours in spans for start, end in hours) * weeks
    passed += sum(end - start for hours in spans[:day] for start, end in hours)
    return passed + sum(min(time, end) - min(time, start) for start, end in spans[day])


def _is_open(days, t):
    day, time = divmod(t + 3 * 24 * HOUR, 24 * HOUR)
    return any(start * HOUR <= time < end * HOUR for start, end in days[day % 7])


def _wall(form, t):
    """hour_of, weekday_of, date_of."""
    try:
        local = (EPOCH + datetime.timedelta(microseconds=t)).astimezone(zoneinfo.ZoneInfo(ZONE))
        if form != "date_of":
            return local.hour if form == "hour_of" else local.isoweekday()
        start = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        return (start.astimezone(datetime.timezone.utc) - EPOCH) // datetime.timedelta(microseconds=1)
    except OverflowError:
        return Absent(INVALID)


class Rows:
    """Evaluates row formulas under a policy for negative times."""

    def __init__(self, negative):
        self.negative = negative

    def on(self, clock):
        """The same on a clock: calendar or business."""
        other = Rows(self.negative)
        other.business = clock == "business"
        return other

    business = False

    def calendar(self, row):
        """The hours that a row follows."""
        name = row[CALENDAR_FIELD]
        return CALENDARS["" if isinstance(name, Absent) else name] if rank_of(name) or name in CALENDARS \
            else Absent(INVALID)

    @staticmethod
    def passed(a, b, days):
        """Signed time between two instants; no days: the calendar clock."""
        return b - a if days is None else _open_before(days, b) - _open_before(days, a)

    def elapsed(self, a, b, days):
        if b >= a or self.negative == "signed":
            return self.passed(a, b, days)
        return 0 if self.negative == "clamp" else Absent(INVALID)

    def within(self, a, b, limit, days):
        needed = max(rank_of(a), rank_of(limit), rank_of(days))
        if needed or rank_of(b) == INVALID:
            return Absent(max(needed, rank_of(b) if rank_of(b) == INVALID else 0))
        if isinstance(b, Absent):
            return False if self.passed(a, NOW, days) > limit else Absent(PENDING)
        passed = self.elapsed(a, b, days)
        return passed if isinstance(passed, Absent) else passed <= limit

    def watched(self, values, days):
        """How long a row is watched, and whether what is waited for happened: watched(a, b[, c])."""
        a, b, c = (*values, Absent(MISSING))[:3]
        worst = max(rank_of(a), rank_of(days), INVALID if rank_of(b) == INVALID else 0)
        if worst:
            return Absent(worst)
        if not isinstance(b, Absent):
            span = self.elapsed(a, b, days)
            return span if isinstance(span, Absent) else (span, True)
        if rank_of(c) == INVALID:
            return c
        if isinstance(c, Absent) or c > NOW:
            return (max(self.passed(a, NOW, days), 0), False)
        span = self.elapsed(a, c, days)
        return span if isinstance(span, Absent) else (span, False)

    def met(self, done, due):
        if isinstance(due, Absent) or rank_of(done) == INVALID:
            return Absent(max(rank_of(due), rank_of(done) if rank_of(done) == INVALID else 0))
        if isinstance(done, Absent):
            return False if NOW > due else Absent(PENDING)
        return done <= due

    def field(self, row, name):
        name = TWINS.get(name, name) if self.business else name
        if name not in DERIVED:
            return row[name]
        value = self.on("calendar").of(DERIVED[name], row)
        domain = FIELDS[name][1]
        outside = domain and not isinstance(value, Absent) and not domain[0] <= value <= domain[1]
        return Absent(INVALID) if outside else value

    def of(self, node, row):
        form, *rest = node
        if form == "field":
            return self.field(row, rest[0])
        if form in LITERALS:
            return rest[0][1] if isinstance(rest[0], tuple) else rest[0]
        if form in ("now", "period_end"):  # the range is open: it ends now
            return NOW
        if form in ("domain_min", "domain_max"):
            domain = FIELDS[rest[0]][1]
            return domain[form == "domain_max"] if domain else Absent(MISSING)
        values = [self.of(operand, row) for operand in rest]
        if form in ("business_time", "is_open") or (form in CLOCKED and self.business):
            return self.operation(form, rest, values, self.calendar(row))
        return self.operation(form, rest, values, None)

    def operation(self, form, nodes, values, days):
        worst = max(map(rank_of, [*values, days]))
        if form in ("and", "or"):
            decides = form == "or"
            if any(not isinstance(value, Absent) and value == decides for value in values):
                return decides
            return Absent(worst) if worst else not decides
        if form in ("is missing", "is present"):
            return (worst > 0) == (form == "is missing")
        if form == "coalesce":
            return next((value for value in values if not isinstance(value, Absent)), Absent(worst))
        if form == "if":
            if isinstance(values[0], Absent):
                return values[0]
            return values[1] if values[0] else values[2] if len(values) == 3 else Absent(MISSING)
        if form == "within":
            return self.within(*values, days)
        if form == "watched":
            return self.watched(values, days)
        if form == "met":
            return self.met(*values)
        return Absent(worst) if worst else self.plain(form, nodes, values, days)

    def plain(self, form, nodes, values, days):
        """Operations that are absent with any absent operand."""
        if form in COMPARE:
            return COMPARE[form](*values)
        if form in ("in", "not in"):
            return (values[0] in values[1:]) == (form == "in")
        if form in ("elapsed", "calendar_time", "business_time"):
            return self.elapsed(*values, days)
        if form == "is_open":
            return _is_open(days, *values)
        if form in ("hour_of", "weekday_of", "date_of"):
            return _wall(form, *values)
        if form in UNITS:
            return values[0] / UNITS[form]
        if form == "clamp":
            return min(max(values[0], values[1]), values[2])
        simple = {"not": lambda x: not x, "neg": lambda x: -x, "abs": abs, "least": min, "greatest": max}
        if form in simple:
            return simple[form](*values)
        return _calculate(form, *values, tuple(map(type_of, nodes)))
