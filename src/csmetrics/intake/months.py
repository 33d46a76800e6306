"""Dates whose month is a word: ``19/Jan/26``, ``5 de março de 2026``, ``Mar 5, 2026``, in three languages.

No word means two months in English, Portuguese and Spanish, so that the language need not be known.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

PIVOT = 70
"""Years of two digits below this one are of this century: 69 is 2069, and 70 is 1970."""
DAY = 86_400_000
MISSING = np.iinfo(np.int64).min

_MONTHS = (
    "jan january janeiro ene enero",
    "feb february fev fevereiro febr febrero",
    "mar march marco marzo",
    "apr april abr abril",
    "may mai maio mayo",
    "jun june junho junio",
    "jul july julho julio",
    "aug august ago agosto",
    "sep sept september set setembro septiembre setiembre",
    "oct october out outubro octubre",
    "nov november novembro noviembre",
    "dec december dez dezembro dic diciembre",
)
MONTHS = {word: month for month, words in enumerate(_MONTHS, start=1) for word in words.split()}
"""Names of months without case and accents, short and long."""

_DAYS = (
    "mon|monday|tue|tues|tuesday|wed|wednesday|thu|thur|thurs|thursday|fri|friday|sat|saturday|sun|sunday"
    "|seg|segunda|ter|terca|qua|quarta|qui|quinta|sex|sexta|sab|sabado|dom|domingo"
    "|lun|lunes|martes|mie|mier|miercoles|jue|jueves|vie|viernes"
)
_WEEKDAY = rf"(?:(?:{_DAYS})(?:-feira)?\.?,?\s+|mar\.?,\s+)?"
_NAME = rf"(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º|ª)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_GAP = r"(?:\s*[-/.,]\s*|\s+)"
_OF = r"(?:\s+(?:de|del|of)\s+|\s*[-/.,]\s*|\s+)"
_FORMS = (
    _DAY + _OF + _NAME + _OF + _YEAR,
    _NAME + _GAP + _DAY + r"(?:\s*,\s*|" + _GAP + ")" + _YEAR,
    r"(?P<year>\d{4})" + _GAP + _NAME + _GAP + _DAY,
)
_YEAR_FIRST = r"(?P<year>\d{2})" + _GAP + _NAME + _GAP + r"(?P<day>\d{1,2})"
_CLOCK = (
    r"(?:[ t,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?: ?(?P<half>[ap])\.? ?m\.?)?)?"
)
_PARTS = ("day", "name", "year", "hour", "minute", "second", "fraction", "half")
_LETTERS, _DIGIT = re.compile(r"[^\W\d_]{3}"), re.compile(r"\d")


def numbered(text: str, order: str) -> str | None:
    """A date whose month is a word as ``2026-3-5`` with the rest behind it; None where it is none.

    The day is taken to come before a month and a year of two digits, unless the order is ``ymd``.
    """
    if not (_LETTERS.search(text) and _DIGIT.search(text)):
        return None
    cell = _plain(text)
    for form in (_YEAR_FIRST, *_FORMS) if order == "ymd" else _FORMS:
        if match := re.match(_WEEKDAY + form + r"(?!\d)", cell):
            return f"{match['year']}-{MONTHS[match['name']]}-{match['day']}" + cell[match.end() :]
    return None


def read_named(cells: pa.StringArray, example: str, order: str) -> NDArray[np.int64] | None:
    """Read all cells that are spelled like the example: milliseconds since 1970 by the clock, else MISSING.

    None where the month of the example is no word, and where the first of two short numbers is the year.
    """
    import pyarrow.compute as pc

    if order == "ymd" or numbered(example, order) is None:
        return None
    texts = pc.utf8_lower(pc.utf8_trim_whitespace(cells))
    if pc.any(pc.invert(pc.string_is_ascii(texts))).as_py():
        texts = pc.replace_substring_regex(pc.utf8_normalize(texts, "NFD"), r"\p{Mn}", "")
    known = [_WEEKDAY + form for form in _FORMS]
    form = next(each for each in known if re.match(each + r"(?!\d)", _plain(example)))
    return _milliseconds(pc.extract_regex(texts, f"^{form}{_CLOCK}$"))


def _milliseconds(parts: pa.StructArray) -> NDArray[np.int64]:
    """The times of these parts, MISSING where a part is beyond its range, or where there is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = parts.is_valid().to_numpy(zero_copy_only=False)
    texts = {name: parts.field(name).filter(pa.array(found)) for name in _PARTS}

    def number(name: str) -> NDArray[np.int64]:
        digits = pc.if_else(pc.equal(texts[name], ""), "0", texts[name])
        values: NDArray[np.int64] = digits.cast(pa.int64()).to_numpy()
        return values

    names = pa.array(list(MONTHS))
    months = np.array(list(MONTHS.values()))[pc.index_in(texts["name"], names).to_numpy()]
    year, day, hour = number("year"), number("day"), number("hour")
    short = pc.equal(pc.binary_length(texts["year"]), 2).to_numpy(zero_copy_only=False)
    year = np.where(short, year + np.where(year < PIVOT, 2000, 1900), year)
    first = ((year - 1970) * 12 + months - 1).astype("datetime64[M]")
    date = first.astype("datetime64[D]") + (day - 1)
    half, late = texts["half"].to_numpy(zero_copy_only=False), hour % 12
    hours = np.where(half == "", hour, late + np.where(half == "p", 12, 0))
    fraction = pc.utf8_slice_codeunits(pc.utf8_rpad(texts["fraction"], 3, "0"), 0, 3)
    thousandths = fraction.cast(pa.int64()).to_numpy()
    fits = (day > 0) & (date.astype("datetime64[M]") == first) & (year > 1) & (hours < 24)
    fits &= (half == "") | ((hour >= 1) & (hour <= 12))
    fits &= (number("minute") < 60) & (number("second") < 60)
    seconds = (hours * 60 + number("minute")) * 60 + number("second")
    values = date.astype(np.int64) * DAY + seconds * 1000 + thousandths
    milliseconds = np.full(len(parts), MISSING, dtype=np.int64)
    milliseconds[found] = np.where(fits, values, MISSING)
    return milliseconds


def _plain(text: str) -> str:
    """In small letters without accents."""
    parts = unicodedata.normalize("NFD", text.strip().lower())
    return "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
