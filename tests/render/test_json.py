from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]

from csmetrics.render.json import render, schema
from csmetrics.report import Measure, Report, Row, Statistic

from . import reports

SCHEMA = schema("metric")


def valid(document: Any) -> None:
    Draft202012Validator(SCHEMA).validate(document)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "report",
    [*reports.GOLDEN.values(), reports.EMPTY, reports.ALL_UNDEFINED, reports.hostile()],
)
def test_every_document_is_valid(report: Report) -> None:
    valid(json.loads(render(report)))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_null_and_says_why(value: float) -> None:
    measure = Measure((Statistic("nps", value, "points", 1),))
    report = replace(reports.WHOLE, rows=(Row("nps", (), measure),))
    document = json.loads(render(report))
    valid(document)
    assert document["results"][0]["value"] is None
    assert document["results"][0]["undefined_because"] == "not a finite number"


@pytest.mark.parametrize(
    "change",
    [{"value": None}, {"undefined_because": "why"}, {"other": 1}, {"partial": False}],
)
def test_the_schema_refuses(change: dict[str, Any]) -> None:
    document = json.loads(render(reports.WHOLE))
    document["results"][0] |= change
    with pytest.raises(ValidationError):
        valid(document)


def test_labels_come_back_from_json_as_they_were() -> None:
    results = json.loads(render(reports.hostile()))["results"]
    assert [each["slice"].get("value") for each in results] == [None, *reports.HOSTILE]
    assert reports.HOSTILE_COLUMN in results[1]["slice"]
