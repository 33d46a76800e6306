"""What is wanted of the columns of a run, before any cell is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csmetrics.intake.replaced import Rows


@dataclass(frozen=True)
class Wanted:
    """A column of the run: its key, what its cells are, its header, and its place in each file.

    ``kind`` is one of those of the schema, or ``key`` for an id that is only compared,
    ``person`` for one that may be an e-mail address. ``unit`` is what plain
    numbers of a duration count, where the user said it. ``zone`` is the one in which times without an offset
    are written, where that is known: by its name, or as ``UTC-03:00``; ``zones`` that of each file, where its
    header states one. All others are in the zone of the run. ``values`` says what is read instead of a cell:
    its key (:func:`presets.key_for`) → another; ``empty`` in which rows a cell counts as empty.
    ``also`` are columns of each file that hold further labels.
    """

    key: str
    kind: str
    header: str
    places: tuple[int, ...]
    unit: str | None = None
    zone: str | None = None
    zones: tuple[str | None, ...] = ()
    values: Mapping[str, str] | None = None
    empty: tuple[Rows, ...] = ()
    also: tuple[tuple[int, ...], ...] = ()

    def zone_in(self, file: int) -> str | None:
        """The zone in which the times of one file are written; None for that of the run."""
        return (self.zones[file] if self.zones else None) or self.zone
