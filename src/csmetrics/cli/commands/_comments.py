"""What unhappy customers wrote, for a report that is to quote them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from csmetrics.errors import NO_COMMENTS, QUOTED, USAGE, CsmetricsError
from csmetrics.language import Said
from csmetrics.report import Comment, Comments, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from csmetrics.cli.commands._scoring import Board
    from csmetrics.report import Followup, Report, Summary

ASKED = ("nps", "csat", "ces")
"""The metrics whose bad answers may come with a comment."""
COMMENT = "comment"
LABELS = ("channel", "team", "agent")
"""Roles that are shown beside a comment; who wrote it, and on which ticket, is for ``followups``."""


@dataclass
class _Found:
    """A row with a bad answer; ``place`` is that of its file among all, and its row."""

    when: str
    place: tuple[int, int]
    cells: dict[str, str]
    scores: dict[tuple[str, int | None], None] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.cells.get(COMMENT, "").strip()


def added(board: Board, summary: Summary, most: int) -> Summary:
    """The scorecard with what unhappy customers wrote, and a word that this is personal data."""
    comments = quoted(board, summary, most)
    count = len(comments.shown)
    note = Diagnostic(QUOTED, (("count", count),), count)
    return replace(summary, comments=comments, diagnostics=(*summary.diagnostics, note))


def quoted(board: Board, summary: Summary, most: int) -> Comments:
    """The newest comments of detractors and of the unsatisfied, of the rows that the scorecard measures.

    Refuses (``NO_COMMENTS``) where no file has comments, and (``USAGE``) where ``--min-group`` is in force: it
    hides what few people said.
    """
    from csmetrics.pipeline import followups  # heavy

    found: dict[tuple[int, int], _Found] = {}
    files = tuple(file for group in board.groups for file in group.files)
    metrics, measured = [], [each for each in summary.reports if each.definition.metric in ASKED]
    for report in measured:
        name = report.definition.metric
        asked = board.told(name)
        _refuse_private(asked.options.slices.min_group)
        why = followups.DETRACTOR if name == "nps" else followups.UNHAPPY
        _, columns, people = followups.listed(asked, why, board.measured.session)
        if COMMENT in columns:
            metrics.append(name)
            _unite(found, report, columns, people, files)
    if not metrics:
        why, cure = "no answers were measured", "name a file of answers as well"
        if measured:
            why = "no column is known to hold comments"
            cure = "name the column: --column comment=HEADER"
        raise CsmetricsError(NO_COMMENTS, why=why, cure=cure)
    written = [each for each in found.values() if each.text]
    written.sort(key=lambda each: (each.when, *each.place), reverse=True)
    return Comments(
        metrics=tuple(metrics),
        shown=tuple(map(_comment, written[:most])),
        written=len(written),
        blank=len(found) - len(written),
        dated=any(each.when for each in written),
    )


def _refuse_private(least: int | None) -> None:
    if least is not None:
        message = Said(
            "--comments shows what single people wrote, and --min-group {least} hides what fewer than {least} said",
            least=least,
        )
        raise CsmetricsError(
            USAGE, message=message, suggestion="for those who may read it: --min-group none"
        )


def _unite(
    found: dict[tuple[int, int], _Found],
    report: Report,
    columns: Iterable[str],
    people: Iterable[Followup],
    files: tuple[str, ...],
) -> None:
    """Add the bad answers of a metric; a row that is bad by several of them stands once."""
    scale = report.rows[0].measure.distribution
    for each in people:
        place = (files.index(each.file), each.row)
        cells = dict(zip(columns, each.cells, strict=True))
        row = found.setdefault(place, _Found(each.when, place, cells))
        row.scores[report.definition.metric, each.scores[0] if len(scale) > 2 else None] = None


def _comment(each: _Found) -> Comment:
    return Comment(each.when, tuple(each.scores), tuple(_labels(each.cells)), each.text)


def _labels(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, cells[name]) for name in LABELS if cells.get(name))
