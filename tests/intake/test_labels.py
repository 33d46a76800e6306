"""Labels and ids are text, never a number, a date or missing."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.intake.labels import clean, typed

CLEAN = [
    ("  Ana ", "Ana"),
    ("ANA", "ANA"),
    ("NA", "NA"),
    ("null", "null"),
    ("00123", "00123"),
    ("1e5", "1e5"),
    ("Sa\u0303o Paulo", "São Paulo"),
    ("São\u00a0Paulo\u202f", "São Paulo"),
    ("\u00a0", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "label"), CLEAN)
def test_clean(text: str, label: str) -> None:
    assert clean(text) == label


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))


def test_two_spellings_are_one_label_and_blank_is_none() -> None:
    cells = ["São", "Sa\u0303o", " São ", "", "NA", "00123", "123", "\u00a0"]
    labels = typed(pa.array(cells).dictionary_encode())
    assert labels.categories.tolist() == ["São", "NA", "00123", "123"]
    assert labels.codes.tolist() == [0, 0, 0, -1, 1, 2, 3, -1]


def test_no_cells() -> None:
    assert len(typed(pa.array([], pa.string()).dictionary_encode())) == 0
