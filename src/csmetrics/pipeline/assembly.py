"""From sums to the report: the formula per slice, the account, the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.analyses import answering
from csmetrics.errors import CsmetricsError
from csmetrics.intake.mapping import FALLBACK
from csmetrics.intake.schema import WORDS
from csmetrics.language import Period, Said, joined
from csmetrics.metrics._contract import Cell
from csmetrics.pipeline import account, clocks, groups, hours, judging, respondents
from csmetrics.pipeline.listing import refuse_strangers
from csmetrics.pipeline.plan import CUSTOMERS, DAY
from csmetrics.pipeline.rows import SURVEY
from csmetrics.pipeline.settings import as_of, planned, settings_of
from csmetrics.report import (
    Definition,
    Diagnostic,
    Input,
    Report,
    Row,
    Slice,
)
from csmetrics.slices import periods
from csmetrics.slices.keys import WHOLE, Key, sort_key
from csmetrics.slices.periods import Every, Window, first_day, last_day

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.sums import Run, Study

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_PERIODS = 10_000
MOST_SLICES = 100_000


def assemble(plan: Plan, run: Run) -> Report:
    """The report of a settled run; refuses when too little of it could be used."""
    rows_read = sum(run.rows)
    overall = account.quality(plan, rows_read, run.ledger, None)
    questions = tuple(
        account.quality(plan, rows_read, study.ledger, study.question.name) for study in run.studies
    )
    if plan.listing is not None and not overall.used:
        refuse_strangers(plan.listing, run.studies[0].journey, rows_read)
    doubts = [note for quality in questions for note in account.doubts(plan, quality)]
    account.refuse_nothing(overall)
    answers = [_answer(plan, run, study) for study in run.studies]
    rows = tuple(row for found, _ in answers for row in found)
    hidden: tuple[Diagnostic, ...] = ()
    if (least := plan.options.slices.min_group) is not None:
        rows, hidden = groups.without_small(rows, least, plan.metric, dated=plan.every is not None)
    settled = [study.metric or plan.metric for study in run.studies]
    diagnostics = [
        *plan.told,
        *_cut_off(plan, run),
        *planned(plan, run, settled),
        *_mapped(plan, {plan.metric.who} | {role for metric in settled for role in metric.uses()}),
        *clocks.notes(plan),
        *hours.notes(plan, run),
        *run.notes,
        *_partial(rows),
        *hidden,
        *_who_answered(plan, rows),
        *judging.doubts(plan, rows, settled[0]),
    ]
    diagnostics += [note for quality in questions for note in account.left_out(plan, quality)]
    diagnostics += doubts
    untold = groups.untold(rows)
    for study, (_, remarks) in zip(run.studies, answers, strict=True):
        diagnostics += () if study.question.name in untold else remarks
    overall, questions = account.without(untold, overall, questions)
    diagnostics += [
        Diagnostic(errors.MULTI_VALUED, (("column", by.name),)) for by in plan.by if by.several
    ]
    return Report(
        kind="metric",
        definition=respondents.ruled(_definition(run.studies, settled), plan.once),
        rows=rows,
        quality=overall,
        inputs=inputs_of(plan, run),
        settings=settings_of(plan, run, settled),
        diagnostics=tuple(dict.fromkeys(diagnostics)),
        questions=questions if len(questions) > 1 else (),
        verdicts=judging.verdicts(plan, rows),
        zone=plan.options.input.tz,
        span=_span(_covered(plan, run)),
        filters=tuple(str(each.condition) for each in plan.filters),
        holidays=tuple((str(day.day), day.name) for day in hours.special_days(plan)),
    )


def _who_answered(plan: Plan, rows: Sequence[Row]) -> Iterator[Diagnostic]:
    """Hold the response rates of groups against each other: not of periods, nor where a row is in several."""
    if plan.by and plan.every is None and not any(by.several for by in plan.by):
        yield from answering.uneven(rows, ", ".join(by.name for by in plan.by))


def _cut_off(plan: Plan, run: Run) -> Iterator[Diagnostic]:
    """Say where a file has exactly as many rows as its export gives at most."""
    limit = plan.fit.preset.limit if plan.fit else None
    for table, rows in zip(plan.tables, run.rows, strict=True):
        if plan.fit and rows == limit:
            params = (("file", table.name), ("rows", rows), ("title", plan.fit.preset.title))
            yield Diagnostic(errors.PRESET_LIMIT, params, rows)


def _definition(studies: Sequence[Study], settled: Sequence[Metric]) -> Definition:
    """The rule in force; where it is not the same for all questions, that of each."""
    definitions = [metric.definition() for metric in settled]
    first = replace(definitions[0], better=settled[0].better)
    if len({each.rule for each in definitions}) == 1:
        return first
    rules = (
        f"{study.question.name}: {each.rule}"
        for study, each in zip(studies, definitions, strict=True)
    )
    return replace(first, rule=" · ".join(rules))


def _answer(plan: Plan, run: Run, study: Study) -> tuple[list[Row], Sequence[Diagnostic]]:
    """The whole first, then the slices in order, periods without rows filled in; and what is to be said of it."""
    if study.metric is None:
        raise CsmetricsError(errors.UNDEFINED, metric=plan.metric.name, why="its scale is open")
    days = bool(run.columns.days_only(["ended"]))
    states, told = study.present.states_with(study, plan, _covered(plan, run), days=days)
    if study.journey.known:
        states, told = study.journey.states_with(study, plan, _covered(plan, run), as_of(plan, run))
    place = {key: group for group, key in enumerate(states.keys)}
    # with periods, the labels alone stand for what counts whatever the date
    found = [
        key for key in states.keys if key != WHOLE and (key.period is not None or not plan.every)
    ]
    covered = _covered(plan, run)
    cut: frozenset[int] = frozenset()
    if plan.every:
        # also those of which only rows count that are in no period of their own
        labels = [key.labels for key in states.keys if key != WHOLE or not plan.by]
        found = _filled(found, list(dict.fromkeys(labels)), _between(plan.every, covered))
        dated = [key.period for key in found if key.period is not None]
        begun = run.covered.first if study.present.whole else covered.first
        cut = periods.partial(plan.every, dated, Window(begun, covered.last))
    rows: list[Row] = []
    remarks: list[Diagnostic] = [*told]
    for key in [WHOLE, *sorted(found, key=sort_key)]:
        cell = Cell(
            states,
            place.get(key, -1),
            plan.options.report.confidence / 100,
            place.get(Key(key.labels), -1),
            plan.dated,
            as_of(plan, run),
            *_bounds(plan, key, covered),
            () if plan.hours is None else plan.hours.clocks,
        )
        if key == WHOLE:
            remarks += study.metric.remarks(cell)
        rows += [
            Row(
                metric=plan.metric.name,
                slice=_slice(plan, key),
                measure=measure,
                date=measure.date or plan.date,
                question=study.question.name,
                partial=key.period in cut,
            )
            for measure in study.metric.results(cell)
        ]
    return rows, remarks


def _bounds(plan: Plan, key: Key, covered: Window) -> tuple[int | None, int | None]:
    """Where the period of a slice begins, and where it has ended: what lies outside the window is cut off."""
    window = covered if plan.dated else plan.window
    if plan.every and key.period is not None:
        first, last = first_day(plan.every, key.period), last_day(plan.every, key.period)
        window = window & Window(first, last)
    zone = plan.options.input.tz
    return (
        None if window.first is None else periods.instant(window.first, zone),
        None if window.last is None else periods.instant(window.last + DAY, zone),
    )


def _covered(plan: Plan, run: Run) -> Window:
    """The days the data stand for: from the first to the last date, or to --as-of; cut to the window.

    Where what is later than --as-of has not happened, they do not reach beyond it.
    """
    last, as_of = run.covered.last, plan.as_of
    if last is not None and as_of is not None:
        last = max(last, as_of) if plan.metric.table == SURVEY else as_of
    return Window(run.covered.first, last) & plan.window


def _between(every: Every, covered: Window) -> range:
    """The periods of the data; refuses what only a date that stands for never or unknown can span."""
    between = periods.between(every, covered)
    if len(between) > MOST_PERIODS:
        raise CsmetricsError(
            errors.USAGE,
            message=Said(
                "--every {every}: the dates reach from {first} to {last}, which is {n:,} periods",
                every=every,
                first=covered.first,
                last=covered.last,
                n=len(between),
            ),
            suggestion="leave out dates that stand for never or unknown: --since, --until",
        )
    return between


def _filled(found: list[Key], labels: list[tuple[str | None, ...]], between: range) -> list[Key]:
    """The slices with those periods added in which nothing happened."""
    if len(labels) * len(between) > MOST_SLICES:
        raise CsmetricsError(
            errors.USAGE,
            message=Said(
                "{labels:,} labels in {periods:,} periods are too many slices to print",
                labels=len(labels),
                periods=len(between),
            ),
            suggestion="take longer periods, another column for --by, or some rows by --where",
        )
    return list(
        dict.fromkeys([*found, *(Key(label, period) for label in labels for period in between)])
    )


def _slice(plan: Plan, key: Key) -> Slice:
    pairs: list[tuple[str, str | None]] = [
        (by.name, label) for by, label in zip(plan.by, key.labels, strict=False)
    ]
    if plan.every and key.period is not None:
        pairs.append(("period", periods.label(plan.every, key.period)))
    return tuple(pairs)


def _mapped(plan: Plan, used: set[str]) -> Iterator[Diagnostic]:
    for mapped in plan.mapping[0]:
        # a customer may be told by several columns, of which one stands in and says nothing in the end
        if mapped.why == FALLBACK and (plan.metric.table != CUSTOMERS or mapped.role in used):
            what = WORDS.get(mapped.role, mapped.role)
            stands_in = (("column", mapped.column), ("what", what), ("role", mapped.role))
            yield Diagnostic(errors.FALLBACK_DATE, stands_in, column=mapped.column)
        params = (("role", mapped.role), ("column", mapped.column), ("why", mapped.why))
        yield Diagnostic(errors.MAPPED, params, column=mapped.column)


def _partial(rows: tuple[Row, ...]) -> Iterator[Diagnostic]:
    names = dict.fromkeys(str(dict(row.slice)["period"]) for row in rows if row.partial)
    if names:
        yield Diagnostic(errors.PARTIAL, (("periods", joined(", ", map(Period, names))),))


def inputs_of(plan: Plan, run: Run) -> tuple[Input, ...]:
    """The files of a run, and of the list of customers beside them."""
    listed = () if plan.listing is None else inputs_of(plan.listing.plan, plan.listing.run)
    own = tuple(
        Input(
            table.name,
            table.sha256() if plan.identify else None,
            rows,
            table.dialect,
            mapping,
            plan.fit.used() if plan.fit else None,
        )
        for table, rows, mapping in zip(plan.tables, run.rows, plan.mapping, strict=True)
    )
    return own + listed


def _span(covered: Window) -> tuple[str, str] | None:
    if covered.first is None or covered.last is None:
        return None
    return covered.first.isoformat(), covered.last.isoformat()
