from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.render import _numbers

COUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@given(COUNTS, st.integers(0, 3))
def test_rounded_shares_add_up_to_100(counts: list[int], decimals: int) -> None:
    shares = [100 * count / sum(counts) for count in counts]
    rounded = _numbers.largest_remainder(shares, decimals)
    scale = 10**decimals
    assert sum(round(share * scale) for share in rounded) == 100 * scale
    assert all(
        abs(a - b) < 1 / scale + 1e-9 and a >= 0 for a, b in zip(rounded, shares, strict=True)
    )


@pytest.mark.parametrize(
    ("shares", "rounded"),
    [
        ([100 / 3] * 3, [33.4, 33.3, 33.3]),
        ([200 / 3, 100 / 3], [66.7, 33.3]),
        ([100.0, 0.0], [100.0, 0.0]),
        ([12.25, 87.75], [12.3, 87.7]),
        ([], []),
    ],
)
def test_largest_remainder(shares: list[float], rounded: list[float]) -> None:
    assert _numbers.largest_remainder(shares) == rounded


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (-0.0, "0s"),
        (0.04, "0s"),
        (1.25, "1.3s"),
        (9.96, "10s"),
        (59.4, "59s"),
        (59.6, "1m"),
        (840, "14m"),
        (860, "14m 20s"),
        (3599.7, "1h"),
        (15686.4, "4h 21m"),
        (172_799, "2d"),
        (172_740, "47h 59m"),
        (200_000, "2d 8h"),
        (-90, "−1m 30s"),
        (8.64e9, "100,000d"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert _numbers.duration(seconds) == text


@given(st.floats(-1e12, 1e12))
def test_a_duration_never_shows_a_full_smaller_unit(seconds: float) -> None:
    text = _numbers.duration(seconds)
    assert "60" not in text.split()[-1] or "d" in text
    assert " 24h" not in text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (33.4367, "points", "33.4"),
        (-0.04, "points", "0.0"),
        (-12.5, "points", "−12.5"),
        (81.25, "percent", "81.3 %"),
        (4.125, "score", "4.13"),
        (1234567, "count", "1,234,567"),
        (1e16, "count", "10,000,000,000,000,000"),
        (None, "percent", "–"),
        (math.nan, "points", "–"),
        (math.inf, "seconds", "–"),
    ],
)
def test_numbers(value: float | None, unit: str, text: str) -> None:
    assert _numbers.number(value, unit) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (29.1, 37.0, "29.1 to 37.0 %"),
        (29.1, None, "≥ 29.1 %"),
        (None, 37.0, "≤ 37.0 %"),
        (None, None, "–"),
    ],
)
def test_intervals(low: float | None, high: float | None, text: str) -> None:
    assert _numbers.interval(low, high, "percent") == text
