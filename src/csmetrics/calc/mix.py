"""Why a share, score or mean changed: because its segments did, or because their mixture did.

A segment is given as (weight, rate): how many answers, tickets or contacts it has (0 or more) and the share,
score or mean among them, which is None or ignored where there are none. The total is Σ weight·rate/Σ weight;
results have the unit of the rates. Not for medians: theirs do not add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Segment = tuple[float, float | None]


class Part(NamedTuple):
    """What one segment did to the total.

    ``mix`` adds up to the mixture's effect, but alone it only says that a segment grew or shrank. ``centred``
    adds up to the same and can be read by itself: > 0 where a segment above the average grew or one below it
    shrank.
    """

    rate: float
    mix: float
    centred: float


class Split(NamedTuple):
    """A change of the total from ``before`` to ``after``, split without a remainder."""

    before: float
    after: float
    parts: tuple[Part, ...]

    @property
    def rate(self) -> float:
        """How much the total moved because rates within segments did."""
        return sum(part.rate for part in self.parts)

    @property
    def mix(self) -> float:
        """How much it moved because segments grew or shrank against each other."""
        return sum(part.mix for part in self.parts)


def split(before: Sequence[Segment], after: Sequence[Segment]) -> Split:
    """Rate and mix effects, the segments being the same ones in the same order.

    Σ(r₁ − r₀)(w₀ + w₁)/2 + Σ(w₁ − w₀)(r₀ + r₁)/2, w being shares of the weight. A segment that is there
    once only has no change of rate: it counts as mix. E. M. Kitagawa, "Components of a difference between
    two rates", JASA 50 (1955), 1168–1194. Raises ``ValueError`` where either side weighs nothing.
    """
    sizes = [sum(weight for weight, _ in side) for side in (before, after)]
    if not all(size > 0 for size in sizes):
        raise ValueError("nothing to split: a side without rows")
    known = [_known(old, new) for old, new in zip(before, after, strict=True)]
    shares = [
        (old[0] / sizes[0], new[0] / sizes[1]) for old, new in zip(before, after, strict=True)
    ]
    totals = [
        sum(share[side] * rate[side] for share, rate in zip(shares, known, strict=True))
        for side in (0, 1)
    ]
    middle = sum(totals) / 2
    parts = []
    for (w0, w1), (r0, r1) in zip(shares, known, strict=True):
        average = (r0 + r1) / 2
        mix = (w1 - w0) * average
        parts.append(Part((r1 - r0) * (w0 + w1) / 2, mix, (w1 - w0) * (average - middle)))
    return Split(totals[0], totals[1], tuple(parts))


def reversed_by_mix(before: Sequence[Segment], after: Sequence[Segment]) -> bool:
    """Simpson's paradox: all segments moved one way and the total the other.

    Segments that are there once only did not move. E. H. Simpson, JRSS B 13 (1951), 238–241.
    """
    total = split(before, after)
    change = total.after - total.before
    moves = [
        new - old
        for (w0, old), (w1, new) in zip(before, after, strict=True)
        if w0 > 0 and w1 > 0 and old is not None and new is not None
    ]
    if not moves or change == 0:
        return False
    return all(move > 0 for move in moves) if change < 0 else all(move < 0 for move in moves)


def _known(before: Segment, after: Segment) -> tuple[float, float]:
    """Both rates, that of the other side where there is none."""
    there = [rate for weight, rate in (before, after) if weight > 0]
    rates = [rate for rate in there if rate is not None]
    if len(rates) < len(there):
        raise ValueError("a segment with rows has a rate")
    return (rates[0], rates[-1]) if rates else (0.0, 0.0)
