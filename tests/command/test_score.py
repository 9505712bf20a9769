"""Scores from files by the shipped cards, worked by hand; and the other commands an analyst types."""
import json
import os
import sys

from command import SOURCE, Folder, main, run, tests_of

_TABLE_1 = os.path.join(SOURCE, "examples/cards/toolkit-table-1.json")
_BASE_FLOAT = os.path.join(SOURCE, "examples/cards/toolkit-base-float.json")


def _tickets(folder, *agents):
    """A file of ten tickets an agent: (name, mean response in seconds, ratings)."""
    lines = ["id,agent,team,created_at,response_count,response_time_total,csat"]
    for name, response, ratings in agents:
        for i in range(10):
            rating = ratings[i] if i < len(ratings) else ""
            lines.append(f"{name}{i},{name},one,2026-09-0{1 + i % 9},2,{2 * response},{rating}")
    return folder.write("tickets.csv", "\n".join(lines) + "\n")


def _score(*words):
    done = run("score", *words, "--format", "csv")
    assert done.status == 0, done.err
    return {row["subject"]: row for row in done.rows()}


def table_1_by_hand():
    """METHODS 2.3: 30 s 90 points, 40 s 0 (cliff); mean 4.2 85 points, 4.5 100; weights 15, 40, 20 of 75."""
    folder = Folder()
    tickets = _tickets(folder, ("Ada", 30, [5, 5, 4, 4, 4, 4, 4, 4, 4, 4]), ("Cara", 40, [5, 4]))
    periods = folder.write("p.csv", "agent,period_start,training_assessed,training_passed\nAda,2026-09-01,2,2\n"
                                    "Cara,2026-09-01,2,1\n")
    rows = _score(tickets, "--card", _TABLE_1, "--source", "agent_periods=" + periods)
    assert abs(float(rows["Ada"]["raw"]) - (15 * 90 + 40 * 85 + 20 * 100) / 75) < 1e-9, rows["Ada"]
    assert float(rows["Ada"]["total"]) == 90 and rows["Ada"]["grade"] == "S" and rows["Ada"]["rank"] == "1"
    assert abs(float(rows["Cara"]["raw"]) - (0 + 40 * 100 + 20 * 50) / 75) < 1e-9, rows["Cara"]
    assert float(rows["Cara"]["total"]) == 66.67 and rows["Cara"]["rank"] == "2"


def base_and_float_by_hand():
    """METHODS 2.2: 24 s 103, 40 s 72; mean 4.7 is 92.5 + 5, mean 4 is 75 - 5. What has no value leaves its dimension."""
    folder = Folder()
    tickets = _tickets(folder, ("Ada", 24, [5] * 7 + [4] * 3), ("Bo", 40, [4] * 10))
    rows = _score(tickets, "--card", _BASE_FLOAT)
    assert float(rows["Ada"]["total"]) == 99.86, rows["Ada"]  # (30 * 103 + 40 * 97.5) / 70
    assert float(rows["Bo"]["total"]) == 70.86, rows["Bo"]    # (30 * 72 + 40 * 70) / 70
    assert abs(float(rows["Bo"]["weight_coverage"]) - 0.31) < 1e-12, rows["Bo"]
    assert rows["Bo"]["grade"] == "Pass"
    zh = run("score", tickets, "--card", _BASE_FLOAT, "--format", "csv", "--lang", "zh").rows()
    assert [row["grade"] for row in zh] == ["优秀", "合格"], zh


def a_team_and_the_company_are_pooled_not_averaged():
    """Two agents of one team with 10 and 2 ratings: the team's mean is over 12 ratings."""
    folder = Folder()
    tickets = _tickets(folder, ("Ada", 20, [5] * 10), ("Bo", 20, [3, 3]))
    card = folder.write("card.json", json.dumps({
        "deskscore": 1, "kind": "scorecard", "id": "c", "name": "c",
        "items": {"csat": {"indicator": "csat_mean",
                           "rule": {"family": "LINEAR", "x0": 1, "points0": 0, "x1": 5, "points1": 100}}},
        "weights": {"tree": {"csat": 1}}}))
    pooled = round((56 / 12 - 1) / 4 * 100, 2)
    assert float(_score(tickets, "--card", card, "--by", "team")["one"]["total"]) == pooled
    done = run("score", tickets, "--card", card, "--by", "", "--format", "csv")
    assert float(done.rows()[0]["total"]) == pooled, done.out + done.err


def a_quarter_is_the_mean_of_its_months_or_scored_anew():
    """METHODS 0.6: 90 % satisfied of 10 answers in January, 60 % of 90 in February: AVERAGE 75, RECOMPUTE 63; by rows 63; by
    days (31 x 90 + 28 x 60) / 59 = 75.76. Bo: 80 % of 5 in May."""
    folder = Folder()
    lines = ["id,agent,created_at,csat"]
    for who, month, good, answers in (("Ada", 1, 9, 10), ("Ada", 2, 54, 90), ("Bo", 5, 4, 5)):
        lines += [f"{who}{month}-{i},{who},2026-{month:02}-03,{5 if i < good else 1}" for i in range(answers)]
    tickets = folder.write("tickets.csv", "\n".join(lines) + "\n")
    spec = {"deskscore": 1, "kind": "scorecard", "id": "c", "name": "c", "subject": {"by": ["agent"], "per": "month"},
            "items": {"csat": {"indicator": "csat_satisfied",
                               "rule": {"family": "LINEAR", "x0": 0, "points0": 0, "x1": 100, "points1": 100}}},
            "weights": {"tree": {"csat": 1}}}
    card = folder.write("card.json", json.dumps(spec))

    def totals(*words):
        done = run("score", tickets, "--card", card, "--format", "csv", *words)
        assert done.status == 0, done.err
        return {(row["subject"], row["period"]): float(row["total"]) for row in done.rows()}

    assert totals() == {("Ada", "2026-01"): 90, ("Ada", "2026-02"): 60, ("Bo", "2026-05"): 80}
    assert totals("--roll-up", "quarter") == {("Ada", "2026-Q1"): 75, ("Bo", "2026-Q2"): 80}
    assert totals("--period", "quarter") == {("Ada", "2026-Q1"): 63, ("Bo", "2026-Q2"): 80}
    assert totals("--roll-up", "year", "--roll-up-by", "rows")["Ada", "2026"] == 63
    assert totals("--roll-up", "year", "--roll-up-by", "days")["Ada", "2026"] == 75.76
    assert totals("--roll-up", "year:jul")["Ada", "FY2026"] == 75
    assert totals("--period", "quarter", "--roll-up", "year")["Ada", "2026"] == 63
    text = run("score", tickets, "--card", card, "--roll-up", "quarter", "--explain", "Ada").out
    for said in ("The mean of 2 published scores", "2026-01: 90", "2026-02: 60", "75.00"):
        assert said in text, (said, text)
    assert "已公布分数的平均值" in run("score", tickets, "--card", card, "--roll-up", "year", "--explain", "Ada",
                                       "--lang", "zh").out
    document = json.loads(run("score", tickets, "--card", card, "--roll-up", "quarter", "--explain", "Ada", "--format", "json").out)
    assert [line["kind"] for line in document["lines"]] == ["PERIOD", "PERIOD"] and document["total"] == 75, document
    for words, said in ((("--roll-up", "month"), "longer period"), (("--roll-up", "fortnight"), "--roll-up"),
                        (("--roll-up-by", "days"), "needs --roll-up"), (("--period", "", "--roll-up", "year"), "--period month"),
                        (("--period", "week", "--roll-up", "month"), "--roll-up")):
        done = run("score", tickets, "--card", card, *words)
        assert done.status == 2 and said in done.err and done.out == "", (words, done.status, done.err)


def the_ledger_adds_up_and_speaks_both_languages():
    folder = Folder()
    tickets = _tickets(folder, ("Ada", 24, [5] * 7 + [4] * 3))
    done = run("score", tickets, "--card", _BASE_FLOAT, "--explain", "Ada", "--format", "json")
    document = json.loads(done.out)
    total = document["total"]
    parts = [line["amount"] for line in document["lines"] if line["kind"] != "GROUP"]
    printed = [line["printed"] for line in document["lines"] if line["kind"] != "GROUP"]
    assert abs(sum(parts) - total) < 1e-9, document
    assert abs(sum(printed) - 99.86) < 1e-9, printed
    english = run("score", tickets, "--card", _BASE_FLOAT, "--explain", "Ada").out
    chinese = run("score", tickets, "--card", _BASE_FLOAT, "--explain", "Ada", "--lang", "zh").out
    assert "103" in english and "99.86" in english, english
    assert "规则" in chinese and "99.86" in chinese, chinese
    missing = run("score", tickets, "--card", _BASE_FLOAT, "--explain", "Nobody")
    assert missing.status == 1 and "Nobody" in missing.err


def the_check_of_table_1_shows_its_faults():
    done = run("check", _TABLE_1, "--format", "csv")
    assert done.status == 0, done.err
    found = {(row["code"], row["path"]) for row in done.rows()}
    codes = sorted(row["code"] for row in done.rows())
    assert ("CLIFF", "items.response.rule.cliff") in found, found
    assert "WEIGHT_TOTAL" in codes and "DIMENSION_EMPTY" in codes and "LEAF_SHARE" in codes, codes
    text = run("check", _TABLE_1).out
    assert "75" in text and "70 points" in text and "40 s" in text, text


def a_broken_document_is_bad_data():
    folder = Folder()
    path = folder.write("broken.json", '{"deskscore": 1, "kind": "scorecard", "id": "x", "items": {"a": {"indicator": '
                                       '"csat_meen", "rule": {"family": "RATIOS"}}}, "weights": {"tree": {"b": 1}}}')
    done = run("check", path, "--format", "csv")
    assert done.status == 1, done.out
    text = done.out
    assert "csat_mean" in text and "RATIO" in text, text


def the_catalogue_is_listed_and_each_entry_told():
    rows = run("catalog", "--format", "csv").rows()
    ids = {row["id"] for row in rows}
    assert {"first_response_time", "service_level", "nps"} <= ids and len(rows) == len(ids) >= 200
    one = {row["property"]: row["value"] for row in run("catalog", "first_response_within", "--format", "csv").rows()}
    assert one["formula"] == "100 * share(within(created_at, first_response_at, $limit))"
    assert one["名称"] == "N分钟响应率" and one["parameter"] == "limit = 24h"
    assert json.loads(run("catalog", "nps", "--format", "json").out)["id"] == "nps"
    wrong = run("catalog", "npss")
    assert wrong.status == 2 and "nps" in wrong.err, wrong.err


def sql_is_printed():
    done = run("sql", "csat_mean")
    assert done.status == 0 and "SELECT" in done.out.upper(), done.out + done.err


def tables_align_wide_characters():
    folder = Folder()
    path = folder.write("t.csv", "created_at,agent\n2026-01-01,陈晨\n2026-01-01,Ada\n")
    lines = run("measure", path, "--by", "agent", "--indicators", "tickets").out.splitlines()
    columns = [line.index("tickets") + sum(ord(c) > 0x2E80 for c in line[:line.index("tickets")]) for line in lines[1:]]
    assert len(set(columns)) == 1, lines


def the_table_shows_the_decimals_of_the_card():
    folder = Folder()
    tickets = folder.write("t.csv", "created_at,agent,csat\n2026-01-01,Ada,5\n2026-01-01,Ada,4\n2026-01-01,Ada,4\n")
    card = {"deskscore": 1, "kind": "scorecard", "id": "x", "name": "X", "items": {"sat": {
        "indicator": "csat_mean", "rule": {"family": "LINEAR", "x0": 1, "points0": 0, "x1": 5, "points1": 100}}},
        "weights": {"tree": {"sat": {"weight": 1, "name": {"en": "Satisfied", "zh": "满意度"}}}},
        "total": {"decimals": 4}}
    path = folder.write("card.json", json.dumps(card))
    line = run("score", tickets, "--card", path).out.splitlines()[1]
    assert "83.3333" in line, line  # (13/3 - 1) / 4 * 100
    text = run("score", tickets, "--card", path, "--explain", "Ada", "--lang", "zh").out
    assert "满意度［sat］" in text and "83.3333" in text, text
    document = json.loads(run("score", tickets, "--card", path, "--explain", "Ada", "--format", "json").out)
    assert document["lines"][0]["name"] == {"en": "Satisfied", "zh": "满意度"}, document


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
