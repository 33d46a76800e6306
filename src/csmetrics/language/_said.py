"""Texts that know what they are made of: sentences, figures, days, periods."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from math import isfinite
from string import Formatter
from typing import Any

from csmetrics.language._catalogue import ENGLISH, Language
from csmetrics.language.halves import half_up

Shown = Callable[[str], str]
"""Makes a text safe for where it goes."""

OURS = frozenset(
    (
        *("asked", "close", "cohort", "content", "cure", "digits", "done", "evidence"),
        *("expected", "fault", "flags", "has", "hint", "how", "kept", "level"),
        *("line", "means", "message", "needed", "note", "noun", "of", "off"),
        *("only", "order", "pace", "problems", "reason", "rows", "rule", "says"),
        *("sign", "status", "suggestion", "times", "title", "told", "unit", "used"),
        *("what", "who", "why"),
    )
)
"""Places of templates that hold phrases of ours, never data: a constant there is looked up as a whole."""


class Said(str):
    """A sentence: its value is the English text, and it keeps the template and the words that fill it.

    A place may say how it is written, ``{count:,}`` or ``{share:.1f}``, or which word goes with a count:
    ``{count:row|rows}``.
    """

    template: str
    words: Mapping[str, Any]

    def __new__(cls, template: str, /, **words: Any) -> Said:
        """Fill the template in English."""
        self = super().__new__(cls, filled(template, words, ENGLISH))
        self.template, self.words = template, words
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """How a copy is made."""
        return (self.template,), dict(self.words)

    def within(self, language: Language, shown: Shown = str) -> str:
        """The same in a language."""
        return filled(language.of(self.template), self.words, language, shown)

    def changed(self, change: Callable[[Any], Any]) -> Said:
        """The same sentence with other words: ``change`` gives what stands for each."""
        return Said(self.template, **{name: change(each) for name, each in self.words.items()})


class _Joined(Said):
    """Several texts in a row; the sign or word between them is ours."""

    def within(self, language: Language, shown: Shown = str) -> str:
        between = language.of(self.words["between"])
        return between.join(_written(each, language, shown) for each in self.words["parts"])

    def changed(self, change: Callable[[Any], Any]) -> Said:
        return joined(self.words["between"], map(change, self.words["parts"]))


def joined(between: str, parts: Iterable[str]) -> Said:
    """``between.join(parts)``, each part in its language; what is not ``Said`` stays as it is."""
    parts = tuple(parts)
    return _Joined("{text}", text=between.join(parts), between=between, parts=parts)


class _Head(Said):
    """The beginning of a text, see :func:`head`."""

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.template,), {}

    def within(self, language: Language, shown: Shown = str) -> str:
        return _beginning(_written(self.words["text"], language, shown))

    def changed(self, change: Callable[[Any], Any]) -> Said:
        return head(change(self.words["text"]))


def head(text: str) -> Said:
    """The first line of a text of several, for where there is room for one; with what it announces, if it does."""
    cut = _beginning(text)
    found = _Head(cut.replace("{", "{{").replace("}", "}}"))
    found.words = {"text": text}
    return found


def _beginning(text: str) -> str:
    first, *more = text.split("\n")
    return " ".join([first, *(line.strip() for line in more)]) if first.endswith(":") else first


def ours(text: str) -> Said:
    """Mark a constant phrase as ours, so that it is said in the language of the reader."""
    return text if isinstance(text, Said) else Said(text.replace("{", "{{").replace("}", "}}"))


class Figure(str):
    """A number as it is written in English."""

    __slots__ = ()

    def within(self, language: Language, shown: Shown = str) -> str:
        """The same digits with the signs of a language."""
        return language.digits(self)


class Day(str):
    """A day, or a time of one, as ISO 8601 writes it: ``2026-10-31`` or ``2026-10-31 15:52``."""

    __slots__ = ()

    def within(self, language: Language, shown: Shown = str) -> str:
        """The same as a language writes it."""
        return language.period(self[:10]) + self[10:].replace("T", " ")


class Period(str):
    """The label of a period: ``2026``, ``2026-Q3``, ``2026-10``, ``2026-W41`` or a day."""

    __slots__ = ()

    def within(self, language: Language, shown: Shown = str) -> str:
        """The same as a language writes it."""
        return language.period(self)


def acronym(name: str) -> Said:
    """A short name as it is said within a sentence: ``aht`` is AHT, ``reopens`` a word."""
    return ours(name.upper() if len(name) <= 4 else name)


TOLD = (Said, Figure, Day, Period)


_DECIMALS = re.compile(r"\.(\d+)f$")


class _Filling(Formatter):
    """Fills places as the language writes them; a spec with a bar is a choice of words for a count."""

    def __init__(self, language: Language, shown: Shown) -> None:
        self.language, self.shown = language, shown

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        word = kwargs[str(key)]
        if key in OURS and type(word) is str:
            return self.shown(self.language.of(word))
        return word

    def format_field(self, value: Any, spec: str) -> str:
        if "|" in spec:
            return self.language.form(value, spec.split("|"))
        if isinstance(value, float) and isfinite(value) and (found := _DECIMALS.search(spec)):
            value = half_up(value, int(found[1]))
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            return self.language.digits(format(value, spec))
        return format(_written(value, self.language, self.shown), spec)


def filled(template: str, words: Mapping[str, Any], language: Language, shown: Shown = str) -> str:
    """A template with its words, in a language; ``shown`` is for data and for what holds data."""
    return _Filling(language, shown).vformat(template, (), words)


def _written(word: object, language: Language, shown: Shown) -> str:
    if isinstance(word, TOLD):
        return word.within(language, shown)
    if type(word) is tuple:  # several texts stand below each other
        return "\n  ".join(_written(each, language, shown) for each in word)
    if isinstance(word, date):
        return Day(word.isoformat()).within(language)
    return shown(str(word))


_PLACE = re.compile(r"\{(\w+)[^{}]*\}")


def places(template: str) -> set[str]:
    """The names of the places of a template."""
    return set(_PLACE.findall(template))
