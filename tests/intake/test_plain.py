"""Plain spellings read all at once: what is taken, and that it is the same as one text after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics.intake import durations as durations_module
from csmetrics.intake import scores
from csmetrics.intake.date_facts import Seen
from csmetrics.intake.durations import BLANK, MISSING_WORD, UNREADABLE, DurationColumn
from csmetrics.intake.numbers import NumberColumn, proves, read_number
from csmetrics.intake.plain import read_clocks, read_numbers
from csmetrics.intake.scores import is_missing
from csmetrics.intake.spelled import LONGEST, parse
from csmetrics.intake.times import MISSING

EDGES = [
    "0", "-0", "0.0", "-0.000", "0,000", "0.000000", "0.0000001", "00123", "1.234", "-1.234", "1234.567", "1,234",
    "1.5", "999.999", "1000.000", "0.500",
    "01.234", "-01,234", "00.000", "36525", "36525.0", "36525.00000000001", "3155760000", "3155760000.0005",
    "9" * 15, "9" * 16, "1." + "9" * 20, "1." + "9" * 21, "0.0005", "0.0015", "0.9993055541666668", "0:00", "0:00:00",
    "59:59", "60:00", "876600:00:00", "876600:00:01", "999999:59", "1000000:00", "1:60", "1:5", "1:00:60", "-0:30",
    "12:30.5", "", " ", "n/a", "-", "1.", ".5", "+5", " 5", "5\n", "٣", "1.234,5", "1.234.567", "1,5,5",
    "1 530", "R$ 5", "1h 30m",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(EDGES),
    st.from_regex(r"-?[0-9]{1,17}([.,][0-9]{1,21})?", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}[.,][0-9]{3}", fullmatch=True),
    st.from_regex(r"-?[0-9]{1,7}:[0-5][0-9](:[0-5][0-9])?", fullmatch=True),
    st.text("0123456789:.,+- hm\n", max_size=9),
    st.text(max_size=4),
)
PARTS = st.lists(st.lists(TEXTS, max_size=8), min_size=1, max_size=3)


def coded(cells: Sequence[str]) -> pa.DictionaryArray:
    return pa.array(cells, pa.string()).dictionary_encode()


class TestTaken:
    """The common spellings are read at once, else a large file takes minutes."""

    @pytest.mark.parametrize(
        ("text", "point", "comma"),
        [
            ("90", 90, 90),
            ("-00123", -123, -123),
            ("1.25", 1.25, None),
            ("-1,25", None, -1.25),
            ("1.234", 1.234, 1234),
            ("-0,987", None, -0.987),
            ("-1,987", -1987, -1.987),
            ("1234.567", 1234.567, None),
            ("0.9993055541666668", 0.9993055541666668, None),
        ],
    )
    def test_numbers(self, text: str, point: float | None, comma: float | None) -> None:
        for decimal, value in (("point", point), ("comma", comma)):
            read = read_numbers(pa.array([text]), decimal)
            assert read.taken.all()
            wanted = [np.nan if value is None else value]
            assert np.array_equal(read.values, wanted, equal_nan=True)

    @pytest.mark.parametrize(
        ("text", "seconds", "three"),
        [
            ("1:30:00", 5400, True),
            ("876600:00:01", 876_600 * 3600 + 1, True),
            ("26:15", 1575, False),
            ("00:00", 0, False),
        ],
    )
    def test_clocks(self, text: str, seconds: int, three: bool) -> None:
        read = read_clocks(pa.array([text]))
        assert (read.taken.tolist(), read.three.tolist()) == ([True], [three])
        assert read.milliseconds.tolist() == [seconds * 1000]

    @pytest.mark.parametrize(
        "text", ["", "1.", ".5", "+5", " 5", "5\n", "٣", "1.234,5", "1e5", "9" * 16, "1:30"]
    )
    def test_no_number(self, text: str) -> None:  # fmt: skip
        assert not read_numbers(pa.array([text]), "point").taken.any()

    @pytest.mark.parametrize(
        "text", ["", "1:5", "1:60", "1:00:60", "-1:30", "1:30.5", "1:30:00.5", "1:30\n", "90"]
    )
    def test_no_clock(self, text: str) -> None:  # fmt: skip
        assert not read_clocks(pa.array([text])).taken.any()


def fault(text: str) -> int:
    if not text.strip():
        return BLANK
    return MISSING_WORD if scores.read_score(text).fault == scores.MISSING else UNREADABLE


@settings(deadline=None)
@given(
    parts=PARTS,
    unit=st.sampled_from([None, "milliseconds", "seconds", "minutes", "hours", "days"]),
    decimal=st.sampled_from(["point", "comma"]),
    pair=st.sampled_from(["h:mm", "m:ss"]),
)
def test_durations_are_the_same_as_text_by_text(
    parts: list[list[str]], unit: str | None, decimal: str, pair: str
) -> None:
    column = DurationColumn("t", unit, decided=f"{decimal} {pair}")
    facts: dict[str, Seen] = {}
    row = 2
    for cells in parts:
        values, faults = column.typed(coded(cells), np.arange(row, row + len(cells)))
        for text, value, code in zip(cells, values.tolist(), faults.codes.tolist(), strict=True):
            parsed = parse(text)
            expected = None if parsed is None else parsed.milliseconds(unit, column.decided)
            assert value == (MISSING if expected is None else expected), text
            assert code == (fault(text) if expected is None else 0), text
            for fact in parsed.facts() if parsed else ():
                facts.setdefault(fact, Seen(row, ""))
            row += 1
    assert {fact: seen for fact, seen in column.facts.items() if fact != "moment"} == facts


@settings(deadline=None)
@given(parts=PARTS, decimal=st.sampled_from(["point", "comma"]))
def test_numbers_are_the_same_as_text_by_text(parts: list[list[str]], decimal: str) -> None:
    column = NumberColumn("t", decimal)
    for cells in parts:
        values, faults = column.typed(coded(cells))
        known = [read_number(text, decimal) for text in cells]
        wanted = np.array([np.nan if number is None else number for number in known], np.float64)
        assert np.array_equal(values, wanted, equal_nan=True)
        assert np.array_equal(np.signbit(values), np.signbit(wanted))
        codes = [
            0
            if number is not None
            else 3
            if is_missing(text) and text.strip()
            else 2
            if text.strip()
            else 1
            for text, number in zip(cells, known, strict=True)
        ]
        assert faults.codes.tolist() == codes
    texts = [text for cells in parts for text in cells]
    assert column.proofs == {proof for text in texts if (proof := proves(text))}
    assert column.doubtful == any(read_number(t, "comma") != read_number(t, "point") for t in texts)


def test_half_a_millisecond_goes_to_the_even_one() -> None:
    values, _ = DurationColumn("t", "milliseconds").typed(
        coded(["0.5", "1.5", "2.5", "-2.5", "3.500000"]), np.arange(2, 7)
    )
    assert values.tolist() == [0, 2, 2, -2, 4]


def test_a_century_is_the_longest() -> None:
    cells = ["36525", "36525.0000001", "876600:00:00", "876600:00:01", "876600:00", "876600:01"]
    values, faults = DurationColumn("t", "days").typed(coded(cells), np.arange(2, 8))
    assert values.tolist() == [LONGEST, MISSING] * 3
    assert faults.codes.tolist() == [0, UNREADABLE] * 3


def test_texts_that_are_no_longer_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durations_module, "REMEMBERED", 1)
    column = DurationColumn("t")
    for row in (2, 4):
        values, _ = column.typed(coded(["1h", "2h"]), np.array([row, row + 1]))
        assert values.tolist() == [3_600_000, 7_200_000]
    assert column.facts == {"words": Seen(2, "")}
