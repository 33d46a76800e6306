"""Delimited text: bytes in, rows with their record numbers out; what is not certain is refused with its line."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from reading import Row, read_bytes, refusal

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.options import InputOptions
from csmetrics.read import _chunks, open_table
from csmetrics.read._raw import Findings

TABLES: list[tuple[str, bytes, dict[int, Row]]] = [
    ("plain", b"a,b\nx,y\n", {2: ("x", "y")}),
    ("semicolons", b"a;b\nx;1,5\n", {2: ("x", "1,5")}),
    ("tabs", b"a\tb\nx\ty z\n", {2: ("x", "y z")}),
    ("pipes", b"a|b\nx|y\n", {2: ("x", "y")}),
    ("a quoted delimiter", b'a,b\n"x,1",y\n', {2: ("x,1", "y")}),
    ("doubled quotes", b'a,b\n"say ""no""",y\n"""",""\n', {2: ('say "no"', "y"), 3: ('"', "")}),
    ("line ends in quotes", b'a,b\n"x\r\n\n1",y\nz,w\n', {2: ("x\r\n\n1", "y"), 3: ("z", "w")}),
    ("CR LF", b"a,b\r\nx,y\r\nz,w\r\n", {2: ("x", "y"), 3: ("z", "w")}),
    ("CR", b"a,b\rx,y\rz,w\r", {2: ("x", "y"), 3: ("z", "w")}),
    ("mixed", b"a,b\r\nx,y\rz,w\nu,v\r\n", {2: ("x", "y"), 3: ("z", "w"), 4: ("u", "v")}),
    ("no final newline", b"a,b\nx,y", {2: ("x", "y")}),
    ("a quote at the end", b'a,b\nx,"y"', {2: ("x", "y")}),
    ("a blank line inside", b"a,b\nx,y\n\nz,w\n", {2: ("x", "y"), 4: ("z", "w")}),
    ("blank lines at the end", b"a,b\nx,y\n\r\n\n\n", {2: ("x", "y")}),
    ("only delimiters", b"a,b\n,\nx,y\n,\n,", {3: ("x", "y")}),
    ("delimiters of another width", b"a,b,c\n,\nx,y,z\n,,,,\n", {3: ("x", "y", "z")}),
    ("a blank line in CR and LF", b"a,b\nx,y\rz,w\n,\nu,v\n", {2: ("x", "y"), 3: ("z", "w"), 5: ("u", "v")}),
    ("a blank line in quotes", b'a,b\n"x\n\n",y\n\nz,w\n', {2: ("x\n\n", "y"), 4: ("z", "w")}),
    ("quoted blanks are a row", b'a,b\n"",""\n', {2: ("", "")}),
    ("one column", b"score\n9\n\n8\n", {2: ("9",), 3: ("",), 4: ("8",)}),
    ("blanks are kept", b"a,b\n x , y\n", {2: (" x ", " y")}),
    ("text is never guessed", b"a,b\nNA,00123\nnull,1e5\n", {2: ("NA", "00123"), 3: ("null", "1e5")}),
    ("two columns of one name", b"a,a\nx,y\n", {2: ("x", "y")}),
    ("a title above", b"Report\n\na,b\nx,y\nz,w\n", {4: ("x", "y"), 5: ("z", "w")}),
    ("a header in two lines", b'"a\nb",c\nx,y\n', {2: ("x", "y")}),
    ("sep=", b"sep=;\r\na;b\r\nx;y\r\n", {3: ("x", "y")}),
    ("header only", b"a,b\n", {}),
    ("a column called PK", b"PK,score\nx,9\n", {2: ("x", "9")}),
]  # fmt: skip


@pytest.mark.parametrize(("data", "rows"), [pytest.param(*t[1:], id=t[0]) for t in TABLES])
def test_rows_and_their_numbers(data: bytes, rows: dict[int, Row], tmp_path: Path) -> None:
    assert read_bytes(data, tmp_path).rows == rows


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13])
@pytest.mark.parametrize(("data", "rows"), [pytest.param(*t[1:], id=t[0]) for t in TABLES])
def test_seams_change_nothing(
    data: bytes, rows: dict[int, Row], size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_chunks, "CHUNK_BYTES", size)
    assert read_bytes(data, tmp_path).rows == rows


def test_reading_again_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\nx,y\n")
    table = open_table(str(path), InputOptions())
    for _ in range(2):
        (part,) = table.parts({1: True}, Findings())
        assert part.columns[1].to_pylist() == ["y"]


def test_a_column_wanted_coded_comes_as_distinct_texts(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a,b\nx,1\ny,1\nx,1\n")
    (part,) = open_table(str(path), InputOptions()).parts({0: True, 1: False}, Findings())
    assert part.columns[0].dictionary.to_pylist() == ["x", "y"]
    assert part.columns[1].to_pylist() == ["1", "1", "1"]


class TestRaggedRows:
    """A row of the wrong width is never padded or cut."""

    DATA = b'a,b,c\nx,y,z\nx,y,z\n"x\n",y\n\nx,y,z\nx,y\n1,2,3,4\n' + b"x,y,z\n" * 40

    def test_refused_with_physical_lines(self, tmp_path: Path) -> None:
        told = refusal(self.DATA, tmp_path, errors.FIELD_COUNT)
        assert "lines 4, 8: 2 fields, 3 expected" in told.text
        assert "--bad-rows skip" in told.hint

    def test_skipped_and_counted_by_record(self, tmp_path: Path) -> None:
        seen = read_bytes(self.DATA, tmp_path, bad_rows="skip")
        assert seen.findings.bad_rows == [4, 7, 8]
        assert [number for number in seen.rows if number < 10] == [2, 3, 6, 9]
        assert seen.notes == ["W016"]

    def test_all_are_skipped(self, tmp_path: Path) -> None:
        seen = read_bytes(b"a,b\nx\ny\n", tmp_path, bad_rows="skip", delimiter=",")
        assert (seen.rows, seen.findings.bad_rows) == ({}, [2, 3])

    def test_many_are_named_in_part(self, tmp_path: Path) -> None:
        told = refusal(b"a,b\n" + b"x\n" * 20, tmp_path, errors.FIELD_COUNT, delimiter=",")
        assert "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …" in told.text


QUOTE_FAULTS = [
    ("text behind a quote", b'a,b\nx,y\n"x"1,y\n', 3, "text behind a closing quote"),
    ("a blank behind a quote", b'a,b\n"x" ,y\n', 2, "text behind a closing quote"),
    ("a quote inside", b'a,b\nx"1,y\n', 2, "in the middle of a cell"),
    ("a blank before a quote", b'a,b\nx, "y"\n', 2, "in the middle of a cell"),
    ("never closed", b'a,b\nx,y\nz,"w\nu,v\n', 3, "never closed"),
    ("behind a cell of two lines", b'a,b\n"x\n1",y\n"z"2,w\n', 4, "text behind a closing quote"),
    ("lines that end with CR", b'a,b\rx,y\r"x"1,y\r', 3, "text behind a closing quote"),
    ("in the header", b'"a"1,b\nx,y\nz,w\n', 1, "in the header"),
    ("a header that swallows rows", b'a,"b\nx,y\n"1,z\nu,w\n', 1, "in the header"),
]


@pytest.mark.parametrize(
    ("data", "line", "fault"), [pytest.param(*t[1:], id=t[0]) for t in QUOTE_FAULTS]
)
def test_stray_quotes_are_refused(data: bytes, line: int, fault: str, tmp_path: Path) -> None:
    told = refusal(data, tmp_path, errors.QUOTE_FAULT, delimiter=",")
    assert f"line {line}:" in told.text
    assert fault in told.text


def test_a_title_may_hold_quotes(tmp_path: Path) -> None:
    seen = read_bytes(b'The "new" survey\nscore,b\n9,x\n8,y\n', tmp_path, expected=("score",))
    assert seen.rows == {3: ("9", "x"), 4: ("8", "y")}


def test_what_is_said(tmp_path: Path) -> None:
    assert read_bytes(b"a,b\nx,y\n", tmp_path).notes == []
    assert read_bytes(b"a,b\nx,y", tmp_path).notes == ["N015"]
    assert read_bytes(b"a,b\nx\0,y\n", tmp_path).notes == ["W014"]
    assert read_bytes("a,b\nx,ã\n".encode("cp1252"), tmp_path).notes == ["N013"]


def test_the_dialect_is_told(tmp_path: Path) -> None:
    seen = read_bytes("Título\na;b\nx;ã\ny;z\n".encode("cp1252"), tmp_path)
    assert dict(seen.table.dialect) == {
        "format": "delimited text",
        "encoding": "cp1252",
        "delimiter": ";",
        "header_row": 2,
        "packing": None,
    }


LETTERS = 'ab"çã\n\r,;|\t é1 -€'
CELLS = st.text(LETTERS, max_size=6)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Any cells of text; no record is blank as a whole, where it would be no row."""
    width = draw(st.integers(2, 4))
    row = st.lists(CELLS, min_size=width, max_size=width).filter(lambda cells: cells[0] != "")
    rows = draw(st.lists(row, max_size=8))
    return (
        [*rows, ["z"] * width] if rows else rows
    )  # a lone text at the end would be a closing line


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    stored=st.tuples(st.sampled_from(ENCODINGS), st.integers(1, 64)),
)
def test_what_python_writes_is_read_back(
    table: list[list[str]], delimiter: str, quoting: int, line_end: str, stored: tuple[str, int]
) -> None:
    encoding, size = stored
    header = [f"column {place}" for place in range(len(table[0]) if table else 2)]
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, quoting=quoting, lineterminator=line_end)  # type: ignore[arg-type]
    writer.writerows([header, *table])
    text = written.getvalue()
    python = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    assume(python == [header, *table])  # Python does not quote a CR where lines end with LF
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(_chunks, "CHUNK_BYTES", size)
        seen = read_bytes(
            text.encode(encoding), Path(folder), delimiter=delimiter, encoding=encoding
        )
    assert seen.header == tuple(header)
    assert seen.rows == {number: tuple(row) for number, row in enumerate(python[1:], 2)}


BASES = [
    'id,score,text\n1,9,"fine, I ""think"""\n2,8,"two\nlines"\n\n3,,x\n4,10,"y"\n',
    "id;score\r\n1;9\r\n2;8\r\n3;7\r\n",
    '"id","score"\n"1","9"\n"2",""\n',
    "id\tscore\ttext\n1\t9\t\n2\t8\t\n",
]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_one_wrong_sign_never_yields_other_rows_in_silence(data: st.DataObject) -> None:
    """One quote, delimiter or line end more, less or other: the strict reading, a refusal or a note."""
    text = data.draw(st.sampled_from(BASES))
    delimiter = next(sign for sign in ",;\t" if sign in text)
    below = text.index("\n") + 1
    place = data.draw(st.integers(0, len(text) - 1))
    instead = data.draw(st.sampled_from(["", '"', delimiter, "\n", "\r"]))
    insert = data.draw(st.booleans())
    changed = text[:place] + instead + text[place + (not insert) :]
    assume(insert or text[place] in f'"{delimiter}\r\n')
    with tempfile.TemporaryDirectory() as folder:
        try:
            seen = read_bytes(changed.encode(), Path(folder), delimiter=delimiter)
        except CsmetricsError:
            return
    # where the header itself was changed, it decides anew where it is
    below_header = seen.table.header_row if "N015" in seen.notes or place < below else 1
    strict = csv.reader(io.StringIO(changed, newline=""), delimiter=delimiter, strict=True)
    rows = {number: tuple(row) for number, row in enumerate(strict, 1) if any(row)}
    filled = {number: row for number, row in seen.rows.items() if any(row)}
    assert filled == {number: row for number, row in rows.items() if number > below_header}


TIMES = b'a,b,c\n2026-01-05 09:30:00,x,2026-01-05\n,"",2026-02-28\n"",y,2026-12-31 23:59:59.125\n'


def test_columns_of_iso_times_are_handed_over_as_times(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TIMES)
    table = open_table(str(path), InputOptions())
    (part,) = table.parts({0: False, 1: False, 2: False}, Findings(), {0, 2})
    assert part.columns[0].to_pylist() == [datetime(2026, 1, 5, 9, 30), None, None]  # noqa: DTZ001
    assert part.columns[1].to_pylist() == ["x", "", "y"]
    assert part.columns[2].to_pylist()[2] == datetime(2026, 12, 31, 23, 59, 59, 125_000)  # noqa: DTZ001


@pytest.mark.parametrize(
    "other", [b"soon", b"05/01/2026", b"2026-02-30", b"2026-01-05T09:30:00Z", b" "]
)
def test_one_other_cell_makes_all_of_them_texts_again(tmp_path: Path, other: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(TIMES + other + b",z,2026-01-01\n")
    (part,) = open_table(str(path), InputOptions()).parts({0: False, 2: False}, Findings(), {0, 2})
    assert part.columns[0].to_pylist() == ["2026-01-05 09:30:00", "", "", other.decode()]


def test_two_quotes_inside_a_cell_are_signs(tmp_path: Path) -> None:
    seen = read_bytes(b'id,place\n1,37.8"N 17.9"W\n2,x\n', tmp_path)
    assert seen.rows == {2: ("1", '37.8"N 17.9"W'), 3: ("2", "x")}
    assert [note.kind for note in seen.findings.notes] == [errors.LITERAL_QUOTES]
    for odd in (b'1,5"x\n2,"y"\n', b'1,a"b,c"d\n', b'1,a"b\n2,c"d\n'):
        refusal(b"id,place\n" + odd, tmp_path, errors.QUOTE_FAULT, delimiter=",")
