"""deskscore check: documents, documents with a profile, and scorecards on data."""
import json
import os
import sys

from command import SOURCE, Folder, main, run, tests_of

_TABLE_1 = os.path.join(SOURCE, "examples/cards/toolkit-table-1.json")
_BASE_FLOAT = os.path.join(SOURCE, "examples/cards/toolkit-base-float.json")
_CARD = {
    "deskscore": 1, "kind": "scorecard", "id": "c", "name": "c",
    "items": {"csat": {"indicator": "csat_mean", "rule": {"family": "LINEAR", "x0": 1, "x1": 5}},
              "time": {"indicator": "handle_time", "rule": {"family": "LINEAR", "x0": "10min", "x1": "2min"}}},
    "weights": {"tree": {"csat": 50, "time": 50}}, "missing": {"min_weight_coverage": 0}}


def _codes(done, status=0):
    assert done.status == status, (done.status, done.err)
    return [(row["code"], row["path"]) for row in done.rows()]


def _check(*words, status=0):
    return _codes(run("check", *words, "--format", "csv"), status)


def the_presets_show_exactly_their_known_faults():
    """The numbers: 75 of 100, 15 of 30, 40 of 75, 70 to 0 at 40 s; 103 points."""
    rows = run("check", _TABLE_1, "--format", "csv").rows()
    assert [row["code"] for row in rows] == ["WEIGHT_TOTAL", "DIMENSION_SHARE", "DIMENSION_EMPTY", "LEAF_SHARE", "CLIFF",
                                             "PERIOD_MIX"], rows
    for row, part in zip(rows, ["add up to 75", "weight of 15, declared are 30", "\"collaboration\"", "53.33 %",
                                "at 40 s: the ladder gives 70 points there, the cliff 0", "by the quarter"]):
        assert part in row["message"], row
    rows = run("check", _BASE_FLOAT, "--format", "csv").rows()
    found = sorted((row["code"], row["message"].split(":")[0]) for row in rows)
    assert [code for code, _ in found] == ["ABOVE_100", "JUMP", "JUMP", "JUMP", "JUMP"], found
    places = {message for code, message in found if code == "JUMP"}
    # CSAT 80 and 92 are means of 4.2 and 4.68
    assert places == {f"the points jump at {at}" for at in ("25 s", "40 s", "4.2 points", "4.68 points")}, places
    assert [row["message"] for row in rows if row["code"] == "ABOVE_100"][0].endswith("up to 103"), rows


def a_profile_tells_what_can_never_be_computed():
    folder = Folder()
    profile = {"deskscore": 1, "kind": "profile", "sources": {"tickets": {"fields": {
        "created_at": "Created", "agent": "Agent", "csat": "Rating"}}}}
    path = folder.write("profile.json", json.dumps(profile))
    card = folder.write("card.json", json.dumps(_CARD))
    done = run("check", card, "--profile", path, "--format", "csv")
    rows = [row for row in done.rows() if row["code"] == "NOT_MAPPED"]
    assert [row["path"] for row in rows] == ["items.time.indicator"] and "handle_time" in rows[0]["message"], done.out
    assert rows[0]["severity"] == "warning" and rows[0]["line"] == "1", rows
    zh = run("check", card, "--profile", path, "--format", "csv", "--lang", "zh").rows()
    assert any("无法由配置所映射的字段算出:缺少 handle_time" in row["message"] for row in zh), zh
    assert "NOT_MAPPED" not in run("check", card).out
    assert run("check", card, "--profile", folder.write("bad.json", "{}")).status == 1


def _file(folder, *rows):
    return folder.write("tickets.csv", "id,agent,created_at,csat,handle_time\n" + "".join(
        f"{i},{agent},2026-09-01,{csat},{time}\n" for i, (agent, csat, time) in enumerate(rows)))


def data_tell_what_the_card_alone_cannot():
    """Eight agents whose ratings fall as their times rise; one of them with four tickets."""
    folder = Folder()
    card = folder.write("card.json", json.dumps(_CARD))
    rows = [(f"a{i}", 1 + i / 2, 500 - 40 * i) for i in range(8)] + [("a0", 1, 500)] * 3
    tickets = _file(folder, *rows)
    found = _check(card, tickets)
    assert found == [("CORRELATED", "items.time"), ("VOLUMES_DIFFER", "items.csat")], found
    done = run("check", card, tickets, "--format", "csv", "--lang", "zh").rows()
    assert "r = -1" in done[0]["message"] and "同步变化" in done[0]["message"] and done[0]["severity"] == "警告", done
    assert done[1]["severity"] == "提示" and "1 条记录" in done[1]["message"] and "4 条" in done[1]["message"], done
    assert _check(card, "--source", "tickets=" + tickets) == found
    assert _check(card, tickets, "--where", "agent != \"a0\"") == []  # seven are too few to say
    assert _check(card, _file(folder, *[(f"a{i}", 3 + i % 3, 500 - 40 * (i * 5 % 8)) for i in range(8)])) == []


def data_make_findings_about_the_profile_needless():
    """A column of the field's own name is found without the profile."""
    folder = Folder()
    profile = {"deskscore": 1, "kind": "profile", "sources": {"tickets": {"fields": {"csat": "csat"}}}}
    path = folder.write("profile.json", json.dumps(profile))
    card = folder.write("card.json", json.dumps(_CARD))
    tickets = _file(folder, ("a", 5, 200), ("b", 4, ""))
    found = _check(card, tickets, "--profile", path)
    assert found == [], found
    tickets = _file(folder, ("a", 5, 200), ("b", 4, ""), ("c", 4, ""))
    assert _check(card, tickets, "--profile", path) == [("MOSTLY_MISSING", "items.time")]


def a_card_that_cannot_be_read_is_not_tried_on_data():
    folder = Folder()
    card = folder.write("card.json", json.dumps({**_CARD, "weights": {"tree": {"csat": 50}}}))
    found = _check(card, _file(folder, ("a", 5, 200)), status=1)
    assert len(found) == 1, found
    assert run("check", card, "nothing.csv", "--by").status == 2
    assert run("check").status == 2
    assert run("check", card, "--by", "team").status == 2  # of data, and there are none
    assert run("check", card, "a.csv", "b.csv").status == 2
    rule = folder.write("rule.json", "{\"family\": \"LINEAR\", \"x0\": 0, \"x1\": 1}")
    assert run("check", rule).status == 0
    assert run("check", rule, _file(folder, ("a", 5, 200))).status == 1  # data are for scorecards


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
