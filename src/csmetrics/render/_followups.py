"""Whom to call back: one table, for people and machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csmetrics.language import Said, joined, ours
from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._tidy import Cell, Tidy
from csmetrics.report import Followup, Followups

NAMES = {"id": "ticket"}
"""What a role is called where its name alone does not say it."""


def grids(found: Followups) -> Iterator[Grid]:
    """One row for each person; columns in which nobody has anything are left away."""
    cells = [each.cells for each in found.people]
    shown = [place for place in range(len(found.columns)) if any(each[place] for each in cells)]
    several = len({each.name for each in found.inputs}) > 1
    columns = (
        Column("Why", "words"),
        Column("When", "label"),
        Column("Score", "count"),
        *(Column(ours(NAMES.get(name, name)), "label") for name in _at(found.columns, shown)),
        Column(Said("row"), "label"),
    )
    rows = tuple(
        GridRow((*_start(each), *_at(each.cells, shown), _place(each, several=several)), False)
        for each in found.people
    )
    notes = ["personal data: for those who call these people, and nobody else"]
    if not rows:
        notes = ["nobody to call back"]
    facts = joined(" · ", (*found.filters, found.zone))
    yield Grid("To call back", facts, columns, rows, tuple(map(ours, notes)), (), ())


def _start(each: Followup) -> tuple[str, str, str]:
    return joined(", ", map(ours, each.why)), each.when, _numbers.count(each.score)


def _at(cells: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    return (cells[place] for place in places)


def _place(each: Followup, *, several: bool) -> str:
    return f"{each.file}:{each.row}" if several else str(each.row)


def tidy(found: Followups) -> Tidy:
    """The same for machines, with the file and the row of each."""
    columns = ("why", "when", "score", *found.columns, "file", "row")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (", ".join(each.why), each.when, each.score, *each.cells, each.file, each.row)
        for each in found.people
    )
    return Tidy(columns, rows)
