"""Scales of survey questions: what a column says of its own, and what contradicts it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.language import Said
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.intake.evidence import Evidence

SCALES: dict[str, tuple[int, int]] = {
    "1-5": (1, 5),
    "1-7": (1, 7),
    "0-10": (0, 10),
    "1-10": (1, 10),
    "1-3": (1, 3),
    "1-2": (1, 2),
    "good-bad": (0, 1),
}
"""The scales that can be declared, and their ends; Bad is 0, Good is 1."""

ENOUGH = 10
"""From so many answers on, what never occurs among them says something about the scale."""

STRAYS = 50
"""One answer among so many may be a stray: it decides about no scale."""

OTHER_WORDS = 20
"""More than one cell in so many that is another word speaks against Good and Bad."""

_HEADER_SCALE = re.compile(
    r"(?<![\w/.:–-])([01])\s*(?:-|–|—|to|through|a|à|até|bis|\.\.)\s*(\d{1,3})(?![\w/:–-]|\.\d)",
    re.IGNORECASE,
)

Poles = tuple[str, str]
SATISFACTION: Poles = (
    r"dissatisf|unsatisf|insatisf|unhappy|terrible|very (bad|poor)|péssim|muito ruim|muy mal",
    r"satisf|happy|excellent|excelente|very good|ótim|muito bo[ma]|muy buen",
)
EASE: Poles = (
    r"difficult|difíc|dific|\bhard\b|(high|much|lot of) effort|muito esforço",
    r"\beas(y|ily)\b|fácil|facil|(low|little|no) effort|pouco esforço|nenhum esforço",
)
_NEGATION = re.compile(r"\b(not|neither|nor|não|nem|no|ni)\b(?! effort)", re.IGNORECASE)


def doubt(evidence: Evidence, expected: str, why: str, cure: str) -> CsmetricsError:
    """Refuse a column that does not look like what it should be."""
    return CsmetricsError(
        errors.SCALE_DOUBT, column=evidence.column, expected=expected, evidence=why, cure=cure
    )


def told(kind: Kind, evidence: Evidence, **params: str | int) -> Diagnostic:
    """Note something about the column."""
    return Diagnostic(kind, (("column", evidence.column), *params.items()), column=evidence.column)


def written(scale: str) -> str:
    """Write a scale as people do: ``1–5``, ``Good/Bad``."""
    return "Good/Bad" if scale == "good-bad" else scale.replace("-", "–")


def whole_answers(evidence: Evidence) -> dict[int, int]:
    """Pick the whole numbers and how often each occurs; only these can be answers."""
    return {int(value): count for value, count in evidence.values.items() if value % 1 == 0}


def few(part: int, whole: int) -> bool:
    """Whether a part is so small that it may be strays: at most 2 %."""
    return STRAYS * part <= whole


def outside(answers: Mapping[int, int], scale: str) -> int:
    """Count the answers that a scale does not hold."""
    low, high = SCALES[scale]
    return sum(count for value, count in answers.items() if not low <= value <= high)


def words_scale(vocabulary: str) -> str:
    """Name the scale of a label list: ``satisfaction-5`` is on ``1-5``."""
    last = vocabulary.rpartition("-")[2]
    return f"1-{int(last)}" if last.isdecimal() else vocabulary


def refuse_contradiction(evidence: Evidence, scale: str) -> None:
    """Refuse ``9/10`` as an answer out of five, and words of another scale, though one was declared."""
    others = sorted(out_of for out_of in evidence.out_of if out_of != SCALES[scale][1])
    why = ""
    if others:
        why = Said("its cells are out of {others}", others=", ".join(map(str, others)))
    words = sorted({words_scale(vocabulary) for vocabulary in evidence.vocabularies} - {scale})
    if words:
        why = Said("its cells are words of the scale {words}", words=", ".join(map(written, words)))
    if why:
        raise doubt(
            evidence, Said("the scale {scale}", scale=written(scale)), why, "leave --scale away"
        )


def refuse_mixture(evidence: Evidence, expected: str, declared: str | None) -> None:
    """Refuse words that need not be on the scale of the other cells: in ``Ótimo, Bom``, or among numbers."""
    other = "name another column: --column score=NAME, or put numbers for the words"
    answers = evidence.answers
    if "good-bad" in evidence.vocabularies:
        unread = evidence.unreadable
        if OTHER_WORDS * unread > answers + unread:
            why = Said(
                "{unread} of its cells are other words: it looks like a scale of more than these "
                "two",
                unread=unread,
            )
            raise doubt(evidence, "Good and Bad alone", why, other)
    words = sum(evidence.vocabularies.values())
    for vocabulary in evidence.vocabularies:
        scale = words_scale(vocabulary)
        strange = outside(whole_answers(evidence), scale) if scale in SCALES else 0
        if scale == "good-bad":
            mixed = words < answers and (declared != scale or strange > 0)
        else:
            mixed = declared is None and not few(strange, answers)
        if mixed:
            why = Said(
                "it mixes numbers and words ({answers} and {words})",
                answers=answers - words,
                words=words,
            )
            cure = "name a column of one kind: --column score=NAME, or empty the cells of the other"
            raise doubt(evidence, expected, why, cure)


def header_scale(evidence: Evidence) -> str | None:
    """Find the scale that a header names, known or not: ``How satisfied were you? (1-5)``."""
    found = _HEADER_SCALE.search(evidence.column)
    return f"{found[1]}-{int(found[2])}" if found and int(found[2]) > 2 else None


def proven_scale(evidence: Evidence, expected: str) -> tuple[str, str] | None:
    """Find the scale that the cells prove, by known labels or as in ``4/5``, and say why."""
    top = "0-10" if 0 in evidence.values else "1-10"
    found: dict[str, str] = {
        top if out_of == 10 else f"1-{out_of}": Said("its cells say out of {out_of}", out_of=out_of)
        for out_of in evidence.out_of
    }
    for vocabulary in evidence.vocabularies:
        scale = words_scale(vocabulary)
        found.setdefault(top if scale == "1-10" else scale, "its labels say so")
    if not found:
        return None
    if len(found) > 1:
        named = ", ".join(written(scale) for scale in sorted(found))
        cure = "name a column with one question in it: --column score=NAME"
        raise doubt(
            evidence, expected, Said("its cells are on several scales ({named})", named=named), cure
        )
    (scale,) = found
    if scale not in SCALES:
        cure = "name the right column: --column score=NAME"
        raise doubt(
            evidence,
            expected,
            Said("its cells are on the scale {scale}", scale=written(scale)),
            cure,
        )
    return scale, found[scale]


def good_end(evidence: Evidence, poles: Poles) -> tuple[str, int, int] | None:
    """Say which end the labels call good, ``high`` or ``low``, and the two values at the ends."""
    bad, good = (re.compile(pattern, re.IGNORECASE) for pattern in poles)
    named: dict[int, bool] = {}
    for value, labels in evidence.labels.items():
        plain = [label for label in labels if value % 1 == 0 and not _NEGATION.search(label)]
        says = {not bad.search(label) for label in plain if bad.search(label) or good.search(label)}
        if len(says) > 1:
            return None  # one value is called both: its labels prove nothing
        if says:
            named[int(value)] = says.pop()
    if len(set(named.values())) < 2:
        return None
    low, high = min(named), max(named)
    if named[low] == named[high]:
        return None
    return ("high" if named[high] else "low"), low, high
