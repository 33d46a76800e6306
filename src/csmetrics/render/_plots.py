"""What is worth drawing of an answer: chosen by units, counts, periods and labels, never by a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from csmetrics.language import Period, tr
from csmetrics.render import _numbers
from csmetrics.render._drawable import MOST
from csmetrics.render._drivers import FEW, GOES
from csmetrics.render._drivers_levels import level_name
from csmetrics.render._grid import PERIOD, label_of
from csmetrics.render._labels import label_text
from csmetrics.render._language import own
from csmetrics.render._plot import Plot, Series, cut, ends, largest, series
from csmetrics.render._plots_of_report import of_report
from csmetrics.render._views import of_hours, working
from csmetrics.render._words import title_of
from csmetrics.report import Comparison, Drivers, Result, Split, Standards, Trend


def plots(result: Result) -> Iterator[Plot]:
    """Every chart that the data of an answer allow; those of a summary are of its reports."""
    chosen: dict[str, Callable[[Any], Iterator[Plot]]] = {
        "metric": of_report,
        "comparison": _of_comparison,
        "trend": _of_trend,
        "standards": _of_standards,
        "drivers": _of_drivers,
    }
    if result.kind in chosen:
        yield from chosen[result.kind](result)


def _of_comparison(comparison: Comparison) -> Iterator[Plot]:
    """The statistics in the unit of the headline, on both sides; and what each slice did to the difference."""
    one, other = (side.label for side in comparison.sides)
    metric = comparison.definition.metric
    for each in comparison.results:
        unit = each.changes[0].first.unit
        alike = [change for change in each.changes if change.first.unit == unit]
        sides = (
            series(one, [change.first for change in alike]),
            series(other, [change.second for change in alike]),
        )
        if any(side.known for side in sides):
            named = filter(None, (each.title or comparison.definition.title, each.question))
            labels = tuple(title_of(change.first.name, metric) for change in alike)
            shown = working(comparison.settings, unit)
            yield Plot(": ".join(map(own, named)), "columns", shown, "", labels, sides)
        if each.split is not None:
            yield _why(each.split, metric)


def _why(split: Split, metric: str) -> Plot:
    """What the value of each slice did to the difference, and what its share did."""
    by = [column for column, _ in split.effects[0].slice]
    weights = [round(1e6 * sum(effect.share)) for effect in split.effects]
    shown = largest(split.effects, weights)
    labels = tuple(", ".join(label_of(each.slice, column) for column in by) for each in shown)
    what, column = title_of(split.statistic, metric), " and ".join(by)
    title = cut(tr("Why {what} changed, by {label}", what=what, label=column), weights)
    effects = (
        Series(tr("Rate"), tuple(each.rate for each in shown)),
        Series(tr("Mix"), tuple(each.centred for each in shown)),
    )
    return Plot(title, "bars", split.unit, column, labels, effects, signed=True)


def _of_trend(trend: Trend) -> Iterator[Plot]:
    """The control chart: values, centre, limits, and the points that fired a rule."""
    trend = of_hours(trend)
    points = trend.points
    name = title_of(trend.statistic, trend.metric)
    drawn = [Series(name, tuple(point.value for point in points))]
    if drawn[0].known < 2:
        return
    if trend.chart is not None:
        centre = tuple(None if each.lower is None else trend.centre for each in points)
        drawn += [
            Series(tr("Centre"), centre, role="centre"),
            Series(tr("Lower limit"), tuple(each.lower for each in points), role="limit"),
            Series(tr("Upper limit"), tuple(each.upper for each in points), role="limit"),
        ]
    if any(each.rules for each in points):
        signals = tuple(each.value if each.rules else None for each in points)
        drawn.append(Series(tr("Signal"), signals, role="signal"))
    labels = tuple(tr(Period(each.period)) + "*" * each.partial for each in points)
    title, ns = tr("{what} over time", what=name), tuple(each.n for each in points)
    yield Plot(title, "line", trend.unit, tr(PERIOD), labels, tuple(drawn), ns)


def _of_standards(found: Standards) -> Iterator[Plot]:
    """Each label with its interval, against the centre; in the order of labels, because one of values ranks chance."""
    peers = [peer for peer in found.peers if _numbers.known(peer.value)]
    sizes = [peer.n for peer in peers]
    shown = largest(peers, sizes, 2 * MOST)
    if len(shown) < 2:
        return
    name = title_of(found.statistic, found.definition.metric)
    values = tuple(peer.value for peer in shown)
    word = tr("Standard") if found.standard else tr("Average")
    drawn = [Series(name, values), Series(word, (found.centre,) * len(shown), role="centre")]
    if any(peer.limits for peer in shown):  # which judge; elsewhere the interval does
        narrow = [ends(peer.limits[0]) if peer.limits else (None, None) for peer in shown]
        level = next(peer.limits[0].level for peer in shown if peer.limits)
        lows, highs = zip(*narrow, strict=True)
        title = tr("{level:g} % limits", level=100 * level)
        drawn += [Series(title, lows, role="limit"), Series(title, highs, role="limit")]
    else:
        drawn[0] = Series(name, values, tuple(ends(peer.interval) for peer in shown))
    labels = tuple(label_text(peer.label) for peer in shown)
    title = cut(tr("{what} by {label}", what=name, label=found.by), sizes, 2 * MOST)
    ns = tuple(peer.n for peer in shown)
    yield Plot(
        title, "dots", working(found.settings, found.unit), found.by, labels, tuple(drawn), ns
    )


def _of_drivers(found: Drivers) -> Iterator[Plot]:
    """The score by the levels of each column that goes with it, or of few columns."""
    name = title_of(found.whole.name, found.definition.metric)
    for each in found.drivers:
        if each.verdict != GOES and len(found.drivers) > FEW:
            continue
        sizes = [level.statistic.n for level in each.levels]
        shown = largest(each.levels, sizes)
        drawn = series(name, [level.statistic for level in shown])
        if drawn.known > 1:
            title = tr("{what} by {label}", what=name, label=each.column)
            labels = tuple(level_name(level, each.unit) for level in shown)
            ns = tuple(level.statistic.n for level in shown)
            yield Plot(
                cut(title, sizes),
                "bars",
                found.whole.unit,
                each.column,
                labels,
                (drawn,),
                ns,
            )
