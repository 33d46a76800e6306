"""Flags: words that say it themselves, yes and no by their header, counts; in doubt refused."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Reason
from csmetrics.intake import flags
from csmetrics.intake.flags import Alone, FlagColumn, read_flag, sense
from csmetrics.read._header import folded

NAN = float("nan")

VALUES = [
    ("Yes", 1),
    ("no", 0),
    ("TRUE", 1),
    ("False", 0),
    ("1", 1),
    ("0", 0),
    ("1.0", 1),
    ("0,0", 0),
    ("Sim", 1),
    ("Não", 0),
    ("NAO", 0),
    ("sí", 1),
    (" s ", 1),
    ("✅", 1),
    ("✔\ufe0f", 1),
    ("❌", 0),
    ("met", 1),
    ("Breached", 0),
    ("Within SLA", 1),
    ("SLA Violated", 0),
    ("ONTIME", 1),
    ("OVERDUE", 0),
    ("hit", 1),
    ("missed", 0),
    ("violado", 0),
    ("Dentro do prazo", 1),
    ("No prazo", 1),
    ("Fora do prazo", 0),
    ("não cumprido", 0),
    ("No cumplido", 0),
    ("fuera de plazo", 0),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_values(text: str, value: float) -> None:
    reading = read_flag(text)
    assert (reading.value, reading.fault) == (value, 0)


FAULTS = [
    ("", errors.BLANK),
    (" \u00a0", errors.BLANK),
    ("n/a", errors.MISSING_WORD),
    ("-", errors.MISSING_WORD),
    ("active", errors.STILL_RUNNING),
    ("Em andamento", errors.STILL_RUNNING),
    ("sem SLA", errors.NO_TARGET),
    ("Gold", errors.NOT_A_FLAG),
    ("-1", errors.NOT_A_FLAG),
    ("0.5", errors.NOT_A_FLAG),
    ("2024-01-01", errors.NOT_A_FLAG),
    ("4:30", errors.NOT_A_FLAG),
]


@pytest.mark.parametrize(("text", "reason"), FAULTS)
def test_faults(text: str, reason: Reason) -> None:
    reading = read_flag(text)
    assert np.isnan(reading.value)
    assert flags.REASONS[reading.fault - 1] is reason


SENSES = [
    ("SLA", True),
    ("sla_met", True),
    ("Made SLA", True),
    ("ontime", True),
    ("Dentro do prazo", True),
    ("No prazo", True),
    ("Resolved on first contact", True),
    ("SLA breached", False),
    ("Is overdue", False),
    ("SLA violado", False),
    ("Fora do prazo", False),
    ("SLA incumplido", False),
    ("SLA not met", False),
    ("Not in SLA", False),
    ("SLA no cumplido", False),
    ("SLA não cumprido", False),
    ("Not breached", True),
    ("SLA has not been breached", True),
    ("Não foi violado", True),
    ("Sem violação", True),
    ("SLA met or breached", None),
    ("", True),
]


@pytest.mark.parametrize(("header", "meaning"), SENSES)
def test_what_yes_means(header: str, meaning: bool | None) -> None:
    assert sense(header) is meaning


def typed(column: FlagColumn, *cells: str) -> list[float]:
    values, faults = column.typed(pa.array(cells, pa.string()).dictionary_encode())
    assert (np.isnan(values) == (faults.codes > 0)).all()
    found: list[float] = values.tolist()
    return found


class TestColumns:
    """A whole column."""

    def test_yes_is_met(self) -> None:
        column = FlagColumn("sla_met")
        assert typed(column, "Yes", "No", "Yes", "") == pytest.approx([1, 0, 1, NAN], nan_ok=True)
        column.settle()

    def test_yes_is_breached(self) -> None:
        column = FlagColumn("SLA breached")
        assert typed(column, "true", "false", "1") == [0, 1, 0]
        column.settle()

    def test_words_say_it_whatever_the_header(self) -> None:
        column = FlagColumn("SLA violated or met")
        assert typed(column, "Within SLA", "SLA Violated") == [1, 0]
        column.settle()

    @pytest.mark.parametrize(
        ("header", "cells", "why"),
        [
            ("SLA", ("Yes", "Breached"), "both yes or no and"),
            ("SLA met or breached", ("Yes", "No"), "its name"),
        ],
    )
    def test_doubt_is_refused(self, header: str, cells: tuple[str, ...], why: str) -> None:
        column = FlagColumn(header)
        typed(column, *cells)
        with pytest.raises(CsmetricsError) as caught:
            column.settle()
        assert caught.value.kind is errors.FLAG_DOUBT
        assert why in caught.value.text

    def test_what_stands_in_no_row_is_no_evidence(self) -> None:
        column = FlagColumn("SLA")
        column.typed(
            pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int32()), pa.array(["Yes", "met"]))
        )
        column.settle()
        assert column.vocabularies == {"plain"}

    def test_numbers_above_one_are_no_flags(self) -> None:
        assert typed(FlagColumn("fcr"), "0", "1", "2") == pytest.approx([0, 1, NAN], nan_ok=True)

    def test_none(self) -> None:
        assert typed(FlagColumn("fcr")) == []
        assert typed(FlagColumn("fcr"), "") == pytest.approx([NAN], nan_ok=True)


class TestCounts:
    """How often a ticket was reopened: a number, or only whether."""

    def test_numbers_and_words(self) -> None:
        column = FlagColumn("Reopens", counts=True)
        cells = ("0", "1", "2", "Yes", "não", "12", "3.0")
        assert typed(column, *cells) == [0, 1, 2, 1, 0, 12, 3]
        column.settle()

    @pytest.mark.parametrize(
        "text", ["met", "-1", "1.5", "often", "2024-01-01 10:00", "1e9", "inf"]
    )
    def test_no_count(self, text: str) -> None:
        assert np.isnan(typed(FlagColumn("Reopens", counts=True), text)).all()

    def test_the_header_turns_nothing(self) -> None:
        assert typed(FlagColumn("not reopened late", counts=True), "Yes", "0") == [1, 0]


def test_each_word_means_one_thing() -> None:
    data = flags._data()
    lists = [data["plain"]["yes"], data["plain"]["no"], data["target"]["yes"], data["target"]["no"]]
    lists += [data["running"]["words"], data["no-target"]["words"]]
    words = [folded(word) or word for each in lists for word in each]
    assert sorted(words) == sorted(set(words))


@given(st.lists(st.text()), st.text(), st.booleans())
def test_any_text(cells: list[str], header: str, counts: bool) -> None:
    column = FlagColumn(header, counts=counts)
    values = np.array(typed(column, *cells))
    assert len(values) == len(cells)
    assert not np.isinf(values).any()
    if not counts:
        assert set(values[~np.isnan(values)]) <= {0, 1}


@pytest.mark.parametrize(
    ("header", "cells", "found"),
    [
        ("SLA met", ["Yes", "", "n/a"], Alone(0.0, 1)),
        ("SLA breached", ["Yes", ""], Alone(1.0, 1)),
        ("SLA breached", ["No", ""], Alone(None, 1)),
        ("SLA", ["Breached", "", ""], Alone(None, 2)),
        ("SLA met", ["Yes", "No", ""], None),
        ("SLA met", ["Yes"], None),
        ("SLA met", ["", ""], None),
    ],
)
def test_one_answer_alone(header: str, cells: list[str], found: Alone | None) -> None:
    column = FlagColumn(header)
    typed(column, *cells)
    assert column.alone == found


@pytest.mark.parametrize(
    ("cells", "found"),
    [(["2", "1", ""], Alone(0.0, 1)), (["2", "0", ""], None), (["0", ""], Alone(None, 1))],
)
def test_numbers_without_a_zero(cells: list[str], found: Alone | None) -> None:
    column = FlagColumn("Reopens", counts=True)
    typed(column, *cells)
    assert column.alone == found
