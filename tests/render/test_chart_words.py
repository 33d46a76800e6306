"""What stands around charts: the way of a goal, the periods below, the names beside; and when work comes in."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from csmetrics.render import charts
from csmetrics.render._views import _last_day, goal_line, period_ticks
from csmetrics.render.charts import _draw, _names, busy
from csmetrics.render.charts._names import Spot
from csmetrics.report import Measure, Progress, Report, Row, Statistic

from . import reports
from .test_charts import SCORES

MOVING = Progress(
    *("nps 30 -> 60", "nps", "", (), "all", 60.0), since="2025-12-31", by="2026-03-01", start=30.0
)


def test_a_goal_that_moves_slopes_and_one_that_stands_is_flat() -> None:
    months = ("2025-11", "2025-12", "2026-01", "2026-02", "2026-03")
    assert goal_line(MOVING, months) == [None, 30.0, 45.5, 59.5, 60.0]
    assert goal_line(replace(MOVING, since=None), months) == [60.0] * 5


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2026-02-27", 27),
        ("2026-W09", 1),
        ("2026-02", 28),
        ("2026-Q1", 31),
        ("2025", 31),
    ],
)
def test_a_goal_asks_at_the_end_of_a_period(period: str, last: int) -> None:
    assert _last_day(period).day == last


def test_the_way_of_a_goal_is_said_and_drawn_across() -> None:
    goal = replace(MOVING, statistic=SCORES.rows[0].measure.headline)
    (chart,) = [each for each in charts.charts(SCORES, [goal]) if each.title == "NPS over time"]
    assert chart.says.endswith("the goal from 30.0 on 2025-12-31 to 60.0 on 2026-03-01.")
    ((start, end),) = re.findall(
        r'd="M[\d.]+,([\d.]+)L[^"]*,([\d.]+)"[^>]*stroke-dasharray', chart.svg
    )
    assert float(start) > float(end)  # up, as pixels count from above


@pytest.mark.parametrize("first", range(1, 13))
@pytest.mark.parametrize("room", [120, 240, 360])
def test_a_january_has_its_year_and_labels_their_room(first: int, room: int) -> None:
    months = [f"{2025 + place // 12}-{place % 12 + 1:02}" for place in range(first - 1, first + 17)]
    shown = period_ticks(months, room)
    assert {period[:4] for period in shown if period.endswith("-01")} <= {
        year for lines in shown.values() for year in lines[1:]
    }
    assert any(period.endswith("-01") for period in shown)
    places = [months.index(period) for period in shown]
    assert {after - before for before, after in pairwise(places)} == {places[1] - places[0]}
    assert (places[1] - places[0]) * room / len(months) >= 36


def test_words_beside_a_chart_stay_in_it_and_apart() -> None:
    ends = [{"at": at, "text": str(at)} for at in (100.0, 99.0, 98.0, 3.0)]
    placed = [row["at"] for row in _draw.beside(ends, [0, 100])]
    assert placed == pytest.approx([3.0, 83.0, 91.5, 100.0])


def test_names_cover_neither_dots_nor_names_and_the_first_are_all_there() -> None:
    spots = [
        Spot(f"Agent {place}", 20 + place * 37 % 300, 10 + place * 61 % 150, first=place % 5 == 0)
        for place in range(40)
    ]
    found = _names.named(spots, 340, 180)
    assert {place for place, spot in enumerate(spots) if spot.first} <= {*found}
    assert len(found) > 12
    boxes = [side.box(spots[place]) for place, side in found.items()]
    assert not any(_names._meet(one, other) for one, other in combinations(boxes, 2))


def busy_report(*cells: tuple[str, str, str, int]) -> Report:
    """Counts by channel, weekday and hour."""
    total = sum(count for *_, count in cells)
    rows = [Row("x", (), Measure((Statistic("new", total, "count", total),)))]
    for channel, day, hour, count in cells:
        slice_ = (("channel", channel), ("weekday", day), ("hour", hour))
        rows.append(Row("x", slice_, Measure((Statistic("new", count, "count", count),))))
    return Report("metric", reports.NPS, tuple(rows), reports.QUALITY)


def test_when_work_comes_in_of_all_and_of_each_channel() -> None:
    channels = [
        (name, "1 Mon", "09", count) for name, count in zip("abcdef", range(9, 3, -1), strict=True)
    ]
    whole, each = busy.charts(busy_report(*channels, ("f", "3 Wed", "17", 40)))
    assert whole.title == "New by weekday and hour"
    assert whole.says == "Most on Wed 17:00–18:00, 40 of 79. The stronger the colour, the more."
    assert each.title == "New by channel, weekday and hour"
    assert each.says.startswith(
        "f: most on Wed 17:00–18:00, 40 of 44. a: most on Mon 9:00–10:00, 9 of 9."
    )
    assert "2 others: most on Mon 9:00–10:00, 11 of 11." in each.says


def test_one_channel_is_all_there_is() -> None:
    (only,) = busy.charts(busy_report(("a", "1 Mon", "09", 1), ("a", "2 Tue", "10", 1)))
    assert only.title == "New by weekday and hour"
