"""A sentence is its English text, and can be said in another language."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import pytest

from csmetrics.language import (
    ENGLISH,
    Day,
    Figure,
    Language,
    Period,
    Said,
    head,
    in_force,
    joined,
    ours,
    speaking,
    tr,
)

NORTH = Language(
    "north",
    decimal=",",
    group=".",
    singular=frozenset({0, 1}),
    periods={
        "day": "{day}/{month}/{year}",
        "month": "{month}/{year}",
        "quarter": "{quarter}T{year}",
        "week": "S{week}/{year}",
    },
    phrases={
        "{n:,} {n:row|rows} read": "{n:,} {n:linha|linhas}",
        "{column}: {why}": "{why}: {column}",
        "blank": "vazio",
        " and ": " e ",
        "Median": "Mediana",
        "by {day}": "em {day}",
    },
)


def in_north(text: str, **words: object) -> str:
    with speaking(NORTH):
        return tr(text, **words)  # type: ignore[arg-type]


@pytest.mark.parametrize(("n", "english"), [(0, "0 rows"), (1, "1 row"), (1302, "1,302 rows")])
def test_its_value_is_the_english_text(n: int, english: str) -> None:
    said = Said("{n:,} {n:row|rows} read", n=n)
    assert said == f"{english} read"
    assert tr(said) == said


@pytest.mark.parametrize(("n", "text"), [(0, "0 linha"), (1, "1 linha"), (1302, "1.302 linhas")])
def test_a_count_chooses_the_word_as_the_language_does(n: int, text: str) -> None:
    assert in_north(Said("{n:,} {n:row|rows} read", n=n)) == text


def test_words_may_stand_in_another_order_and_be_said_themselves() -> None:
    assert in_north(Said("{column}: {why}", column="x", why=Said("blank"))) == "vazio: x"


def test_data_are_never_translated() -> None:
    assert in_north(Said("{column}: {why}", column="blank", why="blank")) == "vazio: blank"


def test_what_the_language_lacks_stays_english() -> None:
    assert in_north(Said("{n} left", n=2)) == "2 left"


def test_braces_of_a_constant_are_no_places() -> None:
    assert in_north(ours("a table such as { from = […] }")) == "a table such as { from = […] }"


def test_texts_in_a_row_are_said_one_by_one() -> None:
    named = joined(" and ", (Said("blank"), "blank"))
    assert named == "blank and blank"
    assert in_north(named) == "vazio e blank"


def test_a_phrase_that_begins_small_is_found_by_its_capital() -> None:
    assert in_north("median") == "mediana"


@pytest.mark.parametrize(
    ("word", "text"),
    [
        (Figure("1,234.5"), "1.234,5"),
        (Day("2026-12-31"), "31/12/2026"),
        (Day("2026-10-31 15:52"), "31/10/2026 15:52"),
        (Period("2026-10"), "10/2026"),
        (Period("2026-Q3"), "3T2026"),
        (Period("2026-W41"), "S41/2026"),
        (Period("2026"), "2026"),
        (Period("last-month"), "last-month"),
        (Period("(blank)"), "(blank)"),
    ],
)
def test_numbers_and_periods_are_written_as_the_language_does(word: str, text: str) -> None:
    assert in_north(word) == text
    assert tr(word) == str(word)


def test_a_day_within_a_sentence() -> None:
    assert in_north(Said("by {day}", day=date(2026, 12, 31))) == "em 31/12/2026"


def test_data_are_made_safe_and_our_line_ends_stay() -> None:
    said = Said("{column}:\n  {why}", column="a\nb", why=("c\nd", "e"))
    assert tr(said, lambda text: text.replace("\n", "\\n")) == "a\\nb:\n  c\\nd\n  e"


def test_copies_keep_what_they_are_made_of() -> None:
    said = Said("{n:,} {n:row|rows} read", n=2)
    assert in_north(pickle.loads(pickle.dumps(said))) == "2 linhas"  # noqa: S301 (our own)


def test_a_language_is_in_force_within_its_block_alone() -> None:
    with speaking(NORTH):
        assert in_force() is NORTH
    assert in_force() is ENGLISH
    assert replace(NORTH, phrases={}).of("blank") == "blank"


def test_a_beginning_holds_what_it_announces() -> None:
    assert head(Said("{n} columns:\n  {names}", n=2, names="A, B")) == "2 columns: A, B"
    assert (
        head(Said("{n} columns are meant\n  {names}", n=2, names="A, B")) == "2 columns are meant"
    )
