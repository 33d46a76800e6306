"""Dates as a spreadsheet stores them: the number of days since the end of 1899, ``45352.375`` for 9 in the morning.

Only a column that is known to hold dates is read so: 45352 may as well be minutes, or a customer. That is why
``times.read_time``, which also finds out what a column is, does not know these numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics.intake.times import MISSING
from csmetrics.language import Said

if TYPE_CHECKING:
    import pyarrow as pa

SPELLING = "Excel serial"
# 1955-01-01 to 2079-06-04. Years (2024), 20240301 and seconds or milliseconds since 1970 lie outside and stay
# what they are: no dates. The calendar is that of 1900, whose day 60 (29 February) never was: long before 1955.
FIRST, END = 20_090, 65_536
EPOCH = 25_569  # 1970-01-01
MINUTE, HALF_DAY, DAY = 60, 43_200, 86_400
ENOUGH = 5  # decimals that tell one second from the next: 0.00001 days are 0.9 s

_SERIAL = r"^[0-9]{5}([.,][0-9]+)?$"
_DIGITS_BEFORE = 6  # five and the decimal sign


class Serials(NamedTuple):
    """Wall-clock milliseconds since 1970, MISSING for cells that are no serial number, and how exact they are.

    ``decimals``: the most that a cell has. ``uneven``: a time is neither a whole minute nor, of one decimal, a
    half day. Few decimals and uneven times together say that the numbers were cut.
    """

    milliseconds: NDArray[np.int64]
    decimals: int
    uneven: bool


def read_serials(cells: pa.StringArray, later: int = 0) -> Serials:
    """Read all cells of a date column that are Excel serial numbers, with either decimal sign.

    ``later`` is how many days after the calendar of 1900 theirs begins.

    To the nearest second: 17:30 is 0.729166…, and exports cut that to a few decimals.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pc.utf8_trim_whitespace(cells)
    numbers = pc.match_substring_regex(texts, _SERIAL)
    milliseconds = np.full(len(cells), MISSING, dtype=np.int64)
    places = np.flatnonzero(numbers.to_numpy(zero_copy_only=False))
    texts = texts.filter(numbers)
    days = pc.replace_substring(texts, ",", ".").cast(pa.float64()).to_numpy() + later
    dates = (days >= FIRST) & (days < END)
    if not dates.any():
        return Serials(milliseconds, 0, uneven=False)
    decimals = np.maximum(pc.binary_length(texts).to_numpy()[dates] - _DIGITS_BEFORE, 0)
    seconds = np.floor(days[dates] * DAY + 0.5).astype(np.int64) - EPOCH * DAY
    milliseconds[places[dates]] = seconds * 1000
    uneven = seconds % np.where(decimals == 1, HALF_DAY, MINUTE) != 0
    return Serials(milliseconds, int(decimals.max()), bool(uneven.any()))


def in_doubt(decimals: int) -> str:
    """How far a time may be off whose serial number was cut to so many decimals."""
    seconds = DAY / 10**decimals / 2
    return (
        Said("{minutes:.0f} minutes", minutes=seconds / 60)
        if seconds >= 2 * MINUTE
        else Said("{seconds:.0f} seconds", seconds=seconds)
    )
