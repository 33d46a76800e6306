"""The columns of one run: which parser each has, and what was decided for it.

A decision (order of day and month, decimal sign) that rests on the first rows is an assumption. The parsers
gather what all rows prove; where that differs, the pipeline reads again with what is proven.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.intake import dues, labels, siblings
from csmetrics.intake.dates import DateColumn
from csmetrics.intake.durations import DurationColumn
from csmetrics.intake.evidence import Evidence
from csmetrics.intake.flags import STANDING, Alone, FlagColumn
from csmetrics.intake.ids import hashed, of_people
from csmetrics.intake.numbers import NumberColumn
from csmetrics.intake.replaced import Rows, coded, emptied_notes, instead
from csmetrics.intake.scores import ScoreColumn
from csmetrics.intake.spelled import ASSUMED
from csmetrics.intake.statuses import StatusColumn
from csmetrics.intake.table import Faults, of_days
from csmetrics.intake.times import is_iso
from csmetrics.intake.wanted import Wanted
from csmetrics.intake.weights import WeightColumn
from csmetrics.intake.zones import UTC
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    import pyarrow as pa

    from csmetrics.options import InputOptions
    from csmetrics.read._raw import RawPart, RawTable

Decisions = dict[str, str]
Parser = ScoreColumn | DateColumn | NumberColumn | DurationColumn | StatusColumn | FlagColumn

ONE_BY_ONE = ("date", "key", "person")
"""Kinds whose cells are read one by one; those of all others as distinct texts."""

BLANKS = (errors.BLANK, errors.MISSING_WORD, errors.NO_DATE)
"""Reasons of cells that hold nothing."""


@dataclass(frozen=True)
class Typed:
    """The typed columns of some rows, by key; faults of those that have any; cells as read, by header.

    ``hashes`` are those of the columns by which rows are compared, ``left_out`` the rows that a preset leaves out.
    """

    frame: pd.DataFrame
    faults: dict[str, Faults]
    numbers: NDArray[np.int64]
    texts: dict[str, pa.Array]
    hashes: dict[str, NDArray[np.uint64]]
    left_out: tuple[tuple[str, NDArray[np.bool_]], ...] = ()


@dataclass
class Columns:
    """The parsers of a run under some decisions, and how many cells of each column hold something.

    ``tables`` are asked how they are written where the cells of a column leave its decimal sign open.
    """

    wanted: Sequence[Wanted]
    options: InputOptions
    decisions: Decisions
    files: tuple[str, ...] = ()
    leave_out: tuple[Rows, ...] = ()
    parsers: dict[str, Parser] = field(init=False)
    filled: Counter[str] = field(default_factory=Counter)
    labels: dict[str, set[str]] = field(default_factory=dict)
    emptied: Counter[tuple[str, str]] = field(default_factory=Counter)
    tables: Sequence[RawTable] = ()

    def __post_init__(self) -> None:
        made = ((column.key, self._parser(column)) for column in self.wanted)
        self.parsers = {key: parser for key, parser in made if parser is not None}

    def _parser(self, column: Wanted) -> Parser | None:
        options, decided = self.options, self.decisions.get(column.key)
        match column.kind:
            case "score":
                return ScoreColumn(column.header)
            case "date":
                kind = dues.DueColumn if column.key in dues.ROLES else DateColumn
                parser = kind(column.header, options.tz, options.dates, decided or "dmy")
                if isinstance(parser, dues.DueColumn):
                    parser.midnights = self.decisions.get(of_days(column.key), dues.DAYS)
                return parser
            case "number":
                return NumberColumn(column.header, options.decimal or decided or "point")
            case "weight":
                return WeightColumn(column.header, options.decimal or decided or "point")
            case "duration":
                return DurationColumn(
                    column.header, column.unit, options.decimal, decided or ASSUMED, column.key
                )
            case "status":
                return StatusColumn(column.header)
            case "flag" | "count":
                return FlagColumn(
                    column.header, counts=column.kind == "count", standing=STANDING.get(column.key)
                )
        return None

    def places(self, file: int) -> dict[int, bool]:
        """What to read of a file: place in the header → as distinct texts (True) or one by one."""
        places: dict[int, bool] = {}
        for column in self.wanted:
            place = column.places[file]
            places[place] = places.get(place, True) and column.kind not in ONE_BY_ONE
        return dict.fromkeys(self._beside(file), True) | places

    def _beside(self, file: int) -> set[int]:
        """Places whose texts are joined to others, or decide what becomes of them or of whole rows."""
        rules = [*self.leave_out, *(rows for column in self.wanted for rows in column.empty)]
        more = {each for column in self.wanted if column.also for each in column.also[file]}
        return more | {places[file] for rows in rules for places, _ in rows.when}

    def times(self, file: int, sample: Sequence[Sequence[str]]) -> set[int]:
        """Places that are asked for dates only, and whose first cells are ISO times without an offset.

        In UTC alone: where clocks change it matters whether a midnight was written or a day.
        """
        if self.options.tz != UTC:
            return set()
        kinds: dict[int, set[str]] = {place: {"text"} for place in self._beside(file)}
        for column in self.wanted:
            if column.zone_in(file) not in (None, UTC):
                continue
            if column.values or column.empty or column.key in dues.ROLES:
                kinds.setdefault(column.places[file], set()).add("text")
            kinds.setdefault(column.places[file], set()).add(column.kind)
        return {
            place
            for place, asked in kinds.items()
            if asked == {"date"}
            and is_iso(record[place] for record in sample if place < len(record))
        }

    def typed(self, part: RawPart, file: int) -> Typed:
        """Type the cells of one part of a file."""
        import pandas as pd

        data: dict[str, object] = {}
        faults: dict[str, Faults] = {}
        hashes: dict[str, NDArray[np.uint64]] = {}
        for column in self.wanted:
            key, cells = column.key, instead(column, part, file, self.emptied)
            parser = self.parsers.get(key)
            if isinstance(parser, DateColumn | DurationColumn | WeightColumn):
                parser.file = self.files[file] if len(self.files) > 1 else ""
            if isinstance(parser, DateColumn):
                parser.written = column.zone_in(file)
                parser.serial_days = part.serial_days
                times, faults[key] = parser.typed(cells, part.numbers)
                data[key] = times
                if isinstance(parser, dues.DueColumn):
                    data[of_days(key)] = parser.days(times, cells)
            elif isinstance(parser, DurationColumn):
                data[key], faults[key] = parser.typed(coded(cells), part.numbers)
            elif isinstance(parser, WeightColumn):
                data[key], faults[key] = parser.seen(coded(cells), part.numbers)
            elif parser is not None:
                data[key], faults[key] = parser.typed(coded(cells))
            elif column.kind in ("key", "person"):
                hashes[key] = (of_people if column.kind == "person" else hashed)(cells)
                self.filled[key] += int(np.count_nonzero(hashes[key]))
            else:
                found = labels.typed(coded(cells))
                data[key] = found
                self.labels.setdefault(key, set()).update(found.categories)
                self.filled[key] += int(np.count_nonzero(found.codes >= 0))
            if key in faults:
                self.filled[key] += _filled(faults[key])
        texts = {column.header: part.columns[column.places[file]] for column in self.wanted}
        frame = pd.DataFrame(data, index=pd.RangeIndex(len(part.numbers)), copy=False)
        left_out = tuple((rows.reason, rows.mask(part, file)) for rows in self.leave_out)
        return Typed(frame, faults, part.numbers, texts, hashes, left_out)

    def evidence(self, key: str) -> Evidence | None:
        """What a score column says of itself so far; None of any other."""
        parser = self.parsers.get(key)
        return parser.evidence if isinstance(parser, ScoreColumn) else None

    def statuses(self, key: str) -> frozenset[str] | None:
        """The statuses that the words of a column stand for so far; None of any other column."""
        parser = self.parsers.get(key)
        if not isinstance(parser, StatusColumn):
            return None
        return frozenset(status.label for status, count in parser.known.items() if count)

    def answers(self, key: str) -> tuple[frozenset[float], int]:
        """Which answers a column of flags holds so far: 1, 0, or both, and how many blanks; none of any other."""
        parser = self.parsers.get(key)
        if not isinstance(parser, FlagColumn):
            return frozenset(), 0
        return frozenset(parser.answers), parser.blank

    def alone(self, key: str) -> Alone | None:
        """The one answer of a column of flags so far, beside blank cells; None of any other column."""
        parser = self.parsers.get(key)
        return parser.alone if isinstance(parser, FlagColumn) else None

    def settle(self, keys: Collection[str] | None = None) -> tuple[Decisions, list[Diagnostic]]:
        """The decisions that all rows seen ask for; refuses a column that contradicts itself.

        With ``keys`` only of those: what no number rests on is no reason to refuse.
        """
        decisions: Decisions = {}
        notes = list(emptied_notes(self.wanted, self.emptied, keys))
        for key, parser in self.parsers.items():
            if keys is not None and key not in keys:
                continue
            if isinstance(parser, DateColumn | DurationColumn):
                decisions[key], told = parser.settle()
                notes.extend(told)
                if isinstance(parser, dues.DueColumn):
                    decisions[of_days(key)] = dues.TIMES if parser.timed else dues.DAYS
            elif isinstance(parser, FlagColumn):
                parser.settle()
            elif isinstance(parser, StatusColumn):
                notes.extend(parser.notes(named=bool(self.options.exclude_status)))
            elif isinstance(parser, NumberColumn):
                notes.extend(parser.notes())
                decisions[key] = self.options.decimal or parser.settled()
        notes += siblings.remaining(self.parsers, decisions, self.tables)
        notes = siblings.dates(self.parsers, decisions, notes, self.options.tz)
        if self.options.decimal is None:
            notes += siblings.decimals(self.parsers, decisions, self.tables)
        return decisions, notes

    def days_only(self, keys: Collection[str]) -> list[str]:
        """The headers of date columns that hold days, and no time of day."""
        dates = (self.parsers.get(key) for key in keys)
        return [
            each.header
            for each in dates
            if isinstance(each, DateColumn) and each.facts.spellings and not each.facts.clock
        ]


def _filled(faults: Faults) -> int:
    """How many cells hold something, be it readable or not."""
    if not faults.codes.any():
        return len(faults.codes)
    blanks = [code for code, reason in enumerate(faults.reasons, start=1) if reason in BLANKS]
    counts = np.bincount(faults.codes, minlength=len(faults.reasons) + 1)
    return int(counts.sum() - counts[blanks].sum())


def sample_part(records: Sequence[Sequence[str]], places: Mapping[int, bool]) -> RawPart:
    """The first records of a file as a part, to assume from."""
    import pyarrow as pa

    from csmetrics.read._raw import RawPart

    columns = {
        place: pa.array(
            [record[place] if place < len(record) else "" for record in records], pa.string()
        )
        for place in places
    }
    return RawPart(columns, np.arange(1, len(records) + 1))
