"""Values as places of a line of characters: where each stands between its limits."""

from __future__ import annotations

from collections.abc import Iterable

WIDTH = 41
BARS = "▁▂▃▄▅▆▇█"

Ends = tuple[float, float]


class Scale:
    """A line wide enough for all values that are drawn on it."""

    def __init__(self, values: Iterable[float | None], width: int = WIDTH) -> None:
        self._width = width
        known = [value for value in values if value is not None]
        self._low = min(known, default=0.0)
        self._span = max(known, default=1.0) - self._low

    def drawn(
        self,
        value: float | None,
        mark: str = "●",
        *,
        ends: Ends | None = None,
        wider: Ends | None = None,
        centre: float | None = None,
    ) -> str:
        """Ends as bars with a line between, wider ones as dashes beyond, the centre as a cross, the value on top."""
        line = [" "] * self._width
        for between, stroke in ((wider, "┄"), (ends, "─")):
            if between is not None:
                low, high = map(self._place, between)
                line[low : high + 1] = stroke * (high + 1 - low)
        if centre is not None:
            line[self._place(centre)] = "┼"
        if ends is not None:
            low, high = map(self._place, ends)
            line[low], line[high] = "├", "┤"
        if value is not None:
            line[self._place(value)] = mark
        return "".join(line).rstrip()

    def _place(self, value: float) -> int:
        """Where a value stands; one outside the scale stands at its end."""
        if not self._span:
            return self._width // 2
        place = round((value - self._low) / self._span * (self._width - 1))
        return min(max(place, 0), self._width - 1)


def sparkline(values: Iterable[float | None]) -> str:
    """A series as a line of bars, from its lowest to its highest; a gap where there is no value."""
    series = list(values)
    known = [value for value in series if value is not None]
    low, span = min(known, default=0.0), max(known, default=0.0) - min(known, default=0.0)
    return "".join(
        " " if value is None else BARS[round((value - low) / span * 7) if span else 3]
        for value in series
    )
