"""The grids and the JSON object of a comparison: what changed, how surely, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csmetrics.language import Said, joined, ours
from csmetrics.render import _compared as words
from csmetrics.render import _numbers
from csmetrics.render._grid import ALL, Column, Grid, GridRow, label_of
from csmetrics.render._objects import (
    definition_object,
    diagnostic_object,
    finite,
    input_object,
    interval_object,
    options_object,
    quality_object,
    statistic_object,
)
from csmetrics.render._tidy import INTERVAL, Tidy, figure_cells, interval_cells
from csmetrics.render._words import dated, title_of
from csmetrics.report import Change, Compared, Comparison, Effect, Side, Split

Object = dict[str, Any]

_EFFECTS = (
    "rate: what the value of each {labels} did, at its mean share; mix: what its changed share "
    "did, measured from the average"
)


def grids(comparison: Comparison) -> Iterator[Grid]:
    """What changed, in one table for each question and population; with --by another of why it did."""
    last = len(comparison.results) - 1
    for place, each in enumerate(comparison.results):
        ends = place == last
        yield _changes(comparison, each, first=place == 0, last=ends and each.split is None)
        if each.split is not None:
            yield _split(comparison, each, each.split, last=ends)


def _changes(comparison: Comparison, each: Compared, *, first: bool, last: bool) -> Grid:
    one, other = words.heads(comparison)
    judged = any(change.p is not None for change in each.changes)
    columns = [
        Column("Statistic", "words"),
        Column("n", "count"),
        Column(one, "number"),
        Column("n", "count"),
        Column(other, "number"),
        Column("Difference", "headline"),
        Column(words.level_of(each), "interval"),
        *([Column("p", "number")] if judged else []),
        Column("Verdict", "words"),
    ]
    rows = []
    for change in each.changes:
        units = [words.shown_unit(comparison, side.unit) for side in (change.first, change.second)]
        values = [
            _numbers.number(side.value, unit)
            for side, unit in zip((change.first, change.second), units, strict=True)
        ]
        cells = [
            title_of(change.first.name, comparison.definition.metric),
            _numbers.count(change.first.n),
            values[0],
            _numbers.count(change.second.n),
            values[1],
            words.signed(change.difference, units[0]),
            words.reach(change, units[0]),
            *([words.probability(change.p)] if judged else []),
            change.verdict,
        ]
        rows.append(GridRow(tuple(cells), whole=True))
    notes = [
        *words.partial(comparison),
        *words.undefined(each),
        *([ours(each.unsplit)] if each.unsplit else []),
    ]
    return Grid(
        words.finding(comparison, each, first=first),
        words.subtitle(comparison, each) if first else (dated(each.date) if each.date else ""),
        tuple(columns),
        tuple(rows),
        tuple(notes),
        tuple(words.rules(comparison)) if last else (),
        (),
    )


def _split(comparison: Comparison, each: Compared, split: Split, *, last: bool) -> Grid:
    """Why the whole changed: per slice what its value did, and what its share did."""
    one, other = words.heads(comparison)
    metric, unit = comparison.definition.metric, words.shown_unit(comparison, split.unit)
    by = [column for column, _ in split.effects[0].slice]
    change = next(found for found in each.changes if found.first.name == split.statistic)
    columns = (
        *(Column(column, "label") for column in by),
        Column(Said("Share {side}", side=one), "number"),
        Column(Said("Share {side}", side=other), "number"),
        Column(one, "number"),
        Column(other, "number"),
        Column("Rate", "number"),
        Column("Mix", "number"),
        Column("Together", "headline"),
    )
    whole = (change.first, change.second)
    lines: list[Any] = [([ALL] * len(by), (1.0, 1.0), whole, (split.rate, split.mix))]
    lines += [
        (
            [label_of(effect.slice, column) for column in by],
            effect.share,
            (effect.first, effect.second),
            (effect.rate, effect.centred),
        )
        for effect in split.effects
    ]
    rows = [
        GridRow(
            (
                *labels,
                *(_numbers.number(100 * share, "percent") for share in shares),
                *(_numbers.number(side.value, unit) for side in sides),
                *(words.signed(effect, unit) for effect in effects),
                words.signed(sum(effects), unit),
            ),
            whole=place == 0,
        )
        for place, (labels, shares, sides, effects) in enumerate(lines)
    ]
    named = joined(" and ", by)
    parts = {"rate": words.signed(split.rate, unit), "mix": words.signed(split.mix, unit)}
    return Grid(
        Said(
            "{statistic} by {labels}: rate {rate}, mix {mix}",
            statistic=title_of(split.statistic, metric),
            labels=named,
            **parts,
        ),
        "",
        columns,
        tuple(rows),
        (Said(_EFFECTS, labels=named),),
        tuple(words.rules(comparison)) if last else (),
        (),
    )


def tidy(comparison: Comparison) -> Tidy:
    """One row for each statistic; ``difference`` is second − first, of shares in percentage points."""
    columns = ("metric", "question", "date", "statistic", "unit", "first", "first_value", "first_n")
    more = ("second", "second_value", "second_n", "difference", *INTERVAL, "p", "verdict", "why")
    one, other = (side.label for side in comparison.sides)
    rows = []
    for each in comparison.results:
        for change in each.changes:
            first, unit, first_n = figure_cells(change.first)
            second, _, second_n = figure_cells(change.second)
            name = (comparison.definition.metric, each.question, each.date, change.first.name, unit)
            sides = (one, first, first_n, other, second, second_n)
            found = (finite(change.difference), *interval_cells(change.interval), change.p)
            rows.append((*name, *sides, *found, change.verdict, change.why))
    return Tidy((*columns, *more), tuple(rows))


def document(comparison: Comparison) -> Object:
    """The JSON document of a comparison."""
    return {
        **({"stamp": comparison.stamp} if comparison.stamp else {}),
        "options": options_object(comparison.settings),
        "definition": definition_object(comparison.definition),
        "zone": comparison.zone,
        "diagnostics": [diagnostic_object(each) for each in comparison.diagnostics],
        "sides": [_side_object(each) for each in comparison.sides],
        "by": comparison.by,
        "results": [_result_object(each) for each in comparison.results],
    }


def _side_object(side: Side) -> Object:
    return {
        "kind": side.what,
        "label": side.label,
        "since": side.since,
        "until": side.until,
        "span": None if side.span is None else {"first": side.span[0], "last": side.span[1]},
        "partial": side.partial,
        "filters": side.filters,
        "inputs": [input_object(each) for each in side.inputs],
        "quality": quality_object(side.quality),
    }


def _result_object(each: Compared) -> Object:
    return {
        **({} if each.question is None else {"question": each.question}),
        **({"title": each.title} if each.title else {}),
        "date": each.date,
        "statistic": each.changes[0].first.name,
        **_change_object(each.changes[0]),
        "statistics": {change.first.name: _change_object(change) for change in each.changes},
        "split": None if each.split is None else _split_object(each.split),
        **({"unsplit_because": each.unsplit} if each.unsplit else {}),
    }


def _change_object(change: Change) -> Object:
    unit = change.first.unit
    return {
        "first": statistic_object(change.first),
        "second": statistic_object(change.second),
        "difference": finite(change.difference),
        "unit": "percentage points" if unit == "percent" else unit,
        "interval": interval_object(change.interval),
        **({} if change.p is None else {"p": change.p}),
        "verdict": change.verdict,
        **({"why": change.why} if change.why else {}),
    }


def _split_object(split: Split) -> Object:
    return {
        "statistic": split.statistic,
        "unit": "percentage points" if split.unit == "percent" else split.unit,
        "rate": split.rate,
        "mix": split.mix,
        "reversed": split.reversed,
        "effects": [_effect_object(each) for each in split.effects],
    }


def _effect_object(each: Effect) -> Object:
    return {
        "slice": dict(each.slice),
        "first": {"n": each.first.n, "value": finite(each.first.value), "share": each.share[0]},
        "second": {"n": each.second.n, "value": finite(each.second.value), "share": each.share[1]},
        "rate": each.rate,
        "mix": each.mix,
        "centred_mix": each.centred,
    }
