"""Reopens: of the tickets ever resolved, those that came back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tickets import account, facts, instant, measure, statistic, table

from csmetrics import errors
from csmetrics.api import compute
from csmetrics.errors import CsmetricsError
from csmetrics.metrics import by_name
from csmetrics.metrics.reopens import Reopens

Written = Callable[..., str]
FOLDER = "data/vietsupport-tickets"


def test_share_and_mean_of_the_tickets_ever_resolved() -> None:
    read = table(
        resolved=["2026-10-05", "2026-10-06", "2026-10-06", "", "", ""],
        status=["solved", "closed", "open", "solved", "open", "open"],
        reopens=["0", "2", "0", "0", "1", "0"],
    )
    result = measure(Reopens(), read)
    # resolved once, reopened twice, open again, resolved at an unknown time, reopened and open; the last never
    assert result.headline.name == "reopens"
    assert (result.headline.value, result.headline.n) == (60.0, 5)
    mean = statistic(result, "mean")
    assert (mean.value, mean.n, mean.unit) == (0.8, 5, "reopens")  # 0 + 2 + 1 + 0 + 1
    assert result.parts == (("reopened", 3),)
    assert account(read) == {"not resolved": 1}


def test_yes_and_no_have_no_mean() -> None:
    read = table(reopens=["Yes", "No", "Sim", ""], status=["solved"] * 4)
    result = measure(Reopens(), read)
    assert result.headline.value == pytest.approx(200 / 3)
    assert [each.name for each in result.statistics] == ["reopens"]
    assert account(read) == {"blank": 1}
    asked = measure(Reopens(statistic="mean"), table(reopens=["Yes", "No"], status=["solved"] * 2))
    assert (asked.headline.name, asked.headline.value, asked.headline.n) == ("mean", None, 0)
    assert asked.headline.undefined_because is not None


def test_mean_as_the_headline() -> None:
    result = measure(Reopens(statistic="mean"), table(reopens=["3", "0"], status=["solved"] * 2))
    assert [(each.name, each.value) for each in result.statistics] == [
        ("mean", 1.5),
        ("reopens", 50.0),
    ]


def test_deleted_tickets_are_named() -> None:
    read = table(
        reopens=["0", "1", "0"],
        status=["deleted", "deleted", "merged"],
        resolved=["", "", "2026-10-05"],
    )
    result = measure(Reopens(), read)
    assert (result.headline.value, result.headline.n) == (50.0, 2)
    assert account(read) == {"deleted, merged or spam, and never resolved": 1}


def test_without_a_column_only_those_open_again_are_known() -> None:
    read = table(
        status=["solved", "open", "open", "closed"],
        resolved=["2026-10-05", "2026-10-06", "", ""],
    )
    with pytest.raises(CsmetricsError) as caught:  # mostly it would say 0 %
        Reopens().settle(facts(read))
    assert caught.value.kind is errors.LACKS_BASIS
    assert "reopens needs the number of reopens" in caught.value.text
    cure = "--rule status counts those that are open again now, a lower bound"
    assert f"--column reopens=NAME; or {cure}" in caught.value.hint
    metric = Reopens(rule="status")
    settled, notes = metric.settle(facts(read))
    assert [each.kind for each in notes] == [errors.REOPENED_NOW]
    assert "a lower bound" in settled.definition().rule
    result = measure(metric, read)
    assert result.headline.value == pytest.approx(100 / 3)
    assert result.headline.n == 3
    assert account(read) == {"not resolved": 1}


def test_without_dates_and_status_all_count_as_resolved() -> None:
    read = table(reopens=["1", "0", "0", "0"])
    settled, _ = Reopens().settle(facts(read))
    assert "of all tickets, each taken as resolved" in settled.definition().rule
    assert measure(Reopens(), read).headline.value == 25.0
    assert account(read) == {}


def test_where_nobody_is_known_to_be_resolved_it_is_refused() -> None:
    read = table(reopens=["1", "0", "0"], resolved=["", "", ""])
    with pytest.raises(CsmetricsError) as caught:  # the reopened one alone would be 100 %
        Reopens().settle(facts(read))
    assert caught.value.kind is errors.LACKS_BASIS
    assert "resolved is resolved, and blank" in caught.value.text
    assert "--of all takes every ticket" in caught.value.hint
    assert measure(Reopens(of="all"), read).headline.n == 3


def test_of_all_may_be_asked() -> None:
    read = table(reopens=["1", "0", "0", "0"], status=["open", "open", "solved", "solved"])
    assert measure(Reopens(of="all"), read).headline.value == 25.0
    assert measure(Reopens(), read).headline.value == pytest.approx(100 / 3)


def test_what_is_later_than_now_has_not_happened() -> None:
    read = table(
        reopens=["0", "0"],
        resolved=["2026-10-05", "2026-10-09"],
        status=["solved", "solved"],
        as_of="2026-10-07",
    )
    assert read.as_of == instant("2026-10-07")
    assert measure(Reopens(), read).headline.n == 1
    assert account(read) == {"not resolved": 1}


def test_counts_by_the_date_of_resolution() -> None:
    read = table(
        reopens=["1", "0", "1"],
        resolved=["2026-10-31", "2026-10-05", "2026-11-01"],
    )
    result = measure(Reopens(), read, start="2026-10-01", end="2026-11-01")
    assert (result.headline.value, result.headline.n) == (50.0, 2)


def test_undefined_where_nothing_was_resolved() -> None:
    result = measure(Reopens(), table(reopens=["0"], status=["open"]))
    assert (result.headline.value, result.headline.n) == (None, 0)
    assert result.headline.undefined_because == "no ticket was ever resolved"


@pytest.mark.parametrize(
    "metric", [Reopens(), Reopens(rule="column"), Reopens(rule="status"), Reopens(statistic="mean")]
)
def test_refuses_what_no_column_says(metric: Reopens) -> None:
    with pytest.raises(CsmetricsError) as caught:
        metric.settle(facts(table(status=["open"], reopens=[""])))
    assert caught.value.kind is errors.LACKS_BASIS
    assert "reopens is reopens, and blank" in caught.value.text
    assert "--column reopens=NAME" in caught.value.hint


def test_no_mean_number_from_the_status_alone() -> None:
    read = table(status=["open"], resolved=["2026-10-05"])
    with pytest.raises(CsmetricsError) as caught:
        Reopens(statistic="mean").settle(facts(read))
    assert caught.value.kind is errors.LACKS_BASIS
    assert "--rule status" not in caught.value.hint  # that would have no mean either
    with pytest.raises(CsmetricsError):
        Reopens(statistic="mean", rule="status").settle(facts(read))


def test_every_slice_of_real_tickets(shared: Path) -> None:
    folder = shared / FOLDER
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    file = str(next(folder.glob("*.csv")))
    for key, by in (
        ("by_channel", "channel"),
        ("by_category", "category"),
        ("by_agent", "agent_name"),
        ("by_priority", "priority"),
        ("by_segment", "customer_segment"),
    ):
        found = {
            dict(row.slice).get(by): row.measure for row in compute("reopens", file, by=[by]).rows
        }
        wanted = {None: expected["overall"], **expected[key]}
        assert found.keys() == wanted.keys()
        for label, each in wanted.items():
            share, rate = found[label].headline, each["reopen_rate"]
            assert share.n == rate["of"]
            assert dict(found[label].parts) == {"reopened": rate["count"]}
            assert share.interval is not None
            assert [share.value, share.interval.low, share.interval.high] == pytest.approx(
                [rate["percent"], *rate["wilson95"]]
            )


def test_of_a_file(written: Written) -> None:
    file = written(
        "id,status,Resolved at,Reopen count",
        "1,solved,2026-10-05,0",
        "2,open,2026-10-05,0",
        "3,open,,0",
        "4,closed,2026-10-06,3",
    )
    report = compute("reopen-rate", file, goal="mean <= 2")
    (row,) = report.rows
    assert row.measure.headline.value == pytest.approx(200 / 3)
    assert statistic(row.measure, "mean").value == pytest.approx(4 / 3)
    assert [each.met for each in report.verdicts] == [True]
    assert report.quality.used == 3


@pytest.mark.parametrize("name", ["reopens", "reopen-rate", "reopened"])
def test_names(name: str) -> None:
    assert by_name(name) is Reopens
