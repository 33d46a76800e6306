"""Contacts held against a list of customers, on tables small enough to count by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from csmetrics import compute, errors
from csmetrics.calc.intervals import newcombe
from csmetrics.errors import CsmetricsError
from csmetrics.report import Measure, Report, Statistic

Write = Callable[..., str]

TICKETS = (
    "ticket,requester id,created at,channel",
    "1,a,2026-03-02 10:00,email",
    "2,a,2026-03-05 10:00,chat",
    "3,b,2026-03-20 10:00,email",
    "4,x,2026-03-21 10:00,email",
    "5,,2026-03-22 10:00,email",
    "6,c,2026-07-01 10:00,email",
)
CUSTOMERS = (
    "customer,start date,end date",
    "a,2026-03-02,2026-04-01",
    "b,2026-03-06,",
    "c,2026-03-06,",
    "d,2026-03-06,",
    "e,2026-01-01,2026-02-01",
)
"""x is in no list; d and e are never in touch; e left before the contacts begin."""


def report_of(write: Write, *customers: str, **options: Any) -> Report:
    file = write(*TICKETS, name="tickets.csv")
    beside = write(*(customers or CUSTOMERS), name="customers.csv")
    return compute("contacts", file, customers=beside, **options)


def titled(report: Report, title: str) -> Measure:
    return next(row.measure for row in report.rows if row.measure.title == title)


def statistic(measure: Measure, name: str) -> Statistic:
    return next(each for each in measure.statistics if each.name == name)


def test_of_all_customers_also_those_without_contacts(written: Write) -> None:
    report = report_of(written)
    measure = report.rows[0].measure
    assert (measure.headline.value, measure.headline.n) == (4 / 5, 5)
    assert statistic(measure, "in_touch").value == 60.0
    assert dict(measure.parts) == {"contacts": 4, "customers_in_touch": 3}
    assert dict(measure.distribution) | {"0": 2, "1": 2, "2": 1} == dict(measure.distribution)


def test_keys_that_do_not_match_are_told_on_either_side(written: Write) -> None:
    report = report_of(written)
    left_out = {each.reason: each.count for each in report.quality.left_out}
    assert left_out == {errors.NOT_LISTED: 1, errors.NO_CUSTOMER: 1}
    (silent,) = (each for each in report.diagnostics if each.kind is errors.SILENT)
    assert silent.text.startswith("2 of 5 customers of ")
    assert [each.rows for each in report.inputs] == [6, 5]


def test_a_slice_is_per_all_customers(written: Write) -> None:
    report = report_of(written, by=["channel"])
    found = {
        dict(row.slice)["channel"]: (row.measure.headline.value, row.measure.headline.n)
        for row in report.rows
        if row.slice
    }
    assert found == {"chat": (1 / 5, 5), "email": (3 / 5, 5)}


def test_who_is_silent_since_they_came(written: Write) -> None:
    """a at once, b after 14 days, c after 117; d never, in as many. e came before the contacts begin."""
    measure = titled(report_of(written), "Silent since they came")
    assert measure.headline.name == "silent_after_16w"
    assert (measure.headline.value, measure.headline.n) == (50.0, 4)
    assert statistic(measure, "silent_after_1w").value == 75.0
    assert statistic(measure, "silent_after_26w").value is None


def test_contacts_by_age(written: Write) -> None:
    """In the first week a wrote twice, and four customers were observed for it: 60 contacts per 28 days."""
    measure = titled(report_of(written), "Contacts per 30 days, by time since they came")
    assert statistic(measure, "week_1").value == pytest.approx(30 * 2 / 28, rel=0.02)
    assert statistic(measure, "week_1").n == 2


def test_who_left_against_who_stayed_by_a_flag(written: Write) -> None:
    """Without dates: of two who left one was in touch, of three who stayed two."""
    lines = ("customer,churn", "a,yes", "e,yes", "b,no", "c,no", "d,no")
    measure = titled(report_of(written, *lines), "Who left against who stayed")
    assert [each.name for each in measure.statistics] == [
        "difference_in_touch",
        "in_touch_of_who_left",
        "in_touch_of_who_stayed",
    ]
    gap = measure.headline
    assert gap.value == pytest.approx(100 * (1 / 2 - 2 / 3))
    assert gap.interval is not None
    assert (gap.interval.low, gap.interval.high) == tuple(
        100 * end for end in newcombe(1, 2, 2, 3, 0.95)
    )


def test_rates_count_only_while_somebody_is_a_customer(written: Write) -> None:
    """a: two contacts in 30 days, e is not observed; b, c, d: two in the time they were observed."""
    lines = (*CUSTOMERS, "f,2026-03-02,2026-03-31")
    measure = titled(report_of(written, *lines), "Who left against who stayed, per 30 days")
    left = statistic(measure, "who_left")
    assert left.n == 2  # a and f
    assert left.value == pytest.approx(30 * 2 / (30 + 29))
    assert statistic(measure, "difference").interval is not None
    assert statistic(measure, "difference").finding == "no clear difference"
    # who left had less time to be in touch: of how many were is no comparison
    assert [each.name for each in measure.statistics] == ["difference", "who_left", "who_stayed"]


def test_without_a_list_only_who_was_in_touch_is_known(written: Write) -> None:
    report = compute("contacts", written(*TICKETS))
    (row,) = report.rows
    assert (row.measure.headline.value, row.measure.headline.n) == (5 / 4, 4)
    assert "without --customers nobody else is known" in report.definition.rule


def test_columns_of_both_tables_may_be_named(written: Write) -> None:
    lines = ("who,start date", "a,2026-03-02")
    report = report_of(written, *lines, column=["customer=who", "requester=requester id"])
    assert report.rows[0].measure.headline.value == 2.0


def test_nobody_in_the_list_is_refused(written: Write) -> None:
    with pytest.raises(CsmetricsError, match="of nobody in the list of customers"):
        report_of(written, "customer,churn", "q,yes")


def test_whose_they_are_must_be_known(written: Write) -> None:
    with pytest.raises(CsmetricsError, match="contacts needs the id of the customer"):
        compute("contacts", written("ticket,created at", "1,2026-03-02"))


def test_time_under_observation_is_exact(written: Write) -> None:
    """Observed from midnight of the first day to the last contact: 1.75 days, not 1."""
    tickets = ("ticket,requester id,created at", "1,a,2026-03-02 09:00", "2,c,2026-03-03 18:00")
    lines = ("customer,start date,churn", *(f"{each},2026-01-01,no" for each in "ab"))
    lines = (*lines, *(f"{each},2026-01-01,yes" for each in "cd"))
    file, beside = written(*tickets, name="t.csv"), written(*lines, name="c.csv")
    report = compute("contacts", file, customers=beside)
    measure = titled(report, "Who left against who stayed, per 30 days")
    assert statistic(measure, "who_stayed").value == 30 * 1 / (2 * 1.75)
    assert statistic(measure, "who_left").value == 30 * 1 / (2 * 1.75)


@pytest.mark.parametrize(
    ("as_of", "left", "customers"), [(None, None, 3), ("2026-08-31", None, 3), ("2026-10-01", 2, 4)]
)
def test_who_leaves_after_now_has_not_left(
    written: Write, as_of: str | None, left: int | None, customers: int
) -> None:
    """a and b leave in September, d comes then; the last contact is of July."""
    lines = ("a,2026-01-01,2026-09-01", "b,2026-01-01,2026-09-30", "c,2026-01-01,")
    report = report_of(
        written, "customer,start date,end date", *lines, "d,2026-09-02,", as_of=as_of
    )
    assert report.rows[0].measure.headline.n == customers
    titles = [row.measure.title for row in report.rows]
    told = [each.text for each in report.diagnostics if each.kind is errors.NOT_YET]
    if left is None:
        assert "Who left against who stayed, per 30 days" not in titles
        assert told[0].partition(": ")[2].startswith("2 customers leave and 1 customer comes after")
    else:
        measure = titled(report, "Who left against who stayed, per 30 days")
        assert statistic(measure, "who_left").n == left
        assert told == []


def test_ids_that_are_nearly_those_of_the_list_are_counted(written: Write) -> None:
    """Of a, b, c and x only c is in the list as it is; A and 00b.0 are a and b to a person."""
    report = report_of(written, "customer,churn", "A,no", " 00b.0,no", "c,no")
    (told,) = (each for each in report.diagnostics if each.kind is errors.ALIKE)
    assert told.count == 3  # two contacts of a, one of b
    assert report.rows[0].measure.headline.value == 1 / 3


def test_only_nearly_those_of_the_list_are_refused(written: Write) -> None:
    with pytest.raises(CsmetricsError, match="none of 6 contacts is of a customer") as refused:
        report_of(written, "customer,churn", "A,no", "00b,no")
    assert refused.value.kind is errors.STRANGERS
    assert refused.value.params["count"] == 3
