"""The parts of JSON documents that several kinds of answer have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from csmetrics.render._numbers import known
from csmetrics.report import (
    Definition,
    Diagnostic,
    Input,
    Interval,
    PresetUsed,
    Progress,
    Quality,
    Setting,
    Statistic,
    Untold,
)

Object = dict[str, Any]


def input_object(each: Input) -> Object:
    """A file that was read."""
    return {
        "name": each.name,
        "sha256": each.sha256,
        "rows": each.rows,
        "preset": preset_object(each.preset),
        "dialect": dict(each.dialect),
        "mapping": [{"role": m.role, "column": m.column, "why": m.why} for m in each.mapping],
    }


def preset_object(preset: PresetUsed | None) -> dict[str, Any] | None:
    """The preset of a file, and how many of the headers that it is recognised by are there."""
    if preset is None:
        return None
    return {
        "name": preset.name,
        "title": preset.title,
        "headers_found": preset.found,
        "headers": preset.all,
        "named": preset.named,
    }


def definition_object(each: Definition) -> Object:
    """What was computed, and by which rule."""
    return {
        "metric": each.metric,
        "title": each.title,
        "formula": each.formula,
        "rule": each.rule,
        "unit": each.unit,
        "sources": each.sources,
    }


def options_object(settings: Sequence[Setting]) -> Object:
    """The options in force, and where each value came from."""
    return {each.name: {"value": each.value, "origin": each.origin} for each in settings}


def diagnostic_object(each: Diagnostic) -> Object:
    """A warning or a note."""
    return {
        "code": each.kind.code,
        "name": each.kind.name,
        "level": each.kind.level,
        "text": each.text,
        "hint": each.hint,
        "count": each.count,
        "rows": each.rows,
        "column": each.column,
        **({"values": each.values} if each.values else {}),
    }


def statistic_object(each: Statistic) -> Object:
    """A number with its n."""
    return {
        "value": finite(each.value),
        "unit": each.unit,
        "n": each.n,
        "interval": interval_object(each.interval),
        **({"finding": each.finding} if each.finding else {}),
        **why_undefined(each),
    }


def why_undefined(each: Statistic) -> Object:
    """Why a number does not exist, or that it is hidden; nothing where it does."""
    if known(each.value):
        return {}
    hidden = {"hidden": True} if isinstance(each.n, Untold) else {}
    return {"undefined_because": each.undefined_because or "not a finite number", **hidden}


def interval_object(each: Interval | None) -> Object | None:
    """An interval; None where there is none."""
    if each is None:
        return None
    low, high = finite(each.low), finite(each.high)
    return {"level": each.level, "low": low, "high": high, "method": each.method}


def quality_object(quality: Quality) -> Object:
    """The account of every row."""
    left_out = [
        {
            "reason": each.reason.name,
            "text": each.text,
            "column": each.column,
            "count": each.count,
            "first_rows": each.rows,
        }
        for each in quality.left_out
    ]
    question = {} if quality.question is None else {"question": quality.question}
    return {**question, "rows_read": quality.rows_read, "used": quality.used, "left_out": left_out}


def goal_object(each: Progress) -> Object:
    """One goal as in the JSON document."""
    found, forecast = each.statistic, each.forecast
    return {
        "goal": each.goal,
        "metric": each.metric,
        "statistic": None if found is None else found.name,
        "owner": each.owner,
        "where": list(each.where),
        "window": each.window,
        "target": each.target,
        "confident": each.confident,
        "since": each.since,
        "by": each.by,
        "from": each.start,
        "period": each.period,
        "n": None if found is None else found.n,
        "value": None if found is None else found.value,
        "unit": None if found is None else found.unit,
        "interval": None
        if found is None or found.interval is None
        else {
            "level": found.interval.level,
            "low": found.interval.low,
            "high": found.interval.high,
        },
        "verdict": each.verdict,
        "why": each.why,
        **({"hint": each.cure} if each.cure else {}),
        "expected": each.expected,
        "needed_per_month": each.pace,
        "forecast": None
        if forecast is None
        else {"level": forecast.level, "low": forecast.low, "high": forecast.high},
    }


def finite(value: float | None) -> float | None:
    """A number as JSON can hold it."""
    return value if known(value) else None
