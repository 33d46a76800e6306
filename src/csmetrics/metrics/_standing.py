"""Flags of customers: who has left, by a column of who did or by one of who is there still."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.metrics._contract import Cell, Contribution
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

    Rows = NDArray[np.bool_]

NO, UNKNOWN = "no", "unknown"
DISAGREE = "flags disagree"


def role_of(has: Callable[[str], bool]) -> str:
    """The role that counts: who left, before who is there."""
    return "churned" if has("churned") else "active"


def refuse_unknown(facts: Facts) -> None:
    """Refuse (``UNKNOWN_STANDING``) a flag of which no cell says anything that is known."""
    role = role_of(facts.has)
    if facts.has(role) and not facts.answers.get(role):
        raise CsmetricsError(errors.UNKNOWN_STANDING, column=facts.headers[role], role=role)


def of_blanks(asked: str | None, facts: Facts) -> tuple[str | None, Sequence[Diagnostic]]:
    """What a blank flag means, and what is to be said of it: where only yes occurs, a blank one is no."""
    role = role_of(facts.has)
    answers, count = facts.answers.get(role, frozenset()), facts.blank.get(role, 0)
    if asked is not None or len(answers) != 1 or not count:
        return asked, ()
    kind, means = (errors.BLANK_IS_NO, NO) if 1.0 in answers else (errors.ONE_ANSWER, None)
    params = (("column", facts.headers[role]), ("count", count))
    return means, (Diagnostic(kind, params, count, column=facts.headers[role]),)


def left(table: Table, role: str) -> Ints:
    """Who has left by one flag: 1, 0, or −1 where it says nothing."""
    import numpy as np

    values = table.numeric(role)
    found = np.where(values == (1 if role == "churned" else 0), 1, 0)
    return np.where((values == 0) | (values == 1), found, -1).astype(np.int64)


def beside_dates(table: Table) -> Ints:
    """The same to be held against dates, by the flag that counts; nothing against an earlier "now"."""
    import numpy as np

    role = role_of(table.has)
    if not table.has(role) or table.as_of is not None:
        return np.full(len(table.why), -1, dtype=np.int64)
    return left(table, role)


def blank(table: Table, role: str) -> Rows:
    """The rows in which a flag says nothing."""
    return table.faulty(role, errors.BLANK) | table.faulty(role, errors.MISSING_WORD)


def gone(table: Table, blanks: str | None) -> Rows:
    """Who has left by the flag of a row; rows without one are left out, unless a blank one means no."""
    role = role_of(table.has)
    table.leave_out_faults(role, but=errors.BLANK if blanks == NO else None)
    table.leave_out(table.numeric(role) > 1, errors.NOT_A_FLAG, role)
    found: Rows = left(table, role) == 1
    if role == "active" and blanks == NO:
        found = found | blank(table, role)
    return found


def disagreeing(table: Table) -> Sequence[Contribution]:
    """The rows in which one flag says of a customer that he left, and another that he did not."""
    import numpy as np

    if not (table.has("churned") and table.has("active")):
        return ()
    one, other = left(table, "churned"), left(table, "active")
    rows = np.flatnonzero((table.why == 0) & (one >= 0) & (other >= 0) & (one != other))
    return (Contribution(DISAGREE, rows, np.zeros(len(rows), np.int64), None),)


def remarks(cell: Cell) -> Sequence[Diagnostic]:
    """Say where two flags contradict each other."""
    count = cell.count(DISAGREE)
    return (Diagnostic(errors.FLAGS_DISAGREE, (("count", count),), count),) if count else ()
