"""Control charts: whether a series of periods varies as it used to, or something has changed.

Values stand in order of time, one per period; a period without a value is not among them, its neighbours
are neighbours then. Limits come from the first ``baseline`` periods alone and are the same for all later
ones ("frozen"). Shares are 0…1, an NPS is −1…1, means and medians have their unit. W. A. Shewhart 1931;
D. J. Wheeler, *Understanding Variation* (1993); D. C. Montgomery, *Introduction to Statistical Quality
Control*, 7th ed. (2013), chapters 6 and 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from csmetrics.calc.intervals import Ends, nps_variance

ENOUGH = 10
"""Fewer periods give limits that are little more than a guess."""

PER_SIGMA = 1.128
"""The mean range of two normal values in standard deviations (d₂ for n = 2)."""

WIDEST_RANGE = 3.267
"""The upper limit of moving ranges over their mean (D₄ for n = 2)."""

SAME = 1e-9
"""Standard deviations: what is nearer to a limit than this is on it, and not beyond."""


class Rule(NamedTuple):
    """So many of so many points in a row lie beyond so many σ, all on one side of the centre."""

    points: int
    among: int
    beyond: float


BEYOND = Rule(1, 1, 3)
RUN = Rule(8, 8, 0)
TWO_OF_THREE = Rule(2, 3, 2)
FOUR_OF_FIVE = Rule(4, 5, 1)

RULES = (BEYOND, RUN)
"""The two that find what lasts and what is large. Each further rule adds false alarms."""

WESTERN_ELECTRIC = (BEYOND, TWO_OF_THREE, FOUR_OF_FIVE, RUN)
"""Western Electric, *Statistical Quality Control Handbook* (1956)."""


class Signal(NamedTuple):
    """A rule that fired: the places (from 0) of the points that made it, above or below the centre."""

    rule: Rule
    above: bool
    points: tuple[int, ...]


@dataclass(frozen=True)
class Chart:
    """Values around a centre with the σ of each; ``bounds`` are the ends of the scale, if it has any."""

    values: tuple[float, ...]
    centre: float
    sigmas: tuple[float, ...]
    spread: float
    """What σ was measured by: the mean moving range of values (XmR), or Laney's σ_z (1 on a plain p chart)."""
    bounds: Ends = (float("-inf"), float("inf"))

    @property
    def lower(self) -> tuple[float, ...]:
        """Centre − 3σ of each point, within the scale."""
        return tuple(max(self.bounds[0], self.centre - 3 * sigma) for sigma in self.sigmas)

    @property
    def upper(self) -> tuple[float, ...]:
        """Centre + 3σ of each point, within the scale."""
        return tuple(min(self.bounds[1], self.centre + 3 * sigma) for sigma in self.sigmas)

    @property
    def scaled(self) -> tuple[float, ...]:
        """How many σ each point lies above the centre."""
        pairs = zip(self.values, self.sigmas, strict=True)
        return tuple((value - self.centre) / sigma for value, sigma in pairs)

    def signals(self, rules: Sequence[Rule] = RULES) -> tuple[Signal, ...]:
        """What :func:`signals` finds in the points."""
        return signals(self.scaled, rules)


def individuals(values: Sequence[float], baseline: int) -> Chart | None:
    """XmR chart of single values (means, medians): x̄ ± 3·MR̄/1.128, which is x̄ ± 2.66·MR̄.

    MR̄ is the mean of |xᵢ − xᵢ₋₁| over the baseline: a shift enters it once, but the standard deviation
    with every point. None if no two values of the baseline differ: they do not say what is usual.
    """
    centre, spread = _centre_and_range(values, baseline)
    if spread == 0:
        return None
    return Chart(tuple(values), centre, (spread / PER_SIGMA,) * len(values), spread)


def shares(
    good: Sequence[float], n: Sequence[float], baseline: int, *, plain: bool = False
) -> Chart | None:
    """Laney's p′ chart of the shares good/n: p̄ ± 3·√(p̄q̄/nᵢ)·σ_z.

    σ_z is the mean moving range of z = (pᵢ − p̄)/√(p̄q̄/nᵢ) over the baseline, over 1.128. Many answers make
    √(p̄q̄/nᵢ) so small that a plain p chart (``plain``: σ_z = 1) calls every day special; σ_z adds what
    periods differ by beyond chance. None if no two shares of the baseline differ; a plain chart only if
    they are all 0 or all 1, for chance alone makes others differ. Each n is 1 at least; of answers that weigh
    differently it is the effective one (:mod:`csmetrics.calc.weights`).
    D. B. Laney, "Improved control charts for attributes", Quality Engineering 14 (2002), 531–537.
    """
    centre = sum(good[:baseline]) / sum(n[:baseline])
    values = tuple(k / size for k, size in zip(good, n, strict=True))
    sigmas = tuple(sqrt(centre * (1 - centre) / size) for size in n)
    by_chance = Chart(values, centre, sigmas, 1.0, (0.0, 1.0))
    return _prime(by_chance, baseline, plain)


def nps(
    counts: Sequence[tuple[float, float, float]], baseline: int, *, plain: bool = False
) -> Chart | None:
    """The same of the NPS, of (detractors, passives, promoters) with σᵢ² = (p + d − (p − d)²)/nᵢ.

    p and d are the shares of promoters and detractors over the baseline. None if no two scores of the
    baseline differ; a plain chart only if all answers are of one kind.
    """
    pooled = [sum(each[k] for each in counts[:baseline]) for k in range(3)]
    variance = nps_variance(*pooled)
    values = tuple((each[2] - each[0]) / sum(each) for each in counts)
    sigmas = tuple(sqrt(variance / sum(each)) for each in counts)
    centre = (pooled[2] - pooled[0]) / sum(pooled)
    return _prime(Chart(values, centre, sigmas, 1.0, (-1.0, 1.0)), baseline, plain)


def signals(scaled: Sequence[float], rules: Sequence[Rule] = RULES) -> tuple[Signal, ...]:
    """What the rules find in points given as σ above their centre; in order of time, then of the rules.

    Stretches of one rule and side that overlap or touch are one signal; it names only the points that are
    themselves beyond what the rule asks. A point on a limit is not beyond it, one on the centre ends a run.
    """
    found = [
        signal
        for rule in rules
        for above in (True, False)
        for signal in _fired(scaled if above else [-each for each in scaled], rule, above)
    ]
    return tuple(sorted(found, key=lambda signal: (signal.points[0], rules.index(signal.rule))))


def _fired(heights: Sequence[float], rule: Rule, above: bool) -> list[Signal]:
    hits = [height > rule.beyond + SAME for height in heights]
    stretches: list[set[int]] = []
    for start in range(len(hits) - rule.points + 1):  # windows at the end may be shorter
        window = {
            place for place in range(start, min(start + rule.among, len(hits))) if hits[place]
        }
        if not hits[start] or len(window) < rule.points:
            continue
        if stretches and start <= max(stretches[-1]) + 1:
            stretches[-1] |= window
        else:
            stretches.append(window)
    return [Signal(rule, above, tuple(sorted(stretch))) for stretch in stretches]


def _prime(by_chance: Chart, baseline: int, plain: bool) -> Chart | None:
    """The chart with every σ multiplied by σ_z, unless a plain one is wanted."""
    if min(by_chance.sigmas) == 0:
        return None
    spread = _centre_and_range(by_chance.scaled, baseline)[1] / PER_SIGMA
    if plain:
        return by_chance
    if spread < SAME:
        return None
    sigmas = tuple(spread * sigma for sigma in by_chance.sigmas)
    return replace(by_chance, sigmas=sigmas, spread=spread)


def _centre_and_range(values: Sequence[float], baseline: int) -> Ends:
    """Mean and mean moving range of the baseline."""
    if not 2 <= baseline <= len(values):
        raise ValueError(f"no limits from {baseline} of {len(values)} periods")
    first = values[:baseline]
    ranges = [abs(later - earlier) for earlier, later in pairwise(first)]
    return sum(first) / baseline, sum(ranges) / len(ranges)
