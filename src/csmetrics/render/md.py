"""A Markdown table as GitHub shows it; under it the definition, the account, the warnings."""

from __future__ import annotations

from collections.abc import Iterator

from csmetrics.render._account import account_lines
from csmetrics.render._grid import Grid
from csmetrics.render._kinds import grids
from csmetrics.render._messages import lines
from csmetrics.render._text import markdown, markdown_line
from csmetrics.report import Report, Result, Summary


def render(result: Result) -> str:
    """Write the answer as Markdown; a summary with the tables of each metric below it."""
    reports = result.reports if isinstance(result, Summary) else ()
    blocks = [
        *_answer(result),
        *(block for report in reports for block in _answer(report)),
        *("<br>\n".join(map(markdown_line, lines(each))) for each in result.diagnostics),
    ]
    return "\n\n".join(blocks) + "\n"


def _answer(result: Result) -> Iterator[str]:
    """The tables of an answer, and the account of its rows where it is of one metric."""
    for table in grids(result):
        yield from _blocks(table)
    if isinstance(result, Report):
        yield from map(markdown_line, account_lines(result))


def _blocks(table: Grid) -> Iterator[str]:
    """Heading, table, and a paragraph for each line under it; a drawing in characters is left away."""
    yield f"**{markdown(table.title)}**" + (
        f" · {markdown(table.subtitle)}" if table.subtitle else ""
    )
    shown = [place for place, column in enumerate(table.columns) if column.kind != "chart"]
    columns = [table.columns[place] for place in shown]
    yield "\n".join(
        (
            _line([markdown(column.title) for column in columns]),
            _line(["--:" if column.right else ":--" for column in columns]),
            *(_line([markdown(row.cells[place]) for place in shown]) for row in table.rows),
        )
    )
    for line in (*table.notes, *table.rules, *(text for _, text in table.verdicts)):
        yield markdown_line(line)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
