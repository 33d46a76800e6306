"""A Markdown table as GitHub shows it; under it the definition, the account, the warnings."""

from __future__ import annotations

from csmetrics.render._account import account_lines
from csmetrics.render._grid import Grid, GridRow, grids
from csmetrics.render._messages import lines
from csmetrics.render._text import markdown, markdown_line
from csmetrics.report import Report


def render(report: Report) -> str:
    """Write the report as Markdown."""
    tables = tuple(grids(report))
    last = tables[-1]
    under = [*last.notes, *last.rules, *(text for _, text in last.verdicts)]
    blocks = [
        *(block for table in tables for block in _blocks(table)),
        *(markdown_line(line) for line in (*under, *account_lines(report))),
        *("<br>\n".join(map(markdown_line, lines(each))) for each in report.diagnostics),
    ]
    return "\n\n".join(blocks) + "\n"


def _blocks(table: Grid) -> tuple[str, str]:
    head = f"**{markdown(table.title)}**"
    return (
        head + (f" · {markdown(table.subtitle)}" if table.subtitle else ""),
        "\n".join(
            (
                _line([markdown(column.title) for column in table.columns]),
                _line(["--:" if column.right else ":--" for column in table.columns]),
                *(_row(row) for row in table.rows),
            )
        ),
    )


def _row(row: GridRow) -> str:
    return _line([markdown(cell) for cell in row.cells])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
