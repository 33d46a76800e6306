from __future__ import annotations

from dataclasses import replace

from csmetrics.render._grid import grids
from csmetrics.render._words import title_of
from csmetrics.report import Measure, Row, Statistic

from . import reports


def test_shares_shown_together_add_up() -> None:
    thirds = reports.nps(1, 1, 1)
    (table,) = grids(reports.nps_report(((), thirds)))
    cells = table.rows[0].cells
    assert cells[-4:-1] == ("33.4 %", "33.3 %", "33.3 %")


def test_shares_that_hold_each_other_are_no_parts() -> None:
    names = ("within_4h", "within_8h", "within_24h")
    measure = Measure(tuple(Statistic(name, 100 / 3, "percent", 3) for name in names))
    (table,) = grids(replace(reports.WHOLE, rows=(Row("x", (), measure),)))
    assert {*table.rows[0].cells} == {"3", "33.3 %"}


def test_shares_of_other_populations_are_left_alone() -> None:
    measure = Measure(
        (
            Statistic("within_1h", 12.25, "percent", 4),
            Statistic("within_4h", 87.75, "percent", 5),
            Statistic("answered", 50.06, "percent", 4),
        )
    )
    (table,) = grids(replace(reports.WHOLE, rows=(Row("x", (), measure),)))
    assert [column.title for column in table.columns] == [
        *("n", "Within 1 h", "n", "Within 4 h", "n", "Answered")
    ]
    assert table.rows[0].cells == ("4", "12.3 %", "5", "87.8 %", "4", "50.1 %")


def test_titles() -> None:
    names = ("nps", "promoters", "p90", "within_4h", "within_30m", "kaplan_meier_median")
    assert [title_of(name, "nps") for name in names] == [
        *("NPS", "Promoters", "p90", "Within 4 h", "Within 30 m", "Kaplan–Meier median"),
    ]
    assert title_of("retention", "retention") == "Retention"


def test_an_n_stands_once_before_all_that_rest_on_it() -> None:
    measure = Measure(
        (
            Statistic("median", 60.0, "seconds", 4),
            Statistic("mean", 70.0, "seconds", 4),
            Statistic("within_1h", 80.0, "percent", 5),
            Statistic("within_4h", 100.0, "percent", 5),
        )
    )
    (table,) = grids(replace(reports.DURATIONS, rows=(Row("frt", (), measure),)))
    titles = [column.title for column in table.columns]
    assert titles == ["n", "Median", "Mean", "n", "Within 1 h", "Within 4 h"]


def test_a_count_is_its_own_n() -> None:
    counts = (Statistic("new", 5.0, "count", 5), Statistic("resolved", 3.0, "count", 3))
    age, share = Statistic("age", 60.0, "seconds", 3), Statistic("late", 20.0, "percent", 5)
    of = replace(reports.DURATIONS, rows=(Row("volume", (), Measure((*counts, age, share))),))
    (table,) = grids(of)
    assert [column.title for column in table.columns] == ["New", "Resolved", "Age", "n", "Late"]
    assert table.rows[0].cells == ("5", "3", "1m", "5", "20.0 %")


def test_each_population_has_its_table_and_the_rules_stand_once() -> None:
    first, second = grids(reports.POPULATIONS)
    assert first.subtitle == (
        "as of 2026-10-06 14:08 · working time mon-fri 09:00-18:00, BR-SP, office.csv"
        " · America/Sao_Paulo"
    )
    assert (second.title, second.subtitle) == (
        *("Opened, those still open included", "date: created"),
    )
    assert [column.title for column in first.columns] == [
        *("channel", "n", "Mean", "95 % interval", "Median")
    ]
    assert second.rows[1].cells == ("email", "18", "–", "≥ 8h", "10", "8")
    assert (first.notes, first.rules, first.verdicts) == ((), (), ())
    assert second.notes == ("– undefined: too many still wait to know it",)
    assert second.rules[1].endswith(
        "95 % interval (Mean): BCa · 95 % interval (Kaplan–Meier median): log-log band"
    )
    assert len(second.verdicts) == 1


def test_working_time_is_not_counted_in_days() -> None:
    first, _ = grids(reports.POPULATIONS)
    assert first.rows[0].cells == ("(all)", "40", "76h", "68h 24m to 83h 36m", "60h 48m")
    calendar, _ = grids(replace(reports.POPULATIONS, settings=()))
    assert calendar.rows[0].cells[2] == "3d 4h"


def test_times_that_were_worked_say_so_beside_times_of_the_calendar() -> None:
    named = ("age_median", "oldest", "time_to_clear")
    times = tuple(Statistic(name, 200_000.0, "seconds", 2) for name in named)
    rows = (Row("backlog", (), Measure((Statistic("active", 2, "count", 2), *times))),)
    (table,) = grids(replace(reports.POPULATIONS, rows=rows))
    (plain,) = grids(replace(reports.POPULATIONS, rows=rows, settings=()))
    titles = [[column.title for column in each.columns] for each in (table, plain)]
    assert titles == [
        ["Active", "Age median, working time", "Oldest, working time", "Time to clear"],
        ["Active", "Age median", "Oldest", "Time to clear"],
    ]
    assert table.rows[0].cells == ("2", "55h 33m", "55h 33m", "2d 8h")
