"""Ids: which rows of a run bear the same one, told by 64 bits of each.

An id is text: ``00123`` is not ``123``. Two ids are one where ``labels.clean`` makes them the same text. Only
a hash of each is kept: among ten million different ids, the chance that any two share theirs is three in a
million.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics.intake.labels import clean
from csmetrics.intake.times import MISSING

if TYPE_CHECKING:
    import pyarrow as pa

LONG = 128  # bytes: longer cells are hashed one by one, so that one of them costs no pass over all rows
_LANE = 8
_LAST_PLAIN = 0x20  # a space; below it are the other ASCII bytes that str.strip takes away
_LAST_ASCII = 0x7F
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_LANE + 1)], dtype=np.uint64)
_TABLE_BITS = 22  # 4 MB of flags: they stay in the cache of the processor


class _Texts(NamedTuple):
    """Texts as bytes: text i is ``data[starts[i] : starts[i] + lengths[i]]``; a lane of zeros follows the last."""

    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    data: NDArray[np.uint8]


def hashed(cells: pa.StringArray | pa.LargeStringArray) -> NDArray[np.uint64]:
    """A hash of each id as ``labels.clean`` makes it; 0 where it is blank, and nowhere else. No nulls.

    The same text has the same hash in every part, run and machine.
    """
    import pyarrow as pa

    texts = _texts(cells)
    unclean = _unclean(texts)
    if not len(unclean):
        return _mixed(texts)
    texts.lengths[unclean] = 0  # not hashed as they are
    hashes = _mixed(texts)
    del texts  # the bytes of all cells
    cleaned = [clean(text) for text in cells.take(pa.array(unclean)).to_pylist()]
    hashes[unclean] = _mixed(_texts(pa.array(cleaned, cells.type)))
    return hashes


def of_people(cells: pa.StringArray | pa.LargeStringArray) -> NDArray[np.uint64]:
    """The same of those who are named by an id or an e-mail address, whose case tells nobody apart."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mail = pc.match_substring(cells, "@")
    if pc.any(mail).as_py():
        cells = pc.if_else(mail, pc.utf8_lower(cells), cells)
        if isinstance(cells, pa.ChunkedArray):
            cells = cells.combine_chunks()
    return hashed(cells)


def _texts(cells: pa.StringArray | pa.LargeStringArray) -> _Texts:
    import pyarrow as pa

    _, offsets, data = cells.buffers()
    if not len(cells):  # Arrow may leave out the buffers
        nothing = np.zeros(0, dtype=np.int64)
        return _Texts(nothing, nothing.copy(), np.zeros(_LANE, dtype=np.uint8))
    width = np.dtype(np.int64 if pa.types.is_large_string(cells.type) else np.int32)
    limits = np.frombuffer(offsets, width, len(cells) + 1, cells.offset * width.itemsize)
    first, size = int(limits[0]), int(limits[-1] - limits[0])
    padded = np.zeros(size + _LANE, dtype=np.uint8)
    if size:
        padded[:size] = np.frombuffer(data, np.uint8, size, first)
    starts = limits.astype(np.int64) - first
    return _Texts(starts[:-1], np.diff(starts), padded)


def _unclean(texts: _Texts) -> NDArray[np.intp]:
    """The rows that ``clean`` may change: any byte not ASCII, or something like a space at either end."""
    starts, lengths, data = texts
    unclean = (data[starts] <= _LAST_PLAIN) | (data[starts + lengths - 1] <= _LAST_PLAIN)
    filled = lengths > 0
    if data.max() > _LAST_ASCII:
        rows = np.flatnonzero(filled)  # a text ends where the next that is not empty begins
        unclean[rows] |= np.maximum.reduceat(data, starts[rows]) > _LAST_ASCII
    return np.flatnonzero(unclean & filled)


def _mixed(texts: _Texts) -> NDArray[np.uint64]:
    """The hash of each text as it stands.

    Lane by lane of eight bytes, over the texts that go on. Every lane gets the full mixing: with less, the
    digits of one lane could cancel those of the next, and such ids are common.
    """
    starts, lengths, data = texts
    hashes = np.zeros(len(starts), dtype=np.uint64)
    words: NDArray[np.uint64] = np.ndarray(len(data) - _LANE + 1, "<u8", data, strides=(1,))
    rows = np.flatnonzero((lengths > 0) & (lengths <= LONG))
    places, left = starts[rows], lengths[rows]
    state = left.astype(np.uint64)  # no text is another one with zeros after it
    _stir(state, np.empty_like(state))
    while len(rows):
        lane = words[places]
        lane &= _MASKS[np.minimum(left, _LANE)]
        state ^= lane
        _stir(state, lane)
        more = left > _LANE
        places += _LANE
        left -= _LANE
        if not more.all():
            hashes[rows] = state  # of those that go on, it is written again
            rows, places, left, state = rows[more], places[more], left[more], state[more]
    for row in np.flatnonzero(lengths > LONG):
        text = data[starts[row] : starts[row] + lengths[row]]
        hashes[row] = int.from_bytes(hashlib.blake2b(text.data, digest_size=8).digest(), "little")
    hashes[(hashes == 0) & (lengths > 0)] = 1
    return hashes


def _stir(words: NDArray[np.uint64], scratch: NDArray[np.uint64]) -> None:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014): one to one, each bit in sways all bits out.

    In place: to get memory for what lies between can take longer than the steps themselves.
    """
    np.right_shift(words, 30, out=scratch)
    words ^= scratch
    words *= np.uint64(0xBF58476D1CE4E5B9)
    np.right_shift(words, 27, out=scratch)
    words ^= scratch
    words *= np.uint64(0x94D049BB133111EB)
    np.right_shift(words, 31, out=scratch)
    words ^= scratch


class _Part(NamedTuple):
    """Some rows of a file; ``start``: the ordinal of the first, ``number``: its record number."""

    start: int
    hashes: NDArray[np.uint64]
    order: NDArray[np.int64] | None
    file: int
    number: int
    steps: NDArray[np.unsignedinteger] | None  # from each record number to the next; None: all one


class _Repeats(NamedTuple):
    """How many distinct ids occur more than once, and flags of the leading bits of their hashes."""

    ids: int
    flags: NDArray[np.bool_]


class _Rows(NamedTuple):
    """Rows in file order: their ordinals, hashes and times."""

    ordinals: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    order: NDArray[np.int64]


@dataclass
class Ids:
    """What the rows of a run say of their ids, in file order. An ordinal counts all rows added, from 0.

    Keeps 8 bytes a row, 8 more where there is an order, and 1 or 2 where record numbers have gaps.
    """

    rows: int = field(default=0, init=False)
    _parts: list[_Part] = field(default_factory=list, init=False)
    _known: _Repeats | None = field(default=None, init=False)

    def add(
        self,
        hashes: NDArray[np.uint64],
        order: NDArray[np.int64] | None,
        numbers: NDArray[np.int64],
        file: int,
    ) -> None:
        """Add the next rows: hashes of ids (0: blank), times in ms (MISSING: none), ascending record numbers.

        ``order`` is None where the file has no such column: all its times are missing.
        """
        if not len(hashes):
            return
        # A view would keep alive all other columns of the frame it belongs to
        times = None if order is None else order.copy()
        gaps = np.diff(numbers)
        even = bool((gaps == 1).all())
        steps = None if even else gaps.astype(np.min_scalar_type(gaps.max()))
        self._parts.append(_Part(self.rows, hashes, times, file, int(numbers[0]), steps))
        self.rows += len(hashes)
        self._known = None

    def place(self, ordinal: int) -> tuple[int, int]:
        """The file and the record number of a row."""
        part = self._parts[bisect_right(self._parts, ordinal, key=lambda part: part.start) - 1]
        beyond = ordinal - part.start
        if part.steps is None:
            return part.file, part.number + beyond
        return part.file, part.number + int(part.steps[:beyond].sum(dtype=np.int64))

    def repeated(self) -> int:
        """How many distinct ids occur more than once; blanks are no id."""
        return self._repeats().ids

    def superseded(self, keep: Literal["last", "first"]) -> NDArray[np.int64]:
        """The ordinals, ascending, of the rows that are not the one kept for their id.

        ``last`` keeps the latest time, of equal times the later row; ``first`` the earliest time, of equal
        times the earlier row. Either way a row without a time is never preferred to one with a time; where
        no row of an id has a time, the place in the files alone decides. Rows with a blank id all stay.
        """
        ordinals, hashes, order = self._candidates()
        if keep == "first":
            # What is latest when all runs backwards. The least integer is its own negative, so that
            # MISSING stays below every time
            ordinals, hashes, order = ordinals[::-1], hashes[::-1], -order[::-1]
        best_last = np.lexsort((order, hashes))  # stable: equal times stay in the order of the rows
        grouped = hashes[best_last]
        return np.sort(ordinals[best_last[:-1][grouped[1:] == grouped[:-1]]])

    def latest(self) -> tuple[NDArray[np.int64], int]:
        """What ``last`` supersedes, and of how many ids several rows have the latest time, or all have none."""
        ordinals, hashes, order = self._candidates()
        place = np.lexsort((order, hashes))
        hashes, order = hashes[place], order[place]
        same = hashes[1:] == hashes[:-1]
        last = np.ones(len(same), dtype=bool)  # whether the second of a pair is the last of its id
        last[:-1] = ~same[1:]
        tied = same & last & (order[1:] == order[:-1])
        return np.sort(ordinals[place[:-1][same]]), int(np.count_nonzero(tied))

    def most(self) -> tuple[int, int]:
        """How many rows bear the id that most of them bear, and the ordinal of the first; 0 where none repeats."""
        ordinals, hashes, _ = self._candidates()
        if not len(hashes):
            return 0, 0
        _, firsts, counts = np.unique(hashes, return_index=True, return_counts=True)
        most = int(np.argmax(counts))
        return int(counts[most]), int(ordinals[firsts[most]])

    def examples(self, limit: int = 3) -> list[tuple[int, int]]:
        """The file and the record number of the first rows that repeat the id of an earlier one."""
        ordinals, hashes, _ = self._candidates()
        _, firsts = np.unique(hashes, return_index=True)
        repeats = np.delete(ordinals, firsts)[:limit]
        return [self.place(int(ordinal)) for ordinal in repeats]

    def _repeats(self) -> _Repeats:
        if self._known is None:
            nothing = np.zeros(0, dtype=np.uint64)
            ids = np.concatenate([nothing, *(part.hashes for part in self._parts)])
            ids.sort()
            # A plain 1 would be searched for among floats, which do not hold 64 bits
            ids = ids[ids.searchsorted(np.uint64(1)) :]
            again = ids[1:] == ids[:-1]
            second = again.copy()
            second[1:] &= ~again[:-1]
            flags = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
            flags[_leading(ids[1:][second])] = True
            self._known = _Repeats(int(second.sum()), flags)
        return self._known

    def _candidates(self) -> _Rows:
        """All rows with a repeated id, and a few others that share leading bits with one.

        To sort the few others costs less than to tell them apart, and alone in their group they change nothing.
        """
        repeats = self._repeats()
        found = []
        for part in self._parts if repeats.ids else ():
            marked = repeats.flags[_leading(part.hashes)] & (part.hashes != 0)
            places = np.flatnonzero(marked)
            times = part.order
            order = np.full(len(places), MISSING) if times is None else times[places]
            found.append(_Rows(part.start + places, part.hashes[places], order))
        nothing = np.zeros(0, dtype=np.int64)
        return _Rows(
            np.concatenate([nothing, *(rows.ordinals for rows in found)]),
            np.concatenate([nothing.astype(np.uint64), *(rows.hashes for rows in found)]),
            np.concatenate([nothing, *(rows.order for rows in found)]),
        )


def _leading(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return hashes >> np.uint64(64 - _TABLE_BITS)
