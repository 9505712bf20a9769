"""deskscore for Python: a thin layer on the C library, driven by its catalogue and documents.

    import array, deskscore
    catalog = deskscore.Catalog()
    values = catalog.evaluate(["csat_mean"], {"tickets": {
        "created_at": deskscore.Column(array.array("q", [0, 60]), unit="s"), "csat": array.array("d", [4, 5])}})
    values.get(0, "csat_mean").value        # 4.5

    desk = deskscore.calendar('{"zone": "Europe/Paris", "week": {"mon-fri": ["09:00-17:00"]}}')
    desk.between(start, end)                # business time in microseconds; datetimes, integers or arrays of them

Instants are microseconds since 1970 in UTC, or datetimes that know their zone. Columns are borrowed from anything with a
buffer (array, memoryview, NumPy, ...); texts are lists of str or None. The library is found by $DESKSCORE_LIBRARY, else by
the system; its flattened header by $DESKSCORE_FFI_HEADER, else beside this file or in share/deskscore of the prefix.
"""
import array
import collections
import datetime
import numbers
import os
import sys
import zoneinfo

from ._library import ABI_GENERATION, Error, _call, _make, _string, _struct, _text, ffi, lib, struct
from ._state import State, Value, Values

__all__ = ["Calendar", "Catalog", "Column", "Error", "Scores", "State", "Value", "Values", "Zone", "calendar", "ffi", "lib",
           "struct", "zone"]

for _each in (Error, State, Value, Values):  # wherever they are defined, they are known by this name
    _each.__module__ = __name__

Score = collections.namedtuple(
    "Score", "subject total raw grade grade_zh rank status reason flags weight_coverage data_coverage")
Line = collections.namedtuple(
    "Line", "kind alias group value value_status points weight effective_weight amount printed n_used n_missing n_excluded")
_UNITS = {None: 0, "s": 1, "ms": 2, "us": 3, "ns": 4}
_TYPES = {"b": 1, "h": 2, "i": 3, "q": 4, "B": 5, "H": 6, "I": 7, "Q": 8, "f": 9, "d": 10, "?": 12}
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_INSTANTS = (numbers.Integral, datetime.datetime)


def _micros(value):
    """Microseconds of an integer, a datetime that knows its zone, or a timedelta."""
    if isinstance(value, datetime.datetime):
        value = value - _EPOCH
    if isinstance(value, datetime.timedelta):
        return value // datetime.timedelta(microseconds=1)
    if not isinstance(value, numbers.Integral):
        raise TypeError(f"expected a datetime, a timedelta or microseconds as an integer, found {value!r}")
    return int(value)


def _zone_bytes(name):
    """The TZif data of a zone: the system's database, else the tzdata package. None if there is none."""
    parts = name.split("/")
    if all(part and part[0] != "." and "\\" not in part and "\0" not in part for part in parts):
        for folder in [os.environ["TZDIR"]] if os.environ.get("TZDIR") else zoneinfo.TZPATH:
            path = os.path.join(folder, *parts)
            if os.path.isfile(path):
                with open(path, "rb") as handle:
                    return handle.read()
        try:
            import tzdata
        except ImportError:
            return None
        path = os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo", *parts)
        if os.path.isfile(path):
            with open(path, "rb") as handle:
                return handle.read()
    return None


class Zone:
    """A time zone: "UTC", an offset such as "+08:00", or a name such as "Europe/Paris"."""

    def __init__(self, name):
        self.name = name
        try:
            self._h = _make(lib.dscore_zone_fixed, lib.dscore_zone_free, ffi.NULL, name.encode())
        except Error as error:
            data = _zone_bytes(name) if error.status == lib.DSCORE_E_NOT_FOUND else None
            if data is None:
                raise
            self._h = _make(lib.dscore_zone_from_tzif, lib.dscore_zone_free, ffi.NULL, name.encode(), data, len(data))

    def offset(self, instant):
        """Local time minus UTC in seconds."""
        out = ffi.new("int32_t *")
        _call(lib.dscore_zone_offset, self._h, _micros(instant), out)
        return out[0]


def zone(name):
    """A Zone by name; the data is the system's, else that of the tzdata package."""
    return Zone(name)


class Calendar:
    """Business hours, from a document (JSON text); `zone` (a Zone or a name) is that of a document that names none."""

    def __init__(self, document, zone=None):
        data = document.encode("utf-8")
        name = _string(lib.dscore_calendar_zone_name, data, len(data)) or zone
        zone = name if name is None or isinstance(name, Zone) else Zone(name)
        self._h = _make(lib.dscore_calendar_parse, lib.dscore_calendar_free, ffi.NULL, data, len(data),
                        zone._h if zone else ffi.NULL)

    def _number(self, function, *arguments):
        out = ffi.new("int64_t *")
        _call(function, self._h, *arguments, out)
        return out[0]

    def _numbers(self, function, first, second):
        columns = [Column(each) for each in (first, second)]
        if any(each.type != lib.DSCORE_INT64 or each.stride != 8 for each in columns):
            raise TypeError("instants and spans are 64-bit integers, one after the other")
        if columns[0].length != columns[1].length:
            raise ValueError(f"{columns[0].length} elements here and {columns[1].length} there")
        out = array.array("q", bytes(8 * columns[0].length))
        _call(function, self._h, *(ffi.cast("int64_t *", each.data) for each in columns), columns[0].length,
              ffi.cast("int64_t *", ffi.from_buffer(out)))
        return out

    def between(self, start, end):
        """Business time in microseconds; of buffers of 64-bit integers an array (-2**63 = missing)."""
        if isinstance(start, _INSTANTS):
            return self._number(lib.dscore_calendar_between, _micros(start), _micros(end))
        return self._numbers(lib.dscore_calendar_between_array, start, end)

    def add(self, start, span):
        """The instant, in microseconds, at which that much business time has passed."""
        if isinstance(start, _INSTANTS):
            return self._number(lib.dscore_calendar_add, _micros(start), _micros(span))
        return self._numbers(lib.dscore_calendar_add_array, start, span)

    def add_days(self, day, count):
        """The n-th working day after a date."""
        epoch = datetime.date(1970, 1, 1)
        return epoch + datetime.timedelta(self._number(lib.dscore_calendar_add_days, (day - epoch).days, count))

    def is_open(self, instant):
        """Is the desk open?"""
        out = ffi.new("int32_t *")
        _call(lib.dscore_calendar_is_open, self._h, _micros(instant), out)
        return out[0] == 1


def calendar(document, zone=None):
    """A Calendar from its document."""
    return Calendar(document, zone)


class Column:
    """A buffer with the unit of its times ("s", "ms", "us", "ns") and one value that means missing.

    NumPy arrays may be strided views; other buffers must be contiguous. The buffer is kept alive and must not move.
    """

    def __init__(self, data, unit=None, missing=None):
        self.unit, self.keep, self.missing = _UNITS[unit], [], ffi.NULL
        if isinstance(data, (list, tuple)):
            odd = next((text for text in data if text is not None and not isinstance(text, str)), None)
            if odd is not None:
                raise TypeError(f"a list is of texts or None, found {odd!r}; numbers come in a buffer such as array.array")
            texts = [ffi.NULL if text is None else ffi.new("char[]", text.encode("utf-8")) for text in data]
            self.type, self.data = lib.DSCORE_CSTRING, ffi.new("char *[]", texts)
            self.keep, self.length, self.stride = texts, len(texts), ffi.sizeof("char *")
            return
        interface = getattr(data, "__array_interface__", None)
        if interface is not None:
            code, shape, strides = memoryview(data).format, interface["shape"], memoryview(data).strides
            address, size = interface["data"][0], memoryview(data).itemsize
        else:
            view = memoryview(data)
            code, shape, strides, size = view.format, view.shape, view.strides, view.itemsize
            address = int(ffi.cast("uintptr_t", ffi.from_buffer(view)))
        own_order = "@=" + ("<" if sys.byteorder == "little" else ">")  # NumPy writes one before fields of a record
        code = code[1:] if len(code) == 2 and code[0] in own_order else code
        code = {"l": "q", "L": "Q"}.get(code, code) if size == 8 else {"l": "i", "L": "I"}.get(code, code)
        if len(shape) != 1 or code not in _TYPES:
            raise TypeError(f"a column is one-dimensional and of numbers or booleans, found format {code!r} of {shape}")
        self.type, self.length, self.stride = _TYPES[code], shape[0], strides[0]
        self.data = ffi.cast("void *", address)
        self.keep = [data]
        if missing is not None:
            one = memoryview(bytearray(size)).cast(code)
            one[0] = missing
            self.missing = ffi.from_buffer(one)
            self.keep.append(one)


class Catalog:
    """The built-in indicators, and those of documents (JSON texts)."""

    def __init__(self, *documents):
        self._h = _make(lib.dscore_catalog_builtin, lib.dscore_catalog_free, ffi.NULL)
        if documents:
            builder = _make(lib.dscore_catalog_builder_new, lib.dscore_catalog_builder_free, self._h)
            for text in documents:
                data = text.encode("utf-8")
                _call(lib.dscore_catalog_builder_add, builder, data, len(data))
            self._h = _make(lib.dscore_catalog_builder_finish, lib.dscore_catalog_free, builder)

    def indicators(self):
        """Every indicator as a dictionary of its texts, in the order of the catalogue."""
        properties = {name[len("DSCORE_INDICATOR_"):].lower(): getattr(lib, name)
                      for name in dir(lib) if name.startswith("DSCORE_INDICATOR_")}
        for index in range(lib.dscore_catalog_count(self._h)):
            indicator = lib.dscore_catalog_at(self._h, index)
            yield {name: _text(lib.dscore_indicator_text(indicator, number)) for name, number in properties.items()}

    def sql(self, indicator):
        """The indicator as SQL."""
        return _string(lib.dscore_indicator_sql, self._h, indicator.encode())

    def _query(self, by, now, span, where, options, zone=None, calendars=None, calendar_field=None, period=None):
        query = _make(lib.dscore_query_new, lib.dscore_query_free, self._h)
        for key in by:
            _call(lib.dscore_query_key, query, key.encode())
        if now is not None:
            _call(lib.dscore_query_now, query, _micros(now))
        if zone is not None:
            _call(lib.dscore_query_zone, query, (zone if isinstance(zone, Zone) else Zone(zone))._h)
        if period is not None:
            if span is None:
                raise ValueError("a period needs the span over which it runs")
            rule = _struct("dscore_period_rule")
            _call(lib.dscore_period_parse, period.encode(), rule)
            _call(lib.dscore_query_periods_by, query, rule, *map(_micros, span))
        elif span is not None:
            _call(lib.dscore_query_range, query, *map(_micros, span))
        for name, each in (calendars if isinstance(calendars, dict) else {"": calendars} if calendars else {}).items():
            _call(lib.dscore_query_calendar, query, name.encode(), each._h)
        if calendar_field is not None:
            _call(lib.dscore_query_calendar_field, query, calendar_field.encode())
        if where is not None:
            _call(lib.dscore_query_where, query, ffi.NULL, where.encode())
        for name, value in (options or {}).items():
            _call(lib.dscore_query_option, query, name.encode(), str(value).encode())
        return query

    def _tables(self, sources):
        tables = []
        for source, columns in sources.items():
            table = _make(lib.dscore_table_new, lib.dscore_table_free, lib.dscore_catalog_schema(self._h), source.encode())
            for field, column in columns.items():
                column = column if isinstance(column, Column) else Column(column)
                _call(lib.dscore_table_bind_array, table, field.encode(), column.type, column.unit, column.data,
                      column.length, column.stride, column.missing)
                tables.append(column)
            tables.append(table)
        return tables

    def _evaluate(self, plan, sources):
        kept = self._tables(sources)
        handles = [each for each in kept if not isinstance(each, Column)]
        return _make(lib.dscore_evaluate, lib.dscore_values_free, plan, ffi.new("dscore_table *[]", handles), len(handles),
                     ffi.NULL)

    def _plan(self, indicators, by=(), parameters=None, now=None, span=None, where=None, options=None, zone=None,
              calendars=None, calendar_field=None, period=None, clock=None):
        query = self._query(by, now, span, where, options, zone, calendars, calendar_field, period)
        aliases = indicators.items() if isinstance(indicators, dict) else [(each, each) for each in indicators]
        for alias, indicator in aliases:
            _call(lib.dscore_query_item, query, alias.encode(), indicator.encode())
        for alias, settings in (parameters or {}).items():
            for name, literal in settings.items():
                _call(lib.dscore_query_parameter, query, alias.encode(), name.encode(), str(literal).encode())
        for alias, name in (clock or {}).items():
            _call(lib.dscore_query_item_set, query, alias.encode(), b"clock", name.encode())
        return _make(lib.dscore_plan_compile, lib.dscore_plan_free, query)

    def evaluate(self, indicators, sources, by=(), parameters=None, now=None, span=None, where=None, options=None,
                 zone=None, calendars=None, calendar_field=None, period=None, clock=None):
        """Values of indicators: ids, or {alias: id}. sources: {source: {field: column}}; parameters: {alias: {name:
        literal}}; now and span in microseconds or as datetimes; calendars: a Calendar, or {name: Calendar} with "" for the
        default; period: "month", "week:sun", ... over the span; clock: {alias: "business"}."""
        plan = self._plan(indicators, by, parameters, now, span, where, options, zone, calendars, calendar_field, period,
                          clock)
        return Values(self._evaluate(plan, sources))

    def state(self, indicators, **question):
        """An empty State of a question; its arguments are those of evaluate."""
        return State(self, self._plan(indicators, **question))

    def score(self, card, sources, by=("subject",), now=None, span=None, where=None, options=None, zone=None,
              calendars=None, calendar_field=None, period=None):
        """Scores by a scorecard document (JSON text); the rest as for evaluate."""
        data = card.encode("utf-8")
        handle = _make(lib.dscore_scorecard_parse, lib.dscore_scorecard_free, self._h, data, len(data))
        query = self._query(by, now, span, where, options, zone, calendars, calendar_field, period)
        plan = _make(lib.dscore_scorecard_plan, lib.dscore_plan_free, handle, query)
        values = self._evaluate(plan, sources)
        return Scores(_make(lib.dscore_score, lib.dscore_scores_free, handle, values))


class Scores:
    """Scores in the order of their values, each with its ledger."""

    def __init__(self, handle):
        self._h = handle

    def __len__(self):
        return lib.dscore_scores_count(self._h)

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(index)
        row = _struct("dscore_score_row")
        _call(lib.dscore_scores_get, self._h, index, row)
        values = {name: getattr(row, name) for name in Score._fields}
        for name in ("subject", "grade", "grade_zh"):
            values[name] = _text(values[name])
        if row.status != lib.DSCORE_VALUE_OK:
            values["total"] = values["raw"] = None
        return Score(**values)

    def ledger(self, index):
        """Lines that add up to the total."""
        for number in range(lib.dscore_scores_line_count(self._h, index)):
            line = _struct("dscore_ledger_line")
            _call(lib.dscore_scores_line, self._h, index, number, line)
            values = {name: getattr(line, name) for name in Line._fields}
            values.update(alias=_text(line.alias), group=_text(line.group))
            yield Line(**values)

    def explain(self, index, lang="en"):
        """The ledger as text."""
        return _string(lib.dscore_scores_explain, self._h, index, lang.encode())

    def json(self, index):
        """The score as a JSON document."""
        return _string(lib.dscore_scores_dump, self._h, index)
