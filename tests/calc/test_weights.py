"""Weights: sums by hand, Kish's effective n as others computed it, and what no scale and no order may change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc.bits import from_bits, to_bits
from csmetrics.calc.weights import Weighed, weighed

Rows = Sequence[tuple[int, float]]

weight = st.floats(0, 1e6) | st.sampled_from([0.0, 1.0, 2.5])
tables = st.lists(st.tuples(st.integers(0, 4), weight), min_size=1, max_size=30)


def of(rows: Rows) -> Weighed:
    """What answers with their weights come to."""
    found: Mapping[int, Any] = {
        answer: np.unique([w for each, w in rows if each == answer], return_counts=True)
        for answer in dict(rows)
    }
    return weighed(found)


def test_by_hand() -> None:
    # 2 + 1 of all 4 weigh 3; squares 4 + 1 + 1 = 6; 4²/6 = 8/3 effective answers, of which 3/4 are fives
    found = of([(5, 2), (5, 1), (1, 1)])
    assert (found.n, found.total, found.effective) == (3, 4, pytest.approx(8 / 3, rel=1e-15))
    assert found.counts == {5: pytest.approx(2, rel=1e-15), 1: pytest.approx(2 / 3, rel=1e-15)}
    assert found.sums == {5: 3, 1: 1}
    assert (found.most, found.without) == (pytest.approx(2 / (4 / 3)), 0)


def test_an_answer_of_weight_0_counts_as_answered_and_weighs_nothing() -> None:
    found = of([(5, 1), (5, 1), (1, 0)])
    assert (found.n, found.effective, found.without) == (3, 2, 1)
    assert found.counts == {5: 2, 1: 0}


@pytest.mark.parametrize("rows", [[], [(3, 0.0), (4, 0.0)]])
def test_nothing_that_weighs(rows: Rows) -> None:
    found = of(rows)
    assert (found.effective, found.total, found.without) == (0, 0, len(rows))
    assert set(found.counts.values()) <= {0}


def test_effective_n_and_mean_as_published(published: Callable[[str], Any]) -> None:
    numbers = published("weighting")
    counts, raked = (np.array(each) for each in (numbers["sample"]["counts"], numbers["raked"]))
    # respondents in row-major cell order score 1, 0, −1, 1, 0, −1, …; each weighs raked/counted of its cell
    weights = np.repeat((raked / counts).ravel(), counts.ravel())
    assert (weights.min(), weights.max()) == (
        pytest.approx(numbers["weight_min"], abs=1e-9),
        pytest.approx(numbers["weight_max"], abs=1e-9),
    )
    found = of([((1, 0, -1)[place % 3], float(each)) for place, each in enumerate(weights)])
    assert found.effective == pytest.approx(numbers["n_eff"], abs=1e-6)
    mean = (found.counts[1] - found.counts[-1]) / found.effective
    assert mean == pytest.approx(0.0064861167, abs=1e-9)  # as the file says of the raked mean
    variance = (found.counts[1] + found.counts[-1]) / found.effective - mean**2
    assert variance / found.effective == pytest.approx(0.06091**2, rel=0.01)  # a design knows more


def test_weights_too_large_to_add_are_compared_all_the_same() -> None:
    found = of([(5, 1.5e308), (5, 1.5e308), (1, 1.5e308), (3, 1.0)])
    assert (found.total, found.effective) == (float("inf"), 3)
    assert found.counts == {5: 2, 1: 1, 3: pytest.approx(0)}


@given(tables)
def test_as_fractions_say(rows: Rows) -> None:
    found = of(rows)
    exact = [(answer, Fraction(each)) for answer, each in rows]
    total, squares = sum(each for _, each in exact), sum(each * each for _, each in exact)
    if not total:
        assert found.effective == 0
        return
    kish = total * total / squares
    assert found.effective == pytest.approx(float(kish), rel=1e-12)
    for answer, count in found.counts.items():
        own = sum(each for which, each in exact if which == answer)
        assert count == pytest.approx(float(own / total * kish), rel=1e-12)
    assert 1 - 1e-12 <= found.effective <= found.n * (1 + 1e-12)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40), st.floats(1e-300, 1e300))
def test_equal_weights_count_answers_to_the_last_bit(answers: list[int], each: float) -> None:
    found = of([(answer, each) for answer in answers])
    assert found.effective == found.n
    assert found.counts == {answer: answers.count(answer) for answer in answers}


def test_decimals_are_what_was_written() -> None:
    # 0.1 + 0.1 + 0.1 are 0.3, and so three in four are exactly that
    found = of([(5, 0.1), (5, 0.1), (5, 0.1), (1, 0.1)])
    assert found.sums == {5: 3, 1: 1}
    assert of([(5, 0.3), (1, 0.1)]).sums == {5: 3, 1: 1}
    assert of([(5, 123456789012.25), (1, 0.75)]).sums == {5: 493827156049, 1: 3}


@given(tables, st.randoms())
def test_the_order_of_rows_changes_no_bit(rows: Rows, shuffle: Any) -> None:
    assert of(shuffle.sample(rows, len(rows))) == of(rows)


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9999)), min_size=1),
    st.sampled_from([0.001, 0.01, 0.1, 1.0, 3.0, 1000.0]),
)
def test_a_decimal_scale_changes_no_bit(rows: list[tuple[int, int]], scale: float) -> None:
    plain = of([(answer, float(each)) for answer, each in rows])
    scaled = of([(answer, round(each * scale, 3)) for answer, each in rows])
    assert (scaled.sums, scaled.counts, scaled.effective) == (
        plain.sums,
        plain.counts,
        plain.effective,
    )


@given(tables, st.floats(0.01, 100))
def test_no_scale_changes_anything_that_can_be_seen(rows: Rows, scale: float) -> None:
    plain, scaled = of(rows), of([(answer, scale * each) for answer, each in rows])
    assert scaled.effective == pytest.approx(plain.effective, rel=1e-9)
    assert scaled.counts == pytest.approx(plain.counts, rel=1e-9, abs=1e-9)


# --- numbers as bits -----------------------------------------------------------------------------


def test_bits_keep_their_order_and_come_back() -> None:
    values = np.array([-np.inf, -3.5, -0.0, 0.0, 1e-300, 2.0, 1e300, np.inf])
    bits = to_bits(values)
    assert (np.diff(bits) >= 0).all()
    assert bits[2] == bits[3]
    assert np.array_equal(from_bits(bits), np.abs(values) * np.sign(values))
    assert np.isnan(from_bits(to_bits(np.array([np.nan])))[0])
