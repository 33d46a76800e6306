"""How often chance alone goes so far: tails of the χ² and of Student's distribution.

A chance is right to 1e-9, and a small one to as many of its digits.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p

_PRECISION = 1e-15
_TINY = 1e-300
_STEPS = 100_000  # far more than any n needs: about the root of the larger parameter


def chi_squared(value: float, freedom: int) -> float:
    """The chance that χ² with so many degrees of freedom exceeds ``value``: Q(ν/2, χ²/2)."""
    return _gamma_tail(freedom / 2, value / 2)


def student(t: float, freedom: int) -> float:
    """The chance that Student's |t| exceeds ``|t|``, both tails together: I(ν/(ν + t²); ν/2, ½)."""
    square = t * t
    if square == 0:
        return 1.0
    return _beta_share(freedom, square)


def _gamma_tail(a: float, x: float) -> float:
    """Q(a, x): by its series below a + 1, by the continued fraction of Legendre above.

    M. Abramowitz & I. A. Stegun, *Handbook of Mathematical Functions*, 6.5.29 and 6.5.31.
    """
    if x <= 0:
        return 1.0
    front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        k = a
        while term > total * _PRECISION:
            k += 1
            term *= x / k
            total += term
        return max(0.0, 1 - front * total)
    b = x + 1 - a
    return front * _fraction(1 / b, b, lambda k: (-k * (k - a), b + 2 * k))


def _beta_share(freedom: int, square: float) -> float:
    """I(x; ν/2, ½) at x = ν/(ν + t²): by its continued fraction, from the end where that is quick (26.5.8)."""
    a, b = freedom / 2, 0.5
    x, rest = freedom / (freedom + square), square / (freedom + square)
    log_x = log(x) if x < 0.5 else log1p(-rest)  # from the smaller part, which keeps its digits
    ends = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log_x + b * log(rest)
    if x < (a + 1) / (a + b + 2):
        return exp(ends) * _beta_fraction(a, b, x) / a
    return 1 - exp(ends) * _beta_fraction(b, a, rest) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    def pair(k: int) -> tuple[float, float]:
        m, odd = divmod(k, 2)
        if odd:
            return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1.0
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1.0

    return _fraction(1.0, 1.0, pair)


def _fraction(start: float, first: float, pair: Callable[[int], tuple[float, float]]) -> float:
    """A continued fraction from its second step on, each step being (numerator, denominator).

    W. J. Lentz, Applied Optics 15 (1976), 668–671, as modified by Thompson & Barnett.
    """
    found, above, below = start, 1 / _TINY, 1 / first
    for k in range(1, _STEPS):
        numerator, denominator = pair(k)
        below = 1 / ((numerator * below + denominator) or _TINY)
        above = (denominator + numerator / above) or _TINY
        found *= above * below
        if abs(above * below - 1) < _PRECISION:
            return found
    raise AssertionError("a continued fraction that does not end")
