"""The page on open tickets holds what its simulation finds, and the simulation finds what it claims."""

from __future__ import annotations

from math import erfc, log, sqrt
from typing import Any

import numpy as np
import pytest
from documents import DOCS, script

queues = script("simulate_queue")


def still_open(days: float) -> float:
    """The chance that a ticket takes longer."""
    return erfc(log(days / queues.MEDIAN) / queues.SIGMA / sqrt(2)) / 2


@pytest.fixture(scope="module")
def result() -> Any:
    return queues.simulate()


def test_the_page_holds_its_tables(result: Any) -> None:
    page = (DOCS / "open-tickets.md").read_text(encoding="utf-8")
    tables = queues.markdown(result)
    assert f"\n{tables}\n" in page, "python docs/simulate_queue.py"
    assert queues.filled(page, tables) == page


def test_the_script_writes_the_page(
    result: Any, monkeypatch: Any, tmp_path: Any, capsys: Any
) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- simulate_queue.py -->\nold\n<!-- /simulate_queue.py -->\nb\n")
    monkeypatch.setattr(queues, "PAGE", page)
    monkeypatch.setattr(queues, "simulate", lambda: result)
    queues.main()
    tables = capsys.readouterr().out
    assert page.read_text(encoding="utf-8") == (
        f"a\n<!-- simulate_queue.py -->\n\n{tables}\n<!-- /simulate_queue.py -->\nb\n"
    )


def test_the_truth_is_that_of_the_law() -> None:
    assert still_open(queues.MEDIAN) == pytest.approx(0.5)
    assert still_open(queues.p90()) == pytest.approx(0.1)
    assert queues.mean_to(1e6) == pytest.approx(queues.true_mean())


@pytest.mark.parametrize("horizon", [0.5, 3, 7, 60, 5000])
def test_the_mean_to_a_horizon_is_the_area_under_the_true_curve(horizon: float) -> None:
    days = np.geomspace(1e-5, horizon, 20_001)
    heights = np.array([still_open(float(each)) for each in days])
    assert queues.mean_to(horizon) == pytest.approx(days[0] + np.trapezoid(heights, days), rel=1e-5)


def test_tickets_arrive_at_random_and_take_what_they_should() -> None:
    queue = queues.Queue(30, 10)
    drawn = list(queues.samples(queue, 400, seed=7))
    arrived = np.array([each.everything[1].sum() for each in drawn])
    assert arrived.mean() == pytest.approx(300, abs=4 * sqrt(300 / 400))
    assert arrived.var(ddof=1) == pytest.approx(300, rel=4 * sqrt(2 / 400))  # as Poisson has it
    logs = np.log(np.concatenate([each.everything[0] for each in drawn]) / queues.DAY)
    assert logs.mean() == pytest.approx(log(queues.MEDIAN), abs=4 * queues.SIGMA / sqrt(len(logs)))
    assert logs.std() == pytest.approx(queues.SIGMA, rel=0.01)


def test_an_export_shows_a_ticket_once() -> None:
    for each in queues.samples(queues.Queue(7, 10), 20, seed=7):
        assert each.closed[1].sum() + each.ages[1].sum() == each.everything[1].sum()
        assert np.isin(each.closed[0], each.everything[0]).all()
        assert each.ages[0].min() >= 0
        assert max(each.closed[0].max(), each.ages[0].max()) <= 7 * queues.DAY


def test_the_closed_tickets_alone_are_too_quick(result: Any) -> None:
    for each in result.medians:
        assert each.closed.bias + each.closed.error < 0
    for each in result.means:
        assert each.closed.bias + each.closed.error < 0
        assert each.closed_to_horizon.bias + each.closed_to_horizon.error < 0


def test_a_longer_window_is_less_wrong(result: Any) -> None:
    biases = [each.closed.bias for each in result.medians if each.queue.a_day == 10]
    assert biases == sorted(biases)


def test_kaplan_meier_is_as_good_as_following_all_to_their_end(result: Any) -> None:
    known = [each for each in result.medians if each.kaplan_meier.reached == 1]
    assert len(known) == len(result.medians) - 1
    for each in known:
        apart = each.kaplan_meier.average - each.in_the_end.average
        assert abs(apart) < 0.01 * queues.MEDIAN
        assert abs(each.kaplan_meier.bias) < 0.06
        assert abs(each.kaplan_meier.bias) < abs(each.closed.bias) / 3 or each.queue.a_day == 1


def test_its_interval_holds_the_truth_as_often_as_it_says(result: Any) -> None:
    chance = 4 * sqrt(0.95 * 0.05 / result.replications)
    for each in result.medians:
        assert each.covered == pytest.approx(0.95, abs=chance)


def test_the_restricted_mean_is_right(result: Any) -> None:
    for each in result.means:
        assert abs(each.restricted.bias) < 1.5 * each.restricted.error
        assert abs(each.restricted.bias) < 0.01
        far = each.horizon > each.queue.window / 2
        assert each.restricted.reached == 1 or far or each.queue.a_day == 1
        assert each.restricted.reached > 0.85


def test_a_median_that_only_some_have_is_that_of_the_quick(result: Any) -> None:
    shortest = result.medians[0]
    assert shortest.queue.window == 3
    assert 0.5 < shortest.kaplan_meier.reached < 0.9
    assert shortest.still_open > 0.5  # so a median is known in many where most are still open
    assert shortest.kaplan_meier.bias + shortest.kaplan_meier.error < 0


def test_what_is_resolved_in_a_window_is_fair_while_the_queue_does_not_change(result: Any) -> None:
    for each in result.steady:
        assert abs(each.bias) < 1.5 * each.error
