"""A language that marks what it translates, so that a test sees which words of ours escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from csmetrics import language
from csmetrics.language import Language, _speaking

OPEN, CLOSE = "⟦", "⟧"
_MARKED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_TYPED = re.compile(r"--?[a-z][\w-]*(=\S+)?|\S*[./\\]\S*|\b\d+(h|min|s|d)\b")
"""Options, file names and times as they are typed."""


class Marking(dict[str, str]):
    """Phrases with a mark around each."""

    def get(self, phrase: str, default: object = None) -> str | None:  # type: ignore[override]
        found = super().get(phrase)
        return None if found is None else f"{OPEN}{found}{CLOSE}"


def marked(name: str) -> Language:
    """The language with marks."""
    known = language.load(name)
    return replace(known, phrases=Marking(known.phrases))


@contextmanager
def spoken(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let ``--lang`` of that name mark what it says."""
    said = marked(name)
    with monkeypatch.context() as patched:
        patched.setattr(_speaking, "load", lambda _: said)
        yield


def escaped(text: str, data: set[str]) -> list[str]:
    """Words that are neither marked, nor typed, nor of the data."""
    before = None
    while text != before:  # marks stand within marks
        before, text = text, _MARKED.sub(" ", text)
    return [word for word in _WORD.findall(_TYPED.sub(" ", text)) if word.lower() not in data]
