"""Rows without a label, and nothing to measure; that every row is accounted for is held in test_merge_law.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from contract_tables import CASES, Case, every_case, outcome, write

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.report import Report


def test_a_blank_label_is_a_slice_of_its_own_and_na_is_a_label(tmp_path: Path) -> None:
    cells = ("web", "", " ", "NA", "null")
    rows = [(str(row), "5", "", label, "", "") for row, label in enumerate(cells)]
    report = outcome(CASES[0], [write(tmp_path / "r.csv", rows)], {"by": ("channel",)})
    assert isinstance(report, Report)
    assert [row.slice[0][1] for row in report.rows[1:]] == ["NA", "null", "web", None]


# Nothing to measure, for every metric: exit 4, each in its own words.


@every_case
@pytest.mark.parametrize(
    ("content", "kind"),
    [("", errors.EMPTY), ("{header}\n", errors.NO_ROWS), ("{header}\n\n,,\n\n", errors.NO_ROWS)],
)
def test_no_row(tmp_path: Path, case: Case, content: str, kind: errors.Kind) -> None:
    file = tmp_path / "r.csv"
    file.write_text(content.format(header=",".join(case.header)), encoding="utf-8")
    refusal = outcome(case, [str(file)], {})
    assert isinstance(refusal, CsmetricsError)
    assert (refusal.kind, refusal.exit) == (kind, Exit.NOTHING)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.table == "responses"], ids=lambda case: case.metric
)
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("id,score,other,wait\n1,,,1\n2, ,,1\n3,NA,n/a,1\n", errors.ALL_BLANK),
        ("id,score,other,wait\n1,99,99,1\n2,8.5,-1,1\n", errors.NONE_USED),
    ],
)
def test_no_answer(tmp_path: Path, case: Case, content: str, kind: errors.Kind) -> None:
    file = tmp_path / "r.csv"
    file.write_text(content, encoding="utf-8")
    refusal = outcome(case, [str(file)], {})
    assert isinstance(refusal, CsmetricsError)
    assert (refusal.kind, refusal.exit) == (kind, Exit.NOTHING)
