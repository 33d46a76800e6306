"""A grid in the language of the reader: what is ours is translated, what is data stays as it is."""

from __future__ import annotations

from dataclasses import replace

from csmetrics.language import ENGLISH, TOLD, Said, in_force, tr
from csmetrics.render._grid import Column, Grid


def told(grid: Grid) -> Grid:
    """The same table in the language in force.

    Titles, notes and rules are ours. Cells, and the titles of ``label`` columns, are data where they do not say
    that they are ours.
    """
    if in_force() is ENGLISH:
        return grid
    return replace(
        grid,
        title=tr(grid.title),
        subtitle=tr(grid.subtitle),
        columns=tuple(map(_column, grid.columns)),
        rows=tuple(
            replace(row, cells=tuple(map(_cell, row.cells, grid.columns))) for row in grid.rows
        ),
        notes=tuple(map(tr, grid.notes)),
        rules=tuple(map(tr, grid.rules)),
        verdicts=tuple((met, tr(text)) for met, text in grid.verdicts),
    )


def _column(column: Column) -> Column:
    if column.kind == "label" and not isinstance(column.title, Said):
        return column
    return replace(column, title=tr(column.title))


def _cell(cell: str, column: Column) -> str:
    return tr(cell) if column.kind == "words" else own(cell)


def own(text: str) -> str:
    """A text in the language in force where it says that it is ours; data stay as they are."""
    return tr(text) if isinstance(text, TOLD) else text
