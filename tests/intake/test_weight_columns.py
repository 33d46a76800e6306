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


@pytest.mark.parametrize("cells", [("50%", "25%", "0"), ("0.5", "25", "0"), ("50%", "x", "")])
def test_one_way_throughout(cells: tuple[str, ...]) -> None:
    assert read(*cells)[0].currency() in ("", "%")


def test_percents_and_numbers_are_refused_with_their_rows() -> None:
    column, _ = read("0", "25%", "25%", "0.5")
    with pytest.raises(CsmetricsError) as caught:
        list(column.notes())
    assert caught.value.kind is errors.MIXED_PERCENTS
    assert "percents (row 3) and numbers without a % (row 5)" in caught.value.text
