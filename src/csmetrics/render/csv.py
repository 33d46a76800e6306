"""Tidy CSV and TSV for machines: one row for each figure, digits never grouped."""

from __future__ import annotations

import csv
from datetime import date, datetime

from csmetrics.render._kinds import tidy
from csmetrics.render._text import csv_cell
from csmetrics.render._tidy import Cell
from csmetrics.report import Result


def render(result: Result) -> str:
    """Write the result as CSV."""
    return _render(result, ",")


def render_tsv(result: Result) -> str:
    """Write the result as TSV."""
    return _render(result, "\t")


class _Lines(list[str]):
    """Lines of the csv module, which quotes CR in a cell only while lines end with CR LF."""

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n") + "\n")


def _render(result: Result, delimiter: str) -> str:
    table = tidy(result)
    lines = _Lines()
    writer = csv.writer(lines, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(map(csv_cell, table.columns))
    writer.writerows(map(_text, row) for row in table.rows)
    return "".join(lines)


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return csv_cell(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else repr(cell)
