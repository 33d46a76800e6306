"""The metrics. One file is one metric; a new one is listed in ``METRICS``."""

from __future__ import annotations

from csmetrics.metrics import ces, csat, nps
from csmetrics.metrics._contract import Metric

METRICS: tuple[type[Metric], ...] = (nps.NPS, csat.CSAT, ces.CES)


def by_name(name: str) -> type[Metric]:
    """Find the metric of a name or an alias; ``KeyError`` where there is none."""
    for metric in METRICS:
        if name == metric.name or name in metric.aliases:
            return metric
    raise KeyError(name)
