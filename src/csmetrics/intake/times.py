"""One text → one time, exactly; and the fast way for a whole column of them.

``read_time`` defines what a text means. Arrow parses the common spellings a hundred times faster; whatever
it does not take goes to ``read_time``, and a test holds the two equal.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics.intake import months

if TYPE_CHECKING:
    import pyarrow as pa

MISSING = months.MISSING
_YEAR_ONE = -62_135_596_800_000
_NEVER = dt.datetime(1, 1, 1)  # noqa: DTZ001 - what .NET and Go write for no time
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - wall clock

_ZONE = r"Z|UTC|GMT|(?:(?:UTC|GMT)\s?[-+]\d{1,2}|[-+]\d{2})(?::?\d{2})?(?:\sUTC|\s\([^()]*\))?"
_CLOCK = (
    r"(?:(?:[\sTt,]+|\s*,?\s+(?:-|at|às|as|a las)\s+)(?P<hour>\d{1,2})"
    r"(?:[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?\s?h?)?"
    rf"\s*(?:(?P<half>[AaPp])\.?\s?[Mm]\.?)?\s*(?P<zone>(?i:{_ZONE}))?)?"
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})" + _CLOCK
)
_SHORT_YEAR_FIRST = re.compile(
    r"(?P<year>\d{2})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})" + _CLOCK
)
_YEAR_LAST = re.compile(
    r"(?P<first>\d{1,2})(?P<sign>[-/.])(?P<second_>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})" + _CLOCK
)
_ZERO = re.compile(
    r"(?:(?:0000-00-00|0001-01-01)(?:[ T]00:00(?::00(?:\.0+)?)?Z?)?|00([-/.])00\1(?:0000|00)(?: 00:00(?::00)?)?)"
)
_NAMED = re.compile(r"(?P<year>\d{4}|\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})" + _CLOCK)
_DAY = r"^(\p{Nd}+([./-]\p{Nd}+){2}|\p{Nd}+([.,]0+)?)$"
_WORD, _HOURS = r"\p{L}{3}", r"(?i):|\d\s?(h|[ap]\.?\s?m\b)"
_OFFSET = re.compile(r"([-+])(\d{1,2}?):?(\d{2})?(?!\d)")


class Time(NamedTuple):
    """One text as milliseconds since 1970 (UTC where ``aware``, else wall clock), and what it proves.

    ``ends``: the first and last part of a date such as 24-01-05, whose year may be either of the two.
    """

    milliseconds: int
    aware: bool
    spelling: str
    day_first: bool = False
    month_first: bool = False
    ends: tuple[int, int] | None = None


def read_time(text: str, order: str) -> Time | None:
    """The meaning of one cell under an order (``dmy``, ``mdy``, ``ymd``); None if it has none.

    ``milliseconds`` is MISSING for a date that cannot be under this order but proves the other one.
    """
    cell = text.strip()
    match = _YEAR_FIRST.fullmatch(cell)
    if match is None and order == "ymd":
        match = _SHORT_YEAR_FIRST.fullmatch(cell)
    spelling = "year first"
    if match is None and (named := months.numbered(cell, order)) is not None:
        match, spelling = _NAMED.fullmatch(named), "month by name"
    if match is not None:
        when = _moment(match, _year(match["year"]), int(match["month"]), int(match["day"]))
        return None if when is None else Time(when, match["zone"] is not None, spelling)
    if order == "ymd" or not (match := _YEAR_LAST.fullmatch(cell)):
        return None
    first, second, year = int(match["first"]), int(match["second_"]), _year(match["year"])
    day_first, month_first = second <= 12 < first, first <= 12 < second
    day, month = (second, first) if order == "mdy" else (first, second)
    when = _moment(match, year, month, day)
    if when is None:
        if not (day_first or month_first):
            return None
        when = MISSING
    either = len(match["year"]) == 2 and 1 <= second <= 12 and 1 <= int(match["year"]) <= 31
    ends = (first, int(match["year"])) if either else None
    return Time(when, match["zone"] is not None, "year last", day_first, month_first, ends)


def is_zero(text: str) -> bool:
    """Whether a text is how a database or a program writes no date: ``0000-00-00``, ``0001-01-01T00:00:00Z``."""
    return _ZERO.fullmatch(text.strip()) is not None


def without_clock(cells: pa.StringArray) -> NDArray[np.bool_]:
    """Which of these dates say no time of day: three numbers with signs, or a serial number of whole days."""
    import pyarrow.compute as pc

    texts = pc.utf8_trim_whitespace(cells)
    named = pc.and_not(
        pc.match_substring_regex(texts, _WORD), pc.match_substring_regex(texts, _HOURS)
    )
    dates = pc.or_(pc.match_substring_regex(texts, _DAY), named)
    told: NDArray[np.bool_] = dates.to_numpy(zero_copy_only=False).astype(bool)
    return told


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < months.PIVOT else 1900)


def _moment(match: re.Match[str], year: int, month: int, day: int) -> int | None:
    hour = int(match["hour"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    try:
        when = dt.datetime(  # noqa: DTZ001 - wall clock, the offset is taken off below
            year, month, day, hour, int(match["minute"] or 0), int(match["second"] or 0)
        )
    except ValueError:
        return None
    if when == _NEVER:
        return None
    milliseconds = (when - EPOCH) // dt.timedelta(milliseconds=1)
    milliseconds += int((match["fraction"] or "").ljust(3, "0")[:3])
    if offset := _OFFSET.search(match["zone"] or ""):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > 23 or minutes > 59:
            return None
        minutes += 60 * hours
        milliseconds -= (minutes if offset[1] == "+" else -minutes) * 60_000
    return milliseconds


_ISO_NAIVE = r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?$"
_ISO_AWARE = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[-+]\d{2}:\d{2})$"
_FAST_YEAR_FIRST = re.compile(
    r"\d{4}-\d{2}-\d{2}([ T][\d:.]+(?P<zone>Z|[-+]\d{2}:\d{2}|(?P<apart> (?:UTC|[-+]\d{4})))?)?"
)
_APART = r"^(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) "
_FAST_YEAR_LAST = re.compile(
    r"\d{1,2}(?P<sign>[-/.])\d{1,2}(?P=sign)\d{4}(?P<clock> \d{1,2}:\d{2}(?P<second>:\d{2})?(?P<half> [AaPp][Mm])?)?"
)


def is_iso(texts: Iterable[str]) -> bool:
    """Whether there are any, and all are empty or ISO times without an offset."""
    filled = [text for text in texts if text]
    matches = map(_FAST_YEAR_FIRST.fullmatch, filled)
    return bool(filled) and all(match is not None and not match["zone"] for match in matches)


class Fast(NamedTuple):
    """What Arrow parsed: milliseconds, MISSING for cells that need the slow way."""

    milliseconds: NDArray[np.int64]
    aware: bool
    spelling: str


def read_fast(cells: pa.StringArray, example: str, order: str) -> Fast | None:
    """Parse those cells that are spelled like the example; None when there is no fast way for it."""
    if match := _FAST_YEAR_FIRST.fullmatch(example):
        cells = _closed(cells) if match["apart"] else cells
        return _arrow_year_first(cells, example, aware=match["zone"] is not None)
    if order != "ymd" and (match := _FAST_YEAR_LAST.fullmatch(example)):
        return _arrow_year_last(cells, match, order)
    if (milliseconds := months.read_named(cells, example, order)) is not None:
        return Fast(milliseconds, False, "month by name")
    return None


def _arrow_year_first(cells: pa.StringArray, example: str, *, aware: bool) -> Fast | None:
    import pyarrow as pa
    import pyarrow.compute as pc

    unit = "us" if "." in example else "ms"
    times = _cast(cells, unit, aware=aware)
    if times is None:  # a cell is spelled in another way: take those that are not
        spelled = pc.match_substring_regex(cells, _ISO_AWARE if aware else _ISO_NAIVE)
        times = _cast(pc.if_else(spelled, cells, pa.scalar(None, cells.type)), "us", aware=aware)
    if times is None:
        return None
    return Fast(_in_milliseconds(times), aware, "year first")


def _closed(cells: pa.StringArray) -> pa.StringArray:
    """Times with their offset behind a blank, as Ruby writes them, in the spelling that Arrow reads."""
    import pyarrow.compute as pc

    cells = pc.replace_substring_regex(cells, _APART + "UTC$", r"\1Z")
    return pc.replace_substring_regex(cells, _APART + r"([-+]\d{2})(\d{2})$", r"\1\2:\3")


def _cast(cells: pa.StringArray, unit: str, *, aware: bool) -> pa.Array | None:
    """Times of all cells but nulls; None where one of them is no time, as 30 February."""
    import pyarrow as pa

    try:
        return cells.cast(pa.timestamp(unit, tz="UTC" if aware else None))
    except pa.ArrowInvalid:
        return None


def _arrow_year_last(cells: pa.StringArray, example: re.Match[str], order: str) -> Fast:
    import pyarrow.compute as pc

    date = ("%m", "%d", "%Y") if order == "mdy" else ("%d", "%m", "%Y")
    clock = "" if not example["clock"] else " %H:%M:%S" if example["second"] else " %H:%M"
    clock = clock.replace("%H", "%I") + " %p" if example["half"] else clock
    form = example["sign"].join(date) + clock
    times = pc.strptime(cells, format=form, unit="us", error_is_null=True)
    # strptime lets 31 February run on into March, and takes 24 for a year, 1:5 and 10:00:61 for times
    late = r"^\d+.(29|30|31)" if order == "mdy" else r"^(29|30|31)"
    ran_on = pc.and_kleene(pc.match_substring_regex(cells, late), pc.less(pc.day(times), 4))
    spelling = r"^\d{1,2}.\d{1,2}.\d{4}" + (r" \d{1,2}:\d\d" if clock else "")
    spelling += r":[0-5]\d" if example["second"] else ""
    spelling += " [AaPp][Mm]$" if example["half"] else "$"
    exact = pc.and_kleene(pc.match_substring_regex(cells, spelling), pc.greater(pc.year(times), 0))
    doubtful = pc.fill_null(pc.or_kleene(ran_on, pc.invert(exact)), True)
    return Fast(_in_milliseconds(pc.if_else(doubtful, None, times)), False, "year last")


def read_times(times: pa.TimestampArray) -> Fast:
    """The same of what a reader has cast already."""
    return Fast(_in_milliseconds(times), False, "year first")


def _in_milliseconds(times: pa.TimestampArray) -> NDArray[np.int64]:
    """MISSING for null, for the year 0, which datetime does not know, and for the first moment of the year 1."""
    import pyarrow as pa
    import pyarrow.compute as pc

    integers = times.view(pa.int64())
    if integers.null_count:
        integers = pc.fill_null(integers, MISSING)
    values: NDArray[np.int64] = integers.to_numpy()
    if times.type.unit == "us":
        missing = values == MISSING
        values = values // 1000
        values[missing] = MISSING
    if len(values) and values.min() <= _YEAR_ONE:
        values = np.where(values <= _YEAR_ONE, MISSING, values)
    return values


def filled(cells: pa.StringArray) -> NDArray[np.bool_]:
    """Which cells are not empty, by their length alone."""
    if not len(cells):
        return np.zeros(0, dtype=bool)
    width = np.int64 if str(cells.type) == "large_string" else np.int32
    ends = np.frombuffer(cells.buffers()[1], width)[cells.offset : cells.offset + len(cells) + 1]
    found: NDArray[np.bool_] = ends[1:] != ends[:-1]
    return found


def without(cells: pa.StringArray, rows: NDArray[np.bool_]) -> pa.StringArray:
    """The same cells with nulls in some rows, not copied. ``cells`` has no nulls."""
    import pyarrow as pa

    if not rows.any():
        return cells
    kept = np.ones(cells.offset + len(cells), dtype=bool)
    kept[cells.offset :] = ~rows
    bits = pa.py_buffer(np.packbits(kept, bitorder="little").tobytes())
    buffers = [bits, *cells.buffers()[1:]]
    return pa.Array.from_buffers(cells.type, len(cells), buffers, offset=cells.offset)
