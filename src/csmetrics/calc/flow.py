"""What came in, what left, and what is there between: from two tallies of times.

A tally of one group is its values in ascending order and how often each occurred (``Tally.of_group``).
What has ``begun`` is tallied by when it began, what has ``ended`` by when it ended; who ended is in both.
All arithmetic is on whole numbers, so that no result depends on how the rows were split.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from csmetrics.calc.states import Ints

Tallied = tuple[Ints, Ints]


def upto(times: Tallied, when: int | None) -> int:
    """How many happened by ``when``, that instant included; None: how many in all."""
    values, counts = times
    last = len(values) if when is None else int(np.searchsorted(values, when, side="right"))
    return int(counts[:last].sum())


def active(begun: Tallied, ended: Tallied, when: int | None) -> int:
    """How many were there at ``when``: begun by then and not ended by then.

    Nothing may end before it begins. With J. D. C. Little's L = λW (Operations Research 9, 1961), the
    integral of this over a window is the sum of the times that each was there inside the window.
    """
    return upto(begun, when) - upto(ended, when)


def banded(values: Tallied, limits: Sequence[int]) -> list[int]:
    """How many values lie below the first limit, from each limit to below the next, and from the last on."""
    ordered, counts = values
    cuts = [0, *np.searchsorted(ordered, limits).tolist(), len(ordered)]
    return [int(counts[low:high].sum()) for low, high in pairwise(cuts)]


def time_to_clear(there: int, begun: int, ended: int, span: int) -> float | None:
    """How long it takes until nobody is there, if as many come and go as within ``span``.

    there / (rate of leaving − rate of coming), in the unit of ``span``; None where no fewer come than leave,
    because then it has no end.
    """
    return None if ended <= begun else there * span / (ended - begun)
