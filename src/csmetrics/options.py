"""What a run can be told.

A field here is at once a command-line option, a keyword of the Python API and, by its name, a key of the
configuration file; a metric's own options are fields in its own file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from csmetrics.language import known


@dataclass(frozen=True)
class Param:
    """What the help and the checks need to know about a field; ``none``: that word stands for no value."""

    help: str
    metavar: str | None = None
    short: str | None = None
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    none: bool = False


@dataclass(frozen=True)
class InputOptions:
    """How the files are to be understood."""

    column: Annotated[
        tuple[str, ...],
        Param(
            "Say which column plays a role, and the unit of durations; repeatable.",
            metavar="ROLE=HEADER[:UNIT]",
        ),
    ] = ()
    preset: Annotated[
        str | None,
        Param(
            "Read the export of a known tool, or by a file of your own; none: recognise nothing.",
            metavar="NAME|FILE",
        ),
    ] = None
    sheet: Annotated[str | None, Param("Sheet of a workbook.", metavar="NAME")] = None
    encoding: Annotated[
        str | None, Param("Encoding of the text, such as utf-8 or cp1252.", metavar="NAME")
    ] = None
    delimiter: Annotated[
        str | None, Param("Character between the fields; tab for a tab.", metavar="CHAR")
    ] = None
    decimal: Annotated[
        str | None, Param("Decimal sign of numbers.", choices=("comma", "point"))
    ] = None
    dates: Annotated[
        str | None,
        Param("Order of dates written with numbers only.", choices=("dmy", "mdy", "ymd")),
    ] = None
    tz: Annotated[
        str, Param("Time zone of times without an offset, and of periods.", metavar="ZONE")
    ] = "UTC"
    bad_rows: Annotated[
        str, Param("What to do with rows of the wrong width.", choices=("refuse", "skip"))
    ] = "refuse"
    dedupe: Annotated[
        str | None,
        Param(
            "Which of several rows with one id counts; tickets: last, surveys: all, and it is said.",
            choices=("last", "first", "none", "error"),
        ),
    ] = None
    exclude_status: Annotated[
        tuple[str, ...],
        Param("Leave out tickets of a status, such as spam; repeatable.", metavar="STATUS"),
    ] = ()


@dataclass(frozen=True)
class WorkOptions:
    """When work is done; without hours, times are counted by the calendar."""

    hours: Annotated[
        str | None,
        Param(
            "Count working time only, such as 'mon-fri 09:00-18:00'; none: by the calendar.",
            metavar="HOURS",
        ),
    ] = None
    holidays: Annotated[
        tuple[str, ...],
        Param("Days off: a region such as BR-SP, or a file of dates; repeatable.", metavar="DAYS"),
    ] = ()


@dataclass(frozen=True)
class SliceOptions:
    """Which rows count, and how they are split."""

    where: Annotated[
        tuple[str, ...],
        Param(
            "Keep only rows that fit, such as 'channel in (email, chat)'; repeatable.",
            metavar="TEST",
        ),
    ] = ()
    by: Annotated[
        tuple[str, ...], Param("Split by the labels of a column; repeatable.", metavar="COLUMN")
    ] = ()
    every: Annotated[
        str | None,
        Param("Split by period.", choices=("day", "week", "month", "quarter", "year")),
    ] = None
    since: Annotated[
        str | None, Param("First day: 2026-01-31, or last-month, last-7-days.", metavar="DATE")
    ] = None
    until: Annotated[str | None, Param("Last day, included whole.", metavar="DATE")] = None
    date: Annotated[
        str | None, Param("Date that puts a row in a period, such as created.", metavar="ROLE")
    ] = None
    min_group: Annotated[
        int | None,
        Param(
            "Hide slices of fewer, and one more where that would give one away; none: show all.",
            metavar="N",
            low=2,
            high=100_000,
            none=True,
        ),
    ] = None
    as_of: Annotated[
        str | None,
        Param("What counts as now; default: the latest time in the data.", metavar="DATE"),
    ] = None


@dataclass(frozen=True)
class GateOptions:
    """What the run must satisfy."""

    goal: Annotated[
        str | None, Param("Exit 1 unless the result fits, such as '>= 50'.", metavar="GOAL")
    ] = None
    each: Annotated[bool, Param("The goal holds for each slice, not only for the whole.")] = False
    max_left_out: Annotated[
        str | None,
        Param("Refuse when more of a column than this cannot be used.", metavar="PERCENT"),
    ] = None
    max_age: Annotated[
        str | None,
        Param(
            "Refuse data whose newest time is older, such as 2d: the export stopped; none: any age.",
            metavar="TIME",
        ),
    ] = None
    strict: Annotated[bool, Param("Any warning is a refusal.")] = False


@dataclass(frozen=True)
class ReportOptions:
    """What the report holds beside the values."""

    confidence: Annotated[
        float, Param("Level of the intervals, in percent.", metavar="PERCENT", low=50, high=99.99)
    ] = 95.0
    stamp: Annotated[bool, Param("Add the time of the run.")] = False


@dataclass(frozen=True)
class SaveOptions:
    """Whether the result is kept; an option of the command of a metric alone."""

    save: Annotated[
        bool, Param("Keep the result in the history, for csmetrics trend and csmetrics history.")
    ] = False


@dataclass(frozen=True)
class LanguageOptions:
    """In which language a reader is addressed; what machines read is the same in each."""

    lang: Annotated[
        str | None,
        Param("Language of tables, reports and messages; default: en.", choices=known()),
    ] = None


@dataclass(frozen=True)
class OutputOptions(LanguageOptions):
    """What the result looks like, and where it goes."""

    format: Annotated[
        str | None,
        Param(
            "table, json, csv, tsv, md, html, xlsx or value (one number; times in seconds).",
            metavar="NAME",
            short="-f",
        ),
    ] = None
    output: Annotated[
        tuple[str, ...],
        Param(
            "Write to a file; the suffix says the format; repeatable.", metavar="FILE", short="-o"
        ),
    ] = ()
    color: Annotated[str, Param("Colour at the terminal.", choices=("auto", "always", "never"))] = (
        "auto"
    )
    quiet: Annotated[int, Param("Errors only; -qq: the exit code only.", short="-q")] = 0
    verbose: Annotated[int, Param("Say also what went well.", short="-v")] = 0
    show_values: Annotated[bool, Param("Let messages show the text of cells.")] = False
    debug: Annotated[bool, Param("Show where an unexpected error came from.")] = False


@dataclass(frozen=True)
class ConfigOptions:
    """Where settings come from that are not on the command line."""

    config: Annotated[
        str | None,
        Param(
            "Settings file; default: the nearest csmetrics.toml upward.", metavar="FILE", short="-c"
        ),
    ] = None
    no_config: Annotated[bool, Param("Use no settings file.")] = False


@dataclass(frozen=True)
class Shift:
    """A schedule by its name. ``holidays`` and ``tz`` are those of the run where they are None."""

    name: str
    hours: str
    holidays: tuple[str, ...] | None = None
    tz: str | None = None


@dataclass(frozen=True)
class Rota:
    """Which schedule the rows of a label of ``column`` go by: pairs of a label and a name.

    ``others`` names that of all other rows; where it is None, a row that no pair names is refused.
    """

    column: str
    of: tuple[tuple[str, str], ...]
    others: str | None = None


@dataclass(frozen=True)
class Schedules:
    """The schedules that ``hours`` may name, and which rows go by which: of a settings file, of no command line.

    ``hours`` goes before ``rota``.
    """

    shifts: tuple[Shift, ...] = ()
    rota: Rota | None = None


@dataclass(frozen=True)
class Options:
    """All shared options of a metric command.

    ``given`` names the fields that were set by the user, ``configured`` those of them that a settings file set.
    """

    input: InputOptions = InputOptions()
    work: WorkOptions = WorkOptions()
    schedules: Schedules = Schedules()
    slices: SliceOptions = SliceOptions()
    gate: GateOptions = GateOptions()
    report: ReportOptions = ReportOptions()
    output: OutputOptions = OutputOptions()
    given: frozenset[str] = frozenset()
    configured: frozenset[str] = frozenset()

    def origin(self, name: str) -> str:
        """Where the value of a field came from: ``config``, ``flag`` or ``default``."""
        if name in self.configured:
            return "config"
        return "flag" if name in self.given else "default"
