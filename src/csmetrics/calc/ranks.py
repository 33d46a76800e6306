"""Rank correlation: whether one thing rises with another, on whatever scales.

Pairs are given as a tally: values of either kind and how often each pair occurred. Results are −1…1.
"""

from __future__ import annotations

from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc import tails
from csmetrics.calc.intervals import z_quantile
from csmetrics.calc.quantiles import Limits
from csmetrics.calc.states import Ints

Floats = NDArray[np.float64]

METHOD = "Bonett & Wright"


def spearman(first: NDArray[np.generic], second: NDArray[np.generic], counts: Ints) -> float | None:
    """Spearman's ρ: the correlation of the ranks, equal values having the mean of theirs.

    None where either kind does not vary (or there is no pair): then nothing can go with it.
    """
    one, other = _ranks(first, counts), _ranks(second, counts)
    spread = float((counts * one * one).sum()) * float((counts * other * other).sum())
    if spread == 0:
        return None
    return max(-1.0, min(1.0, float((counts * one * other).sum()) / sqrt(spread)))


def interval(rho: float, n: int, level: float, *, spread: float = 1.0) -> Limits:
    """Interval of ρ from ``n`` pairs: tanh(atanh ρ ± z·√(spread·(1 + ρ²/2)/(n − 3))).

    ``spread`` is how many times larger the variance is than of pairs that do not depend on each other.

    Both ends are None for fewer than four pairs, and where all ranks agree (ρ = ±1): the formula would give
    a point. D. G. Bonett & T. A. Wright, "Sample size requirements for estimating Pearson, Kendall and
    Spearman correlations", Psychometrika 65 (2000), 23–28.
    """
    if n < 4 or abs(rho) >= 1:
        return None, None
    reach = z_quantile(level) * sqrt(spread * (1 + rho * rho / 2) / (n - 3))
    return tanh(atanh(rho) - reach), tanh(atanh(rho) + reach)


def p_value(rho: float, n: int) -> float:
    """How often ``n`` pairs that go together by chance alone have a ρ so far from 0: by t = ρ·√((n − 2)/(1 − ρ²)).

    M. G. Kendall & A. Stuart, *The Advanced Theory of Statistics* 2, 31.19. It is 1 for fewer than three pairs.
    """
    if n < 3:
        return 1.0
    if abs(rho) >= 1:
        return 0.0
    return tails.student(rho * sqrt((n - 2) / (1 - rho * rho)), n - 2)


def _ranks(values: NDArray[np.generic], counts: Ints) -> Floats:
    """Ranks of all rows, less their mean."""
    distinct, place = np.unique(values, return_inverse=True)
    often = np.bincount(place, weights=counts, minlength=len(distinct))
    middle = np.cumsum(often) - often / 2
    ranks: Floats = middle[place] - float(counts.sum()) / 2
    return ranks
