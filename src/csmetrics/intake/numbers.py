"""Plain numbers: amounts and counts, with a decimal sign that is decided once for a column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

_CLEAN = re.compile(r"[\s\u00a0\u202f']|R\$|US\$|[$€£%]")
_INTEGER = re.compile(r"[-+]?\d+")
_COMMA = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+),\d+|[-+]?\d{1,3}(\.\d{3})+")
_POINT = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)\.\d+|[-+]?\d{1,3}(,\d{3})+")


def proves(text: str) -> str | None:
    """The decimal sign that a number needs: ``comma``, ``point``, or None when it would fit both."""
    cell = _CLEAN.sub("", text)
    comma, point = bool(_COMMA.fullmatch(cell)), bool(_POINT.fullmatch(cell))
    return "comma" if comma and not point else "point" if point and not comma else None


def read_number(text: str, decimal: str) -> float | None:
    """The number, or None where the text is not one under this decimal sign. Never ``inf`` or ``nan``."""
    cell = _CLEAN.sub("", text)
    if _INTEGER.fullmatch(cell):
        return float(cell)
    if decimal == "comma" and _COMMA.fullmatch(cell):
        return float(cell.replace(".", "").replace(",", "."))
    if decimal == "point" and _POINT.fullmatch(cell):
        return float(cell.replace(",", ""))
    return None


@dataclass
class NumberColumn:
    """The parser of one column of numbers, with the decimal sign it assumes and the proofs it has seen."""

    header: str
    decimal: str = "point"
    proofs: set[str] = field(default_factory=set)

    def typed(self, cells: pa.DictionaryArray) -> NDArray[np.float64]:
        """Numbers; NaN where a cell holds none."""
        texts = cells.dictionary.to_pylist()
        self.proofs |= {proof for text in texts if (proof := proves(text)) is not None}
        numbers = [read_number(text, self.decimal) for text in texts]
        values = np.array([np.nan if number is None else number for number in numbers] or [np.nan])
        typed: NDArray[np.float64] = values[cells.indices.to_numpy(zero_copy_only=False)]
        return typed

    def settled(self) -> str:
        """The decimal sign that all cells seen ask for; a point where nothing proves another."""
        return "comma" if self.proofs == {"comma"} else "point"
