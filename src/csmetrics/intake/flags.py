"""Flags: yes and no, met and breached → 1 and 0; and counts that are written as flags.

Words such as *Within SLA* say themselves what they mean. Yes and no take their meaning from the header: in a
column *SLA breached* yes means not met, so it becomes 0. A 1 is always the good case.

Of customers the role says what yes means, whatever the header, and other words say themselves who is there:
*Active*, *Churned*, *Cancelado*. None of them is one of an SLA.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake.scores import MISSING, read_score
from csmetrics.intake.table import Faults
from csmetrics.read._header import folded

if TYPE_CHECKING:
    import pyarrow as pa

REASONS = (
    errors.BLANK,
    errors.MISSING_WORD,
    errors.NOT_A_FLAG,
    errors.STILL_RUNNING,
    errors.NO_TARGET,
)
BLANK, MISSING_WORD, UNREADABLE, RUNNING, NO_TARGET = 1, 2, 3, 4, 5
PLAIN, TARGET = "plain", "target"
STANDING = {"churned": "gone", "active": "there"}
"""Roles of flags of customers, and which of the words of customers means yes."""
_COUNT = re.compile(r"(\d{1,15})(?:[.,]0{1,2})?")


@dataclass(frozen=True)
class Reading:
    """What one text means: ``fault`` is 0 and ``value`` a number, or ``fault`` says why there is none."""

    value: float
    fault: int = 0
    vocabulary: str = ""


class Alone(NamedTuple):
    """One answer alone in a column: what a blank cell stands for, None where that is not known; how many are blank.

    Yes alone is a mark, and no mark means no; so is any number where 0 never occurs. No alone, and words such as
    *Within SLA*, leave open what a blank cell is: mostly that nothing was promised.
    """

    means: float | None
    blank: int


def read_flag(text: str) -> Reading:
    """The meaning of one cell: ``Sim``, ``1``, ``Within SLA``. A number above 1 is a count, and no flag."""
    cell = " ".join(text.split())
    if not cell:
        return Reading(np.nan, BLANK)
    if match := _COUNT.fullmatch(cell):
        return Reading(float(match[1]), vocabulary=PLAIN)
    if known := _words().get(_word(cell)):
        return known
    return Reading(np.nan, MISSING_WORD if read_score(cell).fault == MISSING else UNREADABLE)


def read_standing(text: str, yes: str) -> Reading:
    """The meaning of one cell of a flag of customers, ``yes`` being ``gone`` or ``there``: ``Sim``, ``Cancelado``."""
    found = read_flag(text)
    if found.vocabulary == PLAIN or found.fault in (BLANK, MISSING_WORD):
        return found
    known = _standings().get(_word(" ".join(text.split())))
    if known is None:
        return Reading(np.nan, UNREADABLE)
    return Reading(float(known == yes), vocabulary=PLAIN)


def sense(header: str) -> bool | None:
    """What yes means under a header: met (True), or not (False, *SLA breached*). None: it says both."""
    rest, found, negated = f" {folded(header)} ", set(), False
    while rest.strip():
        for phrase, meaning in _phrases():
            if rest.startswith(f" {phrase} "):
                if meaning is not None:
                    found.add(meaning is not negated)
                negated = meaning is None
                rest = rest[len(phrase) + 1 :]
                break
        else:
            word, _, after = rest[1:].partition(" ")
            rest, negated = f" {after}", negated and word in _data()["header"]["between"]
    return None if len(found) > 1 else found != {False}


@dataclass
class FlagColumn:
    """The parser of one column of flags; with ``counts``, of flags or numbers of times.

    ``standing`` is what yes means of customers: ``gone`` or ``there``. ``answers`` are those that occur,
    ``blank`` counts cells that hold none, ``empty`` those of them without a word for missing; ``marks`` says
    that some cell holds a plain yes.
    """

    header: str
    counts: bool = False
    standing: str | None = None
    vocabularies: set[str] = field(default_factory=set)
    answers: set[float] = field(default_factory=set)
    blank: int = 0
    empty: int = 0
    marks: bool = False

    def __post_init__(self) -> None:
        # how often is never turned round: *not reopened* is no name of a count
        self._sense = True if self.counts or self.standing else sense(self.header)

    def typed(self, cells: pa.DictionaryArray) -> tuple[NDArray[np.float64], Faults]:
        """1 for the good case and 0, or a count; NaN where there is none; and faults."""
        texts = cells.dictionary.to_pylist()
        places = cells.indices.to_numpy(zero_copy_only=False)
        seen = np.bincount(places, minlength=len(texts)).tolist()
        readings = [self._read(text, count) for text, count in zip(texts, seen, strict=True)]
        values = np.array([reading.value for reading in readings] or [np.nan])
        codes = np.array([reading.fault for reading in readings] or [BLANK], dtype=np.int8)
        return values[places], Faults(codes[places], REASONS)

    def settle(self) -> None:
        """Refuse a column of which it is not certain what yes means."""
        why = ""
        if len(self.vocabularies) > 1:
            why = "it holds both yes or no and words such as met or breached"
        elif self._sense is None and PLAIN in self.vocabularies:
            why = "its name says both met and breached"
        if why:
            raise CsmetricsError(errors.FLAG_DOUBT, column=self.header, why=why)

    @property
    def alone(self) -> Alone | None:
        """The one answer beside blank cells; None where there are two, or none, or no cell is blank."""
        kinds = {answer > 0 for answer in self.answers}
        if len(kinds) != 1 or not self.empty:
            return None
        return Alone(1.0 - kinds.pop() if self.marks else None, self.empty)

    def _read(self, text: str, count: int) -> Reading:
        reading = read_flag(text) if self.standing is None else read_standing(text, self.standing)
        wrong = reading.vocabulary != PLAIN if self.counts else reading.value > 1
        if wrong and not reading.fault:
            return Reading(np.nan, UNREADABLE)
        if count and reading.vocabulary:
            self.vocabularies.add(reading.vocabulary)
            self.marks |= reading.vocabulary == PLAIN and reading.value > 0
        if reading.vocabulary == PLAIN and self._sense is False:
            reading = Reading(1 - reading.value, vocabulary=PLAIN)
        if count and not reading.fault:
            self.answers.add(reading.value)
        self.blank += count if reading.fault in (BLANK, MISSING_WORD) else 0
        self.empty += count if reading.fault == BLANK else 0
        return reading


def _word(text: str) -> str:
    return folded(text) or text.replace("\ufe0f", "")


@cache
def _data() -> dict[str, Any]:
    text = files("csmetrics.intake").joinpath("flags.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _words() -> Mapping[str, Reading]:
    data = _data()
    words = {
        _word(word): Reading(value, vocabulary=name)
        for name in (PLAIN, TARGET)
        for answer, value in (("yes", 1.0), ("no", 0.0))
        for word in data[name][answer]
    }
    for name, fault in (("running", RUNNING), ("no-target", NO_TARGET)):
        words |= {_word(word): Reading(np.nan, fault) for word in data[name]["words"]}
    return words


@cache
def _standings() -> Mapping[str, str]:
    said = _data()["customer"]
    return {_word(word): answer for answer in ("gone", "there") for word in said[answer]}


@cache
def _phrases() -> list[tuple[str, bool | None]]:
    """Phrases of a header, the longest first, and what they say; None turns the next one round."""
    said = (("met", True), ("breached", False), ("not", None))
    found = [(folded(word), meaning) for name, meaning in said for word in _data()["header"][name]]
    return sorted(found, key=lambda each: -len(each[0]))
