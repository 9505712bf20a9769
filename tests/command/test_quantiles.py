#!/usr/bin/env python3
"""deskscore measure --quantiles: exactly, or by a sketch."""
import datetime
import sys

from command import main, measure, run, tests_of

_HEADER = "ticket_id,created_at,first_response_at\n"


def _rows(n):
    """Answers after 1, 2, ... n seconds."""
    start = datetime.datetime(2026, 1, 1)
    lines = [f"{i},{start.isoformat()},{(start + datetime.timedelta(seconds=i)).isoformat()}\n" for i in range(1, n + 1)]
    return _HEADER + "".join(lines)


def _median(n, *words):
    rows = measure("-", "--indicators", "first_response_time_median", *words, stdin=_rows(n))
    return float(rows["first_response_time_median"]["value"])


def small_groups_are_exact():
    assert _median(256) == _median(256, "--quantiles", "sketch") == 128.5


def large_groups_are_within_a_128th():
    """Of 1 to 1001 the value at rank 500 is 501 s = 501 000 000 us, in the bucket 2^28 (1 + 55/64) = 499 122 176 that is
    2^22 wide: its middle is 501 219 328."""
    assert _median(1001) == _median(1001, "--quantiles", "exact") == 501
    assert _median(1001, "--quantiles", "sketch") == 501.219328


def another_word_is_refused():
    done = run("measure", "-", "--indicators", "first_response_time_median", "--quantiles", "rough", stdin=_rows(1))
    assert done.status == 2 and "exact, sketch" in done.err, done.err


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
