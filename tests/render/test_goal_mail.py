"""What ``check`` prints, and cron mails: every goal at a glance, then how far each is."""

from __future__ import annotations

from dataclasses import replace

from csmetrics.render import table
from csmetrics.report import Goals, Interval, Progress, Statistic

SHARE = Statistic("csat", 78.4, "percent", 213, interval=Interval(0.95, 72.6, 83.4, "Wilson"))
STANDING = Progress(
    goal="csat >= 85%",
    metric="csat",
    owner="José",
    where=(),
    window="last-complete-month",
    target=85.0,
    test=">= 85%",
    upward=True,
    period="2026-10",
    statistic=SHARE,
    verdict="missed",
)
MOVING = Progress(
    goal="frt p90 <= 4h",
    metric="frt",
    owner="",
    where=("Team = Billing",),
    window="last-complete-month",
    target=14_400.0,
    test="<= 4h",
    since="2025-12-31",
    by="2026-12-31",
    start=28_800.0,
    period="2026-10",
    statistic=Statistic("p90", 19_000.0, "seconds", 61, interval=None),
    verdict="at risk",
    expected=17_400.0,
    pace=-2_300.0,
    forecast=Interval(0.95, 14_000.0, 21_000.0, "straight line"),
)


def mail(*goals: Progress) -> list[str]:
    return table.render(Goals(goals)).splitlines()


def test_a_mail_tells_what_is_wrong_first_and_whose_it_is() -> None:
    met = replace(STANDING, goal="csat >= 75%", test=">= 75%", target=75.0, verdict="met")
    assert mail(met, MOVING, STANDING) == [
        "Goals   1 missed, 1 at risk, 1 met | 2026-10 | UTC",
        "",
        "Verdict   Goal      Where            Owner     n    Value   Target",
        "------------------------------------------------------------------",
        "missed    csat                       José    213   78.4 %   >= 85%",
        "at risk   frt p90   Team = Billing            61   5h 17m   <= 4h",
        "met       csat                       José    213   78.4 %   >= 75%",
        "",
        "missed: csat >= 85% (José)",
        "  78.4 %, 6.6 pp short; 95 % interval 72.6 to 83.4 %",
        "at risk: frt p90 <= 4h by 2026-12-31, Team = Billing",
        "  5h 17m, 1h 17m over",
        "  the line asks for 4h 50m by the end of 2026-10",
        "  needed: -38m 20s a month until 2026-12-31",
        "  if all goes on as since 2025-12-31: 3h 53m to 5h 50m on 2026-12-31",
        "met: csat >= 75% (José)",
        "  78.4 %, 3.4 pp to spare; 95 % interval 72.6 to 83.4 %",
    ]


def test_of_a_confident_goal_the_end_of_the_interval_counts() -> None:
    assert mail(replace(STANDING, confident=True))[-1] == (
        "  78.4 %; all of its 95 % interval 72.6 to 83.4 % counts: 12.4 pp short"
    )


def test_what_is_missed_by_less_than_is_shown_is_not_missed_by_nothing() -> None:
    near = replace(SHARE, value=84.9996, interval=None)
    assert mail(replace(STANDING, statistic=near))[-1] == "  85.0 %, 0.0004 pp short"
    exact = replace(SHARE, value=85.0, interval=None)
    line = mail(replace(STANDING, statistic=exact, verdict="met"))[-1]
    assert line == "  85.0 %, just the target"


def test_what_was_judged_over_different_periods_tells_of_each() -> None:
    lines = mail(STANDING, replace(STANDING, period="2026-10-03 to 2026-10-30", verdict="met"))
    assert lines[0] == "Goals   1 missed, 1 met | UTC"
    assert "2026-10-03 to 2026-10-30" in lines[5]
    assert lines[8] == "  78.4 % in 2026-10, 6.6 pp short; 95 % interval 72.6 to 83.4 %"


def test_what_could_not_be_judged_says_why() -> None:
    refused = replace(STANDING, statistic=None, period=None, verdict="not measured", why="no file")
    unknown = replace(refused, verdict="too little data", why="no month is covered whole")
    assert mail(STANDING, unknown, refused)[4:] == [
        "not measured      csat   José      -        -   >= 85%",
        "missed            csat   José    213   78.4 %   >= 85%",
        "too little data   csat   José      -        -   >= 85%",
        "",
        "not measured: csat >= 85% (José)",
        "  no file",
        "missed: csat >= 85% (José)",
        "  78.4 %, 6.6 pp short; 95 % interval 72.6 to 83.4 %",
        "too little data: csat >= 85% (José)",
        "  no month is covered whole",
    ]


def test_working_hours_are_no_days_and_are_named() -> None:
    long = replace(MOVING, statistic=Statistic("p90", 180_000.0, "seconds", 61), pace=None)
    assert "2d 2h" in mail(long)[4]
    lines = mail(replace(long, hours="mon-fri 09:00-18:00"), STANDING)
    assert "50h" in lines[5]
    assert lines[-1] == "frt: working time mon-fri 09:00-18:00"
