"""Weighted NPS, CSAT and CES: by hand, against the unweighted ones, and which weights are none."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surveys import LEVEL, account, measured, statistic

from csmetrics import errors
from csmetrics.calc import intervals
from csmetrics.calc.states import States, Tally
from csmetrics.errors import CsmetricsError, Reason
from csmetrics.intake.table import Faults, Table
from csmetrics.metrics._contract import Cell
from csmetrics.metrics.ces import CES
from csmetrics.metrics.csat import CSAT
from csmetrics.metrics.nps import NPS
from csmetrics.report import Diagnostic, Measure

METRICS = (
    NPS(scale="0-10", weight="peso"),
    NPS(scale="0-10", weight="peso", interval="adjusted-wald"),
    CSAT(scale="0-10", weight="peso"),
    CSAT(scale="0-10", weight="peso", statistic="mean"),
    CES(scale="1-7", easy="high", weight="peso"),
    CES(scale="0-10", easy="low", weight="peso", statistic="mean"),
)
every_metric = pytest.mark.parametrize("metric", METRICS, ids=lambda each: each.definition().title)
FAULTS = {"": errors.BLANK, "NA": errors.MISSING_WORD, "x": errors.NOT_A_NUMBER}
CODES: tuple[Reason, ...] = tuple(FAULTS.values())

quick = settings(max_examples=25)
answers = st.lists(st.integers(1, 7), min_size=1, max_size=40)


def table(*rows: tuple[float, float | str]) -> Table:
    """Answers, each with its weight; NaN is somebody who did not answer, a text is no weight."""
    scores = np.array([float(score) for score, _ in rows])
    why = [0 if not isinstance(each, str) else 1 + list(FAULTS).index(each) for _, each in rows]
    weights = [np.nan if isinstance(each, str) else float(each) for _, each in rows]
    silent = Faults(np.isnan(scores).astype(np.int8), (errors.NOT_ANSWERED,))
    return Table(
        pd.DataFrame({"score": scores, "weight": weights}),
        {"score": silent, "weight": Faults(np.array(why, dtype=np.int8), CODES)},
        {"score": "nota", "weight": "peso"},
        np.arange(2, 2 + len(rows)),
    )


def states(metric: Any, read: Table) -> States:
    tallies = {
        each.role: Tally.of(np.zeros(len(each.values), np.int64), each.values)
        for each in metric.contributions(read)
    }
    return States([()], tallies)


def measure(metric: Any, *rows: tuple[float, float | str]) -> Measure:
    (found,) = metric.results(Cell(states(metric, table(*rows)), 0, LEVEL))
    assert isinstance(found, Measure)
    return found


def remarks(metric: Any, *rows: tuple[float, float | str]) -> list[Diagnostic]:
    return list(metric.remarks(Cell(states(metric, table(*rows)), 0, LEVEL)))


def values(result: Measure) -> dict[str, float | None]:
    return {each.name: each.value for each in result.statistics}


# --- by hand -----------------------------------------------------------------------------------


def test_weighted_nps_beside_the_unweighted() -> None:
    # of weight 8: promoters 2 + 2, a passive 1, detractors 3; squares 4 + 4 + 1 + 9 = 18; 64/18 = 3.56
    result = measure(METRICS[0], (10, 2), (9, 2), (8, 1), (3, 3))
    assert values(result) == pytest.approx({
        "weighted_nps": 12.5, "nps": 25.0, "effective_n": 64 / 18,
        "weighted_promoters": 50.0, "weighted_passives": 12.5, "weighted_detractors": 37.5,
        "weighted_mean": (10 * 2 + 9 * 2 + 8 + 3 * 3) / 8,
    }, rel=1e-14)  # fmt: skip
    assert result.parts == (("promoters", 2), ("passives", 1), ("detractors", 1))
    assert {each.n for each in result.statistics} == {4}


def test_intervals_are_those_of_as_many_effective_answers() -> None:
    result = measure(METRICS[0], (10, 2), (9, 2), (8, 1), (3, 3))
    effective = [share * 64 / 18 for share in (3 / 8, 1 / 8, 4 / 8)]
    assert result.headline.counts == pytest.approx(effective, rel=1e-14)
    assert result.headline.interval is not None
    assert result.headline.interval.method == "score, effective n"
    ends = [100 * each for each in intervals.nps_score(*effective, LEVEL)]
    assert [result.headline.interval.low, result.headline.interval.high] == pytest.approx(ends)
    share = statistic(result, "weighted_promoters")
    assert share.interval is not None
    assert share.interval.method == "Wilson, effective n"
    assert share.interval.high == pytest.approx(wilson_high(0.5, 64 / 18))
    plain = statistic(result, "nps").interval
    assert plain is not None
    assert plain.method == "score"
    assert [plain.low, plain.high] == [100 * each for each in intervals.nps_score(1, 1, 2, LEVEL)]


def wilson_high(share: float, n: float) -> float:
    """Wilson's upper end in percent, as it stands in books."""
    z = 1.959963984540054
    centre = share + z * z / (2 * n)
    return (
        100 * (centre + z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n)
    )


def test_csat_and_ces() -> None:
    result = measure(CSAT(scale="1-5", weight="peso"), (5, 3), (4, 1), (1, 4))
    assert values(result) == pytest.approx({
        "weighted_csat": 50.0, "csat": 200 / 3, "effective_n": 64 / 26, "weighted_mean": 23 / 8,
    })  # fmt: skip
    result = measure(CES(scale="1-7", easy="high", weight="peso"), (7, 1), (5, 2), (2, 5))
    assert values(result) == pytest.approx({
        "weighted_ces": 37.5, "ces": 200 / 3, "effective_n": 64 / 30, "weighted_mean": 27 / 8,
    })  # fmt: skip


def test_the_definition_says_weighted() -> None:
    plain, found = NPS(scale="0-10").definition(), METRICS[0].definition()
    assert found.title == "Net Promoter Score, weighted"
    assert found.formula == f"{plain.formula}, each answer by its weight"
    assert found.rule == f"{plain.rule}; weighted by peso"
    assert "Kish" in found.sources[-1]


def test_the_settings_of_a_column_can_be_taken_back() -> None:
    assert NPS(weight="none") == NPS()


# --- against the unweighted ---------------------------------------------------------------------


@every_metric
@quick
@given(answers, st.floats(1e-9, 1e9))
def test_equal_weights_are_none_to_the_last_bit(
    metric: Any, scores: list[int], each: float
) -> None:
    result = measure(metric, *((score, each) for score in scores))
    plain = measured(type(metric)(**{**vars(metric), "weight": None}), scores)
    weighted = {
        each.name.removeprefix("weighted_"): each for each in result.statistics if each.weight
    }
    for one in plain.statistics:
        other = weighted[one.name]
        assert (other.value, other.n, other.counts) == (one.value, one.n, one.counts)
        assert other.interval is not None
        assert one.interval is not None
        assert (other.interval.low, other.interval.high) == (one.interval.low, one.interval.high)
    assert statistic(result, "effective_n").value == len(scores)
    assert statistic(result, plain.headline.name) == plain.headline


@every_metric
@quick
@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 4)), min_size=1, max_size=20))
def test_whole_weights_are_rows_repeated(metric: Any, rows: list[tuple[int, int]]) -> None:
    result = measure(metric, *rows)
    repeated = measured(
        type(metric)(**{**vars(metric), "weight": None}),
        [score for score, often in rows for _ in range(often)],
    )
    for one in repeated.statistics:
        other = statistic(result, f"weighted_{one.name}")
        assert other.value == pytest.approx(one.value, rel=1e-12, abs=1e-12)


# --- weights that are none, and what is said -----------------------------------------------------


def test_answers_without_a_weight_are_left_out_by_reason() -> None:
    read = table((10, 1), (9, ""), (9, "NA"), (0, "x"), (0, -1), (11, ""))
    metric = METRICS[0]
    result = metric.result(states(metric, read), 0, LEVEL)
    assert result.headline.n == 1
    assert account(read) == {
        "without a weight": 2, "with a weight that is no number": 1, "with a weight below 0": 1,
        "outside 0–10": 1,
    }  # fmt: skip


def test_who_did_not_answer_needs_no_weight() -> None:
    result = measure(CSAT(scale="1-5", weight="peso"), (5, 2), (1, 2), (np.nan, ""), (np.nan, 7))
    assert statistic(result, "response_rate").value == 50
    assert result.headline.n == 2


def test_a_weight_of_0_is_counted_and_said() -> None:
    rows = ((10, 1), (10, 1), (0, 0))
    result = measure(METRICS[0], *rows)
    assert (result.headline.value, result.headline.n) == (100, 3)
    assert statistic(result, "effective_n").value == 2
    (note,) = remarks(METRICS[0], *rows)
    assert (note.kind, note.count) == (errors.WEIGHTLESS, 1)


@every_metric
def test_weights_that_are_all_0_leave_the_unweighted(metric: Any) -> None:
    result = measure(metric, (7, 0), (1, 0))
    weighted = [
        each for each in result.statistics if each.name.startswith(("weighted", "effective"))
    ]
    assert {(each.value, each.undefined_because, each.n) for each in weighted} == {
        (None, "all weights are 0", 2)
    }
    assert result.statistics[1].value is not None


def test_nobody_answered() -> None:
    result = METRICS[0].result(States([()], {}), 0, LEVEL)
    assert {each.undefined_because for each in result.statistics} == {"no answers"}


@pytest.mark.parametrize(
    ("weights", "why"),
    [
        ([1] * 10, None),
        ([1, 1, 1, 4], None),  # 49/19 = 2.58 is more than half of 4
        ([1, 1, 1, 9], "its 4 answers tell as much as 2 of one weight would"),  # 144/84 = 1.71
        ([1] * 99 + [6], "the largest is more than 5 times their mean"),
    ],
)
def test_uneven_weights_are_warned_of(weights: list[float], why: str | None) -> None:
    found = remarks(METRICS[0], *((10, each) for each in weights))
    assert [each.kind for each in found] == ([] if why is None else [errors.UNEVEN_WEIGHTS])
    assert why is None or why in found[0].text


def test_the_column_of_answers_is_no_weight() -> None:
    read = table((10, 1))
    read.headers["weight"] = "nota"
    with pytest.raises(CsmetricsError, match="--weight: nota holds the answers"):
        METRICS[0].contributions(read)
