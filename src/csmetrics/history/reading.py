"""What is saved, as it was: every result, and the series of one metric as a report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from csmetrics.history import _store
from csmetrics.history.records import PERIOD, STATE, measure_of
from csmetrics.report import Definition, Input, Measure, Quality, Report, Row, Setting, Slice

WORKING = ("hours", "holidays")
"""Options of a definition that a chart tells beside its zone."""

_SQL = """
    SELECT results.*, runs.saved, runs.tool, runs.files, definitions.document AS told,
        counting.id IS NOT NULL AS counts
    FROM results LEFT JOIN counting ON counting.id = results.id
    JOIN runs ON runs.id = results.run
    JOIN definitions ON definitions.digest = results.definition
    WHERE ? IN ('', results.metric) AND (NOT ? OR counting.id IS NOT NULL)
    ORDER BY results.id
"""
_loaded = lru_cache(maxsize=256)(json.loads)  # definitions and files are those of many results


@dataclass(frozen=True)
class Saved:
    """One saved result. ``counts``: of its period it is the one that counts."""

    run: int
    saved: str
    tool: str
    metric: str
    question: str | None
    population: str
    slice: Slice
    every: str
    period: str
    date: str | None
    partial: bool
    definition: str
    told: Mapping[str, Any]
    inputs: str
    files: tuple[Mapping[str, Any], ...]
    measure: Measure
    counts: bool


def results(file: Path, metric: str = "", *, counting: bool = False) -> list[Saved]:
    """The saved results in the order in which they were saved: of one metric where it is named, all or what counts."""
    with _store.looking(file) as store:
        cursor = store.execute(_SQL, (metric, counting))
        names = [each[0] for each in cursor.description]
        return [_saved(dict(zip(names, row, strict=True))) for row in cursor]


def _saved(row: Mapping[str, Any]) -> Saved:
    return Saved(
        run=row["run"],
        saved=row["saved"],
        tool=row["tool"],
        metric=row["metric"],
        question=row["question"] or None,
        population=row["population"],
        slice=tuple((name, label) for name, label in json.loads(row["slice"])),
        every=row["every"],
        period=row["period"],
        date=row["date"] or None,
        partial=bool(row["partial"]),
        definition=row["definition"],
        told=_loaded(row["told"]),
        inputs=row["inputs"],
        files=tuple(_loaded(row["files"])),
        measure=measure_of(row["document"]),
        counts=bool(row["counts"]),
    )


def series(found: Iterable[Saved], every: str) -> list[Saved]:
    """The results that may be points of a trend: of the whole, of those the metric is named after, and that count.

    A state, such as a backlog, is of a moment: those are given whatever ``every`` says.
    """
    return [
        each
        for each in found
        if each.counts and not each.slice and not each.population and each.every in {every, STATE}
    ]


def differing(found: Sequence[Saved]) -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """The definitions of several results: the digest, the periods, and in words what is not the same in all."""
    told = {each.definition: _flat(each.told) for each in found}
    names = dict.fromkeys(name for one in told.values() for name in one)
    open_ = [name for name in names if len({one.get(name) for one in told.values()}) > 1]
    for definition, one in told.items():
        periods = sorted(each.period for each in found if each.definition == definition)
        yield definition, periods, {name: one.get(name, "not said") for name in open_}


def _flat(told: Mapping[str, Any]) -> dict[str, str]:
    """A definition as names and words."""
    plain = {**told, **told["options"]}
    del plain["options"]
    return {name.replace("_", "-"): _words(value) for name, value in plain.items()}


def _words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def report_of(found: Sequence[Saved]) -> Report:
    """Results of one definition as the report of a run with ``--every``; ``period`` is the label of each."""
    told = found[0].told
    files = [file for each in found for file in each.files]
    inputs = {
        str(file["sha256"]): Input(file["name"], file["sha256"], file["rows"], (), ())
        for file in files
    }
    return Report(
        kind="metric",
        definition=Definition(
            metric=str(told["metric"]),
            title=str(told["title"]),
            formula=str(told["formula"]),
            rule=str(told["rule"]),
            unit=str(told["unit"]),
        ),
        rows=tuple(
            Row(
                each.metric,
                ((PERIOD, each.period),),
                each.measure,
                each.date,
                each.question,
                each.partial,
            )
            for each in found
        ),
        quality=Quality(0, 0, ()),
        inputs=tuple(inputs.values()),
        settings=tuple(
            Setting(name, tuple(value) if isinstance(value, list) else value, "history")
            for name, value in told["options"].items()
            if name in WORKING
        ),
        zone=str(told["zone"]),
        filters=tuple(told["filters"]),
    )
