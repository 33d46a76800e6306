"""``csmetrics check``: every goal of the settings, for a person and for cron."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from csmetrics.cli import configured, signature
from csmetrics.errors import USAGE, CsmetricsError, Exit
from csmetrics.options import ConfigOptions, OutputOptions, Param

if TYPE_CHECKING:
    from csmetrics.analyses.goals import Objective
    from csmetrics.cli.settings import Settings
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics import Listed
    from csmetrics.report import Goals, Progress, Report


@dataclass(frozen=True)
class CheckOptions:
    """When the goals are judged, and what ends the run with 1."""

    as_of: Annotated[
        str | None,
        Param("What counts as now; default: the latest time in the data.", metavar="DATE"),
    ] = None
    fail_on: Annotated[
        str, Param("The verdict that ends the run with 1.", choices=("missed", "at-risk"))
    ] = "missed"
    stamp: Annotated[bool, Param("Add the time of the run.")] = False


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(**values: object) -> Callable[[Terminal], int]:
        found = configured.settings(signature.build(ConfigOptions, values), metrics)
        how, out = signature.build(CheckOptions, values), signature.build(OutputOptions, values)
        return lambda terminal: run(found, metrics, how, out, terminal)

    groups = {"Goals": CheckOptions, "Output": OutputOptions, "Configuration": ConfigOptions}
    return signature.accept(parsed, groups)


def run(
    found: Settings | None,
    metrics: Sequence[Listed],
    how: CheckOptions,
    out: OutputOptions,
    terminal: Terminal,
) -> int:
    """Judge every goal, print, and give the exit code of the worst."""
    from csmetrics.cli import output  # not for --help

    terminal.colors, terminal.verbose = out.color, out.verbose
    if found is None or not found.goals:
        where = "there is no settings file" if found is None else f"{found.path} has no [[goals]]"
        cure = 'csmetrics init FILE writes one; then add [[goals]] and goal = "frt.p90 <= 4h"'
        raise CsmetricsError(USAGE, message=f"no goals: {where}", suggestion=cure)
    files = [file for inputs in found.inputs for file in inputs.files]
    to = output.plan(out, files, terminal, kind="goals")
    result = checked(found, metrics, how)
    failing = {"missed"} | ({"at risk"} if how.fail_on == "at-risk" else set())
    code = _code(result.goals, failing)
    well = code is Exit.OK and all(each.verdict in {"met", "on track"} for each in result.goals)
    if not (well and terminal.quiet and out.format is None):
        output.publish(result, to, terminal)
    output.say(result.diagnostics, terminal)
    output.say_written(to, terminal)
    return code


def checked(found: Settings, metrics: Sequence[Listed], how: CheckOptions) -> Goals:
    """Every goal of the settings, in their order; each export is read once for all that ask the same of it."""
    from csmetrics.analyses.goals import progress, unjudged
    from csmetrics.pipeline import measure  # heavy
    from csmetrics.pipeline.observing import observed
    from csmetrics.report import Goals

    known: dict[Any, Report] = {}

    def measured(*run: Any) -> Report:
        if run not in known:
            known[run] = measure(*run)
        return known[run]

    judged = []
    for objective in found.goals:
        try:
            asked = configured.asked(found, objective.metric, metrics, _values(objective, how))
            _, seen, none = observed(objective, asked, measured)
        except CsmetricsError as fault:  # the other goals can be judged all the same
            judged.append(unjudged(objective, fault.text, fault.exit))
        else:
            judged.append(progress(objective, seen, 0.95, none))
    reports = known.values()
    return Goals(
        goals=tuple(judged),
        inputs=tuple(dict.fromkeys(each for report in reports for each in report.inputs)),
        diagnostics=tuple(dict.fromkeys(d for report in reports for d in report.diagnostics)),
        zone=next((report.zone for report in reports), "UTC"),
        stamp=None,
    )


def _values(objective: Objective, how: CheckOptions) -> dict[str, Any]:
    given: dict[str, Any] = {"where": list(objective.where)}
    if how.as_of is not None:
        given["as_of"] = how.as_of
    return given


def _code(goals: Sequence[Progress], failing: set[str]) -> Exit:
    """A goal that could not be judged outranks one that was missed: it is no verdict."""
    verdicts = {each.verdict for each in goals}
    refused = [each.exit for each in goals if each.exit]
    if refused:
        return Exit(max(refused))
    if "too little data" in verdicts:
        return Exit.NOTHING
    return Exit.MISSED if verdicts & failing else Exit.OK
