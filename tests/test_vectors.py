"""Worked examples that others published of ticket metrics, and which of all of them no test holds.

The numbers of the calculations underneath (quantiles, intervals, survival, working time) are held where those
are tested; the examples of NPS, CSAT, CES, AHT and SLA with their metrics.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csmetrics import compute
from csmetrics.report import Statistic

Written = Callable[..., str]
Example = dict[str, Any]

HERE = {"fcr", "reopen_rate", "first_response_mean", "first_response_median", "avg_resolution_time"}
WITH_THEIR_METRIC = {
    *("nps", "nps_promoter_pct", "nps_passive_pct", "csat", "ces_mean", "aht", "sla_compliance"),
    "backlog_end",
}
# metric → why its examples are left out
LEFT_OUT = {
    "escalation_rate": "escalations are no metric here",
    "closure_rate": "resolved / (new + reopened): volume gives the counts, reopened tickets are not new ones",
    "resolution_rate": "resolved / reported in a period: not the same tickets; volume gives the counts",
    "sla_due_after_reopen": "a due time is what the column says; a clock that pauses is not modelled",
    "retention": "a metric of customers",
    "turnover": "a metric of customers",
    "fcr_definition": "a sentence, no number",
    "ces_definition": "a sentence, no number",
    "nps_definition_trap": "a sentence, no number",
    "csat_scale_mapping": "a sentence, no number",
}


@pytest.fixture(scope="module")
def examples(shared: Path) -> list[Example]:
    text = (shared / "vectors" / "worked_examples.json").read_text(encoding="utf-8")
    found: list[Example] = json.loads(text)
    return found


def of(examples: list[Example], *metrics: str) -> list[Example]:
    return [each for each in examples if each["metric"] in metrics]


def headline(metric: str, file: str, **options: Any) -> Statistic:
    return compute(metric, file, **options).rows[0].measure.headline


def test_each_example_is_held_or_left_out_with_a_reason(examples: list[Example]) -> None:
    assert {each["metric"] for each in examples} == HERE | WITH_THEIR_METRIC | LEFT_OUT.keys()


def test_first_contact_resolution(examples: list[Example], written: Written) -> None:
    published = of(examples, "fcr")
    assert len(published) == 5
    for each in published:
        good, n = each["inputs"]["numerator"], each["inputs"]["denominator"]
        rows = [*["1,yes"] * good, *["1,no"] * (n - good)]
        found = headline("fcr", written("ticket,First contact resolution", *rows), dedupe="none")
        assert (found.value, found.n) == (pytest.approx(each["check"], abs=5e-7), n), each["id"]


def test_reopened_of_the_resolved(examples: list[Example], written: Written) -> None:
    published = of(examples, "reopen_rate")
    assert len(published) == 5
    for each in published:
        given = each["inputs"]
        again = given.get("reopened", given.get("numerator"))
        n = given.get("resolved", given.get("denominator"))
        rows = [f"{row},closed,{int(row < again)}" for row in range(n)]
        found = headline("reopens", written("id,status,reopens", *rows))
        assert (found.value, found.n) == (pytest.approx(each["check"], abs=5e-7), n), each["id"]


@pytest.mark.parametrize("statistic", ["mean", "median"])
def test_a_mean_that_one_reply_drew_up(
    examples: list[Example], written: Written, statistic: str
) -> None:
    (each,) = of(examples, f"first_response_{statistic}")
    rows = [f"{row},{hours} h" for row, hours in enumerate(each["inputs"]["hours"])]
    found = headline("frt", written("id,First response time", *rows), statistic=statistic)
    assert found.value is not None
    assert found.value / 3600 == pytest.approx(each["check"], abs=5e-7)


def test_total_time_over_tickets(examples: list[Example], written: Written) -> None:
    (each,) = of(examples, "avg_resolution_time")
    total, n = each["inputs"]["total_hours"], each["inputs"]["tickets"]
    hours = [1] * (n - 1)  # any that add up
    rows = [f"{row},{time}" for row, time in enumerate([*hours, total - sum(hours)])]
    found = headline("art", written("id,Resolution time (h)", *rows))
    assert (found.value, found.n) == (each["check"] * 3600, n)
