"""Reference data sets kept beside the repository: published numbers, and numbers computed apart from us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.metrics.csat import CSAT
from csmetrics.metrics.nps import NPS
from csmetrics.options import InputOptions, Options, SliceOptions
from csmetrics.pipeline import measure
from csmetrics.report import Report

QUESTION = "On a scale of 0-10, how would you rate "
SUDZILLA = f"score={QUESTION}Sudzilla?"
TICKETS = "customer_service_tickets_30days.csv"


@pytest.fixture
def sudzilla(shared: Path) -> Path:
    return shared / "data" / "prepdata-040-nps-sudzilla"


@pytest.fixture
def vietsupport(shared: Path) -> Path:
    return shared / "data" / "vietsupport-tickets"


def expected(folder: Path) -> dict[str, Any]:
    """The numbers that came with the data, or were computed without this code."""
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return found


def nps(file: Path, *columns: str, every: str | None = None, dates: str | None = None) -> Report:
    """NPS of one file."""
    how = InputOptions(column=columns, dates=dates)
    return measure(NPS(), [str(file)], Options(input=how, slices=SliceOptions(every=every)))


@pytest.mark.parametrize("name", ["input_01.csv", "input_02.csv"])
@pytest.mark.parametrize(
    ("what", "entry"),
    [
        ("Sudzilla", "overall"),
        ("the opening keynote", "opening"),
        ("the closing keynote", "closing"),
    ],
)
def test_nps_of_the_conference_and_its_keynotes(
    sudzilla: Path, name: str, what: str, entry: str
) -> None:
    known = expected(sudzilla)[entry]
    measured = nps(sudzilla / name, f"score={QUESTION}{what}?").rows[0].measure
    assert measured.headline.value == pytest.approx(known["nps"])
    assert measured.headline.n == known["n"] == 39
    assert dict(measured.parts) == {
        part: known[part] for part in ("promoters", "passives", "detractors")
    }
    mean = next(each for each in measured.statistics if each.name == "mean")
    assert mean.value == pytest.approx(known["mean"])


def test_the_published_number(sudzilla: Path) -> None:
    (published,) = expected(sudzilla)["source_expected"]
    measured = nps(sudzilla / "input_02.csv", SUDZILLA).rows[0].measure
    assert f"{measured.headline.value:.1f}" == published["NPS Score"] == "-35.9"
    assert dict(measured.parts)["promoters"] == int(published["Promoter"]) == 8
    assert dict(measured.parts)["detractors"] == int(published["Detractor"]) == 22


def days(report: Report) -> dict[str | None, int]:
    """How many answers each day has."""
    return {row.slice[0][1]: row.measure.headline.n for row in report.rows if row.slice}


def test_the_twin_with_iso_dates_settles_what_the_american_dates_mean(sudzilla: Path) -> None:
    iso = nps(sudzilla / "input_02.csv", SUDZILLA, every="day")
    american = nps(sudzilla / "input_01.csv", SUDZILLA, every="day", dates="mdy")
    assert days(iso) == {"2019-11-01": 34, "2019-11-02": 4, "2019-11-03": 0, "2019-11-04": 1}
    assert american.rows == iso.rows


def test_dates_without_proof_are_read_day_first_and_the_warning_names_the_option(
    sudzilla: Path,
) -> None:
    report = nps(sudzilla / "input_01.csv", SUDZILLA, every="month")
    found = {month: n for month, n in days(report).items() if n}
    assert found == {"2019-01": 34, "2019-02": 4, "2019-04": 1}
    (warning,) = (each for each in report.diagnostics if each.kind is errors.ASSUMED_ORDER)
    assert "--dates mdy" in warning.hint


def test_three_ratings_and_no_word_which_one_is_refused(sudzilla: Path) -> None:
    with pytest.raises(CsmetricsError) as caught:
        nps(sudzilla / "input_01.csv")
    error = caught.value
    assert (error.kind, error.exit) == (errors.MANY_COLUMNS, Exit.REFUSED)
    assert error.params["columns"] == tuple(
        f"{QUESTION}{what}?" for what in ("Sudzilla", "the opening keynote", "the closing keynote")
    )


def csat(folder: Path, *by: str) -> Report:
    """CSAT of the support desk; its column is found by its name."""
    return measure(CSAT(), [str(folder / TICKETS)], Options(slices=SliceOptions(by=by)))


def test_csat_of_the_support_desk(vietsupport: Path) -> None:
    headline = csat(vietsupport).rows[0].measure.headline
    assert (headline.value, headline.n) == (78.0, 100)


@pytest.mark.parametrize(
    ("column", "entry"),
    [
        (None, "overall"),
        ("channel", "by_channel"),
        ("priority", "by_priority"),
        ("category", "by_category"),
        ("customer_segment", "by_segment"),
        ("agent_name", "by_agent"),
    ],
)
def test_satisfied_customers_with_their_intervals(
    vietsupport: Path, column: str | None, entry: str
) -> None:
    known = expected(vietsupport)[entry]
    slices = known if column else {None: known}
    report = csat(vietsupport, *([column] if column else []))
    rows = [row for row in report.rows if bool(row.slice) == bool(column)]
    assert len(rows) == len(slices)
    for row in rows:
        top = slices[row.slice[0][1] if column else None]["csat_top2"]
        headline = row.measure.headline
        assert (dict(row.measure.parts)["satisfied"], headline.n) == (top["count"], top["of"])
        assert headline.value == pytest.approx(top["percent"])
        assert headline.interval is not None
        assert (headline.interval.low, headline.interval.high) == pytest.approx(top["wilson95"])
