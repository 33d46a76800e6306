"""Amounts in the currencies that a column beside them names: several are not added up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.metrics._contract import Cell, Contribution
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.intake.table import Table

ROLE = "currency"
STATE = "amounts in "
"""The first words of the states, one for each currency."""
LONGEST = 3
FEW = 3
"""Currencies that a refusal names."""


def counted(table: Table) -> Iterator[Contribution]:
    """The rows of each currency, of those that are still in; a blank one is none."""
    import numpy as np

    if not table.has(ROLE):
        return
    cells = table.frame[ROLE].array
    codes = np.where(table.why == 0, cells.codes, -1)
    for code in np.unique(codes[codes >= 0]).tolist():
        rows = np.flatnonzero(codes == code)
        name = f"{STATE}{cells.categories[code].strip().upper()}"
        yield Contribution(name, rows, np.zeros(len(rows), np.int64), None)


def remarks(cell: Cell) -> Iterator[Diagnostic]:
    """Say which currency it is; refuses several (``SEVERAL_CURRENCIES``)."""
    named = sorted(
        name.removeprefix(STATE)
        for name in cell.states.tallies
        if name.startswith(STATE) and cell.count(name)
    )
    if len(named) > 1:
        shown = sorted(filter(_is_code, named))[:FEW]
        units = ", ".join([*shown, "…"] if len(shown) < len(named) else shown)
        raise CsmetricsError(errors.SEVERAL_CURRENCIES, units=units)
    for unit in filter(_is_code, named):
        yield Diagnostic(errors.AMOUNTS_IN, (("unit", unit),))


def _is_code(text: str) -> bool:
    """Whether it is as short as BRL or R$: a longer cell may be something else, and is not shown."""
    return len(text) <= LONGEST
