"""Average handle time: pooled over contacts, whatever a row stands for."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import repeat
from math import sqrt
from pathlib import Path

import pytest
from tickets import account, cell, facts, measure, statistic, table

from csmetrics import errors
from csmetrics.api import compute
from csmetrics.calc import means
from csmetrics.errors import CsmetricsError
from csmetrics.intake.table import Table
from csmetrics.metrics import by_name
from csmetrics.metrics.aht import AHT

Written = Callable[..., str]
NASTY = "nasty/exports"
SEVERAL = "rows are totals of several contacts"


def totals(*rows: tuple[str, str], header: str = "Handle time (s)") -> Table:
    return table(
        handle_time=[time for time, _ in rows],
        contacts=[contacts for _, contacts in rows],
        headers={"handle_time": header, "contacts": "Calls"},
    )


def test_each_row_with_a_time_is_a_contact() -> None:
    read = table(handle_time=["2 min", "4 min", "12 min", "", "0 s"])
    result = measure(AHT(), read)
    assert [(each.name, each.value, each.n) for each in result.statistics] == [
        ("mean", 270.0, 4),  # 18 minutes of four contacts
        ("median", 180.0, 4),
        ("p90", pytest.approx(240 + 0.7 * 480), 4),
    ]
    assert account(read) == {"blank": 1}
    assert measure(AHT(statistic="p75"), read).headline.name == "p75"


def test_totals_are_pooled_and_not_averaged() -> None:
    read = totals(("100", "1"), ("200", "2"), ("600", "3"))
    result = measure(AHT(), read, level=0.8)  # type: ignore[arg-type]
    mean = result.headline
    assert (mean.value, mean.n) == (150.0, 6)  # the mean of 100, 100 and 200 would be 133.3
    # t − R·c: −50, −100, 150; √(3·35,000/2) / 6 = 38.188; t of 2 degrees of freedom at 80 %: 1.885618
    reach = 1.885618083164127 * sqrt(3 * 35_000 / 2) / 6
    assert mean.interval is not None
    assert [mean.interval.low, mean.interval.high] == pytest.approx([150 - reach, 150 + reach])
    assert "linearisation" in mean.interval.method
    assert result.parts == (("rows", 3),)


def test_the_interval_is_cut_at_zero() -> None:
    mean = measure(AHT(), totals(("100", "1"), ("200", "2"), ("600", "3"))).headline
    assert mean.interval is not None
    assert mean.interval.low == 0.0
    assert mean.interval.high == pytest.approx(150 + 4.302652729911275 * 38.18813079129867)


def test_rows_of_one_contact_have_the_interval_of_a_mean() -> None:
    seconds = [30, 50, 70, 100, 55, 61]
    mean = measure(AHT(), totals(*zip(map(str, seconds), repeat("1"), strict=False))).headline
    known = cell(AHT(rows="contact"), table(handle_time=[f"{each} s" for each in seconds]))
    student = means.student(means.moments(*known.tally("handled")), 0.95)
    assert mean.interval is not None
    assert [mean.interval.low, mean.interval.high] == pytest.approx([end / 1000 for end in student])


def test_a_single_row_has_no_interval() -> None:
    mean = measure(AHT(), totals(("600", "10"))).headline
    assert (mean.value, mean.n) == (60.0, 10)
    assert mean.interval is not None
    assert (mean.interval.low, mean.interval.high) == (None, None)
    assert mean.interval.method == "unknown from a single row"


def test_rows_that_agree_have_no_interval() -> None:
    mean = measure(AHT(), totals(("100", "3"), ("200", "6"), ("1000", "30"))).headline
    assert mean.value == pytest.approx(100 / 3)
    assert mean.interval is not None
    assert (mean.interval.low, mean.interval.high) == (None, None)


def test_totals_have_no_median() -> None:
    result = measure(AHT(statistic="p95"), totals(("100", "1"), ("300", "3")))
    assert [each.name for each in result.statistics] == ["p95", "mean", "median", "p90"]
    assert result.headline.value is None
    assert result.headline.undefined_because == SEVERAL
    assert statistic(result, "mean").value == 100.0


def test_what_is_no_number_of_contacts_is_left_out() -> None:
    read = totals(
        ("100", "2"), ("100", "1.5"), ("100", "-1"), ("100", ""), ("100", "5000000"), ("", "3")
    )
    assert measure(AHT(), read).headline.n == 2
    assert account(read) == {
        "not a whole number": 1,
        "a number below 0": 1,
        "too large to be one row": 1,
        "blank": 2,
    }


def test_time_without_contacts_counts_and_nothing_is_left_out() -> None:
    read = totals(("100", "2"), ("50", "0"), ("0", "0"))
    assert measure(AHT(), read).headline.value == 75.0
    assert account(read) == {"without contacts": 1}


def test_undefined_without_contacts() -> None:
    for read in (totals(("100", "0"), ("10", "")), totals(("", "1"), ("0", "0"))):
        mean = measure(AHT(), read).headline
        assert (mean.value, mean.n) == (None, 0)
        assert mean.undefined_because in {"no row has a contact", "no contacts"}


def test_large_totals_are_exact() -> None:
    read = totals(("2199023255", "4194303"), ("1", "1"), ("2199023256", "1"))
    assert measure(AHT(), read).headline.value == 2199023256 / 4194304
    assert account(read) == {"too large to be one row": 1}  # 2 ** 41 milliseconds


def test_parts_are_added() -> None:
    read = table(
        talk=["60 s", "60 s", "", "-1 s", "60 s"],
        hold=["30 s", "", "5 s", "", "later"],
        wrap=["10 s", "n/a", "5 s", "", "5 s"],
    )
    settled, _ = AHT().settle(facts(read))
    assert settled.time == "talk+hold+wrap"
    assert settled.definition().rule == (
        "talk + hold + wrap-up, a blank hold or wrap-up being none; each row is one contact"
    )
    result = measure(AHT(), read)
    assert (result.headline.value, result.headline.n) == (80.0, 2)  # 100 s and 60 s
    assert account(read) == {"blank": 1, "ends before it starts": 1, "not a duration": 1}


def test_the_parts_that_there_are() -> None:
    assert AHT().settle(facts(table(talk=["1 s"], wrap=["1 s"])))[0].time == "talk+wrap"
    assert AHT().settle(facts(table(talk=["1 s"], hold=[""])))[0].time == "talk"
    both = table(handle_time=["9 s"], talk=["1 s"])
    assert AHT().settle(facts(both))[0].time == "handle-time"
    assert measure(AHT(time="talk"), both).headline.value == 1.0


@pytest.mark.parametrize(
    "metric",
    [AHT(), AHT(time="handle-time"), AHT(time="talk+hold"), AHT(rows="total", time="talk+hold")],
)
def test_refuses_what_no_column_says(metric: AHT) -> None:
    with pytest.raises(CsmetricsError) as caught:
        metric.settle(facts(table(hold=["1 s"], talk=[""])))
    assert caught.value.kind is errors.LACKS_BASIS
    assert "talk is talk, and blank" in caught.value.text


def test_totals_need_the_contacts() -> None:
    with pytest.raises(CsmetricsError) as caught:
        AHT(rows="total").settle(facts(table(handle_time=["1 s"])))
    assert caught.value.kind is errors.LACKS_BASIS
    assert "--column contacts=NAME" in caught.value.hint


@pytest.mark.parametrize("header", ["AHT (s)", "avg_handle_sec", "TMA (seg)", "Tempo médio (s)"])
def test_means_count_as_often_as_they_have_contacts(header: str) -> None:
    rows = (("60", "10"), ("120", "20"), ("500", "0"))
    read = totals(*rows, header=header)
    settled, notes = AHT().settle(facts(read))
    assert settled.rows == "mean"
    assert [each.kind for each in notes] == [errors.MEANS_WEIGHTED]
    assert measure(AHT(), read).headline.value == 100.0  # (600 + 2,400) / 30
    assert account(read) == {"without contacts": 1}
    declared = measure(AHT(rows="total"), totals(*rows, header=header))
    assert declared.headline.value == 680 / 30


def test_means_beyond_all_bounds_are_left_out() -> None:
    read = totals(("3000000000", "4000000"), ("10", "1"), header="AHT (s)")
    assert measure(AHT(), read).headline.value == 10.0
    assert account(read) == {"too large to be one row": 1}


def test_means_without_contacts_are_warned_of() -> None:
    read = table(handle_time=["60 s"], headers={"handle_time": "AvgHandleTime"})
    settled, notes = AHT().settle(facts(read))
    assert settled.rows == "contact"
    assert [each.kind for each in notes] == [errors.MEANS_UNWEIGHTED]
    assert AHT(rows="contact").settle(facts(read))[1] == ()


def test_means_and_totals_are_not_added() -> None:
    headers = {"talk": "Average talk time", "hold": "Hold time"}
    read = table(talk=["60 s"], hold=["5 s"], contacts=["2"], headers=headers)
    with pytest.raises(CsmetricsError) as caught:
        AHT().settle(facts(read))
    assert caught.value.kind is errors.MEANS_AND_TOTALS
    assert measure(AHT(rows="mean"), read).headline.value == 65.0
    assert measure(AHT(rows="total"), read).headline.value == 32.5


def test_counts_by_the_date_of_resolution() -> None:
    read = table(
        handle_time=["60 s", "20 s", "5 s"],
        resolved=["2026-10-31", "2026-10-05", "2026-11-01"],
    )
    assert measure(AHT(), read, start="2026-10-01", end="2026-11-01").headline.value == 40.0


@pytest.mark.parametrize("name", ["79_durations_text.csv", "x10_durations.xlsx"])
def test_durations_that_break_readers(shared: Path, name: str) -> None:
    folder = shared / NASTY
    truth = json.loads((folder / f"expected/{name}.json").read_text("utf-8"))["answer"]
    (row,) = compute("aht", str(folder / "files" / name)).rows
    mean = row.measure.headline
    assert mean.n == truth["n"]
    assert mean.value is not None
    assert mean.value / 3600 == pytest.approx(truth["mean"], abs=1e-6)


def test_worked_examples(shared: Path, written: Written) -> None:
    rows = json.loads((shared / "vectors/worked_examples.json").read_text("utf-8"))
    known = {each["id"]: each for each in rows}
    one, other = known["we036"], known["we037"]
    given = one["inputs"]
    means_file = written(
        "Avg talk (min),Avg hold (min),Avg ACW (min),Calls",
        f"{given['avg_talk_min']},{given['avg_hold_min']},{given['avg_acw_min']},{given['calls']}",
    )
    named = ["talk=Avg talk (min)", "hold=Avg hold (min)", "wrap=Avg ACW (min)"]
    (row,) = compute("aht", means_file, column=named).rows
    assert row.measure.headline.value == pytest.approx(60 * one["check"])
    given = other["inputs"]
    totals_file = written(
        "Talk time (s),Hold time (s),Wrap-up time (s),Calls",
        f"{given['talk_s']},{given['hold_s']},{given['wrap_s']},{given['calls']}",
        name="totals.csv",
    )
    (row,) = compute("average-handle-time", totals_file).rows
    assert (row.measure.headline.value, row.measure.headline.n) == (other["check"], 5)


def test_agents_of_a_file(written: Written) -> None:
    file = written(
        "Agent,Date,Handle time (min),Calls",
        "Ana,2026-10-05,300,60",
        "Ana,2026-10-06,100,40",
        "Rui,2026-10-06,200,10",
    )
    report = compute("aht", file, by=["agent"], column=["resolved=Date"], every="month")
    found = {dict(row.slice).get("agent"): row.measure.headline for row in report.rows}
    assert {name: (each.value, each.n) for name, each in found.items()} == {
        None: (600 * 60 / 110, 110),
        "Ana": (240.0, 100),
        "Rui": (1200.0, 10),
    }
    assert "not the mean of the rows' means" in report.definition.rule


def test_working_hours_are_no_business_of_it(written: Written) -> None:
    with pytest.raises(CsmetricsError) as caught:
        compute("aht", written("id,Handle time (s)", "1,5"), hours="mon-fri 09:00-18:00")
    assert caught.value.kind is errors.USAGE


@pytest.mark.parametrize("name", ["aht", "average-handle-time", "handle-time"])
def test_names(name: str) -> None:
    assert by_name(name) is AHT
