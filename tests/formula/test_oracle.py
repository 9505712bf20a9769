"""Random small formulas over random rows, evaluated a second time by a few lines of Python written from the description
of the language: the same status, the same three counts, the same value to 1e-12 relative."""
import datetime
import fractions
import json
import math
import os
import random
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "command"))
import command  # noqa: E402
from language import (  # noqa: E402
    CALENDAR_FIELD, CALENDARS, DERIVED, EPOCH, FIELDS, HOUR, INVALID, MISSING, NOW, PENDING, TWINS, ZONE, Absent, Rows,
    has_clock, random_formula, random_indicator, rank_of, text_of, type_of)

# ---- aggregates ---------------------------------------------------------------------------------------

USED, BAD, LACKING, WAITING, FALSE, DROPPED = "used", "invalid", "missing", "pending", "false", "dropped"
CLASS_OF_RANK = {PENDING: WAITING, MISSING: LACKING, INVALID: BAD}
NO_DATA, UNDEFINED = "NO_DATA", "UNDEFINED"


def _class(rows, row, definition, where, arguments):
    """The class of a row in an aggregate, and the arguments if it is used."""
    asked = rows.on("calendar").of(definition["query"], row)
    if isinstance(asked, Absent):
        return CLASS_OF_RANK[asked.rank], None
    if definition["exclude"] and rows.of(definition["exclude"], row) is True:
        return DROPPED, None
    conditions = [rows.of(condition, row) for condition in (definition["where"], where) if condition]
    if False in conditions:
        return FALSE, None
    worst = max(map(rank_of, conditions), default=0)
    if not worst:
        values = [rows.of(argument, row) for argument in arguments]
        worst = max(map(rank_of, values), default=0)
    return (CLASS_OF_RANK[worst], None) if worst else (USED, values)


def _quantile(values, q):
    at = q * (len(values) - 1)
    low = math.floor(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


def _ordered(name, x, q):
    """Aggregates of a sorted list that is not empty."""
    if name in ("sum", "mean"):
        return sum(x) if name == "sum" else sum(x) / len(x)
    if name in ("stddev", "variance"):
        return UNDEFINED if len(x) < 2 else statistics.stdev(x) if name == "stddev" else statistics.variance(x)
    if name == "quantile_observed":
        return x[max(math.ceil(q * len(x)) - 1, 0)]
    if name == "trimmed_mean":
        drop = math.floor(q * len(x))
        kept = x[drop:len(x) - drop]
        return sum(kept) / len(kept)
    if name in ("min", "max"):
        return x[0 if name == "min" else -1]
    return _quantile(x, fractions.Fraction(1, 2) if name == "median" else q)


def _curve(name, rows, asked):
    """Kaplan and Meier 1958: what survives each event is those left of those at risk."""
    left = fractions.Fraction(1)
    for at in sorted({span for span, event in rows if event}):
        if name == "km_within" and at > asked:
            break
        risk = sum(span >= at for span, _ in rows)
        left *= 1 - fractions.Fraction(sum(event and span == at for span, event in rows), risk)
        if name == "km_quantile" and left <= 1 - asked:
            return at
    if name == "km_quantile":
        return NO_DATA
    return 1 - left if left == 0 or max(span for span, _ in rows) >= asked else NO_DATA  # not watched for so long


def _value(name, used, classes, is_bare, options):
    unknown = LACKING in classes or BAD in classes
    if name == "count":
        return NO_DATA if is_bare and unknown and set(classes) <= {LACKING, BAD, DROPPED} else len(used)
    if name == "distinct":
        return len({tuple(values) for values in used})
    if name == "sum" and not used:
        return NO_DATA if unknown or not classes else 0
    if not used:
        return NO_DATA
    if name.startswith("km_"):
        return _curve(name, [values[0] for values in used], options)
    if name == "share":
        return sum(values[0] for values in used) / len(used)
    if name == "ratio":
        above, below = (sum(fractions.Fraction(values[k]) for values in used) for k in (0, 1))
        return UNDEFINED if below == 0 else above / below
    return _ordered(name, sorted(fractions.Fraction(values[0]) for values in used), options)


def _evaluate(rows, table, node, definition):
    """Value or status of a cell formula, and the classes of each candidate in it."""
    form, *rest = node
    if form == "number":
        return rest[0], [[] for _ in table]
    if form != "aggregate":
        (a, first), (b, second) = (_evaluate(rows, table, operand, definition) for operand in rest)
        classes = [x + y for x, y in zip(first, second)]
        for status in (UNDEFINED, NO_DATA):
            if status in (a, b):
                return status, classes
        if form == "/":
            return (UNDEFINED if b == 0 else float(a) / float(b)), classes
        a, b = float(a), float(b)
        return {"+": a + b, "-": a - b, "*": a * b}[form], classes
    name, arguments, where = rest
    options = None
    if name in ("quantile", "quantile_observed", "trimmed_mean"):
        *arguments, options = arguments
        options = fractions.Fraction(str(options[1]))
    if name.startswith("km_"):
        options = arguments[2][1]
        options = options[1] if isinstance(options, tuple) else fractions.Fraction(str(options))
        arguments = [("watched", *arguments[:2], *arguments[3:])]
    judged = [_class(rows, row, definition, where, arguments) for row in table]
    classes = [found for found, _ in judged]
    used = [values for found, values in judged if found == USED]
    value = _value(name, used, classes, where is not None, options)
    is_time = bool(arguments) and name not in ("count", "ratio", "distinct", "km_within") and \
        (name == "km_quantile" or type_of(arguments[0]) == "duration")
    if is_time and not isinstance(value, str):
        value = float(value) / 1e6  # durations are told in seconds
    return value, [[found] for found in classes]


def _expected(rows, table, definition):
    value, classes = _evaluate(rows.on(definition["clock"]), table, definition["formula"], definition)
    order = (USED, BAD, LACKING, WAITING, FALSE, DROPPED)
    merged = [next(kind for kind in order if kind in found) for found in classes]
    counts = (merged.count(USED), merged.count(LACKING), len(merged) - merged.count(USED) - merged.count(LACKING))
    return (value, "") if isinstance(value, str) else ("OK", float(value)), counts


# ---- tables -------------------------------------------------------------------------------------------

def _random_value(rng, name):
    """The cell of a column, and what it means."""
    kind, domain, _ = FIELDS[name]
    if rng.random() < 0.15:
        return "", Absent(MISSING)
    if rng.random() < 0.08 and kind != "text":
        return "?", Absent(INVALID)
    if kind == "instant":
        value = rng.randrange(0, 96) * HOUR // 2 + rng.choice([0, 0, 1, 500000])
        return (EPOCH + datetime.timedelta(microseconds=value)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), value
    if kind == "duration":
        seconds = rng.choice([0, 90, 1800, 3600, 3601, 7200, 9000, -60])
        value = seconds * 10**6
        return str(seconds), Absent(INVALID) if domain and not domain[0] <= seconds <= domain[1] else value
    if kind == "boolean":
        value = rng.random() < 0.5
        return json.dumps(value), value
    if kind == "text":
        value = rng.choice(["a", "b", "it", "other"])
        return value, value
    value = rng.choice([0, 1, 2, 3, 4, 5, 6, -1] + ([0.5, 2.25] if name == "n2" else []))
    return str(value), Absent(INVALID) if domain and not domain[0] <= value <= domain[1] else value


def _random_table(rng, n):
    names = [name for name in FIELDS if name not in DERIVED]
    lines, rows = [",".join(names)], []
    for _ in range(n):
        cells = {name: _random_value(rng, name) for name in names}
        lines.append(",".join(cell for cell, _ in cells.values()))
        rows.append({name: value for name, (_, value) in cells.items()})
    return "\n".join(lines) + "\n", rows


def _random_definition(rng):
    formula, kind = random_indicator(rng)
    where = random_formula(rng, "boolean", rng.randrange(3)) if rng.random() < 0.25 else None
    exclude = random_formula(rng, "boolean", rng.randrange(3)) if rng.random() < 0.25 else None
    clock = rng.choice(["calendar", "business"]) if has_clock(formula) or has_clock(where) else "calendar"
    return {"formula": formula, "kind": kind, "where": where, "exclude": exclude, "clock": clock}


def _document(definitions):
    fields = []
    for name, (kind, domain, derive) in FIELDS.items():
        field = {"name": name, "type": kind}
        field.update({"unit": "count"} if kind == "number" else {"unit": "s"} if kind == "duration" else {})
        field.update({"domain": domain} if domain else {})
        field.update({"derive": [derive]} if derive else {})
        field.update({"business": TWINS[name]} if name in TWINS else {})
        fields.append(field)
    indicators = []
    for i, definition in enumerate(definitions):
        entry = {"id": f"x{i}", "name": f"x{i}", "formula": text_of(definition["formula"]),
                 "unit": "s" if definition["kind"] == "duration" else "count"}
        entry.update({word: text_of(definition[word]) for word in ("where", "exclude") if definition[word]})
        entry.update({"clock": "business"} if definition["clock"] == "business" else {})
        indicators.append(entry)
    head = {"deskscore": 1, "kind": "catalog"}
    return json.dumps({**head, "fields": {"tickets": fields}, "indicators": indicators})


def _calendar_words(folder):
    """The options that give the command the calendars."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    words = ["--zone", ZONE, "--calendar-field", CALENDAR_FIELD]
    for name, days in CALENDARS.items():
        week = {day: [f"{start:02}:00-{end:02}:00" for start, end in hours] for day, hours in zip(names, days) if hours}
        path = folder.write(f"calendar_{name}.json", json.dumps({"zone": "UTC", "week": week}))
        words += ["--calendar", f"{name}={path}" if name else path]
    return words


# ---- the tests ------------------------------------------------------------------------------------------

def _tell(definition, negative):
    parts = [f"{word} {text_of(definition[word])}" for word in ("formula", "where", "exclude") if definition[word]]
    return f"{' | '.join(parts)} ({definition['clock']} clock, negative times: {negative})"


def _compare(seed, n_rows, n_formulas):
    rng = random.Random(seed)
    text, table = _random_table(rng, n_rows)
    negative = rng.choice(["exclude", "signed", "clamp"])
    rows = Rows(negative)
    definitions = [_random_definition(rng) for _ in range(n_formulas)]
    query = random_formula(rng, "boolean", 2) if rng.random() < 0.5 else ("boolean", True)
    candidates = [row for row in table if rows.of(query, row) is not False]
    words = ["-", "--negative", negative, "--now", (EPOCH + datetime.timedelta(microseconds=NOW)).isoformat(),
             "--where", text_of(query)]
    folder = command.Folder()
    names = ",".join(f"x{i}" for i in range(n_formulas))
    path = folder.write("define.json", _document(definitions))
    words += _calendar_words(folder)
    found = command.measure(*words, "--define", path, "--indicators", names, stdin=text)
    for i, definition in enumerate(definitions):
        (status, value), counts = _expected(rows, candidates, dict(definition, query=query))
        row = found.get(f"x{i}", {"status": NO_DATA, "value": "", "n_used": "0", "n_missing": "0", "n_excluded": "0"})
        shown = (f"seed {seed}: {_tell(definition, negative)}, asked {text_of(query)}: "
                 f"{dict(row)}, expected {status} {value} {counts}")
        assert row["status"] == status, shown
        assert tuple(int(row[count]) for count in ("n_used", "n_missing", "n_excluded")) == counts, shown
        if status == "OK":
            got = float(row["value"])
            assert abs(got - value) <= 1e-12 * max(abs(got), abs(value)) + 1e-12 * 1e-6, shown


def random_formulas_give_what_the_description_says():
    for seed in range(1, 19):
        _compare(seed, 30, 120)


def random_formulas_over_one_row_or_a_few():
    for seed in range(100, 118):
        _compare(seed, seed % 4 + 1, 120)


def random_formulas_over_several_blocks():
    for seed in range(200, 203):
        _compare(seed, 2600, 20)


if __name__ == "__main__":
    sys.exit(command.main(command.tests_of(__name__)))
