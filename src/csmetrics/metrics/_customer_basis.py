"""What says who is a customer: totals, purchases, dates or a flag, as the columns allow."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.facts import Facts
from csmetrics.language import Said, joined
from csmetrics.metrics import _standing
from csmetrics.metrics._counts import lacks_one_way
from csmetrics.report import Diagnostic

TOTALS, PURCHASES, DATES, FLAG = "totals", "purchases", "dates", "flag"
BASIS = {
    TOTALS: ("at_start", "at_end", "new_customers"),
    PURCHASES: ("customer", "bought"),
    DATES: ("started", "ended"),
    FLAG: ("churned",),
}
"""What says who is there: from which columns."""

UNDATED = {FLAG: "a flag", TOTALS: "totals"}


def possible(facts: Facts, *, bought: bool) -> list[str]:
    """What the columns allow, the first to be taken; ``bought`` says that purchases are asked for.

    Last what rests on a column that only stands in. A column that names a flag of customers is one of a table
    with a row for each of them, whatever date stands beside it: it goes before purchases, and before ends that
    are all blank, unless periods are asked for, of which a flag says nothing.
    """
    found = [each for each in BASIS if _allowed(each, facts)]
    if FLAG in found and not facts.dated and not bought:
        later = {PURCHASES} if facts.filled.get("ended") else {PURCHASES, DATES}
        found.sort(key=lambda each: each in later)
    return sorted(found, key=lambda each: _stands_in(each, facts))


def others(basis: str, possible: Sequence[str], facts: Facts) -> Iterator[Diagnostic]:
    """Say what else could tell who is there; dates and flags are held against each other row by row."""
    for other in possible:
        if other == basis or (basis, other) == (DATES, FLAG) or _stands_in(other, facts):
            continue
        params = (("column", _told_by(basis, facts)), ("others", _told_by(other, facts)))
        yield Diagnostic(errors.TAKEN_FROM, (*params, ("basis", other)))
        return


def nothing(metric: str, facts: Facts) -> CsmetricsError:
    """The refusal of columns that say nothing of customers."""
    refuse_tickets(facts)
    _standing.refuse_unknown(facts)
    what = Said(
        "{metric} needs customers with start and end dates, or a churn flag, or purchases "
        "with a date and a customer, or totals",
        metric=metric,
    )
    return lacks_one_way(what, [*BASIS.values()], facts)


def refuse_tickets(facts: Facts) -> None:
    """Refuse (``TICKETS_HELD``) the status of tickets, which says nothing of customers."""
    role = _standing.role_of(facts.has)
    if facts.tickets and role in facts.stand_ins:
        column = facts.headers[role]
        raise CsmetricsError(
            errors.TICKETS_HELD, sign=facts.tickets, column=column, name=shlex.quote(column)
        )


def _allowed(basis: str, facts: Facts) -> bool:
    """Whether the columns allow a basis: the ends of customers may all be blank, as nobody has left.

    A flag that only stands in must hold a word that is known. In a list of tickets nothing stands in.
    """
    if facts.tickets and _stands_in(basis, facts):
        return False
    if basis == DATES:
        return facts.has("started") and "ended" in facts.headers
    if basis == FLAG:
        role = _standing.role_of(facts.has)
        known = role not in facts.stand_ins or bool(facts.answers.get(role))
        return facts.has(role) and known
    return facts.has(*BASIS[basis])


def _stands_in(basis: str, facts: Facts) -> bool:
    """Whether a basis rests on a column that plays its role only because no other does."""
    roles = {_standing.role_of(facts.has)} if basis == FLAG else set(BASIS[basis])
    return not roles.isdisjoint(facts.stand_ins)


def _told_by(basis: str, facts: Facts) -> Said:
    """The columns of a basis, the customer apart, as the file calls them."""
    roles = (_standing.role_of(facts.has),) if basis == FLAG else BASIS[basis]
    headers = (facts.headers[role] for role in roles if role != "customer")
    return joined(" and ", headers)
