"""The grids and the JSON object of an inspection: for each file what it is, then its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from csmetrics.language import Day, Figure, Said, joined, ours
from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._objects import diagnostic_object, preset_object
from csmetrics.render._tidy import Tidy
from csmetrics.report import ColumnSeen, FileSeen, Inspection, LeftOut

FACTS = (Column(Said("File"), "label"), Column(Said("How it was understood"), "label"))
COLUMNS = (
    Column("", "label"),
    Column(Said("Column"), "label"),
    Column(Said("Taken for"), "label"),
    Column("n", "count"),
    Column("Blank", "count"),
    Column("Unread", "count"),
    Column(Said("Range or samples"), "label"),
    Column(Said("How it is read"), "label"),
)
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
MOST = 24
"""Of more columns only those are shown that play a role; the others are named."""

LONGEST, FIRST = 48, 3
NO_NAME = Said("(no name)")
NUMBERS = ("score", "number", "count")
KEPT = {"last": "the last row of each id counts", "first": "the first row of each id counts"}


def grids(inspection: Inspection) -> Iterator[Grid]:
    """Two grids for each file: what it is, and its columns."""
    for seen in inspection.files:
        facts = tuple(GridRow(each, whole=False) for each in _facts(seen))
        told = "{n:,} {n:row|rows}, read as {table}"
        title = Said(told, n=seen.rows, table=Said(seen.table))
        name = Said("{file}", file=seen.name)
        yield Grid(name, title, FACTS, facts, notes=(), rules=(), verdicts=())
        shown, others = _parted(seen.columns)
        yield Grid(
            title="Columns",
            subtitle=_parts(len(shown), len(seen.columns)) if others else "",
            columns=COLUMNS,
            rows=tuple(GridRow(_cells(column), whole=False) for column in shown),
            notes=tuple(_notes(shown, others)),
            rules=tuple(_mapping(seen)),
            verdicts=(),
        )


def _parts(shown: int, every: int) -> Said:
    return Said("{n} of {all} play a role", n=shown, all=every)


def _mapping(seen: FileSeen) -> Iterator[str]:
    if seen.mapping:
        yield Said("to paste: {options}", options=" ".join(seen.mapping))


def _notes(shown: Sequence[ColumnSeen], others: Sequence[ColumnSeen]) -> Iterator[str]:
    if any(column.distinct and not column.sample for column in shown):
        yield "texts that may be personal are not shown: --show-values"
    if others:
        named = joined(", ", map(_named, others))
        yield Said("without a role: {columns} (-f json tells of each)", columns=named)


def _facts(seen: FileSeen) -> Iterator[tuple[str, str]]:
    """What is to be known of the file as a whole."""
    return ((Said(name), text) for name, text in _told(seen))


def _told(seen: FileSeen) -> Iterator[tuple[str, str]]:
    dialect = dict(seen.dialect)
    for name in ("sheet", "encoding", "delimiter", "packing"):
        if (value := dialect.get(name)) is not None:
            sign = DELIMITERS.get(str(value))
            text = Said("{value}", value=value) if sign is None else Said(sign)
            if name == "encoding" and seen.encoding_by:
                text = Said("{value} ({how})", value=value, how=seen.encoding_by)
            yield name, text
    yield "header", _header(seen)
    if seen.preset is not None:
        told = "{name}: {title} ({found} of {all} of its headers)"
        if seen.preset.named:
            told = "{name}: {title} (as asked; {found} of {all} of its headers)"
        preset = seen.preset
        counts = {"found": preset.found, "all": preset.all}
        yield "preset", Said(told, name=preset.name, title=preset.title, **counts)
    else:
        yield "preset", Said("none: columns are found by their names")
    for zone in dict.fromkeys(each.zone for each in seen.columns if each.zone_by == "run"):
        told = "clock of {zone}, where no zone is stated (--tz names another)"
        yield "times", Said(told, zone=zone)
    for each in seen.left_out:
        yield "left out", _left_out(each)
    for column in seen.columns:
        if column.emptied:
            told = "{n:,} of {column}, by the preset"
            yield "emptied", Said(told, n=column.emptied, column=column.header)
    if (twice := seen.duplicates) is not None:
        kept = KEPT.get(twice.kept, "every row counts" if twice.kept == "all" else "refused")
        more = len(twice.rows) == FIRST  # so many are named at most
        where = _rows(tuple(map(str, twice.rows)), len(twice.rows) + more)
        told = "{n:,} {n:row repeats|rows repeat} an id of {column} (of {where}); {kept}"
        words = {"column": twice.column, "where": where, "kept": kept}
        yield "duplicates", Said(told, n=twice.count, **words)


def _header(seen: FileSeen) -> str:
    row = dict(seen.dialect).get("header_row")
    above = int(row) - 1 if row else 0
    words = [Said("row {row}", row=row)]
    if above:
        words.append(Said("{n} {n:row|rows} above it not read", n=above))
    if any(column.alias for column in seen.columns):
        words.append(Said("with the questions or groups beside it"))
    return joined(", ", words)


def _left_out(each: LeftOut) -> str:
    told = "{text} ({rows})" if each.text.startswith("a ") else "{n:,} {text} ({rows})"
    return Said(told, n=each.count, text=each.text, rows=_rows(each.rows, each.count))


def _rows(rows: Sequence[str], count: int) -> str:
    """``row 5``, ``rows 5, 9, …``."""
    more = count > len(rows)
    told = "{n:row|rows} {rows}, …" if more else "{n:row|rows} {rows}"
    return Said(told, n=len(rows) + more, rows=", ".join(rows))


def _parted(columns: Sequence[ColumnSeen]) -> tuple[Sequence[ColumnSeen], Sequence[ColumnSeen]]:
    """The columns that are shown, and those that are only named."""
    known = [column for column in columns if column.role]
    if len(columns) <= MOST or not known:
        return columns, ()
    return known, [column for column in columns if not column.role]


def _named(column: ColumnSeen) -> str:
    name = _cut(column.header) if column.header else NO_NAME
    told = "{letters} {name} ({kind})"
    return Said(told, letters=column.letters, name=name, kind=Said(column.kind))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _cells(column: ColumnSeen) -> tuple[str, ...]:
    roles = (Said("{role} of {metric}", role=column.role, metric=m) for m in column.metrics)
    role = joined(" and ", roles) or column.role
    kind = Said(column.kind)
    header = column.header or NO_NAME
    return (
        column.letters,
        joined(": ", (header, _cut(column.alias))) if column.alias else header,
        Said("{role} ({kind})", role=role, kind=kind) if role else kind,
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
            days = {"low": Day(column.low[:10]), "high": Day(column.high[:10])}
            return Said("{low} to {high}", **days)
        write = Day if column.kind == "date" else Figure if column.kind in NUMBERS else str
        low, high = write(column.low), write(column.high)
        if low == high:
            return Said("{low}", low=low)
        if column.mean is None:
            return Said("{low} to {high}", low=low, high=high)
        return Said("{low} to {high}, mean {mean:,.4g}", low=low, high=high, mean=column.mean)
    if column.sample:
        sample = ", ".join(map(_cut, column.sample))
        if column.distinct == len(column.sample):
            return sample
        return Said("{sample}, … ({n})", sample=sample, n=column.distinct)
    return Said("{n:,} different", n=column.distinct) if column.distinct else ""


def _how(column: ColumnSeen) -> str:
    unread = _rows(tuple(map(str, column.unread_rows)), column.unread)
    why = column.why if column.role and column.why not in column.reading else ""
    why = "by the preset" if why.startswith("by the preset") else why
    words = [ours(each) for each in (column.reading, why) if each]
    if column.unread:
        words.insert(0, Said("unread: {rows}", rows=unread))
    return joined("; ", words)


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
