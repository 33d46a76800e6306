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
"""x is in no list; d is never in touch; e left before the contacts begin, and counts nowhere."""


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
    assert (measure.headline.value, measure.headline.n) == (4 / 4, 4)
    assert statistic(measure, "in_touch").value == 75.0
    assert dict(measure.parts) == {"contacts": 4, "customers_in_touch": 3}
    assert dict(measure.distribution) | {"0": 1, "1": 2, "2": 1} == dict(measure.distribution)


def test_tickets_are_no_list_of_customers(written: Write) -> None:
    with pytest.raises(CsmetricsError) as caught:
        report_of(written, "ticket id,customer,status", "1,a,closed", "2,b,open")
    assert caught.value.kind is errors.TICKETS_HELD


def test_keys_that_do_not_match_are_told_on_either_side(written: Write) -> None:
    report = report_of(written)
    left_out = {each.reason: each.count for each in report.quality.left_out}
    assert left_out == {errors.NOT_LISTED: 1, errors.NO_CUSTOMER: 1}
    (silent,) = (each for each in report.diagnostics if each.kind is errors.SILENT)
    assert silent.text.startswith("1 of 4 customers of ")
    (before,) = (each for each in report.diagnostics if each.kind is errors.LEFT_BEFORE)
    assert before.text.endswith(": 1 customer left before 2026-03-02, and counts nowhere")
    assert [each.rows for each in report.inputs] == [6, 5]


def test_a_slice_is_per_all_customers(written: Write) -> None:
    report = report_of(written, by=["channel"])
    found = {
        dict(row.slice)["channel"]: (row.measure.headline.value, row.measure.headline.n)
        for row in report.rows
        if row.slice
    }
    assert found == {"chat": (1 / 4, 4), "email": (3 / 4, 4)}


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
    """a: two contacts in 31 days, the last one whole; e is not observed; b, c, d: two while they were."""
    lines = (*CUSTOMERS, "f,2026-03-02,2026-03-31")
    measure = titled(report_of(written, *lines), "Who left against who stayed, per 30 days")
    left = statistic(measure, "who_left")
    assert left.n == 2  # a and f
    assert left.value == pytest.approx(30 * 2 / (31 + 30), rel=1e-12)
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
    report = report_of(
        written, *lines, column=["customer=who", "requester=requester id"], max_left_out="100"
    )
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
    lines = ("customer,churn", "A,no", " 00b.0,no", "c,no")
    report = report_of(written, *lines, max_left_out="100")
    (told,) = (each for each in report.diagnostics if each.kind is errors.ALIKE)
    assert told.count == 3  # two contacts of a, one of b
    assert report.rows[0].measure.headline.value == 1 / 3


def test_only_nearly_those_of_the_list_are_refused(written: Write) -> None:
    with pytest.raises(CsmetricsError, match="none of 6 contacts is of a customer") as refused:
        report_of(written, "customer,churn", "A,no", "00b,no")
    assert refused.value.kind is errors.STRANGERS
    assert refused.value.params["count"] == 3


def by_period(report: Report) -> dict[str | None, tuple[float | None, int]]:
    """Value and n of each period, the whole under None."""
    return {
        dict(row.slice).get("period"): (row.measure.headline.value, row.measure.headline.n)
        for row in report.rows
    }


MONTHLY = (
    "ticket,requester id,created at",
    *(
        f"{who}{month},{who},2026-0{month}-05"
        for month, here in ((1, "ab"), (2, "abcd"), (3, "bcd"))
        for who in here
    ),
)
"""Everybody once a month, from the month in which he came."""
GROWING = (
    "customer,start date,end date",
    *("a,2026-01-01,2026-02-28", "b,2026-01-01,", "c,2026-02-01,", "d,2026-02-01,"),
    *("y,2026-03-04,", "z,2021-01-01,2021-12-31"),
)
"""a is there to the end of February; y comes in March and is silent; z left long ago."""


def test_each_period_is_per_its_own_customers(written: Write) -> None:
    tickets, customers = written(*MONTHLY, name="t.csv"), written(*GROWING, name="c.csv")
    found = by_period(compute("contacts", tickets, customers=customers, every="month"))
    assert found == {
        None: (9 / 5, 5),
        "2026-01": (1.0, 2),
        "2026-02": (1.0, 4),
        "2026-03": (3 / 4, 4),
    }


@pytest.mark.parametrize(
    ("options", "value", "n"),
    [
        ({"since": "2026-01", "until": "2026-01"}, 1.0, 2),
        ({"until": "2026-01", "as_of": "2026-01-31"}, 1.0, 2),
        ({"since": "2026-03"}, 3 / 4, 4),
        ({"since": "2026-03", "as_of": "2026-03-03"}, None, None),
    ],
)
def test_a_window_is_per_its_own_customers(
    written: Write, options: dict[str, str], value: float | None, n: int | None
) -> None:
    tickets, customers = written(*MONTHLY, name="t.csv"), written(*GROWING, name="c.csv")
    if n is None:
        with pytest.raises(CsmetricsError):
            compute("contacts", tickets, customers=customers, **options)
        return
    report = compute("contacts", tickets, customers=customers, **options)
    assert by_period(report) == {None: (value, n)}


def test_a_period_in_which_nobody_wrote_has_customers(written: Write) -> None:
    tickets = written(
        "ticket,requester id,created at", "1,a,2026-01-05", "2,b,2026-04-05", name="t.csv"
    )
    customers = written(*GROWING, name="c.csv")
    found = by_period(compute("contacts", tickets, customers=customers, every="month"))
    assert found["2026-02"] == (0.0, 4)
    assert found["2026-03"] == (0.0, 4)


def test_without_a_list_a_period_is_per_who_was_in_touch_in_it(written: Write) -> None:
    """In January a twice and b once, in March a once: 3/2 and 1; in February nobody."""
    days = ("a,2026-01-05", "a,2026-01-06", "b,2026-01-07", "a,2026-03-31")
    lines = (f"{number},{day}" for number, day in enumerate(days))
    found = by_period(
        compute("contacts", written("ticket,requester id,created at", *lines), every="month")
    )
    assert found == {
        None: (4 / 2, 2),
        "2026-01": (3 / 2, 2),
        "2026-02": (None, 0),
        "2026-03": (1.0, 1),
    }


def test_slices_of_a_period_are_per_its_customers(written: Write) -> None:
    lines = ("1,a,2026-01-05,email", "2,a,2026-01-06,chat", "3,b,2026-01-07,chat")
    file = written("ticket,requester id,created at,channel", *lines)
    report = compute("contacts", file, by=["channel"], every="month")
    found = {
        dict(row.slice).get("channel"): (row.measure.headline.value, row.measure.headline.n)
        for row in report.rows
    }
    assert found == {None: (3 / 2, 2), "chat": (2 / 2, 2), "email": (1 / 2, 2)}


@pytest.mark.parametrize(("end", "used"), [("2026-02-10", 3), ("2026-02-10 09:30", 2)])
def test_the_last_day_without_a_clock_belongs_to_the_stay(
    written: Write, end: str, used: int
) -> None:
    """a calls at 09:00 and 10:00 of the day he leaves, and the day after."""
    times = ("a,2026-02-10 09:00", "a,2026-02-10 10:00", "a,2026-02-11 09:00", "b,2026-02-28 09:00")
    tickets = written(
        "ticket,requester id,created at",
        *(f"{number},{each}" for number, each in enumerate(times)),
        name="t.csv",
    )
    lines = ("customer,start date,end date", f"a,2026-01-01,{end}", "b,2026-01-01,")
    report = compute("contacts", tickets, customers=written(*lines, name="c.csv"))
    assert report.quality.used == used
    left_out = {each.reason: each.count for each in report.quality.left_out}
    assert left_out == {errors.NOT_THEN: 4 - used}


def test_who_comes_later_is_no_customer_yet_though_he_called(written: Write) -> None:
    days = ("a,2026-01-05", "x,2026-01-07", "y,2026-01-08", "a,2026-01-31")
    tickets = written(
        "ticket,requester id,created at",
        *(f"{number},{day}" for number, day in enumerate(days)),
        name="t.csv",
    )
    lines = (*(f"{each},2026-01-01" for each in "abcd"), "x,2026-03-01", "y,2026-03-01")
    customers = written("customer,start date", *lines, name="c.csv")
    report = compute("contacts", tickets, customers=customers)
    measure = report.rows[0].measure
    assert (measure.headline.value, measure.headline.n) == (2 / 4, 4)
    assert statistic(measure, "in_touch").value == 25.0


@pytest.mark.parametrize(
    ("strangers", "kind"), [(2, None), (3, errors.MANY_UNLISTED), (11, errors.MOSTLY_UNLISTED)]
)
def test_a_list_of_few_of_who_wrote_is_doubted_and_then_refused(
    written: Write, strangers: int, kind: errors.Kind | None
) -> None:
    """Of ten contacts of customers and 2, 3 or 11 of others: 17, 23 and 52 %."""
    who = ["a"] * 8 + ["b"] * 2 + ["x"] * strangers
    lines = (f"{number},{each},2026-01-{number + 1:02}" for number, each in enumerate(who))
    tickets = written("ticket,requester id,created at", *lines, name="t.csv")
    customers = written("customer,churn", "a,no", "b,no", name="c.csv")
    if kind is errors.MOSTLY_UNLISTED:
        with pytest.raises(CsmetricsError, match=r"52.4% of the contacts are of nobody") as refused:
            compute("contacts", tickets, customers=customers)
        assert refused.value.kind is kind
        report = compute("contacts", tickets, customers=customers, max_left_out="60")
        assert report.rows[0].measure.headline.value == 10 / 2
        return
    report = compute("contacts", tickets, customers=customers)
    told = {each.kind for each in report.diagnostics}
    assert (errors.MANY_UNLISTED in told) == (kind is errors.MANY_UNLISTED)


def test_who_was_answered_after_he_left_is_no_customer_by_that_date(written: Write) -> None:
    lines = (
        "1,a,2026-01-05 10:00,2026-01-05 11:00",
        "2,b,2026-01-31 10:00,2026-02-01 09:00",
        "3,a,2026-01-31 10:00,2026-02-01 09:00",
    )
    tickets = written("ticket,requester id,created at,first response at", *lines, name="t.csv")
    customers = written(
        "customer,start date,end date", "a,2026-01-01,", "b,2026-01-01,2026-01-31", name="c.csv"
    )
    report = compute("contacts", tickets, customers=customers, every="month", date="responded")
    assert by_period(report) == {None: (2 / 2, 2), "2026-01": (1 / 2, 2), "2026-02": (1.0, 1)}


def test_a_customer_who_ends_before_he_starts_is_left_out_and_told(written: Write) -> None:
    report = report_of(written, *CUSTOMERS, "f,2026-03-10,2026-03-09")
    assert report.rows[0].measure.headline.n == 4
    (told,) = (each for each in report.diagnostics if each.kind is errors.NAMELESS)
    assert "1 row names no customer, ends before it starts, or has been replaced" in told.text
