"""What a preset is: what the export of a known tool calls its columns, and what must be known to read them right."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from csmetrics.read._header import folded


@dataclass(frozen=True)
class Told:
    """What a preset says of the column of one role.

    ``spellings`` are its headers, the first that a file has is taken. ``unit`` is what plain numbers count.
    ``values`` says what is read instead of a cell: its key (:func:`key_for`) → another text. ``of`` are the only
    metrics whose question it answers, where it is not known by its name alone.
    """

    spellings: tuple[str, ...]
    unit: str | None = None
    values: Mapping[str, str] | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """Rows to leave out: those whose cells, by header, all fit one of these keys.

    With ``roles`` the rows stay, and only the cells of these roles count as empty.
    """

    reason: str
    when: tuple[tuple[str, frozenset[str]], ...]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preset:
    """One export of one tool.

    ``recognise`` are headers that only this export has, of which a file must have ``least``. ``zone`` is that of
    times without an offset, ``limit`` the number of rows at which the export stops, ``notes`` are told with
    every result. ``custom`` are forms of the headers of fields that a team has added, ``*`` for their name.
    ``repeated`` are headers that several columns bear, each with one of the labels of a row. ``no_role`` are headers
    that mean something else here than their names say elsewhere: they play no role of themselves.
    """

    name: str
    title: str
    table: str
    recognise: tuple[str, ...]
    least: int
    source: str
    columns: Mapping[str, Told]
    zone: str | None = None
    limit: int | None = None
    notes: tuple[str, ...] = ()
    custom: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    no_role: tuple[str, ...] = ()
    leave_out: tuple[LeftOut, ...] = ()

    @property
    def headers(self) -> frozenset[str]:
        """Every header that it knows, as :func:`word` gives it."""
        spelled = (name for told in self.columns.values() for name in told.spellings)
        return frozenset(map(word, (*self.recognise, *spelled)))


def word(text: str) -> str:
    """A cell as it is compared: folded; a sign that has no letters stays as it is."""
    return folded(text) or text.strip()


def key_of(text: str) -> str:
    """A text of a preset as it is kept: as :func:`word` gives it, or a form such as ``-*`` as it is."""
    return text.strip().casefold() if "*" in text else word(text)


def key_for(cell: str, keys: Collection[str]) -> str | None:
    """Which of these keys a cell fits: the one that it is, else the first of the forms."""
    if (own := word(cell)) in keys:
        return own
    text = cell.strip().casefold()
    return next((key for key in keys if "*" in key and _form(key).fullmatch(text)), None)


@cache
def _form(key: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, key.split("*"))), re.DOTALL)
