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
    OutputOptions,
    ReportOptions,
    SaveOptions,
    SliceOptions,
    WorkOptions,
)

if TYPE_CHECKING:
    from csmetrics.cli.configured import Settled
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
OF_ONE: dict[str, type] = {**SHARED, "History": SaveOptions}
"""What the command of a metric can be told beside the metric's own options."""
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
        mine, keep = signature.build(metric, told.values), signature.build(SaveOptions, told.values)
        told.options()  # refused before anything is done
        return lambda terminal: run(mine, told, keep.save, terminal)

    heading = f"Options of {metric.name}"
    parsed.__doc__ = cleandoc(metric.__doc__ or "")
    return signature.accept(parsed, {heading: metric, **OF_ONE}, FILES)


def run(metric: Metric, told: Settled, keep: bool, terminal: Terminal) -> int:
    """Measure, save where ``keep`` says so, print, judge."""
    files, options = told.files, told.options()
    from csmetrics.cli import output  # not for --help

    terminal.heed(options.output)
    if not files:
        raise CsmetricsError(NO_INPUT, command=metric.name)
    to = output.plan(options.output, told.read, terminal)
    from csmetrics.cli.progress import Progress
    from csmetrics.pipeline import measure  # heavy

    identify = to.identifies or keep
    with Progress(terminal) as progress:
        try:
            report = measure(metric, files, options, progress, identify=identify)
        except CsmetricsError as fault:
            raise configured.misnamed(told.found, metric.name, fault) or fault from None
    report = replace(report, diagnostics=(*told.notes, *report.diagnostics))
    if options.report.stamp:
        report = replace(report, stamp=now(options.input.tz))
    kept: list[Diagnostic] = []

    def save() -> None:
        if keep:
            from csmetrics.cli import keeping  # not for --help

            kept.append(keeping.keep(report, told.history, state=bool(metric.by_period)))

    output.deliver(report, to, terminal, strict=options.gate.strict, keep=save)
    output.say(kept, terminal)
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
