"""``csmetrics drivers``: what goes with a score, column by column; never what causes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from csmetrics.cli.commands import _over
from csmetrics.cli.commands._metric import now
from csmetrics.cli.commands._over import Analysis, Over
from csmetrics.errors import DRIVERS_ACCOUNT, NO_SURVEY, USAGE, CsmetricsError, Exit
from csmetrics.language import Said
from csmetrics.metrics import LISTED
from csmetrics.options import Param

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics._contract import Metric
    from csmetrics.report import Drivers

SURVEY = "responses"


@dataclass(frozen=True)
class DriversOptions:
    """How columns are read and tested."""

    labels: Annotated[
        tuple[str, ...],
        Param("Take the numbers of a column as labels, such as codes; repeatable.", metavar="NAME"),
    ] = ()
    least: Annotated[
        int,
        Param("Labels of fewer answers are tested as one.", metavar="N", low=2, high=100_000),
    ] = 10


def command(metric: type[Metric] | None) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""
    return _over.command(metric, ANALYSIS)


def answer(over: Over) -> tuple[Drivers, Exit]:
    """Read the files once, and hold each column against the score."""
    _refuse(over)
    from csmetrics.analyses import drivers
    from csmetrics.pipeline import beside  # heavy
    from csmetrics.pipeline.choosing import Asked
    from csmetrics.report import Diagnostic

    options = over.options
    slices, gate = replace(options.slices, by=(), every=None), replace(options.gate, goal=None)
    given = options.given - {"by", "every", "goal", "each"}
    metric: Any = over.metric
    asked = Asked(
        replace(metric, score=metric.score[:1]),  # the other questions are held against the first
        over.files,
        replace(options, slices=slices, gate=replace(gate, each=False), given=given),
        columns=options.slices.by,
        scores=metric.score[1:],
        labels=over.own.labels,
    )
    report, found = beside.found(asked, over.watch, identify=over.identify)
    told = drivers.drivers(report, found, over.own.least, slices.min_group)
    account = Diagnostic(DRIVERS_ACCOUNT, (("account", told.quality.text),))
    stamp = now(told.zone) if options.report.stamp else None
    return replace(told, diagnostics=(account, *told.diagnostics), stamp=stamp), Exit.OK


def _refuse(over: Over) -> None:
    """Refuse what means nothing here; settings that do not are passed over, as on any command."""
    if over.metric.table != SURVEY:
        scores = [each.name for each in LISTED if each.load().table == SURVEY]
        raise CsmetricsError(NO_SURVEY, metric=over.metric.name, scores=", ".join(scores))
    typed = over.options.given - over.options.configured
    for wrong, message, cure in (
        (
            "every" in typed,
            "--every: drivers is of one stretch of time",
            "--since and --until say which; csmetrics trend shows periods",
        ),
        (
            typed & {"goal", "each"},
            "--goal: drivers judges columns, not the score",
            "csmetrics check judges goals",
        ),
        (
            over.metric.weight is not None,
            "--weight: drivers holds the answers against the columns as they were given",
            Said(
                "leave it away: --weight none; csmetrics {metric} weighs", metric=over.metric.name
            ),
        ),
    ):
        if wrong:
            raise CsmetricsError(USAGE, message=message, suggestion=cure)


ANALYSIS = Analysis("drivers", "drivers", DriversOptions, answer)
