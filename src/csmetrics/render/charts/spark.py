"""The small line of a card: the last periods, the very last one as a dot."""

from __future__ import annotations

from collections.abc import Sequence

from csmetrics.render.charts._draw import BLUE, MUTED, Spec, number, svg

LAST = 24
_WIDTH, _HEIGHT = 132, 36


def spark(values: Sequence[float | None]) -> str:
    """Draw values in their order; a gap where there is none. Empty with fewer than three."""
    shown = list(values[-LAST:])
    known = [(place, value) for place, value in enumerate(shown) if value is not None]
    if len(known) < 3:
        return ""
    rows = [{"at": place, "value": value} for place, value in enumerate(shown)]
    axis = {"axis": None, "scale": {"zero": False, "nice": False, "padding": 5}}
    encoding = {"x": number("at", axis), "y": number("value", axis)}
    last = known[-1]
    spec: Spec = {
        "data": {"values": rows},
        "encoding": encoding,
        "layer": [
            {"mark": {"type": "line", "color": MUTED, "strokeWidth": 1.6}},
            {
                "data": {"values": [{"at": last[0], "value": last[1]}]},
                "mark": {"type": "point", "filled": True, "size": 40, "color": BLUE, "opacity": 1},
            },
        ],
        "padding": 2,
    }
    return svg(spec, _WIDTH, _HEIGHT)
