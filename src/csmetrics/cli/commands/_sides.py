"""The two sides of a comparison, by what their words are: files, periods, or tests of a slice."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from csmetrics.cli.suggest import did_you_mean
from csmetrics.errors import (
    BAD_VALUE,
    FILE_OR_OTHER,
    MIXED_SIDES,
    NO_SIDE,
    SAME_ROWS,
    USAGE,
    CsmetricsError,
)
from csmetrics.language import Said

FILE, PERIOD, TEST = "file", "period", "slice"
CALLED = {FILE: "file", PERIOD: "period", TEST: "test"}

_PATH = re.compile(r"\.{0,2}[/\\]|[A-Za-z]:[/\\]")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_LABEL = re.compile(r"\d{4}-(?:(Q)\d|(W)\d\d)", re.ASCII | re.IGNORECASE)
_SAID = re.compile(
    r"today|yesterday|(?:last|this)-(?:(?:\d{1,6}-)?(?:day|week|month|quarter|year)s?)",
    re.ASCII | re.IGNORECASE,
)
_TEST = re.compile(r"[=<>~]|\bin\s*\(", re.IGNORECASE)
_EXAMPLES = ("today", "yesterday", "last-week", "last-month", "last-quarter", "last-year")


@dataclass(frozen=True)
class Word:
    """One side as the user said it. ``since`` and ``until`` are what --since and --until are of a period."""

    kind: str
    text: str
    since: str | None = None
    until: str | None = None


def operands(words: Sequence[str]) -> int:
    """How many of the words behind the metric are sides that are no files."""
    return 0 if sides(words[:2], words[2:])[0].kind == FILE else 2


def sides(words: Sequence[str], rest: Sequence[str] = ()) -> tuple[Word, Word]:
    """Read two sides of one kind; refuse what could be two things, or is none."""
    if len(words) < 2:
        told = Said(", and {words} is one", words=words[0]) if words else ""
        raise CsmetricsError(
            USAGE,
            message=Said("a comparison has two sides{told}", told=told),
            suggestion="two periods, two tests or two files, such as "
            "csmetrics compare nps last-quarter this-quarter FILE",
        )
    first, second = (_word(word) for word in words[:2])
    if first.kind != second.kind:
        one, other = CALLED[first.kind], CALLED[second.kind]
        raise CsmetricsError(
            MIXED_SIDES,
            first=first.text,
            one=one,
            second=second.text,
            other=other,
            cure=_cure(first, second),
        )
    if first.kind == FILE:
        _refuse_copies(first.text, second.text, [*words[2:], *rest])
    elif first == second:
        why = Said("{text} is named twice", text=first.text)
        raise CsmetricsError(SAME_ROWS, why=why, cure="name two that differ")
    return first, second


def labels(words: tuple[Word, Word]) -> tuple[str, str]:
    """What the sides are called: files by their name alone where these differ."""
    first, second = (word.text for word in words)
    if words[0].kind == FILE:
        first, second = ("stdin" if each == "-" else each for each in (first, second))
        names = os.path.basename(first), os.path.basename(second)
        return names if names[0] != names[1] else (first, second)
    return first, second


def exclude_each_other(words: tuple[Word, Word]) -> bool:
    """Whether two tests show by themselves that no row fits both: other words for one column.

    Numbers and dates are no such words: 5 and 5.0 are one number, 2026-01-05 is in 2026-01.
    """
    from csmetrics.slices import where

    first, second = (where.parse(word.text) for word in words)
    if first.column != second.column or not {first.op, second.op} <= {"=", "in"}:
        return False
    values = (*first.values, *second.values)
    return not set(first.values) & set(second.values) and all(each[:1].isalpha() for each in values)


def _word(text: str) -> Word:
    """What one word is."""
    word = text.strip()
    said = _period(word) or (Word(TEST, word) if _TEST.search(word) else None)
    there = text == "-" or os.path.exists(text)
    if _PATH.match(text):
        said = None
    elif there and said is not None:
        raise CsmetricsError(FILE_OR_OTHER, word=text, other=CALLED[said.kind])
    if said is None:
        if not there and not re.search(r"[./\\]", text):
            close = did_you_mean(word, _EXAMPLES)
            raise CsmetricsError(NO_SIDE, word=text, close=f"; {close}" if close else "")
        return Word(FILE, text)
    if said.kind == TEST:
        from csmetrics.slices import where

        where.parse(word)  # refused here, before a file is opened
    return said


def _period(word: str) -> Word | None:
    """A period as --since and --until say it; a word such as last-month is a stretch by itself."""
    if _SAID.fullmatch(word):
        return Word(PERIOD, word, word, word if word.lower() in ("today", "yesterday") else None)
    if _DATE.fullmatch(word):
        return Word(PERIOD, word, word, word)
    label = _LABEL.fullmatch(word)
    if label is None:
        return None
    from csmetrics.slices import periods

    every = periods.every_of("quarter" if label[1] else "week")
    try:
        days = periods.stretch(every, word.upper())
    except ValueError:
        raise CsmetricsError(
            BAD_VALUE,
            option="compare",
            value=word,
            expected="a period",
            suggestion="such as 2026-Q3, 2026-W41",
        ) from None
    return Word(PERIOD, word.upper(), str(days.first), str(days.last))


def _cure(first: Word, second: Word) -> str:
    if {first.kind, second.kind} == {FILE, PERIOD}:
        return "two periods come before the file: csmetrics compare METRIC 2026-09 2026-10 FILE"
    if FILE in (first.kind, second.kind):
        return "two tests come before the file: csmetrics compare METRIC 'channel = email' 'channel = phone' FILE"
    return "for one slice in two periods: compare the periods, and give the test as --where"


def _refuse_copies(first: str, second: str, more: Sequence[str]) -> None:
    from csmetrics.pipeline.given import check_files

    if more:
        message = Said("two files are compared, and {n} are given", n=len(more) + 2)
        cure = "for several files on a side: give all, and two periods or two tests before them"
        raise CsmetricsError(USAGE, message=message, suggestion=cure)
    try:
        check_files((first, second))
    except CsmetricsError as error:
        cure = "for two periods of it: csmetrics compare METRIC 2026-09 2026-10 FILE"
        raise CsmetricsError(SAME_ROWS, why=error.text, cure=cure) from None
