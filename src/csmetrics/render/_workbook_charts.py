"""Native charts: every series, name and title of them is a cell of one sheet, which can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from csmetrics.language import tr
from csmetrics.render._language import own
from csmetrics.render._numbers import Told, count, known
from csmetrics.render._plot import Plot, Series
from csmetrics.render._text import workbook_cell
from csmetrics.render._workbook import LINE, MUTED, TIMES, Book, Sheet, in_cell
from csmetrics.render._workbook_looks import (
    BLUE,
    FEW,
    GREY,
    ORANGE,
    WIDTH,
    Names,
    frame,
    height,
    in_minutes,
    look,
)

_ROW = 20  # pixels

_TYPES = {"line": "line", "columns": "column", "bars": "bar", "dots": "line"}
_HEAD = {"font_color": MUTED, "bottom": 1, "bottom_color": LINE}


class Charts:
    """The sheet that all charts of a workbook are drawn from, one block below the other."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheet: Sheet | None = None
        self._row = 0

    def made(self, plot: Plot) -> Any:
        """Write what a plot shows, and draw it from there."""
        return _chart(self._book, self._block(plot))

    def sparkline(self, plot: Plot, sheet: Sheet, at: tuple[int, int]) -> None:
        """Draw the first series of a plot as small columns in a cell; a signal at the end is orange."""
        block = self._block(plot)
        column, _ = block.columns[0]
        fired = any(each.role == "signal" and known(each.values[-1]) for each in plot.series)
        look = {"type": "column", "series_color": GREY, "last_point": True}
        colour = ORANGE if fired else BLUE
        found = [value for value in plot.series[0].values if value is not None and known(value)]
        low = min(found) - (max(found) - min(found)) / 4  # else the lowest would have no column
        data = block.range(column).removeprefix("=")
        sheet.pen.add_sparkline(
            *at, {"range": data, "min": in_cell(low, plot.unit), "last_color": colour, **look}
        )

    def _block(self, plot: Plot) -> _Block:
        if self._sheet is None:
            self._sheet = self._book.sheet(tr("Chart data"))
        block = _Block(self._sheet, self._row, plot)
        self._row += len(plot.labels) + 4
        return block

    def end(self) -> None:
        """Make the columns wide enough for what was written."""
        if self._sheet is not None:
            self._sheet.spread(0)


class _Block:
    """A plot in cells: title, headings, and a line for each label."""

    def __init__(self, sheet: Sheet, row: int, plot: Plot) -> None:
        self.plot, self._sheet, self._row = plot, sheet, row
        sheet.text(row, 0, plot.title, bold=True)
        sheet.text(row + 1, 0, own(plot.across), **_HEAD)
        sheet.wide(0, max((*plot.labels, ""), key=len))
        for place, label in enumerate(plot.labels):
            sheet.text(self._first + place, 0, own(label))
        self._next = 1
        self.held: dict[int, list[float | None]] = {}  # what cells of numbers hold
        if plot.ns:
            self._write(tr("n"), [n if _told(n) else None for n in plot.ns], "count")
        self.columns = [self._series(each) for each in plot.series]
        self.labels, self.unit = self._next, self._next + 1
        shown = [_label(plot, place) for place in range(len(plot.labels))]
        for column, title in ((self.labels, tr("in the chart")), (self.unit, _unit(plot))):
            sheet.text(row + 1, column, title, **_HEAD, indent=1)
            sheet.wide(column, f" {title}")
        for place, text in enumerate(shown):
            sheet.text(self._first + place, self.labels, text, indent=1, text_wrap=True)
            sheet.wide(self.labels, text)
            if "\n" in text:
                sheet.pen.set_row(self._first + place, 15 * (1 + text.count("\n")))

    @property
    def _first(self) -> int:
        return self._row + 2

    def _series(self, each: Series) -> tuple[int, int | None]:
        """The column of its values, and the first of two of how far its interval reaches to either side."""
        column = self._write(each.name, each.values)
        if not any(known(end) for pair in each.ends for end in pair):
            return column, None
        pairs = list(zip(each.values, each.ends, strict=True))
        reach = self._write(tr("below"), [_distance(ends[0], value) for value, ends in pairs])
        self._write(tr("above"), [_distance(value, ends[1]) for value, ends in pairs])
        return column, reach

    def _write(self, title: str, values: Sequence[float | None], unit: str = "") -> int:
        column, signed = self._next, self.plot.signed
        unit = unit or self.plot.unit
        self._sheet.text(self._row + 1, column, own(title), align="right", **_HEAD)
        self._sheet.wide(column, own(title))
        for place, value in enumerate(values):
            self._sheet.value(self._first + place, column, value, unit, signed=signed)
        self.held[column] = [
            None if value is None else in_cell(value, unit, signed=signed) for value in values
        ]
        self._next += 1
        return column

    def cells(self, column: int) -> list[Any]:
        """The cells of a column, as the library names a range."""
        last = self._first + len(self.plot.labels) - 1
        return [self._sheet.name, self._first, column, last, column]

    def range(self, column: int) -> str:
        """The same as a formula."""
        from xlsxwriter.utility import quote_sheetname, xl_range_abs

        name, *cells = self.cells(column)
        return f"={quote_sheetname(name)}!{xl_range_abs(*cells)}"

    def head(self, column: int) -> list[Any]:
        """The cell with the name of a column."""
        return [self._sheet.name, self._row + 1, column]

    @property
    def names(self) -> Names:
        """The cells with what stands around the chart."""
        title = [self._sheet.name, self._row, 0]
        return Names(title, self.head(0), self.head(self.unit))


def _distance(low: float | None, high: float | None) -> float | None:
    return None if low is None or high is None or not known(high - low) else high - low


def _label(plot: Plot, place: int) -> str:
    label = own(plot.labels[place])
    few = plot.shape == "bars" or len(plot.labels) <= FEW
    if not plot.ns or not few or not _told(plot.ns[place]):
        return label
    return label + ("  " if plot.shape == "bars" else "\n") + tr("n {n:,}", n=plot.ns[place])


def _told(n: int) -> bool:
    """Whether a count is one to be shown."""
    return isinstance(count(n), Told)


def _unit(plot: Plot) -> str:
    """What the axis of values counts."""
    if plot.signed:
        words = {"percent": "percentage points", **dict.fromkeys(TIMES, "minutes")}
    else:
        short = in_minutes(plot)
        words = dict.fromkeys(TIMES, "minutes and seconds" if short else "hours and minutes")
    return tr(words.get(plot.unit, plot.unit))


def _chart(book: Book, block: _Block) -> Any:
    plot = block.plot
    if plot.shape == "shares":
        chart = book.chart("column", "percent_stacked")
    elif plot.signed:
        chart = book.chart("bar", "stacked")
    else:
        chart = book.chart(_TYPES[plot.shape])
    for place, (column, reach) in enumerate(block.columns):
        drawn = look(plot, place)
        alone = sum(each.role == "value" for each in plot.series) == 1
        if reach is not None and (alone or plot.shape == "columns"):
            drawn["y_error_bars"] = {
                "type": "custom",
                "minus_values": block.range(reach),
                "minus_data": block.held[reach],
                "plus_values": block.range(reach + 1),
                "plus_data": block.held[reach + 1],
                "line": {"color": "#6B7683", "width": 1},
            }
        cells = {"categories": block.cells(block.labels), "values": block.cells(column)}
        chart.add_series({"name": block.head(column), **cells, **drawn})
    frame(chart, plot, block.names)
    return chart


def insert(sheet: Sheet, charts: Sequence[tuple[Any, Plot]], row: int) -> int:
    """Put charts on a sheet, two beside each other; gives the row below them."""
    for first in range(0, len(charts), 2):
        pair = charts[first : first + 2]
        for place, (chart, plot) in enumerate(pair):
            offset = {"x_offset": 4 + (WIDTH + 14) * place, "y_offset": 4, "object_position": 3}
            said = {"description": workbook_cell(plot.title)}
            sheet.pen.insert_chart(row, 0, chart, {**offset, **said})
        row += -(-max(height(plot) for _, plot in pair) // _ROW) + 1
    return row
