"""Diagnostics and errors as lines for stderr: level, what and why, where, how to mend it."""

from __future__ import annotations

from itertools import zip_longest

from csmetrics.errors import CsmetricsError
from csmetrics.language import tr
from csmetrics.render._text import ascii_only, visible
from csmetrics.report import Diagnostic


def lines(diagnostic: Diagnostic, *, ascii: bool = False) -> list[str]:  # noqa: A002 (what it is)
    """Say ``warning: 4 values of score left out: outside 0–10 (first: rows 2, 5, 9)``."""
    text = tr(diagnostic.text, visible) + _where(diagnostic)
    return _block(diagnostic.kind.level, text, tr(diagnostic.hint, visible), ascii)


def error_lines(error: CsmetricsError, *, ascii: bool = False) -> list[str]:  # noqa: A002
    """Say the error that ended the run, and the hint."""
    return _block("error", tr(error.text, visible), tr(error.hint, visible), ascii)


def _where(diagnostic: Diagnostic) -> str:
    if not diagnostic.rows:
        return ""
    shown = [f" “{visible(text)}”" for text in diagnostic.values]
    named = zip_longest(map(visible, diagnostic.rows), shown, fillvalue="")
    rows = ", ".join(row + text for row, text in named)
    more = (diagnostic.count or 0) > len(diagnostic.rows)
    where = " (first: {n:row|rows} {rows})" if more else " ({n:row|rows} {rows})"
    return tr(where, n=len(diagnostic.rows), rows=rows)


def _block(level: str, text: str, hint: str, plain: bool) -> list[str]:
    block = f"{tr(level)}: {text}"
    if hint:
        block += f"\n{tr('hint')}: {hint}"
    return (ascii_only(block) if plain else block).split("\n")
