"""The flow: files → parts → typed table → slices → contributions → sums → report.

``given`` checks what was asked, ``plan`` says what a run is before the first row, ``run`` reads and adds,
``assembly`` makes the report; a ``session`` does it metric after metric.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import Options
    from csmetrics.report import Report


def measure(
    metric: Metric,
    files: Sequence[str],
    options: Options,
    watch: Callable[[int], None] | None = None,
    *,
    identify: bool = True,
) -> Report:
    """Compute a metric over files that together are one table.

    ``watch`` is called with the number of rows read so far, part by part. ``identify`` puts the digest of
    each file into the report.

    Raises :class:`csmetrics.errors.CsmetricsError` for everything that keeps the number from being
    trustworthy; what did not is in the report's diagnostics.
    """
    return measured(metric, files, options, watch, identify=identify)()


def measured(
    metric: Metric,
    files: Sequence[str],
    options: Options,
    watch: Callable[[int], None] | None = None,
    *,
    identify: bool = True,
) -> Callable[..., Report]:
    """The same as a function of the level of the intervals (0…1), of --confidence unless given.

    The files are read once, whatever levels are asked for.
    """
    from csmetrics.pipeline.session import Session

    return Session(watch, identify).measured(metric, files, options)
