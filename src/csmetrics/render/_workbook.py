"""The workbook that is written: its sheets, its few styles, and cells that are typed and never run.

The same calls give the same bytes: neither the clock nor the machine is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from textwrap import wrap
from typing import Any

from csmetrics.errors import SHEET_FULL, CsmetricsError
from csmetrics.render._numbers import WORKING, known
from csmetrics.render._text import sheet_name, width, workbook_cell

ROWS = 1_048_576
"""So many rows a sheet holds."""

INK, MUTED, LINE, PALE, TINT = "#1D232A", "#59636E", "#AAB2BB", "#E4E7EB", "#F1F4F7"
GREEN, RED, AMBER = "#00664C", "#A63603", "#7A5900"
_DAY = 86_400
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # of files that were made at no time
TIMES = ("seconds", WORKING)
"""Units that a spreadsheet shows as times."""
_SHOWN = {
    "percent": '0.0" %"',  # of 78.0, the number that CSV and JSON hold, not of 0.78
    "points": "0.0",
    "count": "#,##0",
    "probability": "0.000",
    **dict.fromkeys(TIMES, "[h]:mm:ss"),
}
_SIGNED = {"percent": ' "pp"', **dict.fromkeys(TIMES, ' "min"')}
HEADING = {
    "bold": True,
    "bottom": 1,
    "bottom_color": LINE,
    "text_wrap": True,
    "valign": "bottom",
}
_WIDEST, _NARROWEST = 48, 8.5


class Exact(float):
    """A float that is written with all its digits; the library would round it to 16."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


def in_cell(value: float, unit: str, *, signed: bool = False) -> float:
    """The number that a cell holds: times in days, as spreadsheets count them.

    Differences of times are in minutes, because a spreadsheet shows no time below 0.
    """
    if unit not in TIMES:
        return value
    return value / 60 if signed else value / _DAY


def shown_as(unit: str, *, signed: bool = False) -> str:
    """The format of numbers of a unit."""
    plain = _SHOWN.get(unit, "0.00")
    if not signed:
        return plain
    digits = plain if plain in ("0.00", "#,##0") else "#,##0.0"
    sign = _SIGNED.get(unit, "")
    return f"+{digits}{sign};-{digits}{sign};{digits}{sign}"


def folded(text: str, room: int) -> str:
    """The text in lines of a width."""
    lines = text[:5000].split("\n")
    if all(len(line) <= room for line in lines):
        return text
    return "\n".join(piece for line in lines for piece in wrap(line, room) or [""])


def height(texts: Sequence[str], room: int) -> float:
    """Points that the highest of these texts takes, folded."""
    lines = max((folded(text, room).count("\n") + 1 for text in texts), default=1)
    return 15 * min(lines, 20)


@dataclass
class Sheet:
    """A sheet, and how wide its columns have to be."""

    book: Book
    pen: Any
    name: str
    widths: dict[int, float] = field(default_factory=dict)

    def text(self, row: int, column: int, text: str, **style: Any) -> None:
        """Write a text, whatever it begins with."""
        if text:
            self.pen.write_string(row, column, workbook_cell(text), self.book.style(**style))
        elif style:
            self.pen.write_blank(row, column, None, self.book.style(**style))

    def number(self, row: int, column: int, value: float, shown: str = "", **style: Any) -> None:
        """Write a number; it has to be finite."""
        if shown:
            style["num_format"] = shown
        exact = Exact(value) if isinstance(value, float) else value
        self.pen.write_number(row, column, exact, self.book.style(**style))

    def flag(self, row: int, column: int, value: bool, **style: Any) -> None:
        """Write TRUE or FALSE; a spreadsheet that shows 1 or 0 is told how."""
        style["num_format"] = '"TRUE";"TRUE";"FALSE"'
        self.pen.write_boolean(row, column, value, self.book.style(**style))

    def day(self, row: int, column: int, day: date, **style: Any) -> None:
        """Write a day, or a time of one, as ISO 8601 does."""
        form = "yyyy-mm-dd hh:mm" if isinstance(day, datetime) else "yyyy-mm-dd"
        shown = {"num_format": form, "align": "left", **style}
        self.pen.write_datetime(row, column, day, self.book.style(**shown))

    def value(
        self, row: int, column: int, value: float | None, unit: str, *, signed: bool = False
    ) -> None:
        """Write a value as a person reads its unit; nothing where there is none."""
        if value is not None and known(value):
            shown = shown_as(unit, signed=signed)
            self.number(row, column, in_cell(value, unit, signed=signed), shown)

    def wide(self, column: int, text: str) -> None:
        """Make a column as wide as its longest line, within reason."""
        longest = max((width(line) for line in text[:400].split("\n")), default=0)
        wanted = min(max(1.1 * longest + 2, _NARROWEST), _WIDEST)
        self.widths[column] = max(self.widths.get(column, _NARROWEST), wanted)

    def spread(self, columns: int, least: float = 0) -> None:
        """Set the widths of the columns; together they are at least ``least`` wide."""
        for column in range(columns):
            self.widths.setdefault(column, _NARROWEST)
        missing = least - sum(self.widths.values())
        if missing > 0:
            self.widths[columns] = missing
        for column, wide in self.widths.items():
            self.pen.set_column(column, column, wide)

    def line(self, row: int, text: str, *, start: int = 0, **style: Any) -> None:
        """Write a paragraph across the columns whose widths are set, as high as it needs to be."""
        last = max(self.widths)
        room = int(1.1 * sum(wide for column, wide in self.widths.items() if column >= start))
        size = style.get("font_size", 11) / 11
        made = self.book.style(text_wrap=True, valign="top", **style)
        if last > start:
            self.pen.merge_range(row, start, row, last, "", made)
        self.pen.write_string(row, start, workbook_cell(text), made)
        self.pen.set_row(row, size * height([text], int(room / size)) + 1)

    def heads(
        self, row: int, titles: Sequence[str], *, right: Sequence[bool] = (), **style: Any
    ) -> None:
        """Write a row of headings."""
        for column, title in enumerate(titles):
            align = "right" if right and right[column] else "left"
            self.text(row, column, title, **HEADING, align=align, **style)


class Book:
    """A workbook in memory."""

    def __init__(self, title: str, stamp: str | None = None) -> None:
        import xlsxwriter

        self._bytes = BytesIO()
        self._made = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        self._names: set[str] = set()
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}
        created = _EPOCH if stamp is None else datetime.fromisoformat(stamp).astimezone(UTC)
        self._made.set_properties({"title": workbook_cell(title)[:255], "created": created})

    def sheet(self, name: str, *, rows: int = 0) -> Sheet:
        """Add a sheet, printed across and as wide as the page; ``rows`` are those it will hold."""
        if rows > ROWS:
            raise CsmetricsError(SHEET_FULL, rows=f"{rows:,}", most=f"{ROWS:,}")
        free = sheet_name(name, self._names)
        self._names.add(free.lower())
        pen = self._made.add_worksheet(free)
        pen.hide_gridlines(2)
        pen.set_landscape()
        pen.set_paper(9)  # A4
        pen.fit_to_pages(1, 0)
        pen.set_margins(0.4, 0.4, 0.5, 0.6)
        pen.set_footer("&L&8&A&R&8&P / &N")
        pen.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # 00123 is a label
        return Sheet(self, pen, free)

    def chart(self, kind: str, subtype: str = "") -> Any:
        """Make a chart that is not yet on a sheet."""
        options = {"type": kind, "subtype": subtype} if subtype else {"type": kind}
        return self._made.add_chart(options)

    def style(self, **properties: Any) -> Any:
        """Give the format of these properties; each is made once."""
        key = tuple(sorted({"font_color": INK, **properties}.items()))
        if key not in self._styles:
            self._styles[key] = self._made.add_format(dict(key))
        return self._styles[key]

    def written(self) -> bytes:
        """End the workbook."""
        self._made.close()
        return self._bytes.getvalue()
