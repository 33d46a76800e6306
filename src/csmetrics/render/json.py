"""The JSON document that holds everything: what was read, how, what was left out, results.

Valid JSON only: a number that does not exist is ``null`` and says why. Its schema ships beside it.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from csmetrics import __version__
from csmetrics.render._goals import goal_object
from csmetrics.render._inspection import file_object, preset_object
from csmetrics.render._numbers import known
from csmetrics.render._text import json_document
from csmetrics.report import (
    FORMAT_VERSION,
    Diagnostic,
    Goals,
    Input,
    Inspection,
    Interval,
    Quality,
    Report,
    Result,
    Row,
    Statistic,
    Verdict,
)

Object = dict[str, Any]


def render(report: Result) -> str:
    """Write the report as one JSON document."""
    if isinstance(report, Inspection):
        content = _inspection(report)
    else:
        content = _goals(report) if isinstance(report, Goals) else _document(report)
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2)
    return json_document(text) + "\n"


def schema(kind: str = "metric") -> Object:
    """Load the JSON Schema of the documents of that kind."""
    text = (files("csmetrics.render") / "schemas" / f"{kind}.json").read_text("utf-8")
    loaded: Object = json.loads(text)
    return loaded


def _document(report: Report) -> Object:
    definition, settings = report.definition, report.settings
    return {
        "format_version": FORMAT_VERSION,
        "kind": report.kind,
        "tool": {"name": "csmetrics", "version": __version__},
        **({"stamp": report.stamp} if report.stamp else {}),
        "inputs": [_input(each) for each in report.inputs],
        "options": {each.name: {"value": each.value, "origin": each.origin} for each in settings},
        "definition": {
            "metric": definition.metric,
            "title": definition.title,
            "formula": definition.formula,
            "rule": definition.rule,
            "unit": definition.unit,
            "sources": definition.sources,
        },
        "zone": report.zone,
        "as_of": next((each.value for each in settings if each.name == "as_of"), None),
        "span": {"first": report.span[0], "last": report.span[1]} if report.span else None,
        **(
            {"holidays": [{"date": day, "name": name} for day, name in report.holidays]}
            if report.holidays
            else {}
        ),
        "diagnostics": [_diagnostic(each) for each in report.diagnostics],
        "quality": _quality(report.quality),
        **(
            {"questions": [_quality(each) for each in report.questions]} if report.questions else {}
        ),
        "goals": [_verdict(each) for each in report.verdicts],
        "results": [_result(each) for each in report.rows],
    }


def _inspection(inspection: Inspection) -> Object:
    return {
        "format_version": FORMAT_VERSION,
        "kind": inspection.kind,
        "tool": {"name": "csmetrics", "version": __version__},
        "files": [
            {**file_object(seen), "diagnostics": [_diagnostic(each) for each in seen.diagnostics]}
            for seen in inspection.files
        ],
    }


def _goals(goals: Goals) -> Object:
    return {
        "format_version": FORMAT_VERSION,
        "kind": goals.kind,
        "tool": {"name": "csmetrics", "version": __version__},
        **({"stamp": goals.stamp} if goals.stamp else {}),
        "inputs": [_input(each) for each in goals.inputs],
        "zone": goals.zone,
        "diagnostics": [_diagnostic(each) for each in goals.diagnostics],
        "goals": [goal_object(each) for each in goals.goals],
    }


def _input(each: Input) -> Object:
    return {
        "name": each.name,
        "sha256": each.sha256,
        "rows": each.rows,
        "preset": preset_object(each.preset),
        "dialect": dict(each.dialect),
        "mapping": [{"role": m.role, "column": m.column, "why": m.why} for m in each.mapping],
    }


def _diagnostic(each: Diagnostic) -> Object:
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


def _quality(quality: Quality) -> Object:
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


def _verdict(each: Verdict) -> Object:
    return {
        "goal": each.goal,
        **({} if each.question is None else {"question": each.question}),
        "slice": dict(each.slice),
        "value": _finite(each.value),
        "met": each.met,
        "why": each.why,
    }


def _result(row: Row) -> Object:
    headline = row.measure.headline
    return {
        "metric": row.metric,
        **({} if row.question is None else {"question": row.question}),
        **({"title": row.measure.title} if row.measure.title else {}),
        "slice": dict(row.slice),
        "date": row.date,
        "n": headline.n,
        "statistic": headline.name,
        "value": _finite(headline.value),
        "unit": headline.unit,
        "interval": _interval(headline.interval),
        **_why_undefined(headline),
        **({"partial": True} if row.partial else {}),
        "statistics": {each.name: _statistic(each) for each in row.measure.statistics},
        "parts": dict(row.measure.parts),
        "distribution": dict(row.measure.distribution),
    }


def _statistic(each: Statistic) -> Object:
    return {
        "value": _finite(each.value),
        "unit": each.unit,
        "n": each.n,
        "interval": _interval(each.interval),
        **_why_undefined(each),
    }


def _why_undefined(each: Statistic) -> Object:
    if known(each.value):
        return {}
    return {"undefined_because": each.undefined_because or "not a finite number"}


def _interval(each: Interval | None) -> Object | None:
    if each is None:
        return None
    low, high = _finite(each.low), _finite(each.high)
    return {"level": each.level, "low": low, "high": high, "method": each.method}


def _finite(value: float | None) -> float | None:
    return value if known(value) else None
