"""What a metric is to the rest of the house.

A metric is a frozen dataclass. Its fields are its options: at the command line, in Python and in the
documentation. It says which columns it needs, what each row contributes, and the formula over the sums.
It knows no file, chunk, slice, format or terminal: the pipeline adds up, the renderers print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.states import States
    from csmetrics.intake.evidence import Evidence
    from csmetrics.intake.table import Table
    from csmetrics.report import Definition, Diagnostic, Measure


@dataclass(frozen=True)
class Contribution:
    """What some rows add to one state, ``role`` being its name within the metric.

    ``rows`` are positions in the table, ``values`` the integers tallied for them. ``date`` is the role of
    the date that puts these rows in a period: one row may contribute under several dates (created,
    resolved), or several times. As long as every metric counts under one date, the pipeline takes that of
    ``--date`` for all of them and does not read this field.
    """

    role: str
    rows: NDArray[np.intp]
    values: NDArray[np.int64]
    date: str


class Metric(Protocol):
    """The contract. ``score`` is a field of survey metrics: one result for each column it names."""

    name: ClassVar[str]
    table: ClassVar[str]
    needs: ClassVar[tuple[str, ...]]
    date: ClassVar[str]

    def settle(self, evidence: Evidence) -> tuple[Self, Sequence[Diagnostic]]:
        """Replace what was left open (a scale) by what the whole column says; refuse what cannot be.

        ``evidence`` describes the whole column before filters.
        """

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """What the rows of one part contribute; rows that contribute nothing are left out with a reason."""

    def result(self, states: States, group: int, level: float) -> Measure:
        """The formula over the sums of one slice, with intervals at ``level`` (0…1)."""

    def definition(self) -> Definition:
        """Formula, rule in force and sources, in words."""
