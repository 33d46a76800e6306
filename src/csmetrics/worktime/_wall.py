"""From the clock on the wall to UTC, for many times at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

DAY = 86_400_000  # milliseconds, as all instants here
EPOCH = date(1970, 1, 1).toordinal()


_OLDEST = date(1800, 1, 1).toordinal() - EPOCH  # before, no zone knows but its first offset
_NEWEST = date(2500, 1, 1).toordinal() - EPOCH  # after, its rules repeat as the calendar does
_CYCLE = 146_097  # days of 400 years, whole weeks


def utc(walls: Ints, zone: ZoneInfo) -> Ints:
    """Find the instants at which a clock shows ``walls``, milliseconds since 1970 as it counts them.

    A time that the clock skips counts from before the change, so that it moves on by what was
    skipped: 02:30 becomes 03:30, as in zendesk/biz. Of a time shown twice it is the first.
    """
    if not walls.size:
        return walls
    days = walls // DAY
    first, last = int(days.min()), int(days.max())
    offsets = _at_midnight(first, last + 1, zone)
    index = days - first
    found: Ints = walls - offsets[index]
    # only on days that begin and end with other offsets each time must be asked for
    changes = offsets[:-1] != offsets[1:]
    for at in zip(*np.nonzero(changes[index]), strict=True):
        rest = timedelta(milliseconds=int(walls[at] % DAY))
        found[at] = walls[at] - _milliseconds(_shown(int(days[at]), zone) + rest)
    return found


def _at_midnight(first: int, last: int, zone: ZoneInfo) -> Ints:
    """Give the offset of each day, asking for the days once that have their like elsewhere."""
    days = np.arange(first, last + 1)
    asked, index = days, None
    if first < _OLDEST or last >= _NEWEST:
        asked, index = np.unique(_alike(days), return_inverse=True)
    offsets = [_shown(day, zone).utcoffset() for day in asked.tolist()]
    found: Ints = np.array(offsets, dtype="timedelta64[ms]").astype(np.int64)
    return found if index is None else found[index]


def _alike(days: Ints) -> Ints:
    """Give for each day one of the years 1800 to 2500 on which all clocks go the same."""
    cycles = np.maximum(0, (days - _NEWEST) // _CYCLE + 1)
    found: Ints = np.maximum(days - cycles * _CYCLE, _OLDEST)
    return found


def _shown(day: int, zone: ZoneInfo) -> datetime:
    return datetime.fromordinal(day + EPOCH).replace(tzinfo=zone)


def _milliseconds(shown: datetime) -> int:
    return (shown.utcoffset() or timedelta()) // timedelta(milliseconds=1)
