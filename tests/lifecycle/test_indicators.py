"""The tables made of events answer questions like any other: four sources in one query, worked by hand."""
import os
import sys

sys.path.insert(0, os.path.join(os.environ["DESKSCORE_SOURCE"], "bindings/python"))
import deskscore  # noqa: E402
from deskscore import ffi, lib  # noqa: E402

HOUR = 3600 * 10**6
MONDAY = 1704067200 * 10**6  # 2024-01-01T00:00Z
# ticket, hour, kind, actor, kind of actor, value. Ann answers after 1 and 2 hours, Ben after 3; one ticket is reopened.
LOG = [("1", 10, "created", "cara", "customer", None), ("1", 10, "assigned", "ann", "human", "ann"),
       ("1", 11, "message", "ann", "human", None), ("1", 11, "status", "ann", "human", "pending"),
       ("1", 13, "message", "cara", "customer", None), ("1", 15, "message", "ann", "human", None),
       ("1", 16, "status", "ann", "human", "solved"), ("1", 33, "status", "cara", "customer", "open"),
       ("1", 35, "status", "ann", "human", "solved"),
       ("2", 12, "created", "carl", "customer", None), ("2", 12, "assigned", None, "system", "ann"),
       ("2", 14, "assigned", "ann", "human", "ben"), ("2", 15, "message", "ben", "human", None),
       ("3", 20, "created", "cleo", "customer", None)]
EXPECTED = {  # hours, shares in %, counts
    "first_response_time": (1 + 3) / 2 * 3600,
    "average_response_time": (1 + 2 + 3) / 3 * 3600,
    "mean_pending": 5 * 3600 / 3,       # 11:00 to 16:00 of one ticket in three
    "office_pending": 5 * 3600 / 3,     # all of it within office hours
    "office_new": (1 + 7 + 2) * 3600 / 3,  # tickets 2 and 3 are new until the last event, Tuesday 11:00
    "cycle": (6 + 2) / 2 * 3600, "handed": 1, "assigned": 3, "answered": 3, "waiting": 1}


def read(catalog, calendar, log):
    """The reader, with its four tables."""
    schema = lib.dscore_catalog_schema(catalog._h)
    reader = deskscore._make(lib.dscore_lifecycle_new, lib.dscore_lifecycle_free, schema)
    events = deskscore._make(lib.dscore_table_new, lib.dscore_table_free, schema, b"events")
    keep = []
    for position, field in ((0, "ticket"), (2, "kind"), (3, "actor"), (4, "actor_kind"), (5, "value")):
        texts = [ffi.NULL if row[position] is None else ffi.new("char[]", row[position].encode()) for row in log]
        keep.append((texts, ffi.new("char *[]", texts)))
        deskscore._call(lib.dscore_table_bind_array, events, field.encode(), lib.DSCORE_CSTRING, 0, keep[-1][1],
                        len(log), ffi.sizeof("char *"), ffi.NULL)
    at = ffi.new("int64_t[]", [MONDAY + row[1] * HOUR for row in log])
    deskscore._call(lib.dscore_table_bind_array, events, b"at", lib.DSCORE_INT64, lib.DSCORE_UNIT_US, at, len(log), 8,
                    ffi.NULL)
    deskscore._call(lib.dscore_lifecycle_calendar, reader, calendar._h)
    deskscore._call(lib.dscore_lifecycle_update, reader, events, 0, len(log), ffi.NULL)
    deskscore._call(lib.dscore_lifecycle_finish, reader)
    return reader


def main():
    own = {"mean_pending": ("tickets", "mean(time_pending)"), "office_pending": ("tickets", "mean(time_pending)"),
           "office_new": ("tickets", "mean(time_new)"),
           "cycle": ("cycles", "mean(elapsed(opened_at, resolved_at))"), "handed": ("tickets", "sum(transfers)"),
           "assigned": ("assignments", "count()"), "answered": ("responses", "count(responded_at)"),
           "waiting": ("responses", "count(where responded_at is missing and ended_at is missing)")}
    place = {"tickets": "created_at", "cycles": "opened_at", "assignments": "assigned_at", "responses": "asked_at"}
    defined = ", ".join(
        f'{{"id": "{name}", "name": "{name}", "source": "{source}", "formula": "{formula}", "unit": "{unit}", '
        f'"placement": "event({place[source]})"'
        + (', "clock": "business"}' if name.startswith("office") else "}")
        for name, (source, formula) in own.items() for unit in ["s" if "mean" in formula else "count"])
    catalog = deskscore.Catalog(f'{{"deskscore": 1, "kind": "catalog", "indicators": [{defined}]}}')
    calendar = deskscore.calendar('{"week": {"mon-fri": ["09:00-17:00"]}}')
    reader = read(catalog, calendar, LOG)
    tables = [lib.dscore_lifecycle_table(reader, source.encode()) for source in place]
    catalog._tables = lambda sources: tables
    values = catalog.evaluate(list(EXPECTED), {}, calendars=calendar)
    for name, expected in EXPECTED.items():
        got = values.get(0, name)
        assert got.status == lib.DSCORE_VALUE_OK and abs(got.value - expected) < 1e-9, (name, got, expected)


main()
