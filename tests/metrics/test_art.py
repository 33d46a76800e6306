"""Average resolution time: those resolved in a period, and those opened in it with the open ones."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import pytest
from tickets import account, cell, facts, measures, statistic, table

import csmetrics
from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.metrics.art import ART
from csmetrics.worktime import Clock, parse_hours

Written = Callable[..., str]
NINE = "2026-10-05 09:00"  # a Monday
HOUR = 3600.0
OFFICE = Clock(parse_hours("mon-fri 09:00-18:00"), None, "UTC")


def test_two_populations_each_with_its_n() -> None:
    read = table(
        created=[NINE] * 5,
        resolved=[
            *("2026-10-05 10:00", "2026-10-05 11:00", "2026-10-05 15:00", "", ""),
        ],
    )
    closed, opened = measures(ART(), read, as_of="2026-10-05 12:00")
    assert [(each.name, each.value, each.n) for each in closed.statistics] == [
        ("mean", 3 * HOUR, 3),  # 1 + 2 + 6 hours
        ("median", 2 * HOUR, 3),
        ("p90", pytest.approx((2 + 0.8 * 4) * HOUR), 3),
    ]
    assert closed.date is None
    # 4/5 wait longer than an hour, 3/5 than two; two have waited for three; then the last goes
    assert (opened.headline.value, opened.headline.n) == (6 * HOUR, 5)
    assert opened.parts == (("resolved", 3), ("open", 2))
    assert (opened.date, opened.title) == ("created", "Opened, those still open included")


def test_the_interval_of_few_is_students_and_no_time_is_negative() -> None:
    ends = ["2026-10-05 10:00", "2026-10-05 11:00", "2026-10-05 15:00"]
    closed, _ = measures(ART(), table(created=[NINE] * 3, resolved=ends), level=0.8)  # type: ignore[arg-type]
    # deviations −2, −1, 3: s² = 7; t of 2 degrees of freedom at 80 %: 1.885618
    reach = 1.885618083164127 * sqrt(7 / 3)
    interval = closed.headline.interval
    assert interval is not None
    assert [interval.low, interval.high] == pytest.approx([(3 - reach) * HOUR, (3 + reach) * HOUR])
    closed, _ = measures(ART(), table(created=[NINE] * 3, resolved=ends))
    assert closed.headline.interval is not None
    assert closed.headline.interval.low == 0.0


def test_status_decides_now_and_dates_decide_the_past() -> None:
    later = "2026-10-05 13:00"
    read = table(
        created=[NINE] * 8,
        resolved=[later, later, "", "", "", "", later, ""],
        status=["closed", "open", "solved", "spam", "pending", "weird", "deleted", ""],
    )
    closed, opened = measures(ART(), read, as_of="2026-10-05 18:00")
    assert (closed.headline.n, closed.headline.value) == (2, 4 * HOUR)
    # reopened, pending, of an unknown status and of none are still open
    assert opened.parts == (("resolved", 2), ("open", 4))
    assert account(read) == {
        "resolved at an unknown time": 1,
        "deleted, merged or spam, and never resolved": 1,
    }


def test_what_has_no_dates_that_fit_is_left_out_by_its_reason() -> None:
    read = table(
        created=[NINE, "", NINE, "2026-10-07 09:00", NINE],
        resolved=["2026-10-05 08:00", NINE, "soon", "", "2026-10-06 09:30"],
        as_of="2026-10-06 09:00",
    )
    closed, opened = measures(ART(), read)
    assert (closed.headline.value, closed.headline.undefined_because) == (
        *(None, "no ticket was resolved"),
    )
    assert opened.parts == (("resolved", 0), ("open", 1))  # resolved only after now
    assert account(read) == {
        "ends before it starts": 1,
        "no date": 1,
        "not a date": 1,
        "created after --as-of": 1,
    }


def test_a_period_holds_what_was_resolved_in_it_and_what_was_opened_in_it() -> None:
    read = table(
        created=["2026-09-10 09:00", "2026-10-01 09:00", "2026-10-10 09:00", "2026-10-20 09:00"],
        resolved=["2026-10-05 09:00", "2026-10-02 09:00", "", "2026-11-01 09:00"],
    )
    october = {"start": "2026-10-01", "end": "2026-11-01", "as_of": "2026-11-02"}
    closed, opened = measures(ART(), read, **october)
    assert (closed.headline.n, closed.headline.value) == (2, 13 * 24 * HOUR)  # 25 days and 1
    # 1 day, 12 days, and one that has waited for 22 days and 15 hours
    assert (opened.headline.n, opened.headline.value) == (3, 12 * 24 * HOUR)
    assert opened.parts == (("resolved", 2), ("open", 1))
    by_creation, _ = measures(ART(), read, date="created", **october)
    assert by_creation.headline.value == 6.5 * 24 * HOUR


def test_the_time_may_begin_with_the_first_reply_and_end_with_the_first_resolution() -> None:
    read = table(
        created=[NINE] * 3,
        responded=["2026-10-05 10:00", "", "2026-10-05 10:30"],
        resolved=["2026-10-05 12:00", "2026-10-05 12:00", ""],
        first_resolved=["2026-10-05 11:00", "2026-10-05 12:00", "2026-10-05 11:30"],
    )
    closed, opened = measures(ART(start="first-response"), read, as_of="2026-10-05 12:30")
    assert (closed.headline.n, closed.headline.value) == (1, 2 * HOUR)
    assert opened.parts == (("resolved", 1), ("open", 1))
    assert account(read) == {"no time at which it starts": 1}
    settled = ART(end="first-resolution", time="dates")
    fresh = table(created=[NINE], first_resolved=["2026-10-05 11:00"])
    assert settled.results(cell(settled, fresh))[0].headline.value == 2 * HOUR
    assert "first_resolved" in settled.definition().rule


def test_durations_stand_in_where_a_date_is_missing() -> None:
    read = table(
        created=[NINE, NINE, "", NINE],
        resolution_duration=["2 h", "", "", "-1 h"],
    )
    settled, _ = ART().settle(facts(read))
    assert settled.time == "durations"
    closed, opened = settled.results(cell(settled, read, as_of="2026-10-05 12:00"))
    assert (closed.headline.value, closed.headline.n) == (2 * HOUR, 1)
    assert opened.parts == (("resolved", 1), ("open", 1))
    assert account(read) == {"ends before it starts": 1, "not resolved": 1}
    with pytest.raises(CsmetricsError) as refused:
        ART(start="first-response").settle(facts(read))
    assert refused.value.kind is errors.LACKS_BASIS


@pytest.mark.parametrize(
    ("time", "column"),
    [("durations", "resolution_duration"), ("business", "resolution_business")],
)
def test_the_duration_of_an_open_ticket_is_no_resolution(time: str, column: str) -> None:
    # nothing yet; so far; resolved; open since nobody knows when; resolved nobody knows how quickly
    read = table(
        created=[NINE, NINE, NINE, "", NINE],
        status=["open", "on hold", "closed", "open", "solved"],
        **{column: ["0", "4 h", "2 h", "3 h", ""]},
    )
    closed, opened = measures(ART(time=time), read, as_of="2026-10-05 12:00")
    assert (closed.headline.value, closed.headline.n) == (2 * HOUR, 1)
    assert opened.parts == (("resolved", 1), ("open", 2))
    assert account(read) == {"not resolved": 1, "resolved at an unknown time": 1}


def test_blank_dates_beside_filled_durations_are_said() -> None:
    columns = {"created": [NINE] * 3, "resolution_duration": ["2 h"] * 3}
    read = table(**columns, resolved=["2026-10-05 10:00", "", ""])
    _, (note,) = ART().settle(facts(read))
    assert note.kind is errors.FULLER_DURATIONS
    assert note.text == (
        "created and resolved are used; resolution_duration holds 3 times, resolved only 1 dates"
    )
    assert ART(time="dates").settle(facts(read))[1] == ()
    office = table(**columns, resolved=["2026-10-05 10:00", "", ""], clock=OFFICE)
    assert ART().settle(facts(office))[1] == ()  # --time durations could not be had


def test_nothing_resolved_in_the_whole_file_is_everybody_waiting(written: Written) -> None:
    file = written(
        "Ticket ID,Status,Created at,Resolved at",
        *(f"{n},Open,2026-01-{n:02} 10:00," for n in range(1, 13)),
    )
    report = csmetrics.compute("art", file)
    closed, opened = (row.measure for row in report.rows)
    assert (closed.headline.value, closed.headline.n) == (None, 0)
    assert closed.headline.undefined_because == "no ticket was resolved"
    assert (opened.headline.value, opened.headline.n) == (None, 12)
    assert opened.parts == (("resolved", 0), ("open", 12))
    assert report.quality.used == 12


def test_working_time() -> None:
    read = table(
        created=["2026-10-02 17:00", "2026-10-02 16:00"],  # Friday
        resolved=["2026-10-05 10:00", ""],
        clock=OFFICE,
    )
    closed, opened = measures(ART(), read, as_of="2026-10-05 12:00")
    assert closed.headline.value == 2 * HOUR
    assert (opened.headline.value, opened.headline.n) == (2 * HOUR, 2)  # the other waits for 5


def test_too_many_open_to_know_the_median() -> None:
    read = table(created=[NINE] * 3, resolved=["2026-10-05 10:00", "", ""])
    _, opened = measures(ART(), read, as_of="2026-10-05 12:00")
    median = statistic(opened, "kaplan_meier_median")
    assert (median.value, median.n) == (None, 3)
    assert median.undefined_because == "too many still wait to know it"


def test_the_age_of_open_tickets_is_never_held_against_business_time() -> None:
    read = table(created=[NINE] * 3, resolution_business=["2 h", "4 h", ""])
    metric = ART(time="business")
    of_all = cell(metric, read, as_of="2026-10-12 09:00")
    closed, opened = metric.results(of_all)
    assert (closed.headline.value, closed.headline.n) == (3 * HOUR, 2)
    assert (opened.headline.value, opened.headline.interval) == (None, None)
    why = "how long the open ones have waited in business time is not known"
    assert opened.headline.undefined_because == why
    assert opened.parts == (("resolved", 2), ("open", 1))
    assert [note.kind for note in metric.remarks(of_all)] == [errors.WAIT_UNKNOWN]
    done = table(created=[NINE] * 2, resolution_business=["2 h", "4 h"])
    assert measures(metric, done)[1].headline.value == 3 * HOUR  # as nobody waits


def test_what_lasts_beyond_as_of_was_open_then() -> None:
    # created + time: that evening; later; later, and deleted since; by its date on the next day
    read = table(
        created=[NINE] * 4,
        resolved=["", "", "", "2026-10-06 00:00"],
        resolution_duration=["10 h", "200 h", "300 h", "2 h"],
        status=["solved", "solved", "deleted", "solved"],
        as_of="2026-10-06 00:00",
    )
    metric = ART(time="durations")
    closed, opened = metric.results(cell(metric, read))
    assert (closed.headline.value, closed.headline.n) == (10 * HOUR, 1)
    assert opened.parts == (("resolved", 1), ("open", 3))
    assert account(read) == {}


def test_a_first_resolution_is_not_taken_back() -> None:
    # open again after 20 h; done once; never resolved
    read = table(
        created=[NINE] * 3,
        first_resolved=["2026-10-06 05:00", "2026-10-05 11:00", ""],
        status=["open", "solved", "open"],
    )
    closed, opened = measures(ART(end="first-resolution"), read, as_of="2026-10-07 09:00")
    assert (closed.headline.value, closed.headline.n) == (11 * HOUR, 2)
    assert opened.parts == (("resolved", 2), ("open", 1))
    assert ART(end="first-resolution").date == "first_resolved"


def test_nor_is_its_duration_but_for_a_zero() -> None:
    read = table(
        created=[NINE] * 4,
        first_resolution_duration=["40 h", "2 h", "0", ""],
        status=["open", "solved", "open", "open"],
    )
    closed, opened = measures(ART(end="first-resolution"), read, as_of="2026-10-07 09:00")
    assert (closed.headline.value, closed.headline.n) == (21 * HOUR, 2)
    assert opened.parts == (("resolved", 2), ("open", 2))
