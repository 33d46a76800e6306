"""Groups of rows by label and period."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.slices import keys
from csmetrics.slices.keys import WHOLE, Groups, Key
from csmetrics.slices.periods import NO_PERIOD

CELLS = st.sampled_from(["a", "b", "c d", None])
Cells = tuple[str | None, str | None, int]
ROWS = st.lists(st.tuples(CELLS, CELLS, st.integers(-3, 3)), max_size=30)


def categorical(*cells: str | None) -> keys.Labels:
    return pd.Categorical(list(cells), categories=sorted({cell for cell in cells if cell}))


def by_row(groups: Groups) -> list[Key]:
    return [groups.keys[code] for code in groups.codes]


def test_no_slices_is_the_whole() -> None:
    found = keys.group(3)
    assert found.codes.tolist() == [0, 0, 0]
    assert found.keys == (WHOLE,)
    assert keys.group(0).keys == ()


def test_labels_and_periods() -> None:
    found = keys.group(
        4,
        [categorical("chat", None, "email", "chat"), categorical("BR", "BR", "US", "BR")],
        np.array([5, 5, 7, 5]),
    )
    assert by_row(found) == [
        Key(("chat", "BR"), 5),
        Key((None, "BR"), 5),
        Key(("email", "US"), 7),
        Key(("chat", "BR"), 5),
    ]
    assert len(found.keys) == 3
    assert found.places is None


def test_a_label_that_looks_like_blank_is_a_label() -> None:
    found = keys.group(3, [categorical("None", None, "nan")])
    assert by_row(found) == [Key(("None",)), Key((None,)), Key(("nan",))]


def test_rows_without_a_period() -> None:
    found = keys.group(2, periods=np.array([3, NO_PERIOD]))
    assert by_row(found) == [Key((), 3), Key((), None)]
    assert by_row(keys.group(1, periods=np.array([NO_PERIOD]))) == [WHOLE]


@given(ROWS)
def test_groups_are_those_of_a_loop(rows: list[Cells]) -> None:
    columns = [categorical(*(row[0] for row in rows)), categorical(*(row[1] for row in rows))]
    found = keys.group(len(rows), columns, np.array([row[2] for row in rows], dtype=np.int64))
    assert by_row(found) == [Key((one, other), period) for one, other, period in rows]
    assert len(set(found.keys)) == len(found.keys)
    assert sorted(set(found.codes.tolist())) == list(range(len(found.keys)))


@given(ROWS)
def test_slices_by_one_column_add_up_to_the_whole(
    rows: list[Cells],
) -> None:
    found = keys.group(len(rows), [categorical(*(row[0] for row in rows))])
    assert np.bincount(found.codes, minlength=0).sum() == len(rows)


@given(ROWS, st.integers(0, 30))
def test_parts_with_their_own_categories_give_the_same_keys(rows: list[Cells], cut: int) -> None:
    def counted(some: list[Cells]) -> Counter[Key]:
        return Counter(by_row(keys.group(len(some), [categorical(*(row[0] for row in some))])))

    assert counted(rows[:cut]) + counted(rows[cut:]) == counted(rows)


def test_many_wide_columns_do_not_overflow() -> None:
    size = 2000
    ids = [f"{place:04d}" for place in range(size)]
    column = pd.Categorical(ids)
    shuffled = [column.take(np.random.default_rng(seed).permutation(size)) for seed in range(7)]
    found = keys.group(size, shuffled)
    assert len(found.keys) == size
    assert by_row(found)[7].labels == tuple(str(each[7]) for each in shuffled)


def test_order_of_print() -> None:
    some = [Key((None,), 1), Key(("b",), 1), Key(("a",), 2), Key(("a",), None), Key(("a",), 1)]
    found = sorted(some, key=keys.sort_key)
    assert found == [Key(("a",)), Key(("a",), 1), Key(("a",), 2), Key(("b",), 1), Key((None,), 1)]


@pytest.mark.parametrize(
    ("cells", "sign"),
    [
        (["vip, billing", "vip customer"], ","),
        (["vip billing", "vip"], " "),
        (["a, b; c"], ";"),
        (["a|b;c"], "|"),
        ([], " "),
    ],
)
def test_separator(cells: list[str], sign: str) -> None:
    assert keys.separator(cells) == sign


def test_separators_of_parts_unite() -> None:
    assert keys.stronger(" ", ",") == ","
    assert keys.stronger() == " "


def test_split() -> None:
    found = keys.split(categorical("vip, billing", None, "billing", ", ", "vip,vip , x"), ",")
    assert found.places.tolist() == [0, 0, 1, 2, 3, 4, 4]
    labels = [None if pd.isna(label) else label for label in found.labels]
    assert labels == ["vip", "billing", None, "billing", None, "vip", "x"]
    assert not len(keys.split(categorical(), ",").places)
    assert keys.split(categorical(None), " ").places.tolist() == [0]


def test_groups_of_tags_and_another_column() -> None:
    found = keys.group(
        3,
        [categorical("a b", "b", None), categorical("chat", "email", "chat")],
        np.array([1, 2, 3]),
        [" "],
    )
    assert found.places is not None
    assert found.places.tolist() == [0, 0, 1, 2]
    assert by_row(found) == [
        Key(("a", "chat"), 1),
        Key(("b", "chat"), 1),
        Key(("b", "email"), 2),
        Key((None, "chat"), 3),
    ]


def test_two_columns_of_tags() -> None:
    columns = [categorical("a b", "c"), categorical("x", "y z")]
    found = keys.group(2, columns, separators=[" ", " "])
    assert found.places is not None
    assert found.places.tolist() == [0, 0, 1, 1]
    labels = [key.labels for key in by_row(found)]
    assert labels == [("a", "x"), ("b", "x"), ("c", "y"), ("c", "z")]


@given(st.lists(st.sampled_from(["a", "a b", "b c a", None, "c c"]), max_size=20))
def test_split_is_that_of_a_loop(cells: list[str | None]) -> None:
    found = keys.split(categorical(*cells), " ")
    expected = [
        (place, label)
        for place, cell in enumerate(cells)
        for label in dict.fromkeys((cell or "").split()) or [None]
    ]
    labels = [None if pd.isna(label) else label for label in found.labels]
    assert list(zip(found.places.tolist(), labels, strict=True)) == expected


def test_importing_slices_does_not_load_pandas() -> None:
    code = (
        "import sys, csmetrics.slices.keys, csmetrics.slices.periods, csmetrics.slices.where, "
        "csmetrics.slices.window, csmetrics.goals; sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
