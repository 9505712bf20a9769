"""Kaplan-Meier curves of random tickets, by the command and by exact fractions."""
import csv
import datetime
import json
import math
import os
import random
import sys
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "command"))
import command  # noqa: E402

START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
NOW = 40000  # seconds after the start
QUANTILES = {"q10": Fraction(1, 10), "q25": Fraction(1, 4), "q50": Fraction(1, 2), "q90": Fraction(9, 10)}
LIMITS = {"w5": 5, "w60": 60, "w3600": 3600}


def _stamp(seconds):
    return "" if seconds is None else (START + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rows(rng, count, spread):
    """Created, resolved or None, closed or None, agent."""
    rows = []
    for _ in range(count):
        created = rng.randrange(NOW)
        resolved = created + rng.randrange(spread) if rng.random() < 0.6 else None
        closed = created + rng.randrange(spread) if rng.random() < 0.4 else None
        rows.append((created, resolved, closed, rng.choice("ABC")))
    return rows


def _curve(rows):
    """Steps (time, S after it), and the last time at which anybody was watched."""
    spans = []
    for created, resolved, closed, _ in rows:
        if resolved is not None:
            spans.append((resolved - created, 0))
        else:
            end = NOW if closed is None else min(closed, NOW)
            spans.append((end - created, 1))
    survival, steps = Fraction(1), []
    for time in sorted({span for span, censored in spans if not censored}):
        at_risk = sum(span >= time for span, _ in spans)
        events = sum(span == time and not censored for span, censored in spans)
        survival *= 1 - Fraction(events, at_risk)
        steps.append((time, survival))
    return steps, max(span for span, _ in spans)


def _quantile(rows, q):
    return next((float(time) for time, survival in _curve(rows)[0] if survival <= 1 - q), None)


def _within(rows, limit):
    steps, last = _curve(rows)
    survival = next((s for time, s in reversed(steps) if time <= limit), Fraction(1))
    return float(1 - survival) if survival == 0 or last >= limit else None


def _define(folder):
    made = [{"id": name, "name": name, "unit": "s", "credit": ["agent"],
             "formula": f"km_quantile(created_at, resolved_at, {float(q)}, closed_at)"} for name, q in QUANTILES.items()]
    made += [{"id": name, "name": name, "unit": "ratio", "credit": ["agent"],
              "formula": f"km_within(created_at, resolved_at, {limit}s, closed_at)"} for name, limit in LIMITS.items()]
    return folder.write("own.json", json.dumps({"deskscore": 1, "kind": "catalog", "indicators": made}))


def _measured(rows):
    folder = command.Folder()
    path = os.path.join(folder.path, "tickets.csv")
    with open(path, "w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(["created_at", "resolved_at", "closed_at", "agent"])
        writer.writerows([_stamp(created), _stamp(resolved), _stamp(closed), agent]
                         for created, resolved, closed, agent in rows)
    done = command.run("measure", path, "--by", "subject", "--indicators", ",".join([*QUANTILES, *LIMITS]), "--define",
                       _define(folder), "--now", _stamp(NOW), "--format", "csv")
    assert done.status == 0, done.err
    return {(row["subject"], row["indicator"]): row for row in done.rows()}


def random_curves_are_those_of_exact_fractions():
    compared = missing = 0
    for seed in range(24):
        rng = random.Random(seed)
        rows = _rows(rng, rng.choice([3, 12, 60, 400]), rng.choice([4, 50, 9000]))
        measured = _measured(rows)
        for agent in {row[3] for row in rows}:
            own = [row for row in rows if row[3] == agent]
            expected = {name: _quantile(own, q) for name, q in QUANTILES.items()}
            expected.update({name: _within(own, limit) for name, limit in LIMITS.items()})
            for name, value in expected.items():
                row = measured[agent, name]
                assert int(row["n_used"]) == len(own), (seed, agent, name, row)
                assert (row["status"] == "OK") == (value is not None), (seed, agent, name, value, row)
                if value is None:
                    missing += 1
                    continue
                is_same = float(row["value"]) == value if name in QUANTILES else math.isclose(
                    float(row["value"]), value, rel_tol=1e-13, abs_tol=1e-15)
                assert is_same, (seed, agent, name, value, row)
                compared += 1
    print(f"{compared} values compared, {missing} curves that do not reach")
    assert compared > 200 and missing > 10


if __name__ == "__main__":
    sys.exit(command.main([random_curves_are_those_of_exact_fractions]))
