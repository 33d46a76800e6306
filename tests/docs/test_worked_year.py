"""What was planted in examples/year is found: the reversal, the shift, the agents, the KPI that was bought."""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from documents import ROOT

from csmetrics.cli.main import outcome


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where it cannot be changed."""
    folder = tmp_path_factory.mktemp("examples") / "year"
    shutil.copytree(ROOT / "examples" / "year", folder)
    return folder


@pytest.fixture
def run(year: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(year)

    def run(*words: str) -> Any:
        capsys.readouterr()
        assert outcome([*words, "-c", "met.toml", "-q", "-f", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        ("met.toml", 0, ""),
        ("missed.toml", 1, "Goals   4 missed, 1 at risk, 1 on track, 2 met"),
        ("broken.toml", 2, "error: broken.toml has 10 problems:"),
    ],
)
def test_check_ends_as_the_readme_says(
    settings: str, code: int, said: str, year: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.chdir(year):
        assert outcome(["check", "-c", settings, "-q"]) == code
    printed = "".join(capsys.readouterr())
    assert printed.startswith(said)
    assert bool(printed) == bool(code)


def test_every_customer_recommends_more_and_all_together_less(run: Any) -> None:
    found = run("compare", "nps", "2026-Q1", "2026-Q3", "--by", "customer")
    (result,) = found["results"]
    assert result["interval"]["high"] < 0
    assert result["split"]["reversed"]
    assert all(e["second"]["value"] > e["first"]["value"] for e in result["split"]["effects"])
    assert "reversed-by-mix" in {each["name"] for each in found["diagnostics"]}


def test_the_shift_is_flagged_from_its_month_on_and_nothing_else(run: Any) -> None:
    shifted = run("trend", "frt", "--every", "month")
    flagged = [each["period"] for each in shifted["points"] if each["rules"]]
    assert flagged == ["2026-09", "2026-10"]
    assert not any(each["rules"] for each in run("trend", "csat", "--every", "month")["points"])


def test_one_agent_is_better_and_one_worse(run: Any) -> None:
    found = json.dumps(run("standards", "csat", "--by", "agent"))
    assert found.count('"above"') == 1
    assert found.count('"below"') == 1


def test_handle_time_was_bought_with_what_is_resolved_at_once(run: Any) -> None:
    (shorter,) = run("compare", "aht", "2026-09", "2026-10")["results"]
    (worse,) = run("compare", "fcr", "2026-09", "2026-10")["results"]
    assert shorter["interval"]["high"] < 0
    assert worse["interval"]["high"] < 0
