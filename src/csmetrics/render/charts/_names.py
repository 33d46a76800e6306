"""Names beside dots: each where it covers neither a dot nor another name, those first that matter most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

_LETTER, _LINE, _DOT = 6.4, 13.0, 5.0  # pixels: of a small letter, a line of it, and half a dot
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """Which side of its dot a name begins at, and how far away."""

    align: str
    dx: float
    dy: float

    @property
    def mark(self) -> dict[str, Any]:
        """The same for a mark of text."""
        return {"align": self.align, "baseline": "middle", "dx": self.dx, "dy": self.dy}

    def box(self, spot: Spot) -> Box:
        """What a name takes there: left, top, right, bottom."""
        wide, x, y = _LETTER * len(spot.name), spot.x + self.dx, spot.y + self.dy
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[self.align]
        return left, y - _LINE / 2, left + wide, y + _LINE / 2


@dataclass(frozen=True)
class Spot:
    """A dot, in pixels; ``first``: its name comes before those of others, and is never left away."""

    name: str
    x: float
    y: float
    first: bool = False


SIDES = (
    Place("right", -8, 0),
    Place("left", 8, 0),
    Place("center", 0, -12),
    Place("center", 0, 12),
    *(Place(side, dx, dy) for dy in (-12, 12) for side, dx in (("right", -2), ("left", 2))),
)
_FAR = tuple(
    Place(side, dx, sign * _LINE * far)
    for far in range(1, 16)
    for sign in (1, -1)
    for side, dx in (("right", -8), ("left", 8))
)


def named(spots: Sequence[Spot], wide: float, high: float) -> dict[int, Place]:
    """Which of the dots are named, and where: all that are ``first``, and of others those with room."""
    taken: list[Box] = [
        (each.x - _DOT, each.y - _DOT, each.x + _DOT, each.y + _DOT) for each in spots
    ]
    found: dict[int, Place] = {}
    for place in sorted(range(len(spots)), key=lambda place: not spots[place].first):
        spot = spots[place]
        others = [box for other, box in enumerate(taken) if other != place]
        for side in (*SIDES, *_FAR) if spot.first else SIDES:
            box = side.box(spot)
            inside = box[0] >= 0 and box[2] <= wide and box[1] >= -_LINE and box[3] <= high
            clear = not any(_meet(box, other) for other in others)
            if inside and clear and (spot.first or not _ambiguous(spot, box, spots)):
                found[place] = side
                taken.append(box)
                break
        else:
            if spot.first:
                found[place] = SIDES[0]
    return found


def _ambiguous(spot: Spot, box: Box, spots: Sequence[Spot]) -> bool:
    """Whether a name is as near to the dot of another, unless both dots are one."""
    own = _away(spot, box)
    others = [each for each in spots if hypot(each.x - spot.x, each.y - spot.y) > 2 * _DOT]
    return any(_away(each, box) < own + 1 for each in others)


def _away(spot: Spot, box: Box) -> float:
    """How far a dot is from a name."""
    return hypot(
        max(box[0] - spot.x, 0.0, spot.x - box[2]), max(box[1] - spot.y, 0.0, spot.y - box[3])
    )


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
