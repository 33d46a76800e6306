"""The account of every row, in one line: read, used, and left out by reason."""

from __future__ import annotations

from collections import Counter

from csmetrics.errors import Reason
from csmetrics.language import Said, tr
from csmetrics.render._text import ascii_only, visible
from csmetrics.report import Params, Quality, Report


def account_line(report: Report, *, ascii: bool = False) -> str:  # noqa: A002 (what it is)
    """Say ``1,302 rows read · 1,289 used · 13 left out (9 outside 0–10, 4 blank)``."""
    return line_of(report.quality, ascii)


def account_lines(report: Report, *, ascii: bool = False) -> list[str]:  # noqa: A002
    """Account for the whole and, where there are several questions, for each."""
    questions = report.questions if len(report.questions) > 1 else ()
    return [
        account_line(report, ascii=ascii),
        *(f"  {visible(each.question or '')}: {line_of(each, ascii)}" for each in questions),
    ]


def line_of(quality: Quality, plain: bool = False) -> str:
    """Account for one question, or for all."""
    pieces = [
        tr("{n:,} {n:row|rows} read", n=quality.rows_read),
        tr("{n:,} used", n=quality.used),
    ]
    reasons: Counter[tuple[Reason, Params]] = Counter()  # whichever column they are of
    for entry in quality.left_out:
        reasons[entry.reason, entry.params] += entry.count
    if reasons:
        account = ", ".join(
            tr("{n:,} {reason}", visible, n=count, reason=Said(reason.of(count), **dict(params)))
            for (reason, params), count in reasons.items()
        )
        pieces.append(tr("{n:,} left out ({account})", n=reasons.total(), account=account))
    line = " · ".join(pieces)
    return ascii_only(line) if plain else line
