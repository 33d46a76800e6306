"""Workbooks arrive as the text a CSV of the same sheet would hold, at the places of the sheet."""

from __future__ import annotations

import contextlib
import hashlib
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics import errors, load
from csmetrics.errors import MERGED_CELLS, CsmetricsError
from csmetrics.read import xlsx
from csmetrics.read._cells import cell_text, number_text
from csmetrics.read._headings import Heading
from csmetrics.read._raw import Findings
from csmetrics.read._sheets import Asked
from csmetrics.read.xlsx import XlsxTable

Build = Callable[..., Path]
moment = datetime.fromisoformat


def first_row(rows: Sequence[Sequence[str]]) -> Heading:
    """Stand in for the search of the header: the first row as wide as the widest."""
    filled = [sum(1 for cell in row if cell) for row in rows]
    place = filled.index(max(filled))
    return Heading(place, place, tuple(rows[place]), (), {})


@pytest.fixture
def build(tmp_path: Path) -> Build:
    def make(*rows: Sequence[Any], change: Callable[[Any], None] = lambda _: None) -> Path:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        change(book.active)
        file = tmp_path / "f.xlsx"
        book.save(file)
        return file

    return make


def opened(file: Path, sheet: str | None = None) -> XlsxTable:
    return XlsxTable.open(file, file.name, Asked(sheet), first_row)


def read(table: XlsxTable, *, coded: bool = False) -> tuple[list[tuple[str, ...]], list[int]]:
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for part in table.parts(dict.fromkeys(range(len(table.header)), coded), Findings()):
        columns = [part.columns[at].to_pylist() for at in range(len(table.header))]
        rows += zip(*columns, strict=True)
        numbers += part.numbers.tolist()
    return rows, numbers


def column(file: Path) -> list[str]:
    return [row[-1] for row in read(opened(file))[0]]


def test_numbers_texts_and_booleans(build: Build) -> None:
    cells = [10, 7.0, 7.5, 0.1, -3, 1e-7, 1234567890123456, True, False, "007", " x "]
    texts = column(build(["h"], *([cell] for cell in cells)))
    assert "|".join(texts) == "10|7|7.5|0.1|-3|0.0000001|1234567890123456|TRUE|FALSE|007| x "


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_as_text(number: float) -> None:
    assert float(number_text(number)) == number


@given(st.floats(min_value=1e-6, max_value=1e15))
def test_a_normal_number_has_no_exponent(number: float) -> None:
    assert "e" not in number_text(number)


def test_days_stay_days_and_moments_are_written_alike(build: Build) -> None:
    days = build(["h"], [date(2024, 2, 29)], [date(2024, 3, 1)])
    assert column(days) == ["2024-02-29", "2024-03-01"]
    moments = build(["h"], [moment("2024-02-29")], [moment("2024-03-01T09:30:01")], ["n/a"])
    assert column(moments) == ["2024-02-29 00:00:00", "2024-03-01 09:30:01", "n/a"]


def test_the_form_of_a_column_is_that_of_the_whole_sheet(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "PART_ROWS", 2)
    file = build(
        ["h"],
        *([moment(f"2024-01-0{day}")] for day in range(1, 8)),
        [moment("2024-01-08T12:00:00")],
    )
    assert column(file)[0] == "2024-01-01 00:00:00"
    assert opened(file).sample[0] == ("2024-01-01 00:00:00",)


def test_the_1904_epoch(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append(["h"])
    book.active.append([moment("2021-01-01T06:00:00")])
    book.save(tmp_path / "f.xlsx")
    assert column(tmp_path / "f.xlsx") == ["2021-01-01 06:00:00"]


def test_numbers_that_are_dates_count_from_1904_too(tmp_path: Path) -> None:
    """44196 is 2020-12-31 in one calendar and 2025-01-01 in the other."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["id", "created at", "resolved at"], [1, 44196.25, 44196.5]):
        book.active.append(row)
    for epoch, month in (
        (openpyxl.utils.datetime.CALENDAR_MAC_1904, "2025-01"),
        (openpyxl.utils.datetime.CALENDAR_WINDOWS_1900, "2020-12"),
    ):
        book.epoch = epoch
        book.save(tmp_path / "f.xlsx")
        frame = load(str(tmp_path / "f.xlsx"), table="tickets")
        assert str(frame["created"].iloc[0]).startswith(month)


def test_durations_do_not_wrap_at_a_day(build: Build) -> None:
    def clock(sheet: Any) -> None:
        for row in range(2, 8):
            sheet.cell(row, 1).number_format = "h:mm:ss" if row % 2 else "[h]:mm:ss"

    cells = [timedelta(hours=26, minutes=15), 49 / 24, 0.25, 5 / 24, 0, -0.25]
    file = build(["h"], *([cell] for cell in cells), change=clock)
    assert column(file) == ["26:15:00", "49:00:00", "6:00:00", "05:00:00", "0:00:00", "18:00:00"]


def test_times_and_single_cells() -> None:
    assert cell_text(time(5, 6, 7)) == "05:06:07"
    assert cell_text(timedelta(hours=-1, seconds=-1)) == "-1:00:01"
    assert cell_text(timedelta(microseconds=1500)) == "0:00:00.001500"
    assert cell_text(moment("2024-01-01T01:02:03.000004")) == "2024-01-01 01:02:03.000004"


def test_rows_and_columns_keep_their_places(build: Build) -> None:
    def place(sheet: Any) -> None:
        for at, (label, score) in enumerate([(" id ", "score"), ("a", 9), ("", ""), ("b", 3)]):
            sheet.cell(5 + at, 3, label or None)
            sheet.cell(5 + at, 4, score or None)

    table = opened(build(change=place))
    assert (table.header, table.header_row) == (("", "", "id", "score"), 5)
    assert read(table) == ([("", "", "a", "9"), ("", "", "b", "3")], [6, 8])
    assert table.sample == [("", "", "a", "9"), ("", "", "b", "3")]
    assert table.dialect == (("format", "xlsx"), ("sheet", "Sheet"), ("header_row", 5))


def test_parts_are_bounded_coded_as_wanted_and_repeatable(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "PART_ROWS", 3)
    table = opened(file := build(["a", "b"], *([n, f"x{n % 2}"] for n in range(7))))
    parts = list(table.parts({1: True, 0: False}, Findings()))
    assert [len(part.numbers) for part in parts] == [3, 3, 1]
    assert all(pa.types.is_dictionary(part.columns[1].type) for part in parts)
    assert all(part.columns[0].type == pa.string() for part in parts)
    assert read(table) == read(table)
    assert table.sha256() == hashlib.sha256(file.read_bytes()).hexdigest()


def test_bytes_are_read_like_a_file(build: Build) -> None:
    file = build(["a"], [1])
    table = XlsxTable.open(file.read_bytes(), "stdin", Asked(), first_row)
    assert read(table) == ([("1",)], [2])
    assert table.sha256() == opened(file).sha256()


def test_error_cells_are_their_text_not_blank(build: Build) -> None:
    def broken(sheet: Any) -> None:
        sheet["B2"] = "#N/A"
        sheet["B2"].data_type = "e"

    assert read(opened(build(["id", "score"], [1, 0], [2, 9], change=broken)))[0] == [
        ("1", "#N/A"),
        ("2", "9"),
    ]


def test_a_formula_without_a_saved_value_is_refused_only_where_it_is_wanted(build: Build) -> None:
    table = opened(build(["id", "score"], [1, "=4+5"], [2, "=1"]))
    assert list(table.parts({0: True}, Findings()))
    with pytest.raises(CsmetricsError) as caught:
        list(table.parts({0: True, 1: True}, Findings()))
    assert caught.value.kind is errors.NO_SAVED_VALUE
    assert caught.value.params == {"file": "f.xlsx", "count": 2, "column": "score"}


def test_a_formula_above_the_header_harms_nothing(build: Build) -> None:
    assert read(opened(build(["=TODAY()"], ["id", "score"], [1, 9])))[0] == [("1", "9")]


def test_hidden_rows_are_read_and_said(build: Build) -> None:
    def hide(sheet: Any) -> None:
        for row in (1, 2, 4, 9):
            sheet.row_dimensions[row].hidden = True

    table, findings = opened(build(["a"], [1], [2], [3], change=hide)), Findings()
    assert sum(len(part.numbers) for part in table.parts({0: True}, findings)) == 3
    assert [(note.kind, note.count) for note in findings.notes] == [(errors.HIDDEN_ROWS, 2)]


@pytest.mark.parametrize("part_rows", [1, 2, 3, 50])
def test_a_merged_label_holds_for_all_its_rows_a_merged_number_for_one(
    build: Build, monkeypatch: pytest.MonkeyPatch, part_rows: int
) -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("C2:C3")
        sheet.merge_cells("A5:A6")

    monkeypatch.setattr(xlsx, "PART_ROWS", part_rows)
    rows = [["Ana", 1, 10], ["", 2, ""], ["", 3, 7], ["Bo", 4, 8], ["", 5, 9], ["", 6, 1]]
    table, findings = opened(build(["agent", "id", "score"], *rows, change=merge)), Findings()
    parts = list(table.parts({0: True, 2: True}, findings))
    agents = [cell for part in parts for cell in part.columns[0].to_pylist()]
    scores = [cell for part in parts for cell in part.columns[2].to_pylist()]
    assert agents == ["Ana", "Ana", "Ana", "Bo", "Bo", ""]
    assert scores == ["10", "", "7", "8", "9", "1"]
    assert [(n.kind, n.count, n.column) for n in findings.notes] == [(MERGED_CELLS, 3, "agent")]


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    for name, state in [("Ratings", "visible"), ("Notes", "visible"), ("Old", "hidden")]:
        sheet = book.create_sheet(name)
        sheet.append(["score"])
        sheet.append([len(name)])
        sheet.sheet_state = state
    book.save(tmp_path / "f.xlsx")
    return tmp_path / "f.xlsx"


def test_the_sheet_is_named_or_the_only_one(sheets: Path) -> None:
    assert read(opened(sheets, "Ratings"))[0] == [("7",)]
    assert read(opened(sheets, "old"))[0] == [("3",)]
    with pytest.raises(CsmetricsError) as caught:
        opened(sheets)
    assert caught.value.kind is errors.MANY_SHEETS
    assert caught.value.params["sheets"] == "Ratings, Notes"
    with pytest.raises(CsmetricsError) as caught:
        opened(sheets, "Rating")
    assert caught.value.kind is errors.NO_SHEET
    assert "did you mean Ratings?" in caught.value.hint


def test_a_hidden_sheet_does_not_compete_and_is_never_taken_unasked(sheets: Path) -> None:
    book = openpyxl.load_workbook(sheets)
    del book["Notes"]
    book.save(sheets)
    assert dict(opened(sheets).dialect)["sheet"] == "Ratings"
    del book["Ratings"]
    book.save(sheets)
    with pytest.raises(CsmetricsError) as caught:
        opened(sheets)
    assert caught.value.kind is errors.WRONG_CONTENT
    assert caught.value.hint == "--sheet Old"


def test_what_calamine_cannot_read_is_refused_without_its_words(build: Build) -> None:
    file = build(["score"], [9])
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text.replace(b't="n"', b't="secret"'))
    with pytest.raises(CsmetricsError) as caught:
        opened(file)
    assert caught.value.kind is errors.UNREADABLE
    assert "secret" not in caught.value.text


REFUSED = {"x04", "x05", "x17", "x19", "x20", "x22", "x23", "x25"}


def test_the_odd_exports_are_right_or_refused(shared: Path) -> None:
    folder = shared / "nasty" / "exports"
    if not (files := sorted(folder.glob("files/x*"))):
        pytest.skip("the odd workbooks are not here")
    for file in files:
        truth = json.loads((folder / "expected" / f"{file.name}.json").read_text())
        if file.name[:3] in REFUSED:
            with pytest.raises(CsmetricsError) as caught:
                read(opened(file))
            said = f"{caught.value.text} {caught.value.hint}".lower()
            assert all(word.lower() in said for word in truth["must_say"]), file.name
            continue
        rows, _ = read(opened(file))
        assert opened(file).header == tuple(truth["columns"]), file.name
        assert len(rows) == len(truth["rows"]), file.name
        if truth["metric"] in {"nps", "groups"}:
            assert rows == [tuple(map(str, row)) for row in truth["rows"]], file.name


def test_other_odd_workbooks_never_crash(shared: Path) -> None:
    files = [*(shared / "nasty" / "calamine").iterdir(), *(shared / "nasty").glob("csvkit/*.xls*")]
    tables = 0
    for file in sorted(files):
        with contextlib.suppress(CsmetricsError):
            rows, numbers = read(opened(file))
            assert len(rows) == len(numbers) == len(set(numbers))
            tables += 1
    assert tables >= 10


def _saved(path: Path, *rows: Sequence[object], formats: dict[str, str] | None = None) -> XlsxTable:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, written in (formats or {}).items():
        book.active[place].number_format = written
    book.save(path)
    return XlsxTable.open(path, path.name, Asked(), first_row)


def test_percentages_arrive_as_they_are_shown(tmp_path: Path) -> None:
    formats = {"A2": "0%", "A3": "#,##0.00%;[Red]-0.00%", "A4": '0" %"', "A5": "0%"}
    rows = [("share", "n"), (1, 1), (0.125, 1), (3, 1), ("low", 1)]
    table = _saved(tmp_path / "p.xlsx", *rows, formats=formats)
    assert table.sample == [("100%", "1"), ("12.5%", "1"), ("3", "1"), ("low", "1")]


@pytest.mark.parametrize(
    ("ids", "count"),
    [
        ((12345678901234567890, 1), 1),
        ((1234567890123450, 1234567890123460), 2),
        ((1234567890123451, 1234567890123460), 0),
        ((123456789012345, 1), 0),
        (("12345678901234567890", "1"), 0),
    ],
)
def test_numbers_that_lost_their_last_digits(
    tmp_path: Path, ids: tuple[object, ...], count: int
) -> None:
    table = _saved(tmp_path / "i.xlsx", ("id", "n"), *((each, 1) for each in ids))
    findings = Findings()
    list(table.parts({0: False, 1: True}, findings))
    lost = [(note.column, dict(note.params)["count"]) for note in findings.notes]
    assert lost == ([("id", count)] if count else [])
