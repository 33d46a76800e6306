"""``csmetrics config``: the settings in force, each value with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from csmetrics.cli.main import outcome
from schemas import hold_to_schema

SETTINGS = """\
tz = "America/Sao_Paulo"
max-left-out = "5%"
balance = [["aht", "fcr"]]

[schedules.main]
hours = "mon-fri 09:00-18:00"

[schedule_of]
column = "team"
Billing = "main"

[[inputs]]
table = "tickets"
files = ["exports/*.csv", "none-*.csv"]
max_age = "2d"
[inputs.columns]
created = "Entrada"

[metrics.sla.target]
urgent = "1h"

[[goals]]
goal = "frt.p90 <= 4h"
owner = "Lia"

[[goals]]
metric = "aht"
from = "9m"
to = "7m"
since = 2026-01-01
by = 2026-12-31
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "exports").mkdir()
    for name in ("a.csv", "b.csv"):
        (tmp_path / "exports" / name).write_text("id\n1\n")
    (tmp_path / "csmetrics.toml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[dict[str, Any], str]:
    assert outcome(["config", "-f", "json", *words]) == 0
    out, err = capsys.readouterr()
    found: dict[str, Any] = json.loads(out)
    hold_to_schema(found, "settings")
    return found, err


def test_each_value_has_its_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, _ = asked(capsys)
    assert found["file"] == str(project / "csmetrics.toml")
    assert found["found"] == "the nearest upward"
    options = found["options"]
    assert options["tz"] == {"value": "America/Sao_Paulo", "origin": "config", "line": 1}
    assert options["max_left_out"] == {"value": "5%", "origin": "config", "line": 2}
    assert options["confidence"] == {"value": 95.0, "origin": "default", "line": None}
    assert found["balance"] == {"pairs": [["aht", "fcr"]], "origin": "config", "line": 3}
    assert found["metrics"]["sla"]["target"]["value"] == ["urgent=1h"]
    (inputs,) = found["inputs"]
    assert inputs["columns"]["created"]["line"] == 17
    assert inputs["options"]["max_age"] == {"value": "2d", "origin": "config", "line": 15}


def test_files_that_are_there_now(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, err = asked(capsys)
    first, second = found["inputs"][0]["files"]
    assert (first["pattern"], first["there"]) == (
        "exports/*.csv",
        ["exports/a.csv", "exports/b.csv"],
    )
    assert (second["there"], second["line"]) == ([], 14)
    assert f"warning: {project}/csmetrics.toml:14: none-*.csv fits no file now" in err


def test_schedules_and_whose_they_are(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, _ = asked(capsys)
    (main,) = found["schedules"]
    assert (main["name"], main["hours"], main["line"]) == ("main", "mon-fri 09:00-18:00", 5)
    assert found["schedule_of"]["labels"]["Billing"]["line"] == 10
    assert found["schedule_of"]["default"] is None
    assert outcome(["config"]) == 0
    assert "(all others)   refused" in capsys.readouterr().out


def test_goals_in_words(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["config"]) == 0
    lines = [line.split("   ") for line in capsys.readouterr().out.splitlines()]
    goals = {line[0]: line[-1].strip() for line in lines if line[0].startswith(("frt", "aht"))}
    assert goals == {
        "frt p90 <= 4h": "csmetrics.toml:22",
        "aht <= 7m, from 9m on 2026-01-01, by 2026-12-31": "csmetrics.toml:26",
    }


def test_without_a_file_all_is_as_by_default(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, _ = asked(capsys, "--no-config")
    assert (found["file"], found["looked_for"]) == (None, [])
    assert {each["origin"] for each in found["options"].values()} == {"default"}
    assert outcome(["config", "--no-config"]) == 0
    assert "no settings file is used: --no-config" in capsys.readouterr().out


def test_where_a_file_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)
    found, _ = asked(capsys)
    assert found["looked_for"][0] == str(tmp_path / "csmetrics.toml")
    assert len(found["looked_for"]) == len(tmp_path.parents) + 2
    assert outcome(["config"]) == 0
    assert f"looked for {tmp_path}/csmetrics.toml, in each folder above" in capsys.readouterr().out


def test_a_broken_file_is_refused_with_all_that_is_wrong(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "csmetrics.toml").write_text('tz = "Sao"\nhourz = 1\n')
    assert outcome(["config"]) == 2
    assert "has 2 problems" in capsys.readouterr().err
