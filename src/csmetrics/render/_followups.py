"""Whom to call back: one table, for people and machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from csmetrics.language import Day, Said, joined, ours
from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._tidy import Cell, Tidy
from csmetrics.report import Followup, Followups

NAMES = {"id": "ticket"}
"""What a role is called where its name alone does not say it."""


def grids(found: Followups) -> Iterator[Grid]:
    """One row for each person; columns in which nobody has anything are left away."""
    cells = [each.cells for each in found.people]
    shown = [place for place in range(len(found.columns)) if any(each[place] for each in cells)]
    given = [
        each for each in found.reasons if any(each[0] in person.why for person in found.people)
    ]
    several = len({each.name for each in found.inputs}) > 1
    columns = (
        Column("Why", "words"),
        Column(Said("When"), "label"),
        *(Column(_heading(*reason), "count") for reason in given),
        *(Column(ours(NAMES.get(name, name)), "label") for name in _at(found.columns, shown)),
        Column(Said("row"), "label"),
    )
    rows = tuple(
        GridRow(
            (
                *_start(each),
                *_scores(each, given),
                *_at(each.cells, shown),
                _place(each, several=several),
            ),
            False,
        )
        for each in found.people
    )
    notes = ["personal data: for those who call these people, and nobody else"]
    if not rows:
        notes = ["nobody to call back"]
    facts = joined(" · ", (*found.filters, found.zone))
    yield Grid("To call back", facts, columns, rows, tuple(map(ours, notes)), (), ())


def _heading(why: str, scale: str) -> str:
    """The reason, with what its scores count."""
    return Said("{why} ({scale})", why=ours(why.capitalize()), scale=ours(scale))


def _start(each: Followup) -> tuple[str, str]:
    return joined(", ", map(ours, each.why)), Day(each.when) if each.when else ""


def _scores(each: Followup, reasons: Sequence[tuple[str, str]]) -> Iterator[str]:
    scores = dict(zip(each.why, each.scores, strict=True))
    return (_numbers.count(scores[why]) if why in scores else "" for why, _ in reasons)


def _at(cells: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    return (cells[place] for place in places)


def _place(each: Followup, *, several: bool) -> str:
    return f"{each.file}:{each.row}" if several else str(each.row)


def _moment(when: str) -> date | None:
    """A time, or a day alone, as a spreadsheet can compare it."""
    if not when:
        return None
    return datetime.fromisoformat(when) if " " in when else date.fromisoformat(when)


def tidy(found: Followups) -> Tidy:
    """The same for machines, with the score of each reason, the file and the row."""
    whys = [why for why, _ in found.reasons]
    columns = ("why", "when", *whys, *found.columns, "file", "row")

    def row(each: Followup) -> tuple[Cell, ...]:
        scores = dict(zip(each.why, each.scores, strict=True))
        numbers = (scores.get(why) for why in whys)
        return (", ".join(each.why), _moment(each.when), *numbers, *each.cells, each.file, each.row)

    return Tidy(columns, tuple(map(row, found.people)))
