"""--every: days, weeks, months, quarters and years as integers that can be added, sorted and named.

A period is an ordinal: consecutive periods are consecutive integers, so that empty ones are easy to
fill in. Weeks are ISO weeks, from Monday. All arithmetic is on days of the wall clock of the run's
zone: 23:30 in São Paulo belongs to its own day, whatever day it is in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, get_args
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from csmetrics.errors import BAD_VALUE, CsmetricsError
from csmetrics.language import Said

if TYPE_CHECKING:
    import pandas as pd

Every = Literal["day", "week", "month", "quarter", "year"]
EVERY: tuple[Every, ...] = get_args(Every)

Days = NDArray[np.datetime64]
Ordinals = NDArray[np.int64]

NO_PERIOD = int(np.iinfo(np.int64).min)
"""The ordinal of a row without a date."""

_FIRST_DATE = np.datetime64(date.min)
_LAST_DATE = np.datetime64(date.max)


@dataclass(frozen=True)
class Window:
    """A stretch of days, both ends included; an open end is ``None``."""

    first: date | None = None
    last: date | None = None

    @property
    def open(self) -> bool:
        """Whether every day is inside, so that a row needs no date to be."""
        return self.first is None and self.last is None

    def mask(self, days: Days) -> NDArray[np.bool_]:
        """Which days are inside. No date is never inside a window that has an end."""
        inside = np.ones(len(days), dtype=bool) if self.open else ~np.isnat(days)
        if self.first is not None:
            inside &= days >= np.datetime64(self.first)
        if self.last is not None:
            inside &= days <= np.datetime64(self.last)
        return inside

    def __and__(self, other: Window) -> Window:
        """Keep the days inside both."""
        firsts = [day for day in (self.first, other.first) if day is not None]
        lasts = [day for day in (self.last, other.last) if day is not None]
        return Window(max(firsts, default=None), min(lasts, default=None))

    def __or__(self, other: Window) -> Window:
        """Reach over both; an open end stands for nothing known yet."""
        firsts = [day for day in (self.first, other.first) if day is not None]
        lasts = [day for day in (self.last, other.last) if day is not None]
        return Window(min(firsts, default=None), max(lasts, default=None))


def every_of(text: str) -> Every:
    """Name a period, or refuse the text."""
    for every in EVERY:
        if text == every:
            return every
    raise CsmetricsError(
        BAD_VALUE,
        option="--every",
        value=text,
        expected="a period",
        suggestion="one of: " + ", ".join(EVERY),
    )


def wall(column: pd.Series, zone: str) -> NDArray[np.datetime64]:
    """Give the times of a column as a clock on a wall in ``zone`` shows them; NaT for none.

    Microseconds, because in nanoseconds the years before 1677 and after 2262 overflow in silence.
    """
    if column.dt.tz is not None:
        column = column.dt.tz_convert(zone).dt.tz_localize(None)
    return column.to_numpy().astype("datetime64[us]")


def days(column: pd.Series, zone: str) -> Days:
    """Give the day of each time, on the wall clock of ``zone``; NaT where there is none."""
    return wall(column, zone).astype("datetime64[D]")


def instant(day: date, zone: str) -> int:
    """Give the beginning of a day in ``zone``, in milliseconds since 1970 in UTC."""
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return round(begins.timestamp() * 1000)


def ordinals(every: Every, of: Days) -> Ordinals:
    """Put each day in its period; ``NO_PERIOD`` where there is no day."""
    found: Ordinals
    numbers = of.astype("datetime64[D]").astype(np.int64)
    missing = np.isnat(of)
    known = numbers[~missing] if missing.any() else numbers
    low, high = (int(known.min()), int(known.max())) if len(known) else (0, 0)
    if high - low < len(of):  # many rows of few days: the calendar is asked once for each day
        each = _ordinals(every, np.arange(low, high + 1))
        found = each[np.where(missing, 0, numbers - low)]
    else:
        found = _ordinals(every, numbers)
    found[missing] = NO_PERIOD
    return found


def _ordinals(every: Every, numbers: NDArray[np.int64]) -> Ordinals:
    """The same of days counted from 1970-01-01, a Thursday."""
    if every == "day":
        return numbers
    if every == "week":
        return (numbers + 3) // 7
    months: Ordinals = numbers.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // {"month": 1, "quarter": 3, "year": 12}[every]


def ordinal(every: Every, day: date) -> int:
    """Find the period of one day."""
    return int(ordinals(every, np.array([day], dtype="datetime64[D]"))[0])


def first_day(every: Every, period: int) -> date:
    """Give the first day of a period."""
    return _date(_start(every, period))


def last_day(every: Every, period: int) -> date:
    """Give the last day of a period."""
    return _date(_start(every, period + 1) - np.timedelta64(1, "D"))


def label(every: Every, period: int) -> str:
    """Name a period as ISO 8601 does: 2026-10-31, 2026-W41, 2026-10, 2026-Q4, 2026."""
    day = first_day(every, period)
    match every:
        case "day":
            return day.isoformat()
        case "week":
            # the year of an ISO week is that of its Thursday: 2024-12-30 is in 2025-W01
            year, week, _ = day.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case "month":
            return f"{day.year:04d}-{day.month:02d}"
        case "quarter":
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year:04d}"


def stretch(every: Every, name: str) -> Window:
    """Give the days of a period by its :func:`label`."""
    year = int(name[:4])
    match every:
        case "day":
            day = date.fromisoformat(name)
        case "week":
            day = date.fromisocalendar(year, int(name[6:]), 1)
        case "month":
            day = date(year, int(name[5:]), 1)
        case "quarter":
            day = date(year, int(name[6:]) * 3 - 2, 1)
        case "year":
            day = date(year, 1, 1)
    period = ordinal(every, day)
    return Window(first_day(every, period), last_day(every, period))


def between(every: Every, window: Window) -> range:
    """List all periods that a window touches, the empty ones too; none if it has an open end."""
    if window.first is None or window.last is None:
        return range(0)
    return range(ordinal(every, window.first), ordinal(every, window.last) + 1)


def partial(every: Every, periods: Iterable[int], covered: Window) -> frozenset[int]:
    """Tell which periods are not covered whole.

    ``covered`` is the span of the data before any filter, cut to --since/--until:
    ``Window(first_of_data, last_of_data) & window``.
    """

    def whole(period: int) -> bool:
        begun = covered.first is None or covered.first <= first_day(every, period)
        return begun and (covered.last is None or last_day(every, period) <= covered.last)

    return frozenset(period for period in periods if not whole(period))


def _start(every: Every, period: int) -> np.datetime64:
    start: np.datetime64
    match every:
        case "day":
            return np.datetime64(period, "D")
        case "week":
            return np.datetime64(period * 7 - 3, "D")
        case "month":
            start = np.datetime64(period, "M")
        case "quarter":
            start = np.datetime64(period * 3, "M")
        case "year":
            start = np.datetime64(period, "Y")
    day: np.datetime64 = start.astype("datetime64[D]")
    return day


def _date(day: np.datetime64) -> date:
    # the last week of the year 9999 ends in a year that a date cannot hold
    if day < _FIRST_DATE:
        raise OverflowError(Said("{day} is before the year 1", day=day))
    found: date = min(day, _LAST_DATE).astype("datetime64[D]").item()
    return found
