"""What a reading takes for granted, and what all its rows prove."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.columns import Columns, Decisions, sample_part
from csmetrics.intake.facts import Facts
from csmetrics.intake.ledger import FIRST_ROWS
from csmetrics.intake.mapping import FALLBACK
from csmetrics.intake.roles import CUSTOMERS, sign_of_tickets
from csmetrics.intake.schema import EVENTS
from csmetrics.intake.statuses import is_named
from csmetrics.intake.times import MISSING
from csmetrics.language import Said
from csmetrics.pipeline import beside, repeats, respondents
from csmetrics.pipeline.plan import UPDATED
from csmetrics.pipeline.respondents import Answers
from csmetrics.pipeline.rows import SURVEY
from csmetrics.report import Diagnostic
from csmetrics.slices.keys import WHITESPACE

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric
    from csmetrics.pipeline.finder import Question
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.respondents import Once
    from csmetrics.pipeline.sums import Run

Ints = NDArray[np.int64]
FEW = 50  # labels: more are no statuses, and cells are customer data

KEPT = {
    ("last", True): "the last by {by}",
    ("first", True): "the first by {by}",
    ("last", False): "the last in the file",
    ("first", False): "the first in the file",
}
"""Which of several rows with one id counts: by the time of the update, or by their places."""


@dataclass(frozen=True, eq=False)
class Marks:
    """What only all rows together say of one, by its ordinal.

    ``superseded`` are the rows that another one of their id replaces, in order; ``following`` says for each
    row when the same person comes next, None where nobody asks; ``latest`` is then the last event of all.
    ``ordered`` says that times of updates are kept, of which only rows with a repeated id have need. ``further``
    are, by question, the rows that a later answer of the same respondent replaces.
    """

    superseded: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    following: Ints | None = None
    latest: int | None = None
    ordered: bool = False
    further: tuple[Ints, ...] = ()

    def answers_to(self, once: Once | None, place: int) -> Answers | None:
        """What notes the answers of each respondent to one question, if any is asked for."""
        if once is None or not once.key:
            return None
        nothing = np.zeros(0, dtype=np.int64)
        return Answers(once, self.further[place] if self.further else nothing)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Marks) or (self.following is None) != (other.following is None):
            return False
        same = self.following is None or np.array_equal(self.following, other.following)  # type: ignore[arg-type]
        same = same and (self.latest, self.ordered) == (other.latest, other.ordered)
        pairs = zip_longest(self.further, other.further, fillvalue=())
        same = same and all(np.array_equal(*pair) for pair in pairs)
        return same and np.array_equal(self.superseded, other.superseded)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Assumed:
    """What a reading takes for granted."""

    decisions: Decisions
    metrics: tuple[Metric | None, ...]
    separators: dict[str, str]
    marks: Marks

    def holds(self, proven: Assumed) -> bool:
        """Whether it was right in all that matters: no number rests on the other columns."""
        decided = all(self.decisions.get(key) == each for key, each in proven.decisions.items())
        return decided and (self.metrics, self.separators, self.marks) == (
            proven.metrics,
            proven.separators,
            proven.marks,
        )


def from_sample(plan: Plan) -> Assumed:
    """What the first rows say. They may be no fair sample: nothing is refused on their account."""
    columns = Columns(
        plan.columns, plan.options.input, {}, leave_out=plan.left_out, tables=plan.tables
    )
    table = plan.tables[0]
    typed = columns.typed(sample_part(table.sample, columns.places(0)), 0)
    decisions: Decisions = {}
    for key in columns.parsers:
        try:
            decisions |= columns.settle({key})[0]
        except CsmetricsError:
            continue
    metrics: list[Metric | None] = []
    for question in plan.questions:
        try:
            metrics.append(question.metric.settle(_facts(plan, columns, question))[0])
        except CsmetricsError:
            metrics.append(None)
    separators = {by.key: WHITESPACE for by in plan.by if by.several}
    ids = typed.hashes.get(plan.ids or "", np.zeros(0, dtype=np.uint64))
    ordered = len(np.unique(ids[ids != 0])) < np.count_nonzero(ids)
    return Assumed(decisions, tuple(metrics), separators, Marks(ordered=bool(ordered)))


def proven_by(plan: Plan, run: Run, assumed: Assumed) -> Assumed:
    """What all rows say; here a column that cannot be what it is taken for is refused."""
    if not sum(run.rows):
        raise CsmetricsError(errors.NO_ROWS, file=", ".join(plan.files))
    facts = [_facts(plan, run.columns, question) for question in plan.questions]
    if plan.metric.table == SURVEY:
        _refuse_silence(facts, sum(run.rows))
    metrics: list[Metric] = []
    told: list[Diagnostic] = []
    for question, fact in zip(plan.questions, facts, strict=True):
        metric, notes = question.metric.settle(fact)
        metrics.append(metric)
        told.extend(notes)
    decisions, notes = run.columns.settle(_used(plan, metrics))
    run.notes.extend([*notes, *told])
    decisions |= beside.settle(plan, run)
    decisions |= _settle_events(plan, run, decisions)
    run.notes.extend(_excluded_none(plan, run))
    run.notes.extend(repeats.notes(plan, run.studies, sum(run.rows)))
    dates = {key: header for key, header in plan.headers.items() if key in decisions}
    run.notes.extend(run.eras.notes(dates, partial(_named, plan)))
    if plan.metric.timed:
        used = {key for metric in metrics for key in metric.uses()} & set(
            EVENTS
        )  # a due day is a day
        for header in dict.fromkeys(run.columns.days_only(sorted(used))):
            run.notes.append(Diagnostic(errors.DAYS_ONLY, (("column", header),), column=header))
    follows = plan.same and any(metric.follows() for metric in metrics)
    replaced = plan.options.input.dedupe is not None or not all(each.unites for each in metrics)
    marks = _marks(plan, run, assumed.marks.ordered, follows=bool(follows), replaced=replaced)
    return Assumed(decisions, tuple(metrics), dict(run.separators), marks)


def _excluded_none(plan: Plan, run: Run) -> Iterator[Diagnostic]:
    """Say which names of --exclude-status no ticket bears: a slip would leave nothing out in silence."""
    if plan.excluded is None:
        return
    labels = run.columns.labels.get(plan.excluded.key, set())
    for status in plan.excluded.statuses:
        if not any(is_named(label, status) for label in labels):
            close = get_close_matches(status, sorted(labels), n=1) if len(labels) <= FEW else []
            hint = (
                Said("did you mean {close}?", close=close[0])
                if close
                else "csmetrics inspect shows the column"
            )
            yield Diagnostic(errors.EXCLUDED_NONE, (("status", status), ("suggestion", hint)))


def _marks(plan: Plan, run: Run, ordered: bool, *, follows: bool, replaced: bool) -> Marks:
    """What is to be known of single rows; with repeated ids only once the times of their updates are.

    ``replaced`` says that of the rows of one id only one counts.
    """
    repeated = run.ids.repeated() if plan.ids is not None and replaced else 0
    if repeated and not ordered and UPDATED in run.columns.parsers:
        return Marks(ordered=True)
    superseded = _superseded(plan, run) if repeated else np.zeros(0, dtype=np.int64)
    further = tuple(each.answers.proven() for each in run.studies if each.answers is not None)
    if not follows:
        return Marks(superseded, ordered=ordered, further=further)
    latest = max((time for time in run.latest.values() if time != MISSING), default=None)
    following = run.following.next(superseded)
    most, known = run.following.most, run.following.known
    if respondents.conspicuous(most, known):
        column = plan.headers[plan.same[0]]
        params = (("column", column), ("count", most), ("all", known))
        run.notes.append(Diagnostic(errors.ONE_REQUESTER, params, most, column=column))
    return Marks(superseded, following, latest, ordered)


def _facts(plan: Plan, columns: Columns, question: Question) -> Facts:
    roles = [key for key in plan.headers if "=" not in key]
    keys = {role: role for role in roles} | {
        key.partition("=")[2]: key for key in (*plan.same, *filter(None, [plan.who]))
    }
    return Facts(
        headers={role: plan.headers[key] for role, key in keys.items()},
        filled={role: columns.filled[key] for role, key in keys.items()},
        labels={role: frozenset(columns.labels[role]) for role in roles if role in columns.labels},
        score=columns.evidence(question.keys.get("score", "score")),
        working=plan.hours is not None,
        statuses=columns.statuses("status"),
        dated=plan.dated,
        answers={role: columns.answers(role)[0] for role in roles},
        blank={role: columns.answers(role)[1] for role in roles},
        alone={role: each for role in roles if (each := columns.alone(role)) is not None},
        stand_ins=frozenset(each.role for each in plan.mapping[0] if each.why == FALLBACK),
        tickets=sign_of_tickets(plan.tables[0], plan.fit) if plan.metric.table == CUSTOMERS else "",
    )


def _refuse_silence(facts: Sequence[Facts], rows: int) -> None:
    """Refuse columns of scores that hold not one."""
    asked = [each.score for each in facts if each.score is not None]
    if not asked or any(evidence.answers or evidence.unreadable for evidence in asked):
        return
    names = ", ".join(evidence.column for evidence in asked)
    silent = sum(evidence.not_answered for evidence in asked)
    if silent:
        raise CsmetricsError(errors.NOBODY_ANSWERED, column=names, asked=silent)
    raise CsmetricsError(errors.ALL_BLANK, column=names, rows=rows)


def _used(plan: Plan, metrics: Sequence[Metric]) -> Collection[str]:
    """The keys of the columns that the result rests on."""
    own = {key for metric in metrics for key in metric.uses()}
    own |= {key for question in plan.questions for key in question.keys.values()}
    aside = {each.key for each in plan.beside}  # of which one may be in doubt, and is left away
    dates = {*plan.dates, *respondents.dates(plan.once)}
    return (own | dates | {key for key in plan.headers if "=" in key}) - aside


def _settle_events(plan: Plan, run: Run, decided: Decisions) -> Decisions:
    """Decide what dates that only bound "now" are; one that contradicts itself bounds nothing, and it is said."""
    found: Decisions = {}
    fresh = plan.fresh.roles if plan.fresh is not None else ()
    extra = {*plan.events, *plan.spans, *fresh, UPDATED} - decided.keys()
    for key in extra & run.columns.parsers.keys():
        try:
            found |= run.columns.settle({key})[0]
        except CsmetricsError as fault:
            run.latest.pop(key, None)
            run.newest.pop(key, None)
            run.spans.pop(key, None)
            params = (("column", plan.headers[key]), ("why", fault.text))
            run.notes.append(Diagnostic(errors.DATE_IGNORED, params, column=plan.headers[key]))
    return found


def _superseded(plan: Plan, run: Run) -> Ints:
    """The rows that another one of their id replaces; what repeats is said, or refused."""
    column = plan.headers[plan.ids or ""]
    last = run.ids.superseded("last" if plan.dedupe != "first" else "first")
    rows = _named(plan, run.ids.examples())
    if plan.dedupe == "error":
        raise CsmetricsError(
            errors.REPEATED_IDS, count=len(last), column=column, rows=", ".join(rows)
        )
    params: tuple[tuple[str, str | int], ...] = (("count", len(last)), ("column", column))
    if plan.dedupe == "count":
        run.notes.append(Diagnostic(errors.DUPLICATES_COUNTED, params, len(last), rows, column))
        return np.zeros(0, dtype=np.int64)
    by = plan.headers.get(UPDATED)
    params += (("kept", Said(KEPT[plan.dedupe, by is not None], by=by)),)
    rows = _named(plan, [run.ids.place(int(ordinal)) for ordinal in last[:FIRST_ROWS]])
    run.notes.append(Diagnostic(errors.DUPLICATES, params, len(last), rows, column))
    return last


def _named(plan: Plan, places: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Rows as messages call them: their numbers, with the file where there are several."""
    alone = len(plan.files) == 1
    return tuple(str(row) if alone else f"{plan.files[file]}:{row}" for file, row in places)
