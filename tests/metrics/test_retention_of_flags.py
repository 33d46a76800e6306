"""Flags of customers: their words, blank ones, two of them, and what else stands beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from csmetrics import compute, errors
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.report import Report

Write = Callable[..., str]


def measured(write: Write, header: str, *rows: str, **options: Any) -> Report:
    return compute("retention", write(header, *rows), **options)


def kept(report: Report) -> tuple[float | None, int]:
    return report.rows[0].measure.headline.value, report.rows[0].measure.headline.n


def said(report: Report, kind: errors.Kind) -> list[str]:
    return [each.text for each in report.diagnostics if each.kind is kind]


@pytest.mark.parametrize(
    ("header", "gone", "there"),
    [
        ("Churn", "Yes", "Active"),  # "active" is the running clock of an SLA, not here
        ("Customer Status", "Churned", "Stayed"),
        ("Attrition_Flag", "Attrited Customer", "Existing Customer"),
        ("Status", "Canceled", "Active"),
        ("Situação", "Cancelado", "Ativo"),
        ("Estado", "de baja", "de alta"),
        ("is_active", "Inactive", "yes"),
        ("Ativo", "Inativo", "Sim"),
    ],
)
def test_words_of_customers(written: Write, header: str, gone: str, there: str) -> None:
    report = measured(
        written, f"customer,{header}", f"a,{gone}", f"b,{there}", f"c,{there}", f"d,{there}"
    )
    assert kept(report) == (75.0, 4)


def test_words_that_nobody_knows_are_refused_with_a_way_out(written: Write) -> None:
    with pytest.raises(CsmetricsError) as caught:
        measured(written, "customer,Status", "a,green", "b,red")
    assert (caught.value.kind, caught.value.exit) == (errors.UNKNOWN_STANDING, Exit.REFUSED)
    assert "--preset FILE" in caught.value.hint


@pytest.mark.parametrize("metric", ["retention", "ltv"])
@pytest.mark.parametrize(
    ("header", "sign"),
    [
        ("Ticket ID,Status", "Ticket ID"),
        ("Customer ID,Status,Resolved at", "Resolved at"),
        ("Requester ID,Created,Status", "Created"),
    ],
)
def test_the_status_of_a_ticket_says_nothing_of_customers(
    written: Write, metric: str, header: str, sign: str
) -> None:
    cells = "\n".join(",".join("closed" for _ in header.split(",")) for _ in range(2))
    with pytest.raises(CsmetricsError) as caught:
        compute(metric, written(header, cells))
    assert caught.value.kind is errors.TICKETS_HELD
    assert caught.value.params["sign"] == sign


def test_a_status_counts_where_the_user_names_it(written: Write) -> None:
    rows = ("1,a,closed", "2,b,active")
    report = measured(written, "Ticket ID,Customer,Status", *rows, column=["churned=Status"])
    assert kept(report) == (50.0, 2)


def test_a_list_of_customers_may_have_an_id_and_dates_beside_its_status(written: Write) -> None:
    rows = ("1,a,x,2026-01-05,closed", "2,b,y,2026-01-06,active")
    assert kept(measured(written, "ID,Customer,Owner,Created at,Status", *rows)) == (50.0, 2)


def test_tickets_are_no_purchases(written: Write) -> None:
    rows = ("1,a,2026-01-05,closed", "2,b,2026-02-06,active")
    file = written("Ticket ID,Customer,Created at,Status", *rows)
    with pytest.raises(CsmetricsError) as caught:
        compute("retention", file, basis="purchases")
    assert caught.value.text.startswith("--basis purchases needs bought; found: ")
    told = compute("retention", file, column=["bought=Created at"], as_of="2026-02-28")
    assert told.rows[0].measure.headline.n == 1


def test_a_flag_asked_for_by_words_that_nobody_knows_is_refused(written: Write) -> None:
    with pytest.raises(CsmetricsError) as caught:
        measured(written, "customer,Status", "a,green", "b,red", basis="flag")
    assert caught.value.kind is errors.UNKNOWN_STANDING


@pytest.mark.parametrize("mark", ["x", "Yes", "churned"])
def test_where_only_yes_occurs_a_blank_is_no(written: Write, mark: str) -> None:
    rows = (f"a,{mark}", "b,", "c,", "d,")
    report = measured(written, "customer,Churn", *rows)
    assert kept(report) == (75.0, 4)
    assert said(report, errors.BLANK_IS_NO) == [
        "Churn holds one answer only, and nothing in 3 rows: these count as the other one"
    ]
    assert kept(measured(written, "customer,Churn", *rows, blanks="unknown")) == (0.0, 1)


def test_of_who_is_there_a_blank_is_gone(written: Write) -> None:
    assert kept(measured(written, "customer,Active", "a,x", "b,x", "c,x", "d,")) == (75.0, 4)


def test_a_blank_among_both_answers_is_not_known(written: Write) -> None:
    rows = ("a,yes", "b,no", "c,")
    assert kept(measured(written, "customer,Churn", *rows)) == (50.0, 2)
    assert kept(measured(written, "customer,Churn", *rows, blanks="no"))[1] == 3


def test_where_nobody_left_and_some_are_blank_it_is_said(written: Write) -> None:
    report = measured(written, "customer,Churn", "a,no", "b,no", "c,")
    assert kept(report) == (100.0, 2)
    assert len(said(report, errors.ONE_ANSWER)) == 1


def test_two_flags_that_contradict_each_other(written: Write) -> None:
    report = measured(written, "customer,churned,active", "a,yes,yes", "b,no,yes", "c,no,no")
    assert kept(report)[0] == pytest.approx(200 / 3)
    assert "2 rows" in said(report, errors.FLAGS_DISAGREE)[0]


def test_a_flag_goes_before_ends_that_are_all_blank(written: Write) -> None:
    report = measured(
        written, "customer,started,ended,churned", "a,2026-01-02,,yes", "b,2026-01-03,,no"
    )
    assert kept(report) == (50.0, 2)
    assert len(said(report, errors.TAKEN_FROM)) == 1


def test_a_flag_goes_before_a_date_that_might_be_of_a_purchase(written: Write) -> None:
    header, rows = "customer,churned,bought", ("a,yes,2026-01-03", "b,no,2026-02-03")
    report = measured(written, header, *rows)
    assert kept(report) == (50.0, 2)
    assert said(report, errors.TAKEN_FROM) == [
        "who is there is taken from churned, not from bought"
    ]
    assert kept(measured(written, header, *rows, basis="purchases", as_of="2026-02-28"))[1] == 1


def test_ends_and_flags_that_contradict_each_other(written: Write) -> None:
    report = measured(
        written,
        "customer,started,ended,churned",
        *("a,2026-01-02,,yes", "b,2026-01-03,2026-02-01,no", "c,2026-01-03,,no"),
        *("d,2026-01-03,2026-01-20,yes", "d,2026-02-03,,no"),  # came back: not gone
    )
    assert kept(report) == (75.0, 4)
    assert said(report, errors.FLAG_AGAINST_DATES) == [
        "churned and the dates contradict each other: 1 customer is flagged as gone without an end date, "
        "1 customer has an end date and is not flagged as gone; the dates count"
    ]


@pytest.mark.parametrize(
    ("rows", "kind", "text"),
    [
        (
            ("100,10,5", "100,5,110"),
            errors.MORE_NEW_THAN_THERE,
            "row 2: 10 are new, more than the 5",
        ),
        (
            ("100,5,110", "9,1,20"),
            errors.IMPOSSIBLE_TOTALS,
            "row 2: E − N is 105, more than the 100",
        ),
    ],
)
def test_the_first_impossible_row_is_told_in_its_own_numbers(
    written: Write, rows: tuple[str, ...], kind: errors.Kind, text: str
) -> None:
    with pytest.raises(CsmetricsError) as caught:
        measured(written, "start,new,end", *rows)
    assert caught.value.kind is kind
    assert caught.value.text.startswith(text)


def test_a_list_of_customers_knows_by_a_mark_who_left_and_who_stays(written: Write) -> None:
    tickets = written(
        "id,requester id,created at", "1,a,2026-03-02", "2,b,2026-03-05", name="t.csv"
    )
    listed = written("customer,Churn", "a,x", "b,", "c,", name="c.csv")
    report = compute("contacts", tickets, customers=listed)
    against = {each.name: (each.n, each.value) for each in report.rows[-1].measure.statistics}
    assert against["in_touch_of_who_left"] == (1, 100.0)
    assert against["in_touch_of_who_stayed"] == (2, 50.0)


def test_a_status_stands_in_only_where_nothing_else_says_who_left(written: Write) -> None:
    dates = measured(
        written,
        "customer,started,ended,Status",
        "a,2026-01-02,2026-02-01,gold",
        "b,2026-01-03,,gold",
    )
    assert kept(dates) == (50.0, 2)
    assert said(dates, errors.FALLBACK_DATE) == []
    flag = measured(written, "customer,Status", "a,Canceled", "b,Active")
    assert len(said(flag, errors.FALLBACK_DATE)) == 1
