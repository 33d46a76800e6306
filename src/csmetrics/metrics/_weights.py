"""``--weight``: answers that count as much as a column says, and beside them the same answers counted once each.

Of each answer the weights are tallied as they are, so that sums of parts are exact whatever their order. What is
made of them has names of its own, such as ``weighted_nps``: what is called ``nps`` counts every answer once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, ours
from csmetrics.metrics._contract import Contribution
from csmetrics.report import EFFECTIVE, Definition, Diagnostic, Statistic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.states import Ints, States
    from csmetrics.calc.weights import Weighed
    from csmetrics.intake.table import Table

WEIGHT = "weight"
"""The role of the column; also the first word of the states, one for each answer."""
NONE = "none"
LEAST = 0.5
"""Of the answers so many must be left as effective ones: a design effect of 2 (Kish) is where that is said."""
MOST = 5
"""Means of all weights: where a larger one is trimmed by M. DeBell & J. A. Krosnick, "Computing Weights for
American National Election Study Survey Data", ANES Technical Report nes012427 (2009)."""
ALL_ZERO = "all weights are 0"


def leave_out(table: Table, answered: NDArray[np.bool_]) -> None:
    """Leave out answers whose weight is none, each by its reason; one of 0 is a weight."""
    if table.headers[WEIGHT] == table.headers["score"]:
        message = Said("--weight: {column} holds the answers", column=table.headers[WEIGHT])
        raise CsmetricsError(errors.USAGE, message=message, suggestion="name that of the weights")
    for reason, told in (
        (errors.BLANK, errors.NO_WEIGHT),
        (errors.MISSING_WORD, errors.NO_WEIGHT),
        (errors.NOT_A_NUMBER, errors.UNREADABLE_WEIGHT),
    ):
        table.leave_out(answered & table.faulty(WEIGHT, reason), told, WEIGHT)
    table.leave_out(answered & (table.numeric(WEIGHT) < 0), errors.NEGATIVE_WEIGHT, WEIGHT)


def contributions(table: Table, rows: NDArray[np.intp], answers: Ints) -> Iterator[Contribution]:
    """The weights of some rows, those of each answer apart."""
    import numpy as np

    from csmetrics.calc.bits import to_bits

    bits = to_bits(table.numeric(WEIGHT)[rows])
    for answer in np.unique(answers).tolist():
        mine = answers == answer
        yield Contribution(f"{WEIGHT} of {answer}", rows[mine], bits[mine])


def of_slice(states: States, group: int, answers: Sequence[int]) -> Weighed:
    """What the weights of one slice come to."""
    from csmetrics.calc.bits import from_bits
    from csmetrics.calc.weights import weighed

    found = {}
    for answer in answers:
        bits, often = states.tally(f"{WEIGHT} of {answer}", group)
        found[answer] = from_bits(bits), often
    return weighed(found)


def beside(
    plain: Sequence[Statistic],
    exact: Sequence[Statistic],
    effective: Sequence[Statistic],
    found: Weighed,
) -> tuple[Statistic, ...]:
    """The weighted statistics, and behind the first the same unweighted and the effective number of answers.

    ``exact`` is what the formula gives for the sums of the weights: the values; ``effective`` for as many answers
    as they are worth: the intervals and counts.
    """
    n = plain[0].n
    why = ALL_ZERO if n and not found.effective else plain[0].undefined_because
    pairs = zip(exact, effective, strict=True)
    first, *rest = (_weighted(one.value, other, n, found.total, why) for one, other in pairs)
    worth = Statistic(EFFECTIVE, None if why else found.effective, "count", n, None, why)
    return first, plain[0], worth, *rest


def _weighted(
    value: float | None, each: Statistic, n: int, total: float, why: str | None
) -> Statistic:
    interval = each.interval
    if interval is not None:
        method = Said("{method}, effective n", method=ours(interval.method))
        interval = replace(interval, method=method)
    return replace(
        each,
        name=f"weighted_{each.name}",
        value=value,
        n=n,
        interval=interval,
        undefined_because=None if each.undefined_because is None else why,
        weight=total,
    )


def definition(plain: Definition, column: str) -> Definition:
    """The same of answers that weigh what a column says."""
    return replace(
        plain,
        title=Said("{title}, weighted", title=plain.title),
        formula=Said("{formula}, each answer by its weight", formula=ours(plain.formula)),
        rule=Said("{rule}; weighted by {column}", rule=plain.rule, column=column),
        sources=(
            *plain.sources,
            "L. Kish, Weighting for unequal Pi, Journal of Official Statistics 8(2), 1992",
        ),
    )


def remarks(found: Weighed, column: str) -> Iterator[Diagnostic]:
    """What is to be known of the weights of all answers."""
    if found.without:
        told = (("count", found.without), ("column", column))
        yield Diagnostic(errors.WEIGHTLESS, told, found.without, column=column)
    if not found.effective:
        return
    why = None
    if found.effective < LEAST * found.n:
        why = Said(
            "its {n:,} answers tell as much as {effective:,.0f} of one weight would",
            n=found.n,
            effective=found.effective,
        )
    elif found.most > MOST:
        # not how many times: that would tell the weight of one answer
        why = Said("the largest is more than {times} times their mean", times=MOST)
    if why is not None:
        params = (("column", column), ("why", why))
        yield Diagnostic(errors.UNEVEN_WEIGHTS, params, column=column)
