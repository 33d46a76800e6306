"""The answer of ``inspect``."""

from __future__ import annotations

from dataclasses import dataclass

from csmetrics.report._metric import Diagnostic, PresetUsed


@dataclass(frozen=True)
class ColumnSeen:
    """What one column of a file was taken for.

    ``kind`` is ``score``, ``number``, ``date``, ``duration``, ``status``, ``flag``, ``count``, ``label``, ``id``,
    ``text`` or ``empty``; ``n`` counts the
    cells that hold a value of that kind, ``blank`` the empty ones, ``unread`` the rest. ``distinct`` counts
    different texts, after trimming. ``mean``, ``low`` and ``high`` are of scores and numbers.
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


@dataclass(frozen=True)
class FileSeen:
    """How one file was understood. ``table`` is ``responses`` or ``tickets``."""

    name: str
    sha256: str
    rows: int
    dialect: tuple[tuple[str, str | int | None], ...]
    columns: tuple[ColumnSeen, ...]
    mapping: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    table: str = "responses"
    preset: PresetUsed | None = None


@dataclass(frozen=True)
class Inspection:
    """The answer of ``csmetrics inspect``. ``mapping`` of a file are options to paste."""

    files: tuple[FileSeen, ...]
    kind: str = "inspection"

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is to be said of all files."""
        return tuple(each for seen in self.files for each in seen.diagnostics)
