"""Files that break readers, asked of csmetrics and of what people use instead: who is wrong without a word.

    python benchmarks/traps.py FOLDER                       # the tables, as Markdown
    python benchmarks/traps.py FOLDER --only csmetrics      # one side; repeatable
    python benchmarks/traps.py FOLDER --first 0 --first x   # the files whose names begin so

FOLDER holds ``files/`` and beside it ``expected/NAME.json``: what is asked of each file, the right answer, and
whether a warning or a refusal is due (``expect``) and what it must mention (``must_say``). Every question is a
process of its own, held to 1 GB of address space and 30 s. Ends with 1 if csmetrics is ever wrong in silence.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OURS = str(Path(sys.executable).parent / "csmetrics")
MEMORY = 2**30  # bytes of address space, which is never less than what is resident
SECONDS = 30
RSS_UNIT = 2**20 if sys.platform == "darwin" else 2**10  # of ru_maxrss in a megabyte

Expected = Mapping[str, Any]

RIGHT, SAYS, UNSAID = "right", "right, and says what is odd", "right, the odd unsaid"
REFUSED, OTHERWISE = "refused, with the reason due", "refused, or ended with an error"
WARNED, SILENT = "wrong, with a warning", "**wrong without a word**"
TRACEBACK, CRASH, SLOW, NOT_ASKED = "traceback", "crash", "too slow", "not asked"
OUTCOMES = (RIGHT, SAYS, UNSAID, REFUSED, OTHERWISE, WARNED, SILENT, TRACEBACK, CRASH, SLOW)


@dataclass(frozen=True)
class Done:
    """A process that ended: ``status`` below 0 is the signal that ended it."""

    status: int
    out: str
    err: str
    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Side:
    """One who is asked. ``answer`` reads stdout; a traceback of a script that people write is a loud end."""

    name: str
    package: str
    command: Callable[[str, Expected], list[str]]
    answer: Callable[[str, Expected], dict[str, float]]
    workbooks: bool = True
    script: bool = True


def run(command: Sequence[str]) -> Done:
    """Run a process under the limits, and measure its peak memory."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            [sys.executable, __file__, "--limited", *command], stdout=out, stderr=err,
            start_new_session=True, env=os.environ | {"COLUMNS": "200"},
        )  # fmt: skip
        status, used = _ended(child, started + SECONDS)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    taken = time.monotonic() - started
    return Done(status, texts[0], texts[1], taken, used.ru_maxrss / RSS_UNIT)


def _ended(child: subprocess.Popen[bytes], until: float) -> tuple[int, resource.struct_rusage]:
    while True:
        found, status, used = os.wait4(child.pid, os.WNOHANG)
        if found:
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode, used
        if time.monotonic() > until:
            os.killpg(child.pid, signal.SIGKILL)
        time.sleep(0.02)


def limited(command: Sequence[str]) -> None:
    """Become the command, with no more memory than is granted."""
    if sys.platform != "darwin":  # which does not keep this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.execv(command[0], list(command))


def ours(file: str, asked: Expected) -> list[str]:
    """The command that a person would give."""
    metric, column = asked["metric"], asked["column"]
    if asked.get("unit") == "hours":
        words = ["aht", file, "--column", f"handle_time={column}"]
    elif metric == "hours":
        roles = [f"{role}={asked[role]}" for role in ("created", "resolved")]
        words = ["art", file, "--column", roles[0], "--column", roles[1]]
    elif metric in ("mean", "distinct"):
        words = ["inspect", file]
    else:
        by = ["--by", asked["group"]] if metric == "groups" else []
        words = ["nps", file, "--column", f"score={column}", *by]
    return [OURS, *words, "-f", "json", *asked.get("options", ())]


def our_answer(text: str, asked: Expected) -> dict[str, float]:
    """What our JSON says, named as the expectation names it."""
    document = json.loads(text)
    if document["kind"] == "inspection":
        columns = document["files"][0]["columns"]
        (seen,) = (column for column in columns if column["name"] == asked["column"])
        names = ("mean", "n") if asked["metric"] == "mean" else ("distinct",)
        return {name: seen[name] for name in names}
    whole, *slices = document["results"]
    if asked["metric"] == "groups":
        return {row["slice"][asked["group"]]: row["n"] for row in slices}
    if asked["metric"] == "nps":
        return {"nps": whole["value"], "n": whole["n"], **whole["parts"]}
    mean = whole["statistics"]["mean"]
    return {"mean": mean["value"] / 3600, "n": mean["n"]}


def peer(script: str) -> Callable[[str, Expected], list[str]]:
    def command(file: str, asked: Expected) -> list[str]:
        options = dict(
            zip(asked.get("options", ())[::2], asked.get("options", ())[1::2], strict=True)
        )
        names = ("metric", "column", "created", "resolved", "group", "unit")
        question = {name: asked[name] for name in names if name in asked}
        question |= {name.removeprefix("--"): value for name, value in options.items()}
        return [sys.executable, str(HERE / "peers" / script), file, json.dumps(question)]

    return command


def peer_answer(text: str, _: Expected) -> dict[str, float]:
    answer: dict[str, float] = json.loads(text.splitlines()[-1])
    return answer


SIDES = (
    Side("csmetrics", "csmetrics", ours, our_answer, script=False),
    Side("pandas, with care", "pandas", peer("traps_pandas.py"), peer_answer),
    Side("DuckDB", "duckdb", peer("traps_duckdb.py"), peer_answer, workbooks=False),
    Side("csvkit", "csvkit", peer("traps_csvkit.py"), peer_answer),
)


def is_right(answer: Mapping[str, float], expected: Expected) -> bool:
    """Whether all that the answer says of what is asked is one of the right answers."""
    return any(
        _same(answer, right)
        for right in (expected["answer"], expected.get("accept_answer"))
        if right is not None
    )


def _same(answer: Mapping[str, float], right: Mapping[str, float]) -> bool:
    named = {"mean" if name.startswith("mean") else name: value for name, value in right.items()}
    if not {"nps", "mean", "distinct"} & named.keys():  # groups: neither more nor fewer
        return dict(answer) == named
    return {"nps", "mean", "distinct"} & named.keys() <= answer.keys() and all(
        answer[name] is not None and math.isclose(answer[name], value, rel_tol=1e-7, abs_tol=1e-6)
        for name, value in named.items()
        if name in answer
    )


def unsaid(text: str, words: Sequence[str]) -> list[str]:
    """Those of the words that the text lacks; hyphen and dash are alike."""
    said = text.lower().replace("–", "-")
    return [word for word in words if word.lower().replace("–", "-") not in said]


def said_by_us(done: Done) -> tuple[str, bool]:
    """All that is said beside the numbers, and whether there is a warning in it."""
    told = done.err
    if done.status == 0:
        document = json.loads(done.out)
        files = document.get("files", [document])
        notes = [note for one in files for note in one["diagnostics"]]
        told = "\n".join([told, *(note["text"] for note in notes)])
        return told, any(note["level"] == "warning" for note in notes) or "left out" in done.err
    return told, True


def said_by_script(done: Done) -> tuple[str, bool]:
    """The same of a script; what will change in a later version of a library says nothing of the file."""
    of_versions = ("DeprecationWarning", "FutureWarning", "Pandas4Warning")
    lines = [
        line for line in done.err.splitlines() if not any(word in line for word in of_versions)
    ]
    return "\n".join(lines), any("Warning" in line or "warning" in line for line in lines)


def outcome(side: Side, done: Done, expected: Expected) -> str:
    """What one side made of one file."""
    if done.seconds > SECONDS:
        return SLOW
    if done.status < 0 or "MemoryError" in done.err:
        return CRASH
    words = expected["must_say"]
    if done.status:
        if side.script:
            return OTHERWISE
        if "Traceback" in done.err or done.status not in (2, 3, 4):
            return TRACEBACK
        due = expected["expect"] == "refuse" or expected.get("accept_refuse")
        return REFUSED if due and not unsaid(done.err, words) else OTHERWISE
    told, warned = said_by_script(done) if side.script else said_by_us(done)
    says = bool(words) and not unsaid(told, words)
    answer = side.answer(done.out, expected)
    if any(value is None or math.isnan(value) for value in answer.values()) or not answer:
        return OTHERWISE  # nothing where a number should be: nobody takes that for one
    if is_right(answer, expected) or (expected.get("ambiguous") and says):
        return SAYS if says else UNSAID if expected["expect"] == "warn" else RIGHT
    return WARNED if warned else SILENT


@dataclass(frozen=True)
class Cell:
    """One side's outcome of one file."""

    outcome: str
    done: Done | None = None


def asked_of_all(
    folder: Path, sides: Sequence[Side], first: Sequence[str]
) -> Iterator[tuple[Expected, list[Cell]]]:
    """Each expectation, and what the sides made of it."""
    paths = sorted(folder.glob("expected/*.json"))
    expectations = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    chosen = [each for each in expectations if each["file"].startswith(tuple(first))]

    def ask(expected: Expected) -> list[Cell]:
        return [_asked(side, folder / "files" / expected["file"], expected) for side in sides]

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from zip(chosen, pool.map(ask, chosen), strict=True)


def _asked(side: Side, file: Path, expected: Expected) -> Cell:
    if file.suffix == ".xlsx" and not side.workbooks:
        return Cell(NOT_ASKED)
    done = run(side.command(str(file), expected))
    return Cell(outcome(side, done, expected), done)


def tables(sides: Sequence[Side], found: Sequence[tuple[Expected, list[Cell]]]) -> str:
    """Counts of the outcomes, and beneath them every file."""
    heads = " | ".join(side.name for side in sides)
    ruler = "|---|" + "---:|" * len(sides)
    lines = [f"| outcome | {heads} |", ruler]
    columns = [[cells[place] for _, cells in found] for place in range(len(sides))]
    for name in (*OUTCOMES, NOT_ASKED):
        counts = [Counter(cell.outcome for cell in column)[name] for column in columns]
        if any(counts):
            lines.append(f"| {name} | {' | '.join(map(str, counts))} |")
    runs = [[cell.done for cell in column if cell.done] for column in columns]
    most = [max((done.megabytes for done in each), default=0) for each in runs]
    longest = [max((done.seconds for done in each), default=0) for each in runs]
    lines.append(f"| most memory resident, MB | {' | '.join(f'{each:.0f}' for each in most)} |")
    lines.append(f"| longest, s | {' | '.join(f'{each:.1f}' for each in longest)} |")
    lines += ["", f"| file | trap | {heads} |", "|---|---|" + "---|" * len(sides)]
    for expected, cells in found:
        number = expected["file"].partition("_")[0]
        lines.append(
            f"| {number} | {expected['what']} | {' | '.join(cell.outcome for cell in cells)} |"
        )
    return "\n".join(lines)


def main() -> int:
    if sys.argv[1:2] == ["--limited"]:
        limited(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", help="sides whose names begin so")
    parser.add_argument("--first", action="append", help="files whose names begin so")
    chosen = parser.parse_args()
    sides = [side for side in SIDES if side.name.startswith(tuple(chosen.only or [""]))]
    found = list(asked_of_all(chosen.folder, sides, chosen.first or [""]))
    print(tables(sides, found))
    print(", ".join(f"{side.package} {version(side.package)}" for side in sides))
    ours_wrong = {WARNED, SILENT, TRACEBACK, CRASH, SLOW}
    return int(any(cells[0].outcome in ours_wrong for _, cells in found if sides[0] is SIDES[0]))


if __name__ == "__main__":
    sys.exit(main())
