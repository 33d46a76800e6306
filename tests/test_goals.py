"""Goals of one run: what they say, and their verdicts."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics import goals
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.goals import Goal
from csmetrics.report import Measure, Row, Statistic


def row(value: float | None, unit: str = "points", partial: bool = False) -> Row:
    others = (
        Statistic("mean", 4.2, "score", 9),
        Statistic("p90", 12600.0, "seconds", 9),
        Statistic("within_4h", 80.0, "percent", 9),
    )
    measure = Measure((Statistic("score", value, unit, 9), *others))
    return Row("nps", (("channel", "chat"),), measure, partial=partial)


@pytest.mark.parametrize(
    ("text", "goal", "target"),
    [
        (">= 50", Goal(None, ">=", 50.0), 50.0),
        (" >=50 ", Goal(None, ">=", 50.0), 50.0),
        ("p90 <= 4h", Goal("p90", "<=", 4.0, "seconds", 3600.0, "h"), 14400.0),
        ("median<90 min", Goal("median", "<", 90.0, "seconds", 60.0, "m"), 5400.0),
        ("<= 2d", Goal(None, "<=", 2.0, "seconds", 86400.0, "d"), 172800.0),
        (">= 85%", Goal(None, ">=", 85.0, "percent", suffix="%"), 85.0),
        ("> -10 points", Goal(None, ">", -10.0, "points", suffix=" points"), -10.0),
        ("mean >= 4,2", Goal("mean", ">=", 4.2), 4.2),
        ("within-4h ≥ 80%", Goal("within_4h", ">=", 80.0, "percent", suffix="%"), 80.0),
    ],
)
def test_parse(text: str, goal: Goal, target: float) -> None:
    assert goals.parse(text) == goal
    assert goal.target == target
    assert goals.parse(str(goal)) == goal


@pytest.mark.parametrize(
    "text",
    [
        *("", "50", ">=", "=> 50", ">= fifty", ">= 4 parsecs", ">= 50 60", "p90 4h", ">= -4h"),
        *(">= 1e9", ">= 50; rm", "!= 5", ">= 5%%", ">= nan", "== 50"),
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(CsmetricsError) as caught:
        goals.parse(text)
    assert caught.value.exit == Exit.USAGE
    assert caught.value.hint


@given(st.text() | st.text(alphabet="p90<>= 4hm%.,-", max_size=14))
def test_arbitrary_text_is_a_goal_or_an_error(text: str) -> None:
    with contextlib.suppress(CsmetricsError):
        goal = goals.parse(text)
        assert goals.parse(str(goal)) == goal


@pytest.mark.parametrize(
    ("text", "value", "unit", "met", "why"),
    [
        (">= 50", 54.2, "points", True, "54.2 >= 50"),
        (">= 50", 45.0, "points", False, "45 is not >= 50"),
        (">= 50", 49.96, "points", False, "49.96 is not >= 50"),
        (">= 50 points", 54.25, "points", True, "54.2 >= 50 points"),
        ("> 50", 50.0, "points", False, "50 is not > 50"),
        (">= 57%", 100 * 0.57, "percent", True, "57% >= 57%"),
        ("> 57%", 100 * 0.57, "percent", False, "57% is not > 57%"),
        ("= 4", 4.0, "score", True, "4 = 4"),
        ("<= 4h", 12600.0, "seconds", True, "3h 30m <= 4h"),
        ("<= 30m", 2394.0, "seconds", False, "39m 54s is not <= 30m"),
        ("<= 4h", 14401.0, "seconds", False, "4h 1s is not <= 4h"),
        ("<= 4h", 14400.01, "seconds", False, "4.000003h is not <= 4h"),
        ("<= 30h", 187_200.0, "seconds", False, "52h is not <= 30h"),
        ("<= 2d", 187_200.0, "seconds", False, "2d 4h is not <= 2d"),
        ("p90 <= 4h", -5.0, "points", True, "3h 30m <= 4h"),
        ("mean >= 4.2", -5.0, "points", True, "4.2 >= 4.2"),
        ("within_4h >= 80", -5.0, "points", True, "80 >= 80"),
    ],
)
def test_judge(text: str, value: float, unit: str, met: bool, why: str) -> None:
    verdict = goals.judge(goals.parse(text), row(value, unit))
    assert (verdict.met, verdict.why) == (met, why)
    assert verdict.slice == (("channel", "chat"),)


def test_undefined_is_no_verdict() -> None:
    verdict = goals.judge(goals.parse(">= 50"), row(None))
    assert (verdict.value, verdict.met, verdict.why) == (None, None, "no answers")
    said = Row("nps", (), Measure((Statistic("nps", None, "points", 0, None, "no tickets"),)))
    assert goals.judge(goals.parse(">= 50"), said).why == "no tickets"


def test_a_partial_period_is_no_verdict() -> None:
    verdict = goals.judge(goals.parse(">= 50"), row(60.0, partial=True))
    assert (verdict.value, verdict.met, verdict.why) == (60.0, None, "partial period")


@pytest.mark.parametrize(
    ("text", "value_unit", "message"),
    [
        ("<= 4", "seconds", "score is a time, and 4 has no unit"),
        (">= 50%", "points", "score is in points, not in percent"),
        (">= 50h", "percent", "score is in percent, not in seconds"),
        (">= 50 points", "seconds", "score is in seconds, not in points"),
        (">= 0.85", "percent", "0.85 could be meant as a part of 1"),
        ("p99 <= 4h", "seconds", "nps has no statistic p99"),
    ],
)
def test_units_that_do_not_fit(text: str, value_unit: str, message: str) -> None:
    with pytest.raises(CsmetricsError, match=message) as caught:
        goals.judge(goals.parse(text), row(1.0, value_unit))
    assert caught.value.exit == Exit.USAGE
    assert caught.value.hint


@given(
    st.sampled_from([">=", "<=", ">", "<", "="]),
    st.floats(-100, 100),
    st.decimals(-100, 100, places=2),
)
def test_what_is_shown_agrees_with_the_verdict(op: str, value: float, target: object) -> None:
    verdict = goals.judge(goals.parse(f"{op} {target}"), row(value))
    shown = float(verdict.why.split()[0])
    assert goals.parse(f"{op} {target}").met_by(shown) == verdict.met


SHARE = Statistic("within_4h", 80.0, "percent", 10)
MEDIAN = Statistic("median", 1800.0, "seconds", 10)
TIMES = Row("frt", (), Measure((MEDIAN, replace(MEDIAN, name="p90"), SHARE)))


@pytest.mark.parametrize(
    ("text", "better", "turned"),
    [
        (">= 30m", "lower", "<= 30m"),
        ("p90 >= 30m", "lower", "p90 <= 30m"),
        ("< 30m", "higher", ">= 30m"),
        ("<= 30m", "lower", None),
        ("= 30m", "lower", None),
        (">= 30m", None, None),
        ("within_4h >= 80%", "lower", None),  # a share of those in time is better the more it is
    ],
)
def test_a_goal_the_other_way_round_is_said(
    text: str, better: str | None, turned: str | None
) -> None:
    goal = goals.parse(text)
    of_headline = goals.is_of_headline(goal, TIMES)
    found = [*goals.other_way(goal, "frt", better)] if of_headline else []
    assert [each.hint for each in found] == ([f"if that is not meant: {turned}"] if turned else [])
