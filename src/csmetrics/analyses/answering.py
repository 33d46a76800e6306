"""Who answered: whether groups answer so differently that a score speaks for some more than for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from csmetrics import errors
from csmetrics.calc.association import association
from csmetrics.language import Said
from csmetrics.report import Diagnostic, Row, Statistic, Untold

RATE = "response_rate"
LEAST = 30
"""How many of a group must have been asked for its rate to be held against the others."""
FAR = 10.0
"""Points from the lowest rate to the highest from which on it matters: of many rows chance is soon ruled out."""
CHANCE = 0.05


class _Group(NamedTuple):
    score: Statistic
    rate: Statistic


def uneven(rows: Sequence[Row], by: str) -> Iterator[Diagnostic]:
    """Warn, by question, where the response rates of slices that exclude each other part clearly.

    By Pearson's χ² of who answered, at 5 %, and 10 points from the lowest to the highest. Nothing is said where
    slices are hidden, as they could be worked out.
    """
    questions: dict[str | None, list[_Group]] = {}
    wholes: dict[str | None, Statistic] = {}
    for row in rows:
        if not row.slice:
            wholes[row.question] = row.measure.headline
        for rate in row.measure.statistics:
            if row.slice and rate.name == RATE:
                group = _Group(row.measure.headline, rate)
                questions.setdefault(row.question, []).append(group)
    for question, groups in questions.items():
        rates = [each.rate for each in groups]
        if any(isinstance(each.n, Untold) for each in rates):
            continue
        large = [each for each in rates if each.n >= LEAST]
        values = [each.value for each in large if each.value is not None]
        if len(values) < 2 or max(values) - min(values) < FAR:
            continue
        found = association(np.array([each.counts for each in large], dtype=np.int64))
        if found is None or found.p >= CHANCE:
            continue
        what = Said("by {by}", by=by)
        if question is not None:
            what = Said("of {question} by {by}", question=question, by=by)
        params = (("what", what), ("low", min(values)), ("high", max(values)))
        yield Diagnostic(
            errors.WHO_ANSWERED, (*params, ("would", _would(wholes[question], groups)))
        )


def _would(whole: Statistic, groups: Sequence[_Group]) -> str:
    """What the score would be if each group counted by how many were asked.

    Nothing where some have no score, or answers and no invitation.
    """
    asked = [each for each in groups if each.rate.n]
    unasked = any(each.score.n and not each.rate.n for each in groups)
    if whole.value is None or whole.weight is not None or unasked:
        return ""
    weights, values = [each.rate.n for each in asked], [each.score.value for each in asked]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return ""
    would = float(np.average(known, weights=weights))
    return Said(
        "; by how many were asked it would be {would:.1f}, not {value:.1f}",
        would=would,
        value=whole.value,
    )
