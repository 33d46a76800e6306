"""The KPIs of a scorecard that are watched together: whether they move together."""

from __future__ import annotations

from typing import Any

from csmetrics.language import Said, ours
from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._objects import interval_object
from csmetrics.render._words import interval_title, title_of
from csmetrics.report import Relation, Summary


def related(summary: Summary) -> Grid:
    """One line for each pair."""
    level = summary.relations[0].interval.level
    columns = (
        Column(Said("KPI"), "label"),
        Column(Said("and"), "label"),
        Column(Said("Periods"), "count"),
        Column("ρ", "headline"),
        Column(interval_title(level), "interval"),
        Column("Finding", "words"),
    )
    rule = Said(
        "ρ: rank correlation of the changes from one {every} to the next, from −1 to 1; related, not caused; of "
        "{n} pairs, one in twenty seems related by chance",
        every=ours(summary.every),
        n=len(summary.relations),
    )
    return Grid(
        title="Goes together",
        subtitle="",
        columns=columns,
        rows=tuple(
            GridRow(
                (
                    _titled(each.first),
                    _titled(each.second),
                    _numbers.count(each.periods),
                    _numbers.number(each.rho, "correlation"),
                    _numbers.interval(each.interval.low, each.interval.high, "correlation"),
                    ours(each.verdict),
                ),
                whole=False,
            )
            for each in summary.relations
        ),
        notes=(),
        rules=(rule,),
        verdicts=(),
    )


def _titled(name: str) -> Said:
    """``AHT`` of ``aht``; a question in brackets stays as it is."""
    metric, bracket, question = name.partition(" (")
    title = title_of(metric, metric)
    if not bracket:
        return title
    return Said("{name} ({question})", name=title, question=question.removesuffix(")"))


def related_object(each: Relation) -> dict[str, Any]:
    """A pair in JSON."""
    return {
        "first": each.first,
        "second": each.second,
        "statistic": "spearman_rho",
        "value": each.rho,
        "interval": interval_object(each.interval),
        "periods": each.periods,
        "changes": each.changes,
        "verdict": each.verdict,
    }
