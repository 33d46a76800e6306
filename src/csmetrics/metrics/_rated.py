"""The ratings of tickets that one agent held, against those of tickets that several did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Figure, Said, joined
from csmetrics.metrics import _scales
from csmetrics.metrics._contract import Cell, Contribution
from csmetrics.metrics._statistics import UNCLEAR, share
from csmetrics.metrics.csat import CSAT
from csmetrics.report import Diagnostic, Interval, Measure, Statistic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.states import Ints
    from csmetrics.errors import Reason
    from csmetrics.intake.evidence import Evidence
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

    Pair = tuple[int, int]

RATED, UNRATED = "rated", "not rated"
"""The states: twice the hand-offs, of which more than two are two, and one where satisfied; and why there is none."""
MOST = 2
NOT_JUDGED = "not judged"
WARN_FROM, REFUSE_FROM = 20, 50
"""Percent of the ratings that cannot be used: the same as of the answers to ``csat``."""
TITLE, DETAIL = "Satisfaction and hand-offs", "Satisfaction by number of hand-offs"
NOT_HANDED, HANDED = "satisfied_if_not_handed_off", "satisfied_if_handed_off"
NUMBERS = tuple(
    f"satisfied_if_{times}"
    for times in ("never_handed_off", "handed_off_once", "handed_off_more_often")
)
NEWCOMBE = (
    "R. G. Newcombe, Interval Estimation for the Difference Between Independent Proportions, "
    "Statistics in Medicine 17, 1998"
)

REASONS = (
    errors.BLANK,
    errors.MISSING_WORD,
    errors.NOT_ANSWERED,
    errors.NOT_A_SCORE,
    errors.NOT_WHOLE,
    errors.OUTSIDE_SCALE,
)
"""Why a ticket is not rated, by the place in here."""


def rule_of(
    scale: str | None, good: str | None, facts: Facts
) -> tuple[CSAT | None, Sequence[Diagnostic]]:
    """How ratings are judged: as answers are by ``csat``; None where the tickets have none.

    A column that only looks like one must not stand in the way of the hand-offs: that is said, unless
    the user declared what it is.
    """
    if facts.score is None or not (facts.score.answers or facts.score.unreadable):
        return None, ()
    try:
        if not facts.score.answers:
            raise _scales.doubt(facts.score, "a rating", "none of its cells is a score", "")
        rule, notes = CSAT(scale=scale, good=good).judged(facts.score)
    except CsmetricsError as doubt:
        if scale is not None or good is not None:
            raise
        column = facts.score.column
        params = (("column", column), ("why", doubt.text))
        return None, (Diagnostic(errors.NO_RATING, params, column=column),)
    return _fitting(rule, notes, facts.score)


def _fitting(
    rule: CSAT, notes: Sequence[Diagnostic], evidence: Evidence
) -> tuple[CSAT | None, Sequence[Diagnostic]]:
    """The rule, where most cells that hold something are ratings on its scale, declared or not; else that is said."""
    answers = _scales.whole_answers(evidence)
    outside = _scales.outside(answers, str(rule.scale))
    fitting = sum(answers.values())
    lost = {
        errors.NOT_A_SCORE: evidence.unreadable,
        errors.NOT_WHOLE: evidence.answers - fitting,
        errors.OUTSIDE_SCALE: outside,
    }
    unfit = sum(lost.values())
    percent = 100 * unfit / max(1, fitting - outside + unfit)
    if percent <= WARN_FROM:
        return rule, notes
    column, share = evidence.column, Said("{share}%", share=Figure(f"{percent:.3g}"))
    reasons = _reasons(rule, lost.items())
    if percent > REFUSE_FROM:
        told = Said("{share} of its cells cannot be used ({reasons})", share=share, reasons=reasons)
        params = (("column", column), ("why", told))
        return None, (Diagnostic(errors.NO_RATING, params, column=column),)
    words = (("share", share), ("column", column), ("reasons", reasons))
    return rule, (*notes, Diagnostic(errors.MANY_LEFT_OUT, words, unfit, column=column))


def contributions(table: Table, handoffs: Ints, rule: CSAT) -> Iterator[Contribution]:
    """What the tickets that are still in say: their rating by their hand-offs, or why they have none."""
    import numpy as np

    apart = table.apart()
    for each in rule.contributions(apart):
        if each.role == "score":
            times = np.minimum(handoffs[each.rows], MOST)
            satisfied = np.isin(each.values, rule.satisfied)
            yield Contribution(RATED, each.rows, 2 * times + satisfied)
        else:  # asked, and not answered
            yield _unrated(each.rows, errors.NOT_ANSWERED)
    for code, (reason, _, _) in enumerate(apart.entries, start=1):
        yield _unrated(np.flatnonzero(apart.why == code), reason)


def _unrated(rows: NDArray[np.intp], reason: Reason) -> Contribution:
    import numpy as np

    return Contribution(UNRATED, rows, np.full(len(rows), REASONS.index(reason)))


def measures(cell: Cell) -> Iterator[Measure]:
    """The satisfaction with and without hand-offs; then by how many, where a ticket of the run had several."""
    pairs = [_counted(cell, times) for times in range(MOST + 1)]
    one, several = pairs[0], (pairs[1][0] + pairs[2][0], pairs[1][1] + pairs[2][1])
    level = cell.level
    gap = _difference(several, one, level)
    if (
        cell.group != cell.states.whole and gap.finding
    ):  # of many slices some differ by chance alone
        gap = replace(gap, finding=NOT_JUDGED)
    yield Measure(
        (gap, share(NOT_HANDED, *one, level), share(HANDED, *several, level)), title=TITLE
    )
    if (cell.states.tally(RATED, cell.states.whole)[0] >= 2 * MOST).any():
        by_number = zip(NUMBERS, pairs, strict=True)
        shares = tuple(share(name, *pair, level) for name, pair in by_number)
        yield Measure(shares, title=DETAIL)


def remarks(cell: Cell, rule: CSAT) -> Iterator[Diagnostic]:
    """How many tickets are rated, and why the others are not."""
    rated = cell.count(RATED)
    codes, counts = cell.tally(UNRATED)
    unrated = [
        (REASONS[code], count) for code, count in zip(codes.tolist(), counts.tolist(), strict=True)
    ]
    why = Said("; not rated: {reasons}", reasons=_reasons(rule, unrated)) if unrated else ""
    params = (("rated", rated), ("all", rated + int(counts.sum())), ("why", why))
    yield Diagnostic(errors.RATED, params, rated)


def _reasons(rule: CSAT, counts: Iterable[tuple[Reason, int]]) -> Said:
    """How many, and why: ``2 blank, 1 outside 1–5``."""
    low, high = _scales.SCALES[rule.scale or ""]
    words = (
        Said("{n} {why}", n=count, why=Said(reason.text, low=low, high=high))
        for reason, count in counts
        if count
    )
    return joined(", ", words)


def _counted(cell: Cell, times: int) -> Pair:
    """How many are satisfied of those with so many hand-offs, and how many there are."""
    values, counts = cell.tally(RATED)
    found = dict(zip(values.tolist(), counts.tolist(), strict=True))
    satisfied = found.get(2 * times + 1, 0)
    return satisfied, satisfied + found.get(2 * times, 0)


def _difference(second: Pair, first: Pair, level: float) -> Statistic:
    """The share of the second less that of the first, in percentage points."""
    from csmetrics.calc import differences, intervals

    (k2, n2), (k1, n1) = second, first
    if not (n1 and n2):
        because = (
            "no rated ticket that several agents held" if n1 else "no rated ticket of one agent"
        )
        return Statistic("difference", None, "points", n1 + n2, undefined_because=because)
    low, high = (100 * end for end in intervals.newcombe(k2, n2, k1, n1, level))
    return Statistic(
        "difference",
        100 * (k2 / n2 - k1 / n1),
        "points",
        n1 + n2,
        Interval(level, low, high, "Newcombe"),
        finding=differences.finding(low, high, UNCLEAR),
    )
