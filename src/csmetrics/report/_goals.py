"""The answer of ``check``."""

from __future__ import annotations

from dataclasses import dataclass

from csmetrics.report._metric import Diagnostic, Input, Interval, Statistic


@dataclass(frozen=True)
class Progress:
    """Where one goal stands. Values are in the unit of the statistic, ``pace`` in that unit per month.

    ``test`` is the goal without what it is about (``<= 4h``), ``upward`` if more is better. ``period`` is the stretch
    that was judged, ``expected`` what the way to the target asks for at its end; ``hours`` are the working hours that
    times are counted in. ``forecast`` is where the periods since ``since`` lead by ``by`` if all goes on as it did.
    ``exit`` is the code that what kept it from being measured ends a run with, ``cure`` how to mend that.
    """

    goal: str
    metric: str
    owner: str
    where: tuple[str, ...]
    window: str
    target: float
    test: str = ""
    upward: bool = False
    confident: bool = False
    since: str | None = None
    by: str | None = None
    start: float | None = None
    period: str | None = None
    statistic: Statistic | None = None
    verdict: str = "too little data"
    why: str = ""
    expected: float | None = None
    pace: float | None = None
    hours: str = ""
    forecast: Interval | None = None
    exit: int = 0
    cure: str = ""


@dataclass(frozen=True)
class Goals:
    """The answer of ``csmetrics check``: every goal of the settings, and what was read for them."""

    goals: tuple[Progress, ...]
    inputs: tuple[Input, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    zone: str = "UTC"
    stamp: str | None = None
    kind: str = "goals"
