"""Periods against Python's datetime: dates, isocalendar and zoneinfo, for random instants in zones that skip and repeat
midnights and whole dates."""
import io
import os
import random
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from zone_files import DAY, SECOND, UTC_EPOCH, Zone, call, ffi, lib, micros, transitions, zone_files

NAMES = ["Europe/Paris", "America/New_York", "America/St_Johns", "America/Havana", "America/Sao_Paulo", "Pacific/Apia",
         "Pacific/Kwajalein", "Australia/Lord_Howe", "Asia/Shanghai", "Africa/Casablanca", "America/Scoresbysund"]
UNITS = ["day", "week", "month", "quarter", "year"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def month_start(months):
    """The first of a month, counted from the year 0."""
    return date(months // 12, months % 12 + 1, 1)


class Rule:
    """A rule as text, and what it means in dates: its periods by number."""

    def __init__(self, dice):
        self.unit, self.first = dice.choice(UNITS), 0
        self.text = self.unit
        if self.unit == "week" and dice.random() < 0.6:
            self.first = dice.randrange(7)
            self.text += ":" + WEEKDAYS[self.first]
        if self.unit in ("quarter", "year") and dice.random() < 0.6:
            self.first = dice.randrange(12)
            self.text += ":" + MONTHS[self.first]
        self.months = {"month": 1, "quarter": 3, "year": 12}.get(self.unit, 0)
        self.struct = ffi.new("dscore_period_rule *")
        self.struct.struct_size = ffi.sizeof("dscore_period_rule")
        call(lib.dscore_period_parse, self.text.encode(), self.struct)

    def number(self, day):
        """The number of the period of a date."""
        if self.unit == "day":
            return day.toordinal()
        if self.unit == "week":
            return (day - timedelta(days=(day.weekday() - self.first) % 7)).toordinal()
        return (day.year * 12 + day.month - 1 - self.first) // self.months

    def start(self, number):
        """Its first date."""
        return date.fromordinal(number) if self.unit in ("day", "week") else month_start(number * self.months + self.first)

    def next(self, number):
        """The number after it."""
        return number + (7 if self.unit == "week" else 1)

    def before(self, number):
        """The number before it."""
        return number - (7 if self.unit == "week" else 1)

    def name(self, number):
        """Its name."""
        first = self.start(number)
        last = self.start(self.next(number)) - timedelta(days=1)
        if self.unit == "day":
            return first.isoformat()
        if self.unit == "week":
            iso = first.isocalendar()
            return f"{iso[0]:04}-W{iso[1]:02}" if self.first == 0 else f"{first.isoformat()}/7d"
        if self.unit == "month":
            return f"{first:%Y-%m}"
        fiscal = f"FY{first.year + (first.month - 1 >= self.first)}" if self.first else f"{first.year}"
        if self.unit == "year":
            assert last.year == first.year + (self.first > 0)
            return fiscal
        return f"{fiscal}-Q{(first.month - 1 - self.first) % 12 // 3 + 1}"

    def years(self, number, years):
        """The same period of another year."""
        first = self.start(number)
        if self.unit == "day":
            try:
                return self.number(first.replace(year=first.year + years))
            except ValueError:
                return self.number(date(first.year + years, 2, 28))
        if self.unit != "week":
            return self.number(first.replace(year=first.year + years))
        iso = first.isocalendar()  # weeks from Monday only
        try:
            return date.fromisocalendar(iso[0] + years, iso[1], 1).toordinal()
        except ValueError:
            return date.fromisocalendar(iso[0] + years, 52, 1).toordinal()


def start_of(info, day):
    """The first instant at which a zone's clocks show a date or a later one."""
    naive = datetime(day.year, day.month, day.day)
    early, late = (micros((naive - naive.replace(tzinfo=info, fold=fold).utcoffset()).replace(tzinfo=timezone.utc))
                   for fold in (0, 1))
    if early <= late:
        return early
    low, high = late // SECOND - 1, early // SECOND + 1  # skipped: the transition lies between
    while high - low > 1:
        middle = (low + high) // 2
        is_before = (UTC_EPOCH + timedelta(seconds=middle)).astimezone(info).date() < day
        low, high = (middle, high) if is_before else (low, middle)
    return high * SECOND


class Case:
    """A zone in both worlds."""

    def __init__(self, name, data):
        self.name, self.info = name, ZoneInfo.from_file(io.BytesIO(data), name)
        self.zone = Zone(name, data)
        self.changes = [t for t in transitions(data) if -2 ** 31 < t < 2 ** 31]

    def start(self, rule, number):
        """Where a period starts."""
        return start_of(self.info, rule.start(number))

    def number(self, rule, instant):
        """The period that holds an instant."""
        number = rule.number((UTC_EPOCH + timedelta(microseconds=instant)).astimezone(self.info).date())
        while self.start(rule, rule.next(number)) <= instant:
            number = rule.next(number)
        return number

    def ends(self, rule, number):
        """Its ends; those of the next one where the zone skipped it."""
        while self.start(rule, rule.next(number)) == self.start(rule, number):
            number = rule.next(number)
        return self.start(rule, number), self.start(rule, rule.next(number))

    def ours(self, function, rule, *arguments):
        """What the library says."""
        start, end = ffi.new("int64_t *"), ffi.new("int64_t *")
        call(function, self.zone.handle, rule.struct, *arguments, start, end)
        return start[0], end[0]


def our_edges(case, rule, low, high):
    """Asked for twice: how many, then all."""
    needed, error = ffi.new("int64_t *"), ffi.new("dscore_error *")
    error.struct_size = ffi.sizeof("dscore_error")
    status = lib.dscore_period_edges(case.zone.handle, rule.struct, low, high, ffi.NULL, 0, needed, error)
    assert status == lib.DSCORE_E_BUFFER, ffi.string(error.message)
    edges = ffi.new("int64_t[]", needed[0])
    call(lib.dscore_period_edges, case.zone.handle, rule.struct, low, high, edges, needed[0], needed)
    return list(edges)


def check(case, rule, instant, dice):
    """One instant in one zone by one rule."""
    where = f"{case.name}, {rule.text}, {UTC_EPOCH + timedelta(microseconds=instant)}"
    number = case.number(rule, instant)
    ends = case.ends(rule, number)
    assert ends[0] <= instant < ends[1], where
    assert case.ours(lib.dscore_period_at, rule, instant) == ends, where

    buffer, needed = ffi.new("char[64]"), ffi.new("int64_t *")
    call(lib.dscore_period_name, case.zone.handle, rule.struct, instant, buffer, 64, needed)
    name = ffi.string(buffer).decode()
    assert name == rule.name(number) and needed[0] == len(name) + 1, f"{where}: {name}, not {rule.name(number)}"

    steps, other = dice.randrange(-6, 7), number
    for _ in range(abs(steps)):
        other = rule.next(other) if steps > 0 else rule.before(other)
        while case.start(rule, other) == case.start(rule, rule.next(other)):
            other = rule.next(other) if steps > 0 else rule.before(other)
    assert case.ours(lib.dscore_period_shift, rule, instant, steps) == case.ends(rule, other), f"{where}: {steps} later"

    if rule.unit != "week" or rule.first == 0:
        years = dice.randrange(-30, 31)
        theirs = case.ends(rule, rule.years(number, years))
        assert case.ours(lib.dscore_period_year, rule, instant, years) == theirs, f"{where}: {years} years later"

    until = instant + dice.randrange(1, {"day": 9, "week": 40}.get(rule.unit, 800) * DAY)
    edges, last = [ends[0]], number
    while edges[-1] < until:
        last = rule.next(last)
        if case.start(rule, last) > edges[-1]:
            edges.append(case.start(rule, last))
    assert our_edges(case, rule, instant, until) == edges, f"{where}: edges until {until}"


def main():
    """Random instants, and more about each transition."""
    files = zone_files(once=False)
    if not files:
        print("skipped: no time zone database is there (Debian: tzdata; Python: tzdata)")
        return 77
    dice, count = random.Random(12), 0
    low, high = (micros(datetime(year, 1, 1)) for year in (1935, 2065))
    for name in NAMES:
        case = Case(name, files[name])
        instants = [dice.randrange(low, high) for _ in range(300)]
        for change in case.changes:
            offsets = case.zone.offsets([change * SECOND - 1, change * SECOND])
            for _ in range(40 if abs(offsets[1] - offsets[0]) > 43200 else 1):  # a date skipped or repeated
                near = change * SECOND + dice.choice((-1, 0, 1, dice.randrange(-2 * DAY, 2 * DAY)))
                if low <= near <= high:
                    instants.append(near)
        for instant in instants:
            check(case, Rule(dice), instant, dice)
            count += 1
    print(f"{count} instants")
    return 0 if count > 1000 else 1


if __name__ == "__main__":
    sys.exit(main())
