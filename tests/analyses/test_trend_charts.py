"""A control chart of a report, by hand."""

from __future__ import annotations

from dataclasses import replace
from math import isclose

import pytest

from csmetrics.analyses.trend import trend
from csmetrics.errors import NO_VARIATION, SHORT_BASELINE, TOO_FEW_PERIODS, CsmetricsError
from csmetrics.render import table
from csmetrics.report import Definition, Measure, Quality, Report, Row, Setting, Statistic


def report(*series: Statistic, partial: tuple[int, ...] = ()) -> Report:
    """A report by month of one statistic."""
    rows = [Row("x", (), Measure((series[0],)))]
    for number, statistic in enumerate(series):
        label = (("period", f"2025-{number + 1:02d}"),)
        rows.append(Row("x", label, Measure((statistic,)), partial=number in partial))
    definition = Definition("x", "X", "", "", series[0].unit)
    return Report("metric", definition, tuple(rows), Quality(0, 0, ()))


def times(*values: float | None) -> list[Statistic]:
    return [Statistic("mean", value, "seconds", 5) for value in values]


def share(good: int, n: int) -> Statistic:
    return Statistic("csat", 100 * good / n, "percent", n, counts=(n - good, good))


QUIET = [10.0, 12.0] * 5  # every moving range is 2: 11 ± 2.66 · 2


def test_times_are_held_against_the_moving_range() -> None:
    found = trend(report(*times(*QUIET, 16.3, 16.4)), "month")
    assert found.chart == "XmR"
    assert found.centre == 11
    inside, beyond = found.points[-2:]
    assert inside.upper is not None
    assert isclose(inside.upper, 11 + 3 * 2 / 1.128)
    assert (inside.rules, beyond.rules) == ((), ("beyond 3 sigma",))
    assert found.signals == ("2025-12: above the limit",)
    assert [point.baseline for point in found.points] == [True] * 10 + [False] * 2


def test_no_time_is_below_zero() -> None:
    found = trend(report(*times(*[1.0, 3.0] * 5)), "month")
    assert found.points[0].lower == 0


def test_eight_on_one_side_are_a_shift() -> None:
    found = trend(report(*times(12, 10, *[11.5] * 8)), "month", baseline=2)
    assert found.signals == ("2025-03 to 2025-10: 8 in a row above the centre",)
    assert [note.kind for note in found.diagnostics] == [SHORT_BASELINE]


def test_partial_and_empty_periods_are_shown_and_not_judged() -> None:
    found = trend(report(*times(99, *QUIET, None), partial=(0,)), "month")
    first, last = found.points[0], found.points[-1]
    assert (first.partial, first.lower, first.rules) == (True, None, ())
    assert (last.value, last.lower) == (None, None)
    assert found.centre == 11


@pytest.mark.parametrize("because", ["nobody was there the period before", "hidden"])
def test_a_first_period_without_a_value_has_no_say_in_the_scale(because: str) -> None:
    first = Statistic("csat", None, "percent", 0, undefined_because=because)  # of no counts
    found = trend(report(first, *[share(19, 20), share(17, 20)] * 5), "month")
    assert (found.centre, found.unit, found.statistic) == (90, "percent", "csat")
    assert found.points[0].lower is None
    assert table.render(found)


def test_shares_have_limits_by_their_n_and_never_inside_those_of_chance() -> None:
    quiet = [share(50, 100), share(51, 100)] * 5
    found = trend(report(*quiet, share(10, 20), share(20, 100)), "month")
    assert found.chart == "p"
    few, beyond = found.points[-2:]
    p = 50.5 / 100
    assert few.lower is not None
    assert isclose(few.lower, 100 * (p - 3 * (p * (1 - p) / 20) ** 0.5))
    assert beyond.rules == ("beyond 3 sigma",)
    restless = [share(20, 100), share(80, 100)] * 5
    assert trend(report(*restless), "month").chart == "p′ (Laney)"


def test_too_few_periods_have_no_limits() -> None:
    found = trend(report(*times(1, 2, 3)), "month")
    assert (found.chart, found.centre, found.signals) == (None, None, ())
    assert [note.kind for note in found.diagnostics] == [TOO_FEW_PERIODS]


def test_periods_that_do_not_differ_say_nothing_of_what_is_usual() -> None:
    found = trend(report(*times(*[5.0] * 11)), "month")
    assert found.chart == "XmR"
    assert found.centre is None
    assert [note.kind for note in found.diagnostics] == [NO_VARIATION]


def test_a_report_without_periods_has_no_trend() -> None:
    whole = Report(
        "metric", Definition("x", "X", "", "", ""), report(*times(1)).rows[:1], Quality(0, 0, ())
    )
    with pytest.raises(CsmetricsError, match="no periods"):
        trend(whole, "month")


def test_working_hours_are_named_and_are_no_days() -> None:
    days = [50 * 3600.0, 60 * 3600.0] * 5
    plain = report(*times(*days))
    worked = replace(plain, settings=(Setting("hours", "mon-fri 09:00-18:00", "flag"),))
    assert "2d 2h" in table.render(trend(plain, "month"))
    shown = table.render(trend(worked, "month"))
    assert "50h" in shown
    assert "working time mon-fri 09:00-18:00" in shown.splitlines()[0]
