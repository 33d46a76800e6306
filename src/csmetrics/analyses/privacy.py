"""--min-group: groups too small to be shown, and those that would give one away.

What is hidden loses its numbers where answers are made: no format can show what it does not get.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from csmetrics import errors
from csmetrics.calc.suppression import hidden
from csmetrics.language import Said
from csmetrics.report import UNTOLD, Diagnostic, Statistic


def because(least: int) -> Said:
    """Why a number is hidden: the same for all, since which of them are small is not told either."""
    return Said(
        "hidden: fewer than {least}, or so that no group that small can be worked out", least=least
    )


def concealed(each: Statistic, least: int) -> Statistic:
    """A statistic without its numbers."""
    why = because(least)
    return Statistic(each.name, None, each.unit, UNTOLD, undefined_because=why)


def small(counts: Sequence[int], least: int) -> list[bool]:
    """Which of some groups that make a whole are hidden."""
    mask: list[bool] = hidden(np.array(counts, dtype=np.int64), least)[:-1].tolist()
    return mask


def told(count: int, all_: int, least: int) -> Iterator[Diagnostic]:
    """Say how many groups are hidden."""
    if count:
        params = (("count", count), ("all", all_), ("least", least))
        yield Diagnostic(errors.HIDDEN_GROUPS, params, count)
