"""Control charts: by hand, against textbooks, and what always holds."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc import charts
from csmetrics.calc.charts import (
    BEYOND,
    FOUR_OF_FIVE,
    RULES,
    RUN,
    TWO_OF_THREE,
    WESTERN_ELECTRIC,
    Signal,
)

points = st.lists(st.integers(-40, 40).map(lambda tenths: tenths / 10), min_size=1, max_size=40)
series = st.lists(st.integers(-1000, 1000), min_size=10, max_size=30)
periods = st.lists(
    st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=10,
    max_size=20,
)


def of(chart: charts.Chart | None) -> charts.Chart:
    assert chart is not None
    return chart


# --- by hand -----------------------------------------------------------------------------------


def test_single_values() -> None:
    # moving ranges 2, 2, 4 of the baseline: mean 8/3; the centre is 12
    chart = of(charts.individuals([10, 12, 14, 10, 100], 4))
    assert (chart.centre, chart.spread) == (11.5, 8 / 3)
    assert chart.upper == pytest.approx([11.5 + 3 * 8 / 3 / 1.128] * 5)
    assert chart.lower == pytest.approx([11.5 - 3 * 8 / 3 / 1.128] * 5)
    assert chart.signals() == (Signal(BEYOND, above=True, points=(4,)),)


def test_later_periods_do_not_move_the_limits() -> None:
    short = of(charts.individuals([3, 5, 4, 6], 4))
    longer = of(charts.individuals([3, 5, 4, 6, 90, 91], 4))
    assert (short.centre, short.sigmas[0]) == (longer.centre, longer.sigmas[0])


def test_two_shares_alike_and_two_apart() -> None:
    # p̄ = 1/2, σ = 1/2/10: z = 2, −2, 2, −2 with ranges of 4; then 400 answers: σ = 1/40
    chart = of(charts.shares([60, 40, 60, 40, 200], [100, 100, 100, 100, 400], 4))
    assert chart.centre == 0.5
    assert chart.spread == pytest.approx(4 / 1.128)
    assert chart.sigmas == pytest.approx([0.05 * 4 / 1.128] * 4 + [0.025 * 4 / 1.128])
    assert chart.upper == pytest.approx([1, 1, 1, 1, 0.5 + 3 * 0.1 / 1.128])  # within 0…1
    plain = of(charts.shares([60, 40, 60, 40, 200], [100, 100, 100, 100, 400], 4, plain=True))
    assert plain.sigmas == pytest.approx([0.05] * 4 + [0.025])
    assert plain.spread == 1


def test_scores() -> None:
    # pooled 1 of 4 detract, 2 of 4 promote: NPS 1/4, variance 3/4 − 1/16
    chart = of(charts.nps([(30, 20, 50), (20, 30, 50), (0, 0, 400)], 2))
    assert chart.centre == 0.25
    by_chance = sqrt(11 / 16 / 100)
    assert chart.spread == pytest.approx(0.1 / by_chance / 1.128)
    assert chart.sigmas == pytest.approx([0.1 / 1.128, 0.1 / 1.128, 0.05 / 1.128])
    assert chart.upper[2] == pytest.approx(0.25 + 0.15 / 1.128)
    assert [signal.points for signal in chart.signals()] == [(2,)]


@pytest.mark.parametrize(
    "chart",
    [
        charts.individuals([4.2] * 10, 10),
        charts.individuals([4.2] * 10 + [9], 10),
        charts.shares([5] * 10, [5] * 10, 10),
        charts.shares([0] * 10 + [5], [5] * 11, 10),
        charts.shares([4, 8] * 5, [5, 10] * 5, 10),
        charts.nps([(0, 0, 7)] * 10, 10),
        charts.nps([(1, 1, 3)] * 10, 10),
    ],
)
def test_a_baseline_that_does_not_vary_has_no_limits(chart: charts.Chart | None) -> None:
    assert chart is None


def test_chance_alone_has_limits_where_the_baseline_does_not_vary() -> None:
    # 4 of 5 ten times: σ = √(0.16/5)
    chart = of(charts.shares([4] * 10, [5] * 10, 10, plain=True))
    assert chart.lower == pytest.approx([0.8 - 3 * sqrt(0.032)] * 10)
    score = of(charts.nps([(0, 1, 4)] * 10, 10, plain=True))
    assert score.sigmas == pytest.approx(chart.sigmas)
    assert charts.shares([5] * 10, [5] * 10, 10, plain=True) is None
    assert charts.nps([(0, 0, 7)] * 10, 10, plain=True) is None


@pytest.mark.parametrize("baseline", [0, 1, 4])
def test_limits_want_two_periods(baseline: int) -> None:
    with pytest.raises(ValueError, match="no limits"):
        charts.individuals([1, 2, 3], baseline)


def fired(scaled: list[float]) -> list[tuple[charts.Rule, tuple[int, ...]]]:
    return [(found.rule, found.points) for found in charts.signals(scaled, WESTERN_ELECTRIC)]


def test_beyond() -> None:
    assert fired([0, 3.1, 0, -3.1, -3.2]) == [
        (BEYOND, (1,)),
        (BEYOND, (3, 4)),
        (TWO_OF_THREE, (3, 4)),
    ]
    assert fired([3.0, 0, -3.0]) == []


def test_a_run_of_eight() -> None:
    assert fired([0.1] * 7) == []
    assert fired([-0.1, *[0.1] * 8]) == [(RUN, tuple(range(1, 9)))]
    assert fired([0.1] * 11) == [(RUN, tuple(range(11)))]
    assert fired([*[0.1] * 4, 0, *[0.1] * 4]) == []  # on the centre is on no side
    assert fired([*[0.1] * 4, *[-0.1] * 4]) == []


def test_two_of_three_on_one_side() -> None:
    assert fired([2.1, 0, 2.1]) == [(TWO_OF_THREE, (0, 2))]
    assert fired([2.1, 0, 0, 2.1]) == []
    assert fired([2.1, -2.1, 0]) == []
    assert fired([2.1, 2.1]) == [(TWO_OF_THREE, (0, 1))]


def test_four_of_five_on_one_side() -> None:
    assert fired([-1.1, -1.1, 0, -1.1, -1.1]) == [(FOUR_OF_FIVE, (0, 1, 3, 4))]
    assert fired([-1.1, -1.1, 0, -1.1, 1.1]) == []


def test_two_rules_unless_more_are_asked_for() -> None:
    assert charts.signals([2.1, 0, 2.1]) == ()
    assert set(RULES) < set(WESTERN_ELECTRIC)


# --- what always holds --------------------------------------------------------------------------


@given(points)
def test_the_mirrored_series_fires_the_same_on_the_other_side(scaled: list[float]) -> None:
    there = charts.signals(scaled, WESTERN_ELECTRIC)
    back = charts.signals([-each for each in scaled], WESTERN_ELECTRIC)
    assert {(found.rule, not found.above, found.points) for found in there} == set(back)


@given(points)
def test_a_signal_is_what_its_rule_says(scaled: list[float]) -> None:
    for rule, above, places in charts.signals(scaled, WESTERN_ELECTRIC):
        assert len(places) >= rule.points
        assert all((scaled[k] if above else -scaled[k]) > rule.beyond for k in places)
        # no point stands alone: each has enough others near it
        for k in places:
            near = [other for other in places if abs(other - k) < rule.among]
            assert len(near) >= rule.points


@given(points, st.sampled_from(WESTERN_ELECTRIC))
def test_no_window_is_missed(scaled: list[float], rule: charts.Rule) -> None:
    found = {(found.above, k) for found in charts.signals(scaled, [rule]) for k in found.points}
    for start in range(len(scaled) - rule.among + 1):
        window = range(start, start + rule.among)
        for above, sign in ((True, 1), (False, -1)):
            beyond = {(above, k) for k in window if sign * scaled[k] > rule.beyond}
            assert len(beyond) < rule.points or beyond <= found


@given(series, st.integers(-1000, 1000), st.integers(1, 60))
def test_another_unit_fires_the_same(values: list[int], start: int, unit: int) -> None:
    chart = charts.individuals(values, 10)
    moved = charts.individuals([start + unit * value for value in values], 10)
    assert (chart is None) == (moved is None)
    if chart and moved:
        assert moved.scaled == pytest.approx(chart.scaled, abs=1e-9)


@given(periods)
def test_a_share_is_the_score_of_its_ends(counted: list[tuple[int, int]]) -> None:
    # 0 and 1 moved to −1 and 1: the same chart, twice as high
    chart = charts.shares([k for k, _ in counted], [n for _, n in counted], 10)
    score = charts.nps([(n - k, 0, k) for k, n in counted], 10)
    assert (chart is None) == (score is None)
    if chart and score:
        assert score.scaled == pytest.approx(chart.scaled)
        assert score.upper == pytest.approx([2 * limit - 1 for limit in chart.upper])
        assert all(
            0 <= low <= chart.centre <= high <= 1
            for low, high in zip(chart.lower, chart.upper, strict=True)
        )


# --- against others -----------------------------------------------------------------------------


def test_costs_as_montgomery(published: Callable[[str], Any]) -> None:
    case = published("control_charts")["xmr"]
    chart = of(charts.individuals(case["data"], len(case["data"])))
    assert chart.centre == case["mean"]
    assert chart.spread == pytest.approx(case["mr_mean"], abs=1e-9)
    assert charts.WIDEST_RANGE * chart.spread == pytest.approx(case["mr_ucl"], abs=1e-9)
    assert (chart.lower[0], chart.upper[0]) == pytest.approx((case["lcl"], case["ucl"]), abs=1e-9)
    printed = case["lcl_published"], case["ucl_published"]
    assert (chart.lower[0], chart.upper[0]) == pytest.approx(printed, abs=5e-3)
    assert chart.signals() == ()


def test_cans_as_montgomery(published: Callable[[str], Any]) -> None:
    case = published("control_charts")["p_chart"]
    good = case["k"]
    chart = of(charts.shares(good, [case["n"]] * len(good), len(good), plain=True))
    assert chart.centre == pytest.approx(case["p"], abs=1e-9)
    assert (chart.lower[0], chart.upper[0]) == pytest.approx((case["lcl"], case["ucl"]), abs=1e-9)
    beyond = [k + 1 for found in chart.signals([BEYOND]) for k in found.points]
    assert beyond == case["out_of_control"]


def test_many_answers_as_laney(published: Callable[[str], Any]) -> None:
    case = published("control_charts")["laney"]
    good, n = case["k"], case["n"]
    chart = of(charts.shares(good, n, len(n)))
    plain = of(charts.shares(good, n, len(n), plain=True))
    assert chart.centre == pytest.approx(case["p"], abs=1e-9)
    assert chart.spread == pytest.approx(case["sigma_z"], abs=1e-9)
    assert plain.scaled == pytest.approx(case["z"], abs=1e-9)
    for found, names in ((chart, ("lcl", "ucl")), (plain, ("lcl_plain", "ucl_plain"))):
        assert found.lower == pytest.approx(case[names[0]], abs=1e-9)
        assert found.upper == pytest.approx(case[names[1]], abs=1e-9)


def test_a_shift_after_the_baseline(published: Callable[[str], Any]) -> None:
    case = published("control_charts")["shift"]
    chart = of(charts.individuals(case["data"], case["baseline_first"]))
    assert chart.centre == case["mean"]
    assert chart.spread == pytest.approx(case["mr_mean"], abs=1e-9)
    found = chart.signals()
    assert [signal.points for signal in found if signal.rule == RUN] == [tuple(range(12, 20))]
    assert found[0] == Signal(BEYOND, above=True, points=(12, 13))
