"""First contact resolution: of the resolved tickets, those that one contact resolved."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from tickets import account, facts, instant, measure, statistic, table

from csmetrics import errors
from csmetrics.api import compute
from csmetrics.errors import CsmetricsError
from csmetrics.metrics import by_name
from csmetrics.metrics._first_contact import ANSWERS, BASIS
from csmetrics.metrics.fcr import FCR
from csmetrics.report import Report

Written = Callable[..., str]
FOLDER = "data/vietsupport-tickets"


def refused(metric: FCR, **cells: list[str]) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        metric.settle(facts(table(**cells)))
    assert caught.value.kind is errors.LACKS_BASIS
    return caught.value


def left_out(report: Report) -> dict[str, int]:
    return {entry.text: entry.count for entry in report.quality.left_out}


# totals that others published; the ends are the roots p of (p - k/n)² = z²·p(1 - p)/n, z = 1.959963984540
PUBLISHED = [
    (70, 100, 70.0, 60.41515, 78.10511),
    (750, 1000, 75.0, 72.22397, 77.58469),
    (120, 200, 60.0, 53.08367, 66.53942),
    (320, 400, 80.0, 75.80297, 83.62629),
]


@pytest.mark.parametrize(("good", "n", "value", "low", "high"), PUBLISHED)
def test_published_examples(good: int, n: int, value: float, low: float, high: float) -> None:
    read = table(first_contact=["yes"] * good + ["no"] * (n - good))
    result = measure(FCR(), read)
    assert (result.headline.name, result.headline.value, result.headline.n) == ("fcr", value, n)
    interval = result.headline.interval
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-6)
    assert interval.method == "Wilson"
    assert result.parts == (("at_first_contact", good), ("later", n - good))


def test_without_status_or_resolution_each_row_is_resolved_and_it_is_said() -> None:
    read = table(first_contact=["1", "0", ""])
    settled, notes = FCR().settle(facts(read))
    assert [note.kind for note in notes] == [errors.TAKEN_AS_RESOLVED]
    assert "each taken as resolved" in settled.definition().rule
    assert measure(FCR(), read).headline.value == 50
    assert account(read) == {"blank": 1}
    with_status = table(first_contact=["1"], status=["solved"])
    assert not FCR().settle(facts(with_status))[1]


def test_population_of_the_resolved() -> None:
    read = table(
        first_contact=["1", "1", "1", "0", "1", "1", "1"],
        resolved=["2026-10-05", "2026-10-05", "", "2026-10-06", "", "", "2026-10-07"],
        status=["solved", "open", "closed", "closed", "open", "spam", "deleted"],
    )
    result = measure(FCR(), read)
    # resolved; open again; resolved at an unknown time; resolved later; deleted after it was resolved
    assert (result.headline.value, result.headline.n) == (60.0, 5)
    assert result.parts == (("at_first_contact", 3), ("later", 2))
    assert account(read) == {"not resolved": 1, "deleted, merged or spam, and never resolved": 1}


def test_all_tickets_of_which_some_are_not_resolved() -> None:
    cells = {
        "first_contact": ["1", "0", "1", "", "1", ""],
        "resolved": ["2026-10-05", "2026-10-05", "2026-10-05", "", "", "2026-10-06"],
        "status": ["solved", "solved", "open", "open", "spam", "solved"],
    }
    read = table(**cells)
    result = measure(FCR(of="all"), read)
    # a flag of what is not resolved says nothing yet; the last is resolved, and nobody knows how
    assert (result.headline.value, result.headline.n) == (20.0, 5)
    assert result.parts == (("at_first_contact", 1), ("later", 2), ("not_resolved", 2))
    assert account(read) == {"blank": 1}
    assert FCR(of="all").date == FCR(of="answered").date == "created"
    assert FCR().date == "resolved"


@pytest.mark.parametrize(
    ("role", "cells"),
    [
        ("responded", ["2026-10-05 10:00", "", "2026-10-05 10:00"]),
        ("first_response_duration", ["5 min", "", "0 min"]),
        ("agent_replies", ["2", "0", "1"]),
    ],
)
def test_answered_tickets(role: str, cells: list[str]) -> None:
    read = table(first_contact=["1"] * 3, status=["solved", "solved", "open"], **{role: cells})
    result = measure(FCR(rule="flag", of="answered"), read)
    assert (result.headline.value, result.headline.n) == (50.0, 2)
    assert result.parts == (("at_first_contact", 1), ("later", 0), ("not_resolved", 1))
    assert account(read) == {"not answered": 1}


def test_answered_needs_a_column_that_says_so() -> None:
    fault = refused(FCR(of="answered"), first_contact=["1"], status=["solved"])
    assert all(role in fault.text for role in ANSWERS)


def test_one_reply() -> None:
    read = table(
        agent_replies=["1", "1", "2", "0", "", "1", "1", "-1", "2", "0.5"],
        reopens=["0", "1", "0", "0", "0", "", "0", "0", "", "0"],
        status=["solved"] * 6 + ["open"] + ["solved"] * 3,
        resolved=["2026-10-05"] * 10,
    )
    result = measure(FCR(), read)
    # good; reopened; two replies; …; open again. Who has a blank is left out, whatever the other column says
    assert (result.headline.value, result.headline.n) == (25.0, 4)
    assert account(read) == {
        "blank": 3,
        "closed without a message of an agent": 1,
        "a number below 0": 1,
        "not a whole number": 1,
    }
    without = measure(FCR(), table(agent_replies=["1", "3"], status=["solved"] * 2))
    assert (without.headline.value, without.headline.n) == (50.0, 2)


def test_no_customer_reply_after_the_opening() -> None:
    read = table(customer_replies=["0", "1", "0", "4", ""], status=["solved"] * 5)
    assert measure(FCR(), read).headline.value == 50
    assert account(read) == {"blank": 1}


def test_messages_may_count_the_opening() -> None:
    for header, kinds in [
        ("Customer replies", []),
        ("Customer messages", [errors.OPENING_COUNTED]),
        ("Mensagens do cliente", [errors.OPENING_COUNTED]),
    ]:
        named = {"customer_replies": header}
        read = table(customer_replies=["1"], status=["solved"], headers=named)
        assert [note.kind for note in FCR().settle(facts(read))[1]] == kinds
    chosen = table(customer_replies=["1"], agent_replies=["1"], status=["solved"], headers=named)
    assert not FCR().settle(facts(chosen))[1]
    compared = FCR(compare_rules=True).settle(facts(chosen))[1]
    assert [note.kind for note in compared] == [errors.OPENING_COUNTED]


def test_no_reopen_is_what_the_reopened_leave() -> None:
    cells = {
        "reopens": ["0", "2", "0", "1", "0", "0"],
        "status": ["solved", "closed", "open", "open", "closed", "open"],
        "resolved": ["2026-10-05", "2026-10-06", "2026-10-06", "", "", ""],
    }
    result = measure(FCR(), table(**cells))
    # the third is open again, the fourth was resolved at some time, the last never
    assert (result.headline.value, result.headline.n) == (40.0, 5)
    reopened = measure(by_name("reopens")(), table(**cells)).headline
    assert (reopened.value, reopened.n) == (60.0, 5)


def test_no_return() -> None:
    read = table(
        created=["2026-10-01 09:00"] * 7 + [""],
        resolved=["2026-10-02 09:00"] * 5 + ["", "2026-09-30 09:00", "2026-10-02 09:00"],
        status=["solved"] * 8,
        following=[
            *("2026-10-09 09:00", "2026-10-09 09:01", "never", "2026-10-01 10:00", ""),
            *("never", "never", ""),
        ],
    )
    read.latest = instant("2026-10-09 09:00")
    settled, _ = FCR().settle(facts(read, requester=8))
    result = _measured(settled, read)
    # back on the last minute of seven days; a minute later; never; before it was resolved
    assert result == ((50.0, 4), (("at_first_contact", 2), ("later", 2)))
    assert account(read) == {
        "nobody named who could come back": 1,
        "resolved at an unknown time": 1,
        "ends before it starts": 1,
        "no date": 1,
    }


def test_who_came_back_early_waits_like_the_others() -> None:
    cells = {
        "created": ["2026-10-01", "2026-10-01", "2026-10-05", "2026-10-05", "2026-10-05"],
        "resolved": ["2026-10-02", "2026-10-02", "2026-10-05", "2026-10-05", "2026-10-05"],
        "status": ["solved"] * 4 + ["open"],
        "following": ["2026-10-03", "never", "2026-10-06", "never", "2026-10-06"],
    }
    recent = {"too recent to tell who comes back": 3}
    for as_of, latest in [(None, "2026-10-09"), ("2026-10-09 00:01", None)]:
        read = table(**cells, as_of=as_of)
        read.latest = None if latest is None else instant(latest)
        settled, _ = FCR().settle(facts(read, requester=5))
        assert _measured(settled, read)[0] == (50.0, 2)
        assert account(read) == recent
    # --as-of is the first instant that has not happened
    read = table(**cells, as_of="2026-10-09")
    settled, _ = FCR().settle(facts(read, requester=5))
    assert _measured(settled, read)[0] == (None, 0)


def test_all_tickets_too_recent_are_not_held_against_the_rule() -> None:
    read = table(
        created=["2026-10-01", "2026-10-20"],
        resolved=["", ""],
        status=["open", "open"],
        following=["never", "never"],
    )
    read.latest = instant("2026-10-21")
    settled, _ = FCR(of="all").settle(facts(read, requester=2))
    assert _measured(settled, read)[1] == (
        ("at_first_contact", 0),
        ("later", 0),
        ("not_resolved", 1),
    )
    assert account(read) == {"too recent to tell who comes back": 1}


def test_a_first_reading_of_who_comes_back_leaves_nobody_out() -> None:
    read = table(created=["2026-10-01", ""], status=["solved"] * 2)
    settled, _ = FCR().settle(facts(read, requester=2))
    assert settled.rule == "no-return"
    (unread,) = settled.contributions(read)
    assert list(unread.rows) == [0, 1]


def test_the_best_rule_is_taken() -> None:
    columns = {
        "first_contact": ["1"],
        "agent_replies": ["1"],
        "customer_replies": ["0"],
        "reopens": ["0"],
        "created": ["2026-10-05"],
    }
    for rule in BASIS:
        settled, _ = FCR().settle(facts(table(**columns), requester=1))
        assert settled.rule == rule
        assert settled.definition().rule.startswith(f"{rule}: ")
        assert bool(settled.follows()) is (rule == "no-return")
        columns.pop(BASIS[rule][0], None)
    assert "agent_replies" not in FCR(rule="flag").uses()
    blank = table(first_contact=[""], reopens=["0"])
    assert FCR().settle(facts(blank))[0].rule == "no-reopen"


def test_a_rule_without_its_column_is_refused() -> None:
    for rule, roles in BASIS.items():
        fault = refused(FCR(rule=rule), status=["solved"], channel=["web"])
        assert roles[0] in fault.text
        assert f"--column {roles[0]}=NAME" in fault.hint
    fault = refused(FCR(rule="flag"), reopens=["0"], first_contact=[""])
    assert "first_contact is first_contact, and blank" in fault.text
    assert "first_contact, agent_replies, customer_replies" in refused(FCR(), status=["open"]).text


def test_compared_rules_each_with_its_own_n() -> None:
    read = table(
        first_contact=["1", "", "0", ""],
        agent_replies=["1", "2", "", ""],
        reopens=["0", "0", "1", ""],
        status=["solved"] * 4,
    )
    result = measure(FCR(compare_rules=True), read)
    found = [(each.name, each.value, each.n) for each in result.statistics]
    assert found == [
        ("fcr", 50.0, 2),
        ("flag", 50.0, 2),
        ("one_reply", 50.0, 2),
        ("no_reopen", pytest.approx(200 / 3), 3),
    ]
    # the second counts in two of the three, the last in none
    assert account(read) == {"blank": 1}


def test_undefined_without_tickets() -> None:
    result = measure(FCR(), table(first_contact=["1"], status=["open"]))
    assert (result.headline.value, result.headline.n) == (None, 0)
    assert result.headline.undefined_because == "no resolved ticket of which the rule can tell"


@pytest.mark.parametrize(
    "options", [{"rule": "best"}, {"of": "some"}, {"return_within": "7"}, {"return_within": "0d"}]
)
def test_options_that_are_none(options: dict[str, str]) -> None:
    with pytest.raises(CsmetricsError) as caught:
        FCR(**options)  # type: ignore[arg-type]
    assert caught.value.kind is errors.BAD_VALUE


def test_as_of_takes_back_what_is_later() -> None:
    read = table(
        first_contact=["1", "1", "0"],
        created=["2026-10-01", "2026-10-01", "2026-10-09"],
        resolved=["2026-10-02", "2026-10-08", "2026-10-10"],
        as_of="2026-10-07",
    )
    result = measure(FCR(), read)
    assert (result.headline.value, result.headline.n) == (100.0, 1)
    assert account(read) == {"not resolved": 1, "created after --as-of": 1}


HEADER = "Ticket ID,Created at,Resolved at,Customer ID,Category"
ROWS = (
    "1,2026-03-01 09:00,2026-03-01 12:00,ana,bill",  # back on the 5th
    "2,2026-03-05 09:00,2026-03-05 12:00,ana,bill",
    "3,2026-03-06 09:00,2026-03-06 12:00,ana,login",  # of another kind
    "4,2026-03-02 09:00,2026-03-02 12:00,bo,bill",
    "5,2026-03-02 09:00,2026-03-02 12:00,,bill",
    "6,2026-03-20 09:00,2026-03-20 12:00,bo,bill",  # the last event is its resolution
)


def test_who_comes_back_in_a_file(written: Written) -> None:
    for place, rows in enumerate(permutations(ROWS, 6)):
        if place % 97:
            continue
        report = compute("fcr", written(HEADER, *rows))
        whole = report.rows[0].measure
        # 1 came back; 2, 3 and 4 did not within seven days
        assert (whole.headline.value, whole.headline.n) == (75.0, 4)
        assert left_out(report) == {
            "nobody named who could come back": 1,
            "too recent to tell who comes back": 1,
        }
        assert report.quality.rows_read == report.quality.used + 2
        assert report.definition.rule.startswith("no-return: ")


def test_a_word_for_nobody_is_no_requester_who_comes_back(written: Written) -> None:
    rows = [row.replace(",ana,", ",N/A,") for row in ROWS]
    report = compute("fcr", written(HEADER, *rows))
    whole = report.rows[0].measure.headline
    assert (whole.value, whole.n) == (100.0, 1)
    assert left_out(report)["nobody named who could come back"] == 4


@pytest.mark.parametrize(("count", "said"), [(21, ["W156"]), (20, [])])
def test_a_requester_of_conspicuously_many_tickets_is_said(
    written: Written, count: int, said: list[str]
) -> None:
    rows = [f"{n},2026-03-02 09:00,2026-03-02 12:00,desk,bill" for n in range(count)]
    rows += [f"a{n},2026-03-02 09:00,2026-03-02 12:00,u{n},bill" for n in range(20)]
    rows += ["z,2026-03-20 09:00,2026-03-20 12:00,last,bill"]
    report = compute("fcr", written(HEADER, *rows))
    kinds = [each for each in report.diagnostics if each.kind is errors.ONE_REQUESTER]
    assert [each.kind.code for each in kinds] == said
    assert "desk" not in "".join(each.text for each in kinds)


def test_options_of_who_comes_back(written: Written) -> None:
    file = written(HEADER, *ROWS)
    short = compute("fcr", file, return_within="2d").rows[0].measure.headline
    assert (short.value, short.n) == (100.0, 4)  # three and a half days are more than two
    until = compute("fcr", file, as_of="2026-03-28").rows[0].measure.headline
    assert (until.value, until.n) == (80.0, 5)
    by = compute("fcr", file, by=["Category"], where=["Category = bill"]).rows
    assert [(row.slice, row.measure.headline.n) for row in by][1:] == [((("Category", "bill"),), 3)]


def test_without_kinds_every_return_counts(written: Written) -> None:
    rows = [row.rpartition(",")[0] for row in ROWS]
    file = written(HEADER.rpartition(",")[0], *rows)
    headline = compute("fcr", file).rows[0].measure.headline
    assert (headline.value, headline.n) == (50.0, 4)


def test_a_requester_without_dates_is_nobody_to_follow(written: Written) -> None:
    file = written("Customer ID,Reopened", "ana,no", "bo,yes", name="a.csv")
    assert compute("fcr", file).rows[0].measure.headline.value == 50
    kinds = written("Created at,Category,Reopened", "2026-03-01,x,no", name="b.csv")
    compared = compute("fcr", kinds, compare_rules=True).rows[0].measure
    assert [each.name for each in compared.statistics] == ["fcr", "no_reopen"]
    blank = written("Created at,Customer ID,Status", "2026-03-01,,solved", name="c.csv")
    with pytest.raises(CsmetricsError) as caught:
        compute("fcr", blank)
    assert "Customer ID is requester, and blank" in caught.value.text


def test_rules_compared_in_a_file(written: Written) -> None:
    rows = [f"{row},{'yes' if place % 2 else 'no'}" for place, row in enumerate(ROWS)]
    file = written(f"{HEADER},FCR", *rows)
    report = compute("fcr", file, compare_rules=True)
    found = [(each.name, each.value, each.n) for each in report.rows[0].measure.statistics]
    assert found == [("fcr", 50.0, 6), ("flag", 50.0, 6), ("no_return", 75.0, 4)]
    assert report.quality.used == 6


def test_periods_by_resolution_and_of_all_by_creation(written: Written) -> None:
    header = "Created at,Resolved at,Status,FCR"
    rows = (
        "2026-01-31,2026-02-01,solved,yes",
        "2026-02-01,2026-02-28,solved,no",
        "2026-01-01,,open,",
    )
    file = written(header, *rows)
    for of, expected in (
        ("resolved", {"2026-01": None, "2026-02": 50.0}),
        ("all", {"2026-01": 50.0, "2026-02": 0.0}),
    ):
        found = compute("fcr", file, of=of, every="month").rows[1:]
        assert {row.slice[0][1]: row.measure.headline.value for row in found} == expected


def test_names() -> None:
    assert by_name("first-contact-resolution") is by_name("first-call-resolution") is FCR


@pytest.mark.parametrize("by", [None, "channel", "agent", "priority", "category", "segment"])
def test_reference_data(shared: Path, by: str | None) -> None:
    expected = json.loads((shared / FOLDER / "expected.json").read_text("utf-8"))
    file = str(next((shared / FOLDER).glob("*.csv")))
    columns = {"agent": "agent_name", "segment": "customer_segment"}
    options = {} if by is None else {"by": [columns.get(by, by)]}
    report = compute("fcr", file, **options)
    assert report.definition.rule.startswith("no-reopen: ")
    groups = {None: expected["overall"]} if by is None else expected[f"by_{by}"]
    rows = report.rows[:1] if by is None else report.rows[1:]
    assert len(rows) == len(groups)
    for row in rows:
        reference = groups[row.slice[0][1] if by else None]["fcr_as_not_reopened"]
        headline = row.measure.headline
        assert headline.interval is not None
        assert headline.n == reference["of"]
        assert headline.value == pytest.approx(reference["percent"], abs=1e-9)
        ends = (headline.interval.low, headline.interval.high)
        assert ends == pytest.approx(tuple(reference["wilson95"]), abs=1e-9)


def _measured(settled: FCR, read: object) -> tuple[object, object]:
    """Value and n, and the parts, of a metric that was settled on more than the table holds."""
    from tickets import cell

    (result,) = settled.results(cell(settled, read))  # type: ignore[arg-type]
    headline = statistic(result, "fcr")
    return (headline.value, headline.n), result.parts
