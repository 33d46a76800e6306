"""Headers of several rows in a text file: names with questions, choices, groups or a JSON of facts around them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from csmetrics.read._header import SEARCHED, find_header, folded, looks_like_data

SUBROW_WITHIN = 5
_CODE = re.compile(r"V\d+")
_NO_CHOICE = ("response", "open ended response")

Record = Sequence[str]


class Heading(NamedTuple):
    """``place``: the record of the names, ``last``: the last of the header.

    ``aliases`` and ``zones`` as in :class:`csmetrics.read._raw.RawTable`.
    """

    place: int
    last: int
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    zones: Mapping[int, str]


def heading_of(records: Sequence[Record], expected: Collection[str] = ()) -> Heading:
    """The header among the first records. Several rows are joined only where it is certain that they are it."""
    if heading := _with_import_ids(records) or _with_codes(records) or _with_choices(records):
        return heading
    place = find_header(records, expected)
    names = _trimmed(records[place])
    return Heading(place, place, names, _grouped(records, place), {})


def _with_import_ids(records: Sequence[Record]) -> Heading | None:
    """Codes, the text of the questions, and below them a row of JSON, as Qualtrics writes them."""
    for last, record in enumerate(records[:SEARCHED]):
        filled = [cell for cell in record if cell.strip()]
        if not last or not filled or not all('"ImportId"' in cell for cell in filled):
            continue
        texts = last > 1 and len(records[last - 2]) == len(records[last - 1]) == len(record)
        place = last - 2 if texts and _fills(records[last - 2], filled) else last - 1
        names = _trimmed(records[place])
        questions = [" ".join(cell.split()) for cell in records[last - 1]]
        aliases = [
            question if place < last - 1 and question != name else ""
            for name, question in zip(names, questions, strict=False)
        ]
        zones = {column: zone for column, cell in enumerate(record) if (zone := _zone(cell))}
        return Heading(place, last, names, tuple(aliases), zones)
    return None


def _with_codes(records: Sequence[Record]) -> Heading | None:
    """Codes alone, ``V1`` for what the survey tool adds, over their texts, as Qualtrics wrote them before."""
    if len(records) < 2 or len(records[0]) != len(records[1]):
        return None
    codes, texts = _trimmed(records[0]), _trimmed(records[1])
    added = [_CODE.fullmatch(code) is not None for code in codes]
    if sum(added) < 2 or "responseid" not in map(folded, texts):
        return None
    names = [text if own else code for code, text, own in zip(codes, texts, added, strict=True)]
    pairs = zip(names, texts, strict=True)
    return Heading(
        0, 1, tuple(names), tuple(text if text != name else "" for name, text in pairs), {}
    )


def _fills(record: Record, other: Record) -> bool:
    return sum(1 for cell in record if cell.strip()) >= len(other)


def _zone(cell: str) -> str:
    """The time zone that a cell of JSON names."""
    try:
        facts = json.loads(cell)
    except ValueError:
        return ""
    zone = facts.get("timeZone") if isinstance(facts, dict) else None
    return "" if not isinstance(zone, str) else "UTC" if zone == "Z" else zone


def _with_choices(records: Sequence[Record]) -> Heading | None:
    """Questions, each over the columns of its choices, whose labels are the row below, as SurveyMonkey writes them."""
    for place in range(min(SUBROW_WITHIN, len(records) - 2)):
        if place and sum(1 for cell in records[place - 1] if cell.strip()) > 1:
            return None  # only titles stand above a header
        top, low = _trimmed(records[place]), _trimmed(records[place + 1])
        below = [record for record in records[place + 2 :] if any(map(str.strip, record))]
        if (
            not top
            or len(top) != len(low)
            or not top[0]
            or low[0]
            or not any(low)
            or looks_like_data(top)
        ):
            continue
        known = {"respondent id", "collector id"} <= set(map(folded, top))
        continued = not all(top) and all(map(any, zip(top, low, strict=True)))
        certain = known or (continued and not looks_like_data(low))
        if certain and below and all(record[:1] and record[0].strip() for record in below):
            return Heading(place, place + 1, *_joined(top, low), {})
    return None


def _joined(top: Sequence[str], low: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``question – choice`` where a question has several columns; the choice beside it."""
    names, aliases, question = [], [], ""
    for column, (text, choice) in enumerate(zip(top, low, strict=True)):
        question = text or question
        shared = not text or (column + 1 < len(top) and not top[column + 1])
        names.append(f"{question} – {choice}" if shared and choice else question)
        aliases.append("" if folded(choice) in _NO_CHOICE else choice)
    return tuple(names), tuple(aliases)


def _grouped(records: Sequence[Record], place: int) -> tuple[str, ...]:
    """``group name`` for each column under a row of groups, where those tell columns of one name apart."""
    names = _trimmed(records[place])
    none = ("",) * len(names)
    groups = _trimmed(records[place - 1]) if place else ()
    told_apart = all(names) and len(set(names)) < len(names) == len(groups)
    if not told_apart or len(set(filter(None, groups))) < 2 or looks_like_data(groups):
        return none
    aliases, group = [], ""
    for text, name in zip(groups, names, strict=True):
        group = text or group
        aliases.append(f"{group} {name}" if group else "")
    joined = [alias or name for alias, name in zip(aliases, names, strict=True)]
    return tuple(aliases) if len(set(joined)) == len(joined) else none


def _trimmed(record: Record) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in record)
