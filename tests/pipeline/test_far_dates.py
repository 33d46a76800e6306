"""Dates that cannot be, and dates far from nearly all others: no word for never makes "now" the year 9999."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from csmetrics import errors
from csmetrics.api import compute
from csmetrics.errors import CsmetricsError
from csmetrics.pipeline.eras import Eras, apart
from csmetrics.report import Report

Written = Callable[..., str]
HEADER = "id,created at,resolved at"
USUAL = [f"{day},2026-03-{day:02} 10:00,2026-03-{day:02} 12:00" for day in range(1, 10)]


def report(written: Written, *rows: str, **options: str) -> Report:
    return compute("art", written("\n".join([HEADER, *USUAL, *rows]) + "\n"), **options)


def far(found: Report) -> list[tuple[str, str | None, tuple[str, ...]]]:
    kinds = (errors.FAR_AFTER, errors.FAR_BEFORE)
    return [(n.kind.code, n.column, n.rows) for n in found.diagnostics if n.kind in kinds]


@pytest.mark.parametrize("day", ["9998-12-31", "2099-12-30", "1900-01-02 00:00", "0026-03-01"])
def test_a_date_that_cannot_be_is_left_out_by_name(written: Written, day: str) -> None:
    found = report(written, f"10,2026-03-10 10:00,{day}")
    assert [(e.reason.name, e.column, e.count, e.rows) for e in found.quality.left_out] == [
        ("no-real-date", "resolved at", 1, ("11",))
    ]
    (now,) = (each.value for each in found.settings if each.name == "as_of")
    assert (now, far(found)) == ("2026-03-10 10:00:00", [])


@pytest.mark.parametrize(
    "day",
    [
        "1900-01-01 00:00:00",
        "1899-12-30",
        "1970-01-01T00:00:00",
        "1969-12-31 21:00",
        "9999-12-31 23:59:59",
    ],
)
def test_what_programs_write_for_no_date_is_a_blank_cell(written: Written, day: str) -> None:
    """Eight of twelve tickets are open: they were left out, and the backlog was empty."""
    solved = [f"s{n},2026-03-02 09:00,2026-03-03 10:0{n},solved" for n in range(4)]
    waiting = [f"{n},2026-02-0{n} 09:00,{day},open" for n in range(1, 9)]
    path = written("id,created at,resolved at,status", *solved, *waiting)
    found = compute("backlog", path)
    assert found.rows[0].measure.headline.value == 8
    assert found.quality.left_out == ()
    assert [each.text for each in found.diagnostics if each.kind is errors.NULL_DATES] == [
        f"resolved at: 8 cells of {day[:10]}, which programs write for no date, count as blank"
    ]
    assert compute("volume", path).rows[0].measure.headline.value == 12


def test_a_column_of_which_most_dates_cannot_be_is_refused(written: Written) -> None:
    with pytest.raises(CsmetricsError) as caught:
        report(written, *(f"1{n},2026-03-10 10:00,1955-03-1{n}" for n in range(10)))
    assert caught.value.kind is errors.WRONG_COLUMN


def test_a_date_far_from_all_others_is_named_by_its_row(written: Written) -> None:
    found = report(written, "10,2026-03-10 10:00,2062-03-10 10:00", "11,1996-03-10,2026-03-11")
    assert sorted(far(found)) == [
        ("W066", "resolved at", ("11",)),
        ("W067", "created at", ("12",)),
    ]


def test_what_is_later_than_as_of_has_not_happened(written: Written) -> None:
    row = "10,2026-03-10 10:00,2062-03-10 10:00"
    assert far(report(written, row, as_of="2026-03-31")) == []


def years(**counts: int) -> tuple[list[int], list[int]]:
    found = np.zeros(112, dtype=np.int64)
    for year, count in counts.items():
        found[int(year[1:]) - 1990] = count
    before, after = apart(found)
    return [1990 + year for year in before], [1990 + year for year in after]


def test_far_is_a_gap_and_few() -> None:
    assert years(y2020=50, y2026=50) == ([], [])  # half of all
    assert years(y2020=100, y2026=5) == ([], [2026])  # five years without a date
    assert years(y2020=100, y2025=5) == ([], [])
    assert years(y2020=100, y2026=7) == ([], [])  # more than one in twenty
    assert years(y2005=1, y2026=100) == ([2005], [])
    assert years(y2006=1, y2026=100) == ([], [])
    assert years(y2005=1, y2015=1, y2026=100) == ([], [])  # an archive: no gap of twenty years
    assert years(y2026=40, y2040=1, y2062=1) == ([], [2040, 2062])
    assert years(y2020=3, y2062=1) == ([], [])  # of a handful none are few
    assert years() == ([], [])


def test_a_part_of_one_year_is_counted_as_one_of_several() -> None:
    """The years of its rows are not computed one by one: counts and first rows are the same."""
    times = np.array(["2026-03-01", "2026-05-01", "2020-05-01"], "datetime64[ms]").astype(np.int64)
    numbers = np.array([2, 3, 4])
    together, alone = Eras(), Eras()
    together.add("created", times, numbers, 0)
    alone.add("created", times[:2], numbers[:2], 0)
    alone.add("created", times[2:], numbers[2:], 0)
    assert alone.rows == together.rows
    assert sorted(together.rows.values()) == [[(0, 2), (0, 3)], [(0, 4)]]
    assert np.array_equal(alone.counts["created"], together.counts["created"])
