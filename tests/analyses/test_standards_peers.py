"""Who differs from a standard or from all: by hand, against published numbers, and where nobody does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from csmetrics import errors
from csmetrics.analyses.standards import against, standards
from csmetrics.calc import quantiles
from csmetrics.errors import CsmetricsError
from csmetrics.report import (
    Definition,
    Interval,
    Measure,
    Quality,
    Report,
    Row,
    Standards,
    Statistic,
)

Run = Callable[..., Report]


def run(
    rows: Mapping[str | None, Any],
    make: Callable[..., Statistic],
    whole: Any,
    better: str = "higher",
) -> Run:
    """A run by agent, at any level."""

    def at(level: float = 0.95) -> Report:
        found = [Row("x", (), Measure((make(whole, level),)))]
        for label, each in rows.items():
            found.append(Row("x", (("agent", label),), Measure((make(each, level),))))
        definition = Definition("x", "X", "", "", "", better=better)
        return Report("metric", definition, tuple(found), Quality(0, 0, ()))

    return at


def share(of: tuple[int, int], level: float) -> Statistic:
    good, n = of
    value, counts = (100 * good / n, (n - good, good)) if n else (None, ())
    return Statistic("csat", value, "percent", n, counts=counts)


def nps(of: tuple[int, int, int], level: float) -> Statistic:
    return Statistic("nps", 100 * (of[2] - of[0]) / sum(of), "points", sum(of), counts=of)


def median(of: list[int], level: float) -> Statistic:
    values, counts = np.unique(np.array(of, dtype=np.int64), return_counts=True)
    if not len(values):
        return Statistic("median", None, "seconds", 0, undefined_because="no tickets")
    ends = quantiles.interval(values, counts, 0.5, level)
    value = quantiles.quantile(values, counts, 0.5)
    return Statistic("median", value, "seconds", len(of), Interval(level, *ends, quantiles.METHOD))


def shares(of: Mapping[str | None, tuple[int, int]], better: str = "higher") -> Run:
    good, n = map(sum, zip(*of.values(), strict=True))
    return run(of, share, (good, n), better)


def times(of: Mapping[str | None, list[int]]) -> Run:
    return run(of, median, [each for values in of.values() for each in values], "lower")


def verdicts(found: Standards) -> dict[str | None, str]:
    return {each.label: each.verdict for each in found.peers}


def said(found: Standards) -> list[errors.Kind]:
    return [each.kind for each in found.diagnostics]


# --- shares and scores ---------------------------------------------------------------------------

TEAM = {"Ana": (98, 100), "Bo": (4, 9), "Cy": (80, 100), "Di": (60, 100), None: (0, 50)}


def test_against_the_average_of_the_labels() -> None:
    found = standards(shares(TEAM), "agent", against(None))
    # (98 + 4 + 80 + 60)/309; the blank ones are nobody's
    assert found.centre == pytest.approx(100 * 242 / 309)
    assert verdicts(found) == {
        "Ana": "above",
        "Bo": "too few",
        "Cy": "as expected",
        "Di": "below",
        None: "not judged",
    }
    assert found.judged == 3
    few, blank = found.peers[1], found.peers[-1]
    assert few.p is not None
    assert few.adjusted is None
    assert few.value is not None
    assert few.shrunk is not None
    assert few.value < few.shrunk < found.centre
    assert (blank.limits, blank.shrunk, blank.p) == ((), None, None)


def test_less_is_better_where_the_metric_says_so() -> None:
    found = standards(shares(TEAM, better="lower"), "agent", against(None))
    assert (verdicts(found)["Ana"], verdicts(found)["Di"]) == ("below", "above")


def test_the_order_is_that_of_the_labels_with_the_blank_one_last() -> None:
    mixed = {None: (1, 2), "B": (10, 10), "A": (0, 10)}
    found = standards(shares(mixed), "agent", against(None))
    assert [each.label for each in found.peers] == ["B", "A", None]


def test_a_standard_moves_the_limits_and_not_the_average_to_shrink_to() -> None:
    average = standards(shares(TEAM), "agent", against(None))
    found = standards(shares(TEAM), "agent", against(">= 95%"))
    assert (found.centre, found.standard) == (95, ">= 95%")
    assert [each.shrunk for each in found.peers] == [each.shrunk for each in average.peers]
    assert verdicts(found)["Cy"] == "below"
    # of 100 with 95 % each: 90 to 99
    assert (found.peers[0].limits[0].low, found.peers[0].limits[0].high) == (90, 99)


def test_many_are_judged_at_once() -> None:
    # 9 of 10 at one half: p = 2·11/1024 = 0.021 is less than 5 % alone, and not of four
    alone = {"Ana": (9, 10)}
    four = {"Ana": (9, 10), "Bo": (5, 10), "Cy": (5, 10), "Di": (5, 10)}
    assert verdicts(standards(shares(alone), "agent", against("50%")))["Ana"] == "above"
    found = standards(shares(four), "agent", against("50%"))
    assert verdicts(found)["Ana"] == "as expected"
    assert found.peers[0].p == pytest.approx(22 / 1024)
    assert found.peers[0].adjusted == pytest.approx(88 / 1024)


def test_scores() -> None:
    of = {"Ana": (0, 10, 40), "Bo": (20, 10, 20), "Cy": (30, 10, 10)}
    found = standards(run(of, nps, (50, 30, 70)), "agent", against(None))
    assert found.centre == pytest.approx(100 * 20 / 150)
    assert verdicts(found) == {"Ana": "above", "Bo": "as expected", "Cy": "below"}
    held = standards(run(of, nps, (50, 30, 70)), "agent", against(">= -40"))
    assert verdicts(held)["Cy"] == "as expected"


# --- times ---------------------------------------------------------------------------------------

STEADY = list(range(40, 80))


def test_times_by_the_interval_of_the_median() -> None:
    of = {"Ana": [each // 4 for each in STEADY], "Bo": STEADY, "Cy": [9 * each for each in STEADY]}
    found = standards(times(of), "agent", against(None))
    assert found.centre == 59.5
    assert verdicts(found) == {"Ana": "above", "Bo": "as expected", "Cy": "below"}
    assert all(each.shrunk is None and not each.limits for each in found.peers)
    held = standards(times(of), "agent", against("<= 5m"))
    assert verdicts(held) == {"Ana": "above", "Bo": "above", "Cy": "below"}


def test_an_interval_without_an_end_is_too_few() -> None:
    of = {"Ana": [1, 2, 3, 4, 5], "Bo": STEADY}
    found = standards(times(of), "agent", against(None, least=2))
    assert verdicts(found)["Ana"] == "too few"


def test_intervals_are_widened_for_how_many_are_judged() -> None:
    # a sign test of 1 of 11 above 50: p = 2·12/2048 = 0.012, four times that is less than 5 %, five is not
    fast, held = [*range(30, 40), 60], against("<= 50s")
    for count, verdict in ((3, "above"), (4, "as expected")):
        plain = {f"{place}": [*range(38, 62)] for place in range(count)}
        found = standards(times({"Ana": fast, **plain}), "agent", held)
        assert verdicts(found)["Ana"] == verdict


# --- what is refused, what is said ------------------------------------------------------------------


@pytest.mark.parametrize("of", [{"Ana": (5, 10)}, {"Ana": (5, 10), "Bo": (0, 0), None: (9, 10)}])
def test_an_average_of_one_says_nothing(of: dict[str | None, tuple[int, int]]) -> None:
    with pytest.raises(CsmetricsError, match="1 label of agent"):
        standards(shares(of), "agent", against(None))
    assert verdicts(standards(shares(of), "agent", against(">= 50%")))["Ana"] == "as expected"


def test_a_number_of_things_cannot_be_judged() -> None:
    def count(of: int, level: float) -> Statistic:
        return Statistic("new", of, "count", of)

    with pytest.raises(CsmetricsError, match="number without an interval"):
        standards(run({"Ana": 5, "Bo": 50}, count, 55), "agent", against(None))


@pytest.mark.parametrize(
    ("standard", "why"),
    [(">= 101%", "between 0 and 100"), ("= 80%", "at least or at most"), ("0.85", "part of 1")],
)
def test_standards_that_mean_nothing(standard: str, why: str) -> None:
    with pytest.raises(CsmetricsError, match=why):
        standards(shares(TEAM), "agent", against(standard))


def test_a_standard_the_other_way_round_is_said() -> None:
    found = standards(shares(TEAM), "agent", against("<= 80%"))
    assert said(found) == [errors.OTHER_WAY]
    assert found.better == "lower"
    alone = standards(shares(TEAM, better="lower"), "agent", against("80%"))
    assert (said(alone), alone.standard) == ([], "<= 80%")


def test_too_few_all_and_most_that_differ_are_said() -> None:
    found = standards(shares(TEAM), "agent", against(None, least=1000))
    assert said(found) == [errors.ALL_TOO_FEW]
    apart = {"Ana": (99, 100), "Bo": (98, 100), "Cy": (10, 100), "Di": (12, 100)}
    assert said(standards(shares(apart), "agent", against(None))) == [errors.MOST_DIFFER]


# --- published -------------------------------------------------------------------------------------


def published(shared: Path) -> Any:
    path = shared / "vectors" / "statistics" / "agents.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_funnel(shared: Path) -> None:
    for case in published(shared)["funnel"]:
        n, p0 = case["n"], case["p0"]
        found = standards(shares({"A": (n // 2, n)}), "agent", against(f"{100 * p0:.12g}%"))
        ends = [end / 100 for each in found.peers[0].limits for end in (each.low, each.high)]  # type: ignore[operator]
        names = ("lower95", "upper95", "lower998", "upper998")
        assert ends == pytest.approx([case[name] for name in names], abs=1e-12)


def test_shrunk(shared: Path) -> None:
    case = published(shared)["beta_binomial"]
    of = {each["agent"]: (each["k"], each["n"]) for each in case["agents"]}
    found = standards(shares(of), "agent", against(None))
    assert found.alike == pytest.approx(case["rho"], abs=1e-9)
    shrunk = [(each.shrunk or 0) / 100 for each in found.peers]
    assert shrunk == pytest.approx(case["shrunk"], abs=1e-9)


# --- where nobody differs ----------------------------------------------------------------------------


def test_equals_are_seldom_told_apart() -> None:
    """Of 60 teams of 20 equal agents, chance alone names somebody in 5 % at most (here in 1 and 1 of 60)."""
    random, named = np.random.default_rng(5), [0, 0]
    for _ in range(60):
        sizes = random.integers(10, 80, 20)
        good = {f"{i}": (int(random.binomial(n, 0.8)), int(n)) for i, n in enumerate(sizes)}
        slow = {
            f"{i}": random.lognormal(8, 1.3, n).astype(int).tolist() for i, n in enumerate(sizes)
        }
        for place, made in enumerate((shares(good), times(slow))):
            found = standards(made, "agent", against(None))
            named[place] += {"above", "below"} & set(verdicts(found).values()) != set()
    assert max(named) <= 3, named
