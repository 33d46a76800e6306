"""What the survey metrics share: question columns, and statistics of answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar

from csmetrics import errors
from csmetrics.calc import intervals
from csmetrics.metrics import _asked, _weights
from csmetrics.metrics._asked import INVITED
from csmetrics.metrics._contract import Asked, Contribution, Reveals
from csmetrics.metrics._options import check_choices
from csmetrics.metrics._statistics import undefined
from csmetrics.options import Param
from csmetrics.report import Diagnostic, Interval, Statistic

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from csmetrics.calc.states import States
    from csmetrics.intake.evidence import Evidence
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table
    from csmetrics.metrics._contract import Better, Cell
    from csmetrics.report import Definition, Measure

Formula = Callable[[Mapping[int, float]], tuple[Statistic, ...]]
"""What a metric makes of how often each answer was given."""
ALL = "none"
ONE_PER = (
    ALL,
    "respondent",
    *(f"respondent,{every}" for every in ("day", "week", "month", "quarter", "year")),
)
"""Of whom one answer counts; all count of nobody."""


@dataclass(frozen=True)
class Survey(ABC):
    """The base of the survey metrics: a row is an answer, each ``score`` column a question."""

    name: ClassVar[str]
    table: ClassVar[str] = "responses"
    date: ClassVar[str | None] = "answered"
    dates: ClassVar[tuple[str, ...]] = ()
    now: ClassVar[bool] = False
    timed: ClassVar[bool] = False
    by_period: ClassVar[str] = ""
    counters: ClassVar[tuple[str, ...]] = ()
    roster: ClassVar[str | None] = None
    unites: ClassVar[bool] = False
    who: ClassVar[str] = ""
    reveals: ClassVar[Reveals] = Reveals()
    cohort: ClassVar[str | None] = None

    score: Annotated[
        tuple[str, ...],
        Param("Column with the answers to a question; repeatable.", metavar="COLUMN"),
    ] = ()
    one_per: Annotated[
        str | None,
        Param(
            "Count the latest answer of each respondent alone, or of each in a period; none: all answers.",
            metavar="respondent[,PERIOD]|none",
            choices=ONE_PER,
        ),
    ] = None
    weight: Annotated[
        str | None,
        Param(
            "Column that says how much each answer counts; none: all alike.", metavar="COLUMN|none"
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse what no option may be."""
        check_choices(self)
        if self.weight == _weights.NONE:  # what a settings file says can be taken back
            object.__setattr__(self, "weight", None)
        if self.one_per == ALL:
            object.__setattr__(self, "one_per", None)

    @property
    def better(self) -> Better | None:
        """Take more for better: shares and scores count what is good."""
        return "higher"

    @abstractmethod
    def judged(self, evidence: Evidence) -> tuple[Self, Sequence[Diagnostic]]:
        """Find what was left open, such as the scale, in the whole column; refuse what it cannot be."""

    @abstractmethod
    def result(self, states: States, group: int, level: float) -> Measure:
        """Apply the formula to the answers of one slice."""

    @abstractmethod
    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally each answer."""

    @abstractmethod
    def defined(self) -> Definition:
        """Say what is computed of answers that count alike, and where it comes from."""

    def definition(self) -> Definition:
        """Say what is computed, and where it comes from."""
        plain = self.defined()
        return plain if self.weight is None else _weights.definition(plain, self.weight)

    def told(self, states: States, group: int, formula: Formula) -> tuple[Statistic, ...]:
        """Apply the formula to the counts of the answers of one slice, and where they weigh, to these first."""
        counts = counted(states, group)
        plain = formula(counts)
        if self.weight is None:
            return plain
        found = _weights.of_slice(states, group, [*counts])
        return _weights.beside(plain, formula(found.sums), formula(found.counts), found)

    def questions(self, headers: Mapping[str, str]) -> Sequence[Asked]:
        """Ask each column of ``--score``, else the one that plays the role."""
        own = {} if self.weight is None else {_weights.WEIGHT: self.weight}
        if not self.score:
            return (Asked(None, self, own),)
        return tuple(Asked(name, self, {"score": name, **own}) for name in self.score)

    def needs(self) -> Sequence[str]:
        """Name the column of answers, unless the user did."""
        return () if self.score else ("score",)

    def wants(self) -> Sequence[str]:
        """Know who was asked, where a column says when."""
        return (INVITED,)

    def uses(self) -> Sequence[str]:
        """Rest on the answers, and on what they weigh."""
        return ("score", INVITED, *([] if self.weight is None else [_weights.WEIGHT]))

    def follows(self) -> Sequence[str]:
        """Find nobody again."""
        return ()

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Judge the column of answers."""
        evidence = facts.score
        if evidence is None:
            raise TypeError("a survey metric needs the evidence of its column")
        return self.judged(evidence)

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the one result, with the response rate where it is known who did not answer."""
        measure = self.result(cell.states, cell.group, cell.level)
        rate = _asked.response_rate(cell, sum(counted(cell.states, cell.group).values()))
        return (replace(measure, statistics=(*measure.statistics, *rate)),)

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """Say where weights are uneven, and what is not known of who was asked."""
        told = [*_asked.remarks(cell)]
        if self.weight is not None:
            answers = [*counted(cell.states, cell.group)]
            found = _weights.of_slice(cell.states, cell.group, answers)
            told += _weights.remarks(found, self.weight)
        return tuple(told)


def tally_answers(
    table: Table,
    ends: tuple[int, int],
    without: int | None = None,
    *,
    weigh: bool = False,
    offered: bool = False,
) -> list[Contribution]:
    """Tally the whole answers on the scale as they are; leave the others out by reason.

    Those who were asked and did not answer are counted for the response rate; with ``offered`` also those of whom
    a word for it is all that says so. With ``weigh`` the weights of the answers are tallied, too.
    """
    silent = _asked.silent(table, by_word=offered)
    table.leave_out(
        table.faulty("score", errors.NOT_ANSWERED) & ~silent, errors.MISSING_WORD, "score"
    )
    table.leave_out_faulty("score", ~silent)
    values = table.numeric("score")
    low, high = ends
    table.leave_out((values != values.round()) & ~silent, errors.NOT_WHOLE, "score")
    table.leave_out(
        (values < low) | (values > high), errors.OUTSIDE_SCALE, "score", low=low, high=high
    )
    if without is not None:
        table.leave_out(values == without, errors.NEUTRAL, "score")
    if weigh:
        _weights.leave_out(table, ~silent)
    rows = table.rows()
    answered = rows[~silent[rows]]
    answers = values[answered].astype("int64")
    found = [Contribution("score", answered, answers)]
    found += _asked.contributions(table, silent, answered)
    if weigh:
        found += _weights.contributions(table, answered, answers)
    return found


def counted(states: States, group: int) -> dict[int, int]:
    """Count each answer in one slice."""
    values, counts = states.tally("score", group)
    return dict(zip(values.tolist(), counts.tolist(), strict=True))


def mean(counts: Mapping[int, float], ends: tuple[int, int], level: float) -> Statistic:
    """Give the mean answer, with the score interval on its scale; the counts may be effective ones."""
    n = sum(counts.values())
    if n == 0:
        return undefined("mean", "score")
    value = sum(answer * count for answer, count in counts.items()) / n
    return Statistic(
        "mean",
        value,
        "score",
        int(n),
        Interval(level, *intervals.mean(counts, ends, level), "score"),
    )


def spread(counts: Mapping[int, int], ends: tuple[int, int]) -> tuple[tuple[str, int], ...]:
    """Count each value of the scale: from the lowest to the highest."""
    return tuple((str(value), counts.get(value, 0)) for value in range(ends[0], ends[1] + 1))
