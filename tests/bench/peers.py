"""The engines that people would use otherwise, each asked the questions of the benchmarks in the form in which it is
fastest. An engine is loaded with an Arrow table once; ask() is what is timed; answer() gives the numbers by agent."""
import os
import tempfile

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
INSTALL = "python3 -m pip install chdb duckdb polars pandas pyarrow numpy"
SPAN = "first_response_at - created_at"


def _text(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as handle:
        return "".join(line for line in handle if not line.startswith("--")).strip()


def by_agent(names, matrix):
    """Rows in the order of the agents' numbers: (numbers, matrix of doubles, nothing is NaN)."""
    if len(names) and not isinstance(names[0], (int, numpy.integer)):
        names = [int(str(name).rpartition(" ")[2]) for name in names]
    names = numpy.asarray(names, dtype="int64")
    order = numpy.argsort(names)
    return names[order], matrix[order]


class Peer:
    """What all engines have: asks are (label, function to time, function of its result that gives the answer)."""

    name = ""

    def __init__(self, threads):
        self.threads = threads

    def asks(self, question):
        """What there is for a question; nothing if the engine has no such function."""
        return []


def _from_arrow(table):
    """Keys and numbers of an Arrow table; a column of lists gives as many numbers as its lists have."""
    import pyarrow
    columns = []
    for column in table.combine_chunks().columns[1:]:
        column = column.chunk(0) if isinstance(column, pyarrow.ChunkedArray) else column
        if pyarrow.types.is_nested(column.type):
            flat = column.flatten().to_numpy(zero_copy_only=False).astype("float64")
            columns.extend(flat.reshape(len(column), -1).T)
        else:
            columns.append(column.to_numpy(zero_copy_only=False).astype("float64"))
    return by_agent(table.column(0).to_pylist(), numpy.stack(columns, axis=1))


class ClickHouse(Peer):
    """chdb: the tables lie in memory as ClickHouse likes them (engine Memory), which is faster than MergeTree or Arrow."""

    name = "ClickHouse"
    TYPES = {"agent": {"int": "Int32", "utf8": "String", "dictionary": "LowCardinality(String)"},
             "created_at": "Int64", "first_response_at": "Nullable(Int64)", "resolved_at": "Nullable(Int64)",
             "csat": "Nullable(Int8)", "contacts": "Int16", "reopens": "Int8", "handle_time": "Int32", "is_complaint": "Bool"}
    TEXTS = {
        "quantiles": {"": f"SELECT agent, quantilesExactInclusive(0.5, 0.9)({SPAN}) FROM tickets GROUP BY agent"},
        "sketch": {"": f"SELECT agent, quantilesDD(0.01, 0.5, 0.9)({SPAN}) FROM tickets GROUP BY agent"}}

    def __init__(self, threads):
        super().__init__(threads)
        from chdb import session
        self.folder = tempfile.TemporaryDirectory()
        self.session = session.Session(self.folder.name)
        self.version = str(self.session.query("SELECT version()")).strip().strip('"')
        self.settings = (f" SETTINGS max_threads = {threads}, min_count_to_compile_expression = 0, "
                         "min_count_to_compile_aggregate_expression = 0")  # compiled from the first run on

    def load(self, arrow, agents_as):
        types = {name: kind[agents_as] if isinstance(kind, dict) else kind for name, kind in self.TYPES.items()}
        columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
        self.session.query("CREATE DATABASE IF NOT EXISTS bench")
        self.session.query("DROP TABLE IF EXISTS bench.tickets")
        self.session.query(f"CREATE TABLE bench.tickets ({columns}) ENGINE = Memory")
        self.session.query(f"INSERT INTO bench.tickets SELECT {', '.join(types)} FROM Python(arrow)")

    def asks(self, question):
        texts = self.TEXTS.get(question)
        if question == "standard":
            texts = {"": _text("question.sql"), ", tuned": _text("question_clickhouse.sql")}
        for label, text in (texts or {}).items():
            text = text.replace("FROM tickets", "FROM bench.tickets") + self.settings
            yield (self.name + label, lambda text=text: self.session.query(text + " FORMAT Null"),
                   lambda _, text=text: self._answer(text))

    def _answer(self, text):
        import pyarrow
        return _from_arrow(pyarrow.ipc.open_file(pyarrow.py_buffer(self.session.query(text, "Arrow").bytes())).read_all())


class DuckDB(Peer):
    """A table of its own, which is faster than one registered from Arrow."""

    name = "DuckDB"
    TEXTS = {
        "quantiles": {"": f"SELECT agent, quantile_cont({SPAN}, [0.5, 0.9]) FROM tickets GROUP BY agent"},
        "sketch": {"": f"SELECT agent, approx_quantile({SPAN}, [0.5, 0.9]) FROM tickets GROUP BY agent"}}

    def __init__(self, threads):
        super().__init__(threads)
        import duckdb
        self.version = duckdb.__version__
        self.connection = duckdb.connect()
        self.connection.execute(f"SET threads = {threads}")

    def load(self, arrow, agents_as):
        key = "agent"
        if agents_as == "dictionary":
            self.connection.execute("CREATE TYPE names AS ENUM (SELECT DISTINCT agent::VARCHAR FROM arrow ORDER BY 1)")
            key = "agent::VARCHAR::names"
        self.connection.execute(f"CREATE TABLE tickets AS SELECT * REPLACE ({key} AS agent) FROM arrow")

    def asks(self, question):
        texts = self.TEXTS.get(question)
        if question == "standard":
            texts = {"": _text("question.sql"), ", tuned": _text("question_duckdb.sql")}
        for label, text in (texts or {}).items():
            yield self.name + label, lambda text=text: self.connection.sql(text).to_arrow_table(), _from_arrow


class Polars(Peer):
    """A frame on the Arrow buffers, lazily and by the streaming engine, which is the faster one here."""

    name = "Polars"

    def __init__(self, threads):
        super().__init__(threads)
        import polars
        assert polars.thread_pool_size() == threads, "POLARS_MAX_THREADS is set before Polars is loaded"
        self.pl, self.version = polars, polars.__version__

    def load(self, arrow, agents_as):
        self.frame = self.pl.from_arrow(arrow)

    def _standard(self):
        pl, c = self.pl, self.pl.col
        done, again = c("resolved_at").is_not_null(), c("reopens") > 0
        took = c("first_response_at") - c("created_at")
        frame = self.frame.lazy().select(
            "agent", "handle_time", "csat", "is_complaint", took=took, lasted=c("resolved_at") - c("created_at"),
            top=c("csat") == 5, once=(c("contacts") == 1) & done, again=again, ever=done | again, done=done,
            in_time=took <= 14400, due=c("first_response_at").is_not_null() | (1801440000 - c("created_at") > 14400))
        return frame.group_by("agent").agg(
            pl.len(), c("took").mean(), c("lasted").mean(), c("handle_time").mean(), c("csat").mean(), 100 * c("top").mean(),
            once=100 * c("once").sum() / c("done").sum(), complaint=100 * c("is_complaint").mean(),
            again=100 * c("again").sum() / c("ever").sum(), rate=100 * c("done").mean(),
            in_time=100 * c("in_time").sum() / c("due").sum(), done=c("done").sum())

    def _quantiles(self):
        took = (self.pl.col("first_response_at") - self.pl.col("created_at"))
        return self.frame.lazy().group_by("agent").agg(a=took.quantile(0.5, "linear"), b=took.quantile(0.9, "linear"))

    def asks(self, question):
        make = {"standard": self._standard, "quantiles": self._quantiles}.get(question)
        if make is not None:
            yield (self.name, lambda: make().collect(engine="streaming"),
                   lambda frame: _from_arrow(frame.with_columns(self.pl.col("agent").cast(
                       self.pl.String)).to_arrow()))


class Pandas(Peer):
    """Columns of doubles with NaN where there is nothing, as pandas reads such data. One thread."""

    name = "pandas"

    def __init__(self, threads):
        super().__init__(threads)
        import pandas
        self.pd, self.version = pandas, pandas.__version__

    def load(self, arrow, agents_as):
        self.frame = arrow.to_pandas()

    def _standard(self):
        f = self.frame
        took, done, again = f["first_response_at"] - f["created_at"], f["resolved_at"].notna(), f["reopens"] > 0
        groups = self.pd.DataFrame({
            "took": took, "answered": took.notna(), "lasted": f["resolved_at"] - f["created_at"], "done": done,
            "handle": f["handle_time"], "csat": f["csat"], "rated": f["csat"].notna(), "top": f["csat"] == 5,
            "once": (f["contacts"] == 1) & done, "complaint": f["is_complaint"], "again": again, "ever": done | again,
            "in_time": took <= 14400, "due": f["first_response_at"].notna() | (1801440000 - f["created_at"] > 14400),
        }, copy=False).groupby(f["agent"], observed=True, sort=False)
        t, rows = groups.sum(), groups.size()
        return self.pd.DataFrame({
            "tickets": rows, "a": t["took"] / t["answered"], "b": t["lasted"] / t["done"], "c": t["handle"] / rows,
            "d": t["csat"] / t["rated"], "e": 100 * t["top"] / t["rated"], "f": 100 * t["once"] / t["done"],
            "g": 100 * t["complaint"] / rows, "h": 100 * t["again"] / t["ever"], "i": 100 * t["done"] / rows,
            "j": 100 * t["in_time"] / t["due"], "k": t["done"]})

    def _quantiles(self):
        took = self.frame["first_response_at"] - self.frame["created_at"]
        return took.groupby(self.frame["agent"], observed=True).quantile([0.5, 0.9]).unstack()

    def asks(self, question):
        make = {"standard": self._standard, "quantiles": self._quantiles}.get(question)
        if make is not None and self.threads == 1:
            yield self.name, make, lambda frame: by_agent(list(frame.index), frame.to_numpy("float64"))


PEERS = {"clickhouse": ClickHouse, "duckdb": DuckDB, "polars": Polars, "pandas": Pandas}
