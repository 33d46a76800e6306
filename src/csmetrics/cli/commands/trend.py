"""``csmetrics trend``: whether a metric varies as it used to, or something has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from csmetrics.cli.commands import _balance, _over
from csmetrics.cli.commands._over import Analysis, Over
from csmetrics.errors import USAGE, CsmetricsError, Exit
from csmetrics.metrics import LISTED, by_name
from csmetrics.options import Param

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics._contract import Metric
    from csmetrics.report import Report, Trend


@dataclass(frozen=True)
class TrendOptions:
    """What a period is held against."""

    baseline: Annotated[
        int, Param("How many first periods say what is usual.", metavar="PERIODS", low=2, high=1000)
    ] = 10
    history: Annotated[
        bool, Param("Read what --save has kept; it is read, too, where no file is named.")
    ] = False
    definition: Annotated[
        str | None,
        Param("Of several definitions in the history the one of this digest.", metavar="DIGEST"),
    ] = None


def command(metric: type[Metric] | None) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""
    return _over.command(metric, ANALYSIS)


def answer(over: Over) -> tuple[Trend, Exit]:
    """Measure by period and draw the chart."""
    from csmetrics.analyses.trend import trend
    from csmetrics.pipeline import measure  # heavy

    slices = over.options.slices
    if slices.by:
        message, cure = "--by: a trend is of one series", "--where 'channel = email' picks one"
        raise CsmetricsError(USAGE, message=message, suggestion=cure)
    if over.options.gate.goal is not None:
        message, cure = "--goal: a trend has no single value", "csmetrics check judges goals"
        raise CsmetricsError(USAGE, message=message, suggestion=cure)
    if not _from_history(over) and over.own.definition is not None:
        message, cure = "--definition picks of the history, and a file is read", "--history"
        raise CsmetricsError(USAGE, message=message, suggestion=cure)
    report = (
        _saved(over)
        if _from_history(over)
        else measure(over.metric, over.files, over.options, over.watch, identify=over.identify)
    )
    every = str(slices.every)
    found = trend(report, every, over.own.baseline)
    name, pairs = over.metric.name, _balance.pairs_of(over.settings, LISTED)
    balance = _balance.watched([name], pairs, _fetch(over, report, every), every)
    return replace(found, diagnostics=(*found.diagnostics, *balance)), Exit.OK


def _saved(over: Over) -> Report:
    from csmetrics.cli.commands import _saved_series

    report = _saved_series.report(over, over.own.definition)
    better = over.metric.better  # the history keeps what was measured, not what is wished for
    return replace(report, definition=replace(report.definition, better=better))


def _fetch(over: Over, own: Report, every: str) -> Callable[[str], Report]:
    """What the counter-KPIs are: of the history, of the same files, or of those that the settings name."""
    from csmetrics.cli.commands import _judged, _scoring

    def saved(name: str) -> Report:
        kept = replace(over.options, given=over.options.given & {*over.shared})
        trend = replace(over.own, definition=None)
        return _saved(replace(over, metric=by_name(name)(), options=kept, own=trend))

    def measured(name: str) -> Report:
        if "-" in over.files:
            raise CsmetricsError(USAGE, message="a pipe can be read once", suggestion="")
        typed = over.files if over.typed else ()
        once = _judged.Measured(identify=False)
        groups = _scoring.groups_of(typed, over.shared, over.settings)
        board = _scoring.Board(groups, over.shared, over.settings, LISTED, once, every)
        return _balance.by_period(board.ask(name, ()), every, once)[0]

    def fetch(name: str) -> Report:
        if name == over.metric.name:
            return own
        return saved(name) if _from_history(over) else measured(name)

    return fetch


def _from_history(over: Over) -> bool:
    return bool(over.own.history or not over.files)


def _fileless(over: Over) -> bool:
    """Whether there is a history to read instead of files."""
    from csmetrics.cli.keeping import place

    return bool(over.own.history or over.own.definition or place(over.history).exists())


ANALYSIS = Analysis(
    "trend",
    "trend",
    TrendOptions,
    answer,
    usage="[FILE...]",
    help="The metric, then the exports to read as one table; - for a pipe; none reads the history.",
    defaults={"every": "month"},
    fileless=_fileless,
)
