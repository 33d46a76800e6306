"""The columns of one run: which parser each has, and what was decided for it.

A decision (order of day and month, decimal sign) that rests on the first rows is an assumption. The parsers
gather what all rows prove; where that differs, the pipeline reads again with what is proven.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.intake import labels
from csmetrics.intake.dates import DateColumn
from csmetrics.intake.evidence import Evidence
from csmetrics.intake.numbers import NumberColumn
from csmetrics.intake.scores import ScoreColumn
from csmetrics.intake.table import Faults
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from csmetrics.options import InputOptions
    from csmetrics.read._raw import RawPart

Decisions = dict[str, str]


@dataclass(frozen=True)
class Wanted:
    """A column of the run: its key, what its cells are, its header, and its place in each file."""

    key: str
    kind: str
    header: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Typed:
    """The typed columns of some rows, by key; faults of those that have any; cells as read, by header."""

    frame: pd.DataFrame
    faults: dict[str, Faults]
    numbers: NDArray[np.int64]
    texts: dict[str, pa.Array]


@dataclass
class Columns:
    """The parsers of a run under some decisions."""

    wanted: Sequence[Wanted]
    options: InputOptions
    decisions: Decisions
    files: tuple[str, ...] = ()
    scores: dict[str, ScoreColumn] = field(default_factory=dict)
    dates: dict[str, DateColumn] = field(default_factory=dict)
    numbers: dict[str, NumberColumn] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column in self.wanted:
            decided = self.decisions.get(column.key)
            if column.kind == "score":
                self.scores[column.key] = ScoreColumn(column.header)
            elif column.kind == "date":
                self.dates[column.key] = DateColumn(
                    column.header, self.options.tz, self.options.dates, decided or "dmy"
                )
            elif column.kind == "number":
                sign = self.options.decimal or decided or "point"
                self.numbers[column.key] = NumberColumn(column.header, sign)

    def places(self, file: int) -> dict[int, bool]:
        """What to read of a file: place in the header → as distinct texts (True) or one by one."""
        places: dict[int, bool] = {}
        for column in self.wanted:
            place = column.places[file]
            places[place] = places.get(place, True) and column.kind != "date"
        return places

    def typed(self, part: RawPart, file: int) -> Typed:
        """Type the cells of one part of a file."""
        import pandas as pd

        data: dict[str, object] = {}
        faults: dict[str, Faults] = {}
        for column in self.wanted:
            cells = part.columns[column.places[file]]
            if column.kind == "date":
                dates = self.dates[column.key]
                dates.file = self.files[file] if len(self.files) > 1 else ""
                data[column.key], faults[column.key] = dates.typed(cells, part.numbers)
            elif column.kind == "score":
                data[column.key], faults[column.key] = self.scores[column.key].typed(coded(cells))
            elif column.kind == "number":
                data[column.key], faults[column.key] = self.numbers[column.key].typed(coded(cells))
            else:
                data[column.key] = labels.typed(coded(cells))
        texts = {column.header: part.columns[column.places[file]] for column in self.wanted}
        return Typed(pd.DataFrame(data, copy=False), faults, part.numbers, texts)

    def evidence(self, key: str) -> Evidence:
        """What a score column says of itself so far."""
        return self.scores[key].evidence

    def settle(self) -> tuple[Decisions, list[Diagnostic]]:
        """The decisions that all rows seen ask for; refuses a column that contradicts itself."""
        decisions, notes = {}, []
        for key, dates in self.dates.items():
            decisions[key], told = dates.settle()
            notes.extend(told)
        for key, numbers in self.numbers.items():
            decisions[key] = self.options.decimal or numbers.settled()
            if numbers.doubtful and not (numbers.proofs or self.options.decimal):
                params = (("column", numbers.header),)
                notes.append(Diagnostic(errors.ASSUMED_DECIMAL, params, column=numbers.header))
        return decisions, notes


def coded(cells: pa.Array) -> pa.DictionaryArray:
    """Dictionary-encoded cells, whichever way they were read."""
    import pyarrow as pa

    return cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()


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
