"""What a page of HTML holds, before it is written: cards, sections, and the account of where all of it is from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import TYPE_CHECKING

from csmetrics.errors import UNBALANCED
from csmetrics.language import in_force, tr
from csmetrics.render import _comments, _goals, _kinds, _messages
from csmetrics.render._account import account_lines
from csmetrics.render._cards import GOALS, Card, card_of, cards_of, headline_of
from csmetrics.render._grid import Grid
from csmetrics.render._views import with_months
from csmetrics.render.charts import busy, charts, of_answer
from csmetrics.report import Diagnostic, Goals, Input, Progress, Report, Result, Setting, Summary

if TYPE_CHECKING:
    from csmetrics.render.charts._draw import Chart

ALERTS = (UNBALANCED,)
"""What is said of the figures themselves, and so stands above them."""
FOLDED = 40
"""A table with more rows is folded on the screen."""


@dataclass(frozen=True)
class Table:
    """A table; ``places`` are the columns that are no drawings in characters."""

    grid: Grid
    places: tuple[int, ...]


@dataclass(frozen=True)
class Told:
    """What is said of one goal: how it stands, in a sign and a word, which it is, and why."""

    sign: str
    tone: str
    line: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One metric, or one answer: its charts, its tables, how it is defined; ``folded`` tables open on demand."""

    title: str
    line: str
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    verdicts: tuple[tuple[bool | None, str], ...] = ()
    folded: bool = False
    quotes: tuple[_comments.Quote, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows its tables have."""
        return sum(len(table.grid.rows) for table in self.tables)


@dataclass(frozen=True)
class Account:
    """The rows of one metric: read, used, left out and why."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """All of a page, in its order."""

    title: str
    line: str
    facts: str
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    accounts: tuple[Account, ...]
    messages: tuple[tuple[str, tuple[str, ...]], ...]
    inputs: tuple[Input, ...]
    settings: tuple[tuple[str, Setting], ...]
    lacking: tuple[tuple[str, str, str], ...] = ()
    alerts: tuple[str, ...] = ()


@singledispatch
def page_of(result: Result) -> Page:
    """The page of an answer of any kind: its tables, and what can be drawn of it."""
    grids = tuple(_kinds.grids(result))
    drawn = of_answer(result)
    sections = tuple(
        _section(grid, () if place else drawn, first=not place) for place, grid in enumerate(grids)
    )
    return Page(
        title=grids[0].title,
        line="",
        facts=grids[0].subtitle,
        cards=(),
        sections=sections,
        accounts=(),
        messages=_messages_of(result.diagnostics),
        inputs=_files(getattr(result, "inputs", ())),
        settings=_settings(("", each) for each in getattr(result, "settings", ())),
    )


@page_of.register
def _of_report(report: Report) -> Page:
    """The page of one metric."""
    section = section_of(report, folded=False)
    return Page(
        title=tr(report.definition.title),
        line="",
        facts=section.line,
        cards=tuple(card_of(report)),
        sections=(replace(section, title="", line=""),),
        accounts=_accounts((report,)),
        messages=_messages_of(report.diagnostics),
        inputs=_files(report.inputs),
        settings=_settings(("", each) for each in report.settings),
    )


@page_of.register
def _of_goals(goals: Goals) -> Page:
    """The page of goals: below the table each stands out with the reasons of its verdict."""
    page = page_of.dispatch(object)(goals)
    told = []
    for each, (line, *lines) in _goals.told(goals):
        sign, tone = GOALS.get(each.verdict, ("?", "still"))
        told.append(Told(sign, tone, tr(line), tuple(map(tr, lines))))
    notes = tuple(map(tr, _goals.besides(goals)))
    (section,) = page.sections
    return replace(page, sections=(replace(section, told=tuple(told), notes=notes),))


@page_of.register
def _of_summary(summary: Summary) -> Page:
    """The page of every KPI: the cards first, then a section for each metric."""
    reports = summary.reports
    title, line = headline_of(summary)
    _, *beside = _kinds.grids(summary)  # the cards stand for the scorecard itself
    return Page(
        title=title,
        line=line,
        facts=_facts(summary),
        cards=tuple(cards_of(summary)),
        sections=(
            *_parts_of(summary),
            *(_section(grid, (), first=False) for grid in beside),
        ),
        accounts=_accounts(reports),
        messages=_messages_of(summary.diagnostics),
        inputs=_files(summary.inputs),
        settings=_settings(
            (tr(report.definition.title), each) for report in reports for each in report.settings
        ),
        lacking=tuple((tr(each.title), tr(each.why), tr(each.cure)) for each in summary.lacking),
        alerts=tuple(with_months(each.text) for each in summary.diagnostics if each.kind in ALERTS),
    )


def section_of(report: Report, goals: Sequence[Progress] = (), *, folded: bool = True) -> Section:
    """The charts, tables and definition of one metric; ``goals`` are drawn where they are of its headline."""
    grids = tuple(_kinds.grids(report))
    last = grids[-1]
    return Section(
        title=tr(report.definition.title),
        line=grids[0].subtitle,
        charts=tuple(charts(report, goals)),
        tables=tuple(map(_table, grids)),
        notes=last.notes,
        rules=last.rules,
        verdicts=last.verdicts,
        folded=folded or sum(len(grid.rows) for grid in grids) > FOLDED,
    )


def _parts_of(summary: Summary) -> Iterator[Section]:
    """A section for each metric; what customers wrote follows the last of those that they were asked."""
    comments = summary.comments
    for report in summary.reports:
        yield _part_of(summary, report)
        if comments is not None and report.definition.metric == comments.metrics[-1]:
            said = tuple(_comments.quotes(comments))
            yield Section(tr(_comments.TITLE), tr(_comments.account(comments)), (), (), quotes=said)


def _part_of(summary: Summary, report: Report) -> Section:
    """A metric of a summary, with the people and teams behind it."""
    section = section_of(report, _goals_of(summary, report))
    metric = report.definition.metric
    found = [each for each in summary.standards if each.definition.metric == metric]
    drawn = [chart for each in found for chart in of_answer(each)]
    counts = (each for each in summary.busy if each.definition.metric == metric)
    drawn = [*(chart for each in counts for chart in busy.charts(each)), *drawn]
    tables = [_table(next(_kinds.grids(each))) for each in found]
    return replace(section, charts=(*section.charts, *drawn), tables=(*section.tables, *tables))


def _section(grid: Grid, drawn: Iterable[Chart], *, first: bool) -> Section:
    """The title of the first one is that of the page."""
    table = _table(replace(grid, subtitle=""))
    told = any(grid.columns[place].kind != "label" for place in table.places)
    words = (grid.notes, grid.rules, grid.verdicts)
    title = "" if first else grid.title
    return Section(
        title, "", tuple(drawn), (table,) if told else (), *words, len(grid.rows) > FOLDED
    )


def _table(grid: Grid) -> Table:
    """What is found stands right after the name, where a narrow screen shows it."""
    shown = [place for place, column in enumerate(grid.columns) if column.kind != "chart"]
    if len(shown) > 2 and grid.columns[shown[-1]].kind == "words":
        shown.insert(1, shown.pop())
    return Table(grid, tuple(shown))


def _accounts(reports: Iterable[Report]) -> tuple[Account, ...]:
    """The account of each metric, those that are alike together."""
    titles: dict[tuple[str, ...], list[str]] = {}
    for report in reports:
        lines = tuple(line.strip() for line in account_lines(report))
        titles.setdefault(lines, []).append(tr(report.definition.title))
    return tuple(Account(" · ".join(own), lines) for lines, own in titles.items())


def _messages_of(diagnostics: Sequence[Diagnostic]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Warnings, then notes, each as its lines; which column was taken for what stands with the files."""
    order = {"warning": 0, "note": 1}
    ranked = sorted(diagnostics, key=lambda each: order.get(each.kind.level, 2))
    return tuple(
        (each.kind.level, tuple(_messages.lines(each)))
        for each in ranked
        if each.kind.name != "mapped"
    )


def _files(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """Each file once, whatever several metrics took from it."""
    return tuple({(each.name, each.sha256): each for each in inputs}.values())


def _facts(summary: Summary) -> str:
    """Which rows, of which days, in which zone."""
    spans = [report.span for report in summary.reports if report.span]
    days = [min(span[0] for span in spans), max(span[1] for span in spans)] if spans else []
    said = [in_force().period(day.split("T")[0]) for day in days]
    span = [tr("{first} to {last}", first=said[0], last=said[1])] if said else []
    return " · ".join((*summary.filters, *span, summary.zone))


def _goals_of(summary: Summary, report: Report) -> tuple[Progress, ...]:
    metric = report.definition.metric
    found = (goal for kpi in summary.kpis if kpi.metric == metric for goal in kpi.goals)
    return tuple(dict.fromkeys(goal for goal in found if not goal.where))


def _settings(all_: Iterable[tuple[str, Setting]]) -> tuple[tuple[str, Setting], ...]:
    """What was said or found out, not what is so anyway; once where several metrics share it."""
    found: dict[Setting, list[str]] = {}
    everywhere = set()
    for title, each in all_:
        everywhere.add(title)
        if each.origin != "default" and each.value not in (None, (), ""):
            found.setdefault(each, []).append(title)
    return tuple(
        ("" if everywhere <= set(titles) else ", ".join(dict.fromkeys(titles)), each)
        for each, titles in found.items()
    )
