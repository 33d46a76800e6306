"""Parts of a file are put together to larger ones, and nothing else about them changes."""

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pytest

from csmetrics.read import _gather
from csmetrics.read._gather import gathered
from csmetrics.read._raw import RawPart

TEXT, CODED, TIME = pa.string(), pa.dictionary(pa.int32(), pa.string()), pa.timestamp("ms")


def part(
    cells: Sequence[object], first: int, kind: pa.DataType = TEXT, serial_days: int = 0
) -> RawPart:
    return RawPart({0: pa.array(cells, kind)}, np.arange(first, first + len(cells)), serial_days)


def rows(parts: Iterable[RawPart]) -> list[tuple[list[object], list[int]]]:
    return [(each.columns[0].to_pylist(), each.numbers.tolist()) for each in parts]


@pytest.fixture
def _three_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_gather, "ENOUGH_ROWS", 3)


@pytest.mark.usefixtures("_three_rows")
def test_small_parts_become_large_ones_with_their_rows_in_order() -> None:
    parts = [part(["a", "b"], 2), part(["c"], 4), part(["d"], 7)]
    assert rows(gathered(parts)) == [(["a", "b", "c"], [2, 3, 4]), (["d"], [7])]


@pytest.mark.usefixtures("_three_rows")
def test_coded_columns_keep_their_words_although_each_part_numbers_them_anew() -> None:
    parts = [part(["new", "old"], 2, CODED), part(["old"], 4, CODED)]
    (one,) = gathered(parts)
    assert one.columns[0].type == CODED
    assert one.columns[0].to_pylist() == ["new", "old", "old"]
    assert sorted(one.columns[0].dictionary.to_pylist()) == ["new", "old"]


@pytest.mark.parametrize(
    "other", [part(["x"], 3, CODED), part([0], 3, TIME), part(["x"], 3, serial_days=1_462)]
)
def test_parts_of_other_types_or_another_calendar_stay_apart(other: RawPart) -> None:
    assert [len(each.numbers) for each in gathered([part(["a"], 2), other])] == [1, 1]


def test_long_cells_make_a_part_of_few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_gather, "ENOUGH_BYTES", 10)
    parts = [part(["a long comment"], 2), part(["b"], 3)]
    assert [len(each.numbers) for each in gathered(parts)] == [1, 1]


def test_no_part_gives_none() -> None:
    assert list(gathered([])) == []
