"""Respondents: which of several answers of one counts, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind, Reason
from csmetrics.metrics import by_name
from csmetrics.options import InputOptions, Options, ReportOptions, SliceOptions
from csmetrics.pipeline import measure, respondents
from csmetrics.report import Report

HEADER = "ticket id,email,answered,channel,score"
Row = tuple[str, str, str, str, str]


def report_of(
    files: Sequence[Path],
    own: dict[str, Any] | None = None,
    metric: str = "csat",
    *,
    input: dict[str, Any] | None = None,  # noqa: A002 - the group of that name
    **sliced: Any,
) -> Report:
    """The metric over some files together."""
    options = Options(
        InputOptions(**input or {}), slices=SliceOptions(**sliced), report=ReportOptions()
    )
    return measure(by_name(metric)(**own or {}), [str(file) for file in files], options)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Five answers: Ana twice in January and once in March, Bob once, and somebody unnamed."""
    return written(
        tmp_path,
        "1,ana@x.com,2026-01-05,chat,1",
        "2,ana@x.com,2026-01-20,chat,5",
        "3,ANA@x.com,2026-03-02,email,2",
        "4,bob@x.com,2026-01-07,email,4",
        "5,,2026-01-09,email,3",
    )


def written(folder: Path, *rows: str, name: str = "answers.csv", header: str = HEADER) -> Path:
    """A file of these rows."""
    path = folder / name
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def answers(report: Report, place: int = 0) -> dict[str, int]:
    """How often each answer counts, without those that never do."""
    return {value: n for value, n in report.rows[place].measure.distribution if n}


def out(report: Report, reason: Reason) -> tuple[int, tuple[str, ...]]:
    """How many rows were left out for a reason, and the first of them."""
    found = next(each for each in report.quality.left_out if each.reason is reason)
    return found.count, found.rows


def told(report: Report, kind: Kind) -> list[str]:
    """What was said of one kind."""
    return [each.text for each in report.diagnostics if each.kind is kind]


ONE = {"one_per": "respondent"}


def test_the_latest_answer_of_each_respondent_counts(file: Path) -> None:
    report = report_of([file], ONE)
    assert answers(report) == {"2": 1, "3": 1, "4": 1}
    assert out(report, errors.LATER_ANSWER) == (2, ("2", "3"))
    assert report.quality.used == 3
    assert str(report.definition.rule).endswith("; of each respondent the latest answer alone")
    assert told(report, errors.NOBODY_NAMED) == [
        "1 of 5 answers name no respondent (email): each counts as somebody of its own"
    ]


def test_the_latest_answer_of_a_month_counts(file: Path) -> None:
    report = report_of([file], {"one_per": "respondent,month"}, every="month")
    assert answers(report) == {"2": 1, "3": 1, "4": 1, "5": 1}
    assert out(report, errors.LATER_ANSWER) == (1, ("2",))
    assert told(report, errors.LATEST_PERIOD) == []


@pytest.mark.parametrize("one_per", ["respondent", "respondent,quarter", "respondent,week"])
def test_months_that_lose_who_comes_back_are_warned_of(file: Path, one_per: str) -> None:
    report = report_of([file], {"one_per": one_per}, every="month")
    months = [5, 4, 0, 1] if one_per.endswith("week") else [3, 2, 0, 1]
    assert [row.measure.headline.n for row in report.rows] == months
    assert len(told(report, errors.LATEST_PERIOD)) == 1


def test_months_of_the_invitation_lose_who_comes_back_too(tmp_path: Path) -> None:
    """Ana answers twice in February: January, in which she was invited first, loses her."""
    rows = (
        "ana,2026-01-30,2026-02-02,9",
        "ana,2026-02-10,2026-02-12,1",
        "bob,2026-01-10,2026-01-12,1",
    )
    file = written(tmp_path, *rows, header="email,invited at,answered,nps")
    own = {"one_per": "respondent,month"}
    report = report_of([file], own, "nps", every="month", date="invited")
    assert [row.measure.headline.n for row in report.rows] == [2, 1, 1]
    assert told(report, errors.LATEST_OTHERWISE) == [
        "--one-per respondent,month goes by the date of the answer, and the periods by invited at: "
        "whoever answers again can leave the month before"
    ]
    assert told(report_of([file], own, "nps", every="month"), errors.LATEST_OTHERWISE) == []


def test_without_the_option_the_further_answers_are_counted(file: Path) -> None:
    report = report_of([file])
    assert report.quality.used == 5
    assert told(report, errors.REPEATS) == [
        "further answers of the same respondents (email): 2 of 5 answers, all counted"
    ]


def test_who_answers_once_is_not_worth_a_word(tmp_path: Path) -> None:
    file = written(tmp_path, "1,a,2026-01-05,chat,1", "2,b,2026-01-05,chat,5", "3,,,chat,5")
    assert told(report_of([file]), errors.REPEATS) == []


def test_of_many_rows_the_repeats_are_not_counted(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most in (0, 4):  # as the file seems to have too many rows, and as it turns out to have
        monkeypatch.setattr(respondents, "MOST", most)
        report = report_of([file])
        assert told(report, errors.REPEATS) == []
        assert len(told(report, errors.REPEATS_UNCOUNTED)) == 1
    assert answers(report_of([file], ONE)) == {"2": 1, "3": 1, "4": 1}


def test_a_blank_an_unusable_and_a_filtered_row_replace_no_answer(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "1,ana,2026-01-05,chat,5",
        "2,ana,2026-01-06,chat,",
        "3,ana,2026-01-07,chat,9",
        "4,ana,2026-01-08,email,1",
        "5,ana,2026-02-08,chat,2",
        "6,bob,2026-01-08,chat,4",
    )
    report = report_of(
        [file],
        {"one_per": "respondent", "scale": "1-5"},
        where=("channel = chat",),
        until="2026-01-31",
    )
    assert answers(report) == {"4": 1, "5": 1}
    assert errors.LATER_ANSWER not in {each.reason for each in report.quality.left_out}


def test_each_question_has_its_own_latest_answer(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "ana,2026-01-05,1,1",
        "ana,2026-01-06,,5",
        "bob,2026-01-06,3,",
        header="email,answered,fast,kind",
    )
    report = report_of([file], {"one_per": "respondent", "score": ("fast", "kind")})
    assert [answers(report, place) for place in (0, 1)] == [{"1": 1, "3": 1}, {"5": 1}]
    assert [each.used for each in report.questions] == [2, 1]


def test_the_response_rate_stays_one_of_all_who_were_asked(tmp_path: Path) -> None:
    """Ana answered twice by chat and not once by email: chat has two of three, email none of one."""
    file = written(
        tmp_path,
        "1,ana,2026-01-05,chat,5",
        "2,ana,2026-01-06,chat,4",
        "3,ana,2026-01-07,email,Offered",
        "4,bob,2026-01-05,chat,Offered",
    )
    report = report_of([file], ONE, by=("channel",))
    assert [row.measure.headline.n for row in report.rows] == [1, 1, 0]
    assert rates(report) == [(2, 4), (2, 3), (0, 1)]
    assert out(report, errors.LATER_ANSWER) == (1, ("2",))


def test_of_one_respondent_it_is_said_in_the_singular(tmp_path: Path) -> None:
    file = written(tmp_path, "1,ana,2026-01-05,chat,1", "2,ana,2026-01-05,chat,2")
    (text,) = told(report_of([file], ONE), errors.LATEST_TIED)
    assert text.startswith("the latest answers of 1 respondent have one time")


def test_of_equal_times_the_last_in_the_file_counts_and_it_is_said(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "1,ana,2026-01-05,chat,1",
        "2,ana,2026-01-05,chat,2",
        "3,bob,,chat,3",
        "4,bob,,chat,4",
        "5,eve,2026-01-05,chat,5",
        "6,eve,,chat,1",
    )
    report = report_of([file], ONE)
    assert answers(report) == {"2": 1, "4": 1, "5": 1}
    assert told(report, errors.LATEST_TIED) == [
        "the latest answers of 2 respondents have one time, or none has any: the last in the file "
        "counts"
    ]


def test_without_dates_the_place_in_the_file_decides_and_it_is_said(tmp_path: Path) -> None:
    file = written(tmp_path, "ana,1", "bob,3", "ana,2", header="email,score")
    report = report_of([file], ONE)
    assert answers(report) == {"2": 1, "3": 1}
    assert len(told(report, errors.LATEST_BY_PLACE)) == 1


def dated(folder: Path, *days: str) -> Path:
    """A file of Ana's answers, 1 and up, on these days; Bob has none."""
    rows = (f"ana,{day},{score}" for score, day in enumerate(days, 1))
    return written(folder, *rows, "bob,,5", header="email,answered,score")


def test_dates_that_may_be_read_two_ways_are_warned_of(tmp_path: Path) -> None:
    report = report_of([dated(tmp_path, "05/03/2026", "04/12/2026")], ONE)
    assert answers(report) == {"2": 1, "5": 1}
    assert len(told(report, errors.ASSUMED_ORDER)) == 1
    assert (
        told(report_of([dated(tmp_path, "05/03/2026", "04/12/2026")]), errors.ASSUMED_ORDER) == []
    )


def test_the_order_that_a_later_date_proves_says_which_is_the_latest(tmp_path: Path) -> None:
    report = report_of([dated(tmp_path, "05/03/2026", "04/12/2026", "01/31/2026")], ONE)
    assert answers(report) == {"1": 1, "5": 1}  # the 3rd of May


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (("13/05/2026", "05/14/2026"), errors.DATE_ORDER_CONFLICT),
        (("2026-01-05 22:00", "2026-01-06 00:30Z"), errors.MIXED_ZONES),
        (("March the 5th", "April the 9th", "2026-01-05"), errors.WRONG_COLUMN),
    ],
)
def test_dates_that_no_period_could_use_say_of_no_answer_that_it_is_the_latest(
    tmp_path: Path, days: tuple[str, ...], kind: Kind
) -> None:
    file = dated(tmp_path, *days)
    with pytest.raises(CsmetricsError) as caught:
        report_of([file], ONE)
    assert caught.value.kind is kind
    assert report_of([file]).quality.used == len(days) + 1


def test_answers_of_which_the_date_cannot_be_read_are_counted(tmp_path: Path) -> None:
    report = report_of([dated(tmp_path, "2026-03-05", "soon")], ONE)
    assert answers(report) == {"1": 1, "5": 1}
    assert told(report, errors.LATEST_UNREAD) == [
        "--one-per: 1 answer has no date to compare (answered: not a date): an answer with one goes before"
    ]


def test_a_period_needs_dates(tmp_path: Path) -> None:
    file = written(tmp_path, "ana,1", header="email,score")
    with pytest.raises(CsmetricsError) as caught:
        report_of([file], {"one_per": "respondent,month"})
    assert caught.value.kind is errors.NO_COLUMN


def test_a_column_must_name_the_respondent(tmp_path: Path) -> None:
    file = written(tmp_path, "ana,1", "ana,2", header="nickname,score")
    with pytest.raises(CsmetricsError) as caught:
        report_of([file], ONE)
    assert caught.value.kind is errors.NO_RESPONDENT
    assert caught.value.hint == "name it: --column respondent=NAME"
    report = report_of([file], ONE, input={"column": ("respondent=nickname",)})
    assert answers(report) == {"2": 1}
    assert report_of([file]).quality.used == 2


@pytest.mark.parametrize("one_per", ["respondent", "respondent,day"])
def test_kinds_of_customers_are_no_respondents(tmp_path: Path, one_per: str) -> None:
    rows = [
        f"{'new' if n % 5 else 'regular'},2026-01-{1 + n % 28:02d},{1 + n % 5}" for n in range(100)
    ]
    file = written(tmp_path, *rows, header="customer,answered,score")
    assert told(report_of([file]), errors.REPEATS) == []
    with pytest.raises(CsmetricsError) as caught:
        report_of([file], {"one_per": one_per})
    assert caught.value.kind is errors.NO_PEOPLE
    named = report_of([file], ONE, input={"column": ("respondent=customer",)})
    assert named.quality.used == 2


def test_an_export_of_tickets_names_the_requester(tmp_path: Path) -> None:
    file = written(tmp_path, "7,1", "7,2", header="Requester id,Satisfaction Score")
    assert answers(report_of([file], ONE)) == {"2": 1}


def test_an_id_keeps_its_case_and_a_mail_has_none(tmp_path: Path) -> None:
    rows = ("00aB,1", "00Ab,2", "Ana@X.com ,3", "ana@x.COM,4")
    file = written(tmp_path, *rows, header="email,score")
    assert answers(report_of([file], ONE)) == {"1": 1, "2": 1, "4": 1}


def test_words_for_nobody_are_somebody_of_their_own_each(tmp_path: Path) -> None:
    rows = (
        "Anonymous,1",
        " anonymous,2",
        "(N/A),3",
        "-,4",
        "ANONIMO,5",
        "Sem e-mail,1",
        "ana@x.com,2",
    )
    file = written(tmp_path, *rows, "ana@x.com,3", header="email,score")
    report = report_of([file], ONE)
    assert answers(report) == {"1": 2, "2": 1, "3": 2, "4": 1, "5": 1}
    assert told(report, errors.NOBODY_NAMED) == [
        "6 of 8 answers name no respondent (email: (n/a), -, anonimo): each counts as somebody of its own"
    ]
    assert told(report_of([file]), errors.REPEATS) == [
        "further answers of the same respondents (email): 1 of 8 answers, all counted"
    ]


@pytest.mark.parametrize("one_per", ["respondent", "respondent,month"])
@pytest.mark.parametrize(
    ("same", "others", "warned"), [(21, 398, True), (21, 399, False), (20, 60, False)]
)
def test_an_entry_with_a_conspicuous_share_of_the_answers_is_warned_of(
    tmp_path: Path, one_per: str, same: int, others: int, warned: bool
) -> None:
    """More than 20 answers, and more than 5 % of those that name somebody; in whatever months."""
    rows = [f"{n},2026-01-05,5" for n in range(others)]
    rows += [f"survey@shop.example,2026-0{1 + n % 5}-05,1" for n in range(same)]
    file = written(tmp_path, *rows, ",2026-01-05,5", header="email,answered,score")
    report = report_of([file], {"one_per": one_per, "scale": "1-5"})
    found = [each for each in report.diagnostics if each.kind is errors.ONE_ENTRY]
    assert [each.rows for each in found] == ([(str(others + 2),)] if warned else [])


def test_among_several_files_the_dates_decide(tmp_path: Path) -> None:
    new = written(tmp_path, "1,ana,2026-03-01,chat,5", name="a.csv")
    old = written(tmp_path, "1,ana,2026-01-01,chat,1", "2,bob,2026-01-01,chat,1", name="b.csv")
    for files in ((new, old), (old, new)):
        assert answers(report_of(files, ONE)) == {"1": 1, "5": 1}


def test_a_replaced_row_of_an_id_does_not_compete(tmp_path: Path) -> None:
    """The second row of id 1 is its last state: its answer of June is gone, and no later one."""
    file = written(
        tmp_path, "1,ana,2026-06-01,chat,1", "2,ana,2026-03-01,chat,5", "1,ana,2026-02-01,chat,2"
    )
    report = report_of([file], ONE, input={"dedupe": "last"})
    assert answers(report) == {"5": 1}
    assert out(report, errors.SUPERSEDED) == (1, ("2",))
    assert out(report, errors.LATER_ANSWER) == (1, ("4",))


INVITED = "email,invited at,answered,channel,nps"
INVITATIONS = (
    "a,2026-01-05,2026-01-05,chat,9",
    "b,2026-01-05,,chat,",
    "c,2026-02-05,2026-03-07,email,3",
    "d,2026-02-05,,email,",
    "e,,2026-02-05,email,",
)


def rates(report: Report) -> list[tuple[int, int] | None]:
    """Of each slice, how many answered of how many who were asked; None where that is not known."""
    found = []
    for row in report.rows:
        rate = [each for each in row.measure.statistics if each.name == "response_rate"]
        found.append((int(rate[0].counts[1]), rate[0].n) if rate and rate[0].n else None)
    return found


def test_who_was_invited_and_did_not_answer_was_asked(tmp_path: Path) -> None:
    """Row 6 has no invitation: its blank says nothing."""
    file = written(tmp_path, *INVITATIONS, header=INVITED)
    report = report_of([file], metric="nps", by=("channel",))
    assert rates(report) == [(2, 4), (1, 2), (1, 2)]
    assert report.quality.used == 4


def test_answers_without_an_invitation_are_in_no_response_rate(tmp_path: Path) -> None:
    """By chat one of three invited answered, by email two of whom nobody knows who else was asked."""
    rows = [",chat,5", "2026-01-05,chat,5", "2026-01-05,chat,", "2026-01-05,chat,", ",email,1"]
    file = written(tmp_path, *rows, ",email,1", ",email,Offered", header="invited at,channel,csat")
    report = report_of([file], by=("channel",))
    assert [row.measure.headline.n for row in report.rows] == [4, 2, 2]
    assert rates(report) == [(1, 4), (1, 3), (0, 1)]
    assert told(report, errors.UNINVITED) == [
        "3 of 4 answers have no invitation: the response rate is that of the invitations, without them"
    ]


def test_a_column_without_any_invitation_says_nothing_of_who_was_asked(tmp_path: Path) -> None:
    file = written(tmp_path, ",5", ",4", ",Offered", header="invited at,csat")
    report = report_of([file])
    assert (rates(report), told(report, errors.UNINVITED)) == ([(2, 3)], [])


@pytest.mark.parametrize("column", ["csat,x", "csat,invited at"])
def test_answers_that_an_option_takes_out_of_the_score_stay_in_the_response_rate(
    tmp_path: Path, column: str
) -> None:
    """Three of four answered: Ana, who has no weight, is neutral the second time and answers twice."""
    day = "2026-01-05"
    rows = (f"ana,,5,{day}", f"ana,1,3,{day}", f"bob,1,4,{day}", f"bob,1,Offered,{day}")
    file = written(tmp_path, *rows, header=f"email,w,{column}")
    own: dict[str, Any] = {"scale": "1-5"}
    for option in ({"weight": "w"}, {"neutral": "exclude"}, ONE):
        assert rates(report_of([file], own | option)) == [(3, 4)]
    together = report_of([file], own | {"weight": "w", "neutral": "exclude"} | ONE)
    assert (together.rows[0].measure.headline.n, rates(together)) == (1, [(3, 4)])


def test_by_period_who_was_asked_counts_in_that_of_the_invitation(tmp_path: Path) -> None:
    file = written(tmp_path, *INVITATIONS, header=INVITED)
    assert rates(report_of([file], metric="nps", every="month", date="invited")) == [
        (2, 4),
        (1, 2),
        (1, 2),
        None,  # March: nobody was invited
    ]
    by_answer = report_of([file], metric="nps", every="month")
    assert rates(by_answer) == [None] * 4
    assert told(by_answer, errors.SILENT_UNDATED) == [
        "the response rate is not known: 2 who were asked and did not answer have no date to count by"
    ]


@pytest.mark.parametrize(("metric", "rate"), [("csat", (2, 3)), ("nps", None), ("ces", None)])
def test_words_alone_make_a_response_rate_of_csat(
    tmp_path: Path, metric: str, rate: tuple[int, int] | None
) -> None:
    """They are those of ratings in help desks; to another question they are words for missing."""
    own = {"ces": {"scale": "1-7", "easy": "high"}, "csat": {"scale": "1-7"}}.get(metric)
    report = report_of([written(tmp_path, "1,,,,7", "2,,,,Offered", "3,,,,5")], own, metric)
    assert rates(report) == [rate]
    left_out = [each for each in report.quality.left_out if each.reason is errors.MISSING_WORD]
    assert [each.count for each in left_out] == ([] if rate else [1])


FIRST = date(2026, 1, 1)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "ana@x", "ANA@x", "bob", "eve"]),
        st.sampled_from(["chat", "email"]),
        st.sampled_from(["", "1", "2", "3", "4", "5"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS, one_per=st.sampled_from(["respondent", "respondent,month"]), data=st.data())
def test_it_is_what_sorting_and_dropping_duplicates_gives_in_any_order(
    tmp_path: Path, rows: list[tuple[str, str, str]], one_per: str, data: st.DataObject
) -> None:
    """Each row has a day of its own, five days apart: the order of the file decides nothing."""
    days = data.draw(st.permutations([FIRST + timedelta(5 * day) for day in range(len(rows))]))
    frame = pd.DataFrame(rows, columns=["who", "channel", "score"], dtype=str)
    frame["day"] = [str(day) for day in days]
    expected = reference(frame, one_per)
    mixed = frame.iloc[data.draw(st.permutations(range(len(frame))))]
    for each in (frame, mixed):
        lines = [
            f"{n},{r.who},{r.day},{r.channel},{r.score}" for n, r in enumerate(each.itertuples())
        ]
        file = written(tmp_path, "x,x,2025-01-01,chat,3", *lines)
        report = report_of([file], {"one_per": one_per, "scale": "1-5"}, by=("channel",))
        found = {
            dict(row.slice)["channel"]: {k: n for k, n in row.measure.distribution if n}
            for row in report.rows
            if row.slice and row.measure.headline.n  # of some labels every answer was replaced
        }
        assert found == expected


def reference(frame: pd.DataFrame, one_per: str) -> dict[str, dict[str, int]]:
    """The answers by channel, by pandas; with that of somebody else, so that no file is empty."""
    answered = frame[frame["score"] != ""].sort_values("day")
    named = answered["who"].str.lower().where(answered["who"] != "", answered.index.astype(str))
    keys = {"who": named, "period": answered["day"].str[:7] if "," in one_per else ""}
    last = ~answered.assign(**keys).duplicated(["who", "period"], keep="last")
    counts = answered[last].groupby("channel")["score"].value_counts()
    found: dict[str, dict[str, int]] = {"chat": {"3": 1}}
    for (channel, score), n in counts.items():
        of = found.setdefault(channel, {})
        of[score] = of.get(score, 0) + int(n)
    return found
