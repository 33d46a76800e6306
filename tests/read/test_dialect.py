"""Encoding, delimiter and header, decided from the first bytes of a file."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from reading import read_bytes, refusal

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.read._dialect import Dialect, dialect_of
from csmetrics.read._encoding import encoding_of, head_text

ENCODINGS = [
    (b"plain", "utf-8"),
    ("não".encode(), "utf-8"),
    ("não".encode()[:-2], "utf-8"),  # cut off by the end of the head
    ("não".encode("cp1252"), "cp1252"),
    (codecs.BOM_UTF8 + b"a", "utf-8-sig"),
    ("a,b".encode("utf-16"), "utf-16"),
    (codecs.BOM_UTF16_BE + "a,b".encode("utf-16-be"), "utf-16"),
    ("a,b\n".encode("utf-16-le"), "utf-16-le"),
    ("a,b\n".encode("utf-16-be"), "utf-16-be"),
    ("a,b\n".encode("utf-32"), "utf-32"),
    (b"a,b\nx\0,y\n", "utf-8"),
]


@pytest.mark.parametrize(("head", "encoding"), ENCODINGS)
def test_encoding(head: bytes, encoding: str) -> None:
    assert encoding_of(head) == encoding


def dialect(text: str, *expected: str, delimiter: str | None = None) -> Dialect:
    return dialect_of(text.encode(), "t.csv", encoding=None, delimiter=delimiter, expected=expected)


DELIMITERS = [
    ("a,b\nx,y\n", ","),
    ("a;b\n1,5;2,5\n", ";"),
    ("id;comment\n1;one, two\n2;three, four, five\n3;six\n", ";"),
    ("id,comment\n1,one; two\n2,three; four\n", ","),
    ("a\tb\nx, y\tz\n", "\t"),
    ("a|b\nx|y\n", "|"),
    ('"a;b";"c,d"\n"1,5";"x"\n', ";"),
    ('id,text\n1,"a;b\nc;d\ne;f"\n2,"g;h"\n', ","),
    ("sep=|\na|b\nx|y\n", "|"),
    ('"sep=;"\na;b\nx;y\n', ";"),
    ("sep=^\na^b\nx^y\n", "^"),
]


@pytest.mark.parametrize(("text", "delimiter"), DELIMITERS)
def test_delimiter(text: str, delimiter: str) -> None:
    assert dialect(text).delimiter == delimiter


@pytest.mark.parametrize(
    ("name", "sign"), [("tab", "\t"), ("\\t", "\t"), ("comma", ","), ("pipe", "|"), ("^", "^")]
)
def test_a_declared_delimiter(name: str, sign: str) -> None:
    assert dialect(f"a{sign}b\nx{sign}y\n", delimiter=name).delimiter == sign


@pytest.mark.parametrize("sign", ["", ";;", '"', "\n", "\r", "\0", "é", "a", "7"])
def test_no_delimiter(sign: str) -> None:
    with pytest.raises(CsmetricsError) as caught:
        dialect("a,b\nx,y\n", delimiter=sign)
    assert caught.value.kind is errors.BAD_VALUE


@pytest.mark.parametrize("name", ["klingon", "hex", "base64", "rot13", "undefined", ""])
def test_no_encoding(name: str, tmp_path: Path) -> None:
    told = refusal(b"a,b\nx,y\n", tmp_path, errors.BAD_VALUE, encoding=name)
    assert "is not an encoding" in told.text


def test_header_lines_are_physical() -> None:
    found = dialect('A title\n\n"the\nscore",b\nx,y\nz,w\n')
    assert found.header == ("the\nscore", "b")
    assert (found.header_row, found.header_lines) == (3, 4)
    assert found.sample == (("x", "y"), ("z", "w"))


def test_names_in_the_header_are_trimmed() -> None:
    assert dialect(" a , b\nx,y\n").header == ("a", "b")


@pytest.mark.parametrize("data", [b"1,9,x\n2,8,y\n", b"2024-01-31,x\n2024-02-01,y\n"])
def test_data_are_no_header(data: bytes, tmp_path: Path) -> None:
    assert "row 1 looks like data" in refusal(data, tmp_path, errors.NO_HEADER).text


def test_a_known_name_beside_a_number_is_a_header() -> None:
    assert dialect("score,2024\n9,1\n", "score").header == ("score", "2024")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"  \r\n", codecs.BOM_UTF8, b"\0\0", b"\xff\xfe"])
def test_nothing_in_it(data: bytes, tmp_path: Path) -> None:
    assert refusal(data, tmp_path, errors.EMPTY).exit == errors.Exit.NOTHING


def test_header_only(tmp_path: Path) -> None:
    for data in (b"a,b\n", b"a,b", b"a,b\r", b'"a","b"\r\n'):
        seen = read_bytes(data, tmp_path)
        assert (seen.header, seen.rows) == (("a", "b"), {})


def test_the_head_is_read_as_utf8_where_it_is_and_else_line_by_line() -> None:
    """What is cut off within a letter at the end is no fault."""
    whole = "situação;nota\nótimo;9\n".encode()
    assert head_text(whole + "é".encode()[:1], "utf-8", declared=False) == whole.decode()
    mixed = whole + "às 9h;8\n".encode("cp1252")
    assert head_text(mixed, "cp1252", declared=False) == whole.decode() + "às 9h;8\n"
