"""The JSON Schemas against the documents that ship, and against documents with one mistake each.

Runs with plain python3; the part that needs the package jsonschema says so and is skipped where it is absent.
"""
import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "docs" / "schema"
KINDS = ("catalog", "scorecard", "weights", "rule", "profile", "calendar", "decisions", "targets", "scheme")
failed = 0


def check(name, holds, detail=""):
    global failed
    print(("ok       " if holds else "FAILED   ") + name + (f": {detail}" if detail and not holds else ""))
    failed += not holds


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def examples(text):
    """The JSON blocks of the description of the formats."""
    for block in text.split("```json\n")[1:]:
        yield json.loads(block.split("```")[0])


schemas = {kind: load(SCHEMAS / f"{kind}.schema.json") for kind in KINDS}
cards = [load(path) for path in sorted((ROOT / "examples" / "cards").glob("*.json"))]
shown = list(examples((ROOT / "docs" / "formats.md").read_text(encoding="utf-8")))
check("the two presets are there", len(cards) >= 2)
check("every kind is shown in the description of the formats", {d.get("kind") for d in shown} >= set(KINDS))

def named(schema):
    """The names of all members that a schema allows."""
    if isinstance(schema, list):
        return {name for part in schema for name in named(part)}
    if not isinstance(schema, dict):
        return set()
    own = {name for name, part in schema.get("properties", {}).items() if part is not False}
    return own | {name for part in schema.values() for name in named(part)}


# The documents each byte of which is changed in a test use every member: those of test_bytes*.c, and of the kinds that have
# a test of their own.
OF_THEIR_OWN = {"decisions": ("tests/document/test_decisions.c", "examples/decisions/toolkit-results.json"),
                "targets": ("tests/document/test_targets.c", "examples/targets/service-2026-h1.json"),
                "scheme": ("tests/document/test_scheme.c",)}
bytes_tests = [path.relative_to(ROOT) for path in sorted((ROOT / "tests" / "document").glob("test_bytes*.c"))]
for kind in KINDS:
    changed_there = "".join((ROOT / path).read_text(encoding="utf-8") for path in OF_THEIR_OWN.get(kind, bytes_tests))
    unread = {"$schema", "notes", "computed"} if kind in OF_THEIR_OWN else set()
    absent = {name for name in named(schemas[kind]) - unread if not re.search(rf'\\?"{re.escape(name)}\\?":', changed_there)}
    check(f"every member of a {kind} is changed byte by byte", not absent, ", ".join(sorted(absent)))

try:
    import jsonschema
except ImportError:
    print("skipped  the package jsonschema is not installed")
    sys.exit(failed > 0)

uris = {kind: (SCHEMAS / f"{kind}.schema.json").as_uri() for kind in KINDS}
try:
    import referencing

    registry = referencing.Registry().with_resources(
        (uris[kind], referencing.Resource.from_contents(schema)) for kind, schema in schemas.items())
    finder = {"registry": registry}
except ImportError:  # before jsonschema 4.18
    finder = {"resolver": jsonschema.RefResolver("", {}, store={uris[kind]: schemas[kind] for kind in KINDS})}


def errors(kind, document):
    validator = jsonschema.Draft202012Validator({"$ref": uris[kind]}, **finder)
    return [f"{list(e.absolute_path)}: {e.message[:120]}" for e in validator.iter_errors(document)]


for kind, schema in schemas.items():
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
        check(f"the schema of {kind} is a schema", True)
    except jsonschema.SchemaError as e:
        check(f"the schema of {kind} is a schema", False, e.message)
for card in cards:
    check(f"the card {card['id']} follows its schema", not errors("scorecard", card), "; ".join(errors("scorecard", card)))
for n, document in enumerate(shown):
    found = errors(document["kind"], document)
    check(f"example {n + 1} of the formats ({document['kind']}) follows its schema", not found, "; ".join(found))


def changed(document, path, value):
    copied = copy.deepcopy(document)
    place = copied
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return copied


card = next(c for c in cards if c["id"] == "toolkit_table_1")
MISTAKES = [
    (("deskscore",), 2), (("id",), "Table 1"), (("items", "csat", "indicator"), None), (("items", "csat", "extra"), 1),
    (("items", "response", "rule", "x0"), "25 seconds"), (("items", "response", "rule", "family"), "STAIRS"),
    (("items", "response", "rule", "cliff", "x"), None), (("weights", "mode"), "SUM"), (("weights", "tree", "growth", "weight"), True),
    (("missing", "min_weight_coverage"), 170), (("total", "decimals"), 1.5), (("grades", 0, "label"), None),
]
for path, value in MISTAKES:
    check(f"a mistake at {'.'.join(map(str, path))} is refused", bool(errors("scorecard", changed(card, path, value))))

desk = next(d for d in shown if d.get("id") == "small_desk")
DESK_MISTAKES = [
    (("missing", "neutral"), None), (("missing", "max_age"), 2), (("missing", "policy"), "MEDIAN"),
    (("items", "exams", "missing", "max_age"), None), (("items", "exams", "missing", "max_age"), 0),
    (("items", "exams", "missing", "otherwise"), "NEUTRAL"), (("items", "exams", "missing", "policy"), "GROUP_MEDIAN"),
    (("gates", 0, "op"), "="), (("gates", 0, "item"), None), (("gates", 0, "threshold"), "5 seconds"), (("gates", 1, "on"), "SCORE"),
    (("subject", "per"), "fortnight"), (("subject", "by"), 7), (("total",), {"operator": "SUM"}), (("total",), {"owa": 1}),
    (("total",), {"operator": "GEOMETRIC", "epsilon": 101}),
]
for path, value in DESK_MISTAKES:
    check(f"{value} at {'.'.join(map(str, path))} is refused", bool(errors("scorecard", changed(desk, path, value))))
for total in ({"operator": "OWA", "owa": [3, "2%", 1]}, {"operator": "GEOMETRIC", "epsilon": "1%"}):
    check(f"the total {total} is accepted", not errors("scorecard", changed(desk, ("total",), total)))

hours = {"mon-fri": ["09:00-17:00"]}
division = {"division": "scotland", "events": [{"title": "St Andrew's Day", "date": "2026-11-30", "notes": "", "bunting": True}]}
CALENDARS = [
    {"week": hours}, {"week": {}, "exceptions": {"2026-12-25": "10:00-12:00"}}, {"versions": [{"week": hours}]},
    {"week": {"fri-mon": "22:00-6:00", "tue, wed": ["00:00-48:00"]}, "versions": [{"from": "2026-01-01", "week": {}}]},
    {"week": hours, "holidays": division}, {"week": hours, "holidays": [division, "2026-01-01"]},
    {"week": hours, "holidays": {"2026-05-01": "1er mai"}, "working_days": ["2026-05-02/2026-05-03"]},
    {"week": hours, "holidays": {"date": "2026-05-02", "isOffDay": False, "as": "mon"}},
    {"week": hours, "exceptions": {"2026-05-01/2026-05-03": {"as": "sun", "name": "x"}}, "zone": "+08:00", "mode": "wall"},
]
NO_CALENDARS = [
    {}, {"week": []}, {"week": {"monday": []}}, {"week": {"mon": ["9-17"]}}, {"week": {"mon": ["24:00-25:00"]}},
    {"week": {"mon": ["09:00-49:00"]}}, {"versions": []}, {"versions": [{"from": "2026-01-01", "week": hours}]},
    {"week": hours, "versions": [{"week": hours}]}, {"week": hours, "mode": "clock"}, {"week": hours, "zone": ""},
    {"week": hours, "exceptions": {"2026-13-01": []}}, {"week": hours, "exceptions": {"2026-12-01": "as:friday"}},
    {"week": hours, "exceptions": {"2026-12-01": {"hours": [], "as": "fri"}}}, {"week": hours, "holidays": "2026-12-01"},
    {"week": hours, "holidays": [{"name": "x"}]}, {"week": hours, "holidays": {"scotland": division}},
    {"week": hours, "holidays": [{"date": "2026-12-01", "as": "fri"}]}, {"week": hours, "name": {"en": "x"}},
    {"week": hours, "working_days": [{"date": "2026-12-01", "isOffDay": True}]},
]
for document in CALENDARS:
    found = errors("calendar", document)
    check(f"the calendar {json.dumps(document)[:70]} follows its schema", not found, "; ".join(found))
for document in NO_CALENDARS:
    check(f"the calendar {json.dumps(document)[:70]} is refused", bool(errors("calendar", document)))
for path in sorted((ROOT / "examples").glob("*/**/*.json")):
    document = load(path)
    if document.get("kind") in ("calendar", "profile", "decisions", "targets", "scheme"):
        found = errors(document["kind"], document)
        check(f"{path.relative_to(ROOT)} follows its schema", not found, "; ".join(found))

scheme = load(ROOT / "examples" / "schemes" / "two-desks.json")
check("the scheme that ships", not errors("scheme", scheme), str(errors("scheme", scheme)))
for path, value in [(("straddle",), "SOMETIMES"), (("cards",), {}), (("cards", "phone"), []), (("assign",), []),
                    (("assign", 0, "when", "team"), []), (("assign", 0, "cards"), None), (("assign", 0, "who"), "x"),
                    (("cards", "phone", 0, "valid_from"), 20260101), (("cards", "phone", 0, "until"), "2026-01-01")]:
    check(f"a mistake at {'.'.join(map(str, path))} is refused", bool(errors("scheme", changed(scheme, path, value))))

plan = load(ROOT / "examples" / "targets" / "service-2026-h1.json")
PLAN_MISTAKES = [
    (("deskscore",), 2), (("targets",), {}), (("targets", "csat", "direction"), "UP"), (("targets", "csat", "due"), "2026-13-01"),
    (("targets", "csat", "start"), 20260101), (("targets", "csat", "extra"), 1), (("targets", "csat", "baseline"), {}),
    (("targets", "csat", "tenure", 0, "below"), None), (("targets", "csat", "milestones"), []), (("targets", "csat", "window"), 0),
    (("targets", "response", "versions", 0, "valid_from"), None), (("targets", "response", "forecast", "level"), 170),
    (("targets", "response", "grain"), "fortnight"), (("targets", "hotline", "state", "override"), {"by": "Ada"}),
    (("objectives", "prompt", "status"), "BEST_CHILD"), (("objectives", "prompt", "mbo"), {"by": "RATIO"}), (("mbo",), {"missing": "NONE"}),
]
for path, value in PLAN_MISTAKES:
    check(f"a mistake at {'.'.join(map(str, path))} is refused", bool(errors("targets", changed(plan, path, value))))

# The policies of the schema are those that the life cycle documents.
policies = schemas["profile"]["properties"]["lifecycle"]["properties"]
header = (ROOT / "include" / "deskscore" / "lifecycle.h").read_text(encoding="utf-8")
rows = re.findall(r"^ \* \| ([a-z_]+)(?::NAME)? \| (.*) \|$", header.split("| values (default first) |")[1], re.M)
check("the life cycle documents its policies", len(rows) >= 10)
check("each policy is in the schema", {name for name, _ in rows} == set(policies) - {"notes"})
for name, values in rows:
    words = policies.get(name, {}).get("enum", [])
    check(f"the values of {name} are documented", all(re.search(rf"(^|; ){w}(:|;|$)", values) for w in words))

log = next(d for d in shown if d.get("lifecycle"))
LOG_MISTAKES = [
    (("sources", "tickets", "rows", "keep"), "newest"), (("sources", "tickets", "rows", "key"), None),
    (("sources", "tickets", "zone"), ""), (("sources", "tickets", "utc"), True), (("lifecycle", "bots"), "hand-off"),
    (("lifecycle", "status", "done"), "finished"), (("sources", "tickets", "fields", "resolved_at", "utc"), True),
]
for path, value in LOG_MISTAKES:
    check(f"a mistake at {'.'.join(map(str, path))} is refused", bool(errors("profile", changed(log, path, value))))

results = load(ROOT / "examples" / "decisions" / "toolkit-results.json")
RESULT_MISTAKES = [
    (("deskscore",), None), (("rules",), {}), (("rules", "Top"), {"kind": "BONUS", "name": "x"}),
    (("rules", "top_bonus", "kind"), "PRIZE"), (("rules", "top_bonus", "list", "share"), 110),
    (("rules", "top_bonus", "list", "ties"), "ALL"), (("rules", "top_bonus", "line"), {"op": ">", "limit": 1}),
    (("rules", "top_bonus", "bonus", "pot"), -1), (("rules", "coaching", "streak", "length"), 0),
    (("rules", "training", "look", "what"), "TOTAL"), (("rules", "training", "line"), None),
    (("rules", "promotion", "line", "op"), "="), (("eligibility", "tenure_days"), -1), (("rank", "decimals"), 10),
    (("rules", "coaching", "list", "guard"), {"kind": "WILSON", "lo": "x"}),
]
for path, value in RESULT_MISTAKES:
    check(f"a mistake at {'.'.join(map(str, path))} is refused", bool(errors("decisions", changed(results, path, value))))

# The schemas and the parsers accept and refuse the same, for one mistake each. `deskscore check` tells with an error what
# a parse refuses.
command = os.environ.get("DESKSCORE_COMMAND")


def refused(document):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)
        file.flush()
        done = subprocess.run([command, "check", file.name, "--format", "json"], capture_output=True, text=True, check=False)
    return any(finding["severity"] == "error" for finding in json.loads(done.stdout or "[]"))


def agree(kind, document, accepted, what):
    by_schema = not errors(kind, document)
    by_parser = accepted if command is None else not refused({"deskscore": 1, "kind": kind, **document})
    check(f"{kind}: {what} is {'accepted' if accepted else 'refused'} by schema and parser",
          by_schema == accepted and by_parser == accepted, f"schema {by_schema}, parser {by_parser}")


PEERS = {"family": "PEERS", "better": "higher", "method": "Z", "scale": "T", "min_group": 7}
CARD_VALUES = [  # where, what it accepts, what it refuses
    (("total",), [{"operator": "GEOMETRIC", "epsilon": 1}, {"operator": "HARMONIC", "epsilon": "1%"}, {"operator": "MIN"},
                  {"operator": "OWA", "owa": [3, "2%", 1]}, {"min": None, "max": 120, "decimals": 0}, {}],
     [{"operator": "MEDIAN"}, {"operator": None}, {"operator": "GEOMETRIC", "epsilon": 101}, {"decimals": 10},
      {"operator": "GEOMETRIC", "epsilon": "1"}, {"operator": "OWA", "owa": 3}, {"operator": "OWA", "owa": ["x"]},
      {"Operator": "MIN"}, {"min": "0%"}, {"operator": "OWA", "owa": []}]),
    (("gates", 0), [{"item": "csat", "op": "<", "threshold": 2}, {"item": "csat", "op": ">=", "threshold": 2, "on": "POINTS"},
                    {"item": "exams", "op": "<=", "threshold": "5%", "scope": "quality", "cap": -5, "missing": "APPLY"}],
     [{"item": "csat", "op": "<"}, {"item": "csat", "threshold": 2}, {"op": "<", "threshold": 2}, "csat", 7,
      {"item": "csat", "op": "==", "threshold": 2}, {"item": "csat", "op": "<", "threshold": None},
      {"item": "csat", "op": "<", "threshold": 2, "cap": None}, {"item": "csat", "op": "<", "threshold": 2, "cap": "5"},
      {"item": "csat", "op": "<", "threshold": 2, "missing": True}, {"item": "csat", "op": "<", "threshold": 2, "veto": True},
      {"item": "csat", "op": "<", "threshold": 2, "scope": 1}, {"item": "csat", "op": "<", "threshold": 2, "name": ""}]),
    (("gates",), [[]], [{}, None, "csat"]),
    (("items", "exams", "missing"), [{"policy": "ZERO"}, {"policy": "NEUTRAL", "neutral": "60%"},
                                     {"policy": "GROUP_MEDIAN"}, {"policy": "GROUP_MEDIAN", "otherwise": "BLOCK"},
                                     {"policy": "CARRY_FORWARD", "max_age": 1}],
     [{}, "ZERO", {"policy": "NEUTRAL"}, {"policy": "CARRY_FORWARD"}, {"policy": "CARRY_FORWARD", "max_age": 0},
      {"policy": "CARRY_FORWARD", "max_age": 1.5}, {"policy": "ZERO", "neutral": 5}, {"policy": "ZERO", "max_age": 1},
      {"policy": "ZERO", "otherwise": "BLOCK"}, {"policy": "GROUP_MEDIAN", "otherwise": "GROUP_MEDIAN"},
      {"policy": "ZERO", "min_weight_coverage": 50}]),
    (("missing",), [{}, {"min_data_coverage": 5}, {"policy": "GROUP_MEDIAN", "otherwise": "ZERO"}],
     [{"neutral": 60}, {"policy": "CARRY_FORWARD", "max_age": 1, "neutral": 60}, {"min_data_coverage": -1}]),
    (("items", "exams", "period"), ["day", "week", "month", "quarter", "year"], ["", "week:mon", "hour", 7, []]),
    (("subject",), [{}, {"by": "agent"}, {"by": ["agent", "team"]}, {"per": "week:sun"}, {"per": "year:apr"}, {"by": []}],
     [{"by": ["agent", "agent"]}, {"by": "Agent"}, {"by": [""]}, {"by": None}, {"per": ""}, {"per": "month:apr"},
      {"per": ["month"]}, {"for": "agent"}, "agent"]),
    (("items", "csat", "rule"), [PEERS, {**PEERS, "method": "ROBUST_Z", "min_group": 2}],
     [{**PEERS, "method": "RANK"}, {**PEERS, "better": "band"}, {**PEERS, "definition": "MEAN"}, {**PEERS, "when_equal": 50},
      {**PEERS, "min_group": 1.5}, {**PEERS, "min_group": 1}, {k: v for k, v in PEERS.items() if k != "better"},
      {k: v for k, v in PEERS.items() if k != "method"}, {**PEERS, "method": "MIN_MAX"}]),
    (("name",), ["n", {"en": "n"}, {"en": "", "zh": "n"}], ["", {}, {"en": ""}, {"en": "", "zh": ""}, {"fr": "n"}, None, 7]),
    (("weights", "deskscore"), [1], [2, "1", None]), (("weights", "kind"), ["weights"], ["rule", 7]),
    (("computed",), [{}, 7, None], []), (("$schema",), ["s", 7], []),
]
for path, accepted, refusals in CARD_VALUES:
    for value, good in [(value, True) for value in accepted] + [(value, False) for value in refusals]:
        document = {name: part for name, part in copy.deepcopy(desk).items() if path[0] != "total" or name != "gates"}
        place = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        agree("scorecard", document, good, f"{'.'.join(map(str, path))} {json.dumps(value, ensure_ascii=False)}")

BAND = {"family": "BAND", "a": 1, "b": 2, "c": 3, "d": 4}
DEVIATION = {"family": "BAND", "form": "DEVIATION", "target": 5, "slope": 2}
DESIRE = {"family": "DESIRABILITY", "form": "MAX", "low": 1, "high": 9}
FLOAT = {"family": "BASE_FLOAT", "core": {"family": "RATIO", "form": "HIGHER", "baseline": 90}, "conditions": []}
RULES = [
    ({"family": "TIER", "tiers": [{"max": 5, "points": 0}, {"min": 5, "points": 100}]}, True), (BAND, True),
    ({**BAND, "slope": 2}, False), ({k: v for k, v in BAND.items() if k != "c"}, False), (DEVIATION, True),
    ({**DEVIATION, "a": 1}, False), ({k: v for k, v in DEVIATION.items() if k != "slope"}, False),
    ({**DESIRE, "exponent": 2}, True), ({**DESIRE, "target": 5}, False), ({**DESIRE, "form": "TARGET"}, False),
    ({**DESIRE, "form": "TARGET", "target": 5, "exponent_low": 2}, True), ({**DESIRE, "form": "BOX", "exponent": 2}, False),
    ({**DESIRE, "form": "TARGET", "target": 5, "exponent": 2}, False), (FLOAT, True), ({**FLOAT, "mode": "ADJ_BASE"}, False),
    ({**FLOAT, "mode": "ADJ_BASE", "base": 60}, True), ({**FLOAT, "mode": "ADJ_BASE", "base": 60, "cap_core": 110}, False),
    ({**FLOAT, "mode": "ADJ_BASE", "base": 60, "cap_core": None}, True), ({**FLOAT, "order": "FLOAT_THEN_CAP"}, True),
    ({**FLOAT, "mode": "ADJ_BASE", "base": 60, "order": "FLOAT_THEN_CAP"}, False),
    ({"family": "PEERS", "better": "lower", "method": "MIN_MAX", "when_equal": 50}, True),
    ({"family": "PEERS", "better": "lower", "method": "PERCENT_RANK", "definition": "WEAK"}, True),
    ({"family": "PEERS", "better": "lower", "method": "PERCENT_RANK", "definition": "BEST"}, False),
    ({"family": "FORMULA", "formula": "100 * [value]"}, True), ({"family": "FORMULA", "parameters": {}}, False),
    ({"family": "FORMULA", "formula": "[value] - $a", "parameters": {"a": "92%"}, "better": "lower", "clamp": None}, True),
    ({"family": "FORMULA", "formula": "[value] - $a", "parameters": {"a": None}}, False),
    ({"family": "FORMULA", "formula": "[value] - $A", "parameters": {"A": 1}}, False),
    ({"family": "FORMULA", "formula": "[value]", "parameters": []}, False), ({"family": "FORMULA", "formula": ""}, False),
    ({"family": "FORMULA", "formula": "[value]", "constants": {}}, False),
]
for document, good in RULES:
    agree("rule", document, good, json.dumps(document))
column = ("sources", "agent_periods", "fields", "agent")
plain = next(d for d in shown if d["kind"] == "profile" and not d.get("lifecycle"))
for value, good in (("", False), ([], False), (["a", ""], False), ({"column": ""}, False), ({"column": ["a"], "missing": ""}, True)):
    agree("profile", changed(plain, column, value), good, json.dumps(value))
sys.exit(failed > 0)
