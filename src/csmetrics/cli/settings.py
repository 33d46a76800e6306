"""A settings file as the options it stands for, every key of it checked, all problems told at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csmetrics import errors
from csmetrics.cli import signature
from csmetrics.cli.suggest import did_you_mean
from csmetrics.cli.values import convert, element
from csmetrics.config import Config, Problem
from csmetrics.errors import CsmetricsError
from csmetrics.options import GateOptions, InputOptions, ReportOptions, SliceOptions, WorkOptions

if TYPE_CHECKING:
    from csmetrics.analyses.goals import Objective
    from csmetrics.metrics import Listed

SHARED = (WorkOptions, SliceOptions, GateOptions, ReportOptions)
OF_A_TABLE = ("by", "where")
"""Shared options that name columns: they stand with the inputs that have them."""
OF_A_METRIC = ("date", "goal", "each", "stamp")
TABLES = ("responses", "tickets")
Values = dict[str, Any]


@dataclass(frozen=True)
class Inputs:
    """The files of one table and the options with which they are read."""

    table: str
    files: tuple[str, ...]
    columns: Mapping[str, str]
    values: Values


@dataclass(frozen=True)
class Settings:
    """A whole file, checked."""

    path: Path
    shared: Values = field(default_factory=dict)
    inputs: tuple[Inputs, ...] = ()
    metrics: Mapping[str, Values] = field(default_factory=dict)
    goals: tuple[Objective, ...] = ()
    history: Path | None = None
    balance: tuple[tuple[str, str], ...] | None = None


def checked(file: Config, listed: Sequence[Listed]) -> Settings:
    """Every key as the option it stands for; refuses with all that is wrong, each with its line."""
    check = _Check(file)
    data = dict(file.data)
    members = check.tables(data.pop("inputs", []), "inputs")
    metrics = data.pop("metrics", {})
    entries = check.tables(data.pop("goals", []), "goals")
    history = check.history(data.pop("history", None))
    balance = check.balance(data.pop("balance", None), [each.name for each in listed])
    shared = {name: each for group in SHARED for name, each in signature.options(group).items()}
    shared["tz"] = signature.options(InputOptions)["tz"]
    wide = {name: each for name, each in shared.items() if name not in OF_A_TABLE + OF_A_METRIC}
    found = Settings(
        file.path,
        check.shared(data, wide),
        tuple(check.inputs(member, place) for place, member in enumerate(members)),
        {
            name: check.values(own, signature.options(each.load()) | shared, ("metrics", name))
            for name, own, each in check.metrics(metrics, listed)
        },
        check.goals(entries, [each.name for each in listed]),
        history,
        balance,
    )
    check.once([each.table for each in found.inputs])
    if check.problems:
        raise file.refused(check.problems)
    return found


@dataclass
class _Check:
    """Walks through a file and keeps what is wrong with it."""

    file: Config
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
            self.wrong(above, f"{above[-1]} is not a table", f"write [{'.'.join(map(str, above))}]")
            return {}
        found: Values = {}
        for name, value in data.items():
            field_name = name.replace("-", "_")
            if field_name not in known:
                near = did_you_mean(name, [*known, *others])
                self.wrong((*above, name), f"no key {name} here", near)
                continue
            try:
                found[field_name] = _typed(name, value, *known[field_name][1:])
            except CsmetricsError as fault:
                self.wrong((*above, name), fault.text, fault.hint)
        return found

    def shared(self, data: Mapping[str, Any], known: Mapping[str, tuple[Any, Any, Any]]) -> Values:
        """The options of all metrics; what they mean is tried here, not when a run needs it."""
        found = self.values(data, known, (), ("inputs", "metrics", "goals", "history", "balance"))
        folder = self.file.path.parent
        if "holidays" in found:  # a file of dates is named from here
            days = [
                str(folder / day) if (folder / day).is_file() else day for day in found["holidays"]
            ]
            found["holidays"] = days
        for name, attempt in _ATTEMPTS.items():
            try:
                if name in found:
                    attempt(found[name])
            except CsmetricsError as fault:
                self.wrong((name,), fault.text, fault.hint)
        return found

    def history(self, data: object) -> Path | None:
        """The file of saved results, from the folder of this file."""
        if isinstance(data, str) and data:
            return Path(_as_seen_from_here(str(self.file.path.parent / Path(data).expanduser())))
        if data is not None:
            self.wrong(("history",), "history is no path", 'such as history = "kpis.sqlite"')
        return None

    def balance(self, data: object, metrics: Sequence[str]) -> tuple[tuple[str, str], ...] | None:
        """The pairs of KPIs that are watched together; None where the usual ones are."""
        if data is None:
            return None
        found = []
        for pair in data if isinstance(data, list) else [data]:
            if not (isinstance(pair, list) and len(pair) == 2 and pair[0] != pair[1]):
                self.wrong(
                    ("balance",), "balance is no list of pairs", 'balance = [["aht", "fcr"]]'
                )
                break
            for name in pair:
                if name not in metrics:
                    near = did_you_mean(str(name), metrics, f"one of {', '.join(metrics)}")
                    self.wrong(("balance",), f"no metric {name}", near)
            found.append((str(pair[0]), str(pair[1])))
        return tuple(found)

    def tables(self, data: object, name: str) -> list[Mapping[str, Any]]:
        """An array of tables."""
        if isinstance(data, list) and all(isinstance(each, Mapping) for each in data):
            return data
        self.wrong((name,), f"{name} is not a list of tables", f"write [[{name}]]")
        return []

    def inputs(self, data: Mapping[str, Any], place: int) -> Inputs:
        """The files of one table."""
        here: tuple[str | int, ...] = ("inputs", place)
        rest = dict(data)
        table, files = rest.pop("table", None), rest.pop("files", None)
        columns = rest.pop("columns", {})
        if table not in TABLES:
            self.wrong(
                (*here, "table"), "table is missing or unknown", f"one of {', '.join(TABLES)}"
            )
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
            name: signature.options(SliceOptions)[name] for name in OF_A_TABLE
        }
        known = {name: each for name, each in known.items() if name not in {"column", "tz"}}
        values = self.values(rest, known, here, ("table", "files", "columns"))
        return Inputs(str(table), _expanded(files, self.file.path.parent), columns, values)

    def roles(self, columns: Mapping[str, str], table: str, here: tuple[str | int, ...]) -> None:
        """Only roles of the table."""
        from csmetrics.intake import schema  # heavy

        known = schema.names(table)
        for role in columns:
            if role not in known:
                near = did_you_mean(role, known, f"roles: {', '.join(known)}")
                self.wrong((*here, "columns", role), f"{role} is no role of {table}", near)

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
                near = did_you_mean(name, known, f"one of {', '.join(known)}")
                self.wrong(("metrics", name), f"no metric {name}", near)

    def goals(
        self, entries: Sequence[Mapping[str, Any]], metrics: Sequence[str]
    ) -> tuple[Objective, ...]:
        """The goals, in their order."""
        from csmetrics.cli.objectives import objective  # only where there are goals

        found = []
        for place, entry in enumerate(entries):

            def wrong(key: str, text: str, cure: str, place: int = place) -> None:
                self.wrong(("goals", place, key), text, cure)

            found.append(objective(entry, metrics, wrong))
        return tuple(each for each in found if each is not None)

    def once(self, tables: Sequence[str]) -> None:
        """One entry for each table: its files are one table."""
        for place, table in enumerate(tables):
            if table in tables[:place] and table in TABLES:
                cure = "name all files of a table in one [[inputs]]"
                self.wrong(("inputs", place), f"a second [[inputs]] of {table}", cure)


def _try_zone(zone: str) -> None:
    from csmetrics.pipeline.given import check_zone  # heavy

    check_zone(zone)


def _try_hours(hours: str) -> None:
    from csmetrics.worktime import parse_hours  # heavy

    if hours != "none":
        parse_hours(hours)


def _try_holidays(days: Sequence[str]) -> None:
    from csmetrics.worktime import parse_holidays  # heavy

    parse_holidays(days)


_ATTEMPTS: Mapping[str, Callable[[Any], None]] = {
    "tz": _try_zone,
    "hours": _try_hours,
    "holidays": _try_holidays,
}


def _typed(name: str, value: object, kind: object, param: Any) -> Any:
    """A value of the file as Typer would have parsed it; checked as the option is."""
    if kind is bool:
        if not isinstance(value, bool):
            raise _mistyped(name, "true or false")
        return value
    several = str(kind).startswith("tuple")
    members = value if isinstance(value, list) and several else [value]
    texts = []
    for each in members:
        if isinstance(each, bool | list | dict):
            raise _mistyped(name, "a list of texts" if several else "a text or a number")
        texts.append(str(each))
        convert(name, texts[-1], element(kind), param)
    return texts if several else texts[0]


def _mistyped(name: str, expected: str) -> CsmetricsError:
    return CsmetricsError(
        errors.BAD_VALUE, option=name, value="this", expected=expected, suggestion=""
    )


def _expanded(files: Sequence[str], folder: Path) -> tuple[str, ...]:
    """Paths from the folder of the file; a pattern as the files it fits now, in order of their names."""
    found: list[str] = []
    for name in files:
        path = folder / Path(name).expanduser()
        if any(sign in name for sign in "*?["):
            import glob

            found += sorted(glob.glob(str(path), recursive=True)) or [str(path)]
        else:
            found.append(str(path))
    return tuple(dict.fromkeys(map(_as_seen_from_here, found)))


def _as_seen_from_here(path: str) -> str:
    """A path below where the command runs as it would be typed there: messages name it."""
    here = os.path.realpath(os.curdir)
    real = os.path.realpath(path)
    return os.path.relpath(real, here) if real.startswith(here + os.sep) else path
