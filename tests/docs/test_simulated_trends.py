"""The page on trend holds what its simulation finds, and the simulation draws what it claims."""

from __future__ import annotations

import re
from math import exp, sqrt
from typing import Any

import numpy as np
import pytest
from documents import DOCS, script

trends = script("simulate_trends")
PAGE = (DOCS / "commands" / "trend.md").read_text(encoding="utf-8")


def kpi(name: str) -> Any:
    return next(each for each in trends.KPIS if each.name.startswith(name))


def cells(start: str) -> list[str]:
    line = re.search(rf"^\| {re.escape(start)}.*$", PAGE, re.MULTILINE)
    assert line is not None
    return [cell.strip() for cell in line[0].strip("|").split("|")]


def test_the_page_holds_what_a_thousand_quiet_years_show() -> None:
    """One cell of each kind of chart; all of them take a minute: python docs/simulate_trends.py."""
    for name in ("NPS", "mean of handle times"):
        found = trends.alarms(kpi(name), trends.Design(12))
        shown = [f"{100 * share:.1f} %" for share in (found.any, found.beyond, found.run)]
        assert cells(name)[3:6] == shown
    assert cells("were the limits known exactly")[3:] == [
        cell.strip() for cell in trends.known().strip("|").split("|")[3:]
    ]


def test_the_shift_of_the_worked_year_is_seen_in_all_years() -> None:
    replies = kpi("median of first replies")
    (_, shifted) = replies.shifts[1]
    assert trends.alarms(replies, trends.Design(12), shifted, years=40).any == 1
    assert cells("median of first replies, σ 1.3 | × 2.6")[2:] == ["100.0 %", "100.0 %"]


def test_the_page_has_a_row_for_every_kpi_and_shift() -> None:
    for each in trends.KPIS:
        assert f"| {each.name} | {each.chart} | {each.n} |" in PAGE
        assert all(f"| {each.name} | {shift} |" in PAGE for shift, _ in each.shifts)


def test_the_tables_take_the_place_of_the_old_ones() -> None:
    page = "a\n<!-- simulate_trends.py -->\nold\n<!-- /simulate_trends.py -->\nb\n"
    assert trends.filled(page, "new") == page.replace("old\n", "\nnew\n\n")


@pytest.mark.parametrize("each", trends.KPIS, ids=lambda each: each.name)
def test_what_is_drawn_is_about_its_truth(each: Any) -> None:
    years = 60
    drawn = each.draw(np.random.PCG64(7), np.full((years, 12), each.value))
    values = [month.value for year in drawn for month in year]
    error = 4 * float(np.std(values)) / sqrt(len(values))
    assert {month.n for year in drawn for month in year} == {each.n}
    expected = each.value if drawn[0][0].unit == "seconds" else 100 * each.value
    if each.name.startswith("mean"):  # of a log-normal time whose median is the truth
        expected *= exp(float(each.name.rpartition(" ")[2]) ** 2 / 2)
    assert np.mean(values) == pytest.approx(expected, abs=error)
