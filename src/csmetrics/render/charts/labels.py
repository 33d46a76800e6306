"""The headline by label: teams, channels, people, each with its interval."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render._drawable import by_label
from csmetrics.render._grid import label_of
from csmetrics.render._views import View
from csmetrics.render.charts._dots import Dot, drawn, largest, said
from csmetrics.render.charts._draw import Chart, label


def chart(view: View) -> Chart | None:
    """Draw two labels or more."""
    rows = by_label(view)
    if not rows:
        return None
    column = rows[0].slice[0][0]
    dots = [Dot(label_of(row.slice, column), row.measure.headline) for row in rows]
    shown = largest(dots)
    whole = view.headline if view.unit != "count" else None
    words = said(shown, view.unit, len(dots))
    if whole is not None:
        words += " " + tr("The dashed line is all together.")
    title = view.where + tr("{name} by {column}", name=view.name, column=label(column))
    return Chart(title, words, drawn(shown, view.unit, whole))
