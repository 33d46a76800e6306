"""What a run knows of the columns beside a score."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc.states import Ints
from csmetrics.report import Measure, Skipped

LABELS, NUMBERS = "labels", "numbers"
TOGETHER = 4
"""Of so many columns at most the shares of what they explain together are computed."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Beside:
    """A column beside the score, as a tally: how often each value stood beside each answer.

    Of labels ``values`` are places in ``labels``, -1 where a cell is blank; of numbers they are in ``unit``.
    ``unread`` counts rows whose cell holds something that is no number.
    """

    name: str
    kind: str
    values: Ints | Floats
    scores: Ints
    counts: Ints
    labels: tuple[str, ...] = ()
    unread: int = 0
    unit: str = ""


@dataclass(frozen=True)
class Together:
    """Rows as a tally of the values of some columns and the answers; of blank cells labels are -1, numbers NaN."""

    names: tuple[str, ...]
    columns: tuple[Ints | Floats, ...]
    scores: Ints
    counts: Ints

    def of(self, names: Container[str]) -> Together:
        """The same of some columns: the rows in which all of them hold something."""
        kept = [place for place, name in enumerate(self.names) if name in names]
        rows = np.ones(len(self.scores), dtype=bool)
        for place in kept:
            values = self.columns[place]
            rows &= values >= 0 if values.dtype.kind == "i" else np.isfinite(values)
        columns = tuple(self.columns[place][rows] for place in kept)
        known = tuple(self.names[place] for place in kept)
        return Together(known, columns, self.scores[rows], self.counts[rows])


@dataclass(frozen=True)
class Found:
    """What a run knows of the columns beside the score.

    ``measured`` is the metric over a tally of answers, with intervals of ``level`` (0…1).
    """

    columns: tuple[Beside, ...]
    skipped: tuple[Skipped, ...]
    measured: Callable[[Ints, Ints], Measure]
    level: float
    together: Together | None = None
