"""What a file really holds, whatever its name says."""

from __future__ import annotations

import bz2
import lzma

import pytest

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.read._content import OLE, kind_of

TEXTS = [
    b"a,b\n",
    b"\xef\xbb\xbfa,b\n",
    b"\xff\xfea\0",
    b"<b>,c\n",
    b"[score],b\n",
    b"{x},b",
    b"PK,id\n",
]
FOREIGN = [
    (b"<!DOCTYPE html><html>", "HTML"),
    (b"\r\n  <HTML><body>log in", "HTML"),
    (b"\xef\xbb\xbf<?xml version='1.0'?>", "HTML"),
    (b"<table><tr><td>9</td>", "HTML"),
    (b'{"error": "forbidden"}', "JSON"),
    (b'[\n  {"score": 9}]', "JSON"),
    (b"{}", "JSON"),
    (b"[]", "JSON"),
    (b"%PDF-1.7", "PDF"),
    (bz2.compress(b"a,b\n"), "bzip2"),
    (lzma.compress(b"a,b\n"), "xz"),
]  # fmt: skip


@pytest.mark.parametrize("head", TEXTS)
def test_text(head: bytes) -> None:
    assert kind_of(head, "t.csv") == "text"


@pytest.mark.parametrize("head", [b"PK\x03\x04\x14\0", b"PK\x05\x06\0\0"])
def test_workbook(head: bytes) -> None:
    assert kind_of(head, "t.csv") == "xlsx"


def test_parquet() -> None:
    assert kind_of(b"PAR1\x15\x04", "t.csv") == "parquet"


@pytest.mark.parametrize(("head", "content"), FOREIGN)
def test_foreign(head: bytes, content: str) -> None:
    with pytest.raises(CsmetricsError) as caught:
        kind_of(head, "t.csv")
    assert caught.value.kind is errors.WRONG_CONTENT
    assert content in caught.value.text
    assert caught.value.hint


def test_empty() -> None:
    with pytest.raises(CsmetricsError) as caught:
        kind_of(b"", "t.csv")
    assert caught.value.kind is errors.EMPTY


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        ((), errors.PASSWORD),
        (("Workbook",), errors.OLD_WORKBOOK),
        (("Book",), errors.OLD_WORKBOOK),
        (("EncryptionInfo", "EncryptedPackage"), errors.PASSWORD),
        (("EncryptedPackage", "Workbook"), errors.PASSWORD),
    ],
)
def test_old_or_protected_workbook(streams: tuple[str, ...], kind: errors.Kind) -> None:
    directory = b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in streams)
    with pytest.raises(CsmetricsError) as caught:
        kind_of(OLE + b"\0" * 504 + directory, "t.xlsx")
    assert caught.value.kind is kind
    assert ".xlsx" in caught.value.hint
