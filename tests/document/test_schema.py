"""The JSON Schemas against the documents that ship, and against documents with one mistake each.

Runs with plain python3; the part that needs the package jsonschema says so and is skipped where it is absent.
"""
import copy
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "docs" / "schema"
KINDS = ("catalog", "scorecard", "weights", "rule", "profile")
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
sys.exit(failed > 0)
