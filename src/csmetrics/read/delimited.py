"""CSV, TSV and their relatives, by Arrow's parser over verified chunks."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.read._dialect import Dialect, dialect_of
from csmetrics.read._raw import Findings, RawPart
from csmetrics.read._source import Source
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from csmetrics.options import InputOptions
    from csmetrics.read._chunks import Chunk, Chunks

BAD_ROWS_NAMED = 10


class DelimitedTable:
    """A text file of one record a line, where quoted cells may hold line ends."""

    def __init__(self, source: Source, options: InputOptions, expected: Collection[str]) -> None:
        self.source = source
        self.name = source.name
        self._skip_bad_rows = options.bad_rows == "skip"
        self._dialect: Dialect = dialect_of(
            source.head,
            source.name,
            encoding=options.encoding,
            delimiter=options.delimiter,
            expected=expected,
        )
        self.header = self._dialect.header
        self.aliases = ("",) * len(self.header)
        self.zones: Mapping[int, str] = {}
        self.header_row = self._dialect.header_row
        self.sample = list(self._dialect.sample)
        self._encoding = self._dialect.encoding

    @property
    def dialect(self) -> tuple[tuple[str, str | int | None], ...]:
        """How the file is written; the encoding is final only after reading."""
        return (
            ("format", "delimited text"),
            ("encoding", self._encoding.removesuffix("-sig")),
            ("delimiter", self._dialect.delimiter),
            ("header_row", self.header_row),
            ("packing", self.source.packing or None),
        )

    def sha256(self) -> str:
        """Digest of the file as stored."""
        return self.source.sha256()

    def parts(
        self, wanted: Mapping[int, bool], findings: Findings, times: Collection[int] = ()
    ) -> Iterator[RawPart]:
        """See :class:`csmetrics.read._raw.RawTable`."""
        import numpy as np

        from csmetrics.read._chunks import Chunks

        parse = _Parser(self._dialect, wanted, times)
        chunks = Chunks(self.source, self._dialect)
        record = self.header_row + 1
        delimiter, many = (
            self._dialect.delimiter,
            len(self.header) > 1,
        )  # a blank line may be an answer
        for chunk, (table, odd) in chunks.each(parse):
            columns = {key: table.column(str(key)).combine_chunks() for key in wanted}
            none = np.array([], dtype=np.intp)
            blank = chunk.blank(delimiter) if many and (odd or _may_be_blank(columns)) else none
            bad = [(row, fields) for row, fields in odd if row not in set(blank.tolist())]
            if bad and not self._skip_bad_rows:
                self._refuse_bad_rows(bad, chunk, chunks)
            findings.bad_rows.extend(record + row for row, _ in bad)
            numbers = np.arange(record, record + table.num_rows + len(odd))
            if odd:
                numbers = np.delete(numbers, [row for row, _ in odd])
            yield _without(columns, numbers, blank + record)
            record += table.num_rows + len(odd)
        self._encoding = chunks.encoding
        self.source.check_unchanged()
        findings.notes.extend(self._notes(chunks, len(findings.bad_rows)))

    def _refuse_bad_rows(self, bad: list[tuple[int, int]], chunk: Chunk, chunks: Chunks) -> None:
        actual = bad[0][1]
        rows = {row for row, fields in bad if fields == actual}
        above = chunks.lines_above(chunk.start)
        named = [str(above + line) for line in _first_lines(chunk, rows, self._dialect.delimiter)]
        more = ", …" if len(named) > BAD_ROWS_NAMED else ""
        raise CsmetricsError(
            errors.FIELD_COUNT,
            file=self.name,
            lines=("lines " if len(named) > 1 else "line ")
            + ", ".join(named[:BAD_ROWS_NAMED])
            + more,
            actual=actual,
            expected=len(self.header),
        )

    def _notes(self, chunks: Chunks, bad_rows: int) -> Iterator[Diagnostic]:
        file = ("file", self.name)
        yield from self._encoding_notes(chunks)
        if chunks.nul_bytes:
            yield Diagnostic(errors.NUL_BYTES, (file, ("count", chunks.nul_bytes)))
        if not chunks.final_newline:
            yield Diagnostic(errors.NO_FINAL_NEWLINE, (file,))
        if bad_rows:
            noun = ("rows", "row" if bad_rows == 1 else "rows")
            yield Diagnostic(errors.SKIPPED_ROWS, (file, ("count", bad_rows), noun), count=bad_rows)

    def _encoding_notes(self, chunks: Chunks) -> Iterator[Diagnostic]:
        file, lines = ("file", self.name), chunks.lines
        if lines.count and lines.utf8:
            rows = dict.fromkeys(chunks.rows_at(lines.places))
            words = _listed_rows(list(rows), more=lines.count > len(lines.places))
            yield Diagnostic(errors.MIXED_ENCODINGS, (file, ("rows", words)), count=lines.count)
        elif chunks.encoding not in ("utf-8", "utf-8-sig"):
            how = " (encoding guessed: it is not UTF-8)" if lines.count else ""
            yield Diagnostic(errors.NOT_UTF8, (file, ("encoding", chunks.encoding), ("how", how)))
        if lines.looks_dos:
            yield Diagnostic(errors.LOOKS_DOS, (file, ("count", lines.dos)))


def _listed_rows(rows: Sequence[int], *, more: bool = False) -> str:
    """``row 5``, ``rows 5 and 10``, ``rows 5, 10, …``."""
    named = [str(row) for row in rows]
    noun = "row " if len(named) == 1 and not more else "rows "
    if more:
        return noun + ", ".join([*named, "…"])
    return noun + " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


class _Parser:
    """Arrow's parser, set to take cells as they are and to report records of the wrong width."""

    def __init__(
        self, dialect: Dialect, wanted: Mapping[int, bool], times: Collection[int] = ()
    ) -> None:
        import pyarrow.csv

        self._csv = pyarrow.csv
        self._delimiter = dialect.delimiter
        # by position, so that two columns of one name stay apart; a parser needs at least one
        self._included = {place: bool(wanted.get(place)) for place in sorted(wanted) or [0]}
        self._names = [str(place) for place in range(len(dialect.header))]
        self._converting = self._options(times)
        self._may_be_times = bool(times)

    def _options(self, times: Collection[int]) -> pyarrow.csv.ConvertOptions:  # type: ignore[name-defined] # noqa: F821
        import pyarrow as pa

        coded = pa.dictionary(pa.int32(), pa.string())
        types = {place: coded if code else pa.string() for place, code in self._included.items()}
        types |= dict.fromkeys(times, pa.timestamp("ms"))
        return self._csv.ConvertOptions(
            include_columns=[self._names[place] for place in types],
            column_types={self._names[place]: kind for place, kind in types.items()},
            null_values=[""],  # of times; the next line keeps empty texts
            strings_can_be_null=False,
            quoted_strings_can_be_null=True,
            check_utf8=False,  # the chunk is verified whole
        )

    def __call__(self, chunk: Chunk) -> tuple[pa.Table, list[tuple[int, int]]]:
        """The table of a chunk, and (place among its records, number of fields) of those of the wrong width."""
        import pyarrow as pa

        bad: list[tuple[int, int]] = []

        def note(row: pyarrow.csv.InvalidRow) -> str:  # type: ignore[name-defined] # noqa: F821
            bad.append((row.number - 1, row.actual_columns))
            return "skip"

        parsing = self._csv.ParseOptions(
            delimiter=self._delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=note,
        )
        reading = self._csv.ReadOptions(
            use_threads=False,  # with threads a bad row does not know its number
            block_size=len(chunk.data) + 1,
            column_names=self._names,
        )

        def read() -> pa.Table:
            data = pa.BufferReader(chunk.data)
            return self._csv.read_csv(data, reading, parsing, self._converting)

        try:
            return read(), bad
        except pa.ArrowInvalid:
            if not self._may_be_times:
                raise
        bad.clear()
        self._converting = self._options(
            ()
        )  # some cell is no time as Arrow writes them: our own parser says
        return read(), bad


def _may_be_blank(columns: Mapping[int, pa.Array]) -> bool:
    """Whether some row holds nothing in any of the columns; where none does, no record is blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    empty: pa.Array | None = None
    for column in columns.values():
        if pa.types.is_dictionary(column.type):
            coded = pc.index(column.dictionary, "").as_py()
            found = pc.equal(column.indices, coded)
        elif pa.types.is_timestamp(column.type):
            found = column.is_null()
        else:
            found = pc.equal(pc.binary_length(column), 0)
        empty = found if empty is None else pc.and_(empty, found)
        if not pc.any(empty).as_py():
            return False
    return True


def _without(
    columns: Mapping[int, pa.Array], numbers: NDArray[np.int64], dropped: NDArray[np.int64]
) -> RawPart:
    """The rows whose record number is not among ``dropped``."""
    import numpy as np

    if not len(dropped):
        return RawPart(columns, numbers)
    keep = ~np.isin(numbers, dropped)
    return RawPart({key: column.filter(keep) for key, column in columns.items()}, numbers[keep])


def _first_lines(chunk: Chunk, rows: set[int], delimiter: str) -> Iterator[int]:
    """Physical line, within the chunk, on which each of some records begins."""
    reader = csv.reader(io.StringIO(chunk.data.decode(), newline=""), delimiter=delimiter)
    line = 1
    for place, _ in enumerate(reader):
        if place in rows:
            yield line
        line = reader.line_num + 1
