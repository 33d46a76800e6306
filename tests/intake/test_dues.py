"""Due times: a day includes its whole day; a midnight is a day only where no other time of day is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from csmetrics.api import compute, load

Written = Callable[..., str]


def met(written: Written, due: Sequence[str], tz: str = "UTC") -> list[bool]:
    """Whether each ticket met, that is done at 15:00 of the day on which it is due."""
    lines = [f"{n},2026-03-01 20:00,2026-03-03 15:00,{each}" for n, each in enumerate(due)]
    report = compute("sla", written("id,created,resolved,due at", *lines), tz=tz, by=["id"])
    return [row.measure.headline.value == 100 for row in report.rows[1:]]


DAY, MIDNIGHT, CLOCK = "2026-03-03", "2026-03-03 00:00:00", "2026-03-03 16:00:00"


@pytest.mark.parametrize("tz", ["UTC", "America/Sao_Paulo"])
@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ([DAY, DAY], [True, True]),
        ([MIDNIGHT, MIDNIGHT], [True, True]),  # as databases export days
        ([CLOCK, MIDNIGHT], [True, False]),
        ([MIDNIGHT] * 300 + [CLOCK], [False] * 300 + [True]),  # which the first rows do not show
        ([CLOCK, DAY], [True, True]),  # written as a day, and so one
        (["03/03/2026 4:00 PM", "03/03/2026"], [True, True]),
        (
            ["46084.75", "46084"],
            [True, False],
        ),  # an Excel serial number without decimals may be a midnight
        (["46084", "46084"], [True, True]),
    ],
)
def test_a_midnight_among_times_is_a_time(
    written: Written, due: Sequence[str], expected: list[bool], tz: str
) -> None:
    assert met(written, due, tz) == expected


@pytest.mark.parametrize("tz", ["UTC", "America/Sao_Paulo"])
def test_the_zone_of_the_run_makes_no_day_of_an_instant(written: Written, tz: str) -> None:
    lines = ("1,2026-03-01T20:00:00Z,2026-03-03T15:00:00Z,{}", "2,2026-03-01T20:00:00Z,,{}")
    for due in ("2026-03-03T00:00:00Z", "2026-03-03T03:00:00Z"):  # midnight here, or there
        rows = (lines[0].format(due), lines[1].format("2026-03-09T13:15:00Z"))
        report = compute("sla", written("id,created,resolved,due at", *rows), tz=tz)
        assert report.rows[0].measure.headline.value == 0


def test_a_day_without_a_midnight_ends_like_others(written: Written) -> None:
    """On 2018-11-04 the clocks of São Paulo went from midnight to one."""
    for done, value in (("2018-11-04 23:59", 100), ("2018-11-05 00:00", 0)):
        lines = ("1,2018-11-03 20:00,{},2018-11-04", "2,2018-11-03 20:00,,2018-11-09 12:00")
        rows = [line.format(done) for line in lines]
        file = written("id,created,resolved,due at", *rows)
        assert compute("sla", file, tz="America/Sao_Paulo").rows[0].measure.headline.value == value


def test_the_canonical_table_has_a_column_for_each_role_and_no_other(written: Written) -> None:
    table = load(written("id,created,due at", "1,2026-03-01,2026-03-03"), "tickets")
    assert list(table.columns) == ["id", "created", "target_resolution"]
