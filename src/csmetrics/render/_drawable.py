"""What is worth drawing of a report, by units, counts and labels, never by a name: pages and workbooks ask here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from csmetrics.render import _numbers
from csmetrics.render._views import View
from csmetrics.report import Bin, Measure, Row, Statistic

MOST = 20
"""So many labels are drawn in one chart: those with the most answers, in their order; its table has all."""
_ANSWERS = 25  # of a scale
_KINDS = 3  # of answers: two are both sides of one value, which is drawn itself


class Answer(NamedTuple):
    """An answer of a scale, how often it was given, and of which kind it is, the worst being 0."""

    answer: int
    given: int
    kind: int


def over_time(view: View) -> list[str]:
    """The statistics that are drawn through the periods: of a value the headline, of counts all."""
    if view.whole is None or len(view.periods) < 2:
        return []
    found = view.whole.measure.statistics
    of_unit = [each.name for each in found if each.unit == found[0].unit]
    names = of_unit if view.unit == "count" else of_unit[:1]
    return names if any(values(view.periods, names[0])) else []


def values(rows: Sequence[Row], name: str) -> list[Statistic | None]:
    """A statistic of each row; None where it has none, or no value."""
    found = (next((s for s in row.measure.statistics if s.name == name), None) for row in rows)
    return [each if each and _numbers.known(each.value) else None for each in found]


def by_label(view: View) -> tuple[Row, ...]:
    """The labels of the first column, of which two or more have a value."""
    rows = view.slices
    first = [row for row in rows if row.slice[0][0] == rows[0].slice[0][0]]
    known = sum(_numbers.known(row.measure.headline.value) for row in first)
    return tuple(first) if known > 1 else ()


def by_question(views: Sequence[View]) -> list[tuple[str, Statistic]]:
    """Several questions of one unit."""
    found = [(view.question, view.headline) for view in views]
    asked = [(question, each) for question, each in found if question and each]
    known = sum(_numbers.known(each.value) for _, each in asked)
    return asked if known > 1 and len({each.unit for _, each in asked}) == 1 else []


def kinds(measure: Measure) -> list[str]:
    """The names of the three kinds of answers that the headline counts, the best first."""
    counts = measure.headline.counts[::-1]
    named = measure.parts[: len(counts)]
    alike = len(counts) == _KINDS and tuple(count for _, count in named) == counts
    return [name for name, _ in named] if alike else []


def answers(view: View) -> list[Answer]:
    """A distribution over whole numbers, the lowest first; all of one kind where kinds are no stretches of it."""
    found = () if view.whole is None else view.whole.measure.distribution
    if view.whole is None or not 2 < len(found) <= _ANSWERS:
        return []
    if not all(text.lstrip("-").isdecimal() for text, _ in found) or not sum(n for _, n in found):
        return []
    ordered = sorted((int(text), count) for text, count in found)
    below = [0, *accumulate(count for _, count in ordered)]
    limits = list(accumulate(view.whole.measure.unweighted.counts))
    cuts = limits[:-1] if set(limits) <= set(below) else []
    places = zip(ordered, below, strict=False)
    return [Answer(*pair, sum(before >= cut for cut in cuts)) for pair, before in places]


def times(view: View) -> tuple[Bin, ...]:
    """How times are spread: three columns or more."""
    bins = () if view.whole is None else view.whole.measure.bins
    return bins if len(bins) > 2 else ()


def parts(view: View) -> tuple[tuple[str, int], ...]:
    """Three parts or more that add up to a count, such as the ages of what is open."""
    if view.whole is None or view.headline is None or view.unit != "count" or not view.headline.n:
        return ()
    found = view.whole.measure.parts
    sums = list(accumulate(count for _, count in found))
    if view.headline.n not in sums[2:]:
        return ()
    # parts of nothing behind the last one belong to other counts
    return found[: sums.index(view.headline.n, 2) + 1]
