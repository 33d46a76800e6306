"""Ticket files that give a number in silence elsewhere: two orders of dates, days for times, a past now."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csmetrics import compute
from csmetrics.errors import CsmetricsError
from csmetrics.report import Report

Written = Callable[..., str]
DATES = "id,created,responded,resolved,status"


def said(report: Report) -> dict[str, str]:
    return {note.kind.name: note.text for note in report.diagnostics}


def test_dates_without_proof_are_read_as_those_beside_them(written: Written) -> None:
    file = written(
        DATES,
        "1,01/02/2026 10:00,01/02/2026 11:00,01/03/2026 11:00,closed",
        "2,01/05/2026 10:00,01/05/2026 11:00,01/13/2026 11:00,closed",
    )
    report = compute("art", file)
    assert report.rows[0].measure.headline.value == (25 + 193) / 2 * 3600
    assert said(report)["sibling-order"] == (
        "created: the dates were read month first, as resolved proves"
    )
    assert "assumed-date-order" not in said(report)


def test_two_orders_that_are_both_proven_are_said(written: Written) -> None:
    file = written(DATES, "1,13/01/2026 10:00,,01/14/2026 10:00,closed")
    report = compute("art", file)
    assert report.rows[0].measure.headline.value == 24 * 3600
    assert "created is written day first, resolved month first" in said(report)["two-orders"]


def test_an_offset_in_one_column_alone_is_said(written: Written) -> None:
    file = written(DATES, "1,2026-01-01T10:00:00Z,,2026-01-01 10:30,closed")
    assert (
        "resolved has none: it was read as the clock of UTC"
        in said(compute("art", file))["two-clocks"]
    )


def test_days_are_no_times_and_that_is_said(written: Written) -> None:
    file = written(DATES, "1,2026-01-01,2026-01-01,2026-01-02 10:00,closed")
    report = compute("frt", file)
    assert said(report)["days-only"].startswith("responded holds days") or said(report)[
        "days-only"
    ].startswith("created holds days")
    assert "days-only" not in said(
        compute("frt", written(DATES, "1,2026-01-01 09:00,2026-01-01 10:00,,"))
    )


PAST = (
    "id,status,created,resolved,reopens,agents,handle_time_min,responded",
    "1,closed,2026-01-01 10:00,2026-01-02 10:00,0,1,10,2026-01-01 11:00",
    "2,closed,2026-01-01 10:00,2026-01-03 10:00,0,1,10,2026-01-01 11:00",
    "3,closed,2026-01-01 10:00,2026-02-03 10:00,0,3,40,2026-02-01 11:00",
    "4,open,2026-02-01 10:00,,1,3,90,2026-02-01 11:00",
)


@pytest.mark.parametrize(
    ("metric", "n"),
    [("reopens", 2), ("fcr", 2), ("handoffs", 3), ("aht", 3), ("frt", 2), ("art", 2), ("volume", 3), ("backlog", 1)],
)  # fmt: skip
def test_what_is_later_than_now_has_not_happened_in_any_metric(
    written: Written, metric: str, n: int
) -> None:
    report = compute(metric, written(*PAST), as_of="2026-01-31")
    assert report.rows[0].measure.headline.n == n
    if metric != "backlog":
        periods = compute(metric, written(*PAST), as_of="2026-01-31", every="month").rows
        assert {dict(row.slice).get("period", "2026-01") for row in periods} == {"2026-01"}


def test_durations_of_one_name_are_said_and_not_read(written: Written) -> None:
    """Dates tell the time as well; without them the run is refused."""
    twins = "resolution time (hours),resolution time (hours)"
    report = compute("art", written(f"id,created,resolved,{twins}", "1,2026-01-01,2026-01-02,3,4"))
    assert report.rows[0].measure.headline.value == 86400
    assert "neither was read" in said(report)["twins-unread"]
    with pytest.raises(CsmetricsError, match="art needs"):
        compute("art", written(f"id,created,{twins}", "1,2026-01-01,3,4"))
