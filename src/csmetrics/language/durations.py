"""How times are written for people, wherever they stand: ``4h 21m``."""

from __future__ import annotations

from csmetrics.language.halves import half_up

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
SIZES = {"d": _DAY, "h": _HOUR, "m": _MINUTE, "s": 1}
"""How many seconds each unit has."""


def parts(seconds: float, *, days: bool = True) -> tuple[tuple[float, str], ...]:
    """The two largest units of a time of 0 s or more, and how many of each: ``4``, ``h`` and ``21``, ``m``.

    Below 10 s in tenths; days from 48 hours on, if at all.
    """
    tenths, whole = float(half_up(seconds, 1)), int(half_up(seconds))
    if tenths < 10:
        return ((tenths, "s"),)
    if whole < _MINUTE:
        return ((whole, "s"),)
    if whole < _HOUR:
        return _two(whole, "m", "s")
    minutes = int(half_up(seconds / _MINUTE)) * _MINUTE
    if not days or minutes < 2 * _DAY:
        return _two(minutes, "h", "m")
    return _two(int(half_up(seconds / _HOUR)) * _HOUR, "d", "h")


def _two(seconds: int, large: str, small: str) -> tuple[tuple[float, str], ...]:
    first, rest = divmod(seconds, SIZES[large])
    second = rest // SIZES[small]
    return ((first, large), (second, small)) if second else ((first, large),)


def to_the_tenth(seconds: float, *, days: bool = True) -> tuple[tuple[float, str], ...]:
    """The same to a tenth of a second, in as many units as that takes."""
    found: list[tuple[float, str]] = []
    tenths = int(10 * half_up(seconds, 1))
    for unit, size in SIZES.items():
        if days or unit != "d":
            count, tenths = divmod(tenths, 10 * size) if unit != "s" else (tenths / 10, 0)
            found += [(count, unit)] if count else []
    return tuple(found)


def count(number: float) -> str:
    """How many of a unit, in English: ``1,302`` or ``9.5``."""
    return f"{number:,.1f}".removesuffix(".0")
