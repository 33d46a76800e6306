"""What goes with a score: each column of a table against the answers, and several together. Never what causes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.analyses._beside import LABELS, Beside, Found
from csmetrics.analyses._levels import Levels, told_of
from csmetrics.calc import ranks
from csmetrics.calc.association import association, explained
from csmetrics.calc.peers import adjusted
from csmetrics.calc.states import Ints
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said
from csmetrics.report import (
    UNTOLD,
    Diagnostic,
    Driver,
    Drivers,
    Interval,
    Report,
    Skipped,
    Statistic,
)

GOES, UNCLEAR, TOO_FEW = "goes with it", "no clear link", "too few"
V, RHO = "cramers_v", "spearman_rho"
RATE = 0.05
"""Of the columns that are said to go with the score, so many are expected not to."""
LEAST = 10
SAME = 1 - 1e-12
SCALE = 100

Kinds = dict[int, int]
"""The kind of each answer."""


def drivers(
    report: Report, found: Found, least: int = LEAST, private: int | None = None
) -> Drivers:
    """Hold each column against the answers; labels of fewer answers than ``least`` are tested as one.

    Levels of fewer than ``private`` are not shown, nor those that would give one away; then links rest on those that
    are shown alone, and what columns explain together is not told. Raises where no column says anything.
    """
    whole = report.rows[0]
    kinds = _kinds(found)
    sign = _sign(kinds, whole.measure.headline)
    tested: list[Driver] = []
    shown: list[Levels] = []
    skipped = list(found.skipped)
    for column in found.columns:
        levels = Levels.of(column, found, private)
        driver = levels.put_into(_driver(levels.seen(), found, kinds, least, sign))
        # of a column that is hidden whole it is not even told whether it says anything
        if driver.levels and (why := _useless(column, driver)):
            skipped.append(Skipped(column.name, why))
        else:
            tested.append(driver)
            shown.append(levels)
    if not tested:
        raise _none(report, skipped)
    tested, together, complete = _with_shares(_judged(tested), found, kinds)
    hidden = () if private is None else told_of(shown, private)
    if (
        hidden and complete is not None
    ):  # they rest on rows of hidden levels, or tell how many there are
        tested = [replace(each, share=None) for each in tested]
        together, complete = None, UNTOLD
    return Drivers(
        definition=report.definition,
        whole=whole.measure.headline,
        drivers=tuple(sorted(tested, key=_strength)),
        skipped=tuple(skipped),
        least=least,
        tested=sum(each.p is not None for each in tested),
        quality=report.quality,
        question=whole.question,
        explained=together,
        complete=complete,
        date=whole.date,
        span=report.span,
        filters=report.filters,
        settings=report.settings,
        inputs=report.inputs,
        diagnostics=(*report.diagnostics, *hidden, *_unread(tested)),
        zone=report.zone,
    )


# --- one column ----------------------------------------------------------------------------------


def _kinds(found: Found) -> Kinds:
    """The kind of each answer: detractor, passive, promoter; no, yes; where the metric has none, the answer itself."""
    answers = {answer for column in found.columns for answer in np.unique(column.scores).tolist()}
    kinds = {}
    for answer in sorted(answers):
        measure = found.measured(np.array([answer]), np.array([1]))
        counts = next((each.counts for each in measure.statistics if each.counts), ())
        kinds[answer] = counts.index(1) if 1 in counts else answer
    return kinds


def _sign(kinds: Kinds, headline: Statistic) -> int:
    """-1 where high answers make a low score, as where 1 is the easiest."""
    return -1 if headline.counts and kinds and kinds[max(kinds)] < kinds[min(kinds)] else 1


def _driver(column: Beside, found: Found, kinds: Kinds, least: int, sign: int) -> Driver:
    rows = column.values >= 0 if column.kind == LABELS else np.isfinite(column.values)
    values, scores, counts = column.values[rows], column.scores[rows], column.counts[rows]
    effect, p = (
        _of_labels(values.astype(np.int64), _mapped(scores, kinds), counts, least)
        if column.kind == LABELS
        else _of_numbers(values, sign * scores, counts, least, found.level)
    )
    return Driver(
        column=column.name,
        kind=column.kind,
        effect=effect,
        verdict=TOO_FEW if p is None else UNCLEAR,
        levels=(),
        p=p,
        unread=column.unread,
        unit=column.unit,
    )


def _of_labels(
    labels: Ints, kinds: Ints, counts: Ints, least: int
) -> tuple[Statistic, float | None]:
    """Cramér's V of a table of labels and kinds of answers; rare labels are one, where that is not rare itself."""
    if not len(labels):
        return Statistic(V, None, "association", 0, undefined_because="no answers"), None
    table = np.zeros((int(labels.max()) + 1, int(kinds.max()) + 1), dtype=np.int64)
    np.add.at(table, (labels, kinds), counts)
    often = table.sum(axis=1) >= least
    rare = table[~often].sum(axis=0)
    table = np.vstack([table[often], rare]) if rare.sum() >= least else table[often]
    n, link = int(table.sum()), association(table)
    if link is None:
        why = Said("fewer than two labels with {least} answers", least=least)
        if len(table) > 1:
            why = Said("all answers are of one kind")
        return Statistic(V, None, "association", n, undefined_because=why), None
    return Statistic(V, link.v, "association", n), link.p


def _of_numbers(
    values: NDArray[np.generic], scores: Ints, counts: Ints, least: int, level: float
) -> tuple[Statistic, float | None]:
    n = int(counts.sum())
    rho = ranks.spearman(values, scores, counts)
    if rho is None or n < max(least, 4):
        why = Said("fewer than {least} answers", least=least) if n < least else "one value alone"
        return Statistic(RHO, None, "correlation", n, undefined_because=why), None
    interval = Interval(level, *ranks.interval(rho, n, level), ranks.METHOD)
    return Statistic(RHO, rho, "correlation", n, interval), ranks.p_value(rho, n)


def _useless(column: Beside, driver: Driver) -> str:
    """Why a column says nothing of the score; empty where it may."""
    rows = column.values >= 0 if column.kind == LABELS else np.isfinite(column.values)
    filled = int(column.counts[rows].sum())
    if column.unread > filled:
        return Said("most of its cells are no numbers")
    if not filled:
        return Said("nothing in it")
    if len(np.unique(column.values[rows])) == 1 and rows.all():
        return Said("the same in every row")
    if driver.effect.value is not None and abs(driver.effect.value) >= SAME:
        return Said("it says the score in other words: each of its values has answers of one kind")
    return ""


# --- all columns ---------------------------------------------------------------------------------


def _judged(tested: Sequence[Driver]) -> list[Driver]:
    """By their p, adjusted for how many columns were tested: of those that are named 5 % go with nothing."""
    chances = [each.p for each in tested if each.p is not None]
    known = iter(adjusted(chances))
    found = []
    for each in tested:
        p = None if each.p is None else next(known)
        verdict = each.verdict if p is None else GOES if p <= RATE else UNCLEAR
        found.append(replace(each, adjusted=p, verdict=verdict))
    return found


def _with_shares(
    tested: list[Driver], found: Found, kinds: Kinds
) -> tuple[list[Driver], float | None, int | None]:
    """With each one's share of the variance that all explain together, where they are few enough."""
    used = {each.column for each in tested if each.p is not None}
    if found.together is None or len(used) < 2 or not used <= {*found.together.names}:
        return tested, None, None
    rows = found.together.of(used)
    if not len(rows.scores):
        return tested, None, None
    counted = found.measured(rows.scores, rows.counts).headline.counts
    score = _mapped(rows.scores, kinds) if counted else rows.scores  # of a mean, the answers
    link = explained(rows.columns, score.astype(np.float64), rows.counts)
    if link is None:
        return tested, None, None
    shares = {name: SCALE * share for name, share in zip(rows.names, link.shares, strict=True)}
    with_shares = [replace(each, share=shares.get(each.column)) for each in tested]
    return with_shares, SCALE * link.together, int(rows.counts.sum())


def _mapped(scores: Ints, kinds: Kinds) -> Ints:
    kind_of = np.zeros(max(kinds, default=0) + 1, dtype=np.int64)
    kind_of[list(kinds)] = list(kinds.values())
    found: Ints = kind_of[scores]
    return found


def _strength(each: Driver) -> tuple[int, float]:
    """Those that go with the score first, the strongest before the others; the rest in the order of the file."""
    goes = each.verdict == GOES
    return (0, -abs(each.effect.value or 0.0)) if goes else (1, 0.0)


# --- what is said of it --------------------------------------------------------------------------


def _unread(tested: Sequence[Driver]) -> Iterator[Diagnostic]:
    for each in tested:
        if each.unread:
            cells = Said("{n:cell|cells}", n=each.unread)
            params = (("count", each.unread), ("cells", cells), ("column", each.column))
            yield Diagnostic(errors.UNREAD_BESIDE, params, each.unread, column=each.column)


def _none(report: Report, skipped: Sequence[Skipped]) -> CsmetricsError:
    told = tuple(Said("{column}: {why}", column=each.column, why=each.why) for each in skipped)
    file = ", ".join(each.name for each in report.inputs)
    return CsmetricsError(errors.NO_DRIVERS, file=file, why=told)
