"""Times in the units that people say, and as many as keep them apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.language.durations import SIZES, count, parts, to_the_tenth


def said(found: tuple[tuple[float, str], ...]) -> str:
    return " ".join(f"{count(number)}{unit}" for number, unit in found)


@pytest.mark.parametrize(
    ("seconds", "days", "two", "all_"),
    [
        (9.46, True, "9.5s", "9.5s"),
        (2394.0, True, "39m 54s", "39m 54s"),
        (14_401.0, True, "4h", "4h 1s"),
        (187_265.0, True, "2d 4h", "2d 4h 1m 5s"),
        (187_265.0, False, "52h 1m", "52h 1m 5s"),
        (172_799.9, True, "2d", "1d 23h 59m 59.9s"),
    ],
)
def test_two_units_or_all(seconds: float, days: bool, two: str, all_: str) -> None:
    assert said(parts(seconds, days=days)) == two
    assert said(to_the_tenth(seconds, days=days)) == all_


@given(st.floats(0, 1e9))
def test_all_units_are_the_time_to_a_tenth(seconds: float) -> None:
    found = to_the_tenth(seconds)
    assert abs(sum(number * SIZES[unit] for number, unit in found) - seconds) <= 0.0501
