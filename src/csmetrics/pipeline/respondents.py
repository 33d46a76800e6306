"""Respondents: of several answers of one the latest alone, where that is asked; else how many answer again.

Only what contributes competes: a blank or unusable answer replaces none. Which rows contribute is known once the
metric has said so, thus a first reading finds out which answers are superseded, and a second leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.declared import declared
from csmetrics.intake.ids import Ids
from csmetrics.intake.ledger import Ledger
from csmetrics.intake.mapping import Mapping
from csmetrics.intake.nobody import of_nobody
from csmetrics.intake.places import listed
from csmetrics.language import Said, ours
from csmetrics.metrics._asked import ASIDE
from csmetrics.slices import periods
from csmetrics.slices.periods import Every

if TYPE_CHECKING:
    from csmetrics.intake.columns import Typed
    from csmetrics.intake.places import Place
    from csmetrics.intake.table import Table
    from csmetrics.metrics._contract import Contribution, Metric
    from csmetrics.options import InputOptions
    from csmetrics.pipeline.finder import Finder
    from csmetrics.read._raw import RawTable
    from csmetrics.report import Definition

Ints = NDArray[np.int64]
MOST = 1_000_000
"""Rows up to which further answers are counted where nobody asked."""
FEW, OFTEN, MANY = 100, 20, 5_000
"""From ``FEW`` answers on, entries that occur ``OFTEN`` each are kinds of customers; of ``MANY`` entries none are."""
MUCH, SHARE = 20, 0.05
"""One entry with more answers than both, of those who are named, may be a placeholder."""
SURVEY, ANSWERED = "responses", "answered"
PEOPLE = ((SURVEY, "respondent"), ("tickets", "requester"))
"""Who answers: the role of a survey, or of an export of tickets that holds ratings."""
_NONE = np.zeros(0, dtype=np.int64)
_APART = np.uint64(0x9E3779B97F4A7C15)  # odd: between the periods of one respondent


@dataclass(frozen=True)
class Once:
    """Of whom one answer counts. ``key`` is that of the column, empty where the rows are too many to be compared.

    ``asked`` is false where the further answers are counted only; ``dated``, whether a column says when; ``named``,
    whether the user said that the column names respondents.
    """

    key: str
    header: str
    asked: bool
    dated: bool = False
    named: bool = False
    every: Every | None = None


@dataclass
class Answers:
    """Who answered one question so far, and the rows that a reading takes for superseded, by ordinal.

    ``written`` answers have something in the cell of their date; ``unread`` are those of which it is no time.
    ``nobody`` counts those who are not named, also by ``words`` such as anonymous. ``ids`` are respondents in their
    periods where there are any; ``whole`` then respondents.
    """

    once: Once
    superseded: Ints
    ids: Ids = field(default_factory=Ids)
    answers: int = 0
    nobody: int = 0
    written: int = 0
    unread: Ledger = field(default_factory=Ledger)
    words: set[str] = field(default_factory=set)
    whole: Ids = field(default_factory=Ids)
    _latest: tuple[Ints, int] | None = None
    people: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))

    def heed(
        self, zone: str, typed: Typed, table: Table, contributions: Sequence[Contribution]
    ) -> Ints:
        """Note the rows that contribute; leave out, and give, those superseded."""
        start, once = self.ids.rows, self.once
        if not once.asked and start > MOST:
            return _NONE
        rows, who = len(table.why), typed.hashes[once.key]
        answered = np.zeros(rows, dtype=bool)
        for each in contributions:
            if each.role not in ASIDE:
                answered[each.rows] = True
        nameless = of_nobody(typed.texts[once.header])
        self.words |= nameless.words
        who = np.where(answered & ~nameless.rows, who, np.uint64(0))
        self.answers += int(np.count_nonzero(answered))
        self.nobody += int(np.count_nonzero(answered & (who == 0)))
        if not once.asked:
            self.ids.add(who, None, typed.numbers, table.file)
            return _NONE
        if len(self.people) <= MANY:
            self.people = np.union1d(self.people, who[who != 0])
        order = None
        if once.dated:
            order = typed.frame[ANSWERED].array.asi8
            self._note_dates(table, answered)
        if once.every is not None:
            self.whole.add(who, None, typed.numbers, table.file)
        self.ids.add(self._apart(who, typed, zone), order, typed.numbers, table.file)
        first, last = np.searchsorted(self.superseded, [start, start + rows])
        further = self.superseded[first:last] - start
        out = np.zeros(rows, dtype=bool)
        out[further] = True
        table.leave_out(out, errors.LATER_ANSWER, once.key)
        return further

    def proven(self) -> Ints:
        """The rows that a later answer of the same respondent replaces; none where all count."""
        return self.latest()[0] if self.once.asked else _NONE

    def latest(self) -> tuple[Ints, int]:
        """The answers that are not the last of their respondent, and how many respondents have several such."""
        if self._latest is None:
            self._latest = self.ids.latest()
        return self._latest

    def most(self) -> tuple[int, tuple[int, int]] | None:
        """How many answers one entry has, and the first of them, where it has so many that it may be nobody."""
        ids = self.ids if self.once.every is None else self.whole
        count, first = ids.most()
        much = conspicuous(count, self.answers - self.nobody)
        return (count, ids.place(first)) if much else None

    def kinds(self, again: int) -> int:
        """How many entries there are, where they are so few that they are no respondents; else 0.

        ``again`` are the answers that repeat an entry, where only that is asked.
        """
        named = self.answers - self.nobody
        people = len(self.people) if self.once.asked else named - again
        few = people <= MANY and not self.once.named
        return people if few and named >= max(FEW, OFTEN * people) else 0

    def _note_dates(self, table: Table, answered: NDArray[np.bool_]) -> None:
        """Count the answers whose date cannot be read: another one goes before them."""
        self.written += int(np.count_nonzero(answered & ~table.faulty(ANSWERED, errors.NO_DATE)))
        twin = table.apart()
        twin.leave_out_faulty(ANSWERED, answered, but=errors.NO_DATE)
        self.unread += twin.ledger()

    def _apart(self, who: NDArray[np.uint64], typed: Typed, zone: str) -> NDArray[np.uint64]:
        """A hash for each respondent and period; 0 where nobody is named."""
        if self.once.every is None:
            return who
        period = periods.ordinals(self.once.every, periods.days(typed.frame[ANSWERED], zone))
        apart = np.maximum(who + period.view(np.uint64) * _APART, np.uint64(1))
        return np.where(who == 0, np.uint64(0), apart)


def conspicuous(count: int, known: int) -> bool:
    """Whether one entry stands in so many of the rows in which there is one that it may name nobody."""
    return count > MUCH and count > SHARE * known


def once_of(
    metric: Metric, options: InputOptions, finder: Finder, tables: Sequence[RawTable]
) -> Once | None:
    """Want the column that names the respondent: refused where it is asked for and there is none."""
    if metric.table != SURVEY:
        return None
    if metric.one_per is None:
        return _counted(options, finder, tables)
    place = _place(options, finder, tables[0])
    if place is None:
        raise CsmetricsError(
            errors.NO_RESPONDENT, file=tables[0].name, columns=listed(tables[0].header)
        )
    every = periods.every_of(each) if (each := metric.one_per.partition(",")[2]) else None
    if every is None:
        dated = finder.want(ANSWERED)
    else:
        dated = True
        finder.need(ANSWERED)
    key = finder.beside(place, "person", "respondent")
    named = "respondent" in declared(options.column, SURVEY)
    return Once(key, place.header, asked=True, dated=dated, named=named, every=every)


def _counted(options: InputOptions, finder: Finder, tables: Sequence[RawTable]) -> Once | None:
    """The column by which further answers are counted, where one is known in all files beyond doubt."""
    try:
        place = _place(options, finder, tables[0])
        if place is None or place.also or any(place.header not in each.header for each in tables):
            return None
        if any(each.header.index(place.header) in each.unreadable for each in tables):
            return None
        few = sum(each.about() for each in tables) <= MOST
        return Once(
            finder.beside(place, "person", "respondent") if few else "", place.header, asked=False
        )
    except CsmetricsError:
        return None


def _place(options: InputOptions, finder: Finder, raw: RawTable) -> Place | None:
    for table, role in PEOPLE:
        pairs = declared(options.column, table) if table == SURVEY else {}
        if (place := Mapping(raw, table, pairs, finder.fit).role(role)) is not None:
            return place
    return None


def ruled(told: Definition, once: Once | None) -> Definition:
    """The definition of a figure that rests on one answer of each respondent, which says so."""
    if once is None or not once.asked:
        return told
    rule = Said("{rule}; of each respondent the latest answer alone", rule=told.rule)
    if once.every is not None:
        rule = Said(
            "{rule}; of each respondent the latest answer of a {every} alone",
            rule=told.rule,
            every=ours(once.every),
        )
    return replace(told, rule=rule)


def dates(once: Once | None) -> tuple[str, ...]:
    """The date that says which answer is the latest, where that is asked."""
    return (ANSWERED,) if once is not None and once.asked and once.dated else ()
