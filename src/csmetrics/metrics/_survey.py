"""What the survey metrics share: question columns, scales, and statistics of answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, ClassVar, get_args, get_type_hints

from csmetrics import errors
from csmetrics.calc import intervals
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.metrics._contract import Contribution
from csmetrics.options import Param
from csmetrics.report import Diagnostic, Interval, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import States
    from csmetrics.intake.evidence import Evidence
    from csmetrics.intake.table import Table

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

ASKED = "asked"
"""The state that counts who was asked and did not answer."""

WILSON = (
    "E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, "
    "Journal of the American Statistical Association 22, 1927"
)

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


@dataclass(frozen=True)
class Survey:
    """The base of the survey metrics: a row is an answer, each ``score`` column a question."""

    table: ClassVar[str] = "responses"
    needs: ClassVar[tuple[str, ...]] = ("score",)
    date: ClassVar[str] = "answered"

    score: Annotated[
        tuple[str, ...],
        Param("Column with the answers to a question; repeatable.", metavar="COLUMN"),
    ] = ()

    def __post_init__(self) -> None:
        """Refuse what no option may be: Python callers are told what the command line is told."""
        hints = get_type_hints(type(self), include_extras=True)
        for field in fields(self):
            value = getattr(self, field.name)
            for param in get_args(hints[field.name])[1:]:
                if param.choices and value is not None and value not in param.choices:
                    raise bad_value(field.name, value, "one of " + ", ".join(param.choices))


def bad_value(field: str, value: object, expected: str, suggestion: str = "") -> CsmetricsError:
    """Refuse an option, by the name of its field."""
    option = "--" + field.replace("_", "-")
    return CsmetricsError(
        errors.BAD_VALUE, option=option, value=str(value), expected=expected, suggestion=suggestion
    )


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
        why = f"its cells are out of {', '.join(map(str, others))}"
    words = sorted({words_scale(vocabulary) for vocabulary in evidence.vocabularies} - {scale})
    if words:
        why = f"its cells are words of the scale {', '.join(map(written, words))}"
    if why:
        raise doubt(evidence, f"the scale {written(scale)}", why, "leave --scale away")


def refuse_mixture(evidence: Evidence, expected: str, declared: str | None) -> None:
    """Refuse words that need not be on the scale of the other cells: in ``Ótimo, Bom``, or among numbers."""
    other = "name another column: --column score=NAME, or put numbers for the words"
    answers = evidence.answers
    if "good-bad" in evidence.vocabularies:
        unread = evidence.unreadable
        if OTHER_WORDS * unread > answers + unread:
            why = f"{unread} of its cells are other words: it looks like a scale of more than these two"
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
            why = f"it mixes numbers and words ({answers - words} and {words})"
            cure = "name a column of one kind: --column score=NAME, or empty the cells of the other"
            raise doubt(evidence, expected, why, cure)


def header_scale(evidence: Evidence) -> str | None:
    """Find the scale that a header names, known or not: ``How satisfied were you? (1-5)``."""
    found = _HEADER_SCALE.search(evidence.column)
    return f"{found[1]}-{int(found[2])}" if found and int(found[2]) > 2 else None


def proven_scale(evidence: Evidence, expected: str) -> tuple[str, str] | None:
    """Find the scale that the cells prove, by known labels or as in ``4/5``, and say why."""
    top = "0-10" if 0 in evidence.values else "1-10"
    found = {
        top if out_of == 10 else f"1-{out_of}": f"its cells say out of {out_of}"
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
        raise doubt(evidence, expected, f"its cells are on several scales ({named})", cure)
    (scale,) = found
    if scale not in SCALES:
        cure = "name the right column: --column score=NAME"
        raise doubt(evidence, expected, f"its cells are on the scale {written(scale)}", cure)
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


def tally_answers(
    table: Table,
    ends: tuple[int, int],
    date: str,
    without: int | None = None,
    *,
    asked: bool = False,
) -> list[Contribution]:
    """Tally the whole answers on the scale as they are; leave the others out by reason.

    With ``asked``, those who were asked and did not answer are counted for the response rate; else theirs
    is one more word for missing.
    """
    silent = table.faulty("score", errors.NOT_ANSWERED)
    if not asked:
        table.leave_out(silent, errors.MISSING_WORD, "score")
    table.leave_out_faults("score", but=errors.NOT_ANSWERED)
    values = table.numeric("score")
    low, high = ends
    table.leave_out((values != values.round()) & ~silent, errors.NOT_WHOLE, "score")
    table.leave_out(
        (values < low) | (values > high), errors.OUTSIDE_SCALE, "score", low=low, high=high
    )
    if without is not None:
        table.leave_out(values == without, errors.NEUTRAL, "score")
    rows = table.rows()
    answered, waiting = rows[~silent[rows]], rows[silent[rows]]
    found = [Contribution("score", answered, values[answered].astype("int64"), date)]
    if len(waiting):
        found.append(Contribution(ASKED, waiting, waiting * 0, date))
    return found


def response_rate(states: States, group: int, answers: int, level: float) -> list[Statistic]:
    """Give the share that answered of all who were asked; nothing where it is not known."""
    if ASKED not in states.tallies:
        return []
    asked = answers + int(states.tally(ASKED, group)[1].sum())
    return [share("response_rate", answers, asked, level)]


def counted(states: States, group: int) -> dict[int, int]:
    """Count each answer in one slice."""
    values, counts = states.tally("score", group)
    return dict(zip(values.tolist(), counts.tolist(), strict=True))


def undefined(name: str, unit: str) -> Statistic:
    """Make the statistic of a slice without answers."""
    return Statistic(name, None, unit, 0, undefined_because="no answers")


def share(name: str, k: int, n: int, level: float) -> Statistic:
    """Give ``k`` of ``n`` in percent, with Wilson's interval."""
    if n == 0:
        return undefined(name, "percent")
    low, high = intervals.wilson(k, n, level)
    return Statistic(
        name, 100 * k / n, "percent", n, Interval(level, 100 * low, 100 * high, "Wilson")
    )


def mean(counts: Mapping[int, int], ends: tuple[int, int], level: float) -> Statistic:
    """Give the mean answer, with the score interval on its scale."""
    n = sum(counts.values())
    if n == 0:
        return undefined("mean", "score")
    value = sum(answer * count for answer, count in counts.items()) / n
    return Statistic(
        "mean", value, "score", n, Interval(level, *intervals.mean(counts, ends, level), "score")
    )


def spread(counts: Mapping[int, int], ends: tuple[int, int]) -> tuple[tuple[str, int], ...]:
    """Count each value of the scale: from the lowest to the highest."""
    return tuple((str(value), counts.get(value, 0)) for value in range(ends[0], ends[1] + 1))
