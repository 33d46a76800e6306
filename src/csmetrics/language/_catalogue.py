"""A language as data: how numbers, periods and counts are written, and a phrase for each phrase of ours."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

DEFAULT = "en"
_DIGITS = {10: "day", 7: "month", 4: "year"}


@dataclass(frozen=True)
class Language:
    """``phrases`` are by their English; ``singular`` are the counts whose noun is in the singular.

    ``periods`` are patterns for ``day``, ``month``, ``quarter`` and ``week``, with the places ``{year}``, ``{month}``,
    ``{day}``, ``{quarter}`` and ``{week}``.
    """

    name: str
    decimal: str = "."
    group: str = ","
    singular: frozenset[int] = frozenset({1})
    periods: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)

    def of(self, phrase: str) -> str:
        """A phrase or template of ours, which may begin small; what the language lacks stays English."""
        found = self.phrases.get(phrase)
        if found is None and phrase[:1].islower():
            capital = self.phrases.get(phrase[0].upper() + phrase[1:])
            found = capital and capital[0].lower() + capital[1:]
        return found or phrase

    def digits(self, text: str) -> str:
        """A number that was written in English, with the signs of this language."""
        return "".join({".": self.decimal, ",": self.group}.get(sign, sign) for sign in text)

    def form(self, count: object, forms: Sequence[str]) -> str:
        """The form of a word that goes with a count, the singular first."""
        return forms[0] if count in self.singular else forms[-1]

    def period(self, label: str) -> str:
        """A period or day that is written as ``2026-Q3``, ``2026-W41``, ``2026-10`` or ``2026-10-31``."""
        year, _, rest = label.partition("-")
        if rest[:1] == "Q":
            kind, parts = "quarter", {"quarter": rest[1:]}
        elif rest[:1] == "W":
            kind, parts = "week", {"week": rest[1:]}
        else:
            month, _, day = rest.partition("-")
            kind, parts = _DIGITS.get(len(label), ""), {"month": month, "day": day}
        pattern = self.periods.get(kind)
        known = (
            pattern is not None
            and year.isdecimal()
            and all(part.isdecimal() for part in parts.values() if part)
        )
        return pattern.format(year=year, **parts) if pattern and known else label


ENGLISH = Language(DEFAULT)


FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locales")
"""A plain path: what ``importlib.resources`` needs would cost every ``--help`` 17 ms."""


def known() -> tuple[str, ...]:
    """The languages there are, English first."""
    return (DEFAULT, *sorted(n[:-5] for n in os.listdir(FOLDER) if n.endswith(".toml")))


@cache
def load(name: str) -> Language:
    """The language of that name."""
    if name == DEFAULT:
        return ENGLISH
    import tomllib  # not for English

    with open(os.path.join(FOLDER, f"{name}.toml"), "rb") as file:
        data = tomllib.load(file)
    signs = data["decimal"], data["group"]
    return Language(name, *signs, frozenset(data["singular"]), data["periods"], data["phrases"])
