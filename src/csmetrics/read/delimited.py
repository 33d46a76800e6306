"""CSV, TSV and their relatives, by Arrow's parser over verified chunks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Reason
from csmetrics.language import Said
from csmetrics.read._dialect import Dialect, dialect_of
from csmetrics.read._ending import WORD, ending_of
from csmetrics.read._raw import SAMPLE_ROWS, Findings, RawPart
from csmetrics.read._second import begins_table, may_have_second
from csmetrics.read._source import HEAD_BYTES, Source
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.options import InputOptions
    from csmetrics.read._chunks import Chunks
    from csmetrics.read._rows import Rows

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
        self.aliases = self._dialect.aliases
        self.zones = self._dialect.zones
        self.unreadable: Mapping[int, str] = {}
        self.header_row = self._dialect.header_row
        self.sample = list(self._dialect.sample)
        if len(source.head) < HEAD_BYTES and len(self.sample) < SAMPLE_ROWS:
            del self.sample[ending_of(self.sample, len(self.header), whole=True).kept :]
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

    def about(self) -> int:
        """Roughly how many rows there are."""
        return self.source.about()

    def sha256(self) -> str:
        """Digest of the file as stored."""
        return self.source.sha256()

    def parts(
        self, wanted: Mapping[int, bool], findings: Findings, times: Collection[int] = ()
    ) -> Iterator[RawPart]:
        """See :class:`csmetrics.read._raw.RawTable`."""
        from csmetrics.read._chunks import Chunks
        from csmetrics.read._parser import Parser
        from csmetrics.read._rows import Rows

        read = dict(wanted)
        if self._dialect.extra_delimiter:
            read.setdefault(len(self.header) - 1, True)
        chunks = Chunks(self.source, self._dialect)
        told: list[tuple[Reason, int]] = []
        doubtful: dict[int, str] = {}
        repeats: list[int] = []
        record = self._dialect.first_row
        for chunk, (table, odd) in chunks.each(Parser(self._dialect, read, times)):
            rows = Rows(table, odd, record, chunk, self._dialect)
            bad = rows.bad
            if bad and not self._skip_bad_rows:
                self._refuse_bad_rows(bad, rows, chunks)
            if len(rows.blank):
                self._refuse_second_header(rows, chunks)
            findings.bad_rows.extend(record + row for row, _ in bad)
            if (swapped := rows.swapped()) is not None:
                where: str = Said("line {line}", line=1 + chunks.lines_above(rows.start(swapped)))
                raise CsmetricsError(errors.COLUMNS_SWAPPED, file=self.name, where=where)
            doubtful |= dict.fromkeys(map(rows.start, rows.subtotals(self.sample)), WORD)
            repeated = rows.repeats()
            repeats.extend(record + row for row in repeated)
            yield rows.part(wanted, repeated)
            record += rows.count
            for place, reason, byte in chunk.left_out:
                findings.left_out.setdefault(reason, []).append(record + place)
                told.append((reason, byte))
            doubtful |= dict(chunk.doubtful)
        self._encoding = chunks.encoding
        self.source.check_unchanged()
        if repeats:
            findings.left_out[errors.REPEATED_HEADER] = repeats
        findings.notes.extend(self._notes(chunks, findings, told))
        for how in sorted(set(doubtful.values())):
            at = [byte for byte, seen in doubtful.items() if seen == how]
            lines = [1 + chunks.lines_above(byte) for byte in at[:BAD_ROWS_NAMED]]
            where = _listed("line", lines, more=len(at) > BAD_ROWS_NAMED)
            words = (("file", self.name), ("where", where), ("how", how))
            findings.notes.append(Diagnostic(errors.MAYBE_TOTALS, words, len(at)))

    def _refuse_bad_rows(self, bad: list[tuple[int, int]], rows: Rows, chunks: Chunks) -> None:
        actual, expected = bad[0][1], self._dialect.width
        named = [row for row, fields in bad if fields == actual]
        lines = [1 + chunks.lines_above(rows.start(row)) for row in named[:BAD_ROWS_NAMED]]
        if self._is_second_table(bad, rows):
            raise CsmetricsError(errors.SECOND_TABLE, file=self.name, line=lines[0])
        last = rows.chunk.last and not rows.chunk.left_out and bad[0][0] == rows.count - 1
        if last and not chunks.final_newline and actual < expected:
            why = Said(
                "its last line ({lines}) has {actual} of {expected} fields and no line end",
                lines=lines[0],
                actual=actual,
                expected=expected,
            )
            raise CsmetricsError(errors.INCOMPLETE, file=self.name, why=why)
        raise CsmetricsError(
            errors.FIELD_COUNT,
            file=self.name,
            lines=("lines " if len(named) > 1 else "line ")
            + ", ".join(map(str, lines))
            + (", …" if len(named) > BAD_ROWS_NAMED else ""),
            actual=actual,
            expected=expected,
        )

    def _is_second_table(self, bad: list[tuple[int, int]], rows: Rows) -> bool:
        """Whether the rows of another width are all that stands below an empty line."""
        first, fields = bad[0]
        none = {row for row, _ in bad} | set(rows.blank.tolist())
        below_blank = first - 1 in none and (first - 1, 0) not in bad
        return fields > 1 and len(bad) > 1 and below_blank and none >= set(range(first, rows.count))

    def _refuse_second_header(self, rows: Rows, chunks: Chunks) -> None:
        """Refuse names below an empty line, in a file whose rows all hold a number or a date."""
        first = may_have_second(self.sample)
        if not first:
            return
        width = len(self.header)
        for row in sorted(set((rows.blank + 1).tolist()) - set(rows.blank.tolist())):
            begins = begins_table(rows.cells, row, rows.count, width, first)
            if begins and not rows.is_header(rows.cells(row)):
                line = 1 + chunks.lines_above(rows.start(row))
                raise CsmetricsError(errors.SECOND_TABLE, file=self.name, line=line)

    def _notes(
        self, chunks: Chunks, findings: Findings, told: Sequence[tuple[Reason, int]]
    ) -> Iterator[Diagnostic]:
        file = ("file", self.name)
        yield from self._encoding_notes(chunks)
        if count := chunks.literal_quotes:
            yield Diagnostic(errors.LITERAL_QUOTES, (file, ("count", 2 * count)), 2 * count)
        if chunks.nul_bytes:
            yield Diagnostic(errors.NUL_BYTES, (file, ("count", chunks.nul_bytes)))
        if self._dialect.extra_delimiter:
            yield Diagnostic(errors.EXTRA_DELIMITER, (file,))
        if not chunks.final_newline:
            yield Diagnostic(errors.NO_FINAL_NEWLINE, (file,))
        if bad_rows := len(findings.bad_rows):
            noun = ("rows", "row" if bad_rows == 1 else "rows")
            yield Diagnostic(errors.SKIPPED_ROWS, (file, ("count", bad_rows), noun), count=bad_rows)
        if repeats := findings.left_out.get(errors.REPEATED_HEADER):
            named = _listed("row", repeats[:BAD_ROWS_NAMED], more=len(repeats) > BAD_ROWS_NAMED)
            words = f"{named} {'is' if len(repeats) == 1 else 'are'}"
            yield Diagnostic(errors.REPEATED_HEADERS, (file, ("rows", words)), len(repeats))
        for reason, kind in (
            (errors.TOTALS_ROW, errors.TOTALS_ROWS),
            (errors.CLOSING_LINE, errors.CLOSING_LINES),
        ):
            if lines := [1 + chunks.lines_above(byte) for why, byte in told if why is reason]:
                what = "a totals row" if len(lines) == 1 else "totals rows"
                told_of = (file, ("lines", _listed("line", lines)), ("what", what))
                yield Diagnostic(kind, told_of, len(lines))

    def _encoding_notes(self, chunks: Chunks) -> Iterator[Diagnostic]:
        file, lines = ("file", self.name), chunks.lines
        if lines.count and lines.utf8:
            rows = list(dict.fromkeys(chunks.rows_at(lines.places)))
            words = _listed("row", rows, more=lines.count > len(lines.places))
            yield Diagnostic(errors.MIXED_ENCODINGS, (file, ("rows", words)), count=lines.count)
        elif chunks.encoding not in ("utf-8", "utf-8-sig"):
            how = " (encoding guessed: it is not UTF-8)" if lines.count else ""
            yield Diagnostic(errors.NOT_UTF8, (file, ("encoding", chunks.encoding), ("how", how)))
        if lines.looks_dos:
            yield Diagnostic(errors.LOOKS_DOS, (file, ("count", lines.dos)))


def _listed(noun: str, numbers: Sequence[int], *, more: bool = False) -> str:
    """``row 5``, ``rows 5 and 10``, ``rows 5, 10, …``."""
    *first, last = map(str, numbers)
    named: str = last
    if more:
        named = ", ".join([*first, last, "…"])
    elif first:
        named = Said("{first} and {last}", first=", ".join(first), last=last)
    return Said(f"{{n:{noun}|{noun}s}} {{numbers}}", n=len(numbers) + more, numbers=named)
