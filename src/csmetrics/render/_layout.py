"""What a table is made of, whatever lays it out and whatever prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from csmetrics.report import Measure

ColumnKind = Literal["label", "count", "headline", "interval", "number", "chart", "words"]


@dataclass(frozen=True)
class Column:
    """A column; titles and cells of ``label`` columns are data, all others are our own words.

    Of one of a ``series``, such as the months since the first, the others stand beside it: they may be cut in blocks.
    """

    title: str
    kind: ColumnKind
    series: bool = False

    @property
    def right(self) -> bool:
        """Whether its cells are numbers, which stand flush right."""
        return self.kind not in ("label", "chart", "words")


Laid = tuple[Column, list[str]]
"""A column and its cells."""


@dataclass(frozen=True)
class GridRow:
    """The cells of one result; ``whole`` when it is not a slice."""

    cells: tuple[str, ...]
    whole: bool


@dataclass(frozen=True)
class Grid:
    """What a table shows: heading, columns, rows, footnotes, and the definition in words.

    ``measures`` are what the rows of a metric show, to be drawn.
    """

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    notes: tuple[str, ...]
    rules: tuple[str, ...]
    verdicts: tuple[tuple[bool | None, str], ...]
    measures: tuple[Measure, ...] = ()

    @property
    def figures(self) -> bool:
        """Whether it says anything where its drawings in characters are left away."""
        kinds = {column.kind for column in self.columns}
        return "chart" not in kinds or bool(kinds - {"chart", "label"})
