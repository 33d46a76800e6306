"""The answer of ``drivers``."""

from __future__ import annotations

from dataclasses import dataclass

from csmetrics.report._metric import (
    Definition,
    Diagnostic,
    Input,
    Quality,
    Setting,
    Statistic,
)


@dataclass(frozen=True)
class Level:
    """The answers of one label (None: a blank one), or of the numbers from ``low`` to ``high``, both included.

    Under ``--min-group`` quarters go from edges that are no numbers of anybody to below the next; None is open.
    """

    label: str | None
    statistic: Statistic
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Driver:
    """One column beside the score. ``kind``: labels or numbers, in ``unit``.

    ``effect`` is Cramér's V of labels, Spearman's ρ of numbers; ``adjusted`` is ``p`` for how many columns were
    tested. ``share`` is the part of the variance of the score that falls to it, in percent, where that is
    computed; ``unread`` counts cells that hold something that is no number.
    """

    column: str
    kind: str
    effect: Statistic
    verdict: str
    levels: tuple[Level, ...]
    p: float | None = None
    adjusted: float | None = None
    share: float | None = None
    unread: int = 0
    unit: str = ""


@dataclass(frozen=True)
class Skipped:
    """A column that is not looked at, and why."""

    column: str
    why: str


@dataclass(frozen=True)
class Drivers:
    """What goes with a score: the columns in which it differs first, the strongest before the others.

    ``whole`` is the score of all rows. ``explained`` is how much of its variance the columns explain together
    (R², in percent) over ``complete`` rows in which all of them hold something; both are None where they are
    too many. ``tested`` is how many columns were; labels of fewer answers than ``least`` stand together there.
    """

    definition: Definition
    whole: Statistic
    drivers: tuple[Driver, ...]
    skipped: tuple[Skipped, ...]
    least: int
    tested: int
    quality: Quality
    question: str | None = None
    explained: float | None = None
    complete: int | None = None
    date: str | None = None
    span: tuple[str, str] | None = None
    filters: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    inputs: tuple[Input, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    zone: str = "UTC"
    stamp: str | None = None
    kind: str = "drivers"
