"""Bytes of a text file → UTF-8 chunks that end at the end of a record, every byte of them verified.

Arrow's CSV parser is fast and lenient: it lets quote faults and bytes of unread columns pass. So each chunk
is checked here before it is parsed: that it is valid in its encoding, and that quotes open and close where
a cell does. A fault is refused with its line, because behind it columns may have shifted in silence.
"""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, NamedTuple, NoReturn, TypeVar

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Reason
from csmetrics.read._dialect import Dialect
from csmetrics.read._encoding import FALLBACK, UTF8, Lines, is_utf8, whole_characters
from csmetrics.read._ending import LOOKED_BYTES, ending_of, last_records
from csmetrics.read._records import (
    QUOTE,
    after_lines,
    blank_records,
    count_lines,
    first_bytes,
    quote_fault,
    record_starts,
)
from csmetrics.read._source import Source

CHUNK_BYTES = 8 << 20
WORKERS = 2
RECORD_BYTES = 64 << 20
T = TypeVar("T")


@dataclass(frozen=True)
class Chunk:
    """Whole records, from byte ``start`` of the UTF-8 text, and the places of their quotes.

    ``last``: the text ends here, or did before records that are no data were cut off: ``left_out`` are (how
    many records lie between, why, byte of the text) of those. ``doubtful`` are (byte, look) of some that may be.
    """

    data: bytes
    start: int
    quotes: NDArray[np.intp]
    last: bool = False
    left_out: tuple[tuple[int, Reason, int], ...] = ()
    doubtful: tuple[tuple[int, str], ...] = ()

    def blank(self, delimiter: str) -> NDArray[np.intp]:
        """The records, by their place, that hold nothing: blank lines, and lines of delimiters only."""
        return blank_records(self.data, self.quotes, delimiter.encode())


class _Cut(NamedTuple):
    """Whole records that are not verified yet, and the places of their quotes."""

    data: bytes
    start: int
    quotes: NDArray[np.intp]
    last: bool = False
    whole: bool = False  # nothing precedes the last


@dataclass
class Chunks:
    """The verified chunks of a source below its header, and what was met on the way."""

    source: Source
    dialect: Dialect
    lines: Lines = field(init=False)
    nul_bytes: int = 0
    literal_quotes: int = 0
    final_newline: bool = True
    _line_end: bytes = field(init=False)
    _delimiter: bytes = field(init=False)
    _decoder: codecs.IncrementalDecoder | None = None
    _stored: int = 0
    _made: int = 0

    def __post_init__(self) -> None:
        self._delimiter = self.dialect.delimiter.encode()
        self._line_end = b"\n" if b"\n" in self.source.head else b"\r"
        self.lines = Lines(self._line_end)

    @property
    def encoding(self) -> str:
        """How the text is written; where that is told line by line, final after reading."""
        return self.lines.encoding if self._by_lines else self.dialect.encoding

    @property
    def _by_lines(self) -> bool:
        return not self.dialect.declared and self.dialect.encoding in (*UTF8, FALLBACK)

    def each(self, work: Callable[[Chunk], T]) -> Iterator[tuple[Chunk, T]]:
        """Every chunk, verified, with what ``work`` makes of it, in order.

        Both are done by threads beside the caller: numpy and Arrow, which do it, let others run.
        """

        def worked(cut: _Cut) -> tuple[Chunk, T]:
            chunk = self._verified(cut)
            return chunk, work(chunk)

        with ThreadPoolExecutor(WORKERS) as pool:
            ahead: deque[Future[tuple[Chunk, T]]] = deque()
            try:
                for cut in self._held_back():
                    ahead.append(pool.submit(worked, cut))
                    if len(ahead) > WORKERS:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            finally:
                for future in ahead:
                    future.cancel()

    def lines_above(self, place: int) -> int:
        """Physical lines above a byte of the UTF-8 text. Reads the file again: for messages only."""
        return count_lines(first_bytes(place, Chunks(self.source, self.dialect)._utf8()))

    def rows_at(self, places: Sequence[int]) -> list[int]:
        """Numbers of the records that hold these bytes of the UTF-8 text, in order. For messages only."""
        rows: list[int] = []
        record = self.dialect.header_row + 1
        for cut in Chunks(self.source, self.dialect)._cuts():
            starts = cut.start + record_starts(cut.data, cut.quotes)
            inside = [place for place in places[len(rows) :] if place < cut.start + len(cut.data)]
            rows.extend(
                record + int(np.searchsorted(starts, place, "right")) - 1 for place in inside
            )
            record += len(starts)
            if len(rows) == len(places):
                break
        return rows

    def _cuts(self) -> Iterator[_Cut]:
        """The text below the header, cut behind whole records. Each byte is copied once, with what precedes it."""
        tail, start, header_lines = b"", 0, self.dialect.header_lines
        for read in self._utf8():
            block = read
            if header_lines:
                block = tail + read
                below = after_lines(block, header_lines)
                if below is None:
                    tail = block
                    continue
                start, tail, block, header_lines = below, b"", block[below:], 0
            before, quotes = _quotes(tail), _quotes(block)
            end = self._last_record_end(block, quotes, len(before))
            if end:
                data = b"".join((tail, memoryview(block)[:end]))
                inside = quotes[: np.searchsorted(quotes, end)] + len(tail)
                yield _Cut(data, start, np.concatenate([before, inside]))
                start, tail = start + len(data), block[end:]
                continue
            tail += block
            if len(tail) > RECORD_BYTES:
                self._refuse_quotes(tail, _quotes(tail), start)
                self._refuse_at(start, "a record of more than 64 MB begins here")
        if tail and not header_lines:
            self.final_newline = tail.endswith((b"\n", b"\r"))
            yield _Cut(tail, start, _quotes(tail))

    def _held_back(self) -> Iterator[_Cut]:
        """The same, where the last holds at least so many bytes of the end, wherever blocks end."""
        held: deque[_Cut] = deque()
        whole = True
        behind = 0  # bytes of all but the first that is held
        for cut in self._cuts():
            held.append(cut)
            behind += len(cut.data) if len(held) > 1 else 0
            while len(held) > 1 and behind >= LOOKED_BYTES:
                whole = False
                yield held.popleft()
                behind -= len(held[0].data)
        if held:
            sizes = np.cumsum([0, *(len(cut.data) for cut in held)])
            quotes = [cut.quotes + size for cut, size in zip(held, sizes, strict=False)]
            data = b"".join(cut.data for cut in held)
            yield _Cut(data, held[0].start, np.concatenate(quotes), True, whole)

    def _last_record_end(self, data: bytes, quotes: NDArray[np.intp], before: int) -> int:
        """Where the last whole record ends: behind a line end that is not inside quotes; 0 if none.

        ``before`` is the number of quotes in the same record before these bytes.
        """
        end = len(data) - (self._line_end == b"\r")  # behind a CR at the very end an LF may follow
        while (end := data.rfind(self._line_end, 0, end)) >= 0:
            if (before + np.searchsorted(quotes, end)) % 2 == 0:
                return end + (2 if data[end : end + 2] == b"\r\n" else 1)
        return 0

    def _verified(self, cut: _Cut) -> Chunk:
        self._refuse_quotes(cut.data, cut.quotes, cut.start)
        if not cut.last:
            return Chunk(cut.data, cut.start, cut.quotes)
        records, starts = last_records(cut.data, cut.quotes, self.dialect.delimiter)
        width = len(self.dialect.header)
        ending = ending_of(
            records, width, complete=self.final_newline, whole=cut.whole and not any(starts[:1])
        )
        end = int([*starts, len(cut.data)][ending.kept])
        return Chunk(
            cut.data[:end],
            cut.start,
            cut.quotes[: np.searchsorted(cut.quotes, end)],
            last=True,
            left_out=tuple(
                (place - ending.kept, reason, cut.start + int(starts[place]))
                for place, reason in ending.left_out
            ),
            doubtful=tuple((cut.start + int(starts[place]), how) for place, how in ending.doubtful),
        )

    def _refuse_quotes(self, data: bytes, quotes: NDArray[np.intp], start: int) -> None:
        fault, literal = quote_fault(data, quotes, self._delimiter) if len(quotes) else (None, 0)
        self.literal_quotes += literal
        if fault is not None:
            self._refuse_at(start + fault[0], fault[1])

    def _refuse_at(self, place: int, fault: str) -> NoReturn:
        line = 1 + self.lines_above(place)
        raise CsmetricsError(errors.QUOTE_FAULT, file=self.source.name, line=line, fault=fault)

    def _utf8(self) -> Iterator[bytes]:
        """Blocks of the text as UTF-8, of whole characters, without byte-order mark and NUL bytes."""
        if not self._by_lines and self.dialect.encoding not in UTF8:
            self._decoder = codecs.getincrementaldecoder(self.dialect.encoding)()
        with self.source.open() as stream, self.source.refusing():
            if self.dialect.encoding in UTF8 and self.source.head.startswith(codecs.BOM_UTF8):
                self._stored = len(stream.read(len(codecs.BOM_UTF8)))
                self.lines.utf8 = True  # the mark says so; lines that are not are of two encodings
            for data, last in self._pieces(stream):
                made = self._without_nul(self._decoded(data, final=last))
                self._stored += len(data)
                self._made += len(made)
                yield made

    def _pieces(self, stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
        """Blocks as stored that can be decoded one by one, and whether it is the last; copied only where need be."""
        held, block = b"", b"more"
        while block:
            block = stream.read(CHUNK_BYTES)
            whole, rest = held, b""
            if block and self._decoder is None:
                if not self._by_lines or len(held) > RECORD_BYTES or self.lines.joins(held, block):
                    whole, rest = whole_characters(held)
                else:
                    whole, rest = self.lines.whole(held)
            yield whole, False
            held = rest + block
        yield held, True

    def _decoded(self, data: bytes, *, final: bool) -> bytes:
        """The block as UTF-8, in the encoding that is declared or marked, else line by line."""
        try:
            if self._by_lines:
                return self.lines.decoded(data, self._made)
            if self._decoder is not None:
                return self._decoder.decode(data, final).encode()
            if not data.isascii() and not is_utf8(data):
                data.decode()
            return data
        except UnicodeError as fault:
            place = fault.start if isinstance(fault, UnicodeDecodeError) else 0
            cure = "name the right one: --encoding cp850, for instance"
            used = FALLBACK if self._by_lines else self.dialect.encoding
            self._refuse(data, min(place, max(len(data) - 1, 0)), cure, used)

    def _refuse(self, data: bytes, place: int, cure: str, encoding: str) -> NoReturn:
        with self.source.open() as stream:
            blocks = first_bytes(self._stored + place, iter(lambda: stream.read(CHUNK_BYTES), b""))
            above = count_lines(block.replace(b"\0", b"") for block in blocks)  # of UTF-16
        raise CsmetricsError(
            errors.ENCODING_FAULT,
            file=self.source.name,
            line=1 + above,
            encoding=encoding,
            byte=f"0x{data[place]:02x}" if data else "cut off",
            cure=cure,
        )

    def _without_nul(self, data: bytes) -> bytes:
        if b"\0" not in data:
            return data
        self.nul_bytes += data.count(b"\0")
        return data.replace(b"\0", b"")


def _quotes(data: bytes) -> NDArray[np.intp]:
    return np.flatnonzero(np.frombuffer(data, np.uint8) == QUOTE)
