"""A workbook for an analyst: a page to read, the data, the definitions, and charts of cells.

The first sheet says what came out, as the table at a terminal does, with numbers in its cells. Tidy data hold
the values of CSV. It is the same for every kind of answer; a summary has a page for each of its reports, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from csmetrics.errors import MAPPED
from csmetrics.language import tr
from csmetrics.render import _workbook_comments
from csmetrics.render import _workbook_definitions as definitions
from csmetrics.render import _workbook_tables as tables
from csmetrics.render._account import account_lines
from csmetrics.render._kinds import grids, tidy
from csmetrics.render._messages import lines
from csmetrics.render._plots import plots
from csmetrics.render._tidy import Tidy
from csmetrics.render._words import title_of
from csmetrics.render._workbook import AMBER, GREEN, HEADING, MUTED, RED, Book, Sheet
from csmetrics.render._workbook_charts import Charts, insert
from csmetrics.report import Report, Result, Summary

SHORT = 30
"""A longer table has a sheet of its own; the first then shows what is not a slice."""
_LEAST = 125.0  # characters across a page, for paragraphs and two charts
_PAGE = 75  # rows that can still be read when they are printed on one page
_GOALS = {True: GREEN, False: RED, None: AMBER}


def render(result: Result) -> bytes:
    """Write the answer as a workbook."""
    book = Book(next(grids(result)).title, getattr(result, "stamp", None))
    scorecard = isinstance(result, Summary)
    pages = [_Page(book, tr("Scorecard") if scorecard else tr("Summary"), result)]
    if isinstance(result, Summary):
        if result.comments is not None:
            _workbook_comments.write(book.sheet(tr("Comments")), result.comments)
        for report in result.reports:
            metric = report.definition.metric
            name = tr(title_of(metric, metric))
            beside = [each for each in result.standards if each.definition.metric == metric]
            pages.append(_Page(book, name, report, tr("{name} table", name=name), beside))
    held = [(tr("Data"), tidy(result))]
    if isinstance(result, Summary) and result.reports:
        held.append((tr("Data by metric"), joined(map(tidy, result.reports))))
    data = [(book.sheet(name, rows=len(each.rows) + 1), each) for name, each in held]
    told = book.sheet(tr("Definitions"))
    charts = Charts(book)  # whose sheet comes last
    for page in pages:
        page.fill(charts)
    for sheet, each in data:
        tables.data(sheet, each)
    definitions.write(told, result)
    charts.end()
    return book.written()


def joined(several: Iterable[Tidy]) -> Tidy:
    """Tidy tables below each other: the columns of all, empty cells where one has none of them."""
    parts = tuple(several)
    columns = tuple(dict.fromkeys(column for part in parts for column in part.columns))
    rows = (dict(zip(part.columns, row, strict=True)) for part in parts for row in part.rows)
    return Tidy(columns, tuple(tuple(map(row.get, columns)) for row in rows))


class _Page:
    """A sheet to be read: what came out, charts, and below them what is to be known about it.

    ``beside`` are further answers below it, such as the people and teams behind a metric.
    """

    def __init__(
        self, book: Book, name: str, result: Result, long: str = "", beside: Sequence[Result] = ()
    ) -> None:
        self._result, self._all = result, (result, *beside)
        self._sheet = book.sheet(name)
        self._long: list[tuple[Sheet, tables.Laid]] = []
        self._tables: list[tables.Laid] = []
        for grid in (grid for each in self._all for grid in grids(each)):
            table = tables.laid(grid)
            if len(table.whole) > SHORT:
                sheet = book.sheet(long or tr("Table"), rows=len(table.whole) + 1)
                self._long.append((sheet, table))
                table = table.only_whole()
            self._tables.append(table)

    def fill(self, charts: Charts) -> None:
        """Write all of it."""
        for sheet, table in self._long:
            _own(sheet, table)
        sheet = self._sheet
        tables.measure(sheet, self._tables)
        if isinstance(self._result, Summary):
            sheet.wide(len(self._tables[0].fields), " " * 20)  # for the trends
        sheet.spread(max(len(table.fields) for table in self._tables), _LEAST)
        row = 0
        for place, table in enumerate(self._tables):
            row = self._table(row, table, charts, first=place == 0)
        drawn = [(charts.made(plot), plot) for each in self._all for plot in plots(each)]
        row = insert(sheet, drawn, row)
        for text, style in self._below():
            sheet.line(row, text, **style)
            row += 1
        if row <= _PAGE:
            sheet.pen.fit_to_pages(1, 1)

    def _table(self, row: int, table: tables.Laid, charts: Charts, *, first: bool) -> int:
        """A table with its heading, and the notes that belong to it."""
        sheet, grid = self._sheet, table.grid
        sheet.line(row, grid.title, bold=True, font_size=16 if first else 12)
        row += 1
        if grid.subtitle:
            sheet.line(row, grid.subtitle, font_color=MUTED)
            row += 1
        row += first
        if table.whole and grid.figures:
            if first and isinstance(self._result, Summary):
                self._trends(row, len(table.fields), self._result, charts)
            row = tables.write(sheet, row, table) + 1
        for shown, long in self._long:
            if long.grid is grid:
                text = tr("{n:,} rows: sheet {name}", n=len(long.whole), name=shown.name)
                sheet.line(row, text, font_color=MUTED)
                row += 1
        for met, text in grid.verdicts:
            sheet.line(row, text, bold=True, font_color=_GOALS[met])
            row += 1
        for text in grid.notes:
            sheet.line(row, text)
            row += 1
        return row + bool(grid.verdicts or grid.notes)

    def _trends(self, row: int, column: int, summary: Summary, charts: Charts) -> None:
        """Small columns for each KPI beside the scorecard."""
        self._sheet.text(row, column, tr("Trend"), **HEADING, indent=1)
        for place, kpi in enumerate(summary.kpis, 1):
            for plot in plots(kpi.trend) if kpi.trend else ():
                charts.sparkline(plot, self._sheet, (row + place, column))

    def _below(self) -> list[tuple[str, dict[str, Any]]]:
        """Definition, account and messages; which column was taken for what stands with the definitions."""
        result = self._result
        rules = dict.fromkeys(text for table in self._tables for text in table.grid.rules)
        account = account_lines(result) if isinstance(result, Report) else []
        said = [(text, {"font_color": MUTED}) for text in (*rules, *account)]
        for each in result.diagnostics:
            if each.kind != MAPPED:
                colour = AMBER if each.kind.level == "warning" else MUTED
                said += [(text, {"font_color": colour}) for text in lines(each)]
        return said


def _own(sheet: Sheet, table: tables.Laid) -> None:
    """A long table on a sheet of its own: headings in view and on each page, and a filter."""
    tables.measure(sheet, [table])
    sheet.spread(len(table.fields))
    tables.write(sheet, 0, table)
    sheet.pen.freeze_panes(1, 0)
    sheet.pen.repeat_rows(0)
    sheet.pen.autofilter(0, 0, len(table.whole), len(table.fields) - 1)
