"""The cards at the head of a page: each KPI with its interval, its n, its change, its goals, its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from csmetrics.language import in_force, tr
from csmetrics.render import _compared, _numbers
from csmetrics.render._goals import ORDER, counted
from csmetrics.render._summary import name as name_of
from csmetrics.render._views import View, period_of, period_words, shown_unit, views, with_months
from csmetrics.render._words import interval_title
from csmetrics.render.charts.spark import spark
from csmetrics.report import Kpi, Progress, Report, Statistic, Summary

SIGNS = {"higher": "▲", "lower": "▼"}
"""How a value moved, where it clearly did; whether that is good is said in a word."""
TONES = {"better": "good", "worse": "bad"}
GOALS = {
    "met": ("✓", "good"),
    "on track": ("✓", "good"),
    "at risk": ("!", "bad"),
    "missed": ("✗", "bad"),
}


@dataclass(frozen=True)
class Line:
    """A line of a card: a sign and a word that say the same as its ``tone``, and the rest."""

    sign: str
    word: str
    tone: str
    rest: str


@dataclass(frozen=True)
class Card:
    """One KPI. ``spark`` is SVG, empty where there are too few periods."""

    title: str
    period: str
    value: str
    interval: str
    n: str
    lines: tuple[Line, ...]
    spark: str
    spark_says: str


def cards_of(summary: Summary) -> Iterator[Card]:
    """A card for each KPI of a scorecard."""
    of_metric = {report.rows[0].metric: report for report in summary.reports if report.rows}
    for kpi in summary.kpis:
        report = of_metric.get(kpi.metric)
        unit = kpi.statistic.unit if report is None else shown_unit(report, kpi.statistic.unit)
        points = [] if kpi.trend is None else [p for p in kpi.trend.points if not p.partial]
        ends = [(p.period, p.value) for p in points]
        yield Card(
            name_of(kpi),
            " · ".join(filter(None, (_period(summary, kpi), _clock(unit)))),
            _numbers.number(kpi.statistic.value, unit),
            interval_words(kpi.statistic, unit),
            _numbers.count(kpi.statistic.n),
            tuple(filter(None, (_change(kpi, unit), _signal(kpi), *map(_goal, kpi.goals)))),
            spark([value for _, value in ends]),
            _spark_says(ends, unit),
        )


def _clock(unit: str) -> str:
    """What a time is counted in, where that is not the calendar."""
    return tr("in working time") if unit == _numbers.WORKING else ""


def _period(summary: Summary, kpi: Kpi) -> str:
    """The period of a card, where the title of the page does not say it of all."""
    if kpi.period is None:
        return tr("all data")
    same = {each.period for each in summary.kpis if each.period} == {kpi.period}
    return "" if same else period_words(kpi.period)


def card_of(report: Report) -> Iterator[Card]:
    """A card for each question and population of one metric: its whole."""
    for view in views(report):
        if view.headline is None:
            continue
        ends = [(period_of(row), row.measure.headline.value) for row in view.periods]
        yield Card(
            _titled(view),
            "",
            _compared.signed_value(view.headline)
            if view.headline.finding
            else _numbers.number(view.headline.value, view.unit),
            interval_words(view.headline, view.unit),
            _numbers.count(view.headline.n),
            (),
            spark([value for _, value in ends]),
            _spark_says(ends, view.unit),
        )


def _titled(view: View) -> str:
    titles = (view.question, tr(view.title), view.name)
    return ": ".join(dict.fromkeys(each for each in titles if each))


def interval_words(found: Statistic, unit: str) -> str:
    """``95 % interval 6.0 to 37.2``; why there is no value, where there is none."""
    if not _numbers.known(found.value):
        return tr(found.undefined_because or "")
    if found.interval is None:
        return ""
    ends = _numbers.interval(found.interval.low, found.interval.high, unit)
    if found.finding:
        ends = f"{_compared.ends(found)}, {tr(found.finding)}"
    return f"{tr(interval_title(found.interval.level))} {ends}"


def _spark_says(ends: list[tuple[str, float | None]], unit: str) -> str:
    known = [(period, value) for period, value in ends if value is not None]
    if not known:
        return ""
    (first, start), (last, end) = known[0], known[-1]
    return tr(
        "{start} in {first}, {end} in {last}",
        start=_numbers.number(start, unit),
        first=period_words(first),
        end=_numbers.number(end, unit),
        last=period_words(last),
    )


def _change(kpi: Kpi, unit: str) -> Line | None:
    change = kpi.change
    if change is None or change.difference is None or kpi.previous is None:
        return None
    told = _compared.signed(change.difference, unit)
    previous = period_words(kpi.previous)
    rest = tr("{difference} against {previous}", difference=told, previous=previous)
    if change.interval is None:
        return Line("", "", "still", f"{rest}, {tr(change.verdict)}")
    word = kpi.way or change.verdict
    reach = _compared.reach(change, unit).replace(" ", "\u00a0")  # one line or the next
    sign = SIGNS.get(change.verdict, "≈")
    return Line(sign, tr(word), TONES.get(word, "still"), f"{rest} ({reach})")


def _signal(kpi: Kpi) -> Line | None:
    """That the last period is out of the ordinary, where a control chart says so."""
    points = () if kpi.trend is None else kpi.trend.points
    fired = next((point.rules for point in points if point.period == kpi.period), ())
    if not fired:
        return None
    signals = () if kpi.trend is None else kpi.trend.signals
    told = [each for each in signals if str(kpi.period) in each] or fired
    rules = "; ".join(map(with_months, told))
    return Line("◆", tr("unlike before"), "still", tr("{rules} (control chart)", rules=rules))


def _goal(goal: Progress) -> Line:
    sign, tone = GOALS.get(goal.verdict, ("?", "still"))
    by = tr(" by {day}", day=in_force().period(goal.by)) if goal.by else ""
    where = "".join(f", {each}" for each in goal.where)
    rest = f"{goal.goal.removeprefix(goal.metric).strip()}{by}{where}: {tr(goal.why)}"
    return Line(sign, f"{tr('goal')} {tr(goal.verdict)}", tone, _typeset(rest))


def _typeset(test: str) -> str:
    return test.replace(">=", "≥").replace("<=", "≤")


def headline_of(summary: Summary) -> tuple[str, str]:
    """The title of the page, and what moved in one sentence."""
    periods = {(kpi.period, kpi.previous) for kpi in summary.kpis if kpi.period}
    title, line = tr("Customer service"), ""
    if len(periods) == 1:
        ((period, previous),) = periods
        title = tr("Customer service, {period}", period=period_words(str(period)))
        ways = Counter(kpi.way for kpi in summary.kpis if kpi.way)
        moved = ", ".join(tr(counted(count, way)) for way, count in _ordered(ways))
        if moved and previous:
            line = tr(
                "Against {previous}: {counted}.",
                previous=period_words(previous),
                counted=moved,
            )
    goals = Counter(goal.verdict for kpi in summary.kpis for goal in kpi.goals)
    if goals:
        worst_first = sorted(goals, key=ORDER.index)
        told = ", ".join(tr(counted(goals[verdict], verdict)) for verdict in worst_first)
        line = f"{line} {tr('Goals')}: {told}.".strip()
    return title, line


def _ordered(ways: Counter[str]) -> list[tuple[str, int]]:
    order = ("better", "worse", "higher", "lower", "no clear change")
    return [(way, ways[way]) for way in (*order, *(set(ways) - set(order))) if ways[way]]
