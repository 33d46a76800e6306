"""The flow: files → parts → typed table → slices → contributions → sums → report.

``given`` checks what was asked, ``plan`` says what a run is before the first row, ``run`` reads and adds,
``assembly`` makes the report.
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
    from csmetrics.pipeline.assembly import assemble
    from csmetrics.pipeline.plan import plan_of
    from csmetrics.pipeline.run import settled_run

    plan = plan_of(metric, files, options, identify=identify)
    return assemble(plan, settled_run(plan, watch or (lambda rows: None)))
