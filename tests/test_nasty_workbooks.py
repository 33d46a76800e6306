"""Odd workbooks of others: every cell as openpyxl reads it, or one clear refusal.

The files are not in the repository; where they are not beside it, this is skipped.
"""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isclose
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from csmetrics.errors import CsmetricsError
from csmetrics.options import InputOptions
from csmetrics.read import open_table
from csmetrics.read._cells import number_text
from csmetrics.read._raw import Findings, RawTable

SUITES = {"calamine": 12, "csvkit": 6, "frictionless": 20, "qsv": 8}
OTHERS = (".xls", ".xlsb", ".ods")
DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001


def workbooks(shared: Path, suite: str) -> Iterator[Path]:
    yield from sorted((shared / "nasty" / suite).rglob("*.xlsx"))


def sheets_of(path: Path) -> list[str]:
    """The sheets that are read one by one; none of a workbook that openpyxl does not open."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return list(openpyxl.load_workbook(path, read_only=True).sheetnames)
        except Exception:  # noqa: BLE001 - whatever it raises: there is nothing to compare with
            return []


def read(table: RawTable, findings: Findings | None = None) -> dict[int, tuple[str, ...]]:
    places = range(len(table.header))
    rows: dict[int, tuple[str, ...]] = {}
    for part in table.parts(
        dict.fromkeys(places, True), Findings() if findings is None else findings
    ):
        columns = [part.columns[place].to_pylist() for place in places]
        rows |= zip(part.numbers.tolist(), zip(*columns, strict=True), strict=True)
    return rows


def moment(text: str) -> datetime:
    """A cell of ours that may be a moment, a day, a clock time or hours, as a moment."""
    if hours := re.fullmatch(r"(\d+):(\d{2}):(\d{2}(?:\.\d+)?)", text):
        length = timedelta(hours=int(hours[1]), minutes=int(hours[2]), seconds=float(hours[3]))
        return DAY_ZERO + length
    return datetime.fromisoformat(text)


def meant(value: Any) -> datetime:
    """The same of what openpyxl gives."""
    if isinstance(value, timedelta):
        return DAY_ZERO + value
    if isinstance(value, time):
        return datetime.combine(DAY_ZERO.date(), value)
    when: datetime = value if isinstance(value, datetime) else datetime.combine(value, time())
    return when


def same(text: str, value: Any) -> bool:
    if value is None:
        return text == ""
    if isinstance(value, bool):
        return text == str(value).upper()
    if isinstance(value, int | float) and text.endswith("%"):  # by the format of the cell
        return isclose(float(text[:-1]) / 100, value, rel_tol=1e-12)
    if isinstance(value, int | float):
        return text == number_text(float(value)) or float(text) == float(value)
    if isinstance(value, date | time | timedelta):
        return abs(moment(text) - meant(value)) <= timedelta(milliseconds=1)
    return text == str(value).replace("\r\n", "\n") or text == value


@lru_cache(maxsize=1)
def book_of(path: Path) -> Any:
    """A workbook as openpyxl reads it, once for all its sheets."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, data_only=True, rich_text=False)


def differing(path: Path, sheet: str, table: RawTable) -> Iterator[str]:
    """Where a cell is not what openpyxl says; merged labels stand in every row they cover."""
    book = book_of(path)
    merged = {(row, column) for box in book[sheet].merged_cells.ranges for row, column in box.cells}
    findings = Findings()
    rows = read(table, findings)
    left_out = {row for rows in findings.left_out.values() for row in rows}
    known = {row for row, _ in book[sheet]._cells} | set(rows)  # all others are blank for both
    for row in sorted(row for row in known if row > table.header_row):
        for place in range(len(table.header)):
            value = book[sheet].cell(row, place + 1).value
            text = rows[row][place] if row in rows else ""
            if row in left_out or ((row, place + 1) in merged and value is None):
                continue
            if not same(text, value):
                yield f"{path.name} {sheet} row {row} column {place + 1}: {text!r} {value!r}"


@pytest.mark.parametrize(("suite", "least"), SUITES.items())
def test_every_cell_is_that_of_openpyxl(shared: Path, suite: str, least: int) -> None:
    compared, differences = 0, list[str]()
    for path in workbooks(shared, suite):
        for sheet in sheets_of(path):
            try:
                table = open_table(str(path), InputOptions(sheet=sheet))
                differences += differing(path, sheet, table)
            except CsmetricsError:
                continue
            compared += 1
    assert differences == []
    assert compared >= least


@pytest.mark.parametrize(
    ("name", "sheet", "converted"),
    [
        ("test.xlsx", None, "testxlsx_converted"),
        ("test.xlsx", None, "testxlsx_noinference_converted"),
        ("sheets.xlsx", "ʤ", "testxlsx_unicode_converted"),
        ("dummy.xlsx", None, "dummy"),
    ],
)
def test_a_workbook_is_its_converted_csv(
    shared: Path, name: str, sheet: str | None, converted: str
) -> None:
    folder = shared / "nasty" / "csvkit"
    with (folder / f"{converted}.csv").open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    table = open_table(str(folder / name), InputOptions(sheet=sheet))
    named = [own or theirs for own, theirs in zip(table.header, header, strict=True)]
    assert named == header  # a column without a name gets a letter there
    assert [list(map(written, row)) for row in read(table).values()] == [
        list(map(written, row)) for row in rows
    ]


def written(text: str) -> str:
    """One way to write moments, in which midnight is a day, and booleans."""
    return text.replace("T00:00:00", "").replace(" 00:00:00", "").replace("T", " ").casefold()


@pytest.mark.parametrize("suite", SUITES)
def test_other_spreadsheets_are_refused_by_their_kind(shared: Path, suite: str) -> None:
    """With the cure: save it as .xlsx or CSV."""
    for path in sorted((shared / "nasty" / suite).rglob("*")):
        if path.suffix in OTHERS:
            with pytest.raises(CsmetricsError) as caught:
                open_table(str(path), InputOptions())
            assert ".xlsx" in caught.value.hint, path.name
