"""Parquet files: typed columns, batch by batch, handed over as the text that a CSV of them would hold."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.read._arrow_text import has_text, moments_of, text_of
from csmetrics.read._raw import SAMPLE_ROWS, Findings, RawPart
from csmetrics.read._source import Source

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

PART_ROWS = 1 << 17
MAGIC, ENCRYPTED = b"PAR1", b"PARE"
_SHORTEST = 12  # both magics, and the size of what stands between


class ParquetTable:
    """The columns of one file. Records are numbered as in a CSV of it, whose header is row 1.

    ``unreadable`` are the places of columns that hold lists, structures or bytes: refused when they are
    asked for, and no harm otherwise.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.name = source.name
        self.header_row = 1
        self._data = source.workbook()
        self._check_end()
        with self._refusing(), self._opened() as file:
            fields, self._rows = list(file.schema_arrow), int(file.metadata.num_rows)
        self._names = [field.name for field in fields]
        self.header = tuple(name.strip() for name in self._names)
        self.aliases = ("",) * len(self.header)
        self.zones: Mapping[int, str] = {}
        self.unreadable: Mapping[int, str] = {
            place: str(field.type) for place, field in enumerate(fields) if not has_text(field.type)
        }
        self.dialect: tuple[tuple[str, str | int | None], ...] = (
            ("format", "parquet"),
            ("header_row", self.header_row),
            ("packing", source.packing or None),
        )
        self.sample = self._first_records()

    def about(self) -> int:
        """How many rows there are."""
        return self._rows

    def sha256(self) -> str:
        """Digest of the file as stored."""
        return self.source.sha256()

    def parts(
        self,
        wanted: Mapping[int, bool],
        findings: Findings,
        times: Collection[int] = (),
    ) -> Iterator[RawPart]:
        """Read from the start; see :class:`csmetrics.read._raw.RawTable`. Memory is bounded by one page."""
        import numpy as np

        for place in wanted:
            if place in self.unreadable:
                raise CsmetricsError(
                    errors.NO_TEXT,
                    file=self.name,
                    column=self.header[place],
                    type=self.unreadable[place],
                )
        record = self.header_row + 1
        for cells in self._batches(wanted, PART_ROWS):
            rows = len(next(iter(cells.values())))
            columns = {
                place: self._written(cells[place], place, coded=coded, timed=place in times)
                for place, coded in wanted.items()
            }
            yield RawPart(columns, np.arange(record, record + rows))
            record += rows
        self.source.check_unchanged()

    def _written(
        self, cells: pa.Array, place: int, *, coded: bool = False, timed: bool = False
    ) -> pa.Array:
        """The cells of a column as a part holds them."""
        import pyarrow as pa

        if timed and (moments := moments_of(cells)) is not None:
            return moments
        try:
            texts = text_of(cells)
        except pa.ArrowInvalid:
            raise CsmetricsError(
                errors.NO_TEXT, file=self.name, column=self.header[place], type="bytes"
            ) from None
        if pa.types.is_dictionary(texts.type) == coded:
            return texts
        return texts.dictionary_encode() if coded else texts.dictionary_decode()

    def _batches(self, wanted: Mapping[int, bool], rows: int) -> Iterator[dict[int, pa.Array]]:
        """The typed cells of some columns by place, in batches; at least those of one column."""
        coded = [self._names[place] for place, code in wanted.items() if code]
        names = {self._names[place] for place in wanted} or set(self._names[:1])
        with self._refusing(), self._opened(coded) as file:
            for batch in file.iter_batches(rows, columns=sorted(names), use_threads=False):
                if batch.num_rows:
                    yield self._placed(batch)

    def _placed(self, batch: pa.RecordBatch) -> dict[int, pa.Array]:
        """The columns of a batch, which stand in any order, by their place in the file."""
        cells: dict[int, pa.Array] = {}
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            free = (at for at, own in enumerate(self._names) if own == name and at not in cells)
            place = next(free, None)
            if place is None:
                raise self._damaged("its columns cannot be told apart by their names")
            cells[place] = column
        return cells

    def _first_records(self) -> list[tuple[str, ...]]:
        readable = {at: False for at in range(len(self.header)) if at not in self.unreadable}
        first = next(self._batches(readable, SAMPLE_ROWS), None)
        if first is None:
            return []
        columns = [[""] * len(next(iter(first.values())))] * len(self.header)
        for place in readable:
            try:
                columns[place] = self._written(first[place], place).to_pylist()
            except CsmetricsError:
                self.unreadable = {**self.unreadable, place: "bytes"}
        return list(zip(*columns, strict=True))

    def _opened(self, coded: Sequence[str] = ()) -> ParquetFile:
        from pyarrow import BufferReader
        from pyarrow.parquet import ParquetFile

        data = BufferReader(self._data) if isinstance(self._data, bytes) else str(self._data)
        return ParquetFile(
            data, read_dictionary=list(coded), pre_buffer=False, page_checksum_verification=True
        )

    def _check_end(self) -> None:
        """Refuse what is cut off, or encrypted, by the four bytes with which each file ends."""
        with self.source.open() as stream:
            size = stream.seek(0, io.SEEK_END)
            stream.seek(max(size - len(MAGIC), 0))
            end = stream.read()
        if end == ENCRYPTED:
            raise CsmetricsError(errors.ENCRYPTED, file=self.name)
        if end != MAGIC or size < _SHORTEST:
            raise CsmetricsError(errors.INCOMPLETE, file=self.name, why="its end is missing")

    def _damaged(self, why: str) -> CsmetricsError:
        return CsmetricsError(errors.UNREADABLE, file=self.name, why=why)

    @contextlib.contextmanager
    def _refusing(self) -> Iterator[None]:
        """Turn what Arrow raises into a refusal, without its words: they can hold cells."""
        import pyarrow as pa

        try:
            yield
        except (pa.ArrowException, OSError, UnicodeDecodeError) as fault:
            if "decrypt" in str(fault) or "encrypted" in str(fault):
                raise CsmetricsError(errors.ENCRYPTED, file=self.name) from fault
            raise self._damaged("it is damaged, or written in a way that is not known") from fault
