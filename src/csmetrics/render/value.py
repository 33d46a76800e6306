"""One number and nothing else, for ``score=$(csmetrics nps responses.csv -f value)``."""

from __future__ import annotations

from csmetrics.errors import ONE_VALUE, UNDEFINED, CsmetricsError
from csmetrics.render._grid import PERIOD, slice_columns
from csmetrics.render._numbers import known
from csmetrics.report import Report, leading


def render(report: Report) -> str:
    """Write the headline of the only row, unrounded; further populations of it are not meant."""
    rows = leading(report.rows)
    if len(rows) > 1:
        raise CsmetricsError(ONE_VALUE, count=len(rows), what=_what(report))
    headline = rows[0].measure.headline if rows else None
    if headline is None or not known(headline.value):
        why = (headline and headline.undefined_because) or "there is no result"
        raise CsmetricsError(UNDEFINED, metric=report.definition.title, why=why)
    return f"{headline.value!r}\n"


def _what(report: Report) -> str:
    names = slice_columns(report.rows)
    options = [f"--by {name}" for name in names if name != PERIOD]
    options += ["--every"] if PERIOD in names else []
    return " and ".join(options) or "all questions but one"
