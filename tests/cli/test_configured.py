"""``csmetrics.toml`` and the command line together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from csmetrics.cli.main import outcome

SETTINGS = """
tz = "America/Sao_Paulo"
hours = "mon-fri 09:00-18:00"

[[inputs]]
table = "tickets"
files = ["exports/*.csv"]
by = ["Canal"]
[inputs.columns]
created = "Entrada"
responded = "Atendido"

[metrics.frt]
confidence = 90
"""
TICKETS = """ID,Entrada,Atendido,Canal
1,2026-03-06 17:00,2026-03-09 10:00,chat
2,2026-03-09 09:00,2026-03-09 09:30,mail
"""  # over a weekend, which has no working hours


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings and one export; the command runs in the folder of the export."""
    (tmp_path / "exports").mkdir()
    (tmp_path / "csmetrics.toml").write_text(SETTINGS)
    (tmp_path / "exports" / "a.csv").write_text(TICKETS)
    monkeypatch.chdir(tmp_path / "exports")
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[dict[str, Any], str]:
    assert outcome([*words, "-f", "json"]) == 0
    out, err = capsys.readouterr()
    return json.loads(out), err


def test_files_columns_and_options_come_from_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, err = asked(capsys, "frt")
    values = {tuple(row["slice"].values()): row["value"] for row in found["results"]}
    assert values == {(): 4500.0, ("chat",): 7200.0, ("mail",): 1800.0}
    assert "csmetrics.toml sets 1 file, by, column, confidence, hours, tz" in err
    assert found["options"]["hours"] == {"value": "mon-fri 09:00-18:00", "origin": "config"}
    assert found["options"]["confidence"] == {"value": 90.0, "origin": "config"}


def test_the_command_line_goes_first(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, _ = asked(capsys, "frt", "--hours", "24/7", "--confidence", "99")
    assert found["results"][0]["value"] == (65 * 3600 + 1800) / 2
    assert found["options"]["hours"] == {"value": "24/7", "origin": "flag"}
    assert found["options"]["tz"]["origin"] == "config"


def test_a_file_that_is_named_is_read_as_its_entry_says(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, _ = asked(capsys, "frt", "a.csv")
    assert found["results"][0]["value"] == 4500.0


def test_another_file_takes_only_what_holds_for_all(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = project / "other.csv"
    other.write_text("id,created at,first response at\n1,2026-03-09 09:00,2026-03-09 09:10\n")
    found, err = asked(capsys, "frt", str(other))
    assert found["results"][0]["value"] == 600.0
    assert "sets confidence, hours, tz" in err


def test_what_a_metric_has_no_use_for_stays_away(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The hours of the house are no mistake of who asks for a count."""
    found, _ = asked(capsys, "volume")
    assert "hours" not in found["options"]


def test_hours_of_the_house_do_not_cut_what_a_column_has_counted(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "exports" / "a.csv").write_text("ID,Entrada,frt (min)\n1,2026-03-06 17:00,30\n")
    settings = (project / "csmetrics.toml").read_text().replace('responded = "Atendido"\n', "")
    (project / "csmetrics.toml").write_text(settings.replace('by = ["Canal"]\n', ""))
    found, _ = asked(capsys, "frt", "--time", "durations")
    assert found["results"][0]["value"] == 1800.0
    assert "hours" not in found["options"]
    found, _ = asked(capsys, "frt", "--hours", "none")
    assert found["results"][0]["value"] == 1800.0


def test_ratings_in_an_export_of_tickets_are_measured_too(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "exports" / "a.csv").write_text("ID,Entrada,Canal,csat\n1,2026-03-06 17:00,x,5\n")
    found, _ = asked(capsys, "csat")
    assert found["results"][0]["value"] == 100.0


def test_it_can_be_left_away(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["frt", "--no-config"]) == 2
    assert "no file given" in capsys.readouterr().err


def test_all_problems_are_told_at_once_with_their_lines(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "csmetrics.toml").write_text(
        'tz = "America/Sao Paulo"\nhourz = "x"\nhours = "mon-fry 9-18"\nholidays = ["BR-XX"]\n'
        '[[inputs]]\ntable = "ticket"\nfiles = 4\n'
        '[[inputs]]\ntable = "tickets"\nfiles = "a.csv"\n[inputs.columns]\ncretaed = "x"\n'
        "[metrics.npss]\n[metrics.nps]\npromoter-from = 12\nconfidence = true\n"
    )
    assert outcome(["frt"]) == 2
    err = capsys.readouterr().err
    assert "has 10 problems" in err
    told = [line.split(":")[0].strip() for line in err.splitlines()[1:-1]]
    assert told == [f"line {line}" for line in (1, 2, 3, 4, 6, 7, 12, 13, 15, 16)]
    for cure in ("America/Sao_Paulo", "mean hours?", "mean created?", "mean nps?"):
        assert cure in err
