"""Random small tables and queries over the whole catalogue, measured by the command and by the second evaluator of
oracle.py: values, statuses and the three counts must agree, and so must what cannot be asked for."""
import csv
import io
import json
import os
import random
import sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "command"))
# pylint: disable=wrong-import-position
from command import Folder, main, run, tests_of
from oracle import INVALID, MISSING, Table, World

_START = datetime(2026, 3, 1, tzinfo=timezone.utc)
_DAY = 86400 * 10 ** 6
_OWN = [  # what the built-in definitions do not do
    {"id": "own_spread", "formula": "stddev(csat)", "unit": "points"},
    {"id": "own_variance", "formula": "variance(cost where csat >= 2)", "unit": "points"},
    {"id": "own_observed", "formula": "quantile_observed(elapsed(created_at, resolved_at), 0.5)", "unit": "s",
     "placement": "event(resolved_at)"},
    {"id": "own_where", "formula": "mean(csat where not is_complaint)", "where": "is_resolved or csat > 3",
     "exclude": "is_spam", "unit": "points"},
    {"id": "own_count", "formula": "count(where is_complaint and csat < 3)", "unit": "count",
     "exclude": "is_spam or is_test"},
    {"id": "own_counts", "formula": "count(csat) + 2 * count(where nps > 5)", "unit": "count"},
    {"id": "own_sum", "formula": "sum(transfers where is_escalated)", "unit": "count", "exclude": "is_spam"},
    {"id": "own_few", "formula": "mean(nps)", "unit": "points", "min_n": 4},
    {"id": "own_observations", "formula": "100 * ratio(errors, error_opportunities)", "unit": "%", "min_n": 9,
     "observations": "sum(error_opportunities)"},
    {"id": "own_free", "formula": "sum(cost)", "unit": "money", "min_n": 9, "observations": "none"},
    {"id": "own_in", "formula": "share(channel in (\"phone\", \"mail\"))", "unit": "ratio"},
    {"id": "own_text", "formula": "distinct(agent, channel where channel != \"phone\")", "unit": "count"},
    {"id": "own_recurring", "formula": "recurring(customer, channel)", "unit": "count"},
    {"id": "own_row", "formula": "sum(csat / (nps - 5))", "unit": "points"},
    {"id": "own_if", "formula": "mean(if(is_complaint, nps, coalesce(csat, 1)))", "unit": "points"},
    {"id": "own_clamp", "formula": "max(clamp(transfers, 1, reopens)) - min(abs(csat - 3))", "unit": "points"},
    {"id": "own_stock", "formula": "sum(csat)", "unit": "points", "placement": "open(created_at, closed_at)"},
    {"id": "own_nested", "formula": "[own_few] + [complaint_rate]", "source": "", "unit": "points", "min_n": 2},
    {"id": "own_total", "formula": "100 * [own_sum] / total([own_sum])", "source": "", "unit": "%"},
    {"id": "own_smallest", "formula": "[own_spread] - [csat_mean]", "source": "", "unit": "points"},
    {"id": "own_either", "formula": "coalesce([own_where], [own_few])", "source": "", "unit": "points"},
]
for _own in _OWN:
    _own.setdefault("source", "tickets")
    _own.update({"name": _own["id"], "better": "none"})
    if _own["source"]:
        _own["credit"] = ["responder", "agent"]

_WHERES = ["channel == \"phone\"", "csat >= 3 or is_complaint", "nps is present", "not is_resolved",
           "priority != \"high\" and transfers < 2", "csat > 1"]


def _catalogue(folder):
    """Definitions by id, fields by source and name."""
    document = json.loads(run("catalog", "--format", "json").out)
    definitions = {d["id"]: d for d in document["indicators"] + _OWN}
    path = folder.write("own.json", json.dumps({"deskscore": 1, "kind": "catalog", "indicators": [
        {key: value for key, value in d.items() if key != "source" or value != "tickets"} for d in _OWN]}))
    for definition in definitions.values():
        if definition["source"] == "" and "[" in definition["formula"] and "base" not in definition:
            _settle_base(definition)
    fields = {source: {f["name"]: f for f in listed} for source, listed in document["fields"].items()}
    return definitions, fields, path


def _settle_base(definition):
    """D3: by default the one operand that divides."""
    parts = definition["formula"].split("/")
    if len(parts) == 2 and parts[1].count("[") == 1 and "total" not in parts[1]:
        definition["base"] = parts[1].split("[")[1].split("]")[0]


# ---- random tables -----------------------------------------------------------------------------

def _instant(micros):
    return (_START + timedelta(microseconds=micros)).strftime("%Y-%m-%dT%H:%M:%SZ")


class _Maker:
    """Cells of a column, as (text, what the oracle sees)."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.gaps = self.random.choice([0.05, 0.3, 0.9])

    def value(self, field, created):
        r = self.random
        if field["type"] == "text":
            values = {"agent": ["Ann", "Bo", "7"], "responder": ["Ann", "Bo"], "channel": ["phone", "mail", "chat"],
                      "priority": ["high", "low"]}.get(field["name"], ["x", "y", "z"])
            text = r.choice(values)
            return text, text
        if field["type"] == "boolean":
            truth = r.random() < 0.4
            return ("true" if truth else "false"), truth
        if field["type"] == "instant":
            offset = created if field["name"] in ("created_at", "period_start") else \
                created + r.choice([-3600, 0, 60, 3600, 4 * 3600, 86400, 9 * 86400]) * 10 ** 6
            return _instant(offset), offset
        if field["type"] == "duration":
            seconds = r.choice([0, 1, 5, 30, 30, 400, 90000, -3])
            return str(seconds), seconds * 10 ** 6
        low, high = field.get("domain", [0, None])
        number = r.randint(low, high or 4) if r.random() < 0.9 else (low - 1)
        if not field.get("integer") and r.random() < 0.3:
            return f"{number}.5", Fraction(2 * number + 1, 2) if number >= 0 else -(Fraction(1, 2) - number)
        return str(number), Fraction(number)

    def cell(self, field, created):
        r, name = self.random, field["name"]
        gap = 0.02 if name in ("created_at", "period_start") else 0.5 if name.startswith("is_spam") else self.gaps
        if r.random() < gap:
            return "", MISSING
        if field["type"] != "text" and r.random() < 0.03:
            return "oops", INVALID
        return self.value(field, created)

    def table(self, fields, count, always):
        """(CSV text, Table): some columns, some rows."""
        share = self.random.choice([0.6, 0.85, 1.0])
        bound = [name for name in fields if name in always or self.random.random() < share]
        rows, lines = [], []
        for _ in range(count):
            created = self.random.randrange(40 * 86400) * 10 ** 6
            cells = {name: self.cell(fields[name], created) for name in bound}
            lines.append([cells[name][0] for name in bound])
            rows.append({name: cells[name][1] for name in bound})
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(bound)
        writer.writerows(lines)
        return text.getvalue(), Table(fields, bound, rows)


def _query(r):
    query = {"keys": r.choice([[], ["subject"], ["subject"], ["agent"], ["team", "channel"], ["channel", "subject"]]),
             "from": 5 * _DAY, "to": r.choice([30, 36]) * _DAY, "now": r.choice([50, 33]) * _DAY,
             "negative": r.choice(["exclude", "exclude", "signed", "clamp"]), "where": []}
    for _ in range(r.choice([0, 0, 1, 2])):
        query["where"].append(("tickets", r.choice(_WHERES)))
    return query


def _words(query, names, paths):
    words = ["measure", paths["tickets"], "--indicators", ",".join(names), "--format", "csv",
             "--from", _instant(query["from"]), "--to", _instant(query["to"]), "--now", _instant(query["now"]),
             "--negative", query["negative"], "--define", paths["define"]]
    if query["keys"]:
        words += ["--by", ",".join(query["keys"])]
    for source, text in query["where"]:
        words += ["--where", f"{source}:{text}"]
    if "agent_periods" in paths:
        words += ["--source", "agent_periods=" + paths["agent_periods"]]
    return words


# ---- comparing ---------------------------------------------------------------------------------

def _same(given, value):
    if value is None:
        return given == ""
    return given != "" and abs(float(given) - float(value)) <= 1e-9 * max(1.0, abs(float(value)))


def _compare(world, names, rows, seed):
    keys = world.query["keys"]
    columns = ["subject"] if len(keys) == 1 else keys
    wanted = {place: None for place in world.places(names)}
    found = set()
    for row in rows:
        place = tuple(row[column] for column in columns)
        found.add(place)
        assert place in wanted, f"seed {seed}: no oracle row for {place}"
        status, value, counts = world.item(row["indicator"]).result(place)
        given = tuple(int(row[c]) for c in ("n_used", "n_missing", "n_excluded"))
        where = f"seed {seed}, {row['indicator']} at {place}: {world.definitions[row['indicator']]['formula']}"
        assert given == counts, f"{where}: counts {given}, oracle {counts}"
        assert row["status"].lower() == status, f"{where}: {row['status']}, oracle {status} {value}"
        assert _same(row["value"], value), f"{where}: {row['value']}, oracle {float(value)}"
    assert found == set(wanted), f"seed {seed}: rows {sorted(found)}, oracle {sorted(wanted)}"


def _unsupported(definition):
    return any(word in definition["formula"] for word in ("hour_of", "weekday_of", "is_open", "km_", "business")) or \
        any("default" not in p for p in definition.get("parameters", {}).values())


def _case(seed, definitions, fields, folder, define):
    """One random question; how many values were compared."""
    maker = _Maker(seed)
    r, query = maker.random, _query(maker.random)
    tables, paths = {}, {"define": define}
    always = {"tickets": {"created_at", "agent", "channel", "csat", "nps", "is_complaint", "priority", "transfers",
                          "resolved_at"} | set(query["keys"]),
              "agent_periods": {"agent", "period_start"}}
    for source in ["tickets"] + (["agent_periods"] if r.random() < 0.6 else []):
        text, tables[source] = maker.table(fields[source], r.randint(10, 60) if source == "tickets" else 8,
                                           always[source])
        paths[source] = folder.write(source + ".csv", text)
    world = World(definitions, tables, query)
    usable = [name for name in definitions if not _unsupported(definitions[name])]
    there = [name for name in usable if world.item(name).is_there()]
    names = r.sample(there, min(14, len(there)))
    read = {item.definition.get("source", "tickets") for name in names for item in world.item(name).sources()}
    if not read & {"tickets"}:
        query["where"].clear()
    done = run(*_words(query, names, paths))
    assert done.status == 0, f"seed {seed}: {' '.join(names)}: {done.err}"
    _compare(world, names, done.rows(), seed)
    lacking = [name for name in usable if not world.item(name).is_there()]
    if lacking and r.random() < 0.3:
        name = r.choice(lacking)
        refused = run(*_words({**query, "where": []}, [name], paths))
        assert refused.status != 0, f"seed {seed}: {name} lacks a field, but has a value"
    return len(done.rows())


def _cases(seeds):
    folder = Folder()
    definitions, fields, define = _catalogue(folder)
    compared = sum(_case(seed, definitions, fields, folder, define) for seed in seeds)
    assert compared > 10 * len(seeds), compared


def random_questions_have_the_answers_of_the_second_evaluator():
    first, last = os.environ.get("DESKSCORE_ORACLE_SEEDS", "0:120").split(":")
    _cases(range(int(first), int(last)))


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
