"""Rows leave a table once, for the first reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from csmetrics import errors
from csmetrics.intake.ledger import Ledger
from csmetrics.intake.table import Faults, Table


@pytest.fixture
def table() -> Table:
    """Five rows, the second without a score, the third with none that can be read."""
    faults = Faults(np.array([0, 1, 2, 0, 0], np.int8), (errors.BLANK, errors.NOT_A_SCORE))
    frame = pd.DataFrame({"score": [9.0, np.nan, np.nan, 11.0, 10.0]})
    return Table(frame, {"score": faults}, {"score": "Nota"}, np.array([2, 3, 5, 6, 9]), file=1)


def test_all_are_in_at_first(table: Table) -> None:
    assert table.rows().tolist() == [0, 1, 2, 3, 4]
    assert table.ledger() == Ledger()


def test_faults_leave_by_their_reason(table: Table) -> None:
    table.leave_out_faults("score")
    assert table.rows().tolist() == [0, 3, 4]
    assert table.ledger().counts == {
        (errors.BLANK, (), "Nota"): 1,
        (errors.NOT_A_SCORE, (), "Nota"): 1,
    }
    assert table.ledger().rows[errors.NOT_A_SCORE, (), "Nota"] == [(1, 5)]


def test_the_first_reason_counts(table: Table) -> None:
    everything = np.ones(5, dtype=bool)
    table.leave_out(np.array([False, True, False, True, False]), errors.NOT_SELECTED, "channel")
    table.leave_out(everything, errors.OUTSIDE_SCALE, "score", low=0, high=10)
    table.leave_out(everything, errors.NOT_WHOLE, "score")
    assert table.rows().tolist() == []
    assert table.ledger().counts == {
        (errors.NOT_SELECTED, (), "channel"): 2,
        (errors.OUTSIDE_SCALE, (("low", 0), ("high", 10)), "Nota"): 3,
    }


def test_every_row_is_in_or_accounted_for(table: Table) -> None:
    table.leave_out_faults("score")
    table.leave_out(table.numeric("score") > 10, errors.OUTSIDE_SCALE, "score", low=0, high=10)
    assert len(table.rows()) + table.ledger().left_out == 5
