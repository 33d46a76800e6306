"""--holidays: the days that differ from the week, of a region (``BR-SP+optional``) or of a file.

A file has lines ``DATE[,HH:MM-HH:MM][,name]``: a holiday, or the hours of that day instead of the
usual ones. A day is one of the wall clock, and takes away the hours that begin on it: a night shift
that began the evening before goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from csmetrics.errors import BAD_VALUE, NO_FILE, UNREADABLE, CsmetricsError
from csmetrics.language import Said
from csmetrics.worktime.schedule import Span, joined, parse_span

OPTION = "--holidays"
_REGION = re.compile(
    r"(?P<country>[a-z]{2,3})(-(?P<part>[a-z0-9]{1,4}))?(?P<more>(\+[a-z_]+)*)",
    re.IGNORECASE | re.ASCII,
)
# what begins so is meant as hours: taken for a name, a slip would close the day in silence
_HOURS = re.compile(r"\s*\d{1,2}\s*([:h]\s*\d|h?\s*[-–]\s*\d)", re.ASCII | re.IGNORECASE)
_LINE = "DATE[,HH:MM-HH:MM][,name]"
_BRAZIL = "BR"


class SpecialDay(NamedTuple):
    """A day with hours of its own; none on a holiday."""

    day: date
    hours: tuple[Span, ...]
    name: str


@dataclass(frozen=True)
class Region:
    """The holidays of a country or a part of it; ``more`` are categories besides the public ones."""

    country: str
    part: str | None = None
    more: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the region as it is given to ``--holidays``."""
        return "+".join(("-".join(filter(None, (self.country, self.part))), *self.more))

    def between(self, first: date, last: date) -> Iterable[SpecialDay]:
        """Find the holidays, whole years of them at least."""
        for day, name in _holidays(self, first.year, last.year):
            yield SpecialDay(day, (), name)


@dataclass(frozen=True)
class Listed:
    """The days that a file lists."""

    file: str
    days: tuple[SpecialDay, ...]

    def __str__(self) -> str:
        """Name the file."""
        return self.file

    def between(self, first: date, last: date) -> Iterable[SpecialDay]:
        """Give all days of the file."""
        del first, last  # a file is short
        return self.days


@dataclass(frozen=True)
class Holidays:
    """What ``--holidays`` names; where two sources name one day, the later one is right."""

    sources: tuple[Region | Listed, ...] = ()

    def __str__(self) -> str:
        """Name the sources."""
        return ", ".join(map(str, self.sources))

    def between(self, first: date, last: date) -> tuple[SpecialDay, ...]:
        """List the special days from ``first`` to ``last``, in order, each day once."""
        found: dict[date, SpecialDay] = {}
        for source in self.sources:
            found.update((each.day, each) for each in source.between(first, last))
        return tuple(found[day] for day in sorted(found) if first <= day <= last)

    def carnival(self, first: date, last: date) -> tuple[date, ...]:
        """List the days of Carnival where Brazil is named without its optional holidays."""
        brazil = [each for each in self.sources if isinstance(each, Region)]
        brazil = [each for each in brazil if each.country == _BRAZIL]
        if not brazil or any("optional" in each.more for each in brazil):
            return ()
        days = Holidays((Region(_BRAZIL, more=("optional",)),)).between(first, last)
        return tuple(each.day for each in days if each.name.startswith("Carnaval"))


def parse_holidays(texts: Sequence[str]) -> Holidays:
    """Read what ``--holidays`` names: regions and files. ``./BR`` is a file, ``BR`` never."""
    return Holidays(tuple(map(_source, texts)))


def _source(text: str) -> Region | Listed:
    if found := _REGION.fullmatch(text.strip()):
        more = tuple(sorted(set(filter(None, found["more"].lower().split("+")))))
        return _region(text, found["country"].upper(), (found["part"] or "").upper(), more)
    if re.search(r"[./\\]", text) or Path(text).is_file():
        return Listed(text, _listed(text))
    raise _unknown(text)


def _region(text: str, country: str, part: str, more: tuple[str, ...]) -> Region:
    import holidays
    from holidays.registry import COUNTRIES

    codes = {alias: names[1] for names in COUNTRIES.values() for alias in names}
    if country not in codes:
        raise _unknown(text)
    country = codes[country]
    entity = holidays.country_holidays(country)
    if part and part not in entity.subdivisions:
        there = ", ".join(entity.subdivisions)
        hint = (
            Said("{country} has: {there}", country=country, there=there)
            if there
            else Said("{country} has no parts: say {country}", country=country)
        )
        raise _refused(text, "a region", hint)
    for category in more:
        if category not in entity.supported_categories:
            there = ", ".join(
                f"+{each}" for each in entity.supported_categories if each != "public"
            )
            hint = (
                Said("{country} has: {there}", country=country, there=there)
                if there
                else Said("{country} has public holidays only", country=country)
            )
            raise _refused(
                f"+{category}", Said("a kind of holiday in {country}", country=country), hint
            )
    return Region(country, part or None, tuple(each for each in more if each != "public"))


@lru_cache(maxsize=64)
def _holidays(region: Region, first: int, last: int) -> tuple[tuple[date, str], ...]:
    """Ask the package, for names in the language of the country: not in that of this process."""
    import holidays

    language = holidays.country_holidays(region.country).default_language
    # the years beside them too: a holiday of one year can be kept in the other
    found = holidays.country_holidays(
        region.country,
        subdiv=region.part,
        years=range(first - 1, last + 2),
        categories=("public", *region.more),
        language=language,
        expand=False,
    )
    return tuple(sorted((day, name) for day, name in found.items() if first <= day.year <= last))


def _unknown(text: str) -> CsmetricsError:
    """Hint at the code of a country by its name or by a code that looks like it."""
    from difflib import get_close_matches

    from holidays.registry import COUNTRIES

    word = re.split(r"[-+]", text.strip())[0]
    codes = {alias.lower(): names[1] for names in COUNTRIES.values() for alias in names[1:]}
    known = {name.replace("_", " "): names[1] for name, names in COUNTRIES.items()} | codes
    name = word.lower().replace("_", " ")
    close = [name] if name in known else get_close_matches(name, known, n=3, cutoff=0.6)
    likely = list(dict.fromkeys(text.strip().replace(word, known[each], 1) for each in close))
    hint = (
        Said("did you mean {likely}?", likely=" or ".join(likely))
        if likely
        else "such as BR-SP, US-CA or PT"
    )
    return _refused(text or "nothing", "a region or a file of holidays", hint)


def _listed(file: str) -> tuple[SpecialDay, ...]:
    try:
        text = Path(file).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        hint = "a region is written as BR-SP, US-CA or PT"
        raise CsmetricsError(NO_FILE, file=file, suggestion=hint) from None
    except OSError as error:
        raise CsmetricsError(UNREADABLE, file=file, why=error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise CsmetricsError(UNREADABLE, file=file, why="it is not UTF-8 text") from None
    found: dict[date, SpecialDay] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not (content := line.partition("#")[0].strip()):
            continue
        place = Said("{option} {file}: line {number}", option=OPTION, file=file, number=number)
        new = _special_day(content, place)
        old = found.get(new.day)
        if old is not None:
            if not old.hours or not new.hours:
                raise _refused(f"{new.day}", "listed once", "keep one line of a holiday", place)
            # two lines with hours are a day with a break
            new = SpecialDay(new.day, joined((*old.hours, *new.hours), place), old.name or new.name)
        found[new.day] = new
    return tuple(found[day] for day in sorted(found))


def _special_day(line: str, place: str) -> SpecialDay:
    written, _, rest = line.partition(",")
    try:
        # fromisoformat alone would take 20261225 and 2026-W52-5 too
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written.strip(), re.ASCII):
            raise ValueError
        day = date.fromisoformat(written.strip())
    except ValueError:
        hint = Said("each line is {line}", line=_LINE)
        raise _refused(written.strip(), "a date such as 2026-12-25", hint, place) from None
    hours, _, name = rest.partition(",")
    if not _HOURS.match(hours):
        return SpecialDay(day, (), rest.strip().strip('"'))
    return SpecialDay(day, (parse_span(hours, place),), name.strip().strip('"'))


def _refused(value: str, expected: str, suggestion: str, option: str = OPTION) -> CsmetricsError:
    return CsmetricsError(
        BAD_VALUE, option=option, value=value, expected=expected, suggestion=suggestion
    )
