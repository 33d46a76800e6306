"""Numbers for people: rounded for display, with a grouped integer part and the unit they are in."""

from __future__ import annotations

import math
from collections.abc import Sequence

from csmetrics.language import Said, durations, in_force
from csmetrics.language.halves import half_up
from csmetrics.report import Untold

UNDEFINED = "–"
WORKING = "seconds of working time"
"""A unit for display: a day of it is not 24 hours, so that nothing is counted in days."""


class Told(str):
    """A text that still knows what it shows, for formats whose cells are numbers.

    ``values`` are in ``unit``: one, or both ends of an interval. ``signed`` is a difference.
    """

    unit: str
    values: tuple[float | None, ...]
    signed: bool

    def __new__(cls, text: str, unit: str, *values: float | None, signed: bool = False) -> Told:
        """Keep the numbers beside the text."""
        self = super().__new__(cls, text)
        self.unit, self.values, self.signed = unit, values, signed
        return self


_DECIMALS = {"points": 1, "percent": 1, "count": 0, "tenure": 1}


def number(value: float | None, unit: str, *, exact: float | None = None) -> str:
    """Write a value with its unit, such as ``51.4 %`` or ``4h 21m``; ``exact`` is what was rounded to it."""
    text = bare(value, unit)
    if unit == "percent" and known(value):
        text = written("{n} %", n=text)
    return Told(text, unit, value if exact is None else exact)


def count(n: int) -> str:
    """Write how many there are, such as ``1,302``; or that it is hidden."""
    if isinstance(n, Untold):
        return Said("hidden")
    return Told(in_force().digits(f"{n:,}"), "count", n)


def bare(value: float | None, unit: str) -> str:
    """Write a value without the sign of its unit."""
    if value is None or not math.isfinite(value):
        return UNDEFINED
    if unit in ("seconds", WORKING):
        return duration(value, days=unit == "seconds")
    decimals = _DECIMALS.get(unit, 2)
    return in_force().digits(f"{half_up(value, decimals):,}").replace("-", "−")


def known(value: float | None) -> bool:
    """Tell whether there is a number to show."""
    return value is not None and math.isfinite(value)


def interval(low: float | None, high: float | None, unit: str) -> str:
    """Write an interval, such as ``29.1 to 37.0``; an unknown end is left open."""
    return Told(_between(low, high, unit), unit, low, high)


def _between(low: float | None, high: float | None, unit: str) -> str:
    if not known(low) and not known(high):
        return UNDEFINED
    if not known(high):
        return f"≥ {number(low, unit)}"
    if not known(low):
        return f"≤ {number(high, unit)}"
    return written("{low} to {high}", low=bare(low, unit), high=number(high, unit))


def duration(seconds: float, *, days: bool = True) -> str:
    """Write a duration in its two largest units, such as ``4h 21m``; days from 48 hours on, if at all."""
    told = (
        written("{n}" + unit, n=in_force().digits(durations.count(number)))
        for number, unit in durations.parts(abs(seconds), days=days)
    )
    sign = "−" if seconds < 0 and half_up(seconds, 1) else ""
    return sign + " ".join(told)


def written(template: str, **words: str) -> str:
    """A template in the language in force; without the machinery of sentences, for there are many numbers."""
    return in_force().of(template).format(**words)


def largest_remainder(values: Sequence[float], decimals: int = 1) -> list[float]:
    """Round shares so that they still add up to what they did (Hamilton's method)."""
    scale = 10**decimals
    exact = [value * scale for value in values]
    units = [math.floor(value) for value in exact]
    missing = round(math.fsum(exact)) - sum(units)
    by_remainder = sorted(range(len(exact)), key=lambda i: (units[i] - exact[i], i))
    for i in by_remainder[:missing]:
        units[i] += 1
    return [unit / scale for unit in units]
