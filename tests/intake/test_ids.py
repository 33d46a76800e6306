"""Ids are text; 64 bits of each tell which rows bear the same one."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Sequence
from itertools import count
from typing import Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.intake.ids import LONG, Ids, hashed, of_people
from csmetrics.intake.labels import clean
from csmetrics.intake.times import MISSING

Keep = Literal["last", "first"]
WORD = (1 << 64) - 1

# ---- one id at a time, in Python's own integers


def stirred(word: int) -> int:
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & WORD
    word = (word ^ word >> 27) * 0x94D049BB133111EB & WORD
    return word ^ word >> 31


def reference(text: str) -> int:
    data = clean(text).encode()
    if not data:
        return 0
    if len(data) > 128:
        return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little") or 1
    state = stirred(len(data))
    for place in range(0, len(data), 8):
        state = stirred(state ^ int.from_bytes(data[place : place + 8], "little"))
    return state or 1


def test_the_reference_stirs_as_published() -> None:
    # SplitMix64 from the seed 1234567: the first numbers that Rosetta Code gives for it
    numbers = [stirred(1234567 + 0x9E3779B97F4A7C15 * step & WORD) for step in (1, 2, 3)]
    assert numbers == [6457827717110365317, 3203168211198807973, 9817491932198370423]


# ---- hashes

SAME = [
    ["12", " 12", "12 ", "\t12\r\n", "12\u00a0", "\u202f12", "\u200312", "\x1f12"],
    ["Jos\u00e9-1", "Jose\u0301-1", " Jose\u0301-1"],
    ["a b", "a\u00a0b"],
    ["\u212a1", "K1"],  # the Kelvin sign is a K
    ["", " ", "\u00a0", "\t\n", "\u2003"],
    ["x" * LONG, "x" * LONG + " ", "\u00a0" * LONG + "x" * LONG],
]
DIFFERENT = [
    *("00123", "123", "0123", "1E5", "100000", "1e5", "1.0", "1", "NA", "na", "null", "-1"),
    *("12345678", "123456789", "1234567", "12345678\0", "12345678\0\0", "\0", "\0\0"),
    *("a b", "ab", "a  b", "e\u0301", "e", "\u00e9a", "a\u00e9", "\x7f", "\u200b1"),
    *("x" * (LONG - 1), "x" * LONG, "x" * (LONG + 1), "x" * 200_000, "x" * 200_000 + "y"),
]

ids = st.one_of(
    st.text(),
    st.text("a0-\0 \u00a0e\u00e9\u0301", max_size=40),
    st.integers(0, 99).map(str),
    st.builds(lambda n, end: "x" * n + end, st.integers(LONG - 9, LONG + 9), st.text(max_size=2)),
)
kinds = st.sampled_from([pa.string(), pa.large_string()])


@pytest.mark.parametrize("texts", SAME)
def test_spellings_of_one_id(texts: list[str]) -> None:
    assert set(hashed(pa.array(texts)).tolist()) == {reference(texts[0])}


def test_blank_is_zero_and_other_ids_differ() -> None:
    assert hashed(pa.array(["", "0", "\u00a0", " "])).tolist() == [0, reference("0"), 0, 0]
    hashes = hashed(pa.array(DIFFERENT))
    assert hashes.dtype == np.uint64
    assert len({0, *hashes.tolist()}) == len(DIFFERENT) + 1


@given(st.lists(ids), kinds, st.integers(0, 9), st.integers(0, 30))
def test_as_the_reference(texts: list[str], kind: pa.DataType, start: int, rows: int) -> None:
    cells = pa.array(texts, kind)
    assert hashed(cells).tolist() == [reference(text) for text in texts]
    part, slice_ = texts[start:][:rows], cells.slice(start, rows)
    assert hashed(slice_).tolist() == [reference(text) for text in part]
    assert hashed(slice_.slice(1)).tolist() == [reference(text) for text in part[1:]]


@given(st.lists(ids, min_size=2))
def test_equal_if_and_only_if_the_clean_texts_are(texts: list[str]) -> None:
    hashes = hashed(pa.array(texts)).tolist()
    known: dict[str, int] = {}
    for text, found in zip(texts, hashes, strict=True):
        assert known.setdefault(clean(text), found) == found
    assert len(set(known.values())) == len(known)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_no_cells(kind: pa.DataType) -> None:
    assert hashed(pa.array([], kind)).tolist() == []
    assert hashed(pa.array(["a", "\u00e9"], kind).slice(2)).tolist() == []
    assert hashed(pa.Array.from_buffers(kind, 0, [None, None, pa.py_buffer(b"")])).tolist() == []
    assert hashed(pa.array([""], kind)).tolist() == [0]


def test_the_case_of_an_address_tells_nobody_apart() -> None:
    cells = ["Ana@X.com", " ana@x.COM", "00aB", "00Ab", ""]
    people = of_people(pa.array(cells))
    assert people.tolist() == hashed(pa.array(["ana@x.com", "ana@x.com", *cells[2:]])).tolist()
    assert of_people(pa.array(["B", "b"])).tolist() == hashed(pa.array(["B", "b"])).tolist()


def test_a_hash_of_zero_becomes_one() -> None:
    # stirring is one to one and leaves 0 alone: a second lane equal to the state before it gives 0
    for number in count():
        first = f"{number:08d}".encode()
        second = stirred(stirred(16) ^ int.from_bytes(first, "little")).to_bytes(8, "little")
        if all(0x20 < byte < 0x7F for byte in second):
            break
    text = (first + second).decode()
    assert hashed(pa.array([text, f" {text}", "x"])).tolist() == [1, 1, reference("x")]


@pytest.mark.parametrize(
    "texts",
    [
        [f"T-{number:08d}" for number in range(1_000_000)],
        # both lanes vary, in the same places
        [f"{one:08d}{two * 1001:08d}" for one in range(1000) for two in range(1000)],
    ],
    ids=["one after the other", "two counters"],
)
def test_a_million_ids(texts: list[str]) -> None:
    hashes = hashed(pa.array(texts))
    assert len(np.unique(hashes)) == len(texts)
    for bit in range(64):
        share = np.mean(hashes >> np.uint64(bit) & np.uint64(1))
        assert abs(share - 0.5) < 0.0025  # five standard deviations


def test_one_huge_cell_costs_its_own_size() -> None:
    cells = pa.array(["x" * 200_000, *map(str, range(1000))])
    tracemalloc.start()
    hashed(cells)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


# ---- the rows of a run


class Part(NamedTuple):
    hashes: Sequence[int]
    times: Sequence[int | None] | None
    numbers: Sequence[int]
    file: int


def added(*parts: Part) -> Ids:
    run = Ids()
    for part in parts:
        times = None
        if part.times is not None:
            times = np.array([MISSING if t is None else t for t in part.times], dtype=np.int64)
        hashes = np.array(part.hashes, dtype=np.uint64)
        run.add(hashes, times, np.array(part.numbers, dtype=np.int64), part.file)
    return run


# ordinal  0  1  2  3 | 4  5  6  7  8
# id       7  8  7  0 | 9  8  7  0  8
BY_HAND = (
    Part([7, 8, 7, 0], [300, 50, 100, 10], [2, 3, 5, 6], 0),
    Part([9, 8, 7, 0, 8], [1, 50, None, 10, 20], [2, 3, 4, 5, 6], 1),
)


def test_by_hand() -> None:
    run = added(*BY_HAND)
    assert (run.rows, run.repeated()) == (9, 2)
    # of id 7 the time 300 is the latest; of id 8 the time 50 stands twice, the later row is kept
    assert run.superseded("last").tolist() == [1, 2, 6, 8]
    # of id 7 the time 100 is the earliest, and the row without a time is not preferred; of id 8 the time 20
    assert run.superseded("first").tolist() == [0, 1, 5, 6]
    assert run.examples() == [(0, 5), (1, 3), (1, 4)]
    assert run.examples(limit=9) == [(0, 5), (1, 3), (1, 4), (1, 6)]


def test_the_latest_and_how_many_are_tied() -> None:
    """Of id 8 the time 50 stands twice."""
    rows, ties = added(*BY_HAND).latest()
    assert (rows.tolist(), ties) == ([1, 2, 6, 8], 1)


@pytest.mark.parametrize(
    ("times", "last", "first"),
    [
        (None, [0, 1], [1, 2]),
        ([None, None, None], [0, 1], [1, 2]),
        ([5, 5, 5], [0, 1], [1, 2]),
        ([9, 5, 1], [1, 2], [0, 1]),
        ([None, 5, None], [0, 2], [0, 2]),
        ([5, None, 5], [0, 1], [1, 2]),
        ([np.iinfo(np.int64).max, None, MISSING + 1], [1, 2], [0, 1]),
    ],
)
def test_which_of_three(times: list[int | None] | None, last: list[int], first: list[int]) -> None:
    run = added(Part([4, 4, 4], times, [2, 3, 4], 0))
    assert run.superseded("last").tolist() == last
    assert run.superseded("first").tolist() == first


def test_a_file_without_times_beside_one_with_them() -> None:
    run = added(Part([4, 5], [1, 1], [2, 3], 0), Part([4, 6], None, [2, 3], 1))
    assert run.superseded("last").tolist() == run.superseded("first").tolist() == [2]


def test_blank_ids_are_no_id() -> None:
    run = added(Part([0, 0, 0, 1], [1, 2, 3, 4], [2, 3, 4, 5], 0))
    assert run.repeated() == 0
    assert run.superseded("last").tolist() == []
    assert run.examples() == []


@pytest.mark.parametrize("run", [Ids(), added(Part([], [], [], 0)), added(Part([3], None, [2], 0))])
def test_nothing_to_repeat(run: Ids) -> None:
    assert (run.repeated(), run.examples()) == (0, [])
    assert run.superseded("last").tolist() == run.superseded("first").tolist() == []


def test_what_comes_later_counts_too() -> None:
    run = added(Part([3, 4], None, [2, 3], 0))
    assert run.repeated() == 0
    run.add(np.array([4], dtype=np.uint64), None, np.array([9]), 1)
    assert (run.repeated(), run.examples()) == (1, [(1, 9)])


def test_places_across_gaps() -> None:
    numbers = [[2, 3, 4], [7, 9, 11], [12, 12 + 255, 1_000_000, 1_000_001], [2]]
    run = added(*(Part([1] * len(some), None, some, len(some)) for some in numbers))
    expected = [(len(some), number) for some in numbers for number in some]
    assert [run.place(ordinal) for ordinal in range(run.rows)] == expected


def test_seventeen_bytes_a_row() -> None:
    rows, parts = 25_000, 8
    run = Ids()
    tracemalloc.start()
    for part in range(parts):
        block = np.zeros((3, rows), dtype=np.int64)  # times as a view, as columns of a frame are
        hashes = np.arange(part * rows, (part + 1) * rows, dtype=np.uint64)
        run.add(hashes, block[1], np.arange(rows) * 2 + 2, 0)  # every second line is blank
    del block, hashes
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept < 17.2 * rows * parts


# small ones share their leading bits, spread ones do not
hashes_ = st.one_of(
    st.integers(0, 6), st.integers(1, 6).map(lambda n: n * 0x9E3779B97F4A7C15 & WORD)
)
times_ = st.one_of(st.none(), st.integers(-2, 2), st.integers(MISSING + 1, -(MISSING + 1)))


@st.composite
def runs(draw: st.DrawFn) -> list[Part]:
    parts, last = [], 1
    for file in range(draw(st.integers(0, 4))):
        hashes = draw(st.lists(hashes_, max_size=12))
        steps = draw(st.lists(st.integers(1, 3), min_size=len(hashes), max_size=len(hashes)))
        numbers = [last + sum(steps[: place + 1]) for place in range(len(steps))]
        last = numbers[-1] if numbers else last
        times = draw(st.none() | st.lists(times_, min_size=len(hashes), max_size=len(hashes)))
        parts.append(Part(hashes, times, numbers, file))
    return parts


def kept_by(rows: list[tuple[int, int | None]], keep: Keep) -> int:
    """The ordinal that stays, of the ordinals and times of one id."""
    timed = [(time, ordinal) for ordinal, time in rows if time is not None]
    if not timed:
        return rows[-1 if keep == "last" else 0][0]
    return max(timed)[1] if keep == "last" else min(timed)[1]


@given(runs())
def test_as_a_dictionary_tells(parts: list[Part]) -> None:
    rows: dict[int, list[tuple[int, int | None]]] = {}
    places, repeats = [], []
    for part in parts:
        for place, (found, number) in enumerate(zip(part.hashes, part.numbers, strict=True)):
            places.append((part.file, number))
            if found:
                time = part.times[place] if part.times is not None else None
                if rows.setdefault(found, []):
                    repeats.append(places[-1])
                rows[found].append((len(places) - 1, time))
    run = added(*parts)
    assert run.repeated() == sum(len(of_id) > 1 for of_id in rows.values())
    assert run.examples() == repeats[:3]
    assert run.examples(100) == repeats
    assert [run.place(ordinal) for ordinal in range(run.rows)] == places
    keeps: tuple[Keep, ...] = ("last", "first")
    for keep in keeps:
        kept = {kept_by(of_id, keep) for of_id in rows.values()}
        lost = [ordinal for of_id in rows.values() for ordinal, _ in of_id if ordinal not in kept]
        assert run.superseded(keep).tolist() == sorted(lost)
        if keep == "last":
            ties = [
                sorted((MISSING if t is None else t, n) for n, t in each) for each in rows.values()
            ]
            tied = sum(len(each) > 1 and each[-1][0] == each[-2][0] for each in ties)
            superseded, count = run.latest()
            assert (superseded.tolist(), count) == (sorted(lost), tied)
