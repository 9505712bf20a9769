"""Targets from files: worked examples to their printed digits, people who are new, checks, faults with their places."""
import csv
import io
import json
import math
import os
import sys

from command import SOURCE, Folder, main, run, tests_of

_EXAMPLES = os.path.join(SOURCE, "examples", "targets")


def _plan(targets, **more):
    return json.dumps({"deskscore": 1, "kind": "targets", "id": "plan", "name": "Plan", "targets": targets, **more},
                      ensure_ascii=False, indent=1)


def _monthly(scores, year=2026, month=1):
    """A reviewed ticket a month, so that the monthly mean is its score."""
    rows = ["id,created_at,agent,quality_score"]
    for i, score in enumerate(scores):
        months = year * 12 + month - 1 + i
        rows.append(f"{i},{months // 12}-{months % 12 + 1:02d}-15 10:00:00,Ada,{score}")
    return "\n".join(rows) + "\n"


def _rows(done):
    assert done.status == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out)))


def _close(got, wanted, tolerance):
    assert abs(float(got) - wanted) <= tolerance, f"{got}, expected {wanted}"


def _fails(done, status, *texts):
    assert done.status == status, f"exit {done.status}, expected {status}: {done.err}"
    assert done.out == "", f"nothing may be printed: {done.out}"
    for text in texts:
        assert text in done.err, f"expected {text!r} in: {done.err}"


def the_worked_trend_is_forecast_from_a_file():
    """METHODS 4.5: seven months, due in the thirteenth."""
    folder = Folder()
    data = folder.write("reviews.csv", _monthly([85, 85.6, 86.1, 86, 87.2, 87.5, 88.1]))
    plan = folder.write("plan.json", _plan({"quality": {
        "indicator": "quality_score", "direction": "INCREASE", "baseline": 85, "target": 92, "start": "2026-01-01",
        "due": "2027-01-31", "window": 1}}))
    rows = _rows(run("targets", plan, data, "--now", "2026-08-01", "--format", "csv"))
    assert len(rows) == 1 and rows[0]["target"] == "quality" and rows[0]["subject"] == "", rows
    row = rows[0]
    _close(row["value"], 88.1, 1e-9)
    assert row["n"] == "1", row
    _close(row["progress"], 3.1 / 7, 1e-9)
    # 212 days from 1 January to 1 August, 395 to 31 January: 53.67 %; a gap of 9.4 points is behind.
    _close(row["expected"], 212 / 395, 1e-9)
    assert row["status"] == "behind", row
    _close(row["forecast"], 91.06428571, 5e-9)
    _close(row["probability"], .062150, 5e-7)
    document = json.loads(run("targets", plan, data, "--now", "2026-08-01", "--format", "json").out)
    forecast = document["standings"][0]["forecast"]
    _close(forecast["se"], .50708249, 5e-9)
    _close(forecast["lo"], 90.315891, 5e-7)
    _close(forecast["hi"], 91.812681, 5e-7)
    assert forecast["outlook"] == "UNLIKELY" and document["kind"] == "standings", forecast


def history_tells_what_is_realistic():
    """METHODS 4.6: thirteen months before the start, three periods to go."""
    folder = Folder()
    data = folder.write("reviews.csv", _monthly(
        [84.1, 84.6, 84.3, 85.2, 85, 85.5, 85.1, 85.9, 85.4, 86, 85.7, 86.2, 86], 2025, 1))
    target = {"indicator": "quality_score", "direction": "INCREASE", "baseline": 86, "start": "2026-02-01",
              "due": "2026-04-30", "window": 1}
    plan = folder.write("plan.json", _plan({"one": {**target, "target": 87}, "three": {**target, "target": 89}}))
    document = json.loads(run("targets", plan, data, "--now", "2026-02-01", "--format", "json").out)
    one, three = (standing["reach"] for standing in document["standings"])
    _close(one["z"], .587385, 5e-7)
    _close(one["probability"], .278473, 5e-7)
    _close(one["empirical"], .2, 1e-12)
    assert one["reach_class"] == "REALISTIC", one
    _close(three["z"], 2.825043, 5e-7)
    _close(three["probability"], .002364, 5e-7)
    _close(three["best"], 1.2, 1e-9)
    assert three["reach_class"] == "UNREALISTIC", three
    rows = _rows(run("targets", plan, data, "--now", "2026-02-01", "--format", "csv", "--lang", "zh"))
    assert [row["class"] for row in rows] == ["现实可行", "不现实"], rows
    checks = _rows(run("targets", plan, data, "--now", "2026-02-01", "--format", "csv", "--checks"))
    assert [row["verdict"] for row in checks if row["check"] == "AC1"] == ["pass", "fail"], checks


_RATED = ("id,created_at,team,agent,csat\n" + "".join(
    f"{team}{month}{i},2026-{month:02d}-{i + 3:02d} 09:00:00,{team},{agent},{5 if i < good else 2}\n"
    for team, agent, goods in (("Chat", "Ada", (3, 4, 3)), ("Phone", "Bo", (2, 2, 3)))
    for month, good in enumerate(goods, 1) for i in range(4)))

_SATISFIED = {"title": {"en": "More smiles", "zh": "更多笑容"}, "indicator": "csat_satisfied",
              "scope": {"by": "team", "subjects": ["Chat", "Phone"]}, "direction": "INCREASE", "baseline": "80%",
              "target": "90%", "start": "2026-01-01", "due": "2026-12-31", "window": 3}


def months_are_judged_together():
    """Chat: 10 of 12 is 83.33 %, a third of the way; expected 90 of 364 days. Phone: 7 of 12, the wrong way."""
    folder = Folder()
    data = folder.write("tickets.csv", _RATED)
    plan = folder.write("plan.json", _plan({"smiles": _SATISFIED}))
    rows = _rows(run("targets", plan, data, "--now", "2026-04-01", "--format", "csv"))
    assert [(row["subject"], row["n"]) for row in rows] == [("Chat", "12"), ("Phone", "12")], rows
    _close(rows[0]["value"], 1000 / 12, 1e-9)
    _close(rows[0]["progress"], 1 / 3, 1e-9)
    _close(rows[0]["expected"], 90 / 364, 1e-12)
    # January alone, 3 of 4, was at risk; since then no interval has agreed on anything better.
    assert (rows[0]["status"], rows[0]["by_value"]) == ("at risk", "on track"), rows[0]
    _close(rows[1]["progress"], (700 / 12 - 80) / 10, 1e-9)
    # Wilson (1927), 10 of 12 at 95 %: centre (p + z2/2n) / (1 + z2/n), half z sqrt(pq/n + z2/4n2) / (1 + z2/n).
    z, n, p = 1.959963984540054, 12, 10 / 12
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    _close(rows[0]["low"], 100 * (centre - half), 1e-6)
    _close(rows[0]["high"], 100 * (centre + half), 1e-6)
    people = _rows(run("targets", plan, data, "--now", "2026-04-01", "--format", "csv", "--by", "agent"))
    assert [row["value"] for row in people] == [""], f"nothing may stand for teams where agents were asked for: {people}"


def people_who_are_new_have_a_target_of_their_own():
    folder = Folder()
    data = folder.write("tickets.csv", _RATED)
    scope = {"by": "agent", "subjects": ["Ada", "Bo", "Cy"]}
    plan = folder.write("plan.json", _plan({"smiles": {
        **_SATISFIED, "scope": scope, "tenure": [{"below": "30d", "target": "82%"}, {"below": "90d", "target": "86%"}]}}))
    roster = folder.write("roster.csv", "subject,team,tenure_days\nAda,Chat,400\nBo,Phone,45\nCy,Phone,\n")
    rows = _rows(run("targets", plan, data, "--roster", roster, "--now", "2026-04-01", "--format", "csv"))
    assert [(row["subject"], row["goal"]) for row in rows] == [("Ada", "90"), ("Bo", "86"), ("Cy", "90")], rows
    assert rows[2]["value"] == "" and rows[2]["n"] == "0", rows[2]
    bad = folder.write("bad.csv", "subject,tenure_days\nAda,400\nBo,a month\n")
    _fails(run("targets", plan, data, "--roster", bad, "--now", "2026-04-01"), 1, "bad.csv:3:2", "\"a month\"")
    twice = folder.write("twice.csv", "subject,tenure_days\nAda,400\nAda,1\n")
    _fails(run("targets", plan, data, "--roster", twice, "--now", "2026-04-01"), 1, "twice.csv:3:1", "line 2")
    nobody = folder.write("nobody.csv", "name,tenure_days\nAda,400\n")
    _fails(run("targets", plan, data, "--roster", nobody, "--now", "2026-04-01"), 1, "nobody.csv:1", "\"subject\"")


def a_target_is_explained_in_both_languages():
    folder = Folder()
    data = folder.write("tickets.csv", _RATED)
    plan = folder.write("plan.json", _plan({"smiles": _SATISFIED}))
    words = ("targets", plan, data, "--now", "2026-04-01")
    english = run(*words, "--explain", "smiles")
    assert english.status == 0 and "More smiles" in english.out and "on track" in english.out, english.out + english.err
    assert "Chat" in english.out and "Phone" in english.out, english.out
    chinese = run(*words, "--explain", "smiles", "--lang", "zh")
    assert chinese.status == 0 and "更多笑容" in chinese.out and "进展正常" in chinese.out, chinese.out
    table = run(*words, "--lang", "zh")
    assert "状态" in table.out and "进展正常" in table.out and "83.33%" in table.out, table.out
    _fails(run(*words, "--explain", "smile"), 1, "--explain smile", "smiles")


def vague_goals_are_read_and_judged():
    """METHODS 4.2: S3-7, S3-8, S4-12, S1-12."""
    folder = Folder()
    plan = folder.write("plan.json", _plan({
        "s3_7": {"title": "3个月内将客户满意度提升至92%", "indicator": "csat_satisfied", "direction": "INCREASE",
                 "target": "92%", "start": "2026-01-01", "due": "2026-03-31"},
        "s3_8": {"title": "平均响应时长缩短至30秒内", "indicator": "average_response_time", "direction": "DECREASE",
                 "target": "30s"},
        "s4_12": {"title": "显著增长", "indicator": "csat_score", "direction": "INCREASE", "target": "显著增长"},
        "s1_12": {"title": "维持在85分以上", "indicator": "csat_score", "direction": "MAINTAIN_AT_OR_ABOVE",
                  "target": 85}}))
    rows = _rows(run("targets", plan, "--now", "2026-02-01", "--checks", "--format", "csv"))
    verdicts = {(row["target"], row["check"]): row["verdict"] for row in rows}
    expected = {("s3_7", "ME2"): "pass", ("s3_7", "TB2"): "pass", ("s3_7", "ME3"): "warn", ("s3_7", "SP2"): "warn",
                ("s3_8", "TB2"): "fail", ("s4_12", "ME2"): "fail", ("s4_12", "TB2"): "fail", ("s1_12", "TB2"): "fail",
                ("s1_12", "ME2"): "pass"}
    for key, verdict in expected.items():
        assert verdicts.get(key) == verdict, f"{key}: {verdicts.get(key)}, expected {verdict}"
    chinese = _rows(run("targets", plan, "--now", "2026-02-01", "--checks", "--format", "csv", "--lang", "zh"))
    why = {(row["target"], row["check"]): (row["verdict"], row["why"]) for row in chinese}
    assert why["s4_12", "ME2"][0] == "不通过" and "显著增长" in why["s4_12", "ME2"][1], why["s4_12", "ME2"]
    checked = run("check", plan, "--format", "csv")
    found = {(row["path"], row["code"], row["severity"]) for row in checked.rows()}
    assert ("targets.s4_12.target", "ME2", "warning") in found and ("targets.s3_7.scope", "SP2", "info") in found, found


def the_plan_that_ships_is_smart():
    plan = os.path.join(_EXAMPLES, "service-2026-h1.json")
    data = os.path.join(_EXAMPLES, "tickets.csv")
    checked = run("check", plan, "--format", "csv")
    assert checked.status == 0 and checked.rows() == [], checked.out + checked.err
    document = json.loads(run("targets", plan, data, "--now", "2026-04-15", "--format", "json").out)
    standings = {(each["target"], each["subject"]): each for each in document["standings"]}
    assert set(standings) == {("csat", "Chat"), ("csat", "Phone"), ("reopened", "Chat"), ("reopened", "Phone"),
                              ("knowledge", ""), ("response", "Chat"), ("response", "Phone"), ("handling", "Chat"),
                              ("handling", "Phone"), ("hotline", "")}, set(standings)
    # Chat, January to March: 7 of 8 each month were satisfied; two of three steps of work, of weight 3 of 4, are done.
    _close(standings["csat", "Chat"]["value"], 87.5, 1e-9)
    _close(standings["knowledge", ""]["progress"], .75, 1e-12)
    assert standings["hotline", ""]["status"] == "ACHIEVED", standings["hotline", ""]
    assert standings["response", "Chat"]["target_value"] == 32 and standings["response", "Chat"]["version"] == 1
    failed = [check for each in document["standings"] for check in each["checks"] if check["verdict"] == "FAIL"]
    assert failed == [], failed
    assert all(check["en"] and check["zh"] for each in document["standings"] for check in each["checks"])


def each_target_is_read_by_its_own_periods():
    """Chat, January to March: 3, 4 and 3 of 4. March alone 75 %, the quarter 10 of 12; two windows, each with its median."""
    folder = Folder()
    data = folder.write("tickets.csv", _RATED)
    plan = folder.write("plan.json", _plan({"monthly": {**_SATISFIED, "window": 1},
                                            "smiles": {**_SATISFIED, "grain": "quarter", "window": 1}}))
    for words in ((), ("--from", "2026-01-01", "--to", "2026-04-01")):
        done = run("targets", plan, data, "--now", "2026-04-01", "--format", "csv", *words)
        assert done.err == "", done.err
        rows = {(row["target"], row["subject"]): row for row in _rows(done)}
        _close(rows["monthly", "Chat"]["value"], 75, 1e-9)
        _close(rows["smiles", "Chat"]["value"], 1000 / 12, 1e-9)
    cut = run("targets", plan, data, "--now", "2026-04-01", "--format", "csv", "--from", "2026-01-10", "--to", "2026-04-01")
    assert "smiles: periods that --from and --to cut were left out" in cut.err, cut.err
    waits = folder.write("waits.csv", "created_at,first_response_at\n" + "".join(
        f"2026-{month:02d}-{day:02d} 09:00:00,2026-{month:02d}-{day:02d} 09:{month * 10:02d}:00\n"
        for month, days in ((1, 2), (2, 4), (3, 3)) for day in range(1, days + 1)))
    base = {"indicator": "first_response_time_median", "direction": "DECREASE", "baseline": 1800, "target": 600,
            "start": "2026-01-01", "due": "2026-12-31"}
    plan = folder.write("plan.json", _plan({"short": {**base, "window": 2}, "long": {**base, "window": 3}}))
    rows = {row["target"]: row for row in _rows(run("targets", plan, waits, "--now", "2026-04-01", "--format", "csv"))}
    # Of 20, 20, 20, 20, 30, 30, 30 minutes and of 10, 10 as well: each window is measured as a whole.
    assert (float(rows["short"]["value"]), float(rows["long"]["value"])) == (1200, 1200), rows
    assert (rows["short"]["n"], rows["long"]["n"]) == ("7", "9"), rows


def threshold_and_stretch_are_told():
    """Chat, 10 of 12: above a stretch of 83 %, short of a threshold of 84 %."""
    folder = Folder()
    data = folder.write("tickets.csv", _RATED)
    for mark, limit, word in (("stretch", "83%", "STRETCH"), ("threshold", "84%", "BELOW_THRESHOLD")):
        plan = folder.write("plan.json", _plan({"smiles": {**_SATISFIED, mark: limit}}))
        document = json.loads(run("targets", plan, data, "--now", "2026-04-01", "--format", "json").out)
        assert word in document["standings"][0]["notes"], document["standings"][0]["notes"]


def agreed_objectives_are_explained():
    """METHODS 8.2 with a gate: 40 x 110 % + 35 x 80 % (below its 90: 0) + 25 x 130 % cut to 120 %."""
    folder = Folder()
    agreed = {"employee": "Ann", "manager": "Wei"}
    objectives = {name: {"title": {"en": name.title(), "zh": zh}, "mbo": {"weight": weight, "by": "GIVEN",
                                                                         "achievement": done, "agreed": agreed}}
                  for name, zh, weight, done in (("growth", "增长", 40, 110), ("quality", "质量", 35, 80),
                                                 ("people", "团队", 25, 130))}
    objectives["quality"]["mbo"]["min_achievement"] = 90
    plan = folder.write("plan.json", _plan({"open": {"direction": "BINARY"}}, objectives=objectives))
    english = run("targets", plan, "--explain", "mbo", "--now", "2026-04-01").out
    assert english == ("Agreed objectives\nScore: 74 (before minima and vetoes: 102)\n"
                       "Growth: weight 40, as stated: 110%, counts as 110%, points: 44\n"
                       "Quality: weight 35, as stated: 80%, counts as 0%, points: 0; below its minimum: counts as 0\n"
                       "People: weight 25, as stated: 130%, counts as 120%, points: 30; cut to its cap\n"
                       "Earned most: Growth\nLost most: Quality\n"), english
    chinese = run("targets", plan, "--explain", "mbo", "--now", "2026-04-01", "--lang", "zh").out
    assert chinese.startswith("约定目标\n得分：74（未计最低要求和一票否决：102）\n增长：权重40，按填报：110%"), chinese


def faults_name_their_place():
    folder = Folder()
    data = folder.write("tickets.csv", _RATED)
    good = folder.write("plan.json", _plan({"smiles": _SATISFIED}))
    _fails(run("targets"), 2, "PLAN.json")
    _fails(run("targets", os.path.join(folder.path, "none.json"), data), 1, "none.json")
    _fails(run("targets", good, os.path.join(folder.path, "none.csv"), "--now", "2026-04-01"), 1, "none.csv")
    text = _plan({"smiles": {**_SATISFIED, "due": "2026-02-30"}})
    line = 1 + text[:text.index("2026-02-30")].count("\n")
    bad = folder.write("date.json", text)
    _fails(run("targets", bad, data, "--now", "2026-04-01"), 1, f"date.json:{line}:", "targets.smiles.due", "2026-02-30")
    unknown = folder.write("unknown.json", _plan({"smiles": {**_SATISFIED, "indicator": "csat_satisfed"}}))
    _fails(run("targets", unknown, data, "--now", "2026-04-01"), 1, "targets.smiles.indicator", "\"csat_satisfied\"")
    short = folder.write("short.csv", _RATED.replace("csat", "stars"))
    _fails(run("targets", good, short, "--now", "2026-04-01"), 1, "smiles needs the field csat of tickets", "--map")
    _fails(run("targets", good, data, "--now", "2026-02-30"), 2, "--now")
    _fails(run("targets", good, data, "--checks=yes", "--now", "2026-04-01"), 2, "--checks")
    two = folder.write("two.json", _plan({"a": _SATISFIED, "b": {**_SATISFIED, "scope": {"by": "agent"}}}))
    _fails(run("targets", two, data, "--now", "2026-04-01"), 2, "team", "agent", "--by")


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
