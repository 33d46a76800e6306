"""Numbers as integers of the same order: so that a tally, which counts integers, holds any of them exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc.tallies import Ints

Floats = NDArray[np.float64]


def to_bits(values: Floats) -> Ints:
    """Each number as an integer, exact; all that are none as one, above the others."""
    plain = np.where(np.isnan(values), np.nan, values + 0.0)  # one zero, one NaN
    bits = plain.view(np.int64)
    return np.where(bits < 0, bits ^ np.int64(2**63 - 1), bits)


def from_bits(bits: Ints) -> Floats:
    """The other way round."""
    found: Floats = np.where(bits < 0, bits ^ np.int64(2**63 - 1), bits).view(np.float64)
    return found
