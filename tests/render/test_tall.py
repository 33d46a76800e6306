"""A table of one row with several intervals stands tall: a line for each statistic, with its own."""

from __future__ import annotations

from csmetrics.render import _tall, value
from csmetrics.render._grid import Grid, grids
from csmetrics.report import (
    Definition,
    Interval,
    Measure,
    Quality,
    Report,
    Row,
    Slice,
    Statistic,
)

OWN = Measure((Statistic("handoffs", 25.0, "percent", 40),))
GAP = Statistic(
    "difference", -12.5, "points", 30, Interval(0.95, -30.0, -1.0, "x"), finding="lower"
)
SHARE = Statistic("handed_off", 75.0, "percent", 10, Interval(0.95, 45.0, 91.0, "Wilson"))
EFFECT = Measure((GAP, SHARE), (("unrated", 7),), title="Effect")


def shown(*rows: tuple[Slice, Measure]) -> tuple[Grid, ...]:
    definition = Definition("handoffs", "Hand-offs", "", "", "percent")
    made = tuple(Row("handoffs", slice_, measure) for slice_, measure in rows)
    return tuple(grids(Report("metric", definition, made, Quality(40, 40, ()))))


def test_statistics_below_each_other_then_counts() -> None:
    _, effect = shown(((), OWN), ((), EFFECT))
    assert [column.title for column in effect.columns] == [
        "",
        "n",
        "Value",
        "95 % interval",
        "Finding",
    ]
    assert [row.cells for row in effect.rows] == [
        ("Difference", "30", "−12.5 pp", "−30.0 to −1.0 pp", "lower"),
        ("Handed off", "10", "75.0 %", "45.0 to 91.0 %", ""),
        ("Unrated", "7", "", "", ""),
    ]


def test_of_several_slices_it_stands_wide_with_the_finding() -> None:
    part = (("team", "A"),)
    _, effect = shown(((), OWN), ((), EFFECT), (part, OWN), (part, EFFECT))
    titles = [column.title for column in effect.columns]
    assert titles == [
        "team",
        "n",
        "Difference",
        "95 % interval",
        "Finding",
        "n",
        "Handed off",
        "Unrated",
    ]
    assert effect.rows[0].cells[2:5] == ("−12.5 pp", "−30.0 to −1.0 pp", "lower")


def test_shares_after_some_weeks_stand_by_the_weeks() -> None:
    names = ("silent_after_8w", "silent_after_1w", "silent_after_16w")
    statistics = tuple(Statistic(name, 50.0, "percent", 9, SHARE.interval) for name in names)
    row = Row("contacts", (), Measure(statistics, title="Silent"))
    _, lines = _tall.stacked("contacts", [row])
    assert [line[0] for line in lines] == ["Silent after 1w", "Silent after 8w", "Silent after 16w"]


def test_one_interval_alone_stands_wide() -> None:
    assert not _tall.is_tall([Row("contacts", (), Measure((SHARE,)))])


def test_one_number_is_that_of_the_first_result() -> None:
    definition = Definition("handoffs", "Hand-offs", "", "", "percent")
    rows = (Row("handoffs", (), OWN), Row("handoffs", (), EFFECT))
    assert value.render(Report("metric", definition, rows, Quality(40, 40, ()))) == "25.0\n"
