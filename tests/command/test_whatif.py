"""`deskscore whatif`: questions about scores, worked by hand on a small file."""
import json
import os
import sys

from command import SOURCE, Folder, main, run, tests_of

_CARD = os.path.join(SOURCE, "examples/whatif/card.json")
_FASTER = os.path.join(SOURCE, "examples/whatif/card-faster.json")

# Mean rating 4.5 and 90 s for Ada, 4 and 180 s for Bo in January; 4 and 60 s, 4.5 and 120 s in February. A rating r is
# worth 25 (r - 1) points at 60 %, t seconds (300 - t) / 2.4 points at 40 %: 87.5 and 65, then 85 and 82.5.
_TICKETS = os.path.join(SOURCE, "examples/whatif/tickets.csv")
_BY_MONTH = (_TICKETS, "--card", _CARD, "--by", "agent", "--period", "month")
_FEBRUARY = (_TICKETS, "--card", _CARD, "--by", "agent", "--from", "2026-02-01")


def _rows(*words):
    done = run("whatif", *words, "--format", "csv")
    assert done.status == 0, done.err
    return done.rows()


def _fails(status, text, *words):
    done = run("whatif", *words)
    assert done.status == status, f"exit {done.status}, expected {status}: {done.err}"
    assert text in done.err, f"expected {text!r} in {done.err!r}"
    assert done.out == "", done.out


def _near(text, number, tolerance=1e-6):
    assert abs(float(text) - number) <= tolerance, f"{text}, expected {number}"


def another_value_gives_another_total():
    """4.8 is worth 95 points: 57 + 30 = 87, the best of the month."""
    now, then = _rows(*_FEBRUARY, "--subject", "Bo", "--set", "csat=4.8")
    assert (now["when"], now["total"], now["grade"], now["rank"]) == ("now", "82.5", "B", "2"), now
    assert (then["when"], then["total"], then["grade"], then["rank"]) == ("then", "87", "A", "1"), then
    both = _rows(*_FEBRUARY, "--subject", "Bo", "--set", "csat=24/5", "--set", "speed=1min")[1]
    assert both["total"] == "97", both  # 57 + 40
    none = _rows(*_FEBRUARY, "--subject", "Bo", "--set", "csat=none")[1]
    assert (none["total"], none["status"], none["reason"]) == ("", "INSUFFICIENT", "DIMENSION_MISSING"), none


def the_ledger_marks_what_is_assumed():
    text = run("whatif", *_FEBRUARY, "--subject", "Bo", "--set", "csat=4.8").out
    assert "assumed 4.8 points" in text and "Together: 87.00" in text, text
    chinese = run("whatif", *_FEBRUARY, "--subject", "Bo", "--set", "csat=4.8", "--lang", "zh").out
    assert "假定4.8分" in chinese and "优秀" in chinese and "现在" in chinese, chinese
    answer = json.loads(run("whatif", *_FEBRUARY, "--subject", "Bo", "--set", "csat=4.8", "--format", "json").out)
    assert [each["then"]["total"] for each in answer] == [87] and answer[0]["now"]["total"] == 82.5, answer
    lines = {line["alias"]: line.get("flags", []) for line in answer[0]["then"]["lines"]}
    assert lines["csat"] == ["ASSUMED"] and lines["speed"] == [], lines
    amounts = [line["amount"] for line in answer[0]["then"]["lines"] if line["kind"] != "GROUP"]
    _near(sum(amounts), 87, 1e-9)


def what_it_takes_is_told_item_by_item():
    """85.00 is published from 84.995 on: (84.995 - 30) / 0.6 / 25 + 1, or 300 - 2.4 (84.995 - 52.5) / 0.4."""
    rows = {row["item"]: row for row in _rows(*_FEBRUARY, "--subject", "Bo", "--reach", "85")}
    _near(rows["csat"]["needed"], (84.995 - 30) / 0.6 / 25 + 1)
    _near(rows["speed"]["needed"], 300 - 2.4 * (84.995 - 52.5) / 0.4)
    _near(rows["speed"]["per_unit"], 0.4 / 2.4)
    assert {row["answer"] for row in rows.values()} == {"FOUND"}, rows
    assert {row["then"] for row in rows.values()} == {"85"}, rows
    for item, row in rows.items():  # what it says holds
        assert _rows(*_FEBRUARY, "--subject", "Bo", "--set", f"{item}={row['needed']}")[1]["total"] == "85", row
    shown = run("whatif", *_FEBRUARY, "--subject", "Bo", "--reach", "85").out
    assert "4.6664 points" in shown, shown  # 4.66633 rounded to what does it too


def a_grade_or_the_next_one_may_be_wanted():
    """Ada has 85, the best grade; Bo 82.5. All of January for Bo: rating 5 gives 60 + 20."""
    by_grade = _rows(*_FEBRUARY, "--reach", "A")
    assert [row["answer"] for row in by_grade] == ["ALREADY", "ALREADY", "FOUND", "FOUND"], by_grade
    assert _rows(*_FEBRUARY, "--reach", "优秀") == by_grade
    assert _rows(*_FEBRUARY, "--subject", "Bo", "--reach", "next") == by_grade[2:]
    assert [row["answer"] for row in _rows(*_FEBRUARY, "--subject", "Ada", "--reach", "next")] == ["ALREADY"] * 2
    january = _rows(*_BY_MONTH, "--subject", "Bo", "--reach", "A")[0]
    assert (january["period"], january["answer"], january["needed"], january["then"]) == (
        "2026-01", "TOO_FAR", "5", "80"), january
    chinese = run("whatif", *_BY_MONTH, "--subject", "Bo", "--reach", "A", "--lang", "zh").out
    assert "最好也达不到" in chinese and "需达到" in chinese, chinese


def another_card_is_replayed_on_the_same_values():
    """At 40 % and 60 %: 87.5 and 60, then 90 and 80."""
    rows = _rows(*_BY_MONTH, "--against", _FASTER)
    got = [(row["subject"], row["period"], row["before"], row["after"], row["change"]) for row in rows]
    assert got == [("Ada", "2026-01", "87.5", "87.5", "0"), ("Ada", "2026-02", "85", "90", "5"),
                   ("Bo", "2026-01", "65", "60", "-5"), ("Bo", "2026-02", "82.5", "80", "-2.5")], got
    answer = json.loads(run("whatif", *_BY_MONTH, "--against", _FASTER, "--format", "json").out)
    assert answer["summary"]["up"] == 1 and answer["summary"]["down"] == 2 and answer["summary"]["same"] == 1, answer
    _near(answer["summary"]["mean_change"], -0.625)
    assert len(answer["rows"]) == 4
    chinese = run("whatif", *_BY_MONTH, "--against", _FASTER, "--lang", "zh").out
    assert "上升1，下降2，不变1" in chinese and "原总分" in chinese, chinese


def a_change_is_split_into_points_and_weights():
    """Ada's points go from 87.5 to 75 at 60 % and from 87.5 to 100 at 40 %."""
    rows = {row["item"]: row for row in _rows(*_BY_MONTH, "--subject", "Ada", "--attribute", "periods")}
    _near(rows["csat"]["by_points"], -7.5)
    _near(rows["speed"]["by_points"], 5)
    assert rows["csat"]["since"] == "2026-01" and rows["csat"]["period"] == "2026-02", rows
    _near(sum(float(row["change"]) for row in rows.values()), -2.5, 0)
    by_card = _rows(*_FEBRUARY, "--against", _FASTER, "--attribute", "cards", "--subject", "Bo")
    _near(by_card[0]["by_weight"], 87.5 * -0.2)
    _near(by_card[1]["by_weight"], 75 * 0.2)
    text = run("whatif", *_BY_MONTH, "--attribute", "periods", "--lang", "zh").out
    assert "Ada：总分 87.50 → 85.00，变化 -2.50" in text and "Bo：总分 65.00 → 82.50，变化 +17.50" in text, text


def mistakes_say_what_to_do():
    folder = Folder()
    other = json.loads(open(_FASTER, encoding="utf-8").read())
    other["items"]["speed"]["indicator"] = "resolution_time"
    clash = folder.write("clash.json", json.dumps(other))
    _fails(2, "one question", *_FEBRUARY)
    _fails(2, "one question", *_FEBRUARY, "--reach", "90", "--against", _FASTER)
    _fails(2, "--card", _TICKETS, "--reach", "90")
    _fails(2, "--subject NAME", *_FEBRUARY, "--set", "csat=5")
    _fails(2, "expected ITEM=VALUE", *_FEBRUARY, "--subject", "Bo", "--set", "csat")
    _fails(2, "or none", *_FEBRUARY, "--subject", "Bo", "--set", "csat=good")
    _fails(2, "did you mean 'csat'", *_FEBRUARY, "--subject", "Bo", "--set", "csta=5")
    _fails(2, "given twice", *_FEBRUARY, "--subject", "Bo", "--set", "csat=5", "--set", "csat=4")
    _fails(2, "a grade of the card", *_FEBRUARY, "--reach", "Z")
    _fails(2, "at least that grade", *_FEBRUARY, "--reach", "C")
    _fails(1, "Nobody", *_FEBRUARY, "--subject", "Nobody", "--reach", "90")
    _fails(2, "--period", *_FEBRUARY, "--attribute", "periods")
    _fails(2, "--against CARD2.json", *_FEBRUARY, "--attribute", "cards")
    _fails(2, "--attribute cards", *_BY_MONTH, "--attribute", "periods", "--against", _FASTER)
    _fails(1, "give it another name", *_FEBRUARY, "--against", clash)
    _fails(1, "two periods", *_FEBRUARY, "--period", "year", "--to", "2027-01-01", "--attribute", "periods")


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
