"""Checks a workbook before any library opens it, in bounded memory.

A workbook is a zip of XML made by somebody else: it can be cut off, be protected, expand to
gigabytes, declare entities, or claim a sheet of 17 billion cells in 2 kB. Members are inflated here
in blocks, from the bytes that the archive really holds and not as far as its directory says, and
none is kept.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from xml.etree import ElementTree

from csmetrics.errors import EMPTY, INCOMPLETE, PASSWORD, UNSAFE, WRONG_CONTENT, CsmetricsError
from csmetrics.language import Said
from csmetrics.read._sheet_scan import Malformed, SheetScan
from csmetrics.read._styles import percent_styles

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_MEMBERS = 10_000
MAX_TOTAL = 3 << 30  # a full sheet of 1,048,575 rows with 12 columns is well below 1 GB
MAX_RATIO = 200  # real sheets shrink 8 to 60 times, deflate can do 1,032
RATIO_FROM = 64 << 20  # below this size a bomb is harmless, and tiny repetitive sheets are real
MAX_CELL = 8 << 20  # a cell holds 32,767 characters; this much between two tags is no cell
MAX_INDEX = 16 << 20  # workbook.xml, its relations and its styles are held whole
DAYS_TO_1904 = 1_462
STYLES = "xl/styles.xml"
BLOCK = 256 << 10  # stays in the cache of the processor: half the time of 1 MB

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CLEAN_CUT = re.compile(rb"<(?:[^\s<>/:=]+:)?(?:c|row)[\s/>]")
_NAMESPACE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Guarded:
    """The facts of each sheet by its name; a sheet that the guard could not name is absent."""

    sheets: dict[str, SheetScan]


class _Damaged(Exception):  # noqa: N818 - turned into the user's error below
    """A member whose bytes are not what the archive says."""


def guard(file: BinaryIO, name: str) -> Guarded:
    """Refuse a workbook that is unsafe, protected, cut off or none; else say what it holds."""
    head = file.read(8)
    if not head:
        raise CsmetricsError(EMPTY, file=name)
    if head == _OLE:
        raise CsmetricsError(PASSWORD, file=name)
    if head[:2] != b"PK":
        raise CsmetricsError(
            WRONG_CONTENT,
            file=name,
            content="no workbook, whatever its name says",
            cure="if it is text, name it .csv; else export it again",
        )
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        raise CsmetricsError(INCOMPLETE, file=name, why="its directory is missing") from error
    _check_directory(members, name)
    try:
        return _check_members(file, members, name)
    except (_Damaged, zlib.error, OSError, struct.error) as error:
        raise CsmetricsError(INCOMPLETE, file=name, why="its content is damaged") from error
    except Malformed as error:
        raise _unsafe(name, Said("it has {error}", error=error)) from error


def _unsafe(name: str, why: str) -> CsmetricsError:
    return CsmetricsError(UNSAFE, file=name, why=why)


def _check_directory(members: list[zipfile.ZipInfo], name: str) -> None:
    """Check the directory alone: kind of archive, protection, number and sizes of members."""
    names = {member.filename.lower() for member in members}
    if "xl/workbook.xml" not in names:
        content = "an archive without a workbook"
        if "xl/workbook.bin" in names:
            content = "a binary workbook (.xlsb)"
        elif "content.xml" in names:
            content = "an OpenDocument file"
        cure = "save it as .xlsx, or export it as CSV"
        raise CsmetricsError(WRONG_CONTENT, file=name, content=content, cure=cure)
    if len(members) > MAX_MEMBERS:
        raise _unsafe(
            name,
            Said(
                "it has {n} members, at most {max_members} are read",
                n=len(members),
                max_members=MAX_MEMBERS,
            ),
        )
    if len(names) != len(members):
        raise _unsafe(name, "two of its members have the same name")
    if any(member.flag_bits & 1 for member in members):
        raise CsmetricsError(PASSWORD, file=name)
    if any(member.compress_type not in {0, 8} for member in members):
        raise _unsafe(name, "its compression is not the one of workbooks")
    _check_size(sum(member.file_size for member in members), 0, name)
    for member in members:
        _check_size(member.file_size, member.compress_size, name)


def _check_size(size: int, packed: int, name: str) -> None:
    if size > MAX_TOTAL:
        raise _unsafe(
            name, Said("it expands to more than {max_total} GB", max_total=MAX_TOTAL >> 30)
        )
    if packed and size > RATIO_FROM and size > packed * MAX_RATIO:
        raise _unsafe(
            name, Said("it expands more than {max_ratio} times (a zip bomb)", max_ratio=MAX_RATIO)
        )


def _check_members(file: BinaryIO, members: list[zipfile.ZipInfo], name: str) -> Guarded:
    scans: dict[str, SheetScan] = {}
    index: dict[str, bytes] = {}
    total = 0
    percent: frozenset[bytes] = frozenset()
    for member in sorted(members, key=lambda each: each.filename.lower() != STYLES):
        key = member.filename.lower()
        kept = key in {STYLES, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
        if kept and member.file_size > MAX_INDEX:
            what = "formats" if key == STYLES else "sheets"
            raise _unsafe(name, Said("its list of {what} is too large", what=what))
        scan, size, text = _scan(file, member, name, SheetScan(percent=percent), keep=kept)
        total += size
        _check_size(total, 0, name)
        if kept:
            index[key] = text
        if key == STYLES:  # comes first: the sheets are scanned for what it tells
            percent = percent_styles(text)
        if scan is None:
            continue
        if not scan.reasonable and not scan.implied:
            # Formatting that was dragged to the end of the sheet is no cell to a reader.
            solid = SheetScan(solid_only=True, percent=percent)
            scan = _scan(file, member, name, solid)[0] or scan
        if not scan.reasonable:
            raise _unsafe(
                name,
                Said(
                    "stray cell {corner} in a sheet of {cells} cells",
                    corner=scan.corner,
                    cells=scan.cells,
                ),
            )
        scans[key] = scan
    days = _serial_days(index["xl/workbook.xml"])
    for scan in scans.values():
        scan.serial_days = days
    return Guarded({sheet: scans[part] for sheet, part in _parts(index) if part in scans})


def _scan(
    file: BinaryIO,
    member: zipfile.ZipInfo,
    name: str,
    new: SheetScan,
    *,
    keep: bool = False,
) -> tuple[SheetScan | None, int, bytes]:
    """Inflate one member by blocks: facts in ``new`` if it is a sheet, size, and text if asked for."""
    media = member.filename.lower().startswith("xl/media/")
    scan: SheetScan | None = None
    rest, size, text = b"", 0, []
    for block in _inflate(file, member):
        size += len(block)
        _check_size(size, member.compress_size, name)
        if keep:
            text.append(block)
        if size == len(block) and block[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"}:
            raise _unsafe(name, "it holds XML that is not UTF-8")
        rest += block
        if b"<!" in rest and (b"<!DOCTYPE" in rest or b"<!ENTITY" in rest) and not media:
            raise _unsafe(name, "it declares entities (DOCTYPE)")
        if scan is None and (b"worksheet" in rest or b"sheetData" in rest):
            scan = new
        cut = _cut(rest) if scan else max(len(rest) - 16, 0)
        if scan:
            scan.feed(rest[:cut])
        rest = rest[cut:]
        if len(rest) > MAX_CELL:
            raise _unsafe(
                name, Said("it has a cell of more than {max_cell} MB", max_cell=MAX_CELL >> 20)
            )
    if scan:
        scan.feed(rest)
    return scan, size, b"".join(text)


def _cut(block: bytes) -> int:
    """Where the last cell or row begins: what follows waits for the next block."""
    at = len(block)
    for _ in range(1000):
        at = block.rfind(b"<", 0, at)
        if at <= 0 or _CLEAN_CUT.match(block, at):
            return max(at, 0)
    return max(block.rfind(b"<"), 0)


def _inflate(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a member as any unzipper would see it, checked against the directory at the end."""
    file.seek(member.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\3\4":
        raise _Damaged
    if struct.unpack("<H", header[8:10])[0] != member.compress_type:
        raise _Damaged
    file.seek(sum(struct.unpack("<HH", header[26:30])), 1)
    left, size, crc = member.compress_size, 0, 0
    engine = zlib.decompressobj(-15) if member.compress_type else None
    while left > 0:
        packed = file.read(min(left, BLOCK))
        if not packed:
            raise _Damaged
        left -= len(packed)
        while packed:
            block = engine.decompress(packed, BLOCK) if engine else packed
            packed = engine.unconsumed_tail if engine else b""
            size, crc = size + len(block), zlib.crc32(block, crc)
            if block:
                yield block
    while engine and not engine.eof and (block := engine.decompress(b"", BLOCK)):
        size, crc = size + len(block), zlib.crc32(block, crc)
        yield block
    if engine and (not engine.eof or engine.unused_data):
        raise _Damaged
    if size != member.file_size or crc != member.CRC:
        raise _Damaged


def _parts(index: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Names of the sheets and the members that hold them, in lower case."""
    targets: dict[str, str] = {}
    for relation in _elements(index.get("xl/_rels/workbook.xml.rels", b""), "Relationship"):
        target = relation.get("Target", "").lower()
        inside = target.startswith(("/", "xl/"))
        path = target.lstrip("/") if inside else posixpath.normpath("xl/" + target)
        targets[relation.get("Id", "")] = path
    for sheet in _elements(index["xl/workbook.xml"], "sheet"):
        for key, value in sheet.items():
            if _NAMESPACE.sub("", key) == "id" and value in targets:
                yield sheet.get("name", ""), targets[value]


def _serial_days(workbook: bytes) -> int:
    """What makes a day count from 1900: nothing, or the 1,462 days until the calendar of 1904 begins."""
    told = [book.get("date1904", "") for book in _elements(workbook, "workbookPr")]
    return DAYS_TO_1904 if told and told[0] in {"1", "true"} else 0


def _elements(text: bytes, tag: str) -> Iterator[ElementTree.Element]:
    """Find the elements of a small part, which is known by now to declare no entities."""
    try:
        root = ElementTree.fromstring(text or b"<none/>")  # noqa: S314 - DOCTYPE was refused above
    except ElementTree.ParseError as error:
        raise Malformed("a list of sheets that is not XML") from error
    for element in root.iter():
        if _NAMESPACE.sub("", element.tag) == tag:
            yield element
