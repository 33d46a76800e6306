"""Small survey columns for tests, measured without files or pipeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from csmetrics.calc.states import States, Tally
from csmetrics.errors import BLANK
from csmetrics.intake.evidence import Evidence
from csmetrics.intake.table import Faults, Table
from csmetrics.metrics._contract import Metric
from csmetrics.report import Measure, Statistic

LEVEL = 0.95


def column(scores: Iterable[float], header: str = "score") -> Evidence:
    """The evidence of a column that holds plain numbers."""
    return Evidence(header, Counter(map(float, scores)))


def every(labels: Mapping[float, str]) -> dict[float, frozenset[str]]:
    """One label for each value, as evidence holds them."""
    return {value: frozenset({label}) for value, label in labels.items()}


def times(counts: Mapping[int, int]) -> list[int]:
    """Every score as often as it was given."""
    return [score for score, count in counts.items() for _ in range(count)]


def table(scores: Iterable[float]) -> Table:
    """A table with one question; NaN is a blank cell. Its first row is record 2."""
    frame = pd.DataFrame({"score": np.array(list(scores), dtype=np.float64)})
    blank = frame["score"].isna().to_numpy()
    faults = {"score": Faults(blank.astype(np.int8), (BLANK,))}
    return Table(frame, faults, {"score": "score"}, np.arange(2, 2 + len(frame)))


def account(read: Table) -> dict[str, int]:
    """The reasons for which rows were left out, and how many."""
    return {entry.text: entry.count for entry in read.ledger().entries(("file",))}


def measure(metric: Metric, read: Table) -> Measure:
    """What a settled metric says of the whole table."""
    contribution = next(each for each in metric.contributions(read) if each.role == "score")
    groups = np.zeros(len(contribution.values), dtype=np.int64)
    return metric.result(
        States([()], {contribution.role: Tally.of(groups, contribution.values)}), 0, LEVEL
    )


def measured(metric: Metric, scores: Iterable[float]) -> Measure:
    """Settle on the whole column, then measure it."""
    scores = list(scores)
    settled, _ = metric.judged(column(score for score in scores if score == score))  # noqa: PLR0124
    return measure(settled, table(scores))


def statistic(result: Measure, name: str) -> Statistic:
    """One statistic by its name."""
    return next(each for each in result.statistics if each.name == name)
