"""``inspect``: how a file was understood, column by column, over all its rows."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from csmetrics.errors import CsmetricsError
from csmetrics.intake import recognition, schema
from csmetrics.intake.declared import declared
from csmetrics.intake.inspected import SAMPLES, InspectedColumn
from csmetrics.intake.mapping import FALLBACK, Mapping
from csmetrics.intake.numbers import proves, read_number
from csmetrics.intake.replaced import coded
from csmetrics.intake.scores import read_score
from csmetrics.intake.times import read_time
from csmetrics.read import open_table
from csmetrics.read._raw import Findings
from csmetrics.report import ColumnSeen, Diagnostic, FileSeen, Inspection

if TYPE_CHECKING:
    from csmetrics.intake.recognition import Fit
    from csmetrics.options import InputOptions
    from csmetrics.read._raw import RawTable

SURVEY, TICKETS = "responses", "tickets"
MOST = 0.8
_PERCENT = re.compile(r"-?\d+([.,]\d+)?\s?%")
HIGHEST_SCORE = 10
LONG_TEXT = 40


def inspect(
    files: Sequence[str], options: InputOptions, *, show_values: bool = False
) -> Inspection:
    """Read each file whole and say what each column was taken for, and why.

    Cells of free text and of ids are personal data: their text is shown only with ``show_values``.
    """
    return Inspection(tuple(_inspect(file, options, show_values) for file in files))


def _inspect(file: str, options: InputOptions, show_values: bool) -> FileSeen:
    known = recognition.expected(options.preset)
    raw = open_table(file, options, schema.expected(SURVEY) | schema.expected(TICKETS) | known)
    fit, said = recognition.fit_of(raw, options.preset)
    table = _table_of(raw, options, fit)
    mapping = Mapping(raw, table, declared(options.column, table), fit)
    roles, notes = _roles(mapping)
    columns = [
        InspectedColumn(
            place,
            header,
            *_kind_of(raw, place, roles.get(place)),
            options,
            mapping.place(place, "").unit,
            mapping.place(place, "").values,
        )
        for place, header in enumerate(raw.header)
        if place not in raw.unreadable
    ]
    findings, rows = Findings(), 0
    for part in raw.parts(dict.fromkeys((column.place for column in columns), True), findings):
        rows += len(part.numbers)
        for column in columns:
            column.add(coded(part.columns[column.place]), part.numbers)
    seen = [column.seen(roles.get(column.place), show_values) for column in columns]
    told = [note for column in columns for note in column.notes]
    paste = tuple(
        f"--column {role}={shlex.quote(raw.header[place])}"
        for place, (role, _) in sorted(roles.items(), key=lambda item: item[1][0] != "score")
        if role in ("score", "answered") or (table == TICKETS and role in schema.KINDS)
    )
    if table == SURVEY and "score" not in {role for role, _ in roles.values()}:
        paste = (*_questions(seen), *paste)
    return FileSeen(
        name=raw.name,
        sha256=raw.sha256(),
        rows=rows,
        dialect=raw.dialect,
        columns=tuple(seen),
        mapping=paste,
        table=table,
        diagnostics=(*said, *findings.notes, *notes, *told),
        preset=fit.used() if fit else None,
    )


def _questions(columns: Sequence[ColumnSeen]) -> Iterator[str]:
    """Options for the columns that could be questions, where none plays the role by itself."""
    for column in columns:
        if column.kind not in ("score", "number") or column.low is None or column.high is None:
            continue
        if float(column.low) >= 0 and float(column.high) <= HIGHEST_SCORE:
            yield f"--score {shlex.quote(column.header)}"


def _table_of(raw: RawTable, options: InputOptions, fit: Fit | None) -> str:
    """Tickets where a column is one that no survey has, such as a status; else answers to a survey.

    What the user said of columns goes before what the preset says of the table.
    """
    own = schema.names(TICKETS).keys() - schema.names(SURVEY).keys() - {"requester", "created"}
    named = {text.partition("=")[0].strip() for text in options.column}
    if named & own:
        return TICKETS
    if fit is not None:
        return fit.preset.table
    mapping = Mapping(raw, TICKETS, {})
    for role in own - {"priority", "updated"}:
        try:
            place = mapping.role(role)
        except CsmetricsError:
            continue
        if place is not None and place.why != FALLBACK:
            return TICKETS
    return SURVEY


def _roles(mapping: Mapping) -> tuple[dict[int, tuple[str, str]], list[Diagnostic]]:
    """Place → (role, why); where several columns could play a role, a diagnostic instead."""
    found: dict[int, tuple[str, str]] = {}
    notes = []
    for role, names in schema.names(mapping.table).items():
        for metric in ("", *names.of):
            try:
                place = mapping.role(role, metric)
            except CsmetricsError as fault:
                if role in mapping.declared:
                    raise
                notes.append(Diagnostic(fault.kind, tuple(fault.params.items())))
                break
            if place is not None:
                found.setdefault(place.index, (role, place.why))
    return found, notes


def _kind_of(raw: RawTable, place: int, role: tuple[str, str] | None) -> tuple[str, str]:
    """What the cells of a column are, by its role or by the first rows; and why."""
    cells = [record[place].strip() for record in raw.sample if place < len(record)]
    cells = [cell for cell in cells if cell]
    if role is not None:
        kind = schema.KINDS.get(role[0], "label")
        if kind == "score" and cells and all(_PERCENT.fullmatch(cell) for cell in cells):
            return "number", f"{role[1]}; its first cells are percentages"
        return kind, role[1]
    if not cells:
        return "empty", "no cell of the first rows holds anything"
    decimal = "comma" if any(proves(cell) == "comma" for cell in cells) else "point"

    def most(fits: list[bool]) -> bool:
        return sum(fits) >= MOST * len(cells)

    if most([read_time(cell, "dmy") is not None for cell in cells]):
        return "date", "its first cells are dates"
    numbers = [read_number(cell, decimal) is not None for cell in cells]
    if most(numbers):
        codes = any(cell[0] == "0" and cell.isdigit() and len(cell) > 1 for cell in cells)
        whole = all(cell.isdigit() for cell in cells)
        if codes or (
            whole and len(set(cells)) == len(cells) > SAMPLES and _is_id(raw.header[place])
        ):
            return "id", "its first cells are codes"
        return "number", "its first cells are numbers"
    if most([not read_score(cell).fault for cell in cells]):
        return "score", "its first cells are scores or words for them"
    if len(set(cells)) == len(cells) > SAMPLES and _is_id(raw.header[place]):
        return "id", "its first cells are codes, each its own"
    if sum(map(len, cells)) > LONG_TEXT * len(cells):
        return "text", "its first cells are long"
    return "label", "its first cells are neither numbers nor dates"


def _is_id(header: str) -> bool:
    from csmetrics.read._header import folded

    words = folded(header).split()
    return not words or bool(
        {"id", "number", "numero", "codigo", "code", "protocol", "key"} & set(words)
    )
