"""What the tests of zones and periods share: the files of the time zone database, and zones of the library over them."""
import importlib.util
import os
import struct
import sys
from datetime import datetime, timedelta, timezone

sys.path.insert(0, os.path.join(os.environ["DESKSCORE_SOURCE"], "bindings/python"))
from deskscore import ffi, lib  # noqa: E402  pylint: disable=wrong-import-position

SECOND, DAY = 10 ** 6, 86400 * 10 ** 6
EPOCH = datetime(1970, 1, 1)
UTC_EPOCH = EPOCH.replace(tzinfo=timezone.utc)


def _folder():
    """The database of the system, or that of the tzdata package for Python; None without either."""
    if os.path.exists("/usr/share/zoneinfo/Europe/Paris"):
        return "/usr/share/zoneinfo"
    found = importlib.util.find_spec("tzdata")
    return os.path.join(os.path.dirname(found.origin), "zoneinfo") if found else None


def zone_files(under="", once=True):
    """Bytes by name of every zone, copies and links only `once`. Leap-second files (right/) only when asked for."""
    root = _folder()
    seen, found = set(), {}
    if root is None or not os.path.isdir(os.path.join(root, under)):
        return found
    for folder, folders, files in os.walk(os.path.join(root, under)):
        folders[:] = sorted(f for f in folders if f not in ("posix", "right", "__pycache__"))
        for name in sorted(files):
            path = os.path.join(folder, name)
            with open(path, "rb") as handle:
                data = handle.read()
            if data[:4] == b"TZif" and not (once and data in seen):
                seen.add(data)
                found[os.path.relpath(path, root)] = data
    return found


def transitions(data):
    """The instants, in seconds, that a file of version 2 or later lists: read here a second time, simply."""
    counts = struct.unpack(">6l", data[20:44])

    def block(size):
        uts, stds, leaps, times, types, chars = counts
        return times * size + times + types * 6 + chars + leaps * (size + 4) + stds + uts
    at = 44 + block(4)
    counts = struct.unpack(">6l", data[at + 20:at + 44])
    return struct.unpack(f">{counts[3]}q", data[at + 44:at + 44 + 8 * counts[3]])


def micros(moment):
    """An aware datetime as microseconds since 1970, a naive one as local microseconds."""
    return (moment - (EPOCH if moment.tzinfo is None else UTC_EPOCH)) // timedelta(microseconds=1)


def moment_of(local):
    """The naive datetime of microseconds."""
    return EPOCH + timedelta(microseconds=local)


class Failed(Exception):
    """A status other than OK."""


def call(function, *arguments):
    """Call a function that takes an error last."""
    error = ffi.new("dscore_error *")
    error.struct_size = ffi.sizeof("dscore_error")
    status = function(*arguments, error)
    if status != lib.DSCORE_OK:
        raise Failed(ffi.string(lib.dscore_status_name(status)).decode(), ffi.string(error.message).decode())


class Zone:
    """A zone of the library."""

    def __init__(self, name, data):
        out = ffi.new("dscore_zone **")
        call(lib.dscore_zone_from_tzif, ffi.NULL, name.encode(), data, len(data), out)
        self.handle = ffi.gc(out[0], lib.dscore_zone_free)
        self.number = ffi.new("int64_t *")
        self.kind = ffi.new("int32_t *")

    def offsets(self, instants):
        """Seconds east of UTC at each instant."""
        out = ffi.new("int32_t[]", len(instants))
        call(lib.dscore_zone_offsets, self.handle, ffi.new("int64_t[]", instants), len(instants), out)
        return list(out)

    def instant(self, local, gap, overlap=1):
        """(instant, kind) of a local time."""
        call(lib.dscore_zone_instant, self.handle, local, gap, overlap, self.number, self.kind)
        return self.number[0], self.kind[0]

    def day(self, instant):
        """The local date of an instant."""
        call(lib.dscore_zone_day, self.handle, instant, self.number)
        return self.number[0]

    def day_start(self, day):
        """The first instant of a local date."""
        call(lib.dscore_zone_day_start, self.handle, day, self.number)
        return self.number[0]
