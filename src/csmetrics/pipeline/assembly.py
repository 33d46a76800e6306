"""From sums to the report: the formula per slice, the account, the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from csmetrics import errors, goals
from csmetrics.errors import CsmetricsError
from csmetrics.report import (
    Definition,
    Diagnostic,
    Input,
    LeftOut,
    Quality,
    Report,
    Row,
    Setting,
    Slice,
    Verdict,
)
from csmetrics.slices import periods
from csmetrics.slices.keys import WHOLE, Key, sort_key
from csmetrics.slices.periods import Every, Window

if TYPE_CHECKING:
    from csmetrics.intake.ledger import Ledger
    from csmetrics.metrics._contract import Metric
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.run import Run, Study

WARN_FROM = 0.2
REFUSE_FROM = 0.5
MOST_PERIODS = 10_000


def assemble(plan: Plan, run: Run) -> Report:
    """The report of a settled run; refuses when too little of it could be used."""
    rows_read = sum(run.rows)
    overall = _quality(plan, rows_read, run.ledger, None)
    questions = tuple(
        _quality(plan, rows_read, study.ledger, study.question.name) for study in run.studies
    )
    doubts = [note for quality in questions for note in _doubts(plan, quality)]
    if not overall.used:
        account = ", ".join(f"{entry.count} {entry.text}" for entry in overall.left_out)
        filtered = any(entry.reason is errors.NOT_SELECTED for entry in overall.left_out)
        suggestion = (
            "no row may have that label: try --by with the column of --where" if filtered else ""
        )
        raise CsmetricsError(
            errors.NONE_USED, rows=rows_read, account=account, suggestion=suggestion
        )
    rows = tuple(row for study in run.studies for row in _rows(plan, run, study))
    settled = [study.metric or plan.metric for study in run.studies]
    diagnostics = [*_mapped(plan), *run.notes, *_partial(rows)]
    diagnostics += [note for quality in questions for note in _left_out(quality)] + doubts
    diagnostics += [
        Diagnostic(errors.MULTI_VALUED, (("column", by.name),)) for by in plan.by if by.several
    ]
    return Report(
        kind="metric",
        definition=_definition(run.studies, settled),
        rows=rows,
        quality=overall,
        inputs=_inputs(plan, run),
        settings=_settings(plan, settled),
        diagnostics=tuple(dict.fromkeys(diagnostics)),
        questions=questions if len(questions) > 1 else (),
        verdicts=_verdicts(plan, rows),
        zone=plan.options.input.tz,
        span=_span(run.covered),
    )


def _definition(studies: Sequence[Study], settled: Sequence[Metric]) -> Definition:
    """The rule in force; where it is not the same for all questions, that of each."""
    definitions = [metric.definition() for metric in settled]
    if len({each.rule for each in definitions}) == 1:
        return definitions[0]
    rules = (
        f"{study.question.name}: {each.rule}"
        for study, each in zip(studies, definitions, strict=True)
    )
    return replace(definitions[0], rule=" · ".join(rules))


def _rows(plan: Plan, run: Run, study: Study) -> Iterator[Row]:
    """The whole first, then the slices in order; periods without rows are filled in."""
    if study.metric is None:
        raise CsmetricsError(errors.UNDEFINED, metric=plan.metric.name, why="its scale is open")
    level = plan.options.report.confidence / 100
    place = {key: group for group, key in enumerate(study.states.keys)}
    found = [key for key in study.states.keys if key != WHOLE]
    covered = _covered(plan, run)
    cut: frozenset[int] = frozenset()
    if plan.every:
        found = _filled(found, _between(plan.every, covered))
        dated = [key.period for key in found if key.period is not None]
        cut = periods.partial(plan.every, dated, covered)
    for key in [WHOLE, *sorted(found, key=sort_key)]:
        yield Row(
            metric=plan.metric.name,
            slice=_slice(plan, key),
            measure=study.metric.result(study.states, place.get(key, -1), level),
            date=plan.date,
            question=study.question.name,
            partial=key.period in cut,
        )


def _covered(plan: Plan, run: Run) -> Window:
    """The days the data stand for: from the first to the last date, or to --as-of; cut to the window."""
    last, as_of = run.covered.last, plan.as_of
    if last is not None and as_of is not None:
        last = max(last, as_of)
    return Window(run.covered.first, last) & plan.window


def _between(every: Every, covered: Window) -> range:
    """The periods of the data; refuses what only a date that stands for never or unknown can span."""
    between = periods.between(every, covered)
    if len(between) > MOST_PERIODS:
        raise CsmetricsError(
            errors.USAGE,
            message=f"--every {every}: the dates reach from {covered.first} to {covered.last}, "
            f"which is {len(between):,} periods",
            suggestion="leave out dates that stand for never or unknown: --since, --until",
        )
    return between


def _filled(found: list[Key], between: range) -> list[Key]:
    """The slices with those periods added in which nothing happened."""
    labels = dict.fromkeys(key.labels for key in found)
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


def _quality(plan: Plan, rows_read: int, ledger: Ledger, question: str | None) -> Quality:
    used = rows_read - ledger.left_out
    return Quality(rows_read, used, ledger.entries(plan.files), question)


def _doubts(plan: Plan, quality: Quality) -> Iterator[Diagnostic]:
    """Too many answers that cannot be used mean that it is the wrong column."""
    suspect = [entry for entry in quality.left_out if entry.reason.suspect]
    lost = sum(entry.count for entry in suspect)
    if not lost:
        return
    share = lost / (lost + quality.used)
    shown = f"{100 * share:.3g}"
    limit = plan.max_left_out
    reasons = ", ".join(f"{entry.count} {entry.text}" for entry in suspect)
    params: dict[str, str | int] = {
        "share": f"{shown}%",
        "column": suspect[0].column,
        "reasons": reasons,
    }
    if limit is not None and float(shown) > limit:  # as shown: the hint says to allow that much
        raise CsmetricsError(errors.TOO_MANY_LEFT_OUT, limit=f"{limit:g}%", **params)
    if limit is None and share > REFUSE_FROM:
        raise CsmetricsError(errors.WRONG_COLUMN, role="score", **params)
    if share > WARN_FROM:
        yield Diagnostic(errors.MANY_LEFT_OUT, tuple(params.items()), lost)


def _left_out(quality: Quality) -> Iterator[Diagnostic]:
    for entry in quality.left_out:
        if not entry.reason.silent and entry.reason is not errors.BAD_ROW:
            yield _told(entry)


def _told(entry: LeftOut) -> Diagnostic:
    params = (
        ("count", entry.count),
        ("values", "value" if entry.count == 1 else "values"),
        ("column", entry.column),
        ("reason", entry.text),
    )
    return Diagnostic(errors.LEFT_OUT, params, entry.count, entry.rows, entry.column, entry.values)


def _mapped(plan: Plan) -> Iterator[Diagnostic]:
    for mapped in plan.mapping[0]:
        params = (("role", mapped.role), ("column", mapped.column), ("why", mapped.why))
        yield Diagnostic(errors.MAPPED, params, column=mapped.column)


def _partial(rows: tuple[Row, ...]) -> Iterator[Diagnostic]:
    names = dict.fromkeys(str(dict(row.slice)["period"]) for row in rows if row.partial)
    if names:
        yield Diagnostic(errors.PARTIAL, (("periods", ", ".join(names)),))


def _inputs(plan: Plan, run: Run) -> tuple[Input, ...]:
    return tuple(
        Input(
            table.name,
            table.sha256() if plan.identify else None,
            rows,
            table.dialect,
            mapping,
        )
        for table, rows, mapping in zip(plan.tables, run.rows, plan.mapping, strict=True)
    )


def _settings(plan: Plan, settled: Sequence[Metric]) -> tuple[Setting, ...]:
    """The metric's own options in force, then the shared options that were given or matter always."""
    options, given = plan.options, plan.options.given
    found = []
    for name in (each.name for each in fields(plan.metric)):  # type: ignore[arg-type]
        values = [getattr(metric, name) for metric in settled]
        # of several questions: one value for each, in their order, where they differ
        value = values[0] if len(set(values)) == 1 else tuple(map(str, values))
        inferred = value != getattr(plan.metric, name)
        origin = "flag" if name in given else "inferred" if inferred else "default"
        found.append(Setting(name, value, origin))
    for group in (options.input, options.slices, options.gate):
        for name in (each.name for each in fields(group)):
            if name in {"since", "until"}:
                continue
            if name in given or name == "tz":
                origin = "flag" if name in given else "default"
                found.append(Setting(name, getattr(group, name), origin))
    for name, day in (("since", plan.window.first), ("until", plan.window.last)):
        if day is not None:
            # as the day it stands for: last-month says little to whoever reads the report later
            found.append(Setting(name, day.isoformat(), "flag"))
    origin = "flag" if "confidence" in given else "default"
    return (*found, Setting("confidence", options.report.confidence, origin))


def _verdicts(plan: Plan, rows: tuple[Row, ...]) -> tuple[Verdict, ...]:
    if plan.goal is None:
        return ()
    slices = [row for row in rows if row.slice]
    if not (plan.options.gate.each and slices):
        judged = [row for row in rows if not row.slice]
    else:
        # where every period is partial, that is the verdict: a goal nobody judged is not met
        judged = [row for row in slices if not row.partial] or slices
    return tuple(goals.judge(plan.goal, row) for row in judged)


def _span(covered: Window) -> tuple[str, str] | None:
    if covered.first is None or covered.last is None:
        return None
    return covered.first.isoformat(), covered.last.isoformat()
