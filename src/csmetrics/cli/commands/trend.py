"""``csmetrics trend``: whether a metric varies as it used to, or something has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from csmetrics.cli.commands import _over
from csmetrics.cli.commands._over import Analysis, Over
from csmetrics.errors import USAGE, CsmetricsError, Exit
from csmetrics.options import Param

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics._contract import Metric
    from csmetrics.report import Trend


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
    if _from_history(over):
        from csmetrics.cli.commands import _saved_series

        report = _saved_series.report(over, over.own.definition)
    elif over.own.definition is not None:
        message, cure = "--definition picks of the history, and a file is read", "--history"
        raise CsmetricsError(USAGE, message=message, suggestion=cure)
    else:
        report = measure(over.metric, over.files, over.options, over.watch, identify=over.identify)
    return trend(report, str(slices.every), over.own.baseline), Exit.OK


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
