"""Columns of durations → milliseconds; what depends on the column is decided once for all its cells.

Milliseconds, like times: some exports have fractions of a second, and a duration must compare with a difference of
times. What is certain of a text is in :mod:`spelled`. Only this depends on the column: what a plain number counts,
which sign is the decimal one, and whether ``1:30`` is hours and minutes or minutes and seconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.intake.date_facts import Seen
from csmetrics.intake.plain import Clocks, Numbers, read_clocks, read_numbers, those
from csmetrics.intake.scores import is_missing
from csmetrics.intake.spelled import (
    ASSUMED,
    DECIMALS,
    EITHER,
    FRACTION,
    IN_HOURS,
    IN_MINUTES,
    LONGEST,
    THREE,
    TWO,
    parse,
)
from csmetrics.intake.table import Faults
from csmetrics.intake.times import MISSING, read_time
from csmetrics.intake.units import HOUR, HOURS_FIRST, MINUTES_FIRST, UNITS, header_pair, header_unit
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import pyarrow as pa

REASONS = (errors.BLANK, errors.NOT_A_DURATION, errors.MISSING_WORD)
BLANK, UNREADABLE, MISSING_WORD = 1, 2, 3
REMEMBERED = 100_000
NO_ROW = np.iinfo(np.int64).max

_HALF_DAY = re.compile(r".*\d:\d\d(:\d\d)?\s*[AaPp]\.?\s?[Mm]\.?")


class Reading(NamedTuple):
    """One text under the decisions of its column: milliseconds or MISSING, a fault or 0, and what it proves."""

    milliseconds: int
    fault: int
    facts: tuple[str, ...]


@dataclass
class DurationColumn:
    """The parser of one column under ``decided``: the decimal sign, and the form of texts of two parts.

    ``facts`` names the first record of each kind of cell, whatever is assumed. The unit comes from the user or
    preset, else from the header; it is then also that of the first part of ``1:30``.
    """

    header: str
    declared_unit: str | None = None
    decimal: str | None = None
    decided: str = ASSUMED
    role: str = "handle_time"
    file: str = ""
    facts: dict[str, Seen] = field(default_factory=dict)
    _known: dict[str, Reading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.unit = self.declared_unit or header_unit(self.header)
        self.pair = header_pair(self.header)
        if self.unit is not None:
            self.pair = HOURS_FIRST if UNITS[self.unit][0] >= HOUR else MINUTES_FIRST
        decimal, pair = self.decided.split()
        self.decided = f"{self.decimal or decimal} {self.pair or pair}"

    @property
    def signs(self) -> set[str]:
        """The decimal signs that cells have proven."""
        return self.facts.keys() & DECIMALS

    @property
    def doubtful(self) -> bool:
        """Whether some cell is another number under each decimal sign."""
        return EITHER in self.facts

    def typed(
        self, cells: pa.DictionaryArray, numbers: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], Faults]:
        """Milliseconds, MISSING where there are none, and faults. ``numbers``: record numbers."""
        texts, places = cells.dictionary, cells.indices.to_numpy(zero_copy_only=False)
        first = np.full(len(texts), len(places), dtype=np.int64)
        np.minimum.at(first, places, np.arange(len(places)))
        rows = np.append(numbers, NO_ROW)[first]  # NO_ROW: no cell has this text, it proves nothing
        values = np.full(len(texts), MISSING, dtype=np.int64)
        plain = read_numbers(texts, self.decided.split()[0])
        values[plain.taken] = self._of_numbers(plain, rows[plain.taken])
        left = np.flatnonzero(~plain.taken)
        texts = those(texts, ~plain.taken)
        clocks = read_clocks(texts)
        values[left[clocks.taken]] = self._of_clocks(clocks, rows[left[clocks.taken]])
        codes = np.where(values == MISSING, UNREADABLE, 0).astype(np.int8)
        slow = ~clocks.taken & (rows[left] != NO_ROW)
        for place, text in zip(left[slow].tolist(), those(texts, slow).to_pylist(), strict=True):
            values[place], codes[place], proven = self._read(text)
            for fact in proven:
                self._saw(fact, rows[place : place + 1])
        return values[places], Faults(codes[places], REASONS)

    def _of_numbers(self, plain: Numbers, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Their milliseconds, with what they prove; a number has no other fault than to be unreadable."""
        self._saw("plain", rows)
        fraction = plain.decimals >= FRACTION
        self._saw("count", rows[~plain.zero & ~fraction])
        self._saw("fraction", rows[~plain.zero & fraction])
        for sign in DECIMALS:
            self._saw(sign, rows[plain.proves(sign)])
        self._saw(EITHER, rows[plain.grouped])
        total = plain.values * UNITS[self.unit or "hours"][0]
        known = np.abs(total) <= LONGEST if self.unit else plain.values == 0
        return np.where(known, np.rint(np.where(known, total, 0)).astype(np.int64), MISSING)

    def _of_clocks(self, clocks: Clocks, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The same of ``26:15:00`` and ``26:15``."""
        total, two = clocks.milliseconds, ~clocks.three & (clocks.milliseconds > 0)
        self._saw(THREE, rows[clocks.three])
        self._saw(TWO, rows[two])
        self._saw("words", rows[~clocks.three & ~two])  # 0:00 is the same in either form
        if self.decided.split()[1] == HOURS_FIRST:
            total = np.where(two, total * 60, total)
        return np.where(total <= LONGEST, total, MISSING)

    def _saw(self, fact: str, rows: NDArray[np.int64]) -> None:
        """Keep the first of these records for a fact; files come one after the other."""
        row = int(rows.min(initial=NO_ROW))
        known = self.facts.get(fact)
        if row != NO_ROW and (known is None or (known.file == self.file and row < known.row)):
            self.facts[fact] = Seen(row, self.file)

    def _read(self, text: str) -> Reading:
        """The meaning of a text in this column, whichever way it is spelled."""
        reading = self._known.get(text)
        if reading is None:
            parsed = parse(text)
            value = None if parsed is None else parsed.milliseconds(self.unit, self.decided)
            facts = tuple(parsed.facts()) if parsed else ("moment",) * _is_moment(text)
            found = (MISSING, _fault(text)) if value is None else (value, 0)
            reading = Reading(*found, facts)
            if len(self._known) < REMEMBERED:
                self._known[text] = reading
        return reading

    def settle(self) -> tuple[str, list[Diagnostic]]:
        """The decisions that all cells ask for, with what to say of them; refuses doubts and contradictions."""
        facts, notes = self.facts, list[Diagnostic]()
        if facts.keys() == {"moment"}:
            raise self._refusal(errors.NOT_DURATIONS, row=str(facts["moment"]))
        if self.unit is None and (number := facts.get("count") or facts.get("fraction")):
            unit = "minutes" if "count" in facts else "days"  # as workbooks store times
            raise self._refusal(errors.NO_UNIT, row=str(number), unit=unit)
        if self.decimal is None and "comma" in facts and "point" in facts:
            raise self._refusal(errors.MIXED_DECIMALS)
        decimal = self.decimal or ("comma" if "comma" in facts else "point")
        if self.pair is not None or TWO not in facts:
            return f"{decimal} {self.pair or HOURS_FIRST}", notes
        one, other = (IN_HOURS, IN_MINUTES) if IN_MINUTES in facts else (TWO, THREE)
        if one in facts and other in facts:
            rows = {"one_row": str(facts[one]), "other_row": str(facts[other])}
            raise self._refusal(errors.PAIR_CONFLICT, one=one, other=other, **rows)
        if IN_MINUTES not in facts and IN_HOURS not in facts:
            params = (("column", self.header), ("role", self.role))
            notes.append(Diagnostic(errors.ASSUMED_PAIR, params, column=self.header))
        return f"{decimal} {MINUTES_FIRST if IN_MINUTES in facts else HOURS_FIRST}", notes

    def _refusal(self, kind: Kind, **words: str) -> CsmetricsError:
        return CsmetricsError(kind, column=self.header, role=self.role, **words)


def _fault(text: str) -> int:
    if not text or text.isspace():
        return BLANK
    return MISSING_WORD if is_missing(text) else UNREADABLE


def _is_moment(text: str) -> bool:
    """A date, or a time with AM or PM: a column of them holds no durations."""
    return read_time(text, "dmy") is not None or _HALF_DAY.fullmatch(text.strip()) is not None
