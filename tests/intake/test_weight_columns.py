"""Weights as statistics software writes them, and percents that are percents throughout."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.weights import WeightColumn


def read(*cells: str, decimal: str = "point") -> tuple[WeightColumn, list[float | None]]:
    """The parser, and the numbers of some rows from the second on."""
    column = WeightColumn("peso", decimal)
    values, _ = column.seen(pa.array(cells).dictionary_encode(), np.arange(2, 2 + len(cells)))
    return column, [None if np.isnan(each) else each for each in values]


@pytest.mark.parametrize(
    ("cell", "point", "comma"),
    [
        ("1e+05", 100_000, 100_000),
        ("1E-2", 0.01, 0.01),
        ("-2e0", -2, -2),
        ("1.234e3", 1234, None),
        ("1,234e3", None, 1234),
        ("1e400", None, None),
        ("e5", None, None),
        ("1e", None, None),
        ("1.e5", None, None),
        ("1e5%", None, None),
        ("1 000e2", None, None),
    ],
)
def test_scientific_notation(cell: str, point: float | None, comma: float | None) -> None:
    assert read(cell)[1] == [point]
    assert read(cell, decimal="comma")[1] == [comma]


def test_its_decimal_sign_proves_that_of_the_column() -> None:
    assert read("1,5e3", "1.234")[0].settled() == "comma"
    assert read("1.5e3", "1,234")[0].settled() == "point"


@pytest.mark.parametrize("cells", [("50%", "25%", "0"), ("0.5", "25", "0"), ("50%", "x", "")])
def test_one_way_throughout(cells: tuple[str, ...]) -> None:
    assert read(*cells)[0].currency() in ("", "%")


def test_percents_and_numbers_are_refused_with_their_rows() -> None:
    column, _ = read("0", "25%", "25%", "0.5")
    with pytest.raises(CsmetricsError) as caught:
        list(column.notes())
    assert caught.value.kind is errors.MIXED_PERCENTS
    assert "percents (row 3) and numbers without a % (row 5)" in caught.value.text
