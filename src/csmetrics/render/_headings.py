"""Headings of columns in several lines: our own may be broken at their spaces, those of labels not."""

from __future__ import annotations

from csmetrics.render._layout import Column, Grid
from csmetrics.render._text import width as cells_of


def slim(table: Grid, natural: list[int]) -> list[int]:
    """Measure each column with its heading, where it is ours, in two lines."""
    cells = list(zip(*(row.cells for row in table.rows), strict=True))
    return [
        width
        if column.kind == "label"
        else max(_in_two_lines(column.title), *map(cells_of, cells[i] if cells else ("",)))
        for i, (column, width) in enumerate(zip(table.columns, natural, strict=True))
    ]


def _in_two_lines(title: str) -> int:
    """Measure a heading broken in two where it is narrowest."""
    words = title.split(" ")
    halves = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(len(words)))
    return min(max(map(cells_of, pair)) for pair in halves)


def heading_of(column: Column, width: int) -> str:
    """Break a heading of ours at its spaces, so that no line of it is wider than the column."""
    if column.kind == "label":
        return column.title
    lines = [""]
    for word in column.title.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and cells_of(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)
