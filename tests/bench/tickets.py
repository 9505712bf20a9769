"""The tickets of the benchmarks in Python: buffers that the generator in C fills, as Arrow arrays for others and as columns
for deskscore, nothing copied; and the queries of question.json and sixty.json."""
import ctypes
import datetime
import json
import mmap
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../bindings/python"))
import deskscore  # noqa: E402
from deskscore import ffi, lib  # noqa: E402

NOW = 1801440000
SEED = 5
ITEMS = 12
# Of each column its C type, what Arrow calls it, its bytes, and the bitmap of what is there.
COLUMNS = {
    "agent": ("int32_t", "int32", 4, None), "created_at": ("int64_t", "int64", 8, None),
    "first_response_at": ("int64_t", "int64", 8, "has_response"), "resolved_at": ("int64_t", "int64", 8, "has_resolution"),
    "csat": ("int8_t", "int8", 1, "has_csat"), "contacts": ("int16_t", "int16", 2, None),
    "reopens": ("int8_t", "int8", 1, None), "handle_time": ("int32_t", "int32", 4, None)}
BITMAPS = ("has_response", "has_resolution", "has_csat", "complaint")
# As deskscore knows them.
TIMES = ("created_at", "first_response_at", "resolved_at", "handle_time")


class _Tickets(ctypes.Structure):
    """bench_tickets of tickets.h."""

    _fields_ = [("rows", ctypes.c_int64), ("agents", ctypes.c_int64), ("seed", ctypes.c_uint64)] + [
        (name, ctypes.c_void_p) for name in ("agent", "created_at", "first_response_at", "resolved_at", "csat", "contacts",
                                              "reopens", "handle_time") + BITMAPS]


def _native():
    """The generator and the loop by hand: built by CMake beside the benchmarks, else compiled here."""
    built = os.path.join(os.environ.get("DESKSCORE_BUILD", ""), "tests/bench/libbench_tickets.so")
    if os.path.exists(built):
        return ctypes.CDLL(built)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "bench_tickets.so")
        subprocess.run([os.environ.get("CC", "cc"), "-std=c11", "-O3", "-shared", "-fPIC", "-o", path] + [
            os.path.join(HERE, name) for name in ("tickets.c", "by_hand.c")] + ["-lm"], check=True)
        return ctypes.CDLL(path)


native = _native()
for _name, _result in (("fill", None), ("digest", ctypes.c_uint64), ("labels", ctypes.c_int64), ("strings", ctypes.c_int64),
                       ("read", ctypes.c_uint64), ("read_bytes", ctypes.c_uint64),
                       ("by_hand", ctypes.c_int32)):
    getattr(native, "bench_" + _name).restype = _result


def _buffer(size):
    """Memory of its own pages, all 0."""
    return mmap.mmap(-1, max(size, 1))


def doubles(count):
    """Room for so many."""
    return _buffer(count * 8)


def _address(buffer):
    return ctypes.addressof(ctypes.c_char.from_buffer(buffer))


class Tickets:
    """Tickets of a seed in buffers; `agents_as` int, utf8 or dictionary says how the key is stored."""

    def __init__(self, rows, agents, agents_as="int", seed=SEED):
        if agents_as == "utf8" and rows * len(f"agent {agents}") >= 2**31:
            raise ValueError("more text than 32-bit offsets can tell")
        self.rows, self.agents, self.agents_as = rows, agents, agents_as
        self.buffers = {name: _buffer(rows * size) for name, (_, _, size, _) in COLUMNS.items()}
        self.buffers.update((name, _buffer((rows + 63) // 64 * 8)) for name in BITMAPS)
        self._struct = _Tickets(rows, agents, seed, *(_address(self.buffers[name]) for name, _ in _Tickets._fields_[3:]))
        native.bench_fill(ctypes.byref(self._struct))
        if agents_as == "dictionary":
            self._text("label", agents, lambda *out: native.bench_labels(ctypes.c_int64(agents), *out))
        elif agents_as == "utf8":
            self._text("text", rows, lambda *out: native.bench_strings(
                ctypes.c_void_p(self._struct.agent), ctypes.c_int64(rows), *out))

    def _text(self, name, count, fill):
        offsets = _buffer((count + 1) * 4)
        size = fill(ctypes.c_void_p(_address(offsets)), None)
        data = _buffer(size)
        fill(ctypes.c_void_p(_address(offsets)), ctypes.c_void_p(_address(data)))
        self.buffers[name + "_offsets"], self.buffers[name + "_bytes"] = offsets, data

    def digest(self, rows):
        """One number for the first rows; another generator of the same tickets has the same."""
        return native.bench_digest(ctypes.byref(self._struct), ctypes.c_int64(rows))

    def read(self):
        """Read the bytes once."""
        return native.bench_read(ctypes.byref(self._struct)) + sum(
            native.bench_read_bytes(ctypes.c_void_p(_address(self.buffers[name])), ctypes.c_int64(len(self.buffers[name])))
            for name in self._of_text())

    def _of_text(self):
        return [name for name in self.buffers if name.startswith("text")]

    def by_hand(self, out):
        """The standard question by the loop in C into a buffer of agents * ITEMS doubles."""
        if native.bench_by_hand(ctypes.byref(self._struct), ctypes.c_void_p(_address(out))) != 0:
            raise MemoryError

    def input_bytes(self):
        """Size of what the standard question reads."""
        return sum(size * self.rows for _, _, size, _ in COLUMNS.values()) + len(BITMAPS) * self.rows // 8 + sum(
            len(self.buffers[name]) for name in self._of_text())

    # ---- for deskscore ---------------------------------------------------------------------------

    def _pointer(self, name):
        return ffi.cast("void *", _address(self.buffers[name]))

    def _column(self, name):
        if name == "is_complaint":
            return deskscore.struct("dscore_column", type=lib.DSCORE_BOOL1, data=self._pointer("complaint"),
                                    length=self.rows)
        kind, _, size, bitmap = COLUMNS[name]
        column = deskscore.struct(
            "dscore_column", type=getattr(lib, "DSCORE_" + kind[:-2].upper()), data=self._pointer(name), length=self.rows,
            stride=size, unit=lib.DSCORE_UNIT_S if name in TIMES else lib.DSCORE_UNIT_NONE)
        if bitmap is not None:
            column.validity_kind, column.validity = lib.DSCORE_VALIDITY_BITMAP, self._pointer(bitmap)
        return column

    def _texts(self, name, count):
        return deskscore.struct("dscore_column", type=lib.DSCORE_UTF8, data=self._pointer(name + "_bytes"),
                                offsets=self._pointer(name + "_offsets"), length=count)

    def _agent(self):
        """The key column, and what it borrows."""
        if self.agents_as == "utf8":
            return self._texts("text", self.rows), None
        if self.agents_as == "int":
            return self._column("agent"), None
        names = self._texts("label", self.agents)
        return deskscore.struct("dscore_column", type=lib.DSCORE_DICT, code_type=lib.DSCORE_INT32, dictionary=names,
                                data=self._pointer("agent"), length=self.rows, stride=4), names

    def table(self, catalog):
        """A table of deskscore on these buffers."""
        table = deskscore._make(lib.dscore_table_new, lib.dscore_table_free, lib.dscore_catalog_schema(catalog._h), b"tickets")
        agent, names = self._agent()
        deskscore._call(lib.dscore_table_bind, table, b"agent", agent)
        for name in list(COLUMNS)[1:] + ["is_complaint"]:
            deskscore._call(lib.dscore_table_bind, table, name.encode(), self._column(name))
        return table

    # ---- for the peers ---------------------------------------------------------------------------

    def arrow(self):
        """The same buffers as an Arrow table."""
        import pyarrow as pa
        def buffer(name):
            return None if name is None else pa.py_buffer(self.buffers[name])
        arrays = {name: pa.Array.from_buffers(getattr(pa, kind)(), self.rows, [buffer(bitmap), buffer(name)])
                  for name, (_, kind, _, bitmap) in COLUMNS.items()}
        arrays["is_complaint"] = pa.Array.from_buffers(pa.bool_(), self.rows, [None, buffer("complaint")])
        if self.agents_as == "utf8":
            arrays["agent"] = pa.Array.from_buffers(pa.utf8(), self.rows, [None, buffer("text_offsets"), buffer("text_bytes")])
        elif self.agents_as == "dictionary":
            names = pa.Array.from_buffers(pa.utf8(), self.agents, [None, buffer("label_offsets"), buffer("label_bytes")])
            arrays["agent"] = pa.DictionaryArray.from_arrays(arrays["agent"], names)
        return pa.table(arrays)


# ---- queries -------------------------------------------------------------------------------------

def micros(text):
    """Microseconds of an instant such as 2027-02-01T00:00:00Z."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return int(moment.timestamp()) * 1000000


class Question:
    """A query kept in a document: its catalogue has the definitions, its notes the query."""

    def __init__(self, path):
        with open(path if os.path.dirname(path) else os.path.join(HERE, path), encoding="utf-8") as handle:
            text = handle.read()
        self.query = json.loads(text)["notes"]["query"]
        self.catalog = deskscore.Catalog(text)
        self.aliases = [item["alias"] for item in self.query["items"]]

    def plan(self, count=None):
        """The plan of all its items, or of the first few."""
        query = self.catalog._query(self.query["by"], micros(self.query["now"]), None, None, self.query.get("options"))
        call = deskscore._call
        for item in self.query["items"][:count]:
            alias = item["alias"].encode()
            call(lib.dscore_query_item, query, alias, item["indicator"].encode())
            for name, literal in item.get("parameters", {}).items():
                call(lib.dscore_query_parameter, query, alias, name.encode(), literal.encode())
            for name, value in item.get("set", {}).items():
                call(lib.dscore_query_item_set, query, alias, name.encode(), value.encode())
        return deskscore._make(lib.dscore_plan_compile, lib.dscore_plan_free, query)


def executor(threads):
    """NULL for one thread, else the library's own executor."""
    if threads == 1:
        return ffi.NULL
    out = deskscore.struct("dscore_executor")
    deskscore._call(lib.dscore_executor_threads, threads, out)
    return out


def evaluate(plan, table, run=ffi.NULL):
    """Values, freed with their last reference."""
    return deskscore._make(lib.dscore_evaluate, lib.dscore_values_free, plan, ffi.new("dscore_table *[]", [table]), 1, run)


def columns(values):
    """The values of each item as (value, n_used) pointers to doubles and integers, by row."""
    out = []
    for item in range(lib.dscore_values_item_count(values)):
        column = deskscore.struct("dscore_values_column")
        deskscore._call(lib.dscore_values_by_column, values, item, column)
        out.append(column)
    return out


def keys(values):
    """Labels of the rows."""
    return [ffi.string(lib.dscore_values_key(values, row, 0)).decode() for row in range(lib.dscore_values_row_count(values))]
