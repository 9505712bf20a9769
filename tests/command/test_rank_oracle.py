"""Policies over random desks, decided a second time here, from METHODS 5.8 and docs/formats.md alone: ranks, lists, ties at the
cut, lines, quotas, streaks, bonuses and who may be judged, in exact fractions."""
import json
import math
import random
import sys
from fractions import Fraction

from command import Folder, main, run, tests_of

_CARD = {"deskscore": 1, "kind": "scorecard", "id": "c", "name": "c",
         "items": {"csat": {"indicator": "csat_mean",
                            "rule": {"family": "LINEAR", "x0": 1, "points0": 0, "x1": 5, "points1": 100}}},
         "weights": {"tree": {"csat": 1}}}


# ---- a desk: scores by person and month, what the roster knows, a policy -------------------------

def _desk(rng):
    people = [f"P{i:02}" for i in range(rng.choice((1, 2, 4, 9, 12, 21)))]
    months = [m for m in range(1, rng.choice((2, 5, 8))) if m == 1 or rng.random() < .85]  # a month may be missing
    grid = rng.choice((5, 10, 25, 100))
    cells = {(who, m): (rng.randrange(0, 101, grid), rng.choice((1, 1, 2, 3)))
             for who in people for m in months if rng.random() < .85}
    roster = {who: {"team": rng.choice("xyz"[:rng.choice((1, 2, 3))]), "tenure_days": rng.choice((10, 50, 90)),
                    "leave_days": rng.choice((0, 0, 0, 8)), "complaints": rng.choice((0, 0, 0, 0, 1)),
                    "salary": rng.choice((4000, 5000, 6400)), "merit": rng.randrange(0, 4)} for who in people}
    return people, cells, roster


def _streak(rng):
    return {"length": rng.choice((1, 1, 2, 3)), "absent": rng.choice(("SKIP", "BREAK", "COUNT")),
            "ineligible": rng.choice(("SKIP", "BREAK", "COUNT")), "after": rng.choice(("RESET", "KEEP"))}


def _list(rng, end):
    return {"list": end, "share": f"{rng.choice((5, 10, 20, 25, 50))}%",
            "places": rng.choice(("FLOOR", "ROUND", "CEIL", "AT_LEAST_ONE")),
            "ties": rng.choice(("INCLUDE_ALL", "EXCLUDE_ALL", "BREAK", "SPLIT")), "group_min": rng.choice((0, 0, 3, 10))}


def _policy(rng):
    limit = rng.choice((20, 50, 75))
    rules = {"best": {"kind": "BONUS", "name": "b", "list": _list(rng, "TOP"), "streak": _streak(rng),
                      "bonus": {"method": rng.choice(("FLAT", "BY_RANK", "BY_SCORE")), "rate_min": 5, "rate_max": 10,
                                "pot": rng.choice((None, 500, 1500))}},
             "line": {"kind": "TRAINING", "name": "l", "period": "month", "streak": _streak(rng),
                      "line": {"op": rng.choice((">=", ">", "<", "<=")), "limit": limit}},
             "grades": {"kind": "GRADES", "name": "g", "period": "month", "quotas": [
                 {"label": label, "share": f"{share}%"}
                 for label, share in zip("ABC", rng.choice(((20, 70, 10), (10, 20, 70), (50, 0, 50), (35, 30, 35))))]}}
    if rng.random() < .7:
        rules["last"] = {"kind": "COACHING", "name": "c", "period": "month", "list": _list(rng, "BOTTOM"),
                         "streak": _streak(rng)}
    if rng.random() < .3:
        rules["better"] = {**rules["best"], "list": _list(rng, "TOP"), "bonus": {"method": "NONE"}}
        rules["worse"] = {"kind": "COACHING", "name": "w", "period": "month", "list": _list(rng, "BOTTOM"),
                          "streak": {"length": 1}}
    if rng.random() < .3:
        rules["best"]["conditions"] = [{"look": {"what": "ROSTER", "name": "merit"}, "line": {"op": ">=", "limit": 1}}]
    policy = {"deskscore": 1, "kind": "decisions", "id": "p", "name": "p", "rules": rules,
              "rank": {"method": rng.choice(("COMPETITION", "DENSE", "MODIFIED", "FRACTIONAL")),
                       "keys": [{"what": "ROSTER", "name": "merit"}]}}
    if rng.random() < .6:
        policy["peers"] = {"by": "team", "group_min": rng.choice((0, 0, 2, 4))}
    if rng.random() < .6:
        policy["eligibility"] = {"tenure_days": 30, "leave_days_max": 5, "complaints_max": 0, "volume": 2, "volume_of": "csat"}
    return policy


# ---- the same decided here ---------------------------------------------------------------------------

def _near(exact, places):
    return {"FLOOR": math.floor(exact), "CEIL": math.ceil(exact), "ROUND": math.floor(exact + Fraction(1, 2)),
            "AT_LEAST_ONE": max(1, math.floor(exact))}[places]


def _share(text):
    return Fraction(text.rstrip("%")) / 100


def _on_list(ranked, score, asked, group_min):
    """Who of a group (best first) is on a list, with the part of a place that each has."""
    n = len(ranked)
    if n < max(asked["group_min"], group_min) or (n > 1 and score[ranked[0]] == score[ranked[-1]]):
        return {}
    line = ranked if asked["list"] == "TOP" else ranked[::-1]
    places = min(n, _near(_share(asked["share"]) * n, asked["places"]))
    if places == 0:
        return {}
    cut = score[line[places - 1]]
    tied = [who for who in line if score[who] == cut]
    before = [who for who in line[:places] if score[who] != cut]
    if len(before) + len(tied) == places or asked["ties"] == "BREAK":
        return {who: Fraction(1) for who in line[:places]}
    if asked["ties"] == "EXCLUDE_ALL":
        return {who: Fraction(1) for who in before}
    part = Fraction(places - len(before), len(tied)) if asked["ties"] == "SPLIT" else Fraction(1)
    return {**{who: Fraction(1) for who in before}, **{who: part for who in tied}}


def _grades(ranked, score, quotas):
    """Largest remainders, equal ones to the better grade; who is tied goes up."""
    exact = [_share(q["share"]) * len(ranked) for q in quotas]
    sizes = [math.floor(e) for e in exact]
    for i in sorted(range(len(exact)), key=lambda i: (sizes[i] - exact[i], i))[:len(ranked) - sum(sizes)]:
        sizes[i] += 1
    by_place = [q["label"] for q, size in zip(quotas, sizes) for _ in range(size)]
    return {who: by_place[[score[other] for other in ranked].index(score[who])] for who in ranked}


def _rank(ranked, score, who, method):
    better = [score[other] for other in ranked if score[other] > score[who]]
    first, tied = len(better) + 1, sum(score[other] == score[who] for other in ranked)
    return {"COMPETITION": first, "DENSE": len(set(better)) + 1, "MODIFIED": first + tied - 1,
            "FRACTIONAL": Fraction(2 * first + tied - 1, 2)}[method]


def _outcomes(policy, people, cells, roster, id_, month):
    """Of one rule in one month: outcome, rank, list, part of a place and grade of each person."""
    rule, asked = policy["rules"][id_], policy.get("eligibility", {})
    score = {who: cells[who, month][0] for who in people if (who, month) in cells}
    out, groups = {}, {}
    for who in people:
        known = roster[who]
        barred = asked and (known["tenure_days"] < 30 or known["leave_days"] > 5 or
                            (known["complaints"] > 0 and id_ in ("best", "better", "grades")))
        few = asked and who in score and cells[who, month][1] < 2
        out[who] = {"outcome": "INELIGIBLE" if barred or few else "MISS" if who in score else "ABSENT",
                    "rank": None, "list": None, "part": 0, "grade": None}
        if out[who]["outcome"] == "MISS":
            groups.setdefault(known["team"] if "peers" in policy else "", []).append(who)
    least = policy.get("peers", {}).get("group_min", 0)
    for group in groups.values():
        ranked = sorted(group, key=lambda who: (-score[who], -roster[who]["merit"], who))
        for who in ranked:
            out[who]["rank"] = _rank(ranked, score, who, policy["rank"]["method"])
        if "list" in rule:
            on = _on_list(ranked, score, rule["list"], least)
            both = {who for other in policy["rules"].values() if "list" in other and other["list"]["list"] != rule["list"]["list"]
                    for who in _on_list(ranked, score, other["list"], least)}
            for who in on.keys() - both:
                out[who].update(list=rule["list"]["list"], part=on[who])
                if "conditions" not in rule or roster[who]["merit"] >= 1:
                    out[who]["outcome"] = "HIT"
        elif "quotas" in rule and len(ranked) >= least:
            for who, grade in _grades(ranked, score, rule["quotas"]).items():
                out[who].update(outcome="HIT", grade=grade)
        elif "line" in rule:
            holds = {">=": lambda a, b: a >= b, ">": lambda a, b: a > b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b}
            for who in ranked:
                if holds[rule["line"]["op"]](score[who], rule["line"]["limit"]):
                    out[who]["outcome"] = "HIT"
    return out


def _decide(policy, people, cells, roster):
    """Everything that is to be compared, by rule, month and person."""
    months = sorted({month for _, month in cells})
    people = [who for who in people if any(whose == who for whose, _ in cells)]
    all_ = {}
    for id_, rule in policy["rules"].items():
        streak = {"length": 1, **dict.fromkeys(("absent", "ineligible"), "BREAK" if rule["kind"] == "COACHING" else "SKIP"),
                  "after": "RESET", **rule.get("streak", {})}
        runs = dict.fromkeys(people, 0)
        for i, month in enumerate(months):
            if i > 0 and months[i - 1] < month - 1:  # however long, a gap is one period without data
                runs = {who: {"SKIP": run_, "BREAK": 0, "COUNT": run_ + 1}[streak["absent"]] for who, run_ in runs.items()}
                for who in people:
                    if streak["absent"] == "COUNT" and runs[who] >= streak["length"] and streak["after"] == "RESET":
                        runs[who] = 0
            out = _outcomes(policy, people, cells, roster, id_, month)
            for who, o in out.items():
                effect = {"HIT": "COUNT", "MISS": "BREAK", "ABSENT": streak["absent"],
                          "INELIGIBLE": streak["ineligible"]}[o["outcome"]]
                runs[who] = {"SKIP": runs[who], "BREAK": 0, "COUNT": runs[who] + 1}[effect]
                fires = effect == "COUNT" and runs[who] >= streak["length"]
                o["run"] = runs[who]
                o["decision"] = "HIT" if fires else {"HIT": "NOT", "MISS": "NOT", "ABSENT": "NOT_JUDGED",
                                                     "INELIGIBLE": "INELIGIBLE"}[o["outcome"]]
                runs[who] = 0 if fires and streak["after"] == "RESET" else runs[who]
                all_[id_, f"2026-{month:02}", who] = o
            if id_ == "best":
                _reward(rule["bonus"], policy, cells, roster, month, out)
    return all_


def _reward(bonus, policy, cells, roster, month, out):
    """Of those who are judged, group by group; the pot is one for all."""
    groups = {}
    for who, o in out.items():
        o["rate"] = o["amount"] = Fraction(0)
        if o["decision"] == "HIT" and o["rank"] is not None:
            groups.setdefault(roster[who]["team"] if "peers" in policy else "", []).append(who)
    for group in groups.values():
        scores = {who: cells[who, month][0] for who in group}
        best, span = max(scores.values()), max(scores.values()) - min(scores.values())
        for who in group:
            below = Fraction(0)
            if bonus["method"] == "BY_RANK" and len(group) > 1:
                below = Fraction(sum(s > scores[who] for s in scores.values()), len(group) - 1)
            elif bonus["method"] == "BY_SCORE" and span:
                below = Fraction(best - scores[who], span)
            out[who]["rate"] = (10 - 5 * below) * out[who]["part"]
            out[who]["amount"] = out[who]["rate"] / 100 * roster[who]["salary"]
    all_ = sum(o["amount"] for o in out.values())
    if bonus["pot"] is not None and all_ > bonus["pot"]:
        for o in out.values():
            o["amount"] *= Fraction(bonus["pot"]) / all_


# ---- compared ----------------------------------------------------------------------------------------

def _differs(document, o):
    same = {"decision": document["decision"] == o["decision"], "outcome": document["outcome"] == o["outcome"],
            "rank": document.get("rank") == (None if o["rank"] is None else float(o["rank"])),
            "list": (document.get("list")) == o["list"],
            "run": document["run"] == o["run"]}
    if o["grade"] is not None or "grade" in document:
        grade = document.get("grade")
        same["grade"] = (grade["en"] if isinstance(grade, dict) else grade) == o["grade"]
    for name in ("rate", "amount"):
        same[name] = abs((document.get(name) or 0) - float(o.get(name, 0))) < 1e-9 * max(1, float(o.get(name, 0)))
    return [name for name, is_same in same.items() if not is_same]


def random_policies_are_decided_alike():
    folder = Folder()
    hits = 0
    for seed in range(60):
        rng = random.Random(seed)
        people, cells, roster = _desk(rng)
        policy = _policy(rng)
        if not cells:
            continue
        tickets = folder.write("t.csv", "id,agent,created_at,csat\n" + "".join(
            f"{who}-{m}-{i},{who},2026-{m:02}-1{i},{1 + total / 25}\n"
            for (who, m), (total, often) in cells.items() for i in range(often)))
        columns = list(next(iter(roster.values())))
        known = folder.write("r.csv", "subject," + ",".join(columns) + "\n" + "".join(
            f"{who}," + ",".join(str(row[c]) for c in columns) + "\n" for who, row in roster.items()))
        done = run("rank", tickets, "--card", folder.write("c.json", json.dumps(_CARD)), "--policy",
                   folder.write("p.json", json.dumps(policy)), "--roster", known, "--by", "agent", "--now", "2027-01-01",
                   "--period", "month", "--show", "all", "--format", "json")
        assert done.status == 0, (seed, done.err)
        got = {(d["rule"]["id"], d["period"], d["subject"]): d for d in json.loads(done.out)}
        wanted = _decide(policy, people, cells, roster)
        assert got.keys() == wanted.keys(), (seed, got.keys() ^ wanted.keys())
        for key, o in wanted.items():
            wrong = _differs(got[key], o)
            assert not wrong, f"seed {seed}, {key}: {wrong}: {got[key]} is to be {o} by {policy['rules'][key[0]]}"
            hits += o["decision"] == "HIT"
    assert hits > 500, hits


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
