"""Small parts put together: what is done once for each part costs as much for a few rows as for many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from csmetrics.read._raw import RawPart

if TYPE_CHECKING:
    import pyarrow as pa

ENOUGH_ROWS = 100_000
ENOUGH_BYTES = 32 << 20


def gathered(parts: Iterable[RawPart]) -> Iterator[RawPart]:
    """The same rows in the same order, in parts of enough rows or bytes wherever more follow that are alike."""
    held: list[RawPart] = []
    rows = size = 0
    for part in parts:
        if held and (rows >= ENOUGH_ROWS or size >= ENOUGH_BYTES or not _alike(held[0], part)):
            yield _joined(held)
            held, rows, size = [], 0, 0
        held.append(part)
        rows += len(part.numbers)
        size += sum(column.nbytes for column in part.columns.values())
    if held:
        yield _joined(held)


def _alike(one: RawPart, other: RawPart) -> bool:
    """Whether their cells are of the same types: of a later part a reader may hand over text instead of times."""
    return _types(one) == _types(other) and one.serial_days == other.serial_days


def _types(part: RawPart) -> dict[int, pa.DataType]:
    return {place: column.type for place, column in part.columns.items()}


def _joined(parts: Sequence[RawPart]) -> RawPart:
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    columns = {place: _column([part.columns[place] for part in parts]) for place in first.columns}
    numbers = np.concatenate([part.numbers for part in parts])
    return RawPart(columns, numbers, first.serial_days)


def _column(pieces: Sequence[pa.Array]) -> pa.Array:
    import pyarrow as pa

    return pa.chunked_array(pieces).unify_dictionaries().combine_chunks()
