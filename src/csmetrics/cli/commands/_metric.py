"""The command of a metric: any metric, all shared options and its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from inspect import Parameter, cleandoc
from typing import TYPE_CHECKING, Annotated

import typer

from csmetrics.cli import configured, signature
from csmetrics.errors import NO_INPUT, UNDEFINED, CsmetricsError, Exit
from csmetrics.metrics import LISTED
from csmetrics.options import (
    ConfigOptions,
    GateOptions,
    InputOptions,
    Options,
    OutputOptions,
    ReportOptions,
    SliceOptions,
    WorkOptions,
)

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics._contract import Metric
    from csmetrics.report import Diagnostic

SHARED: dict[str, type] = {
    "Input": InputOptions,
    "Working time": WorkOptions,
    "Slices": SliceOptions,
    "Gate": GateOptions,
    "Report": ReportOptions,
    "Output": OutputOptions,
    "Configuration": ConfigOptions,
}
FILES = Parameter(
    "files",
    Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Exports to read as one table; - for a pipe."),
    ],
)


def command(metric: type[Metric]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls: it checks what was given, and returns the work to do."""

    def parsed(files: list[str] | None = None, **typed: object) -> Callable[[Terminal], int]:
        told = configured.settled(metric, files or (), typed, LISTED)
        mine, options = signature.build(metric, told.values), told.options()
        return lambda terminal: run(mine, told.files, options, terminal, told.notes)

    heading = f"Options of {metric.name}"
    parsed.__doc__ = cleandoc(metric.__doc__ or "")
    return signature.accept(parsed, {heading: metric, **SHARED}, FILES)


def run(
    metric: Metric,
    files: tuple[str, ...],
    options: Options,
    terminal: Terminal,
    notes: tuple[Diagnostic, ...] = (),
) -> int:
    """Measure, print, judge. ``notes`` are what is to be said of the call itself."""
    from csmetrics.cli import output  # not for --help

    terminal.colors, terminal.verbose = options.output.color, options.output.verbose
    if not files:
        raise CsmetricsError(NO_INPUT, command=metric.name)
    to = output.plan(options.output, files, terminal)
    from csmetrics.cli.progress import Progress
    from csmetrics.pipeline import measure  # heavy

    with Progress(terminal) as progress:
        report = measure(metric, files, options, progress, identify=to.identifies)
    report = replace(report, diagnostics=(*notes, *report.diagnostics))
    if options.report.stamp:
        report = replace(report, stamp=now(options.input.tz))
    output.deliver(report, to, terminal, strict=options.gate.strict)
    code = output.gate(report)
    if code is Exit.NOTHING:
        why = next(verdict.why for verdict in report.verdicts if verdict.met is None)
        raise CsmetricsError(UNDEFINED, metric=metric.name, why=why)
    return code


def now(zone: str) -> str:
    """The time of the run: the clock is asked only for --stamp."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).isoformat(sep=" ", timespec="seconds")
