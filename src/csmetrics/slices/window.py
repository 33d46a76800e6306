"""--since and --until: dates, or words such as last-month, made into absolute days.

A date is a point: ``--since 2026-01`` is everything from 1 January 2026, ``--until 2026-01``
everything to 31 January. ``today`` and ``yesterday`` are dates too. The words last-… and this-…
name a stretch: alone, ``--since last-month`` is that month and nothing after it. last-… never holds
today: last-7-days are the seven whole days that ended yesterday, last-week is the ISO week before.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from csmetrics.errors import BAD_VALUE, USAGE, CsmetricsError
from csmetrics.language import Said
from csmetrics.slices.periods import Every, Window, every_of, first_day, last_day, ordinal

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_STRETCH = re.compile(r"(last|this)-(day|week|month|quarter|year)", re.ASCII)
_SEVERAL = re.compile(r"last-(\d{1,6})-(day|week|month|quarter|year)s?", re.ASCII)
_EXPECTED = "a date"
_DAYS = "2026-01-31, 2026-01, 2026"
_WORDS = "today, yesterday, last-7-days, last-week, last-month, last-quarter, last-year, this-month"


def is_relative(*texts: str | None) -> bool:
    """Whether any of these needs to know what day it is; only then may the clock be read."""
    return any(text is not None and not _ISO.fullmatch(_tidy(text)) for text in texts)


def parse(since: str | None, until: str | None, today: date | None = None) -> Window:
    """Make --since and --until into days. ``today`` is needed where :func:`is_relative` says so.

    Today is the day in --tz, or that of --as-of.
    """
    first = last = None
    if since is not None:
        stretch, named = _stretch("--since", since, today)
        first = stretch.first
        if named and until is None:
            last = stretch.last
    if until is not None:
        last = _stretch("--until", until, today)[0].last
    if first is not None and last is not None and first > last:
        raise CsmetricsError(
            USAGE,
            message=Said("--since {first} is after --until {last}", first=first, last=last),
            suggestion="exchange them",
        )
    return Window(first, last)


def day(option: str, text: str, today: date | None = None) -> date | None:
    """Read one date of an option, such as --as-of; of a month or a year, its last day."""
    return _stretch(option, text, today)[0].last


def _tidy(text: str) -> str:
    return text.strip().lower()


def _stretch(option: str, text: str, today: date | None) -> tuple[Window, bool]:
    """Give the days that a text stands for, and whether it names a stretch by itself."""
    word = _tidy(text)
    try:
        if iso := _ISO.fullmatch(word):
            year, month, day = (int(part) if part else None for part in iso.groups())
            return _written(year or 0, month, day), False
        if today is not None:
            return _said(word, today)
    except (ValueError, OverflowError):
        pass  # 2026-02-30, or a stretch that begins before the year 1
    known = _DAYS if today is None else f"{_DAYS}, {_WORDS}"
    raise CsmetricsError(BAD_VALUE, option=option, value=text, expected=_EXPECTED, suggestion=known)


def _written(year: int, month: int | None, day: int | None) -> Window:
    start = date(year, month or 1, day or 1)
    if day is not None:
        return Window(start, start)
    every: Every = "year" if month is None else "month"
    return Window(start, last_day(every, ordinal(every, start)))


def _said(word: str, today: date) -> tuple[Window, bool]:
    if word in {"today", "yesterday"}:
        day = today - timedelta(days=word == "yesterday")
        return Window(day, day), False
    if found := _STRETCH.fullmatch(word):
        count, every = int(found[1] == "last"), every_of(found[2])
        present = ordinal(every, today)
        period = present - count
        return Window(first_day(every, period), last_day(every, period)), True
    if (found := _SEVERAL.fullmatch(word)) and int(found[1]):
        every = every_of(found[2])
        present = ordinal(every, today)
        oldest = first_day(every, present - int(found[1]))
        return Window(oldest, last_day(every, present - 1)), True
    raise ValueError(word)
