"""Several questions of one survey side by side."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render._drawable import by_question
from csmetrics.render._views import heading, shown_unit, views
from csmetrics.render.charts._dots import Dot, drawn, largest, said
from csmetrics.render.charts._draw import Chart
from csmetrics.report import Report


def chart(report: Report) -> Chart | None:
    """Draw two questions or more of one unit."""
    dots = [Dot(*pair) for pair in by_question(list(views(report)))]
    if not dots:
        return None
    shown, unit = largest(dots), shown_unit(report, dots[0].statistic.unit)
    name = heading(shown[0].statistic.name, report.definition.metric)
    return Chart(
        tr("{name} by question", name=name), said(shown, unit, len(dots)), drawn(shown, unit, None)
    )
