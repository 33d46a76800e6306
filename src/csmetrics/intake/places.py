"""Columns of a file by their place, and what their names and first cells say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Mapping as Pairs
from dataclasses import dataclass

from csmetrics.intake.times import read_time
from csmetrics.language import Said, joined
from csmetrics.read._header import folded
from csmetrics.read._raw import RawTable
from csmetrics.report import Mapped

CANDIDATES_NAMED = 12
SHORT_NAME = 5


@dataclass(frozen=True)
class Place:
    """A column of one file: its place in the header, its name, why it was taken, and how to read it.

    ``unit`` is what the user named or the preset tells, ``values`` what the preset reads instead of some cells;
    ``also`` are columns of the same name that hold further labels of a row.
    """

    index: int
    header: str
    why: str
    unit: str | None = None
    values: Pairs[str, str] | None = None
    also: tuple[int, ...] = ()

    def mapped(self, role: str) -> Mapped:
        """The same for the report."""
        return Mapped(role, self.header, self.why)


def holds_dates(raw: RawTable, place: int) -> bool:
    """Whether most cells of the first rows of a column are dates."""
    cells = [cell for record in raw.sample if (cell := cell_at(record, place))]
    return bool(cells) and 2 * sum(read_time(cell, "dmy") is not None for cell in cells) > len(
        cells
    )


def cell_at(record: Sequence[str], place: int) -> str:
    """The text of a cell; empty where the record is too short."""
    return record[place].strip() if place < len(record) else ""


def places_of(name: str, headers: Sequence[str]) -> list[int]:
    """Where a name stands among headers."""
    return [place for place, header in enumerate(headers) if header == name]


def letters(place: int) -> str:
    """The letters a spreadsheet gives a column: 0 → A, 26 → AA."""
    text = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def holds_word(header: str, words: Sequence[str]) -> bool:
    """Whether one of some words stands in a folded header, at the beginning of a word."""
    return any(f" {word}" in f" {header}" for word in words)


def names_codes(header: str, words: Collection[str]) -> bool:
    """Whether a header names codes or groups: it is short, no question, and has one of some whole words.

    ``Q1_NPS_GROUP`` says which of three groups an answer is in; ``Would you recommend our group?`` asks for it.
    """
    found = folded(header).split()
    return len(found) <= SHORT_NAME and "?" not in header and not {*found}.isdisjoint(words)


def listed(headers: Sequence[str]) -> str:
    """The first headers, and how many there are."""
    shown = joined(", ", (header or Said("(no name)") for header in headers[:CANDIDATES_NAMED]))
    more = ", …" if len(headers) > CANDIDATES_NAMED else ""
    return Said("{shown}{more} ({n} {n:column|columns})", shown=shown, more=more, n=len(headers))


def quoted(text: str) -> str:
    """As a shell takes it."""
    import shlex

    return shlex.quote(text)
