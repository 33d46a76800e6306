"""Checks of a metric's own options: Python callers are told what the command line is told."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, get_args, get_type_hints

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.options import Param

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind, include_extras=True)


def check_choices(metric: DataclassInstance) -> None:
    """Refuse a value that is none of the choices of its field."""
    hints = _hints(type(metric))
    for field in fields(metric):
        value = getattr(metric, field.name)
        for param in get_args(hints[field.name])[1:]:
            if not isinstance(param, Param) or not param.choices or value is None:
                continue
            if value not in param.choices:
                raise bad_value(field.name, value, "one of " + ", ".join(param.choices))


def bad_value(field: str, value: object, expected: str, suggestion: str = "") -> CsmetricsError:
    """Refuse an option, by the name of its field."""
    option = "--" + field.replace("_", "-")
    return CsmetricsError(
        errors.BAD_VALUE, option=option, value=str(value), expected=expected, suggestion=suggestion
    )
