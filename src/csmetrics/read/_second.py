"""A second table in one file: other names, or the same in another order, somewhere below the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from csmetrics.read._header import looks_like_data

TABLE_ROWS = 2
SURE_ROWS = 3
TITLE_ROWS = 3


def may_have_second(sample: Sequence[Sequence[str]]) -> int:
    """How many first rows hold a number or a date, all of them; 0 where names could not be told from data."""
    first = list(takewhile(any, sample))
    known = len(first) >= TABLE_ROWS and all(map(looks_like_data, first))
    return len(first) if known else 0


def begins_table(
    cells_of: Callable[[int], Sequence[str]], row: int, count: int, width: int, first_rows: int
) -> bool:
    """Whether names stand in a row below an empty one, or below titles that begin there.

    ``cells_of`` gives the cells of each of ``count`` rows, ``first_rows`` is what :func:`may_have_second` told.
    """
    at, filled = row, 0
    while at < count - 1 and at <= row + TITLE_ROWS:
        cells = cells_of(at)
        filled = sum(1 for cell in cells if cell.strip())
        if filled > 1 or width < 2 or len(cells) != width or not cells[0].strip():
            break
        at += 1
    if at >= count - 1 or len(cells) != width or filled < width or looks_like_data(cells):
        return False
    # below a title, or with little above, what follows must be data as well
    sure = at == row and first_rows >= SURE_ROWS
    return sure or looks_like_data(cells_of(at + 1))


def same_names(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether the cells are the names of a header, in whatever order."""
    found = [cell.strip().removeprefix("\ufeff") for cell in cells]
    return sorted(found) == sorted(name.strip() for name in header)
