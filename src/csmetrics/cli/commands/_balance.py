"""KPIs that are watched together: what the settings pair, or what each metric names as its counter-KPIs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from csmetrics.errors import NO_COLUMN, NO_PERIODS, UNWATCHED, CsmetricsError
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.analyses.scorecard import Pairs
    from csmetrics.cli.commands._judged import Ask, Measured
    from csmetrics.cli.settings import Settings
    from csmetrics.metrics import Listed
    from csmetrics.pipeline.observing import Asked
    from csmetrics.report import Kpi, Report


def pairs_of(found: Settings | None, listed: Sequence[Listed]) -> Pairs:
    """The pairs of the settings, else those of the metrics."""
    if found is not None and found.balance is not None:
        return found.balance
    known = {each.name: each.load().counters for each in listed}
    return tuple((name, other) for name, own in known.items() for other in own if other in known)


def by_period(
    asked: Asked, every: str, measured: Measured
) -> tuple[Report, tuple[Diagnostic, ...]]:
    """A metric as a whole and by period; as a whole alone where it has none, or no date is known, which is said."""
    cleared = replace(asked.options.slices, by=(), every=None)
    whole = replace(asked.options, slices=cleared)
    if asked.metric.by_period:
        return measured(asked.metric, asked.files, whole), ()
    sliced = replace(whole, slices=replace(cleared, every=every))
    try:
        return measured(asked.metric, asked.files, sliced), ()
    except CsmetricsError as fault:
        if fault.kind is not NO_COLUMN:
            raise
        report = measured(asked.metric, asked.files, whole)  # refused as well where it is no date
        params = (("metric", asked.metric.name), ("every", every), ("why", fault.text))
        return report, (Diagnostic(NO_PERIODS, params),)


def watched(
    names: Sequence[str], pairs: Pairs, ask: Ask, measured: Measured, every: str = "month"
) -> Iterator[Diagnostic]:
    """Warn where one of the metrics was bought with a counter-KPI, or the other way round.

    What cannot be measured is named, so that nobody takes silence for balance.
    """
    from csmetrics.analyses import scorecard

    concerned = [pair for pair in pairs if set(pair) & set(names)]
    found: list[Kpi] = []
    absent: dict[str, str] = {}
    for name in dict.fromkeys(each for pair in concerned for each in pair):
        try:
            report, _ = by_period(ask(name, ()), every, measured)
        except CsmetricsError as fault:
            absent[name] = fault.text
        else:
            found += scorecard.kpis(report, every)
    for pair in concerned:
        for name, counter in (pair, pair[::-1]):
            if name in names and name not in absent and counter in absent:
                params = (("metric", name), ("counter", counter), ("why", absent[counter]))
                yield Diagnostic(UNWATCHED, params)
    yield from scorecard.unbalanced(found, concerned)
