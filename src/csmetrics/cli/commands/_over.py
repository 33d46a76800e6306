"""A command over a metric, such as ``csmetrics trend nps FILE``: the options of the metric, and its own."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from inspect import Parameter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmetrics.cli import configured, signature
from csmetrics.cli.commands._metric import SHARED
from csmetrics.errors import NO_INPUT, CsmetricsError
from csmetrics.metrics import LISTED
from csmetrics.options import ConfigOptions

if TYPE_CHECKING:
    from pathlib import Path

    from csmetrics.cli.settings import Settings, Values
    from csmetrics.cli.terminal import Terminal
    from csmetrics.errors import Exit
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import Options
    from csmetrics.report import Diagnostic, Result


@dataclass(frozen=True)
class Over:
    """What such a command is told: the metric with its options, the words before the files, the files.

    ``own`` are the options of the command itself; ``watch`` and ``identify`` are what :func:`measure` is told.
    ``typed``: files were named on the command line. ``history`` is where results are kept, None for the usual place.
    ``settings`` and the ``shared`` options that were typed are what other metrics are measured by. ``read``
    are the files that may not be written over.
    """

    metric: Metric
    operands: tuple[str, ...]
    files: tuple[str, ...]
    options: Options
    own: Any
    notes: tuple[Diagnostic, ...] = ()
    watch: Callable[[int], None] | None = None
    identify: bool = True
    typed: bool = False
    history: Path | None = None
    settings: Settings | None = None
    shared: Values = field(default_factory=dict)
    read: tuple[str, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """A command: its name, the kind of its answer, its own options, and what it does.

    ``operands`` tells how many of the words behind the metric are no files; ``defaults`` are shared options
    that hold where nobody says otherwise. ``fileless`` tells whether it can do without files.
    """

    name: str
    kind: str
    own: type
    answer: Callable[[Over], tuple[Result, Exit]]
    usage: str = "FILE..."
    help: str = "The metric, then the exports to read as one table; - for a pipe."
    operands: Callable[[Sequence[str]], int] = lambda words: 0
    defaults: Mapping[str, Any] | None = None
    fileless: Callable[[Over], bool] = lambda over: False


def command(
    metric: type[Metric] | None, analysis: Analysis
) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls; without a metric only its help can be asked for."""

    def parsed(words: list[str] | None = None, **typed: object) -> Callable[[Terminal], int]:
        if metric is None:
            raise AssertionError(f"{analysis.name} was called without a metric")
        rest = (words or [])[1:]
        count = analysis.operands(rest)
        found = configured.settings(signature.build(ConfigOptions, typed), LISTED)
        told = configured.merged(found, metric, rest[count:], typed)
        given = {name: value for name, value in told.values.items() if value not in (None, [], ())}
        told = replace(told, values={**(analysis.defaults or {}), **given})
        over = Over(
            signature.build(metric, told.values),
            tuple(rest[:count]),
            told.files,
            told.options(),
            signature.build(analysis.own, told.values),
            told.notes,
            typed=bool(rest[count:]),
            history=told.history,
            settings=found,
            shared=_shared(typed),
            read=told.read,
        )
        return lambda terminal: run(analysis, over, terminal)

    own = {f"Options of {analysis.name}": analysis.own}
    of_metric = {} if metric is None else {f"Options of {metric.name}": metric}
    argument = typer.Argument(metavar=f"METRIC {analysis.usage}", help=analysis.help)
    words = Parameter(
        "words", Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[list[str], argument]
    )
    return signature.accept(parsed, {**own, **of_metric, **SHARED}, words)


def _shared(typed: Mapping[str, object]) -> Values:
    """What was typed for any metric."""
    names = {name for group in SHARED.values() for name in signature.options(group)}
    return {name: typed[name] for name in signature.given(typed) & names}


def run(analysis: Analysis, over: Over, terminal: Terminal) -> int:
    """Answer, print, and give the exit code."""
    from csmetrics.cli import output  # not for --help
    from csmetrics.cli.progress import Progress

    out = over.options.output
    terminal.heed(out)
    if not over.files and not analysis.fileless(over):
        raise CsmetricsError(
            NO_INPUT, command=shlex.join((analysis.name, over.metric.name, *over.operands))
        )
    to = output.plan(out, over.read, terminal, kind=analysis.kind)
    with Progress(terminal) as progress:
        try:
            result, code = analysis.answer(replace(over, watch=progress, identify=to.identifies))
        except CsmetricsError as fault:
            raise configured.misnamed(over.settings, over.metric.name, fault) or fault from None
    said: Any = result  # each kind of answer holds what is to be said of it
    result = replace(said, diagnostics=(*over.notes, *result.diagnostics))
    if over.options.gate.strict:
        output.refuse_warnings(result.diagnostics, terminal)
    output.publish(result, to, terminal)
    output.say(result.diagnostics, terminal)
    output.say_written(to, terminal)
    return code
