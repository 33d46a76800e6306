"""Charts by what the data are: the same for any metric whose data look alike."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from csmetrics.render import _drawable, charts
from csmetrics.render._views import views
from csmetrics.render.charts import _draw, spans
from csmetrics.render.charts.funnel import chart as funnel
from csmetrics.report import (
    Bin,
    Interval,
    Measure,
    Peer,
    Progress,
    Report,
    Row,
    Standards,
    Statistic,
)

from . import reports

MONTHS = ("2025-12", "2026-01", "2026-02")


def by_month(measure: Measure, *months: Measure, definition: object = reports.NPS) -> Report:
    rows = [Row("x", (), measure)]
    for month, each in zip(MONTHS, months, strict=False):
        rows.append(Row("x", (("period", month),), each, partial=month == MONTHS[-1]))
    return Report("metric", definition, tuple(rows), reports.QUALITY)  # type: ignore[arg-type]


def counted(promoters: int, passives: int, detractors: int) -> Measure:
    found = reports.nps(promoters, passives, detractors)
    headline = replace(found.headline, counts=(detractors, passives, promoters))
    return replace(found, statistics=(headline, *found.statistics[1:]))


SCORES = by_month(counted(6, 3, 1), counted(3, 1, 1), counted(2, 1, 0), counted(1, 1, 0))


def drawn(report: Report, *goals: Progress) -> dict[str, str]:
    return {each.title: each.says for each in charts.charts(report, goals)}


def words(report: Report, *goals: Progress) -> list[str]:
    """All words in the drawings of a report."""
    return [
        text
        for each in charts.charts(report, goals)
        for text in re.findall("<(?:text|tspan)[^>]*>([^<]+)<", each.svg)
    ]


def test_three_kinds_of_answers_by_period_are_a_line_and_columns_of_shares() -> None:
    assert drawn(SCORES) == {
        "NPS over time": "From 40.0 in Dec 2025 to 50.0 in Feb 2026; lowest 40.0 (Dec 2025), highest 66.7 "
        "(Jan 2026). The band is the 95 % interval. A hollow point is a period that is not whole.",
        "Promoters, passives, detractors over time": "Promoters from 60.0 % to 50.0 %; "
        "passives from 20.0 % to 50.0 %; detractors from 20.0 % to 0.0 %: Dec 2025 to Feb 2026.",
    }


def test_no_chart_knows_a_metric_by_its_name() -> None:
    other = replace(reports.NPS, metric="unheard_of")
    renamed = replace(SCORES, definition=other)
    assert [each.svg for each in charts.charts(renamed)] == [
        each.svg for each in charts.charts(SCORES)
    ]


def test_a_goal_is_a_line_with_its_name() -> None:
    found = SCORES.rows[0].measure.headline
    goal = Progress("nps >= 55", "nps", "", (), "all", 55.0, statistic=found)
    assert "goal 55" in words(SCORES, goal)
    elsewhere = replace(goal, statistic=replace(found, name="mean"))
    assert "goal 55" not in words(SCORES, elsewhere)


def test_counts_over_time_are_flows() -> None:
    months = [
        Measure(tuple(Statistic(name, n, "count", n) for name, n in (("new", n), ("done", n + 1))))
        for n in (9, 5, 7)
    ]
    found = drawn(by_month(months[0], *months))
    assert found == {
        "New and done over time": "New: 9 in Dec 2025, 7 in Feb 2026; Done: 10 in Dec 2025, 8 in Feb 2026. "
        "A hollow point is a period that is not whole."
    }


def test_parts_that_add_up_to_a_count_are_bars_and_others_are_not_among_them() -> None:
    parts = (("under_1_day", 4), ("1_to_3_days", 0), ("older", 2), ("reopened", 1))
    report = by_month(Measure((Statistic("active", 6, "count", 6),), parts))
    assert drawn(report) == {"Active: how the 6 divide": "Of 6, most are under 1 day: 4."}
    assert "Reopened" not in words(report)


def test_a_scale_is_columns_in_the_colours_of_its_kinds() -> None:
    scale = (("5", 5), ("3", 1), ("4", 3), ("1", 1))
    satisfied = Statistic("csat", 80.0, "percent", 10, counts=(2, 8))
    (chart,) = charts.charts(by_month(Measure((satisfied,), (), scale)))
    assert chart.says.startswith("10 answers from 1 to 5; the most frequent is 5, with 50.0 %.")
    colors = re.findall(f'fill="({_draw.GREY}|{_draw.BLUE})"', chart.svg)
    assert colors == [_draw.GREY] * 2 + [_draw.BLUE] * 2


def test_kinds_that_are_no_stretches_of_the_scale_are_one() -> None:
    def kinds_of(*counts: int) -> list[int]:
        share = Statistic("csat", 80.0, "percent", 10, counts=counts)
        measure = Measure((share,), (), (("1", 4), ("2", 5), ("3", 1)))
        (view,) = views(by_month(measure))
        return [each.kind for each in _drawable.answers(view)]

    assert kinds_of(4, 6) == [0, 1, 1]
    assert kinds_of(4, 5, 1) == [0, 1, 2]
    assert kinds_of(5, 5) == [0, 0, 0]


def test_questions_stand_side_by_side() -> None:
    said = drawn(reports.QUESTIONS)["CSAT by question"]
    assert said == "From business with 75.0 % to human with 81.3 %; lines are intervals."


def test_two_labels_at_once_are_a_field() -> None:
    cells = [(("a", one), ("b", other)) for one in "xy" for other in "12"]
    rows = [((), counted(1, 1, 1)), *((slice_, counted(n, 1, 1)) for n, slice_ in enumerate(cells))]
    found = drawn(reports.nps_report(*rows))
    assert found["NPS by a and b"].startswith("Lowest −50.0 (x, 1), highest 40.0 (y, 2)")


def test_labels_over_time_are_small_multiples() -> None:
    slices = [(("team", team), ("period", month)) for team in "AB" for month in MONTHS]
    report = reports.nps_report(
        ((), counted(9, 3, 1)), *((each, counted(2, 1, 1)) for each in slices)
    )
    found = drawn(report)
    assert list(found) == ["A: NPS over time", "B: NPS over time"]
    assert found["A: NPS over time"].startswith("From 25.0 in Dec 2025 to 25.0 in Feb 2026;")


def test_each_question_has_its_labels_over_time() -> None:
    slices = [(("team", team), ("period", month)) for team in "AB" for month in MONTHS]
    report = reports.nps_report(*((each, counted(2, 1, 1)) for each in slices))
    asked = [replace(row, question=each) for each in ("first", "second") for row in report.rows]
    assert list(drawn(replace(report, rows=tuple(asked)))) == [
        f"{question}: {team}: NPS over time" for question in ("first", "second") for team in "AB"
    ]


def test_labels_that_are_not_drawn_over_time_are_said() -> None:
    slices = [(("team", team), ("period", month)) for team in "ABCDEFGH" for month in MONTHS]
    report = reports.nps_report(*((each, counted(2, 1, 1)) for each in slices))
    found = drawn(report)
    assert len(found) == charts.LABELS
    assert all(
        each.endswith("Of 8 labels the 6 with the most are drawn.") for each in found.values()
    )


BINS = (Bin(60, 120, 1), Bin(120, 240, 6), Bin(240, None, 3))


@pytest.mark.parametrize(
    ("seconds", "place"), [(60, 0.0), (84.85, 0.5), (120, 1.0), (169.7, 1.5), (9999, 2.5)]
)
def test_a_time_stands_among_the_columns_by_its_logarithm(seconds: float, place: float) -> None:
    assert spans._place(seconds, BINS) == pytest.approx(place, abs=0.001)


def test_times_are_columns_with_their_quantiles() -> None:
    times = (Statistic("median", 150.0, "seconds", 10), Statistic("p90", 600.0, "seconds", 10))
    report = by_month(Measure(times, bins=BINS), definition=reports.FRT)
    assert drawn(report) == {
        "How the times are spread": "10 times; the fullest column, with 6, begins at 2m and ends at "
        "4m. Median 2m 30s, p90 10m. Each column reaches to about twice the time of the one before; "
        "figures are percent."
    }
    assert {"Median 2m 30s", "p90 10m"} <= set(words(report))


def test_who_stands_out_has_a_name_and_a_shape_in_the_funnel() -> None:
    limits = (Interval(0.95, 40.0, 60.0, "x"), Interval(0.998, 30.0, 70.0, "x"))
    peers = (
        Peer("Ada", 100, 90.0, limits=limits, verdict="above"),
        Peer("Ben", 90, 51.0, limits=limits, verdict="as expected"),
        Peer("Eve", 80, 10.0, limits=limits, verdict="below"),
    )
    found = Standards(
        *(reports.CSAT, "csat", "percent", "agent", "higher", 50.0, peers, 10, 3, reports.QUALITY)
    )
    chart = funnel(found)
    assert chart
    assert chart.says == (
        "Better than expected: Ada. Worse than expected: Eve. The line is all together, 50.0 %. "
        "Shaded is where 95 and 99.8 % of such values lie by chance alone."
    )
    named = re.findall(">(Ada|Ben|Eve)<", chart.svg)
    assert sorted(named) == ["Ada", "Ben", "Eve"]


@pytest.mark.parametrize("unit", ["percent", "points", "seconds", "count", "score"])
@pytest.mark.parametrize(
    ("low", "high"), [(0, 0), (3, 3), (0.1, 0.35), (-37, 81), (55, 5400), (0, 9e7)]
)
def test_axes_hold_all_values_in_few_even_steps(unit: str, low: float, high: float) -> None:
    values = _draw.ticks(low, high, unit)
    assert values[0] <= low
    assert values[-1] >= high
    assert len(values) <= 7
    steps = {round(after - before, 9) for before, after in pairwise(values)}
    assert len(steps) <= 1


def test_a_drawing_is_light_and_the_same_each_time() -> None:
    first, second = (list(charts.charts(SCORES)) for _ in "ab")
    assert first == second
    for each in first:
        assert len(each.svg) < 12_000
        assert "font-family" not in each.svg
        assert set(re.findall('(?:fill|stroke)="(#[^"]*)"', each.svg)) <= set(
            _draw.PALETTE.values()
        )


def test_each_colour_has_one_for_the_dark() -> None:
    assert _draw.PALETTE.keys() == _draw.DARK.keys()
