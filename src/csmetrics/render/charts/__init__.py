"""Charts by what the data are, never by the name of a metric: each kind is one file, and its line here.

A member has ``chart(view) -> Chart | None``: None where the data are not of its kind. ``control`` and ``funnel``
draw answers of their own, ``spark`` the lines of the cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from csmetrics.language import tr
from csmetrics.render._views import over_time, views

if TYPE_CHECKING:
    from csmetrics.render._views import View
    from csmetrics.render.charts._draw import Chart
    from csmetrics.report import Progress, Report, Result

OF_VIEW = ("series", "flows", "shares", "labels", "answers", "spans", "split")
"""What may be drawn of one question and population, in the order of the page."""
OF_REPORT = ("questions", "grid")
"""What is drawn of all of them together."""
OF_LABEL = ("series", "flows")
LABELS = 6
"""So many labels are drawn over time, each by itself."""
_FEW = "Of {all} labels the {n} with the most are drawn."


OF_ANSWER = {"trend": "control", "standards": "funnel", "drivers": "levels"}
"""What is drawn of the answers of other kinds."""


def of_answer(result: Result) -> tuple[Chart, ...]:
    """The chart of an answer that is no metric, where there is one for its kind."""
    name = OF_ANSWER.get(result.kind)
    drawn = None if name is None else import_module(f"{__name__}.{name}").chart(result)
    return () if drawn is None else (drawn,)


def charts(report: Report, goals: Sequence[Progress] = ()) -> Iterator[Chart]:
    """Every chart that the data of a report allow; ``goals`` are those of the whole."""
    yield from _drawn(OF_REPORT, report)
    for view in views(report, goals):
        yield from _drawn(OF_VIEW, view)
    for view in over_time(report, LABELS):
        for chart in _drawn(OF_LABEL, view):
            few = " " + tr(_FEW, n=LABELS, all=view.of) if view.of > LABELS else ""
            yield replace(chart, says=chart.says + few)


def _drawn(names: Sequence[str], data: View | Report) -> Iterator[Chart]:
    for name in names:
        chart = import_module(f"{__name__}.{name}").chart(data)
        if chart is not None:
            yield chart
