"""Evidence adds: however a column is cut into parts, it says the same of itself."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics.intake.evidence import Evidence
from csmetrics.intake.scores import ScoreColumn

CELLS = st.sampled_from(
    ["9", "10", "0", "8,5", "9/10", "★★☆", "good", "Satisfied", "5 - Top", "5 - Best", "", "n/a", "?", "what"]
)  # fmt: skip


def evidence(cells: list[str]) -> Evidence:
    column = ScoreColumn("score")
    column.typed(pa.array(cells, pa.string()).dictionary_encode())
    return column.evidence


PARTS = st.lists(CELLS, max_size=8)


@settings(max_examples=100, deadline=None)
@given(PARTS, PARTS, PARTS)
def test_a_monoid(a: list[str], b: list[str], c: list[str]) -> None:
    first, second, third = evidence(a), evidence(b), evidence(c)
    assert first + Evidence("score") == first == Evidence("score") + first
    assert (first + second) + third == first + (second + third)
    assert first + second + third == evidence([*a, *b, *c])


@settings(max_examples=100, deadline=None)
@given(PARTS, PARTS)
def test_the_order_of_parts_matters_only_for_which_label_is_shown(
    a: list[str], b: list[str]
) -> None:
    one, other = evidence(a) + evidence(b), evidence(b) + evidence(a)
    assert one.labels.keys() == other.labels.keys()
    other.labels = one.labels
    assert one == other


def test_parts_added_one_by_one_are_the_column() -> None:
    column = ScoreColumn("score")
    for part in (["9", "x"], [], ["9", ""]):
        column.typed(pa.array(part, pa.string()).dictionary_encode())
    assert column.evidence == evidence(["9", "x", "9", ""])


def test_low_and_high() -> None:
    seen = evidence(["3", "9,5", "", "10"])
    assert (seen.answers, seen.low, seen.high) == (3, 3, 10)
