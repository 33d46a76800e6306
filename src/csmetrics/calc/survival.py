"""Time until an event when some are still waiting: Kaplan–Meier from two tallies.

The events and the censored (still open when last seen) are each given as the values of one group in
ascending order and how often each occurred (``Tally.of_group``); either may be empty. Times are not
negative; results have their unit. Who is censored at the time of an event was at risk of it. E. L.
Kaplan & P. Meier, JASA 53 (1958), 457–481; J. P. Klein & M. L. Moeschberger, *Survival Analysis*,
2nd ed. (2003), chapter 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc.intervals import z_quantile
from csmetrics.calc.quantiles import Limits
from csmetrics.calc.states import Ints

Floats = NDArray[np.float64]
Tallied = tuple[Ints, Ints]

METHOD = "log-log"

SAME = 1e-9
"""Shares closer than this are equal: one row of 10 million is 1e-7."""


@dataclass(frozen=True)
class Curve:
    """The share still waiting after each time at which something happened; 1 before the first.

    ``error`` is its standard error (M. Greenwood 1926), NaN where nobody is left waiting.
    ``hazards`` are the terms d/(r(r − d)) of Greenwood's sum, 0 where nobody is left.
    """

    times: Ints
    at_risk: Ints
    events: Ints
    survival: Floats
    error: Floats
    hazards: Floats
    last: int | None
    """The latest time of an event or a censoring; None without any row."""


def curve(events: Tallied, censored: Tallied) -> Curve:
    """The Kaplan–Meier estimate: S(t) = Π(1 − d/r), d events among r at risk at each time up to t."""
    (times, happened), (gone, left) = _occurring(events), _occurring(censored)
    everyone = int(happened.sum() + left.sum())
    earlier = np.concatenate([[0], np.cumsum(left)])[np.searchsorted(gone, times, side="left")]
    at_risk = everyone - (np.cumsum(happened) - happened) - earlier
    stay = at_risk - happened
    survival = np.cumprod(stay / at_risk)
    hazards = happened / (at_risk * np.maximum(stay, 1).astype(np.float64))
    hazards[stay == 0] = 0.0
    error = np.where(stay > 0, survival * np.sqrt(np.cumsum(hazards)), np.nan)
    ends = [int(seen[-1]) for seen in (times, gone) if len(seen)]
    return Curve(times, at_risk, happened, survival, error, hazards, max(ends, default=None))


def band(of: Curve, level: float) -> tuple[Floats, Floats]:
    """Log-log limits of the share still waiting at each time, for each time by itself; NaN where it is 0.

    S^exp(±z·se/(S·ln S)) never leaves 0…1. Klein & Moeschberger 4.3.2.
    """
    known = of.survival > 0
    share = np.where(known, of.survival, 0.5)
    reach = z_quantile(level) * np.sqrt(np.cumsum(of.hazards)) / -np.log(share)
    low, high = share ** np.exp(reach), share ** np.exp(-reach)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def at(of: Curve, time: int, level: float) -> tuple[float, float | None, float | None]:
    """The share still waiting after a time, and its limits; without limits before the first event, and at 0."""
    passed = int(np.searchsorted(of.times, time, side="right"))
    if not passed:
        return 1.0, None, None
    share = float(of.survival[passed - 1])
    if not 0 < share < 1:
        return share, None, None
    low, high = band(of, level)
    return share, float(low[passed - 1]), float(high[passed - 1])


def quantile(of: Curve, p: float) -> float | None:
    """The time by which the share ``p`` has had the event; None if that was not reached.

    The first time with S(t) ≤ 1 − p. Where S is 1 − p exactly, the middle between it and the next
    event, as R's ``survfit`` has it: so the median without censoring is the usual one.
    """
    reached = _first(of.survival, p)
    if reached is None:
        return None
    time = int(of.times[reached])
    exact = abs(float(of.survival[reached]) - (1 - p)) < SAME
    if exact and reached + 1 < len(of.times):
        return (time + int(of.times[reached + 1])) / 2
    return float(time)


def quantile_interval(of: Curve, p: float, level: float) -> Limits:
    """The times at which 1 − p lies within the log-log :func:`band`; None for an end not reached.

    R. Brookmeyer & J. Crowley, "A confidence interval for the median survival time", Biometrics 38
    (1982), 29–41; Klein & Moeschberger 4.5.
    """
    low, high = (_first(limits, p) for limits in band(of, level))
    return (
        None if low is None else float(of.times[low]),
        None if high is None else float(of.times[high]),
    )


def restricted_mean(of: Curve, horizon: float) -> tuple[float, float] | None:
    """The mean time waited up to a horizon, and its standard error.

    None where the data end before the horizon with some still waiting. It is the area under the curve;
    the error is Greenwood's (Klein & Moeschberger 4.5.3), as R's ``survmean`` has it.
    """
    waiting = float(of.survival[-1]) if len(of.survival) else 1.0
    if of.last is None or (horizon > of.last and waiting > 0):
        return None
    within = of.times < horizon
    edges = np.concatenate([[0.0], of.times[within], [float(horizon)]])
    areas = np.diff(edges) * np.concatenate([[1.0], of.survival[within]])
    after = np.cumsum(areas[:0:-1])[::-1]  # the area from each time on
    return float(areas.sum()), sqrt(float((after**2 * of.hazards[within]).sum()))


def _first(shares: Floats, p: float) -> int | None:
    """The place of the first share that is at most 1 − p."""
    reached = shares <= 1 - p + SAME
    return int(reached.argmax()) if reached.any() else None


def _occurring(tally: Tallied) -> Tallied:
    """The tally without values that did not occur."""
    values, counts = tally
    return values[counts > 0], counts[counts > 0]
