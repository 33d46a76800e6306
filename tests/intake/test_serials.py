"""Excel serial numbers: which numbers are dates, what they mean, and what a column says of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.dates import BLANK, UNREADABLE, DateColumn
from csmetrics.intake.serials import in_doubt, read_serials
from csmetrics.intake.times import MISSING, read_time
from csmetrics.intake.walls import NO_SUCH_TIME
from csmetrics.report import Diagnostic

MARCH = dt.datetime(2024, 3, 1)  # noqa: DTZ001 - wall clock, as in a workbook: day 45352
READ = [
    ("45352", "2024-03-01 00:00:00"), ("45352.375", "2024-03-01 09:00:00"), ("45352,375000", "2024-03-01 09:00:00"),
    ("45353.729167", "2024-03-02 17:30:00"), ("45353.72916666666", "2024-03-02 17:30:00"),
    ("45353.729165", "2024-03-02 17:30:00"), ("45352.999999", "2024-03-02 00:00:00"),
    (" 45352.5\u00a0", "2024-03-01 12:00:00"),
    ("32874", "1990-01-01 00:00:00"), ("65535.5", "2079-06-04 12:00:00"),
    ("45352.0000115741", "2024-03-01 00:00:01"), ("45352.000005", "2024-03-01 00:00:00"),
    ("45352.000006", "2024-03-01 00:00:01"),
]  # fmt: skip
NO_DATE = [
    "2024", "12", "20240301","20089", "20089.99", "65536", "65536.0", "99999", "045352",
    "45352.", ".5", "-45352", "+45352", "45.352", "45,352.375", "45.352,375", "4.5352E4", "45352.375.1", "45352.37 x",
    "٤٥٣٥٢", "", " ",
]  # fmt: skip


def column(
    cells: list[str], zone: str = "UTC", order: str = "dmy"
) -> tuple[DateColumn, list[str], list[int]]:
    """A column that has read these cells: itself, the times as text, and the faults."""
    dates = DateColumn("when", zone, None, order)
    times, faults = dates.typed(pa.array(cells, pa.string()), np.arange(2, 2 + len(cells)))
    return dates, [str(time) for time in times], faults.codes.tolist()


def told(cells: list[str]) -> list[Diagnostic]:
    return column(cells)[0].settle()[1]


@pytest.mark.parametrize(("text", "time"), READ)
def test_a_serial(text: str, time: str) -> None:
    assert column([text])[1:] == ([f"{time}+00:00"], [0])


@pytest.mark.parametrize("text", NO_DATE)
def test_no_serial(text: str) -> None:
    assert column([text, "45352"])[2] == [UNREADABLE if text.strip() else BLANK, 0]


@pytest.mark.parametrize("text", ["45352", "45352.375"])
def test_what_finds_out_the_kind_of_a_column_takes_it_for_a_number(text: str) -> None:
    assert read_time(text, "dmy") is None


@settings(max_examples=200, deadline=None)
@given(
    when=st.datetimes(dt.datetime(1955, 1, 1), dt.datetime(2079, 6, 4, 23, 59, 59)),  # noqa: DTZ001
    decimals=st.integers(5, 12),
    sign=st.sampled_from(".,"),
)
def test_a_moment_comes_back_to_the_second(when: dt.datetime, decimals: int, sign: str) -> None:
    when = when.replace(microsecond=0)
    since = when - MARCH
    days = 45352 + Decimal(since.days) + Decimal(since.seconds) / 86_400
    found = read_serials(pa.array([f"{days:.{decimals}f}".replace(".", sign)]))
    assert found.milliseconds.astype("datetime64[ms]").tolist() == [when]


CELLS = st.sampled_from(
    ["45352", "45353.5", "45354,38", "45352.3750001", "2024-03-01 10:00", "2024-03-01T10:00Z", "13/03/2024",
     "13-03-2024", "03/13/2024", "1/2/24", "24-01-13", "2024", "", " ", "x"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(cells=st.lists(CELLS, max_size=7), cut=st.integers(0, 7))
def test_the_evidence_depends_neither_on_parts_nor_on_the_order(cells: list[str], cut: int) -> None:
    parted = DateColumn("when", "UTC")
    for start, part in ((2, cells[:cut]), (2 + len(cells[:cut]), cells[cut:])):
        parted.typed(pa.array(part, pa.string()), np.arange(start, start + len(part)))
    assert parted.facts == column(cells)[0].facts == column(cells, order="mdy")[0].facts


@settings(max_examples=100, deadline=None)
@given(
    cells=st.permutations(
        ["45352.375", "2024-03-01 09:00", "01/03/2024 09:00", "13/03/2024", "x", "2024-3-1 9"]
    )
)
def test_a_cell_means_the_same_among_any_neighbours(cells: list[str]) -> None:
    times, nine = column(cells)[1], "2024-03-01 09:00:00+00:00"
    others = {"13/03/2024": "2024-03-13 00:00:00+00:00", "x": "NaT"}
    assert times == [others.get(cell, nine) for cell in cells]


class TestSaid:
    """Serials alone are noted; among other spellings, or cut short, they are warned of."""

    def test_alone(self) -> None:
        (note,) = told(["45352.375", "", "45353.729167", "n/a"])
        assert note.kind is errors.SERIAL_DATES
        assert note.kind.level == "note"
        assert note.text == "when: 2 cells read as Excel serial numbers, the days since 1900"
        assert told(["45352"])[0].text.startswith("when: 1 cell read")

    def test_mixed(self) -> None:
        (note,) = told(["2024-03-01 09:00", "45352.375", "13/03/2024 09:00"])
        assert note.kind is errors.MIXED_DATE_FORMATS
        assert "mixed date formats (Excel serial, year first, year last)" in note.text

    @pytest.mark.parametrize(
        ("cells", "digits", "off"),
        [(["45352.4", "45353"], "1 decimal", "72 minutes"), (["45352.38"], "2 decimals", "7 minutes"),
         (["45352.5", "45352.379"], "3 decimals", "43 seconds"), (["45353,7292"], "4 decimals", "4 seconds")],
    )  # fmt: skip
    def test_cut_short(self, cells: list[str], digits: str, off: str) -> None:
        _, warning = told(cells)
        assert warning.kind is errors.CUT_SERIALS
        assert dict(warning.params) == {"column": "when", "digits": digits, "off": off}

    @pytest.mark.parametrize(
        "cells",
        [["45352", "45353"], ["45352.5"], ["45352.375", "45352.25"], ["45352.00012", "45353.5"]],
    )
    def test_not_cut(self, cells: list[str]) -> None:
        assert [note.kind for note in told(cells)] == [errors.SERIAL_DATES]

    def test_doubt(self) -> None:
        assert [in_doubt(n) for n in (1, 2, 3, 4)] == [
            "72 minutes", "7 minutes", "43 seconds", "4 seconds"
        ]  # fmt: skip


def test_a_serial_is_wall_clock() -> None:
    assert column(["45352.375"], "America/Sao_Paulo")[1] == ["2024-03-01 09:00:00-03:00"]
    with pytest.raises(CsmetricsError) as caught:
        column(["2024-03-01T09:00Z", "", "45352.375"])[0].settle()
    assert caught.value.kind is errors.MIXED_ZONES
    assert (caught.value.params["naive_row"], caught.value.params["aware_row"]) == ("4", "2")


@pytest.mark.parametrize(
    ("cell", "fault"),
    [("43408", 0), ("43408.000000", 0), ("43408,0", 0), ("43407.999999", NO_SUCH_TIME),
     ("43408.020833", NO_SUCH_TIME)],
)  # fmt: skip
def test_a_whole_number_is_a_day_without_a_clock(cell: str, fault: int) -> None:
    """On 2018-11-04 the clocks of São Paulo went from midnight to one."""
    assert column([cell], "America/Sao_Paulo")[2] == [fault]


def test_the_earliest_proof_is_kept_whatever_the_signs() -> None:
    """Two spellings have a fast way in one part: the proof with the lower record number counts."""
    dates, _, _ = column(["01/03/2024", "13-03-2024", "14/03/2024"])
    assert str(dates.facts.day_first) == "3"


def test_nothing_to_read() -> None:
    found = read_serials(pa.array([], pa.string()))
    assert (found.milliseconds.tolist(), found.decimals, found.uneven) == ([], 0, False)
    assert read_serials(pa.array(["x"])).milliseconds.tolist() == [MISSING]
