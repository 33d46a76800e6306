"""From the clock on the wall to UTC, for many times at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

DAY = 86_400_000  # milliseconds, as all instants here
EPOCH = date(1970, 1, 1).toordinal()


def utc(walls: Ints, zone: ZoneInfo) -> Ints:
    """Find the instants at which a clock shows ``walls``, milliseconds since 1970 as it counts them.

    A time that the clock skips counts from before the change, so that it moves on by what was
    skipped: 02:30 becomes 03:30, as in zendesk/biz. Of a time shown twice it is the first.
    """
    if not len(walls):
        return walls
    days = walls // DAY
    first = int(days.min())
    midnights = range(first, int(days.max()) + 2)
    offsets = np.array([_offset(day * DAY, zone) for day in midnights], dtype=np.int64)
    index = days - first
    found = walls - offsets[index]
    # only on days that begin and end with other offsets each time must be asked for
    changes = offsets[:-1] != offsets[1:]
    for at in np.flatnonzero(changes[index]):
        wall = int(walls[at])
        found[at] = wall - _offset(wall, zone)
    return found


def _offset(wall: int, zone: ZoneInfo) -> int:
    day, rest = divmod(wall, DAY)
    shown = datetime.fromordinal(day + EPOCH).replace(tzinfo=zone)
    if rest:
        shown += timedelta(milliseconds=rest)  # on the wall, not across the change
    offset = shown.utcoffset()
    return 0 if offset is None else offset // timedelta(milliseconds=1)
