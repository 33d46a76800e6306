"""The merge law: how rows are split into chunks and files, and their order, change no result.

Every result that is compared is also held to account: each row is used or explained, and slices add up.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from accounts import holds_account
from contract_tables import (
    CASES,
    Case,
    Record,
    chunks_of,
    essence,
    every_case,
    of_every_metric,
    order_free,
    outcome,
    slicings_of,
    tables_of,
    write,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csmetrics.errors import CsmetricsError
from csmetrics.report import Report

quick = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def test_every_metric_is_held_to_it() -> None:
    assert {case.metric for case in CASES} == of_every_metric()


@every_case
@quick
@given(data=st.data(), size=st.integers(1, 200))
def test_chunks(tmp_path: Path, case: Case, data: st.DataObject, size: int) -> None:
    rows, sliced = data.draw(tables_of(case)), data.draw(slicings_of(case))
    file = write(tmp_path / "r.csv", rows, case.header)
    whole = outcome(case, [file], sliced)
    with chunks_of(size):
        split = outcome(case, [file], sliced)
    holds_account(split, case, len(rows))
    if isinstance(whole, CsmetricsError) or isinstance(split, CsmetricsError):
        assert str(split) == str(whole)
    else:
        assert split == whole


@every_case
@quick
@given(data=st.data(), shuffle=st.randoms())
def test_order_and_files(
    tmp_path: Path, case: Case, data: st.DataObject, shuffle: random.Random
) -> None:
    rows = order_free(case, data.draw(tables_of(case)), shuffle)
    by = data.draw(st.sampled_from([{}, {"by": ("channel",)}]))  # more slices that should add up
    sliced = {**by, **data.draw(slicings_of(case))}
    whole = outcome(case, [write(tmp_path / "r.csv", rows, case.header)], sliced)
    mixed, cut = shuffle.sample(rows, len(rows)), shuffle.randrange(len(rows))
    parts = [part for part in (mixed[:cut], mixed[cut:]) if part]
    files = [
        write(tmp_path / f"{place}.csv", part, case.header) for place, part in enumerate(parts)
    ]
    together = outcome(case, files, sliced)
    holds_account(together, case, len(rows))
    assert essence(together) == essence(whole)


# The proof in the last row: what the first chunks make plausible is an assumption, and it is given up.

MANY = 600  # rows, over some forty chunks, three times as many as are looked at before reading


def in_both_directions(
    tmp_path: Path, case: Case, rows: list[Record], given: dict[str, Any]
) -> tuple[Report, Report]:
    """Measure a file and its reverse, in small chunks."""
    found = []
    for name, ordered in (("there", rows), ("back", rows[::-1])):
        with chunks_of(512):
            report = outcome(case, [write(tmp_path / f"{name}.csv", ordered)], given)
        assert isinstance(report, Report)
        found.append(report)
    assert essence(found[0]) == essence(found[1])
    return found[0], found[1]


def test_a_last_date_that_proves_month_first(tmp_path: Path) -> None:
    rows: list[Record] = [(str(row), "9", "", "web", "02/03/2026", "") for row in range(MANY)]
    rows[-1] = ("last", "0", "", "web", "01/31/2026", "")
    there, _ = in_both_directions(tmp_path, CASES[0], rows, {"every": "month"})
    assert [(row.slice[-1:], row.measure.headline.n) for row in there.rows] == [
        ((), MANY),
        ((("period", "2026-01"),), 1),
        ((("period", "2026-02"),), MANY - 1),
    ]


def test_last_scores_that_widen_the_scale(tmp_path: Path) -> None:
    rows: list[Record] = [(str(row), "5", "", "web", "", "") for row in range(MANY)]
    late = MANY // 40  # fewer than 2 % would be strays, and refused
    rows[-late:] = [(f"last {row}", "10", "", "web", "", "") for row in range(late)]
    there, _ = in_both_directions(tmp_path, Case("csat", ()), rows, {"by": ("channel",)})
    assert there.definition.rule == "satisfied: 8, 9, 10 of 1–10"
    assert dict(there.rows[0].measure.parts) == {"satisfied": late, "not_satisfied": MANY - late}


def test_a_last_number_that_proves_the_decimal_comma(tmp_path: Path) -> None:
    rows: list[Record] = [(str(row), "9", "", "web", "", "1,500") for row in range(MANY)]
    rows[-1] = ("last", "0", "", "web", "", "0,5")
    there, _ = in_both_directions(tmp_path, CASES[0], rows, {"where": ("wait < 2",)})
    assert there.rows[0].measure.headline.n == MANY


@pytest.mark.parametrize(
    ("cell", "last", "column"),
    [
        ("13/01/2026", "01/31/2026", 4),
        ("2026-01-01", "2026-01-02T00:00:00Z", 4),
        ("4/5", "9/10", 1),
    ],
)
def test_a_last_cell_that_contradicts_all_others_is_refused(
    tmp_path: Path, cell: str, last: str, column: int
) -> None:
    rows = [[str(row), "4", "", "web", "2026-01-01", ""] for row in range(MANY)]
    for row in rows:
        row[column] = cell
    rows[-1][column] = last
    refusals = []
    for ordered in (rows, rows[::-1]):
        file = write(tmp_path / "r.csv", ordered)
        with chunks_of(512):
            refusals.append(outcome(Case("csat", ()), [file], {"every": "month"}))
    assert all(isinstance(refusal, CsmetricsError) for refusal in refusals)
    assert essence(refusals[0]) == essence(refusals[1])
