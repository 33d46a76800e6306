"""The columns beside a score: tallied with the answers while the rows are read, once, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.analyses._beside import LABELS, NUMBERS, TOGETHER, Beside, Found, Together
from csmetrics.calc.bits import from_bits, to_bits
from csmetrics.calc.states import Ints, Pile, States, Tally
from csmetrics.errors import CsmetricsError
from csmetrics.intake.columns import BLANKS
from csmetrics.intake.times import MISSING
from csmetrics.language import Said
from csmetrics.metrics._contract import Cell
from csmetrics.pipeline.choosing import Asked, Column, chosen
from csmetrics.report import Diagnostic, Measure, Report, Skipped
from csmetrics.slices.keys import WHOLE

if TYPE_CHECKING:
    import pandas as pd

    from csmetrics.intake.columns import Decisions
    from csmetrics.intake.table import Faults, Table
    from csmetrics.metrics._contract import Metric
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.sums import Run

SCORE = "score"
SECOND = 1000
Rows = NDArray[np.intp]


@dataclass
class Tallies:
    """What stood beside the answers to one question, so far.

    ``full`` are the keys of columns that turned out to have too many labels, ``unread`` counts cells that hold
    something that is no number. ``rows`` are all, by the values of the columns, where these are few enough to be
    looked at together; ``codes`` are those of their labels.
    """

    piles: dict[str, Pile] = field(default_factory=dict)
    full: set[str] = field(default_factory=set)
    labels: dict[str, set[str | None]] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    codes: dict[str, dict[str, int]] = field(default_factory=dict)
    rows: list[pd.DataFrame] = field(default_factory=list)

    def add(self, columns: Sequence[Column], table: Table) -> None:
        """Add the rows of one part that the score rests on."""
        scores = table.numeric(SCORE)
        rows = np.flatnonzero((table.why == 0) & ~np.isnan(scores))
        answers = scores[rows].astype(np.int64)
        for column in columns:
            if column.key not in self.full:
                states = (
                    self._numbers(column, table, rows, answers)
                    if column.numeric
                    else self._labels(column, table, rows, answers)
                )
                if states is not None:
                    self.piles.setdefault(column.key, Pile()).add(states)
        if len(columns) <= TOGETHER and not self.full:
            self.rows.append(self._together(columns, table, rows, answers))

    def _labels(self, column: Column, table: Table, rows: Rows, answers: Ints) -> States | None:
        """The answers by label; nothing from where there are too many labels on."""
        cells = table.frame[column.key].array
        codes = cells.codes[rows].astype(np.int64) + 1
        used, groups = np.unique(codes, return_inverse=True)
        names = [None, *map(str, cells.categories)]
        labels = [names[code] for code in used.tolist()]
        seen = self.labels.setdefault(column.key, set())
        seen.update(labels)
        if len(seen - {None}) > column.most:
            self.full.add(column.key)
            self.piles.pop(column.key, None)
            return None
        return States(labels, {SCORE: Tally.loose(groups, answers)})

    def _numbers(self, column: Column, table: Table, rows: Rows, answers: Ints) -> States:
        """The numbers by answer, as bits that sort as they do."""
        values = _numeric(table, column.key)[rows]
        found, groups = np.unique(answers, return_inverse=True)
        unread = int(np.count_nonzero(np.isnan(values) & _filled(table.faults[column.key], rows)))
        self.unread[column.key] = self.unread.get(column.key, 0) + unread
        return States(found.tolist(), {SCORE: Tally.loose(groups, to_bits(values))})

    def _together(
        self, columns: Sequence[Column], table: Table, rows: Rows, answers: Ints
    ) -> pd.DataFrame:
        """How often each set of values and answer occurs; of a cell that holds nothing the value is NaN or -1."""
        import pandas as pd

        data: dict[str, NDArray[Any]] = {SCORE: answers}
        for column in columns:
            values: NDArray[Any]
            if column.numeric:
                values = _numeric(table, column.key)[rows]
            else:
                cells = table.frame[column.key].array
                codes = self.codes.setdefault(column.key, {})
                place = [codes.setdefault(str(label), len(codes)) for label in cells.categories]
                values = np.array([*place, -1], dtype=np.int64)[cells.codes[rows]]
            data[column.key] = values
        return _counted(pd.DataFrame(data).assign(count=1))


def found(
    asked: Asked, watch: Callable[[int], None] | None = None, *, identify: bool = True
) -> tuple[Report, Found]:
    """The score of all rows, and what stands beside it; the files are read once."""
    from csmetrics.pipeline.assembly import assemble
    from csmetrics.pipeline.planning import plan_of
    from csmetrics.pipeline.run import settled_run

    metric, options = asked.metric, asked.options
    plan = plan_of(metric, asked.files, options, identify=identify)
    columns, wanted, skipped = chosen(plan, asked)
    plan = replace(plan, columns=(*plan.columns, *wanted), beside=columns)
    run, _ = settled_run(plan, watch or (lambda rows: None))
    report = assemble(plan, run)
    study = run.studies[0]
    tallies, level = study.beside, options.report.confidence / 100
    usable = [each for each in columns if each.key not in {*tallies.full, *run.doubtful}]
    skipped += tuple(Skipped(each.name, _why(each, run)) for each in columns if each not in usable)
    return report, Found(
        columns=tuple(_settled(each, plan, tallies) for each in usable),
        skipped=skipped,
        measured=measured_by(study.metric or metric, level),
        level=level,
        together=_joined(usable, tallies) if len(usable) == len(columns) else None,
    )


def settle(plan: Plan, run: Run) -> Decisions:
    """Decide how the columns beside the score are written; why one that contradicts itself is left away is kept."""
    decisions: Decisions = {}
    for column in plan.beside:
        try:
            settled, notes = run.columns.settle({column.key})
        except CsmetricsError as fault:
            run.doubtful[column.key] = fault.text.split("\n")[0]
        else:
            decisions |= settled
            run.notes.extend(map(_of_no_role, notes))
    return decisions


def _of_no_role(note: Diagnostic) -> Diagnostic:
    """What is said of a duration, with a cure for columns that --column cannot name: they play no role."""
    return replace(note, kind=errors.PAIR_BESIDE) if note.kind is errors.ASSUMED_PAIR else note


def _why(column: Column, run: Run) -> str:
    doubt = run.doubtful.get(column.key)
    return doubt if doubt is not None else Said("more than {n} different labels", n=column.most)


def measured_by(metric: Metric, level: float) -> Callable[[Ints, Ints], Measure]:
    """The metric over a tally of answers."""

    def measured(answers: Ints, counts: Ints) -> Measure:
        values, place = np.unique(answers, return_inverse=True)
        often = np.bincount(place, counts, len(values)).astype(np.int64)
        tally = Tally(np.zeros(len(values), np.int32), values.astype(np.int64), often)
        return metric.results(Cell(States([WHOLE], {SCORE: tally}), 0, level))[0]

    return measured


def _settled(column: Column, plan: Plan, tallies: Tallies) -> Beside:
    """The tally of a column as the analysis takes it; labels in order, whatever the order of rows."""
    pile = tallies.piles.get(column.key)
    states = States() if pile is None else pile.total()
    tally = states.tallies.get(SCORE, Tally.of(np.array([], np.int32), np.array([], np.int64)))
    counts = np.ones(len(tally.values), np.int64) if tally.counts is None else tally.counts
    if column.numeric:
        scores = np.array(states.keys, dtype=np.int64)[tally.groups]
        unit = "seconds" if column.kind == "duration" else ""
        values = from_bits(tally.values)
        unread = tallies.unread.get(column.key, 0)
        return Beside(column.name, NUMBERS, values, scores, counts, unread=unread, unit=unit)
    labels = tuple(sorted(label for label in states.keys if label is not None))
    place = {label: code for code, label in enumerate(labels)}
    codes = np.array([place.get(label, -1) for label in states.keys], dtype=np.int64)
    return Beside(column.name, LABELS, codes[tally.groups], tally.values, counts, labels)


def _joined(columns: Sequence[Column], tallies: Tallies) -> Together | None:
    """The rows of all parts; labels by their order, whatever that of the rows."""
    import pandas as pd

    if tallies.full or not columns or not tallies.rows:
        return None
    frame = pd.concat(tallies.rows, ignore_index=True)
    for column in columns:
        if not column.numeric:
            codes = tallies.codes[column.key]
            order = np.full(len(codes) + 1, -1)  # the last is that of blank cells
            order[[codes[label] for label in sorted(codes)]] = np.arange(len(codes))
            frame[column.key] = order[frame[column.key].to_numpy(dtype=np.int64)]
    frame = _counted(frame)
    scores, counts = (frame[name].to_numpy(dtype=np.int64) for name in (SCORE, "count"))
    names = tuple(each.name for each in columns)
    return Together(names, tuple(frame[each.key].to_numpy() for each in columns), scores, counts)


def _counted(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows that are alike as one, in order: what is computed of them does not depend on the order of the file."""
    keys = [name for name in frame.columns if name != "count"]
    return frame.groupby(keys, sort=True, as_index=False, dropna=False).agg({"count": "sum"})


def _numeric(table: Table, key: str) -> NDArray[np.float64]:
    """The numbers of a column, durations in seconds; NaN where there is none."""
    values = table.frame[key].to_numpy()
    if values.dtype == np.int64:
        return np.where(values == MISSING, np.nan, values / SECOND)
    return np.asarray(values, dtype=np.float64)


def _filled(faults: Faults, rows: Rows) -> NDArray[np.bool_]:
    """Which of some cells hold something."""
    silent = [
        code
        for code, reason in enumerate(faults.reasons, start=1)
        if reason in BLANKS or reason.silent or reason is errors.NOT_ANSWERED
    ]
    return ~np.isin(faults.codes[rows], silent)
