"""The grids of whatever is to be shown."""

from __future__ import annotations

from collections.abc import Iterator

from csmetrics.render import _inspection
from csmetrics.render._grid import Grid, grid
from csmetrics.report import Inspection, Report


def grids(report: Report | Inspection) -> Iterator[Grid]:
    """One grid for a report, one for each file of an inspection."""
    if isinstance(report, Inspection):
        yield from _inspection.grids(report)
    else:
        yield grid(report)
