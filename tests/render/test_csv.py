from __future__ import annotations

import csv
import io

import pytest

from csmetrics.render._labels import label_text
from csmetrics.render._text import visible_lines
from csmetrics.render.csv import render

from . import reports
from .answers import OTHERS
from .test_formats import RAW, by_name_or_fail, text_of


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_csv_reads_back(name: str, delimiter: str) -> None:
    report = reports.hostile()
    text = text_of(by_name_or_fail(name), report)
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert len({len(row) for row in read}) == 1
    header, *rows = read
    assert len(set(header)) == len(header)
    assert len(rows) == sum(
        len(row.measure.statistics) + len(row.measure.parts) for row in report.rows
    )
    wanted = ["(all)", *map(label_text, reports.HOSTILE)]
    each = len(rows) // len(wanted)
    labels = [row[header.index("slice_value")] for row in rows[::each]]
    for label, back in zip(wanted, labels, strict=True):
        assert back.removeprefix("'") == label.replace("\udcff", "\\udcff")


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_no_cell_is_a_formula(name: str) -> None:
    text = text_of(by_name_or_fail(name), reports.hostile())
    for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t" if name == "tsv" else ","):
        for cell in row:
            assert not cell.startswith(("=", "@", "\t", "\r", "\n"))
            assert not cell.startswith(("+", "-")) or float(cell) is not None


@pytest.mark.parametrize("name", OTHERS)
def test_every_kind_of_answer_has_one_row_for_each_thing_it_tells(name: str) -> None:
    things = {
        "goals": 2,
        "trend": 3,
        "comparison": 2,
        "standards": 3,
        "summary": 2,
        "inspection": 2,
    }
    header, *rows = csv.reader(io.StringIO(render(OTHERS[name]), newline=""))
    assert len(rows) == things[name]
    assert {len(row) for row in rows} == {len(header)}
    assert len(set(header)) == len(header)


def test_a_trend_is_told_period_by_period() -> None:
    header, first, second, third = csv.reader(io.StringIO(render(OTHERS["trend"]), newline=""))
    assert dict(zip(header, second, strict=True)) == {
        "metric": "csat",
        "statistic": "csat",
        "period": "2026-09",
        "partial": "false",
        "value": "61.4",
        "unit": "percent",
        "n": "213",
        "interval_level": "0.95",
        "interval_low": "72.6",
        "interval_high": "83.4",
        "interval_method": "Wilson",
        "lower": "70.5",
        "centre": "80.0",
        "upper": "89.5",
        "baseline": "false",
        "signals": "below the limit",
    }
    assert first[header.index("baseline")] == "true"
    assert third[header.index("value")] == ""


def test_csv_at_a_terminal_can_be_made_visible() -> None:
    text = visible_lines(text_of(by_name_or_fail("csv"), reports.hostile()))
    assert not RAW.search(text.replace("\t", ""))
