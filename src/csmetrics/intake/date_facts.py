"""What the cells of a date column prove, whatever order of day and month is assumed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from csmetrics.intake import serials
from csmetrics.language import Said


class Seen(NamedTuple):
    """A record of a file, which is named only where there are several."""

    row: int
    file: str = ""

    def __str__(self) -> str:
        return Said("{row} of {file}", row=self.row, file=self.file) if self.file else str(self.row)


@dataclass
class DateFacts:
    """What the cells seen so far prove: the first record of each kind. Does not depend on the order assumed.

    ``clock``: some cell says more than a day. ``nulls`` are days that programs write for no date.
    """

    day_first: Seen | None = None
    month_first: Seen | None = None
    aware: Seen | None = None
    naive: Seen | None = None
    spellings: set[str] = field(default_factory=set)
    firsts: set[int] = field(default_factory=set)
    lasts: set[int] = field(default_factory=set)
    year_is_last: bool = False
    serial_cells: int = 0
    unix_cells: int = 0
    decimals: int = 0
    uneven: bool = False
    clock: bool = False
    nulls: Counter[str] = field(default_factory=Counter)

    @property
    def year_in_doubt(self) -> bool:
        """Whether 24-01-05 may begin with its year: no cell denies it, and the first parts vary least.

        A year repeats while days go by: in an export of 19/01/26, 20/01/26, … the last part is the year.
        Without a first part above 12 the order is assumed, and that is said anyway.
        """
        if self.year_is_last or self.day_first is None:
            return False
        return len(self.firsts) <= len(self.lasts)

    def note(self, kind: str, seen: Seen) -> None:
        """Keep the earliest record of a kind; files come one after the other."""
        if self.is_news(kind, seen):
            setattr(self, kind, seen)

    def is_news(self, kind: str, seen: Seen) -> bool:
        """Whether no record of a kind is known that comes before this one."""
        known: Seen | None = getattr(self, kind)
        return known is None or (known.file == seen.file and seen.row < known.row)

    def add_serials(self, found: serials.Serials, count: int) -> None:
        """Count serial numbers, and keep how exact they are."""
        self.spellings.add(serials.SPELLING)
        self.serial_cells += count
        self.decimals = max(self.decimals, found.decimals)
        self.uneven |= found.uneven
