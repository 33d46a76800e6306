"""Names in camel case: their words are apart where nobody knows them joined."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from csmetrics.intake.mapping import Mapping


def column(table: str, role: str, *header: str) -> str | None:
    raw = SimpleNamespace(header=header, sample=[], name="c.csv", aliases=())
    place = Mapping(raw, table, {}).role(role)  # type: ignore[arg-type]
    return place.header if place else None


@pytest.mark.parametrize(
    ("role", "header"),
    [
        ("customer", "customerID"),
        ("customer", "ClientId"),
        ("customer", "IDCliente"),
        ("charge", "MonthlyCharges"),
        ("bought", "InvoiceDate"),
        ("bought", "dataPedido"),
        ("started", "FechaInicio"),
    ],
)
def test_a_hump_parts_words(role: str, header: str) -> None:
    assert column("customers", role, "Other", header) == header


def test_a_name_that_is_known_joined_is_not_parted() -> None:
    """``upDated`` is one word of tickets, and no date of a thing called up."""
    assert column("tickets", "updated", "upDated") == "upDated"
    assert column("tickets", "created", "createdOn", "created") == "created"


def test_a_name_as_it_is_goes_before_one_that_is_parted() -> None:
    assert column("customers", "bought", "PurchaseDate", "order date") == "order date"


def test_what_is_in_capitals_is_one_word() -> None:
    assert column("customers", "customer", "CUSTOMERID") is None
