"""Files by their names: what is mailed says nothing of the folders of whoever made it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from csmetrics.language import Said
from csmetrics.report import Comment, Diagnostic, FileSeen, Input, Kpi, Peer, Point, Row, Setting

T = TypeVar("T")

FILES = ("preset", "holidays", "customers")
"""Options whose values may be files."""
NONE = (Row, Point, Peer, Kpi, Comment)
"""What holds no name of a file, and of which there may be very many."""
_SEPARATOR = re.compile(r"[/\\\\]")


def by_name(result: T) -> T:
    """The same result in which each file is called by its name, with its folders as far as they tell it apart."""
    names = brief(_named(result))
    if not names:
        return result
    longest_first = sorted(names, key=len, reverse=True)
    found = re.compile(rf"(?<![\w./\\-])(?:{'|'.join(map(re.escape, longest_first))})")
    return cast("T", _changed(result, lambda text: found.sub(lambda match: names[match[0]], text)))


def brief(files: Iterable[str]) -> Mapping[str, str]:
    """The shortest ends of paths that differ; only those that are shorter than the path."""
    split = {file: tuple(_SEPARATOR.split(file)) for file in files}
    found = {}
    for depth in range(1, max(map(len, split.values()), default=0)):
        ends = Counter(parts[-depth:] for parts in split.values())
        for file, parts in split.items():
            end = parts[-depth:]
            if depth < len(parts) and file not in found and ends[end] == 1 and end[-1]:
                found[file] = "/".join(end)
    return found


def _named(value: Any) -> Iterator[str]:
    """The files that are named anywhere in a result."""
    if isinstance(value, NONE):
        return
    if isinstance(value, Input | FileSeen):
        yield value.name
    elif isinstance(value, Diagnostic):
        yield from (str(word) for name, word in value.params if name == "file")
    elif isinstance(value, Setting) and value.name in FILES:
        values = value.value if isinstance(value.value, tuple) else (value.value,)
        yield from (each for each in values if isinstance(each, str))
    for each in _inside(value):
        yield from _named(each)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, tuple):
        return value
    return (getattr(value, each.name) for each in fields(value)) if is_dataclass(value) else ()


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if type(value) is str:
        return change(value)
    if isinstance(value, Said):
        return value.changed(lambda word: _changed(word, change))
    if isinstance(value, NONE):
        return value
    if isinstance(value, tuple):
        made = tuple(_changed(each, change) for each in value)
        return value if made == value else made
    if is_dataclass(value) and not isinstance(value, type):
        held = {each.name: getattr(value, each.name) for each in fields(value)}
        new = {name: _changed(each, change) for name, each in held.items()}
        new = {name: each for name, each in new.items() if each != held[name]}
        return replace(value, **new) if new else value
    return value
