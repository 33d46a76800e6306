"""Simulate queues whose truth is known, and write the tables of open-tickets.md.

Tickets arrive as a Poisson process from the first to the last instant of a window, then the export is
made. The time to resolution is log-normal, a common form of it: most tickets are quick, a few take weeks.
What is still open at the end has waited for its age. The truth needs no simulation.

Only raw bits are taken from NumPy's generator, which promises them for every version; so the tables
are the same everywhere. ``python docs/simulate_queue.py`` prints them and writes them into the page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc import survival
from csmetrics.calc.intervals import z_quantile
from csmetrics.calc.means import mean
from csmetrics.calc.quantiles import quantile
from csmetrics.calc.states import Ints
from csmetrics.calc.survival import Curve, Tallied, curve

PAGE = Path(__file__).with_name("open-tickets.md")
BLOCK = re.compile(
    r"(?<=<!-- simulate_queue\.py -->\n).*?(?=<!-- /simulate_queue\.py -->)", re.DOTALL
)

SEED = 1958
REPLICATIONS = 500
LEVEL = 0.95
DAY = 86_400
MEDIAN = 2.0
SIGMA = 1.3
"""A long tail, as support often has it: the slowest tenth takes five times the median, or longer."""
EARLIER = 730
"""Days of arrivals before a window that decide what is resolved in it: slower tickets hardly matter."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Queue:
    """Days that are looked at, tickets that arrive on a day, and horizons of the mean, in days."""

    window: int
    a_day: int
    horizons: tuple[int, ...] = ()


QUEUES = (
    Queue(3, 10),
    Queue(7, 10, (3,)),
    Queue(30, 10, (7, 14)),
    Queue(90, 10, (7, 30, 60)),
    Queue(30, 1, (7,)),
)
STEADY = Queue(30, 10)


@dataclass(frozen=True)
class Estimates:
    """What the replications estimated, in days; NaN where one had no estimate."""

    truth: float
    values: Floats

    @property
    def known(self) -> Floats:
        """Those that are one."""
        return self.values[~np.isnan(self.values)]

    @property
    def reached(self) -> float:
        """The share of replications that have an estimate."""
        return len(self.known) / len(self.values)

    @property
    def average(self) -> float:
        """Their mean."""
        return float(self.known.mean())

    @property
    def bias(self) -> float:
        """How far their mean is from the truth, as a share of it."""
        return self.average / self.truth - 1

    @property
    def error(self) -> float:
        """How far chance alone may have moved the bias: half of its 95 % interval."""
        spread = float(self.known.std(ddof=1)) / sqrt(len(self.known))
        return z_quantile(0.95) * spread / self.truth


@dataclass(frozen=True)
class Medians:
    """Of one queue: the median by each way, and how the interval of Kaplan–Meier did."""

    queue: Queue
    still_open: float
    closed: Estimates
    in_the_end: Estimates
    kaplan_meier: Estimates
    covered: float
    """The share of replications whose interval held the truth, of all."""


@dataclass(frozen=True)
class Means:
    """Of one queue and horizon: the mean by each way."""

    queue: Queue
    horizon: int
    closed: Estimates
    closed_to_horizon: Estimates
    restricted: Estimates


def mean_to(horizon: float) -> float:
    """The true mean of min(T, horizon), in days: E[T; T ≤ h] + h·P(T > h)."""
    place = (log(horizon) - log(MEDIAN)) / SIGMA
    phi = NormalDist().cdf
    return true_mean() * phi(place - SIGMA) + horizon * phi(-place)


def p90() -> float:
    """The true 90th percentile, in days."""
    return MEDIAN * exp(SIGMA * NormalDist().inv_cdf(0.9))


def true_mean() -> float:
    """The true mean, in days."""
    return MEDIAN * exp(SIGMA**2 / 2)


@dataclass(frozen=True)
class Sample:
    """One replication: what its export shows, and what nobody can know yet. Times in seconds."""

    closed: Tallied
    ages: Tallied
    """Of the tickets that are still open."""
    everything: Tallied
    """The time that each ticket takes in the end."""


def samples(queue: Queue, replications: int, seed: int) -> Iterator[Sample]:
    """Simulate a queue that begins without tickets."""
    for opened, taken in _tickets(queue.a_day, queue.window, replications, seed):
        age = queue.window * DAY - opened
        done = taken <= age
        yield Sample(_tally(taken[done]), _tally(age[~done]), _tally(taken))


def compare(queue: Queue, replications: int, seed: int) -> tuple[Medians, list[Means]]:
    """Compare the medians of one queue, and its means up to each horizon."""
    drawn = list(samples(queue, replications, seed))
    curves = [curve(each.closed, each.ages) for each in drawn]
    open_, all_ = (
        sum(int(counts.sum()) for _, counts in tallies)
        for tallies in ((each.ages for each in drawn), (each.everything for each in drawn))
    )
    middle = Medians(
        queue,
        open_ / all_,
        _estimates(MEDIAN, (_median(each.closed) for each in drawn)),
        _estimates(MEDIAN, (_median(each.everything) for each in drawn)),
        _estimates(MEDIAN, (survival.quantile(each, 0.5) for each in curves)),
        sum(map(_covers, curves)) / replications,
    )
    whole = _estimates(true_mean(), (_mean(each.closed) for each in drawn))
    return middle, [
        Means(
            queue,
            horizon,
            whole,
            _estimates(mean_to(horizon), (_mean_to(each.closed, horizon) for each in drawn)),
            _estimates(mean_to(horizon), (_restricted_mean(each, horizon) for each in curves)),
        )
        for horizon in queue.horizons
    ]


def resolved_in(queue: Queue, replications: int, seed: int) -> tuple[Estimates, Estimates]:
    """Median and mean of what is resolved in the window of a queue that has long run, whenever opened."""
    tallies = []
    for opened, taken in _tickets(queue.a_day, EARLIER + queue.window, replications, seed):
        ended = opened + taken - EARLIER * DAY
        tallies.append(_tally(taken[(ended > 0) & (ended <= queue.window * DAY)]))
    return _estimates(MEDIAN, map(_median, tallies)), _estimates(true_mean(), map(_mean, tallies))


@dataclass(frozen=True)
class Result:
    """All that the page shows."""

    replications: int
    medians: list[Medians]
    means: list[Means]
    steady: tuple[Estimates, Estimates]


def simulate(replications: int = REPLICATIONS) -> Result:
    """Simulate every queue."""
    found = [compare(queue, replications, SEED + k) for k, queue in enumerate(QUEUES)]
    return Result(
        replications,
        [middle for middle, _ in found],
        [each for _, averages in found for each in averages],
        resolved_in(STEADY, replications // 2, SEED + len(QUEUES)),
    )


def markdown(of: Result) -> str:
    """The tables of the page."""
    middle, average = of.steady
    return "\n".join(
        [
            f"Each line is the average of {of.replications:,} queues. Resolution times are log-normal"
            f" (σ = {SIGMA:g}): median {MEDIAN:.2f} d,",
            f"mean {true_mean():.2f} d, p90 {p90():.2f} d. ± is how far chance may have moved the bias"
            " (95 %).",
            "",
            f"**Median of the tickets opened in the window** (truth: {MEDIAN:.2f} d)",
            "",
            *_table(
                (
                    ("window", "tickets a day", "still open"),
                    ("closed only", "bias"),
                    ("Kaplan–Meier", "bias", "known in", "interval right in"),
                    ("all, once resolved", "bias"),
                ),
                map(_medians, of.medians),
            ),
            "",
            "**Mean of the tickets opened in the window, up to a horizon**",
            "",
            *_table(
                (
                    ("window", "tickets a day", "horizon", "truth"),
                    ("closed only, up to the horizon", "bias"),
                    ("restricted mean", "bias", "known in"),
                    ("closed only, whole", f"bias against {true_mean():.2f} d"),
                ),
                map(_means, of.means),
            ),
            "",
            f"**Tickets resolved in a window of {STEADY.window} d, whenever they were opened**"
            f" ({len(middle.values):,} queues that never change, {STEADY.a_day} tickets a day)",
            "",
            *_table(
                (("figure", "truth", "resolved in the window", "bias"),),
                [
                    ("median", _days(middle.truth), *_biased(middle)),
                    ("mean", _days(average.truth), *_biased(average)),
                ],
            ),
        ]
    )


def main() -> None:
    """Print the tables and write them into the page."""
    tables = markdown(simulate())
    sys.stdout.write(tables + "\n")
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), tables), encoding="utf-8")


def filled(text: str, tables: str) -> str:
    """The page with these tables between its markers."""
    return BLOCK.sub(lambda _: f"\n{tables}\n\n", text)


def _tickets(a_day: int, days: int, replications: int, seed: int) -> Iterator[tuple[Ints, Ints]]:
    """When tickets were opened and how long each takes, in seconds; once for each replication."""
    bits = np.random.PCG64(seed)
    most = a_day * days + round(8 * sqrt(a_day * days)) + 20  # more do not arrive
    for _ in range(replications):
        gap, radius, angle = _uniform(bits, 3 * most).reshape(3, most)
        opened = (np.cumsum(-np.log(gap)) / a_day * DAY).astype(np.int64)
        normal = np.sqrt(-2 * np.log(radius)) * np.cos(2 * np.pi * angle)  # Box & Muller 1958
        taken = (MEDIAN * np.exp(SIGMA * normal) * DAY).astype(np.int64)
        inside = opened < days * DAY
        yield opened[inside], taken[inside]


def _uniform(bits: np.random.PCG64, n: int) -> Floats:
    """Numbers within 0…1, without the ends."""
    raw = np.asarray(bits.random_raw(n), dtype=np.uint64)
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) / 2**52


def _tally(times: Ints) -> Tallied:
    values, counts = np.unique(times, return_counts=True)
    return values, counts.astype(np.int64)


def _estimates(truth: float, seconds: Iterable[float | None]) -> Estimates:
    values = [float("nan") if each is None else each / DAY for each in seconds]
    return Estimates(truth, np.array(values))


def _median(tally: Tallied) -> float | None:
    return quantile(*tally, 0.5) if len(tally[0]) else None


def _mean(tally: Tallied) -> float | None:
    return mean(*tally) if len(tally[0]) else None


def _mean_to(tally: Tallied, horizon: int) -> float | None:
    values, counts = tally
    return _mean((np.minimum(values, horizon * DAY), counts))


def _restricted_mean(of: Curve, horizon: int) -> float | None:
    known = survival.restricted_mean(of, horizon * DAY)
    return None if known is None else known[0]


def _covers(of: Curve) -> bool:
    """Whether the interval of the median holds the truth; an end that is not known is far away."""
    low, high = survival.quantile_interval(of, 0.5, LEVEL)
    truth = MEDIAN * DAY
    return low is not None and low <= truth and (high is None or truth <= high)


def _medians(of: Medians) -> tuple[str, ...]:
    return (
        f"{of.queue.window} d",
        f"{of.queue.a_day}",
        _percent(of.still_open),
        *_biased(of.closed),
        *_biased(of.kaplan_meier),
        _percent(of.kaplan_meier.reached),
        _percent(of.covered),
        *_biased(of.in_the_end),
    )


def _means(of: Means) -> tuple[str, ...]:
    return (
        f"{of.queue.window} d",
        f"{of.queue.a_day}",
        f"{of.horizon} d",
        _days(of.closed_to_horizon.truth),
        *_biased(of.closed_to_horizon),
        *_biased(of.restricted),
        _percent(of.restricted.reached),
        *_biased(of.closed),
    )


def _biased(of: Estimates) -> tuple[str, str]:
    bias = f"{100 * of.bias:+.1f} ± {100 * of.error:.1f} %"
    return _days(of.average), bias.replace("-", "−")


def _days(value: float) -> str:
    return f"{value:.2f} d"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _table(head: Sequence[Sequence[str]], rows: Iterable[tuple[str, ...]]) -> list[str]:
    names = [name for part in head for name in part]
    return [_line(names), _line(["---:"] * len(names)), *map(_line, rows)]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
