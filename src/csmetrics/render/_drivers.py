"""What goes with a score: a table of columns, the levels of those that do, and a JSON document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from csmetrics import errors
from csmetrics.language import Said, joined, ours
from csmetrics.render import _numbers
from csmetrics.render._drivers_levels import SHOWN, between, by_level, level_of, scale_of
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._labels import label_text
from csmetrics.render._objects import (
    definition_object,
    diagnostic_object,
    finite,
    input_object,
    options_object,
    quality_object,
    statistic_object,
)
from csmetrics.render._tidy import INTERVAL, Cell, Tidy, figure_cells, interval_cells
from csmetrics.render._words import dated, interval_title, stretch, title_of
from csmetrics.report import Driver, Drivers, Level, Statistic

GOES = "goes with it"
FEW = 4
"""Of so many columns the levels are shown, whether they go with the score or not."""
NAMES = {"cramers_v": "Cramér V", "spearman_rho": "Spearman ρ"}


def grids(found: Drivers) -> Iterator[Grid]:
    """Each column with the strength of its link; then the score by the levels of those that have one."""
    shares = found.explained is not None
    columns = (
        Column(Said("Column"), "label"),
        Column("n", "count"),
        Column("Measure", "words"),
        Column("Link", "headline"),
        Column(interval_title(level_of(found)), "interval"),
        *((Column("Share of variance", "number"),) if shares else ()),
        Column("Finding", "words"),
    )
    few = len(found.drivers) <= FEW
    detailed = [each for each in found.drivers if each.levels and (each.verdict == GOES or few)]
    yield Grid(
        Said("{title}: what goes with it", title=ours(found.definition.title)),
        joined(" · ", _facts(found)),
        columns,
        tuple(GridRow(_cells(each, shares=shares), whole=False) for each in found.drivers),
        (*_skipped(found), *_cut(detailed)),
        () if detailed else tuple(_rules(found)),
        (),
    )
    scale = scale_of(found, detailed)
    for each in detailed:
        rules = tuple(_rules(found)) if each is detailed[-1] else ()
        yield by_level(found, each, scale, rules)


def _cells(each: Driver, *, shares: bool) -> tuple[str, ...]:
    effect = each.effect
    return (
        each.column,
        _numbers.count(effect.n),
        ours(NAMES[effect.name]),
        _numbers.number(effect.value, effect.unit),
        between(effect),
        *((_numbers.number(each.share, "percent"),) if shares else ()),
        _finding(each),
    )


def _finding(each: Driver) -> str:
    value = each.effect.value
    if each.verdict != GOES or value is None or each.effect.name != "spearman_rho":
        why = each.effect.undefined_because
        return Said("too few: {why}", why=ours(why)) if why else ours(each.verdict)
    more = "goes with it: the more, the higher"
    return Said(more if value > 0 else "goes with it: the more, the lower")


def _facts(found: Drivers) -> Iterator[str]:
    whole = found.whole
    value = _numbers.number(whole.value, whole.unit)
    yield Said(
        "{name} of all {value}, n {n}",
        name=title_of(whole.name, found.definition.metric),
        value=value,
        n=_numbers.count(whole.n),
    )
    if found.date:
        yield dated(found.date)
    yield from found.filters
    if found.stamp:
        yield found.stamp
    if found.span:
        yield stretch(*found.span)
        yield found.zone


def _skipped(found: Drivers) -> Iterator[str]:
    """The columns that are not looked at, those for one reason together."""
    reasons: dict[str, list[str]] = {}
    for each in found.skipped:
        reasons.setdefault(each.why, []).append(each.column)
    if reasons:
        told = (
            Said("{columns} ({why})", columns=", ".join(columns), why=ours(why))
            for why, columns in reasons.items()
        )
        yield Said("not looked at: {columns}", columns=joined("; ", told))


def _cut(detailed: Sequence[Driver]) -> Iterator[str]:
    for each in detailed:
        if len(each.levels) > SHOWN:
            yield Said(
                "of {column} the {shown} most frequent of {n} labels are shown: -f csv has all",
                column=each.column,
                shown=SHOWN,
                n=len(each.levels),
            )


def _rules(found: Drivers) -> Iterator[str]:
    rule = ours(found.definition.rule)
    score = found.whole.interval
    ranks = next((e.effect.interval for e in found.drivers if e.effect.interval), None)
    told = [rule]
    if score:
        method = ours(score.method)
        told.append(
            Said("{interval}: {method}", interval=interval_title(score.level), method=method)
        )
    if ranks:
        told.append(Said("of ρ: {method}", method=ours(ranks.method)))
    yield joined(" · ", told)
    yield Said(
        "goes with, not causes: another thing may move both, and who is asked is no experiment"
    )
    yield Said(
        "links from 0 (none) to 1, ρ from −1; each column is tested by χ² or by t of its ρ, at 5 % after "
        "Benjamini–Hochberg over the {n}; labels of fewer than {least} answers are tested as one",
        n=found.tested,
        least=found.least,
    )
    if any(each.kind is errors.HIDDEN_GROUPS for each in found.diagnostics):
        yield Said("links are those of the levels that are shown; no variance is parted")
    elif found.explained is not None:
        yield Said(
            "share of variance: together they explain {share} of it (R², of {n} rows in which all hold something), "
            "parted by the average gain over all orders (LMG)",
            share=_numbers.number(found.explained, "percent"),
            n=_numbers.count(0 if found.complete is None else found.complete),
        )
    elif found.tested > FEW:
        yield Said("--by names up to {n} columns to part the variance among", n=FEW)


def tidy(found: Drivers) -> Tidy:
    """One row for the link of each column, and one for each of its levels."""
    columns = (
        "metric",
        "column",
        "kind",
        "level",
        "low",
        "high",
        "statistic",
        "value",
        "unit",
        "n",
    )
    tests = ("p", "adjusted", "share_of_variance", "verdict")
    rows: list[tuple[Cell, ...]] = []
    for each in found.drivers:
        start = (found.definition.metric, each.column, each.kind)
        effect = (
            each.effect.name,
            *figure_cells(each.effect),
            *interval_cells(each.effect.interval),
        )
        tested = (finite(each.p), finite(each.adjusted), finite(each.share), each.verdict)
        rows.append((*start, None, None, None, *effect, *tested))
        for level in each.levels:
            found_of = level.statistic
            figure = (found_of.name, *figure_cells(found_of), *interval_cells(found_of.interval))
            label = _named(level)
            rows.append((*start, label, level.low, level.high, *figure, *[None] * len(tests)))
    return Tidy((*columns, *INTERVAL, *tests), tuple(rows))


def _named(level: Level) -> str | None:
    numbers = (level.low, level.high) != (None, None)
    return None if numbers else str(label_text(level.label))


def document(found: Drivers) -> dict[str, Any]:
    """The JSON document of drivers."""
    return {
        **({"stamp": found.stamp} if found.stamp else {}),
        "inputs": [input_object(each) for each in found.inputs],
        "options": options_object(found.settings),
        "definition": definition_object(found.definition),
        "date": found.date,
        "span": None
        if found.span is None
        else dict(zip(("first", "last"), found.span, strict=True)),
        "filters": list(found.filters),
        "zone": found.zone,
        "quality": quality_object(found.quality),
        "whole": {"statistic": found.whole.name, **statistic_object(found.whole)},
        "least": found.least,
        "tested": found.tested,
        "explained": found.explained,
        "complete": found.complete,
        "drivers": [_driver(each) for each in found.drivers],
        "not_looked_at": [{"column": each.column, "why": each.why} for each in found.skipped],
        "diagnostics": [diagnostic_object(each) for each in found.diagnostics],
    }


def _without_unit(each: Statistic) -> dict[str, Any]:
    return {name: value for name, value in statistic_object(each).items() if name != "unit"}


def _driver(each: Driver) -> dict[str, Any]:
    return {
        "column": each.column,
        "kind": each.kind,
        "unit": each.unit or None,
        "statistic": each.effect.name,
        **_without_unit(each.effect),
        "p": each.p,
        "adjusted": each.adjusted,
        "verdict": each.verdict,
        "share_of_variance": each.share,
        "unread": each.unread,
        "levels": [
            {
                "label": level.label,
                "low": level.low,
                "high": level.high,
                **statistic_object(level.statistic),
            }
            for level in each.levels
        ],
    }
