"""The goals of the settings against what was measured, for every command in which they act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from csmetrics.errors import CsmetricsError, Exit
from csmetrics.language import head

if TYPE_CHECKING:
    from csmetrics.analyses.goals import Objective
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import Options
    from csmetrics.pipeline.observing import Asked
    from csmetrics.pipeline.session import Session
    from csmetrics.report import Diagnostic, Progress, Report

Ask = Callable[[str, tuple[str, ...]], "Asked"]
"""What is measured of a metric, by its name, on the rows that fit some tests; raises where nothing can be."""


class Measured:
    """Measures each question once, whoever asks for it, and keeps the answers in their order."""

    def __init__(self, watch: Callable[[int], None] | None = None, *, identify: bool) -> None:
        self._watch, self._identify = watch, identify
        self._known: dict[Any, Report] = {}
        self.doubts: list[Diagnostic] = []
        self.judged: list[Report] = []

    @cached_property
    def session(self) -> Session:
        """What the files are, once that is known."""
        from csmetrics.pipeline.session import Session  # heavy

        return Session(self._watch, self._identify)

    def __call__(self, metric: Metric, files: Sequence[str], options: Options) -> Report:
        """The report of a run."""
        run = (metric, tuple(files), options)
        if run not in self._known:
            self._known[run] = self.session.measured(*run)()
        return self._known[run]

    def forget(self, report: Report) -> None:
        """Leave a report out of what was measured, and what is to be said of it: nothing rests on it."""
        self._known = {run: known for run, known in self._known.items() if known is not report}

    @property
    def reports(self) -> tuple[Report, ...]:
        """All that was measured."""
        return tuple(self._known.values())


def judged(objectives: Sequence[Objective], ask: Ask, measured: Measured) -> tuple[Progress, ...]:
    """Where each goal stands; one that cannot be measured keeps no other from being judged.

    The reports that goals are judged by, and what is odd about a goal, are noted in ``measured``.
    """
    from csmetrics import goals
    from csmetrics.analyses.goals import progress, unjudged
    from csmetrics.pipeline.observing import observed

    found = []
    for objective in objectives:
        try:
            asked = ask(objective.metric, objective.where)
            seen = observed(objective, asked, measured)
        except CsmetricsError as fault:
            found.append(unjudged(objective, head(fault.text), fault.exit, head(fault.hint)))
        else:
            level = asked.options.report.confidence / 100
            stands = progress(objective, seen.observations, level, seen.none, seen.today)
            found.append(replace(stands, hours=seen.report.hours))
            measured.judged.append(seen.report)
            if goals.is_of_headline(objective.goal, seen.report.rows[0]):
                better = seen.report.definition.better
                measured.doubts += goals.other_way(objective.goal, objective.metric, better)
    return tuple(found)


def code(goals: Sequence[Progress], failing: frozenset[str] = frozenset({"missed"})) -> Exit:
    """The lowest code above 1 goes first, which names what somebody has to mend: 2, 3, 4, and 1 after them.

    A goal that could not be judged outranks one that was missed: it is no verdict.
    """
    verdicts = {each.verdict for each in goals}
    refused = [each.exit for each in goals if each.exit]
    refused += [Exit.NOTHING] if "too little data" in verdicts else []
    if refused:
        return Exit(min(refused))
    return Exit.MISSED if verdicts & failing else Exit.OK
