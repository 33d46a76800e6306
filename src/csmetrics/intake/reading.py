"""How the cells of a column are read, in words: the order of day and month, the zone, the unit, the decimal sign."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from csmetrics import errors
from csmetrics.intake.serials import SPELLING
from csmetrics.intake.spelled import IN_HOURS, IN_MINUTES, THREE, TWO
from csmetrics.intake.units import MINUTES_FIRST
from csmetrics.intake.zones import header_zone
from csmetrics.language import Said, joined, ours

if TYPE_CHECKING:
    from csmetrics.intake.dates import DateColumn
    from csmetrics.intake.durations import DurationColumn
    from csmetrics.intake.numbers import NumberColumn
    from csmetrics.intake.wanted import Wanted
    from csmetrics.options import InputOptions
    from csmetrics.report import Diagnostic

STATED = {"name": "by its name", "row": "by a row below the header", "preset": "by the preset"}
YEAR_LAST, YEAR_FIRST = "year last", "year first"
ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": YEAR_FIRST}


class Reading(NamedTuple):
    """``text`` is for people; the others as in :class:`csmetrics.report.ColumnSeen`."""

    text: str
    order: str | None = None
    order_by: str | None = None
    zone: str | None = None
    zone_by: str | None = None
    unit: str | None = None
    unit_by: str | None = None


def of_date(
    parser: DateColumn,
    wanted: Wanted,
    options: InputOptions,
    decided: str,
    notes: Iterable[Diagnostic],
) -> Reading:
    """``day first (row 14 proves it); America/Lima, by its name``."""
    facts, words = parser.facts, list[str]()
    order, by = None, None
    if YEAR_LAST in facts.spellings and decided:
        order = decided
        by, why, proof = _order_by(parser, notes)
        words.append(Said(why, order=Said(ORDERS[order]), **proof))
    spelled = sorted(facts.spellings - {YEAR_LAST, YEAR_FIRST})
    words += [each.replace(SPELLING, "days since 1900, as Excel counts") for each in spelled]
    zone, zone_by = wanted.zone_in(0), _zone_by(wanted)
    if facts.aware is not None:
        zone, zone_by = options.tz, "cells"
        words.append(Said("offset in each cell, shown in {zone}", zone=zone))
    elif not facts.clock:
        zone, zone_by = None, None
        words += ["days"] if facts.spellings else []
    elif zone is None:
        zone, zone_by = options.tz, "run"
    else:
        words.append(Said("{zone}, {how}", zone=zone, how=STATED[str(zone_by)]))
    return Reading(joined("; ", map(ours, words)), order, by, zone, zone_by)


def _order_by(
    parser: DateColumn, notes: Iterable[Diagnostic]
) -> tuple[str, str, dict[str, object]]:
    """How the order is known, and that in words: a template and its words beside the order."""
    if parser.declared is not None:
        return "told", "{order}, as told by --dates", {}
    for note in notes:
        if note.kind is errors.SIBLING_ORDER and note.column == parser.header:
            return "sibling", "{order}, as {other} proves", {"other": dict(note.params)["other"]}
    if not parser.proven:
        return "assumed", "{order}, assumed", {}
    row = parser.facts.month_first or parser.facts.day_first
    return "proven", "{order} (row {row} proves it)", {"row": row}


def _zone_by(wanted: Wanted) -> str | None:
    """What states the zone of a column."""
    if not (wanted.zones and wanted.zones[0]):
        return "preset" if wanted.zone else None
    return "name" if header_zone(wanted.header) else "row"


def of_duration(
    parser: DurationColumn,
    unit_by: str,
    options: InputOptions,
    decided: str,
    notes: Iterable[Diagnostic],
) -> Reading:
    """``minutes, by its name``; ``hours and minutes``."""
    facts, words = parser.facts, list[str]()
    if parser.unit and ("plain" in facts or not facts):
        words.append(Said("{unit}, {how}", unit=parser.unit, how=unit_by))
    elif "count" in facts or "fraction" in facts:
        words.append("plain numbers, of a unit that nothing names")
    if TWO in facts and decided:
        words.append(IN_MINUTES if decided.endswith(MINUTES_FIRST) else IN_HOURS)
    elif THREE in facts:
        words.append("h:mm:ss")
    if decided and (parser.doubtful or (decided.startswith("comma") and "comma" in facts)):
        words.append(_decimal(decided.split(maxsplit=1)[0], parser, options, notes))
    by = {"by its name": "name", "as told": "told"}.get(unit_by, "preset") if parser.unit else None
    return Reading(joined("; ", map(ours, words)), unit=parser.unit, unit_by=by)


def of_number(
    parser: NumberColumn, options: InputOptions, decided: str, notes: Iterable[Diagnostic]
) -> Reading:
    """``BRL; decimal comma``, where one is written, and a sign is needed."""
    words: list[str] = sorted(parser.units - {""})
    if decided and (parser.proofs or parser.doubtful):
        words.append(_decimal(decided, parser, options, notes))
    return Reading(joined("; ", words))


def _decimal(
    sign: str,
    parser: NumberColumn | DurationColumn,
    options: InputOptions,
    notes: Iterable[Diagnostic],
) -> Said:
    """Which sign is the decimal sign, and how that is known."""
    if options.decimal:
        return Said("decimal {sign}, as told", sign=sign)
    if parser.signs:
        return Said("decimal {sign}", sign=sign)
    for note in notes:
        if note.kind is errors.SIBLING_DECIMAL and note.column == parser.header:
            other = dict(note.params)["other"]
            return Said("decimal {sign}, as {other} proves", sign=sign, other=other)
    return Said("decimal {sign}, assumed", sign=sign)
