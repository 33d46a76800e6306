"""The ratio of two means over the same rows, and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from csmetrics.calc.intervals import z_quantile
from csmetrics.calc.quantiles import Limits

METHOD = "Fieller"


@dataclass(frozen=True)
class Moments:
    """Sums over ``n`` rows of x, of x², of d, of d² and of x·d."""

    n: int
    x: float
    xx: float
    d: float
    dd: float
    xd: float


def fieller(of: Moments, level: float) -> Limits:
    """The interval of Σx / Σd, both positive: all θ for which the mean of x − θ·d does not differ from 0.

    E. C. Fieller, "Some problems in interval estimation", JRSS B 16 (1954), 175–185. The rows are independent
    of each other, x and d of one row need not be. An end is None where the data do not bound the ratio, as with
    few rows whose d is not 0.
    """
    n = of.n
    if n < 2:
        return None, None
    x, d = of.x / n, of.d / n
    zz = z_quantile(level) ** 2 / n
    var_x = max(0.0, of.xx - n * x * x) / (n - 1)
    var_d = max(0.0, of.dd - n * d * d) / (n - 1)
    cov = (of.xd - n * x * d) / (n - 1)
    a, half, c = d * d - zz * var_d, x * d - zz * cov, x * x - zz * var_x
    root = half * half - a * c
    if root < 0 or a == 0:
        return None, None
    one, other = (half - sqrt(root)) / a, (half + sqrt(root)) / a
    if a > 0:
        return max(0.0, one), other
    low = max(one, other)  # all from here on, and what lies below the other root
    return (low if low > 0 else None), None
