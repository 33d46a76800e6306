"""The answer of ``trend``."""

from __future__ import annotations

from dataclasses import dataclass

from csmetrics.report._metric import Diagnostic, Input, Interval


@dataclass(frozen=True)
class Point:
    """One period. ``lower`` and ``upper`` are the control limits; ``rules`` those that this point fired.

    ``partial``: the data do not cover it whole, so that it is shown and not judged.
    """

    period: str
    n: int
    value: float | None
    interval: Interval | None = None
    lower: float | None = None
    upper: float | None = None
    rules: tuple[str, ...] = ()
    partial: bool = False
    baseline: bool = False


@dataclass(frozen=True)
class Trend:
    """A series of periods on a control chart; ``chart`` and ``centre`` are None where there are too few.

    ``hours`` are the working hours that its times are counted in; empty where every hour counts.
    """

    metric: str
    title: str
    statistic: str
    unit: str
    every: str
    points: tuple[Point, ...]
    chart: str | None = None
    centre: float | None = None
    spread: float | None = None
    signals: tuple[str, ...] = ()
    date: str | None = None
    rule: str = ""
    filters: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    zone: str = "UTC"
    hours: str = ""
    stamp: str | None = None
    kind: str = "trend"
