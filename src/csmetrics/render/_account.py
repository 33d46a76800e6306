"""The account of every row, for people: the whole, and each question."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render._text import ascii_only, visible
from csmetrics.report import Quality, Report


def account_line(report: Report, *, ascii: bool = False) -> str:  # noqa: A002 (what it is)
    """Say what became of the rows, as :attr:`Quality.text` does."""
    return _line(report.quality, ascii)


def account_lines(report: Report, *, ascii: bool = False) -> list[str]:  # noqa: A002
    """Account for the whole and, where there are several questions, for each."""
    questions = report.questions if len(report.questions) > 1 else ()
    return [
        account_line(report, ascii=ascii),
        *(f"  {visible(each.question or '')}: {_line(each, ascii)}" for each in questions),
    ]


def _line(quality: Quality, plain: bool) -> str:
    line = tr(quality.text, visible)
    return ascii_only(line) if plain else line
