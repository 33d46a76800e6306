from __future__ import annotations

from dataclasses import replace

from csmetrics import errors
from csmetrics.render._account import account_line, account_lines
from csmetrics.render._messages import error_lines, lines
from csmetrics.report import Diagnostic, Quality

from . import reports


def test_a_warning() -> None:
    assert lines(reports.OUTSIDE) == [
        "warning: 9 values of score left out: outside 0–10 (first: rows 42, 97, 203)"
    ]
    assert lines(reports.OUTSIDE, ascii=True)[0].isascii()


def test_all_rows_named() -> None:
    one = replace(reports.OUTSIDE, count=1, rows=("a.csv:42",))
    assert lines(one)[0].endswith("(row a.csv:42)")


def test_a_hint() -> None:
    assert lines(Diagnostic(errors.ASSUMED_ORDER, (("column", "date"),))) == [
        "warning: date: the dates are ambiguous (no day above 12); read day first",
        "hint: if the month comes first: --dates mdy",
    ]


def test_an_error_keeps_its_lines_and_no_others() -> None:
    error = errors.CsmetricsError(
        errors.NO_COLUMN,
        what="score",
        role="score",
        told="",
        file="a\nerror: b\x1b.csv",
        columns="id",
        row=1,
    )
    assert error_lines(error) == [
        r"error: no column holds the score in a\nerror: b\x1b.csv",
        "  it has: id; header in row 1",
        r"hint: --column score=NAME     "
        r"(csmetrics inspect a\nerror: b\x1b.csv shows how each column was read)",
    ]


def test_account() -> None:
    assert account_line(reports.WHOLE) == (
        "1,302 rows read · 1,289 used · 13 left out (9 outside 0–10, 4 blank)"
    )
    assert account_line(reports.WHOLE, ascii=True) == (
        "1,302 rows read | 1,289 used | 13 left out (9 outside 0-10, 4 blank)"
    )
    one = replace(reports.WHOLE, quality=Quality(1, 1, ()))
    assert account_line(one) == "1 row read · 1 used"
    assert account_lines(reports.QUESTIONS)[1:] == [
        "  business: 412 rows read · 400 used · 12 left out (12 blank)",
        "  human: 412 rows read · 320 used · 92 left out (92 blank)",
    ]
