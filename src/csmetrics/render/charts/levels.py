"""A score by the levels of the column that goes with it most: a dot for each with its interval."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render._drivers_levels import level_name
from csmetrics.render._views import heading
from csmetrics.render.charts._dots import Dot, drawn, largest, said
from csmetrics.render.charts._draw import Chart, label
from csmetrics.report import Drivers

GOES = "goes with it"


def chart(found: Drivers) -> Chart | None:
    """Draw the first column, where it goes with the score and two of its levels have a value."""
    first = found.drivers[0]
    if first.verdict != GOES:
        return None
    every = [Dot(level_name(level, first.unit), level.statistic) for level in first.levels]
    dots = largest(every)
    if len(dots) < 2:
        return None
    unit = found.whole.unit
    name = heading(found.whole.name, found.definition.metric)
    title = tr("{name} by {column}", name=name, column=label(first.column))
    return Chart(title, said(dots, unit, len(every)), drawn(dots, unit, found.whole))
