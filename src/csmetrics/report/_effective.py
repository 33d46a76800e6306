"""The answer of ``config``: the settings in force, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass

from csmetrics.report._metric import Diagnostic

Held = str | float | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class Kept:
    """A value and the line of the file on which it stands; 0 where it is the default."""

    name: str
    value: Held
    line: int = 0


@dataclass(frozen=True)
class FilesKept:
    """Files of a table as they are written, and those there are now."""

    text: str
    line: int
    fits: tuple[str, ...]


@dataclass(frozen=True)
class InputsKept:
    """The files of a table, and how they are read."""

    table: str
    line: int
    patterns: tuple[FilesKept, ...]
    columns: tuple[Kept, ...] = ()
    options: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class ScheduleKept:
    """A schedule; its ``holidays`` and ``tz`` are those in force for it, None where they are those of the run."""

    name: str
    hours: str
    holidays: tuple[str, ...] | None
    tz: str | None
    line: int


@dataclass(frozen=True)
class GoalKept:
    """A goal of the settings, before anything is measured. ``start`` is its baseline as it was written."""

    goal: str
    metric: str
    window: str
    line: int
    where: tuple[str, ...] = ()
    owner: str = ""
    confident: bool = False
    since: str | None = None
    by: str | None = None
    start: str | None = None


@dataclass(frozen=True)
class Effective:
    """The settings in force. ``found`` says how their file was found; ``looked`` where one was looked for.

    ``file`` is None where there is none: then all is as by default.
    """

    file: str | None
    found: str
    looked: tuple[str, ...]
    options: tuple[Kept, ...]
    history: Kept
    balance: tuple[tuple[str, str], ...] = ()
    balance_line: int = 0
    tables: tuple[InputsKept, ...] = ()
    schedules: tuple[ScheduleKept, ...] = ()
    column: Kept | None = None
    labels: tuple[Kept, ...] = ()
    others: Kept | None = None
    metrics: tuple[tuple[str, tuple[Kept, ...]], ...] = ()
    goals: tuple[GoalKept, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    kind: str = "settings"
