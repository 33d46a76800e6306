"""``csmetrics trend``: a planted shift is found, and the words of the command are its metric's too."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from csmetrics.cli.main import outcome
from schemas import hold_to_schema


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Sixteen weeks, the first one cut; one answer in four is of a detractor, and all are from 23 March on."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # nothing is saved here
    start = date(2026, 1, 7)
    rows = ["score,answered"]
    for day in range(16 * 7 - 2):
        for place in range(4):
            low = place == 0 or day >= 75 or (day % 5 == 0 and place == 1)
            rows.append(f"{3 if low else 10},{start + timedelta(day)}")
    path = tmp_path / "a.csv"
    path.write_text("\n".join(rows) + "\n")
    return str(path)


def test_a_planted_shift_is_found(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["trend", "nps", answers, "--every", "week", "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    hold_to_schema(found, "trend")
    fired = [point["period"] for point in found["points"] if point["rules"]]
    assert fired[-4:] == ["2026-W14", "2026-W15", "2026-W16", "2026-W17"]
    assert fired[0] >= "2026-W13"
    assert found["points"][0]["partial"]


def test_the_table_draws_the_limits(answers: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["trend", "nps", answers, "--every", "week"]) == 0
    out, err = capsys.readouterr()
    assert "below the limits" in out
    assert any(line.count("|") == 2 and "o" in line for line in out.splitlines())
    assert "partial" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["trend"], "no metric given"),
        (["trend", "npss"], "did you mean nps?"),
        (["trend", "nps", "FILE", "--by", "channel"], "a trend is of one series"),
        (["trend", "nps", "FILE", "--goal", ">= 5"], "a trend has no single value"),
        (["trend", "nps"], "no file given"),
        (["trend", "backlog", "FILE"], "backlog is the state at one time"),
    ],
)
def test_what_it_cannot_do_is_refused(
    answers: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome([answers if word == "FILE" else word for word in words]) == 2
    assert said in capsys.readouterr().err


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["trend", "nps", "--help"]) == 0
    assert "--promoter-from" in capsys.readouterr().out
    assert outcome(["trend", "--help"]) == 0
    assert "--baseline" in capsys.readouterr().out
