"""The charts of a report: over time, by label, by question, and how its answers are spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from csmetrics.language import Period, tr
from csmetrics.render import _numbers
from csmetrics.render._grid import PERIOD, label_of
from csmetrics.render._language import own
from csmetrics.render._plot import MOST, Plot, Series, Shape, cut, largest, listed, series
from csmetrics.render._views import View, period_of, shown_unit, views
from csmetrics.render._words import title_of
from csmetrics.report import Report, Row, Statistic

MOST_LINES = 6
_KINDS = 3  # of answers: fewer are two sides of one value


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
    if view.whole is None or len(view.periods) < 2:
        return None
    counts = view.unit == "count"
    named = view.whole.measure.statistics if counts else view.whole.measure.statistics[:1]
    names = [each.name for each in named if each.unit == named[0].unit]
    drawn = [series(title_of(name, view.metric), _found(view.periods, name)) for name in names]
    if not any(each.known for each in drawn):
        return None
    title = _of(view, tr("{what} over time", what=listed([each.name for each in drawn])))
    labels = tuple(map(_period, view.periods))
    shape: Shape = "columns" if counts else "line"
    ns = () if counts else _ns(view.periods)
    return Plot(title, shape, view.unit, tr(PERIOD), labels, tuple(drawn), ns)


def _lines(report: Report) -> Iterator[Plot]:
    """One line for each label of a column through the periods."""
    rows = [row for row in report.rows if len(row.slice) == 2 and row.slice[1][0] == PERIOD]
    rows = [row for row in rows if _population(row) == _population(rows[0])]
    if not rows or rows[0].measure.headline.unit == "count":
        return
    column = rows[0].slice[0][0]
    of: dict[str, dict[str, Row]] = {}
    for row in rows:
        of.setdefault(label_of(row.slice, column), {})[period_of(row)] = row
    labels = {period_of(row): _period(row) for row in rows}
    periods = sorted(labels)
    if len(periods) < 2 or len(of) < 2:
        return
    totals = [sum(row.measure.headline.n for row in found.values()) for found in of.values()]
    drawn = tuple(
        Series(label, tuple(_headline(of[label].get(period)) for period in periods))
        for label in largest(list(of), totals, MOST_LINES)
    )
    name = title_of(rows[0].measure.headline.name, report.definition.metric)
    title = cut(tr("{what} by {label} over time", what=name, label=column), len(of), MOST_LINES)
    unit = shown_unit(report, rows[0].measure.headline.unit)
    yield Plot(title, "line", unit, tr(PERIOD), tuple(labels[period] for period in periods), drawn)


def _headline(row: Row | None) -> float | None:
    return None if row is None else row.measure.headline.value


def _population(row: Row) -> tuple[str | None, str, str]:
    return row.question, row.measure.title, row.slice[0][0]


def _by_label(view: View) -> Plot | None:
    """The headline of the labels of a column, in their order."""
    if not view.slices:
        return None
    column = view.slices[0].slice[0][0]
    rows = [row for row in view.slices if row.slice[0][0] == column]
    shown = largest(rows, [row.measure.headline.n for row in rows])
    drawn = series(view.name, [row.measure.headline for row in shown])
    if drawn.known < 2:
        return None
    title = cut(tr("{what} by {label}", what=view.name, label=column), len(rows), MOST)
    labels = tuple(label_of(row.slice, column) for row in shown)
    ns = () if view.unit == "count" else _ns(shown)
    return Plot(_of(view, title), "bars", view.unit, column, labels, (drawn,), ns)


def _by_question(asked: Sequence[View]) -> Iterator[Plot]:
    """Several questions side by side."""
    found = [(view.question or "", view.headline) for view in asked if view.headline]
    if len(found) < 2 or len({headline.unit for _, headline in found}) > 1:
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
    counts = view.whole.measure.headline.counts[::-1]
    kinds = view.whole.measure.parts[: len(counts)]
    if len(counts) < _KINDS or tuple(count for _, count in kinds) != counts:
        return None
    names = [name for name, _ in kinds]
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
    found = () if view.whole is None else view.whole.measure.distribution
    if view.whole is None or not 2 < len(found) <= MOST:
        return None
    if not all(text.lstrip("-").isdecimal() for text, _ in found):
        return None
    ordered = sorted(found, key=lambda pair: int(pair[0]))
    below = [0, *accumulate(count for _, count in ordered)]
    limits = list(accumulate(view.whole.measure.headline.counts))
    kinds = tuple(sum(before >= limit for limit in limits[:-1]) for before in below[:-1])
    sound = len(limits) > 1 and set(limits) <= set(below)
    return Plot(
        _of(view, tr("How often each answer was given")),
        "columns",
        "count",
        tr("Answer"),
        tuple(text for text, _ in ordered),
        (Series(tr("Answers"), tuple(float(count) for _, count in ordered)),),
        kinds=kinds if sound else (),
    )


def _spans(view: View) -> Plot | None:
    """How times are spread, between times that double."""
    bins = () if view.whole is None else view.whole.measure.bins
    if len(bins) < 3:
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
    if view.whole is None or view.headline is None or view.unit != "count" or not view.headline.n:
        return None
    parts = view.whole.measure.parts
    sums = list(accumulate(count for _, count in parts))
    if view.headline.n not in sums[2:]:
        return None
    # parts of nothing behind the last one belong to other counts
    shown = parts[: sums.index(view.headline.n, 2) + 1]
    title = tr("{what}: how the {n:,} divide", what=view.name, n=view.headline.n)
    labels = tuple(title_of(name, view.metric) for name, _ in shown)
    counts = Series(view.name, tuple(float(count) for _, count in shown))
    return Plot(_of(view, title), "bars", "count", "", labels, (counts,))


def _found(rows: Sequence[Row], name: str) -> list[Statistic | None]:
    return [next((s for s in row.measure.statistics if s.name == name), None) for row in rows]


def _period(row: Row) -> str:
    return tr(Period(period_of(row))) + ("*" if row.partial else "")


def _ns(rows: Sequence[Row]) -> tuple[int, ...]:
    return tuple(row.measure.headline.n for row in rows)


def _of(view: View, title: str) -> str:
    return ": ".join(map(own, filter(None, (view.question, view.title, title))))
