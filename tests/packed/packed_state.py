"""Reads a packed state (docs/formats.md, "Packed states") without the library: a second reader of the same page."""
import struct

MAGIC = bytes.fromhex("894453540d0a1a0a")
COUNTERS = ("unused", "false", "dropped", "invalid", "pending")


def crc64(data):
    """CRC-64/XZ."""
    crc = 2**64 - 1
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xC96C5795D7870F42 if crc & 1 else 0)
    return crc ^ 2**64 - 1


class Reader:
    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def bytes(self, n):
        taken = self.data[self.at:self.at + n]
        assert len(taken) == n, f"{n} bytes at {self.at}"
        self.at += n
        return taken

    def varint(self):
        value = shift = 0
        while True:
            byte = self.bytes(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def zigzag(self):
        twice = self.varint()
        return twice >> 1 if twice % 2 == 0 else -(twice >> 1) - 1

    def wide(self):
        count = self.varint()
        if count == 0:
            return 0
        below = self.varint()
        return int.from_bytes(self.bytes(count), "little", signed=True) << 8 * below

    def column(self, n):
        return [self.varint() for _ in range(n)]


def ordered_float(number):
    """The float that a signed integer stands for, which ascends as floats do."""
    bits = number if number >= 0 else number ^ (2**63 - 1)
    return struct.unpack("<d", struct.pack("<q", bits))[0]


def read_sum(r, parts):
    """Exactly, in units of 2^-1074."""
    total = r.zigzag() << 1074
    total += r.wide() << 1010 if parts & 1 else 0
    return total + (r.wide() if parts & 2 else 0)


def read_sums(r, kind, cells):
    if kind == 1:
        unit = 10**r.varint()
        return [r.zigzag() * unit for _ in range(cells)]
    parts = r.varint()
    return [read_sum(r, parts) for _ in range(cells)]


def read_extremes(r, kind, cells):
    unit, values = r.varint(), []
    for _ in range(cells):
        if r.varint() == 0:
            values.append(None)
        elif kind == 1:
            values.append(r.zigzag() * 10**unit)
        else:
            values.append(float(r.zigzag()) if unit == 1 else struct.unpack("<d", r.bytes(8))[0])
    return values


def read_moments(r, cells):
    """Number of values, their sum, the sum of their squares in units of 2^-2148."""
    parts, values = r.varint(), []
    for _ in range(cells):
        n = r.varint()
        if n == 0:
            values.append((0, 0, 0))
            continue
        total, squares = read_sum(r, parts), r.wide() << 2148
        squares += r.wide() << 2020 if parts & 1 else 0
        values.append((n, total, squares + (r.wide() if parts & 2 else 0)))
    return values


def read_kept(r, kind, cells, is_curve):
    unit, values = r.varint(), []
    for _ in range(cells):
        own = []
        for i in range(r.varint()):
            own.append(r.zigzag() if i == 0 else own[-1] + r.varint())
        if is_curve:
            own = [((number >> 1) * 10**unit, number % 2 == 1) for number in own]
        elif kind == 1:
            own = [number * 10**unit for number in own]
        else:
            own = [float(number) if unit == 1 else ordered_float(number) for number in own]
        values.append(own)
    return values


def read_tuples(r, cells, labels):
    arity = r.varint()
    common = r.bytes(arity)
    entries = []
    for cell in range(cells):
        last = None
        for _ in range(r.varint()):
            tags, numbers = [], []
            for k in range(arity):
                tags.append(r.bytes(1)[0] if common[k] == 255 else common[k])
                is_step = k == 0 and last is not None and last[0][0] == tags[0]
                numbers.append(last[1][0] + r.varint() if is_step else r.zigzag())
            assert last is None or list(zip(*last)) < list(zip(tags, numbers)), "tuples ascend"
            last = tags, numbers
            entries.append((cell, [labels[n] if t == 64 else ordered_float(n) if t == 2 else n if t == 1 else (n, t - 3)
                                   for t, n in zip(tags, numbers)]))
    has_bits = r.bytes(1)[0]
    bits = r.bytes((len(entries) + 7) // 8) if has_bits else bytes(len(entries))
    values = [[] for _ in range(cells)]
    for i, (cell, parts) in enumerate(entries):
        values[cell].append((tuple(parts), bool(has_bits and bits[i // 8] >> i % 8 & 1)))
    return values


def read_store(r, cells, labels):
    family = r.varint()
    planes = {}
    for _ in range(r.varint() if family else 0):
        argument, kind, scale = r.varint(), r.varint(), r.varint()
        readers = {1: lambda: read_sums(r, kind, cells), 2: lambda: r.column(cells),
                   3: lambda: read_extremes(r, kind, cells), 4: lambda: read_extremes(r, kind, cells),
                   5: lambda: read_moments(r, cells), 6: lambda: read_kept(r, kind, cells, False),
                   7: lambda: read_kept(r, kind, cells, True), 8: lambda: read_tuples(r, cells, labels)}
        planes[argument, kind, scale] = readers[family]()
    return family, planes


def read_labels(r):
    counts, labels = [r.varint() for _ in range(3)], [None]
    for i in range(counts[0]):
        labels.append(r.zigzag() if i == 0 else labels[-1] + r.varint())
    labels += [r.zigzag() == 1 for _ in range(counts[1])]
    before = b""
    for _ in range(counts[2]):
        shared = r.varint()
        before = before[:shared] + r.bytes(r.varint())
        labels.append(before.decode("utf-8"))
    return labels


def read_frame(r, keys, labels):
    cells = r.varint()
    columns = []
    for k in range(keys):
        if k > 0:
            columns.append(r.column(cells))
            continue
        numbers = []
        for step in r.column(cells):
            numbers.append((numbers[-1] if numbers else 0) + step)
        columns.append([0 if number == len(labels) else number for number in numbers])
    frame = {"keys": [tuple(labels[column[c]] for column in columns) for c in range(cells)], "periods": r.column(cells)}
    frame["candidates"] = r.column(cells)
    frame["now"] = r.column(cells) if r.varint() else [0] * cells
    frame["counters"] = []
    for _ in range(r.varint()):
        mask = r.varint()
        counters = {name: r.column(cells) for bit, name in enumerate(COUNTERS) if mask >> bit & 1}
        unused = counters.pop("unused", [0] * cells)
        frame["counters"].append({"used": [all - none for all, none in zip(frame["candidates"], unused)], **counters})
    frame["reasons"] = []
    for _ in range(r.varint()):
        mask = r.varint()
        frame["reasons"].append({bit: r.varint() for bit in range(11) if mask >> bit & 1})
    frame["unplaced"], frame["filtered_out"] = r.varint(), r.varint()
    frame["stores"] = [read_store(r, cells, labels) for _ in range(r.varint())]
    return frame


def read_source(r):
    if r.varint() == 0:
        return None
    source = {"flags": r.varint(), "audit": r.bytes(r.varint()).decode("utf-8")}
    source["fields"] = [(r.varint(), r.varint()) for _ in range(r.varint())]
    return source


def read_state(data):
    """Everything that a packed state says, as dictionaries and lists."""
    assert data[:8] == MAGIC
    state = dict(zip(("format", "major", "minor", "patch", "size"), struct.unpack_from("<4HQ", data, 8)))
    assert state["format"] == 1 and state["size"] == len(data)
    assert struct.unpack("<Q", data[-8:])[0] == crc64(data[:-8])
    state["fingerprint"] = data[24:40].hex()
    state["cells"], state["rows"] = struct.unpack_from("<2Q", data, 56)
    r = Reader(data[:-8], 72)
    state["dropped"], flags = r.varint(), r.varint()
    state["now"] = r.zigzag() if flags & 1 else None
    state["depends_on_now"] = bool(flags & 2)
    state["least"] = r.zigzag() if flags & 4 else None
    state["kinds"] = r.column(r.varint())
    state["names"] = [r.bytes(r.varint()).decode("utf-8") for _ in state["kinds"]] if flags & 8 else []
    state["sources"] = [read_source(r) for _ in range(r.varint())]
    labels = read_labels(r)
    state["labels"] = labels[1:]
    state["frames"] = [read_frame(r, len(state["kinds"]), labels) for _ in range(r.varint())]
    numbers = []
    for step in r.column(r.varint()):
        numbers.append((numbers[-1] if numbers else 0) + step)
    state["roster"] = [labels[number] for number in numbers]
    assert r.at == len(r.data), f"{len(r.data) - r.at} bytes are left"
    return state
