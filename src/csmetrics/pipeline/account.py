"""The account of every row, and whether too many of them could not be used."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Reason
from csmetrics.language import Figure, Said, joined
from csmetrics.report import Diagnostic, LeftOut, Quality

if TYPE_CHECKING:
    from csmetrics.intake.ledger import Ledger
    from csmetrics.pipeline.plan import Plan

WARN_FROM = 20
REFUSE_FROM = 50
_REFUSALS = {
    errors.NEGATIVE: errors.REVERSED,
    errors.NO_AGENT: errors.MOSTLY_NOBODY,
    errors.NOT_LISTED: errors.MOSTLY_UNLISTED,
}
"""What is said where most cells of a column cannot be used for a reason that tells why."""
_WARNINGS = {errors.NO_AGENT: errors.MANY_NOBODY, errors.NOT_LISTED: errors.MANY_UNLISTED}
"""The same where many cells cannot be."""


def quality(plan: Plan, rows_read: int, ledger: Ledger, question: str | None) -> Quality:
    """What became of the rows of one question, or of all (None)."""
    used = rows_read - ledger.left_out
    return Quality(rows_read, used, ledger.entries(plan.files), question)


def without(
    untold: Collection[str | None], overall: Quality, questions: Sequence[Quality]
) -> tuple[Quality, tuple[Quality, ...]]:
    """The same without how many rows are used for questions of which the whole is hidden."""
    told = tuple(each.untold() if each.question in untold else each for each in questions)
    return overall.untold() if len(untold) == len(questions) else overall, told


def _counted(entries: Sequence[LeftOut]) -> Said:
    """How many, and why: ``2 blank, 1 outside 0–10``."""
    return joined(", ", (Said("{n} {why}", n=each.count, why=each.text) for each in entries))


def refuse_nothing(overall: Quality) -> None:
    """Refuse a run of which no row is left, with what became of them."""
    if overall.used:
        return
    filtered = any(entry.reason is errors.NOT_SELECTED for entry in overall.left_out)
    raise CsmetricsError(
        errors.NONE_USED,
        rows=overall.rows_read,
        account=_counted(overall.left_out),
        suggestion="no row fits --where; --by with its column shows the labels there are"
        if filtered
        else "",
    )


def doubts(plan: Plan, account: Quality) -> Iterator[Diagnostic]:
    """Too many cells of a column that cannot be used mean that it is the wrong column."""
    suspect: dict[str, list[LeftOut]] = {}
    for entry in account.left_out:
        if entry.reason.suspect:
            suspect.setdefault(entry.column, []).append(entry)
    for column, entries in suspect.items():
        yield from _doubt(plan, account, column, entries)


def left_out(plan: Plan, account: Quality) -> Iterator[Diagnostic]:
    """One warning for each reason that deserves one; a row of tickets is called a ticket."""
    for entry in account.left_out:
        if entry.reason.silent or entry.reason is errors.BAD_ROW:
            continue
        if entry.reason.many:
            kind = errors.COUNTED_LEFT_OUT
        elif plan.metric.table == "tickets":
            kind = errors.TICKETS_LEFT_OUT
        else:
            kind = errors.LEFT_OUT
        params = (
            ("count", entry.count),
            ("values", Said("{n:value|values}", n=entry.count)),
            ("tickets", Said("{n:ticket|tickets}", n=entry.count)),
            ("column", entry.column),
            ("reason", entry.text),
        )
        yield Diagnostic(kind, params, entry.count, entry.rows, entry.column, entry.values)


def _doubt(
    plan: Plan, account: Quality, column: str, entries: list[LeftOut]
) -> Iterator[Diagnostic]:
    lost = sum(entry.count for entry in entries)
    share = 100 * lost / _judged(account, entries[0].reason, lost)
    params = refuse_most(plan, column, entries, share)
    if share > WARN_FROM:
        kind = _WARNINGS.get(_most(entries), errors.MANY_LEFT_OUT)
        yield Diagnostic(kind, tuple(params.items()), lost)


def _most(entries: Sequence[LeftOut]) -> Reason:
    """The reason that left out the most."""
    return max(entries, key=lambda entry: entry.count).reason


def refuse_most(
    plan: Plan, column: str, entries: Sequence[LeftOut], share: float
) -> dict[str, str | int]:
    """Refuse a column of which more percent cannot be used than may be; else what is to be said of them."""
    shown = f"{share:.3g}"
    limit = plan.max_left_out
    params: dict[str, str | int] = {
        "share": Said("{share}%", share=Figure(shown)),
        "column": column or Said("this table"),
        "reasons": _counted(entries),
    }
    if limit is not None and float(shown) > limit:  # as shown: the hint says to allow that much
        raise CsmetricsError(
            errors.TOO_MANY_LEFT_OUT, limit=Said("{limit:g}%", limit=limit), **params
        )
    if limit is None and share > REFUSE_FROM:
        if entries[0].reason is errors.BAD_ROW:
            raise CsmetricsError(errors.BAD_ROWS, **params)
        role = next((key for key, header in plan.headers.items() if header == column), "score")
        kind = _REFUSALS.get(_most(entries), errors.WRONG_COLUMN)
        raise CsmetricsError(kind, role=role, option=_option(role), **params)
    return params


def _option(key: str) -> str:
    """How a column is named: by its role, or by the option that named this one, whose key is ``weight=NAME``."""
    name, own, _ = key.partition("=")
    return f"--{name} " if own else f"--column {name}="


def _judged(account: Quality, reason: Reason, lost: int) -> int:
    """How many cells a reason was held against: those that no earlier reason had left out."""
    if reason is errors.BAD_ROW:
        return account.rows_read
    if reason in (errors.NOT_A_DATE, errors.NO_REAL_DATE):
        earlier = (errors.BAD_ROW, errors.NOT_SELECTED, errors.NO_DATE)
        left = sum(entry.count for entry in account.left_out if entry.reason in earlier)
        return account.rows_read - left
    later = (entry.count for entry in account.left_out if entry.reason is errors.NOT_THEN)
    return account.used + lost + (sum(later) if reason is errors.NOT_LISTED else 0)
