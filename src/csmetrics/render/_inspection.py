"""The grids and the JSON object of an inspection: for each file what it is, then its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._objects import diagnostic_object, preset_object
from csmetrics.render._tidy import Tidy
from csmetrics.report import ColumnSeen, FileSeen, Inspection, LeftOut

FACTS = (Column("File", "label"), Column("How it was understood", "label"))
COLUMNS = (
    Column("", "label"),
    Column("Column", "label"),
    Column("Taken for", "label"),
    Column("n", "count"),
    Column("Blank", "count"),
    Column("Unread", "count"),
    Column("Range or samples", "label"),
    Column("How it is read", "label"),
)
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
MOST = 24
"""Of more columns only those are shown that play a role; the others are named."""

LONGEST, FIRST = 48, 3
KEPT = {"last": "the last row of each id counts", "first": "the first row of each id counts"}


def grids(inspection: Inspection) -> Iterator[Grid]:
    """Two grids for each file: what it is, and its columns."""
    for seen in inspection.files:
        rows = "1 row" if seen.rows == 1 else f"{seen.rows:,} rows"
        facts = tuple(GridRow(each, whole=False) for each in _facts(seen))
        title = f"{rows}, read as {seen.table}"
        yield Grid(seen.name, title, FACTS, facts, notes=(), rules=(), verdicts=())
        shown, others = _parted(seen.columns)
        yield Grid(
            title="Columns",
            subtitle=f"{len(shown)} of {len(seen.columns)} play a role" if others else "",
            columns=COLUMNS,
            rows=tuple(GridRow(_cells(column), whole=False) for column in shown),
            notes=tuple(_notes(shown, others)),
            rules=(f"to paste: {' '.join(seen.mapping)}",) if seen.mapping else (),
            verdicts=(),
        )


def _notes(shown: Sequence[ColumnSeen], others: Sequence[ColumnSeen]) -> Iterator[str]:
    if any(column.distinct and not column.sample for column in shown):
        yield "texts that may be personal are not shown: --show-values"
    if others:
        yield f"without a role: {', '.join(map(_named, others))} (-f json tells of each)"


def _facts(seen: FileSeen) -> Iterator[tuple[str, str]]:
    """What is to be known of the file as a whole."""
    dialect = dict(seen.dialect)
    for name in ("sheet", "encoding", "delimiter", "packing"):
        if (value := dialect.get(name)) is not None:
            how = f" ({seen.encoding_by})" if name == "encoding" and seen.encoding_by else ""
            yield name, DELIMITERS.get(str(value), str(value)) + how
    yield "header", _header(seen)
    if seen.preset is not None:
        count = f"{seen.preset.found} of {seen.preset.all} of its headers"
        asked = "as asked; " if seen.preset.named else ""
        yield "preset", f"{seen.preset.name}: {seen.preset.title} ({asked}{count})"
    else:
        yield "preset", "none: columns are found by their names"
    for zone in dict.fromkeys(each.zone for each in seen.columns if each.zone_by == "run"):
        yield "times", f"clock of {zone}, where no zone is stated (--tz names another)"
    for each in seen.left_out:
        yield "left out", _left_out(each)
    for column in seen.columns:
        if column.emptied:
            yield "emptied", f"{column.emptied:,} of {column.header}, by the preset"
    if (twice := seen.duplicates) is not None:
        noun = "row repeats an id" if twice.count == 1 else "rows repeat an id"
        kept = KEPT.get(twice.kept, "every row counts" if twice.kept == "all" else "refused")
        more = len(twice.rows) == FIRST  # so many are named at most
        where = _rows(tuple(map(str, twice.rows)), len(twice.rows) + more)
        yield "duplicates", f"{twice.count:,} {noun} of {twice.column} (of {where}); {kept}"


def _header(seen: FileSeen) -> str:
    row = dict(seen.dialect).get("header_row")
    above = int(row) - 1 if row else 0
    words = [f"row {row}"]
    if above:
        words.append(f"{above} row{'' if above == 1 else 's'} above it not read")
    if any(column.alias for column in seen.columns):
        words.append("with the questions or groups beside it")
    return ", ".join(words)


def _left_out(each: LeftOut) -> str:
    count = "" if each.text.startswith("a ") else f"{each.count:,} "
    return f"{count}{each.text} ({_rows(each.rows, each.count)})"


def _rows(rows: Sequence[str], count: int) -> str:
    """``row 5``, ``rows 5, 9, …``."""
    more = ", …" if count > len(rows) else ""
    return f"row{'s' if len(rows) > 1 or more else ''} {', '.join(rows)}{more}"


def _parted(columns: Sequence[ColumnSeen]) -> tuple[Sequence[ColumnSeen], Sequence[ColumnSeen]]:
    """The columns that are shown, and those that are only named."""
    known = [column for column in columns if column.role]
    if len(columns) <= MOST or not known:
        return columns, ()
    return known, [column for column in columns if not column.role]


def _named(column: ColumnSeen) -> str:
    return f"{column.letters} {_cut(column.header or '(no name)')} ({column.kind})"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _cells(column: ColumnSeen) -> tuple[str, ...]:
    role = " and ".join(f"{column.role} of {metric}" for metric in column.metrics) or column.role
    header = column.header or "(no name)"
    return (
        column.letters,
        f"{header}: {_cut(column.alias)}" if column.alias else header,
        f"{role} ({column.kind})" if role else column.kind,
        _numbers.count(column.n),
        _numbers.count(column.blank),
        _numbers.count(column.unread),
        _samples(column),
        _how(column),
    )


def _samples(column: ColumnSeen) -> str:
    """The span of values with their mean, or labels with how many there are."""
    if column.low is not None and column.high is not None:
        if column.kind == "date" and column.low[:10] != column.high[:10]:
            return f"{column.low[:10]} to {column.high[:10]}"
        span = column.low if column.low == column.high else f"{column.low} to {column.high}"
        if column.mean is None or column.low == column.high:
            return span
        return f"{span}, mean {column.mean:,.4g}"
    if column.sample:
        more = column.distinct - len(column.sample)
        return ", ".join(map(_cut, column.sample)) + (
            f", … ({column.distinct})" if more > 0 else ""
        )
    return f"{column.distinct:,} different" if column.distinct else ""


def _how(column: ColumnSeen) -> str:
    unread = _rows(tuple(map(str, column.unread_rows)), column.unread)
    why = column.why if column.role and column.why not in column.reading else ""
    why = "by the preset" if why.startswith("by the preset") else why
    words = (f"unread: {unread}" if column.unread else "", column.reading, why)
    return "; ".join(filter(None, words))


def tidy(inspection: Inspection) -> Tidy:
    """One row for each column of each file."""
    columns = ("file", "letters", "column", "alias", "role", "metrics", "kind", "why", "reading")
    counts = ("n", "blank", "emptied", "unread", "distinct", "mean", "low", "high")
    rows = (
        (
            *(seen.name, each.letters, each.header, each.alias, each.role),
            *(", ".join(each.metrics), each.kind, each.why, each.reading),
            *(each.n, each.blank, each.emptied, each.unread, each.distinct),
            *(each.mean, each.low, each.high),
        )
        for seen in inspection.files
        for each in seen.columns
    )
    return Tidy((*columns, *counts), tuple(rows))


def document(inspection: Inspection) -> dict[str, Any]:
    """The JSON document of an inspection."""
    return {"files": [_file_object(seen) for seen in inspection.files]}


def _file_object(seen: FileSeen) -> dict[str, Any]:
    """One file as in the JSON document."""
    twice = seen.duplicates
    return {
        "name": seen.name,
        "sha256": seen.sha256,
        "rows": seen.rows,
        "table": seen.table,
        "preset": preset_object(seen.preset),
        "dialect": dict(seen.dialect),
        "encoding_by": seen.encoding_by or None,
        "left_out": [
            {
                "reason": each.reason.name,
                "text": each.text,
                "count": each.count,
                "first_rows": each.rows,
            }
            for each in seen.left_out
        ],
        "duplicates": twice
        and {
            "column": twice.column,
            "count": twice.count,
            "first_rows": twice.rows,
            "kept": twice.kept,
        },
        "mapping": list(seen.mapping),
        "columns": [_column_object(column) for column in seen.columns],
        "diagnostics": [diagnostic_object(each) for each in seen.diagnostics],
    }


def _column_object(column: ColumnSeen) -> dict[str, Any]:
    return {
        "letters": column.letters,
        "name": column.header,
        "alias": column.alias or None,
        "role": column.role,
        "metrics": list(column.metrics),
        "kind": column.kind,
        "why": column.why,
        "reading": column.reading or None,
        "order": column.order,
        "order_by": column.order_by,
        "zone": column.zone,
        "zone_by": column.zone_by,
        "unit": column.unit,
        "unit_by": column.unit_by,
        "n": column.n,
        "blank": column.blank,
        "emptied": column.emptied,
        "unread": column.unread,
        "first_unread_rows": list(column.unread_rows),
        "distinct": column.distinct,
        "mean": column.mean,
        "low": column.low,
        "high": column.high,
        "sample": list(column.sample),
    }
