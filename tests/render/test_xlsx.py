"""A workbook holds what CSV holds, as numbers; nothing in it is run; the same input gives the same bytes."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import warnings
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import openpyxl
import pytest

from csmetrics.errors import CsmetricsError
from csmetrics.language import speaking
from csmetrics.render import _workbook, by_name, xlsx
from csmetrics.render.csv import render as csv_text
from csmetrics.report import Result

from . import reports
from .answers import COMPARISON, OTHERS, STANDARDS, SUMMARY, TREND

EVERY: dict[str, Result] = {**reports.GOLDEN, **OTHERS, "empty": reports.EMPTY}
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
every = pytest.mark.parametrize("name", EVERY)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {name: xlsx.render(result) for name, result in EVERY.items()}


def opened(content: bytes, *, computed: bool = False) -> Any:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparkline")  # which it does not know
        return openpyxl.load_workbook(io.BytesIO(content), data_only=computed)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {each.filename: archive.read(each) for each in archive.infolist()}


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def texts(content: bytes, sheet: str) -> list[str]:
    found = (cell for row in rows_of(opened(content)[sheet]) for cell in row)
    return [cell for cell in found if isinstance(cell, str)]


def below(sheet: Any, title: str) -> Any:
    """The first cell below a heading."""
    (head,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == title)
    return head.offset(row=1)


def as_number(value: object) -> float:
    """What a cell holds, where openpyxl reads a time."""
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    assert isinstance(value, int | float), value
    return value


def same(written: str, held: object) -> bool:
    """Whether a cell of CSV is that of a workbook: to the last bit, where it is a number."""
    if isinstance(held, bool):
        return written == str(held).lower()
    if isinstance(held, int | float):
        return float(written) == held
    return written == (held or "")


@every
def test_data_are_those_of_csv_to_the_last_bit(made: dict[str, bytes], name: str) -> None:
    lines = list(csv.reader(io.StringIO(csv_text(EVERY[name]), newline="")))
    held = rows_of(opened(made[name])["Data"])
    assert len(held) == len(lines)
    for line, row in zip(lines, held, strict=True):
        assert [cell for cell in zip(line, row, strict=True) if not same(*cell)] == []


@pytest.mark.parametrize("engine", ["openpyxl", "calamine"])
def test_pandas_reads_the_same_of_both(engine: Literal["openpyxl", "calamine"]) -> None:
    import pandas as pd

    content = xlsx.render(reports.SLICED)
    pd.testing.assert_frame_equal(
        pd.read_excel(io.BytesIO(content), sheet_name="Data", engine=engine),
        pd.read_csv(io.StringIO(csv_text(reports.SLICED))),
        check_exact=True,
        check_dtype=False,
    )


def test_numbers_keep_all_their_digits(made: dict[str, bytes]) -> None:
    wanted = 100 * (660 - 229) / 1289
    assert f"{wanted:.16G}" != repr(wanted)
    values = [row[4] for row in rows_of(opened(made["whole"])["Data"])]
    assert values[1] == wanted


@every
def test_sheets_come_in_the_order_of_reading(made: dict[str, bytes], name: str) -> None:
    names = opened(made[name]).sheetnames
    first = "Scorecard" if name == "summary" else "Summary"
    more = ["NPS", "CSAT"] if name == "summary" else []
    data = ["Data", "Data by metric"] if name == "summary" else ["Data"]
    assert [each for each in names if each != "Chart data"] == [first, *more, *data, "Definitions"]
    assert "Chart data" not in names[:-1]


def test_a_person_reads_times_as_times_and_shares_with_their_sign(made: dict[str, bytes]) -> None:
    sheet = opened(made["durations"])["Summary"]
    median, share = (below(sheet, title) for title in ("Median", "Within 4 h"))
    assert (median.number_format, share.number_format) == ("[h]:mm:ss", '0.0" %"')
    assert share.value == 88.372  # not 0.88372
    assert median.value == timedelta(seconds=840)
    data = rows_of(opened(made["durations"])["Data"])
    assert data[1][data[0].index("value")] == 840.0


def test_the_ends_of_an_interval_are_two_numbers(made: dict[str, bytes]) -> None:
    sheet = opened(made["whole"])["Summary"]
    low, high = (below(sheet, f"95 % interval\n{end}").value for end in ("from", "to"))
    interval = reports.WHOLE.rows[0].measure.headline.interval
    assert interval
    assert (low, high) == (interval.low, interval.high)


def test_differences_of_times_are_in_minutes_since_no_spreadsheet_shows_times_below_0(
    made: dict[str, bytes],
) -> None:
    cells = [cell for row in opened(made["comparison"])["Summary"] for cell in row]
    difference, *_ = (each for each in cells if each.value == -7199.75 / 60)
    assert difference.number_format == '+#,##0.0 "min";-#,##0.0 "min";#,##0.0 "min"'


def test_what_is_undefined_is_a_dash_to_read_and_empty_as_data() -> None:
    content = xlsx.render(reports.ALL_UNDEFINED)
    assert "–" in texts(content, "Summary")
    data = rows_of(opened(content)["Data"])
    place = data[0].index("value")
    assert {row[place] for row in data[1:]} == {None}


# Nothing is run.


def test_texts_are_texts_whatever_they_begin_with() -> None:
    content = xlsx.render(reports.hostile())
    for name, part in parts(content).items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)  # noqa: S314 (our own)
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in part
            assert b"hyperlink" not in part.lower()
    book = opened(content)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    found = {cell.value for cell in cells if cell.data_type == "s"}
    for label in ('=HYPERLINK("http://x.example","y")', "+cmd|' /C calc'!A0", "@SUM(A1)", "00123"):
        assert label in found
    for shown in ("\\rcarriage", "clear\\x1b[2J\\x1b[31mred", "bidi\\u202eevil\\u2066x\\u2069"):
        assert shown in found


def test_a_label_that_looks_like_xml_of_the_library_is_a_label() -> None:
    label = "<r><t>x</t></si><si><t>y</t></r>"
    content = xlsx.render(reports.nps_report(((("team", label),), reports.nps(5, 2, 1))))
    assert label in {text.strip() for text in texts(content, "Data")}
    assert "y" not in texts(content, "Data")


def test_lines_end_in_one_character_as_a_cell_has_them() -> None:
    content = xlsx.render(reports.nps_report(((("team", "one\r\ntwo"),), reports.nps(5, 2, 1))))
    assert "one\ntwo" in texts(content, "Data")


def test_a_label_too_long_for_a_cell_says_so() -> None:
    label = "😀" * 20_000
    content = xlsx.render(reports.nps_report(((("team", label),), reports.nps(5, 2, 1))))
    (shown,) = {text for text in texts(content, "Data") if text.startswith("😀")}
    assert len(shown.encode("utf-16-le")) // 2 <= 32_767
    assert shown.endswith("😀 … (20,000 characters: more than a cell holds)")


# The same bytes.


@every
def test_the_same_bytes_at_any_time(made: dict[str, bytes], name: str) -> None:
    assert xlsx.render(EVERY[name]) == made[name]
    with zipfile.ZipFile(io.BytesIO(made[name])) as archive:
        assert {each.date_time[0] for each in archive.infolist()} == {1980}
    wanted = b"2026-10-07T09:00:00Z" if name == "questions" else b"1980-01-01T00:00:00Z"
    assert wanted in parts(made[name])["docProps/core.xml"]


# Charts.


@every
def test_charts_are_drawn_from_cells_and_say_what_these_say(
    made: dict[str, bytes], name: str
) -> None:
    book = opened(made[name])
    charts = [part for path, part in parts(made[name]).items() if "charts/chart" in path]
    for chart in charts:
        root = ElementTree.fromstring(chart)  # noqa: S314 (our own)
        references = list(root.iter(f"{CHART}f"))
        assert len(references) >= 3
        for parent in root.iter():
            reference = parent.find(f"{CHART}f")
            if reference is None or reference.text is None:
                continue
            sheet, _, area = reference.text.rpartition("!")
            held = book[sheet.strip("'")][area.replace("$", "")]
            cells = held if isinstance(held, tuple) else ((held,),)
            cached = [each.text for each in parent.iter(f"{CHART}v")]
            if parent.tag in (f"{CHART}plus", f"{CHART}minus"):
                continue  # of which the library holds no copy
            values = [cell.value for row in cells for cell in row if cell.value is not None]
            assert len(cached) == len(values)
            for text, value in zip(cached, values, strict=True):
                assert text == value or float(text or "") == pytest.approx(as_number(value))


@pytest.mark.parametrize(
    ("result", "titles"),
    [
        (reports.WHOLE, []),
        (TREND, ["CSAT over time"]),
        (STANDARDS, ["CSAT by agent"]),
        (COMPARISON, ["First Response Time", "Why Median changed, by team"]),
        (reports.QUESTIONS, ["CSAT by question"]),
        (reports.SLICED, ["NPS by channel over time"]),
        (reports.POPULATIONS, []),
        (reports.many(30), ["NPS by agent (the 20 largest of 30)"]),
    ],
)
def test_the_data_choose_the_charts(result: Result, titles: list[str]) -> None:
    content = xlsx.render(result)
    drawn = [path for path in parts(content) if "charts/chart" in path]
    assert len(drawn) == len(titles)
    if titles:
        bold = [row[0] for row in opened(content)["Chart data"].iter_rows() if row[0].font.bold]
        assert [cell.value for cell in bold] == titles


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_another_program_opens_it_and_finds_the_same_in_every_cell(
    made: dict[str, bytes], tmp_path: Path
) -> None:
    """LibreOffice reads it, computes what there is to compute, and writes it again."""
    given = tmp_path / "given.xlsx"
    given.write_bytes(made["summary"])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "again"), str(given)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    again = (tmp_path / "again/given.xlsx").read_bytes()
    ours, theirs = opened(made["summary"]), opened(again, computed=True)
    assert theirs.sheetnames == ours.sheetnames
    for name in ours.sheetnames:
        for row in ours[name].iter_rows():
            for cell in row:
                there = theirs[name][cell.coordinate].value
                if isinstance(cell.value, float):
                    assert there == pytest.approx(cell.value, rel=1e-14)
                elif isinstance(cell.value, timedelta):
                    assert abs(there - cell.value) < timedelta(milliseconds=1)
                else:
                    assert there == cell.value
    charts = [path for path in parts(made["summary"]) if "charts/chart" in path]
    kept = [path for path in parts(again) if re.search(r"charts/chart\d+\.xml$", path)]
    assert len(kept) == len(charts)


def test_the_scorecard_has_a_small_trend_beside_each_kpi(made: dict[str, bytes]) -> None:
    sheet = parts(made["summary"])["xl/worksheets/sheet1.xml"].decode()
    assert len(re.findall("<x14:sparkline>", sheet)) == sum(bool(k.trend) for k in SUMMARY.kpis)


# What stands where.


def test_a_long_table_has_a_sheet_with_headings_in_view_and_a_filter() -> None:
    content = xlsx.render(reports.many(40))
    book = opened(content)
    assert book.sheetnames[:2] == ["Summary", "Table"]
    table = book["Table"]
    assert (table.max_row, table.freeze_panes) == (42, "A2")
    assert table.auto_filter.ref.endswith("42")
    assert table.print_title_rows == "$1:$1"
    assert "41 rows: sheet Table" in texts(content, "Summary")


def test_definitions_tell_rule_options_files_and_every_row_left_out(
    made: dict[str, bytes],
) -> None:
    rows = [[cell or "" for cell in row] for row in rows_of(opened(made["sliced"])["Definitions"])]
    assert ["rule", "scale 0–10; whole numbers only", "", ""] in rows
    assert ["source", "Rocks 2016", "", ""] in rows
    assert ["by", "channel", "flag", ""] in rows
    assert ["score", "9", "outside 0–10", "42, 97, 203"] in rows
    assert ["score", "rating", "the only column of whole numbers 0–10", ""] in rows
    assert any(row[:3] == ["responses.csv", "1,302", "0" * 64] for row in rows)


def test_goals_and_warnings_stand_on_the_first_sheet(made: dict[str, bytes]) -> None:
    said = texts(made["sliced"], "Summary")
    assert "goal nps >= 30 missed (channel chat): -13.3 is below 30" in said
    assert any(text.startswith("warning: 9 values of score left out") for text in said)
    assert any(text.startswith("1,302 rows read · 1,289 used") for text in said)


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workbook, "ROWS", 40)
    with pytest.raises(CsmetricsError, match=r"the result has 41 rows, and a sheet.* holds 40"):
        xlsx.render(reports.many(4))


def test_sheets_have_names_of_their_own() -> None:
    book = _workbook.Book("x")
    names = ("a/b:[c]*?\\d", "A/B:[c]*?\\d", "x" * 40, "'y'", "History", "")
    assert [book.sheet(name).name for name in names] == [
        "a-b--c----d",
        "A-B--c----d 2",
        "x" * 31,
        "y",
        "History of",
        "-",
    ]


def test_in_another_language_the_words_differ_and_the_data_do_not() -> None:
    found = by_name("xlsx")
    assert found
    with speaking("pt-BR"):
        content = found.render(reports.SLICED)
    assert isinstance(content, bytes)
    english = opened(xlsx.render(reports.SLICED))["Data"]
    there = opened(content)
    data = next(sheet for sheet in there if sheet.cell(1, 1).value == "metric")
    assert rows_of(data) == rows_of(english)
    assert "09/2026" in {cell for row in rows_of(there.worksheets[0]) for cell in row}
