"""What the bytes of whole records show: line ends, records that hold nothing, quotes out of place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

QUOTE, LF, CR, BLANK = 0x22, 0x0A, 0x0D, 0x20

Places = NDArray[np.intp]


def count_lines(blocks: Iterable[bytes]) -> int:
    """How many lines end in consecutive blocks, with LF, CR LF or CR."""
    lines, before = 0, b""
    for block in blocks:
        lines += block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
        lines -= before == b"\r" and block[:1] == b"\n"
        before = block[-1:] or before
    return lines


def after_lines(data: bytes, lines: int) -> int | None:
    """The place behind so many lines; None if it is not there yet."""
    place = 0
    for _ in range(lines):
        ends = [found for sign in (b"\n", b"\r") if (found := data.find(sign, place)) >= 0]
        if not ends:
            return None
        place = min(ends) + 1
        if data[place - 1 : place] == b"\r":
            if place == len(data):
                return None  # an LF may follow
            place += data[place] == LF
    return place


def blank_records(data: bytes, quotes: Places, delimiter: bytes) -> Places:
    """Places, among the records, of blank lines and lines of delimiters only.

    A spreadsheet leaves them below its data; they are no answers.
    """
    signs = np.frombuffer(data, np.uint8)
    ends = _line_ends(data, signs)
    starts = np.r_[0, ends[:-1] + 1]
    ignored = np.zeros(256, dtype=bool)
    ignored[[ord(delimiter), LF, CR]] = True
    likely = np.flatnonzero(ignored[signs[starts]] & ignored[signs[np.minimum(starts + 1, ends)]])
    blank = [
        line
        for line in likely
        if not data[starts[line] : ends[line] + 1].strip(delimiter + b"\r\n")
    ]
    if not blank:
        return np.array([], dtype=np.intp)
    outside = np.searchsorted(quotes, ends, "right") % 2 == 0
    record_of = np.cumsum(outside) - 1
    alone = outside & np.r_[True, outside[:-1]]  # a record of its own, not part of a quoted cell
    return np.array([record_of[line] for line in blank if alone[line]], dtype=np.intp)


def record_starts(data: bytes, quotes: Places) -> Places:
    """Where each record begins."""
    ends = _line_ends(data, np.frombuffer(data, np.uint8))
    outside = np.searchsorted(quotes, ends, "right") % 2 == 0
    starts: Places = np.r_[0, ends[outside] + 1]
    return starts[starts < len(data)]


def _line_ends(data: bytes, signs: NDArray[np.uint8]) -> Places:
    """The last byte of each line."""
    last = signs == LF
    if b"\r" in data:
        lone = signs == CR
        lone[:-1] &= signs[1:] != LF
        last |= lone
    last[-1] = True
    return np.flatnonzero(last)


def quote_fault(
    data: bytes, quotes: Places, delimiter: bytes
) -> tuple[tuple[int, str] | None, int]:
    """The first quote out of place: ``"ab"c``, ``x"y``, or one that never closes; and how many pairs are signs.

    The data start outside quotes, so quotes open and close in turn. Two in one cell that does not begin with
    one, as in ``37°36'37.8"N 121°2'17.9"W``, are signs like others: no reading takes them for anything else.
    """
    signs = np.frombuffer(data, np.uint8)
    border = np.zeros(256, dtype=bool)
    border[[ord(delimiter), LF, CR, QUOTE]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    fits = border[signs[opening - 1]] | (opening == 0)
    behind = border[signs[np.minimum(closing + 1, len(signs) - 1)]] | (closing == len(signs) - 1)
    pairs = len(closing)
    within = ~fits[:pairs] & (
        signs[opening[:pairs] - 1] != BLANK
    )  # behind a blank a cell may begin
    for pair in np.flatnonzero(within):
        between = signs[opening[pair] + 1 : closing[pair]]
        within[pair] = not border[between].any()
    fits[:pairs] |= within
    behind |= within
    faults: list[tuple[int, str]] = []
    if not fits.all():
        faults.append((int(opening[~fits][0]), "a quote in the middle of a cell"))
    if not behind.all():
        faults.append((int(closing[~behind][0]), "text behind a closing quote"))
    if len(quotes) % 2:
        faults.append((int(quotes[-1]), "a quote that opens here is never closed"))
    return (min(faults) if faults else None), int(within.sum())


def first_bytes(size: int, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The first bytes of consecutive blocks."""
    for block in blocks:
        yield block[:size]
        size -= len(block)
        if size <= 0:
            return
