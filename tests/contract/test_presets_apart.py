"""Presets are told apart: each knows its own export however its header is spelled, and no other table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from csmetrics.errors import CsmetricsError
from csmetrics.intake.mapping import Mapping
from csmetrics.intake.presets import shipped
from csmetrics.intake.recognition import Fit, expected, fit_of
from csmetrics.options import InputOptions
from csmetrics.read import open_table

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "presets"
PLAIN = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in {".csv", ".xlsx"})
CSV = [name for name in sorted(shipped()) if (GOLDEN / name / "input.csv").is_file()]

DRIFTS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": lambda header: (
        header if "/" in header else header.lower()
    ),  # a zone has capitals
    "spaces": lambda header: f" {header.replace(' ', '  ')} ",
}
"""How the same header is spelled by another version of a tool, or by who saved it."""

SPELLED = {
    "zendesk": {
        "First reply time in minutes": "First reply time (in minutes)",
        "Full resolution time in minutes": "Full resolution time (min)",
        "Id": "ID",
    },
    "freshdesk": {"Created time": "Created Time", "Last update time": "Last updated time"},
    "jira": {"Issue Type": "Issue type"},
    "intercom": {
        "Conversation started at (America/New_York)": "Conversation started at (America/Lima)",
        "Updated at (America/New_York)": "Updated at (Europe/Berlin)",
    },
}
"""Other spellings of a header that have been met."""


def found(path: Path) -> tuple[Fit | None, dict[str, int]]:
    """The preset of a file, and the place of the column of each of its roles."""
    raw = open_table(str(path), InputOptions(), expected(None))
    fit, _ = fit_of(raw, None)
    places = {role: place for place, (role, _) in Mapping(raw, "tickets", {}, fit).told.items()}
    return fit, places


def respelled(name: str, folder: Path, spell: Callable[[str], str]) -> Path:
    """The sample of a preset with another spelling of its header."""
    with (GOLDEN / name / "input.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    path = folder / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(map(spell, header)), *rows])
    return path


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.name)
def test_a_plain_table_is_of_no_preset(path: Path) -> None:
    assert found(path)[0] is None


@pytest.mark.parametrize("drift", DRIFTS)
@pytest.mark.parametrize("name", CSV)
def test_a_header_is_known_however_it_is_spelled(name: str, drift: str, tmp_path: Path) -> None:
    _, places = found(GOLDEN / name / "input.csv")
    fit, others = found(respelled(name, tmp_path, DRIFTS[drift]))
    assert fit is not None
    assert (fit.preset.name, others) == (name, places)


@pytest.mark.parametrize("name", SPELLED)
def test_spellings_that_were_met_are_known(name: str, tmp_path: Path) -> None:
    _, places = found(GOLDEN / name / "input.csv")
    spelled = SPELLED[name]
    fit, others = found(respelled(name, tmp_path, lambda header: spelled.get(header, header)))
    assert fit is not None
    assert (fit.preset.name, others) == (name, places)


def test_sister_tools_are_told_apart() -> None:
    """Freshservice has most headers of Freshdesk, and more of its own."""
    fits = {name: found(GOLDEN / name / "input.csv")[0] for name in ("freshdesk", "freshservice")}
    assert {name: fit.preset.name for name, fit in fits.items() if fit} == {
        "freshdesk": "freshdesk",
        "freshservice": "freshservice",
    }


def test_tables_of_others_are_of_no_preset(shared: Path) -> None:
    known = {}
    for path in sorted((shared / "data").rglob("*.csv")):
        if fit := found_or_none(path):
            known[path.name] = fit.preset.name
    assert known == {"sample.csv": "qualtrics"}


def found_or_none(path: Path) -> Fit | None:
    try:
        return found(path)[0]
    except CsmetricsError:  # a file that is refused is of no preset, either
        return None
