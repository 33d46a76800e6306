"""Time zones that an export states: times are moved once, and the run is where they are, unless --tz says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from csmetrics import errors
from csmetrics.api import compute, load
from csmetrics.errors import CsmetricsError
from csmetrics.report import Report

Written = Callable[..., str]

LATE = """id,created at (America/New_York),first response at (America/New_York)
1,2026-07-01 23:30:00,2026-07-02 00:30:00
"""


def days(report: Report) -> list[str | None]:
    """The days on which something counts."""
    filled = [dict(row.slice).get("period") for row in report.rows if row.measure.headline.n]
    return [each for each in dict.fromkeys(filled) if each is not None]


def said(report: Report) -> list[str]:
    kinds = (errors.STATED_ZONE, errors.UNKNOWN_ZONE, errors.TWO_CLOCKS, errors.HOURS_IN_UTC)
    return [note.kind.name for note in report.diagnostics if note.kind in kinds]


def test_the_run_is_in_the_one_zone_that_is_stated(written: Written) -> None:
    report = compute("frt", written(LATE), every="day")
    assert (report.zone, days(report), said(report)) == (
        "America/New_York",
        ["2026-07-01"],
        ["stated-zone"],
    )
    (tz,) = (each for each in report.settings if each.name == "tz")
    assert (tz.value, tz.origin) == ("America/New_York", "inferred")


def test_another_zone_of_the_run_moves_times_once(written: Written) -> None:
    report = compute("frt", written(LATE), every="day", tz="UTC")
    assert (report.zone, days(report), said(report)) == ("UTC", ["2026-07-02"], ["stated-zone"])
    assert report.rows[0].measure.headline.value == 3600


def test_working_hours_are_those_of_the_zone_of_the_run(written: Written) -> None:
    text = LATE.replace("23:30", "09:30").replace("02 00:30", "01 10:30")
    here = compute("frt", written(text), hours="mon-fri 09:00-10:00")
    assert here.rows[0].measure.headline.value == 1800
    assert said(here) == ["stated-zone"]


def test_files_in_two_zones_are_read_each_in_its_own(written: Written) -> None:
    other = LATE.replace("America/New_York", "Europe/Berlin").replace("\n1,", "\n2,")
    report = compute("frt", [written(LATE), written(other, name="b.csv")], every="day")
    assert (report.zone, days(report)) == ("UTC", ["2026-07-01", "2026-07-02"])


def test_days_stay_the_days_they_are(written: Written) -> None:
    text = "id,created at (UTC),resolved at (UTC)\n1,2026-07-01,2026-07-02\n"
    report = compute("art", written(text), every="day", tz="America/Sao_Paulo")
    assert days(report) == ["2026-07-01", "2026-07-02"]


def test_an_abbreviation_is_no_statement_and_is_said(written: Written) -> None:
    report = compute("frt", written(LATE.replace("America/New_York", "EST")))
    assert (report.zone, set(said(report))) == ("UTC", {"unknown-zone"})


def test_a_stated_zone_and_an_offset_do_not_contradict(written: Written) -> None:
    text = "id,created at (UTC),first response at\n1,2026-07-01 10:00,2026-07-01T11:00:00+00:00\n"
    report = compute("frt", written(text))
    assert said(report) == []
    assert report.rows[0].measure.headline.value == 3600


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("GMT-3", "UTC-03:00 all year is Etc/GMT+3; a place, such as America/Sao_Paulo,"),
        ("-03:00", "UTC-03:00 all year is Etc/GMT+3"),
        ("BRT", "did you mean America/Sao_Paulo?"),
        ("America/Sao Paulo", "did you mean America/Sao_Paulo?"),
        ("UTC+5:30", "such as America/Sao_Paulo"),
        ("EST", "America/New_York changes its clocks; Etc/GMT+5 never"),  # which the system takes
    ],
)
def test_a_name_that_is_no_one_zone_is_refused_with_what_may_be_meant(zone: str, hint: str) -> None:
    for asked in (partial(compute, "frt", "none.csv"), partial(load, "none.csv", "tickets")):
        with pytest.raises(CsmetricsError) as refused:
            asked(tz=zone)
        assert refused.value.kind is errors.BAD_VALUE
        assert refused.value.hint.startswith(hint)
