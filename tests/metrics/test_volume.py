"""Volume: new, resolved, and active at the end, with answers worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import tickets
from hypothesis import given, settings
from hypothesis import strategies as st

import csmetrics
from csmetrics.errors import CsmetricsError
from csmetrics.metrics.volume import Volume
from csmetrics.report import Measure, Report

Written = Callable[..., str]
NOW = "2026-04-01 12:00"


def values(result: Measure) -> tuple[float | None, ...]:
    """New, resolved, active."""
    assert [each.name for each in result.statistics] == ["new", "resolved", "active"]
    assert all(each.unit == "count" and each.interval is None for each in result.statistics)
    assert all(each.n == (each.value or 0) for each in result.statistics)
    return tuple(each.value for each in result.statistics)


def measured(as_of: str = NOW, **cells: list[str]) -> Measure:
    """The whole of a table, without periods."""
    return tickets.measure(Volume(), tickets.table(**cells), as_of=as_of)


def table(report: Report) -> dict[tuple[str | None, ...], tuple[float | None, ...]]:
    """Slice → new, resolved, active."""
    return {tuple(label for _, label in row.slice): values(row.measure) for row in report.rows}


def test_the_headline_is_what_came_in() -> None:
    result = measured(
        created=["2026-01-05", "2026-01-20", "2026-02-03"],
        resolved=["2026-01-06", "", "2026-02-03"],
    )
    assert result.headline.name == "new"
    assert values(result) == (3, 2, 1)
    assert result.parts == ()
    assert result.distribution == ()


def test_each_event_counts_in_the_period_of_its_own_date() -> None:
    read = tickets.table(
        created=["2026-01-05", "2026-01-20", "2026-02-03", "2026-02-10", "2026-03-01"],
        resolved=["2026-01-06", "2026-02-15", "", "2026-03-02", ""],
    )
    months = [("2026-01-01", "2026-02-01"), ("2026-02-01", "2026-03-01"), ("2026-03-01", NOW)]
    found = [
        values(tickets.measure(Volume(), read, start=start, end=end, as_of=NOW))
        for start, end in months
    ]
    assert found == [(2, 1, 1), (2, 1, 2), (1, 1, 2)]


def test_the_end_of_a_period_is_the_beginning_of_the_next() -> None:
    read = tickets.table(created=["2026-02-01 00:00", "2026-01-01"], resolved=["", "2026-02-01"])
    result = tickets.measure(Volume(), read, start="2026-01-01", end="2026-02-01", as_of=NOW)
    assert values(result) == (1, 0, 1)


def test_an_empty_period_counts_0() -> None:
    read = tickets.table(created=["2026-01-05", "2026-03-01"], resolved=["", ""])
    result = tickets.measure(Volume(), read, start="2026-02-01", end="2026-03-01", as_of=NOW)
    assert values(result) == (0, 0, 1)


# Status decides now, dates decide the past.


def test_open_again_is_active_and_not_resolved() -> None:
    result = measured(
        created=["2026-01-05", "2026-01-06"],
        resolved=["2026-01-07", "2026-01-07"],
        status=["open", "closed"],
    )
    assert values(result) == (2, 1, 1)
    assert result.parts == (("reopened", 1),)


def test_reopened_tickets_are_those_of_the_active() -> None:
    read = tickets.table(
        created=["2026-01-05", "2026-02-06", "2026-01-01"],
        resolved=["2026-01-07", "2026-02-07", "2026-01-02"],
        status=["open", "pending", "closed"],
    )
    result = tickets.measure(Volume(), read, start="2026-01-01", end="2026-02-01", as_of=NOW)
    assert values(result) == (2, 1, 1)
    assert result.parts == (("reopened", 1),)


def test_resolved_at_an_unknown_time_is_neither_resolved_then_nor_active() -> None:
    result = measured(
        created=["2026-01-05", "2026-01-06", "2026-01-07"],
        resolved=["", "2026-01-07", ""],
        status=["closed", "closed", "open"],
    )
    assert values(result) == (3, 1, 1)
    assert result.parts == (("resolved_at_unknown_time", 1),)


def test_what_was_deleted_came_in_and_was_never_active() -> None:
    result = measured(
        created=["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08"],
        resolved=["", "", "", "2026-01-09"],
        status=["deleted", "spam", "merged", "deleted"],
    )
    assert values(result) == (4, 1, 0)
    assert result.parts == (("deleted_merged_or_spam", 3),)


def test_the_status_of_now_by_when_it_came_in() -> None:
    read = tickets.table(
        created=["2026-01-05", "2026-01-06", "2026-02-07", "2026-02-07"],
        resolved=["2026-01-06", "", "", ""],
        status=["closed", "open", "?", "open"],
    )
    result = tickets.measure(Volume(), read, start="2026-02-01", end="2026-03-01", as_of=NOW)
    assert result.distribution == (("open", 1), ("unknown", 1))


def test_resolved_before_it_came_in_counts_by_its_dates_and_is_never_active() -> None:
    read = tickets.table(
        created=["2026-02-05", "2026-01-03"], resolved=["2026-01-10", ""]
    )  # one of the two dates is wrong
    found = {}
    for start, end in (("2026-01-01", "2026-02-01"), ("2026-02-01", "2026-03-01")):
        result = tickets.measure(Volume(), read, start=start, end=end, as_of=NOW)
        found[start] = (*values(result), dict(result.parts))
    assert found == {
        "2026-01-01": (1, 1, 1, {}),
        "2026-02-01": (1, 0, 1, {"resolved_before_created": 1}),
    }
    assert values(tickets.measure(Volume(), read, as_of=NOW)) == (2, 1, 1)


def test_without_a_date_of_creation_a_ticket_is_left_out() -> None:
    read = tickets.table(
        created=["", "soon", "2026-01-05"], resolved=["2026-01-06", "", "2026-01-06"]
    )
    assert values(tickets.measure(Volume(), read, as_of=NOW)) == (1, 1, 0)
    assert tickets.account(read) == {"no date": 1, "not a date": 1}


# What no column says is undefined, and never 0.


def test_without_a_column_of_resolutions_the_statuses_are_what_is_known() -> None:
    result = measured(
        created=["2026-01-05", "2026-01-06", "2026-01-07"], status=["closed", "deleted", "closed"]
    )
    assert values(result) == (3, None, None)
    because = {each.undefined_because for each in result.statistics[1:]}
    assert because == {"no column holds when tickets were resolved"}
    assert result.parts == result.distribution == (("closed", 2), ("deleted", 1))


def test_without_statuses_too_only_what_came_in_is_known() -> None:
    result = measured(created=["2026-01-05"])
    assert values(result) == (1, None, None)
    assert result.parts == ()


def test_a_blank_column_of_resolutions_says_nothing_where_some_are_closed() -> None:
    result = measured(created=["2026-01-05"] * 2, resolved=["", ""], status=["closed", "open"])
    assert values(result) == (2, None, None)
    assert result.statistics[1].undefined_because == "no resolved ticket says when it was resolved"
    assert result.parts == (("open", 1), ("closed", 1))


def test_where_nothing_is_closed_yet_a_blank_column_means_none() -> None:
    assert values(measured(created=["2026-01-05"], resolved=[""])) == (1, 0, 1)
    assert values(measured(created=["2026-01-05"], resolved=[""], status=["new"])) == (1, 0, 1)


def test_without_a_column_of_creation_it_is_refused(written: Written) -> None:
    with pytest.raises(CsmetricsError) as caught:
        csmetrics.compute("volume", written("id,resolved", "1,2026-01-05"))
    assert "--column created=NAME" in caught.value.hint


# Now, and the window.


def test_what_is_later_than_as_of_has_not_happened() -> None:
    read = tickets.table(
        as_of="2026-02-01",
        created=["2026-01-05", "2026-01-06", "2026-02-01"],
        resolved=["2026-02-01", "2026-01-31 23:59", ""],
        status=["closed", "closed", "open"],
    )
    assert values(tickets.measure(Volume(), read)) == (2, 1, 1)
    assert tickets.account(read) == {"created after --as-of": 1}


def test_what_was_resolved_after_as_of_and_deleted_later_is_active_then() -> None:
    read = tickets.table(
        as_of="2026-02-01", created=["2026-01-05"], resolved=["2026-03-01"], status=["deleted"]
    )
    assert values(tickets.measure(Volume(), read)) == (1, 0, 1)


def test_the_window_leaves_out_what_it_does_not_see() -> None:
    read = tickets.table(
        start="2026-02-01",
        end="2026-03-01",
        created=["2026-01-01"] * 4 + ["2026-02-02", "2026-03-01", "2026-03-02"],
        resolved=["2026-01-31", "2026-02-01", "2026-05-01", "", "", "", "2026-02-02"],
        status=["closed", "closed", "closed", "closed", "deleted", "open", "closed"],
    )
    result = tickets.measure(Volume(), read, start="2026-02-01", end="2026-03-01", as_of=NOW)
    # not: ended before, ended nobody knows when, began after; backwards: resolved inside
    assert values(result) == (1, 2, 1)
    assert tickets.account(read) == {"outside --since/--until": 3}


lives = st.lists(
    st.tuples(st.integers(0, 59), st.one_of(st.none(), st.integers(0, 40))), min_size=1, max_size=12
)


def day(number: int) -> str:
    """A day of 2026, the first being 0."""
    month, rest = divmod(number, 28)
    return f"2026-{month + 1:02d}-{rest + 1:02d}"


@settings(max_examples=40, deadline=None)
@given(lives, st.integers(10, 30), st.integers(1, 40))
def test_littles_law(stays: list[tuple[int, int | None]], first: int, length: int) -> None:
    """∫ active dt is the time all tickets spent inside the window: before, after and open ones too."""
    moment = tickets.instant
    start, end = day(first), day(first + length)
    read = tickets.table(
        start=start,
        end=end,
        created=[day(begin) for begin, _ in stays],
        resolved=["" if stay is None else day(begin + stay) for begin, stay in stays],
    )
    sums = tickets.cell(Volume(), read, as_of="2026-12-31", start=start, end=end)
    events = {
        moment(day(number)) for begin, stay in stays for number in (begin, begin + (stay or 0))
    }
    times = sorted(
        {time for time in events if moment(start) < time < moment(end)}
        | {moment(start), moment(end)}
    )
    inside = 0.0
    for time, after in pairwise(times):
        (result,) = Volume().results(replace(sums, end=time + 1))
        active = values(result)[2]
        assert active is not None
        inside += (after - time) * active
    spent = 0
    for begin, stay in stays:
        until = moment(end) if stay is None else min(moment(end), moment(day(begin + stay)))
        spent += max(0, until - max(moment(start), moment(day(begin))))
    assert inside == spent


@pytest.mark.parametrize("example", ["we044", "we046", "we048", "we050"])
def test_published_backlogs_at_the_end(shared: Path, example: str) -> None:
    """Opening + new − resolved + reopened − cancelled."""
    examples = json.loads((shared / "vectors/worked_examples.json").read_text("utf-8"))
    (known,) = (each for each in examples if each["id"] == example)
    given_ = {"reopened": 0, "cancelled": 0, **known["inputs"]}
    rows = [["2026-01-05", "", "open"] for _ in range(given_["opening"])]
    rows += [["2026-02-05", "", "open"] for _ in range(given_["new"])]
    for row in rows[: given_["resolved"]]:
        row[1:] = ["2026-02-20", "closed"]
    for row in rows[len(rows) - given_["cancelled"] :]:
        row[2] = "deleted"
    rows += [["2026-01-05", "2026-01-20", "open"] for _ in range(given_["reopened"])]
    created, resolved, status = map(list, zip(*rows, strict=True))
    read = tickets.table(created=created, resolved=resolved, status=status)
    result = tickets.measure(Volume(), read, start="2026-02-01", end="2026-03-01", as_of=NOW)
    assert values(result) == (given_["new"], given_["resolved"], known["stated"])
    assert dict(result.parts).get("reopened", 0) == given_["reopened"]


# Through the pipeline.

LINES = (
    "id,created,resolved,kind",
    "1,2026-01-05,2026-01-06,bug",
    "2,2026-01-20,2026-03-15,bug",
    "3,2026-03-03,,wish",
    "4,2025-12-03,,old",
)


def compute(file: str, **options: Any) -> dict[tuple[str | None, ...], tuple[float | None, ...]]:
    return table(csmetrics.compute("volume", file, **options))


def test_by_kind_and_month_the_empty_ones_too(written: Written) -> None:
    found = compute(written(*LINES), by="kind", every="month", since="2026-01")
    assert found == {
        (): (3, 2, 2),
        ("bug", "2026-01"): (2, 1, 1),
        ("bug", "2026-02"): (0, 0, 1),
        ("bug", "2026-03"): (0, 1, 0),
        ("old", "2026-01"): (0, 0, 1),  # nothing happens in the window, but it is active
        ("old", "2026-02"): (0, 0, 1),
        ("old", "2026-03"): (0, 0, 1),
        ("wish", "2026-01"): (0, 0, 0),
        ("wish", "2026-02"): (0, 0, 0),
        ("wish", "2026-03"): (1, 0, 1),
    }


def test_active_is_what_was_before_and_came_and_went(written: Written) -> None:
    found = compute(written(*LINES), every="month")
    active = 0.0
    for new, resolved, at_end in [each for labels, each in found.items() if labels]:
        active += (new or 0) - (resolved or 0)
        assert at_end == active
    assert list(found) == [(), ("2025-12",), ("2026-01",), ("2026-02",), ("2026-03",)]


def test_no_period_begins_after_as_of(written: Written) -> None:
    report = csmetrics.compute("volume", written(*LINES), every="month", as_of="2026-01-25")
    assert table(report) == {(): (3, 1, 2), ("2025-12",): (1, 0, 1), ("2026-01",): (2, 1, 2)}
    assert [row.partial for row in report.rows] == [False, True, True]


def test_a_window_between_two_events_holds_what_is_active(written: Written) -> None:
    found = compute(written(*LINES), since="2026-02", until="2026-02", every="month")
    assert found == {(): (0, 0, 2), ("2026-02",): (0, 0, 2)}


def test_every_row_is_used_or_explained(written: Written) -> None:
    report = csmetrics.compute("volume", written(*LINES, "5,,2026-01-01,x"), since="2026-02")
    quality = report.quality
    assert (quality.rows_read, quality.used) == (5, 3)
    assert {each.text: each.count for each in quality.left_out} == {
        "outside --since/--until": 1,
        "no date": 1,
    }


@pytest.mark.parametrize("given_", [{"date": "created"}, {"hours": "mon-fri 09:00-18:00"}])
def test_options_that_mean_nothing_here_are_refused(written: Written, given_: Any) -> None:
    with pytest.raises(CsmetricsError, match=next(iter(given_))):
        compute(written(*LINES), **given_)


# Real exports, against numbers computed apart from us.


def known(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return found


def test_requests_to_a_city(shared: Path) -> None:
    folder = shared / "data" / "boston311"
    numbers = known(folder)["iso"]
    reports = [
        csmetrics.compute("volume", str(folder / name), every="day")
        for name in ("boston311-100.csv", "boston311-dmy-100.csv")
    ]
    assert reports[0].rows == reports[1].rows
    found = table(reports[0])
    assert found[()] == (numbers["rows"], numbers["closed"], numbers["backlog"]) == (100, 85, 15)
    opened = {labels[0]: new for labels, (new, *_) in found.items() if labels and new}
    assert opened == numbers["opened_by_day"]


def test_tickets_of_which_one_is_closed_before_it_is_created(shared: Path) -> None:
    folder = shared / "data" / "hubspot-fivetran"
    numbers = known(folder)
    columns = ["created=property_createdate", "resolved=property_closed_date"]
    report = csmetrics.compute(
        "volume", str(folder / "ticket_data.csv"), column=columns, every="month"
    )
    found = table(report)
    assert found[()] == (numbers["rows"], numbers["closed"], numbers["backlog"]) == (25, 23, 2)
    created = {labels[0]: new for labels, (new, *_) in found.items() if labels and new}
    assert created == numbers["created_by_month"]
    assert dict(report.rows[0].measure.parts) == {"resolved_before_created": numbers["negative"]}


def test_a_help_desk_that_does_not_say_when_tickets_were_solved(shared: Path) -> None:
    folder = shared / "data" / "zendesk-fivetran"
    numbers = known(folder)
    report = csmetrics.compute("volume", str(folder / "ticket_data.csv"), every="month")
    found = table(report)
    assert found[()] == (numbers["tickets"], None, None)
    created = {labels[0]: new for labels, (new, *_) in found.items() if labels and new}
    assert created == numbers["created_by_month"]
    assert dict(report.rows[0].measure.parts) == numbers["status"]


def test_of_each_conversation_the_last_state_counts(shared: Path) -> None:
    folder = shared / "data" / "intercom-fivetran"
    report = csmetrics.compute("volume", str(folder / "conversation_history_data.csv"))
    assert table(report) == {(): (known(folder)["conversations"], None, None)}
    assert dict(report.rows[0].measure.parts) == known(folder)["last_state"]
