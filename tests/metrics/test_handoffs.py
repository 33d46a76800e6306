"""Hand-offs: one less than the agents of a ticket, and what other columns count instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tickets import account, facts, measure, statistic, table

from csmetrics import errors
from csmetrics.api import compute
from csmetrics.errors import CsmetricsError
from csmetrics.metrics import by_name
from csmetrics.metrics.handoffs import Handoffs

Written = Callable[..., str]


def test_share_and_mean_of_tickets_that_an_agent_held() -> None:
    read = table(agents=["1", "1", "2", "4", "0", ""])
    result = measure(Handoffs(), read)
    assert result.headline.name == "handoffs"
    assert (result.headline.value, result.headline.n) == (50.0, 4)
    mean = statistic(result, "mean")
    assert (mean.value, mean.n, mean.unit) == (1.0, 4, "hand-offs")  # 0 + 0 + 1 + 3
    assert mean.interval is not None
    assert mean.interval.low == 0.0  # Student's would be below
    assert result.parts == (("handed_off", 2),)
    assert account(read) == {"held by no agent": 1, "blank": 1}


def test_what_is_no_number_of_agents_is_left_out() -> None:
    read = table(agents=["2", "1.5", "-1", "some", "2000000"])
    assert measure(Handoffs(), read).headline.n == 1
    assert account(read) == {
        "not a whole number": 1,
        "a number below 0": 1,
        "not a number": 1,
        "too large to be one row": 1,
    }


@pytest.mark.parametrize(
    ("header", "counts"),
    [
        ("Agents involved", "agents"),
        ("Número de atendentes", "agents"),
        ("Assignee stations", "assignments"),
        ("assignment_count", "assignments"),
        ("reassignment_count", "handoffs"),
        ("Hand-offs", "handoffs"),
        ("Transfers", "handoffs"),
        ("Transferências", "handoffs"),
    ],
)
def test_the_header_says_what_is_counted(header: str, counts: str) -> None:
    settled, notes = Handoffs().settle(facts(table(agents=["1"], headers={"agents": header})))
    assert settled.counts == counts
    assert notes == ()


def test_assignments_are_an_upper_bound_and_said_to_be() -> None:
    settled, _ = Handoffs().settle(
        facts(table(agents=["1"], headers={"agents": "Assignee stations"}))
    )
    assert "upper bound: the column counts assignments, not people" in settled.definition().rule


def test_hand_offs_are_taken_as_they_are() -> None:
    read = table(agents=["0", "1", "2"], headers={"agents": "Reassignments"})
    result = measure(Handoffs(statistic="mean"), read)
    assert (result.headline.name, result.headline.value, result.headline.n) == ("mean", 1.0, 3)
    assert statistic(result, "handoffs").value == pytest.approx(100 * 2 / 3)
    assert account(read) == {}
    declared = measure(Handoffs(counts="agents"), read)
    assert declared.headline.n == 2


def test_undefined_where_no_agent_held_anything() -> None:
    result = measure(Handoffs(), table(agents=["0", "0"]))
    for each in result.statistics:
        assert (each.value, each.n) == (None, 0)
        assert each.undefined_because == "no ticket that an agent held"


def test_counts_by_the_date_of_resolution() -> None:
    read = table(agents=["1", "2", "2"], resolved=["2026-10-31", "2026-10-05", "2026-11-01"])
    result = measure(Handoffs(), read, start="2026-10-01", end="2026-11-01")
    assert (result.headline.value, result.headline.n) == (50.0, 2)


def test_of_a_file(written: Written) -> None:
    file = written("id,Assignee stations,team", "1,1,a", "2,2,a", "3,3,b", "4,0,b")
    report = compute("transfers", file, by=["team"])
    values = [(dict(row.slice), row.measure.headline.value) for row in report.rows]
    assert values == [({}, 200 / 3), ({"team": "a"}, 50.0), ({"team": "b"}, 100.0)]
    assert "upper bound" in report.definition.rule
    assert report.quality.used == 3


def test_needs_a_column(written: Written) -> None:
    with pytest.raises(CsmetricsError) as caught:
        compute("handoffs", written("id,team", "1,a"))
    assert caught.value.kind is errors.NO_COLUMN


@pytest.mark.parametrize("name", ["handoffs", "hand-offs", "transfers"])
def test_names(name: str) -> None:
    assert by_name(name) is Handoffs
