"""What is to be said of respondents: who answered again, and in what it is not certain which answer is the latest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, ours
from csmetrics.pipeline import account, respondents
from csmetrics.pipeline.respondents import ANSWERED
from csmetrics.report import Diagnostic
from csmetrics.slices.periods import EVERY

if TYPE_CHECKING:
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.respondents import Answers, Once
    from csmetrics.pipeline.sums import Study
    from csmetrics.slices.periods import Every

WORDS = 3
"""Words for nobody that are shown."""


def refuse_unread(plan: Plan, studies: Sequence[Study]) -> None:
    """Refuse dates of which so many cannot be read that the column is none of dates, as for periods."""
    for found in (study.answers for study in studies):
        if found is None:
            continue
        suspect = [each for each in found.unread.entries(plan.files) if each.reason.suspect]
        if suspect:
            share = 100 * sum(each.count for each in suspect) / found.written
            account.refuse_most(plan, plan.headers[ANSWERED], suspect, share)


def notes(plan: Plan, studies: Sequence[Study], rows: int) -> Iterator[Diagnostic]:
    """What is to be said of those who answered more than once."""
    once = plan.once
    if once is None:
        return
    if not once.asked and (rows > respondents.MOST or not once.key):
        yield Diagnostic(
            errors.REPEATS_UNCOUNTED, (("most", respondents.MOST),), column=once.header
        )
        return
    if once.asked:
        yield from _of_order(plan, once)
    for study in studies:
        if study.answers is not None:
            yield from _of_study(plan, study.answers, once, study.question.name)
            yield from _of_dates(plan, study.answers)


def _of_order(plan: Plan, once: Once) -> Iterator[Diagnostic]:
    if not once.dated:
        yield Diagnostic(errors.LATEST_BY_PLACE)
    every = plan.every
    if every is None:
        return
    params = (("option", plan.metric.one_per or ""), ("every", ours(every)), ("step", every))
    if plan.date is not None and plan.date != ANSWERED:
        column = plan.headers[plan.date]
        yield Diagnostic(errors.LATEST_OTHERWISE, (*params, ("column", column)), column=column)
    elif not _lies_within(once.every, every):
        yield Diagnostic(errors.LATEST_PERIOD, params)


def _lies_within(inner: Every | None, outer: Every) -> bool:
    """Whether each period of one length lies in one of another: weeks lie in two months, and in two years."""
    if inner is None or (inner == "week" and outer != "week"):
        return False
    return EVERY.index(inner) <= EVERY.index(outer)


def _of_one(plan: Plan, found: Answers, answers: Said) -> Iterator[Diagnostic]:
    """Warn of an entry with so many answers that it may stand for nobody, without telling what it is."""
    if (most := found.most()) is None:
        return
    count, (file, row) = most
    where = str(row) if len(plan.files) == 1 else f"{plan.files[file]}:{row}"
    column = found.once.header
    params = (("count", count), ("answers", answers), ("column", column))
    yield Diagnostic(errors.ONE_ENTRY, params, count, (where,), column)


def _of_dates(plan: Plan, found: Answers) -> Iterator[Diagnostic]:
    for each in found.unread.entries(plan.files):
        params = (("count", each.count), ("column", each.column), ("reason", each.text))
        yield Diagnostic(
            errors.LATEST_UNREAD, params, each.count, each.rows, each.column, each.values
        )


def _of_study(plan: Plan, found: Answers, once: Once, question: str | None) -> Iterator[Diagnostic]:
    n, column = found.answers, once.header
    answers = Said("{n:,} answers", n=n)
    if question is not None:
        answers = Said("{n:,} answers to {question}", n=n, question=question)
    again = 0 if once.asked else len(found.latest()[0])
    kinds = found.kinds(again)
    if not once.asked:
        if again and not kinds:
            params = (("count", again), ("answers", answers), ("column", column))
            yield Diagnostic(errors.REPEATS, params, again, column=column)
        return
    if kinds:
        raise CsmetricsError(errors.NO_PEOPLE, column=column, kinds=kinds, answers=answers)
    if found.nobody:
        words = ", ".join(sorted(found.words)[:WORDS])
        where = Said("{column}: {words}", column=column, words=words) if words else column
        params = (("count", found.nobody), ("answers", answers), ("column", where))
        yield Diagnostic(errors.NOBODY_NAMED, params, found.nobody, column=column)
    yield from _of_one(plan, found, answers)
    if once.dated and (ties := found.latest()[1]):
        yield Diagnostic(errors.LATEST_TIED, (("count", ties),), ties, column=column)
