"""Backlog: what is active now and how old it is, with answers worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tickets

import csmetrics
from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.metrics.backlog import Backlog
from csmetrics.report import Measure
from csmetrics.worktime import Clock, parse_hours

Written = Callable[..., str]
DAY = 86_400
NOW = "2026-03-01"
"""A Sunday."""


def measured(as_of: str = NOW, own: dict[str, str] | None = None, **cells: list[str]) -> Measure:
    return tickets.measure(Backlog(**(own or {})), tickets.table(**cells), as_of=as_of)


def value(result: Measure, name: str) -> float | None:
    return tickets.statistic(result, name).value


def because(result: Measure, name: str = "time_to_clear") -> str | None:
    return tickets.statistic(result, name).undefined_because


def test_the_active_and_their_ages() -> None:
    result = measured(
        created=[
            "2026-02-28",
            "2026-02-26",
            "2026-02-19",
            "2026-01-20",
            "2026-01-01",
            "2026-02-01",
        ],
        resolved=["", "", "", "", "", "2026-02-02"],
    )
    assert result.headline.name == "active"
    assert (result.headline.value, result.headline.n, result.headline.unit) == (5, 5, "count")
    assert result.headline.interval is None
    # ages 1, 3, 10, 40 and 59 days; type 7: p75 at rank 4, p90 0.6 of the way from rank 4 to 5
    assert value(result, "age_median") == 10 * DAY
    assert value(result, "age_p75") == 40 * DAY
    assert value(result, "age_p90") == pytest.approx((40 + 0.6 * 19) * DAY)
    assert value(result, "oldest") == 59 * DAY
    median = tickets.statistic(result, "age_median")
    assert (median.n, median.unit) == (5, "seconds")
    assert median.interval is not None
    assert median.interval.method == "order statistics, both ends from n = 6 on"


def test_the_bands_begin_at_their_days() -> None:
    result = measured(
        created=[
            *("2026-02-28 00:01", "2026-02-28", "2026-02-26", "2026-02-22", "2026-02-15"),
            *("2026-01-30 00:00:01", "2026-01-30", "2025-01-30"),
        ],
        resolved=[""] * 8,
    )
    assert result.parts == (
        ("under_1_day", 1),
        ("1_to_3_days", 1),
        ("3_to_7_days", 1),
        ("7_to_14_days", 1),
        ("14_to_30_days", 2),
        ("30_days_and_more", 2),
    )


def test_ages_in_working_hours_and_bands_by_the_calendar() -> None:
    read = tickets.table(
        clock=Clock(parse_hours("mon-fri 09:00-17:00")),
        created=["2026-02-26 13:00", "2026-02-28 10:00"],  # Thursday: 4 + 8 hours; Saturday: none
        resolved=["", ""],
    )
    result = tickets.measure(Backlog(), read, as_of=NOW)
    assert value(result, "oldest") == 12 * 3600
    assert value(result, "age_median") == 6 * 3600
    assert dict(result.parts)["under_1_day"] == 1
    assert dict(result.parts)["1_to_3_days"] == 1


# The status decides now, else the dates.


def test_open_again_is_active_and_finished_without_a_date_is_not() -> None:
    result = measured(
        created=["2026-02-01"] * 6,
        resolved=["2026-02-03", "", "", "", "", "2026-02-03"],
        status=["open", "closed", "on hold", "deleted", "?", "closed"],
    )
    assert result.headline.value == 3
    assert dict(result.parts)["reopened"] == 1
    assert dict(result.parts)["resolved_at_unknown_time"] == 1


def test_the_status_alone_is_enough() -> None:
    result = measured(created=["2026-02-01", "2026-02-02"], status=["pending", "solved"])
    assert result.headline.value == 1
    assert because(result) == "no column holds when tickets were resolved"


def test_the_dates_alone_are_enough() -> None:
    result = measured(created=["2026-02-05", "2026-02-02"], resolved=["2026-02-01", ""])
    assert result.headline.value == 1  # resolved before it was created is resolved


def test_with_neither_it_is_refused(written: Written) -> None:
    with pytest.raises(CsmetricsError) as caught:
        csmetrics.compute("backlog", written("id,created", "1,2026-02-01"))
    assert caught.value.kind is errors.LACKS_BASIS
    assert "backlog needs resolved or status" in caught.value.text
    assert "created is created" in caught.value.text


def test_a_status_of_which_no_word_is_known_says_nothing(written: Written) -> None:
    lines = ("id,created,status", "1,2026-02-01,zzz", "2,2026-02-02,", "3,2026-02-02,yyy")
    with pytest.raises(CsmetricsError) as caught:
        csmetrics.compute("backlog", written(*lines))
    assert caught.value.kind is errors.LACKS_BASIS
    assert "needs resolved, or a status whose words are known" in caught.value.text
    (row,) = csmetrics.compute("backlog", written(*lines, "4,2026-02-02,solved")).rows
    assert row.measure.headline.value == 3
    dated = (f"{lines[0]},resolved", *(f"{line}," for line in lines[1:]))
    (row,) = csmetrics.compute("backlog", written(*dated)).rows
    assert row.measure.headline.value == 3  # nothing was resolved yet: that is known


def test_what_is_later_than_as_of_has_not_happened() -> None:
    read = tickets.table(
        as_of=NOW,
        created=["2026-02-01", "2026-02-02", "2026-03-01"],
        resolved=["2026-03-01", "2026-02-28", ""],
        status=["closed", "closed", "open"],
    )
    result = tickets.measure(Backlog(), read)
    assert result.headline.value == 1
    assert tickets.account(read) == {"created after --as-of": 1}


def test_a_ticket_without_a_date_of_creation_is_left_out() -> None:
    read = tickets.table(created=["", "2026-02-02"], resolved=["", ""])
    assert tickets.measure(Backlog(), read, as_of=NOW).headline.value == 1
    assert tickets.account(read) == {"no date": 1}


def test_nothing_active_is_0_and_has_no_age() -> None:
    result = measured(created=["2026-02-01"], resolved=["2026-02-02"])
    assert result.headline.value == 0
    for name in ("age_median", "age_p75", "age_p90", "oldest", "time_to_clear"):
        assert value(result, name) is None
        assert because(result, name) == "no ticket is active"


# active / (closing rate − opening rate)


def test_the_time_to_clear() -> None:
    result = measured(  # 3 active; in 28 days 3 resolved and 1 created: 2 fewer
        created=["2026-01-01"] * 5 + ["2026-02-20"],
        resolved=["2026-02-10", "2026-02-11", "2026-03-01", "", "", ""],
    )
    assert result.headline.value == 3
    assert value(result, "time_to_clear") == 3 / 2 * 28 * DAY
    assert tickets.statistic(result, "time_to_clear").n == 3


def test_the_rates_look_back_as_far_as_is_asked() -> None:
    cells = {
        "created": ["2026-01-01"] * 4,
        "resolved": ["2026-02-22 00:00:01", "2026-02-22", "", ""],  # the second is 7 days ago
    }
    assert value(measured(own={"over": "7d"}, **cells), "time_to_clear") == 2 / 1 * 7 * DAY
    assert value(measured(own={"over": "8d"}, **cells), "time_to_clear") == 2 / 2 * 8 * DAY


@pytest.mark.parametrize(
    ("created", "resolved", "reason"),
    [
        (["2026-01-01", "2026-02-20"], ["", ""], "more came in than were resolved in the last 28d"),
        (
            ["2026-01-01", "2026-02-20"],
            ["2026-02-10", ""],
            "as many came in as were resolved in the last 28d",
        ),
        (["2026-02-20", "2026-02-20"], ["2026-02-21", ""], "the data do not reach back 28d"),
    ],
)
def test_what_has_no_end_is_undefined(created: list[str], resolved: list[str], reason: str) -> None:
    result = measured(created=created, resolved=resolved)
    assert value(result, "time_to_clear") is None
    assert because(result) == reason


def test_tickets_that_left_unseen_are_in_neither_rate() -> None:
    result = measured(
        created=["2026-01-01", "2026-01-01", "2026-02-20", "2026-02-21"],
        resolved=["2026-02-10", "", "", ""],
        status=["closed", "open", "deleted", "closed"],
    )
    assert value(result, "time_to_clear") == 28 * DAY


def test_how_far_to_look_back_is_a_time() -> None:
    with pytest.raises(CsmetricsError, match="--over"):
        Backlog(over="28")


# Through the pipeline.

LINES = (
    "id,created,resolved,kind",
    "1,2026-01-05,2026-01-06,bug",
    "2,2026-02-20,2026-02-25,bug",
    "3,2026-02-03,,wish",
    "4,2026-02-10 12:00,,bug",
)


def test_now_is_the_latest_event_and_kinds_add_up(written: Written) -> None:
    report = csmetrics.compute("backlog", written(*LINES), by="kind")
    found = {row.slice: row.measure.headline.value for row in report.rows}
    assert found == {(): 2, (("kind", "bug"),): 1, (("kind", "wish"),): 1}
    (as_of,) = (each for each in report.settings if each.name == "as_of")
    assert (as_of.value, as_of.origin) == ("2026-02-25 00:00:00", "inferred")
    assert value(report.rows[0].measure, "oldest") == 22 * DAY
    assert (report.quality.rows_read, report.quality.used) == (4, 4)
    assert all(row.date is None for row in report.rows)


def test_a_slice_that_begins_late_has_data_that_reach_back(written: Written) -> None:
    report = csmetrics.compute("backlog", written(*LINES), by="kind", as_of="2026-02-26")
    reasons = {row.slice: because(row.measure) for row in report.rows if row.slice}
    assert reasons == {
        (("kind", "bug"),): "more came in than were resolved in the last 28d",
        (("kind", "wish"),): "more came in than were resolved in the last 28d",
    }


@pytest.mark.parametrize(
    "given", [{"every": "month"}, {"since": "2026-01"}, {"until": "2026-01"}, {"date": "created"}]
)
def test_a_state_at_one_time_has_no_periods(written: Written, given: dict[str, Any]) -> None:
    with pytest.raises(CsmetricsError) as caught:
        csmetrics.compute("backlog", written(*LINES), **given)
    assert caught.value.kind is errors.USAGE
    (name,) = given
    assert caught.value.text == f"--{name}: backlog is the state at one time"
    assert caught.value.hint == "--as-of DATE says at which; csmetrics volume shows periods"


# Real exports, against numbers computed apart from us.

HUBSPOT = ("created=property_createdate", "resolved=property_closed_date")


@pytest.mark.parametrize(
    ("file", "columns", "as_of"),
    [
        # due dates lie later, and are no events
        ("boston311/boston311-100.csv", (), "2022-04-25 14:30:31"),
        ("boston311/boston311-dmy-100.csv", (), "2022-04-25 14:30:31"),
        ("hubspot-fivetran/ticket_data.csv", HUBSPOT, "2025-07-25 08:15:00"),
        ("jira-fivetran/issue.csv", (), "2020-11-28 19:11:45"),
    ],
)
def test_the_backlog_of_real_exports(
    shared: Path, file: str, columns: tuple[str, ...], as_of: str
) -> None:
    known = json.loads((shared / "data" / file).with_name("expected.json").read_text("utf-8"))
    report = csmetrics.compute("backlog", str(shared / "data" / file), column=columns)
    (row,) = report.rows
    assert row.measure.headline.value == known.get("iso", known)["backlog"]
    assert {each.name: each.value for each in report.settings}["as_of"] == as_of


@pytest.mark.parametrize(
    "file", ["zendesk-fivetran/ticket_data.csv", "intercom-fivetran/conversation_history_data.csv"]
)
def test_nothing_is_active_where_the_last_state_of_all_is_finished(shared: Path, file: str) -> None:
    (row,) = csmetrics.compute("backlog", str(shared / "data" / file)).rows
    assert row.measure.headline.value == 0
