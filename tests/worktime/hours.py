"""What the tests of working time share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from csmetrics.worktime import Clock, Holidays, Schedule, Span, SpecialDay, parse_hours
from csmetrics.worktime.holidays import Listed

OFFICE = "mon-fri 09:00-17:00"
HOUR = 3_600_000
# (zone, a Monday before a change of its clock, or of its offset)
CHANGES = (
    ("America/Sao_Paulo", "2018-10-29"),  # midnight is skipped
    ("America/Sao_Paulo", "2019-02-11"),  # 23:00 to midnight comes twice
    ("America/New_York", "2024-03-04"),
    ("America/New_York", "2024-10-28"),
    ("Europe/Lisbon", "2024-03-25"),
    ("Europe/Lisbon", "2024-10-21"),
    ("Australia/Lord_Howe", "2024-04-01"),  # half an hour
    ("Australia/Lord_Howe", "2024-09-30"),
    ("Asia/Kathmandu", "1985-12-30"),  # a quarter of an hour, once
    ("Pacific/Apia", "2011-12-26"),  # a whole day is skipped
)
MINUTE = 60_000
MINUTES = 13 * 1440

Ints = NDArray[np.int64]


def ms(text: str, zone: str = "UTC") -> int:
    """An instant in milliseconds; a time without an offset is in ``zone``."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    since = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


def worked(clock: Clock, start: str, end: str) -> int:
    """Working milliseconds between two times on the wall of the clock's zone."""
    starts, ends = ([ms(text, clock.zone)] for text in (start, end))
    return int(clock.worked(np.array(starts), np.array(ends))[0])


def due(clock: Clock, start: str, working: int) -> str:
    """When it is due, as the wall of the clock's zone shows it."""
    found = int(clock.due(np.array([ms(start, clock.zone)]), working)[0])
    shown = datetime.fromtimestamp(found / 1000, ZoneInfo(clock.zone)).replace(tzinfo=None)
    return shown.isoformat()


def listed(*days: SpecialDay) -> Holidays:
    """Special days, as if a file had listed them."""
    return Holidays((Listed("days.txt", days),))


def vector_clock(row: Mapping[str, Any]) -> Clock:
    """The clock of a reference row."""
    hours: Mapping[str, Sequence[Sequence[str]]] = row["schedule"]
    text = "; ".join(f"{day} {','.join(map('-'.join, spans))}" for day, spans in hours.items())
    closed = [SpecialDay(date.fromisoformat(day), (), "") for day in row["holidays"]]
    special = []
    for day, spans in row.get("date_overrides", {}).items():
        same = parse_hours(f"mon {','.join(map('-'.join, spans))}").days[0]
        special.append(SpecialDay(date.fromisoformat(day), same, ""))
    return Clock(parse_hours(text), listed(*closed, *special), row["timezone"])


@st.composite
def schedules(draw: st.DrawFn, grid: int = 15, first: int = 0, last: int = 1440) -> Schedule:
    """Any week: up to eight stretches, some over midnight, cut from the circle of the week.

    With ``first`` and ``last`` nothing begins or ends outside these minutes of a day.
    """
    inside = [
        minute for minute in range(0, 7 * 1440, grid) if first <= minute % 1440 <= last - grid
    ]
    ends = sorted(draw(st.lists(st.sampled_from(inside), min_size=2, max_size=16, unique=True)))
    if draw(st.booleans()):  # a stretch from Sunday to Monday
        ends = [*ends[1:], ends[0] + 7 * 1440]
    days: list[list[Span]] = [[] for _ in range(7)]
    for start, end in zip(ends[::2], ends[1::2], strict=False):
        day, begin = divmod(start, 1440)
        length = end - start
        if length >= 1440:
            length = grid
        days[day % 7].append(Span(begin, begin + length))
    return Schedule(tuple(tuple(sorted(spans)) for spans in days))


def by_instants(schedule: Schedule, zone: str, monday: str) -> Ints:
    """For each minute from Sunday before: is it between the two ends of any hours?"""
    first = datetime.fromisoformat(monday) - timedelta(days=1)
    begin = ms(first.isoformat())
    open_ = np.zeros(MINUTES, dtype=np.int64)
    for ahead in range(-3, 16):
        day = first + timedelta(days=ahead)
        for span in schedule.days[day.weekday()]:
            ends = [
                (ms((day + timedelta(minutes=minute)).isoformat(), zone) - begin) // MINUTE
                for minute in span
            ]
            open_[max(ends[0], 0) : max(ends[1], 0)] = 1
    return open_


def by_the_wall(schedule: Schedule, zone: str, monday: str) -> Ints:
    """For each minute from Sunday before: does the wall then show a time within the hours?"""
    week = np.zeros(7 * 1440, dtype=np.int64)
    for day, spans in enumerate(schedule.days):
        for span in spans:
            week[np.arange(day * 1440 + span.start, day * 1440 + span.end) % (7 * 1440)] = 1
    begin = ms(monday) // 1000 - 86400
    shown = (datetime.fromtimestamp(begin + 60 * at, ZoneInfo(zone)) for at in range(MINUTES))
    return week[[each.weekday() * 1440 + each.hour * 60 + each.minute for each in shown]]
