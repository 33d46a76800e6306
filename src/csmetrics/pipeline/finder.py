"""Which column of each file is what a run needs."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake import schema
from csmetrics.intake.declared import declared
from csmetrics.intake.mapping import Mapping
from csmetrics.intake.places import Place, holds_dates
from csmetrics.intake.recognition import fit_of
from csmetrics.intake.replaced import Rows, emptying, rules_of
from csmetrics.intake.scores import score_text
from csmetrics.intake.wanted import Wanted
from csmetrics.intake.zones import stated
from csmetrics.language import Said
from csmetrics.report import Diagnostic
from csmetrics.slices import where
from csmetrics.slices.keys import MULTI_VALUED

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Asked, Metric
    from csmetrics.options import InputOptions
    from csmetrics.read._raw import RawTable
    from csmetrics.report import Mapped
    from csmetrics.slices.where import Condition

PEOPLE = ("customer", "requester")  # who may be named by an address
LABELS = ("label", "text", "id")
"""Kinds of which a row may have several, in columns of one name."""


@dataclass(frozen=True)
class Question:
    """One question of a run: its name where there are several, its metric, and the keys of its own columns."""

    name: str | None
    metric: Metric
    keys: Pairs[str, str]


@dataclass(frozen=True)
class Filter:
    """A test of --where and the key of the column it tests."""

    condition: Condition
    key: str


@dataclass(frozen=True)
class By:
    """A column of --by: its name as given, its key, and whether a cell may hold several labels.

    ``moment_of`` is the date that it is the weekday or the hour of, where no column is named so.
    """

    name: str
    key: str
    several: bool
    moment_of: str | None = None


class Finder:
    """Finds columns in all files at once; the first file says what the others must have."""

    def __init__(self, tables: tuple[RawTable, ...], metric: Metric, options: InputOptions) -> None:
        pairs = declared(options.column, metric.table)
        self.fit, self.told = fit_of(tables[0], options.preset, metric.table)
        self._mappings = tuple(Mapping(table, metric.table, pairs, self.fit) for table in tables)
        self._rules = rules_of(self._mappings)
        self._metric = metric
        self._found: list[tuple[str, tuple[Place, ...]]] = []
        self.wanted: dict[str, Wanted] = {}

    @property
    def table(self) -> str:
        """The table that the files hold."""
        return self._metric.table

    @property
    def headers(self) -> dict[str, str]:
        """The column of each role that was wanted so far."""
        return {key: wanted.header for key, wanted in self.wanted.items() if "=" not in key}

    def questions(self) -> tuple[Question, ...]:
        """The questions of the metric, with the columns that the user named for one of them."""
        asked = self._metric.questions(self.headers)
        places = [self._own(each) for each in asked]
        taken = [{role: found[0].index for role, found in own.items()} for own in places]
        several = [own for place, own in enumerate(taken) if not own or own not in taken[:place]]
        questions = []
        for place, (each, own) in enumerate(zip(asked, places, strict=True)):
            if own and taken[place] in taken[:place]:
                continue  # a column that was named twice is one question
            keys = {}
            for role, found in own.items():
                keys[role] = f"{role}={each.columns[role]}"
                self._want(keys[role], schema.KINDS.get(role, "label"), found)
            name = each.name if len(several) > 1 else None
            questions.append(Question(name, each.metric, keys))
        return tuple(questions)

    def _own(self, asked: Asked) -> dict[str, tuple[Place, ...]]:
        return {role: self._in_all(name, f"--{role}") for role, name in asked.columns.items()}

    def need(self, role: str) -> None:
        """Want the column that plays a role; refuse a file without one."""
        self._want_role(role, self._mappings[0].needed(role, self._metric.name))

    def want(self, role: str) -> bool:
        """Want the column that plays a role, if there is one.

        Two durations of one name are as none, and a score in doubt is, too: it is said.
        """
        try:
            first = self._mappings[0].role(role, self._metric.name)
            if first is not None:
                self._want_role(role, first)
        except CsmetricsError as fault:
            first, told, params = None, errors.TWINS_UNREAD, fault.params
            if role == "score" and role not in self._mappings[0].declared:
                told, params = errors.RATING_UNREAD, {"why": fault.text}
            elif fault.kind is not errors.TWO_COLUMNS or schema.KINDS.get(role) != "duration":
                raise
            self.told.append(Diagnostic(told, tuple(params.items())))
        return first is not None

    def key(self, role: str, *, asked: bool = False) -> str | None:
        """Want a column by which rows are found to be of the same: its key, or None unless it was asked for."""
        mapping = self._mappings[0]
        first = mapping.needed(role) if asked else mapping.role(role)
        if first is None:
            return None
        name = f"same={role}"
        self._want(name, "person" if role in PEOPLE else "key", self._others(role, first))
        return name

    def by(self, name: str) -> By:
        """Want a column of labels."""
        places = self._in_all(name, "--by")
        self._want(f"by={name}", "label", places)
        several = name in MULTI_VALUED or self._plays(f"by={name}") in MULTI_VALUED
        several = several or any(place.also for place in places)
        return By(name, f"by={name}", several)

    def first(self, name: str, option: str) -> Place:
        """The column of the first file that a user named."""
        return self._mappings[0].named(name, option)

    def at(self, index: int) -> Place:
        """The column of the first file at a place, whatever its name."""
        return self._mappings[0].place(index, "")

    def beside(self, first: Place, kind: str, why: str = "beside") -> str:
        """Want a column that is held against the score, or for what ``why`` says: its key."""
        key = f"{why}={first.header}"
        self._want(key, kind, self._others("", first))
        return key

    def scheduled(self, name: str) -> str:
        """Want the column that says by which schedule a row goes: its key."""
        key = f"hours={name}"
        self._want(key, "label", self._in_all(name, "[schedule_of]"))
        return key

    def labels(self, role: str) -> str:
        """Want the labels of the column of a role as written: their key; by its name where a survey has none."""
        known = role in schema.names(self._metric.table)
        first = self._mappings[0].needed(role) if known else None
        places = self._others(role, first) if first else self._in_all(role, f"--exclude-{role}")
        self._want(name := f"label={role}", "label", places)
        return name

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

    def left_out(self) -> tuple[Rows, ...]:
        """The rows that the preset leaves out, by columns that the files have."""
        return tuple(rows for rows, roles in self._rules if not roles)

    def mapping(self) -> tuple[tuple[Mapped, ...], ...]:
        """For each file, which column was taken for what."""
        return tuple(
            tuple(places[file].mapped(_role(key)) for key, places in self._found)
            for file in range(len(self._mappings))
        )

    def _kind_needed(self, test: Condition, place: Place, role: str | None) -> str:
        """Whether a test compares numbers, dates or labels."""
        if test.op in {"<", "<=", ">", ">="}:
            return where.kind_of(test.values[0])
        if test.op == "~":
            return "label"
        if role in MULTI_VALUED or place.also:
            message = Said(
                "--where: a cell of {column} holds several labels, which {op} does not compare",
                column=test.column,
                op=test.op,
            )
            raise CsmetricsError(
                errors.USAGE, message=message, suggestion=f"{test.column} ~ {test.values[0]}"
            )
        dates = all(where.is_date(value) for value in test.values)
        return "date" if dates and holds_dates(self._mappings[0].raw, place.index) else "label"

    def _want_role(self, role: str, first: Place) -> None:
        self._want(role, schema.KINDS.get(role, "label"), self._others(role, first))

    def _others(self, role: str, first: Place) -> tuple[Place, ...]:
        """The column of a role in every file, given that of the first."""
        others: Sequence[Place] = [
            mapping.needed(role) if role in mapping.declared else self._same(mapping, first)
            for mapping in self._mappings[1:]
        ]
        return (first, *others)

    def _want(self, key: str, kind: str, places: tuple[Place, ...]) -> None:
        if key not in self.wanted:
            self._found.append((key, places))
            header, indexes = places[0].header, tuple(place.index for place in places)
            for mapping, place in zip(self._mappings, places, strict=True):
                if place.also and kind not in LABELS:
                    mapping.refuse_twins((place.index, *place.also))
            zones = tuple(
                stated(mapping.raw, place)
                for mapping, place in zip(self._mappings, indexes, strict=True)
            )
            self.wanted[key] = Wanted(
                key,
                kind,
                header,
                indexes,
                places[0].unit,
                zone=self.fit.preset.zone if self.fit else None,
                zones=zones,
                values=places[0].values,
                also=tuple(place.also for place in places),
                empty=emptying(self._mappings[0], indexes[0], self._rules),
            )

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


def _role(key: str) -> str:
    """What the report calls a column: its role, or the option that asked for it."""
    first, _, rest = key.partition("=")
    return rest if first == "same" else first
