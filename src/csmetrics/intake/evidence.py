"""What a whole score column says about itself, before any filter. Evidence adds, like every state."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

NONE: frozenset[str] = frozenset()


@dataclass
class Evidence:
    """The distinct contents of one score column.

    ``values``: number → how many cells. ``out_of``: the denominators of cells such as ``9/10`` or five
    stars. ``vocabularies``: names of the label lists that cells were taken from (``good-bad``,
    ``satisfaction-5``, ``ease-5``, …). ``labels``: number → the texts after it (``10 - Extremely likely``).
    """

    column: str
    values: Counter[float] = field(default_factory=Counter)
    out_of: Counter[int] = field(default_factory=Counter)
    vocabularies: Counter[str] = field(default_factory=Counter)
    labels: dict[float, frozenset[str]] = field(default_factory=dict)
    blank: int = 0
    missing: int = 0
    not_answered: int = 0
    unreadable: int = 0

    @property
    def answers(self) -> int:
        """Cells that hold a number or a known label."""
        return sum(self.values.values())

    @property
    def low(self) -> float:
        """The smallest value; only where ``answers`` is not 0."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The largest value; only where ``answers`` is not 0."""
        return max(self.values)

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.column,
            self.values + other.values,
            self.out_of + other.out_of,
            self.vocabularies + other.vocabularies,
            {
                value: self.labels.get(value, NONE) | other.labels.get(value, NONE)
                for value in {**self.labels, **other.labels}
            },
            self.blank + other.blank,
            self.missing + other.missing,
            self.not_answered + other.not_answered,
            self.unreadable + other.unreadable,
        )
