"""Stays of customers: what several rows of one say together, whatever their order; and what a flag says to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from csmetrics import compute, errors
from csmetrics.report import Measure, Report

Write = Callable[..., str]

RENEWED = (
    "a,2026-01-01,2026-01-31",
    "a,2026-02-01,2026-02-28",
    "a,2026-03-01,",
    "b,2026-01-01,2026-01-31",
    "c,2026-01-01,2026-01-31",
    "c,2026-03-05,",
)
"""Contracts by the month: a renews and stays, b leaves with January, c as well and comes back in March."""


def measured(write: Write, rows: tuple[str, ...], **options: Any) -> Report:
    return compute("retention", write("customer,start date,end date", *rows), **options)


def kinds(report: Report) -> list[str]:
    return [each.kind.name for each in report.diagnostics]


def by_period(report: Report) -> dict[str, Measure]:
    return {str(dict(row.slice)["period"]): row.measure for row in report.rows if row.slice}


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("dedupe", [None, "none"])
def test_rows_of_one_customer_are_united_in_whatever_order(
    written: Write, step: int, dedupe: str | None
) -> None:
    report = measured(written, RENEWED[::step], dedupe=dedupe)
    share, stays = (row.measure for row in report.rows)
    assert (share.headline.value, share.headline.n) == (pytest.approx(200 / 3), 3)  # b has left
    assert dict(stays.parts) == {"left": 2, "still_there": 1}  # c left for the first time
    assert "further-stays" in kinds(report)
    assert "duplicates" not in kinds(report)


def test_a_contract_until_the_last_day_covers_the_month_and_its_renewal_is_no_leaving(
    written: Write,
) -> None:
    months = by_period(measured(written, RENEWED, every="month", as_of="2026-03-31"))
    january, february, march = (dict(months[f"2026-0{month}"].parts) for month in (1, 2, 3))
    assert january["there_now"] == 3
    assert february == {"still_there": 1, "new": 0, "returned": 0, "there_now": 1}
    assert march == {"still_there": 1, "new": 0, "returned": 1, "there_now": 2}
    assert months["2026-02"].headline.value == pytest.approx(100 / 3)


def test_who_comes_back_into_a_window_is_not_new(written: Write) -> None:
    (row,) = measured(written, RENEWED, since="2026-03", until="2026-03").rows
    assert (row.measure.headline.value, row.measure.headline.n) == (100.0, 1)  # a
    assert dict(row.measure.parts) == {"still_there": 1, "new": 0, "returned": 1, "there_now": 2}


@pytest.mark.parametrize(
    ("end", "there"), [("2026-01-31", 1), ("2026-01-31 18:00", 0), ("2026-01-30", 0)]
)
def test_a_day_without_a_clock_is_the_last_one_of_the_stay(
    written: Write, end: str, there: int
) -> None:
    rows = (f"a,2026-01-01,{end}", "b,2026-01-01,", "c,2026-02-20,")
    months = by_period(measured(written, rows, every="month", as_of="2026-02-28"))
    assert dict(months["2026-01"].parts)["there_now"] == 1 + there


def test_the_last_day_is_one_of_the_wall_clock(written: Write) -> None:
    """31 March 2024 has 23 hours in Lisbon: the day after it begins on 1 April all the same."""
    rows = ("a,2024-01-01,2024-03-31", "b,2024-01-01,", "c,2024-04-30,")
    months = by_period(measured(written, rows, every="month", tz="Europe/Lisbon"))
    assert dict(months["2024-03"].parts)["there_now"] == 2
    assert dict(months["2024-04"].parts)["there_now"] == 2  # b and c


def test_a_stay_of_which_an_older_row_does_not_know_the_end_is_over(written: Write) -> None:
    for rows in (
        ("a,2026-01-01,", "a,2026-01-01,2026-02-03"),
        ("a,2026-01-01,2026-02-03", "a,2026-01-01,"),
    ):
        report = measured(written, (*rows, "b,2026-01-01,"))
        assert report.rows[0].measure.headline.value == 50.0
        (told,) = (each for each in report.diagnostics if each.kind is errors.RETOLD)
        assert dict(told.params)["count"] == 1


def test_dedupe_keeps_one_row_of_each_where_it_is_asked_for(written: Write) -> None:
    report = measured(written, RENEWED[::-1], dedupe="last")
    assert report.rows[0].measure.headline.value == 0.0  # the first contract of each
    assert "duplicates" in kinds(report)


@pytest.mark.parametrize(
    ("end", "options", "told"),
    [
        ("2027-12-31", {}, True),  # a contract that runs on
        ("2026-03-20", {}, False),  # within a month of the last who came
        ("2027-12-31", {"as_of": "2026-03-31"}, False),
    ],
)
def test_now_is_not_taken_from_a_planned_end_in_silence(
    written: Write, end: str, options: dict[str, str], told: bool
) -> None:
    lines = ("customer,start date,end date", f"a,2026-01-01,{end}", "b,2026-03-01,")
    report = compute("retention", written(*lines), **options)
    assert (errors.PLANNED_ENDS in {each.kind for each in report.diagnostics}) is told
    if options:
        assert report.rows[0].measure.headline.value == 100.0
