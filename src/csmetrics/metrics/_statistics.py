"""Statistics that several metrics have: shares, and what is undefined."""

from __future__ import annotations

from csmetrics.calc import intervals
from csmetrics.report import Interval, Statistic

WILSON = (
    "E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, "
    "Journal of the American Statistical Association 22, 1927"
)
UNCLEAR = "no clear difference"
"""The finding where the interval of a difference holds 0."""


def undefined(name: str, unit: str) -> Statistic:
    """Make the statistic of a slice without answers."""
    return Statistic(name, None, unit, 0, undefined_because="no answers")


def share(name: str, k: float, n: float, level: float) -> Statistic:
    """Give ``k`` of ``n`` in percent, with Wilson's interval; both may be effective numbers of answers."""
    if n == 0:
        return undefined(name, "percent")
    low, high = intervals.wilson(k, n, level)
    interval = Interval(level, 100 * low, 100 * high, "Wilson")
    return Statistic(name, 100 * k / n, "percent", int(n), interval, counts=(n - k, k))
