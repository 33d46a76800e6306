"""Date columns: the order of day and month is decided once for a column, from all its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake import serials, unix, walls
from csmetrics.intake.date_facts import DateFacts, Seen
from csmetrics.intake.scores import is_missing
from csmetrics.intake.table import Faults
from csmetrics.intake.times import (
    MISSING,
    Fast,
    filled,
    is_zero,
    read_fast,
    read_time,
    read_times,
    without,
)
from csmetrics.language import Said
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

REASONS = (errors.NO_DATE, errors.NOT_A_DATE, *walls.REASONS, errors.NO_REAL_DATE)
BLANK, UNREADABLE, UNREAL = 1, 2, 5
# 1990-01-01 and 2099-01-01: no help desk has exports of before; 0026 is 2026 with a slip
EARLIEST, END = 631_152_000_000, 4_070_908_800_000
DAY = walls.DAY
# the zeros of Windows, SQL Server, Excel, its Mac and Unix (west of Greenwich the evening before), and words for never
NULLS = np.array(
    [
        *("1601-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01"),
        *("1969-12-31", "1970-01-01", "2099-12-31", "2999-12-31", "9999-12-31"),
    ],
    "datetime64[D]",
).astype(np.int64)


@dataclass
class DateColumn:
    """The parser of one date column under an assumed order, and the facts that confirm or refute it.

    ``zone`` is that of the run, in which times are handed over; ``written`` the one in which those without an
    offset are written, where the export says it. A day without a clock is that day in the zone of the run.
    """

    header: str
    zone: str
    declared: str | None = None
    order: str = "dmy"
    written: str | None = None
    facts: DateFacts = field(default_factory=DateFacts)
    file: str = ""
    serial_days: int = 0

    def __post_init__(self) -> None:
        self.order = self.declared or self.order

    @property
    def proven(self) -> str | None:
        """The order of day and month that its cells prove; None where none does, or both."""
        if (self.facts.day_first is None) == (self.facts.month_first is None):
            return None
        return "dmy" if self.facts.day_first is not None else "mdy"

    @property
    def assumes(self) -> bool:
        """Whether an order is needed, and neither told nor proven."""
        return self.declared is None and "year last" in self.facts.spellings and not self.proven

    def settle(self) -> tuple[str, list[Diagnostic]]:
        """The order that all cells ask for, with what to say of it; refuses contradictions."""
        facts, notes = self.facts, list[Diagnostic]()
        if facts.aware is not None and facts.naive is not None:
            raise CsmetricsError(
                errors.MIXED_ZONES,
                column=self.header,
                aware_row=str(facts.aware),
                naive_row=str(facts.naive),
            )
        if facts.unix_cells and len(facts.spellings) > 1:
            found = ", ".join(sorted(facts.spellings))
            raise CsmetricsError(errors.MIXED_UNIX, column=self.header, formats=found)
        notes.extend(self._spelled())
        if self.declared is not None or "year last" not in facts.spellings:
            return self.order, notes
        if facts.year_in_doubt:
            raise CsmetricsError(
                errors.TWO_DIGIT_YEAR, column=self.header, row=str(facts.day_first)
            )
        if facts.day_first is not None and facts.month_first is not None:
            raise CsmetricsError(
                errors.DATE_ORDER_CONFLICT,
                column=self.header,
                dmy_row=str(facts.day_first),
                mdy_row=str(facts.month_first),
            )
        if facts.day_first is None and facts.month_first is None:
            assumed = Diagnostic(
                errors.ASSUMED_ORDER, (("column", self.header),), column=self.header
            )
            notes.append(assumed)
        return "mdy" if facts.month_first is not None else "dmy", notes

    def _spelled(self) -> Iterator[Diagnostic]:
        """What to say of how the dates are written."""
        facts = self.facts
        words: tuple[tuple[str, str | int], ...] = (("column", self.header),)
        if count := facts.nulls.total():
            told = (*words, ("count", count), ("days", ", ".join(sorted(facts.nulls))))
            yield Diagnostic(errors.NULL_DATES, told, count, column=self.header)
        if len(facts.spellings) > 1:
            formats = ("formats", ", ".join(sorted(facts.spellings)))
            yield Diagnostic(errors.MIXED_DATE_FORMATS, (*words, formats), column=self.header)
        elif n := facts.serial_cells or facts.unix_cells:
            unit = ("unit", next(iter(facts.spellings)).removeprefix(unix.PREFIX))
            counted = (*words, unit, ("count", n), ("cells", "cell" if n == 1 else "cells"))
            kind = errors.SERIAL_DATES if facts.serial_cells else errors.UNIX_TIMES
            yield Diagnostic(kind, counted, n, column=self.header)
        if facts.uneven and facts.decimals < serials.ENOUGH:
            digits = Said("{n} {n:decimal|decimals}", n=facts.decimals)
            words = (words[0], ("digits", digits), ("off", serials.in_doubt(facts.decimals)))
            yield Diagnostic(errors.CUT_SERIALS, words, column=self.header)

    def typed(
        self, cells: pa.StringArray | pa.TimestampArray, numbers: NDArray[np.int64]
    ) -> tuple[pd.Series, Faults]:
        """Times in the zone of the run (NaT where there is none), and faults. ``numbers``: record numbers."""
        import pandas as pd
        import pyarrow as pa

        codes = np.zeros(len(cells), dtype=np.int8)
        if pa.types.is_timestamp(cells.type):
            if cells.null_count:
                codes[cells.is_null().to_numpy(zero_copy_only=False)] = BLANK
            milliseconds = self._witnessed(read_times(cells), numbers)
            aware = self.facts.aware is not None
        else:
            codes[~filled(cells)] = BLANK
            milliseconds, aware = self._parsed(cells, codes, numbers)
        codes[(milliseconds == MISSING) & (codes == 0)] = UNREADABLE
        unreal = ((milliseconds < EARLIEST) | (milliseconds >= END)) & (codes == 0)
        if unreal.any():
            codes[unreal] = self._unreal(milliseconds[unreal] // DAY)
            milliseconds = np.where(unreal, MISSING, milliseconds)
        if not self.facts.clock:
            self.facts.clock = aware or bool((milliseconds[milliseconds != MISSING] % DAY).any())
        if not aware and self.written not in (None, self.zone):
            moved = walls.moved(milliseconds, str(self.written), self.zone, cells, codes)
            return moved, Faults(codes, REASONS, str(self.written))
        if aware or self.zone == "UTC":  # in UTC no time is missing, and none comes twice
            instants = pd.DatetimeIndex(milliseconds.view("datetime64[ms]"), tz="UTC")
            zoned = instants if self.zone == "UTC" else instants.tz_convert(self.zone)
            return pd.Series(zoned), Faults(codes, REASONS)
        moments = pd.Series(milliseconds.view("datetime64[ms]"))
        return walls.localised(moments, self.zone, cells, codes), Faults(codes, REASONS)

    def _unreal(self, days: NDArray[np.int64]) -> NDArray[np.int8]:
        """What days are that cannot be: no date at all, as programs write it, or a slip."""
        nulls = np.isin(days, NULLS)
        for day, count in zip(*np.unique(days[nulls], return_counts=True), strict=True):
            self.facts.nulls[str(np.datetime64(int(day), "D"))] += int(count)
        return np.where(nulls, BLANK, UNREAL).astype(np.int8)

    def _parsed(
        self, cells: pa.StringArray, codes: NDArray[np.int8], numbers: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], bool]:
        left = np.flatnonzero(codes == 0)
        if not len(left):
            return np.full(len(cells), MISSING, dtype=np.int64), self.facts.aware is not None
        # The first cell left says which spelling has a fast way: after serial numbers two others may
        fast = self._read_fast
        milliseconds = fast(without(cells, codes != 0), numbers, int(left[0]))
        left = left[milliseconds[left] == MISSING]
        for quickly in (self._read_serials, self._read_unix, fast, fast):
            if len(left):
                milliseconds[left] = quickly(cells.take(left), numbers[left])
                left = left[milliseconds[left] == MISSING]
        if len(left):
            self._read_slowly(cells, left, milliseconds, codes, numbers)
        return milliseconds, self.facts.aware is not None

    def _read_serials(self, cells: pa.StringArray, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        found = serials.read_serials(cells, self.serial_days)
        done = found.milliseconds != MISSING
        if done.any():
            self.facts.add_serials(found, int(done.sum()))
            self.facts.note("naive", Seen(int(numbers[np.argmax(done)]), self.file))
        return found.milliseconds

    def _read_unix(self, cells: pa.StringArray, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        milliseconds = np.full(len(cells), MISSING, dtype=np.int64)
        for spelling, digits in unix.SPELLINGS.items():
            found = unix.read_unix(cells, digits)
            done = found != MISSING
            if done.any():
                milliseconds[done] = found[done]
                self.facts.spellings.add(spelling)
                self.facts.unix_cells += int(done.sum())
                self.facts.note("aware", Seen(int(numbers[np.argmax(done)]), self.file))
        return milliseconds

    def _read_fast(
        self, cells: pa.StringArray, numbers: NDArray[np.int64], example: int = 0
    ) -> NDArray[np.int64]:
        fast = read_fast(cells, cells[example].as_py(), self.order)
        if fast is None:
            return np.full(len(cells), MISSING, dtype=np.int64)
        return self._witnessed(fast, numbers)

    def _witnessed(self, fast: Fast, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        done = fast.milliseconds != MISSING
        if done.any():
            self._witness_fast(fast, done, numbers)
        return fast.milliseconds

    def _witness_fast(
        self,
        fast: Fast,
        done: NDArray[np.bool_],
        numbers: NDArray[np.int64],
    ) -> None:
        self.facts.spellings.add(fast.spelling)
        first = Seen(int(numbers[np.argmax(done)]), self.file)
        self.facts.note("aware" if fast.aware else "naive", first)
        self.facts.year_is_last |= fast.spelling == "year last"
        kind = "month_first" if self.order == "mdy" else "day_first"
        if fast.spelling == "year last" and self.facts.is_news(kind, first):
            days = fast.milliseconds[done].astype("datetime64[ms]").astype("datetime64[D]")
            of_month = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(int) + 1
            late = np.flatnonzero(of_month > 12)
            if len(late):
                self.facts.note(kind, Seen(int(numbers[done][late[0]]), self.file))

    def _read_slowly(
        self,
        cells: pa.StringArray,
        places: NDArray[np.intp],
        milliseconds: NDArray[np.int64],
        codes: NDArray[np.int8],
        numbers: NDArray[np.int64],
    ) -> None:
        distinct = cells.take(places).dictionary_encode()
        where = distinct.indices.to_numpy(zero_copy_only=False)
        first = np.full(len(distinct.dictionary), len(where), dtype=np.int64)
        np.minimum.at(first, where, np.arange(len(where)))
        values = np.full(len(first), MISSING, dtype=np.int64)
        for place, text in enumerate(distinct.dictionary.to_pylist()):
            time = read_time(text, self.order)
            if time is None:
                if is_zero(text) or is_missing(text):
                    codes[places[where == place]] = BLANK
                continue
            row = Seen(int(numbers[places[first[place]]]), self.file)
            values[place] = time.milliseconds
            if (
                time.milliseconds == MISSING
            ):  # a date of the other order, which may say a clock, too
                other = read_time(text, "dmy" if self.order == "mdy" else "mdy")
                self.facts.clock |= other is not None and other.milliseconds % DAY != 0
            self.facts.spellings.add(time.spelling)
            self.facts.note("aware" if time.aware else "naive", row)
            if time.ends is not None:
                self.facts.firsts.add(time.ends[0])
                self.facts.lasts.add(time.ends[1])
            elif time.spelling == "year last":
                self.facts.year_is_last = True
            if time.day_first:
                self.facts.note("day_first", row)
            if time.month_first:
                self.facts.note("month_first", row)
        milliseconds[places] = values[where]
