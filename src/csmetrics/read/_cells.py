"""Typed cells of a spreadsheet as the text a CSV export of the same sheet would hold.

A workbook stores a moment, a day, a clock time and a duration all as one number with a format, and
a reader tells them apart cell by cell: midnight comes as a day, 26 hours in the format ``h:mm:ss``
as the first of January 1900. What a column is shows only in all of its cells; so it is written
alike throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import cast

Cell = int | float | str | bool | time | date | datetime | timedelta
Kinds = frozenset[type]

_SIXTEEN_DIGITS, _EXACT_TO = 1e15, 2.0**53
_PLAIN_FROM, _PLAIN_BELOW = 1e-15, 1e21


def column_text(cells: Sequence[Cell], kinds: Kinds) -> Sequence[str]:
    """Write the cells of one column, given the types that occur anywhere in it."""
    if kinds == {str}:
        return cast("Sequence[str]", cells)
    timed, clock = is_timed(kinds), is_clock(kinds)
    known: dict[float, str] = {}
    texts: list[str] = []
    for cell in cells:
        if type(cell) is str:
            texts.append(cell)
        elif type(cell) is float:
            text = known.get(cell)
            if text is None:
                text = known[cell] = number_text(cell)
            texts.append(text)
        elif type(cell) is datetime and not clock:
            texts.append(str(cell))
        else:
            texts.append(cell_text(cell, timed=timed, clock=clock))
    return texts


def is_timed(kinds: Kinds) -> bool:
    """Whether a column holds moments, so that a day in it is a midnight."""
    return datetime in kinds


def is_clock(kinds: Kinds) -> bool:
    """Whether a column holds times or durations: a day of 1900 in it is then over 24 hours."""
    return time in kinds or timedelta in kinds


def cell_text(cell: Cell, *, timed: bool = False, clock: bool = False) -> str:
    """Write one cell."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return number_text(cell)
    return _time_text(cell, timed=timed, clock=clock)


def _time_text(cell: time | date | timedelta, *, timed: bool, clock: bool) -> str:
    if isinstance(cell, timedelta):
        return duration_text(cell)
    if isinstance(cell, time):
        return cell.isoformat()
    moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
    if clock and cell.year == 1900:
        return duration_text(moment - _zero_of(moment))
    return moment.isoformat(" ") if timed or moment is cell else cell.isoformat()


def _zero_of(moment: datetime) -> datetime:
    """Day 0 of the 1900 calendar, which counts a 29 February that never was."""
    return datetime(1899, 12, 31 if moment < datetime(1900, 3, 1) else 30)  # noqa: DTZ001


def number_text(number: float) -> str:
    """Whole numbers without a fraction, others with the fewest digits that give the number back."""
    size = abs(number)
    if size < _PLAIN_BELOW and number == int(number):
        return str(int(number))
    text = repr(number)
    if "e" in text and _PLAIN_FROM <= size < _PLAIN_BELOW:
        return f"{Decimal(text):f}"
    return text


@dataclass
class LongNumbers:
    """Numbers of more digits than a workbook holds: ids that were no text when it was saved.

    16 digits that do not all end in 0 were not cut: a program wrote them, and up to 2⁵³ each is exact.
    """

    count: int = 0
    cut: bool = False
    tens: bool = True

    def add(self, cells: Sequence[Cell]) -> None:
        """Look at some cells of a column."""
        long = [cell for cell in cells if type(cell) is float and cell >= _SIXTEEN_DIGITS]
        self.count += len(long)
        self.cut = self.cut or any(cell > _EXACT_TO for cell in long)
        self.tens = self.tens and all(cell % 10 == 0 for cell in long)

    @property
    def lost(self) -> int:
        """How many of the cells may have lost digits."""
        return self.count if self.cut or self.tens else 0


def duration_text(duration: timedelta) -> str:
    """Hours that do not wrap at 24, minutes and seconds, as the format ``[h]:mm:ss`` shows them."""
    sign = "-" if duration < timedelta() else ""
    duration = abs(duration)
    minutes, seconds = divmod(duration.days * 86_400 + duration.seconds, 60)
    fraction = f".{duration.microseconds:06}" if duration.microseconds else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds:02}{fraction}"
