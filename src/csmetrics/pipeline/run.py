"""Reading and adding: each part of each file is typed, filtered, sliced, and added to the sums.

A run reads its files once. What had to be assumed before the first row (a scale, the order of dates) is
held against all rows at the end; where they prove something else, the files are read again with that. The
second reading cannot differ from what it assumed, because evidence does not depend on assumptions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from csmetrics import errors
from csmetrics.calc.states import States, Tally
from csmetrics.errors import CsmetricsError
from csmetrics.intake.columns import Columns, Decisions, Typed, sample_part
from csmetrics.intake.ledger import Ledger
from csmetrics.intake.table import Table
from csmetrics.read._raw import Findings
from csmetrics.report import Diagnostic
from csmetrics.slices import keys, periods, where
from csmetrics.slices.keys import WHITESPACE, WHOLE
from csmetrics.slices.periods import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from csmetrics.metrics._contract import Contribution, Metric
    from csmetrics.pipeline.plan import Plan, Question


Watch = Callable[[int], None]
READINGS = 2


@dataclass
class Study:
    """The sums and the account of one question. ``metric`` is None while its scale is not known."""

    question: Question
    metric: Metric | None
    states: States = field(default_factory=States)
    ledger: Ledger = field(default_factory=Ledger)


@dataclass
class Run:
    """What one reading came to. ``ledger`` is the account over all questions."""

    columns: Columns
    studies: list[Study]
    separators: dict[str, str]
    rows: list[int]
    ledger: Ledger = field(default_factory=Ledger)
    covered: Window = field(default_factory=Window)
    notes: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True)
class Assumed:
    """What a reading takes for granted."""

    decisions: Decisions
    metrics: tuple[Metric | None, ...]
    separators: dict[str, str]


def settled_run(plan: Plan, watch: Watch) -> Run:
    """Read until what was assumed is what all rows prove: once, or twice."""
    assumed = _from_sample(plan)
    for _ in range(READINGS):
        run = _read(plan, assumed, watch)
        proven = _proven(plan, run)
        if proven == assumed:
            return run
        assumed = proven
    raise AssertionError("what the rows prove depends on what was assumed")


def _from_sample(plan: Plan) -> Assumed:
    """What the first rows say. They may be no fair sample: nothing is refused on their account."""
    columns = Columns(plan.columns, plan.options.input, {})
    table = plan.tables[0]
    columns.typed(sample_part(table.sample, columns.places(0)), 0)
    try:
        decisions, _ = columns.settle()
    except CsmetricsError:
        decisions = {}
    metrics: list[Metric | None] = []
    for question in plan.questions:
        try:
            metrics.append(plan.metric.settle(columns.evidence(question.key))[0])
        except CsmetricsError:
            metrics.append(None)
    return Assumed(decisions, tuple(metrics), {by.key: WHITESPACE for by in plan.by if by.several})


def _proven(plan: Plan, run: Run) -> Assumed:
    """What all rows say; here a column that cannot be what it is taken for is refused."""
    if not sum(run.rows):
        raise CsmetricsError(errors.NO_ROWS, file=", ".join(plan.files))
    decisions, notes = run.columns.settle()
    asked = [run.columns.evidence(question.key) for question in plan.questions]
    if not any(evidence.answers or evidence.unreadable for evidence in asked):
        names = ", ".join(evidence.column for evidence in asked)
        silent = sum(evidence.not_answered for evidence in asked)
        if silent:
            raise CsmetricsError(errors.NOBODY_ANSWERED, column=names, asked=silent)
        raise CsmetricsError(errors.ALL_BLANK, column=names, rows=sum(run.rows))
    metrics = []
    for evidence in asked:
        metric, told = plan.metric.settle(evidence)
        metrics.append(metric)
        notes.extend(told)
    run.notes.extend(notes)
    return Assumed(decisions, tuple(metrics), dict(run.separators))


def _read(plan: Plan, assumed: Assumed, watch: Watch) -> Run:
    run = Run(
        columns=Columns(plan.columns, plan.options.input, assumed.decisions, plan.files),
        studies=[
            Study(question, metric)
            for question, metric in zip(plan.questions, assumed.metrics, strict=True)
        ],
        separators=dict.fromkeys(assumed.separators, WHITESPACE),
        rows=[0] * len(plan.tables),
    )
    for file, raw in enumerate(plan.tables):
        findings = Findings()  # of this file: what a reader says of it is counted in here
        for part in raw.parts(run.columns.places(file), findings):
            if len(part.numbers):
                _add(plan, assumed, run, run.columns.typed(part, file), file)
                watch(sum(run.rows))
        _account_bad_rows(run, file, findings.bad_rows)
        if raw.header_row > 1:
            params = (("file", raw.name), ("row", raw.header_row))
            run.notes.append(Diagnostic(errors.HEADER_BELOW, params))
        run.notes.extend(findings.notes)
    return run


def _account_bad_rows(run: Run, file: int, rows: Sequence[int]) -> None:
    run.rows[file] += len(rows)
    for ledger in (run.ledger, *(study.ledger for study in run.studies)):
        ledger.enter((errors.BAD_ROW, (), ""), len(rows), [(file, row) for row in rows])


def _add(plan: Plan, assumed: Assumed, run: Run, typed: Typed, file: int) -> None:
    """Add one part to the sums of every question."""
    run.rows[file] += len(typed.numbers)
    for by in plan.by:
        if by.several:
            found = keys.separator(map(str, typed.frame[by.key].cat.categories))
            run.separators[by.key] = keys.stronger(run.separators[by.key], found)
    days = _days(plan, run, typed)
    tables = []
    for study in run.studies:
        table = _table(plan, study.question, typed, file)
        _filter(plan, table, days)
        if study.metric is not None:
            for contribution in study.metric.contributions(table):
                study.states += _grouped(plan, assumed, table, contribution, days)
        study.ledger += table.ledger()
        tables.append(table)
    run.ledger += tables[0].ledger() if len(tables) == 1 else _joint(tables)


def _table(plan: Plan, question: Question, typed: Typed, file: int) -> Table:
    """The columns of one question by role."""
    key, role = question.key, question.key.partition("=")[0]
    headers = {column.key: column.header for column in plan.columns}
    headers[role] = headers[key]
    frame = typed.frame.assign(**{role: typed.frame[key]}) if key != role else typed.frame
    faults = {**typed.faults, role: typed.faults[key]}
    texts = typed.texts if plan.options.output.show_values else {}
    return Table(frame, faults, headers, typed.numbers, file, texts)


def _days(plan: Plan, run: Run, typed: Typed) -> NDArray[np.datetime64] | None:
    """The day of each row, where rows are dated; widens the span that the data cover."""
    if plan.date is None:
        return None
    days = periods.days(typed.frame[plan.date], plan.options.input.tz)
    known = days[~np.isnat(days)]
    if len(known):
        first, last = known.min().item(), known.max().item()
        covered = run.covered
        run.covered = Window(
            first if covered.first is None else min(first, covered.first),
            last if covered.last is None else max(last, covered.last),
        )
    return days


def _filter(plan: Plan, table: Table, days: NDArray[np.datetime64] | None) -> None:
    for test in plan.filters:
        if test.key in table.faults:
            table.leave_out(
                table.faulty(test.key, errors.NOT_A_NUMBER), errors.NOT_A_NUMBER, test.key
            )
        fits = where.mask(test.condition, table.frame[test.key], plan.options.input.tz)
        table.leave_out(~fits, errors.NOT_SELECTED, test.key)
    if plan.date is not None and days is not None:
        table.leave_out_faults(plan.date, zone=plan.options.input.tz)
        table.leave_out(~plan.window.mask(days), errors.OUTSIDE_WINDOW, plan.date)


def _grouped(
    plan: Plan,
    assumed: Assumed,
    table: Table,
    contribution: Contribution,
    days: NDArray[np.datetime64] | None,
) -> States:
    """A contribution as states: the whole is group 0, the slices follow."""
    rows, values = contribution.rows, contribution.values
    whole = np.zeros(len(values), dtype=np.int64)
    if not (plan.by or plan.every):
        return States([WHOLE], {contribution.role: Tally.of(whole, values)})
    groups = keys.group(
        len(rows),
        [table.frame[by.key].array[rows] for by in plan.by],
        periods.ordinals(plan.every, days[rows]) if plan.every and days is not None else None,
        [assumed.separators.get(by.key) for by in plan.by],
    )
    sliced = values if groups.places is None else values[groups.places]
    tally = Tally.of(np.r_[whole, groups.codes + 1], np.r_[values, sliced])
    return States([WHOLE, *groups.keys], {contribution.role: tally})


def _joint(tables: Sequence[Table]) -> Ledger:
    """The account of several questions: rows that answer none of them, by the first reason that is not blank."""
    joint = Table(tables[0].frame, {}, {}, tables[0].numbers, tables[0].file)
    unused = np.logical_and.reduce([table.why != 0 for table in tables])
    for blanks in (False, True):
        for table in tables:
            for code, (reason, params, column) in enumerate(table.entries, start=1):
                if (reason is errors.BLANK) == blanks:
                    rows = unused & (table.why == code)
                    joint.leave_out(rows, reason, column, **dict(params))
    return joint.ledger()
