"""The cards of the three roles (S2-10 to S2-12) on one file of tickets, each for whom and the period it is meant for."""
import json
import os
import sys

from command import SOURCE, Folder, main, run, tests_of


def _card(name):
    return os.path.join(SOURCE, "examples/cards", name + ".json")


def _tickets(folder):
    """Two months, ten tickets an agent a month: answered after 40 s, solved after 4 h; Ada of team north by phone, Bo and
    Cyd of team south by chat. Ada is marked 5, Bo 2; Cyd 4 in August and not at all in September."""
    lines = ["id,agent,team,channel,created_at,resolved_at,response_count,response_time_total,csat,is_answered,is_resolved,"
             "transfers,is_escalated"]
    for month in (8, 9):
        for agent, team, channel, marks in (("Ada", "north", "phone", 5), ("Bo", "south", "chat", 2), ("Cyd", "south", "chat", 4)):
            for day in range(1, 11):
                mark = "" if agent == "Cyd" and month == 9 else marks
                at = f"2026-{month:02}-{day:02}T"
                lines.append(f"{agent}{month}{day},{agent},{team},{channel},{at}08:00:00,{at}12:00:00,2,80,{mark},true,true,0,false")
    return folder.write("tickets.csv", "\n".join(lines) + "\n")


def _score(*words):
    done = run("score", *words, "--now", "2026-12-01", "--format", "csv")
    assert done.status == 0, done.err
    return {(row["subject"], row["period"]): row for row in done.rows()}


def an_agents_own_month():
    """Ten answered in 31 days are 10/31 of a baseline of 20; 4 h are 100 points; a mark of 5 is 100, of 2 is 25, of 4 is 75."""
    folder = Folder()
    rows = _score(_tickets(folder), "--card", _card("agent"))
    assert sorted(rows) == [(a, m) for a in ("Ada", "Bo", "Cyd") for m in ("2026-08", "2026-09")], sorted(rows)
    volume = 0.25 * 100 * (10 / 31) / 20
    assert abs(float(rows["Ada", "2026-08"]["raw"]) - (volume + 35 + 40)) < 1e-9, rows
    assert abs(float(rows["Bo", "2026-08"]["raw"]) - (volume + 35 + 10)) < 1e-9, rows
    september = 0.25 * 100 * (10 / 30) / 20
    cyd = rows["Cyd", "2026-09"]  # the marks of August are carried into September
    assert abs(float(cyd["raw"]) - (september + 35 + 30)) < 1e-9 and float(cyd["weight_coverage"]) == 1, cyd


def volume_counts_for_less_while_customers_are_unhappy():
    folder = Folder()
    lines = ["id,agent,created_at,resolved_at,csat,is_answered"]
    for i in range(700):
        day = f"2026-09-{i % 30 + 1:02}T"
        lines.append(f"{i},Bo,{day}08:00:00,{day}12:00:00,2,true")
    tickets = folder.write("tickets.csv", "\n".join(lines) + "\n")
    row = _score(tickets, "--card", _card("agent"))["Bo", "2026-09"]
    assert float(row["total"]) == 0.25 * 60 + 35 + 10, row
    words = ("score", tickets, "--card", _card("agent"), "--explain", "Bo")
    assert 'Gate "Quality before volume": at most 60 points while Customers\' marks is below 3 points (it is 2 points)' \
        in run(*words).out, run(*words).out
    assert "限制条款“先质后量”：最高60分，因客户的反馈低于3分（目前为2分）" in run(*words, "--lang", "zh").out


def the_document_of_a_score_names_gates_and_stand_ins():
    folder = Folder()
    tickets = _tickets(folder)
    card = json.load(open(_card("agent"), encoding="utf-8"))
    card["gates"].append({"item": "feedback", "op": "<", "threshold": 3, "scope": "efficiency", "cap": 20})
    card["gates"].append({"item": "feedback", "op": "<", "threshold": 3, "cap": 15})
    path = folder.write("card.json", json.dumps(card))
    words = ("score", tickets, "--card", path, "--period", "", "--format", "json", "--from", "2026-08-01", "--to", "2026-10-01")
    lines = json.loads(run(*words, "--explain", "Bo").out)["lines"]
    group = next(line for line in lines if line["kind"] == "GROUP" and line["alias"] == "efficiency")
    assert group["gate"]["cap"] == 20 and group["flags"] == ["VETO"] and abs(group["points"] - 20) < 1e-9, group
    cuts = [line for line in lines if line["kind"] == "GATE"]
    assert [(cut["alias"] if "alias" in cut else "", cut["gate"]["watched"], cut["points"]) for cut in cuts] \
        == [("efficiency", 2, 20), ("", 2, 15)], cuts
    assert abs(sum(line["amount"] for line in lines if line["kind"] != "GROUP") - 15) < 1e-9, lines
    done = run("score", tickets, "--card", _card("agent"), "--explain", "Cyd", "--format", "json")
    assert done.status == 0, done.err
    second = json.loads(done.out[done.out.index("}\n\n{") + 2:])
    line = next(line for line in second["lines"] if line["alias"] == "feedback")
    assert line["stand_in"] == "CARRY_FORWARD" and line["value"] == 4 and line["value_status"] == "NO_DATA", line
    assert line["from_end"] - line["from_start"] == 31 * 86400 * 10**6 and line["flags"] == ["IMPUTED"], line


def a_managers_teams():
    """40 s are 100 * 20 / 35 points; all solved; north all satisfied, south 10 of 20 in August and of 10 none in September."""
    folder = Folder()
    rows = _score(_tickets(folder), "--card", _card("manager"))
    assert sorted(rows) == [(t, m) for t in ("north", "south") for m in ("2026-08", "2026-09")], sorted(rows)
    fixed = 0.3 * 100 * 20 / 35 + 30
    assert abs(float(rows["north", "2026-08"]["raw"]) - (fixed + 40)) < 1e-9, rows
    assert abs(float(rows["south", "2026-08"]["raw"]) - fixed) < 1e-9, rows  # 50 % are below the 60 % that give nothing


def a_directors_channels():
    folder = Folder()
    rows = _score(_tickets(folder), "--card", _card("director"))
    assert sorted(rows) == [(c, m) for c in ("chat", "phone") for m in ("2026-08", "2026-09")], sorted(rows)
    assert rows["phone", "2026-08"]["rank"] == "1" and rows["chat", "2026-08"]["rank"] == "2", rows
    for row in rows.values():
        assert row["status"] == "OK" and 0.5 < float(row["weight_coverage"]) < 1, row


def the_command_line_goes_before_the_card():
    folder = Folder()
    tickets = _tickets(folder)
    rows = _score(tickets, "--card", _card("manager"), "--by", "agent")
    assert ("Ada", "2026-08") in rows and len(rows) == 6, sorted(rows)
    rows = _score(tickets, "--card", _card("manager"), "--period", "quarter")
    assert {period for _, period in rows} == {"2026-Q3"}, sorted(rows)
    done = run("score", tickets, "--card", _card("manager"), "--period", "", "--now", "2026-12-01", "--format", "csv")
    assert done.status == 0 and [r["subject"] for r in done.rows()] == ["north", "south"], done.out + done.err
    assert "period" not in done.rows()[0], done.out
    done = run("score", tickets, "--card", _card("manager"), "--by", "", "--now", "2026-12-01", "--format", "csv")
    assert done.status == 0 and [r["period"] for r in done.rows()] == ["2026-08", "2026-09"], done.out + done.err


def their_documents_have_no_errors():
    for name in ("agent", "manager", "director"):
        done = run("check", _card(name), "--format", "csv")
        assert done.status == 0 and "error" not in [r["severity"] for r in done.rows()], done.out


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
