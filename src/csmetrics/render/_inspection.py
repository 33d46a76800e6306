"""The grids and the JSON object of an inspection: a table of columns for each file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._objects import diagnostic_object, preset_object
from csmetrics.report import ColumnSeen, FileSeen, Inspection

COLUMNS = (
    Column("", "label"),
    Column("Column", "label"),
    Column("Taken for", "label"),
    Column("n", "count"),
    Column("Blank", "count"),
    Column("Unread", "count"),
    Column("Distinct", "count"),
    Column("Mean", "number"),
    Column("Range or samples", "label"),
    Column("Why", "label"),
)
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


def grids(inspection: Inspection) -> Iterator[Grid]:
    """One grid for each file."""
    for seen in inspection.files:
        yield Grid(
            title=seen.name,
            subtitle=" · ".join(_facts(seen)),
            columns=COLUMNS,
            rows=tuple(GridRow(_cells(column), whole=False) for column in seen.columns),
            notes=(),
            rules=_pasteable(seen),
            verdicts=(),
        )


def _facts(seen: FileSeen) -> Iterator[str]:
    dialect = dict(seen.dialect)
    for name in ("sheet", "encoding", "delimiter", "packing"):
        value = dialect.get(name)
        if value is not None:
            shown = DELIMITERS.get(str(value), str(value))
            yield f"sheet {shown}" if name == "sheet" else shown
    yield f"read as {seen.table}"
    if seen.preset is not None:
        yield f"{seen.preset.title} ({seen.preset.found} of {seen.preset.all} headers)"
    yield f"header in row {dialect.get('header_row')}"
    yield f"{seen.rows:,} row{'' if seen.rows == 1 else 's'}"


def _cells(column: ColumnSeen) -> tuple[str, ...]:
    taken = f"{column.role} ({column.kind})" if column.role else column.kind
    return (
        column.letters,
        column.header or "(no name)",
        taken,
        f"{column.n:,}",
        f"{column.blank:,}",
        f"{column.unread:,}",
        f"{column.distinct:,}",
        "" if column.mean is None else f"{column.mean:,.4g}",
        _samples(column),
        column.why,
    )


def _samples(column: ColumnSeen) -> str:
    if column.low is not None and column.high is not None:
        return column.low if column.low == column.high else f"{column.low} to {column.high}"
    if column.sample:
        return ", ".join(column.sample)
    return "" if column.kind == "empty" else "(not shown: --show-values)"


def _pasteable(seen: FileSeen) -> tuple[str, ...]:
    return (f"to paste: {' '.join(seen.mapping)}",) if seen.mapping else ()


def document(inspection: Inspection) -> dict[str, Any]:
    """The JSON document of an inspection."""
    return {"files": [_file_object(seen) for seen in inspection.files]}


def _file_object(seen: FileSeen) -> dict[str, Any]:
    """One file as in the JSON document."""
    return {
        "name": seen.name,
        "sha256": seen.sha256,
        "rows": seen.rows,
        "table": seen.table,
        "preset": preset_object(seen.preset),
        "dialect": dict(seen.dialect),
        "mapping": list(seen.mapping),
        "columns": [_column_object(column) for column in seen.columns],
        "diagnostics": [diagnostic_object(each) for each in seen.diagnostics],
    }


def _column_object(column: ColumnSeen) -> dict[str, Any]:
    return {
        "letters": column.letters,
        "name": column.header,
        "role": column.role,
        "kind": column.kind,
        "why": column.why,
        "n": column.n,
        "blank": column.blank,
        "unread": column.unread,
        "distinct": column.distinct,
        "mean": column.mean,
        "low": column.low,
        "high": column.high,
        "sample": list(column.sample),
    }
