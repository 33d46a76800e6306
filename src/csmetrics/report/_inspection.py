"""The answer of ``inspect``."""

from __future__ import annotations

from dataclasses import dataclass

from csmetrics.report._metric import Diagnostic, LeftOut, PresetUsed


@dataclass(frozen=True)
class ColumnSeen:
    """What one column of a file was taken for.

    ``kind`` is ``score``, ``number``, ``date``, ``duration``, ``status``, ``flag``, ``count``, ``label``, ``id``,
    ``text`` or ``empty``; ``n`` counts the cells that hold a value of that kind, ``blank`` those that hold nothing
    or a word for it, ``unread`` the rest, of whose texts ``unread_rows`` are the first. ``emptied`` cells are blank by
    a rule of the preset. ``distinct`` counts different texts, after trimming. ``mean``, ``low`` and ``high`` are
    of scores and numbers.

    ``alias`` is another text over the column, such as the question whose code is its name. ``metrics`` are those
    for which it plays its role, where not for all. ``reading`` says in words how its cells are read: ``order`` of
    day and month, which is ``told``, ``proven``, ``assumed``, or proven by a ``sibling``; ``zone`` in which its times
    are read, stated by its ``name``, a ``row`` below the header or the ``preset``, or that of the ``run``, or of
    ``cells`` with offsets; ``unit`` that its plain numbers count, by its ``name``, as ``told``, or by the ``preset``.
    """

    letters: str
    header: str
    kind: str
    why: str
    role: str | None
    n: int
    blank: int
    unread: int
    distinct: int
    mean: float | None = None
    low: str | None = None
    high: str | None = None
    sample: tuple[str, ...] = ()
    alias: str = ""
    metrics: tuple[str, ...] = ()
    reading: str = ""
    order: str | None = None
    order_by: str | None = None
    zone: str | None = None
    zone_by: str | None = None
    unit: str | None = None
    unit_by: str | None = None
    unread_rows: tuple[int, ...] = ()
    emptied: int = 0


@dataclass(frozen=True)
class Duplicates:
    """Rows whose id stands in an earlier row, too: how many, and the first rows with such ids.

    ``kept`` is which of several rows counts: ``last``, ``first``, or ``all``.
    """

    column: str
    count: int
    rows: tuple[int, ...]
    kept: str


@dataclass(frozen=True)
class FileSeen:
    """How one file was understood. ``table`` is ``responses`` or ``tickets``.

    ``encoding_by`` says how the encoding was found, ``left_out`` which records are no data, or are left out by
    the preset. ``mapping`` are options to paste.
    """

    name: str
    sha256: str
    rows: int
    dialect: tuple[tuple[str, str | int | None], ...]
    columns: tuple[ColumnSeen, ...]
    mapping: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    table: str = "responses"
    preset: PresetUsed | None = None
    encoding_by: str = ""
    left_out: tuple[LeftOut, ...] = ()
    duplicates: Duplicates | None = None


@dataclass(frozen=True)
class Inspection:
    """The answer of ``csmetrics inspect``."""

    files: tuple[FileSeen, ...]
    kind: str = "inspection"

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is to be said of all files."""
        return tuple(each for seen in self.files for each in seen.diagnostics)
