"""Reading and adding: each part of each file is typed, filtered, sliced, and added to the sums.

A run reads its files once. What had to be assumed before the first row (a scale, the order of dates, that
no id occurs twice) is held against all rows at the end; where they prove something else, the files are read
again with that. What a reading proves of single columns does not depend on what it assumed. Which row of an
id is the last one does, on the times of updates and the order of their dates, so that there may be a third
reading and a fourth; which answer of a respondent is, on which rows are left then: a fifth, and no sixth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import Reason
from csmetrics.intake.columns import Columns, Typed
from csmetrics.intake.ledger import Ledger
from csmetrics.intake.nobody import named
from csmetrics.intake.schema import EVENTS
from csmetrics.intake.table import Table
from csmetrics.intake.times import MISSING
from csmetrics.pipeline.freshness import refuse_stale
from csmetrics.pipeline.hours import refuse_unscheduled
from csmetrics.pipeline.plan import UPDATED
from csmetrics.pipeline.proof import Assumed, Marks, from_sample, proven_by
from csmetrics.pipeline.repeats import refuse_unread
from csmetrics.pipeline.rows import Part
from csmetrics.pipeline.sums import Run, Study
from csmetrics.read._gather import gathered
from csmetrics.read._raw import Findings
from csmetrics.report import Diagnostic
from csmetrics.slices import keys
from csmetrics.slices.keys import WHITESPACE
from csmetrics.slices.periods import Window

if TYPE_CHECKING:
    from csmetrics.pipeline.plan import Plan


Watch = Callable[[int], None]
Ints = NDArray[np.int64]
READINGS = 5


def settled_run(plan: Plan, watch: Watch, marks: Marks | None = None) -> tuple[Run, Marks]:
    """Read until what was assumed is what all rows prove, mostly once; with the marks of the rows.

    ``marks`` are those that were proven before, if any: then they are assumed.
    """
    assumed = from_sample(plan)
    if marks is not None:
        assumed = replace(assumed, marks=marks)
    for _ in range(READINGS):
        run = _read(plan, assumed, watch)
        proven = proven_by(plan, run, assumed)
        if assumed.holds(proven):
            refuse_stale(plan, run)
            refuse_unscheduled(plan, run)
            refuse_unread(plan, run.studies)
            return run, proven.marks
        assumed = proven
    raise AssertionError("what the rows prove depends on what was assumed")


def _read(plan: Plan, assumed: Assumed, watch: Watch) -> Run:
    run = Run(
        columns=Columns(
            plan.columns,
            plan.options.input,
            assumed.decisions,
            plan.files,
            plan.left_out,
            tables=plan.tables,
        ),
        studies=[
            Study(question, metric, answers=assumed.marks.answers_to(plan.once, place))
            for place, (question, metric) in enumerate(
                zip(plan.questions, assumed.metrics, strict=True)
            )
        ],
        separators=dict.fromkeys(assumed.separators, WHITESPACE),
        rows=[0] * len(plan.tables),
    )
    for file, raw in enumerate(plan.tables):
        findings = Findings()  # of this file: what a reader says of it is counted in here
        columns = run.columns
        # a cell that may be shown has to be read as it is written
        times = set() if plan.options.output.show_values else columns.times(file, raw.sample)
        parts = gathered(raw.parts(columns.places(file), findings, times))
        for typed in _ahead(columns.typed(part, file) for part in parts if len(part.numbers)):
            _add(plan, assumed, run, typed, file)
            watch(sum(run.rows))
        _account_unread(run, file, errors.BAD_ROW, findings.bad_rows)
        for reason, rows in findings.left_out.items():
            _account_unread(run, file, reason, rows)
        if raw.header_row > 1:
            params = (("file", raw.name), ("row", raw.header_row))
            run.notes.append(Diagnostic(errors.HEADER_BELOW, params))
        run.notes.extend(findings.notes)
    _sort(run)
    return run


def _sort(run: Run) -> None:
    """Sort the ids beside the sums: both take a second of ten million rows."""
    with ThreadPoolExecutor(1) as other:
        sorted_ids = other.submit(run.ids.repeated)
        for study in run.studies:
            study.pile.total()
        sorted_ids.result()


def _ahead(parts: Iterator[Typed]) -> Iterator[Typed]:
    """The same parts, each made by another thread while the one before is added."""
    with ThreadPoolExecutor(1) as other:
        coming = other.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = other.submit(next, parts, None)
            yield part


def _account_unread(run: Run, file: int, reason: Reason, rows: Sequence[int]) -> None:
    run.rows[file] += len(rows)
    for ledger in (run.ledger, *(study.ledger for study in run.studies)):
        ledger.enter((reason, (), ""), len(rows), [(file, row) for row in rows])


def _add(plan: Plan, assumed: Assumed, run: Run, typed: Typed, file: int) -> None:
    """Add one part to the sums of every question."""
    part = _part(plan, assumed, run, typed, file)
    _witness(plan, run, part, ordered=assumed.marks.ordered)
    tables = []
    for study in run.studies:
        table = part.table(dict(study.question.keys))
        if study.metric is not None:
            for states in part.states(study.metric, table, study):
                study.pile.add(states)
            if plan.beside:
                study.beside.add(plan.beside, table)
        if plan.hours is not None:
            run.unscheduled |= plan.hours.without(table)
        study.ledger += table.ledger()
        tables.append(table)
    run.ledger += tables[0].ledger() if len(tables) == 1 else _joint(tables)


def _part(plan: Plan, assumed: Assumed, run: Run, typed: Typed, file: int) -> Part:
    """The rows of a part with what the reading before found out about them."""
    start, rows = run.ordinal, len(typed.numbers)
    run.ordinal += rows
    run.rows[file] += rows
    superseded = np.zeros(rows, dtype=bool)
    marks = assumed.marks
    first, last = np.searchsorted(marks.superseded, [start, start + rows])
    superseded[marks.superseded[first:last] - start] = True
    following = None if marks.following is None else marks.following[start : start + rows]
    who = None
    if plan.metric.who:  # where no column says it, each row is somebody
        who = np.arange(start, start + rows, dtype=np.uint64) + np.uint64(1)
        who = who if plan.who is None else typed.hashes[plan.who]
    return Part(plan, typed, file, superseded, following, assumed.separators, marks.latest, who)


def _witness(plan: Plan, run: Run, part: Part, *, ordered: bool) -> None:
    """Note what the rows of a part say, whatever becomes of them."""
    typed, frame = part.typed, part.typed.frame
    for by in plan.by:
        if by.several:
            found = keys.separator(map(str, frame[by.key].cat.categories))
            run.separators[by.key] = keys.stronger(run.separators[by.key], found)
    for role in plan.spans:
        known = part.days(role)[~np.isnat(part.days(role))]
        if len(known):
            span = Window(known.min().item(), known.max().item())
            run.spans[role] = run.spans.get(role, Window()) | span
    for role in plan.events:
        latest = int(frame[role].array.asi8.max())  # what is missing is less than every time
        run.latest[role] = max(latest, run.latest.get(role, MISSING))
    if plan.fresh is not None:
        for role in plan.fresh.roles:
            newest = plan.fresh.newest(frame[role].array.asi8)
            run.newest[role] = max(newest, run.newest.get(role, MISSING))
    for role in {*EVENTS, *plan.dates} & {*frame}:
        run.eras.add(role, part.times(role), typed.numbers, part.file)
    if plan.ids is not None:
        order = frame[UPDATED].array.asi8 if ordered and UPDATED in frame else None
        run.ids.add(typed.hashes[plan.ids], order, typed.numbers, part.file)
    if plan.same:
        person, *kind = plan.same
        who = named(typed.hashes[person], typed.texts[plan.headers[person]])
        people = [who, *(typed.hashes[key] for key in kind)]
        run.following.add(people, frame["created"].array.asi8)


def _joint(tables: Sequence[Table]) -> Ledger:
    """The account of several questions: rows that answer none of them, by the first reason that is not blank."""
    joint = Table(tables[0].frame, {}, {}, tables[0].numbers, tables[0].file)
    unused = np.logical_and.reduce([table.why != 0 for table in tables])
    for blanks in (False, True):
        for table in tables:
            for code, (reason, params, column) in enumerate(table.entries, start=1):
                if (reason is errors.BLANK) == blanks:
                    rows = unused & (table.why == code)
                    joint.leave_out(rows, reason, column, **dict(params))
    return joint.ledger()
