"""The metrics over the sample of every preset, against ``figures.toml`` beside it: computed by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import csmetrics
from csmetrics.intake.presets import shipped

GOLDEN = Path(__file__).parents[1] / "golden" / "presets"


def figures() -> Iterator[Any]:
    for name in sorted(shipped()):
        file = GOLDEN / name / "figures.toml"
        for each in tomllib.loads(file.read_text("utf-8"))["figure"]:
            options = each.get("options", {})
            yield pytest.param(name, each, id=" ".join([name, each["metric"], *options.values()]))


@pytest.mark.parametrize(("name", "figure"), list(figures()))
def test_the_metrics_say_what_was_computed_by_hand(name: str, figure: dict[str, Any]) -> None:
    (sample,) = (GOLDEN / name).glob("input.*")
    report = csmetrics.compute(figure["metric"], str(sample), **figure.get("options", {}))
    headline = report.rows[0].measure.statistics[0]
    assert headline.value == pytest.approx(figure["value"], abs=1e-4)
    assert headline.n == figure["n"]


@pytest.mark.parametrize(
    ("file", "created"),
    [
        ("portuguese.csv", ["01-19 12:47", "02-20 08:05", "04-02 00:05", "10-14 15:00", "12-30 23:59"]),
        ("spanish.csv", ["01-19 12:47", "02-20 08:05", "04-02 00:05", "08-14 15:00", "12-30 23:59"]),
    ],
)  # fmt: skip
def test_jira_speaks_the_language_of_its_user(file: str, created: list[str]) -> None:
    sample = str(GOLDEN / "jira" / file)
    used = csmetrics.compute("volume", sample).inputs[0].preset
    found = csmetrics.load(sample, "tickets")["created"].dt.strftime("%m-%d %H:%M")
    assert used is not None
    assert (used.name, found.tolist()) == ("jira", created)


def test_chatwoot_speaks_the_language_of_its_account() -> None:
    report = csmetrics.compute("csat", str(GOLDEN / "chatwoot" / "portuguese.csv"))
    used, share = report.inputs[0].preset, report.rows[0].measure.statistics[0]
    assert used is not None
    assert (used.name, share.value, share.n) == ("chatwoot", 75.0, 4)  # 5 2 4 5


def test_a_question_is_named_by_its_code_or_by_its_text() -> None:
    """Qualtrics calls it Q1; its text stands in the second row of the header."""
    sample = str(GOLDEN / "qualtrics" / "input.csv")
    text = "How likely are you to recommend Example Ltd to a friend, on a scale from 0 to 10?"
    found = [csmetrics.compute("nps", sample, score=[name]) for name in ("Q1", text)]
    assert [report.rows[0].measure.statistics[0].n for report in found] == [8, 8]
