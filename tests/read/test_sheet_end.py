"""Totals, closing lines and repeated names in a workbook are left out as they are in text."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from csmetrics import compute, errors

HEADER = ("id", "score", "agent")
DATA = [(number, 9 if number % 2 else 3, "Ana") for number in range(8)]


def workbook(path: Path, *rows: tuple[object, ...]) -> str:
    book = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    book.save(path)
    return str(path)


def test_rows_that_are_no_data(tmp_path: Path) -> None:
    ends = [("Total", 48, None), ("Média", 6, None), (), ("Report generated on 2026-02-01",)]
    file = workbook(tmp_path / "a.xlsx", *DATA[:4], HEADER, *DATA[4:], *ends)
    report = compute("nps", file)
    assert (report.rows[0].measure.headline.value, report.rows[0].measure.headline.n) == (0.0, 8)
    found = {each.reason: each.rows for each in report.quality.left_out}
    assert found == {
        errors.TOTALS_ROW: ("11", "12"),
        errors.CLOSING_LINE: ("14",),
        errors.REPEATED_HEADER: ("6",),
    }
    assert report.quality.rows_read == 12


def test_an_agent_called_total_is_an_agent(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", *DATA, (8, 9, "Total"), (9, 9, "Total"))
    assert compute("nps", file).rows[0].measure.headline.n == 10


def test_the_end_is_seen_where_it_is_a_part_of_its_own(tmp_path: Path) -> None:
    many = [(number, 10, "Ana") for number in range(50_000)]
    file = workbook(tmp_path / "a.xlsx", *many, ("Total", 500_000, None))
    report = compute("nps", file)
    assert report.rows[0].measure.headline.n == 50_000
    (left_out,) = report.quality.left_out
    assert (left_out.reason, left_out.rows) == (errors.TOTALS_ROW, ("50002",))


def test_totals_that_may_be_data_are_named(tmp_path: Path) -> None:
    rows = [("Ana", 5, "x"), ("Bo", 4, "x"), ("Cy", 5, "y"), ("Total", 4, None), ("Di", 2, "y")]
    file = workbook(tmp_path / "a.xlsx", *rows, ("Overall", 3, "y"))
    (told,) = [
        each for each in compute("csat", file).diagnostics if each.kind is errors.MAYBE_TOTALS
    ]
    assert told.text == f"{file}: rows 5, 7: a word for totals stands first; read as data"


def test_columns_in_another_order(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", *DATA, ("score", "id", "agent"), (9, 10, "Ana"))
    with pytest.raises(errors.CsmetricsError) as caught:
        compute("nps", file)
    assert "row 10 names" in caught.value.text
