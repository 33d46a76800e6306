"""The charts of a report: over time, by label, by question, and how its answers are spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from csmetrics.language import Period, tr
from csmetrics.render import _numbers
from csmetrics.render._drawable import (
    MOST,
    answers,
    by_label,
    by_question,
    kinds,
    over_time,
    parts,
    times,
    values,
)
from csmetrics.render._grid import PERIOD, label_of
from csmetrics.render._language import own
from csmetrics.render._plot import Plot, Series, Shape, cut, largest, listed, series
from csmetrics.render._views import View, period_of, shown_unit, views
from csmetrics.render._words import title_of
from csmetrics.report import Report, Row

MOST_LINES = 6


def of_report(report: Report) -> Iterator[Plot]:
    """Every chart that the data of a report allow, what it is about first."""
    found = list(views(report))
    yield from _by_question([view for view in found if view.question and view.headline])
    yield from _lines(report)
    for draw in (_over_time, _by_label, _shares, _answers, _spans, _parts):
        for view in found:
            plot = draw(view)
            if plot is not None:
                yield plot


def _over_time(view: View) -> Plot | None:
    """The headline through the periods with its interval; of counts all of them."""
    names, counts = over_time(view), view.unit == "count"
    if not names:
        return None
    drawn = [series(title_of(name, view.metric), values(view.periods, name)) for name in names]
    title = _of(view, tr("{what} over time", what=listed([each.name for each in drawn])))
    labels = tuple(map(_period, view.periods))
    shape: Shape = "columns" if counts else "line"
    ns = () if counts else _ns(view.periods)
    return Plot(title, shape, view.unit, tr(PERIOD), labels, tuple(drawn), ns)


def _lines(report: Report) -> Iterator[Plot]:
    """One line for each label of a column through the periods; a chart for each question."""
    found: dict[tuple[str | None, str, str], list[Row]] = {}
    for row in report.rows:
        if len(row.slice) == 2 and row.slice[1][0] == PERIOD:
            of = (row.question, row.measure.title, row.slice[0][0])
            found.setdefault(of, []).append(row)
    for (question, title, column), rows in found.items():
        plot = _of_labels(report, rows, column)
        if plot is not None:
            yield replace(plot, title=_named(question, tr(title), plot.title))


def _of_labels(report: Report, rows: Sequence[Row], column: str) -> Plot | None:
    if rows[0].measure.headline.unit == "count":
        return None
    of: dict[str, dict[str, Row]] = {}
    for row in rows:
        of.setdefault(label_of(row.slice, column), {})[period_of(row)] = row
    labels = {period_of(row): _period(row) for row in rows}
    periods = sorted(labels)
    if len(periods) < 2 or len(of) < 2:
        return None
    totals = [sum(row.measure.headline.n for row in found.values()) for found in of.values()]
    drawn = tuple(
        Series(label, tuple(_headline(of[label].get(period)) for period in periods))
        for label in largest(list(of), totals, MOST_LINES)
    )
    name = title_of(rows[0].measure.headline.name, report.definition.metric)
    title = cut(tr("{what} by {label} over time", what=name, label=column), totals, MOST_LINES)
    unit = shown_unit(report, rows[0].measure.headline.unit)
    across = tuple(labels[period] for period in periods)
    return Plot(title, "line", unit, tr(PERIOD), across, drawn)


def _headline(row: Row | None) -> float | None:
    return None if row is None else row.measure.headline.value


def _by_label(view: View) -> Plot | None:
    """The headline of the labels of a column, in their order."""
    rows = by_label(view)
    if not rows:
        return None
    column = rows[0].slice[0][0]
    sizes = [row.measure.headline.n for row in rows]
    shown = largest(rows, sizes)
    drawn = series(view.name, [row.measure.headline for row in shown])
    title = cut(tr("{what} by {label}", what=view.name, label=column), sizes)
    labels = tuple(label_of(row.slice, column) for row in shown)
    ns = () if view.unit == "count" else _ns(shown)
    return Plot(_of(view, title), "bars", view.unit, column, labels, (drawn,), ns)


def _by_question(asked: Sequence[View]) -> Iterator[Plot]:
    """Several questions side by side."""
    found = by_question(asked)
    if not found:
        return
    title = tr("{what} by question", what=asked[0].name)
    labels = tuple(question for question, _ in found)
    drawn = series(asked[0].name, [headline for _, headline in found])
    ns = tuple(headline.n for _, headline in found)
    yield Plot(title, "bars", asked[0].unit, tr("question"), labels, (drawn,), ns)


def _shares(view: View) -> Plot | None:
    """The kinds of answers that a value is made of, over time or by label."""
    rows = view.periods if len(view.periods) > 1 else view.slices
    if view.whole is None or not 2 <= len(rows) <= MOST:
        return None
    names = kinds(view.whole.measure)
    if not names:
        return None
    drawn = [
        Series(title_of(name, view.metric), tuple(_share(row, name, names) for row in rows))
        for name in names
    ]
    column = rows[0].slice[0][0]
    over_time = column == PERIOD
    labels = tuple(_period(row) if over_time else label_of(row.slice, column) for row in rows)
    what = listed([each.name for each in drawn])
    title = tr("{what} over time" if over_time else "{what} by {label}", what=what, label=column)
    across = tr(PERIOD) if over_time else column
    return Plot(_of(view, title), "shares", "percent", across, labels, tuple(drawn), _ns(rows))


def _share(row: Row, name: str, names: Sequence[str]) -> float | None:
    counts = dict(row.measure.parts)
    total = sum(counts.get(each, 0) for each in names)
    return 100 * counts.get(name, 0) / total if total else None


def _answers(view: View) -> Plot | None:
    """How often each answer of a scale was given, coloured by the kinds that the headline counts."""
    found = answers(view)
    if not found:
        return None
    return Plot(
        _of(view, tr("How often each answer was given")),
        "columns",
        "count",
        tr("Answer"),
        tuple(str(each.answer) for each in found),
        (Series(tr("Answers"), tuple(float(each.given) for each in found)),),
        kinds=tuple(each.kind for each in found),
    )


def _spans(view: View) -> Plot | None:
    """How times are spread, between times that double."""
    bins = times(view)
    if not bins:
        return None
    labels = tuple(
        tr("{low} and more", low=_numbers.bare(each.low, view.unit))
        if each.high is None
        else f"{_numbers.bare(each.low, view.unit)}–{_numbers.bare(each.high, view.unit)}"
        for each in bins
    )
    counts = Series(tr("Count"), tuple(float(each.count) for each in bins))
    title = _of(view, tr("How the times are spread"))
    return Plot(title, "columns", "count", tr("Time"), labels, (counts,))


def _parts(view: View) -> Plot | None:
    """The parts that a count divides into, such as the ages of what is open."""
    shown = parts(view)
    if not shown or view.headline is None:
        return None
    title = tr("{what}: how the {n:,} divide", what=view.name, n=view.headline.n)
    labels = tuple(title_of(name, view.metric) for name, _ in shown)
    counts = Series(view.name, tuple(float(count) for _, count in shown))
    return Plot(_of(view, title), "bars", "count", "", labels, (counts,))


def _period(row: Row) -> str:
    return tr(Period(period_of(row))) + ("*" if row.partial else "")


def _ns(rows: Sequence[Row]) -> tuple[int, ...]:
    return tuple(row.measure.headline.n for row in rows)


def _of(view: View, title: str) -> str:
    return _named(view.question, tr(view.title), title)


def _named(*parts: str | None) -> str:
    return ": ".join(map(own, filter(None, parts)))
