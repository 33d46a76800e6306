"""Scores: cells of a survey question → numbers, one decision per distinct text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.intake.evidence import NONE, Evidence
from csmetrics.intake.months import MONTHS
from csmetrics.intake.table import Faults
from csmetrics.read._header import folded

if TYPE_CHECKING:
    import pyarrow as pa

REASONS = (errors.BLANK, errors.MISSING_WORD, errors.NOT_A_SCORE, errors.NOT_ANSWERED)
BLANK, MISSING, UNREADABLE, NOT_ANSWERED = 1, 2, 3, 4
REMEMBERED = 100_000
LABELS_KEPT = 100
DATABASE_NULL = r"\N"  # as databases export it; folded it would be the N of no

# Not float(): that takes "inf", "nan" and "1_0", and makes infinity of 400 digits.
_WHOLE = r"\d{1,15}"
_NUMBER = rf"[-+]?{_WHOLE}(?:[.,]\d+)?"
_PLAIN = re.compile(rf"({_NUMBER}|[-+]?{_WHOLE}(?:\.\d+)?[eE][-+]?\d{{1,2}})")
_OUT_OF = re.compile(rf"({_NUMBER})\s*(?:/|of|out of|de|von|sur)\s*({_WHOLE})")
_LABELLED = re.compile(rf"({_WHOLE})\s*[-–—:.)=(]+\s*([^\W\d].*)")
_COUNTED = re.compile(
    rf"({_WHOLE})(?:\s+(?:stars?|estrelas?|estrellas?|points?|pontos?|puntos?)|\s*[★⭐])"
)
_INVISIBLE = {0xFE0F: None, 0x20E3: None, 0x2212: "-"}  # of emoji and keycaps; and a minus
_STARS = re.compile(r"([★⭐]+)\s*(☆*)")


@dataclass(frozen=True)
class Reading:
    """What one text means: ``fault`` is 0 and ``value`` a number, or ``fault`` says why there is none."""

    value: float
    fault: int = 0
    out_of: int | None = None
    vocabulary: str | None = None
    label: str | None = None


def read_score(text: str) -> Reading:
    """The meaning of one cell: ``9``, ``9,5``, ``9/10``, ``10 - Extremely likely``, ``★★★★☆``, ``Satisfeito``.

    ``10-Sep`` is none: a spreadsheet made it of 9/10.
    """
    cell = " ".join(text.translate(_INVISIBLE).split())
    if not cell:
        return Reading(np.nan, BLANK)
    if cell == DATABASE_NULL:
        return Reading(np.nan, MISSING)
    if match := _PLAIN.fullmatch(cell):
        return Reading(_number(match[1]))
    if match := _OUT_OF.fullmatch(cell):
        return Reading(_number(match[1]), out_of=int(match[2]))
    if (match := _LABELLED.fullmatch(cell)) and folded(match[2]) not in MONTHS:
        return Reading(float(match[1]), label=match[2].removesuffix(")"))
    if match := _COUNTED.fullmatch(cell.casefold()):
        return Reading(float(match[1]))
    if match := _STARS.fullmatch(cell):
        total = len(match[1]) + len(match[2])
        return Reading(float(len(match[1])), out_of=total if match[2] else None)
    return _words().get(_word(cell), Reading(np.nan, UNREADABLE))


def is_missing(text: str) -> bool:
    """Whether a cell of dates or numbers is blank or a word for it. As a score NaN is a fault, not a silence."""
    return read_score(text).fault in (BLANK, MISSING) or text.strip().casefold() in ("nan", "nat")


def score_text(text: str) -> str:
    """A score as a plain number, where it is one under another name (``Good``, ``9/10``); else the text."""
    reading = read_score(text)
    return text if reading.fault else f"{reading.value:g}"


@dataclass
class ScoreColumn:
    """The parser of one score column; gathers the evidence of all it has seen."""

    header: str
    evidence: Evidence = field(init=False)
    _known: dict[str, Reading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.evidence = Evidence(self.header)

    def typed(self, cells: pa.DictionaryArray) -> tuple[NDArray[np.float64], Faults]:
        """Numbers (NaN where there is none) and faults of dictionary-encoded cells."""
        texts = cells.dictionary.to_pylist()
        places = cells.indices.to_numpy(zero_copy_only=False)
        readings = [self._read(text) for text in texts]
        counts = np.bincount(places, minlength=len(texts)).tolist()
        for reading, count in zip(readings, counts, strict=True):
            if count:
                self._witness(reading, count)
        if not readings:
            return np.zeros(0), Faults(np.zeros(0, np.int8), REASONS)
        values = np.array([reading.value for reading in readings])
        codes = np.array([reading.fault for reading in readings], dtype=np.int8)
        return values[places], Faults(codes[places], REASONS)

    def _read(self, text: str) -> Reading:
        reading = self._known.get(text)
        if reading is None:
            reading = read_score(text)
            if len(self._known) < REMEMBERED:
                self._known[text] = reading
        return reading

    def _witness(self, reading: Reading, count: int) -> None:
        seen = self.evidence
        if reading.fault == BLANK:
            seen.blank += count
        elif reading.fault == MISSING:
            seen.missing += count
        elif reading.fault == NOT_ANSWERED:
            seen.not_answered += count
        elif reading.fault:
            seen.unreadable += count
        else:
            seen.values[reading.value] += count
            if reading.out_of is not None:
                seen.out_of[reading.out_of] += count
            if reading.vocabulary is not None:
                seen.vocabularies[reading.vocabulary] += count
            if reading.label is not None:
                known = seen.labels.get(reading.value, NONE)
                if reading.label not in known:  # the same ones are kept, whatever the order of rows
                    kept = sorted(known | {reading.label})[:LABELS_KEPT]
                    seen.labels[reading.value] = frozenset(kept)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _word(text: str) -> str:
    return folded(text) or text.strip()


@cache
def _words() -> dict[str, Reading]:
    data = tomllib.loads(files("csmetrics.intake").joinpath("vocabularies.toml").read_text("utf-8"))
    data.pop("nobody")  # of respondents
    words: dict[str, Reading] = {}
    for name, fault in (("missing", MISSING), ("not-answered", NOT_ANSWERED)):
        words |= {_word(word): Reading(np.nan, fault) for word in data.pop(name)["words"]}
    for name, vocabulary in data.items():
        for value, synonyms in enumerate(vocabulary["words"], start=vocabulary["low"]):
            words |= {_word(word): Reading(float(value), vocabulary=name) for word in synonyms}
    return words
