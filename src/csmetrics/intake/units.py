"""Units of time: the words for them, and what a header says of unit, form and business hours."""

from __future__ import annotations

import re
from itertools import pairwise

from csmetrics.read._header import folded

MS, SECOND, MINUTE, HOUR, DAY, WEEK = 1, 1_000, 60_000, 3_600_000, 86_400_000, 604_800_000
HOURS_FIRST, MINUTES_FIRST = "h:mm", "m:ss"

UNITS = {
    "milliseconds": (MS, "ms msec millisecond milliseconds milisegundos milissegundos"),
    "seconds": (SECOND, "s sec secs second seconds seg segs segundo segundos"),
    "minutes": (MINUTE, "m min mins minute minutes minuto minutos"),
    "hours": (HOUR, "h hr hrs hs hour hours hora horas"),
    "days": (DAY, "d day days dia dias"),
    "weeks": (WEEK, "week weeks semana semanas"),
}
_WORDS = {word: unit for unit, (_, words) in UNITS.items() for word in words.split()}
_PLURAL = {word for word in _WORDS if len(word) > 2 and word.endswith("s")}
_LAST = _PLURAL | {"h", "hr", "hs", "min", "s", "sec", "seg", "ms", "msec"}  # no ordinal "second"

_HUMP = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_FORM = re.compile(
    r"(?<![a-z])(?:(?:\[?hh?\]?|hrs?|hours?):(?:mm?|mins?|minutes)(?P<three>:ss?)?"
    r"|(?P<minutes>mm?|mins?|minutes):(?:ss?|secs?|seconds|seg))(?![a-z])"
)
_WORK = re.compile(
    r"\b(business|working|office|opening|operating) (hours?|hrs|days?)\b|\bbhrs\b"
    r"|\b(horas?|dias?) (uteis|util|comercia(l|is|les)|habil(es)?|labora(l|les|bles?))\b"
)
_WORKING = re.compile(
    r"\bworking time\b|\bbusiness\b(?! (unit|owner|service|partner|name|area|line))"
    r"|\b(horario|tempo|tiempo) (de (trabalho|trabajo)|util|habil|comercial|labora(l|ble))\b"
)
_OUTSIDE = re.compile(r"\b(outside|non|not|out of|fora|fuera)\b")


def unit_of(word: str) -> str | None:
    """The unit that a word such as ``min``, ``Horas`` or ``seconds`` names."""
    return _WORDS.get(folded(word))


def header_unit(header: str) -> str | None:
    """The unit in a header: ``(min)``, ``in minutes``, ``_mins``, ``Horas até``; None where there is none, or two."""
    if _FORM.search(header.casefold()):
        return None
    for bracket in _BRACKETS.findall(header):
        inside = {_WORDS[word] for word in _header_words(bracket) if word in _WORDS}
        if inside:
            return inside.pop() if len(inside) == 1 else None
    words = _header_words(header)
    for before, word in pairwise(words):
        if before in ("in", "em", "en") and word in _LAST:
            return _WORDS[word]
    last = words[-1] if len(words) > 1 else ""
    named = {_WORDS[word] for word in words if word in _PLURAL or (word == last and word in _LAST)}
    return named.pop() if len(named) == 1 else None


def _header_words(text: str) -> list[str]:
    """Without ``business hours``, which may be a condition or a unit, and ``24 hours``, which is a limit."""
    return re.sub(r"\b\d+ \w+", " ", _WORK.sub(" ", folded(_HUMP.sub(" ", text)))).split()


def header_pair(header: str) -> str | None:
    """The form of texts of two parts that a header names: ``(HH:mm)``, ``(mm:ss)``; not ``(HH:mm:ss)``."""
    match = _FORM.search(header.casefold())
    if match is None or match["three"]:
        return None
    return MINUTES_FIRST if match["minutes"] else HOURS_FIRST


def is_business(header: str) -> bool:
    """Whether a header says that its column counts working time only."""
    words = folded(_HUMP.sub(" ", header))
    return bool(_WORK.search(words) or _WORKING.search(words)) and not _OUTSIDE.search(words)
