"""No output takes the place of a file that the run reads."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from csmetrics.cli import signature
from csmetrics.cli.commands._metric import SHARED
from csmetrics.cli.main import outcome
from csmetrics.cli.sources import NAMING
from csmetrics.metrics import LISTED
from csmetrics.options import ConfigOptions, OutputOptions

TICKETS = """id,created,first response at,resolved,status
1,2026-03-02 09:00,2026-03-02 10:00,2026-03-02 12:00,closed
2,2026-03-03 09:00,2026-03-03 09:30,2026-03-03 10:00,closed
"""
ANSWERS = "id,score,answered\n1,9,2026-03-02\n2,3,2026-03-03\n"
PRESET = 'title = "Own"\ntable = "tickets"\n[columns]\ncreated = ["created"]\n'
SETTINGS = """hours = "late"
holidays = ["days.csv"]
[schedules.late]
hours = "mon-fri 14:00-20:00"
holidays = ["late.csv"]
[[inputs]]
table = "tickets"
files = ["t.csv"]
[[goals]]
metric = "frt"
goal = "frt.median <= 4h"
"""
FILES = {
    "t.csv": TICKETS,
    "a.csv": ANSWERS,
    "b.csv": ANSWERS.replace("9", "8"),
    "days.csv": "2026-03-04\n",
    "late.csv": "2026-03-05\n",
    "own.json": PRESET,
    "who.csv": "id\nc1\n",
    "s.json": SETTINGS,
}


@pytest.mark.parametrize(
    "line",
    [
        "frt t.csv --no-config|t.csv",
        "frt t.csv --no-config --hours 'mon-fri 09:00-18:00' --holidays days.csv|days.csv",
        "frt t.csv --no-config --preset own.json|own.json",
        "contacts t.csv --no-config --customers who.csv|who.csv",
        "frt t.csv -c s.json|s.json",
        "frt t.csv -c s.json|days.csv",
        "frt t.csv -c s.json|late.csv",
        "compare nps a.csv b.csv --no-config|b.csv",
        "trend frt t.csv -c s.json|s.json",
        "summary tickets:t.csv --no-config|t.csv",
        "summary -c s.json|t.csv",
        "followups responses:a.csv --no-config|a.csv",
        "check -c s.json|s.json",
        "check -c s.json|t.csv",
        "config -c s.json|s.json",
        "inspect t.csv --preset own.json|own.json",
        "init t.csv --force|t.csv",
    ],
)
def test_an_input_is_not_written_over(
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")
    typed, target = line.split("|")
    assert outcome([*shlex.split(typed), "-o", target]) == 2
    assert f"{target} is an input of this run" in capsys.readouterr().err
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == FILES


def test_every_option_that_may_name_a_file_is_known() -> None:
    groups = [*SHARED.values(), *(each.load() for each in LISTED)]
    others = signature.options(ConfigOptions).keys() | signature.options(OutputOptions).keys()
    naming = {
        name
        for group in groups
        for name, (_, _, param) in signature.options(group).items()
        if name not in others and {"FILE", "DAYS"} & {*(param.metavar or "").split("|")}
    }
    assert naming == set(NAMING)
