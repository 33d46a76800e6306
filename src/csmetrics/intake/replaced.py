"""Cells that are read as other texts: words of one tool, and cells that count as empty beside others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.preset import key_for
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import pyarrow as pa

    from csmetrics.intake.mapping import Mapping
    from csmetrics.intake.wanted import Wanted
    from csmetrics.read._raw import RawPart


@dataclass(frozen=True)
class Rows:
    """Rows whose cells fit, in every one of some columns, one of the keys that stand with it.

    A column is its places in each file; keys are those of :func:`presets.key_for`.
    """

    reason: str
    when: tuple[tuple[tuple[int, ...], frozenset[str]], ...]

    def mask(self, part: RawPart, file: int) -> NDArray[np.bool_]:
        """Which rows of a part these are."""
        found: NDArray[np.bool_] = np.ones(len(part.numbers), dtype=bool)
        for places, texts in self.when:
            cells = coded(part.columns[places[file]])
            fits = [key_for(text, texts) is not None for text in cells.dictionary.to_pylist()]
            found &= np.array([*fits, False])[cells.indices.to_numpy(zero_copy_only=False)]
        return found


def rules_of(mappings: Sequence[Mapping]) -> list[tuple[Rows, tuple[str, ...]]]:
    """What the preset of the first file leaves out, and of which roles only; none without all of its columns."""
    found = []
    fit = mappings[0].fit
    for rule in fit.preset.leave_out if fit else ():
        try:
            when = tuple(
                (tuple(mapping.named(header, "--preset").index for mapping in mappings), texts)
                for header, texts in rule.when
            )
        except CsmetricsError as fault:
            if fault.kind is errors.UNKNOWN_COLUMN:
                continue
            raise
        found.append((Rows(rule.reason, when), rule.roles))
    return found


def emptying(
    mapping: Mapping, index: int, rules: Sequence[tuple[Rows, tuple[str, ...]]]
) -> tuple[Rows, ...]:
    """In which rows a cell of this column counts as empty."""
    role, _ = mapping.told.get(index, ("", None))
    return tuple(rows for rows, roles in rules if role in roles)


def instead(
    column: Wanted, part: RawPart, file: int, emptied: Counter[tuple[str, str]]
) -> pa.Array:
    """The cells of a column as they are to be read; ``emptied`` counts those that count as empty, by key and reason."""
    cells = part.columns[column.places[file]]
    if column.also and column.also[file]:
        cells = _joined([cells, *(part.columns[place] for place in column.also[file])])
    for rows in column.empty:
        cells, count = _emptied(cells, rows.mask(part, file))
        emptied[column.key, rows.reason] += count
    return cells if column.values is None else translated(cells, column.values)


def emptied_notes(
    wanted: Sequence[Wanted], emptied: Pairs[tuple[str, str], int], keys: Collection[str] | None
) -> Iterator[Diagnostic]:
    """What is to be said of cells that counted as empty; with ``keys`` only of these columns."""
    headers = {column.key: column.header for column in wanted}
    found = {
        (headers[key], reason): count
        for (key, reason), count in emptied.items()
        if count and (keys is None or key in keys)
    }
    for (header, reason), count in found.items():
        cells = "cell" if count == 1 else "cells"
        words = (("column", header), ("count", count), ("cells", cells), ("reason", reason))
        yield Diagnostic(errors.PRESET_EMPTIED, words, count, column=header)


def _joined(columns: Sequence[pa.Array]) -> pa.Array:
    """Cells with the labels of several columns, between bars; a row without any is blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = [coded(cells).cast(pa.string()) for cells in columns]
    found = pc.binary_join_element_wise(*texts, "|")
    bars = "|" * (len(texts) - 1)
    return pc.if_else(pc.equal(found, bars), "", found).dictionary_encode()


def translated(cells: pa.Array, values: Pairs[str, str]) -> pa.Array:
    """The same cells with those texts replaced that a preset reads otherwise."""
    import pyarrow as pa

    each = coded(cells)
    keys = [(key_for(text, values), text) for text in each.dictionary.to_pylist()]
    texts = [text if key is None else values[key] for key, text in keys]
    found = pa.DictionaryArray.from_arrays(each.indices, pa.array(texts, each.dictionary.type))
    return found if each is cells else found.cast(cells.type)


def _emptied(cells: pa.Array, rows: NDArray[np.bool_]) -> tuple[pa.Array, int]:
    """The same cells, empty in some rows; and how many of those held something."""
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = pa.types.is_dictionary(cells.type)
    texts = cells.cast(cells.type.value_type) if coded else cells
    held = pc.not_equal(pc.utf8_trim_whitespace(texts), "").to_numpy(zero_copy_only=False)
    found = pc.if_else(pa.array(rows), pa.scalar("", texts.type), texts)
    return found.dictionary_encode() if coded else found, int(np.count_nonzero(held & rows))


def coded(cells: pa.Array) -> pa.DictionaryArray:
    """Dictionary-encoded cells, whichever way they were read."""
    import pyarrow as pa

    return cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
