"""Statuses: the words of a status column → one of eight states. What is in no list is counted, never guessed."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.intake.labels import clean
from csmetrics.intake.scores import MISSING, read_score
from csmetrics.intake.table import Faults
from csmetrics.language import Said, joined
from csmetrics.read._header import folded
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import pyarrow as pa

REASONS = (errors.BLANK, errors.MISSING_WORD, errors.UNKNOWN_STATUS)
BLANK, MISSING_WORD, UNKNOWN = 1, 2, 3
NONE = -1


class Status(IntEnum):
    """What is done with a ticket. The order is that of its life."""

    OPEN = 0
    PENDING = 1
    ON_HOLD = 2
    SOLVED = 3
    CLOSED = 4
    DELETED = 5
    SPAM = 6
    MERGED = 7

    @property
    def label(self) -> str:
        """As it is written: ``on-hold``."""
        return self.name.lower().replace("_", "-")


Codes = NDArray[np.int8]


def is_open(codes: Codes) -> NDArray[np.bool_]:
    """Whether a ticket still needs work. An unknown status is neither open nor finished."""
    return (codes >= Status.OPEN) & (codes <= Status.ON_HOLD)


def is_finished(codes: Codes) -> NDArray[np.bool_]:
    """Whether the work on a ticket is done: solved or closed."""
    return (codes >= Status.SOLVED) & (codes <= Status.CLOSED)


def is_excluded(codes: Codes) -> NDArray[np.bool_]:
    """Whether it is no ticket of its own: deleted, spam, or merged into another."""
    return codes >= Status.DELETED


def read_status(text: str) -> Status | None:
    """The status that a word stands for, or None."""
    return _words().get(folded(text))


def is_named(label: str, name: str) -> bool:
    """Whether a name that a user gave means the status of this label.

    A canonical name (``closed``) means every word that stands for it, any other word itself alone.
    """
    wanted = folded(name)
    status = read_status(label)
    return folded(label) == wanted or (status is not None and folded(status.label) == wanted)


@dataclass
class StatusColumn:
    """The parser of one status column; counts the known states and the labels that it does not know."""

    header: str
    known: Counter[Status] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)

    def typed(self, cells: pa.DictionaryArray) -> tuple[Codes, Faults]:
        """Codes (``NONE`` where there is none) and faults of dictionary-encoded cells."""
        texts = cells.dictionary.to_pylist()
        places = cells.indices.to_numpy(zero_copy_only=False)
        counts = np.bincount(places, minlength=len(texts)).tolist()
        readings = [self._read(text, count) for text, count in zip(texts, counts, strict=True)]
        codes, faults = np.array(readings or [(NONE, BLANK)], dtype=np.int8).T
        return codes[places], Faults(faults[places], REASONS)

    def notes(self, *, named: bool) -> Iterator[Diagnostic]:
        """What is to be said of its words; with ``named`` the user has said which statuses are left out."""
        column = ("column", self.header)
        if self.unknown:
            count, words = self.unknown.total(), len(self.unknown)
            told = ("words", Said("{n} {n:word|words}", n=words))
            rows = ("rows", "row" if count == 1 else "rows")
            yield Diagnostic(errors.STATUS_UNKNOWN, (column, ("count", count), rows, told), count)
        aside = {status: self.known[status] for status in Status if status >= Status.DELETED}
        found = [
            Said("{n} {status}", n=count, status=Said(status.label))
            for status, count in aside.items()
            if count
        ]
        if found and not named:
            options = " ".join(f"--exclude-status {each.label}" for each in aside if aside[each])
            params = (column, ("found", joined(", ", found)), ("options", options))
            yield Diagnostic(errors.COUNTED_ASIDE, params, sum(aside.values()))

    def _read(self, text: str, count: int) -> tuple[int, int]:
        status = read_status(text)
        if status is not None:
            self.known[status] += count
            return status, 0
        label = clean(text)
        fault = BLANK if not label else UNKNOWN
        if label and read_score(label).fault == MISSING:
            fault = MISSING_WORD
        if fault == UNKNOWN and count:
            self.unknown[label] += count
        return NONE, fault


@cache
def _words() -> Mapping[str, Status]:
    data = tomllib.loads(files("csmetrics.intake").joinpath("statuses.toml").read_text("utf-8"))
    statuses = {status.label: status for status in Status}
    return {folded(word): statuses[name] for name, entry in data.items() for word in entry["words"]}
