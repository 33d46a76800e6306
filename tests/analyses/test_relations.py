"""Whether KPIs that are watched together move together: by hand, and what two trends do not fake."""

from __future__ import annotations

from collections.abc import Sequence
from math import atanh, sqrt, tanh

import numpy as np
import pytest

from csmetrics.analyses.scorecard import relations
from csmetrics.report import Kpi, Point, Relation, Statistic, Trend

PAIRS = (("aht", "fcr"),)


def kpi(
    metric: str, values: Sequence[float | None], better: str | None = "higher", partial: int = -1
) -> Kpi:
    points = tuple(
        Point(f"2026-{month:02}", 50, value, partial=month - 1 == partial)
        for month, value in enumerate(values, start=1)
    )
    drawn = Trend(metric, metric, metric, "percent", "month", points)
    return Kpi(metric, metric, Statistic(metric, 1.0, "percent", 50), better=better, trend=drawn)


def found(one: Kpi, other: Kpi) -> list[Relation]:
    return list(relations((one, other), PAIRS))


UP_AND_DOWN = [0.0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6]


def test_by_hand() -> None:
    # eleven changes: +1 −1 +2 −2 … +6; one of them is turned round, the first with the last
    changed = np.diff(UP_AND_DOWN)
    changed[[0, -1]] = changed[[-1, 0]]
    other = [0.0, *np.cumsum(changed)]
    (told,) = found(kpi("aht", UP_AND_DOWN, "lower"), kpi("fcr", other))
    rho = 1 - 6 * 2 * 5**2 / (11 * 120)  # ranks 6 and 11 are exchanged
    assert told.rho == pytest.approx(rho)
    assert (told.first, told.second, told.periods, told.changes) == ("aht", "fcr", 12, 11)
    # neighbouring changes share a period: the variance is half as large again
    reach = 1.959963984540054 * sqrt(1.5 * (1 + rho * rho / 2) / 8)
    ends = (told.interval.low, told.interval.high)
    assert ends == pytest.approx((tanh(atanh(rho) - reach), tanh(atanh(rho) + reach)))


@pytest.mark.parametrize(
    ("better", "sign", "verdict"),
    [
        (("higher", "higher"), 1, "better together"),
        (("lower", "higher"), 1, "one against the other"),
        (("lower", "higher"), -1, "better together"),
        ((None, "higher"), 1, "up together"),
        (("lower", None), -1, "one up and one down"),
    ],
)
def test_what_is_said_of_it(better: tuple[str | None, str | None], sign: int, verdict: str) -> None:
    changed = np.diff(UP_AND_DOWN)
    changed[[9, 10]] = changed[[9, 10]] * 0.99 - [0, 3]  # not all alike: there is an interval
    other = [0.0, *(sign * np.cumsum(changed))]
    (told,) = found(kpi("aht", UP_AND_DOWN, better[0]), kpi("fcr", other, better[1]))
    assert told.verdict == verdict


def test_two_trends_fake_no_relation() -> None:
    random = np.random.default_rng(7)
    slope = np.arange(12) * 2.0
    fakes = sum(
        found(
            kpi("aht", list(slope + random.normal(size=12))),
            kpi("fcr", list(slope + random.normal(size=12))),
        )[0].verdict
        != "no clear relation"
        for _ in range(200)
    )
    assert fakes <= 12  # 5 % of 200 and a little


def test_ten_common_whole_periods() -> None:
    short = UP_AND_DOWN[:9]
    assert found(kpi("aht", short), kpi("fcr", short)) == []
    assert found(kpi("aht", UP_AND_DOWN[:10], partial=9), kpi("fcr", UP_AND_DOWN)) == []
    holes: list[float | None] = [*UP_AND_DOWN]
    holes[5] = None  # two changes less: eleven periods, nine changes
    (told,) = found(kpi("aht", holes), kpi("fcr", UP_AND_DOWN))
    assert (told.periods, told.changes) == (11, 9)
    holes[7] = None
    assert found(kpi("aht", holes), kpi("fcr", UP_AND_DOWN)) == []


def test_a_kpi_that_never_moves_is_related_to_nothing() -> None:
    assert found(kpi("aht", [3.0] * 12), kpi("fcr", UP_AND_DOWN)) == []
    assert list(relations((kpi("aht", UP_AND_DOWN),), PAIRS)) == []
