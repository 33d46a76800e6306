"""How often each answer of a scale was given, as columns."""

from __future__ import annotations

from itertools import accumulate

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._views import View
from csmetrics.render.charts._draw import BLUE, GREY, INK, ORANGE, Chart, Spec, number, svg

COLORS = {2: (GREY, BLUE), 3: (ORANGE, GREY, BLUE)}
"""Of the lowest kind of answers first."""
MOST = 25


def chart(view: View) -> Chart | None:
    """Draw a distribution over whole numbers."""
    if view.whole is None:
        return None
    found = view.whole.measure.distribution
    if not 2 < len(found) <= MOST or not all(text.lstrip("-").isdigit() for text, _ in found):
        return None
    ordered = sorted(((int(text), count) for text, count in found), key=lambda pair: pair[0])
    total = sum(count for _, count in ordered)
    if not total:
        return None
    colors = _colors(ordered, view.whole.measure.headline.counts)
    rows = [
        {"answer": str(answer), "count": count, "color": color, "text": _share(count, total)}
        for (answer, count), color in zip(ordered, colors, strict=True)
    ]
    answer, count = max(ordered, key=lambda pair: pair[1])
    says = tr(
        "{total} answers from {low} to {high}; the most frequent is {answer}, with {share}. "
        "Figures above the columns are percent.",
        total=_numbers.count(total),
        low=ordered[0][0],
        high=ordered[-1][0],
        answer=answer,
        share=_numbers.number(100 * count / total, "percent"),
    )
    return Chart(view.where + tr("How often each answer was given"), says, svg(_spec(rows)))


def _share(count: int, total: int) -> str:
    """Its percent; some that are hardly any are not none."""
    return (
        "<1"
        if 0 < 200 * count < total
        else f"{_numbers.largest_remainder([100 * count / total], 0)[0]:.0f}"
    )


def _colors(ordered: list[tuple[int, int]], counts: tuple[float, ...]) -> list[str]:
    """A colour for each answer by the kind it belongs to, where the kinds are stretches of the scale."""
    if len(counts) not in COLORS:
        return [BLUE] * len(ordered)
    below = [0, *accumulate(count for _, count in ordered)]
    limits = list(accumulate(counts))
    if not set(limits) <= set(below):
        return [BLUE] * len(ordered)
    kinds = (sum(before >= limit for limit in limits[:-1]) for before in below[:-1])
    return [COLORS[len(counts)][kind] for kind in kinds]


def _spec(rows: list[dict[str, object]]) -> Spec:
    flat = {"axis": None, "scale": {"nice": False}}
    return {
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "answer",
                "type": "ordinal",
                "sort": None,
                "scale": {"type": "band", "paddingInner": 0.12},
            },
            "y": number("count", flat),
        },
        "layer": [
            {
                "mark": "bar",
                "encoding": {"fill": {"field": "color", "type": "nominal", "scale": None}},
            },
            {
                "mark": {"type": "text", "dy": -8, "color": INK},
                "encoding": {"text": {"field": "text"}},
            },
        ],
    }
