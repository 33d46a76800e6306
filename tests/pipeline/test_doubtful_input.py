"""Input that other tools take in silence for something it is not: a copy, a word, a sign between thousands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from csmetrics import errors
from csmetrics.api import compute
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.report import Report

Written = Callable[..., str]


def nps(files: str | list[str], **options: Any) -> Report:
    return compute("nps", files, **options)


def refused(files: str | list[str], metric: str = "nps", **options: Any) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        compute(metric, files, **options)
    return caught.value


def said(report: Report) -> set[Kind]:
    return {note.kind for note in report.diagnostics}


def account(report: Report) -> dict[str, int]:
    return {entry.text: entry.count for entry in report.quality.left_out}


def n(report: Report) -> int:
    return report.rows[0].measure.headline.n


def test_a_copy_of_a_file_does_not_count_twice(written: Written) -> None:
    one, copy = written("score", "9"), written("score", "9", name="r (1).csv")
    assert "hold the same bytes" in refused([one, copy]).text
    other = written("score", "8", name="other.csv")  # of one size, but not the same
    assert n(nps([one, other])) == 2


def test_a_percentage_is_no_answer(written: Written) -> None:
    assert account(nps(written("score", "9", "10", "8%"))) == {"not a score": 1}


def test_a_cell_that_is_no_number_is_not_merely_unselected(written: Written) -> None:
    file = written("score,age", "9,20", "9,45 years", "9,50", "9,", "9,thirty")
    report = nps(file, where="age > 30")
    assert account(report) == {"not a number": 2, "not selected by --where": 2}
    assert n(report) == 1


def test_a_date_is_compared_as_a_date_by_every_test(written: Written) -> None:
    file = written("score,seen", "9,2026-01-02", "9,2026-01-31", "9,2026-02-01")
    assert n(nps(file, where="seen = 2026-01")) == 2
    assert n(nps(file, where="seen != 2026-01")) == 1
    assert n(nps(file, where="seen >= 2026-02")) == 1


def test_a_sign_between_thousands_is_refused(written: Written) -> None:
    file = written("score,amount", "9,500", "9,2000")
    assert n(nps(file, where="amount > 1000")) == 1
    assert refused(file, where="amount > 1,000").kind is errors.BAD_VALUE


def test_a_decimal_sign_that_nothing_proves_is_said(written: Written) -> None:
    file = written("score;amount", "9;1.234", "9;2.500")
    assert errors.ASSUMED_DECIMAL in said(nps(file, where="amount > 2"))
    report = nps(file, where="amount > 2000", decimal="comma")
    assert (n(report), errors.ASSUMED_DECIMAL in said(report)) == (1, False)


def test_a_cell_of_several_labels_has_no_equal(written: Written) -> None:
    file = written("score,tags", '9,"vip, new"', "9,vip", "9,new")
    assert n(nps(file, where="tags ~ vip")) == 2
    error = refused(file, where="tags = vip")
    assert (error.kind, error.hint) == (errors.USAGE, "tags ~ vip")


def test_blank_is_written_as_it_is_shown(written: Written) -> None:
    file = written("score,region", "9,", "9,NA")
    assert n(nps(file, where="region = (blank)")) == n(nps(file, where='region = ""')) == 1


def test_nobody_answered_is_not_blank(written: Written) -> None:
    error = refused(written("Id,Satisfaction", "1,Offered", "2,Unoffered"), "csat")
    assert error.kind is errors.NOBODY_ANSWERED
    assert "2 were asked" in error.text


def test_a_goal_names_its_question(written: Written) -> None:
    file = written("a,b", "5,1", "5,1", "4,5")
    report = compute("csat", file, score=["a", "b"], scale="1-5", goal=">= 50")
    assert [(each.question, each.met) for each in report.verdicts] == [("a", True), ("b", False)]


def test_more_slices_than_anybody_reads_are_refused(written: Written) -> None:
    rows = [f"9,c{i},{2000 + i % 26}-01-15" for i in range(500)]
    error = refused(written("score,customer,date", *rows), by="customer", every="month")
    assert "too many slices" in error.text
