"""The benchmark's files are the same everywhere, and its peers and tables can be believed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
ROWS = 1_000


def generated(rows: int, seed: int) -> bytes:
    script = str(BENCHMARKS / "generate.py")
    command = [sys.executable, script, "surveys", "--rows", str(rows), "--seed", str(seed)]
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def surveys() -> bytes:
    return generated(ROWS, 1)


@pytest.fixture(scope="module")
def run() -> dict[str, Any]:
    return runpy.run_path(str(BENCHMARKS / "run.py"))


def test_same_seed_same_bytes(surveys: bytes) -> None:
    assert generated(ROWS, 1) == surveys
    assert generated(ROWS, 2) != surveys
    # the bytes of every machine and version of NumPy
    assert (
        hashlib.sha256(surveys).hexdigest()
        == "a00a4c60c1aa17fe56205188539b17facb26ea659a9cb9a5c95270485508dcda"
    )


def test_chunks_do_not_show(surveys: bytes) -> None:
    module = runpy.run_path(str(BENCHMARKS / "generate.py"))
    module["surveys"].__globals__["CHUNK"] = 7
    assert b"".join(module["surveys"](ROWS, 1)) == surveys


def test_surveys_hold_what_breaks_naive_readers(surveys: bytes) -> None:
    rows = list(csv.DictReader(io.StringIO(surveys.decode("utf-8"), newline="")))
    assert len(rows) == ROWS
    assert {None} & {key for row in rows for key in row} == set()
    assert {row["score"] for row in rows} == {"", *map(str, range(11))}
    assert 2 <= sum(row["score"] == "" for row in rows) <= 25
    comments = "".join(row["comment"] for row in rows)
    assert [mark for mark in ('"', ",", "\n", "é") if mark not in comments] == []
    assert {row["respondent"] for row in rows} == {f"R{i:08d}" for i in range(ROWS)}
    assert 70 <= len(surveys) / ROWS <= 95


def test_pandas_peer_counts_as_we_define_it(surveys: bytes, tmp_path: Path) -> None:
    file = tmp_path / "surveys.csv"
    file.write_bytes(surveys)
    rows = csv.DictReader(io.StringIO(surveys.decode("utf-8"), newline=""))
    scores = [int(row["score"]) for row in rows if row["score"]]
    nps = 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)
    command = [sys.executable, str(BENCHMARKS / "peers" / "pandas_naive.py"), "nps", str(file)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(done.stdout) == pytest.approx(nps)


def test_a_disagreement_is_found(run: dict[str, Any]) -> None:
    disagreement = run["disagreement"]
    assert disagreement(12.0, 12.01) is None
    assert disagreement(12.0, 12.2) is not None
    assert disagreement({"a": 1.0}, {"a": 1.0}) is None
    assert disagreement({"a": 1.0}, {"a": 2.0}) is not None
    assert disagreement({"a": 1.0}, {"a": 1.0, "b": 1.0}) is not None
    assert disagreement(1.0, {"a": 1.0}) is not None


def test_ratios_are_ours_by_theirs(run: dict[str, Any]) -> None:
    ours, theirs = (run["Side"](name, ()) for name in ("ours", "theirs"))
    runs = {ours: [run["Run"](1.0, 2.0, 50.0, "")], theirs: [run["Run"](4.0, 2.0, 25.0, "")]}
    assert run["table"](runs)[3].split("|")[5:8] == ["      0.25 ", "     1.00 ", "    2.00 "]


def test_a_case_runs(tmp_path: Path) -> None:
    command = [sys.executable, str(BENCHMARKS / "run.py"), "--only", "floor-version"]
    command += ["--runs", "1", "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| csmetrics --version " in done.stdout
