"""Answers to a misspelt word: did you mean another one."""

from __future__ import annotations

from collections.abc import Iterable

from csmetrics.language import Said, joined


def did_you_mean(word: str, words: Iterable[str], otherwise: str = "") -> str:
    """Hint at what a misspelt word may stand for: the nearest of ``words``, or ``otherwise``."""
    from difflib import get_close_matches  # only after a mistake

    known = {known.lower(): known for known in words}
    near = get_close_matches(word.lower(), known, n=2, cutoff=0.6)
    return (
        Said("did you mean {near}?", near=joined(" or ", (known[match] for match in near)))
        if near
        else otherwise
    )


def one_of(known: Iterable[str]) -> Said:
    """Name all there are."""
    return Said("one of {known}", known=", ".join(known))
