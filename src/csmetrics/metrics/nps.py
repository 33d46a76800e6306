"""Net Promoter Score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Self, TypeVar

from csmetrics import errors
from csmetrics.calc import intervals
from csmetrics.language import Said
from csmetrics.metrics import _scales, _statistics, _survey
from csmetrics.metrics._options import bad_value
from csmetrics.metrics._scales import doubt, told
from csmetrics.metrics._survey import Survey
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Interval, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import States
    from csmetrics.intake.evidence import Evidence
    from csmetrics.intake.table import Table
    from csmetrics.metrics._contract import Contribution

T = TypeVar("T", int, float)
ENDS = (0, 10)
EXPECTED = "answers to “how likely are you to recommend us, 0–10?”"
CONFIRM = "if it was asked from 0 to 10: --scale 0-10"
ENOUGH_FOR_A_ZERO = 150
LOW_FOR_ALL = ((30, 7), (3, 3))
"""From so many answers on, none above this makes another scale likely, or codes of groups."""


@dataclass(frozen=True)
class NPS(Survey):
    """Net Promoter Score: share of promoters minus share of detractors, in points (−100…100)."""

    name: ClassVar[str] = "nps"

    promoter_from: Annotated[
        int, Param("Lowest answer that makes a promoter.", metavar="N", low=0, high=10)
    ] = 9
    detractor_to: Annotated[
        int, Param("Highest answer that makes a detractor.", metavar="N", low=0, high=10)
    ] = 6
    scale: Annotated[
        str | None,
        Param(
            "Say that the question was asked from 0 to 10, whatever it looks like.",
            choices=("0-10",),
        ),
    ] = None
    interval: Annotated[
        str,
        Param("Method of the confidence interval.", choices=("score", "adjusted-wald", "wald")),
    ] = "score"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.detractor_to < self.promoter_from <= 10:
            raise bad_value(
                "promoter_from",
                self.promoter_from,
                Said(
                    "from {low} to 10 (detractors reach up to {detractor_to})",
                    low=self.detractor_to + 1,
                    detractor_to=self.detractor_to,
                ),
            )

    def judged(self, evidence: Evidence) -> tuple[Self, Sequence[Diagnostic]]:
        """Refuse a column on another scale; warn where it may be on one."""
        self._refuse_other_units(evidence)
        answers = {
            value: count
            for value, count in _scales.whole_answers(evidence).items()
            if ENDS[0] <= value <= ENDS[1]
        }
        if self.scale is not None or not answers:
            return self, ()
        n = sum(answers.values())
        strays = _scales.outside(answers, "1-5")
        if n >= _scales.ENOUGH and _scales.few(strays, n):
            which = (
                Said("all but {strays} of its {n} answers lie in", strays=strays, n=n)
                if strays
                else Said("its {n} answers never leave", n=n)
            )
            why = Said("{which} 1–5, the scale of customer satisfaction", which=which)
            raise doubt(
                evidence, EXPECTED, why, Said("csmetrics csat; or, {confirm}", confirm=CONFIRM)
            )
        notes = []
        if says := _other_scale(evidence):
            notes.append(told(errors.SCALE_LABEL, evidence, says=says, used="0–10", cure=CONFIRM))
        elif n >= ENOUGH_FOR_A_ZERO and 0 not in answers:
            notes.append(told(errors.NO_ZERO, evidence, n=n))
        if any(n >= enough and max(answers) <= high for enough, high in LOW_FOR_ALL):
            notes.append(
                told(errors.SCALE_UNREACHED, evidence, high=max(answers), n=n, cure=CONFIRM)
            )
        return self, notes

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Each whole answer from 0 to 10, as it is."""
        return _survey.tally_answers(table, ENDS, weigh=self.weight is not None)

    def result(self, states: States, group: int, level: float) -> Measure:
        """NPS, the three shares and the mean, and the three counts."""
        counts = _survey.counted(states, group)
        return Measure(
            self.told(states, group, lambda each: self._statistics(each, level)),
            tuple((name, sum(_within(counts, ends))) for name, ends in self._kinds.items()),
            _survey.spread(counts, ENDS),
        )

    def _statistics(self, counts: Mapping[int, float], level: float) -> tuple[Statistic, ...]:
        n = sum(counts.values())
        parts = {name: sum(_within(counts, ends)) for name, ends in self._kinds.items()}
        return (
            self._score(parts["detractors"], parts["passives"], parts["promoters"], level),
            *(_statistics.share(name, count, n, level) for name, count in parts.items()),
            _survey.mean(counts, ENDS, level),
        )

    def defined(self) -> Definition:
        """Who counts as what, and where that comes from."""
        return Definition(
            metric=self.name,
            title="Net Promoter Score",
            formula="100 × (promoters − detractors) / answers",
            rule=Said(
                "promoters {promoters}, passives {passives}, detractors {detractors} of 0–10; "
                "whole numbers only",
                **{name: _span(*ends) for name, ends in self._kinds.items()},
            ),
            unit="points",
            sources=(
                "F. F. Reichheld, The One Number You Need to Grow, Harvard Business Review 81(12), "
                "2003",
                "B. Rocks, Interval Estimation for the “Net Promoter Score”, The American "
                "Statistician 70(4), 2016, https://arxiv.org/abs/1601.07235",
                "T. Tango, Equivalence test and confidence interval for the difference in "
                "proportions for the paired-sample design, Statistics in Medicine 17, 1998",
            ),
        )

    def _refuse_other_units(self, evidence: Evidence) -> None:
        others = sorted(out_of for out_of in evidence.out_of if out_of != 10)
        if others:
            why = Said("its cells are out of {others}", others=", ".join(map(str, others)))
            raise doubt(evidence, EXPECTED, why, "csmetrics csat, or --column score=NAME")
        words = sum(evidence.vocabularies.values())
        if words:
            named = sorted({_scales.words_scale(each) for each in evidence.vocabularies})
            scales = ", ".join(map(_scales.written, named))
            why = Said(
                "{words} of its {answers} answers are words of the scale {scales}",
                words=words,
                answers=evidence.answers,
                scales=scales,
            )
            cure = "csmetrics csat, or --column score=NAME"
            if _scales.few(words, evidence.answers):  # --where does not help: it comes later
                cure = "empty the cells with these words: blank ones are left out, and counted"
            raise doubt(evidence, EXPECTED, why, cure)

    @property
    def _kinds(self) -> dict[str, tuple[int, int]]:
        """The lowest and the highest answer of each kind, the best first; a kind may have none."""
        return {
            "promoters": (self.promoter_from, 10),
            "passives": (self.detractor_to + 1, self.promoter_from - 1),
            "detractors": (0, self.detractor_to),
        }

    def _score(
        self, detractors: float, passives: float, promoters: float, level: float
    ) -> Statistic:
        n = detractors + passives + promoters
        if n == 0:
            return _statistics.undefined(self.name, "points")
        method = {
            "score": intervals.nps_score,
            "adjusted-wald": intervals.nps_adjusted_wald,
            "wald": intervals.nps_wald,
        }[self.interval]
        low, high = (
            max(-100.0, min(100.0, 100 * end))
            for end in method(detractors, passives, promoters, level)
        )
        words = self.interval.replace("-", " ").replace("wald", "Wald")
        return Statistic(
            self.name,
            100 * (promoters - detractors) / n,
            "points",
            int(n),
            Interval(level, low, high, words),
            counts=(detractors, passives, promoters),
        )


def _within(counts: Mapping[int, T], ends: tuple[int, int]) -> Iterator[T]:
    """The counts of the answers from one to another."""
    return (count for answer, count in counts.items() if ends[0] <= answer <= ends[1])


def _span(low: int, high: int) -> str:
    """``7–8``, ``10``, or ``none``."""
    if low > high:
        return "none"
    return str(low) if low == high else f"{low}–{high}"


def _other_scale(evidence: Evidence) -> str | None:
    """Find the scale that the header or the labels name, where it is not 0–10."""
    header = _scales.header_scale(evidence)
    if header not in {None, "0-10"}:
        return _scales.written(str(header))
    labels = evidence.labels
    if 1 in labels and 10 in labels and 0 not in labels and 0 not in evidence.values:
        return "1–10 (by its labels)"
    return None
