"""The settings in force: tables of values with their lines, and a JSON document."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from csmetrics.language import Day, Said, joined, ours
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._objects import diagnostic_object
from csmetrics.report import Effective, GoalKept, Kept, ScheduleKept

NONE = Said("none")
ALL_OTHERS = Said("(all others)")
OURS = ("There now", "From")
"""Columns that hold our own words, and nothing of the file."""


def grids(found: Effective) -> Iterator[Grid]:
    """One table for each part of the file; those of which there is nothing are left away."""
    yield _grid(
        "Settings",
        _where(found),
        ("Option", "Value", "From"),
        [
            *_options(found),
            ("history", _from_home(_shown(found.history)), _from(found, found.history.line)),
            ("balance", _pairs(found), _from(found, found.balance_line)),
        ],
        _looked(found),
    )
    parts = (
        ("Files", ("Table", "Files", "There now", "From"), _files(found)),
        ("How they are read", ("Table", "What", "Value", "From"), _reading(found)),
        ("Schedules", ("Name", "Hours", "Holidays", "Zone", "From"), _schedules(found)),
        (_scheduled_by(found), ("Label", "Schedule", "From"), _labels(found)),
        ("Options of one metric", ("Metric", "Option", "Value", "From"), _metrics(found)),
        ("Goals", ("Goal", "Window", "Where", "Owner", "From"), _goals(found)),
    )
    for title, columns, lines in parts:
        if rows := list(lines):
            yield _grid(title, [], columns, rows)


def _grid(
    title: str,
    subtitle: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Iterable[str] = (),
) -> Grid:
    return Grid(
        title=title,
        subtitle=joined(" · ", map(ours, subtitle)),
        columns=tuple(Column(Said(each), "words" if each in OURS else "label") for each in columns),
        rows=tuple(GridRow(tuple(row), whole=False) for row in rows),
        notes=tuple(notes),
        rules=(),
        verdicts=(),
    )


def _options(found: Effective) -> Iterator[tuple[str, str, str]]:
    """Whose hours count may be said by a column, too."""
    for each in found.options:
        if each.name == "hours" and found.column is not None:
            by = Said("by {column}: see below", column=found.column.value)
            yield each.name, by, _from(found, found.column.line)
        else:
            yield each.name, _shown(each), _from(found, each.line)


def _where(found: Effective) -> tuple[str, ...]:
    return (found.found,) if found.file is None else (found.file, found.found)


def _looked(found: Effective) -> Iterator[str]:
    """Where a file was looked for in vain: the folders upward as one."""
    if found.file is None and found.looked:
        first, last = found.looked[0], found.looked[-1]
        yield Said(
            "looked for {first}, in each folder above it, and for {last}", first=first, last=last
        )
        yield "csmetrics init FILE writes one from an export"


def _from(found: Effective, line: int) -> str:
    return f"{os.path.basename(found.file or '')}:{line}" if line else "default"


def _shown(each: Kept) -> str:
    if each.value in (None, (), ""):
        return NONE
    if isinstance(each.value, tuple):
        return ", ".join(each.value)
    if isinstance(each.value, bool):
        return Said("yes" if each.value else "no")
    return f"{each.value:g}" if isinstance(each.value, float) else str(each.value)


def _from_home(path: str) -> str:
    """A path as a person types it; the JSON document has it whole."""
    home = os.path.expanduser("~") + os.sep
    return "~/" + path.removeprefix(home).replace(os.sep, "/") if path.startswith(home) else path


def _pairs(found: Effective) -> str:
    if not found.balance_line:
        return Said("as each metric names its counters")
    pairs = dict.fromkeys(tuple(sorted(pair)) for pair in found.balance)
    return ", ".join(" + ".join(pair) for pair in pairs) or NONE


def _files(found: Effective) -> Iterator[tuple[str, ...]]:
    for table in found.tables:
        for each in table.patterns:
            count = Said("{count:,} {count:file|files}", count=len(each.fits))
            yield table.table, each.text, count if each.fits else NONE, _from(found, each.line)


def _reading(found: Effective) -> Iterator[tuple[str, ...]]:
    for table in found.tables:
        for each in table.columns:
            yield (
                table.table,
                Said("column {name}", name=each.name),
                _shown(each),
                _from(found, each.line),
            )
        for each in table.options:
            yield table.table, each.name, _shown(each), _from(found, each.line)


def _schedules(found: Effective) -> Iterator[tuple[str, ...]]:
    shared = {each.name: each for each in found.options}
    for each in found.schedules:
        holidays = _shown(shared["holidays"]) if each.holidays is None else ", ".join(each.holidays)
        zone = each.tz or _shown(shared["tz"])
        yield each.name, each.hours, holidays or NONE, zone, _from(found, each.line)


def _scheduled_by(found: Effective) -> str:
    return "" if found.column is None else Said("Schedule by {column}", column=found.column.value)


def _labels(found: Effective) -> Iterator[tuple[str, ...]]:
    for each in found.labels:
        yield each.name, _shown(each), _from(found, each.line)
    if found.column is not None:
        others = found.others
        line = found.column.line if others is None else others.line
        yield ALL_OTHERS, Said("refused") if others is None else _shown(others), _from(found, line)


def _metrics(found: Effective) -> Iterator[tuple[str, ...]]:
    for metric, options in found.metrics:
        for each in options:
            yield metric, each.name, _shown(each), _from(found, each.line)


def _goals(found: Effective) -> Iterator[tuple[str, ...]]:
    for each in found.goals:
        goal = each.goal
        if each.start is not None:
            way = {"start": each.start, "since": Day(str(each.since)), "by": Day(str(each.by))}
            goal = Said("{goal}, from {start} on {since}, by {by}", goal=goal, **way)
        if each.confident:
            goal = Said("{goal}, its whole interval", goal=goal)
        yield goal, each.window, "; ".join(each.where), each.owner, _from(found, each.line)


def document(found: Effective) -> dict[str, Any]:
    """The JSON document of the settings in force."""
    return {
        "file": found.file,
        "found": found.found,
        "looked_for": list(found.looked),
        "options": {each.name: _kept(each) for each in found.options},
        "history": _kept(found.history),
        "balance": {"pairs": [list(pair) for pair in found.balance], **_place(found.balance_line)},
        "inputs": [
            {
                "table": table.table,
                "line": table.line,
                "files": [
                    {"pattern": each.text, "line": each.line, "there": list(each.fits)}
                    for each in table.patterns
                ],
                "columns": {each.name: _kept(each) for each in table.columns},
                "options": {each.name: _kept(each) for each in table.options},
            }
            for table in found.tables
        ],
        "schedules": [_schedule(each) for each in found.schedules],
        "schedule_of": None
        if found.column is None
        else {
            "column": _kept(found.column),
            "labels": {each.name: _kept(each) for each in found.labels},
            "default": None if found.others is None else _kept(found.others),
        },
        "metrics": {
            name: {each.name: _kept(each) for each in options} for name, options in found.metrics
        },
        "goals": [_goal(each) for each in found.goals],
        "diagnostics": [diagnostic_object(each) for each in found.diagnostics],
    }


def _kept(each: Kept) -> dict[str, Any]:
    value = list(each.value) if isinstance(each.value, tuple) else each.value
    return {"value": value, **_place(each.line)}


def _place(line: int) -> dict[str, Any]:
    return {"origin": "config" if line else "default", "line": line or None}


def _schedule(each: ScheduleKept) -> dict[str, Any]:
    holidays = None if each.holidays is None else list(each.holidays)
    return {
        "name": each.name,
        "hours": each.hours,
        "holidays": holidays,
        "tz": each.tz,
        "line": each.line,
    }


def _goal(each: GoalKept) -> dict[str, Any]:
    return {
        "goal": each.goal,
        "metric": each.metric,
        "window": each.window,
        "where": list(each.where),
        "owner": each.owner,
        "confident": each.confident,
        "from": each.start,
        "since": each.since,
        "by": each.by,
        "line": each.line,
    }
