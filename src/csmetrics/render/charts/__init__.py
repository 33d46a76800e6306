"""Charts by what the data are, never by the name of a metric: each kind is one file, and its line here.

A member has ``chart(view) -> Chart | None``: None where the data are not of its kind. ``control`` and ``funnel``
draw answers of their own, ``spark`` the lines of the cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from csmetrics.render._views import views

if TYPE_CHECKING:
    from csmetrics.render.charts._draw import Chart
    from csmetrics.report import Progress, Report, Result

OF_VIEW = ("series", "flows", "shares", "labels", "answers", "spans", "split")
"""What may be drawn of one question and population, in the order of the page."""
OF_REPORT = ("questions", "grid")
"""What is drawn of all of them together."""


OF_ANSWER = {"trend": "control", "standards": "funnel"}
"""What is drawn of the answers of other kinds."""


def of_answer(result: Result) -> tuple[Chart, ...]:
    """The chart of an answer that is no metric, where there is one for its kind."""
    name = OF_ANSWER.get(result.kind)
    drawn = None if name is None else import_module(f"{__name__}.{name}").chart(result)
    return () if drawn is None else (drawn,)


def charts(report: Report, goals: Sequence[Progress] = ()) -> Iterator[Chart]:
    """Every chart that the data of a report allow; ``goals`` are those of the whole."""
    for name in OF_REPORT:
        drawn = import_module(f"{__name__}.{name}").chart(report)
        if drawn is not None:
            yield drawn
    for view in views(report, goals):
        for name in OF_VIEW:
            drawn = import_module(f"{__name__}.{name}").chart(view)
            if drawn is not None:
                yield drawn
