"""Bytes of a text file → UTF-8 chunks that end at the end of a record, every byte of them verified.

Arrow's CSV parser is fast and lenient: it lets quote faults and bytes of unread columns pass. So each chunk
is checked here before it is parsed: that it is valid in its encoding, and that quotes open and close where
a cell does. A fault is refused with its line, because behind it columns may have shifted in silence.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.read._dialect import Dialect
from csmetrics.read._source import Source

CHUNK_BYTES = 2 << 20
QUOTE, LF, CR = 0x22, 0x0A, 0x0D
UTF8 = ("utf-8", "utf-8-sig")
FALLBACK = "cp1252"


@dataclass(frozen=True)
class Chunk:
    """Whole records, from byte ``start`` of the UTF-8 text.

    ``quotes`` are the places of quote signs in ``data``. ``blank`` are the records, by their place among
    those of the chunk, that hold nothing: blank lines, and lines of delimiters only.
    """

    data: bytes
    quotes: NDArray[np.intp]
    start: int
    blank: NDArray[np.intp]


@dataclass
class Chunks:
    """The verified chunks of a source below its header, and what was met on the way."""

    source: Source
    dialect: Dialect
    encoding: str = field(init=False)
    line_end: bytes = field(init=False)
    nul_bytes: int = 0
    final_newline: bool = True
    _stored_bytes: int = 0
    _proven_utf8: bool = False

    def __post_init__(self) -> None:
        self.encoding = self.dialect.encoding
        self.line_end = b"\n" if b"\n" in self.source.head else b"\r"

    def __iter__(self) -> Iterator[Chunk]:
        """The chunks in order; the next one is read and verified while the caller works on this one."""
        chunks = self._verified()
        with ThreadPoolExecutor(1) as worker:
            following = worker.submit(next, chunks, None)
            while (chunk := following.result()) is not None:
                following = worker.submit(next, chunks, None)
                yield chunk

    def lines_above(self, place: int) -> int:
        """Physical lines above a byte of the UTF-8 text. Reads the file again: for messages only."""
        lines = 0
        for block in Chunks(self.source, self.dialect)._utf8():
            lines += block[:place].count(self.line_end)
            place -= len(block)
            if place <= 0:
                break
        return lines

    def _verified(self) -> Iterator[Chunk]:
        rest, start, header_lines = b"", 0, self.dialect.header_lines
        for block in self._utf8():
            rest += block
            if header_lines:
                below = _after_lines(rest, header_lines)
                if below is None:
                    continue
                start, rest, header_lines = below, rest[below:], 0
            quotes = np.flatnonzero(np.frombuffer(rest, np.uint8) == QUOTE)
            end = self._last_record_end(rest, quotes)
            if end:
                yield self._checked(rest[:end], quotes[: np.searchsorted(quotes, end)], start)
                start, rest = start + end, rest[end:]
        if rest and not header_lines:
            self.final_newline = False
            quotes = np.flatnonzero(np.frombuffer(rest, np.uint8) == QUOTE)
            yield self._checked(rest, quotes, start)

    def _last_record_end(self, data: bytes, quotes: NDArray[np.intp]) -> int:
        """Where the last whole record ends: behind a line end that is not inside quotes; 0 if none."""
        end = len(data)
        while (end := data.rfind(self.line_end, 0, end)) >= 0:
            if np.searchsorted(quotes, end) % 2 == 0:
                return end + 1
        return 0

    def _checked(self, data: bytes, quotes: NDArray[np.intp], start: int) -> Chunk:
        """Refuse quotes that do not open and close a cell: ``"ab"c``, ``x"y``, or one that never closes."""
        fault = _quote_fault(data, quotes, ord(self.dialect.delimiter)) if len(quotes) else None
        if fault is not None:
            place, what = fault
            raise CsmetricsError(
                errors.QUOTE_FAULT,
                file=self.source.name,
                line=1 + self.lines_above(start + place),
                fault=what,
            )
        return Chunk(data, quotes, start, _blank_records(data, quotes, self))

    def _utf8(self) -> Iterator[bytes]:
        """Blocks of the text as UTF-8, of whole characters, without byte-order mark and NUL bytes."""
        with self.source.open() as stream, self.source.refusing():
            kept, decoder = b"", codecs.getincrementaldecoder(self.encoding)()
            first = True
            while block := stream.read(CHUNK_BYTES):
                if self.encoding in UTF8:
                    if first:
                        block = block.removeprefix(codecs.BOM_UTF8)
                    data, kept = _whole_characters(kept + block)
                    data = self._as_utf8(data)
                else:
                    data = self._transcoded(decoder, kept + block)
                    kept = b""
                first = False
                self._stored_bytes += len(block)
                yield self._without_nul(data)
            end = self._as_utf8(kept) if self.encoding in UTF8 else self._transcoded(decoder, b"")
            yield self._without_nul(end)

    def _as_utf8(self, data: bytes) -> bytes:
        """The block if it is UTF-8; else, where nothing before proved UTF-8, from here on as cp1252."""
        if data.isascii():
            return data
        import pyarrow as pa

        try:
            pa.array([data], pa.binary()).cast(pa.string())
        except pa.ArrowInvalid:
            if self._proven_utf8 or self.dialect.declared:
                self._refuse_encoding(data)
            self.encoding = FALLBACK
            return self._transcoded(codecs.getincrementaldecoder(FALLBACK)(), data)
        self._proven_utf8 = True
        return data

    def _transcoded(self, decoder: codecs.IncrementalDecoder, data: bytes) -> bytes:
        if self.encoding == FALLBACK and not self.dialect.declared and _mixes_encodings(data):
            self._refuse_encoding(data)
        try:
            return decoder.decode(data, not data).encode()
        except UnicodeDecodeError as fault:
            cure = "name the right one: --encoding cp850, for instance"
            self._refuse(data, fault.start, cure)

    def _refuse_encoding(self, data: bytes) -> NoReturn:
        cure = "exports in two encodings may have been joined; or name one: --encoding cp1252"
        place = 0
        try:
            data.decode()
        except UnicodeDecodeError as fault:
            place = fault.start
        self._refuse(data, place, cure, "utf-8")

    def _refuse(self, data: bytes, place: int, cure: str, encoding: str | None = None) -> NoReturn:
        raise CsmetricsError(
            errors.ENCODING_FAULT,
            file=self.source.name,
            line=1 + self._stored_lines(self._stored_bytes) + data[:place].count(self.line_end),
            encoding=encoding or self.encoding,
            byte=f"0x{data[place]:02x}" if data else "cut off",
            cure=cure,
        )

    def _stored_lines(self, bytes_above: int) -> int:
        lines = 0
        with self.source.open() as stream:
            while bytes_above > 0 and (block := stream.read(min(CHUNK_BYTES, bytes_above))):
                lines += block.count(self.line_end)
                bytes_above -= len(block)
        return lines

    def _without_nul(self, data: bytes) -> bytes:
        if b"\0" not in data:
            return data
        self.nul_bytes += data.count(b"\0")
        return data.replace(b"\0", b"")


def _blank_records(data: bytes, quotes: NDArray[np.intp], chunks: Chunks) -> NDArray[np.intp]:
    """Places of records without content. Those a spreadsheet leaves below its data are no answers.

    In a table of one column a blank line is a blank answer.
    """
    none = np.array([], dtype=np.intp)
    width, delimiter = len(chunks.dialect.header), chunks.dialect.delimiter
    if width == 1:
        return none
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == chunks.line_end[0])
    starts = np.r_[0, ends[:-1] + 1]
    short = np.flatnonzero(ends - starts <= width)
    ignored = delimiter.encode() + b"\r"
    blank = [int(line) for line in short if not data[starts[line] : ends[line]].strip(ignored)]
    if not blank:
        return none
    outside = np.searchsorted(quotes, ends) % 2 == 0
    record_of = np.cumsum(outside) - 1
    return np.array([record_of[line] for line in blank if _alone(line, outside)], dtype=np.intp)


def _alone(line: int, outside: NDArray[np.bool_]) -> bool:
    """Whether a line is a record of its own, not part of a quoted cell."""
    return bool(outside[line] and (line == 0 or outside[line - 1]))


def _whole_characters(data: bytes) -> tuple[bytes, bytes]:
    """Cut UTF-8 before a character whose end is not there yet."""
    for back in range(1, min(4, len(data)) + 1):
        sign = data[-back]
        if sign < 0x80:
            break
        if sign >= 0xC0:
            width = 2 if sign < 0xE0 else 3 if sign < 0xF0 else 4
            return (data[:-back], data[-back:]) if width > back else (data, b"")
    return data, b""


def _after_lines(data: bytes, lines: int) -> int | None:
    """The place behind so many physical lines, with any of the three line ends; None if not there yet."""
    place = 0
    for _ in range(lines):
        ends = [found for sign in (b"\n", b"\r") if (found := data.find(sign, place)) >= 0]
        if not ends:
            return None
        place = min(ends) + 1
        if data[place - 1 : place + 1] == b"\r\n":
            place += 1
    return place


def _mixes_encodings(data: bytes) -> bool:
    """Whether some lines with letters beyond ASCII are valid UTF-8 and others are not."""
    kinds = set()
    for line in data.split(b"\n"):
        if not line.isascii():
            try:
                line.decode()
                kinds.add("utf-8")
            except UnicodeDecodeError:
                kinds.add("other")
            if len(kinds) == 2:
                return True
    return False


def _quote_fault(data: bytes, quotes: NDArray[np.intp], delimiter: int) -> tuple[int, str] | None:
    """The first quote that is out of place. A chunk starts outside quotes, so they open and close in turn."""
    signs = np.frombuffer(data, np.uint8)
    border = np.zeros(256, dtype=bool)
    border[[delimiter, LF, CR, QUOTE]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    opening = opening[1:] if len(opening) and opening[0] == 0 else opening
    closing = closing[:-1] if len(closing) and closing[-1] == len(signs) - 1 else closing
    faults: list[tuple[int, str]] = []
    if not (right := border[signs[opening - 1]]).all():
        faults.append((int(opening[~right][0]), "a quote in the middle of a cell"))
    if not (right := border[signs[closing + 1]]).all():
        faults.append((int(closing[~right][0]), "text behind a closing quote"))
    if len(quotes) % 2:
        faults.append((int(quotes[-1]), "a quote that opens here is never closed"))
    return min(faults) if faults else None
