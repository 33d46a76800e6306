"""The words of a comparison: what came of it, what heads its columns, differences with their sign."""

from __future__ import annotations

from csmetrics.language import Day, Period, Said, in_force, joined, ours
from csmetrics.render import _numbers
from csmetrics.render._words import (
    dated,
    in_sentence,
    interval_title,
    named_after,
    title_of,
    worked,
)
from csmetrics.report import Change, Compared, Comparison, Interval, Side, Statistic, working_hours

LONGEST = 24  # a name of a side that is longer heads no column
_UNITS = {"percent": " pp", "points": " points"}
_UNIT_OF = {"points": "percent"}
"""Of differences of shares: percentage points."""


def finding(comparison: Comparison, each: Compared, *, first: bool) -> Said:
    """Say what came of it in one line: the headline, its verdict, and by how much."""
    headline = each.changes[0]
    name = headline.first.name
    definition = comparison.definition
    title = ours(each.title or definition.title)
    if each.question:
        title = Said("{title} ({question})", title=title, question=each.question)
    if first and each.title:
        title = joined(": ", (ours(definition.title), title))
    if not named_after(definition.metric, name):
        statistic = in_sentence(title_of(name, definition.metric))
        title = Said("{title} ({statistic})", title=title, statistic=statistic)
    verdict, unit = ours(headline.verdict), headline.first.unit
    shown = shown_unit(comparison, unit)
    if headline.difference is None or verdict not in ("higher", "lower", "not judged"):
        return Said("{title}: {verdict}", title=title, verdict=verdict)
    if verdict == "not judged":
        change = signed(headline.difference, shown)
        return Said("{title}: {change}, {verdict}", title=title, change=change, verdict=verdict)
    amount = _numbers.bare(abs(headline.difference), shown)
    amount = Said("{n}" + _UNITS.get(unit, ""), n=amount)
    return Said("{title}: {verdict} by {amount}", title=title, verdict=verdict, amount=amount)


def subtitle(comparison: Comparison, each: Compared) -> Said:
    """Say what is compared, by which date, and of which rows."""
    sides = comparison.sides
    one, other = (_named(side) for side in sides)
    if heads(comparison)[0] == "A":
        one, other = joined(": ", ("A", one)), joined(": ", ("B", other))
    common = [text for text in sides[0].filters if text in sides[1].filters]
    pieces = [joined(" → ", (one, other)), *([dated(each.date)] if each.date else []), *common]
    if comparison.stamp:
        pieces.append(comparison.stamp)
    hours = working_hours(comparison.settings)
    if hours:
        pieces.append(worked(hours))
    return joined(" · ", [*pieces, *([comparison.zone] if each.date or hours else [])])


def _called(side: Side) -> Said:
    label = Period(side.label) if side.what == "period" else side.label
    return Said("{label}*" if side.partial else "{label}", label=label)


def _named(side: Side) -> Said:
    """What a side is called, and the days of a period that is called by words, such as last-month."""
    label = _called(side)
    if side.since is None or side.until is None or side.label[:1].isdigit():
        return label
    days = {"first": Day(side.since), "last": Day(side.until)}
    return Said("{label} ({first} to {last})", label=label, **days)


def heads(comparison: Comparison) -> tuple[str, str]:
    """What heads the columns of the sides: their names, or A and B where these are long."""
    one, other = map(_called, comparison.sides)
    return (one, other) if max(len(one), len(other)) <= LONGEST else ("A", "B")


def level_of(each: Compared) -> str:
    """Head the column of the intervals."""
    levels = [change.interval.level for change in each.changes if change.interval]
    return interval_title(levels[0]) if levels else Said("Interval")


def rules(comparison: Comparison) -> list[str]:
    """Say the formula, the rule in force, and by which method the intervals of the headlines were made."""
    definition = comparison.definition
    methods: dict[Said, None] = {}
    for each in comparison.results:
        found = each.changes[0].interval
        if found:
            words = {"interval": interval_title(found.level), "methods": ours(found.method)}
            methods[Said("{interval}: {methods}", **words)] = None
    said = (definition.rule, "difference: second − first", *methods)
    return [ours(definition.formula), joined(" · ", (ours(each) for each in said if each))]


def partial(comparison: Comparison) -> list[str]:
    """Explain the mark of a period that the data do not cover."""
    some = any(side.partial for side in comparison.sides)
    return ["* partial: the data do not cover the whole period"] if some else []


def undefined(each: Compared) -> list[str]:
    """Say why some changes are not judged."""
    reasons = dict.fromkeys(
        joined(": ", (ours(change.verdict), ours(change.why)))
        for change in each.changes
        if change.why
    )
    return list(reasons)


def shown_unit(comparison: Comparison, unit: str) -> str:
    """A unit for display: seconds of working time are not counted in days."""
    working = any(each.name == "hours" and each.value for each in comparison.settings)
    return _numbers.WORKING if working and unit == "seconds" else unit


def signed(value: float | None, unit: str) -> str:
    """A difference with its sign; of shares in percentage points."""
    return _numbers.Told(_signed(value, unit), unit, value, signed=True)


def _signed(value: float | None, unit: str) -> str:
    text = _bare(value, unit)
    return (
        _numbers.written("{n} pp", n=text) if unit == "percent" and _numbers.known(value) else text
    )


def _bare(value: float | None, unit: str) -> str:
    """A difference with its sign, but without the sign of its unit; what is shown as 0 has none."""
    text = _numbers.bare(value, unit)
    if not any(digit in text for digit in "123456789") or text.startswith("−"):
        return text
    return f"+{text}"


def reach(change: Change, unit: str) -> str:
    """The interval of a difference; an unknown end is left open."""
    return _reach_of(change.interval, unit)


def signed_value(each: Statistic) -> str:
    """A statistic that is a difference."""
    return signed(each.value, _UNIT_OF.get(each.unit, each.unit))


def ends(each: Statistic | None) -> str:
    """The interval of a statistic, with signs where it is that of a difference."""
    if each is None:
        return _numbers.interval(None, None, "")
    if each.finding:
        return _reach_of(each.interval, _UNIT_OF.get(each.unit, each.unit))
    low, high = (each.interval.low, each.interval.high) if each.interval else (None, None)
    return _numbers.interval(low, high, each.unit)


def _reach_of(spread: Interval | None, unit: str) -> str:
    limits = (None, None) if spread is None else (spread.low, spread.high)
    return _numbers.Told(_reach(*limits, unit), unit, *limits, signed=True)


def _reach(low: float | None, high: float | None, unit: str) -> str:
    if low is None and high is None:
        return _numbers.UNDEFINED
    if low is None or high is None:
        return f"≤ {signed(high, unit)}" if low is None else f"≥ {signed(low, unit)}"
    return _numbers.written("{low} to {high}", low=_bare(low, unit), high=_signed(high, unit))


def probability(p: float | None) -> str:
    """A p value; empty where none was asked for."""
    if p is None:
        return ""
    text = in_force().digits("< 0.001" if p < 0.001 else f"{p:.3f}")
    return _numbers.Told(text, "probability", p)
