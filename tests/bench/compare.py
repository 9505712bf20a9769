"""Deskscore beside ClickHouse, DuckDB, Polars and pandas: the same question, the same Arrow data in memory, the answers
compared before times are, one thread and two, medians of runs that take turns. Beside them the floor, which is the time
to read the same bytes once, and a loop in C written by hand for the standard question.

    python3 tests/bench/compare.py [--build BUILD] [--rows 20000000] [--agents 1000] [--strings | --dictionary]
        [--threads 1,2] [--peers clickhouse,duckdb,polars,pandas] [--question standard|quantiles|sketch|sixty] [--runs 5]
        [--by median|least|cpu] [--json FILE] [--markdown] [--all | --growth]

BUILD is an optimized build with -DDESKSCORE_BUILD_BENCH=ON. Nothing is installed; what is missing is said.
"""
import argparse
import gc
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
QUESTIONS = {"standard": "question.json", "quantiles": "quantiles.json", "sketch": "sketch.json", "sixty": "sixty.json"}
FLOOR, HAND, OURS, STANDARD = "read once", "loop by hand", "deskscore", "deskscore, standard question"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", help="folder of the build; without it $DESKSCORE_LIBRARY and $DESKSCORE_FFI_HEADER")
    parser.add_argument("--rows", type=int, default=20000000)
    parser.add_argument("--agents", type=int, default=1000)
    parser.add_argument("--strings", action="store_const", const="utf8", dest="agents_as", default="int",
                        help="agents as Arrow utf8")
    parser.add_argument("--dictionary", action="store_const", const="dictionary", dest="agents_as",
                        help="agents as an Arrow dictionary")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--peers", default="clickhouse,duckdb,polars,pandas", help="'' for none")
    parser.add_argument("--question", default="standard", choices=list(QUESTIONS))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--by", default="median", choices=list(BY), help="the times that ratios are made of")
    parser.add_argument("--json", help="write all figures to this file")
    parser.add_argument("--markdown", action="store_true", help="print rows of a Markdown table")
    parser.add_argument("--growth", action="store_true", help="how cost grows with rows, agents and indicators")
    parser.add_argument("--all", action="store_true", help="every question, and what stands against the bars")
    parser.add_argument("--items", type=int, default=60, help="deskscore answers only the first so many")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser.parse_args()


# ---- one process, one number of threads ------------------------------------------------------------

class Floor:
    """What any engine pays: the bytes read once. And the loop by hand for the standard question."""

    def __init__(self, data, tickets):
        self.tickets = tickets
        self.out = data.doubles(tickets.agents * data.ITEMS)

    def asks(self, question):
        yield FLOOR, self.tickets.read, None
        if question == "standard":
            yield HAND, lambda: self.tickets.by_hand(self.out), self._answer

    def _answer(self, _):
        import numpy
        matrix = numpy.frombuffer(self.out, dtype="float64").reshape(self.tickets.agents, -1)
        agents = numpy.flatnonzero(matrix[:, 0] > 0)
        return agents, matrix[agents]


class Ours:
    """deskscore: what is timed is the query compiled, the columns bound, the pass, and every number fetched."""

    def __init__(self, data, question, tickets, threads, items=60):
        self.data, self.question, self.tickets, self.items = data, question, tickets, items
        self.run = data.executor(threads)

    def ask(self):
        table = self.tickets.table(self.question.catalog)
        values = self.data.evaluate(self.question.plan(self.items), table, self.run)
        return values, self.data.columns(values)

    def answer(self, result):
        import numpy
        from peers import by_agent
        values, columns = result
        names = self.data.keys(values)
        matrix = numpy.stack([numpy.frombuffer(self.data.ffi.buffer(c.value, c.rows * 8), dtype="float64")
                              for c in columns], axis=1)
        return by_agent(names if self.tickets.agents_as != "int" else [int(name) for name in names], matrix)


def memory(name):
    """VmHWM or VmRSS of this process in bytes; None where the system does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii") as handle:
            return next(int(line.split()[1]) * 1024 for line in handle if line.startswith(name + ":"))
    except (OSError, StopIteration):
        return None


def peak_of(ask):
    """Bytes that a call holds at most beside what the process held before."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as handle:
            handle.write("5")  # forget the peak
    except OSError:
        pass
    before = memory("VmRSS")
    ask()
    after = memory("VmHWM")
    return None if before is None or after is None else max(0, after - before)


def state_bytes(data, question, tickets):
    """What the cells of one state hold after all rows, and packed; None where this version cannot pack."""
    state = data.deskscore._make(data.lib.dscore_state_new, data.lib.dscore_state_free, question.plan())
    data.deskscore._call(data.lib.dscore_state_update, state, tickets.table(question.catalog), 0, tickets.rows, data.ffi.NULL)
    packed = data.ffi.new("int64_t *")
    if hasattr(data.lib, "dscore_state_pack"):
        data.lib.dscore_state_pack(state, data.ffi.NULL, 0, packed, data.ffi.NULL)
    return data.lib.dscore_state_bytes(state), packed[0] or None


def same(name, answer, expected, tolerance):
    """Stops unless the numbers are those of deskscore."""
    import numpy
    assert answer[0].shape == expected[0].shape and (answer[0] == expected[0]).all(), f"{name}: other agents"
    mine, theirs = expected[1], answer[1]
    assert mine.shape == theirs.shape, f"{name}: {theirs.shape} numbers, not {mine.shape}"
    close = numpy.isclose(theirs, mine, rtol=tolerance, atol=0, equal_nan=True)
    if not close.all():
        row, item = numpy.argwhere(~close)[0]
        raise AssertionError(f"{name}: agent {answer[0][row]}, number {item}: {theirs[row, item]!r}, deskscore says "
                             f"{mine[row, item]!r}")


def load_peers(names, tickets, threads, say):
    """Those that are installed, loaded."""
    if not names:
        return []
    import peers
    found, arrow = [], tickets.arrow()
    for name in names:
        try:
            peer = peers.PEERS[name](threads)
        except ImportError:
            say(f"{name} is not installed: {peers.INSTALL}")
            continue
        peer.load(arrow, tickets.agents_as)
        found.append(peer)
    return found


def timed(ask):
    """Seconds by the clock, of all processors, and the result."""
    gc.disable()
    cpu, start = time.process_time(), time.perf_counter()
    result = ask()
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    gc.enable()
    return wall, cpu, result


def measure(options, threads):
    """All times of one question in this process."""
    import tickets as data
    notes = []
    def say(text):
        notes.append(text)
    tickets = data.Tickets(options.rows, options.agents, options.agents_as)
    question = data.Question(QUESTIONS[options.question])
    figures = {"threads": threads, "notes": notes, "times": [], "input_bytes": tickets.input_bytes(), "versions": {}}
    ours = Ours(data, question, tickets, threads, options.items)
    try:
        question.plan()
    except data.deskscore.Error as error:
        if error.status != data.lib.DSCORE_E_UNSUPPORTED:
            raise
        say(f"this version of deskscore cannot answer {options.question}: {error}")
        return figures
    figures["peak_bytes"] = peak_of(ours.ask)
    figures["state_bytes"], figures["packed_bytes"] = state_bytes(data, question, tickets)
    expected = ours.answer(ours.ask())
    asks = list(Floor(data, tickets).asks(options.question if options.items == 60 else "")) if threads == 1 else []
    asks.append((OURS, ours.ask, None))
    if options.question == "sixty":
        other = Ours(data, data.Question(QUESTIONS["standard"]), tickets, threads)
        asks.append((STANDARD, other.ask, None))
    for peer in load_peers(options.peers, tickets, threads, say):
        figures["versions"][peer.name] = peer.version
        asks.extend(peer.asks(options.question))
    tolerance = 1e-9
    if options.question == "sketch":  # a sketch takes one of two neighbours, exact quantiles what is between them
        exact = Ours(data, data.Question(QUESTIONS["quantiles"]), tickets, threads)
        same("exact quantiles", exact.answer(exact.ask()), expected, 0.05)
        tolerance = 0.1
    for name, ask, answer in asks:
        result = ask()  # the first time: warm, and compared
        if answer is not None:
            same(name, answer(result), expected, tolerance)
        del result
    times = {name: ([], []) for name, _, _ in asks}
    for _ in range(options.runs):
        for name, ask, _ in asks:
            wall, cpu, result = timed(ask)
            del result
            times[name][0].append(wall)
            times[name][1].append(cpu)
    for name, (wall, cpu) in times.items():
        figures["times"].append({"name": name, "wall": wall, "cpu": cpu})
    return figures


def child(options, threads):
    """The same in a process of its own: some engines fix their threads when they are loaded."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as out:
        environment = dict(os.environ, POLARS_MAX_THREADS=str(threads), OMP_NUM_THREADS=str(threads))
        arguments = ["--child", f"{threads}:{out.name}", "--rows", options.rows, "--agents", options.agents,
                     "--question", options.question, "--runs", options.runs, "--items", options.items,
                     "--peers", ",".join(options.peers)]
        arguments += {"utf8": ["--strings"], "dictionary": ["--dictionary"], "int": []}[options.agents_as]
        done = subprocess.run([sys.executable, os.path.abspath(__file__)] + list(map(str, arguments)), env=environment,
                              check=False)
        if done.returncode != 0:
            sys.exit(done.returncode)
        return json.load(out)


# ---- what is printed -------------------------------------------------------------------------------

def machine():
    """Cores, family and memory, without names."""
    family = platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as handle:
            family = next(line.split(":")[1].strip() for line in handle if line.startswith("model name"))
        with open("/proc/meminfo", encoding="ascii") as handle:
            size = f", {round(int(handle.readline().split()[1]) / 2**20)} GiB"
    except (OSError, StopIteration):
        size = ""
    return f"{family}, {len(os.sched_getaffinity(0))} cores{size}"


# What counts as the time of an engine: on a machine that does other work too, the least or the processor's.
BY = {"median": lambda each: statistics.median(each["wall"]), "least": lambda each: min(each["wall"]),
      "cpu": lambda each: statistics.median(each["cpu"])}


def rows_of(figures, rows, by="median"):
    """What a table shows of one number of threads: name, median, least, ns a row, over deskscore, processor ns a row."""
    ours = next((BY[by](each) for each in figures["times"] if each["name"] == OURS), math.nan)
    for each in figures["times"]:
        yield (each["name"], figures["threads"], statistics.median(each["wall"]), min(each["wall"]), BY[by](each) / rows * 1e9,
               BY[by](each) / ours, statistics.median(each["cpu"]) / rows * 1e9)


def show(options, runs):
    """The table."""
    what = {"int": "integers", "utf8": "strings", "dictionary": "a dictionary"}[options.agents_as]
    print(f"{options.question}: {options.rows:,} rows, {options.agents:,} agents as {what}; {machine()}; "
          f"{options.by} of {options.runs} runs; load {os.getloadavg()[0]:.1f}")
    form = "| {:<28} | {:>7} | {:>8} | {:>8} | {:>8} | {:>14} | {:>10} |" if options.markdown else \
        "{:<28} {:>7} {:>8} {:>8} {:>8} {:>14} {:>10}"
    print(form.format("engine", "threads", "median s", "least s", "ns a row", "over deskscore", "cpu ns/row"))
    if options.markdown:
        print("|---" + "|---:" * 6 + "|")
    for figures in runs:
        for name, threads, median, least, row, over, cpu in rows_of(figures, options.rows, options.by):
            print(form.format(name, threads, f"{median:.3f}", f"{least:.3f}", f"{row:.2f}", f"{over:.2f}", f"{cpu:.2f}"))
    for figures in runs:
        for note in figures["notes"]:
            print(note)
        others = {name: row for name, _, _, _, row, _, _ in rows_of(figures, options.rows, options.by)}
        if STANDARD in others:
            print(f"{figures['threads']} threads: sixty over twelve indicators {others[OURS] / others[STANDARD]:.2f}")
        if figures.get("peak_bytes") is not None:
            packed = figures["packed_bytes"]
            print(f"memory, {figures['threads']} threads: {figures['peak_bytes'] / 2**20:.1f} MiB at most beside the input of "
                  f"{figures['input_bytes'] / 2**20:.0f} MiB; one state holds {figures['state_bytes'] / 2**20:.2f} MiB"
                  + (f", packed {packed / 2**20:.2f} MiB" if packed else ""))
    if runs[0]["versions"]:
        print("; ".join(f"{name} {version}" for name, version in runs[0]["versions"].items()))


def compare(options):
    """One question, all numbers of threads."""
    runs = [child(options, int(count)) for count in options.threads.split(",")]
    show(options, runs)
    return {"question": options.question, "rows": options.rows, "agents": options.agents, "agents_as": options.agents_as,
            "machine": machine(), "load": os.getloadavg()[0], "runs": runs}


# ---- growth ----------------------------------------------------------------------------------------

def fits(options):
    """Is there room for the buffers, and as much again if another engine copies them?"""
    try:
        with open("/proc/meminfo", encoding="ascii") as handle:
            free = next(int(line.split()[1]) * 1024 for line in handle if line.startswith("MemAvailable"))
    except (OSError, StopIteration):
        return True
    return options.rows * 40 * (3 if options.peers else 1) < free * 0.8


def one(options, **changes):
    """A run in one thread with other options; None if there is no room for it."""
    other = argparse.Namespace(**dict(vars(options), **changes))
    return child(other, 1) if fits(other) else None


def steps(options):
    """What grows: (what, number, the run)."""
    standard = {"question": "standard", "peers": []}
    for rows in (10**5, 10**6, 10**7, 10**8):
        yield "rows", rows, rows, one(options, rows=rows, **standard)
    others = [name for name in options.peers if name == "clickhouse"]
    for agents in (10, 100, 1000, 10**4, 10**5, 10**6):
        yield "agents", agents, options.rows, one(options, agents=agents, question="standard", peers=others)
    for items in (1, 3, 6, 12, 60):
        which = dict(standard, question="sixty" if items > 12 else "standard", items=items)
        yield "indicators", items, options.rows, one(options, **which)


def growth(options):
    """How cost grows, a line a step, in ns a row."""
    names = [FLOOR, HAND, OURS] + (["ClickHouse", "ClickHouse, tuned"] if "clickhouse" in options.peers else [])
    print(f"standard question, one thread; unless they grow {options.rows:,} rows, {options.agents:,} agents, 12 indicators; "
          f"{machine()}; {options.by} of {options.runs} runs; load {os.getloadavg()[0]:.1f}; ns a row")
    form = ("| {:<10} | {:>11} |" + " {:>17} |" * (len(names) + 1)) if options.markdown else \
        "{:<10} {:>11}" + " {:>17}" * (len(names) + 1)
    print(form.format("what grows", "to", *names, "MiB at most"))
    if options.markdown:
        print("|---" + "|---:" * (len(names) + 2) + "|")
    found = []
    for what, number, rows, figures in steps(options):
        if figures is None:
            print(f"{what} {number:,}: not enough memory")
            continue
        found.append({"what": what, "number": number, "rows": rows, "run": figures})
        times = {name: f"{row:.2f}" for name, _, _, _, row, _, _ in rows_of(figures, rows, options.by)}
        peak = f"{figures['peak_bytes'] / 2**20:.1f}"
        print(form.format(what, f"{number:,}", *(times.get(name, "") for name in names), peak), flush=True)
    return {"growth": found, "machine": machine()}


# ---- all questions, and the bars -------------------------------------------------------------------

# Question, options, threads, peers: what is run; then who must take how many times our time in it.
CASES = [
    ("standard", {}, "1,2", "clickhouse,duckdb,polars,pandas", {"ClickHouse": 2, "DuckDB": 6, "Polars": 6}),
    ("standard", {"agents": 100000}, "1", "clickhouse,duckdb,polars", {"ClickHouse": 1.5}),
    ("standard", {"agents_as": "utf8"}, "1", "clickhouse,duckdb,polars", {"ClickHouse": 2}),
    ("standard", {"agents_as": "dictionary"}, "1", "clickhouse,duckdb,polars", {"ClickHouse": 2}),
    ("quantiles", {}, "1", "clickhouse,duckdb,polars,pandas", {"ClickHouse": 1.5, "DuckDB": 2}),
    ("sketch", {}, "1", "clickhouse,duckdb", {"ClickHouse": 4}),
    ("sixty", {}, "1", "", {}),
]


def bars_of(case, wanted, by):
    """What a case shows against its bars: (text, wanted, found); a peer's fastest form counts, and is named."""
    what = case["question"] + "".join(f", {value}" for value in case["changes"].values())
    medians = [{each["name"]: BY[by](each) for each in run["times"]} for run in case["runs"]]
    if OURS not in medians[0]:
        return
    for name, bar in wanted.items():
        for form in (form for form in medians[0] if form.split(",")[0] == name):
            yield f"{what}: {form} over deskscore", f">= {bar}", medians[0][form] / medians[0][OURS]
    if case["question"] == "sixty":
        yield "sixty indicators over twelve", "< 4", medians[0][OURS] / medians[0][STANDARD]
    for run in case["runs"]:
        if run.get("peak_bytes") is not None and run["packed_bytes"]:
            limit = 4 * run["packed_bytes"] / 2**20 + 64
            yield (f"{what}: MiB beside the input, {run['threads']} threads", f"<= {limit:.0f}", run["peak_bytes"] / 2**20)
    if len(case["runs"]) > 1:
        one, two = (next(BY["median" if by == "cpu" else by](each) for each in run["times"] if each["name"] == OURS)
                    for run in case["runs"][:2])
        yield f"{what}: one thread over two", ">= 1.7", one / two


def summary(cases, options):
    """One table of all cases: ns a row by engine, and in brackets how many times deskscore's."""
    names = []
    for case in cases:
        for run in case["runs"]:
            names += [each["name"] for each in run["times"] if each["name"] not in names + [STANDARD]]
    form = "| {:<24} | {:>7} |" + " {:>17} |" * len(names)
    print(form.format("question", "threads", *names))
    print("|---" + "|---:" * (len(names) + 1) + "|")
    for case in cases:
        what = case["question"] + "".join(f", {value}" for value in case["changes"].values())
        for run in case["runs"]:
            found = {name: (row, over) for name, _, _, _, row, over, _ in rows_of(run, options.rows, options.by)}
            cells = [f"{found[name][0]:.1f}" + (f" ({found[name][1]:.1f})" if name not in (FLOOR, OURS) else "")
                     if name in found else "" for name in names]
            print(form.format(what, run["threads"], *cells))
    print()


def everything(options):
    """Every question at its size, and what stands against each bar."""
    cases = []
    for question, changes, threads, peers, wanted in CASES:
        other = argparse.Namespace(**dict(vars(options), question=question, threads=threads, **changes))
        other.peers = [name for name in peers.split(",") if name in options.peers]
        cases.append(dict(compare(other), changes=changes))
        cases[-1]["bars"] = list(bars_of(cases[-1], wanted, options.by))
        print(flush=True)
        save(options, {"cases": cases})
    print(f"ns a row, in brackets how many times deskscore's; {options.rows:,} rows, {options.agents:,} agents as integers "
          f"unless said; {machine()}; {options.by} of {options.runs} runs; load {os.getloadavg()[0]:.1f}\n")
    summary(cases, options)
    form = "| {:<60} | {:>8} | {:>8} |"
    print(form.format("bar", "wanted", "found") + "\n|---|---:|---:|")
    for case in cases:
        for what, bar, found in case["bars"]:
            print(form.format(what, bar, f"{found:.2f}"))
    return {"cases": cases}


def save(options, figures):
    """All figures as JSON, where they are wanted."""
    if options.json:
        with open(options.json, "w", encoding="utf-8") as handle:
            json.dump(figures, handle, indent=1)


def main():
    options = arguments()
    options.peers = [name for name in options.peers.split(",") if name]
    if options.build:
        os.environ.update(DESKSCORE_BUILD=options.build, DESKSCORE_LIBRARY=os.path.join(options.build, "libdeskscore.so"),
                          DESKSCORE_FFI_HEADER=os.path.join(options.build, "deskscore_ffi.h"))
    if options.child:
        threads, _, path = options.child.partition(":")
        figures = measure(options, int(threads))
        with open(path, "w", encoding="utf-8") as handle:
            json.dump(figures, handle)
        return 0
    figures = (growth if options.growth else everything if options.all else compare)(options)
    save(options, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
