"""The packed format as docs/formats.md describes it, read by a program that knows nothing else of the library."""
import array
import collections
import json
import os
import random
import statistics
import struct
import sys
import unittest

SOURCE = os.environ.get("DESKSCORE_SOURCE", ".")
sys.path[:0] = [os.path.join(SOURCE, "bindings/python"), os.path.join(SOURCE, "tests/packed")]
import packed_state  # noqa: E402
from deskscore import Catalog, Column, Error  # noqa: E402

NONE = -2**63
DAY = 86400 * 10**6


def indicator(name, formula):
    return {"id": name, "name": "n", "unit": "s" if name == "span" else "points", "credit": ["agent"], "formula": formula}


FORMULAS = {"total": "sum(amount)", "spread": "variance(amount)", "middle": "median(amount)", "least": "min(amount)",
            "above": "share(amount > 100)", "kinds": "distinct(channel, grade)", "twice": "recurring(amount)",
            "span": "quantile(elapsed(created_at, resolved_at), 0.9)", "done": "km_within(created_at, resolved_at, 1d)",
            "grades": "sum(grade)"}
DOCUMENT = json.dumps({"deskscore": 1, "kind": "catalog",
                       "fields": {"tickets": [{"name": "amount", "type": "number"}, {"name": "grade", "type": "number"}]},
                       "indicators": [indicator(*each) for each in FORMULAS.items()]})


class Rows:
    """Tickets at random, and what a state of them must hold."""

    def __init__(self, seed, n):
        chance = random.Random(seed)
        self.n = n
        self.agent = [chance.choice(["Ada", "Adam", "Bo", "陈", ""]) for _ in range(n)]
        self.channel = [chance.choice(["phone", "mail", None]) for _ in range(n)]
        self.amount = [chance.choice([chance.uniform(-1e3, 1e3), float(chance.randrange(300)), 1e-9, 2.0**80])
                       for _ in range(n)]
        self.grade = [chance.choice([NONE, 1, 2, 3]) for _ in range(n)]
        self.created = [chance.randrange(0, 2 * DAY, 10**6) for _ in range(n)]
        self.resolved = [NONE if chance.random() < 0.3 else t + chance.randrange(0, 3 * DAY, 10**6) for t in self.created]

    def sources(self, rows):
        def pick(column):
            return [column[i] for i in rows]
        return {"tickets": {
            "agent": pick(self.agent), "channel": pick(self.channel), "amount": array.array("d", pick(self.amount)),
            "grade": Column(array.array("q", pick(self.grade)), missing=NONE),
            "created_at": Column(array.array("q", pick(self.created)), unit="us"),
            "resolved_at": Column(array.array("q", pick(self.resolved)), unit="us", missing=NONE)}}


def exact(value):
    """A float in units of 2^-1074."""
    numerator, denominator = value.as_integer_ratio()
    return numerator * (2**1074 // denominator)


class Format(unittest.TestCase):
    def setUp(self):
        self.catalog = Catalog(DOCUMENT)
        self.rows = Rows(3, 400)

    def state(self):
        return self.catalog.state(list(FORMULAS), by=["agent"], now=9 * DAY, span=(0, 2 * DAY), period="day")

    def packed(self):
        state = self.state()
        state.update(self.rows.sources(range(self.rows.n)))
        return state.pack()

    def test_a_state_says_what_its_rows_say(self):
        read = packed_state.read_state(self.packed())
        frame = read["frames"][0]
        cells = collections.defaultdict(list)
        for i in range(self.rows.n):
            cells[self.rows.agent[i], self.rows.created[i] // DAY].append(i)
        found = list(zip((key[0] for key in frame["keys"]), frame["periods"]))
        self.assertEqual(found, sorted(cells, key=lambda cell: (cell[0].encode(), cell[1])))
        self.assertEqual(frame["candidates"], [len(cells[cell]) for cell in found])
        self.assertEqual((read["cells"], read["rows"]), (len(cells), self.rows.n))
        stores = collections.defaultdict(list)
        for family, planes in frame["stores"]:
            stores[family].append(planes)
        for c, cell in enumerate(found):
            own = [self.rows.amount[i] for i in cells[cell]]
            grades = [self.rows.grade[i] for i in cells[cell] if self.rows.grade[i] != NONE]
            spans = sorted(self.rows.resolved[i] - self.rows.created[i] for i in cells[cell]
                           if self.rows.resolved[i] != NONE)
            with self.subTest(cell=cell):
                self.assertIn(sum(map(exact, own)), [p[0, 2, 0][c] for p in stores[1] if (0, 2, 0) in p])
                self.assertIn(sum(grades), [p[0, 1, 0][c] for p in stores[1] if (0, 1, 0) in p])
                self.assertEqual(stores[2][0][0, 4, 0][c], sum(value > 100 for value in own))
                self.assertEqual(stores[3][0][0, 2, 0][c], min(own))
                n, total, squares = stores[5][0][0, 2, 0][c]
                self.assertEqual((n, total), (len(own), sum(map(exact, own))))
                self.assertEqual(squares, sum(exact(value)**2 for value in own))
                kept = [next(iter(p.items())) for p in stores[6]]
                self.assertIn(sorted(own), [v[c] for (_, kind, _), v in kept if kind == 2])
                self.assertIn(spans, [v[c] for (_, kind, _), v in kept if kind == 1])
                self.assertEqual(sorted(span for span, censored in stores[7][0][0, 1, 0][c] if not censored), spans)
                self.check_tuples(stores[8], c, cells[cell])

    def check_tuples(self, planes, c, rows):
        pairs = collections.Counter((self.rows.channel[i], self.rows.grade[i]) for i in rows
                                    if self.rows.channel[i] is not None and self.rows.grade[i] != NONE)
        amounts = collections.Counter((self.rows.amount[i],) for i in rows)
        expected = [{(each, count > 1) for each, count in counter.items()} for counter in (pairs, amounts)]
        for plane in planes:
            self.assertIn(set(plane[0, 0, 0][c]), expected)

    def test_bytes_hang_on_nothing_but_the_rows(self):
        whole = self.packed()
        order = list(range(self.rows.n))
        random.Random(5).shuffle(order)
        parts = []
        for first in range(0, self.rows.n, 90):
            part = self.state()
            part.update(self.rows.sources(order[first:first + 90]))
            parts.append(part.unpack(part.pack()))
        total = self.state()
        for part in reversed(parts):
            total.merge(part)
        self.assertEqual(total.pack(), whole)
        values, expected = total.values(), total.unpack(whole).values()
        self.assertEqual(len(values), len(expected))
        for row in range(len(values)):
            for alias in values.aliases:
                self.assertEqual(repr(values.get(row, alias)), repr(expected.get(row, alias)))

    def test_a_byte_that_changes_is_noticed_and_none_is_taken_for_another(self):
        whole = self.packed()
        state = self.state()
        chance = random.Random(8)
        for at in [*range(80), *chance.sample(range(80, len(whole)), 200)]:
            damaged = bytearray(whole)
            damaged[at] ^= 1 << chance.randrange(8)
            with self.assertRaises(Error) as caught:
                state.unpack(bytes(damaged))
            self.assertIn(caught.exception.name, ("DSCORE_E_FORMAT", "DSCORE_E_UNSUPPORTED") if at < 16 else ("DSCORE_E_FORMAT",))
        for n in (0, 7, 40, 79, len(whole) - 1):
            with self.assertRaises(Error):
                state.unpack(whole[:n])
        with self.assertRaises(Error):
            state.unpack(whole + b"\0")

    def test_a_size_that_is_told_without_bytes_costs_no_memory(self):
        """A few bytes that claim two thousand million cells, checksum and all, are refused at once."""
        head = bytearray(self.state().pack())
        state = self.state()
        for at in range(72, len(head) - 8):
            body = head[:at] + b"\xff\xff\xff\xff\x07" + head[at + 1:-8]
            body[16:24] = struct.pack("<Q", len(body) + 8)
            with self.assertRaises(Error):
                state.unpack(bytes(body) + struct.pack("<Q", packed_state.crc64(bytes(body))))

    def test_golden_files_are_read_by_the_page_alone(self):
        folder = os.path.join(SOURCE, "tests/packed/golden")
        for version in os.listdir(folder):
            with open(os.path.join(folder, version, "by-agent.state"), "rb") as handle:
                state = packed_state.read_state(handle.read())
            kept = [planes for family, planes in state["frames"][0]["stores"] if family == 6][0][0, 2, 0]
            self.assertEqual(kept[0], [12, 15, 18, 20, 22, 25, 28, 31, 40, 95])
            self.assertEqual(statistics.median(kept[0]), 23.5)
            self.assertEqual(state["labels"], ["Ada", "Bo", "email", "phone", "phone call"])
            with open(os.path.join(folder, version, "by-team.state"), "rb") as handle:
                state = packed_state.read_state(handle.read())
            self.assertEqual(state["names"], ["team"])
            self.assertEqual(state["labels"], ["email", "north", "phone", "phone call"])
            self.assertEqual(state["frames"][0]["candidates"], [13, 4, 1])


if __name__ == "__main__":
    unittest.main()
