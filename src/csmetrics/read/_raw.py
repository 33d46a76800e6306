"""What every reader hands over: a header and parts of raw text cells with their record numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from csmetrics.errors import Reason
    from csmetrics.report import Diagnostic

SAMPLE_ROWS = 200


@dataclass(frozen=True)
class RawPart:
    """Some consecutive records of a table, as text.

    ``columns`` holds, by position in the header, an Arrow array of strings without nulls: plain, or
    dictionary-encoded for a column that was wanted coded; or one of timestamps in milliseconds, null for an
    empty cell, for a column whose cells may be times. ``numbers`` is the record number of each row as
    a spreadsheet shows it (the first line of the file is 1, blank lines count). ``serial_days`` is what is added to
    a number that is a date, to count it from 1900: a workbook may count from 1904.
    """

    columns: Mapping[int, pa.Array]
    numbers: NDArray[np.int64]
    serial_days: int = 0


@dataclass
class Findings:
    """What a reader learns on the way; complete once ``parts`` is exhausted.

    ``left_out`` are the records that are no data, by why: totals, closing lines, repeated headers.
    """

    notes: list[Diagnostic] = field(default_factory=list)
    bad_rows: list[int] = field(default_factory=list)
    left_out: dict[Reason, list[int]] = field(default_factory=dict)


class RawTable(Protocol):
    """One table of one file, opened and understood, not yet read.

    ``aliases`` is as long as ``header``: another text that stands over a column, such as the question whose
    code is the header, or an empty text. ``zones`` is the time zone that a row below the header states, by
    place of the column. ``unreadable`` says, by place, what a column holds whose cells are no single values: it
    is refused where it is wanted.
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    sample: list[tuple[str, ...]]
    aliases: tuple[str, ...]
    zones: Mapping[int, str]
    unreadable: Mapping[int, str]

    @property
    def dialect(self) -> tuple[tuple[str, str | int | None], ...]:
        """How the file is written: format, encoding, delimiter, sheet, header row; final after reading."""

    def parts(
        self, wanted: Mapping[int, bool], findings: Findings, times: Collection[int] = ()
    ) -> Iterator[RawPart]:
        """Read from the start. ``wanted``: position in the header → dictionary-encode it (True) or not.

        A reader may hand over as timestamps those of ``times`` of which, in a part, every cell is empty or an
        ISO time without an offset: read as what they are asked to be, never guessed.

        Verifies every record, those of unwanted columns too, and raises a refusal that names the line;
        may be called again. What is worth saying goes into ``findings``.
        """

    def about(self) -> int:
        """Roughly how many rows there are, before they are read."""

    def sha256(self) -> str:
        """Digest of the bytes of the file as stored."""
