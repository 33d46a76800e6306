from __future__ import annotations

from dataclasses import replace

import pytest

from csmetrics import errors
from csmetrics.render import value
from csmetrics.report import Report

from . import reports


def test_one_value() -> None:
    assert float(value.render(reports.WHOLE)) == 100 * (660 - 229) / 1289
    with pytest.raises(errors.CsmetricsError, match="this result has 6") as many:
        value.render(reports.SLICED)
    assert "drop --by channel and --every" in many.value.hint
    with pytest.raises(errors.CsmetricsError) as questions:
        value.render(reports.QUESTIONS)
    assert questions.value.exit is errors.Exit.USAGE


@pytest.mark.parametrize("report", [reports.EMPTY, reports.ALL_UNDEFINED])
def test_no_value(report: Report) -> None:
    with pytest.raises(errors.CsmetricsError, match="Net Promoter Score is undefined") as raised:
        value.render(report)
    assert raised.value.exit is errors.Exit.NOTHING


def test_a_further_population_is_not_what_is_asked_for() -> None:
    rows = reports.POPULATIONS.rows
    assert value.render(replace(reports.POPULATIONS, rows=rows[:2])) == "273600.0\n"
    with pytest.raises(errors.CsmetricsError, match="this result has 2") as many:
        value.render(reports.POPULATIONS)
    assert "drop --by channel" in many.value.hint
