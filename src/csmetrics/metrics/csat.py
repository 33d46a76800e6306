"""Customer satisfaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.language import Said
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
    from csmetrics.metrics._contract import Contribution

EXPECTED = "answers to “how satisfied were you?”"
INFERABLE = ("1-5", "1-7", "1-10", "0-10")  # the smallest first
SATISFIED: dict[str, tuple[int, ...]] = {
    "1-5": (4, 5),
    "1-7": (6, 7),
    "0-10": (8, 9, 10),
    "1-10": (8, 9, 10),
    "1-3": (3,),
    "1-2": (2,),
    "good-bad": (1,),
}


@dataclass(frozen=True)
class CSAT(Survey):
    """Customer satisfaction: share of satisfied answers, in percent."""

    name: ClassVar[str] = "csat"

    scale: Annotated[str | None, Param("Scale of the answers.", choices=tuple(SCALES))] = None
    good: Annotated[
        str | None, Param("Answers that count as satisfied, such as 4,5.", metavar="LIST")
    ] = None
    statistic: Annotated[
        str, Param("What the result is: the share or the mean.", choices=("share", "mean"))
    ] = "share"
    neutral: Annotated[
        str,
        Param("Whether the middle of the scale is an answer.", choices=("include", "exclude")),
    ] = "include"

    def judged(self, evidence: Evidence) -> tuple[Self, Sequence[Diagnostic]]:
        """Find the scale, unless it was declared; refuse a column that no scale fits."""
        scale, notes = self._find_scale(evidence)
        settled = replace(self, scale=scale)
        settled._check()
        end = _scales.good_end(evidence, _scales.SATISFACTION)
        if end and end[0] == "low" and self.good is None:
            why = Said("its labels call {low} satisfied and {high} not", low=end[1], high=end[2])
            raise doubt(evidence, "a scale that rises with satisfaction", why, "such as --good 1,2")
        return settled, notes

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Each whole answer on the scale, as it is; the middle only where it is an answer."""
        without = self._middle if self.neutral == "exclude" else None
        weigh = self.weight is not None
        return _survey.tally_answers(table, self._ends, without, weigh=weigh, offered=True)

    def result(self, states: States, group: int, level: float) -> Measure:
        """Give the share of satisfied answers, the mean, the response rate if known, and the counts."""
        counts = _survey.counted(states, group)
        n = sum(counts.values())
        satisfied = sum(counts.get(value, 0) for value in self.satisfied)
        statistics = self.told(states, group, lambda each: self._statistics(each, level))
        parts = (("satisfied", satisfied), ("not_satisfied", n - satisfied))
        return Measure(statistics, parts, _survey.spread(counts, self._ends))

    def _statistics(self, counts: Mapping[int, float], level: float) -> tuple[Statistic, ...]:
        satisfied = sum(counts.get(value, 0) for value in self.satisfied)
        share = _statistics.share(self.name, satisfied, sum(counts.values()), level)
        if self.scale == "good-bad":
            return (share,)
        mean = _survey.mean(counts, self._ends, level)
        return (mean, share) if self.statistic == "mean" else (share, mean)

    def defined(self) -> Definition:
        """Who counts as satisfied, and where that comes from."""
        shares = self.statistic == "share"
        return Definition(
            metric=self.name,
            title="Customer satisfaction",
            formula="100 × satisfied / answers" if shares else "Σ answers / number of answers",
            rule=self._rule(),
            unit="percent" if shares else "score",
            sources=(
                "ISO 10004:2018, Quality management – Customer satisfaction – Guidelines for "
                "monitoring and measuring",
                "Delighted, How is CSAT calculated?, "
                "https://help.delighted.com/article/240-how-is-csat-calculated",
                _statistics.WILSON,
            ),
        )

    @property
    def _known(self) -> str:
        if self.scale is None:
            raise ValueError("settle() comes first: the scale is open")
        return self.scale

    @property
    def _ends(self) -> tuple[int, int]:
        return SCALES[self._known]

    @property
    def _middle(self) -> int | None:
        low, high = self._ends
        return (low + high) // 2 if (low + high) % 2 == 0 else None

    @property
    def satisfied(self) -> tuple[int, ...]:
        """The answers that count as satisfied, once the scale is known."""
        if self.good is None:
            return SATISFIED[self._known]
        return tuple(sorted({int(part) for part in self.good.split(",")}))

    def _rule(self) -> str:
        if self.scale is None:
            return "the scale is found in the data"
        if self.scale == "good-bad" and self.good is None:
            return "satisfied: Good, of Good and Bad"
        good, scale = ", ".join(map(str, self.satisfied)), written(self.scale)
        told = "satisfied: {good} of {scale}" if self.statistic == "share" else "mean of {scale}"
        rule = Said(told, good=good, scale=scale)
        middle = self._middle if self.neutral == "exclude" else None
        if middle is None:
            return rule
        return Said("{rule}; {middle} (neutral) excluded", rule=rule, middle=middle)

    def _check(self) -> None:
        """Refuse options that do not fit the scale."""
        low, high = self._ends
        on = written(self._known)
        try:
            good = self.satisfied
        except ValueError:
            good = ()
        if not good or any(not low <= value <= high for value in good):
            raise bad_value(
                "good", self.good, Said("a list of values of {on}", on=on), "such as --good 4,5"
            )
        if len(good) == high - low + 1:
            raise bad_value("good", self.good, Said("less than all values of {on}", on=on))
        if self.neutral == "exclude" and (self._middle is None or self._middle in good):
            raise bad_value(
                "neutral", "exclude", Said("possible: {on} has no neutral answer here", on=on)
            )
        if self.statistic == "mean" and self.scale == "good-bad":
            raise bad_value("statistic", "mean", "defined for Good/Bad", "--statistic share")

    def _find_scale(self, evidence: Evidence) -> tuple[str, list[Diagnostic]]:
        """Take what was declared, else what cells or header say, else the smallest that fits."""
        _scales.refuse_mixture(evidence, EXPECTED, self.scale)
        if self.scale is not None:
            _scales.refuse_contradiction(evidence, self.scale)
            return self.scale, []
        if any(name.startswith("ease") for name in evidence.vocabularies):
            why = "its labels say how easy something was"
            raise doubt(evidence, EXPECTED, why, "csmetrics ces, or --column score=NAME")
        answers = _scales.whole_answers(evidence)
        found = _scales.proven_scale(evidence, EXPECTED)
        header = _scales.header_scale(evidence)
        if found is None and header in SCALES:
            found = str(header), "its header says so"
        if found is not None:
            scale, why = found
            return scale, [told(errors.SCALE_INFERRED, evidence, scale=written(scale), why=why)]
        if not answers:
            return INFERABLE[0], []
        scale = _smallest(evidence, answers)
        used = written(scale)
        why = "the smallest that holds all its answers"
        notes = [told(errors.SCALE_INFERRED, evidence, scale=used, why=why)]
        if header is not None:
            cure = Said("if that is right: --scale {scale}", scale=scale)
            notes.append(
                told(errors.SCALE_LABEL, evidence, says=written(header), used=used, cure=cure)
            )
        if SCALES[scale][1] not in answers:
            notes.append(told(errors.TOP_UNSEEN, evidence, scale=used))
        return scale, notes


def _smallest(evidence: Evidence, answers: dict[int, int]) -> str:
    """Find the smallest scale that holds all answers; refuse where a few strays decide, and noughts and ones."""
    n = sum(answers.values())
    if set(answers) == {0, 1} and n >= _scales.ENOUGH:
        why = Said("its {n} answers are all 0 or 1", n=n)
        raise doubt(evidence, EXPECTED, why, "if 1 means satisfied: --scale good-bad")
    for name in INFERABLE:
        low, high = SCALES[name]
        if low <= min(answers) and max(answers) <= high:
            _refuse_strays(evidence, answers, name)
            return name
    inside = {value: count for value, count in answers.items() if 0 <= value <= 10}
    outside = n - sum(inside.values())
    why = Said("{outside} of {n} answers lie outside 0–10", outside=outside, n=n)
    if 2 * outside > n:
        raise doubt(evidence, EXPECTED, why, "name the right column: --column score=NAME")
    likely = _smallest(evidence, inside)
    cure = Said("if the others may be left out, and counted: --scale {likely}", likely=likely)
    raise doubt(
        evidence,
        EXPECTED,
        Said("{why}, the others within {likely}", why=why, likely=written(likely)),
        cure,
    )


def _refuse_strays(evidence: Evidence, answers: dict[int, int], scale: str) -> None:
    """Refuse a scale that reaches further up than a smaller one for the sake of a few answers."""
    n = sum(answers.values())
    for smaller in INFERABLE:
        if SCALES[smaller][1] >= SCALES[scale][1]:
            return
        strays = _scales.outside(answers, smaller)
        if _scales.few(strays, n):
            why = Said(
                "{strays} of {n} answers lie outside {smaller}, which holds the others",
                strays=strays,
                n=n,
                smaller=written(smaller),
            )
            cure = Said(
                "if they may be left out, and counted: --scale {smaller}; else --scale {scale}",
                smaller=smaller,
                scale=scale,
            )
            raise doubt(evidence, EXPECTED, why, cure)
