"""Scores: what each spelling means, and that nothing else is a score."""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from importlib.resources import files

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.intake.scores import BLANK, MISSING, UNREADABLE, ScoreColumn, read_score
from csmetrics.read._header import folded

NUMBERS = [
    ("9", 9), ("09", 9), ("+9", 9), ("-1", -1), ("10.0", 10), ("8.5", 8.5), ("8,5", 8.5), (" 9 ", 9),
    ("\u00a09\u202f", 9), ("9\t", 9), ("1e1", 10), ("1E+01", 10), ("0", 0),
]  # fmt: skip
OUT_OF = [
    ("9/10", 9, 10),
    ("9 / 10", 9, 10),
    ("4 of 5", 4, 5),
    ("4 out of 5", 4, 5),
    ("8,5 de 10", 8.5, 10),
]
LABELLED = [
    ("10 - Extremely likely", 10, "Extremely likely"),
    ("0 – Nada provável", 0, "Nada provável"),
    ("5. Very good", 5, "Very good"),
    ("5: ótimo", 5, "ótimo"),
    ("1 (worst)", 1, "worst"),
    ("4 = satisfied", 4, "satisfied"),
]
STARS = [("★★★★☆", 4, 5), ("★★★★★", 5, None), ("⭐️⭐️⭐️", 3, None), ("★☆☆☆☆", 1, 5)]
WORDS = [
    ("Satisfied", 4, "satisfaction-5"),
    ("MUITO SATISFEITO", 5, "satisfaction-5"),
    ("muy insatisfecha", 1, "satisfaction-5"),
    ("Good, I'm satisfied", 1, "good-bad"),
    ("bad", 0, "good-bad"),
    ("👍", 1, "good-bad"),
    ("Fácil", 4, "ease-5"),
    ("Fa\u0301cil", 4, "ease-5"),
]
NO_ANSWER = [
    "N/A",
    "n.a.",
    "NA",
    "#N/A",
    "-",
    "--",
    "—",
    "?",
    "null",
    "None",
    "Não informado",
]
NOT_SCORES = [
    "inf", "-inf", "Infinity", "nan", "NaN", "1_0", "0x0A", "0b1", "1e", "e1", "1e100", "9..5", "9.5.1", "٫",
    "1.000.000", "nine", "9 10", "9-10", "9;", "=9", "½", "²", "9/", "/10", "9/10/2024", "9" * 400,
    "9/" + "1" * 5000, "1" * 5000 + " - many", "☆☆☆", "10 Likely", "10-Sep", "9-out",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_numbers(text: str, value: float) -> None:
    reading = read_score(text)
    assert (reading.value, reading.fault, reading.out_of) == (value, 0, None)


@pytest.mark.parametrize(("text", "value", "out_of"), [*OUT_OF, *STARS])
def test_out_of_and_stars(text: str, value: float, out_of: int | None) -> None:
    reading = read_score(text)
    assert (reading.value, reading.fault, reading.out_of) == (value, 0, out_of)


@pytest.mark.parametrize("text", ["4 stars", "4 estrelas", "4 Puntos"])
def test_counted(text: str) -> None:
    assert read_score(text).value == 4


@pytest.mark.parametrize(("text", "value", "label"), LABELLED)
def test_labelled(text: str, value: float, label: str) -> None:
    reading = read_score(text)
    assert (reading.value, reading.label) == (value, label)


@pytest.mark.parametrize(("text", "value", "vocabulary"), WORDS)
def test_words(text: str, value: float, vocabulary: str) -> None:
    reading = read_score(text)
    assert (reading.value, reading.vocabulary) == (value, vocabulary)


@pytest.mark.parametrize("text", NO_ANSWER)
def test_words_for_missing(text: str) -> None:
    assert read_score(text).fault == MISSING


@pytest.mark.parametrize("text", ["Offered", "unoffered", "Not offered", "not rated"])
def test_asked_but_not_answered(text: str) -> None:
    column = ScoreColumn("score")
    values, _ = column.typed(pa.array([text]).dictionary_encode())
    assert math.isnan(values[0])
    assert column.evidence.not_answered == 1


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\t\u202f"])
def test_blank(text: str) -> None:
    assert read_score(text).fault == BLANK


@pytest.mark.parametrize("text", NOT_SCORES)
def test_not_a_score(text: str) -> None:
    assert read_score(text).fault == UNREADABLE


@given(st.text() | st.from_regex(r"[-+0-9.,eE/ %★☆a-z]{0,12}", fullmatch=True))
def test_no_cell_is_too_odd(text: str) -> None:
    """Never an exception; a value is finite, or there is none and a fault says why."""
    reading = read_score(text)
    assert math.isfinite(reading.value) == (reading.fault == 0)


def test_every_word_means_one_thing() -> None:
    text = files("csmetrics.intake").joinpath("vocabularies.toml").read_text("utf-8")
    meanings: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for name, vocabulary in tomllib.loads(text).items():
        for place, words in enumerate(vocabulary["words"]):
            flat = isinstance(words, str)
            for word in [words] if flat else words:
                meaning = (name, 0 if flat else place)
                meanings[folded(word) or word.strip()].add(meaning)
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


def test_a_column_counts_what_it_sees() -> None:
    cells = ["9", "10", "9", "9/10", "", "n/a", "null", "what", "Good", "5 - Top", "", "9"]
    column = ScoreColumn("score")
    values, faults = column.typed(pa.array(cells).dictionary_encode())
    assert values[[0, 1, 3, 8, 9]].tolist() == [9, 10, 9, 1, 5]
    assert faults.codes.tolist() == [
        0,
        0,
        0,
        0,
        BLANK,
        MISSING,
        MISSING,
        UNREADABLE,
        0,
        0,
        BLANK,
        0,
    ]
    seen = column.evidence
    assert seen.values == {9: 4, 10: 1, 1: 1, 5: 1}
    assert (seen.blank, seen.missing, seen.not_answered, seen.unreadable) == (2, 2, 0, 1)
    assert (seen.out_of, seen.vocabularies, list(seen.labels)) == ({10: 1}, {"good-bad": 1}, [5])


def test_no_cells() -> None:
    values, faults = ScoreColumn("score").typed(pa.array([], pa.string()).dictionary_encode())
    assert len(values) == len(faults.codes) == 0


def test_unused_words_of_a_dictionary_are_not_counted() -> None:
    """A filtered part may keep texts that none of its rows has."""
    column = ScoreColumn("score")
    column.typed(pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int32()), ["9", "what"]))
    assert (column.evidence.values, column.evidence.unreadable) == ({9: 2}, 0)
