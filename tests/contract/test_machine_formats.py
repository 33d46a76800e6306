"""What machines read is the same, byte for byte, in every language: each command, in each of its formats."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from csmetrics.cli.app import COMMANDS, OVER
from csmetrics.cli.main import outcome
from csmetrics.language import known
from csmetrics.metrics import LISTED

EXAMPLES = Path(__file__).parents[2] / "examples"
FOR_PEOPLE = {"init", "report", "explain"}
"""Commands that have no format for machines."""
OF_METRICS = {
    "nps": "responses.csv",
    "csat": "responses.csv --scale 0-10",
    "ces": "effort.csv --scale 1-7 --easy high",
    "fcr": "tickets.csv --compare-rules",
    "retention": "purchases.csv",
    "ltv": "purchases.csv",
}
"""What each metric is computed on; the others on tickets."""
RUNS = (
    *(f"{each.name} {OF_METRICS.get(each.name, 'tickets.csv')}" for each in LISTED),
    "nps responses.csv --by channel --every month --goal '>= 99' --min-group 5",
    "compare nps 2026-09 2026-10 responses.csv --by channel",
    "compare frt 'channel = chat' 'channel = email' tickets.csv --hours 'mon-fri 09:00-18:00'",
    "trend frt tickets.csv --every week --baseline 3",
    "standards nps responses.csv --by team --least 5",
    "standards fcr tickets.csv --by agent",
    "drivers nps responses.csv --by channel --by team",
    "summary tickets.csv responses.csv",
    "followups tickets.csv responses.csv",
    "inspect tickets.csv",
    "check -c goals.toml",
    "config -c goals.toml",
    "history list",
    "history export",
    "presets zendesk",
)
GOALS = """[[inputs]]
table = "tickets"
files = ["tickets.csv"]
[[goals]]
goal = "frt.p90 <= 30m"
where = ["channel = chat"]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, goals, and a history of one result."""
    made = tmp_path_factory.mktemp("runs")
    for file in EXAMPLES.glob("*.csv"):
        (made / file.name).symlink_to(file)
    (made / "goals.toml").write_text(GOALS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_DATA_HOME", str(made))
        assert outcome(["frt", str(made / "tickets.csv"), "--save", "-qq"]) == 0
    return made


@pytest.mark.parametrize("run", RUNS)
def test_a_machine_reads_the_same_in_every_language(
    run: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))

    def said(form: str, name: str) -> str:
        outcome([*shlex.split(run), "-f", form, "--lang", name])
        return capsys.readouterr().out

    found = {form: {said(form, name) for name in known()} for form in ("json", "csv")}
    assert {form: len(each) for form, each in found.items()} == {"json": 1, "csv": 1}
    assert any(map(any, found.values()))


def test_every_command_is_run() -> None:
    commands = {name for name, _ in (*COMMANDS, *OVER)} | {each.name for each in LISTED}
    assert {run.split()[0] for run in RUNS} == commands - FOR_PEOPLE
