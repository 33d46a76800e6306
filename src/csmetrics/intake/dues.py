"""Columns of due times: which of them are days, of which the whole is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics.intake.dates import DAY, DateColumn
from csmetrics.intake.times import without_clock

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ROLES = ("target_response", "target_resolution")
"""The roles of due times."""

DAYS, TIMES = "days", "times"
"""What the midnights of a column are: days where it says no other time of day anywhere, else times like the rest."""

_HOUR = 3_600_000
_SERIAL = r"^\s*\d+([.,]\d*)?\s*$"


@dataclass
class DueColumn(DateColumn):
    """The parser of one column of due times, under what its ``midnights`` are taken for.

    ``timed``: some cell says another time of day than midnight.
    """

    midnights: str = DAYS
    timed: bool = False

    def days(self, times: pd.Series, cells: pa.StringArray) -> NDArray[np.bool_]:
        """Which of these times are days: those written without a clock, and midnights where all cells are."""
        import pyarrow.compute as pc

        clocks = times.dt.tz_localize(None).array.asi8 % DAY
        known = times.notna().to_numpy()
        found = known & (clocks == 0)
        # a day begins later where the clocks skip midnight; a serial number without decimals may be a midnight
        whole = np.flatnonzero(known & (clocks % _HOUR == 0))
        texts = cells.take(whole)
        written = without_clock(texts)
        written &= ~pc.match_substring_regex(texts, _SERIAL).to_numpy(zero_copy_only=False)
        days = np.zeros(len(cells), dtype=bool)
        days[whole[written]] = True
        self.timed |= bool((known & ~found & ~days).any())
        return days | found if self.midnights == DAYS else days
