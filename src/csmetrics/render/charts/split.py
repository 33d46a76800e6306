"""How a count divides into its parts, such as the ages of what is open: one bar for each."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._drawable import parts
from csmetrics.render._views import View, heading
from csmetrics.render.charts._draw import BLUE, INK, Chart, Spec, number, svg

_BAR, _AROUND = 27, 22


def chart(view: View) -> Chart | None:
    """Draw three parts or more that add up to a count."""
    found = parts(view)
    if not found or view.headline is None:
        return None
    rows = [
        {"part": heading(name, view.metric), "count": count, "text": _numbers.count(count)}
        for name, count in found
    ]
    most = max(rows, key=lambda row: int(str(row["count"])))
    n = _numbers.count(view.headline.n)
    says = tr(
        "Of {n}, most are {part}: {count}.", n=n, part=str(most["part"]).lower(), count=most["text"]
    )
    title = tr("{name}: how the {n} divide", name=view.name, n=n)
    return Chart(title, says, svg(_spec(rows), left=16, height=_AROUND + _BAR * len(rows)))


def _spec(rows: list[dict[str, object]]) -> Spec:
    axis = {"labelColor": INK}
    y = {"field": "part", "type": "ordinal", "sort": None, "axis": axis}
    return {
        "data": {"values": rows},
        "encoding": {
            "y": {**y, "scale": {"type": "band", "paddingInner": 0.3}},
            "x": number("count", {"axis": None}),
        },
        "layer": [
            {"mark": {"type": "bar", "color": BLUE, "opacity": 0.75}},
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "color": INK},
                "encoding": {"text": {"field": "text"}},
            },
        ],
    }
