"""A settings file as the options it stands for, every key of it checked, all problems told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csmetrics.cli import schedules, signature
from csmetrics.cli.pairs import pairs
from csmetrics.cli.paths import expanded, seen_from_here
from csmetrics.cli.suggest import did_you_mean, one_of
from csmetrics.cli.typed import ATTEMPTS, backwards, faults, typed
from csmetrics.config import Config, Problem
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said
from csmetrics.options import (
    GateOptions,
    InputOptions,
    LanguageOptions,
    ReportOptions,
    Rota,
    Shift,
    SliceOptions,
    WorkOptions,
)

if TYPE_CHECKING:
    from csmetrics.analyses.goals import Objective
    from csmetrics.metrics import Listed

SHARED = (WorkOptions, SliceOptions, GateOptions, ReportOptions, LanguageOptions)
OF_A_TABLE = ("by", "where")
"""Shared options that name columns: they stand with the inputs that have them."""
JUDGED = ("goal", "each")
"""Options of one run: in a file a goal is one of [[goals]]."""
OF_A_METRIC = ("date", *JUDGED, "stamp")
TABLES = ("responses", "tickets", "customers")
TABLES_OF = ("inputs", "metrics", "goals", "history", "balance", "schedules", "schedule_of")
"""Keys at the top that are no options."""
Values = dict[str, Any]


@dataclass(frozen=True)
class Inputs:
    """The files of one table and the options with which they are read; ``patterns`` are those files as written."""

    table: str
    files: tuple[str, ...]
    columns: Mapping[str, str]
    values: Values
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """A whole file, checked; ``source`` knows the lines of its keys."""

    path: Path
    shared: Values = field(default_factory=dict)
    inputs: tuple[Inputs, ...] = ()
    metrics: Mapping[str, Values] = field(default_factory=dict)
    goals: tuple[Objective, ...] = ()
    history: Path | None = None
    balance: tuple[tuple[str, str], ...] | None = None
    shifts: tuple[Shift, ...] = ()
    rota: Rota | None = None
    source: Config | None = None


def checked(file: Config, listed: Sequence[Listed]) -> Settings:
    """Every key as the option it stands for; refuses with all that is wrong, each with its line."""
    data = dict(file.data)
    named = data.pop(schedules.SCHEDULES, {})
    check = _Check(file, tuple(named) if isinstance(named, Mapping) else ())
    shifts = schedules.shifts(named, check)
    rota = schedules.rota(data.pop(schedules.SCHEDULE_OF, None), check.schedules, check)
    members = check.tables(data.pop("inputs", []), "inputs")
    metrics = data.pop("metrics", {})
    entries = check.tables(data.pop("goals", []), "goals")
    history = check.history(data.pop("history", None))
    names = [each.name for each in listed]
    balance = pairs(data.pop("balance", None), names, check.wrong)
    options = check.options(data, list(of_all()), (), TABLES_OF)
    own = {name: check.metric(own, each) for name, own, each in check.metrics(metrics, listed)}
    found = Settings(
        file.path,
        options,
        tuple(check.inputs(member, place) for place, member in enumerate(members)),
        own,
        check.goals(entries, listed, own),
        history,
        balance,
        shifts,
        rota,
        file,
    )
    check.once([each.table for each in found.inputs])
    schedules.refuse_doubt(rota, [found.shared, *found.metrics.values()], check.schedules, check)
    if check.problems:
        raise file.refused(check.problems)
    return found


def of_all() -> dict[str, Any]:
    """The options that stand at the top of the file, for all metrics."""
    mine = OF_A_TABLE + OF_A_METRIC
    return {name: each for name, each in _shared().items() if name not in mine}


def _shared() -> dict[str, Any]:
    """The options of every metric that may stand in the file."""
    shared = {name: each for group in SHARED for name, each in signature.options(group).items()}
    return {"tz": signature.options(InputOptions)["tz"], **shared}


@dataclass
class _Check:
    """Walks through a file and keeps what is wrong with it."""

    file: Config
    schedules: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, keys: Sequence[str | int], text: str, cure: str = "") -> None:
        """Note one problem at the line of a key."""
        self.problems.append(Problem(self.file.line(*keys), text, cure))

    def values(
        self,
        data: object,
        known: Mapping[str, tuple[Any, Any, Any]],
        above: tuple[str | int, ...],
        others: Sequence[str] = (),
    ) -> Values:
        """The options of one table, as if they had been typed."""
        if not isinstance(data, Mapping):
            write = Said("write [{name}]", name=".".join(map(str, above)))
            self.wrong(above, Said("{name} is not a table", name=above[-1]), write)
            return {}
        found: Values = {}
        seen: dict[str, str] = {}
        for name, value in data.items():
            field_name = name.replace("-", "_")
            if (other := seen.setdefault(field_name, name)) != name:
                told = Said("{name} and {other} are one key", name=name, other=other)
                self.wrong((*above, name), told, "write it once")
            if field_name not in known:
                near = did_you_mean(name, [*known, *others])
                self.wrong((*above, name), Said("no key {name} here", name=name), near)
                continue
            try:
                found[field_name] = typed(name, value, *known[field_name][1:])
                self.attempt(field_name, found)
            except CsmetricsError as fault:
                self.wrong((*above, name), fault.text, fault.hint)
        if turned := backwards(found):
            self.wrong((*above, "until"), turned.text, turned.hint)
        return found

    def attempt(self, name: str, found: Values) -> None:
        """Try what a value means, not when a run needs it; refuses it as a run would."""
        if name == "holidays":  # a file of dates is named from here
            folder = self.file.path.parent
            found[name] = [
                str(folder / day) if (folder / day).is_file() else day for day in found[name]
            ]
        if name == "hours" and self.schedules:
            schedules.named_or_hours(found[name], self.schedules)
        elif name in ATTEMPTS:
            ATTEMPTS[name](found[name])

    def options(
        self,
        data: object,
        names: Sequence[str],
        above: tuple[str, ...],
        others: Sequence[str] = (),
    ) -> Values:
        """The values of some shared options in a table."""
        known = _shared()
        return self.values(data, {name: known[name] for name in names}, above, others)

    def metric(self, data: object, listed: Listed) -> Values:
        """The options of one metric, shared ones too; its own are held against what they may be."""
        metric, here = listed.load(), ("metrics", listed.name)
        own = signature.options(metric)
        found = self.values(data, own | _shared(), here)
        for name in JUDGED:
            if name in found:
                told = Said("{name} is no key of a metric: it would judge every table", name=name)
                cure = Said("a goal of {metric} stands in [[goals]]", metric=listed.name)
                self.wrong((*here, name), told, cure)
        mine = {name: value for name, value in found.items() if name in own}
        for keys, fault in faults(metric, mine):
            self.wrong((*here, *keys), fault.text, fault.hint)
        return found

    def history(self, data: object) -> Path | None:
        """The file of saved results, from the folder of this file."""
        if isinstance(data, str) and data:
            return Path(seen_from_here(str(self.file.path.parent / Path(data).expanduser())))
        if data is not None:
            self.wrong(("history",), "history is no path", 'such as history = "kpis.sqlite"')
        return None

    def tables(self, data: object, name: str) -> list[Mapping[str, Any]]:
        """An array of tables."""
        if isinstance(data, list) and all(isinstance(each, Mapping) for each in data):
            return data
        told = Said("{name} is not a list of tables", name=name)
        self.wrong((name,), told, Said("write [[{name}]]", name=name))
        return []

    def inputs(self, data: Mapping[str, Any], place: int) -> Inputs:
        """The files of one table."""
        here: tuple[str | int, ...] = ("inputs", place)
        rest = dict(data)
        table, files = rest.pop("table", None), rest.pop("files", None)
        columns = rest.pop("columns", {})
        if table not in TABLES:
            self.wrong((*here, "table"), "table is missing or unknown", one_of(TABLES))
        if isinstance(files, str):
            files = [files]
        if not (isinstance(files, list) and files and all(isinstance(e, str) for e in files)):
            self.wrong((*here, "files"), "files is no list of paths", 'such as files = ["a.csv"]')
            files = []
        if not isinstance(columns, Mapping) or not all(
            isinstance(each, str) for each in columns.values()
        ):
            self.wrong((*here, "columns"), "columns is no table of texts", 'role = "Header"')
            columns = {}
        if table in TABLES:
            self.roles(columns, table, here)
        known = signature.options(InputOptions) | {
            name: _shared()[name] for name in (*OF_A_TABLE, "max_age")
        }
        known = {name: each for name, each in known.items() if name not in {"column", "tz"}}
        values = self.values(rest, known, here, ("table", "files", "columns"))
        found = [path for name in files for path in expanded(name, self.file.path.parent)]
        return Inputs(
            str(table), tuple(dict.fromkeys(found)), columns, values, tuple(map(str, files))
        )

    def roles(self, columns: Mapping[str, str], table: str, here: tuple[str | int, ...]) -> None:
        """Only roles of the table."""
        from csmetrics.intake import schema  # heavy

        known = schema.names(table)
        for role in columns:
            if role not in known:
                near = did_you_mean(role, known, Said("roles: {known}", known=", ".join(known)))
                told = Said("{role} is no role of {table}", role=role, table=table)
                self.wrong((*here, "columns", role), told, near)

    def metrics(
        self, data: object, listed: Sequence[Listed]
    ) -> Iterator[tuple[str, object, Listed]]:
        """The tables of known metrics."""
        known = {each.name: each for each in listed}
        if not isinstance(data, Mapping):
            self.wrong(("metrics",), "metrics is not a table", "write [metrics.nps]")
            return
        for name, own in data.items():
            if name in known:
                yield name, own, known[name]
            else:
                near = did_you_mean(name, known, one_of(known))
                self.wrong(("metrics", name), Said("no metric {name}", name=name), near)

    def goals(
        self,
        entries: Sequence[Mapping[str, Any]],
        listed: Sequence[Listed],
        own: Mapping[str, Values],
    ) -> tuple[Objective, ...]:
        """The goals, in their order; ``own`` are the options of each metric."""
        from csmetrics.cli.objectives import knowing, objective  # only where there are goals

        found, names, known = [], [each.name for each in listed], knowing(listed, own)
        for place, entry in enumerate(entries):

            def wrong(key: str, text: str, cure: str, place: int = place) -> None:
                self.wrong(("goals", place, key), text, cure)

            found.append(objective(entry, names, wrong, known))
        return tuple(each for each in found if each is not None)

    def once(self, tables: Sequence[str]) -> None:
        """One entry for each table: its files are one table."""
        for place, table in enumerate(tables):
            if table in tables[:place] and table in TABLES:
                cure = "name all files of a table in one [[inputs]]"
                told = Said("a second [[inputs]] of {table}", table=table)
                self.wrong(("inputs", place), told, cure)
