"""Measure csmetrics beside its peers: whole processes, interleaved (A B C D A B C D …), one answer.

    python benchmarks/run.py                                # every case
    python benchmarks/run.py --only floor --only nps-1m     # cases whose names begin so
    python benchmarks/run.py --runs 11 --data DIR

Nothing heavy is imported here: a child's peak memory begins with that of its parent.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).parent
OURS = str(Path(sys.executable).parent / "csmetrics")
PACKAGES = ("csmetrics", "typer", "pandas", "numpy", "pyarrow", "duckdb", "polars")
CHECKED = "field count, quotes, UTF-8"
DUPLICATES = ", duplicate ids"
UNCHECKED = "none"
TINY = "respondent,date,score,channel\n" + "".join(
    f"R{i},2026-10-{i % 28 + 1:02d} 09:30:00,{i % 11},email\n" for i in range(22)
)

Result = float | dict[str, float] | None


def data_file(data: Path, kind: str, rows: int, suffix: str = "csv") -> Path:
    return data / f"{kind}-{rows}-seed1.{suffix}"


@dataclass(frozen=True)
class Side:
    """One way to do the job: the command, what it checks on the way, how to read its answer."""

    name: str
    command: tuple[str, ...]
    needs: str | None = None  # a package; without it this side is left out, and said
    checks: str = "–"
    read: Callable[[str], Result] = lambda _: None


@dataclass(frozen=True)
class Case:
    """One job done by several sides; the first is ours."""

    name: str
    rows: int
    sides: tuple[Side, ...]
    kind: str = "surveys"  # of file, as generate.py names it
    suffix: str = "csv"


@dataclass(frozen=True)
class Run:
    """What one process took."""

    wall: float
    cpu: float
    megabytes: float
    output: str


RSS_UNITS = 2**20 if sys.platform == "darwin" else 2**10  # in a megabyte
SAME = 0.05  # figures are one if they are at the single decimal that a table shows


class SideFailedError(Exception):
    """A process that could not start or did not end with 0, or an answer that cannot be read."""


def read_json(text: str) -> Result:
    """Read the answer of a peer: a number, or a number per slice."""
    answer: Result = json.loads(text)
    return answer


def read_slices(text: str) -> Result:
    """Read the slices by channel and month of our JSON report, named as the peers name them."""
    found = {}
    for row in json.loads(text)["results"]:
        keys = row["slice"]
        if {"channel", "period"} <= keys.keys():
            found[f"{keys['channel']} {keys['period']}"] = float(row["value"])
    return found


def read_statistics(key: str, names: Sequence[str]) -> Callable[[str], Result]:
    """Read statistics of the slices by one column from our CSV; not those that count by another date."""

    def read(text: str) -> Result:
        rows = csv.DictReader(io.StringIO(text))
        return {
            f"{row[key]} {row['statistic']}": float(row["value"])
            for row in rows
            if row[key] != "(all)"
            and row["statistic"] in names
            and not row["date"]
            and row["value"]
        }

    return read


def peer(name: str, script: str, package: str, job: str, file: str) -> Side:
    command = (sys.executable, str(HERE / "peers" / script), job, file)
    return Side(name, command, package, UNCHECKED, read_json)


def peers(job: str, file: str) -> tuple[Side, ...]:
    """Set the three peers to one job."""
    scripts = (
        ("pandas, naive", "pandas_naive.py", "pandas"),
        ("DuckDB", "duckdb_sql.py", "duckdb"),
        ("polars, streaming", "polars_lazy.py", "polars"),
    )
    return tuple(peer(*script, job, file) for script in scripts)


def python(code: str, needs: str | None = None) -> Side:
    """Set a bare interpreter as the mark to reach."""
    return Side(f"python -c '{code}'", (sys.executable, "-c", code), needs)


def cases(data: Path) -> tuple[Case, ...]:
    """Every case; files stand in ``data`` and are made when a case is about to run."""

    def ours(*arguments: str, read: Callable[[str], Result]) -> Side:
        return Side("csmetrics", (OURS, *arguments), None, CHECKED, read)

    def floor(label: str, *arguments: str) -> Side:
        return Side(label, (OURS, *arguments))

    def nps(rows: int) -> tuple[Side, ...]:
        file = str(data_file(data, "surveys", rows))
        return (ours("nps", file, "-f", "value", read=float), *peers("nps", file))

    def on_tickets(
        job: str, rows: int, command: tuple[str, ...], read: Callable[[str], Result], *more: Side
    ) -> Case:
        file = str(data_file(data, "tickets", rows))
        metric, *options = command
        # not JSON, which holds the digest of the file: the peers compute none
        full = (OURS, metric, file, *options, "-f", "csv")
        sides = (
            Side("csmetrics", full, None, CHECKED + DUPLICATES, read),
            Side("csmetrics --dedupe none", (*full, "--dedupe", "none"), None, CHECKED, read),
        )
        name = f"{job}-{rows // 1_000_000}m"
        told = peer("polars, told the format", "polars_lazy.py", "polars", f"{job}-told", file)
        return Case(name, rows, (*sides, *peers(job, file), told, *more), "tickets")

    def frt(rows: int) -> Case:
        read = read_statistics("agent", ("mean", "median", "p90"))
        file = str(data_file(data, "tickets", rows))
        name, checks = "DuckDB, the same columns", "duplicate ids, latest date, statuses"
        same = peer(name, "duckdb_sql.py", "duckdb", "frt-checked", file)
        command = ("frt", "--by", "agent")
        return on_tickets("frt", rows, command, read, replace(same, checks=checks))

    def hours(rows: int) -> Case:
        read = read_statistics("channel", ("mean", "median"))
        command = ("art", "--by", "channel", "--hours", "mon-fri 09:00-18:00")
        return on_tickets("hours", rows, command, read)

    def retention(rows: int) -> Case:
        file = str(data_file(data, "purchases", rows))
        command = (OURS, "retention", file, "--every", "month", "-f", "csv")
        read = read_statistics("period", ("retention",))
        sides = (
            Side("csmetrics", command, None, CHECKED, read),
            peer("DuckDB", "duckdb_sql.py", "duckdb", "retention", file),
        )
        return Case(f"retention-{rows // 1_000_000}m", rows, sides, "purchases")

    def workbook(rows: int) -> Case:
        file = str(data_file(data, "surveys", rows, "xlsx"))
        sides = (
            ours("nps", file, "-f", "value", read=float),
            peer("pandas.read_excel", "pandas_naive.py", "pandas", "nps-xlsx", file),
            peer("the same, calamine", "pandas_naive.py", "pandas", "nps-xlsx-calamine", file),
        )
        return Case(f"xlsx-{rows // 1_000}k", rows, sides, suffix="xlsx")

    tiny, million = str(data / "tiny.csv"), str(data_file(data, "surveys", 1_000_000))
    by = ("nps", million, "--by", "channel", "--every", "month", "-f", "json")
    return (
        Case("floor-version", 0, (floor("csmetrics --version", "--version"), python("pass"))),
        Case(
            "floor-help", 0, (floor("csmetrics --help", "--help"), python("import typer", "typer"))
        ),
        Case(
            "floor-tiny",
            22,
            (
                floor("csmetrics nps tiny.csv", "nps", tiny, "-f", "value"),
                python("import pandas", "pandas"),
            ),
        ),
        Case("nps-1m", 1_000_000, nps(1_000_000)),
        Case(
            "nps-by-channel-month-1m",
            1_000_000,
            (ours(*by, read=read_slices), *peers("nps-by-channel-month", million)),
        ),
        frt(1_000_000),
        hours(1_000_000),
        retention(1_000_000),
        workbook(200_000),
        Case("nps-10m", 10_000_000, nps(10_000_000)),
        frt(10_000_000),
        hours(10_000_000),
        retention(10_000_000),
    )


def make_data(data: Path, case: Case) -> None:
    """Make the file of a case unless it is there; in a process of its own, to stay small."""
    data.mkdir(parents=True, exist_ok=True)
    (data / "tiny.csv").write_text(TINY, encoding="utf-8")
    file = data_file(data, case.kind, case.rows)
    if case.rows < 1_000:
        return
    rows = str(case.rows)
    script = "purchases.py" if case.kind == "purchases" else "generate.py"
    make(file, script, case.kind, "--rows", rows)
    if case.suffix == "xlsx":
        make(data_file(data, case.kind, case.rows, "xlsx"), "make_xlsx.py", str(file))


def make(file: Path, script: str, *arguments: str) -> None:
    """Make a file by one of the scripts, unless it is there."""
    if file.exists():
        return
    start = time.perf_counter()
    command = (sys.executable, str(HERE / script), *arguments, "-o", str(file))
    subprocess.run(command, check=True)
    print(f"made {file} in {time.perf_counter() - start:.1f} s", file=sys.stderr)


def measure(side: Side) -> Run:
    """Run one process to its end and ask the system what it used."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                side.command, stdin=subprocess.DEVNULL, stdout=out, stderr=err
            )
        except OSError as fault:
            raise SideFailedError(str(fault)) from fault
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode != 0:
            lines = err.read().decode(errors="replace").strip().splitlines() or ["no message"]
            message = f"exit {process.returncode}: {' · '.join(lines[-2:])}"
            raise SideFailedError(message)
        output = out.read().decode()
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / RSS_UNITS, output)


def disagreement(ours: Result, theirs: Result) -> str | None:
    """Tell the first difference between two answers, in words."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if ours.keys() != theirs.keys():
            return f"slices differ: {sorted(ours.keys() ^ theirs.keys())[:5]}"
        for key, value in ours.items():
            if abs(value - theirs[key]) > SAME:
                return f"{key}: {value} here, {theirs[key]} there"
        return None
    if isinstance(ours, float) and isinstance(theirs, float):
        return None if abs(ours - theirs) <= SAME else f"{ours} here, {theirs} there"
    return f"{type(ours).__name__} here, {type(theirs).__name__} there"


def installed(package: str | None) -> str | None:
    """Look up the version of a package, or None."""
    try:
        return version(package) if package else "–"
    except PackageNotFoundError:
        return None


def answer(side: Side, output: str) -> Result:
    """Read what a side printed."""
    try:
        return side.read(output)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        message = f"its answer cannot be read: {fault!r}"
        raise SideFailedError(message) from fault


def interleave(
    sides: Sequence[Side], runs: int
) -> tuple[dict[Side, list[Run]], dict[Side, Result], dict[Side, str]]:
    """One run of each side to warm up (caches, .pyc files), then ``runs`` rounds that count.

    A side that fails once is left out from then on: what was taken, the answers, and why some failed.
    """
    taken: dict[Side, list[Run]] = {side: [] for side in sides}
    answers: dict[Side, Result] = {}
    failed: dict[Side, str] = {}
    for turn in range(runs + 1):
        for side in tuple(taken):
            try:
                run = measure(side)
                answers[side] = answer(side, run.output)
            except SideFailedError as fault:
                failed[side] = str(fault)
                del taken[side]
                answers.pop(side, None)
                continue
            if turn:
                taken[side].append(run)
    return taken, answers, failed


def medians(runs: Sequence[Run]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak megabytes."""
    return (
        statistics.median(run.wall for run in runs),
        statistics.median(run.cpu for run in runs),
        statistics.median(run.megabytes for run in runs),
    )


def table(taken: dict[Side, list[Run]], ours: Side) -> list[str]:
    """Lay out a Markdown table; ratios are ours divided by the side's: below 1 we are better."""
    head = ("side", "wall s", "CPU s", "peak MB", "ours/wall", "ours/CPU", "ours/MB", "checks")
    first = medians(taken[ours]) if ours in taken else None
    rows: list[tuple[str, ...]] = [head]
    for side, runs in taken.items():
        wall, cpu, memory = figures = medians(runs)
        ratios = ["–"] * len(figures)  # where ours failed
        if first:
            ratios = [f"{mine / theirs:.2f}" for mine, theirs in zip(first, figures, strict=True)]
        measured = (f"{wall:.3f}", f"{cpu:.3f}", f"{memory:.0f}")
        rows.append((side.name, *measured, *ratios, side.checks))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = ["<", *">>>>>>", "<"]
    lines = []
    for row in rows:
        cells = (f"{c:{s}{w}}" for c, s, w in zip(row, sides, widths, strict=True))
        lines.append(f"| {' | '.join(cells)} |")
    rule = ("-" * (w - 1) + ":-"[s == "<"] for s, w in zip(sides, widths, strict=True))
    return [lines[0], f"| {' | '.join(rule)} |", *lines[1:]]


def run_case(case: Case, runs: int) -> bool:
    """Measure and print one case; False when a side failed or the answers differ."""
    there = [side for side in case.sides if installed(side.needs)]
    print(f"\n## {case.name}\n")
    for side in case.sides:
        if side not in there:
            print(f"left out: {side.name} ({side.needs} is not installed)\n")
    taken, answers, failed = interleave(there, runs)
    if taken:
        print("\n".join(table(taken, case.sides[0])))
    for side, why in failed.items():
        print(f"\nFAILED: {side.name}: {why}")
    agree = compare({side.name: found for side, found in answers.items() if found is not None})
    return agree and not failed


def compare(answers: dict[str, float | dict[str, float]]) -> bool:
    """Hold the answers against the first of them, and say what differs."""
    if not answers:
        return True
    (name, first), *others = answers.items()
    differ = [f"{other}: {what}" for other, found in others if (what := disagreement(first, found))]
    if differ:
        print(f"\nanswers: DIFFER from {name}: {'; '.join(differ)}")
    else:
        figures = f"{first:.4f}" if isinstance(first, float) else f"{len(first)} figures"
        print(f"\nanswers: the same ({figures}, {len(answers)} sides)")
    return not differ


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure csmetrics beside its peers.")
    parser.add_argument("--runs", type=int, default=7, help="rounds that count (default 7)")
    parser.add_argument("--only", action="append", default=[], help="cases that begin so")
    parser.add_argument("--data", type=Path, default=HERE / ".data", help="where files are kept")
    args = parser.parse_args()
    chosen = [
        case for case in cases(args.data) if not args.only or case.name.startswith(tuple(args.only))
    ]
    if not chosen or args.runs < 1:
        names = ", ".join(case.name for case in cases(args.data))
        parser.error(f"nothing to run; cases: {names}; --runs is 1 or more")
    found = (f"{name} {installed(name) or 'not installed'}" for name in PACKAGES)
    print(f"Python {platform.python_version()} · " + " · ".join(found))
    print(f"{platform.system()} {platform.machine()} · {os.cpu_count()} processors", end=" · ")
    print(f"medians of {args.runs} interleaved runs; 0.85–1.15 is a tie", end=" · ")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / RSS_UNITS
    print(f"peaks below {own:.0f} MB are not seen")
    fine = True
    for case in chosen:
        make_data(args.data, case)
        fine = run_case(case, args.runs) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
