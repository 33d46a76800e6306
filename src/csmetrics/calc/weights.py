"""Answers that do not all count alike: the sums of their weights, and how many equal ones they are worth.

Leslie Kish, *Survey Sampling* (Wiley, 1965), section 11.7, and "Weighting for unequal Pᵢ", Journal of Official
Statistics 8 (1992), 183–200: n answers of weights w vary as (Σw)²/Σw² answers of one weight would, if what is
answered does not hang on the weight. That is n where all weigh the same, and less otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import fsum
from typing import NamedTuple

import numpy as np

from csmetrics.calc.bits import Floats
from csmetrics.calc.tallies import Ints

DECIMALS = 15
_EXACT = 10**15  # below it a float is the number of so many digits that was written, and no other
_HALF = 32


class Weighed(NamedTuple):
    """What weights make of the answers to one question.

    ``n`` is how many there are. ``sums`` are the weights of each answer, in a unit that all of them are multiples
    of where there is one: what is made of these is exact. ``counts`` are the same as parts of ``effective``, the
    effective number of answers. ``total`` is the sum of all weights as they are given, ``most`` the largest of
    them in means of all, and ``without`` how many answers weigh nothing. Where none weighs anything, or nobody
    answered, ``effective`` and ``total`` are 0.
    """

    n: int
    sums: Mapping[int, float]
    counts: Mapping[int, float]
    effective: float
    total: float
    most: float
    without: int


def weighed(tallies: Mapping[int, tuple[Floats, Ints]]) -> Weighed:
    """Add up the weights of each answer, given as (weights in ascending order, how often each occurs).

    No weight is negative. Neither the order of rows nor a decimal scale of the weights changes a bit of it; equal
    weights are ones, whatever they were, and give the counts of the answers.
    """
    some = {answer: tallies[answer] for answer in sorted(tallies) if len(tallies[answer][0])}
    n = sum(int(often.sum()) for _, often in some.values())
    largest = max((float(weights[-1]) for weights, _ in some.values()), default=0.0)
    if largest == 0:
        none = dict.fromkeys(some, 0)
        return Weighed(n, none, none, 0.0, 0.0, 0.0, n)
    often = [each for _, each in some.values()]
    parts = _in_units([weights for weights, _ in some.values()], largest)
    sums = dict(zip(some, map(_sum, parts, often), strict=True))
    squares = fsum(map(_sum, (each.astype(np.float64) ** 2 for each in parts), often))
    top, total = float(max(part[-1] for part in parts)), sum(sums.values())
    each = total / squares  # effective answers that a weight of one unit is
    return Weighed(
        n,
        sums,
        counts={answer: found * each for answer, found in sums.items()},
        effective=total * each,
        total=largest * (total / top),  # too large a number is infinite
        most=top * n / total,
        without=sum(int(count[weights == 0].sum()) for weights, count in some.values()),
    )


def _in_units(weights: list[Floats], largest: float) -> list[Ints] | list[Floats]:
    """The same as whole numbers without a common divisor, where they have so few decimals; else of the largest.

    A number of at most 15 decimals and 15 digits is the only one of these next to its float: what was written is
    what is counted, and 0.1 three times is 0.3.
    """
    every = np.concatenate(weights)
    for digits in range(DECIMALS + 1):
        if largest * 10**digits >= _EXACT:
            break
        whole = np.rint(every * 10.0**digits)
        if np.array_equal(whole / 10.0**digits, every):
            parts = whole.astype(np.int64)
            parts //= np.gcd.reduce(parts)
            ends = [0, *np.cumsum([len(each) for each in weights]).tolist()]
            return [parts[start:end] for start, end in pairwise(ends)]
    return [each / largest for each in weights]


def _sum(values: Ints | Floats, often: Ints) -> float:
    """The sum of values that occur so often: exact of whole numbers, else correctly rounded."""
    if values.dtype != np.int64:
        return fsum((values * often).tolist())
    high, low = np.divmod(values, 2**_HALF)  # the sum of each half holds two billion rows
    return (int(high @ often) << _HALF) + int(low @ often)
