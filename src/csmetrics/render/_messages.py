"""Diagnostics and errors as lines for stderr: level, what and why, where, how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from csmetrics.errors import CsmetricsError, Word, filled
from csmetrics.render._text import ascii_only, visible
from csmetrics.report import Diagnostic


def lines(diagnostic: Diagnostic, *, ascii: bool = False) -> list[str]:  # noqa: A002 (what it is)
    """Say ``warning: 4 values of score left out: outside 0–10 (first: rows 2, 5, 9)``."""
    kind = diagnostic.kind
    text = _fill(kind.text, dict(diagnostic.params)) + _where(diagnostic)
    return _block(kind.level, text, _fill(kind.hint, dict(diagnostic.params)), ascii)


def error_lines(error: CsmetricsError, *, ascii: bool = False) -> list[str]:  # noqa: A002
    """Say the error that ended the run, and the hint."""
    params = error.params
    text, hint = _fill(error.kind.text, params), _fill(error.kind.hint, params)
    return _block("error", text, hint, ascii)


def _fill(template: str, params: Mapping[str, Word]) -> str:
    """Fill the template; a line end in a word is shown, one in the template is ours."""
    return filled(template, params, visible)


def _where(diagnostic: Diagnostic) -> str:
    if not diagnostic.rows:
        return ""
    shown = [f" “{visible(text)}”" for text in diagnostic.values]
    named = zip_longest(map(visible, diagnostic.rows), shown, fillvalue="")
    rows = ", ".join(row + text for row, text in named)
    noun = "row" if len(diagnostic.rows) == 1 else "rows"
    first = "first: " if (diagnostic.count or 0) > len(diagnostic.rows) else ""
    return f" ({first}{noun} {rows})"


def _block(level: str, text: str, hint: str, plain: bool) -> list[str]:
    block = f"{level}: {text}\nhint: {hint}" if hint else f"{level}: {text}"
    return (ascii_only(block) if plain else block).split("\n")
