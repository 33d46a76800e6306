"""Lifetime value, on tables small enough to count by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from csmetrics import compute, errors
from csmetrics.errors import CsmetricsError
from csmetrics.report import Report, Statistic

Write = Callable[..., str]


STAYS = (
    "customer,start date,end date,monthly charges",
    "a,2026-01-01,,10",
    "b,2026-02-01,2026-04-15,20",
    "c,2026-04-01,,40",
)
DATED = ("a,2026-01-01,2026-03-31,yes,10", "b,2026-01-01,,no,10")
LONG = tuple(f"{each},3" for each in DATED)
MONTHS = {"every": "month"}
PURCHASES = (
    "customer,purchase date,amount",
    *("a,2026-01-05,10", "b,2026-01-05,20", "b,2026-02-27,5"),
)


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


def test_without_a_tenure_each_is_one_period_and_it_is_warned_of(written: Write) -> None:
    file = written("customer,churn,mensalidade", "a,yes,10", "b,no,20", "c,no,30")
    report = compute("ltv", file)
    value, revenue, *_ = report.rows[0].measure.statistics
    assert (value.value, revenue.value) == (60.0, 20.0)
    assert errors.ONE_PERIOD in {each.kind for each in report.diagnostics}


def test_by_dates_a_month_counts_by_the_share_of_it(written: Write) -> None:
    """Until the end of June a stays six months, b two and a half, c three: 11.5, of which one ended with leaving."""
    found = statistics(written, *STAYS, as_of="2026-06-30")
    assert found["periods_until_leaving"].value == 11.5
    assert found["ltv"].value == 6 * 10 + 2.5 * 20 + 3 * 40
    assert found["revenue_per_period"].value == pytest.approx(230 / 11.5)
    assert found["churn_rate"].value == pytest.approx(100 / 11.5)
    assert found["ltv"].n == 3


def test_the_periods_of_a_window_add_up_to_it(written: Write) -> None:
    """In the first quarter a and b paid, in the second nobody left before b; c came in April."""
    report = compute("ltv", written(*STAYS), as_of="2026-06-30", every="quarter")
    found = {
        dict(row.slice).get("period"): (row.measure.headline.value, dict(row.measure.parts)["left"])
        for row in report.rows
    }
    assert found == {None: (230.0, 1), "2026-Q1": (None, 0), "2026-Q2": (30 + 10 + 120.0, 1)}
    window = statistics(written, *STAYS, since="2026-04-01", as_of="2026-06-30")
    assert window["ltv"].value == 160.0


def test_contracts_that_follow_on_each_other_are_one_stay(written: Write) -> None:
    """Renewed on the day after at another price, a has not left until the end of March."""
    lines = ("a,2026-01-01,2026-01-31,10", "a,2026-02-01,2026-03-31,30", "b,2026-01-01,,5")
    found = statistics(
        written, "customer,start date,end date,monthly charges", *lines, as_of="2026-04-30"
    )
    assert found["ltv"].value == 10 + 2 * 30 + 4 * 5
    assert found["periods_until_leaving"].value == 7.0


CONTRACTS = "customer,product,start date,end date,monthly charges"
BUNDLE = ("a,phone,2026-01-01,2026-06-30,10", "a,tv,2026-01-01,2026-06-30,50")
OTHER = "z,phone,2026-01-01,2026-08-31,10"


@pytest.mark.parametrize("rows", [*permutations((*BUNDLE, OTHER))])
def test_contracts_that_begin_together_add_up_in_any_order(
    written: Write, rows: tuple[str, ...]
) -> None:
    report = compute("ltv", written(CONTRACTS, *rows), as_of="2026-12-31")
    assert report.rows[0].measure.headline.value == (6 * (10 + 50) + 8 * 10) / 2
    assert told(report, errors.SIDE_BY_SIDE, errors.HALF_OVER, errors.TOLD_AGAIN) == [1]


def test_a_contract_told_twice_counts_once(written: Write) -> None:
    report = compute("ltv", written(CONTRACTS, *BUNDLE, BUNDLE[1], OTHER), as_of="2026-12-31")
    assert report.rows[0].measure.headline.value == 220.0
    assert told(report, errors.TOLD_AGAIN) == [1]


@pytest.mark.parametrize("first", [0, 1])
def test_an_older_export_of_a_contract_does_not_know_its_end(written: Write, first: int) -> None:
    rows = ("a,phone,2026-01-01,,10", "a,phone,2026-01-01,2026-06-30,10", OTHER)
    rows = (*rows[first:], *rows[:first])
    report = compute("ltv", written(CONTRACTS, *rows), as_of="2026-12-31")
    assert report.rows[0].measure.headline.value == (6 * 10 + 8 * 10) / 2
    assert told(report, errors.RETOLD) == [1]


def test_who_gives_up_one_of_two_contracts_has_not_left(written: Write) -> None:
    """Half a year of both, and the other half of one: z alone has left."""
    rows = ("a,phone,2026-01-01,,10", BUNDLE[1], OTHER)
    report = compute("ltv", written(CONTRACTS, *rows), as_of="2026-12-31")
    assert report.rows[0].measure.headline.value == 12 * 10 + 6 * 50 + 8 * 10
    assert told(report, errors.SIDE_BY_SIDE, errors.HALF_OVER) == [1]


def test_a_customer_brings_all_he_pays_to_the_slice_of_his_first_row(written: Write) -> None:
    """Of two contracts that begin together the first label in order: phone."""
    file = written(CONTRACTS, *BUNDLE[::-1], OTHER)
    report = compute("ltv", file, as_of="2026-12-31", by=["product"])
    found = {dict(row.slice).get("product"): row.measure.headline.value for row in report.rows}
    assert found == {None: 220.0, "phone": 220.0, "tv": None}


def told(report: Report, *kinds: errors.Kind) -> list[int | None]:
    return [each.count for each in report.diagnostics if each.kind in kinds]


@pytest.mark.parametrize(
    ("header", "rows", "options", "basis"),
    [
        ("customer,start date,end date,churn,monthly charges", DATED, {}, "dates"),
        ("customer,start date,end date,churn,monthly charges,tenure", LONG, {}, "flag"),
        ("customer,start date,end date,churn,monthly charges,tenure", LONG, MONTHS, "dates"),
        ("customer,start date,end date,churn,monthly charges", DATED, {"basis": "flag"}, "flag"),
    ],
)
def test_a_tenure_goes_before_dates_and_these_before_a_flag_alone(
    written: Write, header: str, rows: tuple[str, ...], options: dict[str, str], basis: str
) -> None:
    report = compute("ltv", written(header, *rows), **options)
    (used,) = (each.value for each in report.settings if each.name == "basis")
    assert used == basis


def test_refunds_count_as_money_and_make_nobody_there(written: Write) -> None:
    """a bought in January alone: 10 of it were given back in February, when b was there."""
    file = written(*PURCHASES, "a,2026-02-05,-10", "c,2026-02-06,0")
    report = compute("ltv", file, as_of="2026-02-28")
    found = {each.name: each for each in report.rows[0].measure.statistics}
    assert found["churn_rate"].value == 50.0
    assert (found["revenue_per_period"].n, found["ltv"].value) == (3, 2 * (10 + 20 - 10 + 5) / 3)
    (told,) = (each for each in report.diagnostics if each.kind is errors.GIVEN_BACK)
    assert told.count == 2


def test_retention_knows_refunds_too(written: Write) -> None:
    file = written(*PURCHASES, "a,2026-02-05,-10")
    report = compute("retention", file, as_of="2026-02-28")
    assert report.rows[0].measure.headline.value == 50.0
    assert [(each.reason, each.count) for each in report.quality.left_out] == [
        (errors.NOTHING_BOUGHT, 1)
    ]


def test_amounts_are_added_as_they_are(written: Write) -> None:
    """Of less than half a cent each, and in tenths that no float holds."""
    rows = [f"{each},2026-01-05,0.004" for each in "abc"]
    found = statistics(written, "customer,purchase date,amount", *rows, as_of="2026-01-31")
    assert found["revenue_per_period"].value == 0.004
    rows = [f"{each},2026-01-05,0.1" for each in "abcdefghij"]
    found = statistics(written, "customer,purchase date,amount", *rows, as_of="2026-01-31")
    assert found["revenue_per_period"].value == 0.1


def test_amounts_as_spreadsheets_write_the_largest(written: Write) -> None:
    rows = ("a,2026-01-05,1E+03", "b,2026-01-05,1.5e2")
    found = statistics(written, "customer,purchase date,amount", *rows, as_of="2026-01-31")
    assert found["revenue_per_period"].value == 1150 / 2


def test_who_skips_a_month_and_comes_back_makes_it_too_small(written: Write) -> None:
    """Of four who count as having left two came back, and each paid 37.50 where the value is 30."""
    months = {"a": (1, 3, 4), "b": (1, 3), "c": (1, 2, 3, 4), "d": (1,)}
    rows = [f"{who},2026-{month:02}-05,15" for who, seen in months.items() for month in seen]
    file = written("customer,purchase date,amount", *rows)
    report = compute("ltv", file, as_of="2026-04-30")
    (told,) = (each for each in report.diagnostics if each.kind is errors.TOO_SMALL)
    assert "2 of 4 who count as having left came back later" in told.text
    assert "customers have paid 37.50 each on average already" in told.text
    assert report.rows[0].measure.headline.value == 15 / (4 / 8)
    longer = compute("ltv", file, as_of="2026-04-30", inactive_after="60d")
    assert errors.TOO_SMALL not in {each.kind for each in longer.diagnostics}


def test_several_currencies_are_refused(written: Write) -> None:
    rows = ("a,2026-01-05,R$ 10", "b,2026-01-05,US$ 20")
    with pytest.raises(CsmetricsError, match="amount holds amounts in BRL, USD"):
        statistics(written, "customer,purchase date,amount", *rows)


def test_at_no_churn_it_is_undefined(written: Write) -> None:
    found = statistics(written, "customer,churn,monthly charges", "a,no,10", "b,no,20")
    assert found["ltv"].value is None
    assert found["ltv"].undefined_because == "nobody left: at no churn the value has no end"


def test_without_amounts_it_is_refused(written: Write) -> None:
    with pytest.raises(CsmetricsError, match="ltv needs purchases with customers and amounts"):
        statistics(written, "customer,start date,end date", "a,2026-01-01,")


@pytest.mark.parametrize(
    ("header", "options", "cure"),
    [
        ("Order Date,Customer Name,Sales", {}, "--column customer=NAME"),
        ("customer,start date,end date,Situação", {}, "--column charge=NAME"),
        (
            "customer,start date",
            {},
            "--column bought=NAME --column amount=NAME; or --column ended=NAME --column charge=NAME",
        ),
        ("customer,start date", {"basis": "dates"}, "--column ended=NAME --column charge=NAME"),
        ("flavour,size", {}, "--column churned=NAME --column charge=NAME"),
    ],
)
def test_the_columns_that_lack_are_named_of_what_is_nearest(
    written: Write, header: str, options: dict[str, str], cure: str
) -> None:
    row = header.replace("Order Date", "2026-01-01").replace("start date", "2026-01-01")
    row = row.replace("end date", "2026-02-01").replace("Situação", "Ativo").replace("Sales", "5")
    with pytest.raises(CsmetricsError) as caught:
        compute("ltv", written(header, row), **options)
    assert caught.value.hint == f"{cure}     (csmetrics inspect shows how each column was read)"


@pytest.mark.parametrize("header", ["Mensalidade (R$)", "Monthly charges (USD)", "MRR €"])
def test_a_currency_may_stand_after_the_name_of_a_charge(written: Write, header: str) -> None:
    found = statistics(written, f"customer,churn,{header}", "a,yes,10", "b,no,20")
    assert found["ltv"].value == 30.0


def test_a_column_of_several_currencies_is_refused_and_one_is_said(written: Write) -> None:
    rows = ("a,2026-01-05,10,BRL", "b,2026-01-06,20,usd", "a,2026-02-05,10,brl", "a,2026-02-06,5,")
    file = written("customer,purchase date,amount,moeda", *rows)
    with pytest.raises(CsmetricsError, match="the amounts are in BRL, USD"):
        compute("ltv", file)
    report = compute("ltv", file, where=["moeda ~ brl"])
    (told,) = (each for each in report.diagnostics if each.kind is errors.AMOUNTS_IN)
    assert told.text == "the amounts are in BRL"


def test_who_was_gone_at_the_end_of_the_month_has_paid_too(written: Write) -> None:
    """a is there at the end of every other month; b bought on the 5th, and 10 days after was there no more."""
    rows = [f"a,2026-0{month}-25,100" for month in (1, 3, 5)]
    file = written("customer,purchase date,amount", *rows, "b,2026-01-05,100")
    report = compute("ltv", file, inactive_after="10d", as_of="2026-05-31")
    (told,) = (each for each in report.diagnostics if each.kind is errors.TOO_SMALL)
    assert "customers have paid 200.00 each on average already" in told.text  # 400 of both
