"""The questions of bench.c asked of deskscore, DuckDB and, where they are installed, NumPy and pandas, on the same tickets
in the same process: the least time of several runs, rows a second, and the ratio to DuckDB. The answers are compared.

    DESKSCORE_LIBRARY=build/libdeskscore.so DESKSCORE_FFI_HEADER=build/deskscore_ffi.h python3 tests/bench/bench_peer.py [ROWS]
"""
import array
import math
import os
import sys
import time

import duckdb

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../bindings/python"))
import deskscore  # noqa: E402

try:
    import numpy
except ImportError:
    numpy = None
try:
    import pandas
except ImportError:
    pandas = None

RUNS = 5
NONE = -1
NOW = 1780000000
INDICATORS = ["tickets", "first_response_time", "first_response_within", "resolution_time", "csat_mean", "csat_satisfied",
              "reopen_rate", "first_contact_resolution"]

TICKETS = """CREATE TABLE tickets AS
SELECT agent, created_at, CASE WHEN a < 0.95 THEN created_at + CAST(b * 100000 AS BIGINT) END AS first_response_at,
    CASE WHEN c < 0.9 THEN created_at + CAST(d * 500000 AS BIGINT) END AS resolved_at, c < 0.9 AS is_resolved,
    CASE WHEN e < 0.5 THEN 1 + CAST(floor(e * 10) AS BIGINT) END AS csat, CAST(a * 10 AS BIGINT) // 9 AS reopens,
    1 + CAST(floor(b * 3) AS BIGINT) AS contacts
FROM (SELECT CAST(floor(random() * 200) AS BIGINT) AS agent, 1767225600 + CAST(random() * 7776000 AS BIGINT) AS created_at,
    random() AS a, random() AS b, random() AS c, random() AS d, random() AS e FROM range({rows}))"""

MEAN_SQL = "SELECT avg(first_response_at - created_at) FILTER (WHERE first_response_at >= created_at) FROM tickets"
STANDARD_SQL = f"""SELECT agent, count(*), avg(first_response_at - created_at) FILTER (WHERE first_response_at >= created_at),
    100.0 * count(*) FILTER (WHERE first_response_at - created_at BETWEEN 0 AND 86400)
        / count(*) FILTER (WHERE first_response_at >= created_at
                           OR first_response_at IS NULL AND {NOW} - created_at > 86400),
    avg(resolved_at - created_at) FILTER (WHERE resolved_at >= created_at), avg(csat) FILTER (WHERE csat BETWEEN 1 AND 5),
    100.0 * count(*) FILTER (WHERE csat BETWEEN 4 AND 5) / count(*) FILTER (WHERE csat BETWEEN 1 AND 5),
    100.0 * count(*) FILTER (WHERE reopens > 0) / count(*) FILTER (WHERE is_resolved OR reopens > 0),
    100.0 * count(*) FILTER (WHERE contacts = 1 AND reopens = 0 AND is_resolved) / count(*) FILTER (WHERE is_resolved)
FROM tickets GROUP BY agent ORDER BY agent"""


def columns_of(database):
    """The table as buffers, by field; -1 where there is nothing."""
    names = [row[0] for row in database.execute("DESCRIBE tickets").fetchall()]
    parts = ", ".join(f"COALESCE({n}, {NONE}) AS {n}" if n != "is_resolved" else n for n in names)
    if numpy is not None:
        return {n: numpy.ascontiguousarray(c) for n, c in database.execute(f"SELECT {parts} FROM tickets").fetchnumpy().items()}
    columns = {n: array.array("B" if n == "is_resolved" else "q") for n in names}
    cursor = database.execute(f"SELECT {parts} FROM tickets")
    while True:
        rows = cursor.fetchmany(100000)
        if not rows:
            return columns
        for name, cells in zip(names, zip(*rows)):
            columns[name].extend(cells)


def sources_of(columns):
    """As deskscore takes them; nothing is copied."""
    def column(name):
        if name.endswith("_at"):
            return deskscore.Column(columns[name], unit="s", missing=NONE)
        return deskscore.Column(columns[name], missing=None if name == "is_resolved" else NONE)
    return {"tickets": {name: column(name) for name in columns}}


def least_time(ask):
    """Least seconds of several runs, and the answer."""
    best, answer = math.inf, None
    for _ in range(RUNS):
        start = time.perf_counter()
        answer = ask()
        best = min(best, time.perf_counter() - start)
    return best, answer


def by_deskscore(catalog, sources, is_standard):
    values = catalog.evaluate(INDICATORS if is_standard else INDICATORS[1:2], sources, by=["agent"] if is_standard else [],
                              now=NOW * 1000000)
    return [tuple(values.get(row, alias).value for alias in values.aliases) for row in range(len(values))]


def by_numpy(columns, is_standard):
    c = columns
    took = c["first_response_at"] - c["created_at"]
    replied = (c["first_response_at"] != NONE) & (took >= 0)
    if not is_standard:
        return [(took[replied].mean(),)]
    agents = int(c["agent"].max()) + 1

    def count(rows):
        return numpy.bincount(c["agent"][rows], minlength=agents)

    def mean(values, rows):
        return numpy.bincount(c["agent"][rows], weights=values[rows], minlength=agents) / count(rows)

    span = c["resolved_at"] - c["created_at"]
    rated = (c["csat"] >= 1) & (c["csat"] <= 5)
    late = (c["first_response_at"] == NONE) & (NOW - c["created_at"] > 86400)
    ever = c["is_resolved"] | (c["reopens"] > 0)
    answer = [count(numpy.ones(len(took), bool)), mean(took, replied), 100 * count(replied & (took <= 86400)) / count(
        replied | late), mean(span, (c["resolved_at"] != NONE) & (span >= 0)), mean(c["csat"], rated),
        100 * count(rated & (c["csat"] >= 4)) / count(rated), 100 * count(c["reopens"] > 0) / count(ever),
        100 * count(c["is_resolved"] & (c["contacts"] == 1) & (c["reopens"] == 0)) / count(c["is_resolved"])]
    return list(zip(*answer))


def by_pandas(frame, is_standard):
    took = (frame["first_response_at"] - frame["created_at"]).where(lambda x: x >= 0)
    if not is_standard:
        return [(took.mean(),)]
    open_late = frame["first_response_at"].isna() & (NOW - frame["created_at"] > 86400)
    span = (frame["resolved_at"] - frame["created_at"]).where(lambda x: x >= 0)
    csat = frame["csat"].where(frame["csat"].between(1, 5))
    ever = frame["is_resolved"] | (frame["reopens"] > 0)
    once = ((frame["contacts"] == 1) & (frame["reopens"] == 0)).astype(float)
    parts = pandas.DataFrame({
        "agent": frame["agent"], "tickets": 1, "frt": took, "within": (took <= 86400).where(took.notna() | open_late).astype(float),
        "rt": span, "csat": csat, "satisfied": (csat >= 4).where(csat.notna()).astype(float),
        "reopen": (frame["reopens"] > 0).where(ever).astype(float), "fcr": once.where(frame["is_resolved"])})
    groups = parts.groupby("agent")
    means = groups.mean()
    answer = [groups["tickets"].sum(), means["frt"], 100 * means["within"], means["rt"], means["csat"], 100 * means["satisfied"],
              100 * means["reopen"], 100 * means["fcr"]]
    return list(zip(*answer))


def check(name, answer, expected):
    assert len(answer) == len(expected), (name, len(answer), len(expected))
    for row, (mine, theirs) in enumerate(zip(answer, expected)):
        for value, other in zip(mine, theirs):
            assert math.isclose(value, other, rel_tol=1e-9), (name, row, mine, theirs)


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
    database = duckdb.connect()
    database.execute("SELECT setseed(0.5)")
    database.execute(TICKETS.format(rows=rows))
    columns = columns_of(database)
    catalog, sources = deskscore.Catalog(), sources_of(columns)
    frame = None
    if pandas is not None and numpy is not None:
        frame = pandas.DataFrame({n: pandas.Series(c).where(c != NONE) if n in (
            "first_response_at", "resolved_at", "csat") else c for n, c in columns.items()})
    for is_standard in (False, True):
        sql = STANDARD_SQL if is_standard else MEAN_SQL
        first = 1 if is_standard else 0
        asks = [("DuckDB, all threads", lambda: [r[first:] for r in database.execute(sql).fetchall()], None),
                ("DuckDB, one thread", lambda: [r[first:] for r in database.execute(sql).fetchall()], 1),
                ("deskscore, one thread", lambda: by_deskscore(catalog, sources, is_standard), None)]
        if numpy is not None:
            asks.append(("NumPy", lambda: by_numpy(columns, is_standard), None))
        if frame is not None:
            asks.append(("pandas", lambda: by_pandas(frame, is_standard), None))
        print(f"{'eight indicators by agent' if is_standard else 'mean(elapsed)'}, {rows} rows")
        base = expected = None
        for name, ask, threads in asks:
            database.execute("RESET threads" if threads is None else f"SET threads = {threads}")
            seconds, answer = least_time(ask)
            base = base or seconds
            expected = expected or answer
            check(name, answer, expected)
            print(f"  {name:24} {rows / seconds / 1e6:8.1f} million rows/s {seconds / rows * 1e9:8.2f} ns/row"
                  f" {seconds / base:6.2f} x DuckDB")


if __name__ == "__main__":
    main()
