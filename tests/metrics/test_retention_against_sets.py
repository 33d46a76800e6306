"""Retention of small random customers, held against sets of customers counted in a loop."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

import pytest

from csmetrics import compute
from csmetrics.report import Measure, Report

Write = Callable[..., str]
Stays = dict[str, list[tuple[date, date | None]]]

FIRST = date(2025, 1, 1)
SEEDS = range(10)
LASTS = (date(2025, 6, 30), date(2025, 6, 17))
"""The last day of the data: of a month that is over, and in the middle of it."""
BLANK = {"still_there": 0, "new": 0, "returned": 0, "came_and_left": 0}


class Period(NamedTuple):
    """The sets of one period: who was there before it, is there now, and came for the first time in it."""

    name: str
    then: set[str]
    now: set[str]
    came: set[str]
    over: bool

    def counts(self) -> dict[str, int]:
        return {
            "still_there": len(self.then & self.now),
            "new": len(self.now & self.came),
            "returned": len(self.now - self.then - self.came),
            "came_and_left": len(self.came - self.now),
        }


def month(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def random_days(random: Random) -> list[date]:
    return sorted(
        FIRST + timedelta(days=day) for day in random.sample(range(168), random.choice((1, 2, 4)))
    )


def random_stays(seed: int) -> Stays:
    """From each other day on for some days, so that stays overlap, follow on each other, or leave a gap."""
    random = Random(seed)  # noqa: S311 (customers, not keys)
    found: Stays = {"a": [(FIRST, None if seed % 2 else FIRST + timedelta(days=3))]}
    for who in "bcdefghij"[: 3 + seed % 7]:
        lengths = [random.choice((0, 2, 9, 33, 80, None)) for _ in range(4)]
        found[who] = [
            (day, None if length is None else day + timedelta(days=length))
            for day, length in zip(random_days(random), lengths, strict=False)
        ]
    return found


def counted(
    stays: Stays, at: Callable[[str, date, date], bool], last: date, since: date = FIRST
) -> list[Period]:
    """The periods of the data up to ``last``; ``at`` says who is there in the month of these days."""
    found, then = [], set()
    firsts = {who: min(day for day, _ in those) for who, those in stays.items()}
    day = FIRST
    while day <= last:
        begins, ends = month(day)
        now = {who for who in stays if at(who, begins, ends)}
        came = {who for who, first in firsts.items() if begins <= first <= ends}
        if begins >= since:
            found.append(Period(f"{begins:%Y-%m}", then, now, came, ends <= last))
        then, day = now, ends + timedelta(days=1)
    return found


def holds(measure: Measure, periods: Iterable[Period], *, at_end: bool) -> None:
    """Fail unless n, parts, value and totals of a row are those of the same periods: the known ones, else all over."""
    some = list(periods)
    known = [each for each in some if each.over and each.then]
    mine = known or [each for each in some if each.over] or some
    n = sum(len(each.then) for each in known)
    expected = {name: sum(each.counts()[name] for each in mine) for name in BLANK}
    parts = dict(measure.parts)
    (value, totals) = (each.value for each in measure.statistics)
    assert measure.headline.n == n
    if not n:
        assert (value, totals) == (None, None)
        if at_end and not any(each.over for each in some):
            assert not parts or not (some[0].then or some[0].now)
            return
    else:
        assert value == pytest.approx(100 * expected["still_there"] / n)
        new = parts["new"] + parts.get("came_and_left", 0)
        assert totals == pytest.approx(100 * (parts["there_now"] - new) / n)
    assert parts["there_now"] == sum(expected[each] for each in ("still_there", "new", "returned"))
    assert {**BLANK, **parts} == {**expected, "there_now": parts["there_now"]}


def all_hold(report: Report, periods: list[Period], *, at_end: bool) -> None:
    rows = {str(dict(row.slice).get("period", "")): row.measure for row in report.rows}
    assert list(rows) == ["", *(each.name for each in periods)]
    holds(rows[""], periods, at_end=at_end)
    for each in periods:
        holds(rows[each.name], [each], at_end=at_end)


def lines(stays: Stays) -> list[str]:
    rows = [f"{who},{day},{end or ''}" for who, those in stays.items() for day, end in those]
    return ["customer,start date,end date", *rows]


def there_at_end(stays: Stays) -> Callable[[str, date, date], bool]:
    return lambda who, _, ends: any(
        day <= ends and (end is None or end >= ends) for day, end in stays[who]
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("last", LASTS)
@pytest.mark.parametrize("since", [FIRST, date(2025, 4, 1)])
def test_stays_by_month(written: Write, seed: int, last: date, since: date) -> None:
    stays = random_stays(seed)
    options: dict[str, Any] = {"every": "month", "as_of": str(last)}
    if since > FIRST:
        options |= {"since": str(since)}
    report = compute("retention", written(*lines(stays)), **options)
    all_hold(report, counted(stays, there_at_end(stays), last, since), at_end=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_window_of_a_month_says_the_same_as_the_month(written: Write, seed: int) -> None:
    stays = random_stays(seed)
    file = written(*lines(stays))
    periods = counted(stays, there_at_end(stays), LASTS[0])
    for place in (1, 1 + seed % 4):
        begins, ends = month(date(2025, 1 + place, 1))
        window = {"since": str(begins), "until": str(ends), "as_of": str(LASTS[0])}
        (row,) = compute("retention", file, **window).rows
        holds(row.measure, [periods[place]], at_end=True)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("last", LASTS)
@pytest.mark.parametrize("active", [None, 20, 45])
def test_purchases_by_month_and_label(
    written: Write, seed: int, last: date, active: int | None
) -> None:
    stays = {
        who: [(day, None) for day, _ in those if day <= last]
        for who, those in random_stays(seed).items()
    }
    stays = {who: those for who, those in stays.items() if those}

    def there(who: str, begins: date, ends: date) -> bool:
        if active is None:
            return any(begins <= day <= ends for day, _ in stays[who])
        return any(day <= ends and (ends - day).days + 1 <= active for day, _ in stays[who])

    label = {who: "odd" if ord(who) % 2 else "even" for who in stays}
    rows = [f"{who},{day},{label[who]}" for who, those in stays.items() for day, _ in those]
    file = written("customer,purchase date,plan", *rows)
    options: dict[str, Any] = {"as_of": str(last)}
    if active is not None:
        options["inactive_after"] = f"{active}d"
    periods = counted(stays, there, last)
    report = compute("retention", file, every="month", **options)
    all_hold(report, periods, at_end=active is not None)
    whole, *slices = compute("retention", file, by=["plan"], **options).rows
    holds(whole.measure, periods, at_end=active is not None)
    for row in slices:
        mine = {who: those for who, those in stays.items() if label[who] == row.slice[0][1]}
        holds(row.measure, counted(mine, there, last), at_end=active is not None)
