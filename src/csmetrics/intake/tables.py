"""Which of several files hold one table: exports of tickets, and answers to surveys."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake import recognition, schema
from csmetrics.intake.mapping import Mapping
from csmetrics.intake.places import holds_word
from csmetrics.intake.roles import SURVEY, fits_none, roles_of, table_of
from csmetrics.intake.units import unit_of
from csmetrics.intake.zones import without_zone
from csmetrics.read import open_table
from csmetrics.read._header import folded

if TYPE_CHECKING:
    from csmetrics.intake.recognition import Fit
    from csmetrics.options import InputOptions
    from csmetrics.read._raw import RawTable


@dataclass(frozen=True)
class Group:
    """Files that together are one table, and the first of them, opened."""

    table: str
    files: tuple[str, ...]
    raw: RawTable
    fit: Fit | None

    def has(self, column: str, table: str) -> bool:
        """Whether a user's name of a column, or of its role, means one here; refused where it means several."""
        try:
            self._mapping(table).named(column, "--where")
        except CsmetricsError as fault:
            if fault.kind is not errors.UNKNOWN_COLUMN:
                raise
            return False
        return True

    def score(self, table: str, metric: str) -> str | None:
        """The column that holds the answers which a metric asks for; None where there is none, or several."""
        try:
            place = self._mapping(table).role("score", metric)
        except CsmetricsError:
            return None
        return None if place is None else place.header

    def _mapping(self, table: str) -> Mapping:
        return Mapping(self.raw, table, {}, self.fit)


@dataclass(frozen=True)
class Named:
    """A file as it was named: how it is to be opened, and the table it holds where somebody says so."""

    file: str
    options: InputOptions
    table: str | None = None


def said(name: str) -> tuple[str | None, str]:
    """``tickets:FILE`` in its two parts, unless there is a file of that name."""
    table, sign, file = name.partition(":")
    if sign and table in schema.TABLES and not os.path.exists(name):
        return table, file
    return None, name


def grouped(names: Sequence[Named]) -> tuple[Group, ...]:
    """The files by the table they hold, in the order in which they are named; refuses one that is neither."""
    found: dict[str, list[str]] = {}
    first: dict[str, tuple[RawTable, Fit | None]] = {}
    for each in names:
        if each.table in found:  # what the others hold is seen when they are read
            found[each.table].append(each.file)
            continue
        raw, fit = _opened(each.file, each.options)
        table = each.table or _table_of(raw, each.options, fit, each.file)
        found.setdefault(table, []).append(each.file)
        first.setdefault(table, (raw, fit))
    return tuple(Group(table, tuple(files), *first[table]) for table, files in found.items())


def asks_for(header: str) -> frozenset[str]:
    """The metrics of which the name of a score column speaks, such as that of a question; none of a plain name."""
    text = folded(header)
    return frozenset(
        metric
        for metric, special in schema.names(SURVEY)["score"].of.items()
        if text in special.whole or holds_word(text, special.within)
    )


def _opened(file: str, options: InputOptions) -> tuple[RawTable, Fit | None]:
    known = recognition.expected(options.preset)
    raw = open_table(file, options, schema.all_expected() | known)
    return raw, recognition.fit_of(raw, options.preset)[0]


def _table_of(raw: RawTable, options: InputOptions, fit: Fit | None, file: str) -> str:
    known = {folded(name) for header in raw.header for name in (header, without_zone(header))}
    own = [text for text in options.column if folded(_header(text)) in known]
    options = replace(options, column=tuple(own))  # what is said of the columns of other files
    table = table_of(raw, options, fit)
    if table == SURVEY and fit is None and not _asks(raw, options):
        raise CsmetricsError(errors.FITS_NO_TABLE, file=file, why=fits_none(raw))
    return table


def _header(text: str) -> str:
    """The name of a column in ``ROLE=HEADER[:UNIT]``."""
    header = text.partition("=")[2].strip()
    name, _, unit = header.rpartition(":")
    return name if name and unit_of(unit) else header


def _asks(raw: RawTable, options: InputOptions) -> bool:
    """Whether a column holds a score, or several may."""
    if any(text.partition("=")[0].strip() == "score" for text in options.column):
        return True
    roles, notes = roles_of(Mapping(raw, SURVEY, {}))
    return bool(notes) or any(role.name == "score" for role in roles.values())
