"""Tables in sheets: grids as people read them, tidy tables as programs do; numbers are numbers in both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from csmetrics.language import tr
from csmetrics.render._grid import ALL, BLANK, Column, Grid
from csmetrics.render._numbers import UNDEFINED, Told, known
from csmetrics.render._text import workbook_cell
from csmetrics.render._tidy import Tidy
from csmetrics.render._workbook import (
    AMBER,
    GREEN,
    HEADING,
    INK,
    MUTED,
    PALE,
    RED,
    TINT,
    Exact,
    Sheet,
    folded,
    height,
    in_cell,
    shown_as,
)

WORDS = ("label", "words")
"""Kinds of columns whose cells stand flush left."""

_HEADING, _LABEL = 16, 42  # wider ones stand in several lines
_RULED = {"bottom": 1, "bottom_color": PALE, "valign": "top"}
_VERDICTS = {
    **dict.fromkeys(("met", "on track", "better than expected", "better"), GREEN),
    **dict.fromkeys(("missed", "worse than expected", "worse"), RED),
    **dict.fromkeys(("at risk", "too little data", "not measured"), AMBER),
}
_UNITS = {"percent": "0.0", "points": "0.0", "seconds": "#,##0.0", "count": "#,##0"}
_PLAIN = {"p": "0.000", "adjusted": "0.000", "interval_level": "General"}
"""Columns of tidy tables whose numbers are not in the unit of their row."""
_LOOKED_AT = 2_000  # rows that are asked how wide a column has to be


@dataclass(frozen=True)
class Field:
    """A column of a sheet: a column of a grid, or one end (0, 1) of its intervals."""

    title: str
    kind: str
    cells: tuple[str, ...]
    end: int = 0


@dataclass(frozen=True)
class Laid:
    """A grid as it stands in a sheet; ``whole`` tells which rows are not slices."""

    grid: Grid
    fields: tuple[Field, ...]
    whole: tuple[bool, ...]

    def only_whole(self) -> Laid:
        """The same with the rows alone that are not slices."""
        kept = [place for place, whole in enumerate(self.whole) if whole]
        fields = (
            replace(each, cells=tuple(each.cells[place] for place in kept)) for each in self.fields
        )
        return Laid(self.grid, tuple(fields), (True,) * len(kept))


def laid(grid: Grid) -> Laid:
    """Lay a grid out: an interval takes two columns, a drawing in characters none."""
    fields = (
        each
        for place, column in enumerate(grid.columns)
        if column.kind != "chart"
        for each in _fields(column, tuple(row.cells[place] for row in grid.rows))
    )
    return Laid(grid, tuple(fields), tuple(row.whole for row in grid.rows))


def _fields(column: Column, cells: tuple[str, ...]) -> Iterator[Field]:
    if any(isinstance(cell, Told) and len(cell.values) == 2 for cell in cells):
        yield Field(f"{column.title}\n{tr('from')}", column.kind, cells, 0)
        yield Field(f"{column.title}\n{tr('to')}", column.kind, cells, 1)
    else:
        yield Field(column.title, column.kind, cells)


def measure(sheet: Sheet, tables: Sequence[Laid]) -> None:
    """Make the columns of a sheet wide enough for these tables."""
    for table in tables:
        for place, each in enumerate(table.fields):
            sheet.wide(place, folded(each.title, _HEADING))
            for cell in each.cells:
                sheet.wide(place, _shown(cell, each.end))


def _shown(cell: str, end: int) -> str:
    """A text as wide as what a cell shows."""
    if not isinstance(cell, Told):
        return folded(cell, _LABEL)
    value = cell.values[end] if end < len(cell.values) else None
    if value is not None and known(value) and shown_as(cell.unit).startswith("[h]"):
        return f"{value // 3600:.0f}:00:00" if not cell.signed else f"{value / 60:+,.1f} min"
    return cell if len(cell.values) == 1 else ""


def write(sheet: Sheet, row: int, table: Laid) -> int:
    """Write a table with its headings; gives the row below it."""
    titles = [folded(each.title, _HEADING) for each in table.fields]
    for column, (each, title) in enumerate(zip(table.fields, titles, strict=True)):
        sheet.text(row, column, title, **{**HEADING, **_side(each, column)})
    sheet.pen.set_row(row, height(titles, _HEADING) + 3)
    marked = not all(table.whole)
    for place, whole in enumerate(table.whole):
        row += 1
        style = {**_RULED, **({"bg_color": TINT} if whole and marked else {})}
        for column, each in enumerate(table.fields):
            _cell(sheet, (row, column), each, each.cells[place], style)
        words = [each.cells[place] for each in table.fields if each.kind in WORDS]
        sheet.pen.set_row(row, height(words, _LABEL))
    return row + 1


def _cell(sheet: Sheet, at: tuple[int, int], each: Field, cell: str, style: dict[str, Any]) -> None:
    if not isinstance(cell, Told):
        color = MUTED if cell in (tr(ALL), tr(BLANK), UNDEFINED) else _colour(each, cell)
        look = {**style, **_side(each, at[1]), "font_color": color, "text_wrap": True}
        sheet.text(*at, cell, **look)
        return
    value = cell.values[each.end] if each.end < len(cell.values) else None
    if value is None or not known(value):
        dash = UNDEFINED if cell else ""
        sheet.text(*at, dash, **{**style, "align": "right", "font_color": MUTED})
        return
    if each.kind == "headline":
        style = {**style, "bold": True}
    shown = shown_as(cell.unit, signed=cell.signed)
    sheet.number(*at, in_cell(value, cell.unit, signed=cell.signed), shown, **style)


def _side(each: Field, column: int) -> dict[str, Any]:
    """Words stand left, off the numbers before them."""
    if each.kind not in WORDS:
        return {"align": "right"}
    return {"align": "left", "indent": 1} if column else {"align": "left"}


def _colour(each: Field, cell: str) -> str:
    if each.kind != "words" and each.title != tr("Verdict"):
        return INK
    return next((colour for word, colour in _VERDICTS.items() if tr(word) == cell), INK)


def _numeric(tidy: Tidy, column: int) -> bool:
    cells = (row[column] for row in tidy.rows[:_LOOKED_AT])
    return any(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)


def data(sheet: Sheet, tidy: Tidy) -> None:
    """Write a tidy table from the first row on, with a filter; its headings stay in view and on each page."""
    numbers = [_numeric(tidy, column) for column in range(len(tidy.columns))]
    sheet.heads(0, tidy.columns, right=numbers, indent=1)
    at = tidy.columns.index("unit") if "unit" in tidy.columns else None
    words = sheet.book.style(indent=1)  # made once: there may be hundreds of thousands of cells
    units = {unit: sheet.book.style(num_format=shown) for unit, shown in _UNITS.items()}
    others = sheet.book.style(num_format="0.00")
    own = [
        sheet.book.style(num_format=_PLAIN[name]) if name in _PLAIN else None
        for name in tidy.columns
    ]
    for row, cells in enumerate(tidy.rows, 1):
        fractions = others if at is None else units.get(str(cells[at]), others)
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                sheet.pen.write_string(row, column, workbook_cell(cell), words)
            elif isinstance(cell, float):
                sheet.pen.write_number(row, column, Exact(cell), own[column] or fractions)
            elif isinstance(cell, bool):
                sheet.flag(row, column, cell)
            elif isinstance(cell, int):
                sheet.number(row, column, cell)
            elif cell:
                sheet.day(row, column, cell)
    for column, title in enumerate(tidy.columns):
        sheet.wide(column, f"{title}   ")  # the button of the filter
        for cells in tidy.rows[:_LOOKED_AT]:
            found = cells[column]
            sheet.wide(column, str(found) if isinstance(found, str | date) else "")
    sheet.spread(len(tidy.columns))
    sheet.pen.freeze_panes(1, 0)
    sheet.pen.repeat_rows(0)
    sheet.pen.autofilter(0, 0, max(len(tidy.rows), 1), len(tidy.columns) - 1)
