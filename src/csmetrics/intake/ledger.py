"""The account of rows that enter no statistic: (reason, column) → how many, and the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from csmetrics.errors import Reason
from csmetrics.report import LeftOut, Params

FIRST_ROWS = 3

Entry = tuple[Reason, Params, str]


@dataclass
class Ledger:
    """Counts of left-out rows. Adds: ``rows`` are (file, record) pairs, of which the lowest are kept."""

    counts: dict[Entry, int] = field(default_factory=dict)
    rows: dict[Entry, list[tuple[int, int]]] = field(default_factory=dict)

    def enter(self, entry: Entry, count: int, rows: Iterable[tuple[int, int]]) -> None:
        """Note ``count`` more rows; ``rows`` are some of them, the lowest first."""
        if count:
            self.counts[entry] = self.counts.get(entry, 0) + count
            self.rows[entry] = sorted([*self.rows.get(entry, []), *rows])[:FIRST_ROWS]

    def __add__(self, other: Ledger) -> Ledger:
        total = Ledger(dict(self.counts), {key: list(rows) for key, rows in self.rows.items()})
        for entry, count in other.counts.items():
            total.enter(entry, count, other.rows[entry])
        return total

    @property
    def left_out(self) -> int:
        """How many rows are accounted for here."""
        return sum(self.counts.values())

    def entries(self, files: tuple[str, ...]) -> tuple[LeftOut, ...]:
        """The ledger as data, most frequent first; rows carry the file's name where there are several."""

        def place(row: tuple[int, int]) -> str:
            return str(row[1]) if len(files) == 1 else f"{files[row[0]]}:{row[1]}"

        return tuple(
            LeftOut(
                reason, params, column, count, tuple(map(place, self.rows[reason, params, column]))
            )
            for (reason, params, column), count in sorted(
                self.counts.items(), key=lambda item: (-item[1], item[0][0].name, item[0][2])
            )
        )
