"""Dates: what a text means, which order a column proves, and that the fast way is the exact way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.dates import BLANK, UNREADABLE, UNREAL, DateColumn
from csmetrics.intake.times import MISSING, read_fast, read_time
from csmetrics.intake.walls import AMBIGUOUS, NO_SUCH_TIME


def ms(*parts: int) -> int:
    return round(dt.datetime(*parts, tzinfo=dt.UTC).timestamp() * 1000)  # type: ignore[misc, arg-type]


DAY = (2024, 3, 5)
READ = [
    ("2024-03-05", "dmy", ms(*DAY)), ("2024/3/5", "dmy", ms(*DAY)), ("2024.03.05", "mdy", ms(*DAY)),
    (" 05/03/2024 ", "dmy", ms(*DAY)), ("03/05/2024", "mdy", ms(*DAY)), ("5-3-24", "dmy", ms(*DAY)),
    ("24/03/05", "ymd", ms(*DAY)), ("05.03.70", "dmy", ms(1970, 3, 5)), ("05/03/69", "dmy", ms(2069, 3, 5)),
    ("2024-03-05 14:30", "dmy", ms(*DAY, 14, 30)), ("2024-03-05T14:30:15", "dmy", ms(*DAY, 14, 30, 15)),
    ("2024-03-05 14", "dmy", ms(*DAY, 14)), ("05/03/2024\u00a014:30", "dmy", ms(*DAY, 14, 30)),
    ("05/03/2024, 14:30", "dmy", ms(*DAY, 14, 30)), ("3/5/2024 2:30 PM", "mdy", ms(*DAY, 14, 30)),
    ("3/5/2024 12:30 a.m.", "mdy", ms(*DAY, 0, 30)), ("3/5/2024 12:30\u202fPM", "mdy", ms(*DAY, 12, 30)),
    ("2024-03-05 14:30:15.25", "dmy", ms(*DAY, 14, 30, 15) + 250),
    ("2024-03-05 14:30:15,123456789", "dmy", ms(*DAY, 14, 30, 15) + 123),
    ("2024-03-05T14:30:00Z", "dmy", ms(*DAY, 14, 30)), ("2024-03-05 14:30 UTC", "dmy", ms(*DAY, 14, 30)),
    ("2024-03-05 14:30:00-03:00", "dmy", ms(*DAY, 17, 30)), ("2024-03-05 14:30:00+0530", "dmy", ms(*DAY, 9)),
    ("2024-03-05 14:30:00.5+00", "dmy", ms(*DAY, 14, 30) + 500), ("1970-01-01", "dmy", 0),
    ("1969-12-31 23:59:59.9995", "dmy", -1), ("29/02/2024", "dmy", ms(2024, 2, 29)),
]  # fmt: skip
NO_TIME = [
    "", "x", "2024", "20240305", "2024-13-01", "2024-02-30", "2024-00-10", "30/02/2023x", "2024-03-05 24:00",
    "2024-03-05 14:60", "2024-03-05 14:30:60", "2024-03-05 13:00 PM", "2024-03-05 0:30 AM", "2024-03/05",
    "05/03-2024", "0000-01-01", "05/03/0024x", "05/03/202414:00", "05/ 3/2024", "2024-03-05 14:3",
    "2024-03-05 14:30+24:00", "2024-03-05 14:30+05:60", "12/2024", "45321", "05/03/024", "31/04",
]  # fmt: skip


@pytest.mark.parametrize(("text", "order", "milliseconds"), READ)
def test_a_time(text: str, order: str, milliseconds: int) -> None:
    time = read_time(text, order)
    assert time is not None
    assert time.milliseconds == milliseconds


@pytest.mark.parametrize("text", NO_TIME)
@pytest.mark.parametrize("order", ["dmy", "mdy", "ymd"])
def test_no_time(text: str, order: str) -> None:
    assert read_time(text, order) is None


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [("13/01/2024", True, False), ("01/13/2024", False, True), ("01/02/2024", False, False),
     ("31/02/2024", True, False)],
)  # fmt: skip
def test_what_a_date_proves_does_not_depend_on_the_order(
    text: str, day_first: bool, month_first: bool
) -> None:
    for order in ("dmy", "mdy"):
        time = read_time(text, order)
        assert time is not None
        assert (time.day_first, time.month_first) == (day_first, month_first)


def test_a_proof_of_the_other_order_has_no_time() -> None:
    time = read_time("01/13/2024", "dmy")
    assert time is not None
    assert time.milliseconds == MISSING


def test_years_first_take_no_years_last() -> None:
    assert read_time("05/03/2024", "ymd") is None


SIGNS = st.sampled_from("-/.")
NUMBER = st.integers(0, 61)
DIGITS = st.sampled_from(["{}", "{:02}", "{: >2}"])

ZONES = ["", "", "Z", "z", " UTC", "+03:00", "-0300", "+03", "-24:00", "+01:60"]


@st.composite
def spellings(draw: st.DrawFn) -> str:
    """A date as people and programs write it, or nearly so."""
    sign = draw(SIGNS)
    day, month = (draw(DIGITS).format(draw(st.integers(0, top))) for top in (32, 13))
    year = draw(st.sampled_from(["2024", "2023", "24", "0001", "0000", "9999", "1969"]))
    order = draw(st.permutations([day, month]))
    parts = [year, *order] if draw(st.booleans()) else [*order, year]
    date = sign.join(parts)
    clock = draw(st.sampled_from(["", "", " ", "T", "  ", "\t"]))
    if clock:
        count = draw(st.integers(1, 3))
        clock += ":".join(draw(DIGITS).format(draw(NUMBER)) for _ in range(count))
        clock += draw(st.sampled_from(["", "", ".5", ".123456", ".1234567", ",5", "."]))
        clock += draw(st.sampled_from(["", "", " PM", "am"]))
        clock += draw(st.sampled_from(ZONES))
    return date + clock + draw(st.sampled_from(["", "", "", " ", "x"]))


@settings(max_examples=250, deadline=None)
@given(
    texts=st.lists(spellings(), min_size=1, max_size=4),
    order=st.sampled_from(["dmy", "mdy", "ymd"]),
)
def test_the_fast_way_is_the_exact_way(texts: list[str], order: str) -> None:
    """A cell means the same whatever its neighbours are: each text is once the example for the others."""
    for example in texts:
        fast = read_fast(pa.array(texts), example, order)
        if fast is None:
            continue
        for text, milliseconds in zip(texts, fast.milliseconds.tolist(), strict=True):
            if milliseconds != MISSING:
                time = read_time(text, order)
                assert time is not None, text
                assert time[:3] == (milliseconds, fast.aware, fast.spelling)


NEARLY = {
    "05/03/2024": ["05/ 3/2024", "5/3/24", "05/03/0024", "31/02/2024", "+5/03/2024", "05/03/20245", "05-03-2024"],
    "05/03/2024 10:00": ["05/03/202410:00", "05/03/2024 1:5", "05/03/2024 10: 00", "05/03/2024  10:00",
                         "05/03/2024\t10:00", "05/03/2024 24:00", "05/03/2024 10:60", "31/04/2024 10:00"],
    "05/03/2024 10:00:00": ["05/03/2024 10:00:60", "05/03/2024 10:00:61", "05/03/2024 10:5:3", "05/03/2024 10:00:1"],
    "2024-03-05": ["2024-3-5", "0000-01-01", "2024-02-30", "20240305", "2024-03-05 10", "2024-03-05Z"],
    "2024-03-05 10:00:00Z": ["2024-03-05 10:00:00+05", "2024-03-05 10:00:00+0530", "2024-03-05 10:00:00z",
                             "2024-03-05 10:00:00+24:00", "2024-03-05 10:00:00.1234567Z", "2024-03-05 10Z"],
}  # fmt: skip


@pytest.mark.parametrize("order", ["dmy", "mdy"])
@pytest.mark.parametrize(("example", "cells"), NEARLY.items())
def test_what_is_nearly_the_example(example: str, cells: list[str], order: str) -> None:
    for cell in cells:
        fast = read_fast(pa.array([example, cell]), example, order)
        if fast and (found := int(fast.milliseconds[1])) != MISSING:
            time = read_time(cell, order)
            assert time is not None, cell
            assert (time.milliseconds, time.aware) == (found, fast.aware)


def column(
    cells: Sequence[str], order: str = "dmy", zone: str = "UTC", declared: str | None = None
) -> tuple[DateColumn, list[str], list[int]]:
    """A column that has read these cells: itself, the times as text, and the faults."""
    dates = DateColumn("when", zone, declared, order)
    times, faults = dates.typed(pa.array(cells, pa.string()), np.arange(2, 2 + len(cells)))
    return dates, [str(time) for time in times], faults.codes.tolist()


@settings(max_examples=100, deadline=None)
@given(cells=st.lists(spellings() | st.just(""), max_size=6))
def test_the_evidence_does_not_depend_on_the_assumption(cells: list[str]) -> None:
    assert column(cells, "dmy")[0].facts == column(cells, "mdy")[0].facts


@settings(max_examples=100, deadline=None)
@given(cells=st.lists(spellings() | st.just(""), max_size=6), cut=st.integers(0, 6))
def test_the_evidence_does_not_depend_on_the_parts(cells: list[str], cut: int) -> None:
    parted = DateColumn("when", "UTC")
    for start, part in ((2, cells[:cut]), (2 + len(cells[:cut]), cells[cut:])):
        parted.typed(pa.array(part, pa.string()), np.arange(start, start + len(part)))
    assert parted.facts == column(cells)[0].facts


SHORT_YEARS = [  # and the record that could begin with its year
    ("24-01-05 24-01-06 24-02-11", "2"), ("09/12/30 13/01/02 13/01/02", "3"), ("99-01-05 99-01-06", "2"),
    ("19/01/26 20/01/26 03/02/26", ""), ("30/12/25 31/12/25 02/01/26", ""), ("25/12/99", ""),
    ("24-01-05 24-01-06 24-01-32", ""), ("24-01-05 24-01-06 05-01-2024", ""),
]  # fmt: skip


class TestOrder:
    """Proven, contradicted, or assumed and said."""

    @pytest.mark.parametrize("assumed", ["dmy", "mdy"])
    @pytest.mark.parametrize(
        ("cells", "order"),
        [(["01/02/2024", "13/02/2024"], "dmy"), (["01/02/2024", "02/13/2024"], "mdy"),
         (["01/02/2024 10:00", "02/13/2024 10:00"], "mdy"), (["1/2/24", "13/2/24 9 PM"], "dmy")],
    )  # fmt: skip
    def test_proven(self, cells: list[str], order: str, assumed: str) -> None:
        settled, notes = column(cells, assumed)[0].settle()
        assert (settled, notes) == (order, [])

    def test_assumed(self) -> None:
        order, notes = column(["01/02/2024", "03/04/2024"])[0].settle()
        assert order == "dmy"
        assert [note.kind for note in notes] == [errors.ASSUMED_ORDER]

    def test_years_first_assume_nothing(self) -> None:
        assert column(["2024-01-02"])[0].settle() == ("dmy", [])

    @pytest.mark.parametrize("assumed", ["dmy", "mdy"])
    def test_contradicted(self, assumed: str) -> None:
        with pytest.raises(CsmetricsError) as caught:
            column(["", "13/01/2024", "01/01/2024", "01/13/2024"], assumed)[0].settle()
        assert caught.value.kind is errors.DATE_ORDER_CONFLICT
        assert (caught.value.params["dmy_row"], caught.value.params["mdy_row"]) == ("3", "5")

    def test_declared(self) -> None:
        dates, times, faults = column(["01/02/2024", "13/02/2024"], declared="mdy")
        assert dates.settle() == ("mdy", [])
        assert times[0].startswith("2024-01-02")
        assert faults == [0, UNREADABLE]

    @pytest.mark.parametrize(("cells", "doubt"), SHORT_YEARS)
    def test_a_year_of_two_digits(self, cells: str, doubt: str) -> None:
        for assumed in ("dmy", "mdy"):
            dates = column(cells.split(), assumed)[0]
            if not doubt:
                assert dates.settle() == ("dmy", [])
                continue
            with pytest.raises(CsmetricsError) as caught:
                dates.settle()
            assert caught.value.kind is errors.TWO_DIGIT_YEAR
            assert caught.value.params == {"column": "when", "row": doubt}
        assert column(cells.split(), declared="ymd")[0].settle() == ("ymd", [])

    def test_mixed_formats_are_said(self) -> None:
        _, notes = column(["2024-02-13", "13/02/2024"])[0].settle()
        assert [note.kind for note in notes] == [errors.MIXED_DATE_FORMATS]


def test_with_and_without_an_offset_is_refused() -> None:
    with pytest.raises(CsmetricsError) as caught:
        column(["2024-01-01 10:00", "2024-01-01T10:00Z", "2024-01-01"])[0].settle()
    assert caught.value.kind is errors.MIXED_ZONES
    assert (caught.value.params["naive_row"], caught.value.params["aware_row"]) == ("2", "3")


MIDNIGHTS = [
    (" 2018-11-04 ", "America/Sao_Paulo", 0, "2018-11-04 01:00:00-02:00"),
    ("4/11/18", "America/Sao_Paulo", 0, "2018-11-04 01:00:00-02:00"),
    ("2025-09-07", "America/Santiago", 0, "2025-09-07 01:00:00-03:00"),
    ("2025-04-25", "Africa/Cairo", 0, "2025-04-25 01:00:00+03:00"),
    ("2024-11-03", "America/Havana", 0, "2024-11-03 00:00:00-04:00"),
    ("2024-11-03 00:00", "America/Havana", AMBIGUOUS, "NaT"),
    ("2018-11-04\u00a000:00", "America/Sao_Paulo", NO_SUCH_TIME, "NaT"),
    ("4/11/18 0", "America/Sao_Paulo", NO_SUCH_TIME, "NaT"),
    ("2011-12-30", "Pacific/Apia", NO_SUCH_TIME, "NaT"),  # a day that was skipped whole
]


class TestZones:
    """A time without an offset is wall clock in the zone of the run."""

    SAO_PAULO = "America/Sao_Paulo"

    def test_naive(self) -> None:
        assert column(["2024-01-01 10:00"], zone=self.SAO_PAULO)[1] == ["2024-01-01 10:00:00-03:00"]

    def test_aware(self) -> None:
        assert column(["2024-01-01 10:00Z"], zone=self.SAO_PAULO)[1] == [
            "2024-01-01 07:00:00-03:00"
        ]

    @pytest.mark.parametrize("cell", ["2018-11-04 00:30", "04/11/2018 00:30", "4/11/18 0:30"])
    def test_a_gap_holds_no_time(self, cell: str) -> None:
        cells = [cell, "2018-11-04 01:00"]
        assert column(cells, zone=self.SAO_PAULO)[2] == [NO_SUCH_TIME, 0]

    @pytest.mark.parametrize(("cell", "zone", "fault", "begins"), MIDNIGHTS)
    def test_a_day_begins_at_its_first_instant(
        self, cell: str, zone: str, fault: int, begins: str
    ) -> None:
        _, times, faults = column([cell, "2024-01-01"], zone=zone)
        assert (times[0], faults) == (begins, [fault, 0])

    @pytest.mark.parametrize("cell", ["2019-02-16 23:30", "16/02/2019 23:30"])
    def test_a_fold_holds_two(self, cell: str) -> None:
        cells = [cell, "2019-02-17 00:00"]
        assert column(cells, zone=self.SAO_PAULO)[2] == [AMBIGUOUS, 0]

    def test_an_offset_tells_the_two_apart(self) -> None:
        cells = ["2019-02-16 23:30-02:00", "2019-02-16 23:30-03:00"]
        assert column(cells, zone=self.SAO_PAULO)[2] == [0, 0]

    def test_the_first_and_the_last_year(self) -> None:
        cells = ["1990-01-02", "2098-12-31 23:59"]
        assert column(cells, zone=self.SAO_PAULO)[2] == [0, 0]


def test_faults() -> None:
    _, times, faults = column(["2024-01-01", "", "  ", "n/a", "NULL", "2024-02-30", "1990-01-01"])
    assert faults == [0, BLANK, BLANK, BLANK, BLANK, UNREADABLE, 0]
    assert times[6] == "1990-01-01 00:00:00+00:00"


@pytest.mark.parametrize(
    ("cell", "fault"),
    [("0026-03-01", UNREAL), ("1989-12-31", UNREAL), ("2099-12-30", UNREAL), ("1900-01-01 00:00", BLANK),
     ("30/12/1899", BLANK), ("1970-01-01T00:00:00Z", BLANK), ("9999-12-31 23:59:59", BLANK)],
)  # fmt: skip
@pytest.mark.parametrize("other", ["2026-03-01", "01/03/2026 10:00"])
def test_slips_and_words_for_no_date_are_none(cell: str, fault: int, other: str) -> None:
    cells = [cell, other] if not cell.endswith("Z") else [cell]
    _, times, faults = column(cells)
    assert (times[0], faults[0]) == ("NaT", fault)
    assert faults[1:] == [0] * (len(cells) - 1)


def test_no_cells() -> None:
    assert column([])[1:] == ([], [])


def test_times_that_were_cast_already_are_those_of_the_texts() -> None:
    texts = ["2018-11-04 00:30:00", "", "2018-02-17 23:30:00", "2026-01-05", "0000-01-01"]
    cells = pa.array(texts, pa.string())
    numbers = np.arange(2, 7)
    apart = [DateColumn("d", "UTC"), DateColumn("d", "UTC")]
    cast = pa.array([text or None for text in texts], pa.string()).cast(pa.timestamp("ms"))
    one, other = apart[0].typed(cells, numbers), apart[1].typed(cast, numbers)
    assert one[0].equals(other[0])
    # the year 0 is no time; as a text it is one that cannot be read, too
    assert one[1].codes.tolist() == other[1].codes.tolist()
    assert apart[0].facts == apart[1].facts


def test_times_written_in_a_zone_of_their_own_are_moved_once_and_days_stay() -> None:
    column = DateColumn("date", "America/Sao_Paulo", written="America/New_York")
    cells = pa.array(["2026-07-01 23:30:00", "2026-07-01", "2026-07-01 00:00", ""])
    times, faults = column.typed(cells, np.arange(2, 6))
    assert list(map(str, times)) == [
        "2026-07-02 00:30:00-03:00",
        "2026-07-01 00:00:00-03:00",
        "2026-07-01 01:00:00-03:00",
        "NaT",
    ]
    assert faults.codes.tolist() == [0, 0, 0, 1]


def test_a_time_that_the_zone_of_the_column_skips_is_left_out() -> None:
    column = DateColumn("date", "UTC", written="America/New_York")
    _, faults = column.typed(pa.array(["2026-03-08 02:30:00", "2026-11-01 01:30:00"]), np.arange(2))
    assert [faults.reasons[code - 1].name for code in faults.codes] == [
        "no-such-time",
        "ambiguous-time",
    ]


def test_an_offset_holds_whatever_zone_the_export_states() -> None:
    column = DateColumn("date", "UTC", written="America/New_York")
    times, _ = column.typed(pa.array(["2026-07-01T12:00:00-03:00"]), np.arange(1))
    assert str(times[0]) == "2026-07-01 15:00:00+00:00"


def test_a_fixed_offset_is_a_zone() -> None:
    column = DateColumn("date", "UTC", written="UTC-03:00")
    times, _ = column.typed(pa.array(["2026-07-01 12:00:00"]), np.arange(1))
    assert str(times[0]) == "2026-07-01 15:00:00+00:00"
