"""Business time against a slow reference: the wall clock of Python's zoneinfo looked at step by step (of a second, a minute
or five), and each step asked whether its local time lies inside the hours of its local date. Random calendars come in as
documents; zones change their clocks, by half an hour or two, at midnight, or skip a date, within the days looked at."""
import io
import json
import os
import random
import sys
import zoneinfo
from bisect import bisect_right
from datetime import date, datetime, timedelta, timezone

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from zone_files import Failed, Zone, call, ffi, lib

US, DAY = 10 ** 6, 86400
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
EPOCH = date(1970, 1, 1)
ASKED = {"spans": 0, "deadlines": 0, "days": 0, "openings": 0}

# Zones, and a date near which something happens to their clocks.
EVENTS = [("Europe/Paris", "2020-10-25"), ("Europe/Paris", "2026-03-29"), ("Australia/Lord_Howe", "2026-04-05"),
          ("Australia/Lord_Howe", "2026-10-04"), ("Pacific/Apia", "2011-12-30"), ("America/Havana", "2026-03-08"),
          ("America/Havana", "2026-11-01"), ("Africa/Casablanca", "2026-02-15"), ("Africa/Casablanca", "2026-03-22"),
          ("Antarctica/Troll", "2026-03-29"), ("Pacific/Kwajalein", "1993-08-21"), ("America/New_York", "2087-11-02"),
          ("Asia/Shanghai", "1988-04-17"), ("America/St_Johns", "2006-10-29"), ("Asia/Kathmandu", "1986-01-01"),
          ("Europe/Dublin", "2031-10-26"), ("America/Nuuk", "2023-03-25"), ("Asia/Shanghai", "2025-10-05")]


def zone_bytes(name):
    """The file of a zone, of the system or of the tzdata package; None without either."""
    for root in zoneinfo.TZPATH:
        if os.path.exists(os.path.join(root, name)):
            with open(os.path.join(root, name), "rb") as file:
                return file.read()
    try:
        import tzdata  # pylint: disable=import-outside-toplevel
    except ImportError:
        return None
    with open(os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo", name), "rb") as file:
        return file.read()


# ---- random calendars ---------------------------------------------------------------------------


def clock(second):
    """HH:MM or HH:MM:SS, up to 48:00."""
    text = f"{second // 3600:02}:{second // 60 % 60:02}"
    return text + (f":{second % 60:02}" if second % 60 else "")


def random_hours(dice, step, earliest=0, latest=2 * DAY):
    """Intervals as pairs of seconds, apart; the last may run past midnight."""
    hours, at = [], earliest
    for _ in range(dice.choice((0, 1, 1, 2, 3))):
        start = at + dice.randrange(0, 10 * 3600, step)
        end = start + dice.randrange(step, 12 * 3600, step)
        if start >= DAY or end > latest:
            break
        hours.append((start, end))
        at = end
    return hours


def random_week(dice, step):
    """Hours of the seven weekdays; what runs past midnight ends before the next day's hours begin, Monday's too."""
    if dice.random() < 0.15:
        return [[(0, DAY)]] * 7
    week, earliest = [], 0
    for weekday in range(7):
        first = week[0][0][0] if weekday == 6 and week[0] else DAY
        week.append(random_hours(dice, step, earliest, DAY + (first if weekday == 6 else DAY)))
        earliest = max(0, week[-1][-1][1] - DAY) if week[-1] else 0
    return week


def random_calendar(dice, step, centre):
    """Versions [(date, week)], exceptions {date: hours or weekday number}, mode."""
    versions = [(date.min, random_week(dice, step))]
    for _ in range(dice.choice((0, 0, 1, 2))):
        versions.append((max(versions[-1][0], centre - timedelta(4)) + timedelta(dice.randrange(1, 5)), random_week(dice, step)))
    exceptions = {}
    for _ in range(dice.randrange(8)):
        day = centre + timedelta(dice.randrange(-6, 7))
        exceptions[day] = dice.randrange(7) if dice.random() < 0.3 else random_hours(dice, step)
    return versions, exceptions, dice.choice(("absolute", "absolute", "wall"))


def document_of(versions, exceptions, mode):
    """The calendar as JSON. Intervals of a date are written with ends past midnight or before the start, as people do."""
    def hours(pairs):
        return [f"{clock(a)}-{clock(b if (a + b) % 2 or b - a > DAY or b <= DAY else b - DAY)}" for a, b in pairs]

    def week(days):
        return {name: hours(pairs) for name, pairs in zip(WEEKDAYS, days) if pairs}
    document = {"week": week(versions[0][1]), "mode": mode,
                "versions": [{"from": str(day), "week": week(days)} for day, days in versions[1:]],
                "exceptions": {str(day): f"as:{WEEKDAYS[given]}" if isinstance(given, int) else hours(given)
                               for day, given in exceptions.items()}}
    return json.dumps(document)


# ---- the slow reference -------------------------------------------------------------------------


class Slow:
    """Open steps of `step` seconds, of the instants from day `first` to day `last` in UTC."""

    def __init__(self, calendar, info, first, last, step):
        self.versions, self.exceptions, self.mode = calendar
        self.step, self.sets = step, {}
        self.start = (first - EPOCH).days * DAY
        end = (last - EPOCH).days * DAY
        offset, most = 0, None
        self.local, self.most, self.open, self.passed = [], [], [], [0]
        for t in range(self.start, end, step):
            if t % max(step, 60) == 0:
                offset = int(datetime.fromtimestamp(t, timezone.utc).astimezone(info).utcoffset().total_seconds())
                assert offset % step == 0
            local = t + offset
            self.local.append(local)
            self.most.append(local if most is None else most)
            most = local + step if most is None else max(most, local + step)
            is_open = self.is_in_hours(local)
            self.open.append(is_open)
            self.passed.append(self.passed[-1] + (step if is_open else 0))
        self.shown = {local // DAY for local in self.local}
        self.low = min(self.local)
        self.on_the_wall = [0]
        for local in range(self.low, max(self.local) + 2 * step, step):
            self.on_the_wall.append(self.on_the_wall[-1] + (step if self.is_in_hours(local) else 0))
        self.first_us, self.last_us = self.start * US, end * US - 1

    def week_at(self, day):
        return [days for since, days in self.versions if since <= day][-1]

    def listed(self, day):
        """The hours given for an exceptional date."""
        given = self.exceptions[day]
        return self.week_at(day)[given] if isinstance(given, int) else given

    def steps_of(self, number):
        """The open steps of a local date, by its number from 1970-01-01."""
        if number not in self.sets:
            day, steps = EPOCH + timedelta(number), set()
            yesterday = day - timedelta(1)
            if day in self.exceptions:
                own, before = self.listed(day), [[]]
            else:
                week = self.week_at(day)
                own, before = week[day.weekday()], [week[day.weekday() - 1]]
                before += [self.listed(yesterday)] if yesterday in self.exceptions else []
            for start, end in own:
                steps.update(range(start // self.step, min(end, DAY) // self.step))
            for hours in before:
                for start, end in hours:
                    steps.update(range(0, max(0, end - DAY) // self.step))
            self.sets[number] = steps
        return self.sets[number]

    def is_in_hours(self, local):
        return local % DAY // self.step in self.steps_of(local // DAY)

    def wall_before(self, local_us):
        """Open time on the wall clock before a local time in microseconds."""
        i, rest = divmod(local_us - self.low * US, self.step * US)
        return self.on_the_wall[i] * US + (rest if self.is_in_hours(self.low + i * self.step) else 0)

    def shown_at(self, t):
        """The latest local time shown, in microseconds."""
        i, rest = divmod(t - self.first_us, self.step * US)
        return max(self.local[i] * US + rest, self.most[i] * US)

    def before(self, t):
        if self.mode == "wall":
            return self.wall_before(self.shown_at(t))
        i, rest = divmod(t - self.first_us, self.step * US)
        return self.passed[i] * US + (rest if self.open[i] else 0)

    def is_open(self, t):
        return self.open[(t - self.first_us) // (self.step * US)]

    def next_open(self, t):
        i = (t - self.first_us) // (self.step * US)
        if self.open[i]:
            return t
        while i < len(self.open) and not self.open[i]:
            i += 1
        return None if i == len(self.open) else self.first_us + i * self.step * US

    def earliest(self, target, low):
        """The first instant after `low` with at least that much time before it; None: not in these days."""
        high = self.last_us
        if self.before(high) < target:
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.before(middle) < target else (low, middle)
        return high

    def latest(self, target, high):
        """The last instant before `high` with at most that much time before it."""
        low = self.first_us
        if self.before(low) > target:
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.before(middle) <= target else (low, middle)
        return low

    def is_working(self, number):
        return number in self.shown and bool(self.steps_of(number))

    def day_prefix(self, t):
        """Working days since the first local date, with the part of the last one."""
        shown = self.shown_at(t)
        number, rest = divmod(shown, DAY * US)
        steps = sorted(self.steps_of(number))
        whole = sum(self.is_working(n) for n in range(min(self.shown), number))
        i, part = divmod(rest, self.step * US)
        k = bisect_right(steps, i - 1)
        passed = k * self.step * US + (part if i in self.steps_of(number) else 0)
        return whole + (passed / (len(steps) * self.step * US) if steps else 0)


# ---- ours ---------------------------------------------------------------------------------------


class Fast:
    """A calendar of the library."""

    def __init__(self, document, zone):
        out, text = ffi.new("dscore_calendar **"), document.encode()
        call(lib.dscore_calendar_parse, ffi.NULL, text, len(text), zone.handle, out)
        self.handle = ffi.gc(out[0], lib.dscore_calendar_free)

    def ask(self, function, *arguments, kind="int64_t *"):
        out = ffi.new(kind)
        call(function, self.handle, *arguments, out)
        return out[0]

    def between(self, a, b):
        return self.ask(lib.dscore_calendar_between, a, b)


def compare(slow, fast, dice, where):
    """Random spans, deadlines, openings and days between the first and the last day but two."""
    low, high = slow.first_us + 2 * DAY * US, slow.last_us - 2 * DAY * US

    def instant():
        t = dice.randrange(low, high)
        return t if dice.random() < 0.5 else t - t % (slow.step * US)
    for _ in range(60):
        a, b = instant(), instant()
        span = slow.before(b) - slow.before(a)
        assert fast.between(a, b) == span, (where, a, b, fast.between(a, b), span)
        ASKED["spans"] += 1
    for _ in range(15):
        a = instant()
        span = dice.choice((-1, 1)) * dice.randrange(1, 3 * DAY * US)
        span = span if dice.random() < 0.5 else slow.before(instant()) - slow.before(a)
        due = a if span == 0 else (slow.earliest if span > 0 else slow.latest)(slow.before(a) + span, a)
        if due is not None and slow.first_us < due < slow.last_us:
            ours = fast.ask(lib.dscore_calendar_add, a, span)
            assert ours == due, (where, a, span, ours, due)
            ASKED["deadlines"] += 1
        opening = slow.next_open(a)
        assert fast.ask(lib.dscore_calendar_is_open, a, kind="int32_t *") == slow.is_open(a), (where, a)
        if opening is not None:
            assert fast.ask(lib.dscore_calendar_next_open, a) == opening, (where, a, opening)
            ASKED["openings"] += 1
    for _ in range(15):
        a, b = instant(), instant()
        parts = slow.day_prefix(b) - slow.day_prefix(a)
        ours = fast.ask(lib.dscore_calendar_business_days, a, b, kind="double *")
        assert abs(ours - parts) < 1e-9, (where, a, b, ours, parts)
        first, last = (t // US // DAY for t in (a, b))
        days = sum(slow.is_working(n) for n in range(min(first, last), max(first, last))) * (1 if first <= last else -1)
        assert fast.ask(lib.dscore_calendar_days, first, last) == days, (where, first, last)
        if days != 0:
            found = [n for n in (range(first + 1, last + 1) if days > 0 else range(first - 1, last - 1, -1)) if slow.is_working(n)]
            for count, day in enumerate(found, 1):
                ours = fast.ask(lib.dscore_calendar_add_days, first, count if days > 0 else -count)
                assert ours == day, (where, first, count, ours, day)
        ASKED["days"] += 1


def main():
    dice = random.Random(20261121)
    for event, (name, centre) in enumerate(EVENTS):
        data = zone_bytes(name)
        if data is None:
            print(f"skipped: no data of {name}")
            sys.exit(77)
        info = zoneinfo.ZoneInfo.from_file(io.BytesIO(data), name)
        zone, centre = Zone(name, data), date.fromisoformat(centre)
        for step, margin, rounds in ((1, 3, 1 if event % 4 == 0 else 0), (60, 6, 3), (300, 10, 5)):
            # The clocks of St John's changed a minute past midnight: no step of five minutes shows it.
            for _ in range(0 if step == 300 and name == "America/St_Johns" else rounds):
                calendar = random_calendar(dice, step, centre)
                document = document_of(*calendar)
                try:
                    fast = Fast(document, zone)
                except Failed as failure:
                    assert failure.args[0] == "DSCORE_E_PARAMETER", (document, failure)
                    assert not any(any(days) for _, days in calendar[0]) or calendar[1], document
                    continue
                slow = Slow(calendar, info, centre - timedelta(margin), centre + timedelta(margin), step)
                compare(slow, fast, dice, (name, document))
    print("equal:", ", ".join(f"{count} {what}" for what, count in ASKED.items()))
    assert min(ASKED.values()) > 1000


main()
