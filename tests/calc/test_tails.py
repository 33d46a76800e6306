"""Tails of distributions: against scipy's numbers, what can be said by hand, and where series meet fractions."""

from __future__ import annotations

from collections.abc import Callable
from math import atan, erfc, exp, pi, sqrt
from typing import Any

import pytest

from csmetrics.calc import tails


@pytest.mark.parametrize("value", [0.0, 0.3, 2.9, 3.1, 40.0, 1200.0])
def test_chi_squared_with_two_degrees_is_exponential(value: float) -> None:
    assert tails.chi_squared(value, 2) == pytest.approx(exp(-value / 2), rel=1e-12)


@pytest.mark.parametrize("value", [0.01, 1.0, 2.99, 3.01, 25.0])
def test_chi_squared_with_one_degree_is_a_normal_squared(value: float) -> None:
    assert tails.chi_squared(value, 1) == pytest.approx(erfc(sqrt(value / 2)), rel=1e-12)


@pytest.mark.parametrize("t", [0.1, 1.0, 12.706204736174694, 1e6])
def test_student_with_one_degree_is_cauchy(t: float) -> None:
    assert tails.student(t, 1) == pytest.approx(2 / pi * atan(1 / t), rel=1e-9)
    assert tails.student(-t, 1) == tails.student(t, 1)


def test_nothing_is_always_exceeded() -> None:
    assert tails.student(0, 5) == tails.chi_squared(0, 5) == 1


def test_many_degrees_of_freedom_are_normal() -> None:
    assert tails.student(1.959963984540054, 10_000_000) == pytest.approx(0.05, abs=1e-7)


def test_as_scipy(published: Callable[[str], Any]) -> None:
    for case in published("special_functions")["t_sf"]:
        found = tails.student(case["t"], case["df"]) / 2
        assert found == pytest.approx(case["p"], rel=1e-9, abs=1e-15)
