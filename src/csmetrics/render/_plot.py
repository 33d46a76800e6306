"""A chart as data: what is drawn of what, for formats that draw it from cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from csmetrics.language import tr
from csmetrics.render._drawable import MOST
from csmetrics.render._language import own
from csmetrics.render._numbers import known
from csmetrics.report import Interval, Statistic

Shape = Literal["line", "columns", "bars", "shares", "dots"]
Role = Literal["value", "limit", "centre", "signal"]
Ends = tuple[float | None, float | None]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Series:
    """The values at each label, their intervals, if they have some, and what they are in the chart."""

    name: str
    values: tuple[float | None, ...]
    ends: tuple[Ends, ...] = ()
    role: Role = "value"

    @property
    def known(self) -> int:
        """How many values there are."""
        return sum(known(value) for value in self.values)


@dataclass(frozen=True)
class Plot:
    """One chart. ``across`` is what the labels are, ``ns`` how many answers stand behind each.

    ``signed`` values are differences. ``kinds`` numbers the colour of each label where they are of several kinds,
    the worst first.
    """

    title: str
    shape: Shape
    unit: str
    across: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    ns: tuple[int, ...] = ()
    kinds: tuple[int, ...] = ()
    signed: bool = False


def series(name: str, found: Sequence[Statistic | None]) -> Series:
    """A statistic at each label; None where it is not asked."""
    values = tuple(None if each is None else each.value for each in found)
    intervals = [None if each is None else each.interval for each in found]
    return Series(name, values, tuple(map(ends, intervals)) if any(intervals) else ())


def ends(interval: Interval | None) -> Ends:
    """Both ends of an interval."""
    return (None, None) if interval is None else (interval.low, interval.high)


def largest(items: Sequence[Item], counts: Sequence[int], most: int = MOST) -> list[Item]:
    """Those with the highest counts, in the order in which they are."""
    kept = sorted(range(len(items)), key=lambda place: -counts[place])[:most]
    return [items[place] for place in sorted(kept)]


def cut(title: str, counts: Sequence[int], most: int = MOST) -> str:
    """The title, which says so where not all labels are drawn."""
    if len(counts) <= most:
        return title
    alike = len(set(counts)) == 1
    told = "(the first {n} of {all})" if alike else "(the {n} largest of {all})"
    return f"{title} {tr(told, n=most, all=len(counts))}"


def listed(words: Sequence[str]) -> str:
    """``New, resolved and active``."""
    first, *others = map(own, words)
    if not others:
        return first
    *middle, last = (word[:1].lower() + word[1:] for word in others)
    return tr("{some} and {last}", some=", ".join((first, *middle)), last=last)
