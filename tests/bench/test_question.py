"""The questions of the benchmarks mean what they say: on 20 000 generated tickets every number of question.json and
sixty.json is that of plain Python over exact fractions, missing values included; strings, dictionaries and two threads give
the same bits; and the generator in C gives the tickets of another one written here."""
import json
import math
import os
import statistics
import sys
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
try:
    import tickets as data
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

ROWS, AGENTS, SEED = 20000, 37, 5
MASK = 2**64 - 1
HOUR, DAY = 3600, 86400


# ---- the tickets once more -------------------------------------------------------------------------

def mix(z):
    """splitmix64 (Steele, Lea and Flood, 2014): its finalizer, by Stafford."""
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def span(choice, bits, least, count):
    return bits & (1 << least + ((choice & 255) * count >> 8)) - 1


class Ticket:
    """A row by its number; None where there is nothing."""

    def __init__(self, row):
        a, b, c, d = (mix(SEED + (row * 4 + k + 1) * 0x9E3779B97F4A7C15 & MASK) for k in range(4))
        self.agent = (a >> 32) * AGENTS >> 32
        self.created = 1767225600 + ((a & 0xFFFFFFFF) * 31536000 >> 32)
        answered = self.created + 30 + span(b >> 16, b >> 32, 6, 12)
        self.answered = None if b & 65535 < 1966 else answered
        self.resolved = None if c & 65535 < 5243 else answered + span(c >> 16, c >> 32, 8, 12)
        self.csat = None if d & 65535 < 45875 else (1, 2, 3, 4, 4, 4, 5, 5, 5, 5)[(d >> 16 & 255) * 10 >> 8]
        self.contacts = (1,) * 10 + (2, 2, 2, 3, 3, 5)
        self.contacts = self.contacts[d >> 24 & 15]
        self.reopens = sum(d >> 32 & 255 >= step for step in (226, 248, 253))
        self.complaint = d >> 40 & 255 < 5
        self.handle = 30 + span(d >> 44, d >> 52, 6, 6)
        self.took = None if self.answered is None else self.answered - self.created
        self.lasted = None if self.resolved is None else self.resolved - self.created

    def cells(self):
        """As the digest takes them."""
        return [-1 if cell is None else int(cell) for cell in (
            self.agent, self.created, self.answered, self.resolved, self.csat, self.contacts, self.complaint, self.reopens,
            self.handle)]


def digest(tickets):
    value = 0
    for ticket in tickets:
        for cell in ticket.cells():
            value = mix(value + cell + 0x9E3779B97F4A7C15 & MASK)
    return value


# ---- the indicators once more ----------------------------------------------------------------------

def mean(values):
    values = [value for value in values if value is not None]
    return Fraction(sum(values), len(values)) if values else None


def share(parts):
    """Per cent of the true among the true and the false; None is neither."""
    value = mean([None if part is None else int(part) for part in parts])
    return None if value is None else 100 * value


def there(values):
    return [value for value in values if value is not None]


def within(limit):
    """An open ticket is late: now is long after all of them."""
    return lambda t: share(x.took is not None and x.took <= limit for x in t)


def band(low, high):
    return lambda t: share(None if x.took is None else low <= x.took < high for x in t)


def done_within(limit):
    """An open ticket is late if now is beyond its limit, else undecided."""
    return lambda t: share((x.lasted <= limit) if x.lasted is not None else (False if data.NOW - x.created > limit else None)
                           for x in t)


def of(rows, condition):
    return [row for row in rows if condition(row)]


def resolved(rows):
    return of(rows, lambda x: x.resolved is not None)


def spread(values):
    values = there(values)
    return statistics.stdev(values) if len(values) > 1 else None


STANDARD = {
    "tickets": len,
    "first_response": lambda t: mean(x.took for x in t),
    "resolution": lambda t: mean(x.lasted for x in t),
    "handle_mean": lambda t: mean(x.handle for x in t),
    "csat_mean": lambda t: mean(x.csat for x in t),
    "csat_top_box": lambda t: share(None if x.csat is None else x.csat == 5 for x in t),
    "fcr": lambda t: share(x.contacts == 1 for x in resolved(t)),
    "complaint_rate": lambda t: share(x.complaint for x in t),
    "reopen_rate": lambda t: share(x.reopens > 0 for x in t if x.resolved is not None or x.reopens > 0),
    "resolution_rate": lambda t: share(x.resolved is not None for x in t),
    "within_4h": within(4 * HOUR),
    "resolved": lambda t: len(resolved(t)),
}
SIXTY = {
    **STANDARD,
    "within_15min": within(900), "within_1h": within(HOUR), "within_8h": within(8 * HOUR), "within_24h": within(DAY),
    "band_first_hour": band(0, HOUR), "band_1h_4h": band(HOUR, 4 * HOUR), "band_4h_24h": band(4 * HOUR, DAY),
    "first_response_max": lambda t: max(there(x.took for x in t)),
    "response_rate": lambda t: share(x.answered is not None for x in t),
    "answered": lambda t: len(there(x.answered for x in t)),
    "first_response_min": lambda t: min(there(x.took for x in t)),
    "first_response_spread": lambda t: spread(x.took for x in t),
    "waiting_hours": lambda t: Fraction(sum(there(x.took for x in t)), HOUR),
    "first_response_complaints": lambda t: mean(x.took for x in t if x.complaint),
    "first_response_returning": lambda t: mean(x.took for x in t if x.contacts > 1),
    "late_responses": lambda t: sum(took > DAY for took in there(x.took for x in t)),
    "resolved_within_24h": done_within(DAY), "resolved_within_72h": done_within(3 * DAY),
    "resolved_within_7d": done_within(7 * DAY),
    "resolution_max": lambda t: max(there(x.lasted for x in t)),
    "resolution_spread": lambda t: spread(x.lasted for x in t),
    "complaint_resolution": lambda t: mean(x.lasted for x in t if x.complaint),
    "resolution_one_contact": lambda t: mean(x.lasted for x in t if x.contacts == 1),
    "resolution_after_response": lambda t: mean(x.resolved - x.answered for x in resolved(t) if x.answered is not None),
    "resolution_rate_answered": lambda t: share(x.resolved is not None for x in t if x.answered is not None),
    "resolution_rate_mature": lambda t: share(x.resolved is not None for x in t if x.created + 30 * DAY < data.NOW),
    "handle_minutes": lambda t: Fraction(sum(x.handle for x in t), 60),
    "handle_max": lambda t: max(x.handle for x in t),
    "handle_min": lambda t: min(x.handle for x in t),
    "handle_spread": lambda t: spread(x.handle for x in t),
    "handle_resolved": lambda t: mean(x.handle for x in resolved(t)),
    "handle_one_contact": lambda t: mean(x.handle for x in t if x.contacts == 1),
    "handle_long": lambda t: share(x.handle > 1200 for x in t),
    "handle_minutes_per_resolution": lambda t: Fraction(sum(x.handle for x in t), 60 * len(resolved(t))),
    "contacts_sum": lambda t: sum(x.contacts for x in t),
    "contacts_mean": lambda t: mean(x.contacts for x in t),
    "contacts_many": lambda t: share(x.contacts >= 3 for x in t),
    "first_contact_resolution": lambda t: share(x.contacts == 1 and x.reopens == 0 for x in resolved(t)),
    "fcr_not_reopened": lambda t: share(x.reopens == 0 for x in resolved(t)),
    "csat_satisfied": lambda t: share(None if x.csat is None else x.csat >= 4 for x in t),
    "dissatisfaction_rate": lambda t: share(None if x.csat is None else x.csat <= 2 for x in t),
    "net_satisfaction": lambda t: SIXTY["csat_satisfied"](t) - SIXTY["dissatisfaction_rate"](t),
    "csat_score": lambda t: (STANDARD["csat_mean"](t) - 1) * 25,
    "survey_answers": lambda t: len(there(x.csat for x in t)),
    "complaints": lambda t: sum(x.complaint for x in t),
    "rated_of_resolved": lambda t: share(x.csat is not None for x in resolved(t)),
    "reopens_per_resolution": lambda t: Fraction(100 * sum(x.reopens for x in t),
                                                 sum(x.reopens + (x.resolved is not None) for x in t)),
    "reopens_sum": lambda t: sum(x.reopens for x in t),
}


# ---- tests -----------------------------------------------------------------------------------------

def numbers(values):
    """{agent: [number or None]} by the order of the items."""
    columns = data.columns(values)
    return {key: [column.value[row] if column.status[row] == data.lib.DSCORE_VALUE_OK else None for column in columns]
            for row, key in enumerate(data.keys(values))}


def check(path, expected, buffers, groups):
    """Every number of a question, to 1e-12; integers to the last digit."""
    question = data.Question(path)
    assert question.aliases == list(expected), set(question.aliases) ^ set(expected)
    found = numbers(data.evaluate(question.plan(), buffers.table(question.catalog)))
    assert set(found) == {str(agent) for agent in groups}, path
    for agent, rows in groups.items():
        for alias, mine in zip(question.aliases, found[str(agent)]):
            theirs = expected[alias](rows)
            if theirs is None or mine is None or isinstance(theirs, int):
                assert mine == theirs, (path, agent, alias, mine, theirs)
            else:
                assert math.isclose(mine, theirs, rel_tol=1e-12), (path, agent, alias, mine, float(theirs))
    return found


def schema():
    """The documents are what editors are told that documents are."""
    try:
        import jsonschema
    except ImportError:
        return
    with open(os.path.join(data.HERE, "../../docs/schema/catalog.schema.json"), encoding="utf-8") as handle:
        known = json.load(handle)
    for name in ("question.json", "quantiles.json", "sketch.json", "sixty.json"):
        with open(os.path.join(data.HERE, name), encoding="utf-8") as handle:
            jsonschema.validate(json.load(handle), known)


def main():
    schema()
    buffers, tickets = data.Tickets(ROWS, AGENTS, seed=SEED), [Ticket(row) for row in range(ROWS)]
    assert buffers.digest(ROWS) == digest(tickets), "two generators, two sets of tickets"
    groups = {}
    for ticket in tickets:
        groups.setdefault(ticket.agent, []).append(ticket)
    assert len(groups) == AGENTS
    shares = [sum(getattr(x, name) is None for x in tickets) / ROWS for name in ("answered", "resolved", "csat")]
    assert all(abs(found - wanted) < 0.01 for found, wanted in zip(shares, (0.03, 0.08, 0.7))), shares
    standard = check("question.json", STANDARD, buffers, groups)
    check("sixty.json", SIXTY, buffers, groups)
    assert len(STANDARD) == data.ITEMS and len(SIXTY) == 60

    question = data.Question("question.json")
    for agents_as in ("utf8", "dictionary"):
        named = data.Tickets(ROWS, AGENTS, agents_as, SEED)
        for run in (data.ffi.NULL, data.executor(2)):
            again = numbers(data.evaluate(question.plan(), named.table(question.catalog), run))
            assert again == {"agent " + agent: row for agent, row in standard.items()}, agents_as
    out = data.doubles(AGENTS * data.ITEMS)
    buffers.by_hand(out)
    by_hand = memoryview(out).cast("d")
    for agent, row in standard.items():
        for item, mine in enumerate(row):
            assert math.isclose(mine, by_hand[int(agent) * data.ITEMS + item], rel_tol=1e-12), (agent, item)
    quantiles = data.Question("quantiles.json")
    found = numbers(data.evaluate(quantiles.plan(), buffers.table(quantiles.catalog)))
    for agent, rows in groups.items():
        took = there(x.took for x in rows)
        assert found[str(agent)][0] == statistics.median(took), agent
        assert math.isclose(found[str(agent)][1], statistics.quantiles(took, n=10, method="inclusive")[8], rel_tol=1e-12)
    print(f"{ROWS} tickets, {AGENTS} agents: {data.ITEMS} and 60 numbers of each as by hand")


if __name__ == "__main__":
    main()
