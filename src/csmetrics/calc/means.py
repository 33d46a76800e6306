"""The mean of a tally of durations or other skewed values, and its interval.

A tally of one group is its values in ascending order and how often each occurred (``Tally.of_group``).
Every function wants at least one row; results have the unit of the values; ``level`` is 0…1 (0.95).
An interval depends on the tally alone, so not on the order of rows nor on how they were split.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from math import atan, cbrt, cos, expm1, log1p, pi, sin, sqrt, tan
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from csmetrics.calc.intervals import Ends, root, z_quantile
from csmetrics.calc.quantiles import Limits
from csmetrics.calc.states import Ints

DRAWS = 2000
BCA_FROM, BCA_TO = 20, 5000

BCA = "BCa bootstrap, 2,000 draws"
SKEWNESS_CORRECTED = "skewness-corrected t"
STUDENT = "Student's t, as n < 20"
UNKNOWN = "unknown, as no two values differ"


class Moments(NamedTuple):
    """What is known of a distribution: ``variance`` over n − 1 (0 at n = 1), ``skewness`` over n."""

    n: int
    mean: float
    variance: float
    skewness: float

    @property
    def error(self) -> float:
        """The standard error of the mean."""
        return sqrt(self.variance / self.n)


def total(values: Ints, counts: Ints) -> int:
    """The sum of all rows, exact for any int64 values of up to 2 billion rows."""
    low, high = values & (2**31 - 1), values >> 31
    return (int((high * counts).sum()) << 31) + int((low * counts).sum())


def mean(values: Ints, counts: Ints) -> float:
    """The arithmetic mean, correctly rounded."""
    return total(values, counts) / int(counts.sum())


def moments(values: Ints, counts: Ints) -> Moments:
    """Mean, variance and skewness. Cubes are taken of the distances from the mean: no digits cancel."""
    n = int(counts.sum())
    whole, rest = divmod(total(values, counts), n)
    distances = (values - whole) - rest / n
    squares = counts * distances * distances
    spread, cubes = float(squares.sum()), float((squares * distances).sum())
    skewness = cubes / n / (spread / n) ** 1.5 if spread > 0 else 0.0
    return Moments(n, whole + rest / n, spread / max(n - 1, 1), skewness)


def interval(values: Ints, counts: Ints, level: float) -> tuple[Limits, str]:
    """The interval of the mean and the name of its method, chosen by n.

    Both ends are None where no two values differ: such data say nothing of their spread.
    """
    known = moments(values, counts)
    if known.variance == 0:
        return (None, None), UNKNOWN
    if known.n < BCA_FROM:
        return student(known, level), STUDENT
    if known.n <= BCA_TO:
        return bca(values, counts, level), BCA
    return skewness_corrected(known, level), SKEWNESS_CORRECTED


def student(known: Moments, level: float) -> Ends:
    """Mean ± t·s/√n (Student 1908). Too far left, and too narrow, for few and skewed values."""
    reach = student_quantile(known.n - 1, level) * known.error
    return known.mean - reach, known.mean + reach


def skewness_corrected(known: Moments, level: float) -> Ends:
    """Student's t interval, transformed for the skewness of the values.

    With g(T) = T + γT²/(3√n) + γ²T³/(27n) + γ/(6√n) the skewness of Student's T is gone, and g rises
    everywhere, so it can be inverted. To first order the interval is Johnson's: moved by γs/(6n) at
    its centre, and further at the longer tail. N. J. Johnson, "Modified t tests and confidence
    intervals for asymmetrical populations", JASA 73 (1978), 536–544; P. Hall, "On the removal of
    skewness by transformation", JRSS B 54 (1992), 221–228.
    """
    t, lean = student_quantile(known.n - 1, level), known.skewness / sqrt(known.n)

    def back(wanted: float) -> float:
        moved = wanted - lean / 6
        scaled = lean * moved
        if abs(scaled) < 0.5:  # the same without loss of digits; lean may be 0
            return 3 * expm1(log1p(scaled) / 3) / lean if lean else moved
        return 3 * (cbrt(1 + scaled) - 1) / lean

    return known.mean - known.error * back(t), known.mean - known.error * back(-t)


def bca(values: Ints, counts: Ints, level: float) -> Ends:
    """Bias-corrected and accelerated bootstrap interval of the mean, of values that differ.

    Seeded by the tally: the same data give the same interval. The acceleration is that of the
    jackknife, for a mean γ/(6√n). B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987),
    171–185; the draws' quantiles are of type 7.
    """
    values, counts = values[counts > 0], counts[counts > 0]
    known = moments(values, counts)
    whole, rest = divmod(total(values, counts), known.n)
    drawn = _drawn(values - whole, counts)
    below = (int((drawn < rest).sum()) + int((drawn <= rest).sum())) / (2 * DRAWS)
    normal = NormalDist()
    bias = normal.inv_cdf(min(max(below, 0.5 / DRAWS), 1 - 0.5 / DRAWS))
    acceleration = known.skewness / (6 * sqrt(known.n))

    def share(z: float) -> float:
        scale = 1 - acceleration * (bias + z)
        if scale <= 0:  # beyond what the data can tell: the outermost draw
            return float(z > 0)
        return normal.cdf(bias + (bias + z) / scale)

    z = z_quantile(level)
    low, high = np.quantile(drawn, [share(-z), share(z)])
    return whole + float(low) / known.n, whole + float(high) / known.n


def _drawn(values: Ints, counts: Ints) -> Ints:
    """Totals of n rows drawn with replacement, 2,000 times."""
    digest = blake2b(values.astype("<i8").tobytes(), digest_size=16)
    digest.update(counts.astype("<i8").tobytes())
    random = np.random.Generator(np.random.PCG64(int.from_bytes(digest.digest(), "big")))
    n = int(counts.sum())
    if 40 * len(values) < n:  # few distinct values: draw how often each occurs
        often = random.multinomial(n, counts / n, size=DRAWS)
        totals: Ints = (often * values).sum(axis=1)
        return totals
    rows = np.repeat(values, counts)  # at most 5,000; the same law, drawn row by row
    several = 2 * max(1, 2**12 // n)  # of the draws at once: arrays of 64 KB are kept for reuse
    return np.concatenate(
        [_row_by_row(rows, random, min(several, DRAWS - k)) for k in range(0, DRAWS, several)]
    )


def _row_by_row(rows: Ints, random: np.random.Generator, draws: int) -> Ints:
    """Totals of an even number of draws. 32 random bits choose a row, fair to 1e-9."""
    raw = np.asarray(random.bit_generator.random_raw(draws * len(rows) // 2), dtype="<u8")
    chosen = np.multiply(raw.view("<u4"), len(rows), dtype=np.uint64) >> np.uint64(32)
    drawn = rows.take(chosen.view(np.int64), mode="clip").reshape(draws, len(rows))
    totals: Ints = drawn.sum(axis=1)
    return totals


@lru_cache
def student_quantile(freedom: int, level: float) -> float:
    """Say how many standard errors a two-sided t interval reaches to either side: 2.093 for 19 at 0.95.

    ``freedom`` are the degrees of freedom, n − 1. Up to 1,000 from the finite series for whole degrees
    of freedom, above from the expansion around the normal quantile: M. Abramowitz & I. A. Stegun,
    *Handbook of Mathematical Functions*, 26.7.3, 26.7.4 and 26.7.5. Right to 1e-9 and better.
    """
    if freedom > 1000:
        z = z_quantile(level)
        zz = z * z
        terms = (
            (zz + 1) / 4,
            ((5 * zz + 16) * zz + 3) / 96,
            (((3 * zz + 19) * zz + 17) * zz - 15) / 384,
            ((((79 * zz + 776) * zz + 1482) * zz - 1920) * zz - 945) / 92160,
        )
        return z * (1 + sum(term / float(freedom) ** k for k, term in enumerate(terms, start=1)))
    start = atan(z_quantile(level) / sqrt(freedom))  # the quantile of t is further out
    angle = root(lambda tested: _within(tested, freedom) - level, start, pi / 2)
    return sqrt(freedom) * tan(angle)


def _within(angle: float, freedom: int) -> float:
    """The chance that Student's |t| is at most √freedom·tan(angle): A(t|ν) of the Handbook."""
    odd = freedom % 2
    if freedom == 1:
        return 2 * angle / pi
    square = cos(angle) ** 2
    term = sin(angle) * (cos(angle) if odd else 1.0)
    series = term
    for k in range(2 + odd, freedom, 2):
        term *= (k - 1) / k * square
        series += term
    return 2 / pi * (angle + series) if odd else series
