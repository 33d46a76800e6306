"""Reports made by hand, small enough that a golden file can be checked by eye."""

from __future__ import annotations

from csmetrics import errors
from csmetrics.report import (
    Definition,
    Diagnostic,
    Input,
    Interval,
    LeftOut,
    Mapped,
    Measure,
    Quality,
    Report,
    Row,
    Setting,
    Slice,
    Statistic,
    Verdict,
)

NPS = Definition(
    "nps",
    "Net Promoter Score",
    "NPS = % promoters (9–10) − % detractors (0–6)",
    "scale 0–10; whole numbers only",
    "points",
    ("Reichheld 2003", "Rocks 2016"),
)
CSAT = Definition(
    "csat",
    "Customer Satisfaction",
    "CSAT = satisfied ÷ answers × 100",
    "scale 1–5; satisfied: 4, 5",
    "percent",
)
FRT = Definition(
    "frt",
    "First Response Time",
    "created → first public reply",
    "median; calendar time",
    "seconds",
)
QUALITY = Quality(
    1302,
    1289,
    (
        LeftOut(errors.OUTSIDE_SCALE, (("low", 0), ("high", 10)), "score", 9, ("42", "97", "203")),
        LeftOut(errors.BLANK, (), "score", 4, ("17", "18", "260")),
    ),
)
OUTSIDE = Diagnostic(
    errors.LEFT_OUT,
    (("count", 9), ("values", "values"), ("column", "score"), ("reason", "outside 0–10")),
    9,
    ("42", "97", "203"),
    "score",
)
INPUT = Input(
    "responses.csv",
    "0" * 64,
    1302,
    (("encoding", "utf-8"), ("delimiter", ","), ("sheet", None), ("header_row", 1)),
    (Mapped("score", "rating", "the only column of whole numbers 0–10"),),
)


def nps(promoters: int, passives: int, detractors: int, *, spread: float = 4.0) -> Measure:
    n = promoters + passives + detractors
    if n == 0:
        why = "no answers"
        names = [("nps", "points")]
        names += [(name, "percent") for name in ("promoters", "passives", "detractors")]
        names += [("mean", "score")]
        return Measure(tuple(Statistic(name, None, unit, 0, None, why) for name, unit in names))
    value = 100 * (promoters - detractors) / n
    interval = Interval(0.95, max(-100.0, value - spread), min(100.0, value + spread), "score")
    counts = (("promoters", promoters), ("passives", passives), ("detractors", detractors))
    shares = tuple(Statistic(name, 100 * count / n, "percent", n) for name, count in counts)
    mean = Statistic("mean", (9 * promoters + 7 * passives + 4 * detractors) / n, "score", n)
    return Measure((Statistic("nps", value, "points", n, interval), *shares, mean), counts)


def nps_report(*rows: tuple[Slice, Measure]) -> Report:
    return Report("metric", NPS, tuple(Row("nps", *each, "answered") for each in rows), QUALITY)


WHOLE = Report(
    "metric",
    NPS,
    (Row("nps", (), nps(660, 400, 229)),),
    QUALITY,
    inputs=(INPUT,),
    settings=(Setting("tz", "UTC", "default"), Setting("by", (), "default")),
    diagnostics=(OUTSIDE,),
)

SLICED = Report(
    "metric",
    NPS,
    (
        Row("nps", (), nps(660, 400, 229), "answered"),
        Row("nps", (("channel", "chat"), ("period", "2026-09")), nps(60, 10, 80), "answered"),
        Row("nps", (("channel", "chat"), ("period", "2026-10")), nps(0, 0, 0), "answered"),
        Row("nps", (("channel", "email"), ("period", "2026-09")), nps(590, 380, 139), "answered"),
        Row(
            "nps",
            (("channel", "email"), ("period", "2026-10")),
            nps(9, 7, 10),
            "answered",
            partial=True,
        ),
        Row("nps", (("channel", None), ("period", "2026-09")), nps(1, 3, 0), "answered"),
    ),
    QUALITY,
    inputs=(INPUT,),
    settings=(
        Setting("tz", "America/Sao_Paulo", "config"),
        Setting("by", ("channel",), "flag"),
        Setting("as_of", "2026-10-06T12:00:00Z", "default"),
    ),
    diagnostics=(OUTSIDE, Diagnostic(errors.PARTIAL, (("periods", "2026-10"),))),
    verdicts=(
        Verdict("nps >= 30", (), 33.4, True, "33.4 is at least 30"),
        Verdict("nps >= 30", (("channel", "chat"),), -13.3, False, "-13.3 is below 30"),
        Verdict("nps >= 30", (("channel", None),), None, None, "fewer than 10 answers"),
    ),
    zone="America/Sao_Paulo",
    span=("2026-09-01T08:00:00Z", "2026-10-06T12:00:00Z"),
)


def csat(value: float, n: int, mean: float) -> Measure:
    interval = Interval(0.9, value - 3.25, value + 3.25, "Wilson")
    good = round(value * n / 100)
    return Measure(
        (
            Statistic("csat", value, "percent", n, interval),
            Statistic("mean", mean, "score", n, Interval(0.9, mean - 0.1, mean + 0.1, "t")),
        ),
        (("satisfied", good), ("neutral", 0), ("dissatisfied", n - good)),
    )


QUESTIONS = Report(
    "metric",
    CSAT,
    (
        Row("csat", (), csat(75.0, 400, 3.912), question="business"),
        Row("csat", (), csat(81.25, 320, 4.055), question="human"),
    ),
    Quality(412, 405, (LeftOut(errors.BLANK, (), "business", 7, ("9", "10", "11")),)),
    questions=(
        Quality(412, 400, (LeftOut(errors.BLANK, (), "business", 12, ("9",)),), "business"),
        Quality(412, 320, (LeftOut(errors.BLANK, (), "human", 92, ("9",)),), "human"),
    ),
    stamp="2026-10-07T09:00:00Z",
)

DURATIONS = Report(
    "metric",
    FRT,
    (
        Row(
            "frt",
            (),
            Measure(
                (
                    Statistic(
                        "median", 840.0, "seconds", 212, Interval(0.95, 780.0, 960.0, "order")
                    ),
                    Statistic("mean", 15686.4, "seconds", 212),
                    Statistic(
                        "p90", 200000.0, "seconds", 212, Interval(0.95, 150000.0, None, "order")
                    ),
                    Statistic("within_4h", 88.372, "percent", 215),
                ),
                (("unanswered", 3),),
            ),
            "created",
        ),
    ),
    Quality(215, 215, ()),
)

ART = Definition(
    "art",
    "Average Resolution Time",
    "resolution − creation",
    "from the dates created and resolved",
    "seconds",
)


def art(mean: float, resolved: int, still: int, median: float | None) -> tuple[Measure, Measure]:
    """Two populations of one slice: those resolved in it, and those opened in it."""
    spread = Interval(0.95, 0.9 * mean, 1.1 * mean, "BCa")
    band = Interval(0.95, 0.8 * mean, None, "log-log band")
    closed = Measure(
        (
            Statistic("mean", mean, "seconds", resolved, spread),
            Statistic("median", 0.8 * mean, "seconds", resolved),
        )
    )
    opened = Measure(
        (
            Statistic(
                *("kaplan_meier_median", median, "seconds", resolved + still, band),
                None if median else "too many still wait to know it",
            ),
        ),
        (("resolved", resolved), ("open", still)),
        date="created",
        title="Opened, those still open included",
    )
    return closed, opened


POPULATIONS = Report(
    "metric",
    ART,
    tuple(
        Row("art", slice_, measure, measure.date)
        for slice_, measures in (
            ((), art(273600.0, 40, 8, 250000.0)),
            ((("channel", "email"),), art(36000.0, 10, 8, None)),
        )
        for measure in measures
    ),
    Quality(48, 48, ()),
    settings=(
        Setting("tz", "America/Sao_Paulo", "flag"),
        Setting("hours", "mon-fri 09:00-18:00", "flag"),
        Setting("holidays", ("BR-SP", "office.csv"), "flag"),
        Setting("as_of", "2026-10-06 14:08:31", "inferred"),
    ),
    verdicts=(Verdict("<= 100h", (), 273600.0, True, "76h <= 100h"),),
    zone="America/Sao_Paulo",
)

EMPTY = Report("metric", NPS, (), Quality(0, 0, ()))
ALL_UNDEFINED = Report("metric", NPS, (Row("nps", (), nps(0, 0, 0)),), Quality(1, 0, ()))

GOLDEN = {
    "whole": WHOLE,
    "sliced": SLICED,
    "questions": QUESTIONS,
    "durations": DURATIONS,
    "populations": POPULATIONS,
}

HOSTILE = (
    "[red]alarm[/red]",
    "</script><script>alert(1)</script>",
    '=HYPERLINK("http://x.example","y")',
    "+cmd|' /C calc'!A0",
    "-5",
    "-5 or more",
    "@SUM(A1)",
    "\ttab first",
    "\rcarriage",
    "clear\x1b[2J\x1b[31mred",
    "title\x1b]0;owned\x07",
    "link\x1b]8;;http://x.example\x1b\\here\x1b]8;;\x1b\\",
    "c1\x9b31m\x85\x90",
    "bidi\u202eevil\u2066x\u2069",
    "two\nlines\r\nand\u2028more",
    "nul\x00 bell\x07 del\x7f",
    "surrogate\udcff",
    'quote " comma , semicolon ; pipe | tick ` star * _under_ ~~x~~ [a](http://b) <b>',
    "x" * 40_000,
    "日本語の顧客",
    "👩‍👩‍👧 família 🇧🇷",
    "é e\u0301",
    "(all)",
    "",
    "true",
    "NA",
    "00123",
    ":smile: {braces} %s %(x)s \\n",
)
HOSTILE_COLUMN = "=col\x1b[31m|\n[b]"


def hostile() -> Report:
    rows: list[tuple[Slice, Measure]] = [((), nps(660, 400, 229))]
    rows += [(((HOSTILE_COLUMN, label), ("value", label)), nps(5, 2, 1)) for label in HOSTILE]
    report = nps_report(*rows)
    named = Diagnostic(
        errors.LEFT_OUT,
        (("count", 1), ("values", "values"), ("column", HOSTILE_COLUMN), ("reason", HOSTILE[9])),
        1,
        ("evil\x1b[2J.csv:3",),
        HOSTILE_COLUMN,
    )
    odd = LeftOut(errors.OUTSIDE_SCALE, (("low", "\x1b[1m"), ("high", "\n")), HOSTILE_COLUMN, 1, ())
    verdict = Verdict("nps\x1b >= 1", ((HOSTILE_COLUMN, HOSTILE[11]),), 1.0, True, "be\ncause")
    return Report(
        "metric",
        Definition("nps", "NPS of \x1b[31m", "f\x9b", "rule\nof <b>", "points"),
        report.rows,
        Quality(2, 1, (odd,), None),
        diagnostics=(named,),
        verdicts=(verdict,),
        questions=(
            Quality(2, 2, (), HOSTILE_COLUMN),
            Quality(2, 2, (), "b"),
        ),
        zone="\x1b[31m",
        span=("2026-01-01", "2026-01-02"),
    )


def many(count: int = 3000) -> Report:
    slices = [((("agent", f"agent {i:04}"),), nps(5 + i % 7, 2, 1 + i % 3)) for i in range(count)]
    return nps_report(((), nps(660, 400, 229)), *slices)
