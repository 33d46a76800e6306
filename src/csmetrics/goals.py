"""--goal: ``[statistic] op number[unit]``, and whether a result meets it.

``>= 50``, ``p90 <= 4h``, ``>= 85%``, ``mean >= 4.2``. A duration needs its unit, because 4 could
be minutes or hours; a unit must fit what is measured. ``d`` is 24 hours. On a share a bare number
is in percent, but 0.85 is refused: it would be met always.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from csmetrics.errors import BAD_VALUE, OTHER_WAY, USAGE, CsmetricsError
from csmetrics.language import Figure, Said, durations, joined
from csmetrics.report import Diagnostic, Row, Statistic, Verdict

SECONDS, PERCENT, POINTS = "seconds", "percent", "points"

_UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), (SECONDS, 1.0)),
    **dict.fromkeys(("m", "min", "minute", "minutes"), (SECONDS, 60.0)),
    **dict.fromkeys(("h", "hour", "hours"), (SECONDS, 3600.0)),
    **dict.fromkeys(("d", "day", "days"), (SECONDS, 86400.0)),
    **dict.fromkeys(("%", "percent"), (PERCENT, 1.0)),
    **dict.fromkeys(("points", "point", "pts"), (POINTS, 1.0)),
}
_RANGES = {PERCENT: (0.0, 100.0), POINTS: (-100.0, 100.0)}
_SHOWN = {SECONDS: "s", PERCENT: "%", POINTS: " points"}

_COMPARE: dict[str, tuple[Callable[[float, float], bool], bool]] = {
    ">=": (operator.gt, True),
    "<=": (operator.lt, True),
    ">": (operator.gt, False),
    "<": (operator.lt, False),
    "=": (operator.eq, True),
}
_GOAL = re.compile(
    r"\s*(?P<statistic>[a-z][a-z0-9_-]*)?\s*(?P<op>>=|<=|>|<|=)"
    r"\s*(?P<number>[+-]?\d{1,15}(?:[.,]\d{1,15})?)\s*(?P<unit>%|[a-z]+)?\s*",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class Goal:
    """A goal of one run. ``number`` is as written, and counts ``scale`` seconds, percent or points.

    ``statistic`` is ``None`` for the headline; ``unit`` is ``None`` for a bare number.
    """

    statistic: str | None
    op: str
    number: float
    unit: str | None = None
    scale: float = 1.0
    suffix: str = ""

    @property
    def target(self) -> float:
        """The number in the unit of the report: a duration in seconds."""
        return self.number * self.scale

    @property
    def test(self) -> str:
        """The goal without its statistic, such as ``<= 4h``."""
        return f"{self.op} {_plain(self.number)}{self.suffix}"

    @property
    def upward(self) -> bool:
        """Whether more is better."""
        return self.op in {">=", ">"}

    def __str__(self) -> str:
        """Write the goal so that :func:`parse` reads the same one."""
        return f"{self.statistic} {self.test}" if self.statistic else self.test

    def met_by(self, value: float) -> bool:
        """Compare. Numbers that differ by the noise of binary fractions alone are equal."""
        beyond, at = _COMPARE[self.op]
        if math.isclose(value, self.target, rel_tol=1e-9, abs_tol=1e-9):
            return at
        return beyond(value, self.target)


def parse(text: str, option: str = "--goal") -> Goal:
    """Read a goal, or refuse the text."""
    found = _GOAL.fullmatch(text.replace("≥", ">=").replace("≤", "<="))
    written = (found["unit"] or "").lower() if found else ""
    if not found or (written and written not in _UNITS):
        raise CsmetricsError(
            BAD_VALUE,
            option=option,
            value=text,
            expected="a goal: [statistic] op number[unit]",
            suggestion="such as '>= 50', 'p90 <= 4h', '>= 85%'; op is >= > <= < =; "
            "units are s m h d % points",
        )
    unit, scale = _UNITS.get(written, (None, 1.0))
    number = float(found["number"].replace(",", "."))
    if unit == SECONDS and number < 0:
        raise CsmetricsError(
            BAD_VALUE,
            option=option,
            value=text,
            expected="possible",
            suggestion="no time is negative",
        )
    suffix = {1.0: "s", 60.0: "m", 3600.0: "h", 86400.0: "d"}[scale] if unit == SECONDS else ""
    statistic = found["statistic"].lower().replace("-", "_") if found["statistic"] else None
    return Goal(statistic, found["op"], number, unit, scale, suffix or _SHOWN.get(unit or "", ""))


def judge(goal: Goal, row: Row, option: str = "--goal") -> Verdict:
    """Tell whether one slice meets the goal, and why.

    ``met`` is ``None`` where nothing can be said: an undefined value, or a partial period.
    A statistic that the result does not have, or a unit that does not fit it, is the user's error.
    """
    statistic = judged(goal, row, option)
    value, met = statistic.value, None
    if value is None:
        why = statistic.undefined_because or "no answers"
    elif row.partial:
        why = "partial period"
    else:
        met = goal.met_by(value)
        told = shown(goal, value, statistic.unit)
        why = Said("{told} {test}" if met else "{told} is not {test}", told=told, test=goal.test)
    return Verdict(str(goal), row.slice, value, met, why, row.question)


def judged(goal: Goal, row: Row, option: str = "--goal") -> Statistic:
    """The statistic of a result that a goal is about; refused where it has none, or none of that unit."""
    statistic = _statistic(goal, row, option)
    check_unit(goal, statistic.name, statistic.unit, option)
    return statistic


def is_of_headline(goal: Goal, row: Row) -> bool:
    """Whether what is better of the headline is better of the statistic of a goal: a time for a time."""
    if goal.statistic is None:
        return True
    statistic, headline = _statistic(goal, row, "--goal"), row.measure.headline
    return statistic.name == headline.name or statistic.unit == headline.unit == SECONDS


def other_way(goal: Goal, metric: str, better: str | None) -> Iterator[Diagnostic]:
    """Say where a goal asks for more of what is better the less it is, or for less of what is better the more."""
    if goal.op == "=" or better is None or goal.upward == (better == "higher"):
        return
    turned = replace(goal, op="<=" if goal.upward else ">=")
    words = (("metric", metric), ("better", better), ("goal", str(goal)), ("turned", str(turned)))
    yield Diagnostic(OTHER_WAY, words)


def _statistic(goal: Goal, row: Row, option: str) -> Statistic:
    if goal.statistic is None:
        return row.measure.headline
    for statistic in row.measure.statistics:
        if statistic.name.lower().replace("-", "_") == goal.statistic:
            return statistic
    raise CsmetricsError(
        USAGE,
        message=Said(
            "{option}: {metric} has no statistic {statistic}",
            option=option,
            metric=row.metric,
            statistic=goal.statistic,
        ),
        suggestion=Said("it has: {names}", names=", ".join(e.name for e in row.measure.statistics)),
    )


def check_unit(goal: Goal, name: str, has: str, option: str) -> None:
    """Refuse a unit that what is measured does not have, and a bare number that could be meant in two ways."""
    number = _plain(goal.number)
    if goal.unit not in {None, has}:
        message = Said("{name} is in {has}, not in {unit}", name=name, has=has, unit=goal.unit)
        suggestion = Said(
            "such as '{op} {which}'", op=goal.op, which="4h" if has == SECONDS else number
        )
    elif goal.unit is None and has == SECONDS:
        message = Said("{name} is a time, and {number} has no unit", name=name, number=number)
        suggestion = Said("say {number}s, {number}m, {number}h or {number}d", number=number)
    elif goal.unit is None and has == PERCENT and 0 < goal.number <= 1:
        message = Said(
            "{name} is in percent, and {number} could be meant as a part of 1",
            name=name,
            number=number,
        )
        suggestion = Said(
            "say {percent}% or {number}%", percent=_plain(goal.number * 100), number=number
        )
    else:
        return
    told = Said("{option}: {message}", option=option, message=message)
    raise CsmetricsError(USAGE, message=told, suggestion=suggestion)


def check_range(goal: Goal, name: str, has: str, option: str) -> None:
    """Refuse a number that no headline of that unit can be: a share beyond 0 to 100 %, a balance beyond ±100."""
    low, high = _RANGES.get(has, (-math.inf, math.inf))
    if low <= goal.target <= high:
        return
    message = Said(
        "{option}: {name} is never {number}, but {low} to {high}",
        option=option,
        name=name,
        number=_plain(goal.number),
        low=_plain(low),
        high=_plain(high),
    )
    raise CsmetricsError(USAGE, message=message, suggestion="")


def shown(goal: Goal, value: float, unit: str) -> str:
    """Write a value of that unit with the digits that keep it on its side of the goal; times as everywhere."""
    if unit == SECONDS and value >= 0:
        days = goal.suffix == "d"  # else a day may be one of working hours
        for parts in (durations.parts(value, days=days), durations.to_the_tenth(value, days=days)):
            total = sum(number * durations.SIZES[sign] for number, sign in parts)
            if goal.met_by(total) == goal.met_by(value):
                return joined(" ", (_timed(*part) for part in parts))
    scaled = value / goal.scale
    suffix = "" if unit == POINTS else goal.suffix
    for digits in range(1, 10):
        text = f"{scaled:.{digits}f}"
        if goal.met_by(float(text) * goal.scale) == goal.met_by(value):
            return Figure(f"{_plain(float(text))}{suffix}")
    return Figure(f"{_plain(scaled)}{suffix}")


def _timed(number: float, unit: str) -> Said:
    return Said(f"{{n}}{unit}", n=Figure(durations.count(number)))


def _plain(number: float) -> str:
    """Write a number without an exponent and without a needless ``.0``."""
    text = f"{number:.12f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
