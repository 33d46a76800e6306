"""Columns of weights: plain numbers, as software writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.date_facts import Seen
from csmetrics.intake.numbers import NumberColumn
from csmetrics.intake.table import Faults

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class WeightColumn(NumberColumn):
    """The parser of one column of weights.

    ``first`` holds the first cell with a percent sign (True) and without one (False); 0 is the same either way.
    """

    file: str = ""
    first: dict[bool, Seen] = field(default_factory=dict)

    def seen(
        self, cells: pa.DictionaryArray, numbers: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], Faults]:
        """What ``typed`` gives; ``numbers`` are those of the rows."""
        import pyarrow.compute as pc

        values, faults = super().typed(cells)
        signed = pc.match_substring(cells.dictionary, "%").to_numpy(zero_copy_only=False)
        percent = signed[cells.indices.to_numpy(zero_copy_only=False)]
        weighs = ~np.isnan(values) & (values != 0)
        for form in (True, False):
            rows = np.flatnonzero(weighs & (percent == form))
            if len(rows):
                self.first.setdefault(form, Seen(int(numbers[rows[0]]), self.file))
        return values, faults

    def currency(self) -> str:
        """What the weights count; refuses percents among numbers, of which one is a hundred times the other."""
        if len(self.first) > 1:
            rows = {"percent": str(self.first[True]), "plain": str(self.first[False])}
            raise CsmetricsError(errors.MIXED_PERCENTS, column=self.header, **rows)
        return super().currency()
