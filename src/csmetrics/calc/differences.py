"""Differences of two independent estimates: what is known of ``first − second``.

Shares are 0…1, an NPS is −1…1, other estimates have their own unit; ``level`` is 0…1 (0.95). Scores
and Newcombe's interval are in :mod:`csmetrics.calc.intervals`; here are Wald's, the test that goes
with it, and the differences of means and of quantiles.
"""

from __future__ import annotations

from math import erfc, sqrt
from typing import NamedTuple

from csmetrics.calc.intervals import Ends, nps_variance, z_quantile
from csmetrics.calc.quantiles import Limits

MOVER = "MOVER"
HIGHER, LOWER = "higher", "lower"


class Gap(NamedTuple):
    """A difference with its standard error: unpooled, so each sample keeps its own variance."""

    value: float
    error: float

    @property
    def p(self) -> float:
        """How often chance alone gives so much or more (two-sided z test); 1 without any variance and gap.

        It falls to 0 where neither sample varies and they differ: Wald knows no doubt there.
        """
        if self.error == 0:
            return float(self.value == 0)
        return erfc(abs(self.value) / self.error / sqrt(2))

    def ends(self, level: float) -> Ends:
        """Value ± z·error (Wald), not clipped. The z test at 1 − ``level`` rejects where it excludes 0."""
        reach = z_quantile(level) * self.error
        return self.value - reach, self.value + reach


def finding(low: float | None, high: float | None, otherwise: str) -> str:
    """Say what an interval of a difference knows of it: only where it excludes 0 one of two is higher."""
    if low is not None and low > 0:
        return HIGHER
    return LOWER if high is not None and high < 0 else otherwise


def nps_gap(first: tuple[float, float, float], second: tuple[float, float, float]) -> Gap:
    """NPS(first) − NPS(second), each given as (detractors, passives, promoters) with an answer at least.

    With ¾, 1½ and ¾ answers added to each it is the adjusted test. B. Rocks, "Interval Estimation for
    the 'Net Promoter Score'", The American Statistician 70 (2016), 365–372.
    """
    one, other = ((each[2] - each[0]) / sum(each) for each in (first, second))
    errors = (nps_variance(*each) / sum(each) for each in (first, second))
    return Gap(one - other, sqrt(sum(errors)))


def share_gap(k1: float, n1: float, k2: float, n2: float) -> Gap:
    """``k1/n1 − k2/n2`` with √(p₁q₁/n₁ + p₂q₂/n₂), each n being 1 at least.

    Method 1 of R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890: too narrow for few answers.
    """
    one, other = k1 / n1, k2 / n2
    return Gap(one - other, sqrt(one * (1 - one) / n1 + other * (1 - other) / n2))


def estimates(first: float, limits_first: Limits, second: float, limits_second: Limits) -> Limits:
    """Interval of ``first − second``, of means or of quantiles, from the interval of each (MOVER).

    G. Y. Zou & A. Donner, Statistics in Medicine 27 (2008), 1693–1702, as
    :func:`csmetrics.calc.intervals.difference`. An end is None where one of the two it is made of is:
    the low end wants the low one of the first and the high one of the second. A limit on the far side
    of its estimate, as a bootstrap may give of very skewed values, counts as no distance.
    """

    def reach(down: float | None, value: float, up: float | None, other: float) -> float | None:
        if down is None or up is None:
            return None
        return sqrt(max(0.0, value - down) ** 2 + max(0.0, up - other) ** 2)

    gap = first - second
    below = reach(limits_first[0], first, limits_second[1], second)
    above = reach(limits_second[0], second, limits_first[1], first)
    return (
        None if below is None else gap - below,
        None if above is None else gap + above,
    )
