"""Metric after metric over the same files: what one reading found out, the next takes for granted.

How a file is written, and which rows another one of their id replaces, are the same whatever is measured. It is
only assumed: each reading still proves by all its rows what it assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from csmetrics.pipeline.assembly import assemble
from csmetrics.pipeline.listing import list_plan, listed, own_options
from csmetrics.pipeline.planning import plan_of
from csmetrics.pipeline.proof import Marks
from csmetrics.pipeline.run import settled_run
from csmetrics.read import open_table

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import InputOptions, Options
    from csmetrics.pipeline.plan import Plan
    from csmetrics.read._raw import RawTable
    from csmetrics.report import Report


@dataclass
class Session:
    """Measures, and keeps the tables that were opened and the marks of their rows.

    ``watch`` is called with the number of rows read so far, part by part. ``identify`` puts the digest of
    each file into the reports.
    """

    watch: Callable[[int], None] | None = None
    identify: bool = True
    _opened: dict[Any, RawTable] = field(default_factory=dict)
    _marks: dict[Any, Marks] = field(default_factory=dict)

    def measured(
        self, metric: Metric, files: Sequence[str], options: Options
    ) -> Callable[..., Report]:
        """A metric over files that together are one table, as a function of the level of its intervals."""
        watch = self.watch or (lambda rows: None)
        plan = plan_of(
            metric, files, own_options(metric, options), identify=self.identify, opener=self.open
        )
        if metric.roster is not None:
            beside = list_plan((metric.roster,), options, identify=self.identify)
            plan = replace(plan, listing=listed(beside, lambda rows: None))
        run, marks = settled_run(plan, watch, self._marks.get(_rows(plan)))
        self._marks[_rows(plan)] = Marks(marks.superseded, ordered=marks.ordered)

        def at(level: float | None = None) -> Report:
            return assemble(plan if level is None else plan.at_level(level), run)

        return at

    def open(
        self,
        file: str,
        options: InputOptions,
        expected: Collection[str] = (),
        *,
        identify: bool = False,
    ) -> RawTable:
        """The table of a file, opened once for each way to open it."""
        key = (file, options, frozenset(expected), identify)
        if key not in self._opened:
            self._opened[key] = open_table(file, options, expected, identify=identify)
        return self._opened[key]


def _rows(plan: Plan) -> Any:
    """What the marks of rows hang on."""
    ids = None if plan.ids is None else plan.headers[plan.ids]
    return plan.files, plan.options.input, ids, plan.dedupe
