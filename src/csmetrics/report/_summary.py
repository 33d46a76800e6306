"""The answer of ``summary``: the scorecard of every KPI that the columns allow."""

from __future__ import annotations

from dataclasses import dataclass

from csmetrics.report._comparison import Change
from csmetrics.report._goals import Progress
from csmetrics.report._metric import Diagnostic, Input, Interval, Report, Statistic
from csmetrics.report._standards import Standards
from csmetrics.report._trend import Trend


@dataclass(frozen=True)
class Kpi:
    """One line of the scorecard: the headline of one metric, or of one of its questions.

    ``statistic`` is that of ``period``, the last one that the data cover whole; where there is none, ``period``
    is None and it is that of all rows. ``change`` is from ``previous``, the period before; ``way`` says in one
    word what it means: better, worse, no clear change, or nothing where no verdict is possible. ``filters`` are the
    tests that its rows fit.
    """

    metric: str
    title: str
    statistic: Statistic
    question: str | None = None
    better: str | None = None
    period: str | None = None
    previous: str | None = None
    change: Change | None = None
    way: str = ""
    trend: Trend | None = None
    goals: tuple[Progress, ...] = ()
    filters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """Whether two KPIs that are watched together moved together, from one period to the next.

    ``rho`` is the rank correlation of their changes over ``periods`` common whole periods, and ``changes`` how many
    that is of. ``verdict``: better together, one against the other, or no clear relation; where better is neither
    way for one of them, up together or one up and one down.
    """

    first: str
    second: str
    rho: float
    interval: Interval
    periods: int
    changes: int
    verdict: str


@dataclass(frozen=True)
class Lacking:
    """A metric that could not be computed: ``why`` names the column it lacks, ``cure`` how to say it."""

    metric: str
    title: str
    why: str
    cure: str


@dataclass(frozen=True)
class Comment:
    """What somebody unhappy wrote, as it is written.

    ``when`` is the time of the answer in the zone of the run, empty where none is known. ``scores`` are the bad
    answers by metric, None where an answer is a word; ``labels`` are the channel, team and agent, as far as known.
    """

    when: str
    scores: tuple[tuple[str, int | None], ...]
    labels: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True)
class Comments:
    """Personal data: comments of detractors and of the unsatisfied, the newest first.

    ``metrics`` are those whose bad answers they are of; ``written`` is how many wrote anything, of whom ``shown``
    are the newest, or the last in the files where none is ``dated``; ``blank`` is how many wrote nothing.
    """

    metrics: tuple[str, ...]
    shown: tuple[Comment, ...]
    written: int
    blank: int
    dated: bool = True


@dataclass(frozen=True)
class Summary:
    """The answer of ``csmetrics summary``. ``reports`` are what the KPIs are taken from, by period and as a whole.

    ``standards`` are people and teams behind them, where ``csmetrics report --by`` asks for some; ``relations``
    are of the KPIs that are watched together; ``busy`` are counts by weekday and hour, for the page of a report, and
    ``comments`` what unhappy customers wrote, where it is asked for.
    """

    kpis: tuple[Kpi, ...]
    lacking: tuple[Lacking, ...] = ()
    reports: tuple[Report, ...] = ()
    standards: tuple[Standards, ...] = ()
    relations: tuple[Relation, ...] = ()
    busy: tuple[Report, ...] = ()
    comments: Comments | None = None
    every: str = "month"
    inputs: tuple[Input, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    zone: str = "UTC"
    filters: tuple[str, ...] = ()
    window: tuple[str | None, str | None] = (None, None)
    stamp: str | None = None
    kind: str = "summary"
