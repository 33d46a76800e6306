"""What the columns of a run say of themselves, over all rows and before any filter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from csmetrics.intake.evidence import Evidence
from csmetrics.intake.flags import Alone


@dataclass(frozen=True)
class Facts:
    """What a metric may decide on: columns by role, not rows.

    ``headers`` names the column of each role that the files have; ``filled`` counts its cells that hold
    something, readable or not. ``labels`` are the distinct labels of a role. ``score`` is the evidence of
    the question's column, None where the metric asks for none. ``working`` says that working hours were
    given. ``stand_ins`` are roles played by the column of another date, as the closing may for the resolution.
    ``dated`` says that rows are put in periods, or in a window.
    ``statuses`` are those that the words of the status column stand for; None without such a column. ``answers``
    are those that a column of flags holds: 1, 0, or both; ``blank`` counts its cells that hold nothing, and ``alone``
    says what these are where one answer alone occurs. ``tickets``
    is what gives files away as lists of tickets where customers are asked for: a column, or the title of a preset.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    score: Evidence | None = None
    working: bool = False
    statuses: frozenset[str] | None = None
    stand_ins: frozenset[str] = frozenset()
    dated: bool = False
    answers: Mapping[str, frozenset[float]] = field(default_factory=dict)
    blank: Mapping[str, int] = field(default_factory=dict)
    alone: Mapping[str, Alone] = field(default_factory=dict)
    tickets: str = ""

    def has(self, *roles: str) -> bool:
        """Whether each of these roles has a column that is not blank throughout."""
        return all(self.filled.get(role, 0) for role in roles)
