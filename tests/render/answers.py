"""One small answer of each kind that is not the report of a metric, made by hand."""

from __future__ import annotations

from csmetrics.report import (
    Change,
    ColumnSeen,
    Compared,
    Comparison,
    Effect,
    FileSeen,
    Goals,
    Inspection,
    Interval,
    Kpi,
    Lacking,
    Peer,
    Point,
    Progress,
    Quality,
    Result,
    Side,
    Split,
    Standards,
    Statistic,
    Summary,
    Trend,
)

from . import reports

SHARE = Statistic("csat", 78.4, "percent", 213, Interval(0.95, 72.6, 83.4, "Wilson"))
BEFORE = Statistic("csat", 81.0, "percent", 200, Interval(0.95, 75.0, 85.8, "Wilson"))
SLOW, SLOWER = (
    Statistic("median", seconds, "seconds", 60, Interval(0.95, seconds - 600, None, "order"))
    for seconds in (19_000.25, 26_200.0)
)

GOALS = Goals(
    (
        Progress(
            goal="csat >= 85%",
            metric="csat",
            owner="Ana",
            where=("team = Billing",),
            window="last-complete-month",
            target=85.0,
            test=">= 85%",
            period="2026-10",
            statistic=SHARE,
            verdict="missed",
        ),
        Progress("frt <= 4h", "frt", "", (), "all", 14_400.0, why="no month is covered whole"),
    )
)

TREND = Trend(
    "csat",
    "Customer satisfaction",
    "csat",
    "percent",
    "month",
    (
        Point("2026-08", 200, 81.0, BEFORE.interval, 70.0, 90.0, baseline=True),
        Point("2026-09", 213, 61.4, SHARE.interval, 70.5, 89.5, ("below the limit",)),
        Point("2026-10", 0, None, partial=True),
    ),
    chart="p",
    centre=80.0,
    signals=("2026-09: below the limit",),
)

COMPARISON = Comparison(
    reports.FRT,
    (
        Side("period", "2026-09", Quality(100, 100, ()), (reports.INPUT,)),
        Side("period", "2026-10", Quality(90, 90, ()), (reports.INPUT,)),
    ),
    (
        Compared(
            (
                Change(SLOWER, SLOW, -7199.75, Interval(0.95, -9000.0, -5000.0, "MOVER"), "lower"),
                Change(BEFORE, SHARE, -2.6, None, "no clear change", why="of a few"),
            ),
            split=Split(
                "median",
                "seconds",
                -7000.0,
                -199.75,
                (
                    Effect((("team", "A"),), SLOWER, SLOW, (0.5, 0.75), -5000.0, 10.0, -150.0),
                    Effect((("team", None),), SLOWER, SLOW, (0.5, 0.25), -2000.0, 5.0, -49.75),
                ),
            ),
        ),
    ),
    by=("team",),
)

STANDARDS = Standards(
    reports.CSAT,
    "csat",
    "percent",
    "agent",
    "higher",
    80.0,
    (
        Peer("Ada", 60, 91.0, SHARE.interval, (Interval(0.95, 70.0, 90.0, "exact"),), 88.0, 0.01),
        Peer("Bo", 50, 79.5, SHARE.interval, (Interval(0.95, 68.0, 92.0, "exact"),), 79.6, 0.9),
        Peer(None, 3, 100.0, None),
    ),
    10,
    2,
    Quality(113, 113, ()),
    alike=0.1,
)

SUMMARY = Summary(
    (
        Kpi("csat", "CSAT", SHARE, period="2026-10", trend=TREND),
        Kpi("nps", "NPS", reports.SLICED.rows[0].measure.headline),
    ),
    (Lacking("ces", "CES", "no column holds the score", "--column score=HEADER"),),
    (reports.SLICED, reports.QUESTIONS),
    inputs=(reports.INPUT,),
    diagnostics=(reports.OUTSIDE,),
)

INSPECTION = Inspection(
    (
        FileSeen(
            "responses.csv",
            "0" * 64,
            302,
            (("encoding", "utf-8"), ("delimiter", ","), ("header_row", 1)),
            (
                ColumnSeen("A", "id", "id", "codes", None, 302, 0, 0, 302),
                ColumnSeen("B", "score", "score", "by its name", "score", 298, 4, 0, 11, 7.9),
            ),
            ("--score", "score"),
        ),
    )
)

OTHERS: dict[str, Result] = {
    "goals": GOALS,
    "trend": TREND,
    "comparison": COMPARISON,
    "standards": STANDARDS,
    "summary": SUMMARY,
    "inspection": INSPECTION,
}
