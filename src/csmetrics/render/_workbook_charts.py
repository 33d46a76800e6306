"""Native charts: every series, name and title of them is a cell of one sheet, which can be changed."""

from __future__ import annotations

from typing import Any

from csmetrics.language import tr
from csmetrics.render._numbers import known
from csmetrics.render._plot import Plot, Series
from csmetrics.render._text import workbook_cell
from csmetrics.render._workbook import (
    INK,
    LINE,
    MUTED,
    PALE,
    Book,
    Sheet,
    in_cell,
    shown_as,
)

WIDTH, HEIGHT = 620, 330
"""Pixels of a chart."""
ROWS_HIGH = -(-HEIGHT // 20) + 1
"""Rows of a sheet that it covers, with room below."""

BLUE, ORANGE, GREY = "#0072B2", "#C8500A", "#AAB2BB"
COLOURS = (BLUE, ORANGE, "#009E73", "#CC79A7", "#56B4E9", "#8A6D00")
"""After Okabe & Ito, which the colour-blind tell apart; lines have markers of their own, too."""
MARKERS = ("circle", "diamond", "square", "triangle", "x", "star")
KINDS = {2: (GREY, BLUE), 3: (ORANGE, GREY, BLUE)}
"""Of the worst kind of answers first."""

_SECONDS = [60 * each for each in (1, 2, 5, 10, 15, 30)]
_SECONDS += [3600 * each for each in (1, 2, 3, 4, 6, 8, 12, 24, 48, 96, 168, 336)]
_TYPES = {"line": "line", "columns": "column", "bars": "bar", "dots": "line"}
_FEW = 14  # labels under which there is room for their n


class Charts:
    """The sheet that all charts of a workbook are drawn from, one block below the other."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheet: Sheet | None = None
        self._row = 0

    def made(self, plot: Plot) -> Any:
        """Write what a plot shows, and draw it from there."""
        if self._sheet is None:
            self._sheet = self._book.sheet(tr("Chart data"))
        block = _Block(self._sheet, self._row, plot)
        self._row += len(plot.labels) + 4
        return _chart(self._book, block)

    def end(self) -> None:
        """Make the columns wide enough for what was written."""
        if self._sheet is not None:
            self._sheet.spread(0)


class _Block:
    """A plot in cells: title, headings, and a line for each label."""

    def __init__(self, sheet: Sheet, row: int, plot: Plot) -> None:
        self.plot, self._sheet, self._row = plot, sheet, row
        self.axis_title = _unit(plot)
        sheet.text(row, 0, plot.title, bold=True)
        heads = [plot.across, tr("n"), tr("label"), self.axis_title]
        for column, title in enumerate(heads):
            sheet.text(row + 1, column, title, **_HEAD)
        for place, label in enumerate(plot.labels):
            sheet.text(self._first + place, 0, label)
            if plot.ns:
                sheet.number(self._first + place, 1, plot.ns[place], "#,##0")
            sheet.text(self._first + place, 2, _label(plot, place))
        for column, text in enumerate((max(plot.labels, key=len), "", _label(plot, 0), "")):
            sheet.wide(column, text)
        self._next = 4
        self.columns = [self._series(each) for each in plot.series]

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

    def _write(self, title: str, values: Any) -> int:
        column, unit, signed = self._next, self.plot.unit, self.plot.signed
        self._sheet.text(self._row + 1, column, title, align="right", **_HEAD)
        self._sheet.wide(column, title)
        for place, value in enumerate(values):
            self._sheet.value(self._first + place, column, value, unit, signed=signed)
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
    def title(self) -> list[Any]:
        """The cell with the title."""
        return [self._sheet.name, self._row, 0]


_HEAD = {"font_color": MUTED, "bottom": 1, "bottom_color": LINE}


def _distance(low: float | None, high: float | None) -> float | None:
    return None if low is None or high is None or not known(high - low) else high - low


def _label(plot: Plot, place: int) -> str:
    label = plot.labels[place]
    if not plot.ns or (plot.shape != "bars" and len(plot.labels) > _FEW):
        return label
    return label + ("  " if plot.shape == "bars" else "\n") + tr("n {n:,}", n=plot.ns[place])


def _unit(plot: Plot) -> str:
    """What the axis of values counts."""
    words = {"percent": "percent", "points": "points", "count": "count"}
    if plot.signed:
        words |= {"percent": "percentage points", "seconds": "minutes"}
    return tr(words.get(plot.unit, "score" if plot.unit == "score" else "hours and minutes"))


def _chart(book: Book, block: _Block) -> Any:
    plot = block.plot
    if plot.shape == "shares":
        chart = book.chart("column", "percent_stacked")
    elif plot.signed:
        chart = book.chart("bar", "stacked")
    else:
        chart = book.chart(_TYPES[plot.shape])
    for place, (column, reach) in enumerate(block.columns):
        look = _look(plot, place)
        if reach is not None and len(plot.series) - _companions(plot) == 1:
            look["y_error_bars"] = {
                "type": "custom",
                "minus_values": block.range(reach),
                "plus_values": block.range(reach + 1),
                "line": {"color": "#6B7683", "width": 1},
            }
        cells = {"categories": block.cells(2), "values": block.cells(column)}
        chart.add_series({"name": block.head(column), **cells, **look})
    _frame(chart, block)
    return chart


def _companions(plot: Plot) -> int:
    return sum(each.role != "value" for each in plot.series)


def _look(plot: Plot, place: int) -> dict[str, Any]:
    """How a series is drawn, by what it is."""
    role, colour = plot.series[place].role, COLOURS[place % len(COLOURS)]
    if role == "centre":
        return {"line": {"color": MUTED, "width": 1.25}, "marker": {"type": "none"}}
    if role == "limit":
        line = {"color": ORANGE, "width": 1.25, "dash_type": "dash"}
        return {"line": line, "marker": {"type": "none"}}
    if role == "signal":
        fill = {"fill": {"color": ORANGE}, "border": {"color": ORANGE}}
        return {"line": {"none": True}, "marker": {"type": "diamond", "size": 11, **fill}}
    if plot.shape in ("line", "dots"):
        line = {"none": True} if plot.shape == "dots" else {"color": colour, "width": 2.25}
        fill = {"fill": {"color": colour}, "border": {"color": "#FFFFFF"}}
        return {"line": line, "marker": {"type": MARKERS[place % 6], "size": 7, **fill}}
    return _area(plot, place, colour)


def _area(plot: Plot, place: int, colour: str) -> dict[str, Any]:
    """A series of columns or bars."""
    many = len(plot.series)
    if plot.shape == "shares":
        colour = KINDS[3][::-1][place % 3]
        font = {"color": INK if colour == GREY else "#FFFFFF", "size": 8}
        labels = {"value": True, "num_format": "0", "font": font}
        return {"fill": {"color": colour}, "gap": 45, "data_labels": labels}
    look: dict[str, Any] = {"fill": {"color": colour}, "gap": 45 if many == 1 else 60}
    if many == 1 and not any(plot.series[0].ends):
        look["data_labels"] = {"value": True, "font": {"color": MUTED, "size": 9}}
    if plot.kinds:
        colours = KINDS.get(max(plot.kinds) + 1)
        if colours:
            look["points"] = [{"fill": {"color": colours[kind]}} for kind in plot.kinds]
    if plot.signed:
        look["overlap"] = 100
    return look


def _frame(chart: Any, block: _Block) -> None:
    """Title, axes, legend: no more ink than is read."""
    plot, small = block.plot, {"size": 9, "color": MUTED, "bold": False}
    alone = len(plot.series) == 1
    chart.set_title({"name": block.title, "name_font": {"size": 12, "color": INK, "bold": True}})
    chart.set_chartarea({"border": {"color": PALE}})
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    chart.set_legend({"none": True} if alone else {"position": "bottom", "font": small})
    across = {
        "num_font": {**small, "color": INK},
        "line": {"color": LINE},
        "major_tick_mark": "none",
        "label_position": "low",
        **({"name": block.head(0), "name_font": small} if plot.across else {}),
    }
    bare = alone and plot.shape in ("columns", "bars") and not any(plot.series[0].ends)
    values = {
        "num_font": small,
        "num_format": _axis_format(plot),
        "line": {"none": True},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": not bare, "line": {"color": PALE, "width": 0.75}},
        "name": block.head(3),
        "name_font": small,
        **({"visible": False} if bare else {}),
        **_bounds(plot),
    }
    if plot.shape == "bars":  # the library calls the axis of labels x, though it stands upright
        across["reverse"] = True
        values["label_position"] = "high"
    chart.set_x_axis(across)
    chart.set_y_axis(values)


def _axis_format(plot: Plot) -> str:
    if plot.shape == "shares":
        return "0%"  # the axis of shares of a whole counts to 1
    if plot.signed:
        return shown_as(plot.unit, signed=True)
    whole = {"percent": '0" %"', "points": "0", "count": "#,##0"}
    if plot.unit in whole:
        return whole[plot.unit]
    return "0.0" if plot.unit == "score" else "[h]:mm"


def _bounds(plot: Plot) -> dict[str, float]:
    """Where the axis of values begins and ends, where the spreadsheet would not choose well."""
    if plot.signed or plot.shape == "shares":
        return {}
    ends = (end for each in plot.series for pair in each.ends for end in pair)
    found = [v for each in plot.series for v in each.values]
    values = [value for value in (*found, *ends) if value is not None and known(value)]
    low, high = min(values, default=0.0), max(values, default=0.0)
    bounds: dict[str, float] = {}
    if low >= 0 and plot.shape in ("columns", "bars"):
        bounds["min"] = 0
    if plot.unit == "percent" and high > 80:
        bounds["max"] = 100
    if plot.unit not in ("percent", "points", "count", "score") and low >= 0 and high:
        step = next((each for each in _SECONDS if high / each <= 6), None)
        if step is not None:
            bounds |= {
                "min": 0,
                "max": in_cell(step * -(-high // step), "seconds"),
                "major_unit": in_cell(step, "seconds"),
            }
    return bounds


def insert(sheet: Sheet, charts: list[tuple[Any, str]], row: int) -> int:
    """Put charts on a sheet, two beside each other; gives the row below them."""
    for place, (chart, title) in enumerate(charts):
        at = row + ROWS_HIGH * (place // 2)
        offset = {"x_offset": 4 + (WIDTH + 14) * (place % 2), "y_offset": 4, "object_position": 3}
        sheet.pen.insert_chart(at, 0, chart, {**offset, "description": workbook_cell(title)})
    return row + ROWS_HIGH * -(-len(charts) // 2)
