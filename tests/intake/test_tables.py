"""Files are told apart by the table that they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from csmetrics.errors import CsmetricsError
from csmetrics.intake import tables
from csmetrics.options import InputOptions

TICKETS = "id,created,resolved,status\n1,2026-01-01,2026-01-02,closed\n"
ANSWERS = "answered,nps,channel\n2026-01-01,9,mail\n"
NEITHER = "sku,price\nA1,3.50\n"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "t.csv": TICKETS,
        "u.csv": TICKETS,
        "a.csv": ANSWERS,
        "n.csv": NEITHER,
    }.items():
        Path(name).write_text(text)


def grouped(*names: str) -> dict[str, tuple[str, ...]]:
    options = InputOptions()
    told = [tables.Named(file, options, table) for table, file in map(tables.said, names)]
    return {group.table: group.files for group in tables.grouped(told)}


def test_files_of_one_table_stand_together() -> None:
    assert grouped("t.csv", "a.csv", "u.csv") == {
        "tickets": ("t.csv", "u.csv"),
        "responses": ("a.csv",),
    }


def test_a_file_that_is_neither_is_refused_with_the_cure() -> None:
    with pytest.raises(CsmetricsError) as refused:
        grouped("t.csv", "n.csv")
    assert "n.csv is neither a survey nor a list of tickets" in refused.value.text
    assert "responses:n.csv or tickets:n.csv" in refused.value.hint


def test_a_table_that_is_said_is_not_asked_for() -> None:
    assert grouped("tickets:n.csv") == {"tickets": ("n.csv",)}


def test_a_file_may_be_called_like_a_table() -> None:
    Path("tickets:x.csv").write_text(ANSWERS)
    assert grouped("tickets:x.csv") == {"responses": ("tickets:x.csv",)}


def test_a_group_knows_its_columns_by_role_and_by_name() -> None:
    (group,) = tables.grouped([tables.Named("a.csv", InputOptions())])
    assert group.has("channel", "responses")
    assert group.has("NPS", "responses")
    assert not group.has("priority", "responses")
    assert group.score("responses", "nps") == "nps"


@pytest.mark.parametrize(
    ("header", "metrics"),
    [
        ("NPS", {"nps"}),
        ("How likely are you to recommend us?", {"nps"}),
        ("Satisfação", {"csat"}),
        ("How easy was it?", {"ces"}),
        ("rating", set()),
    ],
)
def test_the_name_of_a_column_speaks_of_its_question(header: str, metrics: set[str]) -> None:
    assert tables.asks_for(header) == metrics


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("customerID,tenure,Churn", "customers"),
        ("cliente,data da compra,valor", "customers"),
        ("cliente,fecha de alta,fecha de baja", "customers"),
        ("customers at start,customers at end,new customers", "customers"),
        ("ticket id,status,created at,customer", "tickets"),
        ("customer,score,date", "responses"),
        ("requester,created at,channel", "tickets"),
        ("requester,created at,score", "responses"),
        ("requester,created at,how was it", "neither"),
        ("customer,start date,plan", "customers"),
        ("customer,start date,how was it", "neither"),
    ],
)
def test_customers_are_told_from_tickets_and_answers(header: str, table: str) -> None:
    cells = {"status": "open", "score": "9"}
    row = ",".join(cells.get(name, "2026-01-01") for name in header.split(","))
    Path("c.csv").write_text(f"{header}\n{row}\n")
    if table == "neither":
        with pytest.raises(CsmetricsError, match="neither a survey nor a list of tickets"):
            grouped("c.csv")
    else:
        assert list(grouped("c.csv")) == [table]
