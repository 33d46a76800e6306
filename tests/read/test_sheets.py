"""The sheet that holds the table is taken and named; where that is in doubt, the user is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from reading import Seen, read

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind

KNOWN = ("score", "created at")
Sheets = Callable[..., Path]
TABLE = [["id", "score"], [1, 9], [2, 3]]
TEXT = [["How to read this file"], ["One row is one answer"]]


@pytest.fixture
def book(tmp_path: Path) -> Sheets:
    def make(hidden: Sequence[str] = (), **sheets: Sequence[Sequence[Any]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
            sheet.sheet_state = "hidden" if name in hidden else "visible"
        book.save(tmp_path / "f.xlsx")
        return tmp_path / "f.xlsx"

    return make


def sheet(seen: Seen) -> str:
    return str(dict(seen.table.dialect)["sheet"])


def refused(file: Path, kind: Kind, expected: tuple[str, ...] = KNOWN, **options: Any) -> str:
    with pytest.raises(CsmetricsError) as caught:
        read(file, expected, **options)
    assert caught.value.kind is kind
    return f"{caught.value.text}\n{caught.value.hint}"


def test_the_only_sheet_needs_no_word(book: Sheets) -> None:
    seen = read(book(Any=TABLE, Empty=[]))
    assert (sheet(seen), seen.notes) == ("Any", [])


def test_the_sheet_with_the_columns_is_taken_and_named(book: Sheets) -> None:
    seen = read(book(Instructions=TEXT, Responses=TABLE), KNOWN)
    assert sheet(seen) == "Responses"
    assert [note.text for note in seen.findings.notes] == [
        f"{seen.table.name}: the sheet Responses was read, for it holds the columns; "
        "not read: Instructions"
    ]


def test_a_hidden_sheet_does_not_compete_but_is_named(book: Sheets) -> None:
    seen = read(book(["Old"], New=TABLE, Old=TABLE), KNOWN)
    assert (sheet(seen), seen.notes) == ("New", ["N062"])
    assert read(book(["Old"], New=TABLE, Old=TABLE), KNOWN, sheet="old").notes == []


def test_a_column_that_was_named_decides_among_sheets_that_fit(book: Sheets) -> None:
    file = book(A=[["score"], [1]], B=[["score", "Nota do time"], [1, 2]])
    assert "A, B" in refused(file, errors.MANY_SHEETS)
    assert sheet(read(file, KNOWN, column=("team=nota do TIME",))) == "B"
    assert sheet(read(file, KNOWN, column=("handle_time=Nota do time:minutes",))) == "B"


def test_several_that_fit_are_listed_without_the_others(book: Sheets) -> None:
    said = refused(book(Info=TEXT, Jan=TABLE, Fev=TABLE), errors.MANY_SHEETS)
    assert "Jan, Fev" in said
    assert "Info" not in said
    assert "--sheet Jan" in said


def test_where_none_fits_all_are_listed(book: Sheets) -> None:
    said = refused(book(X=TABLE, Y=TABLE), errors.MANY_SHEETS, ("other",))
    assert "X, Y" in said


def test_a_sheet_may_be_named_by_its_number_as_the_tabs_are_counted(book: Sheets) -> None:
    file = book(["B"], A=TEXT, B=TABLE, C=TABLE)
    assert sheet(read(file, sheet="1")) == "A"
    assert sheet(read(file, sheet="2")) == "C"
    refused(file, errors.NO_SHEET, sheet="3")
    assert sheet(read(book(**{"A": TEXT, "1": TABLE}), sheet="1")) == "1"


def test_a_chart_is_no_table(book: Sheets) -> None:
    file = book(A=TABLE)
    workbook = openpyxl.load_workbook(file)
    workbook.create_chartsheet("Chart", 0)
    workbook.save(file)
    assert sheet(read(file)) == "A"
    assert sheet(read(file, sheet="2")) == "A"
    refused(file, errors.NO_SHEET, sheet="1")


def test_a_misspelt_sheet_is_suggested(book: Sheets) -> None:
    assert "did you mean Responses?" in refused(
        book(Responses=TABLE), errors.NO_SHEET, sheet="Response"
    )


def test_a_sheet_that_was_named_and_is_empty(book: Sheets) -> None:
    refused(book(A=TABLE, B=[]), errors.WRONG_CONTENT, sheet="B")


def test_codes_questions_and_import_ids_are_one_header(book: Sheets) -> None:
    ids = ['{"ImportId":"startDate","timeZone":"America/Denver"}', '{"ImportId":"QID1"}']
    rows = [["StartDate", "Q1"], ["Start Date", "How likely?"], ids, ["2026-01-02 10:00:00", 9]]
    table = read(book(A=rows)).table
    assert (table.header, table.header_row) == (("StartDate", "Q1"), 3)
    assert table.aliases == ("Start Date", "How likely?")
    assert table.zones == {0: "America/Denver"}


def test_hidden_columns_are_said_where_they_are_read(book: Sheets) -> None:
    file = book(A=[["a", "b", "c", "d"], [1, 2, 3, 4]])
    workbook = openpyxl.load_workbook(file)
    workbook.active.column_dimensions.group("B", "C", hidden=True)
    workbook.save(file)
    seen = read(file)
    assert [(note.kind, note.column) for note in seen.findings.notes] == [
        (errors.HIDDEN_COLUMN, "b"),
        (errors.HIDDEN_COLUMN, "c"),
    ]
