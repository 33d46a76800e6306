"""Answers that do not all count alike: the sums of their weights, and how many equal ones they are worth.

Leslie Kish, *Survey Sampling* (Wiley, 1965), section 11.7, and "Weighting for unequal Pᵢ", Journal of Official
Statistics 8 (1992), 183–200: n answers of weights w vary as (Σw)²/Σw² answers of one weight would, if what is
answered does not hang on the weight. That is n where all weigh the same, and less otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import NamedTuple

from csmetrics.calc.bits import Floats
from csmetrics.calc.tallies import Ints


class Weighed(NamedTuple):
    """What weights make of the answers to one question.

    ``n`` is how many there are. ``counts`` is for each answer its share of all weight, as a part of ``effective``,
    the effective number of answers. ``total`` is the sum of the weights, ``most`` the largest of them in means of
    all, and ``without`` how many answers weigh nothing. Where none weighs anything, or nobody answered,
    ``effective`` and ``total`` are 0.
    """

    n: int
    counts: Mapping[int, float]
    effective: float
    total: float
    most: float
    without: int


def weighed(tallies: Mapping[int, tuple[Floats, Ints]]) -> Weighed:
    """Add up the weights of each answer, given as (weights in ascending order, how often each occurs).

    No weight is negative. They are taken in parts of the largest one: then equal weights are ones, whatever they
    were, every sum of them is exact, and the counts are those of the answers to the last bit.
    """
    some = {answer: tally for answer, tally in tallies.items() if len(tally[0])}
    n = sum(int(often.sum()) for _, often in some.values())
    largest = max((float(weights[-1]) for weights, _ in some.values()), default=0.0)
    if largest == 0:
        return Weighed(n, dict.fromkeys(some, 0.0), 0.0, 0.0, 0.0, n)
    parts = {answer: (weights / largest, often) for answer, (weights, often) in some.items()}
    sums = {answer: _sum(weights * often) for answer, (weights, often) in parts.items()}
    squares = fsum(_sum(weights * weights * often) for weights, often in parts.values())
    total = fsum(sums.values())
    each = total / squares  # effective answers of a weight of 1
    return Weighed(
        n,
        counts={answer: found * each for answer, found in sums.items()},
        effective=total * each,
        total=total * largest,
        most=n / total,
        without=sum(int(often[weights == 0].sum()) for weights, often in some.values()),
    )


def _sum(values: Floats) -> float:
    """The sum, correctly rounded: what it comes to does not depend on the order of rows."""
    return fsum(values.tolist())
