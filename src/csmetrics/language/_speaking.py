"""The language in force: of this run and its thread alone, English where nobody says another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from csmetrics.language._catalogue import ENGLISH, Language, load
from csmetrics.language._said import TOLD, Shown, filled

_LANGUAGE: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def in_force() -> Language:
    """The language in which a reader is addressed now."""
    return _LANGUAGE.get()


def speak(name: str | None) -> None:
    """Address the reader in the language of this name from here on; None changes nothing."""
    if name is not None:
        _LANGUAGE.set(load(name))


@contextmanager
def speaking(language: Language | str) -> Iterator[None]:
    """Address the reader in this language within a block."""
    token = _LANGUAGE.set(load(language) if isinstance(language, str) else language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def tr(text: str, /, shown: Shown = str, **words: Any) -> str:
    """A text of ours in the language in force: ``Said``, a constant phrase, or a template with its words.

    ``shown`` makes the data in it safe for where they go.
    """
    language = _LANGUAGE.get()
    if isinstance(text, TOLD):
        return text.within(language, shown)
    phrase = language.of(text)
    return filled(phrase, words, language, shown) if words else shown(phrase)
