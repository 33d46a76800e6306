"""Tickets whose times break readers: right, or refused with a reason, or right with a diagnostic.

The files are others' and too many for the repository; where they are not beside it, this is skipped.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from csmetrics import compute, errors
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.render._account import account_line
from csmetrics.report import Report

HOUR = 3600
METRICS = {"hours": "art", "mean": "aht"}
ASKED = ["67", "68", "70", "71", "73", "74", "76", "77", "79", "83", "x10", "x11"]
NO_ANSWER = ["70"]  # of two readings none is proven


@pytest.fixture(scope="module")
def exports(shared: Path) -> Path:
    return shared / "nasty" / "exports"


def expectations(exports: Path) -> list[dict[str, Any]]:
    """What is expected of each file of times; other means are of scores and amounts."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(exports.glob("expected/*.json"))]
    found = [json.loads(text) for text in texts]
    return [each for each in found if each["metric"] == "hours" or each.get("unit") == "hours"]


def number(expected: dict[str, Any]) -> str:
    return str(expected["file"]).partition("_")[0]


def expectation(exports: Path, wanted: str) -> dict[str, Any]:
    return next(each for each in expectations(exports) if number(each) == wanted)


def run(exports: Path, expected: dict[str, Any], **more: str) -> Report:
    """What the command gives of a file, told the columns and what else is to be said."""
    roles = {"hours": ("created", "resolved"), "mean": ("handle_time",)}[expected["metric"]]
    columns = [f"{role}={expected.get(role) or expected['column']}" for role in roles]
    words = iter(expected.get("options", ()))
    options = {word.removeprefix("--"): next(words) for word in words} | more
    file = str(exports / "files" / expected["file"])
    return compute(METRICS[expected["metric"]], file, column=columns, **options)


def answer(expected: dict[str, Any]) -> tuple[float, int]:
    """The mean in hours, and of how many."""
    mean = next(value for name, value in expected["answer"].items() if name.startswith("mean"))
    return mean, expected["answer"]["n"]


def is_right(report: Report, expected: dict[str, Any]) -> bool:
    mean, n = answer(expected)
    found = next(each for each in report.rows[0].measure.statistics if each.name == "mean")
    return found.n == n and found.value == pytest.approx(mean * HOUR, abs=0.0018)  # 5e-7 h


def warnings(report: Report) -> str:
    """What is said on stderr: the warnings and the account."""
    texts = [note.text for note in report.diagnostics if note.kind.level == "warning"]
    return "\n".join([*texts, account_line(report)])


def unsaid(text: str, words: list[str]) -> list[str]:
    """Those of the words that the text lacks; hyphen and dash are alike."""
    said = text.lower().replace("–", "-")
    return [word for word in words if word.lower() not in said]


def verdict(exports: Path, expected: dict[str, Any]) -> str:
    """What is wrong with the outcome of one file; empty where nothing is."""
    try:
        report = run(exports, expected)
    except CsmetricsError as refusal:
        may = expected["expect"] == "refuse" or expected.get("accept_refuse")
        return "" if may and refusal.exit in (Exit.REFUSED, Exit.NOTHING) else f"refused: {refusal}"
    missing = unsaid(warnings(report), expected["must_say"])
    if missing:
        return f"does not say {missing}"
    if expected["expect"] == "refuse":
        return "was to be refused"
    if expected.get("ambiguous"):  # no answer is the right one: what matters is that it is said
        return ""
    return "" if is_right(report, expected) else f"wrong: {report.rows[0].measure.headline}"


def test_none_is_wrong_in_silence(exports: Path) -> None:
    asked = expectations(exports)
    assert sorted(map(number, asked)) == sorted(ASKED)
    assert not {each["file"]: fault for each in asked if (fault := verdict(exports, each))}


@pytest.mark.parametrize("wanted", [each for each in ASKED if each not in NO_ANSWER])
def test_all_give_an_answer_and_warn_where_they_should(exports: Path, wanted: str) -> None:
    expected = expectation(exports, wanted)
    report = run(exports, expected)
    assert is_right(report, expected)
    warned = any(note.kind.level == "warning" for note in report.diagnostics)
    assert warned == (expected["expect"] == "warn")


def test_either_order_of_days_and_months_is_to_be_had(exports: Path) -> None:
    expected = expectation(exports, "70")
    assumed = run(exports, expected)
    assert {note.kind for note in assumed.diagnostics} >= {errors.ASSUMED_ORDER}
    declared = run(exports, expected, dates="dmy")
    assert declared.rows == assumed.rows
    assert errors.ASSUMED_ORDER not in {note.kind for note in declared.diagnostics}
    assert run(exports, expected, dates="mdy").rows != assumed.rows


def test_the_open_ones_stay_in_view(exports: Path) -> None:
    report = run(exports, expectation(exports, "77"))
    closed, opened = (row.measure for row in report.rows)
    assert (closed.headline.n, dict(opened.parts)) == (12, {"resolved": 12, "open": 8})
    assert opened.headline.n == 20
    assert closed.headline.value is not None
    assert opened.headline.value is not None
    assert opened.headline.value > closed.headline.value


def test_what_ends_before_it_starts_is_named(exports: Path) -> None:
    (negative,) = run(exports, expectation(exports, "76")).quality.left_out
    assert (negative.reason, negative.count, negative.rows) == (errors.NEGATIVE, 2, ("4", "9"))


def test_a_clock_change_leaves_out_what_is_doubtful_and_is_in_the_times_of_the_rest(
    exports: Path,
) -> None:
    expected = expectation(exports, "83")
    report = run(exports, expected)
    doubtful = [row for row, hours in enumerate(expected["hours"], start=2) if hours is None]
    left_out = {int(row) for entry in report.quality.left_out for row in entry.rows}
    assert left_out == set(doubtful)
    sure = [hours for hours in expected["hours"] if hours is not None]
    assert report.rows[0].measure.headline.value == HOUR * sum(sure) / len(sure)
    # by the clock on the wall the first would have taken 2 h, and the third 2
    assert (sure[0], sure[1]) == (1, 3)


def test_duplicate_tickets_of_a_survey_are_said(exports: Path) -> None:
    """All answers count; deleted, spam and merged tickets were answered like the others."""
    expected = json.loads((exports / "expected/80_duplicates_deleted_spam.csv.json").read_text())
    report = compute("nps", str(exports / "files" / expected["file"]))
    headline = report.rows[0].measure.headline
    assert (headline.value, headline.n) == (
        pytest.approx(expected["answer"]["nps"], abs=1e-6),
        expected["answer"]["n"],
    )
    assert not unsaid(warnings(report), expected["must_say"])
