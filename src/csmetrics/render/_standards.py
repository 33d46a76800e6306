"""People and teams against a standard: a table, where each stands, and a JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csmetrics.language import Said, joined, ours
from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._labels import label_text
from csmetrics.render._lines import Scale
from csmetrics.render._objects import (
    definition_object,
    diagnostic_object,
    finite,
    input_object,
    interval_object,
    options_object,
    quality_object,
)
from csmetrics.render._tidy import INTERVAL, Cell, Tidy, interval_cells
from csmetrics.render._words import dated, in_sentence, interval_title, stretch, title_of, worked
from csmetrics.report import Interval, Peer, Standards, working_hours

HIDDEN = "hidden"
WORDS = {"above": "better than expected", "below": "worse than expected"}
MARKS = {"above": "◆", "below": "◆", "as expected": "●"}
HEADINGS = {"above": "to be recognised", "below": "to be helped"}


def grids(found: Standards) -> Iterator[Grid]:
    """What each comes to, and where it stands; by label, because an order of values would rank chance."""
    unit = _unit(found)
    name = title_of(found.statistic, found.definition.metric, working=unit == _numbers.WORKING)
    shrunk = found.alike is not None
    columns = (
        Column(found.by, "label"),
        Column("n", "count"),
        Column(name, "headline"),
        Column(interval_title(_level(found)), "interval"),
        *((Column("Shrunk", "number"),) if shrunk else ()),
        Column("Verdict", "words"),
    )
    rows = []
    for peer in found.peers:
        cells = [_label(peer), _numbers.count(peer.n), _numbers.number(peer.value, unit)]
        cells.append(_between(peer.interval, unit))
        cells += [_numbers.number(peer.shrunk, unit)] if shrunk else []
        rows.append(GridRow((*cells, _verdict(peer, found)), whole=False))
    yield Grid(
        Said("{title}: standards", title=ours(found.definition.title)),
        joined(" · ", _facts(found)),
        columns,
        tuple(rows),
        tuple(_findings(found)),
        (),
        (),
    )
    yield _lines(found, unit)


def _lines(found: Standards, unit: str) -> Grid:
    """Where each stands: among its limits, or with its interval about the centre."""
    levels = dict.fromkeys(limit.level for peer in found.peers for limit in peer.limits)
    spans = [span for peer in found.peers for span in (*peer.limits, *_own(peer, found))]
    ends = [end for span in spans for end in (span.low, span.high)]
    scale = Scale([found.centre, *ends, *(peer.value for peer in found.peers)])
    rows = []
    for peer in found.peers:
        limits = {limit.level: limit for limit in peer.limits}
        cells = [_between(limits.get(level), unit) for level in levels]
        rows.append(GridRow((_label(peer), *cells, _drawn(peer, found, scale)), whole=False))
    return Grid(
        Said("Where each stands: {against}", against=_against(found, unit)),
        "",
        (
            Column(found.by, "label"),
            *(
                Column(Said("{level:g} % limits", level=100 * level), "interval")
                for level in levels
            ),
            Column("", "chart"),
        ),
        tuple(rows),
        (),
        tuple(_rules(found)),
        (),
    )


def _drawn(peer: Peer, found: Standards, scale: Scale) -> str:
    inner, *outer = [_ends(each) for each in (*peer.limits, *_own(peer, found)) if _ends(each)] or [
        None
    ]
    return scale.drawn(
        peer.value,
        MARKS.get(peer.verdict, "○"),
        ends=inner,
        wider=outer[0] if outer else None,
        centre=found.centre if peer.label is not None else None,
    )


def _own(peer: Peer, found: Standards) -> tuple[Interval, ...]:
    """The interval, where it is what judges."""
    if found.alike is not None or peer.interval is None:
        return ()
    return (peer.interval,)


def _ends(each: Interval) -> tuple[float, float] | None:
    return None if each.low is None or each.high is None else (each.low, each.high)


def _between(each: Interval | None, unit: str) -> str:
    return _numbers.UNDEFINED if each is None else _numbers.interval(each.low, each.high, unit)


def _unit(found: Standards) -> str:
    working = any(each.name == "hours" and each.value for each in found.settings)
    return _numbers.WORKING if working and found.unit == "seconds" else found.unit


def _level(found: Standards) -> float:
    return next((peer.interval.level for peer in found.peers if peer.interval), 0.95)


def _label(peer: Peer) -> str:
    return label_text(peer.label)


def _verdict(peer: Peer, found: Standards) -> str:
    if peer.verdict == "too few" and peer.n < found.least:
        return Said("too few (n < {least})", least=found.least)
    if (
        peer.verdict == "too few"
        and (between := peer.interval)
        and None not in (between.low, between.high)
    ):
        return Said("too few (effective n < {least})", least=found.least)
    return WORDS.get(peer.verdict, peer.verdict)


def _facts(found: Standards) -> Iterator[str]:
    yield Said("by {column}", column=found.by)
    if found.date:
        yield dated(found.date)
    yield from found.filters
    if found.stamp:
        yield found.stamp
    if found.span:
        yield stretch(*found.span)
    hours = working_hours(found.settings)
    if hours:
        yield worked(hours)
    if found.date or found.span or hours or found.stamp:
        yield found.zone


def _against(found: Standards, unit: str) -> Said:
    if found.standard is not None:
        return Said("the standard is {standard}", standard=found.standard)
    value = _numbers.number(found.centre, unit)
    if found.alike is not None:
        return Said("the average of all is {value}", value=value)
    name = in_sentence(title_of(found.statistic, ""))
    return Said("the {statistic} of all is {value}", statistic=name, value=value)


def _findings(found: Standards) -> Iterator[str]:
    """Who is named, and for what; nobody, where chance alone may be at work."""
    for verdict, heading in HEADINGS.items():
        names = [_label(each) for each in found.peers if each.verdict == verdict]
        if names:
            yield Said("{heading}: {names}", heading=Said(heading), names=joined(", ", names))
    if found.judged and not any(each.verdict in HEADINGS for each in found.peers):
        if found.standard:
            yield Said("nobody differs from the standard by more than chance")
        else:
            yield Said("nobody differs from all together by more than chance")


def _rules(found: Standards) -> Iterator[str]:
    intervals = dict.fromkeys(each.interval.method for each in found.peers if each.interval)
    told = [ours(found.definition.rule)] if found.definition.rule else []
    if intervals:
        methods = joined("; ", map(ours, intervals))
        level = interval_title(_level(found))
        told.append(Said("{interval}: {methods}", interval=level, methods=methods))
    yield joined(" · ", told)
    labels = sum(peer.label is not None for peer in found.peers)
    if found.alike is not None:
        limits = Said(
            "limits: what chance alone does with so many answers; "
            "shrunk: drawn to the average, the more so the fewer"
        )
        average = Said("centre: the average of all {n} together", n=labels)
        if any(peer.verdict == HIDDEN for peer in found.peers):
            average = Said(
                "centre: the average of all rows, also those of hidden labels and of none"
            )
        yield limits if found.standard else joined("; ", (average, limits))
        judged = "its p"
    else:
        judged = "its interval"
    yield Said(
        "{more} is better; each is judged by {what}, at 5 % after Benjamini–Hochberg over the {n} "
        "with {least} or more; in the order of labels: one of values would rank chance",
        more=Said("more" if found.better == "higher" else "less"),
        what=judged,
        n=found.judged,
        least=found.least,
    )


def tidy(found: Standards) -> Tidy:
    """One row for each label; the limits of each level have two columns, such as ``limits_95_low``."""
    levels = dict.fromkeys(limit.level for peer in found.peers for limit in peer.limits)
    between = [f"limits_{100 * level:g}_{end}" for level in levels for end in ("low", "high")]
    columns = ("metric", "statistic", "by", "label", "value", "unit", "n", *INTERVAL, "centre")
    rows = []
    for peer in found.peers:
        limits = {limit.level: (limit.low, limit.high) for limit in peer.limits}
        ends: list[Cell] = [end for level in levels for end in limits.get(level, (None, None))]
        name = (found.definition.metric, found.statistic, found.by, _label(peer))
        value = (finite(peer.value), found.unit, peer.n, *interval_cells(peer.interval))
        judged = (peer.shrunk, peer.p, peer.adjusted, peer.verdict)
        rows.append((*name, *value, found.centre, *ends, *judged))
    return Tidy((*columns, *between, "shrunk", "p", "adjusted", "verdict"), tuple(rows))


def document(found: Standards) -> dict[str, Any]:
    """The JSON document of standards."""
    return {
        **({"stamp": found.stamp} if found.stamp else {}),
        "inputs": [input_object(each) for each in found.inputs],
        "options": options_object(found.settings),
        "definition": definition_object(found.definition),
        "statistic": found.statistic,
        "unit": found.unit,
        "by": found.by,
        "better": found.better,
        "standard": found.standard,
        "centre": found.centre,
        "alike": found.alike,
        "least": found.least,
        "judged": found.judged,
        "date": found.date,
        "span": None
        if found.span is None
        else dict(zip(("first", "last"), found.span, strict=True)),
        "filters": list(found.filters),
        "zone": found.zone,
        "quality": quality_object(found.quality),
        "peers": [_peer(each) for each in found.peers],
        "diagnostics": [diagnostic_object(each) for each in found.diagnostics],
    }


def _peer(each: Peer) -> dict[str, Any]:
    return {
        "label": each.label,
        "n": each.n,
        "value": finite(each.value),
        "interval": interval_object(each.interval),
        "limits": [interval_object(limit) for limit in each.limits],
        "shrunk": each.shrunk,
        "p": each.p,
        "adjusted": each.adjusted,
        "verdict": each.verdict,
    }
