"""The benchmark's files are the same everywhere, and its peers and tables can be believed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import runpy
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from csmetrics.worktime import Clock, parse_hours

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
ROWS = 1_000
TICKETS = 5_000
PEERS = (
    ("pandas_naive", "pandas", ""),
    ("duckdb_sql", "duckdb", ""),
    ("polars_lazy", "polars", ""),
    ("polars_lazy", "polars", "-told"),
)
DATES = ("created_at", "first_response_at", "resolved_at", "updated_at")


def generated(rows: int, seed: int, kind: str = "surveys", *more: str) -> bytes:
    script = str(BENCHMARKS / "generate.py")
    command = [sys.executable, script, kind, "--rows", str(rows), "--seed", str(seed), *more]
    return subprocess.run(command, capture_output=True, check=True).stdout


def read(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8"), newline="")))


def milliseconds(moments: list[str]) -> Any:
    return np.array(moments, dtype="datetime64[ms]").astype(np.int64)


def asked(peer: str, package: str, job: str, file: Path) -> Any:
    pytest.importorskip(package)
    command = [sys.executable, str(BENCHMARKS / "peers" / f"{peer}.py"), job, str(file)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@pytest.fixture(scope="module")
def surveys() -> bytes:
    return generated(ROWS, 1)


@pytest.fixture(scope="module")
def tickets() -> bytes:
    return generated(TICKETS, 1, "tickets")


@pytest.fixture(scope="module")
def tickets_file(tickets: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("benchmarks") / "tickets.csv"
    file.write_bytes(tickets)
    return file


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


def test_same_seed_same_tickets(tickets: bytes) -> None:
    assert generated(TICKETS, 1, "tickets") == tickets
    assert generated(TICKETS, 2, "tickets") != tickets
    assert (
        hashlib.sha256(tickets).hexdigest()
        == "345b5d3071dc80b1cf518d3b6511e48301d7d062cdc1458e0a5329779ae591ea"
    )


def test_chunks_do_not_show(surveys: bytes, tickets: bytes) -> None:
    module = runpy.run_path(str(BENCHMARKS / "generate.py"))
    module["surveys"].__globals__["CHUNK"] = 7
    assert b"".join(module["surveys"](ROWS, 1)) == surveys
    module["surveys"].__globals__["CHUNK"] = 777
    assert b"".join(module["tickets"](TICKETS, 1)) == tickets


def test_surveys_hold_what_breaks_naive_readers(surveys: bytes) -> None:
    rows = read(surveys)
    assert len(rows) == ROWS
    assert {None} & {key for row in rows for key in row} == set()
    assert {row["score"] for row in rows} == {"", *map(str, range(11))}
    assert 2 <= sum(row["score"] == "" for row in rows) <= 25
    comments = "".join(row["comment"] for row in rows)
    assert [mark for mark in ('"', ",", "\n", "é") if mark not in comments] == []
    assert {row["respondent"] for row in rows} == {f"R{i:08d}" for i in range(ROWS)}
    assert 70 <= len(surveys) / ROWS <= 95


def test_tickets_are_told_apart_and_hold_what_breaks_naive_readers(tickets: bytes) -> None:
    rows = read(tickets)
    assert {None} & {key for row in rows for key in row} == set()
    assert [row["id"] for row in rows] == [f"T{i:08d}" for i in range(TICKETS)]
    subjects = "".join(row["subject"] for row in rows)
    assert [mark for mark in ('"', ",", "\n", "ã") if mark not in subjects] == []
    assert len(rows[0]) == 12
    counts = {key: len({row[key] for row in rows}) for key in ("agent", "team", "channel")}
    assert counts == {"agent": 50, "team": 5, "channel": 4}
    assert 155 <= len(tickets) / TICKETS <= 175


def test_dates_and_status_of_tickets_fit(tickets: bytes) -> None:
    rows = read(tickets)
    for row in rows:
        happened = [row[date] for date in DATES if row[date]]
        assert happened == sorted(happened)
        assert happened[-1] < "2026-11-01"
        assert bool(row["resolved_at"]) == (row["status"] in {"solved", "closed"})
        assert row["first_response_at"] or row["status"] == "open"
    assert {row["status"] for row in rows} == {"open", "pending", "on-hold", "solved", "closed"}
    late = [row["created_at"] > "2026-09" for row in rows if not row["resolved_at"]]
    assert sum(late) > 0.8 * len(late)
    assert 0.07 <= len(late) / TICKETS <= 0.1
    assert 0.02 <= sum(not row["first_response_at"] for row in rows) / TICKETS <= 0.04


def test_copies_among_tickets() -> None:
    rows = read(generated(TICKETS, 1, "tickets", "--duplicates", "0.1"))
    assert len(rows) == TICKETS
    times = Counter(tuple(row.values()) for row in rows)
    assert 0.07 <= 1 - len(times) / TICKETS <= 0.1
    assert len(times) == len({row["id"] for row in rows})


@pytest.mark.parametrize(("peer", "package", "way"), [*PEERS, ("duckdb_sql", "duckdb", "-checked")])
def test_peers_know_first_responses(
    peer: str, package: str, way: str, tickets: bytes, tickets_file: Path
) -> None:
    waited: dict[str, list[float]] = {}
    for row in read(tickets):
        if row["first_response_at"]:
            first, created = map(
                datetime.fromisoformat, (row["first_response_at"], row["created_at"])
            )
            waited.setdefault(row["agent"], []).append((first - created).total_seconds())
    expected = {}
    for agent, seconds in waited.items():
        expected[f"{agent} mean"] = np.mean(seconds)
        expected[f"{agent} median"], expected[f"{agent} p90"] = np.quantile(seconds, [0.5, 0.9])
    assert asked(peer, package, f"frt{way}", tickets_file) == pytest.approx(expected)


@pytest.mark.parametrize(("peer", "package", "way"), PEERS)
def test_peers_know_working_hours(
    peer: str, package: str, way: str, tickets: bytes, tickets_file: Path
) -> None:
    rows = [row for row in read(tickets) if row["resolved_at"]]
    starts, ends = (
        milliseconds([row[date] for row in rows]) for date in ("created_at", "resolved_at")
    )
    worked = Clock(parse_hours("mon-fri 09:00-18:00")).worked(starts, ends) / 1_000
    channels = np.array([row["channel"] for row in rows])
    expected: dict[str, float] = {}
    for channel in sorted(set(channels)):
        of = worked[channels == channel]
        expected |= {f"{channel} mean": of.mean(), f"{channel} median": np.median(of)}
    assert asked(peer, package, f"hours{way}", tickets_file) == pytest.approx(expected)


@pytest.mark.parametrize(("peer", "package", "way"), PEERS)
def test_peers_know_where_working_hours_end(
    peer: str, package: str, way: str, tmp_path: Path
) -> None:
    days = [datetime(2026, 1, 1) + timedelta(days=day) for day in range(9)]  # noqa: DTZ001
    clocks = ("00:00:00", "08:59:59", "09:00:00", "12:00:01", "17:59:59", "18:00:00", "23:59:59")
    moments = [f"{day.date()} {clock}" for day, clock in product(days, clocks)]
    pairs = [(start, end) for start, end in product(moments, moments) if start <= end]
    file = tmp_path / "edges.csv"
    lines = (f"{number:04d}x,{start},{end}\n" for number, (start, end) in enumerate(pairs))
    file.write_text("channel,created_at,resolved_at\n" + "".join(lines), encoding="utf-8")
    starts, ends = (milliseconds(list(column)) for column in zip(*pairs, strict=True))
    worked = Clock(parse_hours("mon-fri 09:00-18:00")).worked(starts, ends) / 1_000
    expected = {
        f"{number:04d}x {name}": value
        for number, value in enumerate(worked)
        for name in ("mean", "median")
    }
    assert asked(peer, package, f"hours{way}", file) == expected


def test_working_time_by_itself() -> None:
    command = [
        sys.executable,
        str(BENCHMARKS / "working_time.py"),
        "--pairs",
        "9999",
        "--runs",
        "1",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| Clock.worked |" in done.stdout
    assert "the same, to the millisecond" in done.stdout


def test_pandas_peer_counts_as_we_define_it(surveys: bytes, tmp_path: Path) -> None:
    file = tmp_path / "surveys.csv"
    file.write_bytes(surveys)
    scores = [int(row["score"]) for row in read(surveys) if row["score"]]
    nps = 100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / len(scores)
    assert asked("pandas_naive", "pandas", "nps", file) == pytest.approx(nps)


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
    assert run["table"](runs, ours)[3].split("|")[5:8] == ["      0.25 ", "     1.00 ", "    2.00 "]


def test_statistics_are_read_from_our_report(run: dict[str, Any]) -> None:
    report = (
        "metric,channel,date,statistic,value\n"
        "art,(all),,mean,1\n"
        "art,chat,created,mean,2\n"
        "art,chat,,mean,3.5\n"
        "art,chat,,median,4\n"
    )
    assert run["read_statistics"]("channel", ["mean"])(report) == {"chat mean": 3.5}


def test_a_side_that_fails_does_not_stop_the_others(
    run: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    def side(name: str, code: str) -> Any:
        return run["Side"](name, (sys.executable, "-c", code), None, "none", run["read_json"])

    sides = (
        side("ours", "raise SystemExit('not yet')"),
        run["Side"]("absent", ("/no/such/program",)),
        side("silent", "pass"),
        side("theirs", "print(1.5)"),
        side("others", "print(1.5)"),
    )
    assert not run["run_case"](run["Case"]("case", 0, sides), 1)
    shown = capsys.readouterr().out
    assert "FAILED: ours: exit 1: not yet" in shown
    assert "FAILED: absent: " in shown
    assert "FAILED: silent: its answer cannot be read" in shown
    assert "| theirs |" in shown
    assert "answers: the same (1.5000, 2 sides)" in shown
    assert run["run_case"](run["Case"]("case", 0, sides[3:]), 1)
    assert not run["run_case"](run["Case"]("case", 0, (sides[3], side("b", "print(2.5)"))), 1)
    assert "answers: DIFFER from theirs: b: 1.5 here, 2.5 there" in capsys.readouterr().out


def test_a_case_runs(tmp_path: Path) -> None:
    command = [sys.executable, str(BENCHMARKS / "run.py"), "--only", "floor-version"]
    command += ["--runs", "1", "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| csmetrics --version " in done.stdout
