"""What a blank flag of a ticket means: where only yes occurs, it is how no is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.language import Said, joined
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

    Rows = NDArray[np.bool_]

NO, UNKNOWN = "no", "unknown"
COUNTED = {0.0: NO}
"""What a blank cell may stand for in a column of reopens, or of who was resolved at the first contact."""


def settled(
    asked: str | None, facts: Facts, roles: Sequence[str], words: Mapping[float, str] = COUNTED
) -> tuple[str | None, Sequence[Diagnostic]]:
    """What a blank cell of these columns means, one of ``words``, and what is to be said of it.

    It means something only where it does in each of them that has blank cells. Where it means nothing, a column
    that holds one answer alone is named if blank cells are the most, or seem to be the other answer.
    """
    if asked is not None:
        return asked, ()
    alone = {role: facts.alone[role] for role in roles if role in facts.alone}
    blank = {role for role in roles if facts.blank.get(role)}
    found = {words.get(each.means) for each in alone.values() if each.means is not None}
    marked = all(each.means is not None for each in alone.values()) and blank <= alone.keys()
    means = found.pop() if marked and len(found) == 1 else None
    notes = []
    for role, each in alone.items():
        column = facts.headers[role]
        params: tuple[tuple[str, str | int], ...] = (("column", column), ("count", each.blank))
        if means is not None:
            kind, params = errors.BLANK_COUNTS, (*params, ("meaning", means))
        elif each.means is not None or each.blank > facts.filled[role]:
            cure = joined(" / ", (Said(f"--blanks {word}") for word in words.values()))
            kind, params = errors.ONE_ANSWER_ALONE, (*params, ("cure", cure))
        else:
            continue
        notes.append(Diagnostic(kind, params, each.blank, column=column))
    return means, notes


def standing_for(table: Table, role: str, blanks: str | None) -> Rows:
    """The rows in which a blank cell of this column means something."""
    import numpy as np

    if blanks in (None, UNKNOWN):
        return np.zeros(len(table.why), dtype=bool)
    return table.faulty(role, errors.BLANK)


def numbers(table: Table, role: str, blanks: str | None) -> NDArray[np.float64]:
    """The flags or counts of a column, 0 where a blank cell means no; NaN where nothing is known."""
    import numpy as np

    return np.where(standing_for(table, role, blanks), 0.0, table.numeric(role))


def words(blanks: str | None) -> Sequence[Said]:
    """The part of a rule that says what a blank cell means; none where it means nothing."""
    if blanks in (None, UNKNOWN):
        return ()
    return (Said("blank cells of finished tickets count, by --blanks {meaning}", meaning=blanks),)
