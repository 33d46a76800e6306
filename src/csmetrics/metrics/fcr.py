"""First contact resolution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.language import Said, joined
from csmetrics.metrics import _blanks, _times
from csmetrics.metrics._contract import Better, Cell, Contribution
from csmetrics.metrics._counts import lacks
from csmetrics.metrics._first_contact import (
    ANSWERS,
    BASIS,
    FIRST,
    FLAG,
    LATER,
    NO_CUSTOMER_REPLY,
    NO_REOPEN,
    NO_RETURN,
    ONE_REPLY,
    PERSON,
    UNKNOWN,
    UNRESOLVED,
    flags,
    leave_out_unanswered,
    leave_out_unknown,
)
from csmetrics.metrics._first_contact import verdict as verdict_of
from csmetrics.metrics._statistics import WILSON, share
from csmetrics.metrics._tickets import Tickets, life
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table
    from csmetrics.metrics._tickets import Life, Rows

RESOLVED, ALL, ANSWERED = "resolved", "all", "answered"
UNREAD = "unread"
"""The state of a first reading, which does not know yet who comes back."""

_OPENS = ("message", "mensag", "mensaj")
"""Parts of a header of what also counts the message that opened the ticket."""


@dataclass(frozen=True)
class FCR(Tickets):
    """First contact resolution: share of the resolved tickets that one contact resolved, in percent."""

    name: ClassVar[str] = "fcr"
    now: ClassVar[bool] = True
    better: ClassVar[Better | None] = "higher"

    rule: Annotated[
        str | None,
        Param(
            "What resolved at the first contact means; by default the first that the columns allow.",
            choices=tuple(BASIS),
        ),
    ] = None
    of: Annotated[
        str | None,
        Param(
            "Which tickets are asked; by default the resolved.", choices=(RESOLVED, ALL, ANSWERED)
        ),
    ] = None
    return_within: Annotated[
        str, Param("How soon a return counts, by the rule no-return.", metavar="TIME")
    ] = "7d"
    blanks: Annotated[
        str | None,
        Param(
            "What a blank flag or number of reopens means; default: no where only yes or numbers above 0 occur.",
            choices=(_blanks.NO, _blanks.UNKNOWN),
        ),
    ] = None
    compare_rules: Annotated[bool, Param("Give the result of each rule that is possible.")] = False

    def __post_init__(self) -> None:
        """Refuse what no option may be."""
        super().__post_init__()
        _times.limit("return_within", self.return_within)

    @property
    def date(self) -> str | None:
        """Count in the period of the resolution; where some never come to one, of the creation."""
        return "created" if self.of in (ALL, ANSWERED) else "resolved"

    def wants(self) -> Sequence[str]:
        """Name what the rules and the population rest on; who the requester is, is followed."""
        basis = [role for rule in self._rules for role in BASIS[rule] if role not in PERSON]
        life = ("created", "resolved", "status", "reopens")
        answers = ANSWERS if self.of == ANSWERED else ()
        return tuple(dict.fromkeys((*basis, *life, *answers)))

    def follows(self) -> Sequence[str]:
        """Find the requester again, with the same kind of question where that is known."""
        return PERSON if NO_RETURN in self._rules else ()

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Take the best rule that the columns allow; refuse one that they do not."""
        possible = [rule for rule, roles in BASIS.items() if facts.has(*roles)]
        if self.rule is None and not possible:
            wanted = ", ".join(dict.fromkeys(roles[0] for roles in BASIS.values()))
            raise lacks(
                Said("fcr needs a column of one of these: {wanted}", wanted=wanted),
                "first_contact",
                facts,
            )
        rule = self.rule or possible[0]
        if rule not in possible:
            missing = [role for role in BASIS[rule] if not facts.has(role)]
            raise lacks(
                Said("--rule {rule} needs {missing}", rule=rule, missing=" and ".join(missing)),
                missing[0],
                facts,
            )
        if self.of == ANSWERED and not any(facts.has(role) for role in ANSWERS):
            raise lacks(
                Said("--of answered needs one of {answers}", answers=", ".join(ANSWERS)),
                ANSWERS[0],
                facts,
            )
        rules = possible if self.compare_rules else [rule]
        of, used = self.of or RESOLVED, flags(rules, facts.headers)
        blanks, told = _blanks.settled(self.blanks, facts, used)
        notes = [*told]
        known = not facts.headers.keys().isdisjoint({"resolved", "status"})
        if not known:
            notes.append(Diagnostic(errors.TAKEN_AS_RESOLVED))
        header = facts.headers.get("customer_replies", "")
        if NO_CUSTOMER_REPLY in rules and any(part in header.lower() for part in _OPENS):
            params = (("column", header),)
            notes.append(Diagnostic(errors.OPENING_COUNTED, params, column=header))
        asked = of if known or of == ANSWERED else None
        return replace(self, rule=rule, of=asked, blanks=blanks), notes

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally what became of each ticket under each rule in force."""
        import numpy as np

        from csmetrics.intake.times import MISSING

        lives = life(table)
        resolved = (lives.resolved != MISSING) | lives.unknown
        if not (table.has("resolved") or table.has("status")):
            resolved[:] = True
        ever = resolved | lives.reopened
        if table.has("reopens"):
            ever |= table.numeric("reopens") > 0
        self._leave_out_others(table, lives, ever)
        if self.rule == NO_RETURN and not table.has("next"):
            rows = table.rows()
            return (Contribution(UNREAD, rows, np.zeros(len(rows), dtype=np.int64)),)
        window = _times.limit("return_within", self.return_within)
        found = {}
        for rule in self._rules:
            columns = [role for role in BASIS[rule] if role not in PERSON]
            if all(map(table.has, columns)) and (rule != NO_RETURN or table.has("next")):
                verdict = verdict_of(rule, table, lives, window, self.blanks)
                # open again: whatever a column said of its first resolution, that did not last
                verdict[(verdict == FIRST) & ~resolved] = LATER
                # of one not resolved other columns say nothing, but it may be too recent as well
                verdict[~ever & ((verdict != UNKNOWN) | (rule != NO_RETURN))] = UNRESOLVED
                found[rule] = verdict
        unknown = np.logical_and.reduce([verdict == UNKNOWN for verdict in found.values()])
        leave_out_unknown(self._settled, table, lives, unknown, self.blanks)
        kept = table.why == 0
        told = {rule: np.flatnonzero(kept & (each != UNKNOWN)) for rule, each in found.items()}
        return [Contribution(rule, rows, found[rule][rows]) for rule, rows in told.items()]

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the share by the rule in force, and with ``compare_rules`` by each."""
        rule = self._settled
        counts = _counts(cell, rule)
        statistics = [self._share(self.name, counts, cell.level)]
        if self.compare_rules:
            for each in (each for each in BASIS if each in cell.states.tallies):
                name = each.replace("-", "_")
                statistics.append(self._share(name, _counts(cell, each), cell.level))
        parts = [("at_first_contact", counts[FIRST]), ("later", counts[LATER])]
        if self.of in (ALL, ANSWERED):
            parts.append(("not_resolved", counts[UNRESOLVED]))
        return (Measure(tuple(statistics), tuple(parts)),)

    def definition(self) -> Definition:
        """Say which rule, and of which tickets the result is the share."""
        of = {ALL: "tickets", ANSWERED: "answered tickets"}.get(self.of or "", "resolved tickets")
        return Definition(
            metric=self.name,
            title="First contact resolution",
            formula=Said("100 × resolved at the first contact / {of}", of=of),
            rule=self._rule(),
            unit="percent",
            sources=(
                "Freshservice, How do you calculate FCR%?, "
                "https://support.freshservice.com/en/support/solutions/articles/50000004904",
                "Zendesk, How are one-touch resolutions calculated?, "
                "https://support.zendesk.com/hc/en-us/articles/4408820618266",
                WILSON,
            ),
        )

    @property
    def _rules(self) -> tuple[str, ...]:
        return tuple(BASIS) if self.rule is None or self.compare_rules else (self.rule,)

    @property
    def _settled(self) -> str:
        if self.rule is None:
            raise ValueError("settle() comes first: the rule is open")
        return self.rule

    def _rule(self) -> str:
        if self.rule is None:
            return Said(
                "the first of these that the columns allow: {rules}", rules=", ".join(BASIS)
            )
        means = {
            FLAG: "a column says so",
            ONE_REPLY: "one agent reply, and no reopen where they are counted",
            NO_CUSTOMER_REPLY: "no customer reply after the message that opened it",
            NO_REOPEN: "never reopened",
            NO_RETURN: Said(
                "the requester does not come back (with the same kind of question, where that is "
                "known) within {return_within} of the resolution, or of the creation where "
                "resolutions have no date; judged once that time is over",
                return_within=self.return_within,
            ),
        }[self.rule]
        of = {
            RESOLVED: "of tickets resolved at least once",
            ALL: "of all tickets, also those not resolved",
            ANSWERED: "of tickets with a first response, also those not resolved",
            None: "of all tickets, each taken as resolved: no column says which are",
        }[self.of]
        rule = Said(
            "{name}: {means}; open again counts as not; {of}", name=self.rule, means=means, of=of
        )
        return joined("; ", (rule, *_blanks.words(self.blanks)))

    def _leave_out_others(self, table: Table, lives: Life, ever: Rows) -> None:
        """Leave out the tickets that are not asked."""
        if table.as_of is not None and table.has("created"):
            later = table.frame["created"].array.asi8 >= table.as_of
            table.leave_out(later, errors.AFTER_AS_OF, "created")
        if self.of == RESOLVED:
            table.leave_out(lives.gone & ~ever, errors.GONE, "status")
            role = "resolved" if table.has("resolved") else "status"
            table.leave_out(~ever, errors.NOT_RESOLVED, role)
        elif self.of == ANSWERED:
            leave_out_unanswered(table)

    def _share(self, name: str, counts: dict[int, int], level: float) -> Statistic:
        n = sum(counts.values())
        if n:
            return share(name, counts[FIRST], n, level)
        asked = {ALL: "ticket", ANSWERED: "answered ticket"}.get(self.of or "", "resolved ticket")
        because = Said("no {asked} of which the rule can tell", asked=asked)
        return Statistic(name, None, "percent", 0, undefined_because=because)


def _counts(cell: Cell, rule: str) -> dict[int, int]:
    """Count what became of the tickets under a rule."""
    values, counts = cell.tally(rule)
    return {each: int(counts[values == each].sum()) for each in (FIRST, LATER, UNRESOLVED)}
