"""The words around a table: headings of statistics, what was measured when, and by what rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csmetrics.report import Report, Row

_PHRASES = (
    ("kaplan meier", "Kaplan–Meier"),
    ("deleted merged or spam", "deleted, merged or spam"),
)
"""What bears a name that capitals and spaces alone do not give."""

_LIMIT = re.compile(r"\b(\d+)([smhd])\b")


def title_of(name: str, metric: str, *, working: bool = False) -> str:
    """Give the heading of a statistic: a short metric is an acronym, the rest are words.

    ``working``: a limit in its name counts working time, so that 24 h are no day.
    """
    if name == metric and len(name) <= 4:
        return name.upper()
    words = _LIMIT.sub(r"\1 working \2" if working else r"\1 \2", name.replace("_", " "))
    for plain, proper in _PHRASES:
        words = words.replace(plain, proper)
    return words if re.match(r"p\d", words) else words[:1].upper() + words[1:]


def interval_title(level: float) -> str:
    """Give the heading of intervals of a level between 0 and 1."""
    return f"{100 * level:g} % interval"


def subtitle(report: Report, rows: Sequence[Row]) -> str:
    """Say which rows were measured, by which date, as of when, in which hours, and where."""
    dates = dict.fromkeys(row.date for row in rows if row.date)
    pieces = [f"date: {next(iter(dates))}"] if len(dates) == 1 else []
    pieces += report.filters
    if report.stamp:
        pieces.append(report.stamp)
    if report.span:
        first, last = (each.split("T")[0] for each in report.span)
        pieces.append(first if first == last else f"{first} to {last}")
    settings = {each.name: each.value for each in report.settings}
    if settings.get("as_of"):
        pieces.append(f"as of {_to_the_minute(str(settings['as_of']))}")
    if settings.get("hours"):
        holidays = settings.get("holidays") or ()
        named = holidays if isinstance(holidays, tuple) else (str(holidays),)
        pieces.append(f"working time {', '.join((str(settings['hours']), *named))}")
    if pieces:
        pieces.append(report.zone)
    return " · ".join(pieces)


def _to_the_minute(instant: str) -> str:
    """``2026-10-06 12:00`` of ``2026-10-06 12:00:31``; a day stays what it is."""
    return instant[:16].replace("T", " ")


def rules(report: Report) -> list[str]:
    """Say the formula, then the rule and by which method each interval that is shown was computed."""
    methods: dict[tuple[str, float], dict[str, None]] = {}
    for row in report.rows:
        headline = row.measure.headline
        if headline.interval:
            place = methods.setdefault((headline.name, headline.interval.level), {})
            place[headline.interval.method] = None
    metric = report.definition.metric
    lines = (
        interval_title(level)
        + (f" ({title_of(name, metric)})" if len(methods) > 1 else "")
        + (f", by slice: {'; '.join(used)}" if len(used) > 1 else f": {next(iter(used))}")
        for (name, level), used in methods.items()
    )
    rule = " · ".join(filter(None, (report.definition.rule, *lines)))
    return [line for line in (report.definition.formula, rule) if line]
