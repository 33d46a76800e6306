"""The plain spellings of numbers and durations, read for all texts of a part at once.

``numbers.read_number`` and ``durations.parse`` define what a text means. Arrow reads ``90``, ``1.25``, ``1:30`` and
``1:30:00`` a hundred times faster; whatever is not taken here goes to those, and tests hold the two equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics.intake.units import HOUR, MINUTE, SECOND

if TYPE_CHECKING:
    import pyarrow as pa

Bools = NDArray[np.bool_]
_NUMBER = r"^-?[0-9]{1,15}([.,][0-9]{1,20})?$"
_CLOCK = r"^[0-9]{1,6}:[0-5][0-9](:[0-5][0-9])?$"


class Numbers(NamedTuple):
    """The plain numbers among some texts: ``taken`` says which these are, all else is of these alone.

    ``values`` are NaN where the decimal sign is not that of the column. ``decimals`` counts digits. ``grouped``
    is 1.234, which fits either sign; 0.234 is none, for no thousands begin with a zero. ``zero`` is a number of 0.
    """

    taken: Bools
    values: NDArray[np.float64]
    decimals: NDArray[np.int64]
    comma: Bools
    grouped: Bools
    zero: Bools

    def proves(self, sign: str) -> Bools:
        """Which of them need this decimal sign, ``comma`` or ``point``."""
        signed: Bools = (self.decimals > 0) & ~self.grouped
        return signed & (self.comma if sign == "comma" else ~self.comma)


class Clocks(NamedTuple):
    """The clock times among some texts: ``taken`` says which these are, all else is of these alone.

    ``milliseconds`` takes two parts for minutes and seconds; ``three`` are those of three.
    """

    taken: Bools
    milliseconds: NDArray[np.int64]
    three: Bools


def read_numbers(texts: pa.StringArray, decimal: str) -> Numbers:
    """Read the plain numbers of a column whose decimal sign is ``comma`` or ``point``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    taken = _spelled(texts, _NUMBER)
    cells = those(texts, taken)
    comma = _array(pc.find_substring(cells, ",")) >= 0
    pointed = pc.replace_substring(cells, ",", ".") if comma.any() else cells
    point = _array(pc.find_substring(pointed, "."))
    decimals = np.where(point < 0, 0, _array(pc.binary_length(pointed)) - point - 1)
    values = _array(pc.cast(pointed, pa.float64()))
    digits = point - np.signbit(values)
    grouped = (decimals == 3) & (digits <= 3)
    if grouped.any():
        grouped &= np.abs(values) >= 10.0 ** (digits - 1)
    zero, other = values == 0, (decimals > 0) & (comma != (decimal == "comma"))
    if other.any():
        values = np.where(other, np.where(grouped, np.rint(values * 1000), np.nan), values)
    return Numbers(taken, values, decimals, comma, grouped, zero)


def read_clocks(texts: pa.StringArray) -> Clocks:
    """Read ``26:15:00`` and ``26:15``; those with days, a fraction or a sign are left."""
    import pyarrow as pa
    import pyarrow.compute as pc

    taken = _spelled(texts, _CLOCK)
    cells = those(texts, taken)
    three: Bools = _array(pc.count_substring(cells, ":")) == 2
    digits = _array(pc.cast(pc.replace_substring(cells, ":", ""), pa.int64()))
    before, last = digits // 100, digits % 100
    hours, minutes = np.where(three, before // 100, 0), np.where(three, before % 100, before)
    return Clocks(taken, hours * HOUR + minutes * MINUTE + last * SECOND, three)


def those(texts: pa.StringArray, which: Bools) -> pa.StringArray:
    """Some of the texts; not copied where it is all of them."""
    import pyarrow as pa

    return texts if which.all() else texts.filter(pa.array(which))


def _spelled(texts: pa.StringArray, pattern: str) -> Bools:
    import pyarrow.compute as pc

    found: Bools = _array(pc.match_substring_regex(texts, pattern))
    return found


def _array(cells: pa.Array) -> NDArray[Any]:
    values: NDArray[Any] = cells.to_numpy(zero_copy_only=False)
    return values
