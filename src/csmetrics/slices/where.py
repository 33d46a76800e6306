"""--where: one test of one column, read as text and never evaluated.

``channel = email``, ``"first reply" <= 4,5``, ``channel in (email, "live chat")``, ``tags ~ vip``.

* ``=``, ``!=`` and ``in`` compare labels exactly (trimmed, NFC-normalised; case and accents count).
* ``~`` is "contains", without regard to case; accents count: *nao* is not *não*.
* Numbers compare as numbers (``4.5`` or ``4,5``), dates as stretches: ``created = 2026-01`` is that
  month, ``created > 2026-01-31`` begins on 1 February; a time is wall clock in the zone of the run.
* A cell without a value fits ``= ""`` and every ``!=`` but ``!= ""``, so that a test and its
  opposite add up to the whole. It fits nothing else.
* A bare value may hold spaces (``channel = live chat``); what could be a second test is quoted.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from csmetrics.errors import BAD_VALUE, USAGE, CsmetricsError
from csmetrics.language import Said
from csmetrics.slices.periods import wall

if TYPE_CHECKING:
    import pandas as pd

Mask = NDArray[np.bool_]
T = TypeVar("T", np.float64, np.datetime64)

_QUOTED = r'"(?:[^"]|"")*+"|' + r"'(?:[^']|'')*+'"
# possessive, so that "margin (x)" is not read as the name "marg" before "in"
_TEST = re.compile(
    rf"\s*(?P<name>{_QUOTED}|[^\s\"'=!<>~(),]++)\s*"
    r"(?P<op>!=|<=|>=|=|<|>|~|(?i:in)(?=[\s(]))\s*(?P<rest>.*)",
    re.DOTALL,
)
_ITEM = re.compile(rf"\s*(?P<item>{_QUOTED}|[^\"'(),]++)\s*(?P<next>[,)])", re.DOTALL)
_ALONE = re.compile(_QUOTED, re.DOTALL)
_PLAIN = re.compile(r"[\w.-]+")
_SECOND_TEST = re.compile(r"[=<>~\"]|&&|\|\||\s(?:and|or)\s", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+", re.ASCII)
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)?)?", re.ASCII)

_FORM = "a test: column, then = != < <= > >= ~ or in, then a value"
_EXAMPLES = "such as 'channel = email', '\"first reply\" <= 4', 'channel in (email, chat)'"
_ONE_TEST = "quote a value that holds signs or the words and, or; for two tests give --where twice"


@dataclass(frozen=True)
class Condition:
    """A test: ``op`` is one of ``= != < <= > >= ~ in``; only ``in`` has more than one value."""

    column: str
    op: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        """Write the test so that :func:`parse` reads the same one."""
        values = ", ".join(_written(value) for value in self.values)
        if self.op == "in":
            values = f"({values})"
        return f"{_written(self.column)} {self.op} {values}"


def parse(text: str) -> Condition:
    """Read one test, or refuse the text."""
    found = _TEST.fullmatch(text)
    if not found:
        hint = "a name with spaces is quoted" if re.match(r"\s*\w+\s+\w", text) else ""
        raise _bad(text, f"{hint}; {_EXAMPLES}" if hint else _EXAMPLES)
    column, op = _unquoted(found["name"]), found["op"].lower()
    if not column:
        raise _bad(text, "the name of the column is empty")
    if op == "in":
        return Condition(column, op, _items(text, found["rest"]))
    value = _single(text, found["rest"].strip())
    if not value and op not in {"=", "!="}:
        raise _bad(text, 'only = "" and != "" ask for cells without a value')
    return Condition(column, op, (value,))


def is_date(value: str) -> bool:
    """Whether a value is spelled as a date; a bare year is more likely a number."""
    return bool(_DATE.fullmatch(value)) and not value.isdecimal()


def kind_of(value: str) -> str:
    """Whether ``date`` or ``number`` is compared with a value that < or > orders; refuses a word."""
    if _THOUSANDS.fullmatch(value):
        raise CsmetricsError(
            BAD_VALUE,
            option="--where",
            value=value,
            expected="a number that can be read in one way",
            suggestion="write it without a sign between the thousands, such as 1000",
        )
    if _NUMBER.fullmatch(value):
        return "number"
    if _DATE.fullmatch(value):
        return "date"
    raise CsmetricsError(
        BAD_VALUE,
        option="--where",
        value=value,
        expected="a number or a date, which is what < <= > >= compare",
        suggestion="labels are compared with = != ~ in",
    )


def mask(condition: Condition, column: pd.Series, zone: str = "UTC") -> Mask:
    """Tell which rows of a typed column fit. ``zone`` is that of the clock dates are read on."""
    if column.dtype.kind == "M":
        times = wall(column, zone)
        return _ordered(condition, times, np.isnat(times), _stretch)
    if column.dtype.kind in "iuf":
        numbers = column.to_numpy(dtype=np.float64)
        return _ordered(condition, numbers, np.isnan(numbers), _number)
    return _labelled(condition, column.astype("category"))


def _labelled(condition: Condition, labels: pd.Series) -> Mask:
    # decided once per distinct label; the entry after the last stands for blank, whose code is -1
    categories = [str(category) for category in labels.cat.categories]
    fits = np.zeros(len(categories) + 1, dtype=bool)
    if condition.op == "~":
        needle = _folded(condition.values[0])
        fits[:-1] = [needle in _folded(category) for category in categories]
    elif condition.op in {"=", "!=", "in"}:
        wanted = set(condition.values)
        fits[:-1] = [_normalised(category) in wanted for category in categories]
        fits[-1] = "" in wanted
        if condition.op == "!=":
            fits = ~fits
    else:
        raise CsmetricsError(
            USAGE,
            message=Said(
                "--where: {column} holds text, which {op} cannot order",
                column=condition.column,
                op=condition.op,
            ),
            suggestion="text is compared with = != ~ in",
        )
    result: Mask = fits[labels.cat.codes.to_numpy()]
    return result


def _ordered(
    condition: Condition,
    cells: NDArray[T],
    blank: Mask,
    read: Callable[[Condition, str], tuple[T, T]],
) -> Mask:
    """Compare with stretches [low, high): a day, a month, or the one number that lies in it."""
    if condition.op == "~":
        raise CsmetricsError(
            USAGE,
            message=Said(
                "--where: {column} does not hold text, which ~ searches", column=condition.column
            ),
            suggestion="numbers and dates are compared with = != < <= > >= in",
        )
    if condition.op in {"=", "!=", "in"}:
        same = blank.copy() if "" in condition.values else np.zeros(len(cells), dtype=bool)
        for value in filter(None, condition.values):
            low, high = read(condition, value)
            same |= (cells >= low) & (cells < high)
        return ~same if condition.op == "!=" else same
    low, high = read(condition, condition.values[0])
    result: Mask = {
        "<": lambda: cells < low,
        "<=": lambda: cells < high,
        ">": lambda: cells >= high,
        ">=": lambda: cells >= low,
    }[condition.op]()
    return result


def _number(condition: Condition, value: str) -> tuple[np.float64, np.float64]:
    number = float(value.replace(",", ".")) if _NUMBER.fullmatch(value) else math.nan
    if not math.isfinite(number):
        raise _unreadable(condition, value, "a number", "such as 4, 4.5 or 4,5, without a unit")
    return np.float64(number), np.float64(math.nextafter(number, math.inf))


def _stretch(condition: Condition, value: str) -> tuple[np.datetime64, np.datetime64]:
    if _DATE.fullmatch(value):
        try:
            low = np.datetime64(value)
        except ValueError:
            pass  # 2026-02-30
        else:
            high = low + 1  # of the unit it was written in
            return low.astype("datetime64[us]"), high.astype("datetime64[us]")
    raise _unreadable(condition, value, "a date", "such as 2026-01-31, 2026-01 or 2026-01-31T14:30")


def _items(text: str, rest: str) -> tuple[str, ...]:
    if not rest.startswith("("):
        raise _bad(text, "the values after in stand in brackets: channel in (email, chat)")
    values, place, ended = [], 1, False
    while not ended:
        found = _ITEM.match(rest, place)
        if not found:
            raise _bad(text, "the values after in stand in brackets, with commas between")
        values.append(_unquoted(found["item"]))
        if not values[-1] and found["item"][0] not in "\"'":
            raise _bad(text, 'two commas with nothing between; "" stands for cells without a value')
        place, ended = found.end(), found["next"] == ")"
    if rest[place:].strip():
        raise _bad(text, _ONE_TEST)
    return tuple(dict.fromkeys(values))


def _single(text: str, rest: str) -> str:
    if _ALONE.fullmatch(rest):
        return _unquoted(rest)
    if rest == "(blank)":  # as tables show it
        return ""
    if not rest:
        raise _bad(text, 'the value is missing; = "" asks for cells without one')
    if rest[0] in "(!'" or _SECOND_TEST.search(rest):
        raise _bad(text, _ONE_TEST)
    return _normalised(rest)


def _unquoted(token: str) -> str:
    quote = token[0]
    if quote in "\"'":
        token = token[1:-1].replace(quote * 2, quote)
    return _normalised(token)


def _written(word: str) -> str:
    return word if _PLAIN.fullmatch(word) else '"' + word.replace('"', '""') + '"'


def _normalised(text: str) -> str:
    # as labels are when they are read, so that what is shown can be asked for
    composed = unicodedata.normalize("NFC", text)
    return composed.replace("\u00a0", " ").replace("\u202f", " ").strip()


def _folded(text: str) -> str:
    # folding can take a letter apart (ǰ), and the same letter must stay the same text
    return unicodedata.normalize("NFC", text.casefold())


def _bad(text: str, suggestion: str) -> CsmetricsError:
    return CsmetricsError(
        BAD_VALUE, option="--where", value=text, expected=_FORM, suggestion=suggestion
    )


def _unreadable(condition: Condition, value: str, what: str, suggestion: str) -> CsmetricsError:
    return CsmetricsError(
        BAD_VALUE,
        option=f"--where {condition.column}",
        value=value,
        expected=Said("{what}, which the column holds", what=what),
        suggestion=suggestion,
    )
