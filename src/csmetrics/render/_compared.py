"""The words of a comparison: what came of it, what heads its columns, differences with their sign."""

from __future__ import annotations

from csmetrics.render import _numbers
from csmetrics.render._words import interval_title, title_of
from csmetrics.report import Change, Compared, Comparison, Side

LONGEST = 24  # a name of a side that is longer heads no column
_UNITS = {"percent": " pp", "points": " points"}


def finding(comparison: Comparison, each: Compared, *, first: bool) -> str:
    """Say what came of it in one line: the headline, its verdict, and by how much."""
    headline = each.changes[0]
    name = headline.first.name
    definition = comparison.definition
    title = " ".join(
        filter(None, (each.title or definition.title, each.question and f"({each.question})"))
    )
    if first and each.title:
        title = f"{definition.title}: {title}"
    if name != definition.metric:
        words = title_of(name, definition.metric)
        title += f" ({words.lower() if words[1:].islower() else words})"
    if headline.verdict not in ("higher", "lower") or headline.difference is None:
        known = headline.verdict == "not judged" and headline.difference is not None
        change = (
            f"{signed(headline.difference, shown_unit(comparison, headline.first.unit))}, "
            if known
            else ""
        )
        return f"{title}: {change}{headline.verdict}"
    unit = headline.first.unit
    amount = _numbers.bare(abs(headline.difference), shown_unit(comparison, unit))
    return f"{title}: {headline.verdict} by {amount}{_UNITS.get(unit, '')}"


def subtitle(comparison: Comparison, each: Compared) -> str:
    """Say what is compared, by which date, and of which rows."""
    sides = comparison.sides
    one, other = (side.label + ("*" if side.partial else "") + _meant(side) for side in sides)
    if heads(comparison)[0] == "A":
        one, other = f"A: {one}", f"B: {other}"
    common = [text for text in sides[0].filters if text in sides[1].filters]
    pieces = [f"{one} → {other}", *([f"date: {each.date}"] if each.date else []), *common]
    if comparison.stamp:
        pieces.append(comparison.stamp)
    hours = next((each.value for each in comparison.settings if each.name == "hours"), None)
    if hours:
        pieces.append(f"working time {hours}")
    return " · ".join([*pieces, *([comparison.zone] if each.date or hours else [])])


def _meant(side: Side) -> str:
    """The days of a period that is called by words, such as last-month."""
    said = side.since is not None and not side.label[:1].isdigit()
    return f" ({side.since} to {side.until})" if said else ""


def heads(comparison: Comparison) -> tuple[str, str]:
    """What heads the columns of the sides: their names, or A and B where these are long."""
    one, other = (side.label + ("*" if side.partial else "") for side in comparison.sides)
    return (one, other) if max(len(one), len(other)) <= LONGEST else ("A", "B")


def level_of(each: Compared) -> str:
    """Head the column of the intervals."""
    levels = [change.interval.level for change in each.changes if change.interval]
    return interval_title(levels[0]) if levels else "Interval"


def rules(comparison: Comparison) -> list[str]:
    """Say the formula, the rule in force, and by which method the intervals of the headlines were made."""
    definition = comparison.definition
    methods: dict[str, None] = {}
    for each in comparison.results:
        headline = each.changes[0]
        if headline.interval:
            methods[f"{interval_title(headline.interval.level)}: {headline.interval.method}"] = None
    rule = " · ".join(filter(None, (definition.rule, "difference: second − first", *methods)))
    return [definition.formula, rule]


def partial(comparison: Comparison) -> list[str]:
    """Explain the mark of a period that the data do not cover."""
    some = any(side.partial for side in comparison.sides)
    return ["* partial: the data do not cover the whole period"] if some else []


def undefined(each: Compared) -> list[str]:
    """Say why some changes are not judged."""
    reasons = dict.fromkeys(
        f"{change.verdict}: {change.why}" for change in each.changes if change.why
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
    text = _numbers.bare(value, unit)
    if not _numbers.known(value) or not any(digit in text for digit in "123456789"):
        return text + (" pp" if unit == "percent" and _numbers.known(value) else "")
    sign = "" if text.startswith("−") else "+"
    return sign + text + (" pp" if unit == "percent" else "")


def reach(change: Change, unit: str) -> str:
    """The interval of a difference; an unknown end is left open."""
    spread = change.interval
    ends = (None, None) if spread is None else (spread.low, spread.high)
    return _numbers.Told(_reach(change, unit), unit, *ends, signed=True)


def _reach(change: Change, unit: str) -> str:
    if change.interval is None:
        return _numbers.UNDEFINED
    low, high = change.interval.low, change.interval.high
    if low is None and high is None:
        return _numbers.UNDEFINED
    if low is None or high is None:
        return f"≤ {signed(high, unit)}" if low is None else f"≥ {signed(low, unit)}"
    return f"{signed(low, unit).removesuffix(' pp')} to {signed(high, unit)}"


def probability(p: float | None) -> str:
    """A p value; empty where none was asked for."""
    if p is None:
        return ""
    return _numbers.Told("< 0.001" if p < 0.001 else f"{p:.3f}", "probability", p)
