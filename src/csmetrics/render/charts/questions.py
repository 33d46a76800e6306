"""Several questions of one survey side by side."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render._views import heading, views
from csmetrics.render.charts._dots import Dot, drawn, largest, said
from csmetrics.render.charts._draw import Chart
from csmetrics.report import Report


def chart(report: Report) -> Chart | None:
    """Draw two questions or more of one unit."""
    found = [view for view in views(report) if view.question and view.headline]
    dots = [Dot(view.question, view.headline) for view in found if view.question and view.headline]
    shown = largest(dots)
    if len(shown) < 2 or len({dot.statistic.unit for dot in shown}) > 1:
        return None
    unit = found[0].unit
    name = heading(shown[0].statistic.name, report.definition.metric)
    return Chart(
        tr("{name} by question", name=name), said(shown, unit, len(dots)), drawn(shown, unit, None)
    )
