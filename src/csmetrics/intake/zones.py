"""Time zones that an export states: in the name of a column, or in a row below the header.

``Created at (America/New_York)``, ``Start Date (UTC)``, ``Created (GMT-3)``, ``created_at_utc``. Abbreviations such
as ``EST`` name several zones, and are no statement.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from csmetrics.read._raw import RawTable

UTC = "UTC"
_OFFSET = r"(?P<sign>[-+−])\s?(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?"
_UTC = re.compile(rf"(?:Z|Etc/UTC|Etc/GMT|(?:UTC/GMT|UTC|GMT)\s?(?:{_OFFSET})?)", re.IGNORECASE)
_ETC = re.compile(r"Etc/GMT(?P<sign>[-+])(?P<hours>\d{1,2})", re.IGNORECASE)
_BARE = re.compile(r"(?P<sign>[-+−])(?P<hours>\d{2}):?(?P<minutes>\d{2})")
_PLACE = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z_+-]+(?:/[A-Za-z_+-]+)?\d*")
_BRASILIA = re.compile(r"(?:hor[aá]rio de )?bras[ií]lia(?: time)?|BRT", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]")
_LAST = re.compile(rf"(?:[\s_,–-]+|(?<=[a-z]))((?:UTC|Utc|utc|GMT)(?:{_OFFSET})?)$")
_DOUBTFUL = re.compile(
    r"[ECMP][SD]?T|BRST|ART|CLT|COT|PET|[CEW]ES?T|BST|IST|JST|AE[SD]T|(?:UTC|GMT).*"
    r"|(?:Eastern|Central|Mountain|Pacific)(?: (?:Standard|Daylight))? Time"
)
FARTHEST = 14 * 60  # minutes from UTC


@cache
def zone_of(text: str) -> str | None:
    """The zone that a text names: ``America/Lima``, ``UTC`` or ``UTC-03:00``; None where it names none."""
    text = text.strip()
    if match := _ETC.fullmatch(text):  # of these names, +3 is three hours behind UTC
        sign, hours = "-" if match["sign"] == "+" else "+", int(match["hours"])
        known = _is_known(f"Etc/GMT{match['sign']}{hours}")
        return (f"UTC{sign}{hours:02d}:00" if hours else UTC) if known else None
    if match := _UTC.fullmatch(text) or _BARE.fullmatch(text):
        found = match.groupdict()
        if found["sign"] is None:
            return UTC
        minutes = 60 * int(found["hours"]) + int(found["minutes"] or 0)
        if minutes > FARTHEST or int(found["minutes"] or 0) > 59:
            return None
        sign = "+" if found["sign"] == "+" else "-"
        return f"UTC{sign}{minutes // 60:02d}:{minutes % 60:02d}" if minutes else UTC
    if _BRASILIA.fullmatch(text):
        return "America/Sao_Paulo"
    return text if _PLACE.fullmatch(text) and _is_known(text) else None


def header_zone(header: str) -> str | None:
    """The zone that the name of a column states."""
    return _split(header)[1]


def without_zone(header: str) -> str:
    """The name of a column without the zone that it states, or seems to."""
    return _split(header)[0]


def unknown_zone(header: str) -> str | None:
    """What a name of a column says in brackets that looks like a zone and is none that is known."""
    if header_zone(header):
        return None
    for text in _BRACKET.findall(header):
        if _doubtful(text):
            return str(text)
    return None


def stated(raw: RawTable, place: int) -> str | None:
    """The zone in which a file says that the times of a column are written."""
    return header_zone(raw.header[place]) or zone_of(raw.zones.get(place, ""))


def for_run(zone: str) -> str | None:
    """A zone by a name that days and hours of a run can have; None for 5 h 30 min without a place."""
    if not zone.startswith("UTC") or zone == UTC:
        return zone
    sign, hours, minutes = "+" if zone[3] == "-" else "-", int(zone[4:6]), zone[7:]
    name = f"Etc/GMT{sign}{hours}"  # of these names, +3 is three hours behind UTC
    return name if minutes == "00" and _is_known(name) else None


@cache
def _split(header: str) -> tuple[str, str | None]:
    for match in _BRACKET.finditer(header):
        zone = zone_of(match[1])
        if zone is not None or _doubtful(match[1]):
            return (header[: match.start()] + header[match.end() :]).strip(), zone
    last = _LAST.search(header.strip())
    if last and last.start() and (zone := zone_of(last[1])) is not None:
        return header.strip()[: last.start()].strip(), zone
    return header, None


def _doubtful(text: str) -> bool:
    """Whether it looks like the name of a zone and is none that is known."""
    return bool(_DOUBTFUL.fullmatch(text) or (_PLACE.fullmatch(text) and not _is_known(text)))


def _is_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
