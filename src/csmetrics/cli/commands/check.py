"""``csmetrics check``: every goal of the settings, for a person and for cron."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from csmetrics.cli import configured, signature
from csmetrics.cli.commands._balance import MONTH, by_period, pairs_of, watched
from csmetrics.cli.commands._judged import Measured, code, judged
from csmetrics.cli.commands._metric import now
from csmetrics.cli.sources import read_by_all
from csmetrics.errors import UNBALANCED, USAGE, CsmetricsError, Exit
from csmetrics.language import Said
from csmetrics.options import ConfigOptions, OutputOptions, Param

if TYPE_CHECKING:
    from csmetrics.cli.settings import Settings, Values
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics import Listed
    from csmetrics.pipeline.observing import Asked
    from csmetrics.report import Goals, Report


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
    from csmetrics.slices.window import day  # heavy

    terminal.heed(out)
    if how.as_of is not None:
        day("--as-of", how.as_of)  # refused once, not for every goal
    if found is None or not found.goals:
        where = (
            Said("there is no settings file")
            if found is None
            else Said("{path} has no [[goals]]", path=found.path)
        )
        cure = 'csmetrics init FILE writes one; then add [[goals]] and goal = "frt.p90 <= 4h"'
        raise CsmetricsError(USAGE, message=Said("no goals: {where}", where=where), suggestion=cure)
    to = output.plan(out, read_by_all((), {}, found), terminal, kind="goals")
    result = checked(found, metrics, how, identify=to.identifies)
    if how.stamp:
        result = replace(result, stamp=now(result.zone))
    failing = {"missed"} | ({"at risk"} if how.fail_on == "at-risk" else set())
    ended = code(result.goals, frozenset(failing))
    bought = any(each.kind is UNBALANCED for each in result.diagnostics)
    met = all(each.verdict in {"met", "on track"} for each in result.goals)
    well = ended is Exit.OK and met and not bought
    if not (well and terminal.quiet and not (out.format or out.output)):
        output.publish(result, to, terminal)
    # what is out of balance stands under the table, and so in the mail of a quiet run
    output.say([each for each in result.diagnostics if each.kind is not UNBALANCED], terminal)
    output.say_written(to, terminal)
    return ended


def checked(
    found: Settings, metrics: Sequence[Listed], how: CheckOptions, *, identify: bool = True
) -> Goals:
    """Every goal of the settings, in their order; each export is read once for all that ask the same of it."""
    from csmetrics.pipeline.observing import as_of  # heavy
    from csmetrics.report import Goals

    measured = Measured(identify=identify)

    ask = _ask(found, metrics, {} if how.as_of is None else {"as_of": how.as_of}, measured)
    goals = judged(found.goals, ask, measured)
    # not of what was measured to find columns and days, and the balance: no verdict rests on that
    said = [note for report in measured.judged for note in report.diagnostics]
    names = list(dict.fromkeys(each.metric for each in goals))

    def fetch(name: str) -> Report:
        asked = ask(name, ())
        return as_of(asked, by_period(asked, MONTH, measured)[0], MONTH)

    balance = watched(names, pairs_of(found, metrics), fetch)
    said += [*measured.doubts, *balance]
    return Goals(
        goals=goals,
        inputs=tuple(dict.fromkeys(each for report in measured.reports for each in report.inputs)),
        diagnostics=tuple(dict.fromkeys(said)),
        zone=next((report.zone for report in measured.reports), "UTC"),
        stamp=None,
    )


def _ask(
    found: Settings, metrics: Sequence[Listed], given: Values, measured: Measured
) -> Callable[[str, tuple[str, ...]], Asked]:
    """What a goal is measured on: the column and the table that ``summary`` takes for its metric.

    Where one of the files cannot be opened, each metric is asked of its own table, so that the goals on the others
    are judged all the same.
    """
    from csmetrics.cli.commands import _scoring

    try:
        groups = _scoring.groups_of((), given, found)
    except CsmetricsError:
        return lambda name, where: configured.asked(
            found, name, metrics, given | {"where": list(where)}
        )
    return _scoring.Board(groups, given, found, metrics, measured, MONTH).ask
