"""Random logs of events, told a second time by a few slow lines of Python written from the description: states are
looked up minute by minute, everything else by plain passes. Every field of the four tables must agree, in order,
shuffled, and read by ticket in batches of any size."""
import array
import os
import random
import sys

sys.path.insert(0, os.path.join(os.environ["DESKSCORE_SOURCE"], "bindings/python"))
from deskscore import ffi, lib  # noqa: E402
from retold import STATUSES, retold  # noqa: E402

MINUTE = 60 * 10**6
START = 1704067200 * 10**6 + 8 * 60 * MINUTE  # Monday 2024-01-01 08:00 UTC
HORIZON = 1500  # minutes
OFFICE = b'{"week": {"mon-fri": ["09:00-17:00"]}}'
AGENTS, TEAMS = ["ann", "ben", "eve"], ["one", "two"]
KINDS = ("created message note status assigned team resolved reopened closed handoff paused resumed merged deleted "
         "restored escalated spam survey_sent survey_answered linked").split()
FIELDS = "ticket kind actor actor_kind value team customer problem channel priority category".split()
POLICIES = {"bots": ["no", "yes", "handoff"], "first_response_by": ["any", "next", "requester_first"],
            "resolution": ["status", "event"], "merge": ["exclude", "resolve", "fold"],
            "reopen_gap": ["exclude", "pending"], "pause": ["customer", "customer_and_hold", "none"],
            "duplicates": ["drop", "keep"], "self_assignment": ["no", "yes"], "contacts": ["segments"]}


# ---- random logs --------------------------------------------------------------------------------------

def random_event(dice, tickets):
    kind = dice.choices(KINDS, [2, 12, 2, 8, 5, 2, 3, 3, 2, 2, 2, 2, .4, .4, 1, 1, .4, 1, 1, 1])[0]
    actor_kind = dice.choice(["human", "human", "customer", "customer", "bot", "system", None])
    actor = dice.choice(AGENTS) if actor_kind == "human" else actor_kind and actor_kind + dice.choice("12")
    event = dict.fromkeys(FIELDS)
    event.update(ticket=dice.choice(tickets), at=dice.randrange(HORIZON), kind=kind, actor=actor, actor_kind=actor_kind,
                 is_public=dice.choice([True, True, True, None, False]))
    value = {"status": STATUSES + ["limbo"], "assigned": AGENTS + [None], "team": TEAMS,
             "merged": tickets + ["nowhere"], "survey_answered": "12345", "created": [None, None, "open", "pending"]}
    event["value"] = dice.choice(value.get(kind, [None]))
    if kind == "assigned" and dice.random() < .3 and actor_kind == "human" and event["value"]:
        event["actor"] = event["value"]
    for field, words in (("team", TEAMS), ("customer", "cd"), ("problem", "pq"), ("channel", "xy"),
                         ("priority", "lh"), ("category", "uv")):
        if dice.random() < .15:
            event[field] = dice.choice(words)
    return event


def random_log(dice):
    tickets = [f"t{i}" for i in range(dice.randrange(1, 14))]
    log = []
    for ticket in tickets:
        if dice.random() < .85:
            born = random_event(dice, [ticket])
            born.update(kind="created", at=dice.randrange(HORIZON // 3), value=dice.choice([None, None, "open"]))
            log.append(born)
    log += [random_event(dice, tickets) for _ in range(dice.randrange(14 * len(tickets)))]
    for event in log:
        if dice.random() < .3:  # many events share an instant
            event["at"] -= event["at"] % 100
    log += [dict(dice.choice(log)) for _ in range(len(log) // 15)] if log else []
    return sorted(log, key=lambda event: event["at"])


def shuffled(dice, log):
    """Another order in which the events of one instant keep theirs."""
    rank = {at: dice.random() for at in {event["at"] for event in log}}
    return sorted(log, key=lambda event: rank[event["at"]])


# ---- the library ----------------------------------------------------------------------------------------

def call(status, err):
    assert status == 0, ffi.string(err.message).decode()


class Library:
    """Reads logs through the C interface."""

    def __init__(self):
        self.err = ffi.new("dscore_error *")
        self.err.struct_size = ffi.sizeof("dscore_error")
        out = ffi.new("dscore_catalog **")
        call(lib.dscore_catalog_builtin(ffi.NULL, out, self.err) if len(ffi.typeof(
            lib.dscore_catalog_builtin).args) == 3 else lib.dscore_catalog_builtin(out, self.err), self.err)
        self.catalog = out[0]
        self.schema = lib.dscore_catalog_schema(self.catalog)
        calendar = ffi.new("dscore_calendar **")
        call(lib.dscore_calendar_parse(ffi.NULL, OFFICE, len(OFFICE), ffi.NULL, calendar, self.err), self.err)
        self.calendar = calendar[0]

    def table(self, log):
        """A table of events, and the memory it borrows."""
        out = ffi.new("dscore_table **")
        call(lib.dscore_table_new(self.schema, b"events", out, self.err), self.err)
        keep = []
        for field in FIELDS:
            texts = [ffi.NULL if e[field] is None else ffi.new("char[]", e[field].encode()) for e in log]
            column = ffi.new("char *[]", texts or [ffi.NULL])
            keep += [texts, column]
            call(lib.dscore_table_bind_array(out[0], field.encode(), lib.DSCORE_CSTRING, 0, column, len(log),
                                             ffi.sizeof("char *"), ffi.NULL, self.err), self.err)
        at = ffi.new("int64_t[]", [START + e["at"] * MINUTE for e in log] or [0])
        public = ffi.new("uint8_t[]", [2 if e["is_public"] is None else int(e["is_public"]) for e in log] or [0])
        missing = ffi.new("uint8_t *", 2)
        keep += [at, public, missing]
        call(lib.dscore_table_bind_array(out[0], b"at", lib.DSCORE_INT64, lib.DSCORE_UNIT_US, at, len(log), 8, ffi.NULL,
                                         self.err), self.err)
        call(lib.dscore_table_bind_array(out[0], b"is_public", lib.DSCORE_BOOL8, 0, public, len(log), 1, missing,
                                         self.err), self.err)
        return out[0], keep

    def cell(self, table, field, row):
        c = ffi.new("dscore_cell *")
        c.struct_size = ffi.sizeof("dscore_cell")
        call(lib.dscore_table_cell(table, field.encode(), row, c, self.err), self.err)
        assert c.status in (0, 1), field
        if c.status:
            return None
        if c.type == lib.DSCORE_TYPE_TEXT:
            return ffi.string(c.text, c.text_length).decode()
        if c.type == lib.DSCORE_TYPE_INSTANT:
            assert (c.integer - START) % MINUTE == 0
            return (c.integer - START) // MINUTE
        if c.type == lib.DSCORE_TYPE_DURATION:
            assert c.integer % MINUTE == 0
            return c.integer // MINUTE
        return c.integer if c.is_integer else c.number

    def take(self, reader, tables, fields):
        for source, names in fields.items():
            table = lib.dscore_lifecycle_table(reader, source.encode())
            tables[source] += [{name: self.cell(table, name, row) for name in names}
                               for row in range(lib.dscore_table_rows(table))]

    def read(self, log, options, fields, now, cuts):
        """The four tables of a log read in the batches that the cuts make."""
        out = ffi.new("dscore_lifecycle **")
        call(lib.dscore_lifecycle_new(self.schema, out, self.err), self.err)
        reader = out[0]
        for name, value in options.items():
            call(lib.dscore_lifecycle_option(reader, name.encode(), value.encode(), self.err), self.err)
        call(lib.dscore_lifecycle_calendar(reader, self.calendar, self.err), self.err)
        if now is not None:
            call(lib.dscore_lifecycle_now(reader, START + now * MINUTE, self.err), self.err)
        events, keep = self.table(log)
        tables = {source: [] for source in fields}
        by_ticket = options.get("arrival") == "by_ticket"
        for first, last in zip([0] + cuts, cuts + [len(log)]):
            call(lib.dscore_lifecycle_update(reader, events, first, last - first, ffi.NULL, self.err), self.err)
            if by_ticket:
                self.take(reader, tables, fields)
        call(lib.dscore_lifecycle_finish(reader, self.err), self.err)
        self.take(reader, tables, fields)
        lib.dscore_lifecycle_free(reader)
        lib.dscore_table_free(events)
        del keep
        return tables


def differences(got, expected, log, policy):
    for source, rows in expected.items():
        assert len(got[source]) == len(rows), (source, len(got[source]), len(rows), policy)
        for a, b in zip(got[source], rows):
            wrong = {k: (a[k], b[k]) for k in b if a[k] != b[k]}
            if wrong:
                name = b.get("id") or b["ticket"]
                story = "\n".join(str({k: v for k, v in e.items() if v is not None}) for e in log
                                  if e["ticket"] == name or policy["merge"] == "fold")
                raise AssertionError(f"{source} of {name}: (got, expected) {wrong}\n{policy}\n{story}")


def balanced(cycles):
    """open(t0) + opened - resolved = open(t1) for any two instants."""
    def is_open_at(row, t):
        return row["opened_at"] < t and (row["resolved_at"] is None or row["resolved_at"] >= t)
    for t0, t1 in ((0, 400), (300, 900), (10, HORIZON)):
        opened = sum(t0 <= row["opened_at"] < t1 for row in cycles)
        resolved = sum(row["resolved_at"] is not None and t0 <= row["resolved_at"] < t1 for row in cycles)
        assert sum(is_open_at(r, t0) for r in cycles) + opened - resolved == sum(is_open_at(r, t1) for r in cycles)


def main():
    library = Library()
    rounds = int(os.environ.get("DESKSCORE_ROUNDS", "120"))
    checked = 0
    for seed in range(rounds):
        dice = random.Random(seed)
        policy = {name: dice.choice(values) for name, values in POLICIES.items()}
        log = random_log(dice)
        if not log:
            continue
        options = dict(policy, kinds=", ".join(KINDS))
        last = max(e["at"] for e in log)
        expected = retold(log, policy, lambda events: last)
        fields = {source: sorted(rows[0]) if rows else [] for source, rows in expected.items()}
        got = library.read(log, options, fields, None, [])
        differences(got, expected, log, policy)
        balanced(got["cycles"])
        checked += sum(len(rows) * len(fields[source]) for source, rows in expected.items())

        mixed = shuffled(dice, log)
        cuts = sorted(dice.randrange(len(log) + 1) for _ in range(dice.randrange(4)))
        again = library.read(mixed, options, fields, None, cuts)
        order = list(dict.fromkeys(e["ticket"] for e in mixed))
        for source, rows in expected.items():
            key = "id" if source == "tickets" else "ticket"
            assert again[source] == sorted(rows, key=lambda row: order.index(row[key])), (seed, source)

        if policy["merge"] != "fold":
            names = list(dict.fromkeys(e["ticket"] for e in log))
            streamed = sorted(log, key=lambda e: names.index(e["ticket"]))
            cuts = sorted(dice.randrange(len(log) + 1) for _ in range(dice.randrange(12)))
            by_ticket = library.read(streamed, dict(options, arrival="by_ticket"), fields, HORIZON, cuts)
            differences(by_ticket, retold(streamed, policy, lambda events: HORIZON), streamed, policy)
    print(f"{rounds} logs, {checked} cells")
    lib.dscore_calendar_free(library.calendar)
    lib.dscore_catalog_free(library.catalog)


main()
