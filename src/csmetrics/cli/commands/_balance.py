"""KPIs that are watched together: what the settings pair, or what each metric names as its counter-KPIs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from csmetrics.errors import NO_COLUMN, NO_PERIODS, UNWATCHED, CsmetricsError
from csmetrics.language import head, ours
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.analyses.scorecard import Pairs
    from csmetrics.cli.commands._judged import Measured
    from csmetrics.cli.settings import Settings
    from csmetrics.metrics import Listed
    from csmetrics.pipeline.observing import Asked
    from csmetrics.report import Kpi, Report

MONTH = "month"


def pairs_of(found: Settings | None, listed: Sequence[Listed]) -> Pairs:
    """The pairs of the settings, else those of the metrics."""
    if found is not None and found.balance is not None:
        return found.balance
    known = {each.name: each.load().counters for each in listed}
    return tuple((name, other) for name, own in known.items() for other in own if other in known)


def by_period(
    asked: Asked, every: str, measured: Measured
) -> tuple[Report, tuple[Diagnostic, ...]]:
    """A metric as a whole and by period; as a whole alone where no period is whole.

    So it is where no date is known, too, which is said.
    """
    from csmetrics.analyses import _series
    from csmetrics.pipeline.observing import as_of  # heavy

    cleared = replace(asked.options.slices, by=(), every=None)
    whole = replace(asked.options, slices=cleared)
    if asked.metric.by_period:
        return measured(asked.metric, asked.files, whole), ()
    sliced = replace(whole, slices=replace(cleared, every=every))
    try:
        report = measured(asked.metric, asked.files, sliced)
        found = as_of(asked, report, every) if cleared.as_of else report
        if any(not row.partial for row in _series.by_period(found)):
            return found, ()
        # all rows are those of the metric's own command: none is left out because it has no date
        measured.forget(report)
        return measured(asked.metric, asked.files, whole), ()
    except CsmetricsError as fault:
        if fault.kind is not NO_COLUMN:
            raise
        report = measured(asked.metric, asked.files, whole)  # refused as well where it is no date
        params = (("metric", asked.metric.name), ("every", ours(every)), ("why", fault.text))
        return report, (Diagnostic(NO_PERIODS, params),)


def watched(
    names: Sequence[str], pairs: Pairs, fetch: Callable[[str], Report], every: str = MONTH
) -> Iterator[Diagnostic]:
    """Warn where one of the metrics was bought with a counter-KPI, or the other way round.

    ``fetch`` gives a metric by period, or raises. Where one got better and its counter-KPI cannot be measured,
    that is said, so that nobody takes silence for balance.
    """
    from csmetrics.analyses import scorecard

    found: dict[str, list[Kpi]] = {}
    absent: dict[str, str] = {}

    def look(name: str) -> list[Kpi]:
        if name not in found:
            try:
                found[name] = list(scorecard.kpis(fetch(name), every))
            except CsmetricsError as fault:
                found[name], absent[name] = [], head(fault.text)
        return found[name]

    for name in names:
        ways = {each.way for each in look(name)}
        for pair in pairs:
            if name not in pair or not ways & {scorecard.BETTER, scorecard.WORSE}:
                continue
            counter = pair[1] if pair[0] == name else pair[0]
            if not look(counter) and scorecard.BETTER in ways:
                why = absent.get(counter, "no period is covered whole")
                yield Diagnostic(UNWATCHED, (("metric", name), ("counter", counter), ("why", why)))
    yield from scorecard.unbalanced([each for own in found.values() for each in own], pairs)
