"""The answer of a metric: its JSON document; grids and tidy table are those of the modules of that name."""

from __future__ import annotations

from typing import Any

from csmetrics.render._grid import grids
from csmetrics.render._objects import (
    definition_object,
    diagnostic_object,
    finite,
    input_object,
    interval_object,
    options_object,
    quality_object,
    statistic_object,
    why_undefined,
)
from csmetrics.render._tidy import of_report as tidy
from csmetrics.report import Report, Row, Verdict

__all__ = ["document", "grids", "tidy"]

Object = dict[str, Any]


def document(report: Report) -> Object:
    """The JSON document of a metric."""
    settings = report.settings
    return {
        **({"stamp": report.stamp} if report.stamp else {}),
        "inputs": [input_object(each) for each in report.inputs],
        "options": options_object(settings),
        "definition": definition_object(report.definition),
        "zone": report.zone,
        "as_of": next((each.value for each in settings if each.name == "as_of"), None),
        "span": {"first": report.span[0], "last": report.span[1]} if report.span else None,
        **(
            {"holidays": [{"date": day, "name": name} for day, name in report.holidays]}
            if report.holidays
            else {}
        ),
        "diagnostics": [diagnostic_object(each) for each in report.diagnostics],
        "quality": quality_object(report.quality),
        **(
            {"questions": [quality_object(each) for each in report.questions]}
            if report.questions
            else {}
        ),
        "goals": [_verdict(each) for each in report.verdicts],
        "results": [_result(each) for each in report.rows],
    }


def _verdict(each: Verdict) -> Object:
    return {
        "goal": each.goal,
        **({} if each.question is None else {"question": each.question}),
        "slice": dict(each.slice),
        "value": finite(each.value),
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
        "value": finite(headline.value),
        "unit": headline.unit,
        "interval": interval_object(headline.interval),
        **why_undefined(headline),
        **({"partial": True} if row.partial else {}),
        "statistics": {each.name: statistic_object(each) for each in row.measure.statistics},
        "parts": dict(row.measure.parts),
        "distribution": dict(row.measure.distribution),
        **_bins(row),
    }


def _bins(row: Row) -> Object:
    """How many values lie between two limits; nothing where each value is counted by itself."""
    bins = row.measure.bins
    found = [{"low": each.low, "high": each.high, "count": each.count} for each in bins]
    return {"bins": found} if found else {}
