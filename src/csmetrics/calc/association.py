"""How strongly labels go with kinds of answers, and how much of the answers several columns explain together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc import tails
from csmetrics.calc.states import Ints

Floats = NDArray[np.float64]
_SINGULAR = 1e-10
"""Below this part of the largest, a direction of columns that say the same is none."""


class Association(NamedTuple):
    """Pearson's χ² of a table, its degrees of freedom, and how often chance alone goes so far."""

    chi_squared: float
    freedom: int
    p: float
    v: float


def association(table: NDArray[np.int64]) -> Association | None:
    """Whether the rows of a table of counts differ. ``v`` is Cramér's V, 0…1: √(χ²/(n·min(r − 1, c − 1))).

    H. Cramér, *Mathematical Methods of Statistics* (1946), ch. 21; not corrected for its bias: of columns
    that go with nothing it is about √(freedom/n), which its p knows. None where fewer than two rows or
    columns hold anything.
    """
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    rows, columns = table.shape
    if rows < 2 or columns < 2:
        return None
    n = int(table.sum())
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    found = float(((table - expected) ** 2 / expected).sum())
    freedom = (rows - 1) * (columns - 1)
    v = min(1.0, sqrt(found / (n * min(rows - 1, columns - 1))))
    return Association(found, freedom, tails.chi_squared(found, freedom), v)


class Explained(NamedTuple):
    """How much of the variance of a score columns explain together (R², 0…1), and each one's share of it."""

    together: float
    shares: tuple[float, ...]


def explained(
    columns: Sequence[Ints | Floats], score: Floats, counts: Ints | None = None
) -> Explained | None:
    """R² of the linear regression on all columns, and how it parts among them; None where nothing varies.

    Whole numbers are labels, each of which has an effect of its own; numbers have a slope. ``counts`` is how
    often each row occurred. The share of a column is the gain in R² when it is added, averaged over all
    orders in which the columns can be added; the shares add up to R². R. H. Lindeman, P. F. Merenda &
    R. Z. Gold, *Introduction to Bivariate and Multivariate Analysis* (1980); U. Grömping, "Relative
    importance for linear regression in R", Journal of Statistical Software 17 (2006).
    """
    weights = np.ones(len(score)) if counts is None else counts.astype(np.float64)
    n = float(weights.sum())
    aim = score - float(weights @ score) / max(n, 1)
    total = float(weights @ aim**2)
    if total <= 0:
        return None
    bases = [_basis(column, weights) for column in columns]
    ends = np.cumsum([0, *(basis.size for basis in bases)])
    places = [np.arange(*ends[k : k + 2]) for k in range(len(bases))]
    gram = np.block([[_products(one, other, weights) for other in bases] for one in bases])
    with_score = np.concatenate([_with(basis, aim * weights) for basis in bases])

    def r_squared(of: tuple[int, ...]) -> float:
        if not of:
            return 0.0
        own = np.concatenate([places[k] for k in of])
        slopes = np.linalg.lstsq(gram[np.ix_(own, own)], with_score[own], rcond=_SINGULAR)[0]
        return min(1.0, max(0.0, float(slopes @ with_score[own]) / total))

    return Explained(r_squared(tuple(range(len(columns)))), _shapley(len(columns), r_squared))


def _shapley(number: int, worth: Callable[[tuple[int, ...]], float]) -> tuple[float, ...]:
    """What each of some adds, averaged over all orders; by the sets before it, of which there are fewer."""
    found = [0.0] * number
    everyone = range(number)
    for size in range(number):
        often = factorial(size) * factorial(number - size - 1) / factorial(number)
        for before in combinations(everyone, size):
            without = worth(before)
            for each in set(everyone) - set(before):
                found[each] += often * (worth(tuple(sorted((*before, each)))) - without)
    return tuple(found)


class _Basis(NamedTuple):
    """A column for regression: codes of labels, the first of which is what others are compared with, or numbers."""

    values: Ints | Floats
    labels: int
    """How many labels there are; 0 for numbers, which are centred and of unit spread."""

    @property
    def size(self) -> int:
        return max(0, self.labels - 1) if self.labels else 1


def _basis(column: Ints | Floats, weights: Floats) -> _Basis:
    if np.issubdtype(column.dtype, np.integer):
        codes = np.unique(column, return_inverse=True)[1].astype(np.int64)
        return _Basis(codes, int(codes.max(initial=0)) + 1)
    numbers = column.astype(np.float64)
    centred = numbers - float(weights @ numbers) / float(weights.sum())
    spread = sqrt(float(weights @ centred**2) / float(weights.sum()))
    return _Basis(centred / spread if spread else centred, 0)


def _products(one: _Basis, other: _Basis, weights: Floats) -> Floats:
    """Sums of products of two centred columns: tables of counts where both are labels."""
    if not one.labels:
        return _with(other, one.values * weights)[None, :]
    if not other.labels:
        return _with(one, other.values * weights)[:, None]
    size = one.labels * other.labels
    table = np.bincount(one.values * other.labels + other.values, weights, size)
    table = table.reshape(one.labels, other.labels)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return np.asarray((table - expected)[1:, 1:])


def _with(basis: _Basis, weighted: Floats) -> Floats:
    """Sums of products with something whose weighted mean is 0."""
    if basis.labels:
        return np.asarray(np.bincount(basis.values, weighted, basis.labels)[1:])
    return np.array([float(basis.values @ weighted)])
