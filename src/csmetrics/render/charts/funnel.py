"""People or teams by how many answers they have: inside the funnel chance alone may be at work."""

from __future__ import annotations

from collections.abc import Sequence

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._views import heading, working
from csmetrics.render.charts._dots import Dot, drawn, largest
from csmetrics.render.charts._draw import (
    BLUE,
    GREY,
    INK,
    MUTED,
    ORANGE,
    Chart,
    Row,
    Spec,
    label,
    number,
    svg,
    ticks,
    value_axis,
)
from csmetrics.report import Peer, Standards, Statistic

_WIDE, _HIGH = 0.3, 0.07  # of a chart: what a name takes
TONES = {"above": BLUE, "below": ORANGE}
SHAPES = {"above": "triangle-up", "below": "triangle-down"}


def chart(found: Standards) -> Chart | None:
    """Draw two labels or more: in a funnel where they have limits, else each with its interval."""
    peers = [peer for peer in found.peers if peer.label is not None and peer.value is not None]
    if len(peers) < 2:
        return None
    unit = working(found.settings, found.unit)
    name = heading(found.statistic, found.definition.metric)
    title = tr("{name} by {column}", name=name, column=label(found.by))
    judged = [peer for peer in peers if len(peer.limits) > 1]
    if len(judged) < 2:
        return Chart(title, _says(found, peers, unit), _intervals(found, peers, unit))
    return Chart(title, _says(found, peers, unit), svg(_spec(found, peers, judged, unit), right=24))


def _says(found: Standards, peers: Sequence[Peer], unit: str) -> str:
    told = []
    for verdict, words in (
        ("above", "Better than expected: {names}."),
        ("below", "Worse than expected: {names}."),
    ):
        names = [label(str(peer.label)) for peer in peers if peer.verdict == verdict]
        if names:
            told.append(tr(words, names=", ".join(names)))
    told = told or [tr("Nobody differs by more than chance.")]
    centre = _numbers.number(found.centre, unit)
    line = (
        "The line is the standard, {centre}."
        if found.standard
        else "The line is all together, {centre}."
    )
    told.append(tr(line, centre=centre))
    levels = next((peer.limits for peer in peers if len(peer.limits) > 1), ())
    if levels:
        shares = [_numbers.bare(100 * each.level, "percent") for each in (levels[0], levels[-1])]
        shade = tr(
            "Shaded is where {inner} and {outer} % of such values lie by chance alone.",
            inner=shares[0].removesuffix(".0").removesuffix(",0"),
            outer=shares[1],
        )
        told.append(shade)
    return " ".join(told)


def _intervals(found: Standards, peers: Sequence[Peer], unit: str) -> str:
    dots = [
        Dot(str(peer.label), Statistic("", peer.value, found.unit, peer.n, peer.interval))
        for peer in peers
    ]
    return drawn(largest(dots), unit, Statistic("", found.centre, found.unit, 0))


def _points(peers: Sequence[Peer]) -> list[Row]:
    """Each where it stands; those beyond chance by shape, too."""
    return [
        {
            "n": peer.n,
            "value": peer.value,
            "color": TONES.get(peer.verdict, GREY),
            "shape": SHAPES.get(peer.verdict, "circle"),
        }
        for peer in peers
    ]


def _names(peers: Sequence[Peer], across: Sequence[float], up: Sequence[float]) -> list[Row]:
    """The names of those beyond chance, left of their points, moved down so that none covers another."""
    wide, high = _WIDE * (across[-1] - across[0]), _HIGH * (up[-1] - up[0])
    placed: list[Row] = []
    for peer in sorted(peers, key=lambda peer: -(peer.value or 0)):
        if peer.verdict not in TONES:
            continue
        at = float(peer.value or 0)
        near = [row for row in placed if abs(row["n"] - peer.n) < wide]
        while any(abs(row["value"] - at) < high for row in near):
            at -= high
        placed.append({"n": peer.n, "value": at, "text": label(str(peer.label), 18)})
    return placed


def _funnel(judged: Sequence[Peer]) -> list[Row]:
    """Its narrow and its wide limits, by n."""
    return [
        {
            "n": peer.n,
            "low": peer.limits[0].low,
            "high": peer.limits[0].high,
            "lower": peer.limits[-1].low,
            "higher": peer.limits[-1].high,
        }
        for peer in sorted(judged, key=lambda peer: peer.n)
    ]


def _spec(found: Standards, peers: Sequence[Peer], judged: Sequence[Peer], unit: str) -> Spec:
    rows, funnel = _points(peers), _funnel(judged)
    ends = [
        value for row in funnel for key, value in row.items() if key != "n" and value is not None
    ]
    ends += [float(row["value"]) for row in rows]
    up = ticks(min(ends), max(ends), unit)
    axis = value_axis(up, unit)
    counts = [peer.n for peer in peers]
    across = ticks(min(counts), max(counts), "count")
    x = value_axis(across, "count")
    plain = {"type": "nominal", "scale": None, "legend": None}
    wide = {"type": "area", "color": BLUE, "opacity": 0.09}
    return {
        "data": {"values": rows},
        "encoding": {"x": number("n", {**x, "title": "n"})},
        "layer": [
            {
                "data": {"values": funnel},
                "mark": wide,
                "encoding": {"y": number("lower", axis), "y2": {"field": "higher"}},
            },
            {
                "data": {"values": funnel},
                "mark": wide,
                "encoding": {"y": number("low", axis), "y2": {"field": "high"}},
            },
            {
                "data": {"values": [{"centre": found.centre}]},
                "mark": {"type": "rule", "color": MUTED, "strokeDash": [3, 3]},
                "encoding": {"x": None, "y": number("centre", axis)},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {
                    "y": number("value", axis),
                    "fill": {"field": "color", **plain},
                    "shape": {"field": "shape", **plain},
                },
            },
            {
                "data": {"values": _names(peers, across, up)},
                "mark": {"type": "text", "align": "right", "dx": -8, "color": INK, "fontSize": 11},
                "encoding": {"y": number("value", axis), "text": {"field": "text"}},
            },
        ],
    }
