"""Plain numbers: amounts and counts, with a decimal sign that is decided once for a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.plain import read_numbers, those
from csmetrics.intake.scores import is_missing
from csmetrics.intake.table import Faults
from csmetrics.language import Said
from csmetrics.report import Diagnostic

REASONS = (errors.BLANK, errors.NOT_A_NUMBER, errors.MISSING_WORD)
BLANK, UNREADABLE, MISSING_WORD = 1, 2, 3

if TYPE_CHECKING:
    import pyarrow as pa

_GROUPED = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_UNIT = re.compile(r"\s*(?:R\$|US\$|[$€£%]|\b(?:BRL|USD|EUR|GBP|ARS|CLP|COP|MXN|PEN)\b)\s*")
CURRENCIES = {"R$": "BRL", "US$": "USD", "€": "EUR", "£": "GBP"}
"""What signs stand for; codes stand for themselves, and ``$`` for any of the next."""
DOLLARS = frozenset(("USD", "ARS", "CLP", "COP", "MXN"))
_INTEGER = re.compile(r"[-+]?\d+")
_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?P<decimals>[.,][0-9]+)?[eE][-+]?[0-9]+")
# no thousands begin with a zero: 0,750 is a fraction
_COMMA = re.compile(r"[-+]?((?![0０])\d{1,3}(\.\d{3})+|\d+),\d+|[-+]?(?![0０])\d{1,3}(\.\d{3})+")
_POINT = re.compile(r"[-+]?((?![0０])\d{1,3}(,\d{3})+|\d+)\.\d+|[-+]?(?![0０])\d{1,3}(,\d{3})+")


def proves(text: str) -> str | None:
    """The decimal sign that a number needs: ``comma``, ``point``, or None when it would fit both."""
    cell = _clean(text)
    comma, point = bool(_COMMA.fullmatch(cell)), bool(_POINT.fullmatch(cell))
    return "comma" if comma and not point else "point" if point and not comma else None


def is_either(text: str) -> bool:
    """Whether a text is another number under each decimal sign, as 1.234 is."""
    cell = _clean(text)
    return bool(_COMMA.fullmatch(cell) and _POINT.fullmatch(cell))


def read_number(text: str, decimal: str) -> float | None:
    """The number, or None where the text is not one under this decimal sign. Never ``inf`` or ``nan``."""
    cell = _clean(text)
    if decimal == "comma" and _COMMA.fullmatch(cell):
        cell = cell.replace(".", "").replace(",", ".")
    elif decimal == "point" and _POINT.fullmatch(cell):
        cell = cell.replace(",", "")
    elif not _INTEGER.fullmatch(cell):
        return None
    number = float(cell)
    return number if isfinite(number) else None


def unit_of(text: str) -> str:
    """The currency of an amount, ``%`` of a share, an empty string of a number alone."""
    found = _UNIT.search(text)
    sign = found[0].strip() if found else ""
    return CURRENCIES.get(sign, sign)


def _clean(text: str) -> str:
    """Without a currency or a percent sign, and without the blanks that part groups of three digits."""
    return _GROUPED.sub("", _UNIT.sub("", text, count=1).strip()).replace("−", "-")


@dataclass
class NumberColumn:
    """The parser of one column of numbers, with the decimal sign it assumes and the proofs it has seen.

    Spreadsheets and statistics software write 100000 as ``1e+05``: left out, the largest would be missing.
    ``units`` are the currencies that its numbers have, an empty string where one has none.
    """

    header: str
    decimal: str = "point"
    proofs: set[str] = field(default_factory=set)
    doubtful: bool = False
    units: set[str] = field(default_factory=set)

    @property
    def signs(self) -> set[str]:
        """The decimal signs that cells have proven."""
        return self.proofs

    def typed(self, cells: pa.DictionaryArray) -> tuple[NDArray[np.float64], Faults]:
        """Numbers (NaN where a cell holds none) and faults."""
        texts, places = cells.dictionary, cells.indices.to_numpy(zero_copy_only=False)
        plain = read_numbers(texts, self.decimal)
        self.proofs |= {sign for sign in ("comma", "point") if plain.proves(sign).any()}
        self.doubtful |= bool(plain.decimals.any())
        values = np.full(len(texts), np.nan)
        values[plain.taken] = plain.values
        if plain.taken.any():
            self.units.add("")
        codes = np.where(np.isnan(values), UNREADABLE, 0).astype(np.int8)
        rest = ~plain.taken
        for place, text in zip(
            np.flatnonzero(rest).tolist(), those(texts, rest).to_pylist(), strict=True
        ):
            self._slowly(text, place, values, codes)
        return values[places], Faults(codes[places], REASONS)

    def _slowly(
        self, text: str, place: int, values: NDArray[np.float64], codes: NDArray[np.int8]
    ) -> None:
        """Read a text that is not spelled plainly."""
        if found := _SCIENTIFIC.fullmatch(text.strip()):
            sign = {",": "comma", ".": "point", "": None}[(found["decimals"] or "")[:1]]
            if sign is not None:
                self.proofs.add(sign)
            value = float(found[0].replace(",", "."))
            if isfinite(value) and sign in (None, self.decimal):
                values[place], codes[place] = value, 0
                self.units.add("")
            return
        if (proof := proves(text)) is not None:
            self.proofs.add(proof)
        self.doubtful |= read_number(text, "comma") != read_number(text, "point")
        number = read_number(text, self.decimal)
        if number is not None or proof is not None:
            self.units.add(unit_of(text))
        if number is not None:
            values[place], codes[place] = number, 0
        elif not text.strip():
            codes[place] = BLANK
        elif is_missing(text):
            codes[place] = MISSING_WORD

    def settled(self) -> str:
        """The decimal sign that all cells seen ask for, a point where none does; refuses both."""
        if len(self.proofs) > 1:
            raise CsmetricsError(errors.MIXED_DECIMALS, column=self.header)
        return "comma" if self.proofs == {"comma"} else "point"

    def currency(self) -> str:
        """What the numbers count, an empty string where none says it; refuses what cannot be added up."""
        named = self.units - {""}
        if len(named) > 1 and "$" in named and named - {"$"} <= DOLLARS:
            named -= {"$"}
        if len(named) > 1:
            raise CsmetricsError(
                errors.MIXED_CURRENCIES, column=self.header, units=", ".join(sorted(named))
            )
        return next(iter(named), "")

    def notes(self) -> Iterator[Diagnostic]:
        """Say what the numbers count, where one says it; refuses what cannot be added up."""
        unit = self.currency()
        if unit not in ("", "%"):
            others = Said(", also where none is written") if "" in self.units else ""
            params = (("column", self.header), ("unit", unit), ("others", others))
            yield Diagnostic(errors.ONE_CURRENCY, params, column=self.header)
