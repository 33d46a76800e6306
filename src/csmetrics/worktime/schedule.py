"""--hours: ``mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00``, ``seg-sex 9h-18h``, ``24/7``.

Days are named in English, Portuguese or Spanish. Hours that end at or before they begin end on the
next day: ``fri 22:00-06:00`` is worked on Friday, the part on Saturday morning too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from csmetrics.errors import BAD_VALUE, CsmetricsError
from csmetrics.language import Said

OPTION = "--hours"
DAY = 24 * 60

_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = (
    "mon monday seg segunda lun lunes",
    "tue tues tuesday ter terca mar martes",
    "wed weds wednesday qua quarta mie miercoles",
    "thu thur thurs thursday qui quinta jue jueves",
    "fri friday sex sexta vie viernes",
    "sat saturday sab sabado",
    "sun sunday dom domingo",
)
_DAYS = {name: day for day, names in enumerate(_NAMES) for name in names.split()}
_EXAMPLE = "mon-fri 09:00-12:00,13:00-18:00; sat 09:00-13:00"
_SUCH_AS = Said('such as "{example}"', example=_EXAMPLE)

# a comma before a day begins a new part too: "mon-fri 09:00-18:00, sat 09:00-13:00"
_PARTS = re.compile(r";|(?<=[\dh])\s*,\s*(?=[^\W\d])")
_PART = re.compile(r"(?P<days>\D*?)[\s:]*(?P<hours>\d.*)?")
_TIME = re.compile(r"(\d{1,2})(?:[:h](\d{2})|h)?", re.ASCII)


class Span(NamedTuple):
    """Hours of one day, in minutes after its midnight; an end beyond 1440 is on the next day."""

    start: int
    end: int

    def __str__(self) -> str:
        # 24:00 and not 00:00, so that nobody reads the end as the beginning of the same day
        end = self.end if self.end <= DAY else self.end - DAY
        return "-".join(f"{time // 60:02d}:{time % 60:02d}" for time in (self.start, end))


@dataclass(frozen=True)
class Schedule:
    """The hours of each day of a week, Monday first: in order, apart, and not touching."""

    days: tuple[tuple[Span, ...], ...]

    def __str__(self) -> str:
        """Write the schedule in its one canonical form, which :func:`parse_hours` reads."""
        if self == ALWAYS:
            return "24/7"
        of: dict[tuple[Span, ...], list[int]] = {}
        for day, spans in enumerate(self.days):
            if spans:
                of.setdefault(spans, []).append(day)
        return "; ".join(f"{_runs(days)} {','.join(map(str, spans))}" for spans, days in of.items())

    @property
    def minutes(self) -> int:
        """Working time of a week without holidays and without a change of the clock."""
        return sum(span.end - span.start for spans in self.days for span in spans)


ALWAYS = Schedule(((Span(0, DAY),),) * 7)


def parse_hours(text: str) -> Schedule:
    """Read ``--hours``, or refuse it naming what is wrong."""
    plain = _plain(text)
    if plain in {"24/7", "always"}:
        return ALWAYS
    week: list[list[Span]] = [[] for _ in range(7)]
    for part in filter(None, map(str.strip, _PARTS.split(plain))):
        found = _PART.fullmatch(part)
        if not found or not found["days"] or not found["hours"]:
            raise _refused(part, "a day with its hours")
        spans = [parse_span(each) for each in found["hours"].split(",")]
        for day in set(_days(found["days"])):
            week[day] += spans
    if not any(week):
        raise _refused("nothing", "a schedule")
    days = tuple(map(joined, week))
    _check_apart(days)
    return Schedule(days)


def parse_span(text: str, option: str = OPTION) -> Span:
    """Read ``09:00-12:00`` (also ``9-12`` and ``9h-12h30``), or refuse it."""
    begin, dash, finish = (part.strip() for part in _plain(text).partition("-"))
    if not dash:
        raise _refused(text.strip() or "nothing", "hours from-to", option=option)
    start, end = _time(begin, option), _time(finish, option)
    if start == DAY:
        raise _refused(text.strip(), "hours that begin before 24:00", option=option)
    if start == end:
        raise _refused(
            text.strip(), "a length of time", "a whole day is 00:00-24:00", option=option
        )
    return Span(start, end if end > start else end + DAY)


def joined(spans: Iterable[Span], option: str = OPTION) -> tuple[Span, ...]:
    """Put the hours of one day in order; refuse those that overlap, join those that touch."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            raise _refused(f"{found[-1]},{span}", "free of overlap", option=option)
        # hours of 24 or more are left apart: written as one they would be others
        if found and span.start == found[-1].end and span.end - found[-1].start < DAY:
            found[-1] = Span(found[-1].start, span.end)
        elif found and (found[-1].start, found[-1].end, span.end) == (0, span.start, DAY):
            found[-1] = Span(0, DAY)
        else:
            found.append(span)
    return tuple(found)


def _time(text: str, option: str) -> int:
    found = _TIME.fullmatch(text)
    if found:
        hours, minutes = int(found[1]), int(found[2] or 0)
        if minutes < 60 and hours * 60 + minutes <= DAY:
            return hours * 60 + minutes
    raise _refused(text or "nothing", "a time from 00:00 to 24:00", option=option)


def _days(text: str) -> Iterator[int]:
    for item in re.sub(r"[- ]feira\b", "", text).split(","):  # that hyphen is no range
        first, dash, last = item.partition("-")
        begin = _day(first)
        end = _day(last) if dash else begin
        for day in range(begin, begin + (end - begin) % 7 + 1):  # fri-mon: over the weekend
            yield day % 7


def _day(text: str) -> int:
    name = text.strip().rstrip(".")
    if name in _DAYS:
        return _DAYS[name]
    from difflib import get_close_matches  # only after a mistake

    close = get_close_matches(name, _DAYS, n=1)
    hint = Said("did you mean {close}?", close=close[0]) if close else "one of: " + " ".join(_SHORT)
    raise _refused(name or "nothing", "a day of the week", hint)


def _check_apart(days: tuple[tuple[Span, ...], ...]) -> None:
    """Refuse hours that go on into those of the next day; the week is a circle."""
    for day, spans in enumerate(days):
        after = (day + 1) % 7
        if spans and days[after] and spans[-1].end - DAY > days[after][0].start:
            both = f"{_SHORT[day]} {spans[-1]}, {_SHORT[after]} {days[after][0]}"
            raise _refused(both, "free of overlap")


def _runs(days: list[int]) -> str:
    """Name days, those that follow each other as a range."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(
        _SHORT[run[0]] if len(run) == 1 else f"{_SHORT[run[0]]}-{_SHORT[run[-1]]}" for run in runs
    )


def _plain(text: str) -> str:
    """Write text in one way: small letters, no accents, one kind of dash."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub("[\u2010-\u2015\u2212]", "-", bare).strip()


def _refused(
    value: str, expected: str, suggestion: str = _SUCH_AS, option: str = OPTION
) -> CsmetricsError:
    return CsmetricsError(
        BAD_VALUE, option=option, value=value, expected=expected, suggestion=suggestion
    )
