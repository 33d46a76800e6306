"""Plain numbers with a decimal sign that one cell can prove for all."""

from __future__ import annotations

import math

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.errors import CsmetricsError
from csmetrics.intake.numbers import NumberColumn, proves, read_number

# text, with a comma as decimal sign, with a point, what it proves
NUMBERS: list[tuple[str, float | None, float | None, str | None]] = [
    ("12", 12, 12, None),
    ("-12", -12, -12, None),
    ("00123", 123, 123, None),
    ("1,5", 1.5, None, "comma"),
    ("1.5", None, 1.5, "point"),
    ("1.234", 1234, 1.234, None),
    ("1,234", 1.234, 1234, None),
    ("1.234,56", 1234.56, None, "comma"),
    ("1,234.56", None, 1234.56, "point"),
    ("1.234.567", 1234567, None, "comma"),
    ("1,234,567", None, 1234567, "point"),
    ("R$ 1.234,56", 1234.56, None, "comma"),
    ("US$1,234.56", None, 1234.56, "point"),
    ("-R$ 5", -5, -5, None),
    ("12 %", 12, 12, None),
    ("12,5%", 12.5, None, "comma"),
    ("1 234", 1234, 1234, None),
    ("1\u00a0234\u202f567,8", 1234567.8, None, "comma"),
    ("1'234.5", None, 1234.5, "point"),
    ("1’234.5", None, 1234.5, "point"),
    ("BRL 1.234,56", 1234.56, None, "comma"),
    ("−5", -5, -5, None),
    ("(5)", None, None, None),
    ("5-", None, None, None),
    ("1 2", None, None, None),
    ("12 34", None, None, None),
    ("1.23.456", None, None, None),
    ("1,5.5", None, None, None),
    ("", None, None, None),
    ("-", None, None, None),
    ("inf", None, None, None),
    ("nan", None, None, None),
    ("1_0", None, None, None),
    ("0x0A", None, None, None),
    ("1e5", None, None, None),
    ("9" * 400, None, None, None),
]


@pytest.mark.parametrize(("text", "comma", "point", "proof"), NUMBERS)
def test_spellings(text: str, comma: float | None, point: float | None, proof: str | None) -> None:
    assert read_number(text, "comma") == comma
    assert read_number(text, "point") == point
    assert proves(text) == proof


@given(st.text() | st.from_regex(r"[-+0-9., eE_]{0,12}", fullmatch=True))
def test_no_cell_is_too_odd(text: str) -> None:
    for decimal in ("comma", "point"):
        number = read_number(text, decimal)
        assert number is None or math.isfinite(number)


@pytest.mark.parametrize(
    ("cells", "decimal"),
    [
        (["1", "1.234"], "point"),
        (["1.234", "1,5"], "comma"),
        (["1,234", "1.5"], "point"),
        ([], "point"),
    ],
)
def test_one_cell_decides_for_the_column(cells: list[str], decimal: str) -> None:
    for assumed in ("point", "comma"):  # what is proven does not depend on what was assumed
        column = NumberColumn("amount", assumed)
        column.typed(pa.array(cells, pa.string()).dictionary_encode())
        assert column.settled() == decimal


def test_typed() -> None:
    column = NumberColumn("amount", "comma")
    values, faults = column.typed(pa.array(["1,5", "", "1,5", "x"]).dictionary_encode())
    assert values[[0, 2]].tolist() == [1.5, 1.5]
    assert math.isnan(values[1])
    assert math.isnan(values[3])
    assert faults.codes.tolist() == [0, 1, 0, 2]


@pytest.mark.parametrize(
    ("cells", "units"),
    [
        (["R$ 10", "US$ 20"], "BRL, USD"),
        (["€ 10", "20", "BRL 30"], "BRL, EUR"),
        (["$ 10", "R$ 20"], "$, BRL"),
        (["$ 10", "MXN 20", "US$ 30"], "MXN, USD"),
        (["10 %", "£ 20"], "%, GBP"),
    ],
)
def test_several_currencies_are_not_added_up(cells: list[str], units: str) -> None:
    column = NumberColumn("price")
    column.typed(pa.array(cells, pa.string()).dictionary_encode())
    with pytest.raises(CsmetricsError, match="cannot be added up") as refused:
        list(column.notes())
    assert refused.value.params["units"] == units


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["R$ 10", "BRL 20", ""], ["price is in BRL"]),
        (["R$ 10", "20"], ["price is in BRL, also where none is written"]),
        (["$ 10", "US$ 20"], ["price is in USD"]),
        (["R$ 1.234,50"], ["price is in BRL"]),
        (["10 %", "20"], []),
        (["10", "20.5"], []),
    ],
)
def test_one_currency_is_said(cells: list[str], told: list[str]) -> None:
    column = NumberColumn("price")
    column.typed(pa.array(cells, pa.string()).dictionary_encode())
    assert [note.text for note in column.notes()] == told


@pytest.mark.parametrize(
    ("cell", "point", "comma"),
    [
        ("1e+05", 100_000, 100_000),
        ("1E-2", 0.01, 0.01),
        ("-2e0", -2, -2),
        ("1.234e3", 1234, None),
        ("1,234e3", None, 1234),
        ("1e400", None, None),
        ("e5", None, None),
        ("1e", None, None),
        ("1.e5", None, None),
        ("1e5%", None, None),
        ("1 000e2", None, None),
    ],
)
def test_scientific_notation(cell: str, point: float | None, comma: float | None) -> None:
    for decimal, number in (("point", point), ("comma", comma)):
        (value,), faults = NumberColumn("amount", decimal).typed(
            pa.array([cell]).dictionary_encode()
        )
        assert (None if math.isnan(value) else value) == number
        assert (faults.codes[0] == 0) == (number is not None)


@pytest.mark.parametrize(
    ("cells", "sign"), [(("1,5e3", "1.234"), "comma"), (("1.5e3", "1,234"), "point")]
)
def test_its_decimal_sign_proves_that_of_the_column(cells: tuple[str, ...], sign: str) -> None:
    column = NumberColumn("amount")
    column.typed(pa.array(cells).dictionary_encode())
    assert column.settled() == sign
