"""What the user says of columns: ``--column ROLE=HEADER``."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import NoReturn

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.schema import names
from csmetrics.language import Said


def declared(columns: Sequence[str], table: str) -> dict[str, str]:
    """``ROLE=HEADER`` pairs of ``--column``; an unknown role is a usage error with the known ones."""
    known = names(table)
    pairs = {}
    for text in columns:
        role, sign, header = text.partition("=")
        role, header = role.strip(), header.strip()
        if not sign or not header:
            _refuse_option(
                text,
                "ROLE=HEADER",
                Said("such as score=Rating; roles: {known}", known=", ".join(known)),
            )
        if role not in known:
            close = get_close_matches(role, known, n=1)
            hint = (
                Said("did you mean {close}?", close=close[0])
                if close
                else Said("roles: {known}", known=", ".join(known))
            )
            _refuse_option(text, Said("a role of {table}", table=table), hint)
        pairs[role] = header
    return pairs


def _refuse_option(value: str, wanted: str, hint: str) -> NoReturn:
    raise CsmetricsError(
        errors.BAD_VALUE, option="--column", value=value, expected=wanted, suggestion=hint
    )
