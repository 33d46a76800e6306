"""From the clock on the wall to instants: times that the clocks skipped or went through twice are counted out.

A day without a clock is no time: it begins at its first instant in the zone of the run, whatever zone the export
states, so that it stays the day that was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.intake.times import MISSING, without_clock

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

REASONS = (errors.NO_SUCH_TIME, errors.AMBIGUOUS_TIME)
NO_SUCH_TIME, AMBIGUOUS = 3, 4
DAY = 86_400_000


def localised(
    moments: pd.Series, zone: str, cells: pa.StringArray, codes: NDArray[np.int8]
) -> pd.Series:
    """Wall-clock times of a zone as instants, NaT where there is none or two; ``codes`` then says which."""
    local: pd.Series = moments.dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    lost = np.flatnonzero(local.isna() & moments.notna())
    if not len(lost):
        return local
    wall = moments.iloc[lost]
    shifted = wall.dt.tz_localize(zone, ambiguous="NaT", nonexistent="shift_forward")
    codes[lost] = np.where(shifted.isna(), AMBIGUOUS, NO_SUCH_TIME)
    # A day without a clock begins at its first instant, whether or not it has one midnight
    begins = wall.dt.tz_localize(
        zone, ambiguous=np.ones(len(lost), dtype=bool), nonexistent="shift_forward"
    )
    same_day = (begins.dt.tz_localize(None).dt.normalize() == wall).to_numpy()
    days = same_day & without_clock(cells.take(lost))
    local.iloc[lost[days]] = begins[days]
    codes[lost[days]] = 0
    return local


def moved(
    milliseconds: NDArray[np.int64],
    written: str,
    zone: str,
    cells: pa.StringArray,
    codes: NDArray[np.int8],
) -> pd.Series:
    """Wall-clock times of the zone in which they are written, as instants in another; days stay themselves."""
    import pandas as pd

    moments = pd.Series(milliseconds.view("datetime64[ms]"))
    midnights = np.flatnonzero((milliseconds % DAY == 0) & (milliseconds != MISSING))
    days = np.zeros(len(moments), dtype=bool)
    if len(midnights):
        days[midnights[without_clock(cells.take(midnights))]] = True
    found: pd.Series = localised(moments.mask(days), written, cells, codes).dt.tz_convert(zone)
    if days.any():
        begun = localised(moments.where(days), zone, cells, codes)
        found = found.where(~days, begun)
    return found
