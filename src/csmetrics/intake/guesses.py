"""What a column holds that plays no role: by its first cells, and whether it may be a question with a score."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from csmetrics.intake import schema
from csmetrics.intake.inspected import SAMPLES
from csmetrics.intake.numbers import proves, read_number
from csmetrics.intake.places import names_codes
from csmetrics.intake.preset import word
from csmetrics.intake.scores import is_missing, read_score
from csmetrics.intake.spelled import PLAIN, THREE, TWO, parse
from csmetrics.intake.times import read_time
from csmetrics.language import Said
from csmetrics.read._header import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csmetrics.intake.mapping import Mapping
    from csmetrics.read._raw import RawTable
    from csmetrics.report import ColumnSeen

MOST = 0.8
HIGHEST_SCORE = 10
LONG_TEXT = 40
_PERCENT = re.compile(r"-?\d+([.,]\d+)?\s?%")
_WHOLE = re.compile(r"\d+")
_OF_DAY = re.compile(r"\b(hora|horario|hour|clock|time of day)\b|\b(at|as)$|^time$")
"""Headers of times of day, folded."""
_CODES = {"id", "number", "numero", "codigo", "code", "protocol", "key"}
_COUNTS = {
    "count",
    "quantity",
    "qty",
    "size",
    "index",
    "version",
    "year",
    "month",
    "week",
    "day",
    "hour",
    "price",
}
_COUNTS |= {
    "precision",
    "duration",
    "order",
    "quantidade",
    "qtd",
    "ano",
    "mes",
    "dia",
    "cantidad",
    "preco",
    "precio",
}


def kind_of(raw: RawTable, place: int, role: tuple[str, str] | None) -> tuple[str, str]:
    """What the cells of a column are, by its role or by the first rows; and why."""
    cells = [record[place].strip() for record in raw.sample if place < len(record)]
    cells = [cell for cell in cells if cell]
    if role is not None:
        kind = schema.KINDS.get(role[0], "label")
        if kind == "score" and cells and all(_PERCENT.fullmatch(cell) for cell in cells):
            return "number", Said("{role}; its first cells are percentages", role=role[1])
        return kind, role[1]
    if not cells:
        return "empty", "no cell of the first rows holds anything"
    decimal = "comma" if any(proves(cell) == "comma" for cell in cells) else "point"

    def most(fits: list[bool]) -> bool:
        return sum(fits) >= MOST * len(cells)

    if most([read_time(cell, "dmy") is not None for cell in cells]):
        return "date", "its first cells are dates"
    read = [read_number(cell, decimal) for cell in cells]
    if _are_durations(cells, read, raw.header[place]):
        return "duration", "its first cells are durations"
    if most([number is not None for number in read]):
        codes = any(cell[0] == "0" and cell.isdigit() and len(cell) > 1 for cell in cells)
        whole = all(cell.isdigit() for cell in cells)
        if codes or (
            whole and len(set(cells)) == len(cells) > SAMPLES and _is_id(raw.header[place])
        ):
            return "id", "its first cells are codes"
        return "number", "its first cells are numbers"
    if most([not read_score(cell).fault for cell in cells]):
        return "score", "its first cells are scores or words for them"
    if len(set(cells)) == len(cells) > SAMPLES and _is_id(raw.header[place]):
        return "id", "its first cells are codes, each its own"
    if sum(map(len, cells)) > LONG_TEXT * len(cells):
        return "text", "its first cells are long"
    return "label", "its first cells are neither numbers nor dates"


def _are_durations(cells: list[str], numbers: Sequence[float | None], header: str) -> bool:
    """Whether cells say by themselves how long something took; a 0 says nothing, a clock may be the time of day."""
    read = zip(cells, numbers, strict=True)
    told = [cell for cell, number in read if number != 0 and not is_missing(cell)]
    parsed = [parse(cell) for cell in told]
    spelled = sum(each is not None and each.form != PLAIN for each in parsed)
    if not told or spelled < MOST * len(told):
        return False
    clocks = any(each is not None and each.form in (TWO, THREE) for each in parsed)
    return not (clocks and _OF_DAY.search(folded(header)))


def is_question(seen: ColumnSeen, mapping: Mapping) -> bool:
    """Whether a column of a survey may hold a score: answers on a scale, and nothing that is known to be else."""
    if (
        seen.role
        or seen.kind not in ("score", "number")
        or seen.low is None
        or seen.unread > seen.n
    ):
        return False
    preset = mapping.fit.preset if mapping.fit else None
    if preset and word(seen.header) in map(word, (*preset.recognise, *preset.no_role)):
        return False
    if preset and any(
        word(seen.header) == word(name) for rule in preset.leave_out for name, _ in rule.when
    ):
        return False
    if set(folded(seen.header).split()) & (_CODES | _COUNTS):
        return False
    if names_codes(seen.header, schema.names("responses")["score"].never):
        return False
    if seen.kind == "score":
        return True
    ends = (seen.low, str(seen.high), *seen.sample)
    whole = all(_WHOLE.fullmatch(end) and int(end) <= HIGHEST_SCORE for end in ends)
    return whole and (is_asked(seen) or int(str(seen.high)) > 1)


def is_asked(seen: ColumnSeen) -> bool:
    """Whether what stands over a column looks like a question."""
    return bool(seen.alias) or seen.header.rstrip().endswith("?")


def _is_id(header: str) -> bool:
    words = folded(header).split()
    return not words or bool(_CODES & set(words))
