"""The header of a sheet, which may take several rows that merged cells hold together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from csmetrics.read._header import looks_like_data

MOST_ROWS = 4

Row = Sequence[str]
Range = tuple[int, int, int, int]  # first row, first column, last row, last column, counted from 1


class SheetHeader(NamedTuple):
    """``row``: the last of the header, counted from 1. ``names``: what stands lowest over each column.

    ``aliases``: the texts of all its rows joined, such as ``Survey Score`` under a group ``Survey``, where that
    says more than the name.
    """

    row: int
    names: tuple[str, ...]
    aliases: tuple[str, ...]


def header_of(rows: Sequence[Row], found: int, merged: Sequence[Range]) -> SheetHeader:
    """Grow the row at the place ``found`` by the rows that merged cells join to it, above and below."""
    if not rows:
        return SheetHeader(1, (), ())
    near = [box for box in merged if box[0] <= found + 1 + MOST_ROWS and box[2] > found - MOST_ROWS]
    first, last = found, _last(rows, found, near)
    while first and found - first < MOST_ROWS and _is_groups(rows[first - 1], first - 1, near):
        first -= 1
    names, aliases = [], []
    for column in range(len(rows[found])):
        seen = [_seen(rows, row, column, near) for row in range(first, last + 1)]
        own = [
            rows[row][column].strip() if wide and row >= found else "" if wide else text
            for row, (text, wide) in enumerate(seen, first)
        ]
        name = next((text for text in reversed(own) if text), "")
        label = " ".join(dict.fromkeys(text for text, _ in seen if text))
        names.append(name)
        aliases.append(label if name and label != name else "")
    return SheetHeader(last + 1, tuple(names), tuple(aliases))


def _last(rows: Sequence[Row], found: int, merged: Sequence[Range]) -> int:
    """The last row of the header: as far as its cells are merged downwards, or a group has names below it."""
    here = [box for box in merged if box[0] == found + 1 and rows[found][box[1] - 1].strip()]
    down = max((box[2] - 1 for box in here), default=found)
    groups = [box for box in here if box[3] > box[1]]
    if down > found or not groups or found + 1 >= len(rows):
        return min(down, found + MOST_ROWS, len(rows) - 1)
    below = rows[found + 1]
    filled = {column for column, cell in enumerate(below, 1) if cell.strip()}
    under = {column for box in groups for column in range(box[1], box[3] + 1)}
    return found + 1 if filled and filled <= under and not looks_like_data(below) else found


def _is_groups(cells: Row, row: int, merged: Sequence[Range]) -> bool:
    """Whether a row heads several groups of columns; a title is one cell over all of them."""
    labels = {cell.strip() for cell in cells if cell.strip()}
    wide = any(box[0] == row + 1 and box[3] > box[1] for box in merged)
    return wide and len(labels) > 1 and not looks_like_data(cells)


def _seen(rows: Sequence[Row], row: int, column: int, merged: Sequence[Range]) -> tuple[str, bool]:
    """What is seen at a place, its own text or that of a merged cell, and whether it heads more columns."""
    for top, left, bottom, right in merged:
        if top <= row + 1 <= bottom and left <= column + 1 <= right:
            return rows[top - 1][left - 1].strip(), right > left
    return rows[row][column].strip(), False
