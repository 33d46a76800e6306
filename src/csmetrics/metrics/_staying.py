"""How long customers stay: Kaplan–Meier, those who are there still counting as longer than they have been."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from csmetrics.metrics import _times
from csmetrics.metrics._contract import LEFT, STAYS, Cell, Contribution
from csmetrics.metrics._options import bad_value
from csmetrics.report import Interval, Measure, Statistic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.survival import Curve
    from csmetrics.intake.table import Table

TITLE = "How long customers stay"
DATES, TENURE = "30d,90d,180d,365d", "3,6,12,24"
MILLI = 1000
"""Tenures are tallied as thousandths, so that half a month is one."""
_TIMES = re.compile(r"(\d{1,5})(d?)")


def limits(text: str | None) -> list[tuple[str, int]]:
    """Read ``30d,90d`` or ``3,12``: each as written, and as milliseconds or thousandths of a tenure."""
    found = []
    for each in (text or "").replace(" ", "").split(",") if text else ():
        match = _TIMES.fullmatch(each)
        if match is None or not int(match[1]):
            raise bad_value("within", str(text), "times such as 30d,90d, or 3,12 of a tenure")
        found.append((each, int(match[1]) * (_DAY if match[2] else MILLI)))
    return found


_DAY = 86_400_000


def check_unit(text: str | None, *, tenure: bool) -> None:
    """Refuse days of a tenure, which has a unit of its own, and numbers without a unit of dates."""
    for each, _ in limits(text):
        if each.endswith("d") is tenure:
            wanted = (
                "times in the unit of the tenure, such as 3,12"
                if tenure
                else "days such as 30d,90d"
            )
            raise bad_value("within", str(text), wanted)


def by_tenure(table: Table, rows: NDArray[np.intp], gone: NDArray[np.bool_]) -> list[Contribution]:
    """Tally tenures; a customer whose tenure is not known counts in the share alone."""
    import numpy as np

    tenure = table.numeric("tenure")[rows]
    readable = np.isfinite(tenure) & (tenure >= 0)
    values = np.where(readable, tenure * MILLI, 0).round().astype(np.int64)
    left = gone[rows]
    return [
        Contribution(role, rows[chosen], values[chosen], None)
        for role, chosen in ((LEFT, readable & left), (STAYS, readable & ~left))
    ]


def known(cell: Cell) -> bool:
    """Whether anything in the run says how long customers stay."""
    return any(role in cell.states.tallies for role in (LEFT, STAYS))


def measure(cell: Cell, within: str | None, *, tenure: bool) -> Measure:
    """Give the median time and the share still there after some times."""
    from csmetrics.calc import survival

    left = cell.tally(LEFT)
    there = cell.tally(STAYS) if tenure else cell.ages(STAYS, working=False)
    n = int(left[1].sum() + there[1].sum())
    curve = survival.curve(left, there) if n else None
    unit, scale = ("tenure", MILLI) if tenure else ("seconds", _times.SECOND)
    asked = limits(within or (TENURE if tenure else DATES))
    statistics = [_median(curve, n, cell.level, unit, scale)]
    statistics += [_after(curve, n, text, time, cell.level) for text, time in asked]
    parts = (("left", int(left[1].sum())), ("still_there", int(there[1].sum())))
    return Measure(tuple(statistics), parts, title=TITLE)


def _median(curve: Curve | None, n: int, level: float, unit: str, scale: int) -> Statistic:
    from csmetrics.calc import survival

    if curve is None:
        because = "no customer of whom it is known how long"
        return Statistic(_times.KAPLAN_MEIER, None, unit, 0, undefined_because=because)
    found = survival.quantile(curve, 0.5)
    low, high = (
        None if end is None else end / scale
        for end in survival.quantile_interval(curve, 0.5, level)
    )
    return Statistic(
        _times.KAPLAN_MEIER,
        None if found is None else found / scale,
        unit,
        n,
        Interval(level, low, high, "Brookmeyer–Crowley, log-log"),
        "more than half are there still" if found is None else None,
    )


def _after(curve: Curve | None, n: int, text: str, time: int, level: float) -> Statistic:
    """The share still there after a time, with its log-log interval."""
    from csmetrics.calc import survival

    name = f"still_there_after_{text}"
    because = None
    if curve is None:
        because = "no customer of whom it is known how long"
    elif curve.last is None or (
        time > curve.last and (not len(curve.survival) or curve.survival[-1])
    ):
        because = "nobody has been a customer for so long"
    if because is not None or curve is None:
        return Statistic(name, None, "percent", 0, undefined_because=because)
    value, low, high = survival.at(curve, time, level)
    interval = None
    if low is not None and high is not None:
        interval = Interval(level, 100 * low, 100 * high, "log-log")
    return Statistic(name, 100 * value, "percent", n, interval)
