"""The answer of ``compare``."""

from __future__ import annotations

from dataclasses import dataclass

from csmetrics.report._metric import (
    Definition,
    Diagnostic,
    Input,
    Interval,
    Quality,
    Setting,
    Slice,
    Statistic,
)


@dataclass(frozen=True)
class Side:
    """One of the two that are compared. ``what`` is ``file``, ``period`` or ``slice``, ``label`` what the user said.

    ``since`` and ``until`` bound a period, which is ``partial`` where the data do not cover it whole; ``span``
    is what they do cover, where the rows are dated.
    """

    what: str
    label: str
    quality: Quality
    inputs: tuple[Input, ...] = ()
    filters: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    span: tuple[str, str] | None = None
    partial: bool = False


@dataclass(frozen=True)
class Change:
    """How one statistic changed: ``difference`` is second − first, in the unit of the statistic.

    ``p`` is set where a test was asked for. ``why`` says why there is no difference, or no verdict.
    """

    first: Statistic
    second: Statistic
    difference: float | None
    interval: Interval | None
    verdict: str
    p: float | None = None
    why: str = ""


@dataclass(frozen=True)
class Effect:
    """What one slice did to the difference: ``rate`` by its own value, ``mix`` by growing or shrinking.

    ``share`` are its parts of the weight, 0…1. ``centred`` is the mix measured from the average of the whole: it
    adds up to the same, and can be read by itself.
    """

    slice: Slice
    first: Statistic
    second: Statistic
    share: tuple[float, float]
    rate: float
    mix: float
    centred: float


@dataclass(frozen=True)
class Split:
    """Why a statistic changed: ``rate`` + ``mix`` is its difference."""

    statistic: str
    unit: str
    rate: float
    mix: float
    effects: tuple[Effect, ...]
    reversed: bool = False


@dataclass(frozen=True)
class Compared:
    """One question and population of a metric on both sides: the headline first.

    ``unsplit`` says why the difference is not split, or not that of the headline.
    """

    changes: tuple[Change, ...]
    question: str | None = None
    date: str | None = None
    title: str = ""
    split: Split | None = None
    unsplit: str = ""


@dataclass(frozen=True)
class Comparison:
    """The answer of ``csmetrics compare``: what changed from the first side to the second."""

    definition: Definition
    sides: tuple[Side, Side]
    results: tuple[Compared, ...]
    by: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    zone: str = "UTC"
    stamp: str | None = None
    kind: str = "comparison"
