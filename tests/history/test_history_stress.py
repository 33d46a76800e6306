"""Many at once, and killed at any moment. ``CSMETRICS_STRESS=1`` runs the whole: 120 runs, 100 kills."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from csmetrics.history import upkeep

WHOLE = bool(os.environ.get("CSMETRICS_STRESS"))
PROCESSES = 6
RUNS = 120 if WHOLE else 24
KILLS = 100 if WHOLE else 5
PATIENCE = 600

WORKER = """
import sys, time
from pathlib import Path
import csmetrics.pipeline.run, csmetrics.pipeline.assembly
from csmetrics.cli.main import outcome
print("ready", flush=True)
sys.stdin.readline()
codes = [outcome(["nps", file, "--every", "month", "--save", "-qq"]) for file in sys.argv[1:]]
sys.exit(any(codes))
"""

ENDLESS = """
import sys
from dataclasses import replace
from pathlib import Path
import csmetrics
from csmetrics.history.saving import save
report = csmetrics.compute("nps", sys.argv[1], by=["team"])
print("ready", flush=True)
number = 0
while True:
    number += 1
    other = replace(report.inputs[0], sha256=f"{sys.argv[3]} {number}")
    save(replace(report, inputs=(other,)), Path(sys.argv[2]))
"""


def started(code: str, *words: str, **env: str) -> subprocess.Popen[bytes]:
    """A process of ours that has imported everything and waits."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | env,
    )


def at_once(shares: list[list[str]], data: Path) -> list[int]:
    workers = [started(WORKER, *share, XDG_DATA_HOME=str(data)) for share in shares]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(b"go\n")
        worker.stdin.flush()
    codes = [worker.wait(PATIENCE) for worker in workers]
    for worker in workers:
        worker.communicate()
    return codes


def test_many_runs_at_once_the_first_ones_too(tmp_path: Path) -> None:
    files = []
    for number in range(RUNS):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"id,score,answered\n{number},9,2026-01-01\n,{number % 11},2026-01-31\n")
        files.append(str(path))
    shares = [files[place::PROCESSES] for place in range(PROCESSES)]
    file = tmp_path / "csmetrics" / "history.sqlite"
    assert at_once(shares, tmp_path) == [0] * PROCESSES
    assert upkeep.check(file) == upkeep.Found(2 * RUNS, RUNS)  # each: January, and the whole
    before = file.read_bytes()
    assert at_once(shares[::-1], tmp_path) == [0] * PROCESSES
    assert file.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_at_any_moment(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    answers, file = tmp_path / "a.csv", tmp_path / "h.sqlite"
    teams = 40
    answers.write_text("score,team\n" + "".join(f"{n % 11},{n}\n" for n in range(teams)))
    left = 0
    for number in range(KILLS):
        process = started(ENDLESS, str(answers), str(file), str(number))
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        left += Path(f"{file}-journal").exists()
        found = upkeep.check(file) if file.exists() else upkeep.Found(0, 0)
        assert found.problems == ()
        assert found.results == found.runs * (teams + 1)
    with sqlite3.connect(file) as store:
        sizes = store.execute("SELECT DISTINCT COUNT(*) FROM results GROUP BY run").fetchall()
    assert sizes == [(teams + 1,)]
    record_property("figures", f"{KILLS} kills, {left} in a transaction, {found.runs} runs whole")
