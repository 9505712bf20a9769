"""The JSON Schemas against the documents that ship, and against documents with one mistake each.

Runs with plain python3; the part that needs the package jsonschema says so and is skipped where it is absent.
"""
import copy
import json
import pathlib
import re
import sys

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
sys.exit(failed > 0)
