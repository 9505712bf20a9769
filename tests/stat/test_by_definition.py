#!/usr/bin/env python3
"""Statistics against their definitions in exact fractions, and against the normal distribution of Python.

An exact interval ends where the tail of the binomial or Poisson distribution holds half of what the level leaves; Fisher's test
adds up tables. Neither needs a special function, only fractions."""
import ctypes
import math
import os
import random
import statistics
import sys
from fractions import Fraction

LIB = ctypes.CDLL(os.environ["DESKSCORE_LIBRARY"])
LEVELS = (0.8, 0.95, 0.99)
WILSON, CLOPPER_PEARSON, AGRESTI_COULL = 1, 3, 4
FISHER = 2


class Comparison(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("reserved", ctypes.c_int32)] + [
        (name, ctypes.POINTER(ctypes.c_double)) for name in ("difference", "lo", "hi", "statistic", "df", "p")] + [
        (name, ctypes.POINTER(ctypes.c_int32)) for name in ("test", "status")]


def bound(function, level, method, *columns):
    """Ends of the intervals of one call over arrays."""
    count = len(columns[0])
    arrays = [None if c is None else (ctypes.c_int64 * count)(*c) for c in columns]
    lo, hi = (ctypes.c_double * count)(), (ctypes.c_double * count)()
    status = getattr(LIB, function)(*arrays, ctypes.c_int64(count), ctypes.c_double(level), ctypes.c_int32(method),
                                    lo, hi, None, None)
    assert status == 0, status
    return list(zip(lo, hi))


def close(found, expected, tolerance, what):
    assert abs(found - expected) <= tolerance * max(1e-300, abs(expected)), f"{what}: {found} is not {expected}"


def at_most(k, n, p):
    """Probability of at most k of n, p a fraction."""
    return sum(math.comb(n, i) * p ** i * (1 - p) ** (n - i) for i in range(k + 1))


def check_clopper_pearson():
    pairs = [(x, n) for n in (1, 4, 17, 60) for x in range(n + 1)]
    for level in LEVELS:
        half = (1 - level) / 2
        for (x, n), (lo, hi) in zip(pairs, bound("dscore_shares_bound", level, CLOPPER_PEARSON, *zip(*pairs))):
            if x < n:
                close(float(at_most(x, n, Fraction(hi))), half, 1e-11, f"upper end of {x} of {n}")
            if x > 0:
                close(float(1 - at_most(x - 1, n, Fraction(lo))), half, 1e-11, f"lower end of {x} of {n}")


def check_normal_intervals():
    rng = random.Random(7)
    pairs = [(rng.randint(0, n), n) for n in (rng.randint(1, 10 ** rng.randint(1, 9)) for _ in range(300))]
    for level in LEVELS:
        z = statistics.NormalDist().inv_cdf((1 + level) / 2)
        wilson = bound("dscore_shares_bound", level, WILSON, *zip(*pairs))
        agresti = bound("dscore_shares_bound", level, AGRESTI_COULL, *zip(*pairs))
        for (x, n), ends, others in zip(pairs, wilson, agresti):
            for end in ends:  # Wilson's ends solve (p - P)^2 = z^2 P (1 - P) / n
                error = (x / n - end) ** 2 - z * z * end * (1 - end) / n
                assert abs(error) <= 1e-14 or end in (0.0, 1.0), f"{x} of {n}: {end}"
            p = (x + z * z / 2) / (n + z * z)
            half = z * math.sqrt(p * (1 - p) / (n + z * z))
            close(others[0], max(0, p - half), 1e-9, f"Agresti-Coull {x} of {n}")
            close(others[1], min(1, p + half), 1e-9, f"Agresti-Coull {x} of {n}")


def check_poisson():
    counts = (0, 1, 2, 7, 30, 120)
    for level in LEVELS:
        for x, (lo, hi) in zip(counts, bound("dscore_counts_bound", level, 1, counts, None)):
            mean = Fraction(hi)
            tail = math.exp(-hi) * float(sum(mean ** i / math.factorial(i) for i in range(x + 1)))
            close(tail, (1 - level) / 2, 1e-11, f"upper end of {x}")
            if x > 0:
                mean = Fraction(lo)
                below = math.exp(-lo) * float(sum(mean ** i / math.factorial(i) for i in range(x)))
                close(1 - below, (1 - level) / 2, 1e-10, f"lower end of {x}")


def check_fisher():
    rng = random.Random(11)
    tables = []
    for _ in range(150):
        n1, n2 = rng.randint(1, 60), rng.randint(1, 60)
        tables.append((rng.randint(0, n1), n1, rng.randint(0, n2), n2))
    columns = [(ctypes.c_int64 * len(tables))(*column) for column in zip(*tables)]
    p = (ctypes.c_double * len(tables))()
    out = Comparison(struct_size=ctypes.sizeof(Comparison))
    out.p = ctypes.cast(p, ctypes.POINTER(ctypes.c_double))
    status = LIB.dscore_shares_compare(*columns, ctypes.c_int64(len(tables)), ctypes.c_double(0.95),
                                       ctypes.c_int32(FISHER), ctypes.byref(out), None)
    assert status == 0, status
    for (x1, n1, x2, n2), found in zip(tables, p):
        ways = [math.comb(n1, k) * math.comb(n2, x1 + x2 - k) for k in range(x1 + x2 + 1) if x1 + x2 - k <= n2]
        observed = math.comb(n1, x1) * math.comb(n2, x2)
        expected = Fraction(sum(w for w in ways if w <= observed), math.comb(n1 + n2, x1 + x2))
        close(found, float(expected), 1e-11, f"Fisher's test of {x1}/{n1} and {x2}/{n2}")


def main():
    for check in (check_clopper_pearson, check_normal_intervals, check_poisson, check_fisher):
        check()
        print(check.__name__, "passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
