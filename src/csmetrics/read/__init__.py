"""Bytes → raw text cells with record numbers. One file per kind of input; nothing is typed here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csmetrics.options import InputOptions
    from csmetrics.read._raw import RawTable

Opener = Callable[..., "RawTable"]
"""Opens a file as :func:`open_table` does."""


def open_table(
    file: str, options: InputOptions, expected: Collection[str] = (), *, identify: bool = False
) -> RawTable:
    """Open a file (``-`` is stdin) by what it holds, not by its name, and find its header.

    ``expected`` are folded names of columns; they help to tell a header from a title above it.
    With ``identify`` the digest of the file is computed beside the reading.
    Refuses, as :class:`csmetrics.errors.CsmetricsError`, what is no table.
    """
    from csmetrics.read._content import kind_of
    from csmetrics.read._source import Source

    source = Source.of(file)
    if identify:
        source.start_digest()
    kind = kind_of(source.head, source.name)
    if kind == "parquet":
        from csmetrics.read.parquet import ParquetTable

        return ParquetTable(source)
    if kind == "xlsx":
        from csmetrics.read._headings import Heading, heading_of
        from csmetrics.read._sheets import Asked
        from csmetrics.read.xlsx import XlsxTable

        def header_of(rows: Sequence[tuple[str, ...]]) -> Heading:
            return heading_of(rows, expected)

        asked = Asked.of(options.sheet, options.column, expected)
        return XlsxTable.open(source.workbook(), source.name, asked, header_of)
    from csmetrics.read.delimited import DelimitedTable

    return DelimitedTable(source, options, expected)
