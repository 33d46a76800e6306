"""The canonical tables: which roles a column can play, and the names by which it is recognised."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from csmetrics.read._header import folded

KINDS = {"score": "score", "answered": "date", "respondent": "id", "comment": "text"}
"""What the cells of a role are; every other role holds labels. Ids and texts are typed like labels."""

WORDS = {"answered": "date of the answer"}
"""How a message calls a role whose name does not say it."""


@dataclass(frozen=True)
class Names:
    """How headers of one role are spelled, folded: whole names, best first, and words within longer ones.

    ``fallback`` are whole names of another role that stands in; ``of`` holds the names that only the column
    of one metric has.
    """

    whole: tuple[str, ...]
    within: tuple[str, ...]
    fallback: tuple[str, ...] = ()
    of: dict[str, Names] = field(default_factory=dict)

    @classmethod
    def read(cls, entry: dict[str, Any]) -> Names:
        """One entry of the data file."""
        return cls(
            tuple(map(folded, entry.get("from", ()))),
            tuple(map(folded, entry.get("like", ()))),
            tuple(map(folded, entry.get("fallback", ()))),
            {metric: cls.read(special) for metric, special in entry.get("of", {}).items()},
        )


@cache
def names(table: str) -> dict[str, Names]:
    """The spellings of each role of a table such as ``responses``."""
    text = files("csmetrics.presets").joinpath("plain.toml").read_text("utf-8")
    return {role: Names.read(entry) for role, entry in tomllib.loads(text)[table].items()}


@cache
def expected(table: str) -> frozenset[str]:
    """All whole names, by which a header is told from a title above it."""
    found: set[str] = set()
    for spelling in names(table).values():
        found.update(
            spelling.whole, spelling.fallback, *(special.whole for special in spelling.of.values())
        )
    return frozenset(found)
