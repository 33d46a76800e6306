"""The last records of a table: totals and closing lines that an export puts below its data.

Only the end of a file is looked at, and nothing is left out for a word alone: the row also has to lack what
the rows above it always have, or to be a single text where they have several cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csmetrics.errors import CLOSING_LINE, TOTALS_ROW, Reason
from csmetrics.read._header import folded, looks_like_data
from csmetrics.read._records import Places, record_starts

LOOKED_AT = 100
LOOKED_BYTES = 64 << 10
EVIDENCE_ROWS = 3

_TOTAL = re.compile(
    r"(overall |report |column )?((grand |sub ?)?(total|totals|totais|totales)( geral| general)?"
    r"|sub ?totais|sub ?totales|sum|soma|suma|average|avg|mean|median|count|media|mediana|promedio"
    r"|contagem|recuento|conteo)( \d+( \w+)?)?"
)
_CLOSING = re.compile(
    r"\b(confidential|copyright|all rights reserved|do not distribute|generated (on|at|by)|exported (on|at|by)"
    r"|report(ing)? (period|date|generated)|date range|end of (the )?(report|file)|page \d+ of \d+"
    r"|confidencial|todos os direitos|gerado (em|por|as)|exportado (em|por|el)|periodo|fim do relatorio"
    r"|todos los derechos|generado (el|en|por)|fin del (informe|reporte)"
    r"|\d+ (records|rows|registros|linhas|filas))\b|©|\(c\) ",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ending:
    """The first ``kept`` of some records are data. ``left_out`` are (place, why) of those behind that are not blank.

    ``doubtful`` is the place of a record that begins with a word for totals and yet may be data.
    """

    kept: int
    left_out: tuple[tuple[int, Reason], ...] = ()
    doubtful: int | None = None


def ending_of(records: Sequence[Sequence[str]], width: int, *, complete: bool = True) -> Ending:
    """What of the last records of a table of so many columns is data.

    ``complete``: the file ends with a line end. Where it does not, its last line may be cut off.
    """
    data = len(records)
    while data and _suspect(records[data - 1], width) is not None:
        data -= 1
    above = [record for record in records[:data] if len(record) == width and any(record)]
    always = {
        column
        for column in range(width)
        if len(above) >= EVIDENCE_ROWS and all(record[column].strip() for record in above)
    }
    numeric = {column for column in always if all(looks_like_data([r[column]]) for r in above)}
    left_out: list[tuple[int, Reason]] = []
    kept = len(records)
    for place in range(len(records) - 1, data - 1, -1):
        cells = records[place]
        reason = _suspect(cells, width)
        cut = place == len(records) - 1 and not complete
        if reason is TOTALS_ROW:
            if not _lacks(cells, always, numeric, width):
                return Ending(kept, tuple(reversed(left_out)), place)
        elif reason is CLOSING_LINE:
            below_blank = place > 0 and not any(map(str.strip, records[place - 1]))
            chained = bool(left_out) and left_out[-1][0] == place + 1
            said = _CLOSING.search(_plain(cells[0]))
            spared = len(cells) == 1 or bool(always - {0})
            if not spared or not (
                said or (not cut and (below_blank or (chained and len(cells) == 1)))
            ):
                break
        if reason not in (None, _BLANK):
            left_out.append((place, reason))
            kept = place
    return Ending(kept, tuple(reversed(left_out)))


_BLANK = Reason("blank-record", "blank record")


def _suspect(cells: Sequence[str], width: int) -> Reason | None:
    """What a record could be by its text alone, if it is not data for certain."""
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    if not filled:
        return _BLANK
    if width < 2 or len(cells) > width:
        return None
    if _TOTAL.fullmatch(folded(cells[filled[0]])):
        return TOTALS_ROW
    text = cells[0].strip()
    if filled == [0] and (_CLOSING.search(_plain(text)) or re.search(r"[^\W\d].*\s", text)):
        return CLOSING_LINE
    return None


def _lacks(cells: Sequence[str], always: set[int], numeric: set[int], width: int) -> bool:
    """Whether cells are missing that the data always have, or the word stands where they have numbers."""
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    return len(cells) < width or bool(always - set(filled)) or filled[0] in numeric


def _plain(text: str) -> str:
    """Without accents, so that one spelling of a word is enough."""
    return f"{folded(text)} {text}"


def last_records(data: bytes, quotes: Places, delimiter: str) -> tuple[list[list[str]], Places]:
    """The last records of some whole ones, and where each begins; those within the last bytes, at most so many."""
    first = max(len(data) - LOOKED_BYTES, 0)
    before = int(np.searchsorted(quotes, first))
    # an open quote before the slice makes its first line end one inside quotes
    inside = quotes[before:] - first
    if before % 2:
        inside = np.r_[0, inside]
    starts = record_starts(data[first:], inside) + first
    starts = starts[first > 0 :][-LOOKED_AT:]  # the first may be the rest of a record
    ends = [*starts[1:], len(data)]
    csv.field_size_limit(1 << 30)
    records = []
    for start, end in zip(starts, ends, strict=True):
        text = io.StringIO(data[start:end].decode(), newline="")
        records.append(next(csv.reader(text, delimiter=delimiter), []))
    return records, starts
