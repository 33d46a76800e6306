"""Each ticket in the hours of its team: durations, due times, ages, and what cannot be measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from csmetrics import compute, errors
from csmetrics.errors import CsmetricsError
from csmetrics.options import Rota, Shift
from csmetrics.report import Report

OFFICE = Shift("office", "mon-fri 09:00-18:00")
LATE = Shift("late", "mon-sun 14:00-22:00", (), "America/Sao_Paulo")  # three hours behind UTC
ROTA = Rota("team", (("Billing", "office"), ("Night shift", "late")))
HEAD = "id,created at,first response at,resolved at,status,team\n"
# from Friday 17:00 to Monday 10:00: two hours of the office; of the late shift 8 + 8 + 8, from 17:00 UTC on
WEEKEND = "2026-03-06 17:00,2026-03-09 10:00,2026-03-09 10:00,solved"
OPEN = "2026-03-06 12:00,,,open"  # at 10:00 on Monday: 6 + 1 hours; 8 + 8 + 8


def measured(tmp_path: Path, *rows: str, metric: str = "frt", **options: object) -> Report:
    file = tmp_path / "t.csv"
    file.write_text(HEAD + "".join(f"{place},{row}\n" for place, row in enumerate(rows, 1)))
    given = {"tz": "UTC", "shifts": (OFFICE, LATE), "rota": ROTA, **options}
    return compute(metric, str(file), **given)


def hours(report: Report, statistic: str) -> float | None:
    (found,) = [
        each
        for row in report.rows
        for each in row.measure.statistics
        if each.name == statistic and not row.slice
    ]
    return None if found.value is None else found.value / 3600


def test_each_row_by_the_schedule_of_its_label(tmp_path: Path) -> None:
    assert hours(measured(tmp_path, f"{WEEKEND},Billing"), "mean") == 2
    assert hours(measured(tmp_path, f"{WEEKEND},Night shift"), "mean") == 24
    both = measured(tmp_path, f"{WEEKEND},Billing", f"{WEEKEND},Night shift")
    assert hours(both, "mean") == 13


def test_labels_are_compared_without_case_and_accents(tmp_path: Path) -> None:
    assert hours(measured(tmp_path, f"{WEEKEND},NIGHT-SHIFT"), "mean") == 24


def test_ages_of_those_who_wait(tmp_path: Path) -> None:
    rows = (f"{WEEKEND},Billing", f"{OPEN},Billing", f"{OPEN},Night shift")
    backlog = measured(tmp_path, *rows, metric="backlog")
    assert hours(backlog, "oldest") == 24
    assert hours(backlog, "age_median") == (7 + 24) / 2


def test_the_median_of_all_opened(tmp_path: Path) -> None:
    """Resolved after 24 hours, when those of the office had waited 7; by one clock all had waited 24."""
    rows = (f"{WEEKEND},Night shift", f"{OPEN},Billing", f"{OPEN},Billing")
    assert hours(measured(tmp_path, *rows, metric="art"), "kaplan_meier_median") == 24
    late = measured(tmp_path, *rows, metric="art", hours="late")
    assert hours(late, "kaplan_meier_median") is None


def test_targets_are_held_against_the_hours_of_the_team(tmp_path: Path) -> None:
    """Within 8 working hours: two of the office; of the late shift, 24 hours late and 24 hours waiting."""
    rows = (
        f"{WEEKEND},Billing",
        f"{OPEN},Billing",
        f"{WEEKEND},Night shift",
        f"{OPEN},Night shift",
    )
    (row,) = measured(tmp_path, *rows, metric="sla", of="resolution", target=("8h",)).rows
    assert dict(row.measure.parts) == {"met": 1, "breached": 2, "still_running": 1}


def test_slices_and_the_whole_come_from_the_same_hours(tmp_path: Path) -> None:
    rows = (f"{WEEKEND},Billing", f"{OPEN},Billing", f"{OPEN},Night shift")
    report = measured(tmp_path, *rows, metric="backlog", by=["team"])
    oldest = {
        dict(row.slice).get("team"): each.value
        for row in report.rows
        for each in row.measure.statistics
        if each.name == "oldest"
    }
    assert oldest == {None: 24 * 3600.0, "Billing": 7 * 3600.0, "Night shift": 24 * 3600.0}


def test_a_label_without_a_schedule_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CsmetricsError) as refusal:
        measured(tmp_path, f"{WEEKEND},Billing", f"{WEEKEND},Sales", f"{WEEKEND},")
    assert refusal.value.kind is errors.UNSCHEDULED
    assert refusal.value.text == "[schedule_of] has no schedule for (blank), Sales of team"
    assert refusal.value.hint == 'default = "office" for all others'


def test_the_default_is_for_all_others(tmp_path: Path) -> None:
    rota = Rota("team", ROTA.of, "office")
    report = measured(tmp_path, f"{WEEKEND},Sales", f"{WEEKEND},", rota=rota)
    assert hours(report, "mean") == 2


def test_rows_that_are_not_measured_need_no_schedule(tmp_path: Path) -> None:
    rows = (f"{WEEKEND},Billing", f"{WEEKEND},Sales")
    assert hours(measured(tmp_path, *rows, where=["team = Billing"]), "mean") == 2


def test_a_label_that_nobody_has_is_said(tmp_path: Path) -> None:
    (note,) = [
        each
        for each in measured(tmp_path, f"{WEEKEND},Billing").diagnostics
        if each.kind is errors.UNSEEN_LABEL
    ]
    assert note.text == "[schedule_of] names Night shift, which no row of team has"


def test_the_schedules_stand_in_the_settings(tmp_path: Path) -> None:
    report = measured(tmp_path, f"{WEEKEND},Billing", f"{WEEKEND},Night shift", holidays=["BR"])
    told = {each.name: each.value for each in report.settings}
    assert told["hours"] == (
        "by team: office (mon-fri 09:00-18:00, BR), late (mon-sun 14:00-22:00, America/Sao_Paulo)"
    )
    assert told["schedule_of"] == ("column = team", "Billing = office", "Night shift = late")


def test_one_schedule_by_its_name(tmp_path: Path) -> None:
    report = measured(tmp_path, f"{WEEKEND},Sales", hours="late")
    assert hours(report, "mean") == 24
    told = {each.name: each.value for each in report.settings}
    assert told["hours"] == "late (mon-sun 14:00-22:00, America/Sao_Paulo)"


def test_a_name_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(CsmetricsError) as refusal:
        measured(tmp_path, f"{WEEKEND},Sales", hours="lately")
    assert refusal.value.hint == "schedules of the settings: office, late"


def test_the_holidays_of_each(tmp_path: Path) -> None:
    """Good Friday 2026 is 3 April: the office is closed, the late shift, with none of its own, is not."""
    friday = "2026-04-03 15:00,2026-04-03 19:00,2026-04-03 19:00,solved"
    rows = (f"{friday},Billing", f"{friday},Night shift")
    report = measured(tmp_path, *rows, holidays=["BR"], by=["team"])
    means = [
        each.value for row in report.rows for each in row.measure.statistics if each.name == "mean"
    ]
    assert means == [3600.0, 0.0, 2 * 3600.0]
    assert [day for day, _ in report.holidays] == ["2026-04-03"]


EXAMPLES = Path(__file__).parents[2] / "examples" / "tickets.csv"


@pytest.mark.parametrize("metric", ["frt", "art", "backlog", "sla"])
def test_a_slice_is_what_its_schedule_alone_gives(metric: str) -> None:
    """Of every team: the same statistics as of its rows in its hours, with nothing of the others."""
    of = {"Billing": "office", "Delivery": "late", "Orders": "late"}
    own = {"of": "response", "target": ("4h",)} if metric == "sla" else {}
    given = {"tz": "America/Sao_Paulo", "shifts": (OFFICE, LATE), "as_of": "2026-10-31", **own}
    rota = Rota("team", tuple(of.items()), "office")
    sliced = compute(metric, str(EXAMPLES), by=["team"], rota=rota, **given)
    found = [row for row in sliced.rows if row.slice]
    assert len({dict(row.slice)["team"] for row in found}) > 1
    for row in found:
        team = dict(row.slice)["team"]
        where = [f'team = "{team}"']
        alone = compute(
            metric, str(EXAMPLES), where=where, hours=of.get(str(team), "office"), **given
        )
        assert row.measure.statistics in [each.measure.statistics for each in alone.rows]
