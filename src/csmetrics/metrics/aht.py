"""Average handle time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, joined, ours
from csmetrics.metrics import _times
from csmetrics.metrics._contract import Cell, Contribution
from csmetrics.metrics._counts import lacks, whole_numbers
from csmetrics.metrics._tickets import Tickets
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Interval, Measure, Params, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

PARTS = ("talk", "hold", "wrap")
IN_WORDS = {
    "handle_time": "handle time as it stands",
    "talk": "talk",
    "hold": "hold",
    "wrap": "wrap-up",
}
HANDLE = "handle-time"
BASES = (HANDLE, "talk+hold+wrap", "talk+hold", "talk+wrap", "talk")
CONTACT, TOTAL, MEAN = "contact", "total", "mean"
NOTHING = "no contacts"

_MEAN = re.compile(r"\b(average|avg|aht|mean|media|medio|promedio|tma|tmo)\b")
"""Words, folded, by which a header says that its times are means."""

_HUMP = re.compile(r"(?<=[a-z\d])(?=[A-Z])")

_SHIFT = 22
MOST_CONTACTS, LONGEST = (1 << _SHIFT) - 1, (1 << (63 - _SHIFT)) - 1
"""The most that a row may hold: 4.2 million contacts, and 70 years in milliseconds. Both fit one integer."""


@dataclass(frozen=True)
class AHT(Tickets):
    """Average handle time: working time of agents per contact, pooled over all contacts."""

    name: ClassVar[str] = "aht"
    counters: ClassVar[tuple[str, ...]] = ("fcr", "csat")

    statistic: Annotated[str, Param("What the result is.", choices=_times.CHOICES)] = "mean"
    time: Annotated[
        str | None, Param("Which columns the handle time is made of.", choices=BASES)
    ] = None
    rows: Annotated[
        str | None,
        Param(
            "What the time of a row is: of one contact, or the total or the mean of several.",
            choices=(CONTACT, TOTAL, MEAN),
        ),
    ] = None

    def wants(self) -> Sequence[str]:
        """Name the handle time, what it may be made of, and how many contacts a row stands for."""
        return ("handle_time", *PARTS, "contacts")

    def uses(self) -> Sequence[str]:
        """Rest on the one column of times or on its parts, and on the contacts unless a row is one."""
        return (*self._columns, *(() if self.rows == CONTACT else ("contacts",)))

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Take the handle time as one column where it is there, else as the sum of its parts.

        With a column of contacts a row is a total, or a mean where the header says so. Refuses
        (``LACKS_BASIS``) what has no column, and (``MEANS_AND_TOTALS``) parts that are not of one sort.
        """
        settled = replace(self, time=_basis(facts, self.time))
        headers = [facts.headers[role] for role in settled._columns]
        means = [header for header in headers if _says_mean(header)]
        counted = facts.has("contacts")
        if self.rows in (TOTAL, MEAN) and not counted:
            raise lacks(
                Said("--rows {rows} needs the number of contacts", rows=self.rows),
                "contacts",
                facts,
            )
        if self.rows is not None:
            return settled, ()
        if not counted:
            names: Params = (("columns", ", ".join(means)),)
            told = Diagnostic(errors.MEANS_UNWEIGHTED, names, column=means[0]) if means else None
            return replace(settled, rows=CONTACT), (told,) if told else ()
        if means and len(means) < len(headers):
            others = ", ".join(header for header in headers if header not in means)
            raise CsmetricsError(errors.MEANS_AND_TOTALS, means=", ".join(means), others=others)
        if not means:
            return replace(settled, rows=TOTAL), ()
        names = (("columns", ", ".join(means)), ("contacts", facts.headers["contacts"]))
        return replace(settled, rows=MEAN), (
            Diagnostic(errors.MEANS_WEIGHTED, names, column=means[0]),
        )

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally each contact by its time, or each row by its time and contacts together.

        A blank time leaves the row out; a blank hold or wrap-up is none. Without a contact, the time of a
        row still counts; without both it adds nothing, and is left out.
        """
        first, *others = self._columns
        times = _column(table, first, optional=False)
        for role in others:
            times = times + _column(table, role, optional=True)
        if self.rows == CONTACT:
            rows = table.rows()
            return (Contribution("handled", rows, times[rows]),)
        contacts = whole_numbers(table, "contacts", MOST_CONTACTS)
        if self.rows == MEAN:
            # as a float first: a product beyond 64 bits must not come round again as a small one
            too_long = times.astype(float) * contacts > LONGEST
            times = times * contacts
        else:
            too_long = times > LONGEST
        table.leave_out(too_long, errors.TOO_LARGE, first)
        table.leave_out((times == 0) & (contacts == 0), errors.NO_CONTACT, "contacts")
        rows = table.rows()
        return (Contribution("totals", rows, (times[rows] << _SHIFT) | contacts[rows]),)

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the times of the contacts, or Σ time / Σ contacts."""
        if self.rows == CONTACT:
            tally = cell.tally("handled")
            told = _times.statistics(tally, cell.level, self.statistic, NOTHING)
            return (Measure(tuple(told), bins=_times.bins(tally)),)
        packed, counts = cell.tally("totals")
        times, contacts = packed >> _SHIFT, packed & MOST_CONTACTS
        pooled = _pooled(times, contacts, counts, cell.level)
        because = "rows are totals of several contacts" if pooled.n else NOTHING
        names = dict.fromkeys((self.statistic, *_times.SHOWN))
        statistics = tuple(
            pooled
            if name == pooled.name
            else Statistic(name, None, "seconds", 0, undefined_because=because)
            for name in names
        )
        return (Measure(statistics, (("rows", int(counts.sum())),)),)

    def definition(self) -> Definition:
        """Say which times, and of how many contacts."""
        return Definition(
            metric=self.name,
            title="Average handle time",
            formula="Σ handle time / contacts",
            rule=self._rule(),
            unit="seconds",
            sources=(
                "W. G. Cochran, Sampling Techniques, 3rd ed., Wiley, 1977, section 6.4",
                "B. Efron, Better Bootstrap Confidence Intervals, "
                "Journal of the American Statistical Association 82, 1987",
            ),
        )

    @property
    def _columns(self) -> tuple[str, ...]:
        return ("handle_time",) if self.time in (None, HANDLE) else tuple(str(self.time).split("+"))

    def _rule(self) -> str:
        if self.time is None or self.rows is None:
            return "handle time, else talk + hold + wrap-up; Σ time / Σ contacts"
        first, *others = (ours(IN_WORDS[role]) for role in self._columns)
        times: str = joined(" + ", [first, *others])
        if others:
            optional = joined(" or ", others)
            times = Said("{times}, a blank {optional} being none", times=times, optional=optional)
        rows = {
            CONTACT: "each row is one contact",
            TOTAL: "rows are totals, pooled: not the mean of the rows' means",
            MEAN: "rows are means: each counts as often as it has contacts",
        }[self.rows]
        return joined("; ", [times, ours(rows)])


def _basis(facts: Facts, declared: str | None) -> str:
    """Choose the columns of which the handle time is made."""
    if declared is not None:
        roles = ("handle_time",) if declared == HANDLE else tuple(declared.split("+"))
        for role in roles:
            if not facts.has(role):
                raise lacks(
                    Said("--time {declared} needs the column {role}", declared=declared, role=role),
                    role,
                    facts,
                )
        return declared
    if facts.has("handle_time"):
        return HANDLE
    if not facts.has("talk"):
        what = (
            "aht needs the handle time, or the talk time (with hold and wrap-up where they exist)"
        )
        raise lacks(what, "handle_time", facts)
    return "+".join(role for role in PARTS if facts.has(role))


def _says_mean(header: str) -> bool:
    from csmetrics.read._header import folded

    return _MEAN.search(folded(_HUMP.sub(" ", header))) is not None


def _column(table: Table, role: str, *, optional: bool) -> Ints:
    """Read the times of a column in ms, 0 where there is none; ``optional`` cells may hold none."""
    import numpy as np

    from csmetrics.intake.times import MISSING

    if optional:
        absent = table.faulty(role, errors.BLANK) | table.faulty(role, errors.MISSING_WORD)
        table.leave_out_faulty(role, ~absent)
    else:
        table.leave_out_faults(role)
    times = table.milliseconds(role)
    times = np.where(times == MISSING, 0, times)
    table.leave_out(times < 0, errors.NEGATIVE, role)
    return times


def _pooled(times: Ints, contacts: Ints, counts: Ints, level: float) -> Statistic:
    """Give R = Σt / Σc in seconds, ``n`` being the contacts.

    Its interval is that of a ratio by linearisation: R ± t·√(n·Σ(t − R·c)² / (n − 1)) / Σc over the n rows,
    t of Student's distribution with n − 1 degrees of freedom, cut at 0. W. G. Cochran, *Sampling Techniques*,
    3rd ed. 1977, 6.4 (all rows of a large population: no correction for a finite one).
    """
    from csmetrics.calc import means

    n, total = int(counts.sum()), means.total(contacts, counts)
    if not total:
        because = "no contacts" if not n else "no row has a contact"
        return Statistic("mean", None, "seconds", 0, undefined_because=because)
    whole = means.total(times, counts)
    ratio = whole / total
    rests = times - ratio * contacts
    squares = float((counts * rests * rests).sum())
    if n < 2:
        ends: tuple[float | None, float | None] = (None, None)
        method = "unknown from a single row"
    elif squares <= (1e-9 * whole) ** 2 / n:  # what rounding leaves
        ends, method = (None, None), "unknown, as all rows agree"
    else:
        reach = means.student_quantile(n - 1, level) * sqrt(n * squares / (n - 1)) / total
        ends = (max(ratio - reach, 0.0), ratio + reach)
        method = "ratio of sums by linearisation, Student's t over the rows"
    low, high = (None if end is None else end / _times.SECOND for end in ends)
    mean = whole / (total * _times.SECOND)
    return Statistic("mean", mean, "seconds", total, Interval(level, low, high, method))
