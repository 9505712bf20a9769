"""Ranks, lists, grades and decisions from files: the worked examples of METHODS 5.2, 5.3 and 5.8, both languages, faults."""
import json
import os
import sys

from command import SOURCE, Folder, main, run, tests_of

_SIX = "subject,score\nA,92\nB,85\nC,85\nD,78\nE,70\nF,88\n"


def _rows(*words, stdin=None):
    """The JSON that `rank` prints, by subject."""
    done = run("rank", *words, "--format", "json", stdin=stdin)
    assert done.status == 0, done.err
    return {row["subject"]: row for row in json.loads(done.out)}


def _column(rows, name):
    return [rows[subject][name] for subject in sorted(rows)]


def _listed(rows, which):
    return sorted(subject for subject, row in rows.items() if row["list"] == which)


def _fails(done, status, *texts):
    assert done.status == status, f"exit {done.status}, expected {status}: {done.err}"
    assert done.out == "", f"nothing may be printed: {done.out}"
    for text in texts:
        assert text in done.err, f"expected {text!r} in: {done.err}"


def six_scores_rank_in_five_ways():
    """METHODS 5.8: 92, 85, 85, 78, 70, 88."""
    for method, wanted in {"competition": [1, 3, 3, 5, 6, 2], "dense": [1, 3, 3, 4, 5, 2], "modified": [1, 4, 4, 5, 6, 2],
                           "fractional": [1, 3.5, 3.5, 5, 6, 2], "ordinal": [1, 3, 4, 5, 6, 2]}.items():
        ranks = _column(_rows("-", "--method", method, stdin=_SIX), "rank")
        assert ranks == wanted, (method, ranks)
    assert _column(_rows("-", stdin=_SIX), "rank") == [1, 3, 3, 5, 6, 2], "competition ranks unless another is asked for"


def keys_order_those_who_are_tied():
    keyed = "subject,score,volume,quality\nA,80,10,3\nB,80,20,1\nC,80,20,2\n"
    assert _column(_rows("-", "--method", "ordinal", "--keys", "volume,quality", stdin=keyed), "rank") == [3, 2, 1]


def the_best_stand_first_and_who_has_no_score_last():
    done = run("rank", "-", "--format", "csv", stdin="subject,score\nLow,10\nNone,\nHigh,20\n")
    assert done.out == "subject,score,rank,of\nHigh,20,1,2\nLow,10,2,2\nNone,,,\n", done.out


def _people(*scores):
    return "subject,score\n" + "".join(f"P{i:02},{score}\n" for i, score in enumerate(scores))


def three_at_the_cut_of_two_places():
    """METHODS 5.8: n = 20, k = 2, scores 98, 96, 96: INCLUDE 3 people, EXCLUDE 1, TIE_BREAK 2."""
    people = _people(98, 96, 96, *range(50, 67))
    for ties, wanted in {"include": ["P00", "P01", "P02"], "exclude": ["P00"], "break": ["P00", "P01"]}.items():
        assert _listed(_rows("-", "--top", "10%", "--ties", ties, stdin=people), "top") == wanted, ties
    rows = _rows("-", "--top", "10%", stdin=people)
    assert _listed(rows, "top") == ["P00", "P01", "P02"] and _listed(rows, "bottom") == [], "included by default"
    left = _rows("-", "--top", "10", "--ties", "exclude", stdin=people)["P01"]
    assert left["reason"] == "the list ends before this place; tied over the end of the list", left


def places_of_a_small_share():
    """METHODS 5.8: 10 % of 25: 2, 3, 3, 2; of 9: 0, 1, 1, 1; of 4: 0, 0, 1, 1."""
    for n, wanted in {25: [2, 3, 3, 2], 9: [0, 1, 1, 1], 4: [0, 0, 1, 1]}.items():
        people = _people(*range(n))
        got = [len(_listed(_rows("-", "--top", "10%", "--places", places, stdin=people), "top"))
               for places in ("floor", "round", "ceil", "at-least-one")]
        assert got == wanted, (n, got)


def nobody_is_last_of_nine_and_one_of_ten_is():
    """METHODS 5.8: the bottom list rounds down and asks for groups of 10."""
    assert _listed(_rows("-", "--bottom", "20%", stdin=_people(*range(9))), "bottom") == []
    assert _listed(_rows("-", "--bottom", "20%", "--group-min", "5", stdin=_people(*range(9))), "bottom") == ["P00"]
    assert _listed(_rows("-", "--bottom", "10%", stdin=_people(*range(10))), "bottom") == ["P00"]
    tied = _rows("-", "--bottom", "10%", stdin=_people(5, 5, *range(6, 24)))
    assert _listed(tied, "bottom") == ["P00", "P01"], "two places, two people: nobody is tied over the end"
    assert _listed(_rows("-", "--bottom", "10%", stdin=_people(5, 5, 5, *range(6, 23))), "bottom") == []


def groups_are_ranked_apart():
    grouped = "group,subject,score\nnight,A,70\nday,B,90\nday,C,80\nnight,D,60\n"
    rows = _rows("-", "--top", "50%", stdin=grouped)
    assert _column(rows, "rank") == [1, 1, 2, 2] and _column(rows, "of") == [2, 2, 2, 2], rows
    assert _listed(rows, "top") == ["A", "B"]
    assert [row["group"] for row in rows.values()] == ["night", "night", "day", "day"], "in the file's order of groups"


def an_interval_that_holds_the_mean_keeps_off_the_bottom_list():
    """The mean of 0, 10, ..., 90 is 45."""
    lines = [f"P{i},{10 * i},{10 * i - 5},{10 * i + 5}" for i in range(10)]
    header = "subject,score,lo,hi\n"
    sure = _rows("-", "--bottom", "10%", stdin=header + "\n".join(lines))
    assert _listed(sure, "bottom") == ["P0"], sure
    lines[0] = "P0,0,-50,45"
    unsure = _rows("-", "--bottom", "10%", stdin=header + "\n".join(lines))
    assert _listed(unsure, "bottom") == [] and "mean" in unsure["P0"]["reason"], unsure


def ninety_per_cent_of_ten_is_worth_less_than_of_three_hundred():
    """METHODS 5.3: Wilson's lower ends .5958, .7864, .8608."""
    for table in ("subject,x,n\nA,9,10\nB,45,50\nC,270,300\n", "subject,score,n\nA,90,10\nB,90,50\nC,90,300\n"):
        rows = _rows("-", "--by", "lower", stdin=table)
        assert _column(rows, "rank") == [3, 2, 1], rows
        assert _column(rows, "score") == [90, 90, 90]
        for got, wanted in zip(_column(rows, "lower"), [.5958, .7864, .8608]):
            assert abs(got - 100 * wanted) <= .01, (got, wanted)
        assert _column(_rows("-", stdin=table), "rank") == [1, 1, 1]


def four_of_four_is_shrunk_below_92_of_100():
    """METHODS 5.2."""
    x, n = (9, 30, 92, 18, 150, 4, 61), (10, 50, 100, 30, 200, 4, 70)
    table = "subject,x,n\n" + "".join(f"{i},{a},{b}\n" for i, (a, b) in enumerate(zip(x, n)))
    rows = _rows("-", "--by", "shrunk", stdin=table)
    wanted = [.839167, .633575, .906434, .649904, .751817, .841483, .859506]
    for got, share in zip(_column(rows, "shrunk"), wanted):
        assert abs(got - 100 * share) <= .005, (got, share)
    assert _column(rows, "rank") == [4, 7, 1, 6, 5, 3, 2]
    assert rows["5"]["score"] == 100


def quotas_of_23_are_5_16_and_2():
    """METHODS 5.8: 20/70/10 by largest remainder; ties go up."""
    rows = _rows("-", "--quota", "A=20%,B=70%,C=10%", stdin=_people(*range(100, 77, -1)))
    grades = _column(rows, "grade")
    assert grades == ["A"] * 5 + ["B"] * 16 + ["C"] * 2, grades
    tied = list(range(100, 77, -1))
    tied[5] = tied[4]
    assert _column(_rows("-", "--quota", "A=20,B=70,C=10", stdin=_people(*tied)), "grade")[:7] == ["A"] * 6 + ["B"]


def chinese_says_the_same():
    done = run("rank", "-", "--top", "10%", "--bottom", "10%", "--lang", "zh", stdin=_people(*range(10)))
    lines = done.out.splitlines()
    assert lines[1].split() == ["P09", "9", "1", "10", "前列", "-"], done.out
    assert lines[-1].split() == ["P00", "0", "10", "10", "末位", "-"], done.out
    assert "名次" in lines[2], done.out


def what_is_wrong_with_a_file_of_scores_is_told_with_its_place():
    for table, *texts in (
            ("name,score\nA,1\n", ":1:", "no column \"subject\""),
            ("subject,points\nA,1\n", ":1:", "\"score\"", "\"x\" and \"n\""),
            ("subject,score\nA,1\nA,2\n", ":3:1", "named twice"),
            ("subject,score\nA,1\n,2\n", ":3:1", "expected a name"),
            ("subject,score\nA,good\n", ":2:2", "expected a number"),
            ("subject,score\nA,nan\n", ":2:2", "expected a number"),
            ("subject,score\nA,1e31\n", ":2:2", "expected a number"),
            ("subject,score,lo\nA,1,0\n", ":1:", "go together"),
            ("subject,score,lo,hi\nA,1,2,1\n", ":2:4", "expected a number"),
            ("subject,x,n\nA,3,2\n", ":2:2", "at most n"),
            ("subject,x,n\nA,1.5,2\n", ":2:2", "whole number"),
            ("subject,score\n", ":2", "rows were expected")):
        _fails(run("rank", "-", stdin=table), 1, *texts)
    _fails(run("rank", "-", "--by", "lower", stdin=_SIX), 1, ":1:", "needs the column \"n\"")
    _fails(run("rank", "-", "--by", "lower", stdin="subject,score,n\nA,91,10\n"), 1, ":2:2", "no share of 10 cases")
    _fails(run("rank", "-", "--keys", "volume", stdin=_SIX), 1, "no column \"volume\"")


def what_is_wrong_with_options_is_told_by_name():
    for words, text in ((["--top", "110%"], "--top 110%"), (["--method", "best"], "--method best"),
                        (["--by", "agent"], "--by agent"), (["--quota", "A"], "--quota A"),
                        (["--quota", "A=50%,B=40%"], "--quota"), (["--group-min", "2.5"], "--group-min 2.5"),
                        (["--ties", "toss"], "--ties toss"), (["--places", "two"], "--places two")):
        _fails(run("rank", "-", *words, stdin=_SIX), 2, text)
    _fails(run("rank"), 2, "SCORES.csv")


# ---- policies: ten people, four ratings a period each; a mean of 5 scores 100, of 1 it scores 0 ----

_SUMS = {f"P{i}": 20 - i for i in range(10)}  # P0 100, P1 93.75, ..., P8 50, P9 43.75
_CARD = {"deskscore": 1, "kind": "scorecard", "id": "c", "name": "c",
         "items": {"csat": {"indicator": "csat_mean",
                            "rule": {"family": "LINEAR", "x0": 1, "points0": 0, "x1": 5, "points1": 100}}},
         "weights": {"tree": {"service": {"weight": 1, "tree": {"csat": 1}}}}}


def _ratings(total):
    """Four ratings of 1 to 5 that add up to a total."""
    return [1 + (total - 4 + 3 - i) // 4 for i in range(4)]


def _tickets(folder, months, absent=()):
    lines = ["id,agent,team,created_at,csat"]
    for month in months:
        for who, total in _SUMS.items():
            if (who, month) not in absent:
                lines += [f"{who}-{month}-{i},{who},{'even' if int(who[1]) % 2 == 0 else 'odd'},{month}-1{i},{rating}"
                          for i, rating in enumerate(_ratings(total))]
    return folder.write("tickets.csv", "\n".join(lines) + "\n")


def _policy(folder, rules, **more):
    return folder.write("decisions.json", json.dumps(
        {"deskscore": 1, "kind": "decisions", "id": "p", "name": "P", "rules": rules, **more}))


def _decide(folder, tickets, policy, *words, now="2027-02-01"):
    card = folder.write("card.json", json.dumps(_CARD))
    return run("rank", tickets, "--card", card, "--policy", policy, "--by", "agent", "--now", now, *words)


def _decisions(*words, **more):
    done = _decide(*words, "--format", "csv", **more)
    assert done.status == 0, done.err
    return {(row["rule"], row["period"], row["subject"]): row for row in done.rows()}


def _who(rows, decision, rule="r"):
    return sorted(subject for (id_, _, subject), row in rows.items() if id_ == rule and row["decision"] == decision)


def the_best_fifth_of_a_month_shares_a_pot():
    """METHODS 5.8, S3-34: two of ten; by rank 10 and 5 % of 5000; 500 + 250 cut to 600: 400 and 200."""
    folder = Folder()
    tickets = _tickets(folder, ["2026-09"])
    roster = folder.write("roster.csv", "subject,salary\n" + "".join(f"{who},5000\n" for who in _SUMS))
    rule = {"kind": "BONUS", "name": "B", "list": {"list": "TOP", "share": "20%"}, "bonus": {"pot": 600}}
    rows = _decisions(folder, tickets, _policy(folder, {"r": rule}), "--roster", roster)
    assert _who(rows, "yes") == ["P0", "P1"] and len(rows) == 10, rows
    first, second, third = (rows["r", "2026-09", f"P{i}"] for i in range(3))
    assert [first["value"], second["value"]] == ["100", "93.75"]
    assert [first["rank"], second["rank"], third["rank"], first["of"]] == ["1", "2", "3", "10"]
    assert [first["rate"], second["rate"], third["rate"]] == ["10", "5", ""]
    assert [float(first["amount"]), float(second["amount"])] == [400, 200] and third["amount"] == ""
    assert first["list"] == "top" and first["reason"] == "" and third["reason"] == "the list ends before this place"
    del rule["bonus"]["pot"]
    uncapped = _decisions(folder, tickets, _policy(folder, {"r": rule}), "--roster", roster)
    assert [float(uncapped["r", "2026-09", f"P{i}"]["amount"]) for i in range(2)] == [500, 250]


_COACHING = {"kind": "COACHING", "name": {"en": "Coaching", "zh": "辅导"}, "action": {"en": "Talk", "zh": "面谈"}}
_QUARTERS = ["2026-02", "2026-05", "2026-08", "2026-11"]


def three_quarters_in_the_last_tenth_lead_to_coaching():
    """S3-35: the last of ten in Q1, Q2, Q3; it fires in Q3 and starts anew."""
    folder = Folder()
    tickets = _tickets(folder, _QUARTERS)
    rows = _decisions(folder, tickets, _policy(folder, {"r": _COACHING}), "--show", "all")
    story = [(rows["r", f"2026-Q{q}", "P9"]["decision"], rows["r", f"2026-Q{q}", "P9"]["run"]) for q in (1, 2, 3, 4)]
    assert story == [("no", "1"), ("no", "2"), ("yes", "3"), ("no", "1")], story
    assert "not yet so many periods in a row" in rows["r", "2026-Q2", "P9"]["reason"]
    assert _who(rows, "yes") == ["P9"], "nobody else is last"
    last = _decisions(folder, tickets, _policy(folder, {"r": _COACHING}))
    assert {period for _, period, _ in last} == {"2026-Q4"}, "the last closed period unless all are asked for"
    before = _decisions(folder, tickets, _policy(folder, {"r": _COACHING}), now="2026-11-20")
    assert {period for _, period, _ in before} == {"2026-Q3"} and _who(before, "yes") == ["P9"], before
    open_too = _decisions(folder, tickets, _policy(folder, {"r": _COACHING}), "--show", "all", now="2026-11-20")
    assert open_too["r", "2026-Q4", "P9"]["decision"] == "not judged"


def a_quarter_without_data_breaks_the_row():
    """Correction 11; and nine people have no bottom list (METHODS 5.8)."""
    folder = Folder()
    tickets = _tickets(folder, _QUARTERS, absent={("P9", "2026-05")})
    rows = _decisions(folder, tickets, _policy(folder, {"r": _COACHING}), "--show", "all")
    assert [rows["r", f"2026-Q{q}", "P9"]["run"] for q in (1, 2, 3, 4)] == ["1", "0", "1", "2"], rows
    assert _who(rows, "yes") == []
    skipping = {**_COACHING, "streak": {"absent": "SKIP"}}
    rows = _decisions(folder, tickets, _policy(folder, {"r": skipping}))
    assert _who(rows, "yes") == ["P9"], "Q1, Q3, Q4"


def ninety_in_a_year_and_less_than_fifty_for_growth():
    """S3-36, S3-37: P0 and P1 have at least 90; P9 alone has less than 50, P8 exactly 50. The few are not judged."""
    folder = Folder()
    tickets = _tickets(folder, ["2026-08", "2026-09"], absent={("P9", "2026-08")})
    rules = {"up": {"kind": "PROMOTION", "name": "Up", "basis": "RECOMPUTE"},
             "train": {"kind": "TRAINING", "name": "Train", "period": "year", "look": {"what": "GROUP", "name": "service"},
                       "line": {"op": "<", "limit": 50}}}
    rows = _decisions(folder, tickets, _policy(folder, rules))
    assert _who(rows, "yes", "up") == ["P0", "P1"] and _who(rows, "yes", "train") == ["P9"], rows
    enough = {"eligibility": {"volume": 5, "volume_of": "csat"}}
    judged = _decisions(folder, tickets, _policy(folder, rules, **enough))
    assert _who(judged, "ineligible", "train") == ["P9"], "four ratings"
    assert judged["train", "2026", "P9"]["reason"] == "too few cases"
    months = {"up": {**rules["up"], "min_periods": 2}}
    both = _decisions(folder, tickets, _policy(folder, months))
    assert _who(both, "yes", "up") == ["P0", "P1"] and both["up", "2026", "P9"]["reason"] == "too few periods with a score"
    days = _decisions(folder, tickets, _policy(folder, {"up": {**months["up"], "min_periods": 5, "min_periods_of": "day"}}))
    assert _who(days, "yes", "up") == ["P0", "P1"] and days["up", "2026", "P9"]["reason"] == "too few periods with a score"


def a_year_is_the_mean_of_its_months_unless_recomputed():
    """METHODS 0.6, D25, S3-36: 12 months. P0: 100 on four ratings, 43.75 in December on forty: mean 95.31, of all 84 ratings
    (44 x 100 + 40 x 43.75) / 84 = 73.21. P9 the other way round: 48.44 and 70.54. P1 always 93.75."""
    folder = Folder()
    lines = ["id,agent,team,created_at,csat"]
    for month in range(1, 13):
        for who, total, often in (("P0", 20 if month < 12 else 11, 1 if month < 12 else 10), ("P1", 19, 1),
                                  ("P9", 11 if month < 12 else 20, 1 if month < 12 else 10)):
            lines += [f"{who}-{month}-{n},{who},even,2026-{month:02}-15,{rating}"
                      for n, rating in enumerate(_ratings(total) * often)]
    tickets = folder.write("tickets.csv", "\n".join(lines) + "\n")
    rules = {"up": {"kind": "PROMOTION", "name": "Up"},
             "pooled": {"kind": "PROMOTION", "name": "Pooled", "basis": "RECOMPUTE"},
             "given": {"kind": "PROMOTION", "name": "Given", "period": "given"}}
    for period in ("month", "year"):
        done = _decide(folder, tickets, _policy(folder, rules), "--period", period, "--format", "csv")
        assert done.status == 0, done.err
        rows = {(row["rule"], row["subject"]): row for row in done.rows() if row["period"] == "2026"}
        assert [float(rows["up", who]["value"]) for who in ("P0", "P1", "P9")] == [95.31, 93.75, 48.44], rows
        assert [float(rows["pooled", who]["value"]) for who in ("P0", "P1", "P9")] == [73.21, 93.75, 70.54], rows
        assert [rows["up", who]["decision"] for who in ("P0", "P1", "P9")] == ["yes", "yes", "no"], rows
        assert [rows["pooled", who]["decision"] for who in ("P0", "P1", "P9")] == ["no", "yes", "no"], rows
        assert ("rule given: its scores are recomputed" in done.err) == (period == "month"), done.err
    assert float(rows["given", "P0"]["value"]) == 95.31, "of --period year by its basis"
    fiscal = _decide(folder, tickets, _policy(folder, {"up": rules["up"]}), "--period", "year:jul", "--show", "all",
                     "--format", "csv")
    assert [(row["period"], float(row["value"])) for row in fiscal.rows() if row["subject"] == "P0"] == [
        ("FY2026", 100), ("FY2027", 90.63)], fiscal.out + fiscal.err  # (5 x 100 + 43.75) / 6 = 90.625
    groups = {"up": {**rules["up"], "look": {"what": "GROUP", "name": "service"}}}
    _fails(_decide(folder, tickets, _policy(folder, groups)), 1, "look.name", "'service'", "RECOMPUTE")


def a_gate_on_an_upheld_complaint_takes_the_bonus():
    """P0: .8 x 100 + .2 x 99 = 99.8, cut to 97 by the gate: still the first, and no bonus. A cap of 0 leaves 0."""
    folder = Folder()
    lines = ["id,agent,team,created_at,csat,is_complaint,is_responsible"]
    for who, total in _SUMS.items():
        lines += [f"{who}-{i},{who},t,2026-09-1{i},{rating},{'yes,yes' if (who, i) == ('P0', 2) else 'no,no'}"
                  for i, rating in enumerate(_ratings(total))]
    tickets = folder.write("tickets.csv", "\n".join(lines) + "\n")
    upheld = {"indicator": "complaints_upheld", "rule": {"family": "LINEAR", "x0": 100, "points0": 0, "x1": 0, "points1": 100}}
    rule = {"kind": "BONUS", "name": {"en": "Bonus", "zh": "奖金"}, "list": {"list": "TOP", "share": "20%"}, "no_veto": True}
    for cap, value, reason in ((97, "97", "the score was vetoed"),
                               (0, "0", "the list ends before this place; the score was vetoed")):
        card = folder.write("gated.json", json.dumps(
            {**_CARD, "items": {**_CARD["items"], "upheld": upheld},
             "weights": {"tree": {"csat": 80, "upheld": 20}},
             "gates": [{"item": "upheld", "op": ">=", "threshold": 1, "cap": cap}]}))

        def ask(no_veto, *words):
            policy = _policy(folder, {"r": {**rule, "no_veto": no_veto}})
            return run("rank", tickets, "--card", card, "--policy", policy, "--by", "agent", "--now", "2027-01-01", *words)

        done = ask(True, "--format", "csv")
        assert done.status == 0, done.err
        rows = {row["subject"]: row for row in done.rows()}
        assert (rows["P0"]["decision"], rows["P0"]["value"], rows["P0"]["reason"]) == ("no", value, reason), rows["P0"]
        assert rows["P0"]["rate"] == rows["P0"]["amount"] == "" and rows["P1"]["decision"] == "yes", rows
        (document,) = json.loads(ask(True, "--explain", "P0", "--format", "json").out)
        assert "VETO" in document["reasons"] and document["outcome"] == "MISS", document
        assert "the score was vetoed" in ask(True, "--explain", "P0").out
        assert "得分被一票否决" in ask(True, "--explain", "P0", "--lang", "zh").out
        spared = {row["subject"]: row["decision"] for row in ask(False, "--format", "csv").rows()}
        assert spared["P0"] == ("yes" if cap else "no"), "asked only where the rule says no_veto"
        yearly = _policy(folder, {"r": {"kind": "PROMOTION", "name": "Up"}})
        promoted = run("rank", tickets, "--card", card, "--policy", yearly, "--by", "agent", "--now", "2027-01-01",
                       "--format", "csv")
        assert "the score was vetoed" in {row["subject"]: row["reason"] for row in promoted.rows()}["P0"], promoted.out


def peers_and_grades_by_quota_come_from_the_roster():
    """Five in each team: 20 % of five is one."""
    folder = Folder()
    roster = folder.write("roster.csv", "subject,squad\n" + "".join(
        f"{who},{'low' if i >= 5 else 'high'}\n" for i, who in enumerate(_SUMS)))
    rules = {"r": {"kind": "GRADES", "name": "G", "quotas": [
        {"label": {"en": "A", "zh": "甲"}, "share": 20}, {"label": {"en": "B", "zh": "乙"}, "share": 80}]}}
    policy = _policy(folder, rules, peers={"by": "squad"})
    tickets = _tickets(folder, ["2026-09"])
    rows = _decisions(folder, tickets, policy, "--roster", roster, "--period", "month")
    assert [subject for (_, _, subject), row in rows.items() if row["grade"] == "A"] == ["P0", "P5"], rows
    assert rows["r", "2026-09", "P5"]["group"] == "low" and rows["r", "2026-09", "P5"]["rank"] == "1"
    zh = _decisions(folder, tickets, policy, "--roster", roster, "--period", "month", "--lang", "zh")
    assert zh["r", "2026-09", "P6"]["grade"] == "乙"
    _fails(_decide(folder, tickets, policy, "--roster", roster), 2, "the rule r", "--period")


def a_roster_says_who_may_be_judged():
    folder = Folder()
    tickets = _tickets(folder, ["2026-09"])
    policy = _policy(folder, {"r": {"kind": "BONUS", "name": "B", "list": {"list": "TOP", "share": "10%"}}},
                     eligibility={"tenure_days": 30, "leave_days_max": 5, "complaints_max": 0})
    days = {"P0": "10,0,0", "P1": "90,6,0", "P2": "90,0,1", "P3": "90,,0"}
    roster = folder.write("roster.csv", "subject,tenure_days,leave_days,complaints\n" + "".join(
        f"{who},{days.get(who, '90,5,0')}\n" for who in _SUMS if who != "P9"))
    done = _decide(folder, tickets, policy, "--roster", roster, "--format", "csv")
    rows = {row["subject"]: row for row in done.rows()}
    assert [rows[f"P{i}"]["reason"] for i in range(4)] == [
        "not long enough with the team", "too many days of leave", "an upheld complaint",
        "the roster does not say"], rows
    assert rows["P4"]["decision"] == "yes" and rows["P4"]["of"] == "5"
    assert "--roster" in done.err and "2 of 10 outcomes" in done.err, done.err


def columns_of_your_own_are_numbers_that_a_policy_may_ask_for():
    """P9 is last; a merit of -1 fails the condition, and an interval that holds the mean (below 0 too) spares them."""
    folder = Folder()
    tickets = _tickets(folder, ["2026-09"])
    rule = {"kind": "COACHING", "name": "C", "period": "month", "streak": {"length": 1}}
    roster = folder.write("roster.csv", "subject,merit,squad,lo,hi\n" + "".join(
        f"{who},{-1 if who == 'P9' else 2},7,{-5.5 if who == 'P9' else ''},{99 if who == 'P9' else ''}\n" for who in _SUMS))
    plain = _decisions(folder, tickets, _policy(folder, {"r": rule}), "--roster", roster)
    assert _who(plain, "yes") == ["P9"], plain
    asked = {**rule, "conditions": [{"look": {"what": "ROSTER", "name": "merit"}, "line": {"op": ">=", "limit": 0}}]}
    row = _decisions(folder, tickets, _policy(folder, {"r": asked}), "--roster", roster)["r", "2026-09", "P9"]
    assert (row["decision"], row["reason"]) == ("no", "another condition does not hold"), row
    guarded = {**rule, "list": {"list": "BOTTOM", "share": "10%", "guard": {"kind": "ROSTER", "lo": "lo", "hi": "hi"}}}
    row = _decisions(folder, tickets, _policy(folder, {"r": guarded}), "--roster", roster)["r", "2026-09", "P9"]
    assert row["decision"] == "no" and "mean" in row["reason"], row
    squads = _decisions(folder, tickets, _policy(folder, {"r": rule}, peers={"by": "squad"}), "--roster", roster)
    assert squads["r", "2026-09", "P9"]["group"] == "7", "a text as well"


def a_card_says_whom_it_is_meant_for():
    folder = Folder()
    card = folder.write("meant.json", json.dumps({**_CARD, "subject": {"by": ["agent"], "per": "month"}}))
    policy = _policy(folder, {"r": {"kind": "TRAINING", "name": "T", "line": {"op": "<", "limit": 50}}})
    done = run("rank", _tickets(folder, ["2026-09"]), "--card", card, "--policy", policy, "--now", "2027-01-01", "--format", "csv")
    assert done.status == 0, done.err
    assert [(row["period"], row["subject"]) for row in done.rows() if row["decision"] == "yes"] == [("2026-09", "P9")], done.out


def an_outcome_is_explained_in_two_languages_and_as_json():
    folder = Folder()
    tickets = _tickets(folder, _QUARTERS[:3])
    policy = _policy(folder, {"r": _COACHING})
    english = _decide(folder, tickets, policy, "--explain", "P9")
    assert english.status == 0 and english.out.count("\n") == 1, english.out
    for text in ("P9", "Coaching", "43.75", "rank 10 of 10", "Talk"):
        assert text in english.out, (text, english.out)
    chinese = _decide(folder, tickets, policy, "--explain", "P9", "--lang", "zh").out
    for text in ("P9", "辅导", "43.75", "面谈"):
        assert text in chinese, (text, chinese)
    (document,) = json.loads(_decide(folder, tickets, policy, "--explain", "P9", "--format", "json").out)
    assert document["kind"] == "decision" and document["decision"] == "HIT" and document["outcome"] == "HIT", document
    assert (document["list"], document["rank"], document["ranked"], document["run"]) == ("BOTTOM", 10, 10, 3), document
    assert document["value"] == 43.75 and document["reasons"] == [] and document["flags"] == ["STREAK_FIRED"], document
    assert document["rule"] == {"id": "r", "kind": "COACHING", "name": _COACHING["name"], "action": _COACHING["action"]}
    assert document["explanation"]["en"].strip() == english.out.strip()
    assert document["lo"] is None and document["mean"] is None
    everybody = json.loads(_decide(folder, tickets, policy, "--format", "json").out)
    assert [one["subject"] for one in everybody] == [f"P{i}" for i in range(10)]
    zh = _decide(folder, tickets, policy, "--lang", "zh").out.splitlines()
    assert zh[-1].split()[:4] == ["r", "2026-Q3", "P9", "是"] and "末位" in zh[-1], zh
    _fails(_decide(folder, tickets, policy, "--explain", "Nobody"), 1, "--explain Nobody")


def the_toolkits_rules_run_on_its_card():
    """With the card of Table 1: no training records, so no growth, and everybody's team is too small to have a last."""
    folder = Folder()
    lines = ["id,agent,team,created_at,response_count,response_time_total,csat"]
    lines += [f"{who}{i},{who},{team},2026-09-{1 + i:02},1,{seconds},5" for who, team, seconds in
              (("Ada", "one", 20), ("Bo", "one", 30), ("Cy", "two", 35)) for i in range(20)]
    tickets = folder.write("tickets.csv", "\n".join(lines) + "\n")
    roster = folder.write("roster.csv", "subject,team,tenure_days,worked_days,salary\nAda,one,99,20,6000\n"
                                        "Bo,one,99,20,6000\nCy,two,29,20,6000\n")
    done = run("rank", tickets, "--card", os.path.join(SOURCE, "examples/cards/toolkit-table-1.json"), "--policy",
               os.path.join(SOURCE, "examples/decisions/toolkit-results.json"), "--by", "agent",
               "--roster", roster, "--now", "2027-01-01", "--format", "csv")
    assert done.status == 0, done.err
    rows = {(row["rule"], row["subject"]): row for row in done.rows()}
    ada = rows["top_bonus", "Ada"]
    assert (ada["decision"], ada["of"], ada["rate"], float(ada["amount"])) == ("yes", "2", "10", 600), ada
    assert rows["top_bonus", "Cy"]["reason"] == "not long enough with the team"
    assert "too few periods with a score" in rows["promotion", "Ada"]["reason"]
    assert rows["training", "Ada"]["decision"] == "not judged", rows["training", "Ada"]
    assert "promotion" not in done.err, "a mean of months is what the rule asks for"


def what_is_wrong_with_a_policy_or_roster_is_told_with_its_place():
    folder = Folder()
    tickets = _tickets(folder, ["2026-09"])
    good = _policy(folder, {"r": {"kind": "BONUS", "name": "B"}})
    card = folder.write("card.json", json.dumps(_CARD))
    _fails(run("rank", tickets, "--policy", good), 2, "--card CARD.json and --policy")
    _fails(run("rank", tickets, "--card", card), 2, "--card CARD.json and --policy")
    _fails(run("rank", tickets, "--card", card, "--policy", good, "--policy", good), 2, "given twice")
    bad = folder.write("bad.json", '{"deskscore": 1, "kind": "decisions", "id": "p", "name": "P",\n "rules": {"r": '
                       '{"kind": "BONUS", "name": "B", "list": {"list": "TOP", "share": "lots"}}}}')
    _fails(_decide(folder, tickets, bad), 1, "bad.json:2:", "rules.r.list.share", "not a percentage")
    lost = folder.write("lost.json", json.dumps({"deskscore": 1, "kind": "decisions", "id": "p", "name": "P", "rules": {
        "r": {"kind": "BONUS", "name": "B", "look": {"what": "GROUP", "name": "growth"}}}}))
    _fails(_decide(folder, tickets, lost), 1, "lost.json", "look.name", "growth")
    teams = _policy(folder, {"r": {"kind": "BONUS", "name": "B"}}, peers={"by": "squad"})
    _fails(_decide(folder, tickets, teams), 1, "peers.by", "'squad'", "--roster")
    for table, *texts in (("name\nP0\n", "roster.csv:1:", "no column \"subject\""),
                          ("subject,salary\nP0,much\n", "roster.csv:2:2", "expected a number"),
                          ("subject,salary\nP0,1\nP0,2\n", "roster.csv:3:1", "P0")):
        _fails(_decide(folder, tickets, good, "--roster", folder.write("roster.csv", table)), 1, *texts)


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
