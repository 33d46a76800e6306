"""The settings in force, value by value: what each is, and on which line of which file it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from csmetrics import errors
from csmetrics.cli import settings
from csmetrics.cli.commands._balance import pairs_of
from csmetrics.cli.paths import expanded
from csmetrics.cli.schedules import SCHEDULE_OF
from csmetrics.cli.typed import OTHERS
from csmetrics.errors import CsmetricsError
from csmetrics.history import place
from csmetrics.report import (
    Diagnostic,
    Effective,
    FilesKept,
    GoalKept,
    InputsKept,
    Kept,
    ScheduleKept,
)

if TYPE_CHECKING:
    from csmetrics.analyses.goals import Objective
    from csmetrics.cli.settings import Inputs, Settings
    from csmetrics.config import Config, Found
    from csmetrics.metrics import Listed


def effective(found: Settings | None, where: Found, metrics: Sequence[Listed]) -> Effective:
    """Lay out the settings of a file, and what holds where it says nothing."""
    looked = tuple(map(str, where.looked))
    if found is None or found.source is None:
        return Effective(
            None,
            where.by,
            looked,
            tuple(_options({}, None)),
            _history(None),
            tuple(pairs_of(None, metrics)),
        )
    source = found.source
    tables = tuple(_table(each, at, source) for at, each in enumerate(found.inputs))
    rota, here = found.rota, SCHEDULE_OF
    return Effective(
        str(found.path),
        where.by,
        looked,
        tuple(_options(found.shared, source)),
        _history(found),
        tuple(pairs_of(found, metrics)),
        source.line("balance"),
        tables,
        tuple(
            ScheduleKept(
                each.name, each.hours, each.holidays, each.tz, source.line("schedules", each.name)
            )
            for each in found.shifts
        ),
        None if rota is None else Kept("column", rota.column, source.line(here, "column")),
        () if rota is None else tuple(_lines(dict(rota.of), (here,), source)),
        None
        if rota is None or rota.others is None
        else Kept(OTHERS, rota.others, source.line(here, OTHERS)),
        tuple(
            (name, tuple(_lines(own, ("metrics", name), source)))
            for name, own in found.metrics.items()
        ),
        tuple(
            _aim(each, source.line("goals", at), source.data["goals"][at])
            for at, each in enumerate(found.goals)
        ),
        tuple(_missing(tables, str(found.path))),
    )


def _options(values: Mapping[str, Any], source: Config | None) -> Iterator[Kept]:
    """Every option that a settings file may give to all metrics: its value, else its default."""
    for name, (field, _, _) in settings.of_all().items():
        if name in values and source is not None:
            yield _kept(name, values[name], source.line(name))
        else:
            yield Kept(name, field.default)


def _history(found: Settings | None) -> Kept:
    """Where --save keeps results; None for a user without a home."""
    if found is not None and found.history is not None and found.source is not None:
        return Kept("history", str(found.history), found.source.line("history"))
    try:
        return Kept("history", str(place.default(os.environ)))
    except CsmetricsError:
        return Kept("history", None)


def _table(inputs: Inputs, at: int, source: Config) -> InputsKept:
    folder, here = source.path.parent, ("inputs", at)
    line = source.line(*here, "files")
    patterns = (
        FilesKept(
            text, line, tuple(file for file in expanded(text, folder) if os.path.isfile(file))
        )
        for text in inputs.patterns
    )
    return InputsKept(
        inputs.table,
        source.line(*here),
        tuple(patterns),
        tuple(_lines(inputs.columns, (*here, "columns"), source)),
        tuple(_lines(inputs.values, here, source)),
    )


def _lines(
    values: Mapping[str, Any], above: tuple[str | int, ...], source: Config
) -> Iterator[Kept]:
    for name, value in values.items():
        yield _kept(name, value, source.line(*above, name))


def _kept(name: str, value: Any, line: int) -> Kept:
    return Kept(name, tuple(value) if isinstance(value, list) else value, line)


def _aim(objective: Objective, line: int, entry: Mapping[str, Any]) -> GoalKept:
    journey = objective.journey
    return GoalKept(
        f"{objective.metric} {objective.goal}",
        objective.metric,
        objective.window,
        line,
        objective.where,
        objective.owner,
        objective.confident,
        None if journey is None else journey.since.isoformat(),
        None if journey is None else journey.by.isoformat(),
        None if journey is None else str(entry["from"]),
    )


def _missing(tables: Sequence[InputsKept], file: str) -> Iterator[Diagnostic]:
    """Warn of files that are not there, and of patterns that fit none: nothing would be measured."""
    for each in (pattern for table in tables for pattern in table.patterns):
        if not each.fits:
            params = (("place", f"{file}:{each.line}"), ("pattern", each.text))
            yield Diagnostic(errors.FITS_NO_FILE, params)
