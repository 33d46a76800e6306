"""The different texts of a column: how often each occurs, and in which record first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics.intake.labels import clean

if TYPE_CHECKING:
    import pyarrow as pa

_UNCLEAN = r"^[\s\x0b\x1c-\x1f]|[\s\x0b\x1c-\x1f]$|[^\x00-\x7f]"


@dataclass
class Tally:
    """Adds up parts. One step for a distinct text of a part, none for a row: columns of ids are long."""

    texts: list[pa.Array] = field(default_factory=list)
    counts: list[NDArray[np.int64]] = field(default_factory=list)
    rows: list[NDArray[np.int64]] = field(default_factory=list)

    def add(self, cells: pa.DictionaryArray, numbers: NDArray[np.int64]) -> None:
        """Count the texts of one part, whose records have these numbers."""
        import pyarrow as pa

        places = cells.indices.to_numpy(zero_copy_only=False)
        counts = np.bincount(places, minlength=len(cells.dictionary))
        first = np.zeros(len(counts), dtype=np.int64)
        first[places[::-1]] = numbers[::-1]  # of several records the first stays
        there = counts > 0
        self.texts.append(cells.dictionary.cast(pa.string()).filter(pa.array(there)))
        self.counts.append(counts[there])
        self.rows.append(first[there])

    def settled(self) -> Distinct:
        """All parts together; texts that differ in what surrounds them are one."""
        import pyarrow as pa
        import pyarrow.compute as pc

        texts = pa.chunked_array(self.texts, pa.string()).combine_chunks()
        unclean = pc.match_substring_regex(texts, _UNCLEAN).to_numpy(zero_copy_only=False)
        if unclean.any():
            cleaned = [clean(text) for text in texts.filter(pa.array(unclean)).to_pylist()]
            texts = pc.replace_with_mask(texts, pa.array(unclean), pa.array(cleaned, pa.string()))
        coded = texts.dictionary_encode()
        places = coded.indices.to_numpy(zero_copy_only=False)
        counts = np.zeros(len(coded.dictionary), dtype=np.int64)
        rows = np.zeros(len(coded.dictionary), dtype=np.int64)
        if len(places):
            np.add.at(counts, places, np.concatenate(self.counts))
            rows[places[::-1]] = np.concatenate(self.rows)[::-1]
        return Distinct(coded.dictionary, counts, rows)


@dataclass(frozen=True)
class Distinct:
    """Texts, how often each occurs, and the record in which it does first."""

    texts: pa.StringArray
    counts: NDArray[np.int64]
    rows: NDArray[np.int64]

    def filled(self) -> Distinct:
        """Without the empty text."""
        import pyarrow.compute as pc

        there = pc.not_equal(self.texts, "").to_numpy(zero_copy_only=False)
        return Distinct(self.texts.filter(there), self.counts[there], self.rows[there])

    @property
    def total(self) -> int:
        """How many cells these are."""
        return int(self.counts.sum())

    def cells(self) -> tuple[pa.DictionaryArray, NDArray[np.intp]]:
        """As many cells as there were, each text beside its like; and the place of the text of each."""
        import pyarrow as pa

        places = np.repeat(np.arange(len(self.counts)), self.counts)
        indices = pa.array(places.astype(np.int32))
        return pa.DictionaryArray.from_arrays(indices, self.texts), places

    def commonest(self, most: int) -> list[str]:
        """The texts that occur most often, of equals the first."""
        order = np.argsort(-self.counts, kind="stable")[:most]
        return [self.texts[int(place)].as_py() for place in order]
