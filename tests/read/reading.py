"""Read bytes as the pipeline does: cell for cell, with record numbers, notes and refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from csmetrics.errors import CsmetricsError, Kind
from csmetrics.options import InputOptions
from csmetrics.read import open_table
from csmetrics.read._raw import Findings, RawTable

Row = tuple[str, ...]


@dataclass
class Seen:
    """What was read: ``rows`` by record number."""

    table: RawTable
    rows: dict[int, Row] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)

    @property
    def header(self) -> Row:
        return self.table.header

    @property
    def cells(self) -> list[Row]:
        return list(self.rows.values())

    @property
    def notes(self) -> list[str]:
        """Codes of what was said."""
        return [note.kind.code for note in self.findings.notes]


def read(file: Path | str, expected: tuple[str, ...] = (), **options: Any) -> Seen:
    """All cells of a file."""
    seen = Seen(open_table(str(file), InputOptions(**options), expected))
    places = range(len(seen.table.header))
    for part in seen.table.parts(dict.fromkeys(places, False), seen.findings):
        columns = [part.columns[place].to_pylist() for place in places]
        rows = list(zip(*columns, strict=True))
        for number, row in zip(part.numbers.tolist(), rows, strict=True):
            assert number not in seen.rows
            seen.rows[number] = row
    return seen


def read_bytes(data: bytes, folder: Path, **options: Any) -> Seen:
    """All cells of a file that holds these bytes."""
    path = folder / "t.csv"
    path.write_bytes(data)
    return read(path, **options)


def refusal(data: bytes, folder: Path, kind: Kind, **options: Any) -> CsmetricsError:
    """The refusal of such a file, which must be of this kind."""
    with pytest.raises(CsmetricsError) as caught:
        read_bytes(data, folder, **options)
    assert caught.value.kind is kind, caught.value
    return caught.value
