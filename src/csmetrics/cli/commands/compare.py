"""``csmetrics compare``: whether a figure really moved, between two periods, files or slices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from csmetrics.cli.commands import _over, _sides
from csmetrics.cli.commands._metric import now
from csmetrics.cli.commands._over import Analysis, Over
from csmetrics.cli.commands._sides import FILE, PERIOD, TEST, Word
from csmetrics.cli.signature import options as options_of
from csmetrics.errors import (
    DUPLICATES,
    DUPLICATES_COUNTED,
    NONE_USED,
    PARTIAL_SIDE,
    SAME_ROWS,
    SIDE_ACCOUNT,
    SIDES_OVERLAP,
    USAGE,
    CsmetricsError,
    Exit,
)
from csmetrics.language import Said
from csmetrics.options import Param

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import Options
    from csmetrics.report import Comparison, Diagnostic, Report, Side
    from csmetrics.slices.periods import Window

OF_ONE_TIME = "{metric} is the state at one time, which no period has"
NOT_PERIODS = "two files or two slices; or the periods of csmetrics compare {metric}"
APART = "two periods of them share none: csmetrics compare {metric} 2026-09 2026-10 FILE..."


@dataclass(frozen=True)
class CompareOptions:
    """How the interval of a difference is made."""

    interval: Annotated[
        str,
        Param(
            "Interval of the difference; wald: of shares and NPS, with the p of its test.",
            choices=("score", "wald"),
        ),
    ] = "score"


@dataclass(frozen=True)
class NoOptions:
    """What is left where the metric has an option of that name: then it is the one."""


def command(metric: type[Metric] | None) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""
    theirs = metric is not None and bool(options_of(CompareOptions).keys() & options_of(metric))
    return _over.command(metric, replace(ANALYSIS, own=NoOptions) if theirs else ANALYSIS)


def answer(over: Over) -> tuple[Comparison, Exit]:
    """Measure both sides, then compare them."""
    from csmetrics.analyses import compare

    method = getattr(over.metric, "interval", None) or over.own.interval
    words = _sides.sides(over.operands or over.files)
    _refuse(over, words)
    measured = [_measured(over, word) for word in words]
    first, second = measured
    labels = _sides.labels(words)
    windows = [_days(over, *each) for each in zip(words, measured, strict=True)]
    _refuse_overlap(labels, windows)
    compare.refuse_other_definition(first, second, labels)
    results = compare.compared(first, second, method)
    _refuse_no_counts(over, method, [each.first.counts for r in results for each in r.changes])
    sides = [_side(*each) for each in zip(words, labels, measured, windows, strict=True)]
    diagnostics = (
        *compare.doubts(first, second, labels),
        *_overlap(over, words, labels, measured),
        *compare.reversals(results),
        *_told(sides, measured),
    )
    return _comparison(over, measured, (sides[0], sides[1]), results, diagnostics), Exit.OK


def _comparison(
    over: Over, measured: list[Report], sides: tuple[Side, Side], results: Any, said: Any
) -> Comparison:
    from csmetrics.report import Comparison

    own = {"since", "until"} if sides[0].what == PERIOD else set()
    return Comparison(
        definition=measured[0].definition,
        sides=sides,
        results=results,
        by=over.options.slices.by,
        settings=tuple(each for each in measured[0].settings if each.name not in own | {"where"}),
        diagnostics=tuple(dict.fromkeys(said)),
        zone=measured[0].zone,
        stamp=now(measured[0].zone) if over.options.report.stamp else None,
    )


def _refuse(over: Over, words: tuple[Word, Word]) -> None:
    """Refuse what means nothing for two sides; settings that do not are passed over, as on any command."""
    typed = over.options.given - over.options.configured
    kind, pipe = words[0].kind, "-" in over.files
    dated = kind == PERIOD and typed & {"since", "until"}
    state = kind == PERIOD and over.metric.by_period
    why, cure = next(
        (
            said
            for wrong, *said in (
                (
                    typed & {"goal", "each"},
                    "--goal: a comparison has no single value",
                    "csmetrics check judges goals",
                ),
                (
                    "every" in typed,
                    "--every: a comparison has two sides",
                    "csmetrics trend shows periods",
                ),
                (dated, "--since and --until: the two periods say which days", "leave them away"),
                (
                    state,
                    Said(OF_ONE_TIME, metric=over.metric.name),
                    Said(NOT_PERIODS, metric=over.metric.by_period),
                ),
                (
                    pipe and kind != FILE,
                    "-: each side is read by itself, but a pipe can be read once",
                    "write it to a file first",
                ),
            )
            if wrong
        ),
        ("", ""),
    )
    if why:
        raise CsmetricsError(USAGE, message=why, suggestion=cure)


def _refuse_no_counts(over: Over, method: str, counts: list[tuple[float, ...]]) -> None:
    if method == "wald" and not any(counts):
        neither = "--interval wald: {metric} has neither a share nor an NPS here"
        message = Said(neither, metric=over.metric.name)
        raise CsmetricsError(USAGE, message=message, suggestion="leave it away")


def _measured(over: Over, word: Word, *also: Word) -> Report:
    from csmetrics.pipeline import measure  # heavy

    files = tuple(each.text for each in (word, *also)) if word.kind == FILE else over.files
    try:
        return measure(
            over.metric,
            files,
            _options(over.options, word, *also),
            over.watch,
            identify=over.identify,
        )
    except CsmetricsError as error:
        if error.kind != NONE_USED or word.kind == FILE:
            raise
        account = Said("{account} (the side {side})", **{**error.params, "side": word.text})
        raise CsmetricsError(NONE_USED, **{**error.params, "account": account}) from None


def _options(options: Options, *words: Word) -> Options:
    """The options of a side: those of the run, and its period or its test."""
    slices, given = replace(options.slices, every=None), options.given
    for word in words:
        if word.kind == PERIOD:
            slices = replace(slices, since=word.since, until=word.until)
            given |= {"since", "until"}
        elif word.kind == TEST:
            slices = replace(slices, where=(*slices.where, word.text))
            given |= {"where"}
    gate = replace(options.gate, goal=None, each=False)
    if (
        len(words) > 1
    ):  # asked only what both sides have in common, which nobody said how good it is
        gate = replace(gate, max_left_out="100%")
    return replace(options, slices=slices, gate=gate, given=given)


def _days(over: Over, word: Word, report: Report) -> Window | None:
    """The days of a period, on the clock of the zone that the run was in."""
    if word.kind != PERIOD:
        return None
    from csmetrics.pipeline.given import window_of
    from csmetrics.slices import window

    options = _options(over.options, word)
    as_of = options.slices.as_of
    there = replace(options, input=replace(options.input, tz=report.zone))
    return window_of(there, None if as_of is None else window.day("--as-of", as_of))


def _refuse_overlap(labels: tuple[str, str], windows: list[Window | None]) -> None:
    first, second = windows
    if first is None or second is None:
        return
    both = first & second
    if both.first is not None and both.last is not None and both.first <= both.last:
        days = Said("{first} to {last}", first=both.first, last=both.last)
        if both.first == both.last:
            days = Said("{day}", day=both.first)
        one, other = labels
        why = Said("{one} and {other} have {days} in common", one=one, other=other, days=days)
        raise CsmetricsError(SAME_ROWS, why=why, cure="take periods that do not overlap")


def _overlap(
    over: Over, words: tuple[Word, Word], labels: tuple[str, str], measured: list[Report]
) -> Iterator[Diagnostic]:
    """Warn of rows that are on both sides: that fit both tests, or whose id is in both files."""
    from csmetrics.report import Diagnostic

    kind = words[0].kind
    named = any(each.role == "id" for read in measured[0].inputs for each in read.mapping)
    if kind == PERIOD or (kind == TEST and _sides.exclude_each_other(words)):
        return
    if kind == FILE and ("-" in over.files or not named):
        return
    try:
        both = _measured(over, *words)
    except CsmetricsError:
        return  # no row fits both tests; the files are no one table
    count = both.quality.used
    if kind == FILE:
        count = _repeats(both) - sum(map(_repeats, measured))
    if count > 0:
        rows = "row is" if count == 1 else "rows are"
        cure: str = "make one test exclude the other"
        if kind == FILE:
            cure = Said(APART, metric=over.metric.name)
        names = (("first", labels[0]), ("second", labels[1]), ("cure", cure))
        yield Diagnostic(SIDES_OVERLAP, (("count", count), ("rows", rows), *names), count)


def _repeats(report: Report) -> int:
    kinds = (DUPLICATES, DUPLICATES_COUNTED)
    return sum(each.count or 0 for each in report.diagnostics if each.kind in kinds)


def _side(word: Word, label: str, report: Report, days: Window | None) -> Side:
    from csmetrics.report import Side

    ends = (None, None) if days is None else (days.first, days.last)
    since, until = (None if day is None else day.isoformat() for day in ends)
    short = report.span is None or report.span != (since, until)
    return Side(
        what=word.kind,
        label=label,
        quality=report.quality,
        inputs=report.inputs,
        filters=report.filters,
        since=since,
        until=until,
        span=report.span,
        partial=days is not None and short,
    )


def _told(sides: list[Side], measured: list[Report]) -> Iterator[Diagnostic]:
    """What is to be said of both sides, then of each: its account and what only it says."""
    from csmetrics.report import Diagnostic

    yield from (each for each in measured[0].diagnostics if each in measured[1].diagnostics)
    for side, report in zip(sides, measured, strict=True):
        account = (("side", side.label), ("account", report.quality.text))
        yield Diagnostic(SIDE_ACCOUNT, account)
        if side.partial and side.span is not None:
            span = (("since", side.span[0]), ("until", side.span[1]))
            yield Diagnostic(PARTIAL_SIDE, (("side", side.label), *span))
        yield from report.diagnostics


ANALYSIS = Analysis(
    "compare",
    "comparison",
    CompareOptions,
    answer,
    usage="A B [FILE...]",
    help="The metric, then two sides: two files; or two periods or two tests, and the exports to read.",
    operands=_sides.operands,
)
