"""Saved results as they are printed: series for people, every number for machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from csmetrics.cli.commands._saved_series import in_words
from csmetrics.history import reading
from csmetrics.history.reading import Saved
from csmetrics.history.records import canonical, measure_object
from csmetrics.language import Day, Period, Said, tr
from csmetrics.render._labels import label_text
from csmetrics.render._language import own

SHORT = 8
"""So many characters of a digest tell definitions apart."""
FIRST = ("saved", "tool", "metric", "question", "population", "slice", "every", "period", "date")
LAST = ("interval_level", "interval_low", "interval_high", "interval_method")
HEADER = (
    *(*FIRST, "partial", "counts", "statistic", "value", "unit", "n", *LAST),
    *("definition", "inputs", "rule"),
)


def lines(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Series in lines, those of one definition under one heading."""
    heading = ""
    for each in found:
        of = f"{each['metric']}: {tr(each['rule'])} ({each['definition'][:SHORT]})"
        if of != heading:
            yield of
            told = {name: text for name, text in each["differs"].items() if name != "rule"}
            if told:
                yield f"  {in_words(told)}"
            heading = of
        yield "  " + " · ".join(map(own, _series(each)))


def series_of(found: Sequence[Saved]) -> Iterator[dict[str, Any]]:
    """What counts, by definition, slice and kind of period.

    ``differs`` is what tells the definitions of one metric apart.
    """
    series: dict[tuple[object, ...], list[Saved]] = {}
    differs: dict[str, dict[str, str]] = {}
    for name in {each.metric for each in found}:
        told = reading.differing([each for each in found if each.counts and each.metric == name])
        differs |= {digest: words for digest, _, words in told}
    for each in found:
        if each.counts:
            own = (each.definition, each.question, each.population, each.slice, each.every)
            series.setdefault((each.metric, *own), []).append(each)
    for (metric, definition, question, population, labels, every), members in sorted(
        series.items(), key=str
    ):
        periods = sorted(each.period for each in members)
        yield {
            "metric": metric,
            "definition": definition,
            "rule": members[0].told["rule"],
            "differs": differs[members[0].definition],
            "question": question,
            "population": population,
            "slice": dict(labels),  # type: ignore[call-overload]
            "every": every,
            "periods": len(periods),
            "first": periods[0],
            "last": periods[-1],
            "saved": max(each.saved for each in members),
        }


def _series(each: Mapping[str, Any]) -> Iterator[str]:
    for name in ("question", "population"):
        if each[name]:
            yield str(each[name])
    for column, label in each["slice"].items():
        yield Said("{column} = {label}", column=column, label=label_text(label))
    ends = {name: _stretch(each[name]) for name in ("first", "last")}
    whole = each["every"] in {"span", "state", "all"}
    yield Said(each["every"] if whole else f"by {each['every']}")
    if each["periods"] > 1:
        yield Said("{first} to {last}", **ends)
    else:
        yield ends["first"] or Said("everything")
    yield Said("{periods} {periods:result|results}", periods=each["periods"])
    yield Said("saved {day}", day=Day(each["saved"][:10]))


def _stretch(label: str) -> str:
    """A period, or a stretch of days, such as ``2026-09-01/2026-09-30``."""
    first, to, last = label.partition("/")
    return Said("{first}/{last}", first=Day(first), last=Day(last)) if to else Period(label)


def object_of(each: Saved) -> dict[str, Any]:
    """A result as JSON has it."""
    names = (*FIRST, "partial", "counts", "definition", "inputs", "run")
    told = {name: getattr(each, name) for name in names} | {"slice": dict(each.slice)}
    return {**told, "files": each.files, "rule": each.told["rule"], **measure_object(each.measure)}


def cells_of(each: Saved) -> Iterator[list[Any]]:
    """A result as CSV has it: a line for each statistic and each count."""
    flags = ["true" if flag else "false" for flag in (each.partial, each.counts)]
    first = [getattr(each, name) or "" for name in FIRST]
    first[FIRST.index("slice")] = canonical(dict(each.slice)) if each.slice else ""
    last = [each.definition, each.inputs, each.told["rule"]]
    for one in each.measure.statistics:
        value = "" if one.value is None else repr(one.value)
        spread = one.interval
        ends = [""] * 4
        if spread is not None:
            low, high = ("" if end is None else repr(end) for end in (spread.low, spread.high))
            ends = [repr(spread.level), low, high, spread.method]
        yield [*first, *flags, one.name, value, one.unit, one.n, *ends, *last]
    for name, count in each.measure.parts:
        n = each.measure.headline.n
        yield [*first, *flags, name, count, "count", n, *[""] * 4, *last]
