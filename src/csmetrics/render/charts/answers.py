"""How often each answer of a scale was given, as columns."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._drawable import answers
from csmetrics.render._views import View
from csmetrics.render.charts._draw import BLUE, GREY, INK, ORANGE, Chart, Spec, number, svg

COLORS = ((BLUE,), (GREY, BLUE), (ORANGE, GREY, BLUE))
"""Of one, two and three kinds of answers, the lowest first."""


def chart(view: View) -> Chart | None:
    """Draw a distribution over whole numbers."""
    found = answers(view)
    if not found:
        return None
    total = sum(each.given for each in found)
    colors = COLORS[max(each.kind for each in found)]
    rows = [
        {
            "answer": str(each.answer),
            "count": each.given,
            "color": colors[each.kind],
            "text": _share(each.given, total),
        }
        for each in found
    ]
    most = max(found, key=lambda each: each.given)
    says = tr(
        "{total} answers from {low} to {high}; the most frequent is {answer}, with {share}. "
        "Figures above the columns are percent.",
        total=_numbers.count(total),
        low=found[0].answer,
        high=found[-1].answer,
        answer=most.answer,
        share=_numbers.number(100 * most.given / total, "percent"),
    )
    if view.headline is not None and view.headline.weight is not None:
        says += " " + tr("Here each counts once, whatever it weighs.")
    return Chart(view.where + tr("How often each answer was given"), says, svg(_spec(rows)))


def _share(count: int, total: int) -> str:
    """Its percent; some that are hardly any are not none."""
    return (
        "<1"
        if 0 < 200 * count < total
        else f"{_numbers.largest_remainder([100 * count / total], 0)[0]:.0f}"
    )


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
