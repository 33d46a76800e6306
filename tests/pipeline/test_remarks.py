"""What is said of tickets that were left out, and of those that still wait while others are averaged."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csmetrics import compute, errors
from csmetrics.errors import CsmetricsError
from csmetrics.render._account import account_line
from csmetrics.report import Diagnostic, Report

Written = Callable[..., str]
HEADER = "id,created,first response at,resolved"


def tickets(written: Written, done: int, waiting: int) -> str:
    """Tickets that took an hour, and others that nobody has answered, all of one morning."""
    rows = [f"{row},2026-03-02 09:00,2026-03-02 09:30,2026-03-02 10:00" for row in range(done)]
    rows += [f"w{row},2026-03-02 09:00,," for row in range(waiting)]
    return written(HEADER, *rows)


def warnings(report: Report) -> list[Diagnostic]:
    return [note for note in report.diagnostics if note.kind.level == "warning"]


@pytest.mark.parametrize(
    ("metric", "kind", "word"),
    [("art", errors.OPEN_ASIDE, "open"), ("frt", errors.UNANSWERED_ASIDE, "unanswered")],
)
def test_a_mean_of_some_names_those_it_is_not_of(
    written: Written, metric: str, kind: errors.Kind, word: str
) -> None:
    (said,) = warnings(compute(metric, tickets(written, 18, 2)))
    assert (said.kind, said.count) == (kind, 2)
    assert said.text.startswith(f"2 {word} tickets of 20 (10%) have no time yet")


@pytest.mark.parametrize("metric", ["art", "frt"])
def test_five_percent_are_few(written: Written, metric: str) -> None:
    assert warnings(compute(metric, tickets(written, 19, 1))) == []
    (said,) = warnings(compute(metric, tickets(written, 18, 1)))
    assert " ticket of 19 (5.26%)" in said.text


def test_what_is_said_is_of_the_whole_that_was_asked_for(written: Written) -> None:
    file = written(
        f"{HEADER},channel",
        "1,2026-03-02 09:00,2026-03-02 09:30,2026-03-02 10:00,web",
        "2,2026-03-02 09:00,2026-03-02 09:30,2026-03-02 10:00,mail",
        "3,2026-03-02 09:00,,,mail",
    )
    assert warnings(compute("art", file, where="channel = web")) == []
    (said,) = warnings(compute("art", file, by="channel"))
    assert "1 open ticket of 3 (33.3%)" in said.text


def test_tickets_are_called_tickets(written: Written) -> None:
    report = compute(
        "art",
        written(
            HEADER,
            *(f"{row},2026-03-02 09:00,,2026-03-02 10:00" for row in range(10, 20)),
            "2,2026-03-02 09:00,,2026-03-02 08:00",
            "3,2026-03-02 09:00,,2026-03-01 08:00",
        ),
    )
    (said,) = warnings(report)
    assert said.text == "2 tickets left out because of resolved: ends before it starts"


def test_most_tickets_the_wrong_way_round_are_refused(written: Written) -> None:
    rows = [f"{row},2026-03-02 09:00,,2026-03-01 10:00" for row in range(6)]
    rows += [f"{row},2026-03-02 09:00,,2026-03-02 10:00" for row in range(6, 11)]
    with pytest.raises(CsmetricsError) as refused:
        compute("art", written(HEADER, *rows))
    assert refused.value.kind is errors.REVERSED
    assert "54.5% of the tickets end before they start (resolved)" in refused.value.text
    assert (
        compute("art", written(HEADER, *rows), max_left_out="55%").rows[0].measure.headline.n == 5
    )


STATUSES = "id,created,resolved,status"


def test_statuses_that_are_not_known_or_set_aside_are_said(written: Written) -> None:
    file = written(
        STATUSES,
        "1,2026-03-02,,Descartado",
        "2,2026-03-02,,open",
        "3,2026-03-02,2026-03-03,spam",
        "4,2026-03-02,2026-03-03,closed",
    )
    said = {each.kind.name: each.text for each in compute("backlog", file).diagnostics}
    assert said["status-unknown"].startswith("1 row with a status of status")
    assert said["counted-aside"] == "status: 1 spam among the tickets"
    (aside,) = [e for e in compute("backlog", file).diagnostics if e.kind.name == "counted-aside"]
    assert aside.hint == "to leave them out: --exclude-status spam"
    slip = compute("backlog", file, exclude_status="closd").diagnostics
    (note,) = [each for each in slip if each.kind.name == "excluded-none"]
    assert (note.text, note.hint) == (
        "--exclude-status closd: no ticket has this status",
        "did you mean closed?",
    )


def test_hours_without_a_zone_are_those_of_utc_and_that_is_said(written: Written) -> None:
    file = written(HEADER, "1,2026-03-02 09:00,,2026-03-02 10:00")
    named = compute("art", file, hours="mon-fri 09:00-18:00", tz="UTC").diagnostics
    plain = compute("art", file, hours="mon-fri 09:00-18:00").diagnostics
    assert not any(each.kind.name == "hours-in-utc" for each in named)
    assert any(each.kind.name == "hours-in-utc" for each in plain)


def test_times_that_a_clock_change_makes_doubtful_are_counted_as_words_are(
    written: Written,
) -> None:
    skipped = "2026-03-29 02:30"
    twice = "2026-10-25 02:30"
    report = compute(
        "art",
        written(
            HEADER,
            "1,2026-03-02 09:00,,2026-03-02 10:00",
            f"2,{skipped},,2026-03-30 10:00",
            f"3,2026-03-02 10:00,,{twice}",
            f"4,{twice},,2026-10-26 10:00",
        ),
        tz="Europe/Berlin",
    )
    assert {note.text for note in warnings(report)} == {
        "created: 1 time that does not exist in Europe/Berlin (clock change) left out",
        "created: 1 ambiguous time in Europe/Berlin (clock change) left out",
        "resolved: 1 ambiguous time in Europe/Berlin (clock change) left out",
    }
    # one reason of two columns: counted together, and in the plural
    assert account_line(report) == (
        "4 rows read · 1 used · 3 left out (2 ambiguous times in Europe/Berlin (clock change), "
        "1 time that does not exist in Europe/Berlin (clock change))"
    )
