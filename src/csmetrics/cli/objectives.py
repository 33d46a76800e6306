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
from datetime import date
from typing import Any

from csmetrics import errors, goals
from csmetrics.analyses.goals import Journey, Objective
from csmetrics.cli.suggest import did_you_mean
from csmetrics.errors import CsmetricsError
from csmetrics.goals import Goal
from csmetrics.language import Said, joined

KEYS = (
    *("goal", "metric", "statistic", "from", "to", "since", "by"),
    *("window", "where", "owner", "confident"),
)
WINDOW = re.compile(
    r"all|last-complete-(day|week|month|quarter|year)|last-[1-9]\d{0,3}-(day|week|month|quarter|year)s?"
)
_NAMED = re.compile(r"\s*([a-z]+)(?:\.([a-z][a-z0-9_-]*))?\s*(.*)", re.DOTALL)
_RELATIVE = re.compile(r"([+-])\s*(\d+(?:[.,]\d+)?)\s*(%|points?)")
MOVING = ("from", "since", "by")
Wrong = Callable[[str, str, str], None]
"""Notes a problem: the key, what is wrong, and the cure."""


def objective(entry: Mapping[str, Any], metrics: Sequence[str], wrong: Wrong) -> Objective | None:
    """One goal; None, and the problems noted, where it cannot be one."""
    faults: list[str] = []

    def note(key: str, text: str, cure: str = "") -> None:
        faults.append(key)
        wrong(key, text, cure)

    for key in entry:
        if key not in KEYS:
            note(key, Said("no key {key} of a goal", key=key), did_you_mean(key, KEYS))
    metric, statistic, rest = _named(entry, metrics, note)
    window = entry.get("window", "last-complete-month")
    if not (isinstance(window, str) and WINDOW.fullmatch(window)):
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
        goal = Goal(statistic, goal.op, goal.number, goal.unit, goal.scale, goal.suffix)
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
    start = goals.parse(f"= {entry['from']}", "from")
    target = _target(str(entry["to"]), start)
    if target is None or target.target == start.target:
        note("to", "the target is where the goal starts", "a goal that moves has another target")
        return None, None
    op = ">=" if target.target > start.target else "<="
    goal = Goal(None, op, target.number, target.unit, target.scale, target.suffix)
    return goal, Journey(start.target, since, by)


def _target(text: str, start: Goal) -> Goal | None:
    """The target in its own words, or as a change of the baseline: ``+5%`` is of it, ``+5 points`` on it."""
    change = _RELATIVE.fullmatch(text.strip())
    if not change:
        return goals.parse(text if re.match(r"\s*[<>=≤≥]", text) else f"= {text}", "to")
    amount = float(change[2].replace(",", ".")) * (-1 if change[1] == "-" else 1)
    number = start.number * (1 + amount / 100) if change[3] == "%" else start.number + amount
    if change[3] != "%" and start.unit == goals.SECONDS:
        raise CsmetricsError(
            errors.USAGE, message="to: a time does not change by points", suggestion="say to = '7m'"
        )
    return Goal(None, "=", round(number, 12), start.unit, start.scale, start.suffix)
