"""Encodings and seams: every byte is verified, wherever a block happens to end."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import read_bytes, refusal

from csmetrics import errors
from csmetrics.read import _chunks, _source

SIZES = [1, 2, 3, 4, 5, 7, 16, 64, 2 << 20]
TEXT = 'nome,nota\r\nConceição,10\r\n😀 €,9\r\n"ã\r\n€",8\r\n'
ROWS = {2: ("Conceição", "10"), 3: ("😀 €", "9"), 4: ("ã\r\n€", "8")}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode(encoding: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_chunks, "CHUNK_BYTES", size)
    seen = read_bytes(TEXT.encode(encoding), tmp_path)
    assert (seen.header, seen.rows) == (("nome", "nota"), ROWS)


@pytest.mark.parametrize("size", SIZES)
def test_bytes_of_one_sign_each(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_chunks, "CHUNK_BYTES", size)
    seen = read_bytes("nome,nota\nJoão,€ 9\n".encode("cp1252"), tmp_path)
    assert seen.rows == {2: ("João", "€ 9")}
    assert seen.findings.notes[0].text.endswith(
        "was read as cp1252 (encoding guessed: it is not UTF-8)"
    )


@pytest.mark.parametrize("size", [1, 3, 16, 50, 1000])
@pytest.mark.parametrize("end", ["\n", ""])
def test_cp1252_may_begin_late(
    size: int, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head is ASCII; several blocks behind it are not, and the last letter is one of them."""
    monkeypatch.setattr(_source, "HEAD_BYTES", 20)
    monkeypatch.setattr(_chunks, "CHUNK_BYTES", size)
    lines = ["a,b", *["x,y"] * 20, *["x,ã"] * 20, "x,não", "x,ç"]
    seen = read_bytes(("\n".join(lines) + end).encode("cp1252"), tmp_path)
    assert [cells[1] for cells in seen.cells] == [line[2:] for line in lines[1:]]


def test_cp1252_behind_five_megabytes(tmp_path: Path) -> None:
    plain = b"id,text\n" + b"x1,the same in every encoding\n" * 180_000
    assert len(plain) > 5_000_000
    seen = read_bytes(plain + "x2,não é\nx3,fim ã\n".encode("cp1252") * 2, tmp_path)
    assert seen.cells[-4:] == [("x2", "não é"), ("x3", "fim ã")] * 2
    assert seen.notes == ["N013"]


class TestMixedEncodings:
    """Two exports glued together: a line is UTF-8 if it is valid, else cp1252, whatever stands around it."""

    UTF8, CP1252 = "x,ção\n".encode(), "x,ção\n".encode("cp1252")
    GLUED = b"a,b\n" + UTF8 * 9 + CP1252 + b'"x\ny",z\n' + CP1252 + UTF8

    @pytest.mark.parametrize("size", [1, 7, 8, 64, 2 << 20])
    def test_line_by_line(self, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_chunks, "CHUNK_BYTES", size)
        monkeypatch.setattr(_source, "HEAD_BYTES", 12)
        seen = read_bytes(self.GLUED, tmp_path)
        assert seen.cells == [("x", "ção")] * 10 + [("x\ny", "z")] + [("x", "ção")] * 2
        (note,) = seen.findings.notes
        assert "rows 11 and 13 held bytes that are not UTF-8" in note.text

    @pytest.mark.parametrize("size", [8, 64, 2 << 20])
    def test_cp1252_first(self, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_chunks, "CHUNK_BYTES", size)
        seen = read_bytes(b"a,\xe7\n" + self.CP1252 * 19 + self.UTF8 * 9, tmp_path)
        assert seen.header == ("a", "ç")
        assert seen.cells == [("x", "ção")] * 28
        assert "rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, … held" in seen.findings.notes[0].text
        assert seen.findings.notes[0].count == 20

    def test_both_in_one_line(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A line that is not valid as a whole is cp1252 as a whole, also where a block ends within it."""
        data = b"a,b\n\xc3\xa3,\xe7\n" + self.UTF8
        for size in (1, 5, 7, 8, 2 << 20):
            monkeypatch.setattr(_chunks, "CHUNK_BYTES", size)
            assert read_bytes(data, tmp_path).cells == [("Ã£", "ç"), ("x", "ção")]

    def test_utf8_marked_and_not_kept_to(self, tmp_path: Path) -> None:
        seen = read_bytes(b"\xef\xbb\xbf" + b"a,b\n" + self.CP1252 + self.UTF8, tmp_path)
        assert (seen.cells, seen.notes) == ([("x", "ção")] * 2, ["W053"])

    def test_declared_is_taken_as_it_is(self, tmp_path: Path) -> None:
        seen = read_bytes(b"a,b\n" + self.UTF8 + self.CP1252, tmp_path, encoding="cp1252")
        assert seen.cells == [("x", "Ã§Ã£o"), ("x", "ção")]


@pytest.mark.parametrize(
    ("text", "encoding", "notes"),
    [
        ("não é ação", "cp850", ["N013", "W054"]),
        ("não é ação", "cp1252", ["N013"]),
        ("5£ e café…", "cp1252", ["N013"]),
        ("opção “boa”", "cp1252", ["N013"]),
    ],
)
def test_letters_of_dos_are_said(
    text: str, encoding: str, notes: list[str], tmp_path: Path
) -> None:
    assert read_bytes(f"a,b\nx,{text}\n".encode(encoding), tmp_path).notes == notes


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf32_without_a_mark(
    encoding: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_chunks, "CHUNK_BYTES", size)
    assert read_bytes(TEXT.encode(encoding), tmp_path).rows == ROWS


def test_utf7_with_its_mark(tmp_path: Path) -> None:
    assert read_bytes(b"+/v8-a,b\nx,+AOM-\n", tmp_path).cells == [("x", "ã")]


DECLARED = [
    ("UTF-8", "a,b\nx,ã\n".encode("utf-8-sig")),
    ("utf8", "a,b\nx,ã\n".encode()),
    ("latin1", "a,b\nx,ã\n".encode("latin-1")),
    ("CP850", "a,b\nx,ã\n".encode("cp850")),
    ("UTF-16", "a,b\nx,ã\n".encode("utf-16")),
    ("utf-16-le", "a,b\nx,ã\n".encode("utf-16")),
]


@pytest.mark.parametrize(("encoding", "data"), DECLARED)
def test_a_declared_encoding(encoding: str, data: bytes, tmp_path: Path) -> None:
    seen = read_bytes(data, tmp_path, encoding=encoding)
    assert (seen.header, seen.cells) == (("a", "b"), [("x", "ã")])


WRONG = [
    ("utf-8", "a,b\nx,y\nx,ã\n".encode("cp1252"), "line 3 is not utf-8 (byte 0xe3)"),
    ("ascii", "a,b\nx,ã\n".encode(), "line 2 is not ascii (byte 0xc3)"),
    ("cp1252", b"a,b\r\nx,y\r\nx,\x81\r\n", "line 3 is not cp1252 (byte 0x81)"),
    (None, b"a,b\nx,\xe3\nx,\x81\n", "line 3 is not cp1252 (byte 0x81)"),
    (None, "a,b\nx,y\n".encode("utf-16") + b"\0", "line 3 is not utf-16 (byte cut off)"),
    ("utf-16", "a,b\nx,y\n".encode("utf-16-le"), "line 1 is not utf-16"),
    ("gb18030", "a,b\nx,中\n".encode("gb18030") + b"\x81", "line 3 is not gb18030 (byte cut off)"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "data", "told"), WRONG)
def test_wrong_bytes_are_refused_with_their_line(
    encoding: str | None, data: bytes, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in (1, 3, 2 << 20):
        monkeypatch.setattr(_chunks, "CHUNK_BYTES", size)
        refused = refusal(data, tmp_path, errors.ENCODING_FAULT, encoding=encoding)
        assert told in refused.text


def test_nul_bytes_are_counted(tmp_path: Path) -> None:
    seen = read_bytes(b"a,b\n\0x,y\0\0\n", tmp_path)
    assert seen.cells == [("x", "y")]
    assert seen.findings.notes[0].text.endswith(": 3 NUL bytes ignored")


def test_a_record_without_end_does_not_take_all_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_chunks, "CHUNK_BYTES", 64)
    monkeypatch.setattr(_chunks, "RECORD_BYTES", 256)
    told = refusal(b"a,b\nx,y\nx," + b"y" * 9999, tmp_path, errors.QUOTE_FAULT)
    assert "line 3: a record of more than" in told.text
    told = refusal(b'a,b\nx,y\n"x,' + b"y\n" * 9999, tmp_path, errors.QUOTE_FAULT)
    assert "line 3: a quote that opens here is never closed" in told.text
