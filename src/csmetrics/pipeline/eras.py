"""Dates far from nearly all others of a run: a year that was mistyped, a time that stands for none.

What is far is judged by the dates themselves: the clock of the machine would give another result tomorrow. All dates
of what has happened are counted by year. A few that lie years without a date apart are named, and count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.intake.dates import EARLIEST, END
from csmetrics.intake.ledger import FIRST_ROWS, Place
from csmetrics.intake.times import MISSING
from csmetrics.report import Diagnostic

Ints = NDArray[np.int64]
YEAR = 31_556_952_000  # milliseconds, a mean year
YEARS = (END - EARLIEST) // YEAR + 3  # zones may move a time beyond either end
AFTER, BEFORE = 5, 20
"""Years without a date that set later ones apart, and earlier ones: archives reach back, no export reaches ahead."""
FEW = 20  # one date in so many is few, and so are two


@dataclass
class Eras:
    """How many dates each year has, by role, and the first rows of each year."""

    counts: dict[str, Ints] = field(default_factory=dict)
    rows: dict[tuple[str, int], list[Place]] = field(default_factory=dict)

    def add(self, role: str, times: Ints, numbers: Ints, file: int) -> None:
        """Count the dates of some rows; ``times`` in milliseconds since 1970, MISSING where there is none."""
        known = times != MISSING
        if not known.all():
            times, numbers = times[known], numbers[known]
        if not len(times):
            return
        ends = (np.array([times.min(), times.max()]) - EARLIEST) // YEAR + 1
        # a part of an export in order of time is of one year, mostly: no division for each row
        years = ends[:1] if ends[0] == ends[1] else (times - EARLIEST) // YEAR + 1
        counts = np.bincount(years, minlength=YEARS) * (len(times) // len(years))
        self.counts[role] = self.counts.get(role, 0) + counts
        for year in np.flatnonzero(counts).tolist():
            kept = self.rows.setdefault((role, year), [])
            if len(kept) < FIRST_ROWS:
                of_year = numbers if len(years) == 1 else numbers[np.flatnonzero(years == year)]
                kept.extend((file, int(each)) for each in of_year[: FIRST_ROWS - len(kept)])

    def notes(
        self, headers: Mapping[str, str], named: Callable[[Sequence[Place]], tuple[str, ...]]
    ) -> Iterator[Diagnostic]:
        """What to say of the dates of these roles that lie far from nearly all others, for each column."""
        counts = {role: self.counts[role] for role in headers if role in self.counts}
        if not counts:
            return
        before, after = apart(np.sum([*counts.values()], axis=0))
        for role, own in counts.items():
            for kind, years in ((errors.FAR_AFTER, after), (errors.FAR_BEFORE, before)):
                if count := int(own[years].sum()):
                    places = [each for year in years for each in self.rows.get((role, year), ())]
                    dates = "date lies" if count == 1 else "dates lie"
                    header = headers[role]
                    params = (("column", header), ("count", count), ("dates", dates))
                    rows = named(sorted(places)[:FIRST_ROWS])
                    yield Diagnostic(kind, params, count, rows, header)


def apart(counts: Ints) -> tuple[list[int], list[int]]:
    """The years whose few dates lie far before all others, and those whose few dates lie far after them."""
    filled, total = np.flatnonzero(counts), int(counts.sum())
    gaps = np.diff(filled) - 1
    before = after = 0
    for place, gap in enumerate(gaps.tolist(), start=1):
        if gap >= BEFORE and _few(int(counts[filled[:place]].sum()), total):
            before = place
        if gap >= AFTER and not after and _few(int(counts[filled[place:]].sum()), total):
            after = place
    late = filled[after:] if after else filled[:0]
    return filled[:before].tolist(), late.tolist()


def _few(count: int, total: int) -> bool:
    """Whether so many dates are a few of all: of a handful none are."""
    return count <= max(2, total // FEW) and 4 * count < total
