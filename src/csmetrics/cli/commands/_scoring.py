"""Every KPI that the columns of some files allow: what ``summary`` and ``report`` show."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from csmetrics.cli import configured, per_table, signature
from csmetrics.cli.commands import _balance, _judged
from csmetrics.errors import NO_AGE, STALE, TWO_SOURCES, USAGE, CsmetricsError
from csmetrics.intake.tables import Group, Named, asks_for, grouped, said
from csmetrics.language import Said, head, ours
from csmetrics.options import InputOptions
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.cli.commands._judged import Measured
    from csmetrics.cli.settings import Inputs, Settings, Values
    from csmetrics.metrics import Listed
    from csmetrics.metrics._contract import Metric
    from csmetrics.pipeline.observing import Asked
    from csmetrics.report import Progress, Report, Summary

T = TypeVar("T")
SURVEY = "responses"
OF_ROWS = ("where", "since", "until", "every")
"""Options that pick rows of the scorecard: a goal says itself on which rows and which stretch it is judged."""


@dataclass
class Board:
    """What a scorecard is made from: the files by table, the options as typed, the settings.

    ``faults`` are the reasons why a metric could not be computed on a table, ``used`` the tables of the others.
    """

    groups: tuple[Group, ...]
    values: Values
    found: Settings | None
    listed: Sequence[Listed]
    measured: Measured
    every: str
    taken: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: dict[tuple[str, str], CsmetricsError] = field(default_factory=dict)
    used: dict[str, Group] = field(default_factory=dict)

    def ask(self, name: str, where: tuple[str, ...]) -> Asked:
        """What is measured of a metric for a goal: on the table of its KPI, on all rows that fit the goal's tests."""
        metric = next(each for each in self.listed if each.name == name)
        if name not in self.used:
            self.measure(metric)
        if name not in self.used:
            raise self.fault(metric)
        return self._asked(metric.load(), self.used[name], where, goal=True)

    def told(self, name: str) -> Asked:
        """What is measured of a metric for its line of the scorecard, as a whole."""
        metric = next(each for each in self.listed if each.name == name)
        asked = self._asked(metric.load(), self.used[name])
        slices = replace(asked.options.slices, by=(), every=None)
        given = asked.options.given - {"by", "every"}
        return replace(asked, options=replace(asked.options, slices=slices, given=given))

    def measure(self, each: Listed) -> tuple[Report, tuple[Diagnostic, ...]] | None:
        """A metric on the first table that allows it, by period; None, and the reasons noted, where none does."""
        return self.using(each, lambda asked: _balance.by_period(asked, self.every, self.measured))

    def using(self, each: Listed, use: Callable[[Asked], T]) -> T | None:
        """What is made of a metric on the first table that allows it; None where none does.

        Refuses (``BAD_CONFIG``) a column that the settings name for it, and that its table does not have.
        """
        metric = each.load()
        for group in self._candidates(metric):
            try:
                asked = self._asked(metric, group)
                column = self._column_of(asked, group)
                made = use(asked)
            except CsmetricsError as fault:
                if fault.kind in (STALE, NO_AGE):  # no scorecard of an export that stopped
                    raise
                self.faults[metric.name, group.table] = fault
                continue
            if column is not None:
                self.taken.setdefault((group.table, column), metric.name)
            self.used[metric.name] = group
            return made
        own = self.faults.get((metric.name, metric.table))
        if own and (refused := configured.misnamed(self.found, metric.name, own)):
            raise refused
        return None

    def refuse_unused(self) -> None:
        """Refuse, before anything is read, an option that names a column which no file has."""
        pairs = [
            (group, each.load()) for each in self.listed for group in self._candidates(each.load())
        ]
        per_table.refuse_unused(self.values, pairs)

    def unreached(self) -> Sequence[Diagnostic]:
        """What was measured without a test of rows that was asked for; refused where nothing was with it."""
        loaded = {each.name: each.load() for each in self.listed}
        pairs = [(group, loaded[name]) for name, group in self.used.items()]
        per_table.refuse_unused(self.values, pairs)
        return tuple(per_table.unreached(self.values, pairs))

    def refuse_mute(self) -> None:
        """Refuse files of which nothing at all could be computed, for the first reason."""
        for group in self.groups:
            told = [fault for (_, table), fault in self.faults.items() if table == group.table]
            tried = [each for each in self.listed if group in self._candidates(each.load())]
            if told and len(told) == len(tried):
                raise told[0]

    def lacking(self, each: Listed) -> tuple[str, str]:
        """Why a metric could not be computed, and how to mend it."""
        fault = self.fault(each)
        return head(fault.text), fault.hint

    def fault(self, each: Listed) -> CsmetricsError:
        """Why a metric could not be computed."""
        return self._fault(each.load())

    def _fault(self, metric: type[Metric]) -> CsmetricsError:
        for group in self._candidates(metric):
            if fault := self.faults.get((metric.name, group.table)):
                return fault
        message, cure = (
            Said("no file holds {table}", table=ours(metric.table)),
            Said("add one that does"),
        )
        return CsmetricsError(USAGE, message=message, suggestion=cure)

    def _candidates(self, metric: type[Metric]) -> list[Group]:
        """The files of its table; for answers also exports of tickets, which may hold ratings."""
        own = [group for group in self.groups if group.table == metric.table]
        others = [group for group in self.groups if group.table != metric.table]
        return own + (others if "score" in metric().needs() else [])

    def window(self) -> tuple[str | None, str | None]:
        """The days that were asked for, as dates; None where an end is open."""
        from csmetrics.pipeline.given import window_of
        from csmetrics.slices.window import day

        for each in self.listed:
            metric = each.load()
            if each.name in self.used and not metric.by_period:
                options = self._asked(metric, self.used[each.name]).options
                as_of = options.slices.as_of
                days = window_of(options, None if as_of is None else day("--as-of", as_of))
                ends = (None if end is None else end.isoformat() for end in (days.first, days.last))
                return next(ends), next(ends)
        return None, None

    def sources(self) -> Iterator[Diagnostic]:
        """Answers that stand in two tables, of which one is measured."""
        for name, group in self.used.items():
            table = next(each for each in self.listed if each.name == name).load().table
            for other in self.groups:
                column = (
                    other.score(table, name) if table == SURVEY and other is not group else None
                )
                if column is not None and name in asks_for(column):
                    words = (("metric", name), ("used", group.table), ("other", other.table))
                    yield Diagnostic(TWO_SOURCES, (*words, ("column", column)))

    def _asked(
        self,
        metric: type[Metric],
        group: Group,
        where: tuple[str, ...] = (),
        *,
        goal: bool = False,
    ) -> Asked:
        from csmetrics.pipeline.observing import Asked  # heavy

        own = {name: each for name, each in self.values.items() if not (goal and name in OF_ROWS)}
        typed: dict[str, Any] = per_table.meant(own, group, metric)
        told = configured.merged(self.found, metric, group.files, typed)
        values = told.values
        if where:
            values = values | {"where": [*(values.get("where") or ()), *where]}
        told = replace(told, values=values)
        return Asked(signature.build(metric, values), group.files, told.options())

    def _column_of(self, asked: Asked, group: Group) -> str | None:
        """The column of answers, unless it is that of another question; None where the metric names its own."""
        metric = asked.metric
        if metric.table != SURVEY or getattr(metric, "score", False):
            return None
        declared = dict(text.split("=", 1) for text in asked.options.input.column)
        column = declared.get("score") or group.score(metric.table, metric.name)
        if column is None:
            return None
        named, before = asks_for(column), self.taken.get((group.table, column))
        if (named and metric.name not in named) or (not named and before):
            other = before or " or ".join(sorted(named))
            message = Said(
                "{column} holds the answers of {other}, and no other column is known to",
                column=column,
                other=other,
            )
            cure = f'name its own: [metrics.{metric.name}] score = ["NAME"] in csmetrics.toml'
            raise CsmetricsError(USAGE, message=message, suggestion=cure)
        return column


def groups_of(files: Sequence[str], values: Values, found: Settings | None) -> tuple[Group, ...]:
    """The files of a run by table: those named, else those of the settings."""
    inputs = () if found is None else found.inputs
    if not files:
        named = [
            Named(file, _opening(each, values), each.table)
            for each in inputs
            for file in each.files
        ]
        return grouped(named)
    named = []
    for name in files:
        table, file = said(name)
        each = _entry(inputs, file)
        table = table or (None if each is None else each.table)
        named.append(Named(file, _opening(each, values), table))
    return grouped(named)


def _entry(inputs: Sequence[Inputs], file: str) -> Inputs | None:
    real = os.path.realpath(file)
    return next((each for each in inputs if real in map(os.path.realpath, each.files)), None)


def _opening(each: Inputs | None, values: Values) -> InputOptions:
    """How a file is opened: as typed, else as the settings say."""
    told: Values = {} if each is None else dict(each.values)
    if each is not None and each.columns:
        told["column"] = [f"{role}={header}" for role, header in each.columns.items()]
    typed = {name: value for name, value in values.items() if value not in (None, False, 0, [], ())}
    return signature.build(InputOptions, told | typed)


def scored(board: Board) -> tuple[Summary, tuple[Progress, ...]]:
    """Measure all that can be, judge the goals, and see what was bought with what."""
    from csmetrics.analyses import scorecard
    from csmetrics.report import Lacking, Summary

    reports: list[Report] = []
    said: list[Diagnostic] = []
    lacking = []
    for each in board.listed:
        made = board.measure(each)
        if made is None:
            lacking.append(Lacking(each.name, each.line.split(":")[0], *board.lacking(each)))
        else:
            reports.append(made[0])
            said += made[1]
    board.refuse_mute()
    said += board.unreached()
    objectives = () if board.found is None else board.found.goals
    goals = _judged.judged(objectives, board.ask, board.measured)
    kpis = tuple(
        kpi
        for report in reports
        for kpi in scorecard.kpis(
            report, board.every, [each for each in goals if each.metric == report.rows[0].metric]
        )
    )
    pairs = _balance.pairs_of(board.found, board.listed)
    told = [note for report in board.measured.reports for note in report.diagnostics]
    told += board.measured.doubts
    summary = Summary(
        kpis=kpis,
        lacking=tuple(lacking),
        reports=tuple(reports),
        every=board.every,
        relations=tuple(scorecard.relations(kpis, pairs)),
        inputs=tuple(dict.fromkeys(each for report in reports for each in report.inputs)),
        diagnostics=tuple(
            dict.fromkeys((*told, *said, *board.sources(), *scorecard.unbalanced(kpis, pairs)))
        ),
        zone=next((report.zone for report in reports), "UTC"),
        window=board.window(),
        filters=tuple(dict.fromkeys(each for report in reports for each in report.filters)),
    )
    return summary, goals
