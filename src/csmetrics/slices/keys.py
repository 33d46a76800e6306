"""--by: from labels and periods to the number of a group for each row, without a loop over rows.

A part of a file numbers its groups by itself; what is the same in all parts is the :class:`Key`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from csmetrics.slices.periods import NO_PERIOD, Ordinals

if TYPE_CHECKING:
    import pandas as pd

Codes = NDArray[np.int64]
Places = NDArray[np.intp]
Labels: TypeAlias = "pd.Categorical[Any]"

MULTI_VALUED = ("tags",)
"""Roles whose cells hold several labels."""

WHITESPACE = " "
_SEPARATORS = ("|", ";", ",", WHITESPACE)
_NUMBER = re.compile(r"-?\d{1,15}(?:[.,]\d+)?", re.ASCII)
_MOST_CELLS = 2**62  # of a combined code, before it could overflow


class Key(NamedTuple):
    """What a group is: one label for each column of --by (``None`` is blank), and its period."""

    labels: tuple[str | None, ...] = ()
    period: int | None = None


WHOLE = Key()
"""The key of all rows together."""


@dataclass(frozen=True)
class Groups:
    """The group of each row, and the key of each group.

    ``places`` is set when a cell can hold several labels: code ``i`` is that of row ``places[i]``.
    """

    codes: Codes
    keys: tuple[Key, ...]
    places: Places | None = None


@dataclass(frozen=True)
class Split:
    """Cells with several labels, one entry for each: entry ``i`` comes from row ``places[i]``."""

    places: Places
    labels: Labels


def sort_key(key: Key) -> tuple[tuple[tuple[int, float, str], ...], int]:
    """Order keys by labels, then by period: the order slices are printed in.

    Labels that are numbers come first, by size (2 before 10), then words, blank last.
    """
    labels = tuple(_label_key(label) for label in key.labels)
    return labels, NO_PERIOD if key.period is None else key.period


def _label_key(label: str | None) -> tuple[int, float, str]:
    if label is None:
        return 2, 0.0, ""
    number = _NUMBER.fullmatch(label)
    return (0, float(label.replace(",", ".")), label) if number else (1, 0.0, label)


def group(
    count: int,
    labels: Sequence[Labels] = (),
    periods: Ordinals | None = None,
    separators: Sequence[str | None] = (),
) -> Groups:
    """Give each of ``count`` rows the number of its group.

    ``labels`` and ``periods`` hold one entry for each row. ``separators`` names, for each column of
    labels, the sign between the labels of a cell, or ``None`` where a cell is one label.
    """
    columns, places = _expanded(labels, separators)
    if places is not None:
        count = len(places)
        periods = periods if periods is None else periods[places]
    codes = np.zeros(count, dtype=np.int64)
    width = 1
    parts = [(column.codes.astype(np.int64) + 1, len(column.categories) + 1) for column in columns]
    if periods is not None:
        parts.append(_shifted(periods))
    for part, size in parts:
        if width * size > _MOST_CELLS:
            codes = np.unique(codes, return_inverse=True)[1]
            width = count
        codes = codes * size + part
        width *= size
    codes, rows = _compact(codes, width)
    return Groups(codes, _keys(columns, periods, rows), places)


def separator(cells: Iterable[str]) -> str:
    """Decide what stands between the labels: the first of ``| ; ,`` that occurs, else spaces.

    In this order, because a comma inside a label is common, a bar is not. Over the distinct cells
    of the whole column: one cell with a comma means that "vip customer" in another is one label.
    """
    found: set[str] = set()
    for cell in cells:
        found.update(sign for sign in _SEPARATORS if sign in cell)
    return stronger(*found)


def stronger(*separators: str) -> str:
    """Unite what several parts of a column decided; spaces when they decided nothing."""
    return min(separators, key=_SEPARATORS.index, default=WHITESPACE)


def split(column: Labels, sign: str) -> Split:
    """Give each label of a cell an entry of its own; a label that a cell repeats counts once.

    Every row keeps at least one entry: a cell without labels is blank.
    """
    import pandas as pd

    found: dict[str, int] = {}
    codes: list[int] = []
    counts: list[int] = []
    for cell in column.categories:
        words = cell.split() if sign == WHITESPACE else re.split(re.escape(sign), cell)
        unique = dict.fromkeys(word.strip() for word in words if word.strip())
        codes += [found.setdefault(word, len(found)) for word in unique] or [-1]
        counts.append(max(len(unique), 1))
    codes.append(-1)  # the code of a blank cell is -1: the last entry
    counts.append(1)
    sizes = np.array(counts, dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    lengths = sizes[column.codes]
    places = np.repeat(np.arange(len(column), dtype=np.intp), lengths)
    within = np.arange(len(places)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    entries = np.array(codes, dtype=np.int64)[starts[column.codes][places] + within]
    names: pd.Index[Any] = pd.Index(list(found), dtype=str)
    return Split(places, pd.Categorical.from_codes(entries, names))


def _expanded(
    labels: Sequence[Labels], separators: Sequence[str | None]
) -> tuple[list[Labels], Places | None]:
    columns, places = list(labels), None
    for position, sign in enumerate(separators):
        if sign is None:
            continue
        entries = split(columns[position], sign)
        columns = [column.take(entries.places) for column in columns]
        columns[position] = entries.labels
        places = entries.places if places is None else places[entries.places]
    return columns, places


def _shifted(periods: Ordinals) -> tuple[Codes, int]:
    """Make ordinals into codes from 1; 0 is no period."""
    dated = periods[periods != NO_PERIOD]
    if not len(dated):
        return np.zeros(len(periods), dtype=np.int64), 1
    low, high = int(dated.min()), int(dated.max())
    return np.where(periods == NO_PERIOD, 0, periods - (low - 1)), high - low + 2


def _compact(codes: Codes, width: int) -> tuple[Codes, Places]:
    """Renumber the codes that occur, from 0 and in order; with one row of each."""
    if width > 4 * len(codes) + 1024:
        _, rows, compact = np.unique(codes, return_index=True, return_inverse=True)
        return compact.astype(np.int64), rows
    # few possible codes: a look-up table instead of a sort
    row_of = np.full(width, -1, dtype=np.intp)
    row_of[codes] = np.arange(len(codes))
    found = np.flatnonzero(row_of >= 0)
    number_of = np.zeros(width, dtype=np.int64)
    number_of[found] = np.arange(len(found))
    return number_of[codes], row_of[found]


def _keys(columns: Sequence[Labels], periods: Ordinals | None, rows: Places) -> tuple[Key, ...]:
    named = []
    for column in columns:
        # as a list, with the blank where the code -1 finds it: an Index is slow to ask one by one
        names = [*map(str, column.categories), None]
        named.append([names[code] for code in column.codes[rows].tolist()])
    labels = zip(*named, strict=True) if named else iter([()] * len(rows))
    if periods is None:
        return tuple(Key(tuple(label)) for label in labels)
    ordinals = [None if period == NO_PERIOD else period for period in periods[rows].tolist()]
    return tuple(Key(tuple(label), period) for label, period in zip(labels, ordinals, strict=True))
