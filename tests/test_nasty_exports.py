"""All exports with a trap, asked as a person asks: right, right with what is odd said, or refused with the reason.

The files are others' and too many for the repository; where they are not beside it, this is skipped. The whole
command under limits of memory and time, and its peers, are in ``benchmarks/traps.py``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from csmetrics import compute
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.intake.inspection import inspect
from csmetrics.options import InputOptions
from csmetrics.render._account import account_line

FOLDER = Path(__file__).parents[2] / "shared" / "nasty" / "exports"
EXPECTED = [
    json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("expected/*.json"))
]
HOUR = 3600

# small files that ask for all memory there is, or for all the time
ATTACKS = ("x16", "x17", "x19", "x20", "22")
MEMORY, SECONDS = 2**30, 30

Answer = dict[str, Any]


def number(expected: dict[str, Any]) -> str:
    return str(expected["file"]).partition("_")[0]


def asked(expected: dict[str, Any]) -> tuple[Answer, str]:
    """The answer, named as the expectation names it, and all that was said."""
    file = str(FOLDER / "files" / expected["file"])
    metric, column = expected["metric"], expected["column"]
    if metric in ("mean", "distinct") and expected.get("unit") != "hours":
        seen = inspect((file,), InputOptions())
        (found,) = (each for each in seen.files[0].columns if each.header == column)
        told = "\n".join(each.text for each in seen.diagnostics)
        if metric == "mean":
            return {"mean": found.mean, "n": found.n}, told
        return {"distinct": found.distinct}, told
    name, roles = {
        "hours": ("art", ("created", "resolved")),
        "mean": ("aht", ("handle_time",)),
    }.get(metric, ("nps", ("score",)))
    words = iter(expected.get("options", ()))
    options: dict[str, Any] = {word.removeprefix("--"): next(words) for word in words}
    options["column"] = [f"{role}={expected.get(role) or column}" for role in roles]
    if metric == "groups":
        options["by"] = [expected["group"]]
    report = compute(name, file, **options)
    told = "\n".join([*(each.text for each in report.diagnostics), account_line(report)])
    whole, *slices = report.rows
    if metric == "groups":
        return {row.slice[0][1] or "": row.measure.headline.n for row in slices}, told
    if metric == "nps":
        headline = whole.measure.headline
        return {"nps": headline.value, "n": headline.n, **dict(whole.measure.parts)}, told
    mean = next(each for each in whole.measure.statistics if each.name == "mean")
    return {"mean": (mean.value or 0) / HOUR, "n": mean.n}, told


def unsaid(text: str, words: list[str]) -> list[str]:
    """Those of the words that the text lacks; hyphen and dash are alike."""
    said = text.lower().replace("–", "-")
    return [word for word in words if word.lower().replace("–", "-") not in said]


def is_right(answer: Answer, expected: dict[str, Any]) -> bool:
    """Whether it is, to the last figure given, what is expected or accepted."""
    for right in (expected["answer"], expected.get("accept_answer")):
        given = (right or {}).items()
        named = {"mean" if name.startswith("mean") else name: each for name, each in given}
        if named and {name: answer.get(name) for name in named} == pytest.approx(named, abs=1e-6):
            return expected["metric"] != "groups" or answer.keys() == named.keys()
    return False


def fault(expected: dict[str, Any]) -> str:
    """What is wrong with the outcome of one file; empty where nothing is."""
    must_say = expected["must_say"]
    try:
        answer, told = asked(expected)
    except CsmetricsError as refusal:
        if refusal.exit not in (Exit.REFUSED, Exit.NOTHING):
            return f"ends with {refusal.exit}"
        if expected["expect"] != "refuse" and not expected.get("accept_refuse"):
            return f"is refused: {refusal}"
        missing = unsaid(f"{refusal}\n{refusal.hint}", must_say)
        return f"is refused without {missing}" if missing else ""
    if expected["expect"] != "refuse" and (missing := unsaid(told, must_say)):
        return f"does not say {missing}"
    # of what has two readings no answer is the right one: what matters is that it is said
    right = expected.get("ambiguous") or is_right(answer, expected)
    return "" if right else f"is wrong: {answer}"


@pytest.mark.parametrize("expected", EXPECTED, ids=number)
def test_an_export_with_a_trap(expected: dict[str, Any]) -> None:
    assert fault(expected) == ""


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({"answer": {"nps": 31.0, "n": 20}}, "is wrong"),
        ({"answer": {"nps": 30.0, "n": 19}}, "is wrong"),
        ({"must_say": ["a word nobody says"], "expect": "warn"}, "does not say"),
        ({"column": "no such column"}, "ends with"),
        ({"expect": "refuse", "answer": None}, "is wrong"),
    ],
)
def test_a_fault_would_be_seen(shared: Path, change: dict[str, Any], seen: str) -> None:
    assert fault(EXPECTED[0]) == ""
    assert seen in fault(EXPECTED[0] | change)


def test_all_are_asked(shared: Path) -> None:
    assert len(EXPECTED) == len(list((shared / "nasty/exports/files").iterdir())) == 74


def limited() -> None:
    """Before the command runs: no more memory than 1 GB."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not hold processes to RLIMIT_AS")
@pytest.mark.parametrize(
    "expected", [each for each in EXPECTED if number(each) in ATTACKS], ids=number
)
def test_an_attack_ends_in_time_within_memory(expected: dict[str, Any]) -> None:
    command = [sys.executable, "-m", "csmetrics", "nps", str(FOLDER / "files" / expected["file"])]
    done = subprocess.run(
        [*command, "--column", f"score={expected['column']}", "-f", "value"],
        preexec_fn=limited,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert "Traceback" not in done.stderr
    if done.returncode == 0:
        right = expected["answer"] or expected["accept_answer"]
        assert float(done.stdout) == pytest.approx(right["nps"])
    else:
        assert done.returncode == Exit.REFUSED
        assert not unsaid(done.stderr, expected["must_say"])
