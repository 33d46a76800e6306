"""The targets of ``--target``: one for all tickets, or one for each priority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.language import Said, joined
from csmetrics.metrics import _times
from csmetrics.metrics._contract import Contribution
from csmetrics.metrics._options import bad_value
from csmetrics.read._header import folded_label
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table
    from csmetrics.metrics._contract import Cell

    Rows = NDArray[np.bool_]

NAMED = 12
"""A column with more labels is no column of priorities: its cells are not for messages."""

ASKED = "asked for a target"
UNNAMED = "priority unnamed: "
"""States of what is said aside: the tickets that a target was asked for, and, of each priority that none
names, those of it; left out or not."""

MANY = 0.2
"""From this share of tickets on, those of priorities that no target names are not a few exceptions."""

BLANK = "(blank)"


@dataclass(frozen=True)
class Targets:
    """The target of each priority, by its folded label, and of all others (None: they have none), in ms.

    ``written`` is each as the user wrote it: the label of a priority ("" for all others), and the time.
    """

    others: int | None = None
    of: dict[str, int] = field(default_factory=dict)
    written: tuple[tuple[str, str], ...] = ()

    @property
    def limits(self) -> list[int]:
        """The different targets, ascending."""
        own = {self.others} if self.others is not None else set()
        return sorted(own | set(self.of.values()))

    def in_words(self) -> str:
        """Say ``1h (urgent), 8h (others)``."""
        if not self.of:
            return "".join(time for _, time in self.written)
        each = (
            Said("{time} ({label})", time=time, label=label or Said("others"))
            for label, time in self.written
        )
        return joined(", ", each)

    def of_rows(self, table: Table) -> Ints:
        """The target of each row; MISSING where its priority has none."""
        import numpy as np

        from csmetrics.intake.times import MISSING

        others = MISSING if self.others is None else self.others
        if not self.of:
            return np.full(len(table.why), others)
        column = table.frame["priority"].array
        found = [self.of.get(folded_label(label), others) for label in column.categories]
        limits: Ints = np.array([*found, others], dtype=np.int64)[column.codes]  # blank: -1
        return limits

    def unnamed(self, table: Table, asked: Rows) -> Sequence[Contribution]:
        """Tally, of the tickets ``asked`` for a target, those whose priority none names, by their label."""
        import numpy as np

        if not self.of:
            return ()
        column = table.frame["priority"].array
        # the code of a blank is -1
        labels = np.array([*column.categories, BLANK], dtype=object)
        others = np.array([folded_label(label) not in self.of for label in labels])
        mine = asked & others[column.codes]
        places = np.unique(column.codes[mine])[: NAMED + 1]  # more are not named, only counted
        each = [_aside(UNNAMED + labels[one], mine & (column.codes == one)) for one in places]
        return (_aside(ASKED, asked), _aside(UNNAMED, mine), *each)

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """Warn where more than :data:`MANY` have a priority that no target names."""
        n, count = cell.count(ASKED), cell.count(UNNAMED)
        if count <= MANY * n:
            return ()
        roles = (role for role in cell.states.tallies if role.startswith(UNNAMED))
        labels = sorted(filter(None, (role.removeprefix(UNNAMED) for role in roles)))
        plain = "".join(time for label, time in self.written if not label)
        what = Said("left out, without a target")
        cure = "to give each its own: --target PRIORITY=TIME; to give all others one: --target TIME"
        if plain:
            what = Said("held against that of all others, {time}", time=plain)
            cure = "to give each its own: --target PRIORITY=TIME"
        params = (
            ("count", count),
            ("n", n),
            ("labels", f" ({', '.join(labels)})" if len(labels) <= NAMED else ""),
            ("what", what),
            ("suggestion", cure),
        )
        return (Diagnostic(errors.PRIORITY_UNNAMED, params, count),)

    def judged(self, facts: Facts) -> Sequence[Diagnostic]:
        """Warn of a priority that no ticket has; refuse (``BAD_VALUE``) where that leaves no target at all."""
        labels = facts.labels.get("priority", frozenset())
        occur = {folded_label(label) for label in labels}
        unseen = [label for label, _ in self.written if label and folded_label(label) not in occur]
        if not unseen:
            return ()
        known = ", ".join(sorted(labels)) if labels and len(labels) <= NAMED else ""
        if len(unseen) == len(self.of) and self.others is None:
            hint = (
                Said("there are: {known}", known=known)
                if known
                else "csmetrics inspect shows its labels"
            )
            raise bad_value(
                "target",
                ", ".join(unseen),
                Said("a label of {priority}", priority=facts.headers["priority"]),
                hint,
            )
        params = (
            ("labels", ", ".join(unseen)),
            ("column", facts.headers["priority"]),
            ("known", Said("; there are: {known}", known=known) if known else ""),
        )
        return (Diagnostic(errors.UNSEEN_PRIORITY, params, column=facts.headers["priority"]),)


def parse(texts: Sequence[str]) -> Targets:
    """Read ``4h`` and ``urgent=1h``; refuses (``BAD_VALUE``) a time without a unit, and two for one priority."""
    others: int | None = None
    of: dict[str, int] = {}
    written = []
    for text in texts:
        label, sign, time = (part.strip() for part in text.rpartition("="))
        key, limit = folded_label(label), _times.limit("target", time)
        if sign and not label:
            raise bad_value("target", text, "PRIORITY=TIME", "such as urgent=1h")
        if (key in of) if label else (others is not None):
            whose = Said("for {label}", label=label) if label else "for all"
            raise bad_value(
                "target", text, Said("the only one {whose}", whose=whose), "give each priority one"
            )
        if label:
            of[key] = limit
        else:
            others = limit
        written.append((label, time))
    return Targets(others, of, tuple(written))


def _aside(role: str, marked: Rows) -> Contribution:
    import numpy as np

    rows = np.flatnonzero(marked)
    return Contribution(role, rows, np.zeros(len(rows), np.int64))
