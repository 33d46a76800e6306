"""Public tables of customers and purchases: what others computed of them is found again."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from csmetrics import compute
from csmetrics.metrics import _staying
from csmetrics.report import Interval, Report, Row


def told(folder: Path) -> Any:
    return json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def labelled(report: Report, column: str, *, title: str = "") -> dict[str, Row]:
    return {
        str(dict(row.slice)[column]): row
        for row in report.rows
        if row.slice and row.measure.title == title
    }


def holds(row: Row, expected: dict[str, Any]) -> None:
    share, interval = row.measure.headline, row.measure.headline.interval
    assert share.value == pytest.approx(expected["percent"], abs=1e-9)
    assert dict(row.measure.parts)["still_there"] == expected["count"]
    assert isinstance(interval, Interval)
    assert [interval.low, interval.high] == pytest.approx(expected["wilson95"], abs=1e-9)


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("contract", "by_contract"),
        ("internet_service", "by_internet"),
        ("senior_citizen", "by_senior"),
    ],
)
def test_telco_by_group(shared: Path, column: str, name: str) -> None:
    folder = shared / "data" / "ibm-telco-churn"
    report = compute("retention", str(folder / "wa_churn.csv"), by=[column])
    expected = told(folder)
    holds(report.rows[0], expected["overall"]["retention"])
    groups = labelled(report, column)
    assert groups.keys() == expected[name].keys()
    for label, row in groups.items():
        holds(row, expected[name][label]["retention"])


def test_survival_by_contract_is_that_of_r(shared: Path) -> None:
    folder = shared / "data" / "ibm-telco-churn"
    with (folder / "km_by_contract_R.csv").open(encoding="utf-8") as file:
        curve = list(csv.DictReader(file))
    months = ",".join(dict.fromkeys(each["month"] for each in curve))
    report = compute("retention", str(folder / "wa_churn.csv"), by=["contract"], within=months)
    groups = labelled(report, "contract", title=_staying.TITLE)
    for each in curve:
        measure = groups[each["contract"].partition("=")[2]].measure
        name = f"still_there_after_{each['month']}"
        (found,) = (one for one in measure.statistics if one.name == name)
        assert found.value == pytest.approx(100 * float(each["surv"]), abs=1e-9)


def test_synthetic_customers(shared: Path) -> None:
    file = shared / "data" / "telco-synthetic-2k" / "Telco-Customer-Churn.csv"
    with file.open(encoding="utf-8") as lines:
        counts = Counter(row["Churn"] for row in csv.DictReader(lines))
    (share, _) = compute("retention", str(file)).rows
    assert share.measure.headline.value == 100 * counts["No"] / 2000
    assert dict(share.measure.parts) == {"still_there": counts["No"], "left": counts["Yes"]}


def test_purchases_by_month_and_both_definitions(shared: Path) -> None:
    folder = shared / "data" / "lifetimes-transactions"
    report = compute("retention", str(folder / "example_transactions.csv"), every="month")
    months = labelled(report, "period")
    for month, expected in told(folder)["monthly"].items():
        measure = months[month].measure
        parts = dict(measure.parts)
        assert measure.headline.n == expected["active_prev"]
        assert parts["still_there"] == expected["kept"]
        assert (parts["new"], parts["there_now"]) == (expected["new"], expected["active"])
        assert measure.headline.value == pytest.approx(
            expected["retention_kept_over_prev"], abs=1e-9
        )
        (totals,) = (each for each in measure.statistics if each.name == "by_totals")
        assert totals.value == pytest.approx(expected["formula_E_minus_N_over_S"], abs=1e-9)
    (parting,) = (each for each in report.diagnostics if each.kind.name == "parting")
    assert "584 customers came back after a gap" in parting.text


def test_published_totals(shared: Path, tmp_path: Path) -> None:
    examples = json.loads((shared / "vectors" / "worked_examples.json").read_text(encoding="utf-8"))
    asked = [each for each in examples if each["metric"] == "retention"]
    assert len(asked) == 2
    for each in asked:
        given = each["inputs"]
        file = tmp_path / f"{each['id']}.csv"
        file.write_text(f"start,new,end\n{given['start']},{given['new']},{given['end']}\n")
        assert compute("retention", str(file)).rows[0].measure.headline.value == each["check"]
