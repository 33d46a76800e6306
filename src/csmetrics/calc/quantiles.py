"""Quantiles of a tally and their intervals. Both go by ranks, so no distribution is assumed.

A tally of one group is its values in ascending order and how often each occurred (``Tally.of_group``):
the rows are never laid out. Every function wants at least one row; results have the unit of the values.
``p`` is 0…1 (0.5 for the median), ``level`` is 0…1 (0.95).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, floor, log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc.states import Ints

Limits = tuple[float | None, float | None]
"""The ends of an interval; None for one that the data cannot give."""

METHOD = "order statistics"


class Ranks(NamedTuple):
    """Ranks (1 is the smallest of n) that enclose a quantile; None where n is too small to have one."""

    lower: int | None
    upper: int | None
    coverage: float
    """How often they enclose it: at least the level."""


def quantiles(values: Ints, counts: Ints, ps: Sequence[float]) -> tuple[float, ...]:
    """Quantiles of type 7: linear between the ranks 1 + (n − 1)·p, as numpy, pandas, Excel and R do.

    R. J. Hyndman & Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50
    (1996), 361–365.
    """
    upto = np.cumsum(counts)
    n = int(upto[-1])
    found = []
    for p in ps:
        if not 0 <= p <= 1:
            raise ValueError(f"a quantile needs p in 0…1, not {p}")
        place = (n - 1) * p
        below = floor(place)
        low, high = (_ranked(values, upto, min(rank, n)) for rank in (below + 1, below + 2))
        part = place - below
        # from the nearer side, so that it is exact at both and never falls as p rises
        found.append(low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part))
    return tuple(found)


def quantile(values: Ints, counts: Ints, p: float) -> float:
    """One of :func:`quantiles`."""
    return quantiles(values, counts, (p,))[0]


def intervals(values: Ints, counts: Ints, ps: Sequence[float], level: float) -> tuple[Limits, ...]:
    """Intervals of the quantiles ``ps``: the values that stand at :func:`ranks`."""
    upto = np.cumsum(counts)
    found: list[Limits] = []
    for p in ps:
        lower, upper, _ = ranks(int(upto[-1]), p, level)
        found.append(
            (
                None if lower is None else float(_ranked(values, upto, lower)),
                None if upper is None else float(_ranked(values, upto, upper)),
            )
        )
    return tuple(found)


def interval(values: Ints, counts: Ints, p: float, level: float) -> Limits:
    """One of :func:`intervals`."""
    return intervals(values, counts, (p,), level)[0]


@lru_cache(maxsize=4096)
def ranks(n: int, p: float, level: float) -> Ranks:
    """Ranks between which the quantile lies with at least ``level``, whatever the distribution.

    How many of n rows lie below the quantile is binomial. Each end is the innermost rank that is on
    the wrong side with at most (1 − level)/2, also where the other end does not exist. H. A. David &
    H. N. Nagaraja, *Order Statistics*, 3rd ed. (2003), 7.1. Where values tie, coverage is larger.
    """
    if not (0 < p < 1 and 0 < level < 1 and n > 0):
        raise ValueError(f"no ranks for n = {n}, p = {p}, level = {level}")
    first, chances = _binomial(n, p)
    last = first + len(chances) - 1
    under, over = np.cumsum(chances), np.cumsum(chances[::-1])  # P(X ≤ first + i), P(X ≥ last − i)
    tail = (1 - level) / 2 * (1 + 1e-12)  # a chance of exactly (1 − level)/2 is allowed
    few, many = (int(np.searchsorted(chance, tail, side="right")) for chance in (under, over))
    missed = sum(float(chance[k - 1]) for chance, k in ((under, few), (over, many)) if k)
    lower, upper = first + few, last - many + 1
    return Ranks(lower if lower > 0 else None, upper if upper <= n else None, 1 - missed)


def rows_needed(p: float, level: float) -> int:
    """From how many rows on an interval has both ends: 6 for the median, 36 for p90, 72 for p95 at 0.95.

    The largest of n must lie above the quantile and the smallest below it, so that max(p, 1 − p)ⁿ is
    at most (1 − level)/2.
    """
    return ceil(log((1 - level) / 2) / log(max(p, 1 - p)) - 1e-9)


def _ranked(values: Ints, upto: Ints, rank: int) -> int:
    """The value at a rank, 1 being the smallest; ``upto`` are the cumulated counts."""
    return int(values[np.searchsorted(upto, rank)])


def _binomial(n: int, p: float) -> tuple[int, NDArray[np.float64]]:
    """The chances of the binomial distribution from a first number on; beyond them is less than 1e-30.

    Products of the ratios of neighbours, outwards from the mode, scaled to a sum of 1. That keeps 13
    digits for 10 million rows; factorials by ``lgamma`` would keep 8.
    """
    mode = min(floor((n + 1) * p), n)
    reach = ceil(12 * sqrt(n * p * (1 - p))) + 50
    first, last = max(0, mode - reach), min(n, mode + reach)
    up = np.arange(mode, last, dtype=np.float64)
    down = np.arange(mode, first, -1, dtype=np.float64)
    odds = p / (1 - p)
    chances = np.concatenate(
        [
            np.cumprod(down / (n - down + 1) / odds)[::-1],
            [1.0],
            np.cumprod((n - up) / (up + 1) * odds),
        ]
    )
    return first, chances / chances.sum()
