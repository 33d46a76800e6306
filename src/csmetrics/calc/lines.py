"""Straight lines over time: the way from a baseline to a target, and where a series is heading.

Times are numbers of one unit (days, periods); values have any unit, a pace is values per unit of time.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, sqrt
from typing import NamedTuple

from csmetrics.calc.means import student_quantile
from csmetrics.calc.quantiles import Limits

STRAIGHT = 1e-12
"""What is left of the variation (as a share of it) where points lie on a line but for rounding."""


class Way(NamedTuple):
    """From a value ``start`` at ``since`` to a value ``target`` at ``by``, which is later."""

    start: float
    since: float
    target: float
    by: float

    @property
    def pace(self) -> float:
        """What the way asks for per unit of time; negative where the target is lower."""
        return (self.target - self.start) / (self.by - self.since)

    def at(self, when: float) -> float:
        """The value asked for at a time: the start before the way begins, the target after its end."""
        if when <= self.since:
            return self.start
        if when >= self.by:
            return self.target
        part = (when - self.since) / (self.by - self.since)
        return self.start + (self.target - self.start) * part

    def done(self, value: float) -> float | None:
        """How much of the way a value has gone: 0 at the start, 1 at the target; None if both are one."""
        whole = self.target - self.start
        return (value - self.start) / whole if whole else None

    def needed(self, value: float, when: float) -> float | None:
        """The pace from ``value`` at ``when`` that still reaches the target by its date.

        Of the opposite sign to :attr:`pace` where the value is past the target: so much may still be lost.
        None when no time is left.
        """
        return (self.target - value) / (self.by - when) if when < self.by else None


class Trend(NamedTuple):
    """A line fitted to n points by least squares; ``error`` is the standard deviation around it (n − 2)."""

    n: int
    time: float
    value: float
    slope: float
    squares: float
    error: float

    def at(self, when: float) -> float:
        """The line at a time."""
        return self.value + self.slope * (when - self.time)

    def slope_limits(self, level: float) -> Limits:
        """Interval of the slope; None where the points lie on the line: they do not say how sure it is."""
        return self._around(self.slope, sqrt(1 / self.squares), level)

    def prediction(self, when: float, level: float) -> Limits:
        """Where one more point at ``when`` lies with ``level``, if all goes on as it did; None as above.

        Line ± t·s·√(1 + 1/n + (t₀ − t̄)²/Σ(t − t̄)²). It holds for points that scatter independently around
        one line, which no test here assures, and is not clipped to a scale. N. R. Draper & H. Smith, *Applied
        Regression Analysis*, 3rd ed. (1998), 3.2.
        """
        away = (when - self.time) ** 2 / self.squares
        return self._around(self.at(when), sqrt(1 + 1 / self.n + away), level)

    def _around(self, value: float, factor: float, level: float) -> Limits:
        if self.error == 0:
            return None, None
        reach = student_quantile(self.n - 2, level) * self.error * factor
        return value - reach, value + reach


def trend(times: Sequence[float], values: Sequence[float]) -> Trend | None:
    """Fit a line to three points or more at two times or more; None where there are fewer."""
    n = len(times)
    time, value = (fsum(each) / n if n else 0.0 for each in (times, values))
    squares = fsum((each - time) ** 2 for each in times)
    if n < 3 or squares == 0:
        return None
    pairs = list(zip(times, values, strict=True))
    slope = fsum((t - time) * (v - value) for t, v in pairs) / squares
    left = fsum((v - value - slope * (t - time)) ** 2 for t, v in pairs)
    if left <= STRAIGHT**2 * fsum(v * v for v in values):
        left = 0.0
    return Trend(n, time, value, slope, squares, sqrt(left / (n - 2)))
