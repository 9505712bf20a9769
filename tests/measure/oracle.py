"""A second evaluator of indicators, in plain Python and without a line of the library: slow, row by row, in exact
fractions. It knows the formula language, row accounting (D4), filters (D5), invalid input (D10), stand-ins (D1), keys
(D2), derived indicators (D3) and nothing else; definitions and fields come as data."""
import math
import re
from fractions import Fraction

from oracle_formula import SECOND, UNITS, fields_of, parse, walk


class Absent:
    """Why a row has no value; the greater rank wins where several meet."""

    def __init__(self, name, rank):
        self.name, self.rank = name, rank

    def __repr__(self):
        return self.name


PENDING, MISSING, INVALID = Absent("pending", 1), Absent("missing", 2), Absent("invalid", 3)
OK, NO_DATA, UNDEFINED, INSUFFICIENT = "ok", "no_data", "undefined", "insufficient"
_BADNESS = {OK: 0, NO_DATA: 1, INSUFFICIENT: 2, UNDEFINED: 3}


def is_absent(value):
    return isinstance(value, Absent)


def worst(values):
    """The reason that wins among those given, or None."""
    return max((v for v in values if is_absent(v)), key=lambda v: v.rank, default=None)


# ---- rows --------------------------------------------------------------------------------------

class Table:
    """Rows of a source: dictionaries of what is bound; fields: name -> definition with its domain and stand-ins."""

    def __init__(self, fields, bound, rows):
        self.fields, self.bound, self.rows = fields, set(bound), rows
        self.trees = {name: [parse(t) for t in field.get("derive", [])] for name, field in fields.items()}

    def stand_in(self, name):
        """How a field is read: "bound", a tree, or None."""
        if name in self.bound:
            return "bound"
        for tree in self.trees[name]:
            if all(self.stand_in(field) for field in fields_of(tree)):
                return tree
        return None

    def reads(self, name):
        return self.stand_in(name) is not None

    def in_domain(self, name, value):
        low, high = self.fields[name].get("domain", (None, None))
        scale = SECOND if self.fields[name]["type"] == "duration" else 1
        if isinstance(value, (bool, str)):
            return True
        if low is not None and (value < low * scale or (self.fields[name].get("min_open") and value == low * scale)):
            return False
        return high is None or value <= high * scale


class Rows:
    """Row formulas of a table under a query."""

    def __init__(self, table, query):
        self.table, self.query = table, query

    def type_of(self, tree):
        op = tree[0]
        if op == "literal":
            return "duration" if tree[1] == "span" else tree[1]
        if op == "field":
            return self.table.fields[tree[1]]["type"]
        if op in ("+", "-", "*", "/"):
            a, b = self.type_of(tree[1]), self.type_of(tree[2])
            if op == "/":
                return "number" if a == b else a
            if op == "*":
                return "duration" if "duration" in (a, b) else "number"
            if a == "instant" and b == "instant":
                return "duration"
            return "instant" if "instant" in (a, b) else a
        if op == "neg":
            return self.type_of(tree[1])
        if op == "call":
            name = tree[1]
            if name in ("elapsed", "calendar_time"):
                return "duration"
            if name in ("seconds", "minutes", "hours", "days"):
                return "number"
            if name in ("now", "period_start", "period_end"):
                return "instant"
            if name == "if":
                return self.type_of(tree[2][1])
            if name in ("within", "met"):
                return "boolean"
            return self.type_of(tree[2][0])
        return "boolean"

    def field(self, name, row):
        how = self.table.stand_in(name)
        if how is None:
            return MISSING
        value = row.get(name, MISSING) if how == "bound" else self.value(how, row)
        return value if is_absent(value) or self.table.in_domain(name, value) else INVALID

    def elapsed(self, a, b):
        bad = worst((a, b))
        if bad:
            return bad
        if b < a:
            policy = self.query.get("negative", "exclude")
            return INVALID if policy == "exclude" else Fraction(0) if policy == "clamp" else b - a
        return b - a

    def within(self, a, b, limit):
        bad = worst((a, limit, b if b is INVALID else None))
        if bad:
            return bad
        if b is MISSING:
            now = self.query["now"]
            return False if now - a > limit else PENDING
        span = self.elapsed(a, b)
        return span if is_absent(span) else span <= limit

    def met(self, done, due):
        if is_absent(due):
            return worst((done, due)) if done is INVALID else due
        if done is MISSING:
            return False if self.query["now"] > due else PENDING
        return done if is_absent(done) else done <= due

    def logic(self, op, a, b):
        decides = op == "or"
        if (not is_absent(a) and a == decides) or (not is_absent(b) and b == decides):
            return decides
        return worst((a, b)) or not decides

    def call(self, tree, row):
        name = tree[1]
        if name == "now":
            return self.query["now"]
        if name == "period_end":
            end = self.query.get("to")
            return self.query["now"] if end is None else min(end, self.query["now"])
        if name == "period_start":
            return self.query["from"]
        if name in ("domain_min", "domain_max"):
            field = self.table.fields[tree[2][0][1]]
            bound = field["domain"][name == "domain_max"]
            return Fraction(bound) * (SECOND if field["type"] == "duration" else 1)
        values = [self.value(part, row) for part in tree[2]]
        if name == "if":
            if is_absent(values[0]):
                return values[0]
            return values[1] if values[0] else values[2] if len(values) > 2 else MISSING
        if name == "coalesce":
            return next((v for v in values if not is_absent(v)), worst(values))
        if name in ("elapsed", "calendar_time"):
            return self.elapsed(*values)
        if name == "within":
            return self.within(*values)
        if name == "met":
            return self.met(*values)
        bad = worst(values)
        if bad:
            return bad
        if name == "clamp":
            return min(max(values[0], values[1]), values[2])
        spans = {"seconds": "s", "minutes": "min", "hours": "h", "days": "d"}
        if name in spans:
            return Fraction(values[0]) / UNITS[spans[name]]
        return {"least": min, "greatest": max, "abs": lambda v: abs(v[0])}[name](values)

    def value(self, tree, row):
        op = tree[0]
        if op == "literal":
            return tree[2]
        if op == "field":
            return self.field(tree[1], row)
        if op == "call":
            return self.call(tree, row)
        if op == "is":
            return is_absent(self.value(tree[1], row)) == tree[2]
        if op == "in":
            value = self.value(tree[1], row)
            return value if is_absent(value) else value in [self.value(item, row) for item in tree[2]]
        a = self.value(tree[1], row)
        if op in ("not", "neg"):
            return a if is_absent(a) else (not a if op == "not" else -a)
        b = self.value(tree[2], row)
        if op in ("and", "or"):
            return self.logic(op, a, b)
        return worst((a, b)) or combine(op, a, b)


def combine(op, a, b):
    if op == "/":
        return INVALID if b == 0 else Fraction(a) / b
    return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "==": lambda: a == b, "!=": lambda: a != b,
            "<": lambda: a < b, "<=": lambda: a <= b, ">": lambda: a > b, ">=": lambda: a >= b}[op]()


# ---- aggregates --------------------------------------------------------------------------------

def quantile(values, q):
    at = (len(values) - 1) * Fraction(q)
    low = math.floor(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def spread(values):
    mean = sum(values) / Fraction(len(values))
    return sum((v - mean) ** 2 for v in values) / (len(values) - 1)


class Selection:
    """The classes of a cell's rows for one aggregate, and its value (D4)."""

    def __init__(self, item, tree, candidates):
        self.item, self.tree = item, tree
        self.classes, self.used = [], []
        for row, base in candidates:
            kind, values = self.classify(item.rows, row, base)
            self.classes.append(kind)
            if kind == "used":
                self.used.append(values)

    def classify(self, rows, row, base):
        if base is not None:
            return base.name, None
        exclude = self.item.exclude
        if exclude is not None and rows.value(exclude, row) is True:
            return "dropped", None
        conditions = [rows.value(c, row) for c in (self.item.where, self.tree[3]) if c is not None]
        if any(c is False for c in conditions):
            return "excluded", None
        fraction = self.tree[1] in ("quantile", "quantile_observed", "trimmed_mean")
        values = [rows.value(part, row) for part in (self.tree[2][:1] if fraction else self.tree[2])]
        bad = worst(conditions) or worst(values)
        return (bad.name, None) if bad else ("used", values)

    def value(self):
        name, used, n = self.tree[1], self.used, len(self.used)
        lacking = sum(c in ("missing", "invalid") for c in self.classes)
        if name == "count":
            nobody_knows = self.tree[3] is not None and lacking and lacking + self.classes.count("dropped") == len(
                self.classes)  # what the standing filter drops tells nothing of the condition
            return (NO_DATA, None) if nobody_knows else (OK, Fraction(n))
        if name == "distinct":
            return OK, Fraction(len(set(map(tuple, used))))
        if name == "recurring":
            tuples = list(map(tuple, used))
            return OK, Fraction(sum(tuples.count(t) > 1 for t in set(tuples)))
        if name == "sum" and n == 0 and self.classes and lacking == 0:
            return OK, Fraction(0)
        if n == 0:
            return NO_DATA, None
        if name == "share":
            return OK, Fraction(sum(v[0] for v in used), n)
        spans = [1 if self.item.rows.type_of(part) not in ("duration", "instant") else SECOND for part in self.tree[2]]
        first = sorted(Fraction(v[0]) / spans[0] for v in used)
        if name == "ratio":
            bottom = sum(Fraction(v[1]) / spans[1] for v in used)
            return (UNDEFINED, None) if bottom == 0 else (OK, sum(first) / bottom)
        if name in ("stddev", "variance"):
            if n < 2:
                return UNDEFINED, None
            return OK, spread(first) if name == "variance" else Fraction(math.sqrt(spread(first)))
        if name == "trimmed_mean":
            cut = math.floor(n * self.item.constant(self.tree[2][1]))
            middle = first[cut:n - cut]
            return (OK, sum(middle) / len(middle)) if middle else (NO_DATA, None)
        if name == "quantile_observed":
            return OK, first[max(0, math.ceil(n * self.item.constant(self.tree[2][1])) - 1)]
        if name == "quantile":
            return OK, quantile(first, self.item.constant(self.tree[2][1]))
        return OK, {"sum": sum, "mean": lambda v: sum(v) / n, "min": min, "max": max,
                    "median": lambda v: quantile(v, Fraction(1, 2))}[name](first)


# ---- items -------------------------------------------------------------------------------------

def worse(*statuses):
    return max(statuses, key=_BADNESS.get)


class Item:
    """An indicator under a query: its value and counts at any place."""

    def __init__(self, world, definition):
        self.world, self.definition = world, definition
        self.min_n = definition.get("min_n", 1)
        parameters = {name: p["default"] for name, p in definition.get("parameters", {}).items()}
        self.formula = parse(definition["formula"], parameters)
        source = definition.get("source", "tickets")
        self.operands = [world.item(node[1]) for node in walk(self.formula) if node[0] == "operand"]
        self.derived = source == ""
        if self.derived:
            return
        query = world.query
        self.table = world.tables.get(source)
        self.rows = self.table and Rows(self.table, query)
        clause = lambda key: parse(definition[key], parameters) if definition.get(key) else None
        self.where = clause("where")
        self.exclude = clause("exclude")
        observations = definition.get("observations")
        self.observations = parse(observations) if observations and observations != "none" else None
        self.counts_minimum = observations != "none"
        placement = definition.get("placement", "event(created_at)")
        self.open = placement.startswith("open")
        self.placing = re.findall(r"[a-z_]+", placement)[1:]
        self.filters = [parse(text) for where_source, text in query["where"] if where_source == source]
        self.places = None

    def is_there(self):
        """Every field it needs is bound or stood in for."""
        if self.derived:
            if self.formula[:2] == ("call", "coalesce"):
                return any(operand.is_there() for operand in self.operands)
            return all(operand.is_there() for operand in self.operands)
        if self.table is None or not all(any(f in self.table.bound for f in self.fields_of_key(key))
                                         for key in self.world.query["keys"]):
            return False
        needs = set(self.placing)
        for tree in [self.formula, self.where, self.observations, *self.filters]:
            needs |= fields_of(tree) if tree else set()
        return all(name in self.table.fields and self.table.reads(name) for name in needs)

    def fields_of_key(self, key):
        return self.definition.get("credit", []) if key == "subject" else [key]

    def constant(self, tree):
        return tree[2]

    def is_placed(self, row):
        query, values = self.world.query, [self.rows.field(name, row) for name in self.placing]
        if not self.open:
            return not is_absent(values[0]) and query["from"] <= values[0] < query["to"]
        end = min(query["to"], query["now"])
        if is_absent(values[0]) or values[1] is INVALID:
            return False
        return values[0] < end and (values[1] is MISSING or values[1] >= end)

    def key_of(self, key, row):
        for name in self.fields_of_key(key):
            if name in self.table.bound and not is_absent(row.get(name, MISSING)):
                return row[name]
        return ""

    def cells(self):
        """Candidates by place: pairs of a row and the reason why the filter is not true."""
        if self.places is None:
            self.places = {}
            for row in self.table.rows:
                verdict = True
                for tree in self.filters:
                    verdict = self.rows.logic("and", verdict, self.rows.value(tree, row))
                if self.is_placed(row) and verdict is not False:
                    place = tuple(self.key_of(key, row) for key in self.world.query["keys"])
                    self.places.setdefault(place, []).append((row, verdict if is_absent(verdict) else None))
        return self.places

    def candidates(self, place, dropped):
        cells = self.cells()
        if not dropped:
            return cells.get(place, [])
        return [row for other, rows in cells.items()
                if all(i in dropped or other[i] == place[i] for i in range(len(place))) for row in rows]

    # -- values

    def has_cell(self, place, dropped=frozenset()):
        if self.derived:
            return any(o.is_there() and o.has_cell(place, dropped) for o in self.operands)
        return bool(self.candidates(place, dropped))

    def cell(self, tree, place, dropped):
        """(status, value) of a tree above aggregates."""
        op = tree[0]
        if op == "literal":
            return OK, Fraction(tree[2]) / (SECOND if tree[1] == "span" else 1)
        if op == "aggregate":
            candidates = self.candidates(place, dropped)
            if not candidates:
                return (OK, Fraction(0)) if tree[1] in ("count", "distinct", "recurring") else (NO_DATA, None)
            return Selection(self, tree, candidates).value()
        if op == "operand":
            return self.world.item(tree[1]).value(place, dropped)
        if op == "call":
            return self.cell_call(tree, place, dropped)
        if op == "neg":
            status, value = self.cell(tree[1], place, dropped)
            return status, None if value is None else -value
        (s, a), (t, b) = self.cell(tree[1], place, dropped), self.cell(tree[2], place, dropped)
        status = worse(s, t)
        if status != OK:
            return status, None
        return (UNDEFINED, None) if op == "/" and b == 0 else (OK, combine(op, a, b))

    def cell_call(self, tree, place, dropped):
        name, query = tree[1], self.world.query
        if name == "total":
            kept = [part[1] for part in tree[2][1:]]
            more = {i for i, key in enumerate(query["keys"]) if key not in kept}
            return self.cell(tree[2][0], place, dropped | more)
        if name == "period_days":
            days = Fraction(min(query["to"], query["now"]) - query["from"], 86400 * SECOND)
            return OK, max(days, Fraction(0))
        if name in ("domain_min", "domain_max"):
            return OK, self.rows.call(tree, {})
        if name == "coalesce":
            parts = tree[2]
            if self.derived:
                parts = [p for p in parts if self.world.item(p[1]).is_there()][:1]
            results = [self.cell(part, place, dropped) for part in parts]
            return next((r for r in results if r[0] != NO_DATA), results[-1])
        values = [self.cell(part, place, dropped) for part in tree[2]]
        if name == "if":
            if values[0][0] != OK:
                return values[0]
            return values[1] if values[0][1] else values[2] if len(values) > 2 else (NO_DATA, None)
        status = worse(*(v[0] for v in values))
        return (status, None) if status != OK else (OK, {"greatest": max, "least": min}[name](v[1] for v in values))

    def value(self, place, dropped=frozenset()):
        return self.cell(self.formula, place, dropped)

    def chosen(self, place, dropped):
        """The operand whose counts and minimum a derived value carries (D3)."""
        base = self.definition.get("base")
        there = [o for o in self.operands if o.is_there()]
        if base:
            return next(o for o in there if o.definition["id"] == base)
        if self.formula[:2] == ("call", "coalesce"):
            return there[0]
        return min(there, key=lambda o: o.counts(place, dropped)[0])

    def counted(self, place, dropped):
        """The source item whose rows are counted."""
        return self.chosen(place, dropped).counted(place, dropped) if self.derived else self

    def counts(self, place, dropped=frozenset()):
        """(used, missing, excluded)"""
        item = self.counted(place, dropped)
        candidates = item.candidates(place, dropped)
        trees = [node for node in walk(item.formula) if node[0] == "aggregate"]
        classes = [Selection(item, tree, candidates).classes for tree in trees]
        order = ["used", "invalid", "missing", "pending", "excluded", "dropped"]
        rows = [min(row, key=order.index) for row in zip(*classes)]
        return rows.count("used"), rows.count("missing"), sum(r not in ("used", "missing") for r in rows)

    def minimum(self, place):
        return max(self.min_n, self.chosen(place, frozenset()).minimum(place)) if self.derived else self.min_n

    def observed(self, place):
        item = self.counted(place, frozenset())
        if not item.counts_minimum or self.definition.get("observations") == "none":
            return None
        if item.observations is not None:
            status, value = item.cell(item.observations, place, frozenset())
            return value if status == OK else 0
        return item.counts(place)[0]

    def result(self, place):
        """(status, value, (used, missing, excluded)) as a query shows it at a place."""
        status, value = self.value(place)
        if not self.has_cell(place) and place:
            status, value = NO_DATA, None
        observed = self.observed(place)
        minimum = self.minimum(place)
        if status == OK and minimum > 1 and observed is not None and observed < minimum:
            status, value = INSUFFICIENT, None
        return status, value, self.counts(place)

    def sources(self):
        return [s for o in self.operands for s in o.sources()] if self.derived else [self]


class World:
    """Definitions, tables and a query: {keys, from, to, now, where: [(source, text)], negative}."""

    def __init__(self, definitions, tables, query):
        self.definitions, self.tables, self.query, self.items = definitions, tables, query, {}

    def item(self, name):
        if name not in self.items:
            self.items[name] = Item(self, self.definitions[name])
        return self.items[name]

    def places(self, names):
        found = {place for name in names for item in self.item(name).sources() if item.is_there()
                 for place in item.cells()}
        return found or ({()} if not self.query["keys"] else set())
