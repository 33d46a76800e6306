"""The header among the first records, with titles above it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.read._header import find_header, folded, looks_like_data

FOLDED = [
    ("Score", "score"),
    ("  NOTA  (0-10) ", "nota 0 10"),
    ("Avaliação", "avaliacao"),
    ("Avaliac\u0327a\u0303o", "avaliacao"),
    ("e-mail_address", "e mail address"),
    ("STRASSE", "strasse"),
    ("Straße", "strasse"),
    ("ｓｃｏｒｅ", "score"),
    ("評価", "評価"),
    ("%", ""),
    ("", ""),
]


@pytest.mark.parametrize(("name", "same"), FOLDED)
def test_folded(name: str, same: str) -> None:
    assert folded(name) == same


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)


HEADERS = [
    (["a,b", "x,y"], 0),
    (["Report", "a,b,c", "x,y,z"], 1),
    (["Report,,", ",,", "January,,", "a,b,c", "x,y,z"], 3),
    (["", "", "a,b"], 2),
    (["Report,of 2024", "id,name,score", "1,x,9"], 1),
    (["id,name", "Total,Anna"], 0),
    (["1,2", "score,b", "9,x"], 1),
    (["9,agent", "score,b"], 1),
    (["grade,way", "good,agent"], 0),  # a row of data may hold a word that is a name
    (["Report", "score", "9"], 1),
    ([""], 0),
    ([], 0),
]


@pytest.mark.parametrize(("lines", "place"), HEADERS)
def test_find_header(lines: list[str], place: int) -> None:
    records = [line.split(",") for line in lines]
    assert find_header(records, {"score", "agent"}) == place


DATA = ["9", "-1", "9.5", "1,234.5", "50%", "2024-01-31", "31/01/2024 10:00", "1/2/24"]
NAMES = ["score", "0-10", "Q1", "2024 total", "id", "a 9", "9/10"]


@pytest.mark.parametrize("cell", DATA)
def test_looks_like_data(cell: str) -> None:
    assert looks_like_data(["name", f" {cell} "])


@pytest.mark.parametrize("cell", NAMES)
def test_looks_like_a_name(cell: str) -> None:
    assert not looks_like_data([cell, ""])
