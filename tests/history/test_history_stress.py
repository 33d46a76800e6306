"""Many at once, and killed at any moment. ``CSMETRICS_STRESS=1`` runs the whole: 120 runs, 100 kills."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from csmetrics.history import upkeep

WHOLE = bool(os.environ.get("CSMETRICS_STRESS"))
PROCESSES = 6
RUNS = 120 if WHOLE else 24
KILLS = 100 if WHOLE else 5
ROWS = 40

WORKER = """
import sys
import csmetrics.pipeline.assembly, csmetrics.pipeline.run
from csmetrics.cli.main import outcome
for _ in range(2):
    print("ready", flush=True)
    sys.stdin.readline()
    for file in sys.argv[1:]:
        code = outcome(["nps", file, "--every", "month", "--save", "-qq"])
        assert code == 0, code
print("ready", flush=True)
"""

ENDLESS = """
import sys
from pathlib import Path
from csmetrics.history.saving import save
from csmetrics.report import Definition, Input, Measure, Quality, Report, Row, Statistic
measure = Measure((Statistic("nps", 50.0, "points", 2, counts=(0, 1, 1)),))
rows = tuple(Row("nps", (("team", str(team)),), measure) for team in range(int(sys.argv[3])))
told = Definition("nps", "NPS", "p - d", "9-10", "points")
print("ready", flush=True)
number = 0
while True:
    number += 1
    files = (Input("a.csv", f"{sys.argv[2]} {number}", 2, (), ()),)
    save(Report("metric", told, rows, Quality(2, 2, ()), files), Path(sys.argv[1]))
"""


def started(code: str, *words: str, **env: str) -> subprocess.Popen[bytes]:
    """A process of ours."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | env,
    )


def wait_for(processes: list[subprocess.Popen[bytes]]) -> None:
    """Until each has said that it is ready."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"


def go(processes: list[subprocess.Popen[bytes]]) -> None:
    """All at once."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()


def test_many_runs_at_once_the_first_ones_too(tmp_path: Path) -> None:
    files = []
    for number in range(RUNS):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"id,score,answered\n{number},9,2026-01-01\n,{number % 11},2026-01-31\n")
        files.append(str(path))
    file = tmp_path / "csmetrics" / "history.sqlite"
    shares = [files[place::PROCESSES] for place in range(PROCESSES)]
    workers = [started(WORKER, *share, XDG_DATA_HOME=str(tmp_path)) for share in shares]
    wait_for(workers)
    go(workers)
    wait_for(workers)
    assert upkeep.check(file) == upkeep.Found(2 * RUNS, RUNS)  # of each January, and the whole
    before = file.read_bytes()
    go(workers)
    wait_for(workers)
    for worker in workers:
        worker.communicate()
    assert [worker.returncode for worker in workers] == [0] * PROCESSES
    assert file.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_at_any_moment(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    file = tmp_path / "h.sqlite"
    left = 0
    for number in range(KILLS):
        process = started(ENDLESS, str(file), str(number), str(ROWS))
        wait_for([process])
        time.sleep(chance.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        left += Path(f"{file}-journal").exists()
        found = upkeep.check(file) if file.exists() else upkeep.Found(0, 0)
        assert found.problems == ()
        assert found.results == found.runs * ROWS
    with sqlite3.connect(file) as store:
        sizes = store.execute("SELECT DISTINCT COUNT(*) FROM results GROUP BY run").fetchall()
    assert sizes == [(ROWS,)]
    assert left or not WHOLE  # some were in the middle of a transaction
