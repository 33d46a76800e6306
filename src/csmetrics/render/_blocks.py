"""A table too wide for its room, in blocks: its labels, and of a series of columns as many as fit, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from csmetrics.language import tr
from csmetrics.render._layout import Grid

GAP = 2
UNSHOWN = "intervals: at a wider terminal, and in every other format"


def blocks(table: Grid, widths: Sequence[int], room: int) -> list[Grid]:
    """The blocks, each as wide as ``room`` allows; none where there is no series, or no column of it fits.

    Of what is no series, labels and the counts behind it stay: numbers go before their intervals and pictures. A row
    of which a block would show nothing is left out of it, but of the first.
    """
    series = [place for place, column in enumerate(table.columns) if column.series]
    if len(series) < 2:
        return []
    labels = [place for place, column in enumerate(table.columns) if column.kind == "label"]
    counts = [
        place
        for place, column in enumerate(table.columns)
        if column.kind == "count" and place > series[-1]
    ]
    left = room - sum(widths[place] + GAP for place in (*labels, *counts))
    if max(widths[place] for place in series) > left:
        return []
    found = [
        _block(table, (*labels, *counts), part, every=not place)
        for place, part in enumerate(_fitting(series, widths, left))
    ]
    lost = any(column.kind == "interval" for column in table.columns)
    last = replace(found[-1], notes=(*found[-1].notes, *((tr(UNSHOWN),) if lost else ())))
    return [*found[:-1], last]


def _fitting(series: Sequence[int], widths: Sequence[int], room: int) -> Iterator[list[int]]:
    """As many columns as fit, one part after the other."""
    part: list[int] = []
    left = room
    for place in series:
        needed = widths[place] + (GAP if part else 0)
        if part and needed > left:
            yield part
            part, left, needed = [], room, widths[place]
        part.append(place)
        left -= needed
    yield part


def _block(table: Grid, kept: Sequence[int], part: Sequence[int], *, every: bool) -> Grid:
    """The columns ``kept`` and those of a part; ``every`` row, or those of which it shows something."""
    places = (*kept, *part)
    rows = tuple(
        replace(row, cells=tuple(row.cells[place] for place in places))
        for row in table.rows
        if every or any(row.cells[place] for place in part)
    )
    return replace(table, columns=tuple(table.columns[place] for place in places), rows=rows)
