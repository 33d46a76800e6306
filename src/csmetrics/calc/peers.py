"""Agents or teams against a standard or their average, with no league table: who differs beyond chance.

An answer counts 0 or 1 (a share), or −1, 0, 1 (an NPS). What is expected is given as the shares of these
``kinds`` of answers, in ascending order: (1 − p, p) for a share, (d, 1 − d − p, p) for an NPS. ``n`` is how
many answers a peer has, 1 or more; results are 0…1 for shares, −1…1 for the NPS.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, inf, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc.intervals import Ends

ROUNDING = 1e-12
"""What a chance may be wrong by."""

Kinds = tuple[float, ...]


def limits(kinds: Kinds, n: int, level: float) -> Ends:
    """Funnel limits: between them a peer of ``n`` answers lies with at least ``level``, if just as expected.

    They are exact quantiles, of the binomial distribution or of that of promoters − detractors; a value on a
    limit is within it. D. J. Spiegelhalter, "Funnel plots for comparing institutional performance",
    Statistics in Medicine 24 (2005), 1185–1202 (levels 0.95 and 0.998), there interpolated.
    """
    first, chances = _totals(kinds, n)
    upto = np.cumsum(chances)
    tail = (1 - level) / 2
    start = first + _lowest(kinds) * n
    # rounding may widen them only
    low, high = np.searchsorted(upto, [tail - ROUNDING, 1 - tail + ROUNDING]).tolist()
    return (start + low) / n, (start + min(high, len(upto) - 1)) / n


def p_value(kinds: Kinds, n: int, total: int) -> float:
    """How often chance alone takes a peer so far from what is expected: twice the smaller tail, at most 1.

    ``total`` is the sum of the answers: the good ones, or promoters − detractors. It is below 1 − level
    where the peer is beyond the :func:`limits` of that level. Chances below 1e-12 are rounded.
    """
    first, chances = _totals(kinds, n)
    place = total - _lowest(kinds) * n - first
    below, above = chances[: max(0, place + 1)], chances[max(0, place) :]
    return min(1.0, 2 * min(float(below.sum()), float(above.sum())))


def nps_kinds(counts: tuple[int, int, int], score: float) -> Kinds:
    """The shares of detractors, passives, promoters that have the NPS ``score`` and explain ``counts`` best.

    For a standard that is only a score, the counts being those of all peers together; with their own score
    it gives their shares. Restricted maximum likelihood: T. Tango, Statistics in Medicine 17 (1998), 891–908.
    """
    detractors, _, promoters = counts
    n = sum(counts)
    b = (2 * n + detractors - promoters) * score - promoters - detractors
    root = sqrt(max(0.0, b * b + 8 * n * detractors * score * (1 - score)))
    down = min(max(0.0, -score, (root - b) / (4 * n)), (1 - score) / 2)
    return down, max(0.0, 1 - 2 * down - score), down + score


class Shrinkage(NamedTuple):
    """How alike peers are: ``alike`` is the correlation of two answers of one peer, 0…1."""

    centre: float
    alike: float

    @property
    def weight(self) -> float:
        """The centre counts as so many answers, 1/ρ − 1: ∞ where peers differ no more than by chance."""
        return 1 / self.alike - 1 if self.alike > 0 else inf

    def of(self, value: float, n: int) -> float:
        """A peer's value drawn to the centre, the more so the fewer answers: (n·value + M·centre)/(n + M)."""
        own = n * self.alike / (n * self.alike + 1 - self.alike) if self.alike < 1 else 1.0
        return self.centre + own * (value - self.centre)


def shrinkage(values: Sequence[float], n: Sequence[int], kinds: Kinds | None = None) -> Shrinkage:
    """Estimate how much peers differ beyond chance, by moments: the beta-binomial for shares.

    ``kinds`` are the shares of answers over all peers, (1 − p, p) unless given; with three kinds it is the
    Dirichlet-multinomial, whose mean answer has the same first two moments. J. C. Kleinman, "Proportions
    with extraneous variance: single and independent samples", JASA 68 (1973), 46–54, weights nᵢ.
    """
    everyone = sum(n)
    centre = sum(size * value for size, value in zip(n, values, strict=True)) / everyone
    shares = (1 - centre, centre) if kinds is None else kinds
    variance = sum(
        share * (answer + _lowest(shares) - centre) ** 2 for answer, share in enumerate(shares)
    )
    within = sum(1 - size / everyone for size in n)
    spread = sum(size * (value - centre) ** 2 for size, value in zip(n, values, strict=True))
    alone = sum(size * (1 - size / everyone) for size in n)
    if variance <= 0 or alone <= within:
        return Shrinkage(centre, 0.0)
    alike = (spread - variance * within) / (variance * (alone - within))
    return Shrinkage(centre, min(1.0, max(0.0, alike)))


def adjusted(p_values: Sequence[float]) -> tuple[float, ...]:
    """Each p-value adjusted for their number, in the order given (the false discovery rate).

    Of the peers with an adjusted value of at most 0.05, 5 % are expected to be just as the others.
    Y. Benjamini & Y. Hochberg, JRSS B 57 (1995), 289–300; as R's ``p.adjust(method = "BH")``.
    """
    number = len(p_values)
    found = [1.0] * number
    least = 1.0
    for rank, place in enumerate(sorted(range(number), key=lambda k: -p_values[k])):
        least = min(least, p_values[place] * (number / (number - rank)))
        found[place] = least
    return tuple(found)


def _lowest(kinds: Kinds) -> int:
    """What the lowest kind of answer counts: 0 of two kinds, −1 of three."""
    if len(kinds) not in {2, 3}:
        raise ValueError(f"answers are of two or three kinds, not {len(kinds)}")
    return 2 - len(kinds)


@lru_cache(maxsize=1024)
def _totals(kinds: Kinds, n: int) -> tuple[int, NDArray[np.float64]]:
    """The chances of the sum of n answers that count 0, 1 (, 2), from a first sum on.

    The characteristic function to the power n, transformed back over a window of 12 standard deviations on
    either side; beyond it is less than 1e-30. Right to 1e-13 for 10,000 answers, 1e-10 for 10 million.
    """
    shares = np.array(kinds)
    counts = np.arange(len(shares))
    mean = float(shares @ counts)
    variance = float(shares @ (counts - mean) ** 2)
    reach = ceil(12 * sqrt(n * variance)) + 50
    middle = round(n * mean)
    first, last = max(0, middle - reach), min(n * (len(shares) - 1), middle + reach)
    turns = 2 * np.pi * np.arange(last - first + 1) / (last - first + 1)
    # around the mean, so that angles stay small and keep their digits
    one = (shares * np.exp(1j * np.outer(turns, counts - mean))).sum(axis=1)
    chances = np.fft.fft(one**n * np.exp(-1j * turns * (first - n * mean))).real
    chances = np.maximum(chances, 0.0)
    return first, chances / chances.sum()
