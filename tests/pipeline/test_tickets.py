"""Runs over files of tickets: duplicates, now, times or durations, working hours, periods of two dates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csmetrics import compute, errors
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.report import Report, Statistic

Written = Callable[..., str]
HOUR = 3600.0

LOG = (
    "id,created,first response at,resolved,updated,status",
    "1,2026-01-05 09:00,2026-01-05 13:00,2026-01-06 09:00,2026-01-06 09:00,closed",
    "1,2026-01-05 09:00,2026-01-05 10:00,,2026-01-05 10:00,open",
    "2,2026-01-05 09:00,2026-01-05 11:00,2026-01-05 12:00,2026-01-05 12:00,closed",
)


def account(report: Report) -> dict[str, tuple[int, tuple[str, ...]]]:
    """How many rows were left out, and the first of them, by reason."""
    return {each.text: (each.count, each.rows) for each in report.quality.left_out}


def statistic(report: Report, name: str) -> Statistic:
    """One of the statistics of the whole."""
    found = (each for row in report.rows if not row.slice for each in row.measure.statistics)
    return next(each for each in found if each.name == name)


def value(report: Report, name: str = "mean") -> float | None:
    return statistic(report, name).value


def as_of(report: Report) -> tuple[object, str]:
    return next((each.value, each.origin) for each in report.settings if each.name == "as_of")


def refusal(metric: str, files: str | list[str], **given: Any) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        compute(metric, files, **given)
    return caught.value


# Several rows of one id: the last state counts.


@pytest.mark.parametrize(
    ("dedupe", "mean", "row"), [(None, 3 * HOUR, "3"), ("last", 3 * HOUR, "3"), ("first", 1.5 * HOUR, "2")]
)  # fmt: skip
def test_the_update_time_says_which_row_of_an_id_counts(
    written: Written, dedupe: str | None, mean: float, row: str
) -> None:
    report = compute("frt", written(*LOG), **({"dedupe": dedupe} if dedupe else {}))
    assert (value(report), report.quality.used) == (mean, 2)
    assert account(report) == {"superseded by another row of the same id": (1, (row,))}
    (note,) = (each for each in report.diagnostics if each.kind is errors.DUPLICATES)
    assert note.rows == (row,)
    assert f"the {dedupe or 'last'} by updated" in note.text


@pytest.mark.parametrize(
    ("dedupe", "mean", "row"), [("last", 1.5 * HOUR, "2"), ("first", 3 * HOUR, "3")]
)
def test_without_update_times_the_file_says_it(
    written: Written, dedupe: str, mean: float, row: str
) -> None:
    lines = [",".join(line.split(",")[:4]) for line in LOG]
    report = compute("frt", written(*lines), dedupe=dedupe)
    assert value(report) == mean
    assert account(report) == {"superseded by another row of the same id": (1, (row,))}


def test_every_row_counts_where_it_is_asked_for(written: Written) -> None:
    report = compute("frt", written(*LOG), dedupe="none")
    assert (statistic(report, "mean").n, value(report)) == (3, 7 * HOUR / 3)
    assert errors.DUPLICATES not in {each.kind for each in report.diagnostics}


def test_repeated_ids_are_refused_where_it_is_asked_for(written: Written) -> None:
    refused = refusal("frt", written(*LOG), dedupe="error")
    assert (refused.kind, refused.exit) == (errors.REPEATED_IDS, Exit.REFUSED)


def test_an_id_in_two_files_is_one_ticket(written: Written) -> None:
    one = written(LOG[0], LOG[2], LOG[3], name="one.csv")
    two = written(LOG[0], LOG[1], name="two.csv")
    for files in ([one, two], [two, one]):
        report = compute("frt", files)
        assert value(report) == 3 * HOUR
        ((_, (count, rows)),) = account(report).items()
        assert (count, rows) == (1, (f"{one}:2",))


def test_blank_ids_are_nobody(written: Written) -> None:
    lines = [LOG[0], *(line.replace(line[0], "", 1) for line in LOG[1:])]
    assert statistic(compute("frt", written(*lines)), "mean").n == 3


@pytest.mark.parametrize(
    ("proof", "kept"), [("01/31/2026", 2 * HOUR), ("31/01/2026", 1 * HOUR)], ids=["mdy", "dmy"]
)
def test_the_last_state_is_found_again_when_the_last_row_turns_the_dates_round(
    written: Written, monkeypatch: pytest.MonkeyPatch, proof: str, kept: float
) -> None:
    monkeypatch.setattr("csmetrics.read._dialect.SAMPLE_ROWS", 1)
    monkeypatch.setattr("csmetrics.read._chunks.CHUNK_BYTES", 64)
    file = written(
        "id,created,first response at,updated",
        "1,2026-01-05 09:00,2026-01-05 10:00,03/04/2026",  # 3 April, or March 4
        "1,2026-01-05 09:00,2026-01-05 11:00,04/03/2026",  # 4 March, or April 3
        f"2,2026-01-05 09:00,,{proof}",
    )
    assert value(compute("frt", file), "median") == kept


# Statuses.


@pytest.mark.parametrize(
    ("excluded", "left"), [("closed", 2), ("Fechado", 3), ("fechado", 3), ("spam", 3)]
)
def test_a_status_is_left_out_by_its_canonical_name_or_by_its_word(
    written: Written, excluded: str, left: int
) -> None:
    file = written(
        "id,created,first response at,status",
        "1,2026-01-05 09:00,2026-01-05 10:00,Fechado",
        "2,2026-01-05 09:00,2026-01-05 10:00,archived",
        "3,2026-01-05 09:00,2026-01-05 10:00,Open",
        "4,2026-01-05 09:00,2026-01-05 10:00,Spam",
    )
    report = compute("frt", file, exclude_status=[excluded])
    assert statistic(report, "mean").n == left
    ((reason, _),) = account(report).items()
    assert reason == "of a status left out by --exclude-status"


# Now.


def test_now_is_the_last_thing_that_happened_and_no_due_date(written: Written) -> None:
    file = written(
        "id,created,first response at,resolved,updated,due by",
        "1,2026-01-05 09:00,2026-01-05 10:00,2026-01-06 08:00,2026-01-06 09:30,2030-01-01 09:00",
        "2,2026-01-05 09:00,,,2026-01-05 12:00,2031-01-01 09:00",
    )
    report = compute("frt", file)
    assert as_of(report) == ("2026-01-06 09:30:00", "inferred")
    # the other has waited 24.5 hours by now
    assert [value(report, f"within_{hours}h") for hours in (1, 24)] == [50.0, 50.0]


def test_what_is_later_than_the_day_of_as_of_has_not_happened(written: Written) -> None:
    file = written(
        "id,created,first response at,resolved",
        "1,2026-01-05 09:00,2026-01-05 10:00,2026-01-05 12:00",
        "2,2026-01-05 09:00,2026-01-06 10:00,2026-01-07 12:00",
        "3,2026-01-06 00:00,2026-01-06 10:00,2026-01-06 12:00",
    )
    report = compute("art", file, as_of="2026-01-05")
    closed, opened = report.rows
    assert (closed.measure.headline.n, closed.measure.headline.value) == (1, 3 * HOUR)
    assert dict(opened.measure.parts) == {"resolved": 1, "open": 1}
    assert account(report) == {"created after --as-of": (1, ("4",))}
    assert as_of(report) == ("2026-01-05", "flag")
    assert dict(compute("frt", file, as_of="2026-01-05").rows[0].measure.parts) == {"unanswered": 1}
    assert refusal("art", file, as_of="2026-01-04").exit is Exit.NOTHING


# Times or durations.


@pytest.mark.parametrize(
    ("cell", "mean", "rule"),
    [
        ("2026-01-05 09:45", 2700.0, "from the dates created and responded"),
        ("45 min", 2700.0, "from the column of durations"),
    ],
)
def test_the_cells_say_whether_a_column_holds_times_or_durations(
    written: Written, cell: str, mean: float, rule: str
) -> None:
    file = written("id,created,First response time", f"1,2026-01-05 09:00,{cell}")
    report = compute("frt", file)
    assert value(report) == mean
    assert report.definition.rule.startswith(rule)


def test_a_column_and_its_unit_are_named(written: Written) -> None:
    file = written("id,tempo", "1,10", "2,20")
    assert value(compute("aht", file, column=["handle_time=tempo:minutes"])) == 900.0
    assert value(compute("aht", file, column=["handle_time=tempo:h"])) == 15 * HOUR


def test_times_without_a_beginning_are_refused(written: Written) -> None:
    file = written("id,first response at,resolved", "1,2026-01-05 09:00,2026-01-05 10:30")
    for metric, end in (("frt", "responded"), ("art", "resolved")):
        refused = refusal(metric, file)
        assert (refused.kind, refused.exit) == (errors.LACKS_BASIS, Exit.REFUSED)
        assert f"{metric} needs either the dates created and {end}, or " in refused.text
        assert "--column created=NAME" in refused.hint


def test_what_ends_before_it_starts_is_no_time(written: Written) -> None:
    file = written(
        "id,created,first response at,resolved",
        "1,2026-01-05 09:00,2026-01-05 10:00,2026-01-05 12:00",
        "2,2026-01-05 09:00,2026-01-05 08:59,2026-01-05 08:00",
        "3,2026-01-05 09:00,2026-01-05 09:00,2026-01-05 09:00",
    )
    for metric, mean in (("frt", 0.5 * HOUR), ("art", 1.5 * HOUR)):
        report = compute(metric, file)
        assert (statistic(report, "mean").n, value(report)) == (2, mean)
        assert account(report) == {"ends before it starts": (1, ("3",))}


# Working hours.


def test_working_time_counts_hours_of_the_schedule_alone(written: Written) -> None:
    file = written("id,created,resolved", "1,2026-04-17 17:00,2026-04-22 10:00")
    hours = {"hours": "mon-fri 09:00-18:00", "tz": "America/Sao_Paulo"}
    # Friday 1 h, Monday and Tuesday 9 h each, Wednesday 1 h; Tuesday 21 April is Tiradentes
    assert value(compute("art", file, **hours)) == 20 * HOUR
    assert value(compute("art", file, **hours, holidays=["BR-SP"])) == 11 * HOUR


@pytest.mark.parametrize(
    ("metric", "given", "kind", "says"),
    [
        ("art", {"hours": "mon-fri 09:00-18:00"}, errors.LACKS_BASIS, "within --hours need two dates"),
        ("art", {"holidays": ["BR-SP"]}, errors.USAGE, "--holidays: without --hours"),
        ("nps", {"hours": "mon-fri 09:00-18:00"}, errors.USAGE, "nps does not depend on working hours"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_used_are_refused(
    written: Written, metric: str, given: dict[str, Any], kind: errors.Kind, says: str
) -> None:
    file = written("id,score,created,time to resolution (min)", "1,9,2026-01-05 09:00,30")
    refused = refusal(metric, file, **given)
    assert refused.kind is kind
    assert refused.exit is (Exit.USAGE if kind is errors.USAGE else Exit.REFUSED)
    assert says in refused.text


def test_a_clock_change_is_no_hour_and_its_times_are_not_guessed(written: Written) -> None:
    file = written(
        "id,created,first response at",
        "1,2026-03-29 01:00,2026-03-29 03:30",  # the clocks go from 2 to 3
        "2,2026-03-29 01:00,2026-03-29 02:30",
        "3,2026-10-25 01:00,2026-10-25 02:30",  # and from 3 back to 2
        "4,2026-10-25 01:00,2026-10-25 03:30",
    )
    report = compute("frt", file, tz="Europe/Berlin")
    assert (statistic(report, "mean").n, value(report)) == (2, (1.5 + 3.5) / 2 * HOUR)
    assert account(report) == {
        "time that does not exist in Europe/Berlin (clock change)": (1, ("3",)),
        "ambiguous time in Europe/Berlin (clock change)": (1, ("4",)),
    }


# Two populations of one period.

LIVES = (
    "id,created,resolved,status",
    "1,2026-01-10 09:00,2026-02-05 09:00,closed",
    "2,2026-02-01 09:00,2026-02-02 09:00,closed",
    "3,2026-02-10 09:00,,open",
    "4,2026-02-20 09:00,2026-03-01 09:00,closed",
    "5,2026-01-01 09:00,2026-01-02 09:00,closed",
)


def test_a_window_holds_what_was_resolved_in_it_and_what_was_opened_in_it(written: Written) -> None:
    report = compute("art", written(*LIVES), since="2026-02-01", until="2026-02-28")
    closed, opened = report.rows
    assert (closed.date, closed.measure.headline.n) == ("resolved", 2)
    assert closed.measure.headline.value == (26 + 1) / 2 * 24 * HOUR
    assert (opened.date, opened.measure.headline.n) == ("created", 3)
    assert dict(opened.measure.parts) == {"resolved": 2, "open": 1}
    assert (report.quality.used, account(report)) == (
        4,
        {"outside --since/--until": (1, ("6",))},
    )


def test_periods_hold_both_populations_and_a_goal_judges_the_first(written: Written) -> None:
    report = compute("art", written(*LIVES), every="month", goal="<= 30d", each=True)
    found = {
        (dict(row.slice).get("period"), row.date): row.measure.headline.n for row in report.rows
    }
    assert found == {
        (None, "resolved"): 4,
        (None, "created"): 5,
        ("2026-01", "resolved"): 1,
        ("2026-01", "created"): 2,
        ("2026-02", "resolved"): 2,
        ("2026-02", "created"): 3,
        ("2026-03", "resolved"): 1,
        ("2026-03", "created"): 0,
    }
    assert [dict(each.slice)["period"] for each in report.verdicts] == ["2026-01", "2026-02"]
    assert all(each.met for each in report.verdicts)


HOURS = {"hours": "mon-fri 09:00-18:00", "tz": "America/Sao_Paulo"}
CARNIVAL = "id,created,resolved\n1,2026-02-13 10:00,2026-02-19 10:00\n"


def test_carnival_is_worked_unless_it_is_asked_for_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(CARNIVAL, encoding="utf-8")
    worked = compute("art", str(path), holidays="BR-SP", **HOURS)
    assert worked.rows[0].measure.headline.value == (8 + 9 + 9 + 9 + 1) * 3600
    (note,) = [each for each in worked.diagnostics if each.kind.name == "carnival-worked"]
    assert note.text == "Carnival was counted as working days: 2026-02-16, 2026-02-17"
    off = compute("art", str(path), holidays="BR-SP+optional", **HOURS)
    assert off.rows[0].measure.headline.value == (8 + 1) * 3600
    assert [day for day, _ in off.holidays] == ["2026-02-16", "2026-02-17", "2026-02-18"]
    assert not any(each.kind.name == "carnival-worked" for each in off.diagnostics)
