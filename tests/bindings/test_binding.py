"""The Python binding gives what C gives: catalogue, values over buffers, scores by a document, errors."""
import array
import os
import sys

sys.path.insert(0, os.path.join(os.environ["DESKSCORE_SOURCE"], "bindings/python"))
import deskscore  # noqa: E402

CARD = """{"deskscore": 1, "kind": "scorecard", "id": "t", "name": "t",
  "items": {"csat": {"indicator": "csat_score",
                     "rule": {"family": "PIECEWISE", "knots": [{"x": 0, "points": 0}, {"x": 100, "points": 100}]}}},
  "weights": {"tree": {"csat": 1}}, "grades": [{"label": "A", "min": 80}, {"label": "B", "min": 0}]}"""


def sources():
    """Four tickets of two agents: 60 s and 120 s, 30 s and none; ratings 5, 4, 3 and none."""
    return {"tickets": {
        "agent": ["Ada", "Ada", "Bo", "Bo"],
        "created_at": deskscore.Column(array.array("q", [1000, 2000, 3000, 4000]), unit="s"),
        "first_response_at": deskscore.Column(array.array("q", [1060, 2120, 3030, -1]), unit="s", missing=-1),
        "csat": array.array("d", [5, 4, 3, float("nan")])}}


def main():
    catalog = deskscore.Catalog()
    listed = {each["id"]: each for each in catalog.indicators()}
    assert listed["csat_mean"]["formula"] == "mean(csat)" and listed["csat_mean"]["name_zh"] == "满意度均分"
    assert len(listed) == deskscore.lib.dscore_catalog_count(catalog._h)

    values = catalog.evaluate(["first_response_time", "csat_mean"], sources(), by=["agent"])
    assert [values.keys(i) for i in range(len(values))] == [("Ada",), ("Bo",)]
    assert values.get(0, "first_response_time").value == 90 and values.get(1, "first_response_time").value == 30
    bo = values.get(1, "csat_mean")
    assert (bo.value, bo.n_used, bo.n_missing, bo.n_excluded) == (3, 1, 1, 0), bo

    levels = catalog.evaluate({"one": "first_response_within", "two": "first_response_within"}, sources(), now=10**10,
                              parameters={"one": {"limit": "60s"}, "two": {"limit": "2min"}})
    assert levels.get(0, "one").value == 50 and levels.get(0, "two").value == 75, (levels.get(0, "one"), levels.get(0, "two"))

    scores = catalog.score(CARD, sources())
    assert [(s.subject, s.total, s.grade, s.rank) for s in scores] == [("Ada", 87.5, "A", 1), ("Bo", 50, "B", 2)]
    ledger = list(scores.ledger(0))
    parts = [each.amount for each in ledger if each.kind != deskscore.lib.DSCORE_LINE_GROUP]
    assert abs(sum(parts) - 87.5) < 1e-12, ledger
    assert "87.5" in scores.explain(0) and "Ada" in scores.explain(0, "zh") and '"Ada"' in scores.json(0)

    own = deskscore.Catalog('{"deskscore": 1, "kind": "catalog", "indicators": [{"id": "half", "name": {"en": "Half", "zh": '
                            '"一半"}, "unit": "points", "better": "none", "source": "tickets", "formula": "mean(csat) / 2"}]}')
    assert own.evaluate(["half"], sources()).get(0, "half").value == 2

    for call, status in ((lambda: catalog.evaluate(["csat_meen"], sources()), "NOT_FOUND"),
                         (lambda: catalog.evaluate(["handle_time"], sources()), "FIELD_MISSING"),
                         (lambda: catalog.score('{"deskscore": 1', sources()), "FORMAT"),
                         (lambda: catalog.evaluate(["csat_mean"], {"tickets": {"csat": ["5"]}}), "TYPE")):
        try:
            call()
        except deskscore.Error as error:
            assert error.name == "DSCORE_E_" + status and error.message, (error.name, error.message)
        else:
            raise AssertionError(f"expected {status}")

    try:
        import numpy
    except ImportError:
        print("NumPy is not installed: strided views are not tested")
    else:
        table = numpy.zeros(4, dtype=[("rating", "i4"), ("created", "i8")])
        table["rating"], table["created"] = [5, 4, 3, 0], [1, 2, 3, 4]
        strided = {"tickets": {"created_at": deskscore.Column(table["created"], unit="s"),
                               "csat": deskscore.Column(table["rating"], missing=0)}}
        assert catalog.evaluate(["csat_mean"], strided).get(0, "csat_mean").value == 4
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
