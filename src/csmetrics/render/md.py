"""A Markdown table as GitHub shows it; under it the definition, the account, the warnings."""

from __future__ import annotations

from collections.abc import Iterator

from csmetrics.language import tr
from csmetrics.render import _comments
from csmetrics.render._account import account_lines
from csmetrics.render._grid import Grid
from csmetrics.render._kinds import grids
from csmetrics.render._messages import lines
from csmetrics.render._text import markdown, markdown_line
from csmetrics.report import Comments, Report, Result, Summary


def render(result: Result) -> str:
    """Write the answer as Markdown; a summary with the tables of each metric below it."""
    blocks = [
        *_answer(result),
        *(_parts(result) if isinstance(result, Summary) else ()),
        *("<br>\n".join(map(markdown_line, lines(each))) for each in result.diagnostics),
    ]
    return "\n\n".join(blocks) + "\n"


def _parts(summary: Summary) -> Iterator[str]:
    """What is below a scorecard: each metric with the people and teams behind it, and what customers wrote."""
    for report in summary.reports:
        metric = report.definition.metric
        yield from _answer(report)
        for each in summary.standards:
            if each.definition.metric == metric:
                yield from _answer(each)
        if summary.comments is not None and summary.comments.metrics[-1] == metric:
            yield from _quotes(summary.comments)


def _quotes(comments: Comments) -> Iterator[str]:
    yield f"**{markdown(tr(_comments.TITLE))}** · {markdown(tr(_comments.account(comments)))}"
    for each in _comments.quotes(comments):
        said = "<br>\n".join(f"> {markdown_line(line)}".rstrip() for line in each.lines)
        yield f"{said}\n>\n> — {markdown(tr(each.of))}"


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
    if table.figures:
        yield "\n".join(_lines(table))
    for line in (*table.notes, *table.rules, *(text for _, text in table.verdicts)):
        yield markdown_line(line)


def _lines(table: Grid) -> Iterator[str]:
    shown = [place for place, column in enumerate(table.columns) if column.kind != "chart"]
    columns = [table.columns[place] for place in shown]
    yield _line([markdown(column.title) for column in columns])
    yield _line(["--:" if column.right else ":--" for column in columns])
    for row in table.rows:
        yield _line([markdown(row.cells[place]) for place in shown])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
