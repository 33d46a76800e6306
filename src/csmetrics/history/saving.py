"""Adding the results of a run: all of them in one transaction, those that are there already not again."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from csmetrics import __version__
from csmetrics.history import _store
from csmetrics.history.records import Record, canonical, definition_of, files_of, records_of
from csmetrics.report import Report

_THERE = """
    SELECT 1 FROM results WHERE metric = :metric AND question = :question
    AND population = :population AND slice = :slice AND every = :every AND period = :period
    AND definition = :definition AND inputs = :inputs AND content = :content
"""
_ADD = """
    INSERT INTO results (
        run, metric, question, population, slice, every, period, date, partial,
        definition, inputs, content, value, n, document
    ) VALUES (
        :run, :metric, :question, :population, :slice, :every, :period, :date, :partial,
        :definition, :inputs, :content, :value, :n, :document
    )
"""


def save(report: Report, file: Path, *, state: bool = False) -> tuple[int, int]:
    """Keep the rows of a report; gives how many were new, and how many there are.

    Its inputs have to be identified. ``state`` says that it is of one moment, as a backlog is. A run of which
    everything is there already leaves no trace. Raises ``CANNOT_SAVE`` or ``HISTORY_LOCKED``; then nothing is
    saved.
    """
    records = [*dict.fromkeys(records_of(report, state=state))]
    with _store.changing(file, create=True) as store:
        new = [each for each in records if not store.execute(_THERE, asdict(each)).fetchone()]
        if new:
            _add(store, report, new)
    return len(new), len(records)


def _add(store: sqlite3.Connection, report: Report, new: list[Record]) -> None:
    definition = canonical(definition_of(report))
    store.execute(
        "INSERT INTO definitions VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING",
        (new[0].definition, report.definition.metric, definition),
    )
    # asked under the lock, so that times follow the order of the runs
    saved = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    run = store.execute(
        "INSERT INTO runs (saved, tool, files) VALUES (?, ?, ?)",
        (saved, __version__, canonical(files_of(report))),
    ).lastrowid
    store.executemany(_ADD, [{"run": run, **asdict(each)} for each in new])
