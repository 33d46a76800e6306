"""``csmetrics followups``: whom to call back, because a loop is closed by somebody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

from csmetrics.cli import configured, signature
from csmetrics.cli.commands._metric import FILES, SHARED
from csmetrics.cli.sources import read_by_all
from csmetrics.errors import (
    BAD_VALUE,
    CONFIGURED,
    FOLLOWUPS_ACCOUNT,
    MAPPED,
    NO_INPUT,
    NOT_LISTED_WHY,
    PERSONAL_DATA,
    USAGE,
    CsmetricsError,
)
from csmetrics.language import Said, head
from csmetrics.options import ConfigOptions, OutputOptions, Param
from csmetrics.report import Diagnostic, Followup, Followups, Report

if TYPE_CHECKING:
    from csmetrics.cli.commands._scoring import Board
    from csmetrics.cli.settings import Settings, Values
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics import Listed
    from csmetrics.pipeline.observing import Asked

PARTS = {"where", "since", "until", "exclude_status"}
"""Shared options that make silent who was in touch."""
MEANINGLESS = {
    "by": "the list names rows, not slices; --where picks some",
    "every": "--since and --until say which days",
    "min_group": "the list names people: give it to nobody who may not know them",
    "goal": "csmetrics check judges goals",
    "each": "csmetrics check judges goals",
    "stamp": "the list holds the times of its rows",
}
"""Shared options that mean nothing for a list of rows, and what to do instead."""


Made = tuple[Report, tuple[str, ...], tuple[Followup, ...]]
"""A figure with its account, the columns that are shown, and the cases behind it."""


@dataclass(frozen=True)
class FollowupsOptions:
    """Who is on the list."""

    why: Annotated[
        tuple[str, ...],
        Param(
            "Whom to list: detractor, unhappy, reopened, silent; by comma or repeatable; default: all there are.",
            metavar="REASON",
        ),
    ] = ()


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(files: list[str] | None = None, **values: object) -> Callable[[Terminal], int]:
        found = configured.settings(signature.build(ConfigOptions, values), metrics)
        for group in SHARED.values():
            signature.build(group, values)  # refused before anything is read
        whys = _reasons(signature.build(FollowupsOptions, values).why)
        typed = {name: value for name, value in values.items() if name in signature.given(values)}
        typed.pop("why", None)
        asked = _Typed(tuple(files or ()), whys, typed, found, metrics)
        return lambda terminal: run(asked, terminal)

    return signature.accept(parsed, {"Options of followups": FollowupsOptions, **SHARED}, FILES)


@dataclass(frozen=True)
class _Typed:
    files: tuple[str, ...]
    whys: tuple[str, ...]
    values: Values
    found: Settings | None
    metrics: Sequence[Listed]


def run(asked: _Typed, terminal: Terminal) -> int:
    """List, print, and say that it is personal data."""
    from csmetrics.cli import output  # not for --help
    from csmetrics.cli.commands import _judged, _scoring
    from csmetrics.cli.progress import Progress

    files, found, values = asked.files, asked.found, asked.values
    out = signature.build(OutputOptions, values)
    terminal.heed(out)
    _refuse(asked)
    to = output.plan(out, read_by_all(files, values, found), terminal, kind="followups")
    with Progress(terminal) as progress:
        groups = _scoring.groups_of(files, values, found)
        measured = _judged.Measured(progress, identify=to.identifies)
        board = _scoring.Board(groups, values, found, asked.metrics, measured, "month")
        board.refuse_unused()
        result = _listed(board, asked.whys)
        result = replace(result, diagnostics=(*result.diagnostics, *board.unreached()))
    if found is not None:
        names = Said("settings of {n} metrics", n=len(found.metrics))
        used = Diagnostic(CONFIGURED, (("file", str(found.path)), ("names", names)))
        result = replace(result, diagnostics=(used, *result.diagnostics))
    if "strict" in values:
        output.refuse_warnings(result.diagnostics, terminal)
    output.publish(result, to, terminal)
    output.say(result.diagnostics, terminal)
    output.say_written(to, terminal)
    return 0


def _reasons(typed: Sequence[str]) -> tuple[str, ...]:
    """The reasons that were named, each once."""
    from csmetrics.cli.suggest import did_you_mean

    known = ("detractor", "unhappy", "reopened", "silent")
    named = [word.strip().lower() for each in typed for word in each.split(",")]
    for word in named:
        if word not in known:
            expected = Said("one of {known}", known=", ".join(known))
            hint = did_you_mean(word, known)
            raise CsmetricsError(
                BAD_VALUE, option="--why", value=word, expected=expected, suggestion=hint
            )
    return tuple(dict.fromkeys(named))


def _refuse(asked: _Typed) -> None:
    for name, cure in MEANINGLESS.items():
        if name in asked.values:
            flag = name.replace("_", "-")
            message = Said("--{name} means nothing for a list of people", name=flag)
            raise CsmetricsError(USAGE, message=message, suggestion=cure)
    if "-" in asked.files:
        why, cure = "-: each list reads the file, but a pipe can be read once", "write it to a file"
        raise CsmetricsError(USAGE, message=why, suggestion=cure)
    if not asked.files and (asked.found is None or not asked.found.inputs):
        raise CsmetricsError(NO_INPUT, command="followups")


def _listed(board: Board, whys: Sequence[str]) -> Followups:
    """Each list that was asked for; of all, those that the columns allow. A row on two of them is named once."""
    from csmetrics.pipeline import followups  # heavy

    reports: list[Report] = []
    lists: list[tuple[tuple[str, ...], tuple[Followup, ...]]] = []
    reasons: list[tuple[str, str]] = []
    told: list[Diagnostic] = []
    first: CsmetricsError | None = None
    for why in whys or tuple(followups.METRICS):
        name = followups.METRICS[why]
        each = next(each for each in board.listed if each.name == name)
        made = board.using(each, partial(_list, board, why))
        if made is None:
            fault = board.fault(each)
            first = first or fault
            if whys:
                raise fault
            told.append(Diagnostic(NOT_LISTED_WHY, (("reason", why), ("why", head(fault.text)))))
            continue
        report, columns, people = made
        reports.append(report)
        lists.append((columns, people))
        reasons.append((why, followups.scale_of(why, report)))
        told += _account(why, report, len(people))
    if not reports and first is not None:
        raise first
    columns, people = _united(lists)
    return Followups(
        columns=columns,
        reasons=tuple(reasons),
        people=people,
        zone=reports[0].zone,
        inputs=tuple(dict.fromkeys(each for report in reports for each in report.inputs)),
        settings=reports[0].settings,
        filters=tuple(dict.fromkeys(each for report in reports for each in report.filters)),
        diagnostics=(
            Diagnostic(PERSONAL_DATA, (("count", len(people)),), len(people)),
            *dict.fromkeys(told),
        ),
    )


def _list(board: Board, why: str, asked: Asked) -> Made:
    """One list."""
    from csmetrics.pipeline import followups

    session = board.measured.session
    if why != followups.SILENT:
        return followups.listed(asked, why, session)
    customers = [file for each in board.groups if each.table == "customers" for file in each.files]
    if not customers:
        message, cure = Said("no file holds customers"), "add the list of all of them"
        raise CsmetricsError(USAGE, message=message, suggestion=cure)
    if PARTS & board.values.keys():
        message = Said("--where, --since and --until would leave out contacts")
        raise CsmetricsError(USAGE, message=message, suggestion="list silent customers without")
    return followups.silent(asked, customers, session)


def _account(why: str, report: Report, count: int) -> list[Diagnostic]:
    params = (("reason", why), ("count", count), ("account", report.quality.text))
    rest = [each for each in report.diagnostics if each.kind is not MAPPED]
    return [Diagnostic(FOLLOWUPS_ACCOUNT, params, count), *rest]


def _united(
    lists: Sequence[tuple[tuple[str, ...], tuple[Followup, ...]]],
) -> tuple[tuple[str, ...], tuple[Followup, ...]]:
    """One list with the columns of all; a row that is on several stands where it came first, with all reasons."""
    columns = tuple(dict.fromkeys(name for names, _ in lists for name in names))
    found: dict[tuple[str, int], Followup] = {}
    for names, people in lists:
        for each in people:
            cells = dict(zip(names, each.cells, strict=True))
            known = found.get((each.file, each.row))
            if known is not None:
                found[each.file, each.row] = replace(
                    known, why=(*known.why, *each.why), scores=(*known.scores, *each.scores)
                )
                continue
            row = tuple(cells.get(name, "") for name in columns)
            found[each.file, each.row] = replace(each, cells=row)
    return columns, tuple(found.values())
