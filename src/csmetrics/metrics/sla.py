"""SLA compliance: what was promised, and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.metrics import _sla_rows, _sla_targets
from csmetrics.metrics._contract import Asked, Cell, Contribution
from csmetrics.metrics._sla_rows import PLAIN, PROMISES, RESOLUTION, RESPONSE
from csmetrics.metrics._statistics import WILSON, share
from csmetrics.metrics._tickets import (
    BUSINESS,
    DATES,
    DURATIONS,
    LIFE,
    Tickets,
    basis_of,
    time_words,
)
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Measure

if TYPE_CHECKING:
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table
    from csmetrics.metrics._sla_targets import Targets

FLAG, DUE, TARGET = "flag", "due", "target"
WORDS = {RESPONSE: "first response", RESOLUTION: "resolution"}
DATE = {RESPONSE: "created", RESOLUTION: "resolved"}


@dataclass(frozen=True)
class SLA(Tickets):
    """SLA compliance: share of tickets answered or resolved within the time that was promised."""

    name: ClassVar[str] = "sla"
    now: ClassVar[bool] = True
    timed: ClassVar[bool] = True

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
            message = f"--target: with --basis {self.basis} no target is used"
            raise _usage(message, "leave one of them away")
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
            found = [of for of in PROMISES if self._timed_by(of, headers)]
            if len(found) > 1:
                message = "--target: of the first response, or of the resolution? Both have times"
                raise _usage(message, "say it: --of response, or --of resolution")
        else:
            found = [of for of in PROMISES if self._spoken_of(of, headers)]
        return tuple(Asked(of, replace(self, of=of)) for of in found) or (Asked(None, self),)

    def wants(self) -> Sequence[str]:
        """Name all that could say whether a promise was kept, and what is still open."""
        roles = ["created", "responded", "resolved", "status"]
        for of in self._asked:
            promise = PROMISES[of]
            roles += promise.durations.values() if self.target else self._said(of)
            if of == RESPONSE and not self.target:
                roles.append(promise.durations[DURATIONS])  # tells who was answered
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
        basis = self.basis or (TARGET if self.target else self._found(facts))
        of = self.of
        if of is None or basis is None or not self._has(basis, of, facts):
            raise self._lacks(facts)
        if basis == TARGET:
            dates = ("created", PROMISES[of].end)
            time = basis_of(self.name, facts, self.time, dates, PROMISES[of].durations)
            targets = self._targets()
            if targets.of and not facts.labels.get("priority"):
                raise self._lacks(facts)
            notes = targets.judged(facts) if targets.of else ()
            return replace(self, basis=basis, time=time), notes
        notes = (Diagnostic(errors.HOURS_UNUSED, (("how", _how(basis)),)),) if facts.working else ()
        return replace(self, basis=basis), notes

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally who met and who breached, and for those who wait what "now" is to be held against."""
        of = self.of or RESOLUTION
        if self.basis == FLAG:
            return _sla_rows.by_flag(table, of, self.finished_only)
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

    def definition(self) -> Definition:
        """Say what was promised, what says that it was kept, and what becomes of the unfinished."""
        return Definition(
            metric=self.name,
            title="SLA compliance",
            formula="100 × met / (met + breached)",
            rule="; ".join(self._rules()),
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
                ages, counts = cell.ages(cell.tally(_sla_rows.waiting_for(limit)))
                yield int(counts[ages > limit].sum()), int(counts.sum())

    @property
    def _asked(self) -> tuple[str, ...]:
        return tuple(PROMISES) if self.of is None else (self.of,)

    @staticmethod
    def _said(of: str) -> tuple[str, ...]:
        """Name the columns that may say whether a promise was kept."""
        return PROMISES[of].flag, PLAIN, PROMISES[of].due

    def _timed_by(self, of: str, headers: Mapping[str, str]) -> bool:
        """Whether the times of a promise are in the file."""
        dates = {"created", PROMISES[of].end} <= headers.keys()
        return dates or any(role in headers for role in PROMISES[of].durations.values())

    def _spoken_of(self, of: str, headers: Mapping[str, str]) -> bool:
        """Whether flags or due times in the file are of a promise; a plain flag is of the resolution."""
        promise = PROMISES[of]
        flag = promise.flag in headers or (of == RESOLUTION and PLAIN in headers)
        due = {promise.due, promise.end} <= headers.keys()
        return (flag and self.basis != DUE) or (due and self.basis != FLAG)

    def _found(self, facts: Facts) -> str | None:
        """Find the best basis of the columns: flags, then due times, then a flag that may be of something else."""
        of = self.of or RESOLUTION
        own = facts.has(PROMISES[of].flag)
        if own or (of == RESOLUTION and self._has(FLAG, of, facts)):
            return FLAG
        if self._has(DUE, of, facts):
            return DUE
        plain = PROMISES[of].due not in facts.headers and self._has(FLAG, of, facts)
        return FLAG if plain else None

    def _has(self, basis: str, of: str, facts: Facts) -> bool:
        """Whether a basis can be had. A plain flag counts where there is no column of its own."""
        promise = PROMISES[of]
        if basis == FLAG:
            return facts.has(promise.flag if promise.flag in facts.headers else PLAIN)
        if basis == DUE:
            return facts.has(promise.due) and promise.end in facts.headers
        return True

    def _lacks(self, facts: Facts) -> CsmetricsError:
        """Say what would be needed, and what there is."""
        of = self.of or RESOLUTION
        promise = PROMISES[of]
        flags = f"a column of SLA results ({promise.flag if self.of else PLAIN})"
        due = f"of due times ({promise.due}, with {promise.end})"
        needed = {FLAG: flags, DUE: f"a column {due}"}.get(self.basis or "", "")
        cure = f"--column {promise.due if self.basis == DUE else promise.flag}=NAME"
        if self.target and self.of:
            needed, cure = "a column of the priority for --target", "--column priority=NAME"
        elif self.target:
            needed, cure = "the times that --target is for", "--of response, or --of resolution"
        elif not needed:
            needed, cure = f"{flags}, one {due}, or --target", f"such as --target 4h, or {cure}"
        others = [other for other in PROMISES if other != self.of and self.of]
        if not self.target and any(replace(self, of=each)._found(facts) for each in others):
            cure = f"--of {others[0]}; or {cure}"
        known = [
            f"{header} is {role}" + ("" if facts.filled.get(role) else ", and blank")
            for role, header in facts.headers.items()
        ]
        what = f"sla --of {of}" if self.of else self.name
        return CsmetricsError(
            errors.LACKS_BASIS,
            what=f"{what} needs {needed}",
            has="found: " + ("; ".join(known) or "none of them"),
            cure=f"{cure}     (csmetrics inspect shows how each column was read)",
        )

    def _rules(self) -> Iterator[str]:
        of = self.of or RESOLUTION
        end = PROMISES[of].end
        yield (
            f"of the {WORDS[of]}" if self.of or self.basis else "of what flags or due times are of"
        )
        if self.basis == DUE:
            yield (
                f"met: {end} by the due time, exactly on time included; "
                "a due date without a time of day includes its whole day"
            )
        elif self.target:
            yield f"met: within {self._targets().in_words()}, exactly on time included"
            if self.time:
                yield time_words(self.time, "created", end)
        else:
            yield "by flags as they stand"
        if self.finished_only:
            yield "finished tickets only"
        else:
            yield "unfinished tickets count once they are breached"


def _how(basis: str) -> str:
    return "the flags say it" if basis == FLAG else "the due times say it"


def _usage(message: str, suggestion: str) -> CsmetricsError:
    return CsmetricsError(errors.USAGE, message=message, suggestion=suggestion)
