"""How numbers are rounded for people, wherever they stand: halves go up, as in spreadsheets."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_WHOLE = 2.0**53
"""From here on a float has no fraction."""


def half_up(value: float, decimals: int = 0) -> Decimal:
    """A finite number with so many decimals, judged by its shortest digits: 0.25 is 0.3, and −0.25 is −0.3."""
    if abs(value) >= _WHOLE:
        return Decimal(value)
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return exact or abs(exact)
