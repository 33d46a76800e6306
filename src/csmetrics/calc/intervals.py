"""Confidence intervals of shares, of the Net Promoter Score, of means on a scale, of differences.

Shares are 0…1, an NPS is −1…1, a mean has the unit of its scale; ``level`` is 0…1 (0.95). Every
function wants at least one answer and returns (low, high). Counts are whole numbers, or effective ones where
answers weigh differently (:mod:`csmetrics.calc.weights`). One idea runs through them: an interval
is the set of values that a score test would not reject, the variance being that *under the value
tested*. It never collapses to a point and never leaves the scale. On the scale 0, 1 it is Wilson's
interval, on −1, 0, 1 Tango's, which Rocks recommends for the NPS; :func:`mean` is it on any scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import isfinite, sqrt

Ends = tuple[float, float]
NpsMethod = Callable[[float, float, float, float], Ends]


@lru_cache
def z_quantile(level: float) -> float:
    """Say how many standard errors a two-sided interval reaches to either side: 1.96 at 0.95."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(k: float, n: float, level: float) -> Ends:
    """Wilson's score interval of the share ``k``/``n`` (E. B. Wilson, JASA 22, 1927, 209–212).

    Method 3 of Newcombe (Statistics in Medicine 17, 1998, 857–872). The low end is exactly 0 at
    ``k == 0``, the high end exactly 1 at ``k == n``.
    """
    zz = z_quantile(level) ** 2
    centre = k + zz / 2
    reach = sqrt(zz) * sqrt(k * (n - k) / n + zz / 4)
    low = 0.0 if k == 0 else (centre - reach) / (n + zz)
    high = 1.0 if k == n else (centre + reach) / (n + zz)
    return low, high


def nps_variance(detractors: float, passives: float, promoters: float) -> float:
    """Variance of one answer counted −1, 0, 1: p + d − (p − d)²; over n it is that of the NPS."""
    n = detractors + passives + promoters
    return (promoters + detractors) / n - ((promoters - detractors) / n) ** 2


def nps_wald(detractors: float, passives: float, promoters: float, level: float) -> Ends:
    """NPS ± z·√(variance/n), not clipped. Too narrow for few answers, a point when all agree."""
    n = detractors + passives + promoters
    centre = (promoters - detractors) / n
    reach = z_quantile(level) * sqrt(nps_variance(detractors, passives, promoters) / n)
    return centre - reach, centre + reach


def nps_adjusted_wald(detractors: float, passives: float, promoters: float, level: float) -> Ends:
    """Wald after adding ¾ detractor, 1½ passives and ¾ promoter (Rocks 2016); not clipped to ±1.

    Its centre is the NPS with the added answers, not the NPS.
    """
    return nps_wald(detractors + 0.75, passives + 1.5, promoters + 0.75, level)


def nps_score(detractors: float, passives: float, promoters: float, level: float) -> Ends:
    """Score interval of an NPS: all D with |p − d − D| ≤ z·√(v(D)/n).

    v is the variance under the most likely shares that have the NPS D (restricted ML estimate).
    B. Rocks, "Interval Estimation for the 'Net Promoter Score'", The American Statistician 70
    (2016), 365–372 ("iterative"); T. Tango, Statistics in Medicine 17 (1998), 891–908, for paired
    shares.
    """
    n = detractors + passives + promoters

    def variance(tested: float) -> float:
        # Tango's closed form of the detractors' share, promoters' being larger by `tested`
        b = (2 * n + detractors - promoters) * tested - promoters - detractors
        root = sqrt(max(0.0, b * b + 8 * n * detractors * tested * (1 - tested)))
        share = max(0.0, -tested, (root - b) / (4 * n))
        return 2 * share + tested - tested * tested

    return _score_ends((promoters - detractors) / n, n, variance, (-1.0, 1.0), level)


def mean(counts: Mapping[int, float], scale: tuple[int, int], level: float) -> Ends:
    """Score interval of the mean of answers; ``counts``: value → answers, ``scale``: its two ends.

    All means that a score test would not reject, with the variance of the most likely distribution
    that has the mean tested and may put weight on the ends of the scale even if nobody gave them.
    So 20 answers that are all 5 of 1–5 give 4.36…5, where Student's t would claim 5…5; for many
    answers it tends to Student's t. J. B. Lang, "Score and profile likelihood confidence intervals
    for contingency table parameters", Statistics in Medicine 27 (2008), 5975–5990; the weights as
    in A. B. Owen, Biometrika 75 (1988), 237–249.
    """
    n = sum(counts.values())
    found = sorted((value, count / n) for value, count in counts.items() if count)
    observed = sum(value * share for value, share in found)
    least, most = scale

    def variance(tested: float) -> float:
        if not least < tested < most:
            return 0.0
        tilt = _tilt(found, tested, scale)
        squares = weight = moment = 0.0
        for value, share in found:
            scaled = 1 + tilt * (value - tested)
            likely = share / scaled if scaled > 0 else 0.0
            weight += likely
            moment += likely * value
            squares += likely * (value - tested) ** 2
        # what is missing sits at the end towards which the mean tested has been pulled
        end = most if tested > observed else least
        return squares + max(0.0, 1 - weight) * (end - tested) ** 2

    return _score_ends(observed, n, variance, (float(least), float(most)), level)


def difference(first: float, ends_first: Ends, second: float, ends_second: Ends) -> Ends:
    """Interval of ``first − second`` from the intervals of two independent estimates (MOVER).

    G. Y. Zou & A. Donner, "Construction of confidence limits about effect measures: a general
    approach", Statistics in Medicine 27 (2008), 1693–1702. With Wald intervals it is the unpooled
    z interval, with Wilson's it is :func:`newcombe`.
    """
    gap = first - second
    down = sqrt((first - ends_first[0]) ** 2 + (ends_second[1] - second) ** 2)
    up = sqrt((ends_first[1] - first) ** 2 + (second - ends_second[0]) ** 2)
    return gap - down, gap + up


def newcombe(k1: float, n1: float, k2: float, n2: float, level: float) -> Ends:
    """Interval of ``k1/n1 − k2/n2``: the hybrid score method.

    Method 10 of R. G. Newcombe, Statistics in Medicine 17 (1998), 873–890.
    """
    return difference(k1 / n1, wilson(k1, n1, level), k2 / n2, wilson(k2, n2, level))


def nps_difference(
    first: tuple[float, float, float], second: tuple[float, float, float], level: float
) -> Ends:
    """Interval of NPS(first) − NPS(second): MOVER of the two score intervals.

    Each is given as (detractors, passives, promoters).
    """
    return difference(
        (first[2] - first[0]) / sum(first),
        nps_score(*first, level),
        (second[2] - second[0]) / sum(second),
        nps_score(*second, level),
    )


def _score_ends(
    observed: float, n: float, variance: Callable[[float], float], bounds: Ends, level: float
) -> Ends:
    """Where (observed − D)² reaches z²·v(D)/n on either side; v is 0 at the bounds of the scale."""
    zz = z_quantile(level) ** 2

    def excess(tested: float) -> float:
        return n * (observed - tested) ** 2 - zz * variance(tested)

    low, high = bounds
    return (
        low if observed <= low else root(excess, low, observed),
        high if observed >= high else root(excess, high, observed),
    )


def _tilt(found: list[tuple[int, float]], tested: float, scale: tuple[int, int]) -> float:
    """Find t such that the weights share/(1 + t·(value − tested)) have the mean ``tested``.

    It stops where an end of the scale would get a negative weight; that end then takes what is
    missing.
    """
    bounds = (-1 / (scale[1] - tested), 1 / (tested - scale[0]))

    def slope(tilt: float) -> float:
        total = 0.0
        for value, share in found:
            step = value - tested
            scaled = 1 + tilt * step
            total += share * step / scaled if scaled > 1e-300 else step * float("inf")
        return total

    low, high = (slope(bound) for bound in bounds)
    if low <= 0:
        return bounds[0]
    if high >= 0:
        return bounds[1]
    return root(slope, *bounds)


def root(f: Callable[[float], float], a: float, b: float) -> float:
    """Find where ``f`` is 0 between ``a`` and ``b``, where its signs differ, to the last bits.

    T. R. Chandrupatla's method (Advances in Engineering Software 28, 1997, 145–149): inverse
    quadratic interpolation where that is safe, else bisection.
    """
    fa, fb = f(a), f(b)
    c, fc, t = a, fa, 0.5
    for _ in range(200):
        x = a + t * (b - a)
        fx = f(x)
        if (fx > 0) == (fa > 0):
            c, fc = a, fa
        else:
            c, b, fc, fb = b, a, fb, fa
        a, fa = x, fx
        best = a if abs(fa) < abs(fb) else b
        width = abs(b - a)
        tolerance = 4e-16 * abs(best) + 1e-15
        if fa == 0 or width <= 2 * tolerance:
            return best
        t = _step((a, fa), (b, fb), (c, fc))
        t = min(1 - tolerance / width, max(tolerance / width, t))
    return best


def _step(first: Ends, second: Ends, third: Ends) -> float:
    """Say how far from the first to the second of three points (x, f(x)) to look next."""
    (a, fa), (b, fb), (c, fc) = first, second, third
    if not (isfinite(fb) and isfinite(fc)) or fc == fb or c == b:
        return 0.5
    xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
    if not (phi * phi < xi and (1 - phi) ** 2 < 1 - xi):
        return 0.5
    left = fa / (fb - fa) * fc / (fb - fc)
    right = (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
    return left + right
