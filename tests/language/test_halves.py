"""Halves go up, whoever writes the number."""

from __future__ import annotations

import pytest

from csmetrics.language import Said
from csmetrics.language.durations import count, parts
from csmetrics.language.halves import half_up
from csmetrics.render import _numbers


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.25, 1, "0.3"),
        (0.35, 1, "0.4"),  # whose nearest float is a little less
        (-0.25, 1, "-0.3"),
        (-0.04, 1, "0.0"),
        (2.5, 0, "3"),
        (1e30, 1, "1000000000000000019884624838656"),
    ],
)
def test_half_up(value: float, decimals: int, text: str) -> None:
    assert str(half_up(value, decimals)) == text


def test_times_shares_and_sentences_alike() -> None:
    assert [f"{count(number)}{unit}" for number, unit in parts(1082.5)] == ["18m", "3s"]
    assert _numbers.number(12.25, "percent") == "12.3 %"
    assert Said("{share:.1f} %", share=12.25) == "12.3 %"
