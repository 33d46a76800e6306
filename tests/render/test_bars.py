"""The picture beside the numbers, by what the headline is made of."""

from __future__ import annotations

from csmetrics.metrics._statistics import share
from csmetrics.render._bars import drawn
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.report import Measure, Statistic

SCORE = Measure(
    (Statistic("nps", 25.0, "points", 4, counts=(1, 1, 2)),),
    (("promoters", 2), ("passives", 1), ("detractors", 1)),
)


def table(*measures: Measure) -> Grid:
    """The whole, then a row for each further measure."""
    rows = tuple(GridRow((str(place),), whole=place == 0) for place in range(len(measures)))
    return Grid("", "", (Column("n", "count"),), rows, (), (), (), measures)


def pictures(*measures: Measure) -> list[str]:
    return [row.cells[-1] for row in drawn(table(*measures)).rows]


def test_a_score_is_a_bar_cut_as_its_answers_are() -> None:
    assert pictures(SCORE, SCORE, SCORE) == ["░" * 6 + "▒" * 6 + "█" * 12] * 3
    assert drawn(table(SCORE, SCORE, SCORE)).notes == ("░ detractors  ▒ passives  █ promoters",)


def test_a_share_stands_with_its_interval_on_a_scale_of_all() -> None:
    low, high = (Measure((share("fcr", k, 10, 0.95),)) for k in (0, 10))
    assert pictures(low, low, high) == [
        "●─────┤",
        "●─────┤",
        " " * 17 + "├─────●",
    ]
    assert drawn(table(low, low, high)).columns[-1].title == "0.0 to 100.0 %"


def test_counts_are_bars_from_zero_and_the_whole_has_none() -> None:
    whole, full, half = (Measure((Statistic("new", n, "count", n),)) for n in (30, 20, 10))
    assert pictures(whole, full, half) == ["", "█" * 24, "█" * 12]


def test_one_row_is_compared_with_nothing() -> None:
    assert drawn(table(SCORE, SCORE)) == table(SCORE, SCORE)


def test_times_have_no_picture() -> None:
    time = Measure((Statistic("mean", 60.0, "seconds", 5),))
    assert drawn(table(time, time, time)) == table(time, time, time)


def test_nothing_is_drawn_of_nothing() -> None:
    none = Measure((Statistic("new", 0, "count", 0),))
    assert drawn(table(none, none, none)) == table(none, none, none)
