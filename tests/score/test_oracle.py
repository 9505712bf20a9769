"""Random cards over random small tables, scored by the library and by the second scorer of oracle.py: totals, reasons,
flags, ranks, ledgers, roll-ups, what-ifs, what it takes, and why scores change."""
import json
import math
import os
import random
import sys
from decimal import Decimal
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position,protected-access
import oracle
from oracle_cards import DAY, EDGES, INDICATORS, World, card_of, lines_of, score_of, threshold
import deskscore
from deskscore import ffi, lib


SEEN = set()  # what came up, lest the cards miss what they are for


def near(a, b, slack=1e-9):
    return (math.isnan(a) and math.isnan(b)) or abs(a - b) <= slack * max(1, abs(a), abs(b))


def expect(condition, *what):
    if not condition:
        raise AssertionError(what)


def adds_up(lines, total, decimals):
    """Amounts as doubles, printed ones as decimals (D21)."""
    amount, printed = 0.0, Decimal(0)
    for line in lines:
        if line.kind != lib.DSCORE_LINE_GROUP:
            amount += line.amount
            printed += Decimal(repr(line.printed))
        expect(Decimal(repr(line.printed)) == round(Decimal(repr(line.printed)), decimals), "printed", line.printed)
    expect(amount == total, "amounts", amount, total)
    expect(printed == Decimal(repr(total)), "printed", printed, total)
    rests = {-1: [0.0], 0: [], 1: [1.0]}  # by what was done with them: cut off, nothing, made a whole
    for line in lines:
        if line.kind not in (lib.DSCORE_LINE_GROUP, lib.DSCORE_LINE_ROUND):
            moved = (line.printed - line.amount) * 10 ** decimals
            expect(abs(moved) < 1 + 1e-6, "more than a unit", line.amount, line.printed)
            rests[0 if abs(moved) < 1e-6 else 1 if moved > 0 else -1].append(-moved if moved < 0 else 1 - moved)
    expect(max(rests[-1]) <= min(rests[1]) + 1e-5, "largest remainders", rests)


def half_way(exact, decimals):
    """So near to half a unit that either rounding will do."""
    return abs(abs(exact) * 10 ** decimals % 1 - 0.5) < 1e-6


def compare_row(card, want, scores, index, rank=True):
    got = score_of(scores, index)
    decimals = card["total"]["decimals"]
    expect((got.status, got.reason) == (want.status, want.reason), "reason", got.status, got.reason, want.status, want.reason)
    expect(near(got.weight_coverage, want.coverage), "coverage", got.weight_coverage, want.coverage)
    expect(near(got.data_coverage, want.data_coverage), "data", got.data_coverage, want.data_coverage)
    mine = sum(flag for flag in want.flags)
    SEEN.update([("reason", want.reason), *(("flag", flag) for flag in want.flags)])
    mask = oracle.VETO | oracle.SMALL_N | oracle.IMPUTED | oracle.CLAMP_LO | oracle.CLAMP_HI
    expect(got.flags & mask == mine, "flags", got.flags & mask, mine)
    lines = lines_of(scores, index)
    compare_lines(card, want, lines)
    if got.status != oracle.OK:
        expect(math.isnan(got.total) and math.isnan(got.raw) and got.rank == 0, "no total", got.total)
        expect(ffi.string(got.grade) == b"", "grade without a total")
        return
    expect(near(got.raw, want.raw, 1e-8), "raw", got.raw, want.raw)
    if half_way(want.exact, decimals):
        want.total, want.grade = got.total, ffi.string(got.grade).decode()
    expect(got.total == want.total and str(got.total) != "-0.0", "total", got.total, want.total)
    expect(ffi.string(got.grade).decode() == want.grade, "grade", want.total, want.grade)
    adds_up(lines, got.total, decimals)
    if rank:
        expect(got.rank == want.rank, "rank", got.rank, want.rank)


def compare_lines(card, want, lines):
    inside = {}
    for line in reversed(lines):  # groups stand before what is in them
        expect(not math.isnan(line.amount) and not math.isnan(line.printed), "NaN", line.kind)
        if line.kind == lib.DSCORE_LINE_GROUP:
            amount, printed = map(math.fsum, zip((0, 0), *inside.pop(ffi.string(line.alias), [])))
            expect(near(line.amount, amount) and near(line.printed, printed), "group", line.amount, amount)
        if line.kind in (lib.DSCORE_LINE_GROUP, lib.DSCORE_LINE_CONTRIBUTION):
            inside.setdefault(ffi.string(line.group), []).append((line.amount, line.printed))
    adjusted = {kind: math.fsum(line.amount for line in lines if line.kind == kind) for kind in range(1, 10)}
    if want.status == oracle.OK:
        expect(near(adjusted[lib.DSCORE_LINE_CONTRIBUTION] + adjusted[lib.DSCORE_LINE_RENORMALISE], want.mean, 1e-8), "mean")
        expect(near(adjusted[lib.DSCORE_LINE_CLAMP], want.exact - want.raw, 1e-7), "clamp")
        expect(near(adjusted[lib.DSCORE_LINE_OPERATOR], want.operated - want.mean, 1e-8), "operator")
    for line in lines:
        if line.kind not in (lib.DSCORE_LINE_CONTRIBUTION, lib.DSCORE_LINE_BONUS):
            continue
        alias = ffi.string(line.alias).decode()
        own = want.owns[alias]
        expect(near(line.points, math.nan if own.points is None else own.points), alias, "points", line.points, own.points)
        SEEN.update([("stands in", own.stand_in)])
        expect((line.stand_in, line.gate) == (own.stand_in, own.gate), alias, line.stand_in, line.gate, own.stand_in, own.gate)
        expect(math.isnan(line.points) or line.stand_in or line.value_status == 0, alias, "points without a value")
        if line.stand_in in (6, 7):
            expect(near(line.value, own.value), alias, "stands in", line.value, own.value)
        if want.status == oracle.OK and line.kind == lib.DSCORE_LINE_CONTRIBUTION:
            expect(near(line.effective_weight, want.shares[alias]), alias, "effective", line.effective_weight, want.shares)


def roll_up(r, card, world, scorer, results):
    """METHODS 0.6 AVERAGE."""
    edges = [EDGES[0], EDGES[3], EDGES[6]]
    weighting, least = r.choice([1, 2, 3]), r.randint(1, 3)
    rolled = deskscore._make(lib.dscore_scores_rollup, lib.dscore_scores_free, world.scores, edges, 3, weighting, least)
    decimals = card["total"]["decimals"]
    parts = {}
    for row, result in enumerate(results):
        key = (scorer.subjects[row], scorer.periods[row] // 3)
        length = (EDGES[scorer.periods[row] + 1] - EDGES[scorer.periods[row]]) // DAY
        weight = {1: 1, 2: length, 3: max(cell[2] for cell in scorer.rows[row].values())}[weighting]
        parts.setdefault(key, []).append((weight, result))
    expect(lib.dscore_scores_count(rolled) == len(parts), "rolled", len(parts))
    totals = []
    for index, ((subject, half), listed) in enumerate(parts.items()):
        got = score_of(rolled, index)
        expect(got.period_start == edges[half] and got.period_end == edges[half + 1], "period")
        scored = [(w, each) for w, each in listed if each.status == oracle.OK]
        weight = sum(w for w, _ in scored)
        reason = (lib.DSCORE_TOTAL_ABSENT_KEY if subject is None else lib.DSCORE_TOTAL_NOTHING if weight == 0
                  else lib.DSCORE_TOTAL_FEW_PERIODS if len(scored) < least else lib.DSCORE_TOTAL_FINE)
        expect(got.reason == reason and (got.status == 0) == (reason == 0), "rolled", got.reason, reason)
        shorter = min(world.months, 3 * half + 3) - 3 * half
        expect(near(got.weight_coverage, len(scored) / shorter), "rolled coverage", got.weight_coverage)
        expect(len([line for line in lines_of(rolled, index) if line.kind == lib.DSCORE_LINE_PERIOD]) == len(listed), "periods")
        if reason == 0:
            exact = float(sum(Fraction(w) * Fraction(repr(each.total)) for w, each in scored) / weight)
            expect(near(got.raw, exact), "rolled mean", got.raw, exact)
            want = got.total if half_way(exact, decimals) else oracle.half_up(exact, decimals)
            expect(got.total == want, "rolled total", got.total, want)
            expect(ffi.string(got.grade).decode() == scorer.grade(got.total), "rolled grade")
            adds_up(lines_of(rolled, index), got.total, decimals)
        else:
            expect(math.isnan(got.total), "rolled NaN")
        totals.append((half, got.total, got.rank))
    for half, total, rank in totals:
        want = 0 if math.isnan(total) else 1 + sum(h == half and t > total for h, t, _ in totals)
        expect(rank == want, "rolled rank", rank, want)


def what_if(scores, row, given):
    names = [ffi.new("char[]", alias.encode()) for alias in given]
    return deskscore._make(lib.dscore_scores_whatif, lib.dscore_scores_free, scores, row, names, list(given.values()), len(given))


def suppose(r, card, world, scorer, results, row):
    given = {alias: math.nan if r.random() < 0.2 else threshold(r, item["indicator"])
             for alias, item in card["items"].items() if r.random() < 0.5}
    scores = what_if(world.scores, row, given)
    expect(lib.dscore_scores_count(scores) == 1, "one")
    for alias, value in given.items():
        _, _, used, _, observations = scorer.rows[row][alias]
        least = max(card["items"][alias].get("min_n", 1), 1)
        scorer.supposed[row, alias] = (1, math.nan, 0, 0, 0) if math.isnan(value) else (
            0, value, max(used, least), 0, observations)
    want = scorer.score(row)
    want.rank = scorer.rank(results, row, want.total)
    scorer.supposed.clear()
    compare_row(card, want, scores, 0)
    expect(not given or score_of(scores, 0).flags & lib.DSCORE_SCORE_ASSUMED, "assumed")


def reach(r, card, world, results, row):
    """What is found is enough, and nothing nearer on a grid is; what is too far is so everywhere."""
    alias = r.choice(list(card["items"]))
    name = card["items"][alias]["indicator"]
    start = 0 if math.isnan(results[row].total) else results[row].total
    wanted = r.choice([40, 80, r.randint(0, 110), start + r.choice([0.01, 3])])
    out = deskscore._struct("dscore_reach")
    deskscore._call(lib.dscore_scores_reach, world.scores, row, alias.encode(), float(wanted), out)
    SEEN.add(("reach", out.reason))
    now = results[row].total

    def total(value):
        return score_of(what_if(world.scores, row, {alias: value}), 0).total
    expect((out.reason == lib.DSCORE_REACH_ALREADY) == oracle.holds(">=", now, wanted), "already", now, wanted)
    if out.reason == lib.DSCORE_REACH_FOUND:
        expect(oracle.holds(">=", total(out.value_needed), wanted), "reach", alias, out.value_needed, wanted)
        expect(total(out.value_needed) == out.total_then, "then", out.total_then)
    if out.reason not in (lib.DSCORE_REACH_FOUND, lib.DSCORE_REACH_TOO_FAR) or any(
            alias in (gate["item"], gate.get("scope")) or gate.get("scope", "") not in card["items"] for gate in card["gates"]):
        return  # gates may make the total fall as points rise
    low, high = INDICATORS[name][2]
    high = 30 if high is None else high
    grid = [low + (high - low) * step / 24 for step in range(25)] + [out.value_needed]
    distance = abs(out.value_needed - out.value_now) if out.reason == lib.DSCORE_REACH_FOUND else math.inf
    for value in grid:
        if out.reason == lib.DSCORE_REACH_TOO_FAR:
            expect(not total(value) > out.total_then, "better still", alias, value, out.value_needed, out.total_then)
        if abs(value - out.value_now) < distance * (1 - 1e-6):
            expect(not oracle.holds(">=", total(value), wanted), "nearer", alias, value, out.value_now, out.value_needed, wanted)


def change(card, world, results, a, b):
    out = deskscore._make(lib.dscore_scores_change, lib.dscore_change_free, world.scores, a, world.scores, b)
    totals = [ffi.new("double *") for _ in range(3)]
    deskscore._call(lib.dscore_change_totals, out, *totals)
    before, after, moved = (each[0] for each in totals)
    exact = Decimal(repr(after)) - Decimal(repr(before))
    expect((before, after) == (results[a].total, results[b].total) and Decimal(repr(moved)) == exact, "moved", moved, exact)
    amount, printed = 0.0, Decimal(0)
    for number in range(lib.dscore_change_count(out)):
        line = deskscore._struct("dscore_change_line")
        deskscore._call(lib.dscore_change_at, out, number, line)
        amount += line.amount
        printed += Decimal(repr(line.printed))
        if line.kind == lib.DSCORE_CHANGE_ITEM:
            attribute(card, results[a], results[b], line)
    expect(amount == moved, "change", amount, moved)
    expect(printed == exact, "printed change", printed, exact)


def compare_cards(card, world, results):
    """The same values under another version of the card: a gate more."""
    other = {**card, "gates": card["gates"] + [{"item": list(card["items"])[0], "op": ">=", "threshold": 2, "cap": 55}]}
    second = world.scored(other)
    wants = world.scorer(other).score_all()
    out = deskscore._make(lib.dscore_scores_compare, lib.dscore_comparison_free, world.scores, second)
    summary = deskscore._struct("dscore_comparison_summary")
    deskscore._call(lib.dscore_comparison_sum_up, out, summary)
    pairs = [(a, b) for a, b in zip(results, wants) if a.status == oracle.OK and b.status == oracle.OK]
    moves = [float(Decimal(repr(b.total)) - Decimal(repr(a.total))) for a, b in pairs]
    expect(lib.dscore_comparison_count(out) == len(results) and summary.both == len(pairs), "both", summary.both)
    expect((summary.up, summary.down, summary.same) == (sum(m > 0 for m in moves), sum(m < 0 for m in moves), moves.count(0)),
           "moves", moves)
    expect(near(summary.mean_change, math.fsum(moves) / len(moves) if moves else math.nan), "mean change")
    expect(near(summary.largest_fall, min((m for m in moves if m < 0), default=math.nan)), "largest fall")
    order = [g["label"] for g in card["grades"]] + [""]
    falls = sum(order.index(b.grade) > order.index(a.grade) for a, b in pairs if a.grade and b.grade)
    expect((summary.grade_up, summary.grade_down) == (0, falls), "grades", summary.grade_up, summary.grade_down, falls)
    expect(summary.rank_changed == sum(a.rank != b.rank for a, b in pairs), "ranks")


def attribute(card, before, after, line):
    """METHODS 3.11 with effective weights; an item that counts on one side only keeps its points."""
    alias = ffi.string(line.alias).decode()
    scale = sum(each["weight"] if isinstance(each, dict) else each for each in card["weights"]["tree"].values())
    scale = scale / 100 if card["mode"] == "POINTS" else 1
    weights, points = [], []
    for side in (before, after):
        own = side.owns[alias]
        weights.append(side.shares[alias] * scale)
        in_points = card["items"][alias].get("in_points")
        points.append(None if own.points is None and side.shares[alias] == 0 else 0.0 if own.points is None else
                      100 * own.points / card["weights"]["tree"][alias] if in_points else own.points)
    known = [p for p, w in zip(points, weights) if p is not None and w > 0]
    if len(known) < 2:
        points = [known[0] if known else 0.0] * 2
    effects = (sum(weights) / 2 * (points[1] - points[0]), sum(points) / 2 * (weights[1] - weights[0]))
    expect(near(line.score_effect, effects[0], 1e-8) and near(line.weight_effect, effects[1], 1e-8), alias,
           (line.score_effect, line.weight_effect), effects)


def one(seed):
    r = random.Random(seed)
    card = card_of(r)
    world = World(r, card)
    scorer = world.scorer(card)
    results = scorer.score_all()
    expect(lib.dscore_scores_count(world.scores) == len(results), "count")
    where = None
    try:
        for where, result in enumerate(results):
            compare_row(card, result, world.scores, where, rank=False)
        for where, result in enumerate(results):
            result.rank = scorer.rank(results, where)  # of totals as published: half a unit may go either way
            expect(score_of(world.scores, where).rank == result.rank, "rank")
        where = "roll-up"
        if world.months == 6:
            roll_up(r, card, world, scorer, results)
        fine = [row for row, result in enumerate(results) if result.status == oracle.OK]
        for where in r.sample(range(len(results)), min(2, len(results))):
            suppose(r, card, world, scorer, results, where)
            reach(r, card, world, results, where)
        if len(fine) > 1:
            where = r.sample(fine, 2)
            change(card, world, results, *where)
        where = "other card"
        compare_cards(card, world, results)
    except (AssertionError, deskscore.Error) as error:
        raise AssertionError(f"seed {seed}, row {where}: {error}\n{json.dumps(card)}") from error
    return len(results), len(fine)


def main():
    seeds = range(int(sys.argv[1]), int(sys.argv[1]) + 1) if len(sys.argv) > 1 else range(2000)
    rows = [one(seed) for seed in seeds]
    if len(seeds) > 1:
        every = {("reason", n) for n in range(6)} | {("reach", n) for n in range(6)} | {("stands in", n) for n in (0, 5, 6, 7)} \
            | {("flag", n) for n in (1, 2, oracle.VETO, oracle.SMALL_N, oracle.IMPUTED)}
        expect(SEEN == every, "never came up", every ^ SEEN)
    print(f"{sum(each[0] for each in rows)} scores, {sum(each[1] for each in rows)} of them with a total")


if __name__ == "__main__":
    main()
