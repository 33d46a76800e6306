"""--by weekday and --by hour: labels that are made of the date of a row, on the wall clock of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csmetrics.slices.periods import wall

if TYPE_CHECKING:
    import pandas as pd

    from csmetrics.slices.keys import Labels

WEEKDAYS = ("1 Mon", "2 Tue", "3 Wed", "4 Thu", "5 Fri", "6 Sat", "7 Sun")
"""With their number of ISO 8601, so that labels in their order are days in theirs."""
HOURS = tuple(f"{hour:02}" for hour in range(24))
LABELS = {"weekday": WEEKDAYS, "hour": HOURS}
"""What --by takes for a label of time, where no column has that name."""


def labels(name: str, times: pd.Series, zone: str) -> Labels:
    """The weekday or the hour of each time in ``zone``; blank where there is none."""
    import pandas as pd

    local = wall(times, zone)
    days = local.astype("datetime64[D]")
    if name == "weekday":
        codes = (days.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    else:
        codes = (local - days).astype("timedelta64[h]").astype(np.int64)
    known = np.where(np.isnat(local), -1, codes)
    return pd.Categorical.from_codes(known, pd.Index(LABELS[name]))
