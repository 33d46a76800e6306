"""``csmetrics summary``: the scorecard of every KPI that the columns of some files allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csmetrics.cli import configured, signature
from csmetrics.cli.commands._metric import FILES, SHARED, now
from csmetrics.cli.sources import read_by_all
from csmetrics.errors import CONFIGURED, NO_INPUT, UNBALANCED, USAGE, CsmetricsError
from csmetrics.language import Said, joined
from csmetrics.options import ConfigOptions, OutputOptions, ReportOptions
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.cli.settings import Settings, Values
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics import Listed

MONTH = "month"
OF_ONE = {
    "by": "csmetrics METRIC FILE --by COLUMN splits one",
    "date": "each KPI counts its rows by its own date",
    "goal": "goals stand in csmetrics.toml as [[goals]]",
    "each": "goals stand in csmetrics.toml as [[goals]]",
}
"""Shared options that mean nothing for several metrics at once, and what to do instead."""


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(files: list[str] | None = None, **values: object) -> Callable[[Terminal], int]:
        asked = told(files or (), values, metrics)
        return lambda terminal: run(asked, terminal)

    return signature.accept(parsed, SHARED, FILES)


@dataclass(frozen=True)
class Asked:
    """What a run was told: files, options as typed, settings.

    A ``report`` may have columns of ``--by``, and so many ``comments``.
    """

    files: tuple[str, ...]
    values: Values
    found: Settings | None
    metrics: Sequence[Listed]
    kind: str = "summary"
    comments: int | None = None


def told(files: Sequence[str], values: Mapping[str, object], metrics: Sequence[Listed]) -> Asked:
    """What was typed, with the settings in force; what cannot be is refused before anything is read."""
    found = configured.settings(signature.build(ConfigOptions, values), metrics)
    for group in SHARED.values():
        signature.build(group, values)
    typed = {name: value for name, value in values.items() if name in signature.given(values)}
    configured.tried(typed, found)
    return Asked(tuple(files), typed, found, metrics)


def run(asked: Asked, terminal: Terminal) -> int:
    """Measure, print, and give the exit code of the worst goal."""
    from csmetrics.cli import output  # not for --help
    from csmetrics.cli.commands import _comments, _judged, _labels, _scoring
    from csmetrics.cli.progress import Progress

    files, found, metrics = asked.files, asked.found, asked.metrics
    by = tuple(asked.values.get("by") or ()) if asked.kind == "report" else ()
    values = {name: value for name, value in asked.values.items() if not (by and name == "by")}
    out = signature.build(OutputOptions, values)
    terminal.heed(out)
    _refuse(files, values, found, asked.kind)
    to = output.plan(out, read_by_all(files, values, found), terminal, kind=asked.kind)
    with Progress(terminal) as progress:
        groups = _scoring.groups_of(files, values, found)
        board = _scoring.Board(
            groups,
            values,
            found,
            metrics,
            _judged.Measured(progress, identify=to.identifies),
            str(values.get("every") or MONTH),
        )
        board.refuse_unused()
        summary, goals = _scoring.scored(board)
        if asked.kind == "report":
            held = _labels.standards(board, summary, by)
            summary = replace(summary, standards=held, busy=_labels.busy(board, summary))
        if asked.comments is not None:
            summary = _comments.added(board, summary, asked.comments)
    if signature.build(ReportOptions, values).stamp:
        summary = replace(summary, stamp=now(summary.zone))
    summary = replace(summary, diagnostics=(*_configured(found), *summary.diagnostics))
    if "strict" in values:
        output.refuse_warnings(summary.diagnostics, terminal)
    output.publish(summary, to, terminal)
    # what is out of balance stands under the table
    output.say([each for each in summary.diagnostics if each.kind is not UNBALANCED], terminal)
    output.say_written(to, terminal)
    return _judged.code(goals)


def _refuse(files: Sequence[str], values: Values, found: Settings | None, kind: str) -> None:
    for name, cure in OF_ONE.items():
        if name in values:
            message: str = Said("--{name} means nothing for several metrics at once", name=name)
            raise CsmetricsError(USAGE, message=message, suggestion=cure)
    if "-" in files:
        message, cure = (
            "-: each KPI reads the file, but a pipe can be read once",
            "write it to a file",
        )
        raise CsmetricsError(USAGE, message=message, suggestion=cure)
    if not files and (found is None or not found.inputs):
        raise CsmetricsError(NO_INPUT, command=kind)


def _configured(found: Settings | None) -> tuple[Diagnostic, ...]:
    """The file of settings in force, always named."""
    if found is None:
        return ()
    names: list[str] = [Said("{n} {n:file|files}", n=sum(len(each.files) for each in found.inputs))]
    names = names if found.inputs else []
    told = {
        name for each in found.inputs for name in (*each.values, *["column"] * bool(each.columns))
    }
    names += [*sorted(told), *found.shared, *(["balance"] if found.balance is not None else [])]
    names += [f"metrics.{name}" for name in found.metrics]
    names += [Said("{n} {n:goal|goals}", n=len(found.goals))] if found.goals else []
    params = (
        ("file", str(found.path)),
        ("names", joined(", ", names) if names else "nothing for this run"),
    )
    return (Diagnostic(CONFIGURED, params),)
