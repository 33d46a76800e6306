"""From files to a report: slices, periods, windows, filters, questions, several files, goals, the gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Exit, Kind
from csmetrics.metrics import by_name
from csmetrics.options import GateOptions, InputOptions, Options, OutputOptions, SliceOptions
from csmetrics.pipeline import measure
from csmetrics.report import Report, Row, Slice

GROUPS: dict[str, type] = {
    "input": InputOptions,
    "slices": SliceOptions,
    "gate": GateOptions,
    "output": OutputOptions,
}

Written = Callable[..., str]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a table line by line, and give its path."""

    def write(*lines: str, name: str = "r.csv") -> str:
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return str(path)

    return write


def options_of(**given: Any) -> Options:
    """The shared options among the given ones, each in its group."""
    groups = {
        name: group(**{each.name: given[each.name] for each in fields(group) if each.name in given})
        for name, group in GROUPS.items()
    }
    return Options(**groups, given=frozenset(given))


def report_of(
    files: str | Sequence[str], metric: str = "nps", own: dict[str, Any] | None = None, **given: Any
) -> Report:
    """Measure: ``own`` are the options of the metric."""
    names = [files] if isinstance(files, str) else files
    return measure(by_name(metric)(**own or {}), names, options_of(**given))


def refusal(
    files: str | Sequence[str], metric: str = "nps", own: dict[str, Any] | None = None, **given: Any
) -> CsmetricsError:
    """The error that ends such a run."""
    with pytest.raises(CsmetricsError) as caught:
        report_of(files, metric, own, **given)
    return caught.value


def counts(report: Report) -> dict[Slice, int]:
    """How many answers each slice has."""
    return {row.slice: row.measure.headline.n for row in report.rows}


def labels(report: Report) -> list[tuple[str | None, ...]]:
    """The labels of each slice, in the order of the report."""
    return [tuple(label for _, label in row.slice) for row in report.rows]


def row_of(report: Report, *slice_labels: str | None) -> Row:
    """The row of one slice."""
    return report.rows[labels(report).index(slice_labels)]


def kinds(report: Report) -> list[Kind]:
    """What the report has to say, by kind, each once."""
    return list(dict.fromkeys(each.kind for each in report.diagnostics))


def account(report: Report) -> dict[str, int]:
    """How many rows were left out, by reason."""
    return {entry.text: entry.count for entry in report.quality.left_out}


# Options are checked before a file is opened, and whether or not the data put them to use.


@pytest.mark.parametrize(
    ("given", "option"),
    [
        ({"max_left_out": "banana"}, "--max-left-out"),
        ({"max_left_out": "101%"}, "--max-left-out"),
        ({"max_left_out": "nan"}, "--max-left-out"),
        ({"every": "fortnight"}, "--every"),
        ({"goal": "fine"}, "--goal"),
        ({"since": "soon"}, "--since"),
        ({"where": ("channel",)}, "--where"),
        ({"tz": "Sao Paulo"}, "--tz"),
        ({"date": "created"}, "--date"),
        ({"as_of": "2026-02-30"}, "--as-of"),
    ],
)
def test_an_option_is_refused_before_a_file_is_opened(given: dict[str, Any], option: str) -> None:
    error = refusal("there-is-no-such-file.csv", **given)
    assert (error.kind, error.params["option"]) == (errors.BAD_VALUE, option)


# Several files are one table.


def test_what_is_said_of_a_file_counts_its_own_rows_only(written: Written) -> None:
    first = written("score,channel", "9,a", "10,b,c", "0,a", name="first.csv")
    second = written("score,channel", "9,a", "10,b", name="second.csv")
    report = report_of([first, second], bad_rows="skip")
    assert [each.text for each in report.diagnostics if each.kind is errors.SKIPPED_ROWS] == [
        f"1 rows of {first} left out: wrong number of fields"
    ]
    assert [each.rows for each in report.inputs] == [3, 2]
    assert account(report) == {"wrong number of fields": 1}


# Goals.


def verdicts(report: Report) -> dict[tuple[str | None, ...], bool | None]:
    """Whether each slice that was judged met the goal."""
    return {tuple(label for _, label in each.slice): each.met for each in report.verdicts}


def test_each_without_slices_judges_the_whole(written: Written) -> None:
    report = report_of(written("score", "9", "10", "0"), goal=">= 50", each=True)
    assert verdicts(report) == {(): False}


def test_a_goal_is_not_met_by_partial_periods_alone(written: Written) -> None:
    report = report_of(
        written("score,date", "9,2026-02-10", "9,2026-02-20"),
        goal=">= 50",
        each=True,
        every="month",
    )
    assert verdicts(report) == {("2026-02",): None}
    assert report.verdicts[0].why == "partial period"


# Several questions: one result for each column, which are the dimensions of a service.


def questions(report: Report) -> dict[str | None, int]:
    """How many answers each question has, on the whole."""
    return {row.question: row.measure.headline.n for row in report.rows if not row.slice}


def test_a_column_that_is_named_twice_is_one_question(written: Written) -> None:
    file = written("Speed,Tone", "5,1", "4,")
    twice = report_of(file, "csat", {"score": ("Speed", "speed")})
    assert questions(twice) == {None: 2}
    assert questions(report_of(file, "csat", {"score": ("speed", "Tone", "Speed")})) == {
        "speed": 2,
        "Tone": 1,
    }


# Columns that options name.


def test_columns_nobody_asked_for_may_be_in_doubt(written: Written) -> None:
    file = written("score,Comment,Comment,Team,team,plan", "9,,,,,gold", "0,,,,,gold", "8,,,,,free")
    assert counts(report_of(file, by=("plan",), where=("plan = gold",))) == {
        (): 2,
        (("plan", "gold"),): 2,
    }
    assert refusal(file, by=("Comment",)).kind is errors.TWO_COLUMNS


def test_a_question_that_nobody_answered_is_undefined(written: Written) -> None:
    report = report_of(written("Speed,Tone", "5,", "4,", ","), "csat", {"score": ("Speed", "Tone")})
    assert questions(report) == {"Speed": 2, "Tone": 0}
    silent = report.rows[1].measure.headline
    assert (silent.value, silent.undefined_because) == (None, "no answers")
    assert [(each.question, each.used) for each in report.questions] == [("Speed", 2), ("Tone", 0)]


def test_questions_that_nobody_answered_are_nothing_to_measure(written: Written) -> None:
    file = written("id,Speed,Tone", "1,,", "2,NA,")
    error = refusal(file, "csat", {"score": ("Speed", "Tone")})
    assert (error.kind, error.exit) == (errors.ALL_BLANK, Exit.NOTHING)
    assert error.params == {"column": "Speed, Tone", "rows": 2}


def test_each_question_has_its_own_rule_where_scales_differ(written: Written) -> None:
    file = written("Speed,Tone", "5,10", "1,0", "4,9")
    report = report_of(file, "csat", {"score": ("Speed", "Tone")})
    assert report.definition.rule == (
        "Speed: satisfied: 4, 5 of 1–5 · Tone: satisfied: 8, 9, 10 of 0–10"
    )
    (scale,) = (each for each in report.settings if each.name == "scale")
    assert (scale.value, scale.origin) == (("1-5", "0-10"), "inferred")
    one = report_of(file, "csat", {"score": ("Speed", "Tone"), "scale": "0-10"})
    assert one.definition.rule == "satisfied: 8, 9, 10 of 0–10"


# How many answers may be left out: 20 % is worth a warning, over 50 % it is the wrong column.


@pytest.mark.parametrize("metric", ["nps", "csat", "ces"])
def test_words_instead_of_scores_are_the_wrong_column(written: Written, metric: str) -> None:
    error = refusal(written("score", "fine", "", "well"), metric)
    assert (error.kind, error.exit) == (errors.WRONG_COLUMN, Exit.REFUSED)
    assert error.params["share"] == "100%"


def test_the_hint_to_accept_that_leads_to_an_answer(written: Written) -> None:
    file = written("score", "fine", "", "well")
    assert refusal(file, max_left_out="100%").kind is errors.NONE_USED


@pytest.mark.parametrize("whole", range(1, 40))
def test_the_hint_to_move_the_limit_works_as_written(written: Written, whole: int) -> None:
    file = written("score", *["9"] * whole, *["11"] * 7)
    share = refusal(file, max_left_out="0").params["share"]
    assert isinstance(share, str)
    assert counts(report_of(file, max_left_out=share)) == {(): whole}


# Windows: whole days on the clock of --tz; a row outside, or without a date, is out of the whole too.


def settings(report: Report) -> dict[str, object]:
    """The options in force."""
    return {each.name: each.value for each in report.settings}


def test_a_relative_window_is_kept_as_the_days_it_stood_for(written: Written) -> None:
    file = written("score,date", "9,2026-01-31", "8,2026-02-01", "3,2026-02-28", "1,2026-03-01")
    report = report_of(file, since="last-month", as_of="2026-03-10")
    assert counts(report) == {(): 2}
    assert settings(report) | {"since": "2026-02-01", "until": "2026-02-28"} == settings(report)


def test_a_date_that_stands_for_never_is_no_reason_to_fill_millennia(written: Written) -> None:
    file = written("score,date", "9,2026-02-01", "8,2026-02-03", "3,9999-12-31")
    error = refusal(file, every="day")
    assert (error.exit, error.params["message"]) == (
        Exit.USAGE,
        "--every day: the dates reach from 2026-02-01 to 9999-12-31, which is 2,912,412 periods",
    )
    assert len(report_of(file, every="day", until="2026-12-31").rows) == 1 + 334
