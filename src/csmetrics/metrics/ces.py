"""Customer effort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, joined, ours
from csmetrics.metrics import _scales, _statistics, _survey
from csmetrics.metrics._options import bad_value
from csmetrics.metrics._scales import SCALES, doubt, told, written
from csmetrics.metrics._survey import Survey
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import States
    from csmetrics.intake.evidence import Evidence
    from csmetrics.intake.table import Table
    from csmetrics.metrics._contract import Better, Contribution

EXPECTED = "answers to “how easy was it?”"
EASIEST = {"1-7": 3, "1-5": 2}
"""How many values from the easy end make the share; other scales have no such convention."""


@dataclass(frozen=True)
class CES(Survey):
    """Customer effort: share of answers at the easy end of the scale, in percent."""

    name: ClassVar[str] = "ces"

    scale: Annotated[
        str | None,
        Param("Scale of the answers.", choices=("1-7", "1-5", "1-3", "0-10", "1-10")),
    ] = None
    easy: Annotated[
        str | None, Param("Which end of the scale is easy.", choices=("high", "low"))
    ] = None
    statistic: Annotated[
        str, Param("What the result is: the share or the mean.", choices=("share", "mean"))
    ] = "share"

    @property
    def better(self) -> Better | None:
        """Take more for better, but of a mean where the low end is the easy one."""
        return "lower" if self.statistic == "mean" and self.easy == "low" else "higher"

    def judged(self, evidence: Evidence) -> tuple[Self, Sequence[Diagnostic]]:
        """Take scale and direction from labels that prove them; refuse to guess either."""
        words = [name.partition("-")[0] for name in evidence.vocabularies]
        if words and "ease" not in words:  # "neutral" is a word of both
            why = "its labels do not say how easy something was"
            raise doubt(evidence, EXPECTED, why, "csmetrics csat, or --column score=NAME")
        _scales.refuse_mixture(evidence, EXPECTED, self.scale)
        if self.scale is not None:
            _scales.refuse_contradiction(evidence, self.scale)
        proven = _by_labels(evidence)
        scale, easy = proven
        if not _scales.whole_answers(evidence):
            scale, easy = scale or "1-7", easy or "high"
        notes = []
        for what, declared, shown in (("scale", self.scale, scale), ("easy end", self.easy, easy)):
            if declared and shown and declared != shown:
                says, used = (
                    Said("{what} {scale}", what=what, scale=written(w)) for w in (shown, declared)
                )
                cure = "leave --scale and --easy away to follow the labels"
                notes.append(told(errors.SCALE_LABEL, evidence, says=says, used=used, cure=cure))
        if None not in proven and not (self.scale and self.easy):
            shown = Said("{scale}, {easy} is easy", scale=written(str(scale)), easy=easy)
            why = "its labels say so"
            notes.append(told(errors.SCALE_INFERRED, evidence, scale=shown, why=why))
        scale, easy = self.scale or scale, self.easy or easy
        if scale is None or easy is None:
            open_ = [
                words
                for words, known in (("the scale", scale), ("the easy end", easy))
                if known is None
            ]
            raise CsmetricsError(
                errors.NOT_DECLARED,
                what=Said(
                    "{open} of {column}",
                    open=joined(" and ", map(ours, open_)),
                    column=evidence.column,
                ),
                how=Said(
                    "--scale {scale} --easy high; or --easy low if 1 is the easiest",
                    scale=scale or "1-7",
                ),
            )
        if self.statistic == "share" and scale not in EASIEST:
            raise bad_value(
                "scale",
                scale,
                "1-5 or 1-7, on which the easy answers are known",
                "--statistic mean",
            )
        return replace(self, scale=scale, easy=easy), notes

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Each whole answer on the scale, as it is."""
        return _survey.tally_answers(table, self._ends, weigh=self.weight is not None)

    def result(self, states: States, group: int, level: float) -> Measure:
        """Give the share of easy answers, the mean, and the counts."""
        counts = _survey.counted(states, group)
        parts: tuple[tuple[str, int], ...] = ()
        if self.scale in EASIEST:
            easy = sum(counts.get(value, 0) for value in self._easiest)
            parts = (("easy", easy), ("not_easy", sum(counts.values()) - easy))
        return Measure(
            self.told(states, group, lambda each: self._statistics(each, level)),
            parts,
            _survey.spread(counts, self._ends),
        )

    def _statistics(self, counts: Mapping[int, float], level: float) -> tuple[Statistic, ...]:
        mean = _survey.mean(counts, self._ends, level)
        if self.scale not in EASIEST:
            return (mean,)
        easy = sum(counts.get(value, 0) for value in self._easiest)
        share = _statistics.share(self.name, easy, sum(counts.values()), level)
        return (share, mean) if self.statistic == "share" else (mean, share)

    def defined(self) -> Definition:
        """Which answers are easy, and where that comes from."""
        shares = self.statistic == "share"
        return Definition(
            metric=self.name,
            title="Customer effort",
            formula="100 × easy / answers" if shares else "Σ answers / number of answers",
            rule=self._rule(),
            unit="percent" if shares else "score",
            sources=(
                "M. Dixon, K. Freeman, N. Toman, Stop Trying to Delight Your Customers, "
                "Harvard Business Review 88(7–8), 2010",
                "M. Dixon, N. Toman, R. DeLisi, The Effortless Experience, Portfolio, 2013",
                _statistics.WILSON,
            ),
        )

    @property
    def _ends(self) -> tuple[int, int]:
        if self.scale is None:
            raise ValueError("settle() comes first: the scale is open")
        return SCALES[self.scale]

    @property
    def _easiest(self) -> tuple[int, ...]:
        low, high = self._ends
        count = EASIEST[str(self.scale)]
        return tuple(
            range(high - count + 1, high + 1) if self.easy == "high" else range(low, low + count)
        )

    def _rule(self) -> str:
        if self.scale is None or self.easy is None:
            return "scale and easy end are declared, or shown by labels"
        easiest = self._ends[1] if self.easy == "high" else self._ends[0]
        if self.statistic == "mean":
            return Said(
                "mean of {scale}; {easiest} is the easiest",
                scale=written(self.scale),
                easiest=easiest,
            )
        among = ", ".join(map(str, self._easiest))
        return Said(
            "easy: {among} of {scale}; {easiest} is the easiest",
            among=among,
            scale=written(self.scale),
            easiest=easiest,
        )


def _by_labels(evidence: Evidence) -> tuple[str | None, str | None]:
    """Find scale and easy end, as far as labels prove them."""
    found = _scales.proven_scale(evidence, EXPECTED)
    scale = found[0] if found else None
    if any(name.startswith("ease") for name in evidence.vocabularies):
        return scale, "high"
    end = _scales.good_end(evidence, _scales.EASE)
    if end is None:
        return scale, None
    labelled = f"{end[1]}-{end[2]}"
    holds = all(end[1] <= value <= end[2] for value in _scales.whole_answers(evidence))
    return scale or (labelled if labelled in EASIEST and holds else None), end[0]
