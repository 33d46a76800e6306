"""``[[goals]]`` of the settings file as objectives; what is not specific, measurable and dated is refused.

::

    [[goals]]
    goal = "frt.p90 <= 4h"            # a standing goal: holds in every window

    [[goals]]                         # a moving goal: from a value on a date to another by a date
    metric = "aht"
    from = "9m"
    to = "7m"
    since = 2026-01-01
    by = 2026-12-31
    where = "team = Billing"
    owner = "Lia"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from csmetrics import errors, goals
from csmetrics.analyses.goals import Journey, Objective
from csmetrics.cli import signature
from csmetrics.cli.suggest import did_you_mean
from csmetrics.errors import CsmetricsError
from csmetrics.goals import Goal
from csmetrics.language import Said, joined

if TYPE_CHECKING:
    from csmetrics.metrics import Listed

KEYS = (
    *("goal", "metric", "statistic", "from", "to", "since", "by"),
    *("window", "where", "owner", "confident"),
)
WINDOW = re.compile(
    r"all|last-complete-(day|week|month|quarter|year)|last-[1-9]\d{0,3}-(day|week|month|quarter|year)s?"
)
_NAMED = re.compile(r"\s*([a-z]+)(?:\.([a-z][a-z0-9_-]*))?\s*(.*)", re.DOTALL)
_CHANGE = re.compile(r"([+-])\s*(\d.*)", re.DOTALL)
NOW = "now"
"""The window of what is a state at one time, such as a backlog."""
MOVING = ("from", "since", "by")
Wrong = Callable[[str, str, str], None]
"""Notes a problem: the key, what is wrong, and the cure."""


@dataclass(frozen=True)
class Known:
    """What is known of a metric before anything is measured: the unit of its headline, and whether it is a state."""

    unit: str | None = None
    state: bool = False


def knowing(
    listed: Sequence[Listed], own: Mapping[str, Mapping[str, Any]]
) -> Callable[[str], Known]:
    """What is known of each metric, with its own options of the settings."""

    def known(name: str) -> Known:
        kind = next(each for each in listed if each.name == name).load()
        try:
            unit = signature.build(kind, own.get(name, {})).definition().unit
        except CsmetricsError:  # its options are wrong, which is said of them
            unit = None
        return Known(unit, bool(kind.by_period))

    return known


def objective(
    entry: Mapping[str, Any],
    metrics: Sequence[str],
    wrong: Wrong,
    known: Callable[[str], Known] = lambda name: Known(),
) -> Objective | None:
    """One goal; None, and the problems noted, where it cannot be one.

    ``known`` tells of a metric what keeps a goal from ever being judged.
    """
    faults: list[str] = []

    def note(key: str, text: str, cure: str = "") -> None:
        faults.append(key)
        wrong(key, text, cure)

    for key in entry:
        if key not in KEYS:
            note(key, Said("no key {key} of a goal", key=key), did_you_mean(key, KEYS))
    metric, statistic, rest = _named(entry, metrics, note)
    of = known(metric) if metric in metrics else Known()
    window = entry.get("window", NOW if of.state else "last-complete-month")
    if of.state and window != NOW:
        told = Said("{metric} is a state at one time, which no window has", metric=metric)
        note("window", told, "leave window away: it is judged as it stands at --as-of")
    elif not of.state and not (isinstance(window, str) and WINDOW.fullmatch(window)):
        note("window", "window is none", "such as last-complete-month, last-28-days or all")
    where = entry.get("where", [])
    where = [where] if isinstance(where, str) else where
    if not (isinstance(where, list) and all(isinstance(each, str) for each in where)):
        note("where", "where is no test", 'such as where = "team = Billing"')
    for key, kind in (("owner", str), ("confident", bool)):
        if key in entry and not isinstance(entry[key], kind):
            note(
                key,
                Said(
                    "{key} is not {which}",
                    key=key,
                    which="a text" if kind is str else "true or false",
                ),
                "",
            )
    try:
        moving = [key for key in MOVING if key in entry]
        goal, journey = _moving(entry, note) if moving else (_standing(entry, rest, note), None)
    except CsmetricsError as fault:
        key = "to" if "to" in entry else "goal"
        note(key, fault.text, fault.hint)
        return None
    if faults or goal is None:
        return None
    if statistic:
        goal = replace(goal, statistic=statistic)
    elif of.unit is not None and not _possible(entry, goal, metric, of.unit, note):
        return None
    owner, confident = entry.get("owner", ""), entry.get("confident", False)
    return Objective(metric, goal, journey, window, tuple(where), owner, confident)


def _named(
    entry: Mapping[str, Any], metrics: Sequence[str], note: Wrong
) -> tuple[str, str | None, str]:
    """The metric, its statistic where it is not the headline, and the rest of a goal in one text."""
    key = "goal" if "goal" in entry else "metric"
    found = _NAMED.fullmatch(str(entry.get(key, "")))
    if not found:
        note(key, "the goal names no metric", 'such as goal = "nps >= 50", or metric = "nps"')
        return "", None, ""
    if found[1] not in metrics:
        near = did_you_mean(found[1], metrics, Said("one of {metrics}", metrics=", ".join(metrics)))
        note(key, Said("no metric {found}", found=found[1]), near)
    statistic = found[2] or entry.get("statistic")
    return found[1], None if statistic is None else str(statistic).replace("-", "_"), found[3]


def _standing(entry: Mapping[str, Any], rest: str, note: Wrong) -> Goal | None:
    """A goal without dates: an operator and a number."""
    if rest and "to" in entry:
        note("to", "the target is said twice", "leave to away")
        return None
    text = rest or entry.get("to")
    if not text:
        note("metric", "the goal has no target", 'such as to = "<= 7m"')
        return None
    if not re.match(r"\s*[<>=≤≥]", str(text)):
        note(
            "to",
            Said("{text} has no direction", text=text),
            Said('say to = "<= {text}" or to = ">= {text}"', text=text),
        )
        return None
    return goals.parse(str(text), "to" if "to" in entry else "goal")


def _moving(entry: Mapping[str, Any], note: Wrong) -> tuple[Goal | None, Journey | None]:
    """A goal with a way: all of from, to, since and by."""
    needed = {"from": "a baseline", "to": "a target", "since": "a first day", "by": "a last day"}
    missing = [key for key in needed if key not in entry]
    if missing:
        named = (Said("{what} ({key})", what=needed[key], key=key) for key in missing)
        lacks = joined(", ", named)
        cure = "a goal that moves is specific, measurable and dated; one that stands has none of from, since, by"
        note("metric", Said("the goal lacks {lacks}", lacks=lacks), cure)
        return None, None
    since, by = entry["since"], entry["by"]
    for key, day in (("since", since), ("by", by)):
        if type(day) is not date:
            note(
                key,
                Said("{key} is no date", key=key),
                Said("such as {key} = 2026-12-31, without quotes", key=key),
            )
            return None, None
    if since >= by:
        note("by", "the goal ends before it begins", "since comes before by")
        return None, None
    start, target = _ends(entry)
    if start.unit != target.unit and (
        None not in (start.unit, target.unit) or _timed(start, target)
    ):
        note("to", "from and to have different units", 'such as from = "9m" and to = "7m"')
        return None, None
    if target.target == start.target:
        note("to", "the target is where the goal starts", "a goal that moves has another target")
        return None, None
    if target.op == "=":
        target = replace(target, op=">=" if target.target > start.target else "<=")
    elif target.met_by(start.target):
        told = Said("{test} holds already where the goal starts", test=target.test)
        note("to", told, "the way from from to to says the direction: leave the operator away")
        return None, None
    return target, Journey(start.target, since, by)


def _ends(entry: Mapping[str, Any]) -> tuple[Goal, Goal]:
    """The baseline and the target; ``=`` is the operator of a target without one."""
    start = goals.parse(f"= {entry['from']}", "from")
    text = str(entry["to"]).strip()
    change = _CHANGE.fullmatch(text)
    if change and isinstance(entry["to"], str):  # a number of TOML has its own sign
        return start, _changed(text, change[1], goals.parse(f"= {change[2]}", "to"), start)
    return start, goals.parse(text if re.match(r"[<>=≤≥]", text) else f"= {text}", "to")


def _timed(*ends: Goal) -> bool:
    return any(each.unit == goals.SECONDS for each in ends)


def _changed(text: str, sign: str, change: Goal, start: Goal) -> Goal:
    """A baseline with a change: ``+5%`` is of its size, ``+5 points`` and, of a time, ``-2m`` are added to it."""
    timed = start.unit == goals.SECONDS
    amount = change.number
    if change.unit == goals.PERCENT:
        amount *= abs(start.number) / 100
    elif change.unit is None:
        cure = 'say to = "{text}m"' if timed else 'say to = "{text} points" or to = "{text}%"'
        message = Said("to: {text} has no unit, and could be a change or a number", text=text)
        raise CsmetricsError(errors.USAGE, message=message, suggestion=Said(cure, text=text))
    elif change.unit == goals.POINTS and timed:
        told, cure = "to: a time does not change by points", "say to = '7m'"
        raise CsmetricsError(errors.USAGE, message=told, suggestion=cure)
    elif change.unit == goals.SECONDS:
        if not timed:
            told, cure = "to: only a time changes by a time", 'such as from = "9m" and to = "-2m"'
            raise CsmetricsError(errors.USAGE, message=told, suggestion=cure)
        amount = change.target / start.scale
    number = round(start.number + (amount if sign == "+" else -amount), 12)
    if timed and number < 0:
        told = Said("to: {text} leads below 0", text=text)
        raise CsmetricsError(errors.USAGE, message=told, suggestion="no time is negative")
    return replace(start, number=number)


def _possible(entry: Mapping[str, Any], goal: Goal, metric: str, unit: str, note: Wrong) -> bool:
    """Whether the numbers of a goal are ones that the headline of its metric can have."""
    ends = {"to" if "to" in entry else "goal": goal}
    if "from" in entry:
        ends = {"from": goals.parse(f"= {entry['from']}", "from"), **ends}
    for key, each in ends.items():
        try:
            goals.check_unit(each, metric, unit, key)
            goals.check_range(each, metric, unit, key)
        except CsmetricsError as fault:
            note(key, fault.text, fault.hint)
            return False
    return True
