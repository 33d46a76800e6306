"""``csmetrics standards``: who is better or worse than a standard, or than all, by more than chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from csmetrics.cli.commands import _over
from csmetrics.cli.commands._metric import now
from csmetrics.cli.commands._over import Analysis, Over
from csmetrics.cli.signature import options as options_of
from csmetrics.errors import BAD_VALUE, STANDARDS_ACCOUNT, USAGE, CsmetricsError, Exit
from csmetrics.options import Param

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics._contract import Metric
    from csmetrics.report import Standards


@dataclass(frozen=True)
class StandardsOptions:
    """What each label is held against."""

    standard: Annotated[
        str | None,
        Param("What is wanted, such as '>= 85%'; default: the average of all.", metavar="GOAL"),
    ] = None
    least: Annotated[
        int, Param("Judge nobody of whom there are fewer values.", metavar="N", low=2, high=100_000)
    ] = 10


@dataclass(frozen=True)
class TimedOptions(StandardsOptions):
    """The same of a metric that knows shares within a time."""

    target: Annotated[
        str | None,
        Param("Judge the share within this time, such as 4h, and not the time.", metavar="TIME"),
    ] = None


def command(metric: type[Metric] | None) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""
    timed = metric is None or "within" in options_of(metric)
    return _over.command(metric, replace(ANALYSIS, own=TimedOptions) if timed else ANALYSIS)


def answer(over: Over) -> tuple[Standards, Exit]:
    """Measure by label, and judge each."""
    from csmetrics.analyses import standards
    from csmetrics.pipeline import measured  # heavy
    from csmetrics.report import Diagnostic

    _refuse(over)
    metric, share, options = over.metric, None, over.options
    private = options.slices.min_group  # all are in the average: hidden is what is shown
    slices = replace(options.slices, every=None, min_group=None)
    gate = replace(options.gate, goal=None, each=False)
    given = options.given - {"every", "goal", "each"}
    options = replace(options, slices=slices, gate=gate, given=given)
    if target := getattr(over.own, "target", None):
        metric, share = _within(metric, target)
        options = replace(options, given=options.given | {"within"})
    ranks = "statistic" not in options.given
    held = standards.against(over.own.standard, share, over.own.least, ranks=ranks, private=private)
    held = replace(held, sizes=metric.reveals.sizes)
    run = measured(metric, over.files, options, over.watch, identify=over.identify)
    found = standards.standards(run, options.slices.by[0], held)
    account = Diagnostic(STANDARDS_ACCOUNT, (("account", found.quality.text),))
    return replace(
        found,
        diagnostics=(account, *found.diagnostics),
        stamp=now(found.zone) if options.report.stamp else None,
    ), Exit.OK


def _refuse(over: Over) -> None:
    """Refuse what means nothing here; settings that do not are passed over, as on any command."""
    typed = over.options.given - over.options.configured
    for wrong, message, cure in (
        (
            len(over.options.slices.by) != 1,
            "standards holds the labels of one column against each other or a standard",
            "name one: --by agent",
        ),
        (
            "every" in typed,
            "--every: standards is of one stretch of time",
            "--since and --until say which; csmetrics trend shows periods",
        ),
        (
            typed & {"goal", "each"},
            "--goal: what each label is held against is its --standard",
            "csmetrics check judges goals",
        ),
    ):
        if wrong:
            raise CsmetricsError(USAGE, message=message, suggestion=cure)


def _within(metric: Any, target: str) -> tuple[Metric, str]:
    """The metric with the one share within that time, and what this statistic is called."""
    try:
        if "," in target:
            raise CsmetricsError(
                BAD_VALUE, option="", value=target, expected="one time", suggestion="such as 4h"
            )
        return replace(metric, within=target), f"within_{target.strip().lower()}"
    except CsmetricsError as error:
        raise CsmetricsError(error.kind, **{**error.params, "option": "--target"}) from None


ANALYSIS = Analysis("standards", "standards", StandardsOptions, answer)
