"""Weekdays and hours as labels: on the wall clock of the run, and only where no column has their name."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

import csmetrics
from csmetrics.slices.moments import labels

Written = Callable[..., str]


@pytest.mark.parametrize(
    ("time", "zone", "weekday", "hour"),
    [
        ("2026-10-05 00:00", "UTC", "1 Mon", "00"),
        ("2026-10-11 23:59", "UTC", "7 Sun", "23"),
        ("2026-10-05 01:30", "America/Sao_Paulo", "7 Sun", "22"),  # three hours earlier
        ("1969-12-31 23:00", "UTC", "3 Wed", "23"),
    ],
)
def test_a_time_has_the_weekday_and_hour_of_its_wall_clock(
    time: str, zone: str, weekday: str, hour: str
) -> None:
    times = pd.to_datetime(pd.Series([time, None]), utc=True)
    assert labels("weekday", times, zone).tolist()[0] == weekday
    assert labels("hour", times, zone).tolist()[0] == hour
    assert labels("hour", times, zone).codes[1] == -1


def test_they_slice_any_metric_in_their_order(written: Written) -> None:
    file = written(
        "score,answered", "9,2026-10-06 09:10", "3,2026-10-05 09:50", "10,", "9,2026-10-05 10:00"
    )
    rows = csmetrics.nps(file, by=["weekday", "hour"]).rows
    assert [(dict(row.slice), row.measure.headline.value) for row in rows] == [
        ({}, 50.0),
        ({"weekday": "1 Mon", "hour": "09"}, -100.0),
        ({"weekday": "1 Mon", "hour": "10"}, 100.0),
        ({"weekday": "2 Tue", "hour": "09"}, 100.0),
        ({"weekday": None, "hour": None}, 100.0),
    ]


def test_a_column_of_that_name_comes_first(written: Written) -> None:
    file = written("score,answered,Hour", "9,2026-10-06 09:10,late")
    assert dict(csmetrics.nps(file, by=["hour"]).rows[1].slice) == {"hour": "late"}


def test_events_of_their_own_dates_go_by_the_creation(written: Written) -> None:
    file = written("id,created,resolved,status", "1,2026-10-05 09:00,2026-10-06 09:00,closed")
    rows = csmetrics.compute("volume", file, by=["weekday"]).rows
    assert [dict(row.slice) for row in rows] == [{}, {"weekday": "1 Mon"}]
