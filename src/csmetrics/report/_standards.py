"""The answer of ``standards``."""

from __future__ import annotations

from dataclasses import dataclass

from csmetrics.report._metric import Definition, Diagnostic, Input, Interval, Quality, Setting


@dataclass(frozen=True)
class Peer:
    """One label: a person, a team, or None for the rows without one, which are shown and not judged.

    ``limits`` are between what its ``n`` would lie by chance alone, narrow to wide; ``shrunk`` is its value
    drawn to the average of all, the more so the smaller its n; ``adjusted`` is ``p`` for how many were judged.
    ``verdict`` is ``above`` where it is better than expected, whichever way the metric is better.
    """

    label: str | None
    n: int
    value: float | None
    interval: Interval | None = None
    limits: tuple[Interval, ...] = ()
    shrunk: float | None = None
    p: float | None = None
    adjusted: float | None = None
    verdict: str = "not judged"


@dataclass(frozen=True)
class Standards:
    """People or teams held against ``centre``: the ``standard`` as it was said, else the average of all.

    ``better`` is ``higher`` or ``lower``; ``alike`` how much two values of one peer correlate (0…1), None where
    peers are judged by their intervals; ``judged`` is how many were.
    """

    definition: Definition
    statistic: str
    unit: str
    by: str
    better: str
    centre: float
    peers: tuple[Peer, ...]
    least: int
    judged: int
    quality: Quality
    standard: str | None = None
    alike: float | None = None
    date: str | None = None
    span: tuple[str, str] | None = None
    filters: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    inputs: tuple[Input, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    zone: str = "UTC"
    stamp: str | None = None
    kind: str = "standards"
