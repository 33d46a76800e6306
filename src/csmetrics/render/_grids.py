"""The grids of whatever is to be shown."""

from __future__ import annotations

from collections.abc import Iterator

from csmetrics.render import _goals, _grid, _inspection
from csmetrics.render._grid import Grid
from csmetrics.report import Goals, Inspection, Result


def grids(report: Result) -> Iterator[Grid]:
    """One grid for each population of a report, for each file of an inspection, for all goals."""
    if isinstance(report, Inspection):
        return _inspection.grids(report)
    return iter((_goals.grid(report),)) if isinstance(report, Goals) else _grid.grids(report)
