from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hours import (
    CHANGES,
    HOUR,
    MINUTE,
    MINUTES,
    OFFICE,
    Ints,
    by_instants,
    by_the_wall,
    due,
    listed,
    ms,
    schedules,
    vector_clock,
    worked,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics.worktime import ALWAYS, NEVER, Clock, Schedule, Span, SpecialDay, parse_hours

LEFT_OUT = {
    "bh014": "counts by the clock on the wall: 24 hours on a Sunday of 25",
    "bh044": "an end before its start gives 0 in zendesk/biz; here the negative of the reverse",
    "bh059": "a pause of the clock",
    "bh060": "a pause of the clock",
    "bh061": "a pause of the clock",
    "bh062": "a pause of the clock",
    "bh065": "a pause of the clock",
    "due014": "moves on to the next opening; here it is due at the closing time that does it",
}


def rows(shared: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared / "vectors" / f"{name}.json").read_text())
    return [row for row in found if row["id"] not in LEFT_OUT]


def check_minutes(schedule: Schedule, open_: Ints, change: tuple[str, str]) -> None:
    zone, monday = change
    total = np.concatenate([[0], np.cumsum(open_)])
    instants = ms(monday) - 86_400_000 + MINUTE * np.arange(MINUTES + 1)
    origin = np.full_like(instants, instants[0])
    found = Clock(schedule, zone=zone).worked(origin, instants)
    assert (found == total * MINUTE).all()


@settings(max_examples=150, deadline=None)
@given(schedules(), st.sampled_from(CHANGES))
def test_as_counted_minute_by_minute(schedule: Schedule, change: tuple[str, str]) -> None:
    check_minutes(schedule, by_instants(schedule, *change), change)


@settings(max_examples=30, deadline=None)
@given(schedules(first=240, last=1320), st.sampled_from(CHANGES[:-1]))
def test_as_shown_on_the_wall(schedule: Schedule, change: tuple[str, str]) -> None:
    # no hours begin or end where the clock changes: then the two references are one
    check_minutes(schedule, by_the_wall(schedule, *change), change)


INSTANTS = st.integers(ms("2010-01-01"), ms("2030-01-01"))
ZONES = st.sampled_from(sorted({zone for zone, _ in CHANGES}))


@settings(max_examples=50, deadline=None)
@given(schedules(), ZONES, st.tuples(INSTANTS, INSTANTS, INSTANTS))
def test_parts_add_up_to_the_whole(
    schedule: Schedule, zone: str, instants: tuple[int, int, int]
) -> None:
    one, two, three = np.array(instants)[:, None]
    clock = Clock(schedule, zone=zone)
    whole = clock.worked(one, three)
    assert clock.worked(one, two) + clock.worked(two, three) == whole
    assert clock.worked(three, one) == -whole
    # and as a clock finds it that knows the years of the pair only
    assert Clock(schedule, zone=zone).worked(three, one) == -whole


@settings(deadline=None)
@given(schedules(), ZONES, INSTANTS, st.integers(1, 5 * 10**9))
def test_due_is_the_first_instant_with_the_work_done(
    schedule: Schedule, zone: str, start: int, working: int
) -> None:
    clock = Clock(schedule, zone=zone)
    starts = np.array([start])
    at = clock.due(starts, working)
    assert clock.worked(starts, at) == working
    assert clock.worked(starts, at - 1) == working - 1


def test_hours_of_a_week() -> None:
    clock = Clock(parse_hours("mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00"))
    assert worked(clock, "2026-11-20T17:00", "2026-11-23T10:30") == 1 * HOUR + 4 * HOUR + 1.5 * HOUR
    assert worked(clock, "2026-11-20T12:10", "2026-11-20T12:50") == 0
    assert worked(clock, "2026-11-20T11:59:59.999", "2026-11-20T13:00:00.001") == 2
    assert worked(clock, "2026-11-23T10:30", "2026-11-20T17:00") == -6.5 * HOUR


def test_a_night_shift_goes_on_into_a_holiday_and_a_holiday_cancels_its_own() -> None:
    nights = parse_hours("mon-fri 22:00-06:00")
    clock = Clock(nights, listed(SpecialDay(date(2026, 11, 24), (), "a Tuesday")))
    assert worked(clock, "2026-11-23T12:00", "2026-11-24T12:00") == 8 * HOUR
    assert worked(clock, "2026-11-24T12:00", "2026-11-25T12:00") == 0


def test_special_hours_are_instead_of_the_usual_ones() -> None:
    clock = Clock(
        parse_hours(OFFICE),
        listed(
            SpecialDay(date(2026, 11, 20), (Span(480, 600),), "short Friday"),
            SpecialDay(date(2026, 11, 22), (Span(600, 720),), "open Sunday"),
        ),
    )
    assert worked(clock, "2026-11-20T00:00", "2026-11-23T00:00") == 4 * HOUR


def test_special_hours_that_meet_a_night_shift_count_once() -> None:
    special = listed(SpecialDay(date(2026, 11, 24), (Span(240, 480),), "from 04:00"))
    clock = Clock(parse_hours("mon 22:00-06:00"), special)
    assert worked(clock, "2026-11-23T12:00", "2026-11-24T12:00") == 10 * HOUR


@pytest.mark.parametrize(
    ("hours", "start", "end", "expected"),
    [
        ("24/7", "2024-03-10T00:00", "2024-03-11T00:00", 23),
        ("24/7", "2024-11-03T00:00", "2024-11-04T00:00", 25),
        ("sun 00:00-24:00", "2024-11-03T00:00", "2024-11-04T00:00", 25),
        ("sat 22:00-06:00", "2024-03-09T12:00", "2024-03-10T12:00", 7),
        ("sat 22:00-06:00", "2024-11-02T12:00", "2024-11-03T12:00", 9),
        # 02:30 is skipped and becomes 03:30; what would begin later than it ends is nothing
        ("sun 02:30-05:00", "2024-03-10T00:00", "2024-03-11T00:00", 1.5),
        ("sun 01:00-02:30", "2024-03-10T00:00", "2024-03-11T00:00", 1.5),
        ("sun 02:30-03:10", "2024-03-10T00:00", "2024-03-11T00:00", 0),
        ("sun 01:30-02:30,03:00-04:00", "2024-03-10T00:00", "2024-03-11T00:00", 1.5),
        # 01:30 comes twice, and the first one is meant
        ("sun 01:30-03:00", "2024-11-03T00:00", "2024-11-04T00:00", 2.5),
        ("sun 00:00-01:30", "2024-11-03T00:00", "2024-11-04T00:00", 1.5),
    ],
)
def test_elapsed_time_counts_where_the_clock_changes(
    hours: str, start: str, end: str, expected: float
) -> None:
    clock = Clock(parse_hours(hours), zone="America/New_York")
    assert worked(clock, start, end) == expected * HOUR


def test_due_times() -> None:
    clock = Clock(parse_hours(OFFICE), listed(SpecialDay(date(2026, 11, 23), (), "")))
    assert due(clock, "2026-11-20T16:00", 1 * HOUR) == "2026-11-20T17:00:00"
    assert due(clock, "2026-11-20T16:00", 1 * HOUR + 1000) == "2026-11-24T09:00:01"
    assert due(clock, "2026-11-21T16:00", 0) == "2026-11-21T16:00:00"
    assert due(clock, "2026-11-20T16:00", 2000 * HOUR) == "2027-11-08T16:00:00"


def test_due_per_ticket() -> None:
    clock = Clock(ALWAYS)
    starts = np.array([ms("2026-01-01"), ms("2027-01-01")])
    working = np.array([HOUR, 2 * HOUR])
    assert (clock.due(starts, working) == starts + working).all()
    assert len(clock.due(np.zeros(0, dtype=np.int64), 1)) == 0
    with pytest.raises(ValueError, match="no due time"):
        clock.due(starts, -1)


def test_what_is_due_after_the_calendar_is_never_due() -> None:
    assert Clock(parse_hours("mon 09:00-09:01")).due(np.array([ms("2026-01-01")]), 10**12) == NEVER
    assert Clock(ALWAYS).due(np.array([ms("9999-12-01")]), NEVER) == NEVER


def test_the_ends_of_the_calendar() -> None:
    office = parse_hours("mon-sun 09:00-17:00")
    for year in ("0001", "1799", "2501", "9999"):
        clock = Clock(office, zone="America/New_York")
        assert worked(clock, f"{year}-01-08T10:00", f"{year}-12-24T12:00") == (350 * 8 + 2) * HOUR
    missing = np.array([np.datetime64("NaT").astype(np.int64)])
    with pytest.raises(ValueError, match="outside the years"):
        clock.worked(missing, missing)


def test_the_rules_of_a_zone_go_on_as_the_calendar_does() -> None:
    # 400 years on, the change is on the same day: all of the night shift has 9 hours
    night = parse_hours("sat 22:00-06:00")
    for year in (2024, 2424, 2824, 9624):
        clock = Clock(night, zone="America/New_York")
        assert worked(clock, f"{year}-11-02T12:00", f"{year}-11-03T12:00") == 9 * HOUR


def test_no_rows_and_no_hours() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert len(Clock(ALWAYS).worked(nothing, nothing)) == 0
    closed = listed(*(SpecialDay(date(2026, 11, day), (), "") for day in range(1, 31)))
    clock = Clock(parse_hours("mon 10:00-11:00"), closed)
    assert worked(clock, "2026-11-01T00:00", "2026-11-30T23:00") == 0


def test_working_days() -> None:
    special = listed(
        SpecialDay(date(2026, 11, 20), (), "Friday off"),
        SpecialDay(date(2026, 11, 22), (Span(600, 720),), "open Sunday"),
    )
    clock = Clock(parse_hours(OFFICE), special)
    monday = date(2026, 11, 16)
    assert clock.working_days(monday, date(2026, 11, 29)) == 10
    assert clock.working_days(monday, date(2026, 11, 29), inclusive=False) == 9
    assert clock.working_days(monday, monday, inclusive=False) == 0
    assert [clock.works_on(monday + timedelta(days=ahead)) for ahead in range(7)] == [
        *[True] * 4, False, False, True,
    ]  # fmt: skip
    with pytest.raises(ValueError, match="is before"):
        clock.working_days(date(2026, 11, 17), monday)


@given(schedules(), st.dates(date(2020, 1, 1), date(2020, 3, 1)), st.integers(0, 30))
def test_working_days_one_by_one(schedule: Schedule, first: date, more: int) -> None:
    clock = Clock(schedule)
    days = [first + timedelta(days=ahead) for ahead in range(more + 1)]
    counted = sum(map(clock.works_on, days))
    assert clock.working_days(first, days[-1]) == counted
    assert clock.working_days(first, days[-1], inclusive=False) == counted - clock.works_on(first)


def test_the_hours_that_other_projects_test(shared: Path) -> None:
    wrong = []
    for row in rows(shared, "business_hours_spec"):
        clock = vector_clock(row)
        found = worked(clock, row["start"], row["end"]) / 1000
        # working_hours rounds to seconds, half away from zero
        rounded = int(abs(found) + 0.5) * (1 if found > 0 else -1)
        if rounded != row["expected_seconds"]:
            wrong.append((row["id"], found, row["expected_seconds"]))
    assert wrong == []


def test_the_hours_that_zendesk_biz_computes(shared: Path) -> None:
    table = rows(shared, "business_hours_generated")
    wrong = [
        row["id"]
        for row in table
        if worked(vector_clock(row), row["start"], row["end"]) != row["expected_seconds"] * 1000
    ]
    assert len(table) > 300
    assert wrong == []


def test_the_due_times_that_other_projects_test(shared: Path) -> None:
    wrong = []
    for row in rows(shared, "business_due_spec"):
        clock = vector_clock(row)
        starts = np.array([ms(row["start"], clock.zone)])
        found = clock.due(starts, row["business_seconds"] * 1000)
        if found != ms(row["expected_due"], clock.zone):
            wrong.append((row["id"], found))
    assert wrong == []


def test_the_working_days_that_other_projects_count(shared: Path) -> None:
    for row in rows(shared, "business_days_spec"):
        closed = listed(*(SpecialDay(date.fromisoformat(day), (), "") for day in row["holidays"]))
        clock = Clock(parse_hours(OFFICE), closed)
        first, last = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        assert clock.working_days(first, last, row["inclusive"]) == row["expected_days"], row["id"]


def test_every_row_left_out_exists(shared: Path) -> None:
    names = ("business_hours_spec", "business_due_spec")
    there = {row["id"] for name in names for row in
             json.loads((shared / "vectors" / f"{name}.json").read_text())}  # fmt: skip
    assert set(LEFT_OUT) <= there
