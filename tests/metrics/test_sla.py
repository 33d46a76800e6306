"""SLA: what was promised, what says that it was kept, and which tickets are not decided yet."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tickets import account, cell, facts, instant, measure, table

import csmetrics
from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.table import Table
from csmetrics.metrics._sla_targets import parse
from csmetrics.metrics._statistics import share
from csmetrics.metrics.sla import SLA
from csmetrics.report import Measure, Report
from csmetrics.worktime import Clock, parse_hours

Written = Callable[..., str]
RESOLUTION = SLA(of="resolution")
RESPONSE = SLA(of="response")
OFFICE = "mon-fri 09:00-18:00"
MON, FRI = "2026-10-05", "2026-10-09"


def parts(metric: SLA, read: Table, **more: str) -> dict[str, int]:
    """Met, breached and still running."""
    return dict(measure(metric, read, **more).parts)


def refused(metric: SLA, read: Table) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        metric.settle(facts(read))
    return caught.value


# flags


def flagged(**more: Any) -> Table:
    """Finished and met, finished and breached, open and met, open and breached."""
    return table(
        created=[f"{MON} 09:00"] * 4,
        resolved=[f"{MON} 12:00", f"{MON} 13:00", "", ""],
        status=["closed", "solved", "open", "pending"],
        sla=["met", "breached", "met", "breached"],
        **more,
    )


def test_flags_of_unfinished_tickets_count_once_breached() -> None:
    read = flagged()
    found = measure(RESOLUTION, read)
    assert dict(found.parts) == {"met": 1, "breached": 2}
    assert found.headline == share("sla", 1, 3, 0.95)
    assert found.headline.value == pytest.approx(100 / 3)
    assert account(read) == {"still running": 1}


def test_a_deleted_ticket_is_left_out_for_what_it_never_had() -> None:
    cells = {
        "created": [f"{MON} 09:00"] * 2,
        "responded": [f"{MON} 10:00", ""],
        "resolved": [f"{MON} 12:00"] * 2,
        "status": ["solved", "deleted"],
        "target_response": [f"{MON} 11:00"] * 2,
    }
    read = table(**cells)
    assert parts(SLA(of="response"), read) == {"met": 1, "breached": 0, "still_running": 0}
    assert account(read) == {"deleted, merged or spam, and never answered": 1}


def test_finished_only_leaves_the_unfinished_out() -> None:
    read = flagged()
    assert parts(SLA(of="resolution", finished_only=True), read) == {"met": 1, "breached": 1}
    assert account(read) == {"not resolved": 2}


def test_status_decides_whether_a_ticket_is_finished() -> None:
    # reopened; closed at an unknown time; spam that nobody answered; no status but a date
    read = table(
        created=[f"{MON} 09:00"] * 4,
        resolved=[f"{MON} 12:00", "", "", f"{MON} 12:00"],
        status=["open", "closed", "spam", ""],
        sla=["yes", "yes", "no", "yes"],
    )
    assert parts(RESOLUTION, read) == {"met": 2, "breached": 0}
    assert account(read) == {
        "still running": 1,
        "deleted, merged or spam, and never resolved": 1,
    }


def test_flags_stand_where_nothing_says_what_is_finished() -> None:
    read = table(sla=["met", "breached", "paused", "no target", "", "perhaps", "met"])
    assert parts(RESOLUTION, read) == {"met": 2, "breached": 1}
    assert account(read) == {
        "still running": 1,
        "no target": 1,
        "blank": 1,
        "neither yes nor no": 1,
    }


def test_a_flag_of_breaches_is_turned_round() -> None:
    read = table(sla=["yes", "no", "no", "no"], headers={"sla": "SLA breached"})
    assert measure(RESOLUTION, read).headline.value == 75


def test_flags_of_the_response_run_until_the_answer_or_the_end() -> None:
    # answered; not answered, met so far; not answered and late; never answered, and closed
    read = table(
        created=[f"{MON} 09:00"] * 4,
        responded=[f"{MON} 09:30", "", "", ""],
        resolved=["", "", "", f"{MON} 12:00"],
        sla_response=["met", "met", "breached", "met"],
    )
    assert parts(RESPONSE, read) == {"met": 2, "breached": 1}
    assert account(read) == {"still running": 1}


def test_a_duration_tells_who_was_answered() -> None:
    read = table(
        created=[f"{MON} 09:00"] * 3,
        status=["open"] * 3,
        first_response_duration=["10 min", "", "N/A"],
        sla_response=["met", "met", "met"],
    )
    assert parts(RESPONSE, read) == {"met": 1, "breached": 0}
    assert account(read) == {"still running": 2}


def test_no_time_at_all_is_no_answer_while_the_ticket_is_open() -> None:
    # not answered and met so far; not answered and late; answered at once, and closed; answered
    for column, cells in (
        ("first_response_duration", ["0", "0", "0", "1 h"]),
        ("first_response_business", ["0", "0", "0", "1 h"]),
        ("responded", [f"{MON} 09:00"] * 3 + [f"{MON} 10:00"]),
    ):
        read = table(
            created=[f"{MON} 09:00"] * 4,
            status=["open", "open", "closed", "open"],
            sla_response=["met", "breached", "met", "met"],
            **{column: cells},
        )
        assert parts(RESPONSE, read) == {"met": 2, "breached": 1}
        assert account(read) == {"still running": 1}


def test_a_plain_flag_is_of_the_resolution_unless_the_user_says_otherwise() -> None:
    read = table(created=[f"{MON} 09:00"], responded=[f"{MON} 09:30"], sla=["met"])
    assert [each.name for each in SLA().questions(read.headers)] == ["resolution"]
    assert parts(RESPONSE, read) == {"met": 1, "breached": 0}


def test_a_flag_of_its_own_comes_before_a_plain_one() -> None:
    read = table(sla=["met", "met"], sla_resolution=["breached", "met"])
    assert measure(RESOLUTION, read).headline.value == 50


# due times


def dues(**more: Any) -> Table:
    """On time to the millisecond, a minute late, waiting until Tuesday, waiting until Friday, no target."""
    return table(
        created=[f"{MON} 09:00"] * 5,
        resolved=[f"{MON} 12:00", f"{MON} 12:01", "", "", f"{MON} 12:00"],
        target_resolution=[f"{MON} 12:00"] * 2 + ["2026-10-06 09:00", f"{FRI} 09:00", ""],
        **more,
    )


def test_due_times() -> None:
    read = dues()
    found = measure(RESOLUTION, read, as_of="2026-10-07 00:00")
    assert dict(found.parts) == {"met": 1, "breached": 2, "still_running": 1}
    assert found.headline.n == 3
    assert found.headline.value == pytest.approx(100 / 3)
    assert account(read) == {"no target": 1}


@pytest.mark.parametrize(
    ("now", "late"), [("2026-10-06 08:59", 0), ("2026-10-06 09:00", 0), ("2026-10-06 09:01", 1)]
)
def test_due_now_is_not_late(now: str, late: int) -> None:
    found = parts(RESOLUTION, dues(), as_of=now)
    assert found == {"met": 1, "breached": 1 + late, "still_running": 2 - late}


def test_due_times_after_now_are_known() -> None:
    # as the user says "now": the second was not resolved yet, and is due only on Friday
    read = table(
        created=[f"{MON} 09:00", f"{MON} 09:00", f"{FRI} 09:00"],
        resolved=[f"{MON} 12:00", f"{FRI} 08:00", ""],
        target_resolution=[f"{FRI} 09:00", f"{FRI} 09:00", f"{FRI} 10:00"],
        as_of="2026-10-06 00:00",
    )
    assert parts(RESOLUTION, read) == {"met": 1, "breached": 0, "still_running": 1}
    assert account(read) == {"created after --as-of": 1}


def test_finished_only_by_due_times() -> None:
    read = dues()
    assert parts(SLA(of="resolution", finished_only=True), read) == {"met": 1, "breached": 1}
    assert account(read) == {"no target": 1, "not resolved": 2}


def test_a_due_date_without_a_time_includes_its_day() -> None:
    read = table(
        created=[f"{MON} 09:00"] * 3,
        resolved=[f"{MON} 23:59", "2026-10-06 00:00", ""],
        target_resolution=[MON] * 3,
    )
    assert parts(RESOLUTION, read, as_of=f"{MON} 23:59") == {
        "met": 1,
        "breached": 1,
        "still_running": 1,
    }
    assert parts(RESOLUTION, read, as_of="2026-10-06 00:00")["breached"] == 2


def test_what_due_times_cannot_say() -> None:
    # resolved at an unknown time; resolved before it began; spam
    read = table(
        created=[f"{MON} 09:00"] * 4,
        resolved=["", f"{MON} 08:00", "", f"{MON} 10:00"],
        status=["closed", "closed", "spam", "closed"],
        target_resolution=[f"{MON} 12:00"] * 4,
    )
    assert parts(RESOLUTION, read, as_of=f"{FRI} 00:00")["met"] == 1
    assert account(read) == {
        "resolved at an unknown time": 1,
        "ends before it starts": 1,
        "deleted, merged or spam, and never resolved": 1,
    }


def test_due_times_of_the_response() -> None:
    read = table(
        created=[f"{MON} 09:00"] * 4,
        responded=[f"{MON} 10:00", f"{MON} 10:01", "", f"{MON} 09:00"],
        target_response=[f"{MON} 10:00"] * 4,
        agent_replies=["1", "1", "0", "0"],
    )
    found = parts(RESPONSE, read, as_of=f"{MON} 10:01")
    assert found == {"met": 1, "breached": 2, "still_running": 0}
    assert account(read) == {"closed without a message of an agent": 1}


def test_all_running_is_undefined() -> None:
    read = table(created=[f"{MON} 09:00"], resolved=[""], target_resolution=[f"{FRI} 09:00"])
    found = measure(RESOLUTION, read, as_of=f"{MON} 12:00").headline
    assert (found.value, found.n) == (None, 0)
    assert found.undefined_because == "all are still running"


# targets


def timed(**more: Any) -> Table:
    """After 4 h, after 4 h and a minute, and waiting since Monday and since Friday at 9."""
    return table(
        created=[f"{MON} 09:00"] * 3 + [f"{FRI} 09:00"],
        resolved=[f"{MON} 13:00", f"{MON} 13:01", "", ""],
        **more,
    )


def test_a_target_for_all() -> None:
    metric = SLA(of="resolution", target=("4h",))
    found = parts(metric, timed(), as_of=f"{FRI} 13:00")
    assert found == {"met": 1, "breached": 2, "still_running": 1}
    assert parts(metric, timed(), as_of=f"{FRI} 13:01")["breached"] == 3


def test_working_time_is_held_against_the_target() -> None:
    # Friday 17:00 → Monday 10:00 are 2 h of work; so has waited what began then
    read = table(
        created=["2026-10-09 17:00"] * 3,
        resolved=["2026-10-12 10:00", "2026-10-12 10:01", ""],
        clock=Clock(parse_hours(OFFICE)),
    )
    metric = SLA(of="resolution", target=("2h",))
    assert parts(metric, read, as_of="2026-10-12 10:00") == {
        "met": 1,
        "breached": 1,
        "still_running": 1,
    }
    assert parts(metric, read, as_of="2026-10-12 10:01")["breached"] == 2


def test_targets_of_priorities() -> None:
    # urgent 1 h, all others 8 h: 2 h are too long for an urgent one; labels are compared folded
    priorities = ["Urgent", "URGENT", "High", "", "high"]
    read = table(
        created=[f"{MON} 09:00"] * 5,
        responded=[f"{MON} 10:00", f"{MON} 11:00", f"{MON} 11:00", f"{MON} 18:00", ""],
        priority=priorities,
    )
    both = SLA(of="response", target=("urgent=1h", "8h"))
    assert parts(both, read, as_of=f"{MON} 12:00") == {"met": 2, "breached": 2, "still_running": 1}
    read = table(
        created=[f"{MON} 09:00"] * 5,
        responded=[f"{MON} 10:00", f"{MON} 11:00", f"{MON} 11:00", f"{MON} 18:00", ""],
        priority=priorities,
    )
    own = SLA(of="response", target=("urgent=1h", "high = 30m"))
    assert parts(own, read, as_of=f"{MON} 12:00") == {"met": 1, "breached": 3, "still_running": 0}
    assert account(read) == {"no target": 1}


def test_a_priority_that_never_occurs() -> None:
    read = table(created=[MON], resolved=[MON], priority=["High"], headers={"priority": "Prio"})
    _, (note,) = SLA(of="resolution", target=("urgent=1h", "4h")).settle(facts(read))
    assert note.kind is errors.UNSEEN_PRIORITY
    assert note.text == "--target: no ticket has urgent as Prio; there are: High"
    error = refused(SLA(of="resolution", target=("urgent=1h",)), read)
    assert error.kind is errors.BAD_VALUE
    assert "there are: High" in error.hint


PRIORITIES = ["Urgent", "urgent", "Medium", "Low", "", "Low"]


@pytest.mark.parametrize(
    ("target", "what"),
    [
        (("urgent=1h",), "left out, without a target"),
        (("urgent=1h", "8h"), "held against that of all others, 8h"),
    ],
)
def test_many_priorities_that_no_target_names_are_said(target: tuple[str, ...], what: str) -> None:
    read = table(  # the last was resolved before it began: no target is asked for
        created=[f"{MON} 09:00"] * 6,
        resolved=[f"{MON} 10:00"] * 5 + [f"{MON} 08:00"],
        priority=PRIORITIES,
    )
    settled, _ = SLA(of="resolution", target=target).settle(facts(read))
    (note,) = settled.remarks(cell(settled, read))
    assert (note.kind, note.count) == (errors.PRIORITY_UNNAMED, 3)
    assert note.text == (
        "3 of 5 tickets have a priority that no --target names ((blank), Low, Medium): " + what
    )


@pytest.mark.parametrize(("low", "said"), [(1, False), (2, True)])
def test_a_fifth_of_the_tickets_may_be_exceptions(low: int, said: bool) -> None:
    read = table(
        created=[MON] * (4 + low), resolved=[MON] * (4 + low), priority=["High"] * 4 + ["Low"] * low
    )
    settled = SLA(of="resolution", target=("high=1h", "8h"), basis="target", time="dates")
    assert bool(settled.remarks(cell(settled, read))) is said


def test_more_labels_than_priorities_have_are_not_named(written: Written) -> None:
    rows = [f"{n},2026-10-05,2026-10-05,client {n}" for n in range(13)]
    file = written("id,created,resolved,priority", "13,2026-10-05,2026-10-05,High", *rows)
    report = run(file, target=["high=1h", "8h"], every="month")
    (note,) = (each for each in report.diagnostics if each.kind is errors.PRIORITY_UNNAMED)
    assert note.text.startswith("13 of 14 tickets have a priority that no --target names: held")
    left = run(file, target=["high=1h"])
    assert (left.quality.used, left.quality.rows_read) == (1, 14)
    (note,) = (each for each in left.diagnostics if each.kind is errors.PRIORITY_UNNAMED)
    assert note.text.endswith("names: left out, without a target")


def test_labels_of_no_priority_stay_out_of_messages() -> None:
    read = table(
        created=[MON] * 13, resolved=[MON] * 13, priority=[f"client {n}" for n in range(13)]
    )
    _, (note,) = SLA(of="resolution", target=("urgent=1h", "4h")).settle(facts(read))
    assert "client" not in note.text
    assert "client" not in refused(SLA(of="resolution", target=("urgent=1h",)), read).hint


def test_targets_of_priorities_need_a_priority() -> None:
    read = table(created=[MON], resolved=[MON])
    error = refused(SLA(of="resolution", target=("urgent=1h",)), read)
    assert error.kind is errors.LACKS_BASIS
    assert "--column priority=NAME" in error.hint


def test_durations_held_against_a_target() -> None:
    # 15 min, 31 min; waiting since 9; waiting since nobody knows when
    read = table(
        first_response_duration=["15 min", "31 min", "", ""],
        created=["", "", f"{MON} 09:00", ""],
    )
    metric = SLA(of="response", target=("30m",))
    settled, _ = metric.settle(facts(read))
    assert settled.time == "durations"
    assert parts(metric, read, as_of=f"{MON} 09:31") == {
        "met": 1,
        "breached": 2,
        "still_running": 0,
    }
    assert account(read) == {"no time at which it starts": 1}


@pytest.mark.parametrize(
    ("of", "column"),
    [("response", "first_response_duration"), ("resolution", "resolution_duration")],
)
def test_an_open_ticket_without_time_waits(of: str, column: str) -> None:
    # waits for longer than the target, and for less; within it, and finished; too late
    read = table(
        created=[f"{MON} 09:00", f"{MON} 12:00", f"{MON} 09:00", f"{MON} 09:00"],
        status=["open", "open", "closed", "closed"],
        **{column: ["0", "0", "0", "5 h"]},
    )
    found = parts(SLA(of=of, target=("4h",)), read, as_of=f"{MON} 14:00")
    assert found == {"met": 1, "breached": 2, "still_running": 1}


def test_the_duration_of_an_open_ticket_is_no_resolution() -> None:
    read = table(
        created=[f"{MON} 09:00"] * 2, status=["open", "closed"], resolution_duration=["1 h"] * 2
    )
    found = parts(SLA(of="resolution", target=("4h",)), read, as_of=f"{MON} 14:00")
    assert found == {"met": 1, "breached": 1, "still_running": 0}


def test_an_answer_at_once_to_an_open_ticket_waits_by_dates_and_by_due_times() -> None:
    read = table(
        created=[f"{MON} 09:00"] * 2,
        responded=[f"{MON} 09:00"] * 2,
        status=["open", "closed"],
        target_response=[f"{MON} 10:00"] * 2,
    )
    for metric in (SLA(of="response", target=("1h",)), SLA(of="response", basis="due")):
        found = parts(metric, read, as_of=f"{MON} 09:30")
        assert found == {"met": 1, "breached": 0, "still_running": 1}


def test_nobody_answered_in_the_whole_file_is_everybody_waiting(written: Written) -> None:
    file = written(
        "Ticket ID,Status,Created at,First responded at,Resolved at",
        *(f"{n},Open,2026-01-{n:02} 10:00,," for n in range(1, 13)),
    )
    for of in ("response", "resolution"):
        report = run(file, of=of, target=("24h",))
        found = dict(report.rows[0].measure.parts)
        assert found == {"met": 0, "breached": 10, "still_running": 2}
        assert shown(report) == {None: (10, 0.0)}


def test_business_time_is_never_held_against_the_calendar() -> None:
    read = table(
        created=[f"{MON} 09:00"] * 2,
        resolution_business=["3 h", ""],
    )
    metric = SLA(of="resolution", target=("4h",), time="business")
    assert parts(metric, read, as_of=f"{FRI} 09:00") == {
        "met": 1,
        "breached": 0,
        "still_running": 0,
    }
    assert account(read) == {"not resolved": 1}

    assert "unfinished tickets are left out" in metric.definition().rule


def test_what_as_of_does_not_know_is_not_done_yet() -> None:
    # 2 h; 200 h; 200 h, and spam since; waiting
    read = table(
        created=[f"{MON} 09:00"] * 4,
        resolution_duration=["2 h", "200 h", "200 h", ""],
        status=["solved", "solved", "spam", "open"],
        as_of="2026-10-06 00:00",
    )
    metric = SLA(of="resolution", target=("20h",), time="durations")
    assert parts(metric, read) == {"met": 1, "breached": 0, "still_running": 3}
    assert account(read) == {}


def test_a_flag_of_a_reply_that_as_of_does_not_know_is_still_running() -> None:
    read = table(
        created=[f"{MON} 09:00"] * 2,
        first_response_duration=["2 h", "200 h"],
        sla_response=["met", "met"],
        as_of="2026-10-06 00:00",
    )
    assert parts(RESPONSE, read)["met"] == 1
    assert account(read) == {"still running": 1}


def test_blank_dates_beside_filled_durations_are_said() -> None:
    columns = {"created": [MON] * 3, "responded": [MON, "", ""]}
    read = table(**columns, first_response_duration=["5 min"] * 3)
    metric = SLA(of="response", target=("4h",))
    assert [note.kind for note in metric.settle(facts(read))[1]] == [errors.FULLER_DURATIONS]
    asked = SLA(of="response", target=("4h",), time="dates")
    assert asked.settle(facts(read))[1] == ()


@pytest.mark.parametrize(
    "target",
    [("4",), ("",), ("=4h",), ("4h", "5h"), ("high=1h", "High=2h"), ("high=",), ("0h",)],
)
def test_targets_that_say_nothing_certain(target: tuple[str, ...]) -> None:
    with pytest.raises(CsmetricsError, match="--target") as caught:
        SLA(target=target)
    assert caught.value.kind is errors.BAD_VALUE


def test_targets_are_read() -> None:
    found = parse(["8h", "P1 - urgent = 30m"])
    assert found.others == 8 * 3_600_000
    assert found.of == {"p1 urgent": 30 * 60_000}
    assert found.limits == [30 * 60_000, 8 * 3_600_000]
    assert found.in_words() == "8h (others), 30m (P1 - urgent)"
    assert parse(["4h"]).in_words() == "4h"


# what is asked


@pytest.mark.parametrize(
    ("metric", "roles", "asked"),
    [
        (SLA(), "sla", "resolution"),
        (SLA(), "sla_response", "response"),
        (SLA(), "sla_response sla", "response resolution"),
        (SLA(), "target_response responded", "response"),
        (SLA(), "target_response", ""),
        (SLA(), "target_resolution resolved sla_response", "response resolution"),
        (SLA(basis="due"), "target_resolution resolved sla_response", "resolution"),
        (SLA(basis="flag"), "target_resolution resolved sla_response", "response"),
        (SLA(target=("4h",)), "created resolved sla_response", "resolution"),
        (SLA(target=("4h",)), "first_response_duration", "response"),
        (SLA(target=("4h",)), "created", ""),
        (RESPONSE, "sla", "response"),
    ],
)
def test_what_the_columns_are_of(metric: SLA, roles: str, asked: str) -> None:
    found = [each.metric for each in metric.questions(dict.fromkeys(roles.split(), ""))]
    assert " ".join(each.of or "" for each in found if isinstance(each, SLA)) == asked


def test_a_target_may_be_of_either() -> None:
    with pytest.raises(CsmetricsError, match="first response, or of the resolution") as caught:
        SLA(target=("4h",)).questions(dict.fromkeys(("created", "responded", "resolved"), ""))
    assert caught.value.kind is errors.USAGE


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"basis": "target"}, "no target was given"),
        ({"basis": "due", "target": ("4h",)}, "no target is used"),
        ({"time": "durations"}, "--time"),
        ({"of": "both"}, "--of"),
        ({"basis": "guess"}, "--basis"),
    ],
)
def test_options_that_do_not_go_together(options: dict[str, Any], match: str) -> None:
    with pytest.raises(CsmetricsError, match=match):
        SLA(**options)


@pytest.mark.parametrize(
    ("metric", "cells", "what"),
    [
        (SLA(), {"created": [MON]}, "sla needs"),
        (RESPONSE, {"created": [MON], "sla_response": [""]}, "sla_response, and blank"),
        (SLA(of="response", basis="due"), {"sla_response": ["met"]}, "needs a column of due"),
        (SLA(of="resolution", basis="due"), {"target_resolution": [MON]}, "with resolved"),
        (SLA(of="resolution", basis="flag"), {"target_resolution": [MON]}, "SLA results"),
        (SLA(of="resolution", target=("4h",)), {"created": [MON]}, "created and resolved"),
        (SLA(target=("4h",)), {"created": [MON]}, "created and responded or resolved"),
    ],
)
def test_no_basis_is_refused(metric: SLA, cells: dict[str, Any], what: str) -> None:
    error = refused(metric, table(**cells))
    assert error.kind is errors.LACKS_BASIS
    assert what in error.text


def test_the_other_promise_is_a_cure() -> None:
    error = refused(RESPONSE, table(sla_response=[""], sla_resolution=["met"]))
    assert error.hint.startswith("--of resolution; or ")


def test_a_response_falls_on_the_day_of_the_creation() -> None:
    assert (RESPONSE.date, RESOLUTION.date, SLA().date) == ("created", "resolved", "resolved")


def test_hours_that_change_nothing_are_said() -> None:
    read = flagged(clock=Clock(parse_hours(OFFICE)))
    _, (note,) = RESOLUTION.settle(facts(read))
    assert note.kind is errors.HOURS_UNUSED


def test_the_rule_is_printed() -> None:
    target = SLA(of="response", target=("urgent=1h", "4h"), finished_only=True)
    settled, _ = target.settle(facts(table(created=[MON], responded=[MON], priority=["Urgent"])))
    assert settled.definition().rule == (
        "of the first response; met: within 1h (urgent), 4h (others), exactly on time included; "
        "from the dates created and responded; finished tickets only"
    )
    settled, _ = RESOLUTION.settle(facts(flagged()))
    assert settled.definition().rule == (
        "of the resolution; by flags as they stand; "
        "unfinished tickets count once they are breached, in periods only with --date created"
    )
    settled, _ = RESOLUTION.settle(facts(dues()))
    assert "by the due time" in settled.definition().rule
    assert SLA().definition().rule


def test_a_month_by_resolution_counts_what_was_resolved_in_it() -> None:
    settled, _ = RESOLUTION.settle(facts(flagged()))
    found = cell(settled, flagged(), start="2026-10-01 00:00", end="2026-11-01 00:00")
    assert dict(settled.results(found)[0].parts) == {"met": 1, "breached": 1}
    by_created = cell(
        settled, flagged(), start="2026-10-01 00:00", end="2026-11-01 00:00", date="created"
    )
    assert dict(settled.results(by_created)[0].parts) == {"met": 1, "breached": 2}
    assert found.start == instant("2026-10-01 00:00")


# whole runs


@pytest.mark.parametrize(
    ("columns", "options"),
    [
        ({"SLA met": ["yes", "no", "no"]}, {}),
        ({"due date": ["2026-10-30", "2026-10-01", "2026-10-01"]}, {}),
        ({}, {"target": ["2h"]}),
    ],
)
def test_an_open_ticket_is_in_no_period_by_the_date_at_which_it_was_resolved_once(
    written: Written, columns: dict[str, list[str]], options: dict[str, Any]
) -> None:
    rows = [
        ["1", "Closed", "2026-10-05 09:00", "2026-10-05 10:00"],
        ["2", "Open", "2026-10-05 09:00", "2026-10-06 09:00"],  # again
        ["3", "Open", "2026-10-05 09:00", ""],
    ]
    cells = [[*row, *(each[n] for each in columns.values())] for n, row in enumerate(rows)]
    header = ["id", "status", "created", "resolved", *columns]
    file = written(*(",".join(row) for row in [header, *cells]))
    month = run(file, of="resolution", every="month", **options)
    assert shown(month) == {None: (1, 100)}
    assert [(each.reason, each.count) for each in month.quality.left_out] == [(errors.NO_DATE, 2)]
    by_created = run(file, of="resolution", every="month", date="created", **options)
    assert shown(by_created) == {None: (3, pytest.approx(100 / 3))}
    assert shown(run(file, of="resolution", **options)) == shown(by_created)


def run(file: str | Path, **options: Any) -> Report:
    report: Report = csmetrics.compute("sla", str(file), **options)
    return report


def shown(report: Report) -> dict[str | None, tuple[int, Any]]:
    """n and value of each question, of the whole."""
    return {
        row.question: (row.measure.headline.n, row.measure.headline.value)
        for row in report.rows
        if not row.slice
    }


HEADER = (
    "Ticket ID,Created time,Status,First response due,Initial response time,Due by Time,"
    "Resolved time,First response status,Resolution status"
)
ROWS = (
    "1,2026-10-05 09:00,Closed,2026-10-05 10:00,2026-10-05 10:00,2026-10-06 09:00,"
    "2026-10-06 09:00,Within SLA,Within SLA",
    "2,2026-10-05 09:00,Open,2026-10-05 10:00,2026-10-05 10:01,2026-10-06 09:00,,"
    "SLA Violated,Within SLA",
    "3,2026-10-05 09:00,Open,2026-10-05 10:00,,2026-10-09,,SLA Violated,SLA Violated",
    "4,2026-10-09 09:00,Open,2026-10-09 10:00,,2026-10-10 09:00,,Within SLA,Within SLA",
)


def test_two_promises_are_two_results(written: Written) -> None:
    file = written(HEADER, *ROWS)
    by_flags = run(file)
    assert shown(by_flags) == {
        "response": (3, pytest.approx(100 / 3)),
        "resolution": (2, 50),
    }
    assert [each.used for each in by_flags.questions] == [3, 2]
    assert by_flags.quality.used == 3
    by_dues = run(file, basis="due")
    # now is the last event, Friday 09:00: a due date of that Friday has not passed
    assert shown(by_dues) == {"response": (3, pytest.approx(100 / 3)), "resolution": (2, 50)}
    assert {dict(row.measure.parts)["still_running"] for row in by_dues.rows} == {1, 2}
    assert shown(run(file, of="response")) == {None: (3, pytest.approx(100 / 3))}


def test_the_date_of_the_run_follows_what_is_asked(written: Written) -> None:
    file = written(HEADER, *ROWS)
    assert {row.date for row in run(file, every="month").rows} == {"created"}
    assert {row.date for row in run(file, every="month", of="response").rows} == {"created"}
    resolved = run(file, every="month", of="resolution")
    assert {row.date for row in resolved.rows} == {"resolved"}
    assert shown(resolved) == {None: (1, 100)}
    assert resolved.quality.left_out[0].reason is errors.NO_DATE
    given = run(file, every="month", date="resolved")
    assert {row.date for row in given.rows} == {"resolved"}


def test_one_promise_has_no_name(written: Written) -> None:
    file = written("id,created,resolved,sla met", "1,2026-10-05,2026-10-05,yes")
    assert shown(run(file)) == {None: (1, 100)}


def test_target_of_priorities_in_a_file(written: Written) -> None:
    file = written(
        "id,created at,first reply at,priority",
        "1,2026-10-05 09:00,2026-10-05 09:50,Urgent",
        "2,2026-10-05 09:00,2026-10-05 12:00,Low",
        "3,2026-10-05 09:00,2026-10-05 09:10,High",
    )
    report = run(file, target=["urgent=1h", "low=2h", "normal=4h"])
    assert shown(report) == {None: (2, 50)}
    assert [each.reason for each in report.quality.left_out] == [errors.NO_TARGET]
    assert errors.UNSEEN_PRIORITY in {each.kind for each in report.diagnostics}


# reference numbers


def known(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return found


def matches(measured: Measure, reference: dict[str, Any]) -> None:
    assert dict(measured.parts)["met"] == reference["count"]
    assert measured.headline.n == reference["of"]
    assert measured.headline.value == pytest.approx(reference["percent"], rel=1e-12)
    interval = measured.headline.interval
    assert interval is not None
    assert [interval.low, interval.high] == pytest.approx(reference["wilson95"], abs=1e-9)


@pytest.mark.parametrize(("name", "entry"), [("100", "iso"), ("dmy-100", "dmy")])
def test_boston(shared: Path, name: str, entry: str) -> None:
    folder = shared / "data" / "boston311"
    file, reference = folder / f"boston311-{name}.csv", known(folder)[entry]
    matches(run(file, finished_only=True).rows[0].measure, reference["ontime_closed"])
    recomputed = run(file, basis="due", finished_only=True).rows[0].measure
    matches(recomputed, reference["sla_recomputed_closed_le_target"])
    # 12 of the 15 open ones are flagged overdue, 3 on time so far: 80/(85 + 12)
    whole = run(file)
    assert dict(whole.rows[0].measure.parts) == {"met": 80, "breached": 17}
    assert [(each.count, each.text) for each in whole.quality.left_out] == [(3, "still running")]
    # by due times 11 of them had passed at the last event, and one had not
    by_due = dict(run(file, basis="due").rows[0].measure.parts)
    assert by_due == {"met": 72, "breached": 16, "still_running": 1}


@pytest.mark.parametrize(
    ("column", "entry"),
    [
        ("channel", "by_channel"),
        ("priority", "by_priority"),
        ("customer_segment", "by_segment"),
        ("agent_name", "by_agent"),
        ("category", "by_category"),
    ],
)
def test_vietsupport(shared: Path, column: str, entry: str) -> None:
    folder = shared / "data" / "vietsupport-tickets"
    report = run(folder / "customer_service_tickets_30days.csv", by=[column])
    reference = known(folder)
    matches(report.rows[0].measure, reference["overall"]["sla_met"])
    assert report.rows[0].measure.headline.value == reference["published"]["sla"]
    slices = {row.slice[0][1]: row.measure for row in report.rows if row.slice}
    assert slices.keys() == reference[entry].keys()
    for label, measured in slices.items():
        matches(measured, reference[entry][str(label)]["sla_met"])


def test_worked_examples(shared: Path) -> None:
    examples = json.loads((shared / "vectors" / "worked_examples.json").read_text("utf-8"))
    mine = [each for each in examples if each["metric"] == "sla_compliance"]
    assert len(mine) == 5
    for each in mine:
        met = each["inputs"].get("within_sla", each["inputs"].get("numerator"))
        of = each["inputs"].get("resolved", each["inputs"].get("denominator"))
        read = table(sla=["met"] * met + ["breached"] * (of - met))
        assert measure(RESOLUTION, read).headline.value == pytest.approx(each["check"], abs=1e-6)
