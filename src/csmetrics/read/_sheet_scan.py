"""What one worksheet part of a workbook claims, learned from its bytes as they stream past.

A dense reader allocates the whole bounding box of a sheet, and aborts the process when one stray
cell makes that box enormous; so the box is known before a reader sees the file. The same pass notes
what a reader does not tell: formulas without a saved value, errors, hidden rows, merged ranges.

A block in the form that nearly every writer uses (``<c r="A1"``, ``<row r="1"``) is scanned with
numpy; a block that deviates in a single tag is walked tag by tag, as a reader would. The fast way
is taken only if it accounts for every tag that opens with the letters of a cell or a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

# A box may hold 4 million places whatever is in it (128 MB in a dense reader), and beyond that ten
# for every cell written: a survey with hundreds of optional questions can be a tenth full, a sheet
# with a stray cell is not.
FREE_BOX, BOX_PER_CELL = 4_000_000, 10

_NAME = rb"(?:[^\s<>/:=\"']+:)?"
_LOOSE = re.compile(rb"<" + _NAME + rb"(?:c|row)[\s/>]")
_TAG = re.compile(
    rb"<" + _NAME + rb"(c|row)((?:\s+[^\s=<>\"'/]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*/?>"
)
_ATTRIBUTE = re.compile(rb"\s([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(rb"([A-Za-z]*)([0-9]*)")
_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*):worksheet[\s>]")
_STYLED_EMPTY = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]*")?(?: t="[a-zA-Z]*")?\s*/>')
_FORMULA = rb"\s*<f\b[^<>]*?(?:/>|>[^<]*</f>)"
_UNSAVED = re.compile(
    rb"<c\s([^<>]*)>" + _FORMULA + rb"\s*(?:<v\b[^<>]*/>|<v\b[^<>]*>([^<]*)</v>|(?=</c>))"
)
_ERROR = re.compile(
    rb"<c\s([^<>]*\bt=[\"']e[\"'][^<>]*)>(?:" + _FORMULA + rb")?\s*<v\b[^<>]*>([^<]*)</v>"
)
_HIDDEN = re.compile(rb"<row\s([^<>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*)>")
_HIDDEN_COLUMN = re.compile(rb"<col\s([^<>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^<>]*)>")
_MERGED = re.compile(rb"<mergeCell\s[^<>]*?ref=[\"']([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)[\"']")
_STYLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^<>]*? s="([0-9]+)"')
_STYLE = re.compile(rb"\ss\s*=\s*[\"']([0-9]+)[\"']")
_USUAL = b"crvitf/"  # the first letters of the tags in a plain block of cells


class Malformed(Exception):  # noqa: N818 - a finding, turned into the user's error by the guard
    """A part that no spreadsheet writes."""


@dataclass
class SheetScan:
    """Facts of one sheet; rows and columns count from 1, as references do.

    ``percents`` are the rows of the cells, by column, whose style is one of ``percent``.
    """

    cells: int = 0
    rows: int = 0
    columns: int = 0
    corner: str = ""
    filled: bool = False
    implied: bool = False
    unsaved: dict[int, list[int]] = field(default_factory=dict)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    solid_only: bool = False
    percent: frozenset[bytes] = frozenset()
    percents: dict[int, set[int]] = field(default_factory=dict)
    serial_days: int = 0
    _row: int = 0
    _column: int = 0
    _prefix: bytes | None = None
    _commented: bool = False

    @property
    def reasonable(self) -> bool:
        """Whether a dense reader may be let near the sheet."""
        return self.rows * self.columns <= FREE_BOX + BOX_PER_CELL * self.cells

    def feed(self, block: bytes) -> None:
        """Scan a block that ends where a tag begins, so that no cell lies across two blocks."""
        import numpy as np

        if self._prefix is None and block:
            root = _ROOT.search(block)
            self._prefix = root[1] if root else b""
        if self._prefix:  # written as <x:c> by some libraries: the same sheet, in other words
            block = block.replace(b"<" + self._prefix + b":", b"<")
            block = block.replace(b"</" + self._prefix + b":", b"</")
        if self.solid_only:
            block = _STYLED_EMPTY.sub(b"", block)
        data = np.frombuffer(block + bytes(32), np.uint8)
        opened = np.flatnonzero(data == 60)
        letters = data[opened + 1]
        tags = np.bincount(letters, minlength=256)
        usual = sum(int(tags[letter]) for letter in _USUAL) == opened.size
        if not usual or not self._fast(data, opened[letters == 99], opened[letters == 114]):
            self._walk(block)
        elif self.percent:
            self._percents(block)
        self._commented = self._commented or bool(tags[33])
        if self._commented and self.implied:  # a reader skips comments, the walk does not
            raise Malformed("cells without a reference among comments")
        if self.cells and not self.filled:  # a value, an inline text or a formula
            self.filled = any(mark in block for mark in (b"<v", b"<is", b"<f>", b"<f ", b":v>"))
        if tags[102]:
            self._formulas(block)
        if b't="e"' in block or (not usual and b"t='e'" in block):
            self._errors(block)
        if b"hidden" in block:
            self.hidden += [row for m in _HIDDEN.finditer(block) if (row := _place(m[1])[0])]
            self.hidden_columns += map(_columns, _HIDDEN_COLUMN.findall(block))
        if tags[109]:
            self._merges(block)

    def _fast(
        self, data: NDArray[np.uint8], cells: NDArray[np.intp], rows: NDArray[np.intp]
    ) -> bool:
        """Take all references at once; False if any tag is not in the usual form."""
        if not _follows(data, cells + 2, b' r="') or not _follows(data, rows + 2, b'ow r="'):
            return False
        numbers, letters, sound = _references(data, rows + 8)
        if not sound or letters.any():
            return False
        last_row = int(numbers[-1]) if rows.size else self._row
        if cells.size:
            numbers, letters, sound = _references(data, cells + 6)
            if not sound or not letters.all():
                return False
            self.cells += cells.size
            self._widen(int(numbers.max()), int(letters.max()))
        if rows.size and (not cells.size or rows[-1] > cells[-1]):
            self._row, self._column = last_row, 0
        elif cells.size:
            self._row, self._column = int(numbers[-1]), int(letters[-1])
        return True

    def _walk(self, block: bytes) -> None:
        """Follow the tags one by one: cells and rows may leave out where they stand."""
        seen = 0
        for tag in _TAG.finditer(block):
            seen += 1
            row, column = _place(tag[2])
            if tag[1] == b"row":
                self._row, self._column = row or self._row + 1, 0
                continue
            self.cells += 1
            self.implied = self.implied or not column
            self._column = column or self._column + 1
            self._row = row or max(self._row, 1)
            self._widen(self._row, self._column)
            if self.percent and (style := _STYLE.search(tag[2])) and style[1] in self.percent:
                self.percents.setdefault(self._column, set()).add(self._row)
        if seen != len(_LOOSE.findall(block)):
            raise Malformed("a cell that is not well-formed")

    def _widen(self, row: int, column: int) -> None:
        if row > MAX_ROW or column > MAX_COLUMN:
            raise Malformed("a cell outside the sheet")
        if row > self.rows or column > self.columns:
            self.rows, self.columns = max(row, self.rows), max(column, self.columns)
            self.corner = f"{letters_of(self.columns)}{self.rows}"

    def _formulas(self, block: bytes) -> None:
        for cell in _UNSAVED.finditer(block):
            text = b"t='str'" in cell[1] or b't="str"' in cell[1]
            if cell[2] or (cell[2] == b"" and text):
                continue  # an empty text is a result too
            row, column = _place(b" " + cell[1])
            self.unsaved.setdefault(column, []).append(row)

    def _percents(self, block: bytes) -> None:
        for letters, row, style in _STYLED.findall(block):
            if style in self.percent:
                self.percents.setdefault(number_of(letters), set()).add(int(row))

    def _errors(self, block: bytes) -> None:
        for cell in _ERROR.finditer(block):
            row, column = _place(b" " + cell[1])
            self.errors.setdefault(column, {})[row] = cell[2].decode("utf-8", "replace")

    def _merges(self, block: bytes) -> None:
        for m in _MERGED.finditer(block):
            box = (int(m[2]), number_of(m[1]), int(m[4]), number_of(m[3]))
            if box[2] > MAX_ROW or box[3] > MAX_COLUMN:
                raise Malformed("a merged range outside the sheet")
            self.merged.append(box)


def _follows(data: NDArray[np.uint8], at: NDArray[np.intp], text: bytes) -> bool:
    """Whether the text stands at every one of the places."""
    return all(bool((data[at + place] == sign).all()) for place, sign in enumerate(text))


def _references(
    data: NDArray[np.uint8], at: NDArray[np.intp]
) -> tuple[NDArray[np.int32], NDArray[np.int32], bool]:
    """Parse the references that begin ``at``: rows, columns, and whether all are sound."""
    import numpy as np

    numbers = np.zeros(at.size, np.int32)
    letters = np.zeros(at.size, np.int32)
    at = at.copy()
    for _ in range(3):
        letter = data[at]
        more = (letter >= 65) & (letter <= 90)
        letters = np.where(more, letters * 26 + letter - 64, letters)
        at += more
    for _ in range(7):
        digit = data[at]
        more = (digit >= 48) & (digit <= 57)
        if not more.any():
            break
        numbers = np.where(more, numbers * 10 + digit - 48, numbers)
        at += more
    sound = bool((data[at] == 34).all() and (numbers > 0).all())
    return numbers, letters, sound


def _place(attributes: bytes) -> tuple[int, int]:
    """Row and column that a tag states in ``r``; 0 for what it leaves out."""
    if not attributes.startswith(b" "):
        attributes = b" " + attributes
    values = [m[2] or m[3] or b"" for m in _ATTRIBUTE.finditer(attributes) if m[1] == b"r"]
    if not values:
        return 0, 0
    reference = _REFERENCE.fullmatch(values[0])
    if len(values) > 1 or reference is None or not reference[2] or len(values[0]) > 20:
        raise Malformed("a cell with a broken reference")
    return int(reference[2]), number_of(reference[1])


def _columns(attributes: bytes) -> tuple[int, int]:
    """First and last column of a ``col`` tag; (0, 0) where it does not say."""
    found = {m[1]: m[2] or m[3] for m in _ATTRIBUTE.finditer(b" " + attributes)}
    first, last = found.get(b"min", b""), found.get(b"max", b"")
    return (int(first), int(last)) if first.isdigit() and last.isdigit() else (0, 0)


def number_of(letters: bytes) -> int:
    """Count columns from their letters: A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def letters_of(number: int) -> str:
    """Name a column by its letters: 1 is A, 26 is Z, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
