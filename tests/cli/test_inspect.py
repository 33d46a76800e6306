"""``csmetrics inspect``: what is asked reaches the reader, what is found reaches the streams."""

from __future__ import annotations

from pathlib import Path

import pytest

from csmetrics.cli.main import outcome


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text("id,score\n1,9\n2,10\n3,3\n")
    return path


def test_prints_what_was_understood(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["inspect", str(survey)]) == 0
    assert "score" in capsys.readouterr().out


def test_writes_a_file_and_says_so(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = survey.with_name("seen.json")
    assert outcome(["inspect", str(survey), "-o", str(target)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert f"wrote {target}" in err
    assert '"inspection"' in target.read_text(encoding="utf-8")


def test_a_format_that_cannot_show_it_is_refused(
    survey: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(["inspect", str(survey), "-f", "value"]) == 2
    assert "--format: value is not one of table, json" in capsys.readouterr().err


def test_a_zone_that_is_none_is_refused(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["inspect", str(survey), "--tz", "GMT-3"]) == 2
    assert "--tz: GMT-3 is not a time zone" in capsys.readouterr().err
