"""Rows of a sheet that are no data: totals and closing lines at its end, names of the columns in between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from csmetrics import errors
from csmetrics.errors import Reason
from csmetrics.language import Said
from csmetrics.read._cells import Cell, cell_text
from csmetrics.read._ending import (
    COMPARED,
    LOOKED_AT,
    WORD,
    Ending,
    ending_of,
    lacks_label,
)
from csmetrics.read._second import same_names
from csmetrics.read._totals import MAYBE_WORD, is_word
from csmetrics.report import Diagnostic

ROWS_NAMED = 10
_MAYBE_WORD = re.compile(MAYBE_WORD, re.IGNORECASE)

Block = tuple[list[int], list[list[Cell]]]
LeftOut = dict[Reason, list[int]]


def data_of(
    blocks: Iterable[Block],
    header: Sequence[str],
    left_out: LeftOut,
    doubtful: dict[int, str] | None = None,
) -> Iterator[Block]:
    """The blocks without such rows, whose numbers go into ``left_out`` by why; ``doubtful`` are read all the same."""
    held: list[Block] = []
    whole = True
    for numbers, rows in blocks:
        if doubtful is not None:
            doubtful |= dict.fromkeys(_subtotals(numbers, rows, header), WORD)
        held.append(_without_names(numbers, rows, header, left_out))
        if len(held) > 2:  # the end is looked at with what is above it
            whole = False
            yield held.pop(0)
    if held:
        sizes = [len(numbers) for numbers, _ in held]
        numbers = [number for block, _ in held for number in block]
        rows = [row for _, block in held for row in block]
        end, at = _end(numbers, rows, len(header), whole=whole)
        for place, reason in end.left_out:
            left_out.setdefault(reason, []).append(numbers[at[place]])
        if doubtful is not None:
            doubtful |= {numbers[at[place]]: how for place, how in end.doubtful}
            for place, _ in end.left_out:
                doubtful.pop(numbers[at[place]], None)
        kept = at[end.kept] if end.left_out else len(rows)
        for size in sizes:
            yield numbers[: min(size, kept)], rows[: min(size, kept)]
            numbers, rows, kept = numbers[size:], rows[size:], max(kept - size, 0)


def notes(file: str, left_out: LeftOut, doubtful: dict[int, str]) -> Iterator[Diagnostic]:
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

    for how in sorted(set(doubtful.values())):
        rows = sorted(row for row, seen in doubtful.items() if seen == how)
        where = _named(rows[:ROWS_NAMED]) + (", …" if len(rows) > ROWS_NAMED else "")
        yield Diagnostic(
            errors.MAYBE_TOTALS, (("file", file), ("where", where), ("how", how)), len(rows)
        )


def refuse_swapped(file: str, blocks: Iterable[Block], header: Sequence[str]) -> Iterator[Block]:
    """The blocks, none of whose rows names the columns in another order."""
    names = {*header} - {""}
    first = next((place for place, name in enumerate(header) if name), 0)
    for numbers, rows in blocks:
        alike = [place for place, row in enumerate(rows) if row[first] in names]
        for place in alike[:LOOKED_AT]:
            cells = [cell_text(cell).strip() for cell in rows[place]]
            if cells != [*header] and same_names(cells, header):
                where = Said("row {numbers}", numbers=numbers[place])
                raise errors.CsmetricsError(errors.COLUMNS_SWAPPED, file=file, where=where)
        yield numbers, rows


def _subtotals(numbers: list[int], rows: list[list[Cell]], header: Sequence[str]) -> Iterator[int]:
    """Rows whose first cell is a word for totals, and that lack what others have."""
    texts = {row[0] for row in rows if isinstance(row[0], str)}
    words = {text for text in texts if _MAYBE_WORD.match(text) and is_word(text, weak=False)}
    if not words:
        return
    sample = [[*map(cell_text, row)] for row in rows[:COMPARED]]
    for place in [place for place, row in enumerate(rows) if row[0] in words][:LOOKED_AT]:
        if lacks_label([*map(cell_text, rows[place])], sample, len(header)):
            yield numbers[place]


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


def _end(
    numbers: list[int], rows: list[list[Cell]], width: int, *, whole: bool
) -> tuple[Ending, list[int]]:
    """The ending of records, and the row of each; an empty one stands where numbers do not follow each other."""
    first = max(len(rows) - LOOKED_AT, 0)
    records: list[list[str]] = []
    at: list[int] = []
    for place in range(first, len(rows)):
        if at and numbers[place] > numbers[place - 1] + 1:
            records.append([])
            at.append(place)
        records.append([*map(cell_text, rows[place])])
        at.append(place)
    return ending_of(records, width, whole=whole and not first), at


def _named(rows: Sequence[int]) -> str:
    """``row 5``, ``rows 5, 10``."""
    return Said("{n:row|rows} {rows}", n=len(rows), rows=", ".join(map(str, rows)))
