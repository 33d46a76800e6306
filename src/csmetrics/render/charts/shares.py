"""Answers of three kinds over time: their shares as columns that make up the whole, the best below."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._drawable import kinds
from csmetrics.render._numbers import written
from csmetrics.render._views import View, heading, period_of, period_words
from csmetrics.render.charts._draw import (
    BLUE,
    CROWDED,
    GREY,
    ORANGE,
    PAPER,
    Chart,
    Row,
    Spec,
    beside,
    left_for,
    named,
    number,
    over_time,
    room,
    svg,
    value_axis,
)
from csmetrics.report import Measure

COLORS = (BLUE, GREY, ORANGE)
"""Of the best kind first."""


def chart(view: View) -> Chart | None:
    """Draw two periods or more of a value that is made of three kinds of answers."""
    if view.whole is None or len(view.periods) < 2:
        return None
    names = kinds(view.whole.measure)
    if not names:
        return None
    titles = {name: heading(name, view.metric) for name in names}
    rows = [
        row
        for period in view.periods
        for row in _columns(period_of(period), period.measure, titles)
    ]
    if not rows:
        return None
    best, *others = titles.values()
    listed = ", ".join((best, *(other.lower() for other in others)))
    title = view.where + tr("{name} over time", name=listed)
    last = [row for row in rows if row["period"] == rows[-1]["period"]]
    ends = [
        {"at": row["at"], "text": f"{row['name']} {written('{n} %', n=row['text'])}"}
        for row in last
    ]
    right = room(each["text"] for each in ends)
    return Chart(title, _says(rows, titles), svg(_spec(rows, names, ends, right), beside=right))


def _columns(period: str, measure: Measure, titles: dict[str, str]) -> list[Row]:
    counts = dict(measure.parts)
    total = sum(counts.get(name, 0) for name in titles)
    if not total:
        return []
    shares = [100 * counts[name] / total for name in titles]
    shown = _numbers.largest_remainder(shares, 0)
    rows, below = [], 0.0
    exacts = _numbers.largest_remainder(shares)  # as the table rounds them
    told = zip(titles.items(), shares, shown, exacts, strict=True)
    for (name, title), share, text, exact in told:
        row: Row = {
            "period": period,
            "kind": name,
            "low": below,
            "high": below + share,
            "share": share,
        }
        row |= {"at": below + share / 2, "text": f"{text:.0f}", "name": title, "exact": exact}
        rows.append(row)
        below += share
    return rows


def _says(rows: list[Row], titles: dict[str, str]) -> str:
    told: list[str] = []
    for name, title in titles.items():
        line = [row for row in rows if row["kind"] == name]
        words = title.lower() if told else title
        start, end = (_numbers.number(line[place]["exact"], "percent") for place in (0, -1))
        told.append(tr("{name} from {start} to {end}", name=words, start=start, end=end))
    first, last = (period_words(rows[place]["period"]) for place in (0, -1))
    span = tr("{first} to {last}", first=first, last=last)
    return f"{'; '.join(told)}: {span}."


def _spec(rows: list[Row], names: list[str], ends: list[Row], right: int) -> Spec:
    periods = list(dict.fromkeys(row["period"] for row in rows))
    color = {"domain": names, "range": list(COLORS)}
    y = value_axis([0, 25, 50, 75, 100], "percent")
    return {
        "data": {"values": rows},
        "encoding": {"x": over_time(periods, left_for(right), columns=True)},
        "layer": [
            {
                "mark": {
                    "type": "bar",
                    "stroke": PAPER,
                    "strokeWidth": 1.5 if len(periods) < CROWDED else 0.4,
                },
                "encoding": {
                    "y": number("low", y),
                    "y2": {"field": "high"},
                    "color": {"field": "kind", "type": "nominal", "legend": None, "scale": color},
                },
            },
            named(beside(ends, [0, 100]), y),
        ],
    }
