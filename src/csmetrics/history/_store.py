"""The SQLite file: its tables, its transactions, and what goes wrong with it in words.

Each change is one transaction that takes the lock before it looks (``BEGIN IMMEDIATE``), so that two runs
at once come one after the other, the first that ever runs included: the tables are made in it, too. The
journal is SQLite's own, which a killed process leaves behind and the next one rolls back; no WAL, which does
not work in folders of a network.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.language import Said

SECONDS = 30.0
"""How long a run waits for others."""
VERSION = 1
"""The format of the tables: a program refuses a newer one, and would bring an older one up to date."""
APPLICATION = 0x63736D68
"""What the header of the file says it is: "csmh"."""

SCHEMA = (
    """CREATE TABLE definitions (
        digest TEXT PRIMARY KEY,
        metric TEXT NOT NULL,
        document TEXT NOT NULL
    )""",
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        saved TEXT NOT NULL,
        tool TEXT NOT NULL,
        files TEXT NOT NULL
    )""",
    """CREATE TABLE results (
        id INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES runs (id),
        metric TEXT NOT NULL,
        question TEXT NOT NULL,
        population TEXT NOT NULL,
        slice TEXT NOT NULL,
        every TEXT NOT NULL,
        period TEXT NOT NULL,
        date TEXT NOT NULL,
        partial INTEGER NOT NULL,
        definition TEXT NOT NULL REFERENCES definitions (digest),
        inputs TEXT NOT NULL,
        content TEXT NOT NULL,
        value REAL,
        n INTEGER NOT NULL,
        document TEXT NOT NULL,
        UNIQUE (metric, question, population, slice, every, period, definition, inputs, content)
    )""",
    "CREATE INDEX of_run ON results (run)",
    # of each period the latest save counts, and one that covers it whole before any that does not
    """CREATE INDEX of_period ON results (
        metric, question, population, slice, every, period, definition, partial, run DESC, id DESC
    )""",
    """CREATE VIEW counting AS SELECT id FROM (
        SELECT id, ROW_NUMBER() OVER (
            PARTITION BY metric, question, population, slice, every, period, definition
            ORDER BY partial, run DESC, id DESC
        ) AS place FROM results
    ) WHERE place = 1""",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
)

_WORDS = {
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "see that its folder is there and may be written to",
    ),
    sqlite3.SQLITE_NOTADB: ("is no SQLite file", "name another file"),
    sqlite3.SQLITE_READONLY: (
        "may not be written to",
        "see who may write to the file and its folder",
    ),
    sqlite3.SQLITE_FULL: ("has no room: the disk is full", ""),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "put back a copy of it, or begin another"),
}


@contextmanager
def changing(file: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it is in the file afterwards, or nothing.

    Raises ``CANNOT_SAVE``, or ``HISTORY_LOCKED`` where others kept it for :data:`SECONDS`.
    """
    with (
        _told(file, errors.CANNOT_SAVE),
        closing(_opened(file, "rwc" if create else "rw")) as store,
    ):
        store.execute("PRAGMA foreign_keys = ON")
        store.execute("PRAGMA secure_delete = ON")  # what is pruned is gone
        store.execute("BEGIN IMMEDIATE")
        if _is_new(store, file, errors.CANNOT_SAVE):
            _make(store)
        yield store
        store.execute("COMMIT")


@contextmanager
def looking(file: Path) -> Iterator[sqlite3.Connection]:
    """The file as it is at one moment. Raises ``NOTHING_SAVED`` where there is none, ``BAD_HISTORY``."""
    must_be_there(file)
    # writable where it may be, to roll back what a killed process has left
    with _told(file, errors.BAD_HISTORY), closing(_opened(file, "rw")) as store:
        store.execute("BEGIN")
        if _is_new(store, file, errors.BAD_HISTORY):
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as empty:
                _make(empty)
                yield empty
            return
        yield store


def must_be_there(file: Path) -> None:
    """Refuse a file that is not there, rather than to make an empty one."""
    if not file.exists():
        what = Said("nothing is saved: there is no history {file}", file=file)
        cure = "csmetrics METRIC FILE --every month --save begins one"
        raise CsmetricsError(errors.NOTHING_SAVED, what=what, cure=cure)


def _opened(file: Path, mode: str) -> sqlite3.Connection:
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=SECONDS, isolation_level=None)


def _make(store: sqlite3.Connection) -> None:
    for statement in SCHEMA:
        store.execute(statement)


def _is_new(store: sqlite3.Connection, file: Path, kind: Kind) -> bool:
    """Whether nothing is in it yet; refuses what is no history, or one of a later program."""
    (version,) = store.execute("PRAGMA user_version").fetchone()
    (application,) = store.execute("PRAGMA application_id").fetchone()
    if application == APPLICATION:
        if version > VERSION:
            why = Said(
                "is of a newer csmetrics: its format is {version}, this one knows {version2}",
                version=version,
                version2=VERSION,
            )
            raise CsmetricsError(kind, file=str(file), why=why, cure="update csmetrics")
        return False
    if version or application or store.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise CsmetricsError(
            kind, file=str(file), why="is the database of something else", cure="name another file"
        )
    return True


@contextmanager
def _told(file: Path, kind: Kind) -> Iterator[None]:
    """Put what SQLite says in our words."""
    try:
        yield
    except sqlite3.Error as fault:
        code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
        locked = code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        if locked and kind is errors.CANNOT_SAVE:
            raise CsmetricsError(
                errors.HISTORY_LOCKED, file=str(file), seconds=f"{SECONDS:g}"
            ) from fault
        why: str = Said("cannot be used: {fault}", fault=fault)
        if locked:
            why = Said("was locked by another process for {seconds:g} s", seconds=SECONDS)
            cure = "try again"
        elif not file.parent.is_dir():
            why = Said("has no folder {parent}", parent=file.parent)
            cure = "make it, or name another file"
        else:
            why, cure = _WORDS.get(code, (why, ""))
        raise CsmetricsError(kind, file=str(file), why=why, cure=cure) from fault
