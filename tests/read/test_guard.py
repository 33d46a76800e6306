"""The guard refuses what would harm, before a library sees it, and needs little memory for it."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from csmetrics.errors import (
    EMPTY,
    INCOMPLETE,
    PASSWORD,
    UNSAFE,
    WRONG_CONTENT,
    CsmetricsError,
    Kind,
)
from csmetrics.read import _guard
from csmetrics.read._guard import guard
from csmetrics.read._sheet_scan import SheetScan, letters_of, number_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>score</t></is></c></row>'


def sheet_of(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(rows: str = ROWS, after: str = "", sheet: str = "", **others: str) -> bytes:
    """A workbook written by hand; ``others`` are further members by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet or sheet_of(rows, after))
        for name, text in others.items():
            archive.writestr(f"xl/{name}.xml", text)
    return buffer.getvalue()


def scan_of(data: bytes) -> SheetScan:
    return guard(io.BytesIO(data), "f.xlsx").sheets["S"]


def refusal(data: bytes) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        guard(io.BytesIO(data), "f.xlsx")
    assert caught.value.text  # every word of the template is filled
    assert caught.value.hint or caught.value.kind is EMPTY
    return caught.value


def archive_of(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", EMPTY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), PASSWORD),
        (b"score,agent\n9,Ana\n", WRONG_CONTENT),
        (b"<html><table></table></html>", WRONG_CONTENT),
        (b"PK\3\4", INCOMPLETE),
        (archive_of("a.csv"), WRONG_CONTENT),
        (archive_of("xl/workbook.bin"), WRONG_CONTENT),
        (archive_of("content.xml", "mimetype"), WRONG_CONTENT),
    ],
)
def test_what_is_no_workbook_is_refused_by_its_kind(data: bytes, kind: Kind) -> None:
    assert refusal(data).kind is kind


def test_every_truncation_is_incomplete() -> None:
    data = workbook()
    for size in range(4, len(data) - 1, 7):
        assert refusal(data[:size]).kind is INCOMPLETE


def test_a_flipped_byte_in_a_sheet_is_noticed() -> None:
    data = bytearray(workbook())
    at = data.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 40
    data[at] ^= 0xFF
    assert refusal(bytes(data)).kind in {INCOMPLETE, UNSAFE}


@pytest.mark.parametrize("part", ["sharedStrings", "styles", "anything"])
def test_a_part_that_declares_entities_is_unsafe(part: str) -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>'
    assert "DOCTYPE" in refusal(workbook(**{part: laughs})).text


@pytest.mark.parametrize("before", [0, 1, _guard.BLOCK - 60, _guard.BLOCK - 5, 3 * _guard.BLOCK])
def test_a_doctype_is_found_wherever_it_stands(before: int) -> None:
    noise = random.Random(1).randbytes(before // 2).hex()  # noqa: S311 - must not compress
    text = f"<sst>{noise}<!DOCTYPE l></sst>"
    assert refusal(workbook(sharedStrings=text)).kind is UNSAFE
    assert refusal(workbook(sheet=sheet_of(f"<t>{noise}</t><!DOCTYPE l>"))).kind is UNSAFE


def test_xml_that_is_not_utf8_is_unsafe() -> None:
    buffer = io.BytesIO(workbook())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", "<!DOCTYPE x><sst/>".encode("utf-16"))
    assert refusal(buffer.getvalue()).kind is UNSAFE


FAR = [
    '<c r="XFD1048576"><v>1</v></c>',
    "<c t='n' r='XFD1048576'><v>1</v></c>",
    '<c a="&gt;" b=">"\n\tr = "xfd1048576" ><v>1</v></c>',
    '<x:c xmlns:x="' + MAIN + '" r="XFD1048576"><v>1</v></x:c>',
]


@pytest.mark.parametrize("cell", FAR)
@pytest.mark.parametrize("block", [64, 300, 262_144])
def test_a_stray_cell_is_found_in_every_spelling(
    cell: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_guard, "BLOCK", block)
    error = refusal(workbook(ROWS + f'<row r="1048576">{cell}</row>'))
    assert error.kind is UNSAFE
    assert "stray cell XFD1048576" in error.text


def test_cells_that_do_not_say_where_they_are_are_counted() -> None:
    wide = "<row>" + "<c><v>1</v></c>" * 16_384 + "</row>"
    deep = '<row r="1048576"><c><v>1</v></c></row>'
    assert "stray cell XFD1048576" in refusal(workbook(wide + deep)).text
    scan = scan_of(workbook("<row><c><v>1</v></c><c><v>2</v></c></row>" * 500))
    assert (scan.cells, scan.corner) == (1000, "B500")


def test_comments_cannot_hide_a_place() -> None:
    rows = '<row r="1048576"><!-- <row r="1"> --><c><v>1</v></c></row>'
    assert refusal(workbook(rows)).kind is UNSAFE


@pytest.mark.parametrize(
    "cell",
    [
        '<c s="1" r="A1" r="B1"><v>1</v></c>',
        '<c r="A"><v>1</v></c>',
        '<c r="XFE1"><v>1</v></c>',
        '<c r="A1048577"><v>1</v></c>',
        '<c r="A00000000000000000000001"><v>1</v></c>',
        "<c r=A1><v>1</v></c>",
    ],
)
def test_a_reference_that_no_spreadsheet_writes_is_unsafe(cell: str) -> None:
    assert refusal(workbook(f'<row r="1">{cell}</row>')).kind is UNSAFE


def test_formatting_dragged_to_the_last_cell_is_no_stray_cell() -> None:
    data = workbook(ROWS + '<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert scan_of(data).corner == "A1"


def test_a_wide_and_mostly_empty_survey_is_read() -> None:
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="SF{0}"><v>1</v></c></row>'
    assert scan_of(workbook("".join(row.format(n) for n in range(1, 2000)))).corner == "SF1999"


def test_a_bomb_is_refused_by_ratio_and_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = workbook(sharedStrings="<sst>" + " " * (65 << 20) + "</sst>")
    assert "zip bomb" in refusal(bomb).text
    monkeypatch.setattr(_guard, "MAX_TOTAL", 1000)
    assert "expands" in refusal(workbook(ROWS * 100)).text


def test_a_directory_that_understates_a_member_is_not_believed() -> None:
    data = workbook(sharedStrings="<sst>" + "a" * 5000 + "</sst>")
    entry = data.rindex(b"PK\1\2")
    lie = data[: entry + 24] + (10).to_bytes(4, "little") + data[entry + 28 :]
    assert refusal(lie).kind is INCOMPLETE


def test_too_many_members_or_two_of_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO(workbook())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/workbook.xml", WORKBOOK)
    assert "same name" in refusal(buffer.getvalue()).text
    monkeypatch.setattr(_guard, "MAX_MEMBERS", 2)
    assert "members" in refusal(workbook()).text


def test_a_protected_member_asks_for_the_password() -> None:
    data = bytearray(workbook())
    data[data.rindex(b"PK\1\2") + 8] |= 1
    assert refusal(bytes(data)).kind is PASSWORD


@pytest.mark.parametrize("block", [50, 128, 262_144])
def test_facts_do_not_depend_on_where_blocks_end(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1</f><v>1</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><f>1</f><v/></c><c r="B2" t="e"><v>#N/A</v></c></row>'
        '<row r="3" hidden="0"><c r="A3" t="str"><f>""</f><v></v></c><c r="C3"><v>3</v></c></row>'
        '<row r="4" hidden=\'true\'><c r="A4"><f t="shared" si=\'0\'/><v></v></c></row>'
    )
    after = '<mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>'
    monkeypatch.setattr(_guard, "BLOCK", block)
    plain = scan_of(workbook(rows, after))
    assert plain.unsaved == {1: [1, 2, 4]}
    assert plain.errors == {2: {2: "#N/A"}}
    assert plain.hidden == [2, 4]
    assert plain.merged == [(2, 1, 4, 1)]
    assert (plain.cells, plain.corner, plain.filled) == (7, "C4", True)
    prefixed = sheet_of(rows, after).replace("</", "</x:").replace("<", "<x:")
    prefixed = prefixed.replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    assert scan_of(workbook(sheet=prefixed)).unsaved == plain.unsaved
    assert scan_of(workbook(sheet=prefixed)).hidden == plain.hidden


def test_letters_and_numbers_of_columns_are_inverse() -> None:
    assert [letters_of(n) for n in (1, 26, 27, 702, 703, 16_384)] == [
        *("A", "Z", "AA", "ZZ", "AAA", "XFD")
    ]
    assert all(number_of(letters_of(n).encode()) == n for n in range(1, 16_385))


LIMITED = """
import resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
from csmetrics.errors import CsmetricsError
from csmetrics.read._raw import Findings
from csmetrics.read.xlsx import XlsxTable
try:
    table = XlsxTable.open(Path(sys.argv[1]), "f.xlsx", None, lambda rows: 0)
    list(table.parts({0: True}, Findings()))
    print("read")
except CsmetricsError as error:
    print(error.kind.name)
"""


def _attacks() -> dict[str, bytes]:
    laughs = '<!DOCTYPE l [<!ENTITY a "' + "ha" * 50_000 + '">]><sst><si><t>'
    return {
        "billion laughs": workbook(sharedStrings=laughs + "&a;" * 20_000 + "</t></si></sst>"),
        "far cell": workbook(ROWS + f'<row r="1048576">{FAR[0]}</row>'),
        "bomb": workbook(sharedStrings="<sst>" + "a" * (80 << 20) + "</sst>"),
        "one endless tag": workbook(sheet=sheet_of("<c " + " " * (40 << 20))),
        "unclosed tags": workbook(sheet=sheet_of('<row r="1"' * 400_000)),
        "unclosed formulas": workbook(ROWS + '<row r="2"><c r="A2"><f>' * 100_000),
        "two places": workbook(ROWS + '<row r="2"><c r="A2" r="XFD1048576"><v>1</v></c></row>'),
        "merges of everything": workbook(
            ROWS, "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(2, 60_000))
        ),
    }


@pytest.mark.skipif(sys.platform == "win32", reason="memory limits of processes are Unix only")
@pytest.mark.parametrize("attack", sorted(_attacks()))
def test_an_attack_ends_in_a_refusal_within_1_gb(attack: str, tmp_path: Path) -> None:
    file = tmp_path / "f.xlsx"
    file.write_bytes(_attacks()[attack])
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in {"unsafe", "unreadable", "incomplete", "read"}
    if attack not in {"two places", "merges of everything"}:  # harmless as they are read here
        assert done.stdout.strip() != "read"
