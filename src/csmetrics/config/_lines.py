"""On which line of a TOML file a key stands; the parser of the standard library does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_HEADING = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_NO_BRACKETS = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*")
"""Texts and comments, whose brackets open nothing."""
Keys = tuple[str | int, ...]


def line_of(text: str, keys: Sequence[str | int]) -> int:
    """The line, from 1, of the key, or of the nearest table around it; 0 where there is neither.

    ``-`` and ``_`` are alike where that is no other key.
    """
    lines, alike = _known(text)
    for size in range(len(keys), 0, -1):
        wanted = tuple(keys[:size])
        if number := lines.get(wanted) or alike.get(_alike(wanted), 0):
            return number
    return 0


def key_at(text: str, line: int) -> str:
    """The key whose value reaches to a line, or the table that is headed there; empty where there is none."""
    found = ""
    for number, names in _places(text):
        if number > line:
            break
        found = ".".join(each for each in names if isinstance(each, str))
    return found


@lru_cache(maxsize=4)
def _known(text: str) -> tuple[dict[Keys, int], dict[Keys, int]]:
    """The lines of all keys, as they are written and with ``_`` for ``-``; of two the first."""
    lines: dict[Keys, int] = {}
    for number, found in _places(text):
        for size in range(len(found), 0, -1):
            lines.setdefault(found[:size], number)
    alike: dict[Keys, int] = {}
    for found, number in lines.items():
        alike.setdefault(_alike(found), number)
    return lines, alike


def _alike(keys: Keys) -> Keys:
    return tuple(each.replace("-", "_") if isinstance(each, str) else each for each in keys)


def _places(text: str) -> Iterator[tuple[int, Keys]]:
    """Each heading and each key of a table, with the names above it; an array of tables counts its members."""
    table: Keys = ()
    counts: dict[Keys, int] = {}
    inside, depth = "", 0  # the quotes of a text, the brackets of a list of several lines
    for number, line in enumerate(text.splitlines(), start=1):
        if inside:
            inside = "" if line.count(inside) % 2 else inside
            continue
        bare = _NO_BRACKETS.sub("", line)
        opened_before, depth = depth, max(0, depth + bare.count("[") - bare.count("]"))
        if opened_before:
            continue
        heading, key = _HEADING.match(line), _KEY.match(line)
        if heading:
            table = _within(_names(heading[2]), counts, new=heading[1] == "[[")
            yield number, table
        elif key:
            yield number, (*table, *_names(key[1]))
        opened = [quotes for quotes in ('"""', "'''") if line.count(quotes) % 2]
        inside = opened[0] if opened else ""


def _within(names: Keys, counts: dict[Keys, int], *, new: bool) -> Keys:
    """The names with the number of the member after each array of tables."""
    found: Keys = ()
    for place, name in enumerate(names):
        found = (*found, name)
        last = place == len(names) - 1
        if last and new:
            counts[found] = counts.get(found, -1) + 1
        if found in counts:
            found = (*found, counts[found])
    return found


def _names(dotted: str) -> Keys:
    """``inputs."a b"`` as its names."""
    import tomllib

    data: object = tomllib.loads(f"{dotted} = 0")
    names: list[str | int] = []
    while isinstance(data, dict):
        ((name, data),) = data.items()
        names.append(name)
    return tuple(names)
