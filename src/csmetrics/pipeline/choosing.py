"""Which columns of the files can be held against a score, as what, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csmetrics.errors import CsmetricsError
from csmetrics.intake.declared import declared
from csmetrics.intake.guesses import kind_of
from csmetrics.intake.mapping import Mapping
from csmetrics.intake.places import Place, cell_at, letters
from csmetrics.intake.roles import TICKETS, Role, roles_of
from csmetrics.intake.schema import KINDS
from csmetrics.intake.units import header_unit
from csmetrics.intake.wanted import Wanted
from csmetrics.language import Said
from csmetrics.pipeline.finder import Finder
from csmetrics.report import Skipped
from csmetrics.slices.keys import MULTI_VALUED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csmetrics.metrics._contract import Metric
    from csmetrics.options import Options
    from csmetrics.pipeline.plan import Plan

MOST = 50
"""Labels of a column that nobody named: more are no groups, and cells are customer data."""
MOST_NAMED = 1_000
OWN = 20
"""Cells that all differ are names of something, not groups, if they are more than these."""
FEW = 5
"""How often the labels of groups occur on average, at least."""
NUMERIC = ("number", "duration", "score", "count")
SKIPPED = {"date": "dates", "id": "an id", "text": "free text"}


@dataclass(frozen=True)
class Asked:
    """A score over some files, and what to hold it against: columns by their names, all if none is named.

    ``scores`` are columns that are read as scores too, ``labels`` those whose numbers are labels.
    """

    metric: Metric
    files: Sequence[str]
    options: Options
    columns: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column that is looked at: its name, its key, how it is read, and how many labels it may have."""

    name: str
    key: str
    kind: str
    most: int = MOST

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in NUMERIC


Chosen = tuple[tuple[Column, ...], tuple[Wanted, ...], tuple[Skipped, ...]]
"""The columns, what is to be read for them, and the columns that are not looked at."""


def chosen(plan: Plan, asked: Asked) -> Chosen:
    """The columns to look at: those that were named, else all but the score, with a reason for each that is not.

    Refuses a name that no file has.
    """
    finder = Finder(plan.tables, plan.metric, plan.options.input)
    roles = _roles(plan)
    places = _named(finder, asked) or tuple(_all(plan, finder))
    columns: list[Column] = []
    skipped: list[Skipped] = []
    own = {each.places[0] for each in plan.columns if each.key.startswith("score")}
    for place in places:
        if place.index in own:
            continue
        found = _column(plan, finder, place, roles.get(place.index), asked)
        if isinstance(found, Column):
            columns.append(found)
        else:
            skipped.append(Skipped(place.header or letters(place.index), found))
    return tuple(columns), tuple(finder.wanted.values()), tuple(skipped)


def _named(finder: Finder, asked: Asked) -> tuple[Place, ...]:
    found = [(name, "--score") for name in asked.scores]
    found += [(name, "--by") for name in asked.columns]
    if not found:  # --labels alone says how some are read, not which are looked at
        for name in asked.labels:
            finder.first(name, "--labels")
        return ()
    found += [(name, "--labels") for name in asked.labels]
    places = {place.index: place for place in (finder.first(*each) for each in found)}
    return tuple(places.values())


def _all(plan: Plan, finder: Finder) -> Iterator[Place]:
    raw = plan.tables[0]
    return (finder.at(index) for index in range(len(raw.header)))


def _column(
    plan: Plan, finder: Finder, place: Place, role: Role | None, asked: Asked
) -> Column | str:
    """A column as it is to be read; else why it is not looked at."""
    raw, name = plan.tables[0], place.header
    if not name:
        return Said("it has no name")
    if place.index in raw.unreadable:
        return Said("its cells are no single values")
    if place.also or raw.header.count(name) > 1:
        return Said("another column has the same name")
    if role is not None and role.name in MULTI_VALUED:
        return Said("a cell holds several labels")
    kind, named = _kind(plan, finder, place, role, asked), place.why != ""
    cells = [cell for record in raw.sample if (cell := cell_at(record, place.index))]
    if kind == "id" and FEW * len(set(cells)) <= len(cells):
        kind = "label"  # whatever its name: groups, such as new and regular customers
    if kind in SKIPPED and not (named and kind != "date"):
        return Said(SKIPPED[kind])
    kind = kind if kind in NUMERIC else "label"
    most = MOST_NAMED if named else MOST
    if kind == "label" and not named and len(set(cells)) == len(cells) > OWN:
        return Said("each cell its own")
    try:
        key = finder.beside(role.place if role and not named else place, kind)
    except CsmetricsError as fault:
        return fault.text.split("\n")[0]
    return Column(name, key, kind, most)


def _kind(plan: Plan, finder: Finder, place: Place, role: Role | None, asked: Asked) -> str:
    """What its cells are: as the user said, as its role has it, else as the first rows look."""
    if any(finder.first(each, "--labels").index == place.index for each in asked.labels):
        return "label"
    if any(finder.first(each, "--score").index == place.index for each in asked.scores):
        return "score"
    raw = plan.tables[0]
    told = None if role is None else (role.name, role.place.why)
    kind = kind_of(raw, place.index, told)[0]
    if (
        role is not None
        and kind == "duration"
        and not (role.place.unit or header_unit(place.header))
    ):
        plain = kind_of(raw, place.index, None)[0] == "number"
        return "number" if plain else kind  # for what goes with what, the unit does not matter
    return kind


def _roles(plan: Plan) -> dict[int, Role]:
    """What each column is known to be: a rating may stand in an export of tickets, whose columns are known too."""
    raw, options, table = plan.tables[0], plan.options.input, plan.metric.table
    found: dict[int, Role] = {}
    for each, pairs in ((TICKETS, {}), (table, declared(options.column, table))):
        found |= roles_of(Mapping(raw, each, pairs, plan.fit))[0]
    return {place: role for place, role in found.items() if role.name in KINDS or not role.metrics}
