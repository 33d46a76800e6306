"""Who was asked and who answered: what the response rate rests on.

Where a column holds invitations, only rows with one were asked, or with a word that says so: an answer without an
invitation is that of somebody whose silent neighbours are in no file. Answers that count in no score, such as
neutral ones that are excluded, were answers all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.metrics._contract import Contribution
from csmetrics.metrics._statistics import share
from csmetrics.report import Diagnostic, Statistic

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.states import States
    from csmetrics.errors import Reason
    from csmetrics.intake.table import Table
    from csmetrics.metrics._contract import Cell

INVITED = "invited"
SILENT = "asked"
"""The state that counts who was asked and did not answer; 1 where that is known by an invitation, else 0."""
UNDATED = "asked, undated"
"""The same of those who have no date to count by: with them it is not known how many were asked when."""
ANSWERED = "answered"
"""The answers of the score, where a column holds invitations: 1 with one, 0 without."""
FURTHER = "answered all the same"
"""The same of answers that are in no score: a later one replaces them, or they do not count by an option."""
ASIDE = (SILENT, UNDATED, ANSWERED, FURTHER)
"""The states that only the response rate rests on."""
_NOT_COUNTED = (
    errors.NEUTRAL,
    errors.NO_WEIGHT,
    errors.UNREADABLE_WEIGHT,
    errors.NEGATIVE_WEIGHT,
)


def silent(table: Table, *, by_word: bool) -> NDArray[np.bool_]:
    """Who was asked and did not answer: the cell is blank in a row with an invitation, or holds ``Offered``.

    ``by_word``: such a word alone says so; else, in no row with an invitation, it is one more for missing.
    """
    said = table.faulty("score", errors.NOT_ANSWERED)
    blank = table.faulty("score", errors.BLANK)
    return (said | blank) & _invited(table) | said & by_word


def contributions(
    table: Table, quiet: NDArray[np.bool_], answered: NDArray[np.intp]
) -> Iterator[Contribution]:
    """Tally the silent and the answers of the score, and those that were left out of it though they are answers."""
    import numpy as np

    invited = _invited(table).astype("int64")
    waiting = np.flatnonzero(quiet & (table.why == 0))
    if len(waiting):
        yield Contribution(SILENT, waiting, invited[waiting])
    undated = _undated(table, quiet)
    if len(undated):
        yield Contribution(UNDATED, undated, undated * 0, None)
    if table.has(INVITED):
        yield Contribution(ANSWERED, answered, invited[answered])
    codes = _codes(table, _NOT_COUNTED)
    if codes:
        yield further(table, np.flatnonzero(np.isin(table.why, codes)))


def further(table: Table, rows: NDArray[np.intp]) -> Contribution:
    """Tally answers that are in no score."""
    return Contribution(FURTHER, rows, _invited(table)[rows].astype("int64"))


def response_rate(cell: Cell, answers: int) -> tuple[Statistic, ...]:
    """Give the share that answered of all who were asked; nothing where it is not known.

    ``answers`` are those of the score in the slice.
    """
    states, group = cell.states, cell.group
    if not _known(states):
        return ()
    quiet = int(states.tally(SILENT, group)[1].sum())
    if _by_invitation(states):
        answers = _of(states, ANSWERED, group, 1) + _of(states, FURTHER, group, 1)
    else:
        answers += int(states.tally(FURTHER, group)[1].sum())
    return (share("response_rate", answers, answers + quiet, cell.level),)


def remarks(cell: Cell) -> Iterator[Diagnostic]:
    """Say where it is not known when somebody was asked, and which answers nobody is known to have asked for."""
    states, group = cell.states, cell.group
    if UNDATED in states.tallies:
        count = int(states.tally(UNDATED, cell.everywhen)[1].sum())
        yield Diagnostic(errors.SILENT_UNDATED, (("count", count),), count)
    elif _known(states) and _by_invitation(states):
        found = [
            sum(_of(states, role, group, value) for role in (ANSWERED, FURTHER)) for value in (0, 1)
        ]
        if found[0]:
            params = (("count", found[0]), ("all", sum(found)))
            yield Diagnostic(errors.UNINVITED, params, found[0])


def _known(states: States) -> bool:
    return SILENT in states.tallies and UNDATED not in states.tallies


def _by_invitation(states: States) -> bool:
    """Whether any row has an invitation: a column without one says nothing of who was asked."""
    tallies = (states.tallies.get(role) for role in (SILENT, ANSWERED, FURTHER))
    return any(each is not None and bool((each.values == 1).any()) for each in tallies)


def _of(states: States, role: str, group: int, value: int) -> int:
    values, counts = states.tally(role, group)
    return int(counts[values == value].sum())


def _invited(table: Table) -> NDArray[np.bool_]:
    import numpy as np

    from csmetrics.intake.times import MISSING

    if not table.has(INVITED):
        return np.zeros(len(table.why), dtype=bool)
    invited: NDArray[np.bool_] = table.instants(INVITED) != MISSING
    return invited


def _undated(table: Table, quiet: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The silent who are left out, as they have no date by which rows are put in a period or window."""
    import numpy as np

    from csmetrics.intake.times import MISSING

    if table.date is None:
        return np.zeros(0, dtype=np.intp)
    date = table.headers.get(table.date)
    codes = [code for code, (_, _, column) in enumerate(table.entries, 1) if column == date]
    undated = np.isin(table.why, codes) & (table.instants(table.date) == MISSING)
    return np.flatnonzero(quiet & undated)


def _codes(table: Table, reasons: Collection[Reason]) -> list[int]:
    return [code for code, (reason, _, _) in enumerate(table.entries, 1) if reason in reasons]
