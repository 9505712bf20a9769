"""States and the values that are read from them."""
import collections

from ._library import Error, _call, _make, _struct, _text, ffi, lib

Value = collections.namedtuple(
    "Value", "value status flags n_used n_missing n_excluded n_invalid n_pending observations")
_OTHERS = {"refuse": lib.DSCORE_MAP_REFUSE, "keep": lib.DSCORE_MAP_KEEP, "missing": lib.DSCORE_MAP_MISSING}


def _label(label):
    """A label as values print it: integers and booleans too."""
    return (str(label).lower() if isinstance(label, bool) else str(label)).encode("utf-8")


class State:
    """What a question knows of the rows so far: rows come and go, states are added up. Made by Catalog.state."""

    def __init__(self, catalog, plan, handle=None):
        self._catalog, self._plan = catalog, plan
        self._h = handle if handle is not None else _make(lib.dscore_state_new, lib.dscore_state_free, plan)

    def _each(self, sources):
        """Each table of {source: {field: column}}; its columns live until the next."""
        for source, columns in sources.items():
            kept = self._catalog._tables({source: columns})
            yield kept[-1]

    def update(self, sources):
        """Add rows."""
        for table in self._each(sources):
            _call(lib.dscore_state_update, self._h, table, 0, lib.dscore_table_rows(table), ffi.NULL)

    def retract(self, sources):
        """Take rows away that were added before."""
        for table in self._each(sources):
            _call(lib.dscore_state_retract, self._h, table, 0, lib.dscore_table_rows(table))

    def replace(self, old, new):
        """Take rows away and add as many others in their place, both or neither; one source."""
        (source, before), (other, after) = *old.items(), *new.items()
        kept = self._catalog._tables({source: before}), self._catalog._tables({other: after})
        count = lib.dscore_table_rows(kept[0][-1])
        if count != lib.dscore_table_rows(kept[1][-1]):
            raise ValueError("as many rows take the place as are taken away")
        _call(lib.dscore_state_replace, self._h, kept[0][-1], 0, kept[1][-1], 0, count)

    def merge(self, other):
        """Add the cells of a state of the same question."""
        _call(lib.dscore_state_merge, self._h, other._h)

    def absorb(self, other):
        """Add the cells of a state of the same question over shorter periods: days to their month."""
        _call(lib.dscore_state_absorb, self._h, other._h)

    def subtract(self, other):
        """Take away what was merged or absorbed."""
        _call(lib.dscore_state_subtract, self._h, other._h)

    def rollup(self, keys=()):
        """A State with only some of the keys ("period" keeps the periods)."""
        names = [ffi.new("char[]", key.encode()) for key in keys]
        handle = _make(lib.dscore_state_rollup, lib.dscore_state_free, self._h, ffi.new("char *[]", names), len(names))
        return State(self._catalog, self._plan, handle)

    def map(self, key, new_key, labels, others="refuse"):
        """A State with other labels in a key: map("agent", "team", {"Ada": "north", "Bo": "south"}). Labels that the map does
        not name: others="refuse" (an Error), "keep" or "missing". None stands for rows without the key; new_key may be the key
        itself, whose labels are then corrected."""
        texts = [[ffi.NULL if label is None else ffi.new("char[]", _label(label)) for label in side]
                 for side in (labels.keys(), labels.values())]
        handle = _make(lib.dscore_state_map, lib.dscore_state_free, self._h, key.encode(), new_key.encode(),
                       *(ffi.new("char *[]", side) for side in texts), len(labels), _OTHERS[others])
        return State(self._catalog, self._plan, handle)

    def values(self):
        """The Values of its cells; the state may go on."""
        return Values(_make(lib.dscore_state_finish, lib.dscore_values_free, self._h))

    def pack(self):
        """The state as bytes, the same for the same rows in any order."""
        needed, error = ffi.new("int64_t *"), _struct("dscore_error")
        if lib.dscore_state_pack(self._h, ffi.NULL, 0, needed, error) != lib.DSCORE_E_BUFFER:
            raise Error(error)
        buffer = ffi.new("char[]", needed[0])
        _call(lib.dscore_state_pack, self._h, buffer, needed[0], needed)
        return bytes(ffi.buffer(buffer))

    def unpack(self, data):
        """The State that was packed, of the same question."""
        return State(self._catalog, self._plan,
                     _make(lib.dscore_state_unpack, lib.dscore_state_free, self._plan, ffi.from_buffer(data), len(data)))


class Values:
    """Values by row (keys and period) and alias."""

    def __init__(self, handle):
        self._h = handle
        count = lib.dscore_values_item_count(handle)
        self.aliases = [_text(lib.dscore_values_item(handle, i, lib.DSCORE_ITEM_ALIAS)) for i in range(count)]

    def __len__(self):
        return lib.dscore_values_row_count(self._h)

    def key_names(self):
        """Names of the keys: ("agent",)."""
        return tuple(_text(lib.dscore_values_key_name(self._h, k)) for k in range(lib.dscore_values_key_count(self._h)))

    def keys(self, row):
        """Labels of a row's keys."""
        return tuple(_text(lib.dscore_values_key(self._h, row, k)) for k in range(lib.dscore_values_key_count(self._h)))

    def period(self, row):
        """Name of a row's period: "2026-11"; "" without periods."""
        return _text(lib.dscore_values_period_name(self._h, row))

    def get(self, row, alias):
        """One Value; its value is None unless its status is DSCORE_VALUE_OK."""
        out = _struct("dscore_value")
        _call(lib.dscore_values_get, self._h, row, lib.dscore_values_find(self._h, alias.encode()), out)
        fields = [getattr(out, name) for name in Value._fields]
        return Value(*fields) if out.status == lib.DSCORE_VALUE_OK else Value(None, *fields[1:])
