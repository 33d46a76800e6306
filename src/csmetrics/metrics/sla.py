"""SLA compliance: what was promised, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, joined, ours
from csmetrics.metrics import _blanks, _flow, _sla_basis, _sla_rows, _sla_targets
from csmetrics.metrics._contract import Asked, Better, Cell, Contribution
from csmetrics.metrics._sla_basis import DUE, FLAG, TARGET
from csmetrics.metrics._sla_rows import PLAIN, PROMISES, RESOLUTION, RESPONSE
from csmetrics.metrics._statistics import WILSON, share
from csmetrics.metrics._tickets import (
    LIFE,
    Tickets,
)
from csmetrics.metrics._time_basis import (
    BUSINESS,
    DATES,
    DURATIONS,
    basis_of,
    fuller_durations,
    time_words,
)
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Measure

if TYPE_CHECKING:
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table
    from csmetrics.metrics._sla_targets import Targets

WORDS = {RESPONSE: "first response", RESOLUTION: "resolution"}
OVERDUE = "overdue without a flag"
"""The state of unfinished tickets that no flag calls breached, by when they were due."""
DATE = {RESPONSE: "created", RESOLUTION: "resolved"}


@dataclass(frozen=True)
class SLA(Tickets):
    """SLA compliance: share of tickets answered or resolved within the time that was promised."""

    name: ClassVar[str] = "sla"
    counters: ClassVar[tuple[str, ...]] = ("reopens", "csat")
    now: ClassVar[bool] = True
    timed: ClassVar[bool] = True
    better: ClassVar[Better | None] = "higher"

    of: Annotated[
        str | None,
        Param(
            "What was promised; default: what flags or due times are of.", choices=tuple(PROMISES)
        ),
    ] = None
    basis: Annotated[
        str | None,
        Param(
            "What says that it was kept; default: --target, else flags, else due times.",
            choices=(FLAG, DUE, TARGET),
        ),
    ] = None
    target: Annotated[
        tuple[str, ...],
        Param(
            "Time promised, such as 4h, or for a priority urgent=1h; repeatable.",
            metavar="[LABEL=]TIME",
        ),
    ] = ()
    blanks: Annotated[
        str | None,
        Param(
            "What a blank flag of a finished ticket means; default: the other answer where only yes occurs.",
            choices=(*_sla_rows.BLANKS.values(), _blanks.UNKNOWN),
        ),
    ] = None
    finished_only: Annotated[bool, Param("Leave out tickets that are not done yet.")] = False
    time: Annotated[
        str | None,
        Param("What times to hold against --target are taken from.", choices=(DATES, DURATIONS, BUSINESS)),
    ] = None  # fmt: skip

    def __post_init__(self) -> None:
        """Refuse what no option may be, and options that do not go together."""
        super().__post_init__()
        self._targets()
        if self.basis == TARGET and not self.target:
            raise _usage("--basis target: no target was given", "such as --target 4h")
        if self.basis in (FLAG, DUE) and self.target:
            message: str = Said(
                "--target: with --basis {basis} no target is used", basis=self.basis
            )
            raise _usage(message, "leave one of them away")
        if self.blanks is not None and (self.target or self.basis in (DUE, TARGET)):
            message = "--blanks: only flags can be blank"
            raise _usage(message, "leave --blanks away, or such as --basis flag")
        if self.time is not None and not self.target:
            message = "--time: only a --target is held against a time"
            raise _usage(message, "leave --time away, or such as --target 4h")

    @property
    def date(self) -> str | None:
        """Count a response in the period of the creation, a resolution in its own."""
        return DATE[self.of or RESOLUTION]

    def questions(self, headers: Mapping[str, str]) -> Sequence[Asked]:
        """Ask what ``--of`` says, else each promise of which the columns speak."""
        if self.of is not None:
            return (Asked(None, self),)
        if self.target:
            found = [of for of in PROMISES if _sla_basis.has_times(of, headers)]
            if len(found) > 1:
                message = "--target: of the first response, or of the resolution? Both have times"
                raise _usage(message, "say it: --of response, or --of resolution")
        else:
            found = [of for of in PROMISES if _sla_basis.speaks_of(of, headers, self.basis)]
        return tuple(Asked(of, replace(self, of=of)) for of in found) or (Asked(None, self),)

    def wants(self) -> Sequence[str]:
        """Name all that could say whether a promise was kept, and what is still open."""
        roles = ["created", "responded", "resolved", "status"]
        for of in self._asked:
            promise = PROMISES[of]
            roles += (
                promise.durations.values() if self.target else (promise.flag, PLAIN, promise.due)
            )
            if of == RESPONSE and not self.target:
                roles += promise.durations.values()  # they tell who was answered
        if RESPONSE in self._asked:
            roles.append("agent_replies")
        if self._targets().of:
            roles.append("priority")
        return roles

    def uses(self) -> Sequence[str]:
        """Rest on the one basis, and on what says which tickets are done."""
        of = self.of or RESOLUTION
        promise = PROMISES[of]
        if self.basis == FLAG:
            own = [promise.flag, PLAIN, promise.end, *LIFE]
        elif self.basis == DUE:
            own = [promise.due, promise.end, "created", "status", "agent_replies"]
        else:
            by_dates = self.time in (None, DATES)
            end = promise.end if by_dates else promise.durations[self.time or DURATIONS]
            own = [end, promise.end, "created", "status", "agent_replies", "priority"]
        return tuple(dict.fromkeys(own))

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Choose the basis by the columns that there are; refuse (``LACKS_BASIS``) what has none."""
        of, basis = self.of, TARGET if self.target else self.basis
        if of is None:
            raise _sla_basis.lacking(of, basis, facts)
        basis = basis or _sla_basis.best(of, facts)
        if basis is None or not _sla_basis.possible(basis, of, facts):
            raise _sla_basis.lacking(of, basis, facts)
        if basis == TARGET:
            dates = ("created", PROMISES[of].end)
            time = basis_of(self.name, facts, self.time, dates, PROMISES[of].durations)
            targets = self._targets()
            if targets.of and not facts.labels.get("priority"):
                raise _sla_basis.lacking_priority(of, facts)
            fuller = fuller_durations(facts, self.time, time, dates, PROMISES[of].durations)
            notes = (*fuller, *(targets.judged(facts) if targets.of else ()))
            return replace(self, basis=basis, time=time), notes
        notes = (Diagnostic(errors.HOURS_UNUSED, (("how", _how(basis)),)),) if facts.working else ()
        if basis == DUE:
            return replace(self, basis=basis), notes
        flag = (_sla_rows.flag_of(of, facts.has),)
        blanks, told = _blanks.settled(self.blanks, facts, flag, _sla_rows.BLANKS)
        return replace(self, basis=basis, blanks=blanks), (*notes, *told)

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally who met and who breached, and for those who wait what "now" is to be held against."""
        of = self.of or RESOLUTION
        _sla_rows.leave_out_reopened(table, of)
        if self.basis == FLAG:
            twin = table.apart()
            found = _sla_rows.by_flag(table, of, self.finished_only, self.blanks)
            if self.finished_only or not table.has(PROMISES[of].due):
                return found
            # what due times say of those of whom the flags say nothing
            _, waiting = _sla_rows.by_due(twin, of, finished_only=False)
            rows = table.why[waiting.rows] != 0
            return (*found, Contribution(OVERDUE, waiting.rows[rows], waiting.values[rows]))
        if self.basis == DUE:
            return _sla_rows.by_due(table, of, self.finished_only)
        return _sla_rows.by_target(
            table, of, self.time or DATES, self._targets(), self.finished_only
        )

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the share that met of all that are decided by now."""
        values, counts = cell.tally(_sla_rows.JUDGED)
        met = int(counts[values == 1].sum())
        breached = int(counts.sum()) - met
        running = 0
        for late, waiting in self._waiting(cell):
            breached, running = breached + late, running + waiting - late
        parts = [("met", met), ("breached", breached)]
        if self.basis != FLAG and not self.finished_only:
            parts.append(("still_running", running))
        found = share(self.name, met, met + breached, cell.level)
        if not found.n:
            nothing = "all are still running" if running else "no ticket is decided"
            found = replace(found, undefined_because=nothing)
        return (Measure((found,), tuple(parts)),)

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """Name priorities that no target names, and who is late by due times while no flag says so."""
        told = [*self._targets().remarks(cell)]
        if _flow.occurs(cell, OVERDUE) and cell.as_of is not None:
            due, counts = cell.tally(OVERDUE)
            if late := int(counts[due < cell.as_of].sum()):
                told.append(Diagnostic(errors.OVERDUE_ASIDE, (("count", late),), late))
        return told

    def definition(self) -> Definition:
        """Say what was promised, what says that it was kept, and what becomes of the unfinished."""
        return Definition(
            metric=self.name,
            title="SLA compliance",
            formula="100 × met / (met + breached)",
            rule=joined("; ", map(ours, self._rules())),
            unit="percent",
            sources=(WILSON,),
        )

    def _targets(self) -> Targets:
        return _sla_targets.parse(self.target)

    def _waiting(self, cell: Cell) -> Iterator[tuple[int, int]]:
        """Of those that wait under one target: how many are too late by now, and how many they are."""
        if self.basis == DUE:
            due, counts = cell.tally(_sla_rows.WAITING)
            late = counts[due < cell.as_of] if cell.as_of is not None else counts[:0]
            yield int(late.sum()), int(counts.sum())
        elif self.basis == TARGET:
            for limit in self._targets().limits:
                ages, counts = cell.ages(_sla_rows.waiting_for(limit))
                yield int(counts[ages > limit].sum()), int(counts.sum())

    @property
    def _asked(self) -> tuple[str, ...]:
        return tuple(PROMISES) if self.of is None else (self.of,)

    def _rules(self) -> Iterator[str]:
        of = self.of or RESOLUTION
        end = PROMISES[of].end
        either = "of the first response or the resolution, whichever the columns speak of"
        yield Said("of the {what}", what=WORDS[self.of]) if self.of else either
        if self.basis == DUE:
            yield Said(
                "met: {end} by the due time, exactly on time included; a due date without a time of "
                "day includes its whole day",
                end=end,
            )
        elif self.target:
            yield Said(
                "met: within {in_words}, exactly on time included",
                in_words=self._targets().in_words(),
            )
            if self.time:
                yield time_words(self.time, "created", end)
        else:
            yield (
                "by flags as they stand"
                if self.basis
                else "by flags as they stand, else by due times"
            )
            yield from _blanks.words(self.blanks)
        if self.finished_only:
            yield "finished tickets only"
        elif self.time == BUSINESS:
            yield "unfinished tickets are left out: how long they have waited in it is not known"
        else:
            counted = "unfinished tickets count once they are breached"
            # they have no date of resolution
            yield counted if of == RESPONSE else f"{counted}, in periods only with --date created"


def _how(basis: str) -> str:
    flags, dues = "the flags say what was in time", "a due time is a moment, whatever the hours"
    return flags if basis == FLAG else dues


def _usage(message: str, suggestion: str) -> CsmetricsError:
    return CsmetricsError(errors.USAGE, message=message, suggestion=suggestion)
