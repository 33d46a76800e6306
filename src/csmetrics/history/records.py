"""The rows of a report as the history keeps them, and the digests by which they are told apart.

The digest of the definition says what was measured: two results with the same one may stand in one series.
Rows of a period are there once for each definition, each set of inputs and each outcome.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from csmetrics.report import Interval, Measure, Report, Row, Statistic, Untold

PERIOD = "period"
SPAN, STATE, ALL = "span", "state", "all"
"""What a result is of where it is of no period of ``--every``: the days ``first/last``, a moment, everything."""

NO_MEANING = frozenset(
    {
        *(
            "column",
            "preset",
            "sheet",
            "encoding",
            "delimiter",
            "decimal",
            "dates",
            "bad_rows",
            "min_group",
            "score",
        ),
        *("by", "every", "since", "until", "as_of", "where", "date", "tz"),
        *("goal", "each", "max_left_out", "strict"),
    }
)
"""Options that do not say what is measured: how files are read (which is seen in the inputs and the columns),
which stretch of time and which slices, what is demanded of the result. Where, date and zone stand by themselves.
Any other option is part of the definition, one that comes later too."""

LATER = frozenset({"one_per", "weight", "blanks"})
"""Options that came after results were saved: where they are not used, a definition has the digest that it had."""


@dataclass(frozen=True)
class Record:
    """One row of the table of results, without its run; texts are empty where there is none."""

    metric: str
    question: str
    population: str
    slice: str
    every: str
    period: str
    date: str
    partial: bool
    definition: str
    inputs: str
    content: str
    value: float | None
    n: int
    document: str


def canonical(value: Any) -> str:
    """JSON in one spelling only, and in ASCII, which any store can hold."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """Tell two texts apart."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def definition_of(report: Report) -> dict[str, Any]:
    """What was measured: the rule in words, and every option that has a say in the numbers."""
    told = report.definition
    options = meaning_of({each.name: each.value for each in report.settings})
    date = next((row.date for row in report.rows if row.measure.date is None), None)
    return {
        "metric": told.metric,
        "title": told.title,
        "formula": told.formula,
        "rule": told.rule,
        "unit": told.unit,
        "zone": report.zone,
        "date": date,
        "options": options,
        "filters": sorted(report.filters),
    }


def meaning_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Those of some options that say what is measured. A file of holidays is the same from wherever it is named."""
    unused = {name for name in LATER if options.get(name) is None}
    told = {name: value for name, value in options.items() if name not in NO_MEANING | unused}
    if days := told.get("holidays"):
        told["holidays"] = [Path(day).name for day in days]
    return told


def files_of(report: Report) -> list[dict[str, Any]]:
    """The files of a run, each with its digest, its rows and its columns."""
    return [
        {
            "name": each.name,
            "sha256": each.sha256,
            "rows": each.rows,
            "columns": {mapped.role: mapped.column for mapped in each.mapping},
        }
        for each in report.inputs
    ]


def records_of(report: Report, *, state: bool) -> Iterator[Record]:
    """Every row of a report. ``state``: it is of one moment, as a backlog is."""
    definition = digest(canonical(definition_of(report)))
    inputs = digest(canonical(sorted(str(each.sha256) for each in report.inputs)))
    settings = {each.name: each.value for each in report.settings}
    for row in report.rows:
        if isinstance(row.measure.headline.n, Untold):
            continue  # what is hidden is not kept either
        labels, every, period = _place(row, report, settings, state)
        document = canonical(measure_object(row.measure))
        value = row.measure.headline.value
        yield Record(
            metric=row.metric,
            question=row.question or "",
            population=_population(row.measure),
            slice=canonical(labels),
            every=every,
            period=period,
            date=row.date or "",
            partial=row.partial,
            definition=definition,
            inputs=inputs,
            content=digest(canonical([document, row.partial])),
            value=_finite(value),
            n=row.measure.headline.n,
            document=document,
        )


def _place(
    row: Row, report: Report, settings: dict[str, Any], state: bool
) -> tuple[Sequence[tuple[str, str | None]], str, str]:
    """The labels of a row, and the stretch of time it is of: the kind, and its name."""
    if settings.get("every") and row.slice:
        return row.slice[:-1], str(settings["every"]), str(row.slice[-1][1])
    if state and settings.get("as_of"):
        return row.slice, STATE, str(settings["as_of"])
    if report.span is not None:
        return row.slice, SPAN, "/".join(report.span)
    return row.slice, ALL, ""


def _population(measure: Measure) -> str:
    """Whose numbers these are where they are not those the metric is named after."""
    return measure.title or measure.date or ""


def measure_object(measure: Measure) -> dict[str, Any]:
    """The statistics and counts of a row; numbers that JSON cannot hold are None."""
    return {
        "statistics": [_statistic_object(each) for each in measure.statistics],
        "parts": [list(each) for each in measure.parts],
    }


def measure_of(document: str) -> Measure:
    """The same, read again."""
    told = json.loads(document)
    return Measure(
        tuple(_statistic_of(each) for each in told["statistics"]),
        tuple((name, count) for name, count in told["parts"]),
    )


def _statistic_object(each: Statistic) -> dict[str, Any]:
    found = asdict(each) | {"value": _finite(each.value), "weight": _finite(each.weight)}
    if each.interval is not None:
        ends = {"low": _finite(each.interval.low), "high": _finite(each.interval.high)}
        found["interval"] = asdict(each.interval) | ends
    if not each.finding:
        del found["finding"]
    if found["weight"] is None:
        del found["weight"]
    return found


def _statistic_of(told: dict[str, Any]) -> Statistic:
    interval = told["interval"]
    return Statistic(
        **told
        | {
            "interval": None if interval is None else Interval(**interval),
            "counts": tuple(told["counts"]),
        }
    )


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
