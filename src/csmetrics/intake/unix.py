"""Dates as programs store them: seconds or milliseconds since 1970 in UTC, ``1772719200`` for 5 March 2026, 14:00.

Only in a column that is known to hold dates, and only from 2001 to 2099, where they have 10 or 13 digits: anything
shorter could be an Excel serial number, a year, or ``20260305``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics.intake.times import MISSING

if TYPE_CHECKING:
    import pyarrow as pa

PREFIX = "Unix "
SPELLINGS = {f"{PREFIX}seconds": 10, f"{PREFIX}milliseconds": 13}
FIRST, END = 1_000_000_000_000, 4_102_444_800_000  # milliseconds: 2001-09-09, 2100-01-01


def read_unix(cells: pa.StringArray, digits: int) -> NDArray[np.int64]:
    """Milliseconds since 1970 of all cells that are Unix times of so many digits, MISSING for the others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pc.utf8_trim_whitespace(cells)
    numbers = pc.match_substring_regex(texts, rf"^[0-9]{{{digits}}}([.][0-9]{{1,9}})?$")
    milliseconds = np.full(len(cells), MISSING, dtype=np.int64)
    places = np.flatnonzero(numbers.to_numpy(zero_copy_only=False))
    counted = pc.replace_substring_regex(texts.filter(numbers), r"[.]", "")
    thousandths = pc.utf8_slice_codeunits(pc.utf8_rpad(counted, 13, "0"), 0, 13)
    values = thousandths.cast(pa.int64()).to_numpy()
    times = (values >= FIRST) & (values < END)
    milliseconds[places[times]] = values[times]
    return milliseconds
