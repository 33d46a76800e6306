"""Merged cells of a sheet: what the first cell holds is shown over all rows of the range."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csmetrics.read._cells import Cell
    from csmetrics.read._sheet_scan import SheetScan


class Merges:
    """Gives the text of a merged cell to the rows it covers; numbers and dates stay in one place.

    A merged label heads a group of records. A merged number is more likely one answer of a record
    that takes several rows, and must not be counted once for each.
    """

    def __init__(self, scan: SheetScan, column: int, header_row: int) -> None:
        self.filled = 0
        self._ranges: list[tuple[int, int]] = []
        for top, left, bottom, _ in sorted(scan.merged):
            free = not self._ranges or top > self._ranges[-1][1]  # a spreadsheet makes no overlaps
            if left == column and top > header_row and bottom > top and free:
                self._ranges.append((top, min(bottom, scan.rows)))
        self._last: tuple[int, str] = (0, "")

    def fill(self, numbers: list[int], cells: list[Cell]) -> None:
        """Fill the cells of one part in place; the whole may have begun in the part before."""
        if not self._ranges:
            return
        first = bisect_left(self._ranges, (numbers[0], 0)) - 1
        for top, bottom in self._ranges[
            max(first, 0) : bisect_right(self._ranges, (numbers[-1] + 1, 0))
        ]:
            at = bisect_left(numbers, top)
            if at < len(numbers) and numbers[at] == top:
                cell = cells[at]
                self._last = (top, cell if isinstance(cell, str) else "")
            if self._last[0] != top or not self._last[1]:
                continue
            for place in range(at, bisect_right(numbers, bottom)):
                if cells[place] == "":
                    cells[place] = self._last[1]
                    self.filled += 1
