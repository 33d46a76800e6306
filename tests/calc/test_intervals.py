"""Intervals: by hand where that is possible, against independent implementations elsewhere."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics.calc import intervals
from csmetrics.calc.intervals import Ends

Z = 1.959963984540054
counts = st.integers(0, 400)
trinomial = st.tuples(counts, counts, counts).filter(any)
answers = st.dictionaries(st.integers(1, 5), st.integers(1, 300), min_size=1)


def rows(path: Path) -> list[dict[str, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: float(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def statistics(shared: Path, name: str) -> dict[str, Any]:
    text = (shared / "vectors" / "statistics" / f"{name}.json").read_text(encoding="utf-8")
    vectors: dict[str, Any] = json.loads(text)
    return vectors


def points(ends: Ends) -> Ends:
    return 100 * ends[0], 100 * ends[1]


def test_z() -> None:
    assert intervals.z_quantile(0.95) == pytest.approx(Z, abs=1e-14)


# --- by hand -----------------------------------------------------------------------------------


def test_wilson_of_none_and_all_is_exact() -> None:
    reach = Z * Z / (20 + Z * Z)
    low, high = intervals.wilson(0, 20, 0.95)
    assert low == 0
    assert high == pytest.approx(reach)
    low, high = intervals.wilson(20, 20, 0.95)
    assert low == pytest.approx(1 - reach)
    assert high == 1


def test_nps_score_when_all_agree() -> None:
    # all promote: n(1 − D)² = z²(1 − D²) has the solution D = (n − z²)/(n + z²)
    low = (10 - Z * Z) / (10 + Z * Z)
    assert intervals.nps_score(0, 0, 10, 0.95) == pytest.approx((low, 1), abs=1e-12)
    assert intervals.nps_score(10, 0, 0, 0.95) == pytest.approx((-1, -low), abs=1e-12)


def test_nps_score_when_all_are_passive() -> None:
    # a promoters' share D explains it best: nD² = z²(D − D²)
    high = Z * Z / (10 + Z * Z)
    assert intervals.nps_score(0, 10, 0, 0.95) == pytest.approx((-high, high), abs=1e-12)


def test_nps_wald_collapses_where_the_others_do_not() -> None:
    assert intervals.nps_wald(0, 0, 5, 0.95) == (1.0, 1.0)
    # 5 promoters and ¾, 1½, ¾: (5.75 − 0.75)/8 ± …, beyond 1 before it is clipped
    low, high = intervals.nps_adjusted_wald(0, 0, 5, 0.95)
    assert (low + high) / 2 == pytest.approx(5 / 8)
    assert high > 1


def test_nps_adjusted_wald() -> None:
    # 20 answers 5, 4, 11 become 23 answers 5¾, 5½, 11¾
    variance = 17.5 / 23 - (6 / 23) ** 2
    reach = Z * math.sqrt(variance / 23)
    expected = (6 / 23 - reach, 6 / 23 + reach)
    assert intervals.nps_adjusted_wald(5, 4, 11, 0.95) == pytest.approx(expected)


def test_the_mean_of_equal_answers_is_not_certain() -> None:
    low, high = intervals.wilson(20, 20, 0.95)
    assert intervals.mean({5: 20}, (1, 5), 0.95) == pytest.approx((1 + 4 * low, 1 + 4 * high))
    low, high = intervals.mean({3: 10}, (1, 5), 0.95)
    assert low < 3 < high
    assert high - 3 == pytest.approx(3 - low)


def test_the_mean_of_many_answers_is_students() -> None:
    given_ = {1: 2000, 2: 3000, 3: 5000, 4: 20000, 5: 30000}
    n = sum(given_.values())
    mean = sum(value * count for value, count in given_.items()) / n
    squares = sum(count * (value - mean) ** 2 for value, count in given_.items())
    reach = Z * math.sqrt(squares / (n - 1) / n)
    ends = intervals.mean(given_, (1, 5), 0.95)
    assert ends == pytest.approx((mean - reach, mean + reach), abs=1e-4)


@pytest.mark.parametrize(
    ("f", "expected"),
    [
        (lambda x: x * x - 2, math.sqrt(2)),
        (lambda x: x**9, 0.0),
        (lambda x: math.copysign(1, x - 0.3), 0.3),
        (lambda x: math.exp(x) - 5, math.log(5)),
    ],
)
def test_root(f: Callable[[float], float], expected: float) -> None:
    found = intervals.root(f, -0.5, 3.0)
    assert found == pytest.approx(expected, abs=1e-12) or f(found) == 0


# --- what always holds --------------------------------------------------------------------------


@given(trinomial, st.sampled_from([0.8, 0.95, 0.999]))
def test_score_holds_the_nps_and_mirrors(answers: tuple[int, int, int], level: float) -> None:
    detractors, passives, promoters = answers
    low, high = intervals.nps_score(detractors, passives, promoters, level)
    assert -1 <= low <= (promoters - detractors) / sum(answers) <= high <= 1
    assert low < high
    mirrored = intervals.nps_score(promoters, passives, detractors, level)
    assert mirrored == pytest.approx((-high, -low), abs=1e-9)


@given(trinomial)
def test_one_idea_gives_tango_and_wilson(answers: tuple[int, int, int]) -> None:
    detractors, passives, promoters = answers
    general = intervals.mean({-1: detractors, 0: passives, 1: promoters}, (-1, 1), 0.95)
    assert general == pytest.approx(intervals.nps_score(*answers, 0.95), abs=1e-9)
    if detractors + promoters:
        share = intervals.mean({0: detractors, 1: promoters}, (0, 1), 0.95)
        wilson = intervals.wilson(promoters, detractors + promoters, 0.95)
        assert share == pytest.approx(wilson, abs=1e-9)


@given(answers)
@settings(max_examples=50)
def test_the_mean_stays_on_its_scale(given_: dict[int, int]) -> None:
    n = sum(given_.values())
    mean = sum(value * count for value, count in given_.items()) / n
    low, high = intervals.mean(given_, (1, 5), 0.95)
    assert 1 <= low <= mean + 1e-12
    assert mean - 1e-12 <= high <= 5
    assert high - low > 0


# --- against others -----------------------------------------------------------------------------


def test_nps_as_the_package_of_the_author(shared: Path) -> None:
    vectors = rows(shared / "vectors" / "nps_ci_R.csv")
    assert len(vectors) == 30
    for row in vectors:
        asked = int(row["detractors"]), int(row["passives"]), int(row["promoters"]), row["conf"]
        # R's search stops at 1e-7
        score = row["score_lo"], row["score_hi"]
        assert intervals.nps_score(*asked) == pytest.approx(score, abs=1e-6), asked
        adjusted = row["adj_lo"], row["adj_hi"]
        assert intervals.nps_adjusted_wald(*asked) == pytest.approx(adjusted, abs=1e-9), asked
        wald = row["wald_lo"], row["wald_hi"]
        assert intervals.nps_wald(*asked) == pytest.approx(wald, abs=1e-9), asked


def test_wilson_as_r(shared: Path) -> None:
    vectors = rows(shared / "vectors" / "proportion_ci_R.csv")
    assert len(vectors) == 30
    for row in vectors:
        expected = row["wilson_lo"], row["wilson_hi"]
        found = intervals.wilson(int(row["x"]), int(row["n"]), row["conf"])
        assert found == pytest.approx(expected, abs=1e-9), row


def test_nps_one_sample(shared: Path) -> None:
    for case in statistics(shared, "nps")["one_sample"]:
        asked = case["detractors"], case["passives"], case["promoters"]
        assert intervals.nps_variance(*asked) == pytest.approx(case["variance"], abs=1e-12)
        for method, name in (
            (intervals.nps_score, "score"),
            (intervals.nps_adjusted_wald, "adjusted_wald_unclipped"),
            (intervals.nps_wald, "wald"),
        ):
            assert points(method(*asked, 0.95)) == pytest.approx(case[name], abs=1e-9), asked


def test_nps_two_samples(shared: Path) -> None:
    for case in statistics(shared, "nps")["two_sample"]:
        after: tuple[int, int, int] = tuple(case["after"])
        before: tuple[int, int, int] = tuple(case["before"])
        mover = points(intervals.nps_difference(after, before, 0.95))
        assert mover == pytest.approx(case["mover_score_ci"], abs=1e-9)
        for method, name in (
            (intervals.nps_wald, "wald"),
            (intervals.nps_adjusted_wald, "adjusted_wald"),
        ):
            # symmetric intervals: MOVER is the unpooled z interval around their centres
            first, second = method(*after, 0.95), method(*before, 0.95)
            ends = intervals.difference(sum(first) / 2, first, sum(second) / 2, second)
            assert points(ends) == pytest.approx(case[name]["ci"], abs=1e-9)


def test_shares_and_their_difference(shared: Path) -> None:
    vectors = statistics(shared, "csat_proportion")
    for case in vectors["one_sample"]:
        found = intervals.wilson(case["k"], case["n"], 0.95)
        assert found == pytest.approx(case["wilson"], abs=1e-12)
        if case["wilson_published"]:
            assert found == pytest.approx(case["wilson_published"], abs=5.1e-5)
    for case in vectors["difference"]:
        found = intervals.newcombe(case["k1"], case["n1"], case["k2"], case["n2"], 0.95)
        assert found == pytest.approx(case["newcombe"], abs=1e-12)
        assert found == pytest.approx(case["published"], abs=5.1e-5)
