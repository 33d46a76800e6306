"""Ids that would be one if zeros in front, case and spaces made no difference: never matched, but said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.intake.ids import hashed

if TYPE_CHECKING:
    import pyarrow as pa

    from csmetrics.intake.columns import Typed
    from csmetrics.intake.table import Table
    from csmetrics.pipeline.plan import Plan

Hashes = NDArray[np.uint64]
NEUTRAL = ((r"[\s\p{Z}]+", ""), (r"[.,]0+$", ""), (r"^0+", ""))
"""What people and spreadsheets do to an id: spaces, ``123.0`` for 123, zeros in front."""


def alike(cells: pa.StringArray | pa.LargeStringArray) -> Hashes:
    """A hash of each id that is the same for all that differ by nothing else; 0 where nothing is left."""
    import pyarrow.compute as pc

    texts = pc.utf8_lower(cells)
    for pattern, other in NEUTRAL:
        texts = pc.replace_substring_regex(texts, pattern, other)
    return hashed(texts)


def of_rows(plan: Plan, typed: Typed, rows: NDArray[np.intp]) -> Hashes:
    """The same of those whom some rows are of."""
    import pyarrow as pa

    if plan.who is None or not len(rows):
        return np.zeros(0, dtype=np.uint64)
    cells = typed.texts[plan.headers[plan.who]].take(pa.array(rows))
    return alike(cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells)


def unlisted(table: Table) -> NDArray[np.intp]:
    """The rows that are left out because nobody in the list of customers has their id."""
    codes = [
        code for code, (reason, _, _) in enumerate(table.entries, 1) if reason is errors.NOT_LISTED
    ]
    return np.flatnonzero(np.isin(table.why, codes))


def common(some: Hashes, others: Hashes) -> NDArray[np.bool_]:
    """Which of some ids are alike one of the others."""
    found: NDArray[np.bool_] = (some != 0) & np.isin(some, others)
    return found
