"""Keeping the history: whether it is sound, and removing what is not wanted any more."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from csmetrics.history import _store
from csmetrics.history.records import canonical, digest
from csmetrics.language import Said

SHOWN = 20
_PRUNE = """
    DELETE FROM results WHERE id IN (
        SELECT results.id FROM results JOIN runs ON runs.id = results.run
        WHERE ? IN ('', metric) AND (? OR saved < ?)
        AND (NOT ? OR results.id NOT IN (SELECT id FROM counting))
    )
"""


@dataclass(frozen=True)
class Found:
    """How much is saved: results, and the runs they come from; ``problems`` in words."""

    results: int
    runs: int
    problems: tuple[str, ...] = ()


def check(file: Path) -> Found:
    """Look at every page and every row of the file."""
    with _store.looking(file) as store:
        problems = [*_broken(store)] or [*_false(store)]
        return Found(*_counts(store), tuple(problems[:SHOWN]))


def _broken(store: sqlite3.Connection) -> Iterator[str]:
    """What SQLite itself finds."""
    for (line,) in store.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield str(line)
    for table, row, parent, _ in store.execute("PRAGMA foreign_key_check"):
        yield Said(
            "row {row} of {table} names something of {parent} that is not there",
            row=row,
            table=table,
            parent=parent,
        )
    (mode,) = store.execute("PRAGMA journal_mode").fetchone()
    if mode == "wal":
        yield "it is in WAL mode, which does not work over a network: PRAGMA journal_mode = DELETE"


def _false(store: sqlite3.Connection) -> Iterator[str]:
    """What is whole, and does not agree with itself."""
    for name, document in store.execute("SELECT digest, document FROM definitions"):
        if digest(document) != name:
            yield Said("the definition {name} is not what its digest says", name=name[:8])
    rows = store.execute("SELECT id, document, partial, content, value, n FROM results")
    for row, document, partial, content, value, n in rows:
        headline = json.loads(document)["statistics"][0]
        if digest(canonical([document, bool(partial)])) != content:
            yield Said("result {row} is not what its digest says", row=row)
        elif (headline["value"], headline["n"]) != (value, n):
            yield Said("result {row} has another value beside it", row=row)
    empty = "SELECT id FROM runs WHERE id NOT IN (SELECT run FROM results)"
    for (run,) in store.execute(empty):
        yield Said("run {run} has no results", run=run)


def prune(
    file: Path, metric: str, before: str | None, *, keep_latest: bool, dry_run: bool
) -> tuple[Found, Found]:
    """Remove results; gives what went, or with ``dry_run`` would go, and what is left.

    ``before`` is a day in UTC: only what was saved before it goes. With ``keep_latest`` only what does not count
    goes. All of that goes or nothing, and it is overwritten on the disk.
    """
    _store.must_be_there(file)
    with _store.changing(file) as store:
        results, runs = _counts(store)
        store.execute(_PRUNE, (metric, before is None, before, keep_latest))
        store.execute("DELETE FROM runs WHERE id NOT IN (SELECT run FROM results)")
        store.execute(
            "DELETE FROM definitions WHERE digest NOT IN (SELECT definition FROM results)"
        )
        left = Found(*_counts(store))
        if dry_run:
            store.execute("ROLLBACK")
            store.execute("BEGIN")
    return Found(results - left.results, runs - left.runs), left


def _counts(store: sqlite3.Connection) -> tuple[int, int]:
    (results,) = store.execute("SELECT COUNT(*) FROM results").fetchone()
    (runs,) = store.execute("SELECT COUNT(*) FROM runs").fetchone()
    return results, runs
