"""What metrics that rest on counts share: reading them, their statistics, and what is missing for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, joined
from csmetrics.metrics import _statistics
from csmetrics.report import Interval, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

MEAN = "mean"


def whole_numbers(table: Table, role: str, most: int) -> Ints:
    """Read a column of counts, 0 where there is none; what is no count up to ``most`` leaves its row out."""
    import numpy as np

    table.leave_out_faults(role)
    numbers = table.numeric(role)
    table.leave_out(numbers != numbers.round(), errors.NOT_WHOLE, role)
    table.leave_out(numbers < 0, errors.BELOW_ZERO, role)
    table.leave_out(numbers > most, errors.TOO_LARGE, role)
    return np.where(table.why == 0, numbers, 0).astype(np.int64)


def share_above_zero(
    name: str, tally: tuple[Ints, Ints], level: float, nothing: str
) -> tuple[Statistic, int]:
    """Give the share of the rows that count one or more, in percent with Wilson's interval; and how many."""
    values, counts = tally
    n, some = int(counts.sum()), int(counts[values > 0].sum())
    if not n:
        return Statistic(name, None, "percent", 0, undefined_because=nothing), 0
    return _statistics.share(name, some, n, level), some


def mean(tally: tuple[Ints, Ints], unit: str, level: float, nothing: str) -> Statistic:
    """Give the mean count of a row, with the interval of :func:`csmetrics.calc.means.interval`."""
    from csmetrics.calc import means

    values, counts = tally
    n = int(counts.sum())
    if not n:
        return Statistic(MEAN, None, unit, 0, undefined_because=nothing)
    (low, high), method = means.interval(values, counts, level)
    low = None if low is None else max(low, 0.0)  # no count is negative
    return Statistic(MEAN, means.mean(values, counts), unit, n, Interval(level, low, high, method))


def lacks(what: str, role: str, facts: Facts, otherwise: str = "") -> CsmetricsError:
    """Refuse what the columns do not allow: say what was found, and how to name the column of ``role``.

    ``otherwise`` says what else would do.
    """
    how = "--column {role}=NAME     (csmetrics inspect shows how each column was read)"
    if otherwise:
        how = (
            "--column {role}=NAME; or {cure}     (csmetrics inspect shows how each column was read)"
        )
    cure = Said(how, role=role, cure=otherwise)
    return CsmetricsError(errors.LACKS_BASIS, what=what, has=found(facts, facts.has), cure=cure)


def lacks_one_way(what: str, ways: Sequence[Sequence[str]], facts: Facts) -> CsmetricsError:
    """Refuse columns that allow none of several ways: name those that the ways still lack of which most is there."""
    lacking = [tuple(role for role in way if not facts.has(role)) for way in ways]
    rank = [(len(each) == len(way), len(each)) for each, way in zip(lacking, ways, strict=True)]
    nearest = [each for each, at in zip(lacking, rank, strict=True) if at == min(rank)]
    cures = (
        joined(" ", [Said("--column {role}=NAME", role=role) for role in roles])
        for roles in dict.fromkeys(nearest)
    )
    how = "{cure}     (csmetrics inspect shows how each column was read)"
    cure = Said(how, cure=joined("; or ", cures))
    return CsmetricsError(errors.LACKS_BASIS, what=what, has=found(facts, facts.has), cure=cure)


def found(facts: Facts, filled: Callable[[str], bool]) -> Said:
    """Name the columns that play a role, and say which of them are blank."""
    known = [
        Said(
            "{header} is {role}" if filled(role) else "{header} is {role}, and blank",
            header=header,
            role=role,
        )
        for role, header in facts.headers.items()
    ]
    return Said("found: {columns}", columns=joined("; ", known or [Said("none of them")]))
