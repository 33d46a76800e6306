"""Kaplan–Meier: by hand, against R's numbers, and what always holds."""

from __future__ import annotations

import csv
import json
from math import exp, log, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc import quantiles, survival
from csmetrics.calc.states import Tally
from csmetrics.calc.survival import Curve, Tallied

Z = 1.959963984540054
times = st.lists(st.integers(0, 50), max_size=60)


def tally(rows: list[int]) -> Tallied:
    values = np.array(rows, dtype=np.int64)
    return Tally.of(np.zeros(len(rows), dtype=np.int64), values).of_group(0)


def curve(events: list[int], censored: list[int]) -> Curve:
    return survival.curve(tally(events), tally(censored))


def split(all_times: list[int], happened: list[int]) -> Curve:
    seen = list(zip(all_times, happened, strict=True))
    return curve(
        [time for time, event in seen if event], [time for time, event in seen if not event]
    )


def vectors(shared: Path) -> dict[str, Any]:
    text = (shared / "vectors" / "statistics" / "survival.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


# --- by hand -----------------------------------------------------------------------------------


def test_by_hand() -> None:
    # 2, 3, 3+, 5, 7+: at risk 5, 4, 2; who is censored at 3 is at risk at 3
    found = curve([2, 3, 5], [3, 7])
    assert found.times.tolist() == [2, 3, 5]
    assert found.at_risk.tolist() == [5, 4, 2]
    assert found.events.tolist() == [1, 1, 1]
    assert found.survival == pytest.approx([4 / 5, 3 / 5, 3 / 10])
    sums = [1 / 20, 1 / 20 + 1 / 12, 1 / 20 + 1 / 12 + 1 / 2]
    assert found.error == pytest.approx(found.survival * np.sqrt(sums))
    assert found.last == 7
    assert survival.quantile(found, 0.5) == 5
    assert survival.quantile(found, 0.9) is None
    low, high = survival.band(found, 0.95)
    reach = Z * sqrt(1 / 20) / log(0.8)
    assert (low[0], high[0]) == pytest.approx((0.8 ** exp(-reach), 0.8 ** exp(reach)))


def test_restricted_mean_by_hand() -> None:
    # 2·1 + 1·0.8 + 2·0.6 + 1·0.3 up to 6; areas from 2, 3 and 5 on: 2.3, 1.5, 0.3
    found = survival.restricted_mean(curve([2, 3, 5], [3, 7]), 6)
    error = sqrt(2.3**2 / 20 + 1.5**2 / 12 + 0.3**2 / 2)
    assert found == pytest.approx((4.3, error))


def test_what_is_not_known_is_none() -> None:
    found = curve([2, 3, 5], [3, 7])
    assert survival.restricted_mean(found, 7) is not None
    assert survival.restricted_mean(found, 7.5) is None  # some still wait when the data end
    assert survival.restricted_mean(curve([2, 3], []), 100) == pytest.approx((2.5, sqrt(1 / 8)))


def test_nobody_left() -> None:
    found = curve([1, 4], [])
    assert found.survival.tolist() == [0.5, 0]
    assert np.isnan(found.error).tolist() == [False, True]
    assert [np.isnan(limit).tolist() for limit in survival.band(found, 0.95)] == [[False, True]] * 2


@pytest.mark.parametrize(("events", "median"), [([1, 4], 2.5), ([1, 4, 9], 4.0), ([3], 3.0)])
def test_the_median_without_censoring_is_the_usual_one(events: list[int], median: float) -> None:
    assert survival.quantile(curve(events, []), 0.5) == median


def test_half_reached_and_nothing_after_it() -> None:
    assert survival.quantile(curve([1], [6]), 0.5) == 1


def test_nothing_happened_yet() -> None:
    found = curve([], [4, 9])
    assert len(found.times) == 0
    assert survival.quantile(found, 0.5) is None
    assert survival.quantile_interval(found, 0.5, 0.95) == (None, None)
    assert survival.restricted_mean(found, 9) == (9, 0)
    assert survival.restricted_mean(found, 10) is None


def test_no_rows() -> None:
    found = curve([], [])
    assert found.last is None
    assert survival.quantile(found, 0.5) is None
    assert survival.restricted_mean(found, 1) is None


def test_values_that_did_not_occur_do_not_count() -> None:
    events = np.array([2, 3, 5, 8]), np.array([1, 1, 1, 0])
    censored = np.array([1, 3, 7, 9]), np.array([0, 1, 1, 0])
    found, expected = survival.curve(events, censored), curve([2, 3, 5], [3, 7])
    assert found.at_risk.tolist() == expected.at_risk.tolist()
    assert found.last == 7


# --- reference numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize("arm", ["Maintained", "Nonmaintained"])
def test_aml_of_r(shared: Path, arm: str) -> None:
    with (shared / "vectors" / "km_aml_input.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["x"] == arm]
    with (shared / "vectors" / "km_aml_R_survival.csv").open(encoding="utf-8", newline="") as file:
        expected = [row for row in csv.DictReader(file) if row["group"] == f"x={arm}"]
    found = split([int(row["time"]) for row in rows], [int(row["status"]) for row in rows])
    assert found.times.tolist() == [int(row["time"]) for row in expected]
    assert found.at_risk.tolist() == [int(row["n.risk"]) for row in expected]
    assert found.events.tolist() == [int(row["n.event"]) for row in expected]
    for share, error, row in zip(found.survival, found.error, expected, strict=True):
        assert share == pytest.approx(float(row["surv"]), abs=1e-9)
        if row["se"] == "NA":
            assert np.isnan(error)
            continue
        assert error == pytest.approx(float(row["se"]), abs=1e-9)
        # R's default limits are those of ln S; they hold the same error
        low, high = (share * exp(sign * Z * error / share) for sign in (-1, 1))
        assert (low, min(1, high)) == pytest.approx((float(row["lo"]), float(row["hi"])), abs=1e-9)


def test_leukemia(shared: Path) -> None:
    known = vectors(shared)["leukemia_6mp"]
    found = split(known["time"], known["event"])
    assert_table(found, known["table"])
    for p, expected in known["quantiles"].items():
        assert survival.quantile(found, float(p)) == expected
    assert survival.quantile(found, 0.5) == known["median"]
    assert survival.quantile_interval(found, 0.5, 0.95) == tuple(known["median_ci"]["loglog"])
    low, high = survival.band(found, 0.95)
    assert found.times.tolist() == known["ci_loglog"]["t"]
    assert low == pytest.approx(known["ci_loglog"]["lower"], abs=1e-9)
    assert high == pytest.approx(known["ci_loglog"]["upper"], abs=1e-9)
    expected = (known["rmst_30"], known["rmst_30_se"])
    assert survival.restricted_mean(found, 30) == pytest.approx(expected, abs=1e-9)


def test_tickets(shared: Path) -> None:
    known = vectors(shared)["tickets"]
    found = split(known["hours"], known["closed"])
    assert_table(found, known["table"])
    assert survival.quantile(found, 0.5) == known["median_km"]
    assert survival.quantile_interval(found, 0.5, 0.95) == tuple(known["median_ci_loglog"])
    restricted = survival.restricted_mean(found, 120)
    assert restricted is not None
    assert restricted[0] == pytest.approx(known["rmst_120"], abs=1e-9)


def assert_table(found: Curve, table: list[dict[str, float | None]]) -> None:
    assert found.times.tolist() == [row["t"] for row in table]
    assert found.survival == pytest.approx([row["s"] for row in table], abs=1e-9)
    for error, row in zip(found.error, table, strict=True):
        if row["s"]:
            assert error == pytest.approx(row["se"], abs=1e-9)


# --- what always holds --------------------------------------------------------------------------


@given(times.filter(bool))
def test_without_censoring_it_is_the_share_of_the_rows(events: list[int]) -> None:
    found = curve(events, [])
    shares = [sum(event > time for event in events) / len(events) for time in found.times]
    assert found.survival == pytest.approx(shares, abs=1e-12)
    binomial = [sqrt(share * (1 - share) / len(events)) for share in shares[:-1]]
    assert found.error[:-1] == pytest.approx(binomial, abs=1e-12)
    median = quantiles.quantile(*tally(events), 0.5)
    assert survival.quantile(found, 0.5) == median
    mean = survival.restricted_mean(found, max(events))
    assert mean is not None
    assert mean[0] == pytest.approx(sum(events) / len(events))


@given(times, times)
def test_order_does_not_matter_and_shares_fall(events: list[int], censored: list[int]) -> None:
    found, other = curve(events, censored), curve(events[::-1], censored[::-1])
    assert found.survival.tolist() == other.survival.tolist()
    assert (np.diff(found.survival) < 0).all()
    low, high = survival.band(found, 0.95)
    known = found.survival > 0
    assert (low[known] <= found.survival[known]).all()
    assert (found.survival[known] <= high[known]).all()
    median, (first, last) = (
        survival.quantile(found, 0.5),
        survival.quantile_interval(found, 0.5, 0.95),
    )
    if median is not None and first is not None:
        assert first <= median
    assert last is None or (median is not None and median <= last)
    waited = survival.restricted_mean(found, 10)
    assert waited is None or (0 <= waited[0] <= 10 and waited[1] >= 0)


@given(times.filter(bool), times)
def test_waiting_longer_never_shortens_the_median(events: list[int], censored: list[int]) -> None:
    soon = survival.quantile(curve(events, censored), 0.5)
    late = survival.quantile(curve(events, [time + 100 for time in censored]), 0.5)
    assert late is None or (soon is not None and soon <= late)
