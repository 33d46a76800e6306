"""The grids of whatever is to be shown."""

from __future__ import annotations

from collections.abc import Iterator

from csmetrics.render import _grid, _inspection
from csmetrics.render._grid import Grid
from csmetrics.report import Inspection, Report


def grids(report: Report | Inspection) -> Iterator[Grid]:
    """One grid for each population of a report, one for each file of an inspection."""
    return _inspection.grids(report) if isinstance(report, Inspection) else _grid.grids(report)
