"""The headline by label: teams, channels, people, each with its interval."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render._grid import label_of
from csmetrics.render._views import View
from csmetrics.render.charts._dots import Dot, drawn, largest, said
from csmetrics.render.charts._draw import Chart, label


def chart(view: View) -> Chart | None:
    """Draw two labels or more."""
    if not view.slices:
        return None
    column = view.slices[0].slice[0][0]
    rows = [row for row in view.slices if row.slice[0][0] == column]
    dots = [Dot(label_of(row.slice, column), row.measure.headline) for row in rows]
    shown = largest(dots)
    if len(shown) < 2:
        return None
    whole = view.headline if view.unit != "count" else None
    words = said(shown, view.unit, len(dots))
    if whole is not None:
        words += " " + tr("The dashed line is all together.")
    title = view.where + tr("{name} by {column}", name=view.name, column=label(column))
    return Chart(title, words, drawn(shown, view.unit, whole))
