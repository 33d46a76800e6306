"""Periods and the words for them."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from typing import Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.errors import CsmetricsError, Exit
from csmetrics.slices import periods, window
from csmetrics.slices.periods import EVERY, NO_PERIOD, Every, Window

TODAY = date(2026, 10, 14)  # a Wednesday
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
EVERIES = st.sampled_from(EVERY)


def column(*times: str | None, zone: str = "America/Sao_Paulo") -> pd.Series:
    return pd.Series(np.array(times, dtype="datetime64[us]")).dt.tz_localize(zone)


@pytest.mark.parametrize(
    ("day", "every", "label"),
    [
        ("2026-10-31", "day", "2026-10-31"),
        ("2026-01-01", "week", "2026-W01"),
        ("2024-12-30", "week", "2025-W01"),
        ("2027-01-01", "week", "2026-W53"),
        ("2026-10-05", "week", "2026-W41"),
        ("2026-10-31", "month", "2026-10"),
        ("2026-10-01", "quarter", "2026-Q4"),
        ("2026-09-30", "quarter", "2026-Q3"),
        ("1969-12-31", "quarter", "1969-Q4"),
        ("1969-12-31", "week", "1970-W01"),
        ("2026-12-31", "year", "2026"),
        ("9999-12-31", "week", "9999-W52"),
    ],
)
def test_label(day: str, every: Every, label: str) -> None:
    assert periods.label(every, periods.ordinal(every, date.fromisoformat(day))) == label


@given(EVERIES, DAYS)
def test_a_day_is_inside_its_period(every: Every, day: date) -> None:
    period = periods.ordinal(every, day)
    assert periods.first_day(every, period) <= day <= periods.last_day(every, period)
    assert periods.last_day(every, period) < periods.first_day(every, period + 1)


@given(EVERIES, DAYS, DAYS)
def test_labels_sort_as_ordinals_do(every: Every, one: date, other: date) -> None:
    first, second = periods.ordinal(every, one), periods.ordinal(every, other)
    assert (first < second) == (periods.label(every, first) < periods.label(every, second))


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_late_evening_stays_in_its_day_of_the_zone(unit: Literal["s", "ms", "us", "ns"]) -> None:
    times = column("2026-10-31 23:30", None, "1969-12-31 23:30").dt.as_unit(unit)
    utc = times.dt.tz_convert("UTC")
    found = periods.days(utc, "America/Sao_Paulo")
    assert found.astype(str).tolist() == ["2026-10-31", "NaT", "1969-12-31"]
    assert periods.days(utc, "UTC").astype(str).tolist() == ["2026-11-01", "NaT", "1970-01-01"]
    months = periods.ordinals("month", found)
    assert periods.label("month", int(months[0])) == "2026-10"
    assert months[1] == NO_PERIOD


def test_both_hours_of_a_clock_change_are_in_their_day() -> None:
    # the clock went back from 00:00 to 23:00 on 17 February 2018
    times = pd.Series([datetime(2018, 2, 18, hour, 30, tzinfo=UTC) for hour in (1, 2, 3)])
    found = periods.days(times, "America/Sao_Paulo").astype(str).tolist()
    assert found == ["2018-02-17", "2018-02-17", "2018-02-18"]


def test_between_fills_empty_periods() -> None:
    found = periods.between("month", Window(date(2025, 12, 31), date(2026, 2, 1)))
    assert [periods.label("month", period) for period in found] == ["2025-12", "2026-01", "2026-02"]
    assert not periods.between("month", Window(date(2025, 12, 31), None))


def test_partial() -> None:
    data = Window(date(2026, 1, 1), date(2026, 3, 30))
    months = periods.between("month", data)
    assert periods.partial("month", months, data) == {months[2]}
    cut = data & Window(date(2026, 1, 2), date(2026, 12, 31))
    assert periods.partial("month", months, cut) == {months[0], months[2]}
    assert periods.partial("month", months, Window(None, date(2026, 3, 31))) == set()


def test_mask() -> None:
    found = periods.days(column("2026-01-01 00:00", "2026-01-31 23:59", "2026-02-01", None), "UTC")
    local = periods.days(
        column("2026-01-01 00:00", "2026-01-31 23:59", "2026-02-01", None), "America/Sao_Paulo"
    )
    january = Window(date(2026, 1, 1), date(2026, 1, 31))
    assert january.mask(local).tolist() == [True, True, False, False]
    assert january.mask(found).tolist() == [True, False, False, False]
    assert Window().mask(local).all()
    assert Window(last=date(2026, 1, 31)).mask(local).tolist() == [True, True, False, False]


def test_every_of() -> None:
    assert periods.every_of("week") == "week"
    with pytest.raises(CsmetricsError, match="--every: fortnight is not a period"):
        periods.every_of("fortnight")


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2026-01-31", None, "2026-01-31", None),
        ("2026-02", "2026-02", "2026-02-01", "2026-02-28"),
        ("2025", "2025", "2025-01-01", "2025-12-31"),
        (None, "2024-02", None, "2024-02-29"),
        ("today", None, "2026-10-14", None),
        ("yesterday", "today", "2026-10-13", "2026-10-14"),
        ("last-7-days", None, "2026-10-07", "2026-10-13"),
        ("last-1-day", None, "2026-10-13", "2026-10-13"),
        ("last-2-weeks", None, "2026-09-28", "2026-10-11"),
        ("last-week", None, "2026-10-05", "2026-10-11"),
        ("last-month", None, "2026-09-01", "2026-09-30"),
        (None, "last-month", None, "2026-09-30"),
        ("last-month", "today", "2026-09-01", "2026-10-14"),
        ("last-3-months", None, "2026-07-01", "2026-09-30"),
        ("last-quarter", None, "2026-07-01", "2026-09-30"),
        ("last-year", None, "2025-01-01", "2025-12-31"),
        ("This-Month", None, "2026-10-01", "2026-10-31"),
        ("this-week", "2026-10-13", "2026-10-12", "2026-10-13"),
        (None, None, None, None),
    ],
)
def test_window(since: str | None, until: str | None, first: str | None, last: str | None) -> None:
    found = window.parse(since, until, TODAY)
    assert found == Window(
        date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-02-30", "2026-13", "0000", "31/01/2026", "last-0-days", "last-999999-days"),
        *("last-decade", "today\x00", "last-", "last-999999-years", "２０２６"),
    ],
)
def test_not_a_date(text: str) -> None:
    for since, until in ((text, None), (None, text)):
        with pytest.raises(CsmetricsError) as caught:
            window.parse(since, until, TODAY)
        assert caught.value.kind.name == "bad-value"
        assert caught.value.exit == Exit.USAGE
        assert "last-month" in caught.value.hint


def test_since_after_until() -> None:
    with pytest.raises(CsmetricsError, match="--since 2026-02-01 is after --until 2026-01-31"):
        window.parse("2026-02", "2026-01")


def test_the_clock_is_asked_for_by_name() -> None:
    assert not window.is_relative("2026-01", None)
    assert window.is_relative("2026-01", "last-month")


@given(st.text(), DAYS)
def test_window_raises_nothing_else(text: str, today: date) -> None:
    with contextlib.suppress(CsmetricsError):
        window.parse(text, None, today)


@given(st.lists(st.dates(date(1, 1, 1), date(9999, 12, 31)), max_size=9), EVERIES)
def test_ordinals_of_many_are_those_of_each(some: list[date], every: Every) -> None:
    found = periods.ordinals(every, np.array(some, dtype="datetime64[D]")).tolist()
    assert found == [periods.ordinal(every, day) for day in some]


@pytest.mark.parametrize("every", EVERY)
def test_ordinals_of_many_rows_of_few_days_are_those_of_each(every: Every) -> None:
    """Looked up by day, before 1970 as after it; a row without a day has no period."""
    few = [date(1969, 12, 30), date(1970, 1, 1), date(1970, 4, 6)]
    rows = np.array([*few * 50, None], dtype="datetime64[D]")
    expected = [periods.ordinal(every, day) for day in few * 50]
    assert periods.ordinals(every, rows).tolist() == [*expected, NO_PERIOD]
