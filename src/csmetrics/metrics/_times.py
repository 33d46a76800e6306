"""Statistics of times: mean, median and percentiles with their intervals, in seconds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from csmetrics.language import Said
from csmetrics.metrics._options import bad_value
from csmetrics.report import Bin, Diagnostic, Interval, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import Ints
    from csmetrics.calc.survival import Curve
    from csmetrics.errors import Kind

SECOND = 1000
"""Tallies count milliseconds, reports seconds."""

SHOWN = ("mean", "median", "p90")
"""What tables show beside each other, because none of them says all."""

CHOICES = ("mean", "median", "p75", "p90", "p95", "p99")
KAPLAN_MEIER = "kaplan_meier_median"

MANY = 0.05
"""From this share of those that still wait on, those that do not wait do not speak for all."""

LIMITS = (
    *(15, 30, 60, 120, 240, 480, 900, 1800),
    *(hours * 3600 for hours in (1, 2, 4, 8, 16)),
    *(days * 86_400 for days in (1, 2, 4, 8, 16, 32, 64, 128, 256)),
)
"""Seconds between which times are counted: each about twice the one before, and a time that people say."""

_UNITS = {"s": SECOND, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_LIMIT = re.compile(r"(\d{1,6})\s*([smhd])")


def limit(option: str, text: str) -> int:
    """Read ``4h`` as milliseconds; a number without a unit could be minutes or hours, and is refused."""
    match = _LIMIT.fullmatch(text.strip().lower())
    if match is None or not int(match[1]):
        raise bad_value(option, text, "a time such as 30m, 4h or 2d")
    return int(match[1]) * _UNITS[match[2]]


def statistics(
    tally: tuple[Ints, Ints],
    level: float,
    headline: str,
    nothing: str,
    shown: Sequence[str] = SHOWN,
) -> list[Statistic]:
    """Give the headline, then the others of those ``shown``; all undefined where there are no values."""
    names = dict.fromkeys((headline, *shown))
    return [_statistic(name, tally, level, nothing) for name in names]


def _statistic(name: str, tally: tuple[Ints, Ints], level: float, nothing: str) -> Statistic:
    from csmetrics.calc import means, quantiles

    values, counts = tally
    n = int(counts.sum())
    if not n:
        return Statistic(name, None, "seconds", 0, undefined_because=nothing)
    if name == "mean":
        (low, high), method = means.interval(values, counts, level)
        ends = (None if low is None else max(low, 0.0), high)  # no time is negative
        return Statistic(
            name, means.mean(values, counts) / SECOND, "seconds", n, _interval(level, ends, method)
        )
    p = share_of(name)
    ends = quantiles.interval(values, counts, p, level)
    method = quantiles.METHOD
    if None in ends:
        needed = quantiles.rows_needed(p, level)
        method = Said("{method}, both ends from n = {n} on", method=method, n=needed)
    value = quantiles.quantile(values, counts, p) / SECOND
    return Statistic(name, value, "seconds", n, _interval(level, ends, method))


def bins(tally: tuple[Ints, Ints]) -> tuple[Bin, ...]:
    """Count the times from each of :data:`LIMITS` to the next, for a picture of them; none where all are empty."""
    from csmetrics.calc import flow

    counts = flow.banded(tally, [limit * SECOND for limit in LIMITS])
    ends = zip((0, *LIMITS), (*LIMITS, None), counts, strict=True)
    found = [Bin(low, high, count) for low, high, count in ends]
    while found and not found[-1].count:
        found.pop()
    while found and not found[0].count:
        found.pop(0)
    return tuple(found)


def share_of(name: str) -> float:
    """The share of values below a quantile: 0.5 for the median, 0.9 for ``p90``."""
    return 0.5 if name == "median" else int(name[1:]) / 100


def kaplan_meier(
    events: tuple[Ints, Ints], waiting: tuple[Ints, Ints], level: float, nothing: str
) -> Statistic:
    """Give the median time of all who began, those who still wait counting as longer than they have waited.

    E. L. Kaplan & P. Meier, JASA 53, 1958; its interval by R. Brookmeyer & J. Crowley, Biometrics 38, 1982.
    """
    from csmetrics.calc import survival

    n = int(events[1].sum() + waiting[1].sum())
    if not n:
        return Statistic(KAPLAN_MEIER, None, "seconds", 0, undefined_because=nothing)
    curve: Curve = survival.curve(events, waiting)
    median = survival.quantile(curve, 0.5)
    ends = survival.quantile_interval(curve, 0.5, level)
    return Statistic(
        KAPLAN_MEIER,
        None if median is None else median / SECOND,
        "seconds",
        n,
        _interval(level, ends, Said("{method} band", method=survival.METHOD)),
        "too many still wait to know it" if median is None else None,
    )


def unknown_median(n: int) -> Statistic:
    """Give the same median where nobody can say how long those that still wait have waited."""
    why = "how long the open ones have waited in business time is not known"
    return Statistic(KAPLAN_MEIER, None, "seconds", n, undefined_because=why)


def waiting_aside(kind: Kind, waiting: int, all_: int) -> Sequence[Diagnostic]:
    """Warn where more than :data:`MANY` have no time yet: the others do not speak for them."""
    if waiting <= MANY * all_:
        return ()
    params = (
        ("count", waiting),
        ("tickets", "ticket" if waiting == 1 else "tickets"),
        ("all", all_),
        ("share", f"{100 * waiting / all_:.3g}%"),
    )
    return (Diagnostic(kind, params, waiting),)


def _interval(level: float, ends: Sequence[float | None], method: str) -> Interval:
    low, high = (None if end is None else end / SECOND for end in ends)
    return Interval(level, low, high, method)
