"""Columns beside a score: which are looked at, as what, and that parts, orders and files change nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from csmetrics import errors
from csmetrics.metrics.nps import NPS
from csmetrics.options import InputOptions, Options
from csmetrics.pipeline import beside
from csmetrics.pipeline.choosing import Asked

Written = Callable[..., str]


def found(*files: str, options: Options | None = None, **asked: Any) -> Any:
    return beside.found(Asked(NPS(scale="0-10"), files, options or Options(), **asked))[1]


def tally(column: Any) -> list[tuple[Any, int, int]]:
    values = (
        [column.labels[value] if value >= 0 else None for value in column.values.tolist()]
        if column.labels
        else column.values.tolist()
    )
    rows = zip(values, column.scores.tolist(), column.counts.tolist(), strict=True)
    return sorted(rows, key=lambda row: (str(row[0]), row[1]))


def whys(of: Any) -> dict[str, str]:
    return {each.column: str(each.why) for each in of.skipped}


ROWS = ["9,email,1.5", "3,phone,7", "9,email,-2", "8,,0", "3,phone,n/a", "9,email,"]


def test_labels_and_numbers_are_tallied_with_the_answers(written: Written) -> None:
    told = found(written("score,channel,wait", *ROWS))
    channel, wait = told.columns
    assert tally(channel) == [(None, 8, 1), ("email", 9, 3), ("phone", 3, 2)]
    known = [row for row in tally(wait) if row[0] == row[0]]
    assert known == [(-2.0, 9, 1), (0.0, 8, 1), (1.5, 9, 1), (7.0, 3, 1)]
    assert wait.unread == 0  # n/a and an empty cell hold nothing


def test_rows_that_the_score_leaves_out_stand_nowhere(written: Written) -> None:
    told = found(written("score,channel", *ROWS_OUT))
    assert tally(told.columns[0]) == [("email", 9, 2), ("phone", 3, 1)]


ROWS_OUT = ["9,email", "9,email", "3,phone", "11,phone", ",email", "8.5,chat"]


def test_what_stands_together_is_of_rows_in_which_all_hold_something(written: Written) -> None:
    every = found(written("score,channel,wait", *ROWS)).together
    together = every.of({"channel", "wait"})
    rows = zip(*(each.tolist() for each in (*together.columns, together.scores)), strict=True)
    assert sorted(rows) == [(0, -2.0, 9), (0, 1.5, 9), (1, 7.0, 3)]
    assert together.counts.tolist() == [1, 1, 1]
    assert every.of({"channel"}).counts.sum() == 5  # of six rows one has no channel


def test_order_and_parts_change_nothing(written: Written) -> None:
    rows = [f"{k % 11},c{k * k % 7},{k % 13 / 3:.2f}" for k in range(400)]
    forth, back = (
        found(written("score,channel,wait", *lines, name=name))
        for lines, name in ((rows, "a.csv"), (rows[::-1], "b.csv"))
    )
    first, second = (
        found(
            written("score,channel,wait", *part, name=name),
            written("score,wait,channel", *other, name=more),
        )
        for part, other, name, more in (
            (rows[:100], [_turned(row) for row in rows[100:]], "c.csv", "d.csv"),
            (rows[300:], [_turned(row) for row in rows[:300]], "e.csv", "f.csv"),
        )
    )
    for told in (back, first, second):
        for column, same in zip(forth.columns, told.columns, strict=True):
            assert tally(column) == tally(same)
        for one, other in zip(forth.together.columns, told.together.columns, strict=True):
            assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        assert np.array_equal(forth.together.counts, told.together.counts)


def _turned(row: str) -> str:
    score, channel, wait = row.split(",")
    return f"{score},{wait},{channel}"


def test_columns_that_are_not_looked_at(written: Written) -> None:
    lines = [
        f"{k % 11},T{k},2026-01-{k % 28 + 1:02},name {k} {k * 7},city {k % 60},{'x' * 50} {k},a,b"
        for k in range(150)
    ]
    told = found(written("score,ticket id,created,customer name,city,words,twin,twin", *lines))
    assert whys(told) == {
        "ticket id": "an id",
        "created": "dates",
        "customer name": "an id",
        "city": "more than 50 different labels",
        "words": "free text",
        "twin": "another column has the same name",
    }


def test_durations_are_numbers_however_they_are_spelled(written: Written) -> None:
    spelled = ["0:34:00;34 min;0,5h;0", "1:05:00;65 min;1,1h;1h 30m", "2:00:00;120 min;2h;n/a"]
    told = found(written("score;wait;words;hours;some", *(f"9;{each}" for each in spelled)))
    seconds = {each.name: sorted(each.values.tolist()) for each in told.columns}
    assert {each.unit for each in told.columns} == {"seconds"}
    assert seconds["wait"] == seconds["words"] == [2040.0, 3900.0, 7200.0]
    assert seconds["hours"] == [1800.0, 3960.0, 7200.0]
    assert sorted(seconds["some"])[:2] == [0.0, 5400.0]


def test_the_time_of_day_is_no_duration(written: Written) -> None:
    (hour,) = found(written("score,hora", "9,14:10", "3,09:12", "9,14:10")).columns
    assert hour.labels == ("09:12", "14:10")


def test_minutes_or_hours_is_said_with_a_cure_that_works(written: Written) -> None:
    rows = ["9,1:30", "3,20:15"]
    metric = NPS(scale="0-10")
    report, told = beside.found(Asked(metric, (written("score,wait", *rows),), Options()))
    (note,) = (each for each in report.diagnostics if each.kind is errors.PAIR_BESIDE)
    assert "let the header say so: wait (mm:ss)" in note.hint
    assert sorted(told.columns[0].values) == [5400.0, 72900.0]
    (wait,) = found(written("score,wait (mm:ss)", *rows)).columns
    assert sorted(wait.values) == [90.0, 1215.0]


def test_a_duration_without_a_unit_is_a_number(written: Written) -> None:
    (plain,) = found(written("score,handle time", "9,12", "3,44")).columns
    assert (tally(plain), plain.unit) == ([(12.0, 9, 1), (44.0, 3, 1)], "")
    (minutes,) = found(written("score,handle time (min)", "9,12", "3,44")).columns
    assert (sorted(minutes.values), minutes.unit) == ([720.0, 2640.0], "seconds")


def test_a_column_that_is_named_may_have_more_labels(written: Written) -> None:
    lines = [f"{k % 11},city {k % 60}" for k in range(150)]
    (city,) = found(written("score,city", *lines), columns=("city",)).columns
    assert len(city.labels) == 60


def test_an_id_of_few_labels_is_a_group(written: Written) -> None:
    lines = [f"{k % 11},{('new', 'regular')[k % 2]}" for k in range(40)]
    (customer,) = found(written("score,customer", *lines)).columns
    assert customer.labels == ("new", "regular")


def test_a_column_in_doubt_is_left_away_and_not_the_run(written: Written) -> None:
    rows = [*['9,"1,50",a', '3,"2,75",b'] * 5, "2,4.75,b"]
    told = found(written("score,amount,channel", *rows))
    assert [each.name for each in told.columns] == ["channel"]
    assert "amount" in whys(told)


def test_a_column_that_one_file_lacks(written: Written) -> None:
    files = (written("score,a,b", "9,x,1", "3,y,2"), written("score,a", "9,x", name="s.csv"))
    told = found(*files)
    assert [each.name for each in told.columns] == ["a"]
    assert "s.csv" in whys(told)["b"]


def test_the_settings_of_reading_hold(written: Written) -> None:
    path = written("score;wait", "9;1,5", "3;2,5", "8;1,5")
    options = Options(input=InputOptions(decimal="comma"), given=frozenset({"decimal"}))
    (wait,) = found(path, options=options).columns
    assert tally(wait) == [(1.5, 8, 1), (1.5, 9, 1), (2.5, 3, 1)]
