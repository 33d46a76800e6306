"""Agents and teams: by hand, against scipy, R and published examples, and what always holds."""

from __future__ import annotations

from collections.abc import Callable
from math import comb, factorial, inf, nextafter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics.calc import intervals, peers
from csmetrics.calc.peers import Shrinkage

some = st.integers(0, 60)
counts = st.tuples(some, some, some).filter(any)
agents = st.lists(
    st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=12,
)
chances = st.lists(st.floats(0, 1), min_size=1, max_size=30)
levels = st.sampled_from([0.8, 0.95, 0.998])


def kinds_of(detractors: int, passives: int, promoters: int) -> peers.Kinds:
    n = detractors + passives + promoters
    return detractors / n, passives / n, promoters / n


def estimated(of: list[tuple[int, int]]) -> Shrinkage:
    return peers.shrinkage([k / n for k, n in of], [n for _, n in of])


# --- by hand -----------------------------------------------------------------------------------


def test_four_tosses() -> None:
    # 1, 4, 6, 4, 1 of 16: nothing is rarer than 1/16 on a side
    fair = 0.5, 0.5
    assert [peers.p_value(fair, 4, heads) for heads in range(5)] == pytest.approx(
        [1 / 8, 5 / 8, 1, 5 / 8, 1 / 8]
    )
    assert peers.limits(fair, 4, 0.95) == (0, 1)
    assert peers.limits(fair, 4, 0.8) == (0.25, 0.75)


def test_two_answers_of_an_nps() -> None:
    # half promote, a quarter detracts: −2, −1, 0, 1, 2 have 1, 2, 5, 4, 4 of 16
    kinds = 0.25, 0.25, 0.5
    assert [peers.p_value(kinds, 2, total) for total in range(-2, 3)] == pytest.approx(
        [2 / 16, 6 / 16, 1, 1, 8 / 16]
    )
    assert peers.limits(kinds, 2, 0.8) == (-0.5, 1)
    assert peers.limits(kinds, 2, 0.95) == (-1, 1)


@pytest.mark.parametrize("n", [1, 7, 1000])
def test_where_all_are_expected_to_be_good(n: int) -> None:
    assert peers.limits((0.0, 1.0), n, 0.95) == (1, 1)
    assert peers.p_value((0.0, 1.0), n, n) == 1
    assert peers.p_value((0.0, 1.0), n, n - 1) == pytest.approx(0, abs=1e-12)
    assert peers.limits((1.0, 0.0, 0.0), n, 0.95) == (-1, -1)


def test_answers_are_of_two_or_three_kinds() -> None:
    with pytest.raises(ValueError, match="two or three kinds"):
        peers.limits((0.25, 0.25, 0.25, 0.25), 5, 0.95)


def test_a_standard_that_is_only_a_score() -> None:
    # 10 passives: a score of 0.2 is explained best by promoters alone
    assert peers.nps_kinds((0, 10, 0), 0.2) == pytest.approx((0, 0.8, 0.2))
    assert peers.nps_kinds((0, 10, 0), -0.2) == pytest.approx((0.2, 0.8, 0))
    assert peers.nps_kinds((5, 0, 5), 1) == pytest.approx((0, 0, 1))
    assert peers.nps_kinds((5, 0, 5), -1) == pytest.approx((1, 0, 0))
    # nobody passive: 0.5 of −1 and 1
    assert peers.nps_kinds((5, 0, 5), 0.5) == pytest.approx((0.25, 0, 0.75))


def test_drawn_to_the_centre() -> None:
    # a correlation of 1/5 makes the centre worth 4 answers
    half = Shrinkage(0.5, 0.2)
    assert half.weight == pytest.approx(4)
    assert half.of(1.0, 4) == pytest.approx(0.75)
    assert half.of(1.0, 12) == pytest.approx(0.875)


def test_the_ends_of_shrinkage() -> None:
    assert (Shrinkage(0.5, 0.0).weight, Shrinkage(0.5, 0.0).of(0.9, 1000)) == (inf, 0.5)
    assert (Shrinkage(0.5, 1.0).weight, Shrinkage(0.5, 1.0).of(0.9, 1)) == (0, 0.9)


def test_two_agents_apart_and_two_alike() -> None:
    # (spread − variance·within)/(variance·(alone − within)) = (5 − 1/4)/(1/4·(10 − 1))
    assert estimated([(0, 10), (10, 10)]).alike == 1  # 19/9, more than it can be
    # spread 2·10·0.04 = 0.8: (0.8 − 0.25)/2.25
    assert estimated([(3, 10), (7, 10)]).alike == pytest.approx(0.55 / 2.25)
    assert estimated([(5, 10), (5, 10)]).alike == 0


@pytest.mark.parametrize("alone", [[(3, 10)], [(10, 10), (5, 5)], [(0, 1), (1, 1), (1, 1)]])
def test_nothing_is_known_of_differences(alone: list[tuple[int, int]]) -> None:
    # one agent, no answer that differs, no agent with two answers
    assert estimated(alone).alike == 0


def test_many_comparisons() -> None:
    assert peers.adjusted([]) == ()
    assert peers.adjusted([0.04]) == (0.04,)
    # 0.03·3/2 = 0.045 is more than 0.04·3/3: the adjusted values do not fall
    assert peers.adjusted([0.04, 0.01, 0.03]) == pytest.approx((0.04, 0.03, 0.04))


# --- what always holds --------------------------------------------------------------------------


@given(counts, st.integers(1, 25))
@settings(max_examples=50)
def test_sums_as_counted_one_by_one(given_: tuple[int, int, int], n: int) -> None:
    kinds = d, q, p = kinds_of(*given_)
    exact = np.zeros(2 * n + 1)
    for bad in range(n + 1):
        for good in range(n - bad + 1):
            ways = factorial(n) // factorial(bad) // factorial(good) // factorial(n - bad - good)
            exact[good - bad + n] += ways * d**bad * q ** (n - bad - good) * p**good
    for total in range(-n, n + 1):
        tails = exact[: total + n + 1].sum(), exact[total + n :].sum()
        expected = min(1, 2 * min(tails))
        assert peers.p_value(kinds, n, total) == pytest.approx(expected, abs=1e-12)


@given(counts, st.integers(1, 200), levels)
def test_limits_and_p_agree(given_: tuple[int, int, int], n: int, level: float) -> None:
    kinds = kinds_of(*given_)
    low, high = peers.limits(kinds, n, level)
    assert -1 <= low <= high <= 1
    for total in {round(low * n), round(high * n)}:
        assert peers.p_value(kinds, n, total) > 1 - level - 1e-9
    for total in {round(low * n) - 1, round(high * n) + 1}:
        if abs(total) <= n:
            assert peers.p_value(kinds, n, total) < 1 - level + 1e-9


@given(counts, st.integers(1, 200), levels)
def test_limits_mirror(given_: tuple[int, int, int], n: int, level: float) -> None:
    low, high = peers.limits(kinds_of(*given_), n, level)
    mirrored = peers.limits(kinds_of(*given_[::-1]), n, level)
    # a chance of exactly half the rest may fall on either side
    assert mirrored == pytest.approx((-high, -low), abs=1 / n + 1e-12)


@given(st.integers(1, 200), st.integers(0, 100), levels)
def test_a_score_of_promoters_and_passives_is_a_share(n: int, percent: int, level: float) -> None:
    share = percent / 100
    assert peers.limits((0.0, 1 - share, share), n, level) == pytest.approx(
        peers.limits((1 - share, share), n, level)
    )


@given(counts, st.floats(-1, 1))
def test_shares_of_a_score(given_: tuple[int, int, int], score: float) -> None:
    kinds = peers.nps_kinds(given_, score)
    assert sum(kinds) == pytest.approx(1)
    assert min(kinds) >= 0
    assert kinds[2] - kinds[0] == pytest.approx(score, abs=1e-9)
    n = sum(given_)
    own = peers.nps_kinds(given_, (given_[2] - given_[0]) / n)
    assert own == pytest.approx(kinds_of(*given_), abs=1e-7)


@given(counts)
def test_the_score_interval_ends_where_its_shares_reach(given_: tuple[int, int, int]) -> None:
    n = sum(given_)
    observed = (given_[2] - given_[0]) / n
    for end in intervals.nps_score(*given_, 0.95):
        down, _, up = peers.nps_kinds(given_, end)
        variance = up + down - end * end
        reach = intervals.z_quantile(0.95) * (max(0.0, variance) / n) ** 0.5
        # an end of the scale is an end of the interval when all agree
        assert abs(end) == 1 or abs(observed - end) == pytest.approx(reach, abs=1e-6)


@given(agents)
def test_shrunk_lies_between_the_agent_and_all(given_: list[tuple[int, int]]) -> None:
    found = estimated(given_)
    assert 0 <= found.alike <= 1
    for k, n in given_:
        low, high = sorted((k / n, found.centre))
        assert low - 1e-12 <= found.of(k / n, n) <= high + 1e-12
    # more answers of the same kind, nearer to one's own
    assert abs(found.of(1.0, 50) - 1) <= abs(found.of(1.0, 5) - 1) + 1e-12


@given(agents)
def test_shares_shrink_as_scores_do(given_: list[tuple[int, int]]) -> None:
    # 0 and 1 moved to −1 and 1
    share = estimated(given_)
    bad = 1 - share.centre
    values = [2 * k / n - 1 for k, n in given_]
    score = peers.shrinkage(values, [n for _, n in given_], (bad, 0.0, share.centre))
    assert score.centre == pytest.approx(2 * share.centre - 1)
    assert score.alike == pytest.approx(share.alike, abs=1e-9)


@given(chances)
def test_adjusting_keeps_order_and_only_raises(p_values: list[float]) -> None:
    found = peers.adjusted(p_values)
    assert len(found) == len(p_values)
    assert all(p <= q <= 1 for p, q in zip(p_values, found, strict=True))
    pairs = sorted(zip(p_values, found, strict=True))
    assert [q for _, q in pairs] == sorted(found)
    assert max(found) == max(p_values)


@given(chances, st.randoms(use_true_random=False))
def test_the_order_of_agents_does_not_matter(p_values: list[float], random: Any) -> None:
    places = list(range(len(p_values)))
    random.shuffle(places)
    found = peers.adjusted(p_values)
    shuffled = peers.adjusted([p_values[k] for k in places])
    assert shuffled == tuple(found[k] for k in places)


@given(chances, st.floats(0.001, 0.2))
def test_the_step_up_procedure(p_values: list[float], rate: float) -> None:
    # reject up to the last rank with p ≤ rank·rate/number, as it was published
    ordered, number = sorted(p_values), len(p_values)
    ranks = [k for k in range(1, number + 1) if ordered[k - 1] <= k * rate / number]
    rejected = sum(q <= nextafter(rate, 1) for q in peers.adjusted(p_values))
    unsure = any(abs(p * number / k - rate) < 1e-12 for k, p in enumerate(ordered, start=1))
    assert unsure or rejected == max(ranks, default=0)


# --- against others -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "p"), [(1, 0.3), (50, 0.02), (400, 0.85), (10_000, 0.85), (1_000_000, 1e-5)]
)
def test_binomial_as_scipy(n: int, p: float) -> None:
    binom = pytest.importorskip("scipy.stats").binom
    for level in (0.95, 0.998):
        ends = binom.ppf([(1 - level) / 2, (1 + level) / 2], n, p) / n
        assert peers.limits((1 - p, p), n, level) == pytest.approx(ends, abs=1e-12)
    for k in {0, 1, round(n * p), min(n, round(n * p + 3 * (n * p) ** 0.5))}:
        expected = min(1, 2 * min(binom.cdf(k, n, p), binom.sf(k - 1, n, p)))
        assert peers.p_value((1 - p, p), n, k) == pytest.approx(expected, abs=1e-10)


def test_no_chance_is_lost_among_many() -> None:
    assert peers.p_value((0.5, 0.5), 1000, 500) == 1
    exact = 2 * sum(comb(1000, k) for k in range(451)) / 2**1000
    assert peers.p_value((0.5, 0.5), 1000, 450) == pytest.approx(exact, abs=1e-12)
    assert peers.p_value((0.5, 0.5), 1000, 0) == pytest.approx(0, abs=1e-12)


def test_funnel(published: Callable[[str], Any]) -> None:
    for case in published("agents")["funnel"]:
        kinds = 1 - case["p0"], case["p0"]
        for level, name in ((0.95, "95"), (0.998, "998")):
            expected = case[f"lower{name}"], case[f"upper{name}"]
            found = peers.limits(kinds, case["n"], level)
            assert found == pytest.approx(expected, abs=1e-12), case


def test_shrunk_as_kleinman(published: Callable[[str], Any]) -> None:
    case = published("agents")["beta_binomial"]
    given_ = [(agent["k"], agent["n"]) for agent in case["agents"]]
    found = estimated(given_)
    assert found.centre == pytest.approx(case["p0"], abs=1e-12)
    assert found.alike == pytest.approx(case["rho"], abs=1e-9)
    assert found.weight == pytest.approx(case["M"], abs=1e-9)
    assert [found.of(k / n, n) for k, n in given_] == pytest.approx(case["shrunk"], abs=1e-9)


def test_adjusted_as_r(published: Callable[[str], Any]) -> None:
    case = published("agents")["bh"]
    found = peers.adjusted(case["p"])
    assert found == pytest.approx(case["adjusted"], abs=1e-12)
    assert sum(q <= 0.05 for q in found) == case["rejected_at_05"]
