"""Flags of tickets of which one answer alone is written: what a blank cell means, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from csmetrics import errors
from csmetrics.api import compute
from csmetrics.errors import CsmetricsError
from csmetrics.report import Report

Written = Callable[..., str]
BASE = "Created at,Resolved at,Status"
ROW = "2026-03-02 09:00,2026-03-03 09:00,solved"
OPEN = "2026-03-02 09:00,,open"
KINDS = (errors.BLANK_COUNTS, errors.ONE_ANSWER_ALONE)


def file(written: Written, header: str, cells: Sequence[str], more: Sequence[str] = ()) -> str:
    """A finished ticket for each cell, and further rows."""
    return written(f"{BASE},{header}", *(f"{ROW},{cell}" for cell in cells), *more)


def found(report: Report) -> tuple[float | None, int, list[str]]:
    """The result, of how many, and the codes of what is said of blank cells."""
    headline = report.rows[0].measure.headline
    said = [each.kind.code for each in report.diagnostics if each.kind in KINDS]
    return headline.value, headline.n, said


@pytest.mark.parametrize(
    ("metric", "header", "mark", "values"),
    [
        ("sla", "SLA breached", "Yes", (75.0, 0.0)),
        ("sla", "SLA met", "x", (25.0, 100.0)),
        ("reopens", "Reopened", "Yes", (25.0, 100.0)),
        ("reopens", "Reopens", "2", (25.0, 100.0)),
        ("fcr", "FCR", "Yes", (25.0, 100.0)),
        ("fcr", "Reopens", "2", (75.0, 0.0)),
    ],
)
def test_where_only_yes_occurs_a_blank_cell_is_no(
    written: Written, metric: str, header: str, mark: str, values: tuple[float, float]
) -> None:
    path = file(written, header, [mark, "", "", ""])
    assert found(compute(metric, path)) == (values[0], 4, ["W153"])
    assert found(compute(metric, path, blanks="unknown")) == (values[1], 1, [])


def test_what_is_said_of_them(written: Written) -> None:
    report = compute("sla", file(written, "SLA breached", ["Yes", "", ""]))
    (note,) = (each for each in report.diagnostics if each.kind in KINDS)
    assert note.text == (
        "SLA breached is marked in some rows, and blank in 2: blank ones of finished tickets count as the other "
        "answer (--blanks met)"
    )
    assert "blank cells of finished tickets count, by --blanks met" in report.definition.rule
    assert note.hint == "to leave them out: --blanks unknown"


@pytest.mark.parametrize(
    ("header", "cells", "said"),
    [
        ("SLA breached", ["No", "", ""], ["W154"]),  # no is written: a blank one is not known
        ("SLA status", ["Within SLA", "", ""], ["W154"]),  # or nothing was promised
        ("SLA status", ["Within SLA", "Within SLA", ""], []),
        ("SLA status", ["Within SLA", "Violated", "", "", ""], []),
    ],
)
def test_words_and_no_leave_open_what_a_blank_cell_is(
    written: Written, header: str, cells: list[str], said: list[str]
) -> None:
    report = compute("sla", file(written, header, cells))
    assert found(report)[1:] == (len([each for each in cells if each]), said)
    hints = [each.hint for each in report.diagnostics if each.kind in KINDS]
    cure = "if a blank one has a meaning, say which: --blanks met / --blanks breached"
    assert hints == [cure] * len(said)


def test_a_blank_flag_of_an_open_ticket_decides_nothing(written: Written) -> None:
    report = compute("sla", file(written, "SLA breached", ["Yes", ""], [f"{OPEN},", f"{OPEN},Yes"]))
    assert found(report) == (pytest.approx(100 / 3), 3, ["W153"])
    assert [(each.reason.name, each.count) for each in report.quality.left_out] == [
        ("still-running", 1)
    ]


def test_a_word_for_missing_is_no_blank_cell(written: Written) -> None:
    report = compute("sla", file(written, "SLA breached", ["Yes", "", "N/A"]))
    assert found(report)[:2] == (50.0, 2)


def test_a_meaning_may_be_given(written: Written) -> None:
    path = file(written, "SLA status", ["Within SLA", "Violated", "", ""])
    assert found(compute("sla", path, blanks="met")) == (75.0, 4, [])
    assert found(compute("sla", path, blanks="breached")) == (25.0, 4, [])
    with pytest.raises(CsmetricsError, match="--blanks"):
        compute("sla", path, blanks="met", target="4h")


def test_of_several_columns_all_have_to_be_marked(written: Written) -> None:
    """Under --compare-rules blank flags among both answers stay unknown, and so do those of the other column."""
    path = file(written, "FCR,Reopens", ["Yes,2", "No,", ",", ",1"])
    report = compute("fcr", path, compare_rules=True)
    assert found(report) == (50.0, 2, ["W154"])
    alone = compute("fcr", path, rule="no-reopen")
    assert found(alone) == (50.0, 4, ["W153"])


def test_who_is_overdue_without_a_flag_is_named(written: Written) -> None:
    path = written(
        "Created at,Resolved at,Status,Resolution SLA,Due at",
        "2026-03-02 09:00,2026-03-02 12:00,solved,met,2026-03-02 13:00",
        "2026-03-02 10:00,,open,,2026-03-02 14:00",  # overdue, and no flag says so
        "2026-03-02 10:00,,open,met,2026-03-02 14:30",  # the same, by a flag that is not of now
        "2026-03-02 10:00,,open,breached,2026-03-02 14:00",
        "2026-03-03 10:00,,open,,2026-03-09 14:00",
    )
    report = compute("sla", path, of="resolution")
    assert found(report)[:2] == (50.0, 2)
    (note,) = (each for each in report.diagnostics if each.kind is errors.OVERDUE_ASIDE)
    assert note.text == (
        "2 unfinished tickets are overdue by the due times, and left out, as no flag says so"
    )
    assert note.hint == "to count them as breached: --basis due"
    due = compute("sla", path, of="resolution", basis="due")
    assert found(due)[:2] == (25.0, 4)
    finished = compute("sla", path, of="resolution", finished_only=True)
    assert errors.OVERDUE_ASIDE not in [each.kind for each in finished.diagnostics]
