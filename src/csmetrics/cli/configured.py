"""``csmetrics.toml`` as options: each key is the option of its name, so that one definition serves both.

::

    tz = "America/Sao_Paulo"          # any shared option of a metric command
    hours = "mon-fri 09:00-18:00"
    history = "kpis.sqlite"           # where --save keeps results

    [[inputs]]                        # the files of one table, and how they are to be understood
    table = "tickets"
    files = ["exports/*.csv"]         # from the folder of this file
    [inputs.columns]
    created = "Criado em"             # as --column created="Criado em"

    [metrics.fcr]                     # the options of one metric, shared ones too
    rule = "no-return"

What the command line says goes before what the file says.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from csmetrics import config, errors
from csmetrics.cli import signature
from csmetrics.cli.schedules import named_or_hours
from csmetrics.cli.settings import Inputs, Settings, Values, checked
from csmetrics.cli.sources import read_by
from csmetrics.cli.typed import ATTEMPTS, backwards
from csmetrics.config import Found
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, head, joined
from csmetrics.options import (
    ConfigOptions,
    GateOptions,
    InputOptions,
    Options,
    OutputOptions,
    ReportOptions,
    Schedules,
    SliceOptions,
    WorkOptions,
)
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.metrics import Listed
    from csmetrics.metrics._contract import Metric
    from csmetrics.pipeline.observing import Asked


WORKING = ("hours", "holidays")
AS_RECORDED = ("durations", "business")
"""Values of a metric's ``--time`` by which a time is what a column says."""


@dataclass(frozen=True)
class Settled:
    """What a run is told in all: its files, its options as typed, and which of them a file set.

    ``history`` is where results are kept, None for the usual place. ``schedules`` are those that no
    command line has. ``read`` are the files that may not be written over, ``found`` the settings.
    """

    files: tuple[str, ...]
    values: Values
    configured: frozenset[str] = frozenset()
    notes: tuple[Diagnostic, ...] = ()
    history: Path | None = None
    schedules: Schedules = field(default_factory=Schedules)
    read: tuple[str, ...] = ()
    found: Settings | None = None

    def options(self) -> Options:
        """The shared options of all groups."""
        values = self.values
        return Options(
            input=signature.build(InputOptions, values),
            work=signature.build(WorkOptions, values),
            schedules=self.schedules,
            slices=signature.build(SliceOptions, values),
            gate=signature.build(GateOptions, values),
            report=signature.build(ReportOptions, values),
            output=signature.build(OutputOptions, values),
            given=signature.given(values) | (self.configured & {"rota"}),
            configured=self.configured,
        )


def settled(
    metric: type[Metric], files: Sequence[str], values: Values, listed: Sequence[Listed]
) -> Settled:
    """The files and options of a run: those given, and for the rest those of the file in force."""
    return merged(settings(signature.build(ConfigOptions, values), listed), metric, files, values)


def merged(
    found: Settings | None, metric: type[Metric], files: Sequence[str], values: Values
) -> Settled:
    """The same, of a file that was looked for before."""
    if found is None:
        return Settled(tuple(files), values, read=read_by(files, values, None))
    inputs = _inputs(found, metric, files)
    told = {name: value for name, value in found.shared.items() if _takes(metric, name)}
    own = found.metrics.get(metric.name, {})
    cut = metric.timed  # what a column counted is not cut again
    if (values.get("time") or own.get("time")) in AS_RECORDED:
        cut = False
        told = {name: value for name, value in told.items() if name not in WORKING}
    if inputs is not None:
        told |= inputs.values
    told |= own
    if files and not (inputs and _real(files) == _real(inputs.files)):
        told.pop("max_age", None)  # an older file is named on purpose
    if inputs is not None:
        columns = _columns(inputs, metric, values)
        if columns:
            told["column"] = [*columns, *(values.get("column") or ())]
    taken = {
        name: value
        for name, value in told.items()
        if name == "column" or values.get(name) in (None, False, 0, [], ())
    }
    rota = found.rota if cut and not (values.get("hours") or own.get("hours")) else None
    used = inputs.files if inputs is not None and not files else tuple(files)
    names = sorted([*taken, *(["schedule_of"] if rota else [])])
    if found.history is not None and (values.get("save") or values.get("history") or not used):
        names.append("history")
    if used != tuple(files):
        names.insert(0, Said("{n} {n:file|files}", n=len(used)))
    params = (("file", str(found.path)), ("names", joined(", ", names or ["nothing for this run"])))
    notes = (Diagnostic(errors.CONFIGURED, params),)
    by_file = frozenset(taken) | (frozenset({"rota"}) if rota else frozenset())
    shifts = found.shifts
    if values.get("holidays"):  # the command line goes first
        shifts = tuple(replace(each, holidays=None) for each in shifts)
    schedules, read = Schedules(shifts, rota), read_by(used, values, found)
    return Settled(used, values | taken, by_file, notes, found.history, schedules, read, found)


def asked(found: Settings, name: str, listed: Sequence[Listed], values: Values) -> Asked:
    """What a metric measures by the settings alone: its files, its options, and those given in ``values``."""
    from csmetrics.pipeline.observing import Asked  # heavy

    metric = next(each for each in listed if each.name == name).load()
    told = merged(found, metric, (), values)
    if not told.files:
        cure = Said('add [[inputs]] with table = "{table}"', table=metric.table)
        message = Said(
            "{path} names no file of {table}, which {name} is measured on",
            path=found.path,
            table=metric.table,
            name=name,
        )
        raise CsmetricsError(errors.USAGE, message=message, suggestion=cure)
    return Asked(signature.build(metric, told.values), told.files, told.options())


def settings(options: ConfigOptions, listed: Sequence[Listed]) -> Settings | None:
    """The file in force, checked whole; None where there is none or it is not wanted."""
    path = looked(options).path
    if path is None:
        return None
    return checked(config.load(path), listed)


def misnamed(found: Settings | None, metric: str, fault: CsmetricsError) -> CsmetricsError | None:
    """The refusal, with its line, of a column that the settings name and no file has; None of any other fault."""
    if found is None or found.source is None or fault.kind is not errors.UNKNOWN_COLUMN:
        return None
    option = str(fault.params["option"]).removeprefix("--").replace("-", "_")
    told = found.metrics.get(metric, {}).get(option) or ()
    names = [told] if isinstance(told, str) else told
    places: dict[str, tuple[str | int, ...]] = dict.fromkeys(names, ("metrics", metric, option))
    if option == "column":
        places = {
            header: ("inputs", place, "columns", role)
            for place, each in enumerate(found.inputs)
            for role, header in each.columns.items()
        }
    keys = places.get(str(fault.params["name"]))
    if keys is None:
        return None
    problem = config.Problem(found.source.line(*keys), head(fault.text), fault.hint)
    return found.source.refused([problem])


def language_of(named: str | None) -> str:
    """``lang`` of the file in force; empty where there is none, or where it cannot be read."""
    try:
        path = looked(ConfigOptions(named)).path
        return "" if path is None else str(config.load(path).data.get("lang", ""))
    except (CsmetricsError, OSError):
        return ""  # what is wrong with it is said by whoever needs it


def tried(values: Values, found: Settings | None) -> None:
    """Refuse what is typed and means nothing to any metric, once and before anything is read."""
    names = () if found is None else tuple(each.name for each in found.shifts)
    for name, value in values.items():
        if name == "hours" and names:
            named_or_hours(value, names)
        elif name in ATTEMPTS:
            ATTEMPTS[name](value)
    if turned := backwards(values):
        raise turned


def looked(options: ConfigOptions) -> Found:
    """Which file is in force, and where one was looked for."""
    if options.no_config:
        return Found(None, "no settings file is used: --no-config")
    return config.find(options.config, os.environ, Path.cwd(), _own_folder())


def _takes(metric: type[Metric], name: str) -> bool:
    """Whether a shared option means something to a metric; on the command line it is refused where not."""
    if name in WORKING:
        return metric.timed
    return not (metric.by_period and name in {"every", "since", "until"})


def _inputs(found: Settings, metric: type[Metric], files: Sequence[str]) -> Inputs | None:
    """The entry that says how the files of a run are read: by its table, or by the files that were named."""
    if files:
        named = [each for each in found.inputs if _real(files) <= _real(each.files)]
        return named[0] if named else None
    own = [each for each in found.inputs if each.table == metric.table]
    others = (
        found.inputs if "score" in metric().needs() else ()
    )  # exports of tickets hold ratings, too
    return next(iter([*own, *others]), None)


def _real(files: Sequence[str]) -> set[str]:
    return set(map(os.path.realpath, files))


def _columns(inputs: Inputs, metric: type[Metric], values: Values) -> list[str]:
    """Its mapping as --column; a role that was declared on the command line is as declared there."""
    from csmetrics.intake import schema  # heavy

    declared = {text.partition("=")[0].strip() for text in values.get("column") or ()}
    known = schema.names(metric.table)
    return [
        f"{role}={header}"
        for role, header in inputs.columns.items()
        if role in known and role not in declared
    ]


def _own_folder() -> Path | None:
    """Where the system keeps a user's settings of this program."""
    import typer

    try:
        return Path(typer.get_app_dir("csmetrics"))
    except RuntimeError:  # no home
        return None
