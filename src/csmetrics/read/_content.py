"""What a file really holds, whatever its name says."""

from __future__ import annotations

import re

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET = (b"PAR1", b"PARE")  # the second is encrypted
_OLD_STREAMS = tuple(f"{stream}\0".encode("utf-16-le") for stream in ("Workbook", "Book"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PACKED = {
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"(\xb5/\xfd": "Zstandard",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!": "RAR",
}


def kind_of(head: bytes, name: str) -> str:
    """``text``, ``xlsx`` or ``parquet``; anything else is refused with what it is and how to get a table."""
    if not head:
        raise CsmetricsError(errors.EMPTY, file=name)
    if head.startswith(OLE):
        raise _of_ole(head, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "xlsx"
    if head.startswith(PARQUET):
        return "parquet"
    foreign = _foreign(head)
    if foreign:
        content, cure = foreign
        raise CsmetricsError(errors.WRONG_CONTENT, file=name, content=content, cure=cure)
    return "text"


def _of_ole(head: bytes, name: str) -> CsmetricsError:
    """An OLE container is an encrypted workbook or an old one; its directory, if it is near, says which."""
    old = any(stream in head for stream in _OLD_STREAMS) and _ENCRYPTED not in head
    return CsmetricsError(errors.OLD_WORKBOOK if old else errors.PASSWORD, file=name)


def _foreign(head: bytes) -> tuple[str, str] | None:
    for magic, packing in PACKED.items():
        if head.startswith(magic):
            return (
                Said("data packed with {packing}", packing=packing),
                "unpack it first (gzip and zip are read as they are)",
            )
    if head.startswith(b"%PDF"):
        return "PDF", "export the data as CSV or XLSX instead of printing it"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(rb"<(!doctype\s+html|html|head|body|table|\?xml)", text, re.IGNORECASE):
        return "HTML", "a login or error page may have been saved; download the export again"
    if re.match(rb'[\[{]\s*(["\[{}\]]|$)', text):
        return "JSON", "an error message may have been saved; download the export again, as CSV"
    return None
