"""What a run is, before the first row: the files, which columns play which role, and the filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from csmetrics import errors, goals
from csmetrics.errors import CsmetricsError
from csmetrics.intake import schema
from csmetrics.intake.columns import Wanted
from csmetrics.intake.mapping import Mapping, Place, declared, holds_dates
from csmetrics.intake.scores import score_text
from csmetrics.pipeline import given
from csmetrics.read import open_table
from csmetrics.slices import where, window
from csmetrics.slices.keys import MULTI_VALUED
from csmetrics.slices.periods import Every, Window, every_of

if TYPE_CHECKING:
    from csmetrics.goals import Goal
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import InputOptions, Options
    from csmetrics.read._raw import RawTable
    from csmetrics.report import Mapped
    from csmetrics.slices.where import Condition


@dataclass(frozen=True)
class Question:
    """One column that a metric is computed on: its key among the columns, and its name where there are several."""

    key: str
    name: str | None = None


@dataclass(frozen=True)
class Filter:
    """A test of --where and the key of the column it tests."""

    condition: Condition
    key: str


@dataclass(frozen=True)
class By:
    """A column of --by: its name as given, its key, and whether a cell may hold several labels."""

    name: str
    key: str
    several: bool


@dataclass(frozen=True)
class Plan:
    """Everything that is known before reading."""

    metric: Metric
    options: Options
    tables: tuple[RawTable, ...]
    columns: tuple[Wanted, ...]
    questions: tuple[Question, ...]
    filters: tuple[Filter, ...]
    by: tuple[By, ...]
    every: Every | None
    window: Window
    as_of: date | None
    date: str | None
    goal: Goal | None
    max_left_out: float | None
    mapping: tuple[tuple[Mapped, ...], ...]
    identify: bool

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files, for messages."""
        return tuple(table.name for table in self.tables)


def plan_of(
    metric: Metric, files: Sequence[str], options: Options, *, identify: bool = True
) -> Plan:
    """Open the files and find the columns. Options are checked before any file is opened."""
    given.check_zone(options.input.tz)
    sliced = options.slices
    conditions = [where.parse(text) for text in sliced.where]
    goal = goals.parse(options.gate.goal) if options.gate.goal is not None else None
    every = every_of(sliced.every) if sliced.every is not None else None
    max_left_out = given.percent("--max-left-out", options.gate.max_left_out)
    role = given.date_role(metric, sliced)
    as_of = window.day("--as-of", sliced.as_of) if sliced.as_of is not None else None
    relative = window.is_relative(sliced.since, sliced.until)
    today = (as_of or given.clock_day(options.input.tz)) if relative else None
    days = window.parse(sliced.since, sliced.until, today)
    given.check_files(files)
    expected = schema.expected(metric.table)
    tables = tuple(open_table(file, options.input, expected, identify=identify) for file in files)
    finder = _Finder.of(tables, metric, options.input)
    questions = finder.questions()
    dated = every is not None or not days.open
    if dated:
        finder.role(role, "date")
    by = tuple(finder.by(name) for name in dict.fromkeys(sliced.by))
    filters = tuple(finder.tested(test) for test in conditions)
    return Plan(
        metric=metric,
        options=options,
        tables=tables,
        columns=tuple(finder.wanted.values()),
        questions=questions,
        filters=filters,
        by=by,
        every=every,
        window=days,
        as_of=as_of,
        date=role if dated else None,
        goal=goal,
        max_left_out=max_left_out,
        mapping=finder.mapping(),
        identify=identify,
    )


class _Finder:
    """Finds columns in all files at once; the first file says what the others must have."""

    def __init__(self, mappings: tuple[Mapping, ...], metric: Metric) -> None:
        self._mappings = mappings
        self._metric = metric
        self._found: list[tuple[str, tuple[Place, ...]]] = []
        self.wanted: dict[str, Wanted] = {}

    @classmethod
    def of(cls, tables: tuple[RawTable, ...], metric: Metric, options: InputOptions) -> _Finder:
        pairs = declared(options.column, metric.table)
        return cls(tuple(Mapping(table, metric.table, pairs) for table in tables), metric)

    def questions(self) -> tuple[Question, ...]:
        """The columns of --score, or the one that plays the role."""
        named = {name: self._in_all(name, "--score") for name in getattr(self._metric, "score", ())}
        if not named:
            self.role("score", "score")
            return (Question("score"),)
        columns = {places[0].index: name for name, places in reversed(named.items())}
        several = len(columns) > 1
        questions = []
        for name, places in named.items():
            if columns[places[0].index] == name:  # a column that was named twice is one question
                self._want(f"score={name}", "score", places)
                questions.append(Question(f"score={name}", name if several else None))
        return tuple(questions)

    def role(self, role: str, kind: str) -> None:
        """Want the column that plays a role."""
        first = self._mappings[0].needed(role, self._metric.name)
        others = [
            mapping.named(mapping.declared[role], "--column")
            if role in mapping.declared
            else self._same(mapping, first)
            for mapping in self._mappings[1:]
        ]
        self._want(role, kind, (first, *others))

    def by(self, name: str) -> By:
        """Want a column of labels."""
        self._want(f"by={name}", "label", self._in_all(name, "--by"))
        several = name in MULTI_VALUED or self._plays(f"by={name}") in MULTI_VALUED
        return By(name, f"by={name}", several)

    def tested(self, test: Condition) -> Filter:
        """Want the column of a test, read as what the test needs; a word for a score is that score."""
        places = self._in_all(test.column, "--where")
        role = self._role_of(places[0])
        kind = schema.KINDS.get(role or "", "")
        if kind not in {"score", "date"}:
            kind = self._kind_needed(test, places[0], role)
        if kind == "score":
            test = replace(test, values=tuple(map(score_text, test.values)))
        key = f"where={test.column}:{kind}"
        self._want(key, kind, places)
        return Filter(test, key)

    def _kind_needed(self, test: Condition, place: Place, role: str | None) -> str:
        """Whether a test compares numbers, dates or labels."""
        if test.op in {"<", "<=", ">", ">="}:
            return where.kind_of(test.values[0])
        if test.op == "~":
            return "label"
        if role in MULTI_VALUED:
            message = f"--where: a cell of {test.column} holds several labels, which {test.op} does not compare"
            raise CsmetricsError(
                errors.USAGE, message=message, suggestion=f"{test.column} ~ {test.values[0]}"
            )
        dates = all(where.is_date(value) for value in test.values)
        return "date" if dates and holds_dates(self._mappings[0].raw, place.index) else "label"

    def mapping(self) -> tuple[tuple[Mapped, ...], ...]:
        """For each file, which column was taken for what."""
        return tuple(
            tuple(places[file].mapped(key.partition("=")[0]) for key, places in self._found)
            for file in range(len(self._mappings))
        )

    def _want(self, key: str, kind: str, places: tuple[Place, ...]) -> None:
        if key not in self.wanted:
            self._found.append((key, places))
            header, indexes = places[0].header, tuple(place.index for place in places)
            self.wanted[key] = Wanted(key, kind, header, indexes)

    def _in_all(self, name: str, option: str) -> tuple[Place, ...]:
        first = self._mappings[0].named(name, option)
        return (first, *(self._same(mapping, first) for mapping in self._mappings[1:]))

    def _same(self, mapping: Mapping, first: Place) -> Place:
        """The column of another file that has the header found in the first."""
        try:
            return mapping.named(first.header, "--column")
        except CsmetricsError as fault:
            if fault.kind is not errors.UNKNOWN_COLUMN:
                raise
            raise CsmetricsError(
                errors.MISSING_IN_FILE,
                file=mapping.raw.name,
                name=first.header,
                first=self._mappings[0].raw.name,
                columns=", ".join(mapping.raw.header),
            ) from None

    def _plays(self, key: str) -> str | None:
        return self._role_of(dict(self._found)[key][0])

    def _role_of(self, place: Place) -> str | None:
        """The role a column plays in the first file, if any."""
        for wanted in self.wanted.values():
            if wanted.places[0] == place.index and wanted.key.startswith("score"):
                return "score"
        for role in schema.names(self._metric.table):
            if role != "score" and self._place_of(role) == place.index:
                return role
        return None

    def _place_of(self, role: str) -> int | None:
        """Where the first file holds a role; None also where that is in doubt, as nobody asked for it."""
        try:
            found = self._mappings[0].role(role)
        except CsmetricsError:
            return None
        return None if found is None else found.index
