"""The account of rows that enter no statistic: (reason, column) → how many, and the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from csmetrics.errors import Reason
from csmetrics.report import LeftOut, Params

FIRST_ROWS = 3

Entry = tuple[Reason, Params, str]
Place = tuple[int, int]


@dataclass
class Ledger:
    """Counts of left-out rows. Adds: ``rows`` are (file, record) pairs, of which the lowest are kept.

    ``texts`` holds what stood in the cells of such rows, where it may be shown.
    """

    counts: dict[Entry, int] = field(default_factory=dict)
    rows: dict[Entry, list[Place]] = field(default_factory=dict)
    texts: dict[tuple[Entry, Place], str] = field(default_factory=dict)

    def enter(
        self, entry: Entry, count: int, rows: Iterable[Place], texts: Iterable[str] = ()
    ) -> None:
        """Note ``count`` more rows; ``rows`` are some of them, the lowest first."""
        if count:
            rows = list(rows)
            self.counts[entry] = self.counts.get(entry, 0) + count
            self.rows[entry] = sorted([*self.rows.get(entry, []), *rows])[:FIRST_ROWS]
            kept = set(self.rows[entry])
            for row, text in zip(rows, texts, strict=False):
                if row in kept:
                    self.texts[entry, row] = text

    def __add__(self, other: Ledger) -> Ledger:
        rows = {key: list(rows) for key, rows in self.rows.items()}
        total = Ledger(dict(self.counts), rows, {**self.texts, **other.texts})
        for entry, count in other.counts.items():
            total.enter(entry, count, other.rows[entry])
        return total

    @property
    def left_out(self) -> int:
        """How many rows are accounted for here."""
        return sum(self.counts.values())

    def entries(self, files: tuple[str, ...]) -> tuple[LeftOut, ...]:
        """The ledger as data, most frequent first; rows carry the file's name where there are several."""
        ordered = sorted(
            self.counts.items(),
            key=lambda item: (-item[1], item[0][0].name, item[0][2], str(item[0][1])),
        )
        return tuple(self._entry(entry, count, files) for entry, count in ordered)

    def _entry(self, entry: Entry, count: int, files: tuple[str, ...]) -> LeftOut:
        reason, params, column = entry
        rows = self.rows[entry]
        return LeftOut(
            reason,
            params,
            column,
            count,
            tuple(str(row) if len(files) == 1 else f"{files[file]}:{row}" for file, row in rows),
            tuple(self.texts[entry, row] for row in rows if (entry, row) in self.texts),
        )
