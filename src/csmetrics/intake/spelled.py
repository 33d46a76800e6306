"""The spellings of durations: one text → what is certain of it, and what its column has to decide.

What a cell says of itself (``1h 30m``, ``1:30:00``, ``PT90M``) holds whatever its header says. A day has 24 hours.
Months and years have no fixed length, and Jira's ``1w`` is five days of eight hours: they are no durations here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from csmetrics.intake.numbers import is_either, proves, read_number
from csmetrics.intake.units import DAY, HOUR, HOURS_FIRST, MINUTE, SECOND, UNITS, WEEK, unit_of

ASSUMED = "point h:mm"
DECIMALS = ("point", "comma")
EITHER = "either sign"
TWO, THREE = "two parts", "three parts"
PLAIN = "plain"
IN_HOURS, IN_MINUTES = "hours and minutes", "minutes and seconds"
BELOW_ZERO = "hours and minutes below zero"
LONGEST = 36_525 * DAY  # a century: sums of millions of them are still integers
LONGEST_TEXT = 80
FRACTION = 6  # so many decimals are a part of a day, as workbooks store times

_NUMBER = re.compile(r"\d[\d.,'\s]*")
_CLOCK = re.compile(
    r"(?:(?P<days>\d{1,6})(?:\s*(?P<unit>[^\W\d_]+)\.?(?P<comma>,)?\s*(?P<plus>\+)?"
    r"|[.:](?=(?:[01]\d|2[0-3]):\d\d:)))?"
    r"(?P<first>\d{1,9}):(?P<second>[0-5]\d)(?::(?P<third>[0-5]\d))?(?:[.,](?P<fraction>\d{1,9}))?"
)
_ISO = re.compile(r"p(\d+w|(\d+d)?(t[\dhms.,]+)?)")
_DECIMAL = re.compile(r"\d+(\.\d+)?")
_PART = re.compile(r"(\d[\d.,]*)\s*([^\W\d_]+)\.?(?:\s*,)?\s*(?:(?:and|e|y)\s+)?")
_HOURS_AND = re.compile(r"(?<=h)[0-5]\d$")
_FRACTION = re.compile(rf"\d+[.,]\d{{{FRACTION},}}")


class Parsed(NamedTuple):
    """A text as far as it is certain. ``numbers`` wait for the decimal sign, and one without a unit for that.

    ``form`` is PLAIN, TWO (then ``certain`` takes it for minutes and seconds), THREE or ``words``.
    """

    form: str
    sign: int
    certain: int = 0
    numbers: tuple[tuple[str, str | None], ...] = ()
    fraction: bool = False

    def milliseconds(self, unit: str | None, decided: str) -> int | None:
        """The duration under the decisions of a column; None where it has none."""
        decimal, pair = decided.split()
        hours_first = self.form == TWO and pair == HOURS_FIRST
        if hours_first and self.fraction:
            return None
        total: float = self.certain * (60 if hours_first else 1)
        for text, own in self.numbers:
            number = float(text) if text.isdecimal() else read_number(text, decimal)
            counted = own or unit
            if number is None or (counted is None and number != 0):
                return None
            total += number * UNITS[counted or "hours"][0]
        return self.sign * round(total) if total <= LONGEST else None

    def facts(self) -> Iterator[str]:
        """What the text proves, whatever is assumed; 0 needs no unit."""
        yield self.form
        for text, own in self.numbers:
            if own is None and text.strip("0.,"):
                yield "fraction" if _FRACTION.fullmatch(text) else "count"
            if not text.isdecimal() and (proof := proves(text)):
                yield proof
            elif not text.isdecimal() and is_either(text):
                yield EITHER
        if self.form == TWO and (
            self.fraction or self.sign < 0
        ):  # 61:05 is a minute over an hour, too
            yield IN_MINUTES if self.fraction else IN_HOURS
        if self.form == TWO and self.sign < 0:
            yield BELOW_ZERO


def read_duration(text: str, unit: str | None, decided: str = ASSUMED) -> int | None:
    """Whole milliseconds, negative after a minus; None where the text is no duration.

    ``unit`` is what a plain number counts; without one only 0 is a duration.
    """
    parsed = parse(text)
    return None if parsed is None else parsed.milliseconds(unit, decided)


def parse(text: str) -> Parsed | None:
    """What a text says whatever its column is; None where it cannot be a duration."""
    if len(text) > LONGEST_TEXT:
        return None
    cell = text.strip().casefold().replace("−", "-")
    sign = -1 if cell.startswith("-") else 1
    cell = cell[1:].lstrip() if cell.startswith(("-", "+")) else cell
    if _NUMBER.fullmatch(cell):
        known = cell.isdecimal() or any(read_number(cell, way) is not None for way in DECIMALS)
        return Parsed(PLAIN, sign, numbers=((cell, None),)) if known else None
    if match := _CLOCK.fullmatch(cell):
        return _clock(match, sign)
    if _ISO.fullmatch(cell):
        return _iso(cell[1:].replace("t", "").replace("w", "weeks"), sign)
    return _in_words(_HOURS_AND.sub(r"\g<0>m", cell), sign)


def _clock(match: re.Match[str], sign: int) -> Parsed | None:
    """``26:15:00``, ``26:15``, ``2 days 03:04:05``; ``-1 day, 23:59:59`` and ``-1 days +23:59:59`` are -1 second."""
    first, second, third = int(match["first"]), int(match["second"]), match["third"]
    fraction = round(float(f"0.{match['fraction'] or 0}") * SECOND)
    if match["days"] is None and third is None:
        pair = first * MINUTE + second * SECOND + fraction
        return Parsed(TWO if pair else "words", sign, pair, fraction=match["fraction"] is not None)
    named = unit_of(match["unit"]) if match["unit"] else "days"
    if match["days"] and (named != "days" or (match["fraction"] and not third)):
        return None
    total = first * HOUR + second * MINUTE + int(third or 0) * SECOND + fraction
    if sign < 0 and (match["comma"] or match["plus"]):
        total = -total
    total += int(match["days"] or 0) * DAY
    return Parsed(THREE, sign, total) if total >= 0 else Parsed(THREE, -sign, -total)


def _iso(cell: str, sign: int) -> Parsed | None:
    """``PT1.250S``: the standard has no thousands, and either sign is the decimal one."""
    parsed = _in_words(cell.replace(",", "."), sign)
    if parsed is None or not all(_DECIMAL.fullmatch(text) for text, _ in parsed.numbers):
        return None
    total = sum(float(text) * UNITS[str(unit)][0] for text, unit in parsed.numbers)
    return Parsed("words", sign, round(total)) if total <= LONGEST else None


def _in_words(cell: str, sign: int) -> Parsed | None:
    """``1d 2h 3m``, ``1h30``, ``1,25 horas``, ``1 hora e 30 minutos``: each unit smaller than the one before."""
    numbers: list[tuple[str, str | None]] = []
    at, larger = 0, WEEK + 1
    while match := _PART.match(cell, at):
        unit = unit_of(match[2])
        if unit is None or UNITS[unit][0] >= larger:
            return None
        numbers.append((match[1], unit))
        larger, at = UNITS[unit][0], match.end()
    return Parsed("words", sign, 0, tuple(numbers)) if numbers and at == len(cell) else None
