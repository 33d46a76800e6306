"""XLSX workbooks: typed cells by calamine, behind the guard, handed over as text."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from csmetrics.errors import (
    CHANGED,
    HIDDEN_COLUMN,
    HIDDEN_ROWS,
    LOST_DIGITS,
    MERGED_CELLS,
    NO_SAVED_VALUE,
    UNREADABLE,
    CsmetricsError,
)
from csmetrics.language import Said
from csmetrics.read._cells import Cell, Kinds, LongNumbers, cell_text, column_text
from csmetrics.read._guard import guard
from csmetrics.read._headings import Heading
from csmetrics.read._merges import Merges
from csmetrics.read._raw import SAMPLE_ROWS, Findings, RawPart
from csmetrics.read._sheet_end import Block, data_of, notes, refuse_swapped
from csmetrics.read._sheet_header import header_of
from csmetrics.read._sheet_scan import SheetScan
from csmetrics.read._sheets import Asked, Chosen, choose, no_table
from csmetrics.read._styles import percent_text
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

PART_ROWS = 50_000
HEADER_WITHIN = 50

FindHeader = Callable[[Sequence[tuple[str, ...]]], Heading]


class XlsxTable:
    """One sheet of a workbook. Rows and columns keep the places they have in the sheet."""

    def __init__(
        self,
        file: Path | bytes,
        name: str,
        chosen: Chosen,
        scan: SheetScan,
        find: FindHeader,
    ) -> None:
        self.name = name
        self._file = file
        self._sheet = chosen.sheet
        self._notes = chosen.notes
        self._scan = scan
        self._left = chosen.sheet.start[1] if chosen.sheet.start else 0
        self._kinds: list[Kinds] | None = None
        first = _first_rows(self._rows())
        found = find(first) if first else Heading(0, 0, (), (), {})
        self.zones = found.zones
        if found.last > found.place:  # its cells say so, as those of some survey tools do
            blank = ("",) * len(first[0])
            self.header_row = found.last + 1
            self.header = (*found.names, *blank[len(found.names) :])
            self.aliases = (*found.aliases, *blank[len(found.aliases) :])
        else:
            header = header_of(first, found.place, scan.merged)
            self.header_row, self.header, self.aliases = header
        self.unreadable: Mapping[int, str] = {}
        self.dialect: tuple[tuple[str, str | int | None], ...] = (
            ("format", "xlsx"),
            ("sheet", chosen.sheet.name),
            ("header_row", self.header_row),
        )
        self.sample = self._first_records()

    @classmethod
    def open(
        cls, file: Path | bytes, name: str, asked: Asked, find_header: FindHeader
    ) -> XlsxTable:
        """Guard the workbook, choose the sheet and load it; ``find_header`` sees its first rows."""

        def header(sheet: CalamineSheet) -> tuple[str, ...]:
            first = _first_rows(enumerate(sheet.iter_rows(), 1))
            return find_header(first).names if first else ()

        before = _state(file)
        with _stream(file, name) as stream:
            facts = guard(stream, name).sheets
        with _refusing(name):
            chosen = choose(_load(file), facts, asked, name, header)
        if _state(file) != before:
            raise CsmetricsError(CHANGED, file=name)
        sheet = chosen.sheet
        if sheet.start is None:
            raise no_table(
                name, Said("an empty sheet, {name}", name=sheet.name), "name another: --sheet NAME"
            )
        return cls(file, name, chosen, facts.get(sheet.name, SheetScan()), find_header)

    def about(self) -> int:
        """How many rows the sheet has at most."""
        return int(self._sheet.height)

    def sha256(self) -> str:
        """Digest of the bytes of the file as stored."""
        with _stream(self._file, self.name) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def parts(
        self, wanted: Mapping[int, bool], findings: Findings, times: Collection[int] = ()
    ) -> Iterator[RawPart]:
        """Read from the start; see :class:`csmetrics.read._raw.RawTable`."""
        import numpy as np
        import pyarrow as pa

        self._refuse_unsaved(wanted)
        merges = {column: Merges(self._scan, column + 1, self.header_row) for column in wanted}
        long = {column: LongNumbers() for column in wanted}
        hidden = set(self._scan.hidden)
        unseen = 0
        doubtful: dict[int, str] = {}
        blocks = refuse_swapped(self.name, self._blocks(PART_ROWS), self.header)
        for numbers, rows in data_of(blocks, self.header, findings.left_out, doubtful):
            unseen += sum(1 for number in numbers if number in hidden) if hidden else 0
            arrays: dict[int, pa.Array[pa.Scalar[pa.DataType]]] = {}
            for column, coded in wanted.items():
                cells = [row[column] for row in rows]
                merges[column].fill(numbers, cells)
                long[column].add(cells)
                array = pa.array(column_text(cells, self._kinds_of(cells, column)), pa.string())
                arrays[column] = array.dictionary_encode() if coded else array
            yield RawPart(arrays, np.array(numbers, np.int64), self._scan.serial_days)
        findings.notes.extend(self._said(wanted, unseen))
        findings.notes.extend(notes(self.name, findings.left_out, doubtful))
        findings.notes.extend(self._lost({at: each.lost for at, each in long.items()}))
        for column, merge in merges.items():
            if merge.filled:
                title = self.header[column]
                words = (("file", self.name), ("count", merge.filled), ("column", title))
                findings.notes.append(Diagnostic(MERGED_CELLS, words, merge.filled, column=title))

    def _said(self, wanted: Collection[int], unseen: int) -> Iterator[Diagnostic]:
        """What is worth saying of the sheet, the hidden rows and the hidden columns that were read."""
        file = ("file", self.name)
        yield from self._notes
        if unseen:
            rows = "row was" if unseen == 1 else "rows were"
            yield Diagnostic(HIDDEN_ROWS, (file, ("count", unseen), ("rows", rows)), unseen)
        for column in wanted:
            if any(first <= column + 1 <= last for first, last in self._scan.hidden_columns):
                title = self.header[column]
                yield Diagnostic(HIDDEN_COLUMN, (file, ("column", title)), column=title)

    def _lost(self, lost: Mapping[int, int]) -> Iterator[Diagnostic]:
        """The columns with numbers whose last digits the workbook does not hold."""
        for column, count in lost.items():
            if count:
                title, cells = self.header[column], "number is" if count == 1 else "numbers are"
                words = (("file", self.name), ("count", count), ("cells", cells))
                yield Diagnostic(LOST_DIGITS, (*words, ("column", title)), count, column=title)

    def _rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield every row with its number, padded to begin in column A, errors and percentages as their text."""
        pad: list[Cell] = [""] * self._left
        errors, percents = self._scan.errors, self._scan.percents
        with _refusing(self.name):
            rows: Iterator[list[Cell]] = self._sheet.iter_rows()
            if not pad and not errors and not percents:
                yield from enumerate(rows, 1)
                return
            for number, row in enumerate(rows, 1):
                cells = pad + row
                for column, texts in errors.items():
                    if number in texts and 0 < column <= len(cells):
                        cells[column - 1] = texts[number]
                for column, shown in percents.items():
                    if number in shown and 0 < column <= len(cells):
                        cells[column - 1] = percent_text(cells[column - 1])
                yield number, cells

    def _blocks(self, size: int) -> Iterator[Block]:
        """Yield the records below the header in blocks; rows without any content are none."""
        numbers: list[int] = []
        rows: list[list[Cell]] = []
        for number, row in self._rows():
            if number <= self.header_row or row.count("") == len(row):
                continue
            numbers.append(number)
            rows.append(row)
            if len(rows) == size:
                yield numbers, rows
                numbers, rows = [], []
        if rows:
            yield numbers, rows

    def _kinds_of(self, cells: Sequence[Cell], column: int) -> Kinds:
        """Tell the types in a column of the whole sheet, looked up only where a date needs it."""
        kinds = frozenset(map(type, cells))
        if date not in kinds and datetime not in kinds:
            return kinds
        if self._kinds is None:
            found: list[set[type]] = [set() for _ in self.header]
            below = islice(self._sheet.iter_rows(), self.header_row, None)
            while rows := list(islice(below, PART_ROWS)):
                for types, whole in zip(found[self._left :], zip(*rows, strict=True), strict=True):
                    types.update(map(type, whole))
            self._kinds = [frozenset(types) for types in found]
        return self._kinds[column]

    def _first_records(self) -> list[tuple[str, ...]]:
        _, rows = next(self._blocks(SAMPLE_ROWS), ([], []))
        rows = [
            each
            for _, block in data_of([([*range(len(rows))], rows)], self.header, {})
            for each in block
        ]
        columns = [list(cells) for cells in zip(*rows, strict=True)]
        texts = [column_text(cells, self._kinds_of(cells, at)) for at, cells in enumerate(columns)]
        return list(zip(*texts, strict=True))

    def _refuse_unsaved(self, wanted: Mapping[int, bool]) -> None:
        """Refuse formulas without a saved value: each looks like an empty cell, and is none."""
        for column in wanted:
            rows = self._scan.unsaved.get(column + 1, [])
            count = sum(1 for row in rows if row > self.header_row)
            if count:
                title = self.header[column]
                raise CsmetricsError(NO_SAVED_VALUE, file=self.name, count=count, column=title)


class _refusing:  # noqa: N801 - reads as a statement: with _refusing(name)
    """Turns what calamine raises into a user's error, without its words: they can hold cells."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> None:
        if kind is None or not kind.__module__.startswith(("python_calamine", "pyo3_runtime")):
            return
        why = Said("its content is not as the format asks ({name})", name=kind.__name__)
        raise CsmetricsError(UNREADABLE, file=self._name, why=why) from error


def _first_rows(rows: Iterable[tuple[int, list[Cell]]]) -> list[tuple[str, ...]]:
    """The rows among which the header is looked for, as text."""
    return [tuple(map(cell_text, row)) for _, row in islice(rows, HEADER_WITHIN)]


def _load(file: Path | bytes) -> CalamineWorkbook:
    from python_calamine import load_workbook

    return load_workbook(io.BytesIO(file) if isinstance(file, bytes) else file)


def _stream(file: Path | bytes, name: str) -> io.BufferedReader | io.BytesIO:
    if isinstance(file, bytes):
        return io.BytesIO(file)
    try:
        return file.open("rb")
    except OSError as error:
        raise CsmetricsError(UNREADABLE, file=name, why=error.strerror or "refused") from error


def _state(file: Path | bytes) -> tuple[int, int] | None:
    """Note what changes when a file is written while it is read."""
    if isinstance(file, bytes):
        return None
    try:
        seen = file.stat()
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns
