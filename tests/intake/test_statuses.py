"""Statuses: eight states for the words of three languages; what is not known is counted, never guessed."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.intake import statuses
from csmetrics.intake.statuses import (
    NONE,
    Status,
    StatusColumn,
    is_excluded,
    is_finished,
    is_open,
    read_status,
)
from csmetrics.read._header import folded

WORDS = [
    ("New", Status.OPEN),
    ("open", Status.OPEN),
    ("To Do", Status.OPEN),
    ("In Progress", Status.OPEN),
    ("Reopened", Status.OPEN),
    ("Customer responded", Status.OPEN),
    ("Novo", Status.OPEN),
    ("Em atendimento", Status.OPEN),
    ("EM ANDAMENTO", Status.OPEN),
    ("En curso", Status.OPEN),
    ("pending", Status.PENDING),
    ("snoozed", Status.PENDING),
    ("Waiting on Customer", Status.PENDING),
    ("Awaiting User Info", Status.PENDING),
    ("Aguardando", Status.PENDING),
    ("Pendiente", Status.PENDING),
    ("hold", Status.ON_HOLD),
    ("On-hold", Status.ON_HOLD),
    ("Waiting on Third Party", Status.ON_HOLD),
    ("Em espera", Status.ON_HOLD),
    ("solved", Status.SOLVED),
    ("Done", Status.SOLVED),
    ("Resolvido", Status.SOLVED),
    ("concluida", Status.SOLVED),
    ("Resuelto", Status.SOLVED),
    ("Closed", Status.CLOSED),
    ("Fechado", Status.CLOSED),
    ("Encerrado", Status.CLOSED),
    ("Cancelado", Status.CLOSED),
    ("Canceled", Status.CLOSED),
    ("Cerrado", Status.CLOSED),
    ("deleted", Status.DELETED),
    ("Excluído", Status.DELETED),
    ("SPAM", Status.SPAM),
    ("merged", Status.MERGED),
    ("Mesclado", Status.MERGED),
]


@pytest.mark.parametrize(("text", "status"), WORDS)
def test_words(text: str, status: Status) -> None:
    assert read_status(text) is status


@pytest.mark.parametrize("text", ["", "n/a", "Gold", "Not open", "7970058", "Open?!x", "10003"])
def test_nothing_is_guessed(text: str) -> None:
    assert read_status(text) is None


def test_each_state_is_one_of_three_things() -> None:
    codes = np.array([NONE, *Status], dtype=np.int8)
    table = np.stack([is_open(codes), is_finished(codes), is_excluded(codes)])
    assert table.sum(axis=0).tolist() == [0, 1, 1, 1, 1, 1, 1, 1, 1]
    assert [status.label for status in Status if is_open(codes[1:])[status]] == [
        "open",
        "pending",
        "on-hold",
    ]
    assert is_finished(np.array([Status.SOLVED, Status.CLOSED], dtype=np.int8)).all()


def typed(column: StatusColumn, *cells: str) -> list[int]:
    codes, faults = column.typed(pa.array(cells, pa.string()).dictionary_encode())
    assert codes.dtype == faults.codes.dtype == np.int8
    assert ((codes == NONE) == (faults.codes > 0)).all()
    found: list[int] = codes.tolist()
    return found


def test_a_column_counts_what_it_does_not_know() -> None:
    column = StatusColumn("Status")
    cells = ("New", "Fase 2", "closed", " ", "Fase 2 ", "n/a")
    assert typed(column, *cells) == [Status.OPEN, NONE, Status.CLOSED, NONE, NONE, NONE]
    assert typed(column, "Triage", "Closed") == [NONE, Status.CLOSED]
    assert column.unknown == {"Fase 2": 2, "Triage": 1}
    assert column.known == {Status.OPEN: 1, Status.CLOSED: 2}


def test_why_there_is_none() -> None:
    _, faults = StatusColumn("Status").typed(
        pa.array(["", "-", "Fase 2", "open"], pa.string()).dictionary_encode()
    )
    assert faults.codes.tolist() == [1, 2, 3, 0]
    assert [reason.name for reason in faults.reasons] == ["blank", "missing-word", "unknown-status"]


def test_none() -> None:
    assert typed(StatusColumn("Status")) == []


def test_each_word_stands_for_one_state() -> None:
    text = files("csmetrics.intake").joinpath("statuses.toml").read_text("utf-8")
    data = tomllib.loads(text)
    assert list(data) == [status.label for status in Status]
    words = [folded(word) for entry in data.values() for word in entry["words"]]
    assert sorted(words) == sorted(statuses._words())
    assert "" not in words


@given(st.lists(st.text()))
def test_any_text(cells: list[str]) -> None:
    column = StatusColumn("Status")
    codes = np.array(typed(column, *cells), dtype=np.int8)
    assert column.known.total() == (is_open(codes) | is_finished(codes) | is_excluded(codes)).sum()
