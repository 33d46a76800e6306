"""One column of an inspected file: how many of its cells can be read as what, how they are read, and how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics.errors import CsmetricsError
from csmetrics.intake.columns import BLANKS
from csmetrics.intake.dates import DateColumn
from csmetrics.intake.distinct import Distinct, Tally
from csmetrics.intake.durations import DurationColumn
from csmetrics.intake.numbers import NumberColumn
from csmetrics.intake.reading import Reading, of_date, of_duration, of_number
from csmetrics.intake.times import MISSING
from csmetrics.intake.zones import for_run
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import pyarrow as pa

    from csmetrics.intake.columns import Columns, Decisions, Parser
    from csmetrics.intake.table import Faults
    from csmetrics.intake.wanted import Wanted
    from csmetrics.options import InputOptions
    from csmetrics.read._raw import RawPart
    from csmetrics.report import ColumnSeen

SAMPLES = 3
FEW_LABELS = 50


class Read(NamedTuple):
    """What the cells of a column hold: which of them are read or blank, and how the values look, in order."""

    read: NDArray[np.bool_]
    blank: NDArray[np.bool_]
    shown: Sequence[str]
    mean: float | None = None


@dataclass
class InspectedColumn:
    """Adds up one column, and reads it as the metrics do."""

    place: int
    wanted: Wanted
    seen: ColumnSeen
    unit_by: str = "by its name"
    tally: Tally = field(default_factory=Tally)
    distinct: Distinct | None = None
    whole: int = 0

    serial_days: int = 0

    def add(self, cells: pa.DictionaryArray, part: RawPart) -> None:
        """Count the cells of one part."""
        self.tally.add(cells, part.numbers)
        self.serial_days = part.serial_days

    def close(self) -> None:
        """Put the parts together."""
        found = self.tally.settled()
        self.whole, self.distinct = found.total, found.filled()
        self.tally = Tally()

    def typed(self, parser: Parser) -> Faults:
        """Let a parser see all cells; what they prove stays in it."""
        assert self.distinct is not None  # noqa: S101 (closed before)
        cells, places = self.distinct.cells()
        if isinstance(parser, DateColumn):
            parser.serial_days = self.serial_days
            return parser.typed(cells.cast("string"), self.distinct.rows[places])[1]
        if isinstance(parser, DurationColumn):
            return parser.typed(cells, self.distinct.rows[places])[1]
        return parser.typed(cells)[1]


def settled(
    columns: Columns, inspected: Sequence[InspectedColumn]
) -> tuple[Decisions, list[Diagnostic]]:
    """What the columns decide, one by the other; those that would be refused are told of instead."""
    sure, notes = set(), []
    for each in inspected:
        key = each.wanted.key
        if key in columns.parsers:
            each.typed(columns.parsers[key])
        try:
            columns.settle({key})
            sure.add(key)
        except CsmetricsError as fault:
            notes.append(
                Diagnostic(fault.kind, tuple(fault.params.items()), column=each.wanted.header)
            )
    decisions, told = columns.settle(sure)
    return decisions, [*notes, *told]


def read(
    column: InspectedColumn, parser: Parser | None, options: InputOptions, decided: str
) -> Read:
    """The cells under what was decided for their column."""
    assert column.distinct is not None  # noqa: S101 (closed before)
    if parser is None:
        every = np.ones(column.distinct.total, dtype=bool)
        return Read(every, ~every, column.distinct.commonest(SAMPLES))
    cells, places = column.distinct.cells()
    rows, wanted = column.distinct.rows[places], column.wanted
    if isinstance(parser, DateColumn):
        return _dates(column, parser, options, decided)
    if isinstance(parser, DurationColumn):
        own = DurationColumn(wanted.header, wanted.unit, options.decimal, decided or parser.decided)
        times, faults = own.typed(cells, rows)
        return Read(*_known(faults), [_clock(time) for time in np.unique(times[times != MISSING])])
    if isinstance(parser, NumberColumn):
        parser = NumberColumn(wanted.header, decided or options.decimal or parser.settled())
    values, faults = parser.typed(cells)
    if wanted.kind not in ("score", "number"):
        return Read(*_known(faults), column.distinct.commonest(SAMPLES))
    numbers = np.asarray(values)[faults.codes == 0]
    mean = float(numbers.mean()) if len(numbers) else None
    return Read(*_known(faults), [f"{number:g}" for number in np.unique(numbers)], mean)


def _dates(
    column: InspectedColumn, parser: DateColumn, options: InputOptions, decided: str
) -> Read:
    """On the clock on which they are written, where the export says which, else on that of the run."""
    assert column.distinct is not None  # noqa: S101 (closed before)
    cells, places = column.distinct.cells()
    written = column.wanted.zone_in(0)
    zone = (for_run(written) if written else None) or options.tz
    own = DateColumn(parser.header, zone, options.dates, decided or parser.order, written)
    own.serial_days = parser.serial_days
    times, faults = own.typed(cells.cast("string"), column.distinct.rows[places])
    ordered = times[times.notna()].sort_values().drop_duplicates()
    ends = ordered if len(ordered) <= SAMPLES else ordered.iloc[[0, 1, -1]]
    shown = ends.dt.strftime("%Y-%m-%d %H:%M").drop_duplicates().str.removesuffix(" 00:00")
    return Read(*_known(faults), shown.tolist())


def reading_of(
    column: InspectedColumn,
    parser: Parser | None,
    options: InputOptions,
    decided: str,
    notes: Sequence[Diagnostic],
) -> Reading:
    """In words, how the cells are read, and by which decisions."""
    if isinstance(parser, DateColumn):
        return of_date(parser, column.wanted, options, decided, notes)
    if isinstance(parser, DurationColumn):
        return of_duration(parser, column.unit_by, options, decided, notes)
    if isinstance(parser, NumberColumn):
        return of_number(parser, options, decided, notes)
    return Reading("")


def _known(faults: Faults) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which cells hold a value, and which hold nothing or a word that says why."""
    nothing = [
        code
        for code, reason in enumerate(faults.reasons, start=1)
        if reason in BLANKS or reason.silent
    ]
    return faults.codes == 0, np.isin(faults.codes, nothing)


def _clock(milliseconds: int) -> str:
    """``26:15:00``."""
    seconds = abs(milliseconds) // 1000
    sign = "-" if milliseconds < 0 else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
