"""The records of one parsed chunk, by their place in it: which are rows of data."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics.read._ending import LOOKED_AT, lacks_label
from csmetrics.read._parser import begin_with_totals, like_header, may_be_blank
from csmetrics.read._raw import RawPart
from csmetrics.read._records import record_starts
from csmetrics.read._second import same_names

if TYPE_CHECKING:
    import pyarrow as pa

    from csmetrics.read._chunks import Chunk
    from csmetrics.read._dialect import Dialect


class Rows:
    """What was parsed of a chunk; ``odd`` are the records of another width, with their number of fields.

    Each has a place among all records of the chunk; ``first`` is the number of the first of them.
    """

    def __init__(
        self,
        table: pa.Table,
        odd: Sequence[tuple[int, int]],
        first: int,
        chunk: Chunk,
        dialect: Dialect,
    ) -> None:
        self.chunk = chunk
        self._first, self._odd, self._dialect = first, odd, dialect
        self._columns = {
            int(name): table.column(name).combine_chunks() for name in table.column_names
        }
        self.count = table.num_rows + len(odd)
        self._places = np.arange(self.count)
        if odd:
            self._places = np.delete(self._places, [row for row, _ in odd])
        several = dialect.width > 1  # in one column a blank line may be an answer
        seek = several and (odd or may_be_blank(self._columns))
        self.blank = chunk.blank(dialect.delimiter) if seek else np.array([], dtype=np.intp)

    @cached_property
    def bad(self) -> list[tuple[int, int]]:
        """Records that are too long or too short, and by how many fields they are told; blank ones are none."""
        blank = set(self.blank.tolist())
        bad = [(row, fields) for row, fields in self._odd if row not in blank]
        if self._dialect.extra_delimiter:
            import pyarrow.compute as pc

            width = self._dialect.width
            behind = pc.not_equal(pc.cast(self._columns[width], "string"), "")
            rows = self._places[behind.to_numpy(zero_copy_only=False)]
            bad = sorted([*bad, *((row, width + 1) for row in rows.tolist())])
        return bad

    def repeats(self) -> list[int]:
        """Records whose cells are the names of the columns, all of them."""
        return [row for row in self._named if self.is_header(self.cells(row))]

    def swapped(self) -> int | None:
        """The first record whose cells are the names of the columns in another order."""
        for row in self._named:
            cells = self.cells(row)
            if same_names(cells, self._dialect.cells) and not self.is_header(cells):
                return row
        return None

    def subtotals(self, sample: Sequence[Sequence[str]]) -> list[int]:
        """Records that begin with a word for totals, and lack what those of the sample always have."""
        hits = [begin_with_totals(column)[:LOOKED_AT] for column in self._columns.values()]
        rows = sorted({*self._places[np.concatenate(hits)].tolist()} if hits else ())
        return [row for row in rows if lacks_label(self.cells(row), sample, self._dialect.width)]

    @cached_property
    def _named(self) -> list[int]:
        """Records of which all columns that are read hold names of columns."""
        names = self._dialect.cells
        rows = like_header(self._columns, names, own=False)
        if len(rows) > LOOKED_AT:  # names of columns are values of some other
            rows = like_header(self._columns, names)
        return self._places[rows].tolist()  # type: ignore[no-any-return]

    def is_header(self, cells: Sequence[str]) -> bool:
        """Whether they are the names of the columns; a byte-order mark may stand before them."""
        names = [cell.strip() for cell in self._dialect.cells]
        found = [cell.strip() for cell in cells]
        return bool(found) and [found[0].removeprefix("\ufeff"), *found[1:]] == names

    def cells(self, row: int) -> list[str]:
        """The text of all cells of a record."""
        end = self._starts[row + 1] if row + 1 < len(self._starts) else None
        text = io.StringIO(self.chunk.data[self._starts[row] : end].decode(), newline="")
        return next(csv.reader(text, delimiter=self._dialect.delimiter), [])

    def start(self, row: int) -> int:
        """The byte of the text at which a record begins."""
        return self.chunk.start + int(self._starts[row])

    def part(self, wanted: Mapping[int, bool], but: Sequence[int]) -> RawPart:
        """The rows of data: those of the right width, not blank and not among ``but``."""
        out = np.concatenate([self.blank, np.array(but, dtype=np.intp)])
        if self._dialect.extra_delimiter and self.bad:
            out = np.concatenate([out, [row for row, _ in self.bad]])
        columns = {place: self._columns[place] for place in wanted}
        if not len(out):
            return RawPart(columns, self._places + self._first)
        keep = ~np.isin(self._places, out)
        kept = {place: column.filter(keep) for place, column in columns.items()}
        return RawPart(kept, self._places[keep] + self._first)

    @cached_property
    def _starts(self) -> NDArray[np.intp]:
        return record_starts(self.chunk.data, self.chunk.quotes)
