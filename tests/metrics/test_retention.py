"""Retention, on tables small enough to count by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from csmetrics import compute, errors
from csmetrics.calc.intervals import wilson
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.metrics.retention import Retention
from csmetrics.report import Diagnostic, Measure, Report, Row

Write = Callable[..., str]

PURCHASES = (
    "customer,purchase date,channel",
    "a,2026-01-05,web",
    "a,2026-01-20,web",
    "b,2026-01-21,shop",
    "a,2026-02-03,shop",
    "c,2026-02-10,web",
    "a,2026-03-01,web",
    "b,2026-03-30,web",
)
"""January a b; February a c; March a b: b came back. Until 31 March nothing more."""

STAYS = (
    "customer,start date,end date,plan",
    "a,2026-01-01,2026-03-10,basic",
    "b,2026-01-20,,basic",
    "c,2026-02-03,2026-02-25,pro",
    "d,2026-03-01,,pro",
    "e,2026-03-15,2026-05-01,pro",
)
"""At the ends: January a b, February a b, March b d e, April b d e, May b d; c came and left in February."""


def measured(write: Write, lines: tuple[str, ...], **options: Any) -> Report:
    return compute("retention", write(*lines), **options)


def by_period(report: Report) -> dict[str, Row]:
    return {str(dict(row.slice).get("period", "(all)")): row for row in report.rows}


def headline(row: Row) -> tuple[float | None, int]:
    return row.measure.headline.value, row.measure.headline.n


def value(measure: Measure, name: str) -> float | None:
    return next(each.value for each in measure.statistics if each.name == name)


def said(report: Report, kind: errors.Kind) -> list[Diagnostic]:
    return [each for each in report.diagnostics if each.kind is kind]


def test_of_those_there_then_the_share_there_now(written: Write) -> None:
    rows = by_period(measured(written, PURCHASES, every="month", as_of="2026-03-31"))
    assert headline(rows["2026-01"]) == (None, 0)
    assert (
        rows["2026-01"].measure.headline.undefined_because == "nobody was there the period before"
    )
    assert headline(rows["2026-02"]) == (50.0, 2)  # a of a b
    assert headline(rows["2026-03"]) == (50.0, 2)  # a of a c
    assert headline(rows["(all)"]) == (50.0, 4)
    interval = rows["2026-03"].measure.headline.interval
    assert interval is not None
    assert (interval.low, interval.high) == tuple(100 * end for end in wilson(1, 2, 0.95))


def test_totals_part_from_it_where_somebody_comes_back(written: Write) -> None:
    report = measured(written, PURCHASES, every="month", as_of="2026-03-31")
    march = by_period(report)["2026-03"].measure
    assert dict(march.parts) == {"still_there": 1, "new": 0, "returned": 1, "there_now": 2}
    assert value(march, "by_totals") == 100.0  # (E − N)/S = (2 − 0)/2
    (parting,) = said(report, errors.PARTING)
    assert "is 75.0 %, not 50.0 %: 1 customer came back after a gap" in parting.text


def test_without_a_period_months_are_taken_together(written: Write) -> None:
    report = measured(written, PURCHASES, as_of="2026-03-31")
    (row,) = report.rows
    assert headline(row) == (50.0, 4)
    assert "by months unless --every says another" in report.definition.rule


def test_a_period_that_is_not_over_says_nothing_yet(written: Write) -> None:
    report = measured(written, PURCHASES, every="month")  # until 30 March
    march = by_period(report)["2026-03"]
    assert headline(march) == (None, 0)
    assert march.measure.headline.undefined_because == "the period is not over"
    assert march.partial
    assert dict(march.measure.parts)["there_now"] == 2
    assert headline(by_period(report)["(all)"]) == (50.0, 2)  # February alone
    (note,) = said(report, errors.NOT_OVER)
    assert note.text == "2026-03 is not over at 2026-03-30: who stays in it is not known yet"


def test_the_window_knows_who_was_there_before_it(written: Write) -> None:
    rows = by_period(
        measured(written, PURCHASES, every="month", since="2026-03", as_of="2026-03-31")
    )
    assert list(rows) == ["(all)", "2026-03"]
    assert headline(rows["2026-03"]) == (50.0, 2)
    assert dict(rows["2026-03"].measure.parts)["returned"] == 1  # not new: he bought in January


def test_the_period_in_which_a_window_begins_counts_whole_and_is_not_partial(
    written: Write,
) -> None:
    """a of 3 February is there in it; b of 30 March has not been seen by the 10th."""
    report = measured(written, PURCHASES, every="month", since="2026-02-05", until="2026-03-10")
    rows = by_period(report)
    assert headline(rows["2026-02"]) == (50.0, 2)
    assert [dict(rows[name].measure.parts)["there_now"] for name in ("2026-02", "2026-03")] == [
        2,
        1,
    ]
    assert [name for name, row in rows.items() if row.partial] == ["2026-03"]
    assert len(said(report, errors.WHOLE_PERIOD)) == 1


def test_a_customer_counts_in_the_slice_of_the_first_purchase(written: Write) -> None:
    report = measured(written, PURCHASES, by=["channel"], as_of="2026-03-31")
    slices = {dict(row.slice)["channel"]: headline(row) for row in report.rows if row.slice}
    assert slices == {"web": (200 / 3, 3), "shop": (0.0, 1)}  # a c by the web, b in the shop
    (note,) = said(report, errors.LABELS_OF_ONE)
    assert note.count == 2  # a and b bought both ways


def test_inactive_after_asks_at_the_end_of_each_period(written: Write) -> None:
    """With 45 days, b of 21 January is there at the end of February as well, and c at the end of March not."""
    rows = by_period(
        measured(written, PURCHASES, every="month", inactive_after="45d", as_of="2026-03-31")
    )
    assert headline(rows["2026-02"]) == (100.0, 2)
    assert headline(rows["2026-03"]) == (200 / 3, 3)  # a b of a b c
    assert dict(rows["2026-03"].measure.parts)["there_now"] == 2


def test_the_triangle_of_cohorts(written: Write, published: Callable[[str], Any]) -> None:
    told = published("retention_backlog")["cohort"]
    lines = ["customer,purchase date", *(f"{who},{month}-15" for who, month in told["events"])]
    rows = by_period(measured(written, tuple(lines), cohort="month", as_of="2024-03-31"))
    for cohort, (size, *later) in told["table"].items():
        measure = rows[cohort].measure
        assert dict(measure.parts) == {"customers": size}
        assert [each.value for each in measure.statistics] == [100 * each / size for each in later]
        assert [each.name for each in measure.statistics] == [
            f"month_{place}" for place in range(1, len(later) + 1)
        ]
    assert headline(rows["2024-03"]) == (None, 0)  # nobody began in it
    assert headline(rows["(all)"]) == (50.0, 4)  # c1 and c3 of four


def test_a_cohort_is_asked_at_the_end_of_each_month_where_somebody_gets_inactive(
    written: Write,
) -> None:
    """Of a and b of January, b has not bought for 10 days at its end, a not at the end of any later month."""
    rows = by_period(
        measured(written, PURCHASES, cohort="month", inactive_after="10d", as_of="2026-03-31")
    )
    assert headline(rows["2026-01"]) == (0.0, 2)
    assert value(rows["2026-01"].measure, "month_2") == 50.0  # b of 30 March
    assert headline(rows["2026-02"]) == (0.0, 1)


def test_dates_say_who_was_there_at_the_end(written: Write) -> None:
    rows = by_period(measured(written, STAYS, every="month", as_of="2026-05-31"))
    found = {name: headline(row) for name, row in rows.items()}
    assert found == {
        "(all)": (80.0, 10),
        "2026-01": (None, 0),
        "2026-02": (100.0, 2),
        "2026-03": (50.0, 2),
        "2026-04": (100.0, 3),
        "2026-05": (pytest.approx(200 / 3), 3),
    }
    february = rows["2026-02"].measure
    assert dict(february.parts)["came_and_left"] == 1
    assert value(february, "by_totals") == 50.0  # (E − N)/S = (2 − 1)/2: c is new, and gone


def test_dates_without_a_period_say_who_is_there_still(written: Write) -> None:
    report = measured(written, STAYS, as_of="2026-05-31")
    share, stays = (row.measure for row in report.rows)
    assert (share.headline.value, share.headline.n) == (40.0, 5)
    assert dict(stays.parts) == {"left": 3, "still_there": 2}
    # c leaves after 22 days, e after 47, a after 68 with b, d, a at risk
    assert value(stays, "still_there_after_30d") == pytest.approx(80.0)
    assert value(stays, "still_there_after_90d") == pytest.approx(40.0)
    assert stays.headline.value == 68 * 86400.0


def test_who_came_and_left_within_the_window(written: Write) -> None:
    (row,) = measured(written, STAYS, since="2026-02", until="2026-04").rows
    assert headline(row) == (50.0, 2)
    assert dict(row.measure.parts)["came_and_left"] == 1
    assert value(row.measure, "by_totals") == 0.0  # (E − N)/S = (3 − 3)/2


def test_a_window_of_dates_asks_at_both_ends(written: Write) -> None:
    report = measured(written, STAYS, since="2026-03", until="2026-04")
    (row,) = report.rows
    assert headline(row) == (50.0, 2)  # a and b were there on 1 March, b still at the end of April
    assert dict(row.measure.parts) == {"still_there": 1, "new": 2, "returned": 0, "there_now": 3}
    assert report.quality.used == 5  # c, who left in February, would be back, not new


def test_who_came_and_left_has_been_there_before(written: Write) -> None:
    """x is there from 5 to 10 February, between two ends of months, and again from 10 April on."""
    file = ("a,2026-01-01,", "b,2026-01-01,", "x,2026-02-05,2026-02-10", "x,2026-04-10,")
    lines = ("customer,start date,end date", *file)
    rows = by_period(measured(written, lines, every="month", as_of="2026-04-30"))
    nobody = {"still_there": 2, "new": 0, "returned": 0, "there_now": 2, "came_and_left": 0}
    assert dict(rows["2026-02"].measure.parts) == nobody | {"came_and_left": 1}
    assert dict(rows["2026-04"].measure.parts) == nobody | {"returned": 1, "there_now": 3}
    assert [value(rows[f"2026-0{month}"].measure, "by_totals") for month in (2, 3, 4)] == [
        50.0,
        100.0,
        150.0,
    ]
    for month in (2, 4):
        window = {"since": f"2026-0{month}", "until": f"2026-0{month}", "as_of": "2026-04-30"}
        (row,) = measured(written, lines, **window).rows
        found = {"came_and_left": 0} | dict(row.measure.parts)
        assert found == dict(rows[f"2026-0{month}"].measure.parts)


def test_the_first_line_is_of_the_periods_of_which_the_value_is_known(written: Write) -> None:
    """f comes and goes in January, before which nobody was there; May, in which g does, is not over."""
    lines = (*STAYS, "f,2026-01-02,2026-01-05,pro", "g,2026-05-02,2026-05-04,pro")
    report = measured(written, lines, every="month", as_of="2026-05-20")
    rows = by_period(report)
    assert dict(rows["2026-01"].measure.parts)["came_and_left"] == 1
    assert rows["2026-05"].measure.parts == ()  # who is there is asked at its end
    assert rows["2026-05"].measure.headline.undefined_because == "the period is not over"
    whole = rows["(all)"].measure
    assert (whole.headline.value, whole.headline.n) == (pytest.approx(600 / 7), 7)
    assert dict(whole.parts) == {
        "still_there": 6,  # a b of February, b of March, b d e of April
        "new": 2,  # d and e in March
        "returned": 0,
        "there_now": 8,
        "came_and_left": 1,  # c in February; neither f nor g
    }
    assert value(whole, "by_totals") == pytest.approx(100 * (8 - 3) / 7)
    (parting,) = said(report, errors.PARTING)
    assert "is 71.4 %, not 85.7 %: 1 customer came and left in between" in parting.text


def test_a_cohort_of_a_month_that_is_not_over_has_no_size_yet(written: Write) -> None:
    lines = (*PURCHASES, "d,2026-03-02,web")
    rows = by_period(measured(written, lines, cohort="month", as_of="2026-03-30"))
    assert {name: dict(row.measure.parts) for name, row in rows.items()} == {
        "(all)": {"customers": 3},
        "2026-01": {"customers": 2},
        "2026-02": {"customers": 1},
        "2026-03": {},
    }


@pytest.mark.parametrize(
    ("lines", "within", "told"),
    [
        (STAYS, "12", "--within: 12 is not days such as 30d,90d"),
        (STAYS, "30d,12", "--within: 30d,12 is not days such as 30d,90d"),
        (
            ("customer,churn,tenure", "a,yes,3", "b,no,12"),
            "30d",
            "--within: 30d is not times in the unit of the tenure, such as 3,12",
        ),
    ],
)
def test_times_have_the_unit_of_the_data(
    written: Write, lines: tuple[str, ...], within: str, told: str
) -> None:
    with pytest.raises(CsmetricsError, match=f"^{told}") as caught:
        measured(written, lines, within=within)
    assert caught.value.kind is errors.BAD_VALUE


def test_who_stays_is_counted_to_the_day_of_which_who_leaves_is(written: Write) -> None:
    """The end of 31 January is no day more: b could not have been seen to leave on 1 February, 31 days after."""
    lines = ("customer,start date,end date", "a,2026-01-01,2026-01-31", "b,2026-01-01,")
    for options in ({}, {"as_of": "2026-01-31"}):
        stays = measured(written, lines, within="30d,31d", **options).rows[1].measure
        assert value(stays, "still_there_after_30d") == 50.0
        assert value(stays, "still_there_after_31d") is None  # nobody has been seen for so long


@pytest.mark.parametrize(
    ("header", "yes"),
    [("Churn", "Yes"), ("cancelou", "Sim"), ("Baja", "sí"), ("is_active", "0"), ("Ativo", "não")],
)
def test_a_flag_is_enough(written: Write, header: str, yes: str) -> None:
    no = {"Yes": "No", "Sim": "Não", "sí": "no", "0": "1", "não": "sim"}[yes]
    lines = (f"customerID,{header}", f"a,{yes}", *(f"{who},{no}" for who in "bcd"), "e,")
    report = measured(written, lines)
    assert headline(report.rows[0]) == (75.0, 4)
    assert report.quality.used == 4


def test_a_flag_says_nothing_of_periods(written: Write) -> None:
    with pytest.raises(CsmetricsError, match="need dates of customers, which a flag have not"):
        measured(written, ("customer,churn", "a,yes"), every="month")


TOTALS = "month,customers at start,customers at end,new customers"


def test_totals_as_published(written: Write, published: Callable[[str], Any]) -> None:
    for place, told in enumerate(published("retention_backlog")["retention"]):
        file = written(TOTALS, f"may,{told['S']},{told['E']},{told['N']}", name=f"{place}.csv")
        if "error" in told:
            with pytest.raises(
                CsmetricsError, match="row 2: E − N is 55, more than the 50"
            ) as caught:
                compute("retention", file)
            assert (caught.value.kind, caught.value.exit) == (
                errors.IMPOSSIBLE_TOTALS,
                Exit.REFUSED,
            )
            continue
        row = compute("retention", file).rows[0]
        assert row.measure.headline.value == told["retention"]
        assert row.measure.headline.n == told["S"]


def test_totals_of_several_periods_are_pooled(written: Write) -> None:
    report = measured(written, (TOTALS, "may,100,90,10", "june,300,300,0"), by=["month"])
    assert [headline(row) for row in report.rows] == [(95.0, 400), (100.0, 300), (80.0, 100)]


def test_an_id_that_stands_in_is_doubted_where_nobody_comes_back(written: Write) -> None:
    lines = ("id,date", *(f"{row},2026-0{1 + row % 3}-15" for row in range(60)))
    report = measured(written, lines, as_of="2026-03-31")
    assert said(report, errors.NOBODY_AGAIN)
    assert said(report, errors.FALLBACK_DATE)


@pytest.mark.parametrize(
    "header",
    ["customer,purchase date", "cliente,data da compra", "id cliente,fecha de compra"],
)
def test_the_names_of_three_languages(written: Write, header: str) -> None:
    report = measured(written, (header, *PURCHASES_ROWS), as_of="2026-03-31")
    assert headline(report.rows[0]) == (50.0, 4)


PURCHASES_ROWS = [line.rsplit(",", 1)[0] for line in PURCHASES[1:]]


@pytest.mark.parametrize(
    "options",
    [{"inactive_after": "12h"}, {"within": "soon"}, {"cohort": "day"}, {"basis": "guess"}],
)
def test_options_are_checked(options: dict[str, str]) -> None:
    with pytest.raises(CsmetricsError):
        Retention(**options)  # type: ignore[arg-type]


def test_what_says_nothing_of_customers_is_refused(written: Write) -> None:
    with pytest.raises(CsmetricsError, match="retention needs customers with start and end dates"):
        measured(written, ("name,colour", "a,red"))
