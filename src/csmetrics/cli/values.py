"""The text after an option, checked and converted to the type of its field."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import MISSING, Field
from types import NoneType
from typing import Any, get_args

from csmetrics.cli.suggest import did_you_mean
from csmetrics.errors import BAD_VALUE, CsmetricsError
from csmetrics.language import Said
from csmetrics.options import Param


def element(kind: object) -> type:
    """``str``, ``int`` or ``float`` out of ``str | None``, ``tuple[int, ...]`` and the like."""
    inner = [part for part in get_args(kind) if part not in (NoneType, Ellipsis)]
    if inner:
        return element(inner[0])
    if isinstance(kind, type):
        return kind
    raise TypeError(f"an option cannot be of the type {kind!r}")


def convert(option: str, text: str, kind: type, param: Param) -> str | int | float | None:
    """``text`` as ``kind``; what does not fit is refused with what would have."""
    if param.none and text == "none":
        return None
    if kind is not str:
        return _number(option, text, kind, param)
    if param.choices and text not in param.choices:
        expected = Said("one of {choices}", choices=", ".join(param.choices))
        raise _bad(option, text, expected, did_you_mean(text, param.choices))
    return text


def help_line(field: Field[Any], kind: object, param: Param, counter: bool = False) -> str:
    """Give the line of help: what it does, its range, what holds when it is not given."""
    extra = [] if param.choices or counter else bounds(element(kind), param)
    extra += [] if counter else default(field, kind)
    return param.help + (f" [{'; '.join(extra)}]" if extra else "")


def placeholder(kind: object, param: Param) -> str:
    """Name what follows the option."""
    return param.metavar or "|".join(param.choices) or element(kind).__name__.upper()


def completer(param: Param) -> Callable[[str], list[str]] | None:
    """Complete the choices in a shell."""
    if not param.choices:
        return None
    return lambda incomplete: [each for each in param.choices if each.startswith(incomplete)]


def bounds(kind: type, param: Param) -> list[str]:
    """Say what may follow the option: the choices or the range."""
    if param.choices:
        return [", ".join(param.choices)]
    return [_range(param)] if kind is not str and _range(param) else []


def _expected_number(kind: type, param: Param) -> str:
    """Such as ``a whole number (0 to 10)``."""
    noun = Said("a whole number") if kind is int else Said("a number")
    limits = _range(param)
    return Said("{noun} ({limits})", noun=noun, limits=limits) if limits else noun


def _range(param: Param) -> str:
    if param.low is not None and param.high is not None:
        return Said("{low:g} to {high:g}", low=param.low, high=param.high)
    if param.low is not None:
        return Said("{low:g} or more", low=param.low)
    return "" if param.high is None else Said("{high:g} or less", high=param.high)


def default(field: Field[Any], kind: object) -> list[str]:
    """Say what holds when the option is not given, where that is worth saying."""
    if kind is bool or field.default in (None, MISSING, ()):
        return []
    value = field.default
    return [
        Said("default: {value:g}", value=value)
        if isinstance(value, float)
        else Said("default: {value}", value=value)
    ]


def _number(option: str, text: str, kind: type, param: Param) -> int | float:
    try:
        value: int | float = int(text) if kind is int else float(text)
    except ValueError:
        value = math.nan
    low = -math.inf if param.low is None else param.low
    high = math.inf if param.high is None else param.high
    if "_" in text or not math.isfinite(value) or not low <= value <= high:
        raise _bad(option, text, _expected_number(kind, param))
    return value


def _bad(option: str, text: str, expected: str, suggestion: str = "") -> CsmetricsError:
    return CsmetricsError(
        BAD_VALUE,
        option=option,
        value=text or "(nothing)",
        expected=expected,
        suggestion=suggestion,
    )
