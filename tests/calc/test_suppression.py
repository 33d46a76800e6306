"""Hidden cells: by hand, and that no linear algebra brings one back."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from csmetrics.calc.suppression import Ints, bordered, hidden, hidden_in_all

shapes = st.lists(st.integers(1, 5), min_size=1, max_size=3).filter(lambda each: np.prod(each) < 50)
tables = shapes.flatmap(lambda shape: arrays(np.int64, tuple(shape), elements=st.integers(0, 12)))
alike = shapes.flatmap(lambda shape: arrays(np.int64, (2, *shape), elements=st.integers(0, 12)))
leasts = st.integers(2, 8)


def cells(*rows: object) -> str:
    """A table of one or two columns without its sums: . is hidden."""
    counts, least = np.array(rows[:-1]), int(str(rows[-1]))
    inner = tuple(slice(None, -1) for _ in counts.shape)
    mask = hidden(counts, least)[inner]
    shown = np.where(mask, ".", counts.astype(str))
    return " / ".join(" ".join(row) for row in np.atleast_2d(shown).tolist())


# --- by hand -----------------------------------------------------------------------------------


def test_nothing_is_small() -> None:
    assert cells(9, 5, 0, 7, 5) == "9 5 0 7"  # nobody is in the third, and that is no secret


def test_one_is_small_and_the_smallest_other_keeps_it() -> None:
    assert cells(9, 3, 7, 5) == "9 . ."


def test_several_that_are_too_few_together_need_another() -> None:
    assert cells(50, 1, 2, 5) == ". . ."
    assert cells(50, 1, 4, 5) == "50 . ."
    assert cells(50, 8, 1, 2, 5) == "50 . . ."


def test_a_whole_that_is_small_shows_nothing() -> None:
    assert hidden(np.array([1, 2]), 5).all()
    assert hidden(np.array(4), 5).all()
    assert not hidden(np.array(5), 5).any()


def test_of_two_columns_four_corners_are_hidden() -> None:
    assert cells([9, 8, 7], [9, 2, 9], [6, 9, 9], 5) == "9 . . / 9 . . / 6 9 9"


def test_a_small_sum_is_hidden_with_another_and_the_cells_under_both() -> None:
    found = hidden(np.array([[20, 20], [1, 2], [30, 4]]), 5)
    assert found[:, -1].tolist() == [False, True, True, False]  # 3 and, beside it, 34
    assert not found[-1].any()


# --- what always holds -------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(tables, leasts)
def test_no_hidden_cell_can_be_solved(counts: Ints, least: int) -> None:
    mask = hidden(counts, least)
    if 0 < counts.sum() < least:
        return  # all is hidden, the whole as well
    free = _null_space(_equations(mask.shape)[:, mask.ravel()])
    assert (np.abs(free).sum(axis=1) > 1e-9).all()


@settings(max_examples=150, deadline=None)
@given(tables, leasts)
def test_whoever_is_few_is_hidden_also_where_several_are_taken_together(
    counts: Ints, least: int
) -> None:
    sums, mask = bordered(counts), hidden(counts, least)
    assert mask[(sums > 0) & (sums < least)].all()
    for axis in range(sums.ndim):
        parts, shown = (np.moveaxis(each, axis, -1) for each in (sums, ~mask))
        missing = np.where(shown[..., :-1], 0, parts[..., :-1]).sum(axis=-1)
        assert not ((missing > 0) & (missing < least) & shown[..., -1]).any()


@settings(max_examples=150, deadline=None)
@given(tables, leasts)
def test_a_table_of_fewer_columns_hides_the_same(counts: Ints, least: int) -> None:
    mask = hidden(counts, least)
    for axis in range(counts.ndim):
        assert (hidden(counts.sum(axis=axis), least) == np.take(mask, -1, axis=axis)).all()


def test_the_same_hides_more_than_it_must_of_no_table_that_is_large() -> None:
    counts = np.random.default_rng(7).poisson(40, size=(30, 12))
    counts[3, 5] = 2
    assert int(hidden(counts, 5).sum()) == 4


@settings(max_examples=150, deadline=None)
@given(alike, leasts)
def test_two_tables_hide_the_same_cells_and_none_can_be_solved(counts: Ints, least: int) -> None:
    large = [each for each in counts if each.sum() >= least]
    if not large:
        return  # both are hidden whole
    mask = hidden_in_all(counts, least)
    free = _null_space(_equations(mask.shape)[:, mask.ravel()])
    assert (np.abs(free).sum(axis=1) > 1e-9).all()
    for each in large:
        sums = bordered(each)
        assert mask[(sums > 0) & (sums < least)].all()
        for axis in range(sums.ndim):
            parts, shown = (np.moveaxis(each, axis, -1) for each in (sums, ~mask))
            missing = np.where(shown[..., :-1], 0, parts[..., :-1]).sum(axis=-1)
            assert not ((missing > 0) & (missing < least) & shown[..., -1]).any()


@settings(max_examples=150, deadline=None)
@given(tables, leasts)
def test_of_periods_one_that_is_hidden_is_large_by_itself(counts: Ints, least: int) -> None:
    """The same people may be in all of them."""
    mask = hidden_in_all(counts[np.newaxis], least, again=1)
    if mask.flat[-1]:
        assert (counts < least).all() or counts.sum() < least
        return
    free = _null_space(_equations(mask.shape)[:, mask.ravel()])
    assert (np.abs(free).sum(axis=1) > 1e-9).all()
    sums, inner = bordered(counts, again=1), (..., slice(None, -1))
    assert mask[(sums > 0) & (sums < least)].all()
    largest = np.where(mask, sums, 0)[inner].max(axis=-1)
    shown = np.where(mask, 0, sums)[inner].max(axis=-1)
    assert not ((largest > 0) & (largest < least) & (shown > 0) & ~mask[..., -1]).any()


def test_months_of_the_same_people_are_as_many_as_the_largest() -> None:
    counts = np.array([[2, 2, 2, 9, 30]])
    assert hidden_in_all(counts, 5).tolist() == [True, True, True, False, False, False]
    again = hidden_in_all(counts, 5, again=1)
    assert again.tolist() == [True, True, True, True, False, False]


def test_a_small_cell_takes_the_same_other_in_both_tables() -> None:
    # alone, the first would hide the third of its cells, and the second one its second
    mask = hidden_in_all(np.array([[3, 10, 9, 35], [3, 10, 30, 40]]), 5)
    assert mask.tolist() == [True, True, False, False, False]


def _equations(shape: tuple[int, ...]) -> np.ndarray:
    """Every sum over every axis, as what its parts and itself come to: 0."""
    places = np.arange(int(np.prod(shape))).reshape(shape)
    found = []
    for axis in range(len(shape)):
        for line in np.moveaxis(places, axis, -1).reshape(-1, shape[axis]):
            equation = np.zeros(places.size)
            equation[line[:-1]], equation[line[-1]] = 1, -1
            found.append(equation)
    return np.array(found)


def _null_space(matrix: np.ndarray) -> np.ndarray:
    """The ways in which unknowns can change without changing what is shown: one row for each unknown."""
    if not matrix.shape[1]:
        return np.zeros((0, 0))
    _, scales, ways = np.linalg.svd(matrix)
    return ways[int((scales > 1e-9).sum()) :].T
