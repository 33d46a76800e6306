"""People or teams by how many answers they have: inside the funnel chance alone may be at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._views import heading, working
from csmetrics.render.charts._dots import SHAPES, TONES, Dot, drawn, largest, left_out
from csmetrics.render.charts._draw import (
    BLUE,
    GREY,
    HEIGHT,
    INK,
    MUTED,
    WIDTH,
    Chart,
    Row,
    Spec,
    label,
    number,
    svg,
    ticks,
    value_axis,
)
from csmetrics.render.charts._names import Place, Spot, named
from csmetrics.report import Peer, Standards, Statistic


def chart(found: Standards) -> Chart | None:
    """Draw two labels or more of which one is judged: in a funnel where they have limits, else with intervals."""
    peers = [peer for peer in found.peers if peer.label is not None and peer.value is not None]
    if len(peers) < 2 or not found.judged:
        return None
    unit = working(found.settings, found.unit)
    name = heading(found.statistic, found.definition.metric)
    title = tr("{name} by {column}", name=name, column=label(found.by))
    judged = [peer for peer in peers if len(peer.limits) > 1]
    if len(judged) < 2:
        return _intervals(found, peers, unit, title)
    scale = _Scale.of(judged, peers, unit)
    names = named([scale.spot(peer) for peer in peers], scale.wide, scale.high)
    says = _says(found, peers, unit)
    if len(names) < len(peers):
        says += " " + tr("Not every dot has room for its name; the table has all.")
    return Chart(title, says, svg(_spec(found, peers, judged, scale, names)))


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


def _intervals(found: Standards, peers: Sequence[Peer], unit: str, title: str) -> Chart:
    dots = [
        Dot(
            str(peer.label),
            Statistic("", peer.value, found.unit, peer.n, peer.interval),
            peer.verdict if peer.verdict in TONES else "",
        )
        for peer in peers
    ]
    shown = largest(dots)
    says = _says(found, peers, unit) + left_out(shown, len(dots))
    return Chart(title, says, drawn(shown, unit, Statistic("", found.centre, found.unit, 0)))


def _points(peers: Sequence[Peer]) -> list[Row]:
    """Each where it stands; those beyond chance by shape, too."""
    return [
        {
            "n": peer.n,
            "value": peer.value,
            "name": label(str(peer.label), 18),
            "color": TONES.get(peer.verdict, GREY),
            "shape": SHAPES.get(peer.verdict, "circle"),
        }
        for peer in peers
    ]


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


@dataclass(frozen=True)
class _Scale:
    """Both axes, and about how many pixels each has."""

    x: Spec
    y: Spec
    across: tuple[float, float]
    up: tuple[float, float]
    wide: float = WIDTH - 60.0
    high: float = HEIGHT - 56.0

    @classmethod
    def of(cls, judged: Sequence[Peer], peers: Sequence[Peer], unit: str) -> _Scale:
        """The axes that hold every value and every limit."""
        limits = (end for peer in judged for each in peer.limits for end in (each.low, each.high))
        ends = [end for end in limits if end is not None]
        ends += [peer.value for peer in peers if peer.value is not None]
        up = ticks(min(ends), max(ends), unit)
        counts = [peer.n for peer in peers]
        least, most = min(counts), max(counts)
        spare = 0.14 * (most - least) or 1
        across = (least - spare, most + spare)
        shown = [each for each in ticks(least, most, "count") if across[0] <= each <= across[1]]
        x = value_axis(shown, "count")
        x["scale"]["domain"] = list(across)
        return cls(x, value_axis(up, unit), across, (up[0], up[-1]))

    def spot(self, peer: Peer) -> Spot:
        """Where a label stands, in pixels from the upper left corner."""
        (left, right), (low, high) = self.across, self.up
        return Spot(
            label(str(peer.label), 18),
            self.wide * (peer.n - left) / (right - left),
            self.high * (high - (peer.value or 0)) / (high - low),
            first=peer.verdict in TONES,
        )


def _spec(
    found: Standards,
    peers: Sequence[Peer],
    judged: Sequence[Peer],
    scale: _Scale,
    names: Mapping[int, Place],
) -> Spec:
    rows, funnel, axis = _points(peers), _funnel(judged), scale.y
    plain = {"type": "nominal", "scale": None, "legend": None}
    wide = {"type": "area", "color": BLUE, "opacity": 0.09}
    shades = [
        {
            "data": {"values": funnel},
            "mark": wide,
            "encoding": {"y": number(low, axis), "y2": {"field": high}},
        }
        for low, high in (("lower", "higher"), ("low", "high"))
    ]
    words = [
        {
            "data": {"values": [rows[place] for place, at in names.items() if at == where]},
            "mark": {"type": "text", "color": INK, "fontSize": 11, **where.mark},
            "encoding": {"y": number("value", axis), "text": {"field": "name"}},
        }
        for where in dict.fromkeys(names.values())
    ]
    return {
        "data": {"values": rows},
        "encoding": {"x": number("n", {**scale.x, "title": "n"})},
        "layer": [
            *shades,
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
            *words,
        ],
    }
