"""One column of an inspected file: how many of its cells can be read as what, and how they look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics.errors import CsmetricsError
from csmetrics.intake.dates import DateColumn
from csmetrics.intake.durations import DurationColumn
from csmetrics.intake.flags import FlagColumn
from csmetrics.intake.labels import clean
from csmetrics.intake.mapping import letters
from csmetrics.intake.numbers import NumberColumn
from csmetrics.intake.replaced import coded, translated
from csmetrics.intake.scores import ScoreColumn
from csmetrics.intake.statuses import StatusColumn
from csmetrics.intake.times import MISSING
from csmetrics.report import ColumnSeen, Diagnostic

if TYPE_CHECKING:
    import pyarrow as pa

    from csmetrics.options import InputOptions

SAMPLES = 3
FEW_LABELS = 50


@dataclass
class InspectedColumn:
    """Adds up one column."""

    place: int
    header: str
    kind: str
    why: str
    options: InputOptions
    unit: str | None = None
    values: Mapping[str, str] | None = None
    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    notes: list[Diagnostic] = field(default_factory=list)

    def add(self, cells: pa.DictionaryArray, numbers: NDArray[np.int64]) -> None:
        """Count the texts of one part, whose records have these numbers."""
        if self.values is not None:
            cells = coded(translated(cells, self.values))
        places = cells.indices.to_numpy(zero_copy_only=False)
        texts = cells.dictionary.to_pylist()
        for text, count in zip(
            texts, np.bincount(places, minlength=len(texts)).tolist(), strict=True
        ):
            if count:
                self.counts[clean(text)] += count
        if self.kind in ("date", "duration"):  # what contradicts the others is named by its record
            first = np.full(len(texts), len(places))
            np.minimum.at(first, places, np.arange(len(places)))
            for text, place in zip(texts, first.tolist(), strict=True):
                if place < len(places):
                    self.first.setdefault(clean(text), int(numbers[place]))

    def seen(self, role: tuple[str, str] | None, show_values: bool) -> ColumnSeen:
        """The column as data."""
        blank = self.counts.pop("", 0)
        values, sample = self._values()
        n = sum(values.values()) if values is not None else self.counts.total()
        open_kind = self.kind not in ("label", "id", "text") or (
            self.kind == "label" and len(self.counts) <= FEW_LABELS
        )
        if not (open_kind or show_values):
            sample = ()
        ranged = bool(sample and values) and self.kind not in ("status", "flag", "count")
        if (
            show_values and not sample
        ):  # none of its cells could be read: these are what is asked for
            sample, ranged = [text for text, _ in self.counts.most_common(SAMPLES)], False
        numeric = values if self.kind in ("score", "number") else None
        return ColumnSeen(
            letters=letters(self.place),
            header=self.header,
            kind=self.kind,
            why=self.why,
            role=role[0] if role else None,
            n=n,
            blank=blank,
            unread=self.counts.total() - n,
            distinct=len(self.counts),
            mean=sum(value * count for value, count in numeric.items()) / n if numeric else None,
            low=sample[0] if ranged else None,
            high=sample[-1] if ranged else None,
            sample=tuple(sample[:SAMPLES]),
        )

    def _values(self) -> tuple[Counter[float] | None, Sequence[str]]:
        """Number → count for scores, numbers and dates, and how values look; None for text."""
        import pyarrow as pa

        texts = list(self.counts)
        counts = np.fromiter(self.counts.values(), dtype=np.int64, count=len(texts))
        cells = pa.array(texts, pa.string())
        if self.kind == "score":
            numbers, _ = ScoreColumn(self.header).typed(cells.dictionary_encode())
        elif self.kind == "number":
            assumed = NumberColumn(self.header)
            assumed.typed(cells.dictionary_encode())
            decimal = self.options.decimal or assumed.settled()
            numbers, _ = NumberColumn(self.header, decimal).typed(cells.dictionary_encode())
        elif self.kind == "date":
            return self._dates(cells, counts)
        elif self.kind == "duration":
            return self._durations(cells, counts)
        elif self.kind in ("status", "flag", "count"):
            return self._words(cells, counts)
        else:
            ordered = [text for text, _ in self.counts.most_common(SAMPLES)]
            return None, ordered
        known = ~np.isnan(numbers)
        found: Counter[float] = Counter()
        for number, count in zip(numbers[known].tolist(), counts[known].tolist(), strict=True):
            found[number] += count
        return found, [f"{number:g}" for number in sorted(found)]

    def _dates(
        self, cells: pa.StringArray, counts: NDArray[np.int64]
    ) -> tuple[Counter[float], Sequence[str]]:
        rows = np.array([self.first[text] for text in self.counts], dtype=np.int64)
        trial = DateColumn(self.header, self.options.tz, self.options.dates)
        trial.typed(cells, rows)
        try:
            order, self.notes = trial.settle()
        except CsmetricsError as fault:
            self.notes = [Diagnostic(fault.kind, tuple(fault.params.items()))]
            order = trial.order
        times, _ = DateColumn(self.header, self.options.tz, order).typed(cells, rows)
        known = times.notna().to_numpy()
        ordered = times[known].sort_values().dt.strftime("%Y-%m-%d %H:%M").drop_duplicates()
        return Counter({0.0: int(counts[known].sum())}), ordered.str.removesuffix(" 00:00").tolist()

    def _durations(
        self, cells: pa.StringArray, counts: NDArray[np.int64]
    ) -> tuple[Counter[float], Sequence[str]]:
        rows = np.array([self.first[text] for text in self.counts], dtype=np.int64)
        trial = DurationColumn(self.header, self.unit, self.options.decimal)
        trial.typed(cells.dictionary_encode(), rows)
        try:
            decided, self.notes = trial.settle()
        except CsmetricsError as fault:
            self.notes = [Diagnostic(fault.kind, tuple(fault.params.items()))]
            decided = trial.decided
        column = DurationColumn(self.header, self.unit, self.options.decimal, decided)
        times, _ = column.typed(cells.dictionary_encode(), rows)
        known = times != MISSING
        shown = [_clock(time) for time in np.unique(times[known]).tolist()]
        return Counter({0.0: int(counts[known].sum())}), shown

    def _words(
        self, cells: pa.StringArray, counts: NDArray[np.int64]
    ) -> tuple[Counter[float], Sequence[str]]:
        coded = cells.dictionary_encode()
        if self.kind == "status":
            _, faults = StatusColumn(self.header).typed(coded)
        else:
            _, faults = FlagColumn(self.header, counts=self.kind == "count").typed(coded)
        known = int(counts[faults.codes == 0].sum())
        return Counter({0.0: known}), [text for text, _ in self.counts.most_common(SAMPLES)]


def _clock(milliseconds: int) -> str:
    """``26:15:00``."""
    seconds = abs(milliseconds) // 1000
    sign = "-" if milliseconds < 0 else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
