"""First response time: answered and waiting tickets, limits, and where the time is taken from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tickets import account, cell, facts, instant, measure, statistic, table

import csmetrics
from csmetrics import errors
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.metrics.frt import FRT
from csmetrics.worktime import Clock, parse_hours

Written = Callable[..., str]
NINE = "2026-10-05 09:00"  # a Monday
ANSWERS = ("2026-10-05 09:10", "2026-10-05 09:30", "2026-10-05 11:00", "2026-10-05 14:00")
HOUR = 3600.0


def test_the_statistics_are_of_the_answered_and_the_shares_of_all() -> None:
    read = table(created=[NINE] * 5, responded=[*ANSWERS, ""])
    result = measure(FRT(), read, as_of="2026-10-05 17:00")
    assert [(each.name, each.value, each.n) for each in result.statistics] == [
        ("median", 4500.0, 4),  # between 30 minutes and 2 hours
        ("mean", 6900.0, 4),  # 10 + 30 + 120 + 300 minutes
        ("p90", pytest.approx(7200 + 0.7 * 10_800), 4),
        ("within_1h", 40.0, 5),  # who has waited for 8 hours was not answered within 1 or 4
        ("within_4h", 60.0, 5),
        ("within_8h", 100.0, 4),  # and may yet be within 8
        ("within_24h", 100.0, 4),
        ("kaplan_meier_median", 7200.0, 5),  # 4/5, 3/5, then 2/5 still wait
    ]
    assert result.parts == (("unanswered", 1),)
    assert account(read) == {}


def test_times_are_counted_between_limits_for_a_picture() -> None:
    read = table(created=[NINE] * 5, responded=[*ANSWERS, ""])
    bins = measure(FRT(), read, as_of="2026-10-05 17:00").bins
    assert [(each.low, each.high, each.count) for each in bins] == [
        (480, 900, 1),
        (900, 1800, 0),
        (1800, 3600, 1),  # 30 minutes: of the limit itself on
        (3600, 7200, 0),
        (7200, 14400, 1),
        (14400, 28800, 1),
    ]


def test_a_second_later_the_limit_has_passed() -> None:
    read = table(created=[NINE] * 5, responded=[*ANSWERS, ""])
    within = statistic(measure(FRT(), read, as_of="2026-10-05 17:00:01"), "within_8h")
    assert (within.value, within.n) == (80.0, 5)
    assert within.interval is not None
    assert within.interval.method == "Wilson"


@pytest.mark.parametrize(("answered", "shown"), [(19, False), (18, True)])
def test_the_median_of_all_stands_beside_from_one_unanswered_in_twenty(
    answered: int, shown: bool
) -> None:
    read = table(created=[NINE] * (answered + 1), responded=[*[ANSWERS[0]] * answered, ""])
    result = measure(FRT(), read, as_of="2026-10-06 09:00")
    assert ("kaplan_meier_median" in {each.name for each in result.statistics}) is shown


def test_nobody_answered_is_undefined_and_not_zero() -> None:
    read = table(created=[NINE] * 2, responded=["", ""])
    settled = FRT(time="dates")
    (result,) = settled.results(cell(settled, read, as_of="2026-10-05 11:00"))
    median, within = result.headline, statistic(result, "within_1h")
    assert (median.value, median.undefined_because) == (None, "no ticket was answered")
    assert (within.value, within.n) == (0.0, 2)
    assert statistic(result, "within_4h").value is None
    assert statistic(result, "kaplan_meier_median").value is None
    assert result.parts == (("unanswered", 2),)


def test_what_is_no_answer_is_left_out_by_its_reason() -> None:
    read = table(
        created=[NINE, NINE, NINE, NINE, "NULL", "soon", NINE],
        responded=[NINE, NINE, NINE, "2026-10-05 08:59", ANSWERS[0], ANSWERS[0], "?!"],
        agent_replies=["0", "1", "", "1", "1", "1", "0"],
    )
    result = measure(FRT(), read, as_of="2026-10-05 10:00")
    assert (result.headline.n, result.headline.value) == (2, 0.0)  # an answer at once is one
    assert account(read) == {
        "closed without a message of an agent": 1,
        "ends before it starts": 1,
        "no date": 1,
        "not a date": 2,
    }


@pytest.mark.parametrize("word", ["", "  ", "NULL", "n/a", "-"])
def test_a_word_for_missing_is_no_answer_yet(word: str) -> None:
    dates = table(created=[NINE] * 2, responded=[ANSWERS[0], word])
    durations = table(created=[NINE] * 2, first_response_duration=["10 min", word])
    for read in (dates, durations):
        result = measure(FRT(), read, as_of="2026-10-05 12:00")
        assert (result.headline.n, result.parts) == (1, (("unanswered", 1),))
        assert account(read) == {}


def test_what_is_later_than_now_has_not_happened() -> None:
    read = table(
        created=[NINE, NINE, "2026-10-06 09:00"],
        responded=[ANSWERS[0], ANSWERS[2], "2026-10-06 09:10"],
        as_of="2026-10-05 10:30",
    )
    result = measure(FRT(), read)
    assert (result.headline.n, result.parts) == (1, (("unanswered", 1),))
    assert [statistic(result, name).value for name in ("within_1h", "within_4h")] == [50.0, 100.0]
    assert account(read) == {"created after --as-of": 1}


def test_durations_stand_in_where_a_date_is_missing() -> None:
    read = table(
        created=[NINE, NINE, "", NINE],
        first_response_duration=["10 min", "", "", "-5 min"],
    )
    settled, _ = FRT().settle(facts(read))
    assert settled.time == "durations"
    assert settled.definition().rule.startswith("from the column of durations;")
    assert tuple(settled.uses()) == (
        *("created", "first_response_duration", "agent_replies", "status"),
    )
    (result,) = settled.results(cell(settled, read, as_of="2026-10-05 12:00"))
    assert (result.headline.value, result.headline.n) == (600.0, 1)
    assert result.parts == (("unanswered", 2),)
    # since when the one without a date waits is unknown: it says nothing of any limit
    assert (statistic(result, "within_1h").value, statistic(result, "within_1h").n) == (50.0, 2)
    assert account(read) == {"ends before it starts": 1}


ZEROS = {
    "status": ["open", "closed", "pending", "open", "", "open"],
    "agent_replies": ["", "2", "0", "1", "0", "0"],
}


def test_nothing_is_no_reply_yet_while_the_ticket_is_open() -> None:
    # waits; answered at once; waits; a reply is counted, so at once; closed by nobody; answered later
    durations = table(
        created=[NINE] * 6, first_response_duration=["0", "0", "0", "0", "0", "1 h"], **ZEROS
    )
    dates = table(created=[NINE] * 6, responded=[NINE] * 5 + ["2026-10-05 10:00"], **ZEROS)
    for read in (durations, dates):
        result = measure(FRT(statistic="mean"), read, as_of="2026-10-05 14:00")
        assert (result.headline.value, result.headline.n) == (HOUR / 3, 3)
        assert result.parts == (("unanswered", 2),)
        assert statistic(result, "within_4h").value == 60.0  # they have waited for 5 hours
        assert account(read) == {"closed without a message of an agent": 1}
    alone = table(status=["open"], first_response_duration=["0"])
    assert measure(FRT(), alone).parts == (("unanswered", 1),)


def test_a_night_between_is_an_answer_though_no_working_time() -> None:
    clock = Clock(parse_hours("mon-fri 09:00-18:00"), None, "UTC")
    read = table(
        created=["2026-10-03 10:00"],  # a Saturday
        responded=["2026-10-04 10:00"],
        status=["open"],
        clock=clock,
    )
    result = measure(FRT(), read, as_of=NINE)
    assert (result.headline.value, result.headline.n) == (0.0, 1)


def test_dates_win_and_business_time_is_used_only_when_asked_for() -> None:
    both = table(
        created=[NINE],
        responded=[ANSWERS[0]],
        first_response_duration=["7 min"],
        first_response_business=["5 min"],
    )
    for asked, value in ((None, 600.0), ("durations", 420.0), ("business", 300.0)):
        assert measure(FRT(time=asked), both).headline.value == value
    alone = table(created=[NINE], first_response_business=["5 min"])
    with pytest.raises(CsmetricsError) as refused:
        FRT().settle(facts(alone))
    assert (refused.value.kind, refused.value.exit) == (errors.LACKS_BASIS, Exit.REFUSED)
    assert "--time business" in refused.value.hint
    assert measure(FRT(time="business"), alone).headline.value == 300.0


def test_blank_dates_beside_filled_durations_are_said() -> None:
    columns = {"first_response_duration": ["5 min"] * 3, "created": [NINE] * 3}
    read = table(
        **columns, responded=[ANSWERS[0], "", ""], headers={"first_response_duration": "FRT"}
    )
    settled, (note,) = FRT().settle(facts(read))
    assert (settled.time, note.kind) == ("dates", errors.FULLER_DURATIONS)
    assert note.text == "created and responded are used; FRT holds 3 times, responded only 1 dates"
    assert note.hint == "--time durations takes the column"
    for asked in ("dates", "durations"):
        assert FRT(time=asked).settle(facts(read))[1] == ()
    assert FRT().settle(facts(table(**columns, responded=[ANSWERS[0]] * 3)))[1] == ()


WAITING = "Ticket ID,Status,Created at,First responded at,Resolved at"


def test_a_file_in_which_nobody_was_answered_has_everybody_waiting(written: Written) -> None:
    file = written(WAITING, *(f"{n},Open,2026-01-{n:02} 10:00,," for n in range(1, 13)))
    for measured in (csmetrics.compute("frt", file), csmetrics.compute("frt", file, time="dates")):
        (row,) = measured.rows
        median, within = row.measure.headline, statistic(row.measure, "within_24h")
        assert (median.value, median.n) == (None, 0)
        assert median.undefined_because == "no ticket was answered"
        assert row.measure.parts == (("unanswered", 12),)
        assert (within.value, within.n) == (0.0, 10)  # the last two have waited for 24 h or less
        assert measured.quality.used == 12


def test_a_blank_date_is_no_basis_where_durations_say_who_was_answered() -> None:
    read = table(created=[NINE], responded=[""], first_response_duration=["5 min"])
    settled, notes = FRT().settle(facts(read))
    assert (settled.time, notes) == ("durations", ())
    with pytest.raises(CsmetricsError) as refused:
        FRT(time="dates").settle(facts(read))
    assert refused.value.kind is errors.LACKS_BASIS


def test_working_time_counts_for_those_who_wait_too() -> None:
    clock = Clock(parse_hours("mon-fri 09:00-18:00"), None, "UTC")
    read = table(
        created=["2026-10-02 17:30", "2026-10-02 17:00"],  # Friday
        responded=[NINE, ""],
        clock=clock,
    )
    result = measure(FRT(within="1h,90m"), read, as_of="2026-10-05 09:30")
    assert result.headline.value == 1800.0
    within = [statistic(result, name) for name in ("within_1h", "within_90m")]
    assert [(each.value, each.n) for each in within] == [(50.0, 2), (100.0, 1)]
    for refused in ("durations", "business"):
        with pytest.raises(CsmetricsError) as caught:
            FRT(time=refused).settle(facts(read))
        assert caught.value.kind is errors.USAGE


def test_a_period_holds_what_was_created_in_it() -> None:
    read = table(created=["2026-09-30 23:00", NINE], responded=["2026-10-01 01:00", ANSWERS[1]])
    result = measure(FRT(), read, start="2026-10-01", end="2026-11-01", as_of="2026-10-31")
    assert (result.headline.value, result.headline.n) == (1800.0, 1)


@pytest.mark.parametrize("within", ["4", "0h", "1w", "h", "1h;4h"])
def test_a_limit_needs_its_unit(within: str) -> None:
    with pytest.raises(CsmetricsError) as refused:
        FRT(within=within)
    assert refused.value.kind is errors.BAD_VALUE


def test_limits_are_named_as_they_are_written() -> None:
    read = table(created=[NINE], responded=[ANSWERS[0]])
    result = measure(FRT(statistic="p75", within="5m, 1H,5m"), read)
    assert [each.name for each in result.statistics] == [
        *("p75", "mean", "median", "p90", "within_5m", "within_1h"),
    ]
    assert instant(ANSWERS[0]) - instant(NINE) == 600_000


def test_waiting_by_the_calendar_is_never_held_against_business_time() -> None:
    # asked on Friday at 17:50, and "now" is Monday 9:00: 63 h, and a few minutes of work
    read = table(
        created=[NINE, NINE, "2026-10-09 17:50"], first_response_business=["30 min", "2 h", ""]
    )
    metric = FRT(time="business")
    of_all = cell(metric, read, as_of="2026-10-12 09:00")
    (result,) = metric.results(of_all)
    assert [(each.name, each.value, each.n) for each in result.statistics[3:]] == [
        ("within_1h", 50.0, 2),
        ("within_4h", 100.0, 2),
        ("within_8h", 100.0, 2),
        ("within_24h", 100.0, 2),
    ]  # and no median of all
    assert result.parts == (("unanswered", 1),)
    (said,) = metric.remarks(of_all)
    assert said.kind is errors.WAIT_UNKNOWN
    assert said.text == (
        "1 ticket of 3 (33.3%) still waits, and for how long is not known: "
        "the times and shares are of the others only"
    )
    assert "they count in no time or share" in metric.definition().rule


@pytest.mark.parametrize("column", ["first_response_duration", "first_response_business"])
def test_a_reply_that_as_of_does_not_know_was_not_given(column: str) -> None:
    # within the day; after five; after two minutes, by its date only on the next day
    read = table(
        created=[NINE, NINE, NINE],
        responded=["", "", "2026-10-06 00:00"],
        as_of="2026-10-06 00:00",
        **{column: ["14 h 59 min", "120 h", "2 min"]},
    )
    metric = FRT(time=column.removeprefix("first_response_").replace("duration", "durations"))
    (result,) = metric.results(cell(metric, read))
    assert (result.headline.value, result.headline.n) == (15 * HOUR - 60, 1)
    assert result.parts == (("unanswered", 2),)
