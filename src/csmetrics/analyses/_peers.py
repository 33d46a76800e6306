"""How labels are judged: shares and NPS by exact limits of chance, what is made of values by its intervals.

Many are judged at once, and some would differ by chance alone: the false discovery rate is kept at 5 %
(Y. Benjamini & Y. Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from csmetrics import errors
from csmetrics.analyses import privacy
from csmetrics.calc import peers
from csmetrics.errors import CsmetricsError
from csmetrics.goals import Goal
from csmetrics.report import Interval, Peer, Row, Statistic

RATE = 0.05
"""Of those that are said to differ, so many are expected not to."""
LEVELS = (0.95, 0.998)
METHODS = {2: "exact binomial", 3: "exact distribution of promoters - detractors"}
SCALE = 100
"""Shares and scores are computed as parts of 1, and reported in percent and points."""

Found = Mapping[str | None, Statistic]
"""What is judged, by label."""


class Judged(NamedTuple):
    """What all are held against, how alike the values of a peer are, and where those that are judged stand.

    ``sides`` are 1 above the centre and −1 below it, by more than chance, else 0.
    """

    centre: float
    alike: float | None
    peers: list[Peer]
    sides: Mapping[str, int]


def by_limits(
    found: Found, goal: Goal | None, least: int, whole: Statistic | None = None
) -> Judged:
    """Shares and scores of whole answers, which know how much chance moves them: exact limits by how many each has.

    Their average is that of those with a label, unless it is to be that of the ``whole``, which all may know.
    """
    named = {
        label: tuple(map(int, each.counts))
        for label, each in found.items()
        if label is not None and each.n
    }
    pool: tuple[int, ...] = tuple(map(sum, zip(*named.values(), strict=True)))
    if whole is not None:
        pool = tuple(map(int, whole.counts))
    shares = tuple(count / sum(pool) for count in pool)
    centre, kinds = _value(pool), shares
    if goal is not None:
        centre = goal.target / SCALE
        if not 2 - len(pool) <= centre <= 1:
            raise _impossible(goal, len(pool))
        kinds = (1 - centre, centre)
        if len(pool) == 3:
            kinds = peers.nps_kinds((pool[0], pool[1], pool[2]), centre)
    sizes = {label: sum(counts) for label, counts in named.items()}
    values = {label: _value(counts) for label, counts in named.items()}
    shrunk = peers.shrinkage(list(values.values()), list(sizes.values()), shares)
    chance = {
        label: peers.p_value(kinds, sizes[label], round(values[label] * sizes[label]))
        for label in named
    }
    judged = [label for label in named if sizes[label] >= least]
    adjusted = dict(zip(judged, peers.adjusted([chance[each] for each in judged]), strict=True))
    seen = []
    for label, each in found.items():
        peer = Peer(label, each.n, each.value, each.interval)
        if label in named:
            peer = replace(
                peer,
                limits=tuple(_limits(kinds, sizes[label], level) for level in LEVELS),
                shrunk=SCALE * shrunk.of(values[label], sizes[label]),
                p=chance[label],
                adjusted=adjusted.get(label),
            )
        seen.append(peer)
    sides = {
        label: (1 if values[label] > centre else -1) if adjusted[label] <= RATE else 0
        for label in judged
    }
    return Judged(SCALE * centre, shrunk.alike, seen, sides)


def _value(counts: Sequence[int]) -> float:
    """A share, or promoters − detractors as a part of all."""
    return (counts[-1] - (counts[0] if len(counts) == 3 else 0)) / sum(counts)


def _limits(kinds: peers.Kinds, n: int, level: float) -> Interval:
    low, high = peers.limits(kinds, n, level)
    return Interval(level, SCALE * low, SCALE * high, METHODS[len(kinds)])


def by_intervals(
    found: Found, centre: float, enough: Collection[str | None], at: Callable[[float], Found]
) -> Judged:
    """What is made of values: whose interval leaves out the centre, of those that have ``enough`` values.

    An interval gives no p to adjust. But to reject k of m by Benjamini & Hochberg is to have k intervals of
    level 1 − 0.05·k/m that leave it out, for the largest such k: from m downwards, until it is found.
    """
    judged = [
        label
        for label, each in found.items()
        if label is not None and label in enough and _has_ends(each.interval)
    ]
    most, sides = len(judged), dict.fromkeys(judged, 0)
    number = most
    while number:
        again = at(1 - RATE * number / most)
        sides = {label: _side(again[label].interval, centre) for label in judged}
        beyond = sum(side != 0 for side in sides.values())
        if beyond >= number or not beyond:
            break
        number = beyond
    seen = [Peer(label, each.n, each.value, each.interval) for label, each in found.items()]
    return Judged(centre, None, seen, sides)


def worth(each: Statistic, row: Row) -> int:
    """By how many values a label is judged: effective ones where they weigh differently."""
    worth = None if each.weight is None else privacy.effective(row)
    return each.n if worth is None else worth


def _has_ends(interval: Interval | None) -> bool:
    return interval is not None and None not in (interval.low, interval.high)


def _side(interval: Interval | None, centre: float) -> int:
    """On which side of the centre an interval lies; an end that is not known is anywhere."""
    if interval is None:
        return 0
    if interval.low is not None and interval.low > centre:
        return 1
    return -1 if interval.high is not None and interval.high < centre else 0


def _impossible(goal: Goal, kinds: int) -> CsmetricsError:
    low, what = (0, "a share") if kinds == 2 else (-SCALE, "a score")
    number = f"{goal.number:g}{goal.suffix}"
    return CsmetricsError(errors.NO_SUCH_STANDARD, what=what, low=low, high=SCALE, number=number)
