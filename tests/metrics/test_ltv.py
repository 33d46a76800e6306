"""Lifetime value, on tables small enough to count by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from csmetrics import compute
from csmetrics.errors import CsmetricsError
from csmetrics.report import Statistic

Write = Callable[..., str]


def statistics(write: Write, *lines: str, **options: Any) -> dict[str, Statistic]:
    (row, *_) = compute("ltv", write(*lines), **options).rows
    return {each.name: each for each in row.measure.statistics}


def test_revenue_per_period_by_churn(written: Write) -> None:
    """January a b, February a: half left; 100 + 30 + 50 over three months of customers."""
    found = statistics(
        written,
        "cliente;data da compra;valor",
        *("a;05/01/2026;100,00", "b;21/01/2026;30,00", "a;03/02/2026;50,00"),
        as_of="2026-02-28",
    )
    assert found["churn_rate"].value == 50.0
    assert found["revenue_per_period"].value == 60.0
    assert found["ltv"].value == 120.0
    assert found["periods_until_leaving"].value == 2.0
    assert found["ltv"].interval is None


def test_a_month_that_is_not_over_counts_on_neither_side(written: Write) -> None:
    found = statistics(
        written,
        "customer,purchase date,amount",
        *("a,2026-01-05,100", "b,2026-01-06,50", "a,2026-02-03,30", "a,2026-03-01,999"),
    )
    assert found["revenue_per_period"].value == 60.0
    assert found["ltv"].value == 120.0


def test_by_a_flag_and_a_tenure(written: Write) -> None:
    """10 · 3 + 20 · 5 paid in eight months, of which one ended with leaving."""
    found = statistics(
        written, "customer,churn,tenure,monthly charges", "a,yes,3,10.00", "b,no,5,20.00"
    )
    assert found["ltv"].value == 130.0
    assert found["revenue_per_period"].value == 130 / 8
    assert found["churn_rate"].value == 100 / 8
    assert found["ltv"].interval is not None
    assert found["ltv"].interval.method == "Fieller"


def test_without_a_tenure_each_is_one_period(written: Write) -> None:
    found = statistics(written, "customer,churn,mensalidade", "a,yes,10", "b,no,20", "c,no,30")
    assert (found["ltv"].value, found["revenue_per_period"].value) == (60.0, 20.0)


def test_at_no_churn_it_is_undefined(written: Write) -> None:
    found = statistics(written, "customer,churn,monthly charges", "a,no,10", "b,no,20")
    assert found["ltv"].value is None
    assert found["ltv"].undefined_because == "nobody left: at no churn the value has no end"


def test_without_amounts_it_is_refused(written: Write) -> None:
    with pytest.raises(CsmetricsError, match="ltv needs purchases with customers and amounts"):
        statistics(written, "customer,start date,end date", "a,2026-01-01,")
