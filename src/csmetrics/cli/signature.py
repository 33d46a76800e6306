"""A dataclass of options becomes a signature that Typer reads, and its values become the dataclass.

Typer sees text, lists of text, flags and counters, all unset unless given: the types, choices and
bounds are checked here, so that every option is refused in the same words, and what the user gave
is known without asking how it was parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, fields
from functools import cache
from inspect import Parameter, Signature
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import typer

from csmetrics.cli.values import completer, convert, element, help_line, placeholder
from csmetrics.options import Param

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])
COUNTERS = ("quiet", "verbose")


@cache
def _hints(group: type) -> dict[str, Any]:
    return get_type_hints(group, include_extras=True)


def options(group: type) -> dict[str, tuple[Field[Any], Any, Param]]:
    """Find the options of a dataclass: name → field, type, and what the help says."""
    found = {}
    hints = _hints(group)
    for field in fields(group):
        kind, *extras = get_args(hints[field.name]) or (None,)
        for param in extras:
            if isinstance(param, Param):
                found[field.name] = (field, kind, param)
    return found


def flag(name: str) -> str:
    """Name the long option of a field."""
    return "--" + name.replace("_", "-")


def accept(function: F, groups: Mapping[str, type], *arguments: Parameter) -> F:
    """Have Typer see the options of several groups, each under its heading; no two of one name."""
    made = {argument.name: argument for argument in arguments}
    for heading, group in groups.items():
        for name, (field, kind, param) in options(group).items():
            if name in made or name in ("help", "version"):
                raise TypeError(f"{flag(name)} of {group.__name__} is already another option")
            made[name] = _parameter(field, kind, param, heading)
    function.__annotations__ = {}  # Typer would resolve them
    vars(function)["__signature__"] = Signature(list(made.values()))
    return function


def build(group: type[T], values: Mapping[str, object]) -> T:
    """Make the dataclass out of what Typer parsed; what was not given keeps its default."""
    built: dict[str, Any] = {}
    for name, (_, kind, param) in options(group).items():
        value = values.get(name)
        if isinstance(value, list | tuple) and value:
            built[name] = tuple(convert(flag(name), each, element(kind), param) for each in value)
        elif isinstance(value, str):
            built[name] = convert(flag(name), value, element(kind), param)
        elif value:
            built[name] = value
    return group(**built)


def given(values: Mapping[str, object]) -> frozenset[str]:
    """Name the options that the user set."""
    return frozenset(
        name for name, value in values.items() if value not in (None, False, 0, [], ())
    )


def _parameter(field: Field[Any], kind: object, param: Param, heading: str) -> Parameter:
    repeatable, counter = get_origin(kind) is tuple, field.name in COUNTERS
    seen: Any = bool if kind is bool else int if counter else list[str] if repeatable else str
    names = [flag(field.name), *([param.short] if param.short else [])]
    option = typer.Option(
        *names,
        help=help_line(field, kind, param, counter),
        metavar=None if kind is bool or counter else placeholder(kind, param),
        count=counter,
        show_default=False,
        rich_help_panel=heading,
        autocompletion=completer(param),
    )
    unset: Any = False if kind is bool else 0 if counter else None
    return Parameter(
        field.name, Parameter.KEYWORD_ONLY, default=unset, annotation=Annotated[seen, option]
    )
