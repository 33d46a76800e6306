"""The words around a table: headings of statistics, what was measured when, and by what rule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csmetrics.language import Day, Said, acronym, joined, ours
from csmetrics.report import Report, Row

_PHRASES = (
    ("kaplan meier", "Kaplan–Meier"),
    ("deleted merged or spam", "deleted, merged or spam"),
    *((f"weighted {name}", f"weighted {name.upper()}") for name in ("nps", "csat", "ces")),
)
"""What bears a name that capitals and spaces alone do not give."""

_LIMIT = re.compile(r"\b(\d+)([smhd])\b")
_NTH = re.compile(r"^(day|week|month|quarter|year) (\d+)$")


def title_of(name: str, metric: str, *, working: bool = False) -> Said:
    """Give the heading of a statistic: a short metric is an acronym, the rest are words.

    ``working``: a limit in its name counts working time, so that 24 h are no day.
    """
    if name == metric and len(name) <= 4:
        return acronym(name)
    words = name.replace("_", " ")
    if nth := _NTH.match(words):
        return Said(f"{nth[1].capitalize()} {{n}}", n=nth[2])
    limit = _LIMIT.search(words)
    if limit is not None:
        words = _LIMIT.sub(r"{n} working \2" if working else r"{n} \2", words)
    for plain, proper in _PHRASES:
        words = words.replace(plain, proper)
    words = words if re.match(r"p\d", words) else words[:1].upper() + words[1:]
    return Said(words, n=int(limit[1])) if limit else ours(words)


def named_after(metric: str, statistic: str) -> bool:
    """Tell whether a statistic is the one that a metric has its name from, be it weighted."""
    return statistic in (metric, f"weighted_{metric}")


def in_sentence(title: Said) -> Said:
    """The name of a statistic within a sentence: small, where it is no acronym."""
    small = title[1:].islower()
    return Said(title.template.lower(), **title.words) if small else title


def interval_title(level: float) -> Said:
    """Give the heading of intervals of a level between 0 and 1."""
    return Said("{level:g} % interval", level=100 * level)


def subtitle(report: Report, rows: Sequence[Row]) -> Said:
    """Say which rows were measured, by which date, as of when, in which hours, and where."""
    dates = dict.fromkeys(row.date for row in rows if row.date)
    pieces: list[str] = [dated(next(iter(dates)))] if len(dates) == 1 else []
    pieces += report.filters
    if report.stamp:
        pieces.append(report.stamp)
    if report.span:
        first, last = (each.split("T")[0] for each in report.span)
        pieces.append(stretch(first, last))
    settings = {each.name: each.value for each in report.settings}
    if settings.get("as_of"):
        pieces.append(Said("as of {time}", time=_to_the_minute(str(settings["as_of"]))))
    if report.hours:
        pieces.append(worked(report.hours))
    if pieces:
        pieces.append(report.zone)
    return joined(" · ", pieces)


def dated(role: str) -> Said:
    """Say which date puts a row in a period."""
    return Said("date: {role}", role=role)


def worked(hours: object) -> Said:
    """Say which hours count."""
    return Said("working time {hours}", hours=hours)


def stretch(first: str, last: str) -> Said:
    """Say from which day to which."""
    if first == last:
        return Said("{day}", day=Day(first))
    return Said("{first} to {last}", first=Day(first), last=Day(last))


def _to_the_minute(instant: str) -> Day:
    """``2026-10-06 12:00`` of ``2026-10-06 12:00:31``; a day stays what it is."""
    return Day(instant[:16].replace("T", " "))


def rules(report: Report) -> list[Said]:
    """Say the formula, then the rule and by which method each interval that is shown was computed."""
    methods: dict[tuple[str, float], dict[str, None]] = {}
    for row in report.rows:
        headline = row.measure.headline
        if headline.interval:
            place = methods.setdefault((headline.name, headline.interval.level), {})
            place[headline.interval.method] = None
    metric = report.definition.metric
    lines = [
        Said(
            "{interval}, by slice: {methods}" if len(used) > 1 else "{interval}: {methods}",
            interval=interval_title(level)
            if len(methods) == 1
            else Said(
                "{interval} ({name})", interval=interval_title(level), name=title_of(name, metric)
            ),
            methods=joined("; ", map(ours, used)),
        )
        for (name, level), used in methods.items()
    ]
    rule = joined(" · ", (ours(line) for line in (report.definition.rule, *lines) if line))
    return [ours(line) for line in (report.definition.formula, rule) if line]
