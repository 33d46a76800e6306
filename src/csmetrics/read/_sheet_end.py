"""Rows of a sheet that are no data: totals and closing lines at its end, names of the columns in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from csmetrics import errors
from csmetrics.errors import Reason
from csmetrics.read._cells import Cell, cell_text
from csmetrics.read._ending import LOOKED_AT, ending_of
from csmetrics.report import Diagnostic

Block = tuple[list[int], list[list[Cell]]]
LeftOut = dict[Reason, list[int]]


def data_of(blocks: Iterable[Block], header: Sequence[str], left_out: LeftOut) -> Iterator[Block]:
    """The blocks without such rows, whose numbers go into ``left_out`` by why."""
    held: list[Block] = []
    for numbers, rows in blocks:
        held.append(_without_names(numbers, rows, header, left_out))
        if len(held) > 2:  # the end is looked at with what is above it
            yield held.pop(0)
    if held:
        sizes = [len(numbers) for numbers, _ in held]
        numbers = [number for block, _ in held for number in block]
        rows = [row for _, block in held for row in block]
        kept = _end(numbers, rows, len(header), left_out)
        for size in sizes:
            yield numbers[: min(size, kept)], rows[: min(size, kept)]
            numbers, rows, kept = numbers[size:], rows[size:], max(kept - size, 0)


def notes(file: str, left_out: LeftOut) -> Iterator[Diagnostic]:
    """What is to be said of the rows that were left out."""
    for reason, kind in (
        (errors.TOTALS_ROW, errors.TOTALS_ROWS),
        (errors.CLOSING_LINE, errors.CLOSING_LINES),
    ):
        if rows := left_out.get(reason):
            what = "a totals row" if len(rows) == 1 else "totals rows"
            words = (("file", file), ("lines", _named(rows)), ("what", what))
            yield Diagnostic(kind, words, len(rows))
    if rows := left_out.get(errors.REPEATED_HEADER):
        told = f"{_named(rows)} {'is' if len(rows) == 1 else 'are'}"
        yield Diagnostic(errors.REPEATED_HEADERS, (("file", file), ("rows", told)), len(rows))


def _without_names(
    numbers: list[int], rows: list[list[Cell]], header: Sequence[str], left_out: LeftOut
) -> Block:
    first = next((place for place, name in enumerate(header) if name), 0)
    alike = [place for place, row in enumerate(rows) if row[first] == header[first]]
    names = {
        place for place in alike if [cell_text(cell).strip() for cell in rows[place]] == [*header]
    }
    if not names:
        return numbers, rows
    left_out.setdefault(errors.REPEATED_HEADER, []).extend(
        numbers[place] for place in sorted(names)
    )
    kept = [place for place in range(len(rows)) if place not in names]
    return [numbers[place] for place in kept], [rows[place] for place in kept]


def _end(numbers: list[int], rows: list[list[Cell]], width: int, left_out: LeftOut) -> int:
    """How many of the rows are data; an empty row of the sheet stands where numbers do not follow each other."""
    first = max(len(rows) - LOOKED_AT, 0)
    records: list[list[str]] = []
    at: list[int] = []
    for place in range(first, len(rows)):
        if at and numbers[place] > numbers[place - 1] + 1:
            records.append([])
            at.append(place)
        records.append([*map(cell_text, rows[place])])
        at.append(place)
    end = ending_of(records, width)
    for place, reason in end.left_out:
        left_out.setdefault(reason, []).append(numbers[at[place]])
    return at[end.kept] if end.left_out else len(rows)


def _named(rows: Sequence[int]) -> str:
    """``row 5``, ``rows 5, 10``."""
    return f"row{'' if len(rows) == 1 else 's'} {', '.join(map(str, rows))}"
