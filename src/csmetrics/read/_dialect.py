"""How a text file is written: encoding, delimiter, and where its header is."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.read._encoding import encoding_of, head_text
from csmetrics.read._ending import ending_of
from csmetrics.read._header import folded, looks_like_data
from csmetrics.read._headings import Heading, heading_of
from csmetrics.read._raw import SAMPLE_ROWS

DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
FIELD_LIMIT = 1 << 30


@dataclass(frozen=True)
class Dialect:
    """What was decided from the beginning of a file. ``header_lines`` physical lines stand above the data.

    ``cells`` is the header as it is written; ``first_row`` the number of the first record below it.
    ``extra_delimiter``: rows end with one delimiter more than the header, which has a nameless column for it.
    """

    encoding: str
    declared: bool
    delimiter: str
    header: tuple[str, ...]
    header_row: int
    header_lines: int
    sample: tuple[tuple[str, ...], ...]
    cells: tuple[str, ...]
    first_row: int
    aliases: tuple[str, ...]
    zones: Mapping[int, str]
    extra_delimiter: bool = False

    @property
    def width(self) -> int:
        """How many columns have a place in the header as written."""
        return len(self.header) - self.extra_delimiter


def dialect_of(
    head: bytes,
    name: str,
    *,
    encoding: str | None,
    delimiter: str | None,
    expected: Collection[str],
) -> Dialect:
    """Decide everything from the first bytes of a file; what is declared is taken as it is."""
    used = encoding_of(head) if encoding is None else _encoding(encoding)
    try:
        text = head_text(head, used, declared=encoding is not None)
    except UnicodeError:
        cure = "it has no byte-order mark; say the order: --encoding utf-16-le, or utf-16-be"
        raise CsmetricsError(
            errors.ENCODING_FAULT,
            file=name,
            line=1,
            encoding=used,
            byte=f"0x{head[0]:02x}",
            cure=cure,
        ) from None
    text = text.replace("\0", "").removeprefix("\ufeff")
    if not text.strip():
        raise CsmetricsError(errors.EMPTY, file=name)
    declared = None if delimiter is None else _delimiter(delimiter)
    hint = re.match(r"\"?sep=([!#-/:-@\[-`{-~\t ])\"?(\r\n|\r|\n)", text)
    candidates = (declared,) if declared else (hint[1],) if hint else DELIMITERS
    readings = [_Reading.of(text, sign, expected) for sign in candidates]
    best = max(readings, key=lambda reading: reading.rank)
    best.verify(text, name)
    heading = best.heading
    record = best.records[heading.place]
    if looks_like_data(record) and not any(folded(cell) in expected for cell in record):
        raise CsmetricsError(errors.NO_HEADER, file=name, row=heading.place + 1)
    beyond = ("",) * best.extra
    return Dialect(
        encoding=used,
        declared=encoding is not None,
        delimiter=best.delimiter,
        header=heading.names + beyond,
        header_row=heading.place + 1,
        header_lines=best.lines[heading.last],
        sample=tuple(map(tuple, best.records[heading.last + 1 :])),
        cells=tuple(record) + beyond,
        first_row=heading.last + 2,
        aliases=heading.aliases + beyond,
        zones=heading.zones,
        extra_delimiter=best.extra,
    )


def _encoding(declared: str) -> str:
    """A declared encoding by the name Python gives it; one that makes no text of bytes is none."""
    try:
        "a".encode(declared)
    except (LookupError, ValueError):
        _refuse_option("--encoding", declared, "an encoding", "such as utf-8, cp1252 or utf-16")
    return codecs.lookup(declared).name


def _delimiter(declared: str) -> str:
    sign = DELIMITER_NAMES.get(declared, declared)
    if len(sign) != 1 or not sign.isascii() or sign in '"\r\n\0' or sign.isalnum():
        _refuse_option("--delimiter", declared, "a delimiter", "such as ; or , or tab")
    return sign


def _refuse_option(option: str, value: str, expected: str, suggestion: str) -> NoReturn:
    raise CsmetricsError(
        errors.BAD_VALUE, option=option, value=value, expected=expected, suggestion=suggestion
    )


@dataclass(frozen=True)
class _Reading:
    """The first records as one delimiter would have them."""

    delimiter: str
    records: list[list[str]]
    lines: list[int]
    heading: Heading
    extra: bool
    rank: tuple[float, ...]

    @classmethod
    def of(cls, text: str, delimiter: str, expected: Collection[str]) -> _Reading:
        records, lines = _first_records(text, delimiter)
        heading = heading_of(records, expected)
        below = records[heading.last + 1 :]
        del below[ending_of(below, len(heading.names)).kept :]
        below = [cells for cells in below if any(map(str.strip, cells))]
        extra = _has_extra_delimiter(len(heading.names), below)
        width = len(heading.names) + extra
        same = sum(1 for record in below if len(record) == width)
        known = sum(1 for cell in (*heading.names, *heading.aliases) if folded(cell) in expected)
        regular = same / len(below) if below else 1.0
        several = width > 1
        # Text full of another delimiter can look regular too: the header decides between two that do.
        rank = (regular > 0.9 and several, known, -heading.place, regular, width)
        return cls(delimiter, records, lines, heading, extra, rank)

    def verify(self, text: str, name: str) -> None:
        """Refuse a quote fault down to the header that could swallow lines; titles may hold quotes."""
        lines = list(io.StringIO(text, newline=""))
        above = [0, *self.lines]
        for place in range(self.heading.last + 1):
            record = lines[above[place] : above[place + 1]]
            if len(record) == 1 and place < self.heading.place:
                continue
            try:
                list(csv.reader(record, delimiter=self.delimiter, strict=True))
            except csv.Error:
                raise CsmetricsError(
                    errors.QUOTE_FAULT,
                    file=name,
                    line=above[place] + 1,
                    fault="a quote out of place in the header or above it",
                ) from None


def _has_extra_delimiter(width: int, below: Sequence[Sequence[str]]) -> bool:
    """Whether the rows have one field more than the header, and nothing in it."""
    longer = [record for record in below if len(record) == width + 1]
    enough = width > 1 and len(longer) > 0.9 * len(below)
    return enough and not any(record[-1] for record in longer)


def _first_records(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """The first complete records, and how many physical lines each has behind its end."""
    csv.field_size_limit(FIELD_LIMIT)
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=delimiter)
    records: list[list[str]] = []
    lines: list[int] = []
    for record in reader:
        records.append(record)
        lines.append(reader.line_num)
        if len(records) > SAMPLE_ROWS:
            break
    if len(records) > 2 and stream.read(1) == "" and not text.endswith(("\n", "\r")):
        records.pop()  # cut off by the end of the sample
        lines.pop()
    return records, lines
