"""``csmetrics check`` and the ``[[goals]]`` it reads."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from csmetrics.cli.main import outcome
from schemas import hold_to_schema

INPUTS = '[[inputs]]\ntable = "responses"\nfiles = ["a.csv"]\n'


@pytest.fixture(autouse=True)
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two months of answers: half promoters in January, three in four in February."""
    start = date(2026, 1, 1)
    rows = ["score,answered,team"]
    for day in range(59):
        scores = (10, 5) if day < 31 else (10, 9, 10, 5)
        team = "A" if day % 2 else "B"
        rows += [f"{score},{start + timedelta(day)},{team}" for score in scores]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)
    return tmp_path


def settings(*goals: str) -> None:
    Path("csmetrics.toml").write_text(INPUTS + "".join(f"[[goals]]\n{each}\n" for each in goals))


MOVING = 'metric = "nps"\nfrom = {start}\nto = {to}\nsince = 2025-12-31\nby = 2026-04-28'


@pytest.mark.parametrize(
    ("goal", "code", "verdict"),
    [
        ('goal = "nps >= 50"', 0, "met"),
        ('goal = "nps >= 51"', 1, "missed"),
        ('goal = "nps >= 25"\nwindow = "all"', 0, "met"),
        ('goal = "nps >= 50"\nwindow = "last-7-days"', 0, "met"),
        ('goal = "nps >= 50"\nwindow = "last-complete-year"', 4, "too little data"),
        ('goal = "nps >= 50"\nwindow = "last-300-days"', 4, "too little data"),
        ('goal = "nps >= 50"\nconfident = true', 1, "missed"),
        (MOVING.format(start=0, to=90), 0, "on track"),  # the line asks 45 by the end of February
        (MOVING.format(start=10, to=99.9), 0, "at risk"),
    ],
)
def test_verdict(goal: str, code: int, verdict: str, capsys: pytest.CaptureFixture[str]) -> None:
    settings(goal)
    assert outcome(["check", "-f", "json"]) == code
    (found,) = json.loads(capsys.readouterr().out)["goals"]
    assert found["verdict"] == verdict


def test_a_goal_that_asks_for_less_of_what_is_good_is_warned_of(
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings('goal = "nps <= 50"')
    assert outcome(["check"]) == 0
    assert "nps is better the higher it is, and <= 50 takes" in capsys.readouterr().err


def test_at_risk_fails_where_it_is_asked_to() -> None:
    settings(MOVING.format(start=20, to=90))
    assert outcome(["check"]) == 0
    assert outcome(["check", "--fail-on", "at-risk"]) == 1


def test_cron_hears_nothing_when_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    settings('goal = "nps >= 50"')
    assert outcome(["check", "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    assert outcome(["check", "-q", "-o", "goals.csv"]) == 0
    assert Path("goals.csv").read_text().count(",met,") == 1
    settings('goal = "nps >= 50"', 'goal = "nps >= 60"\nowner = "Lia"')
    assert outcome(["check", "-q"]) == 1
    out, err = capsys.readouterr()
    assert "1 missed, 1 met" in out
    assert "Lia" in out
    assert err == ""


def test_a_change_of_the_baseline_is_a_target(capsys: pytest.CaptureFixture[str]) -> None:
    words = 'metric = "nps"\nfrom = 40\nto = "{to}"\nsince = 2026-01-01\nby = 2026-12-31'
    settings(words.format(to="+5%"), words.format(to="+5 points"), words.format(to="-10%"))
    outcome(["check", "-f", "json"])
    found = json.loads(capsys.readouterr().out)["goals"]
    assert [each["target"] for each in found] == [42.0, 45.0, 36.0]


@pytest.mark.parametrize(
    ("goal", "line", "said"),
    [
        ('metric = "nps"\nfrom = 40\nto = 45\nby = 2026-12-31', 5, "lacks a first day (since)"),
        ('metric = "nps"\nsince = 2026-01-01', 5, "a baseline (from), a target (to), a last day"),
        ('metric = "nps"\nto = "50"', 6, "50 has no direction"),
        ('metric = "nps"', 5, "no target"),
        ('goal = "npss >= 50"', 5, "did you mean nps?"),
        ('goal = "nps >= 50"\nonwer = "Lia"', 6, "did you mean owner"),
        ('goal = "nps >= 50"\nwindow = "last-moon"', 6, "such as last-complete-month"),
        ('goal = "nps >= 5 stars"', 5, "a goal: [statistic] op number[unit]"),
        (
            'metric = "nps"\nfrom = 4\nto = 5\nsince = 2026-02-01\nby = 2026-01-01',
            9,
            "ends before it begins",
        ),
        (
            'metric = "nps"\nfrom = 4\nto = 5\nsince = "2026-02-01"\nby = 2026-03-01',
            8,
            "since is no date",
        ),
    ],
)
def test_a_goal_that_is_none_is_refused_with_its_line(
    goal: str, line: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(goal)
    assert outcome(["check"]) == 2
    err = capsys.readouterr().err
    assert f"line {line}: " in err
    assert said in err


def way(start: str, to: str, metric: str = "nps") -> str:
    return f'metric = "{metric}"\nfrom = {start}\nto = {to}\nsince = 2026-01-01\nby = 2026-12-31'


@pytest.mark.parametrize(
    ("goal", "target"),
    [
        (way('"9m"', '"-2m"', "aht"), 420),
        (way('"9m"', '"+1m"', "aht"), 600),
        (way('"9m"', '"-10%"', "aht"), 486),
        (way('"70%"', '"+5 points"', "csat"), 75),
        (way("-20", '"+5%"'), -19),  # 5 % of its size more, never less
        (way("30", "-5"), -5),  # a number of TOML has its own sign
        (way("30", '">= 40"'), 40),
    ],
)
def test_where_a_goal_leads_to(
    goal: str, target: float, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(goal)
    (found,) = judged(capsys)
    assert found["target"] == target


@pytest.mark.parametrize(
    ("goal", "line", "said"),
    [
        (way("30", '"+10"'), 7, 'say to = "+10 points" or to = "+10%"'),
        (way('"70%"', '"+5"', "csat"), 7, 'say to = "+5 points" or to = "+5%"'),
        (way('"9m"', '"-2"', "aht"), 7, 'say to = "-2m"'),
        (way('"9m"', '"-10m"', "aht"), 7, "no time is negative"),
        (way('"9m"', '"+2 points"', "aht"), 7, "a time does not change by points"),
        (way("30", '"-2m"'), 7, "only a time changes by a time"),
        (way("30", '"<= 40"'), 7, "<= 40 holds already where the goal starts"),
        (way("30", '"20m"', "aht"), 7, "different units"),
        (way('"30"', '"20"', "aht"), 6, "from: aht is a time, and 30 has no unit"),
        (way("0.7", '"85%"', "csat"), 6, "could be meant as a part of 1"),
        ('goal = "frt <= 30"', 5, "frt is a time, and 30 has no unit"),
        ('goal = "nps >= 30%"', 5, "nps is in points, not in percent"),
        ('goal = "csat >= 0.85"', 5, "say 85% or 0.85%"),
        ('goal = "nps >= 130"', 5, "nps is never 130, but -100 to 100"),
        ('goal = "csat >= 120%"', 5, "csat is never 120, but 0 to 100"),
        ('goal = "backlog <= 20"\nwindow = "all"', 6, "backlog is a state at one time"),
        ('goal = "nps >= 20"\nwindow = "now"', 6, "window is none"),
    ],
)
def test_a_goal_that_could_never_be_judged_is_refused_before_anything_is_read(
    goal: str, line: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(goal)
    assert outcome(["config"]) == 2
    err = capsys.readouterr().err
    assert f"line {line}: " in err
    assert said in err


def test_the_unit_is_that_of_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    settings('goal = "csat >= 4.2"')
    assert outcome(["config"]) == 0
    with Path("csmetrics.toml").open("a") as file:
        file.write('[metrics.csat]\nstatistic = "mean"\nscale = "1-5"\n')
    assert outcome(["config"]) == 0
    settings('goal = "csat >= 85%"')
    with Path("csmetrics.toml").open("a") as file:
        file.write('[metrics.csat]\nstatistic = "mean"\nscale = "1-5"\n')
    capsys.readouterr()
    assert outcome(["config"]) == 2
    assert "csat is in score, not in percent" in capsys.readouterr().err


def test_a_unit_that_does_not_fit_is_no_missed_goal(capsys: pytest.CaptureFixture[str]) -> None:
    settings('goal = "nps.mean >= 4h"')
    assert outcome(["check"]) == 2
    assert "in score, not in seconds" in capsys.readouterr().out


def test_no_goals_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["check", "--no-config"]) == 2
    assert "no goals" in capsys.readouterr().err


def test_the_document_is_as_its_schema_says(capsys: pytest.CaptureFixture[str]) -> None:
    settings(
        'goal = "nps >= 50"',
        MOVING.format(start=20, to=90),
        'goal = "nps >= 5"\nwindow = "last-300-days"',
    )
    outcome(["check", "-f", "json"])
    hold_to_schema(json.loads(capsys.readouterr().out), "goals")


def test_a_goal_that_cannot_be_measured_keeps_none_of_the_others_from_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings('goal = "frt <= 4h"', 'goal = "nps >= 50"')
    assert outcome(["check", "-f", "json"]) == 2
    first, second = json.loads(capsys.readouterr().out)["goals"]
    assert first["verdict"] == "not measured"
    assert "no file holds tickets" in first["why"]
    assert second["verdict"] == "met"


def judged(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    outcome(["check", "-f", "json", *arguments])
    goals: list[dict[str, object]] = json.loads(capsys.readouterr().out)["goals"]
    return goals


@pytest.mark.parametrize("window", ["last-complete-month", "last-28-days"])
def test_a_day_in_the_middle_of_a_month_can_be_missed(
    window: str, capsys: pytest.CaptureFixture[str]
) -> None:
    way = 'metric = "nps"\nfrom = 0\nto = 90\nsince = 2025-12-31\nby = 2026-02-10\n'
    settings(f'{way}window = "{window}"')
    (before,) = judged(capsys, "--as-of", "2026-02-10")
    (after,) = judged(capsys, "--as-of", "2026-02-11")
    assert before["verdict"] == "at risk"
    assert after["verdict"] == "missed"
    assert (after["needed_per_month"], after["forecast"]) == (None, None)
    ended = {"last-complete-month": "2026-01", "last-28-days": "2026-01-14 to 2026-02-10"}
    assert after["period"] == ended[window]


def test_what_ends_after_as_of_is_not_judged(capsys: pytest.CaptureFixture[str]) -> None:
    settings(*(f'goal = "nps >= 5"\nwindow = "{each}"' for each in ("last-complete-month", "all")))
    found = judged(capsys, "--as-of", "2026-02-20")
    assert [each["period"] for each in found] == ["2026-01", "2026-01-01 to 2026-02-20"]
    assert found[1]["n"] == 2 * 31 + 4 * 20


def test_a_month_is_a_day_of_as_of(capsys: pytest.CaptureFixture[str]) -> None:
    settings('goal = "nps >= 5"\nwindow = "last-7-days"')
    (found,) = judged(capsys, "--as-of", "2026-02")
    assert found["period"] == "2026-02-21 to 2026-02-27"


def test_a_date_that_is_none_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    settings('goal = "nps >= 5"', 'goal = "nps >= 6"')
    assert outcome(["check", "--as-of", "foo"]) == 2
    assert capsys.readouterr().err.startswith("error: --as-of: foo is not a date\n")


def test_a_goal_that_was_not_measured_says_how_to_mend_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings('goal = "nps.p95 >= 5"')
    assert outcome(["check"]) == 2
    assert "\n  it has: nps, promoters" in capsys.readouterr().out
    (found,) = judged(capsys)
    assert str(found["hint"]).startswith("it has: nps, promoters")


def test_what_is_to_be_mended_at_the_command_line_goes_first() -> None:
    lacking, short = 'goal = "nps >= 5"\nwindow = "last-300-days"', 'goal = "nps >= 99"'
    settings(lacking, short)
    assert outcome(["check"]) == 4
    settings(lacking, short, 'goal = "nps.p95 >= 5"')
    assert outcome(["check"]) == 2


def test_the_forecast_is_as_confident_as_the_intervals(
    answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(MOVING.format(start=20, to=90) + '\nwindow = "last-complete-week"')
    (usual,) = judged(capsys)
    Path("csmetrics.toml").write_text("confidence = 99\n" + Path("csmetrics.toml").read_text())
    (surer,) = judged(capsys)
    levels = [each["forecast"]["level"] for each in (usual, surer)]  # type: ignore[index]
    assert levels == [0.95, 0.99]


def test_a_backlog_is_judged_as_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["id,created,resolved", *(f"{n},2026-01-{n:02d},2026-02-{n:02d}" for n in range(1, 11))]
    (tmp_path / "t.csv").write_text("\n".join(rows) + "\n")
    (tmp_path / "csmetrics.toml").write_text(
        '[[inputs]]\ntable = "tickets"\nfiles = ["t.csv"]\n[[goals]]\ngoal = "backlog <= 5"\n'
        '[[goals]]\nmetric = "backlog"\nfrom = 9\nto = 3\nsince = 2026-01-01\nby = 2026-02-06\n'
    )
    now, moving = judged(capsys, "--as-of", "2026-02-07")
    assert (now["verdict"], now["value"], now["period"]) == ("met", 3, "2026-02-07")
    assert (moving["verdict"], moving["value"], moving["period"]) == ("missed", 4, "2026-02-06")


def test_months_after_as_of_are_out_of_no_balance(capsys: pytest.CaptureFixture[str]) -> None:
    settings('goal = "nps >= -5"')
    Path("csmetrics.toml").write_text(
        'balance = [["nps", "csat"]]\n' + Path("csmetrics.toml").read_text()
    )
    assert outcome(["check"]) == 0
    assert "its counter-KPI csat could not be measured" in "".join(capsys.readouterr())
    assert outcome(["check", "--as-of", "2026-02-20"]) == 0
    assert "its counter-KPI csat could not be measured" not in "".join(capsys.readouterr())


UNFINISHED = (
    "id,created at,resolved at,status,sla\n"
    "1,2026-03-02 09:00,2026-03-03 10:00,solved,met\n"
    "2,2026-03-03 09:00,2026-03-04 10:00,solved,met\n"
    "3,2026-03-04 09:00,,open,breached\n"
)


def test_all_rows_are_those_of_the_command_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An open ticket has no date of resolution to be dated by, and is breached all the same."""
    (tmp_path / "t.csv").write_text(UNFINISHED)
    files = '[[inputs]]\ntable = "tickets"\nfiles = ["t.csv"]\n'
    Path("csmetrics.toml").write_text(files + '[[goals]]\ngoal = "sla >= 90%"\nwindow = "all"\n')
    assert outcome(["check", "-f", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["goals"][0]["n"] == 3
    assert not any("no date" in each["text"] for each in found["diagnostics"])
    assert outcome(["summary", "t.csv", "--no-config", "-f", "json"]) == 0
    kpis = {each["metric"]: each for each in json.loads(capsys.readouterr().out)["kpis"]}
    assert kpis["sla"]["n"] == 3
    assert kpis["sla"]["period"] is None
