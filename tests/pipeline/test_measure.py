"""From files to a report: slices, periods, windows, filters, questions, several files, goals, the gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Exit, Kind
from csmetrics.metrics import by_name
from csmetrics.options import Options
from csmetrics.pipeline import measure
from csmetrics.report import Report, Row, Slice

GROUPS: dict[str, Any] = {
    each.name: type(each.default) for each in fields(Options) if is_dataclass(each.default)
}

Written = Callable[..., str]


def options_of(**given: Any) -> Options:
    """The shared options among the given ones, each in its group."""
    groups: dict[str, Any] = {
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
    found: Counter[str] = Counter()
    for entry in report.quality.left_out:
        found[entry.text] += entry.count
    return dict(found)


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
        f"1 row of {first} left out: wrong number of fields"
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
    file = written("score,date", "9,2026-02-01", "8,2026-02-03", "3,9999-12-31", "4,2098-01-01")
    error = refusal(file, every="day")
    assert (error.exit, error.params["message"]) == (
        Exit.USAGE,
        "--every day: the dates reach from 2026-02-01 to 2098-01-01, which is 26,268 periods",
    )
    assert len(report_of(file, every="day", until="2026-12-31").rows) == 1 + 334


# Files again.


def test_a_file_named_twice_would_count_twice(written: Written, tmp_path: Path) -> None:
    file = written("score", "9", "0")
    again = f"{tmp_path}/../{tmp_path.name}/r.csv"
    for twice in ([file, file], [file, again], ["-", "-"]):
        error = refusal(twice)
        assert (error.exit, error.text) == (Exit.USAGE, f"{twice[0]} and {twice[1]} are one file")


def test_files_together_are_one_table_and_rows_name_their_file(written: Written) -> None:
    first = written("score,channel", "9,web", "11,web", "0,mail", name="a.csv")
    second = written("channel,x,score", "mail,,10", "web,,8.5", name="b.csv")
    report = report_of([first, second], by=("channel",))
    assert counts(report) == {(): 3, (("channel", "mail"),): 2, (("channel", "web"),): 1}
    assert [(each.name, each.rows) for each in report.inputs] == [(first, 3), (second, 2)]
    assert {each.text: each.rows for each in report.quality.left_out} == {
        "outside 0–10": (f"{first}:3",),
        "not a whole number": (f"{second}:3",),
    }


@pytest.mark.parametrize("given", [{}, {"by": ("channel",)}, {"where": ("channel = web",)}])
def test_a_column_that_the_second_file_lacks_names_that_file(
    written: Written, given: dict[str, Any]
) -> None:
    first = written("score,channel", "9,web", name="a.csv")
    second = written("note,channel" if not given else "score,note", "9,web", name="b.csv")
    error = refusal([first, second], **given)
    assert (error.kind, error.exit) == (errors.MISSING_IN_FILE, Exit.REFUSED)
    assert (error.params["file"], error.params["first"]) == (second, first)
    assert error.params["name"] == ("channel" if given else "score")


def test_a_declared_column_is_looked_up_in_each_file(written: Written) -> None:
    first = written("Q1,Q2", "9,1", name="a.csv")
    second = written("Q2,q1", "1,10", name="b.csv")
    assert counts(report_of([first, second], column=("score=Q1",))) == {(): 2}


# --by: labels are text; a blank one is a slice of its own; the slices add up to the whole.


def test_slices_by_a_column(written: Written) -> None:
    file = written("score,place", "9,NA", "10,", "0,00123", "1,123", "8, NA ", "7,null", "x,123")
    report = report_of(file, by=("place",))
    assert labels(report) == [(), ("00123",), ("123",), ("NA",), ("null",), (None,)]
    whole, *slices = report.rows
    assert [row.measure.headline.n for row in report.rows] == [6, 1, 1, 2, 1, 1]
    for part, count in whole.measure.parts:
        assert sum(dict(row.measure.parts)[part] for row in slices) == count


def test_slices_by_two_columns_and_a_role(written: Written) -> None:
    file = written("score,Canal,plan", "9,web,a", "10,mail,a", "0,web,b", "1,web,b")
    report = report_of(file, by=("channel", "plan"))
    assert labels(report) == [(), ("mail", "a"), ("web", "a"), ("web", "b")]
    assert row_of(report, "web", "b").slice == (("channel", "web"), ("plan", "b"))


def test_an_unknown_column_is_answered_with_the_nearest(written: Written) -> None:
    error = refusal(written("score,channel", "9,web"), by=("chanel",))
    assert (error.kind, error.exit) == (errors.UNKNOWN_COLUMN, Exit.USAGE)
    assert error.hint == "did you mean channel?"


def test_a_row_counts_in_each_of_its_tags_but_once_in_the_whole(written: Written) -> None:
    file = written("score,Etiquetas", '9,"vip, late"', '0,"late, late"', "10,", "8,vip customer")
    report = report_of(file, by=("tags",))
    assert counts(report) == {
        (): 4,
        (("tags", "late"),): 2,
        (("tags", "vip"),): 1,
        (("tags", "vip customer"),): 1,
        (("tags", None),): 1,
    }
    assert errors.MULTI_VALUED in kinds(report)


def test_a_separator_in_the_last_row_splits_the_tags_of_all_rows(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csmetrics.read._chunks.CHUNK_BYTES", 64)
    lines = ["9,late reply"] * 50 + ["0,late reply;vip"]
    there = report_of(written("score,tags", *lines), by=("tags",))
    back = report_of(written("score,tags", *reversed(lines)), by=("tags",))
    assert there.rows == back.rows
    assert counts(there) == {(): 51, (("tags", "late reply"),): 51, (("tags", "vip"),): 1}


# --every: empty periods are there and undefined, periods the data do not cover whole are partial.

DATED = (
    "score,date",
    "9,2026-01-10",
    "0,2026-01-31 23:59:59",
    "10,2026-03-01",
    "8,2026-03-31",
    "7,",
    "6,soon",
    "5,2026-04-02",
)


def test_months(written: Written) -> None:
    report = report_of(written(*DATED), every="month", dates="ymd")
    assert counts(report) == {
        (): 5,
        (("period", "2026-01"),): 2,
        (("period", "2026-02"),): 0,
        (("period", "2026-03"),): 2,
        (("period", "2026-04"),): 1,
    }
    empty = row_of(report, "2026-02").measure
    assert (empty.headline.value, empty.headline.undefined_because) == (None, "no answers")
    assert {row.slice[0][1] for row in report.rows if row.partial} == {"2026-01", "2026-04"}
    assert account(report) == {"no date": 1, "not a date": 1}
    assert {row.date for row in report.rows} == {"answered"}
    assert report.span == ("2026-01-10", "2026-04-02")
    partial = next(each for each in report.diagnostics if each.kind is errors.PARTIAL)
    assert partial.text.startswith("2026-01, 2026-04:")


@pytest.mark.parametrize(
    ("every", "periods"),
    [
        ("week", ["2025-W01", "2025-W02", "2025-W03"]),
        ("quarter", ["2024-Q4", "2025-Q1"]),
        ("year", ["2024", "2025"]),
    ],
)
def test_other_periods(written: Written, every: str, periods: list[str]) -> None:
    report = report_of(written("score,date", "9,2024-12-30", "0,2025-01-13"), every=every)
    assert labels(report) == [(), *((period,) for period in periods)]


def test_every_label_has_every_period(written: Written) -> None:
    file = written("score,channel,date", "9,web,2026-01-01", "0,mail,2026-03-31")
    report = report_of(file, by=("channel",), every="month")
    assert [
        (*names, row.measure.headline.n)
        for names, row in zip(labels(report), report.rows, strict=True)
    ] == [
        (2,),
        ("mail", "2026-01", 0),
        ("mail", "2026-02", 0),
        ("mail", "2026-03", 1),
        ("web", "2026-01", 1),
        ("web", "2026-02", 0),
        ("web", "2026-03", 0),
    ]


def test_as_of_says_until_when_the_data_stand_for(written: Written) -> None:
    file = written("score,date", "9,2026-01-01", "0,2026-01-20")
    report = report_of(file, every="month", as_of="2026-02-28")
    assert [(row.slice[0][1], row.partial) for row in report.rows[1:]] == [
        ("2026-01", False),
        ("2026-02", False),
    ]


# The day of an answer is that of the wall clock in --tz.


def test_an_answer_in_utc_belongs_to_the_month_of_the_zone(written: Written) -> None:
    file = written("score,date", "9,2026-03-01T02:00:00Z", "0,2026-03-01T03:00:00Z")
    assert labels(report_of(file, every="month")) == [(), ("2026-03",)]
    there = report_of(file, every="month", tz="America/Sao_Paulo")
    assert counts(there) == {(): 2, (("period", "2026-02"),): 1, (("period", "2026-03"),): 1}
    assert there.zone == "America/Sao_Paulo"


def test_a_time_without_offset_is_wall_clock_of_the_zone(written: Written) -> None:
    file = written("score,date", "9,2026-03-01 00:00:00", "0,2026-02-28 23:59:59")
    for zone in ("UTC", "America/Sao_Paulo", "Asia/Tokyo"):
        report = report_of(file, every="month", tz=zone)
        assert [row.measure.headline.n for row in report.rows] == [2, 1, 1]


def test_a_time_the_clocks_skip_or_repeat_is_left_out_by_name(written: Written) -> None:
    file = written("score,date", "9,2026-03-29 02:30", "0,2026-10-25 02:30", "8,2026-05-01 02:30")
    report = report_of(file, every="year", tz="Europe/Berlin")
    assert account(report) == {
        "time that does not exist in Europe/Berlin (clock change)": 1,
        "ambiguous time in Europe/Berlin (clock change)": 1,
    }


# --since and --until hold whole days, and cut the periods.


def test_a_window_holds_whole_days(written: Written) -> None:
    report = report_of(
        written(*DATED), since="2026-01-31", until="2026-03-31", every="month", dates="ymd"
    )
    assert [row.measure.headline.n for row in report.rows] == [3, 1, 0, 2]
    assert {row.slice[0][1] for row in report.rows if row.partial} == {"2026-01"}
    assert account(report) == {"outside --since/--until": 2, "no date": 1, "not a date": 1}


def test_until_a_month_includes_its_last_second(written: Written) -> None:
    assert counts(report_of(written(*DATED), until="2026-01", dates="ymd")) == {(): 2}


def test_a_window_without_answers_is_nothing_to_measure(written: Written) -> None:
    error = refusal(written(*DATED), since="2027-01-01", dates="ymd")
    assert (error.kind, error.exit) == (errors.NONE_USED, Exit.NOTHING)
    assert "5 outside --since/--until" in error.text


# --where, of all kinds. What is not selected is accounted for, and the scale is that of the whole column.

TICKETS = (
    "score,channel,wait,date,first reply",
    "9,web,4,2026-01-31,1",
    "10,mail,10,2026-02-01,2",
    '0,live chat,"1,5",2026-02-28,3',
    "8,,,,",
    '7,Web,"4,5",2026-03-01,4',
)


@pytest.mark.parametrize(
    ("tests", "scores"),
    [
        (["channel = web"], "9"),
        (["channel != web"], "10 0 8 7"),
        (["channel ~ WEB"], "9 7"),
        (["channel in (web, 'live chat')"], "9 0"),
        (['channel = ""'], "8"),
        (['channel != ""'], "9 10 0 7"),
        (["wait <= 4,5"], "9 0 7"),
        (["wait > 4.5"], "10"),
        (["date >= 2026-02"], "10 0 7"),
        (["date = 2026-02"], "10 0"),
        (["date < 2026-02-01"], "9"),
        (["score >= 9"], "9 10"),
        (['"first reply" > 1', "channel ~ a"], "10 0"),
    ],
)
def test_where(written: Written, tests: list[str], scores: str) -> None:
    report = report_of(written(*TICKETS), where=tuple(tests), dates="ymd")
    found = report.rows[0].measure
    assert sorted(int(value) for value, n in found.distribution if n) == sorted(
        map(int, scores.split())
    )
    left = 5 - found.headline.n
    assert account(report) == ({"not selected by --where": left} if left else {})


def test_a_scale_is_that_of_the_whole_column_before_filters(written: Written) -> None:
    file = written("score,channel", "5,web", "4,web", "10,mail", "0,mail")
    report = report_of(file, "csat", where=("channel = web",))
    assert report.rows[0].measure.headline.value == 0.0
    assert report.definition.rule == "satisfied: 8, 9, 10 of 0–10"


def test_text_cannot_be_ordered_nor_numbers_searched(written: Written) -> None:
    for test in ("date ~ 2026", "score ~ 9"):
        assert refusal(written(*TICKETS), where=(test,)).exit is Exit.USAGE


# The account of several questions: a row is left out of all when it answers none of them.


def test_the_account_of_each_question_and_of_all(written: Written) -> None:
    file = written("id,Speed,Tone", "1,5,1", "2,4,", "3,,", "4,NA,8.5", "5,,9", "6,5,4")
    report = report_of(file, "csat", {"score": ("Speed", "Tone"), "scale": "1-5"})
    assert [(each.question, each.rows_read, each.used) for each in report.questions] == [
        ("Speed", 6, 3),
        ("Tone", 6, 2),
    ]
    assert (report.quality.rows_read, report.quality.used) == (6, 3)
    assert {(each.text, each.column): each.rows for each in report.quality.left_out} == {
        ("a word for missing", "Speed"): ("5",),
        ("blank", "Speed"): ("4",),
        ("outside 1–5", "Tone"): ("6",),
    }


# The gate: goals, and how much may be left out.


@pytest.mark.parametrize(
    ("goal", "met"),
    [(">= 0", True), ("> 0", False), ("promoters >= 50%", True), ("mean <= 4", False)],
)
def test_a_goal_of_the_whole(written: Written, goal: str, met: bool) -> None:
    assert verdicts(report_of(written("score", "9", "0"), goal=goal)) == {(): met}


def test_a_goal_of_each_slice_leaves_partial_and_empty_periods_out(written: Written) -> None:
    file = written("score,date", "0,2026-01-10", "9,2026-02-10", "0,2026-03-10", "9,2026-05-10")
    report = report_of(file, goal=">= 50", each=True, every="month")
    assert verdicts(report) == {("2026-02",): True, ("2026-03",): False}
    assert verdicts(report_of(file, goal=">= 50", every="month")) == {(): False}


def test_a_goal_of_a_statistic_that_is_not_there(written: Written) -> None:
    error = refusal(written("score", "9"), goal="p90 >= 5")
    assert error.exit is Exit.USAGE
    assert "promoters" in error.hint


@pytest.mark.parametrize(
    ("whole", "odd", "limit", "outcome"),
    [
        (4, 1, None, "said"),
        (3, 1, None, "warned"),
        (1, 1, None, "warned"),
        (1, 2, None, "refused"),
        (1, 2, "70%", "warned"),
        (9, 1, "10", "said"),
        (9, 1, "5%", "over"),
        (1, 0, "0%", "silent"),
    ],
)
def test_how_much_may_be_left_out(
    written: Written, whole: int, odd: int, limit: str | None, outcome: str
) -> None:
    file = written("id,score", *["1,9"] * whole, *["1,11"] * odd, *["1,"] * 50)
    if outcome in ("refused", "over"):
        expected = errors.WRONG_COLUMN if outcome == "refused" else errors.TOO_MANY_LEFT_OUT
        assert refusal(file, max_left_out=limit).kind is expected
        return
    said = kinds(report_of(file, max_left_out=limit))
    assert (errors.LEFT_OUT in said) is (outcome != "silent")
    assert (errors.MANY_LEFT_OUT in said) is (outcome == "warned")
