"""Broken input to the commands on scores, decisions, targets and weights: exit status, and what the message must name."""
import csv
import io
import json
import os
import re
import sys

from command import SOURCE, Folder, main, run, tests_of

_EXAMPLES = os.path.join(SOURCE, "examples")
_TICKETS = os.path.join(_EXAMPLES, "whatif/tickets.csv")
_CARD = os.path.join(_EXAMPLES, "whatif/card.json")
_FASTER = os.path.join(_EXAMPLES, "whatif/card-faster.json")
_PLAN = os.path.join(_EXAMPLES, "targets/service-2026-h1.json")
_PLANNED = os.path.join(_EXAMPLES, "targets/tickets.csv")
_POLICY = os.path.join(_EXAMPLES, "decisions/toolkit-results.json")
_ROSTER = os.path.join(_EXAMPLES, "decisions/roster.csv")
_SCHEME = os.path.join(_EXAMPLES, "schemes/two-desks.json")
_AHP = os.path.join(_EXAMPLES, "weights/importance.csv")
_SIX = "subject,score\nAda,92\nBo,85\nCara,85\nDan,78\nEva,70\nFay,88\n"


def _fails(done, status, *texts):
    assert done.status == status, f"exit {done.status}, expected {status}: {done.err}"
    assert done.out == "", f"nothing may be printed: {done.out}"
    for text in texts:
        assert text in done.err, f"expected {text!r} in: {done.err}"


def _changed(folder, path, change):
    """A copy of a document after change(document)."""
    with open(path, encoding="utf-8") as handle:
        document = json.load(handle)
    change(document)
    return folder.write("changed.json", json.dumps(document, ensure_ascii=False, indent=1))


def _score(card, *words):
    return run("score", _TICKETS, "--card", card, "--by", "agent", *words)


def _decide(*words, policy=_POLICY, roster=_ROSTER):
    return run("rank", _TICKETS, "--card", _CARD, "--policy", policy, "--roster", roster, "--by", "agent", "--now",
               "2027-01-01", *words)


def _without_growth(document):
    del document["rules"]["training"]
    document["eligibility"].update(volume_of="speed", volume=1)


# ---- the command line ---------------------------------------------------------------------------


def mistyped_words_are_answered_by_the_nearest():
    _fails(run("scroe"), 2, "unknown command scroe", "the nearest is score")
    _fails(run("score", _TICKETS, "--crad", _CARD), 2, "unknown option --crad", "--card", "deskscore help score")
    _fails(run("whatif", _TICKETS, "--card", _CARD, "--agianst", _FASTER), 2, "the nearest is --against")
    _fails(run("rank", "-", "--roster", _ROSTER, stdin=_SIX), 2, "unknown option --roster", "does not take it")
    _fails(run("frobnicate"), 2, "unknown command frobnicate\n")


def every_command_has_a_help_of_its_own():
    overview = run("help")
    named = re.findall(r"(?m)^  ([a-z]+)  ", overview.out)
    assert len(named) == 13 and overview.status == 0 and len(overview.out.splitlines()) < 40, named
    for name in named:
        done = run("help", name)
        assert done.status == 0 and done.out.startswith(f"deskscore {name} "), name
        assert run(name, "--help").out == done.out, name
    _fails(run("help", "scroe"), 2, "help scroe: expected a command")
    _fails(run("help", "score", "rank"), 2, "rank")


def help_says_in_chinese_what_it_says_in_english():
    """The same lines of use, options, values and columns; only the words are others."""
    for name in ("", "all", "input", "time", *re.findall(r"(?m)^  ([a-z]+)  ", run("help").out)):
        words = ("help", name) if name else ("help",)
        english, chinese = run(*words), run(*words, "--lang", "zh")
        assert english.status == chinese.status == 0 and not re.search("[\u4e00-\u9fff]", english.out), name
        assert re.search("[\u4e00-\u9fff]", chinese.out) or name in ("rows", "catalog", "sql"), name
        for pattern in (r"--[a-z-]+[a-z]", r"[a-z][a-z-]*(?:\|[a-z-]+)+", r"\b[a-z]+_[a-z_]+", r"\b[A-Z]+\b\.(?:json|csv)"):
            assert sorted(set(re.findall(pattern, english.out))) == sorted(set(re.findall(pattern, chinese.out))), (name, pattern)


def options_that_exclude_one_another():
    _fails(run("score", _TICKETS, "--card", _CARD, "--scheme", _SCHEME), 2, "--card", "--scheme", "not both")
    _fails(_score(_CARD, "--known-at", "2026-01-01"), 2, "--known-at belong to --scheme")
    _fails(_score(_CARD, "--explain", "Ada", "--format", "csv"), 2, "--explain prints sentences", "--format json")
    _fails(_decide("--explain", "Ada", "--format", "csv"), 2, "--explain prints sentences")
    _fails(run("targets", _PLAN, _PLANNED, "--explain", "csat", "--checks"), 2, "--explain and --checks")
    _fails(run("whatif", _TICKETS, "--card", _CARD, "--reach", "next", "--against", _FASTER), 2, "one question")
    _fails(run("rank", "-", "--places", "floor", stdin=_SIX), 2, "--places", "give --top or --bottom")
    _fails(run("weights", "ahp", _AHP, "--rule", "sum"), 2, "unknown option --rule")


def keys_that_do_not_exist_are_told_by_their_option():
    _fails(run("score", _TICKETS, "--card", _CARD, "--by", "agnet"), 2, "--by: ", "'agnet'")
    _fails(run("targets", _PLAN, _PLANNED, "--by", "tem"), 2, "--by: ", "'tem'")
    _fails(run("rank", "-", "--by", "agent", stdin=_SIX), 2, "--by agent", "goes with --card and --policy")
    _fails(_score(_CARD, "--from", "2026-02-30"), 2, "--from 2026-02-30")


def folders_and_files_that_are_not_there():
    folder = Folder()
    _fails(run("score", folder.path, "--card", _CARD), 1, f"{folder.path}: ")
    _fails(_score(folder.path), 1, f"{folder.path}: ")
    _fails(_decide(roster=os.path.join(folder.path, "none.csv"),
                   policy=_changed(folder, _POLICY, _without_growth)), 1, "none.csv: ")
    _fails(run("weights", "ahp", _AHP, "--out", os.path.join(folder.path, "none", "w.json")), 1, "--out ")


# ---- documents ----------------------------------------------------------------------------------


def a_document_cut_in_half_names_its_line():
    folder = Folder()
    for path, words in ((_CARD, ("score", _TICKETS, "--card")), (_SCHEME, ("score", _TICKETS, "--scheme")),
                        (_PLAN, ("targets",))):
        with open(path, encoding="utf-8") as handle:
            text = handle.read()[:200]
        half = folder.write("half.json", text)
        _fails(run(*words, half), 1, f"half.json:{text.count(chr(10)) + 1}:", "not valid JSON")


def a_document_of_another_kind_is_told_apart():
    for words, expected in ((("score", _TICKETS, "--card", _PLAN), "scorecard"), (("targets", _CARD), "targets"),
                            (("score", _TICKETS, "--scheme", _CARD), "scheme"),
                            (("rank", _TICKETS, "--card", _CARD, "--policy", _CARD), "decisions")):
        _fails(run(*words), 1, ":3:11: kind: " if _PLAN not in words else ":4:11: kind: ", f'expected "{expected}"')


def cards_without_weights_or_with_names_that_do_not_exist():
    folder = Folder()
    _fails(_score(_changed(folder, _CARD, lambda c: c.pop("weights"))), 1, "changed.json:1:1", '"weights" is missing')
    for change, texts in (
            (lambda c: c["items"]["csat"].update(indicator="csat_maen"), ("items.csat.indicator", '"csat_mean"')),
            (lambda c: c["weights"].update(tree={"csta": 60, "speed": 40}), ("weights.tree.csta", 'nearest is "csat"')),
            (lambda c: c["weights"].update(tree={"csat": 110, "speed": 40}), ("add up to 150", "100")),
            (lambda c: c["weights"].update(tree={"csat": -60, "speed": 160}), ("weights.tree.csat", "at least 0")),
            (lambda c: c["items"]["speed"]["rule"].update(x0="5mins"), ("items.speed.rule.x0", '"5mins"'))):
        _fails(_score(_changed(folder, _CARD, change)), 1, *texts)


def schemes_without_a_version_or_with_a_day_that_does_not_exist():
    folder = Folder()
    for change, texts in (
            (lambda s: s["cards"].update(chat=[]), ("cards.chat", "at least one")),
            (lambda s: s["cards"]["chat"][0].update(valid_from="2026-02-30"), ("valid_from", '"2026-02-30" is no date')),
            (lambda s: s["assign"][0].update(cards="chatt"), ("assign[0].cards", 'nearest is "chat"'))):
        path = _changed(folder, _SCHEME, change)
        _fails(run("score", _TICKETS, "--scheme", path, "--by", "agent", "--period", "month"), 1, *texts)
    _fails(run("score", _TICKETS, "--scheme", _SCHEME, "--by", "agent"), 2, "give --period")


def whom_a_scheme_does_not_judge_is_told_why():
    done = run("score", _TICKETS, "--scheme", _SCHEME, "--by", "agent", "--period", "month", "--now", "2026-04-01")
    assert done.status == 0 and "4 without a card (NO_CARD)" in done.err and "--roster" in done.err, done.err
    folder = Folder()
    roster = folder.write("people.csv", "subject,team\nAda,phone\nBo,mail\n")
    done = run("score", _TICKETS, "--scheme", _SCHEME, "--by", "agent", "--period", "month", "--now", "2026-04-01",
               "--roster", roster, "--explain", "Bo")
    _fails(done, 1, "--explain Bo: judged by no card", "NO_CARD")


def targets_with_days_goals_and_names_that_do_not_exist():
    folder = Folder()
    for change, texts in (
            (lambda t: t.update(due="2026-02-30"), ("targets.csat.due", '"2026-02-30" is no date')),
            (lambda t: t.update(objective="satisfid"), ("targets.csat.objective", "'satisfied'")),
            (lambda t: t.update(direction="UP"), ("targets.csat.direction", "INCREASE")),
            (lambda t: t.update(indicator="csat_satisfyed"), ("targets.csat.indicator", '"csat_satisfied"')),
            (lambda t: t["scope"].update(subjects=["Chat", "Chat"]), ("scope.subjects[1]", "named twice"))):
        path = _changed(folder, _PLAN, lambda plan, change=change: change(plan["targets"]["csat"]))
        _fails(run("targets", path, _PLANNED, "--now", "2026-04-15"), 1, "changed.json:", *texts)
    _fails(run("targets", _PLAN, _PLANNED, "--now", "2026-04-15", "--explain", "cast"), 1, "--explain cast", "csat")
    _fails(run("targets", _PLAN, _TICKETS, "--now", "2026-04-15"), 1, "tickets.team", "--map")


def a_target_that_nothing_measures_is_told_without_torn_words():
    done = run("targets", _PLAN, "--now", "2026-04-15", "--explain", "hotline")
    assert done.status == 0 and "\nTarget: done or not, from 2026-01-01, due 2026-03-31\n" in done.out, done.out
    assert "no DATA.csv" in done.err, done.err
    done = run("targets", _PLAN, "--now", "2026-04-15", "--explain", "knowledge", "--lang", "zh")
    assert "\n目标：里程碑，自 2026-01-01" in done.out, done.out


def policies_that_contradict_themselves_or_the_card():
    folder = Folder()
    bonus = lambda change: lambda p: change(p["rules"]["top_bonus"])
    for change, texts in (
            (bonus(lambda r: r["list"].update(share="150%")), ("rules.top_bonus.list.share", "0-100")),
            (bonus(lambda r: r.update(kind="BONUSS")), ("rules.top_bonus.kind", '"BONUS"')),
            (bonus(lambda r: r.update(line={"op": ">=", "limit": 3})), ("rules.top_bonus.line", "exclude one another")),
            (lambda p: p.update(rules={}), ("rules: empty",))):
        _fails(_decide(policy=_changed(folder, _POLICY, change)), 1, "changed.json:", *texts)
    by_speed = _changed(folder, _POLICY, lambda p: p["eligibility"].update(volume_of="speed"))
    _fails(_decide(policy=by_speed), 1, "rules.training.look.name", "'growth'")
    _fails(_decide(), 1, "eligibility.volume_of", "'response'", "card.json", "--indicators")


def a_policy_without_scores_says_that_nothing_is_placed():
    folder = Folder()
    policy = _changed(folder, _POLICY, _without_growth)
    empty = folder.write("empty.csv", "id,agent,created_at,first_response_at,csat\n")
    done = run("rank", empty, "--card", _CARD, "--policy", policy, "--roster", _ROSTER, "--by", "agent")
    _fails(done, 1, "no row has an instant that places it in a month", "--from and --to")
    _fails(_decide("--explain", "Zed", policy=policy), 1, "--explain Zed: no decision")


def rosters_that_cannot_be_meant():
    folder = Folder()
    policy = _changed(folder, _POLICY, _without_growth)
    for table, texts in (("subject,team\nAda,N\nAda,S\n", (":3:1:", '"Ada"', "line 2")),
                         ("agent,team\nAda,N\n", ('no column "subject"', '"agent"')),
                         ("subject,team,tenure_days\nAda,N,many\n", (":2:3:", 'tenure_days "many"', "a number of at least 0")),
                         ("subject,team,tenure_days\nAda,N,-4\n", (":2:3:", '"-4"')),
                         ("subject,team,team\nAda,N,S\n", (":1:", '"team" twice')),
                         ("subject,team,period\nAda,N,2026-13\n", (":2:3:", 'period "2026-13"', "2026-Q1")),
                         ("subject,team,period\nAda,N,2026-Q1\nBo,N,Jan\n", (":3:3:", 'period "Jan"'))):
        _fails(_decide(policy=policy, roster=folder.write("people.csv", table)), 1, "people.csv:", *texts)
    for period in ("", "2026", "2026-02", "2026-Q4", "FY2026-Q1", "2026-W53", "2026-02-28", "2026-02-01/7d"):
        people = folder.write("people.csv", f"subject,team,period\nAda,N,{period}\nBo,N,\n")
        assert _decide(policy=policy, roster=people).status == 0, period


# ---- scores, questions, weights -----------------------------------------------------------------


def scores_and_shares_that_are_none():
    for table, texts in (("subject,scroe\nA,1\n", (":1:", 'no column "score"', '"scroe"')),
                         ("subject,score\nA,1\nB,x\n", (":3:2:", 'score "x"', "a number such as")),
                         ('subject,score\nA,"1,5"\n', (":2:2:", 'score "1,5"')),
                         ("subject,score\nA,nan\n", (":2:2:", 'score "nan"')),
                         ("subject;score\nA;1\n", ('"subject;score"',)),
                         ("subject,score,lo,hi\nA,1,5,2\n", (":2:4:", 'hi "2"', "at least 5")),
                         ("subject,score\n", (":2:", "rows were expected"))):
        _fails(run("rank", "-", stdin=table), 1, *texts)
    _fails(run("rank", "-", "--quota", "A=20%,B=70%", stdin=_SIX), 2, "add up to 90%", "100%")
    _fails(run("rank", "-", "--top", "150%", stdin=_SIX), 2, "--top 150%", "0% to 100%")


def a_share_of_less_than_one_is_asked_back():
    done = run("rank", "-", "--top", "0.2", stdin=_SIX)
    assert done.status == 0 and "0.2 %, not 20 %" in done.err and "write 20%" in done.err, done.err
    assert "not 20" not in run("rank", "-", "--top", "0.2%", stdin=_SIX).err


def questions_that_have_no_answer():
    asked = ("whatif", _TICKETS, "--card", _CARD, "--by", "agent")
    _fails(run(*asked, "--subject", "Bo", "--set", "csta=3"), 2, "'csta'", "'csat'")
    _fails(run(*asked, "--subject", "Bo", "--set", "csat=30s"), 2, "--set csat=30s", "a number")
    _fails(run(*asked, "--set", "csat=3"), 2, "--subject NAME")
    _fails(run(*asked, "--subject", "Zed", "--reach", "next"), 1, "--subject Zed")
    _fails(run(*asked, "--reach", "Z"), 2, "--reach Z", "grade")
    _fails(run(*asked, "--attribute", "periods"), 2, "--period month")


def judgements_that_contradict_themselves():
    for method, table, texts in (
            ("ahp", "criterion,a,b\na,,3\nb,3,\n", (":3:2:", "0.333333")),
            ("ahp", "criterion,a,b\na,,1/0\nb,,\n", (":2:3:", '"1/0"')),
            ("points", "criterion,points\na,-1\nb,2\n", (":2:2:", "at least 0")),
            ("swing", "criterion,swing\na,50\nb,20\n", ("no swing is 100",)),
            ("entropy", "subject,a,b\nx,1,\ny,1,3\n", (":2:3:", "expected a number")),
            ("best-worst", "criterion,best_to_other,other_to_worst\na,2,8\nb,3,5\nc,8,1\n",
             ("best_to_other", "expected 1 for the best alone"))):
        done = run("weights", method, "-", stdin=table)
        _fails(done, 1, *texts)
        assert "options." not in done.err, f"a word of the library, not of the command: {done.err}"


# ---- what other programs read -------------------------------------------------------------------


def headings_are_chinese_in_tables_only():
    for words in (("score", _TICKETS, "--card", _CARD, "--by", "agent"), ("check", _CARD)):
        table = run(*words, "--lang", "zh").out.splitlines()[0]
        assert "对象" in table or "说明" in table, table
        plain, chinese = (run(*words, "--lang", lang, "--format", "csv").out.splitlines()[0] for lang in ("en", "zh"))
        assert plain == chinese, (plain, chinese)


def names_with_quotes_commas_and_breaks_come_back():
    table = 'subject,score\n"王 ""小明"", A\n组",2\nBo,1\n'
    as_json = json.loads(run("rank", "-", "--format", "json", stdin=table).out)
    as_csv = list(csv.DictReader(io.StringIO(run("rank", "-", "--format", "csv", stdin=table).out, newline="")))
    assert as_json[0]["subject"] == as_csv[0]["subject"] == '王 "小明", A\n组', (as_json, as_csv)


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
