"""What the columns of one export say of each other: its dates are written in one way, and so are its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.dates import DateColumn
from csmetrics.intake.durations import DurationColumn
from csmetrics.intake.numbers import NumberColumn, proves, read_number
from csmetrics.intake.preset import word
from csmetrics.intake.presets import preset
from csmetrics.intake.scores import is_missing
from csmetrics.intake.spelled import BELOW_ZERO, DECIMALS, TWO, parse
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.read._raw import RawTable

_SLAS = ("sla_response", "sla_resolution")


def dates(
    parsers: Mapping[str, object], decisions: dict[str, str], notes: list[Diagnostic], zone: str
) -> list[Diagnostic]:
    """Let a column that proves its order decide for those that assume one; the notes that remain.

    ``zone`` is that of the run. ``decisions`` holds the keys that count, and is changed.
    """
    found = {key: each for key, each in parsers.items() if isinstance(each, DateColumn)}
    proven = {each.proven: each.header for each in found.values() if each.proven}
    used = {key: each for key, each in found.items() if key in decisions}
    if len(proven) == 1:
        ((order, header),) = proven.items()
        for key, column in used.items():
            if column.assumes and order:
                decisions[key] = order
                notes = [each for each in notes if not _assumed(each, column.header)]
                words = "day first" if order == "dmy" else "month first"
                params = (("column", column.header), ("order", words), ("other", header))
                notes.append(Diagnostic(errors.SIBLING_ORDER, params, column=column.header))
    own = {each.proven: each.header for each in used.values() if each.proven}
    if len(own) > 1:
        orders = (("day_first", str(own["dmy"])), ("month_first", str(own["mdy"])))
        notes.append(Diagnostic(errors.TWO_ORDERS, orders))
    aware = [each.header for each in used.values() if each.facts.aware is not None]
    naive = [each.header for each in used.values() if each.facts.naive and not each.written]
    if aware and naive:
        clocks = (("aware", aware[0]), ("naive", naive[0]), ("zone", zone))
        notes.append(Diagnostic(errors.TWO_CLOCKS, clocks))
    return notes


def _assumed(note: Diagnostic, header: str) -> bool:
    return note.kind is errors.ASSUMED_ORDER and note.column == header


def decimals(
    parsers: Mapping[str, object], decisions: dict[str, str], tables: Sequence[RawTable]
) -> Iterator[Diagnostic]:
    """Decide the sign of columns that hold 1.234 and prove none: by the others, else by the delimiter; and say so.

    ``decisions`` holds the keys that count, and is changed.
    """
    found = {
        key: each
        for key, each in parsers.items()
        if isinstance(each, NumberColumn | DurationColumn)
    }
    open_ = {
        key: each
        for key, each in found.items()
        if key in decisions and each.doubtful and not each.signs
    }
    if not open_:
        return
    proven = dict(_of_samples(tables))
    for each in found.values():
        proven |= dict.fromkeys(each.signs, each.header)
    for key, column in open_.items():
        if len(proven) == 1:
            ((sign, header),) = proven.items()
            params = (("column", column.header), ("sign", sign), ("other", header))
            kind = errors.SIBLING_DECIMAL
        else:
            sign = _by_delimiter(tables)
            other = DECIMALS[sign == "point"]
            params = (("column", column.header), ("sign", sign), ("other", other))
            kind = errors.ASSUMED_DECIMAL
        decisions[key] = " ".join([sign, *decisions[key].split()[1:]])  # a duration has its form
        yield Diagnostic(kind, params, column=column.header)


def remaining(
    parsers: Mapping[str, object], decisions: Mapping[str, str], tables: Sequence[RawTable]
) -> Iterator[Diagnostic]:
    """Refuse the time that remained of an SLA of Jira as a duration, once a cell below zero proves it; else warn.

    Jira names its columns "Custom field (Time to resolution)"; whoever shortens that gets the name of a duration.
    """
    for key, column in parsers.items():
        if key not in decisions or not isinstance(column, DurationColumn):
            continue
        if TWO in column.facts and any(_of_jira(column.header, table) for table in tables):
            if (row := column.facts.get(BELOW_ZERO)) is not None:
                raise CsmetricsError(errors.REMAINING, column=column.header, row=str(row))
            words = (("column", column.header),)
            yield Diagnostic(errors.MAY_REMAIN, words, column=column.header)


def _of_jira(header: str, table: RawTable) -> bool:
    """Whether a column has the name of a result in an export of Jira, and stands beside the key of an issue."""
    told = preset("jira").columns
    results = {word(name) for role in _SLAS for name in told[role].spellings}
    ids = set(map(word, told["id"].spellings))
    return word(header) in results and not ids.isdisjoint(map(word, table.header))


def _by_delimiter(tables: Sequence[RawTable]) -> str:
    """Programs write semicolons where the comma is the decimal sign, and so not free to part the fields."""
    delimiters = {dict(table.dialect).get("delimiter") for table in tables}
    return "comma" if delimiters == {";"} else "point"


def _of_samples(tables: Sequence[RawTable]) -> Iterator[tuple[str, str]]:
    """Signs that columns of text files prove by their first cells, with the header; a workbook knows its numbers."""
    for table in tables:
        if "delimiter" not in dict(table.dialect):
            continue
        for place, header in enumerate(table.header):
            cells = {record[place] for record in table.sample if place < len(record)}
            if (sign := _sign_of(cells)) is not None:
                yield sign, header


def _sign_of(cells: Iterable[str]) -> str | None:
    """The sign that a column needs of which every cell is a number or a duration; None where it needs none, or two."""
    signs: set[str] = set()
    for cell in cells:
        if (sign := proves(cell)) is not None:
            signs.add(sign)
        elif read_number(cell, "point") is None and not is_missing(cell):
            parsed = parse(cell)
            if parsed is None:
                return None
            signs |= set(DECIMALS) & set(parsed.facts())
    return signs.pop() if len(signs) == 1 else None
