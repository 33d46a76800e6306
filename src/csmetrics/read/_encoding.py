"""Which encoding: by marks and patterns of the whole file, else line by line: UTF-8 where it is valid, else cp1252.

The rule of a line needs no line around it, so a file gives the same text wherever it is cut into blocks.
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from csmetrics.language import Said

UTF8 = ("utf-8", "utf-8-sig")
FALLBACK = "cp1252"
PLACES_KEPT = 10

# Bytes that are a Portuguese letter in cp850 and a sign in cp1252 that stands in no word: é â ä ç ê í ó ú ñ ã.
_DOS = np.zeros(256, dtype=bool)
_DOS[list(b"\x82\x83\x84\x87\x88\xa1\xa2\xa3\xa4\xc6")] = True
_WINDOWS = np.zeros(256, dtype=bool)
_WINDOWS[[sign for sign in range(0xE0, 0xFF) if sign not in (0xE4, 0xF7)]] = True
_LETTER = _DOS | _WINDOWS
_LETTER[list(b"abcdefghijklmnopqrstuvwxyz")] = True


def encoding_of(head: bytes) -> str:
    """The encoding by byte-order mark or by the pattern of NUL bytes; else what its lines are, cp1252 if mixed."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith((b"+/v8", b"+/v9", b"+/v+", b"+/v/")):
        return "utf-7"
    if wide := _wide(head):
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return FALLBACK
    return "utf-8"


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: text has its NUL bytes in places of their own."""
    nul = [head[place::4].count(0) / max(len(head[place::4]), 1) for place in range(4)]
    first, second, third, fourth = nul
    if min(second, third, fourth) > 0.4 and third > 0.9 and first < 0.1:
        return "utf-32-le"
    if min(first, second, third) > 0.4 and second > 0.9 and fourth < 0.1:
        return "utf-32-be"
    if min(second, fourth) > 0.4 and max(first, third) < 0.1:
        return "utf-16-le"
    if min(first, third) > 0.4 and max(second, fourth) < 0.1:
        return "utf-16-be"
    return ""


def head_text(head: bytes, encoding: str, *, declared: bool) -> str:
    """The beginning of a file as text, which may end within a character; faults are left to the reading."""
    if declared or encoding not in (*UTF8, FALLBACK):
        return codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    head = head.removeprefix(codecs.BOM_UTF8)
    with suppress(UnicodeDecodeError):  # at once, as nearly all are
        return codecs.getincrementaldecoder("utf-8")().decode(head)
    lines = head.split(b"\n")
    texts = []
    for line in lines:
        try:  # the last line may end within a character
            texts.append(
                codecs.getincrementaldecoder("utf-8")().decode(line, line is not lines[-1])
            )
        except UnicodeDecodeError:
            texts.append(line.decode(FALLBACK, errors="replace"))
    return "\n".join(texts)


@dataclass
class Lines:
    """Decodes whole lines. ``count`` of them were not UTF-8; the first begin at ``places`` of the text made.

    ``utf8``: some line beyond ASCII was UTF-8. ``dos`` and ``windows`` count, in the lines that were not, the
    bytes between letters that are a letter in cp850, or in cp1252.
    """

    line_end: bytes
    utf8: bool = False
    count: int = 0
    dos: int = 0
    windows: int = 0
    places: list[int] = field(default_factory=list)

    def whole(self, data: bytes) -> tuple[bytes, bytes]:
        """Cut off a last line that is not whole."""
        end = data.rfind(self.line_end) + 1
        return data[:end], data[end:]

    def joins(self, data: bytes, following: bytes) -> bool:
        """Whether a line that goes on in the next block is UTF-8 as a whole, so that it may be cut between them."""
        rest = data[data.rfind(self.line_end) + 1 :]
        end = following.find(self.line_end)
        return rest.isascii() or (end >= 0 and is_utf8(rest + following[:end]))

    def decoded(self, data: bytes, made: int) -> bytes:
        """The lines as UTF-8, of which ``made`` bytes stand before; UnicodeDecodeError where neither fits."""
        if data.isascii():
            return data
        if is_utf8(data):
            self.utf8 = True
            return data
        if not _holds_utf8(data):
            text = data.decode(FALLBACK).encode()
            self._note(data, made)
            return text
        return self._by_lines(data, made)

    @property
    def encoding(self) -> str:
        """What the lines so far are written in."""
        if not self.count:
            return UTF8[0]
        return (
            Said("{utf8} and {fallback}", utf8=UTF8[0], fallback=FALLBACK)
            if self.utf8
            else FALLBACK
        )

    @property
    def looks_dos(self) -> bool:
        """Whether the signs inside words are letters in cp850 more often than in cp1252."""
        return self.dos > self.windows

    def _by_lines(self, data: bytes, made: int) -> bytes:
        texts, start = [], 0
        for line in data.split(self.line_end):
            text = line
            if not line.isascii():
                try:
                    line.decode()
                    self.utf8 = True
                except UnicodeDecodeError as fault:
                    try:
                        text = line.decode(FALLBACK).encode()
                    except UnicodeDecodeError as other:
                        place = start + other.start
                        raise UnicodeDecodeError(
                            FALLBACK, data, place, place + 1, other.reason
                        ) from fault
                    self._note(line, made)
            texts.append(text)
            start += len(line) + 1
            made += len(text) - text.count(0) + 1
        return self.line_end.join(texts)

    def _note(self, data: bytes, made: int) -> None:
        """Note lines that are not UTF-8: how many, where the first are, and which letters they seem to hold."""
        signs = np.frombuffer(data, np.uint8)
        high = np.flatnonzero(signs >= 0x80)
        ends = np.flatnonzero(signs == self.line_end[0])
        lines = np.unique(np.searchsorted(ends, high))
        self.count += len(lines)
        for line in lines[: PLACES_KEPT - len(self.places)]:
            before = data[: int(ends[line - 1]) + 1 if line else 0]
            text = before.decode(FALLBACK).encode()
            self.places.append(made + len(text) - text.count(0))
        inside = high[(high > 0) & (high < len(signs) - 1)]
        inside = inside[_LETTER[signs[inside - 1]] & _LETTER[signs[inside + 1]]]
        self.dos += int(_DOS[signs[inside]].sum())
        self.windows += int(_WINDOWS[signs[inside]].sum())


def is_utf8(data: bytes) -> bool:
    """Whether all of it is valid UTF-8."""
    import pyarrow as pa

    ends = pa.py_buffer(np.array([0, len(data)], np.int32).tobytes())
    try:  # an array around the bytes, not a copy of them
        pa.Array.from_buffers(pa.binary(), 1, [None, ends, pa.py_buffer(data)]).cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _holds_utf8(data: bytes) -> bool:
    """Whether two bytes in a row could be, or begin, a character of UTF-8."""
    signs: NDArray[np.uint8] = np.frombuffer(data, np.uint8)
    following = signs[1:]
    return bool(((signs[:-1] >= 0xC2) & (following >= 0x80) & (following < 0xC0)).any())


def whole_characters(data: bytes) -> tuple[bytes, bytes]:
    """Cut UTF-8 before a character whose end is not there yet."""
    for back in range(1, min(4, len(data)) + 1):
        sign = data[-back]
        if sign < 0x80:
            break
        if sign >= 0xC0:
            width = 2 if sign < 0xE0 else 3 if sign < 0xF0 else 4
            return (data[:-back], data[-back:]) if width > back else (data, b"")
    return data, b""
