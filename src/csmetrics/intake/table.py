"""The canonical typed table: what a metric sees of one part of the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import Reason, Word
from csmetrics.intake.ledger import FIRST_ROWS, Entry, Ledger
from csmetrics.intake.times import MISSING

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from csmetrics.calc.journey import Roster
    from csmetrics.worktime import Clock

Ints = NDArray[np.int64]


def of_days(role: str) -> str:
    """The name of the column of a table that tells which due times of a role are days; also of that decision."""
    return f"{role}: of days"


@dataclass(frozen=True)
class Faults:
    """Cells of a column that hold no value: ``codes`` is 0 where there is one, else 1 + a place in ``reasons``.

    ``zone`` is the one in which the cells are written, where it is not that of the run.
    """

    codes: NDArray[np.int8]
    reasons: tuple[Reason, ...]
    zone: str = ""


@dataclass
class Table:
    """Typed columns of some rows, by role, and which rows are still in (``why`` is 0) or out, and why.

    ``frame`` holds scores, numbers and flags as float64 (NaN where faulty), dates as datetime64 in the zone
    of the run (NaT), durations as integer milliseconds (MISSING), statuses as codes, labels as Categorical
    (NaN for blank). ``numbers`` are record numbers, ``file`` the place of the file in the list of inputs.
    ``headers`` names the column of the file behind each role, for messages; ``texts`` holds the cells of a
    column by that name, where they may be shown. ``clocks`` count working time, none calendar time: the first
    that of all rows, or each that of the rows of which ``clock_of`` holds its place (-1: there is none for them);
    ``clocked`` says that they were asked.
    ``as_of`` is "now" where the user said it, the end of that day: what is not before it has not happened
    (a date without a time is the beginning of its day). ``start`` and ``end`` bound
    the window of the run, ``end`` not included. ``latest`` is the last event of all rows, known only where
    people are followed, after a first reading. ``date`` is the role of the date by which rows are put in a
    period or window, None where none are; ``step`` is the length of the periods that rows are split by.
    ``who`` are hashes of whom each row is of, where somebody asks: 0 is nobody; ``roster`` is the list
    of customers, where one is given. Instants are milliseconds since 1970 in UTC.
    """

    frame: pd.DataFrame
    faults: dict[str, Faults]
    headers: dict[str, str]
    numbers: NDArray[np.int64]
    file: int = 0
    texts: Mapping[str, pa.Array] = field(default_factory=dict)
    clocks: Sequence[Clock] = ()
    as_of: int | None = None
    start: int | None = None
    end: int | None = None
    zone: str = "UTC"
    latest: int | None = None
    date: str | None = None
    clock_of: Ints | None = None
    clocked: bool = False
    step: str | None = None
    who: NDArray[np.uint64] | None = None
    roster: Roster | None = None
    entries: list[Entry] = field(default_factory=list)
    why: NDArray[np.int16] = field(init=False)

    def __post_init__(self) -> None:
        self.why = np.zeros(len(self.numbers), dtype=np.int16)

    def apart(self) -> Table:
        """The rows that are still in, with an account of their own: what is left out there stays in here."""
        twin = replace(self, entries=[])
        twin.why = np.where(self.why == 0, 0, -1).astype(np.int16)
        return twin

    def numeric(self, role: str) -> NDArray[np.float64]:
        """The scores of a column; NaN where there is none."""
        values: NDArray[np.float64] = self.frame[role].to_numpy()
        return values

    def has(self, role: str) -> bool:
        """Whether a column plays this role."""
        return role in self.frame

    def instants(self, role: str) -> Ints:
        """The times of a column; MISSING where there is none, or none before "now"."""
        times: Ints = self.frame[role].array.asi8
        if self.as_of is not None:
            times = np.where(times >= self.as_of, MISSING, times)
        return times

    def milliseconds(self, role: str) -> Ints:
        """The durations of a column; MISSING where there is none."""
        values: Ints = self.frame[role].to_numpy()
        return values

    def elapsed(self, starts: Ints, ends: Ints) -> Ints:
        """The time from each start to its end, in working hours where there are any; MISSING without either.

        Negative where the end comes first, also where no working hour lies between.
        """
        known = (starts != MISSING) & (ends != MISSING)
        spans = np.where(known, ends - starts, MISSING)
        forward = known & (spans >= 0)
        for place, clock in enumerate(self.clocks):
            self.clocked = True
            mine = forward if self.clock_of is None else forward & (self.clock_of == place)
            rows = np.flatnonzero(mine)
            spans[rows] = clock.worked(starts[rows], ends[rows])
        return spans

    def leave_out(self, rows: NDArray[np.bool_], reason: Reason, role: str, **params: Word) -> None:
        """Leave out those of ``rows`` that are still in. The first reason of a row is the one that counts."""
        out = rows & (self.why == 0)
        if out.any():
            self.entries.append((reason, tuple(params.items()), self.headers.get(role, role)))
            self.why[out] = len(self.entries)

    def leave_out_faults(self, role: str, *, but: Reason | None = None) -> None:
        """Leave out the rows whose cell in this column holds no value, each by its reason ``but`` one."""
        self.leave_out_faulty(role, np.ones(len(self.why), dtype=bool), but=but)

    def leave_out_faulty(
        self, role: str, rows: NDArray[np.bool_], *, but: Reason | None = None
    ) -> None:
        """The same of some rows. Where a blank is no fault, a word for missing is none either."""
        spared = (errors.BLANK, errors.MISSING_WORD) if but is errors.BLANK else (but,)
        faults = self.faults[role]
        if faults.codes.any():
            for code, reason in enumerate(faults.reasons, start=1):
                zoned = "{zone}" in reason.text
                params: dict[str, Word] = {"zone": faults.zone or self.zone} if zoned else {}
                if reason not in spared:
                    self.leave_out(rows & (faults.codes == code), reason, role, **params)

    def faulty(self, role: str, reason: Reason) -> NDArray[np.bool_]:
        """The rows whose cell in this column holds no value for this reason."""
        faults = self.faults[role]
        if reason not in faults.reasons:
            return np.zeros(len(faults.codes), dtype=bool)
        rows: NDArray[np.bool_] = faults.codes == faults.reasons.index(reason) + 1
        return rows

    def rows(self) -> NDArray[np.intp]:
        """Positions of the rows that are still in."""
        return np.flatnonzero(self.why == 0)

    def ledger(self) -> Ledger:
        """The account of the rows that were left out so far."""
        ledger = Ledger()
        for code, entry in enumerate(self.entries, start=1):
            rows = np.flatnonzero(self.why == code)
            first = self.numbers[rows[:FIRST_ROWS]]
            places = [(self.file, int(number)) for number in first]
            cells = self.texts.get(entry[2])
            texts = [] if cells is None else cells.take(rows[:FIRST_ROWS]).to_pylist()
            ledger.enter(entry, len(rows), places, texts)
        return ledger
