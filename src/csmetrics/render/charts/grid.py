"""A value by two labels at once: a field of cells, the stronger their colour the more."""

from __future__ import annotations

from math import inf
from typing import Any

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._grid import BLANK, PERIOD, label_of
from csmetrics.render._views import heading, shown_unit
from csmetrics.render.charts._draw import BLUE, INK, Chart, Spec, label, lookup, svg
from csmetrics.report import Report, Row

MOST_ACROSS, MOST_DOWN, WRITTEN = 24, 20, 9


def chart(report: Report) -> Chart | None:
    """Draw rows that have two labels, and of these two or more each."""
    names = _names_of(report)
    rows = [row for row in report.rows if names and _names(row) == names]
    if not rows:
        return None
    first = (rows[0].question, rows[0].measure.title)
    rows = [row for row in rows if (row.question, row.measure.title) == first]
    down, across = _names(rows[0])
    labels = [
        sorted({label_of(row.slice, name) for row in rows}, key=_order) for name in (down, across)
    ]
    if min(map(len, labels)) < 2 or len(labels[0]) > MOST_DOWN or len(labels[1]) > MOST_ACROSS:
        return None
    unit = shown_unit(report, rows[0].measure.headline.unit)
    cells = [_cell(row, down, across, unit) for row in rows]
    known = [cell for cell in cells if cell["value"] is not None]
    if not known:
        return None
    name = heading(rows[0].measure.headline.name, report.definition.metric)
    low, high = (pick(known, key=lambda cell: cell["value"]) for pick in (min, max))
    says = tr(
        "Lowest {low} ({at}), highest {high} ({there}); the stronger the colour, the higher.",
        low=low["text"],
        at=f"{label(low['down'])}, {label(low['across'])}",
        high=high["text"],
        there=f"{label(high['down'])}, {label(high['across'])}",
    )
    title = tr("{name} by {one} and {other}", name=name, one=label(down), other=label(across))
    return Chart(title, says, svg(_spec(cells, labels), left=16, height=60 + 26 * len(labels[0])))


def _order(label: str) -> tuple[bool, float, str]:
    """As slices are printed: numbers by size, then words, blank last."""
    return label == BLANK, float(label) if label.isdecimal() else inf, label


def _names(row: Row) -> list[str]:
    return [name for name, _ in row.slice]


def _names_of(report: Report) -> list[str]:
    """Two columns of --by, and no period."""
    found = next((_names(row) for row in report.rows if len(row.slice) == 2), [])
    return [] if PERIOD in found else found


def _cell(row: Row, down: str, across: str, unit: str) -> dict[str, Any]:
    found = row.measure.headline
    return {
        "down": label_of(row.slice, down),
        "across": label_of(row.slice, across),
        "value": found.value if _numbers.known(found.value) else None,
        "text": _numbers.number(found.value, unit),
    }


def _spec(cells: list[dict[str, Any]], labels: list[list[str]]) -> Spec:
    values = [cell["value"] for cell in cells if cell["value"] is not None]
    low, span = min(values), (max(values) - min(values)) or 1
    places = [{text: str(place) for place, text in enumerate(some)} for some in labels]
    rows = [
        {
            "y": places[0][cell["down"]],
            "x": places[1][cell["across"]],
            "depth": 0.08 + 0.6 * (cell["value"] - low) / span if cell["value"] is not None else 0,
            "text": cell["text"],
        }
        for cell in cells
    ]
    shown = [{str(place): label(text, 16) for place, text in enumerate(some)} for some in labels]
    encoding = {
        axis: {
            "field": axis,
            "type": "ordinal",
            "sort": None,
            "scale": {"type": "band", "padding": 0.04},
            "axis": {"labelExpr": f"{lookup(names)}[datum.value]", "labelOverlap": True},
        }
        for axis, names in zip(("y", "x"), shown, strict=True)
    }
    alone = {"type": "quantitative", "scale": None, "legend": None}
    written = {"mark": {"type": "text", "color": INK}, "encoding": {"text": {"field": "text"}}}
    return {
        "data": {"values": rows},
        "encoding": encoding,
        "layer": [
            {
                "mark": {"type": "rect", "color": BLUE},
                "encoding": {"opacity": {"field": "depth", **alone}},
            },
            *([written] if len(labels[1]) <= WRITTEN else []),
        ],
    }
