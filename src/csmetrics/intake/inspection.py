"""``inspect``: how a file was understood, column by column, over all its rows."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from csmetrics import errors
from csmetrics.intake import recognition, schema
from csmetrics.intake.columns import Columns
from csmetrics.intake.declared import declared
from csmetrics.intake.guesses import kind_of
from csmetrics.intake.inspected import (
    FEW_LABELS,
    SAMPLES,
    InspectedColumn,
    read,
    reading_of,
    settled,
)
from csmetrics.intake.mapping import Mapping
from csmetrics.intake.places import letters
from csmetrics.intake.replaced import coded, emptying, instead, rules_of
from csmetrics.intake.roles import SURVEY, TICKETS, Role, fits_none, roles_of, table_of, to_paste
from csmetrics.intake.wanted import Wanted
from csmetrics.intake.zones import stated, unknown_zone
from csmetrics.read import open_table
from csmetrics.read._raw import Findings
from csmetrics.report import ColumnSeen, Diagnostic, Duplicates, FileSeen, Inspection, LeftOut

if TYPE_CHECKING:
    from csmetrics.errors import Reason
    from csmetrics.intake.replaced import Rows
    from csmetrics.options import InputOptions
    from csmetrics.read._raw import RawPart, RawTable
    from csmetrics.report import Params

FIRST_ROWS = 3
DOUBTS = (
    *(errors.ASSUMED_DECIMAL, errors.SIBLING_DECIMAL, errors.MIXED_DECIMALS),
    *(errors.ASSUMED_PAIR, errors.PAIR_CONFLICT, errors.NO_UNIT),
)
"""What can be in doubt of a column of numbers or durations."""


def inspect(
    files: Sequence[str], options: InputOptions, *, show_values: bool = False
) -> Inspection:
    """Read each file whole and say what each column was taken for, and why.

    Cells of free text and of ids are personal data: their text is shown only with ``show_values``.
    """
    return Inspection(tuple(_inspect(file, options, show_values) for file in files))


def _inspect(file: str, options: InputOptions, show_values: bool) -> FileSeen:
    known = recognition.expected(options.preset)
    raw = open_table(file, options, schema.all_expected() | known)
    fit, said = recognition.fit_of(raw, options.preset)
    mapping = Mapping(
        raw, table := table_of(raw, options, fit), declared(options.column, table), fit
    )
    roles, notes = roles_of(mapping)
    rules = rules_of([mapping])
    inspected = [
        _column(mapping, place, roles.get(place), emptying(mapping, place, rules))
        for place in range(len(raw.header))
        if place not in raw.unreadable
    ]
    wanted = [each.wanted for each in inspected]
    columns = Columns(wanted, options, {}, (raw.name,), tables=(raw,))
    findings, out, rows = Findings(), dict[str, list[int]](), 0
    for part in raw.parts({each.place: True for each in inspected}, findings):
        rows += len(part.numbers)
        _add(part, inspected, columns, [each for each, only in rules if not only], out)
    for each in inspected:
        each.close()
    decisions, told = settled(columns, inspected)
    seen = [_seen(each, columns, decisions, told, show_values) for each in inspected]
    paste = to_paste(mapping, roles, seen)
    scores = any(each.role == "score" for each in seen) or any("--score" in each for each in paste)
    if table == SURVEY and fit is None and not scores:
        notes.append(Diagnostic(errors.NO_TABLE, (("file", raw.name), ("why", fits_none(raw)))))
    return FileSeen(
        name=raw.name,
        sha256=raw.sha256(),
        rows=rows,
        dialect=raw.dialect,
        columns=tuple(seen),
        mapping=paste,
        table=table,
        diagnostics=(
            *said,
            *findings.notes,
            *notes,
            *_of_roles(told, seen),
            *_zones(seen, options),
        ),
        preset=fit.used() if fit else None,
        encoding_by=_encoding_by(raw, options, findings.notes),
        left_out=tuple(_left_out(findings, out)),
        duplicates=_duplicates(inspected, options, table),
    )


def _column(
    mapping: Mapping, index: int, role: Role | None, empty: tuple[Rows, ...]
) -> InspectedColumn:
    """A column before its cells are read, as a run would want it."""
    raw, fit = mapping.raw, mapping.fit
    name, place, metrics = role or Role("", mapping.place(index, ""))
    kind, why = kind_of(raw, index, (name, place.why) if name else None)
    own = name if name and name != "score" else f"column={index}"
    wanted = Wanted(
        own,
        kind,
        raw.header[index],
        (index,),
        place.unit,
        zone=fit.preset.zone if fit else None,
        zones=(stated(raw, index),),
        values=place.values,
        empty=empty,
    )
    seen = ColumnSeen(letters(index), raw.header[index], kind, why, name or None, 0, 0, 0, 0)
    alias = raw.aliases[index] if index < len(raw.aliases) else ""
    by = (
        "by its name"
        if place.unit is None
        else "as told"
        if name in mapping.declared
        else place.why
    )
    return InspectedColumn(index, wanted, replace(seen, alias=alias, metrics=metrics), by)


def _add(
    part: RawPart,
    inspected: Sequence[InspectedColumn],
    columns: Columns,
    rules: Sequence[Rows],
    out: dict[str, list[int]],
) -> None:
    """Count one part; ``out`` gathers the rows that the preset leaves out, by why."""
    for each in inspected:
        each.add(coded(instead(each.wanted, part, 0, columns.emptied)), part)
    left = np.zeros(len(part.numbers), dtype=bool)
    for rule in rules:
        rows = rule.mask(part, 0) & ~left
        left |= rows
        out.setdefault(rule.reason, []).extend(part.numbers[rows].tolist())


def _seen(
    column: InspectedColumn,
    columns: Columns,
    decisions: Pairs[str, str],
    notes: Sequence[Diagnostic],
    show_values: bool,
) -> ColumnSeen:
    """The column as data."""
    assert column.distinct is not None  # noqa: S101 (closed before)
    key, kind, distinct = column.wanted.key, column.wanted.kind, column.distinct
    parser, decided = columns.parsers.get(key), decisions.get(key, "")
    found = read(column, parser, columns.options, decided)
    reading = reading_of(column, parser, columns.options, decided, notes)
    n, nothing = int(found.read.sum()), int(found.blank.sum())
    few = kind == "label" and len(distinct.counts) <= FEW_LABELS
    few = few and bool(column.seen.role or distinct.total >= 2 * len(distinct.counts))
    shown = found.shown if kind not in ("label", "id", "text") or few or show_values else ()
    ranged = bool(shown) and kind in ("score", "number", "date", "duration")
    if show_values and not shown:  # none of its cells could be read: these are what is asked for
        shown = distinct.commonest(SAMPLES)
    unread = distinct.cells()[1][~(found.read | found.blank)]
    return replace(
        column.seen,
        n=n,
        blank=column.whole - distinct.total + nothing,
        unread=len(unread),
        distinct=len(distinct.counts),
        mean=found.mean,
        low=shown[0] if ranged else None,
        high=shown[-1] if ranged else None,
        sample=tuple(shown[:SAMPLES]),
        reading=reading.text,
        order=reading.order,
        order_by=reading.order_by,
        zone=reading.zone,
        zone_by=reading.zone_by,
        unit=reading.unit,
        unit_by=reading.unit_by,
        unread_rows=tuple(np.unique(distinct.rows[unread])[:FIRST_ROWS].tolist()),
        emptied=sum(count for (of, _), count in columns.emptied.items() if of == key),
    )


def _of_roles(notes: Sequence[Diagnostic], seen: Sequence[ColumnSeen]) -> list[Diagnostic]:
    """Without doubts about how the numbers and durations of columns that no metric reads are written."""
    used = {each.header for each in seen if each.role}
    return [each for each in notes if each.kind not in DOUBTS or each.column in used]


def _zones(seen: Sequence[ColumnSeen], options: InputOptions) -> list[Diagnostic]:
    """Columns whose name seems to state a zone."""
    found = []
    for each in seen:
        if each.zone_by == "run" and (text := unknown_zone(each.header)):
            words = (("column", each.header), ("text", text), ("zone", options.tz))
            found.append(Diagnostic(errors.UNKNOWN_ZONE, words, column=each.header))
    return found


def _encoding_by(raw: RawTable, options: InputOptions, notes: Sequence[Diagnostic]) -> str:
    """How the encoding of a text file was found."""
    encoding = dict(raw.dialect).get("encoding")
    if encoding is None:
        return ""
    if options.encoding is not None:
        return "as told"
    kinds = {each.kind: dict(each.params) for each in notes}
    if errors.MIXED_ENCODINGS in kinds:
        return "some rows as cp1252"
    if kinds.get(errors.NOT_UTF8, {}).get("how"):
        return "guessed: it is not UTF-8"
    return "valid in every row" if encoding == "utf-8" else "by its first bytes"


def _left_out(findings: Findings, by_preset: Pairs[str, list[int]]) -> list[LeftOut]:
    """What is no data, and what the preset leaves out, with the first rows of each."""
    found: list[tuple[Reason, Params, list[int]]]
    found = [(reason, (), rows) for reason, rows in findings.left_out.items()]
    found.append((errors.BAD_ROW, (), findings.bad_rows))
    found += [(errors.PRESET_LEFT_OUT, (("what", why),), rows) for why, rows in by_preset.items()]
    return [
        LeftOut(reason, words, "", len(rows), tuple(map(str, sorted(rows)[:FIRST_ROWS])))
        for reason, words, rows in found
        if rows
    ]


def _duplicates(
    inspected: Sequence[InspectedColumn], options: InputOptions, table: str
) -> Duplicates | None:
    """How many rows repeat an id, and what becomes of them."""
    for each in inspected:
        if each.seen.role == "id" and each.distinct is not None:
            again = each.distinct.counts > 1
            count = int(each.distinct.counts[again].sum() - again.sum())
            rows = np.sort(each.distinct.rows[again])[:FIRST_ROWS].tolist()
            kept = options.dedupe or ("last" if table == TICKETS else "all")
            named = {"none": "all", "count": "all"}.get(kept, kept)
            return Duplicates(each.wanted.header, count, tuple(rows), named) if count else None
    return None
