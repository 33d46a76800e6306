"""The rules of first contact resolution: what each says of a ticket, and why it may say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.metrics import _blanks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from csmetrics.calc.states import Ints
    from csmetrics.intake.table import Table
    from csmetrics.metrics._tickets import Life, Rows

FLAG, ONE_REPLY, NO_CUSTOMER_REPLY = "flag", "one-reply", "no-customer-reply"
NO_REOPEN, NO_RETURN = "no-reopen", "no-return"
BASIS = {
    FLAG: ("first_contact",),
    ONE_REPLY: ("agent_replies",),
    NO_CUSTOMER_REPLY: ("customer_replies",),
    NO_REOPEN: ("reopens",),
    NO_RETURN: ("requester", "created"),
}
"""What each rule cannot do without; the best rule first."""

PERSON = ("requester", "kind")
ANSWERS = ("responded", "first_response_duration", "first_response_business", "agent_replies")
"""Any of these says that a ticket was answered."""

UNKNOWN, LATER, FIRST, UNRESOLVED = -1, 0, 1, 2
"""What becomes of a ticket under a rule."""


def flags(rules: Iterable[str], headers: Mapping[str, str]) -> list[str]:
    """The roles of which a blank cell may mean no, of these rules."""
    rules = set(rules)
    found = ["first_contact"] if FLAG in rules else []
    counted = "reopens" in headers and not rules.isdisjoint({ONE_REPLY, NO_REOPEN})
    return found + ["reopens"] * counted


def verdict(rule: str, table: Table, lives: Life, window: int, blanks: str | None) -> Ints:
    """Tell by one rule what became of each ticket, as if it were resolved."""
    if rule == NO_RETURN:
        return _returns(table, lives, window)
    role = BASIS[rule][0]
    marked = role in flags([rule], table.headers)
    column = _blanks.numbers(table, role, blanks if marked else None)
    if rule == FLAG:
        return _either(column == 1, column == 0)
    if rule != ONE_REPLY:
        return _either(column == 0, column >= 1)
    good, known = column == 1, column >= 1
    if table.has("reopens"):
        reopens = _blanks.numbers(table, "reopens", blanks)
        # nobody knows of a blank one: who is left out must not hang on the other column
        good, known = good & (reopens == 0), known & (reopens >= 0)
    return _either(good, known & ~good)


def _returns(table: Table, lives: Life, window: int) -> Ints:
    """Tell who came back in time, and who did not, once that time is over for either.

    Who came back early is judged no sooner than who may still come: else only returns would be known of the
    last days. Who wrote again before the resolution came back, too. Where no column dates resolutions,
    and for tickets that have none, the time runs from the creation.
    """
    import numpy as np

    from csmetrics.intake.times import MISSING

    created, following = lives.created, table.frame["next"].to_numpy()
    starts = created
    told = (following != MISSING) & (created != MISSING)
    if table.has("resolved"):
        ended = table.instants("resolved")
        starts = np.where(ended != MISSING, ended, created)
        told &= ~lives.unknown
    told &= starts >= created
    if table.as_of is not None:
        told &= starts + window < table.as_of
    elif table.latest is not None:
        told &= starts + window <= table.latest
    came = following <= starts + window
    return _either(told & ~came, told & came)


def leave_out_unknown(rule: str, table: Table, lives: Life, rows: Rows, blanks: str | None) -> None:
    """Leave out the tickets of which no rule in force can tell, by the reason of one."""
    from csmetrics.intake.times import MISSING

    role = BASIS[rule][0]
    if rule == NO_RETURN:
        table.leave_out(rows & (lives.created == MISSING), errors.NO_DATE, "created")
        nobody = table.frame["next"].to_numpy() == MISSING
        table.leave_out(rows & nobody, errors.NO_REQUESTER, role)
        if table.has("resolved"):
            table.leave_out(rows & lives.unknown, errors.UNKNOWN_END, "resolved")
            ended = table.instants("resolved")
            early = (ended != MISSING) & (ended < lives.created)
            table.leave_out(rows & early, errors.NEGATIVE, "resolved")
        table.leave_out(rows, errors.TOO_RECENT, role)
        return
    table.leave_out_faulty(role, rows)
    column = table.numeric(role)
    if rule == ONE_REPLY:
        if table.has("reopens"):
            none = _blanks.standing_for(table, "reopens", blanks)
            table.leave_out_faulty("reopens", rows & ~none)
        table.leave_out(rows & (column == 0), errors.NO_AGENT_MESSAGE, role)
    table.leave_out(rows & (column < 0), errors.BELOW_ZERO, role)
    table.leave_out(rows, errors.NOT_WHOLE, role)


def leave_out_unanswered(table: Table) -> None:
    """Leave out the tickets that no column calls answered."""
    import numpy as np

    from csmetrics.intake.times import MISSING

    roles = [role for role in ANSWERS if table.has(role)]
    waiting = np.ones(len(table.why), dtype=bool)
    for role in roles:
        if role == "responded":
            waiting &= table.instants(role) == MISSING
        elif role == "agent_replies":
            waiting &= ~(table.numeric(role) > 0)
        else:
            waiting &= table.milliseconds(role) == MISSING
    table.leave_out(waiting, errors.NOT_ANSWERED, roles[0])


def _either(good: Rows, bad: Rows) -> Ints:
    """Tell good from bad, and both from what is neither."""
    import numpy as np

    verdict: Ints = np.select([good, bad], [FIRST, LATER], UNKNOWN)
    return verdict
