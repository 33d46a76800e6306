"""Two sets of real tickets against numbers computed apart from us: every figure, or the reason why not.

Vietsupport is a support desk of a hundred tickets with all its tables by agent, channel and so on;
boston311 are a hundred requests of citizens, the same in several formats.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from csmetrics import compute, errors
from csmetrics.errors import CsmetricsError
from csmetrics.report import Measure, Report, Statistic

Figures = dict[str, Any]

EXACT = {"rel": 1e-12, "abs": 1e-9}

# figure → why no command gives it
NO_COMMAND = {
    "escalated": "escalations are no metric here",
    "ontime_all": "counts a flag that says met while the time still runs: of 15 open requests 3 are in time so "
    "far, which says nothing of how they end; sla leaves them out, and no option counts them",
    "by_source.ontime": "the same flags of open requests, by source",
    "flag_disagrees_with_dates": "a comparison of two columns, not a figure",
}


def figures(folder: Path) -> Figures:
    found: Figures = json.loads((folder / "expected.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def vietsupport(shared: Path) -> Path:
    return shared / "data" / "vietsupport-tickets"


@pytest.fixture(scope="module")
def boston(shared: Path) -> Path:
    return shared / "data" / "boston311"


@cache
def measured(metric: str, file: Path, by: str | None, *options: tuple[str, str]) -> Report:
    """A run, made once however many figures are held against it."""
    return compute(metric, str(file), **dict(options), **({"by": by} if by else {}))


def cell(report: Report, label: str | None) -> Measure:
    """The first population of one slice, or of the whole (None)."""
    return next(
        row.measure
        for row in report.rows
        if (row.slice[0][1] if row.slice else None) == label and row.measure.date is None
    )


def statistic(of: Measure, name: str) -> Statistic:
    return next(each for each in of.statistics if each.name == name)


def is_share(found: Measure, part: str, known: Figures) -> None:
    """A share with its count, its n and its interval."""
    headline = found.headline
    assert (dict(found.parts)[part], headline.n) == (known["count"], known["of"])
    assert headline.value == pytest.approx(known["percent"], **EXACT)
    assert headline.interval is not None
    ends = (headline.interval.low, headline.interval.high)
    assert ends == pytest.approx(tuple(known["wilson95"]), abs=1e-9)


def are_times(found: Measure, known: Figures, unit: float) -> None:
    """Those of mean, median, p90 and p95 that are known; the mean of what has no limits says nothing of them."""
    for name in {"mean", "median", "p90", "p95"} & known.keys():
        of = statistic(found, name)
        assert of.value is not None
        assert of.value / unit == pytest.approx(known[name], **EXACT), name
        assert of.n == known.get("n", of.n)


# --- vietsupport ----------------------------------------------------------------------------------

SPLITS = {
    "overall": None,
    "by_channel": "channel",
    "by_priority": "priority",
    "by_category": "category",
    "by_segment": "customer_segment",
    "by_agent": "agent_name",
}
SHARES = {
    "csat_top2": ("csat", "satisfied", ()),
    "csat_top1": ("csat", "satisfied", (("good", "5"),)),
    "reopen_rate": ("reopens", "reopened", ()),
    "fcr_as_not_reopened": ("fcr", "at_first_contact", (("rule", "no-reopen"),)),
    "sla_met": ("sla", "met", ()),
}


def of_the_desk(folder: Path, split: str) -> Iterator[tuple[str | None, Figures]]:
    known = figures(folder)[split]
    yield from known.items() if SPLITS[split] else [(None, known)]


@pytest.mark.parametrize("split", SPLITS)
def test_every_figure_of_the_support_desk(vietsupport: Path, split: str) -> None:
    (file,) = vietsupport.glob("*.csv")
    by, minute, hour = SPLITS[split], 60, 3600
    for label, known in of_the_desk(vietsupport, split):
        n = known.pop("n")
        are_times(
            cell(measured("frt", file, by), label), known.pop("first_response_minutes"), minute
        )
        dated = cell(measured("art", file, by, ("statistic", "p95")), label)
        are_times(dated, known.pop("resolution_from_dates"), hour)
        declared = cell(measured("art", file, by, ("time", "durations")), label)
        are_times(declared, {"n": n, "mean": known.pop("resolution_hours_from_column_mean")}, hour)
        mean = statistic(cell(measured("csat", file, by), label), "mean")
        assert (mean.value, mean.n) == (pytest.approx(known.pop("csat_mean"), **EXACT), n)
        for name, (metric, part, options) in SHARES.items():
            is_share(cell(measured(metric, file, by, *options), label), part, known.pop(name))
        volume = cell(measured("volume", file, by), label)
        assert [each.value for each in volume.statistics] == [n, n, 0]
        assert known.keys() <= NO_COMMAND.keys(), "a figure that no command gives"


def test_the_slices_of_the_desk_are_all_there(vietsupport: Path) -> None:
    (file,) = vietsupport.glob("*.csv")
    for split, by in SPLITS.items():
        labels = {row.slice[0][1] for row in measured("frt", file, by).rows if row.slice}
        assert labels == {label for label, _ in of_the_desk(vietsupport, split) if by}


def test_what_the_desk_published(vietsupport: Path) -> None:
    """By hand, rounded as in its report; its tables too."""
    (file,) = vietsupport.glob("*.csv")
    known = figures(vietsupport)["published"]
    response, resolution = cell(measured("frt", file, None), None), measured("art", file, None)
    assert statistic(response, "mean").value == known["frt_mean_min"] * 60
    assert cell(resolution, None).headline.value == pytest.approx(
        known["resolution_mean_h"] * 3600, abs=18
    )
    for label, (n, minutes, hours, stars) in known["channel"].items():
        found = [
            statistic(cell(measured(metric, file, "channel"), label), "mean")
            for metric in ("frt", "art", "csat")
        ]
        assert {each.n for each in found} == {n}
        values = [(each.value or 0) / unit for each, unit in zip(found, (60, 3600, 1), strict=True)]
        # 9.0139 h from the dates; it averaged its column, and wrote 9.02
        assert values == pytest.approx([minutes, hours, stars], abs=0.0065)
    for label, percent in known["priority_sla"].items():
        found_share = cell(measured("sla", file, "priority"), label).headline.value
        assert found_share == pytest.approx(percent, abs=0.005)


def test_the_days_of_the_desk(vietsupport: Path) -> None:
    (file,) = vietsupport.glob("*.csv")
    report = compute("volume", str(file), every="day")
    assert by_period(report, "new") == figures(vietsupport)["volume_by_day"]


def by_period(report: Report, name: str) -> dict[str | None, float]:
    """One count of each period in which it is not 0."""
    found = {
        row.slice[0][1]: statistic(row.measure, name).value for row in report.rows if row.slice
    }
    return {period: value for period, value in found.items() if value}


# --- boston311 ------------------------------------------------------------------------------------

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("art", {"statistic": "p95"}),
    ("art", {"by": "source", "every": "month"}),
    ("art", {"hours": "mon-fri 09:00-18:00", "tz": "America/New_York"}),
    ("sla", {}),
    ("sla", {"finished_only": True}),
    ("sla", {"basis": "due"}),
    ("sla", {"target": "2d", "by": "reason"}),
    ("volume", {"every": "day"}),
    ("backlog", {"by": "source"}),
    ("reopens", {"rule": "status"}),
)
TWINS = ("boston311-dmy-100.csv", "boston311-100.csv.gz", "boston311-100-with-nonascii.csv")


@pytest.mark.parametrize("twin", TWINS)
def test_the_same_requests_give_the_same_to_the_last_digit(boston: Path, twin: str) -> None:
    for metric, options in ASKED:
        one = compute(metric, str(boston / "boston311-100.csv"), **options)
        other = compute(metric, str(boston / twin), **options)
        assert one.rows == other.rows
        assert one.quality == other.quality
        assert one.diagnostics == other.diagnostics


@pytest.mark.parametrize(("name", "entry"), [("100", "iso"), ("dmy-100", "dmy")])
def test_every_figure_of_the_requests(boston: Path, name: str, entry: str) -> None:
    file, known = boston / f"boston311-{name}.csv", figures(boston)[entry]
    times = cell(measured("art", file, None, ("statistic", "p95")), None)
    are_times(times, known.pop("resolution"), 3600)
    finished = compute("sla", str(file), finished_only=True)
    is_share(cell(finished, None), "met", known.pop("ontime_closed"))
    due = compute("sla", str(file), finished_only=True, basis="due")
    is_share(cell(due, None), "met", known.pop("sla_recomputed_closed_le_target"))
    assert cell(due, None).headline.n == known.pop("closed_with_target") == 77
    new, resolved, active = (
        each.value for each in cell(measured("volume", file, None), None).statistics
    )
    statuses = dict(cell(measured("volume", file, None), None).distribution)
    assert new == known.pop("rows")
    assert resolved == known.pop("closed") == statuses["closed"]
    assert active == known["backlog"] == statuses["open"]
    assert cell(measured("backlog", file, None), None).headline.value == known.pop("backlog")
    assert known.pop("case_status") == {"Closed": 85, "Open": 15}
    by_source = known.pop("by_source")
    assert news(file, "source") == {label: each["n"] for label, each in by_source.items()}
    assert news(file, "reason") == known.pop("by_reason")
    assert by_period(compute("volume", str(file), every="day"), "new") == known.pop("opened_by_day")
    assert known.keys() <= NO_COMMAND.keys(), "a figure that no command gives"


def news(file: Path, by: str) -> dict[str | None, float | None]:
    rows = measured("volume", file, by).rows
    return {row.slice[0][1]: statistic(row.measure, "new").value for row in rows if row.slice}


def test_flags_of_what_still_runs_count_only_against_it(boston: Path) -> None:
    """80 of 97; as the flags stand, 83 of 100 would be in time."""
    report = compute("sla", str(boston / "boston311-100.csv"))
    assert dict(cell(report, None).parts) == {"met": 80, "breached": 17}
    assert [(each.count, each.text) for each in report.quality.left_out] == [(3, "still running")]
    flags = figures(boston)["iso"]["ontime_all"]
    assert (flags["count"], flags["of"]) == (80 + 3, 97 + 3)


def test_now_is_the_last_event_and_no_due_date(boston: Path) -> None:
    report = compute("backlog", str(boston / "boston311-100.csv"))
    assert {each.name: each.value for each in report.settings}["as_of"] == "2022-04-25 14:30:31"
    assert "2022-05-20 13:03:21" in (boston / "boston311-100.csv").read_text("utf-8")  # a due time


def test_no_reply_no_first_response(boston: Path) -> None:
    with pytest.raises(CsmetricsError) as caught:
        compute("frt", str(boston / "boston311-100.csv"))
    assert caught.value.kind is errors.LACKS_BASIS
    assert "created and responded" in str(caught.value)


def test_twenty_rows_that_are_there_twice(boston: Path) -> None:
    """80 of the requests, 20 of them twice, in any order: as if each were there once."""
    file = boston / "boston311-100-20dupes-random.csv"
    report = compute("volume", str(file))
    assert statistic(cell(report, None), "new").value == 80
    assert [(each.count, each.reason) for each in report.quality.left_out] == [
        (20, errors.SUPERSEDED)
    ]
    (said,) = (each for each in report.diagnostics if each.kind is errors.DUPLICATES)
    assert said.count == 20
    every_row = compute("volume", str(file), dedupe="none")
    assert statistic(cell(every_row, None), "new").value == 100


def test_dates_without_a_time_of_day(boston: Path) -> None:
    """A time is off by less than a day; flags are the same; what is due on a day may be done until its end."""
    dated, timed = boston / "boston311-100-notime.csv", boston / "boston311-100.csv"
    assert compute("sla", str(dated)).rows == compute("sla", str(timed)).rows
    due = [
        dict(compute("sla", str(file), basis="due").rows[0].measure.parts)
        for file in (dated, timed)
    ]
    assert [each["met"] for each in due] == [72 + 1, 72]
    means = [cell(measured("art", file, None), None).headline.value for file in (dated, timed)]
    assert means[0] == pytest.approx(means[1], abs=86_400)
    assert news(dated, "reason") == news(timed, "reason")


def test_a_row_with_a_field_too_many_is_refused(boston: Path) -> None:
    with pytest.raises(CsmetricsError) as caught:
        compute("art", str(boston / "boston311-100-bad.tsv"))
    assert caught.value.kind is errors.FIELD_COUNT
    kept = compute("art", str(boston / "boston311-100-bad.tsv"), bad_rows="skip")
    assert kept.quality.rows_read - kept.quality.used == 1
