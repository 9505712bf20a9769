"""Business time on the same random pairs by deskscore and, where they are installed, NumPy (busday_count), pandas
(CustomBusinessHour) and businesstimedelta, which walks from day to day: the least time of several runs, nanoseconds a pair,
and the ratio to deskscore. The answers are compared.

    pip install numpy pandas businesstimedelta
    DESKSCORE_LIBRARY=build/libdeskscore.so DESKSCORE_FFI_HEADER=build/deskscore_ffi.h \
        python3 tests/bench/bench_time_peer.py [PAIRS]
"""
import array
import datetime
import json
import os
import random
import sys
import time
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../bindings/python"))
import deskscore  # noqa: E402  pylint: disable=wrong-import-position

try:
    import numpy
except ImportError:
    numpy = None
try:
    import pandas
except ImportError:
    pandas = None
try:
    import businesstimedelta
except ImportError:
    businesstimedelta = None

RUNS, US, DAY = 3, 10 ** 6, 86400
EPOCH = datetime.datetime(1970, 1, 1)
HOLIDAYS = [datetime.date(year, month, day) for year in range(2000, 2131) for month, day in (
    (1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))]


def desk(hours):
    """Monday to Friday, with holidays, in UTC."""
    return deskscore.calendar(json.dumps({"week": {"mon-fri": [hours]}, "exceptions": {str(day): [] for day in HOLIDAYS}}))


def seconds_of(moment):
    return int((moment - EPOCH).total_seconds())


def pairs(count, span_days, unit):
    """Pairs in seconds that begin in 2000-2019."""
    dice, start = random.Random(1), seconds_of(datetime.datetime(2000, 1, 1))
    first = [start + dice.randrange(20 * 365 * DAY // unit) * unit for _ in range(count)]
    return first, [a + dice.randrange(span_days * DAY // unit) * unit for a in first]


def micros(seconds):
    return array.array("q", [s * US for s in seconds])


def least_time(ask):
    best, answer = None, None
    for _ in range(RUNS):
        begun = time.perf_counter()
        answer = ask()
        took = time.perf_counter() - begun
        best = took if best is None else min(best, took)
    return best, answer


def report(question, asks):
    """asks: (name, function, pairs asked); the first is ours. Each answer is compared with the beginning of ours."""
    print(question)
    base = expected = None
    for name, ask, count in asks:
        took, answer = least_time(ask)
        each = took / count * 1e9
        base, expected = base or each, expected or list(answer)
        assert list(answer) == expected[:count], (question, name)
        print(f"  {name:24} {each:12.1f} ns a pair {each / base:12.1f} x")


def working_days(count, span_days):
    whole = desk("00:00-24:00")
    first, last = pairs(count, span_days, DAY)
    ours = micros(first), micros(last)
    asks = [("deskscore", lambda: whole.between(*ours), count)]
    if numpy is not None:
        days = [numpy.array(column, "datetime64[s]").astype("datetime64[D]") for column in (first, last)]
        calendar = numpy.busdaycalendar(holidays=numpy.array(HOLIDAYS, "datetime64[D]"))
        asks.append(("numpy.busday_count", lambda: numpy.busday_count(*days, busdaycal=calendar) * DAY * US, count))
    report(f"working days between, up to {span_days} days apart, {count} pairs", asks)


def business_hours(count, span_days):
    office = desk("09:00-17:00")
    first, last = pairs(count, span_days, 1)
    ours = micros(first), micros(last)
    asks = [("deskscore", lambda: office.between(*ours), count)]
    if businesstimedelta is not None:
        few = max(1, min(count, 60000 // span_days))
        rules = businesstimedelta.Rules([
            businesstimedelta.WorkDayRule(datetime.time(9), datetime.time(17), working_days=[0, 1, 2, 3, 4]),
            businesstimedelta.HolidayRule({day: "" for day in HOLIDAYS})])
        moments = [[EPOCH + datetime.timedelta(seconds=s) for s in column[:few]] for column in (first, last)]

        def walk():
            spans = (rules.difference(a, b) for a, b in zip(*moments))
            return [(span.hours * 3600 + span.seconds) * US for span in spans]
        asks.append(("businesstimedelta", walk, few))
    report(f"business time between, up to {span_days} days apart, {count} pairs", asks)


def deadlines(count):
    office = desk("09:00-17:00")
    dice, start = random.Random(2), datetime.datetime(2000, 1, 3)
    # From within office hours, as pandas moves other beginnings; no whole hours, which end with the day.
    first = []
    while len(first) < count:
        day = start + datetime.timedelta(dice.randrange(7000))
        if day.weekday() < 5 and day.date() not in HOLIDAYS:
            first.append(seconds_of(day) + 9 * 3600 + 1 + dice.randrange(8 * 3600 - 1))
    ours = micros(first), array.array("q", [40 * 3600 * US]) * count
    asks = [("deskscore", lambda: office.add(*ours), count)]
    if pandas is not None:
        warnings.simplefilter("ignore")
        few = min(count, 300)
        offset = pandas.offsets.CustomBusinessHour(n=40, start="09:00", end="17:00", holidays=HOLIDAYS)
        moments = [pandas.Timestamp(s, unit="s") for s in first[:few]]
        asks.append(("pandas CustomBusinessHour", lambda: [(m + offset).value // 1000 for m in moments], few))
    report(f"40 business hours later, {count} beginnings", asks)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
    for span in (20, 36500):
        working_days(count, span)
        business_hours(count, span)
    deadlines(count)


main()
