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
from csmetrics.read._totals import is_word, number, sums_up

LOOKED_AT = 1000
COMPARED = 100  # of them, with what an odd one lacks
LOOKED_BYTES = 64 << 10
EVIDENCE_ROWS = 3
WORD = "a word for totals stands first"
BARE = "only numbers, without what the rows above always have"
BARE_ROWS = 2  # more rows of bare numbers than that are data

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

    ``doubtful`` are (place, how they look) of records that may be totals and yet may be data.
    """

    kept: int
    left_out: tuple[tuple[int, Reason], ...] = ()
    doubtful: tuple[tuple[int, str], ...] = ()


def ending_of(
    records: Sequence[Sequence[str]], width: int, *, complete: bool = True, whole: bool = False
) -> Ending:
    """What of the last records of a table of so many columns is data.

    ``complete``: the file ends with a line end. Where it does not, its last line may be cut off. ``whole``: they are
    all records of the table, so that a number can be compared with the sum of its column.
    """
    suspects = _suspects(records, width)
    data = len(records) - len(suspects)
    above = [record for record in records[:data] if len(record) == width and any(record)]
    always = _always(above[-COMPARED:], width)
    spared = bool(always - {0}) and len(above) >= EVIDENCE_ROWS
    left_out: list[tuple[int, Reason]] = []
    doubtful: list[tuple[int, str]] = []
    kept = len(records)
    for place in range(len(records) - 1, data - 1, -1):
        cells, reason = records[place], suspects[place - data]
        if reason in (TOTALS_ROW, _BARE):
            certain = reason is TOTALS_ROW and _lacks(cells, above, always, width)
            if not certain and not (whole and _sums_up(cells, above, always, reason)):
                if reason is TOTALS_ROW:
                    doubtful.append((place, WORD))
                elif len(above) >= EVIDENCE_ROWS and always and min(always) not in _filled(cells):
                    doubtful.append((place, BARE))
                doubtful.extend(
                    (row, WORD)
                    for row in range(place - 1, data - 1, -1)
                    if suspects[row - data] is TOTALS_ROW
                )
                break
            reason = TOTALS_ROW
        elif reason is CLOSING_LINE:
            below_blank = place > 0 and not any(map(str.strip, records[place - 1]))
            chained = bool(left_out) and left_out[-1][0] == place + 1
            said = _CLOSING.search(_plain(cells[0]))
            cut = place == len(records) - 1 and not complete
            if not (spared or len(cells) == 1) or not (
                said or (not cut and (below_blank or (chained and len(cells) == 1)))
            ):
                break
        if reason is not _BLANK:
            left_out.append((place, reason))
            kept = place
    return Ending(kept, tuple(reversed(left_out)), tuple(reversed(doubtful)))


_BLANK = Reason("blank-record", "blank record")
_BARE = Reason("bare-numbers", "numbers only")


def _suspects(records: Sequence[Sequence[str]], width: int) -> list[Reason]:
    """What each of the last records could be by its text alone, up to one that is data for certain."""
    for bare in (True, False):
        found: list[Reason] = []
        for cells in reversed(records):
            reason = _suspect(cells, width, bare=bare)
            if reason is None or found.count(_BARE) > BARE_ROWS:
                break
            found.append(reason)
        if found.count(_BARE) <= BARE_ROWS:
            break
    return found[::-1]


def _suspect(cells: Sequence[str], width: int, *, bare: bool = True) -> Reason | None:
    """What a record could be by its text alone, if it is not data for certain."""
    filled = _filled(cells)
    if not filled:
        return _BLANK
    if width < 2 or len(cells) > width:
        return None
    if is_word(cells[filled[0]]):
        return TOTALS_ROW
    if bare and filled[0] and all(number(cells[place]) is not None for place in filled):
        return _BARE
    text = cells[0].strip()
    if filled == [0] and (_CLOSING.search(_plain(text)) or re.search(r"[^\W\d].*\s", text)):
        return CLOSING_LINE
    return None


def _filled(cells: Sequence[str]) -> list[int]:
    return [place for place, cell in enumerate(cells) if cell.strip()]


def _always(rows: Sequence[Sequence[str]], width: int) -> set[int]:
    """The columns in which each of some rows has something."""
    if not rows:
        return set()
    return {column for column in range(width) if all(row[column].strip() for row in rows)}


def lacks_label(cells: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a record begins with a word for totals and lacks a text that rows always have."""
    filled = _filled(cells)
    if not filled or not is_word(cells[filled[0]], weak=False):
        return False
    data = [row for row in rows if any(row) and not is_word(next(filter(str.strip, row), ""))]
    return len(data) >= EVIDENCE_ROWS and bool(_always(data, width) - {*filled})


def _lacks(
    cells: Sequence[str], above: Sequence[Sequence[str]], always: set[int], width: int
) -> bool:
    """Whether cells are missing that the data always have, or the word stands where they have numbers."""
    filled = _filled(cells)
    rows = above[-COMPARED:]
    if is_word(cells[filled[0]], weak=False):
        numeric = filled[0] in always and all(looks_like_data([row[filled[0]]]) for row in rows)
        return len(cells) < width or bool(always - {*filled}) or numeric
    # such a word may be a name, of a queue for instance
    bare = all(number(cells[place]) is not None for place in filled[1:])
    return bare and len(above) >= EVIDENCE_ROWS and bool(always - {*filled})


def _sums_up(
    cells: Sequence[str], above: Sequence[Sequence[str]], always: set[int], reason: Reason
) -> bool:
    """Whether all numbers of a row sum up those above it; means only where the row lacks more than one cell."""
    filled = _filled(cells)
    missing = always - {*filled}
    if reason is _BARE and (not missing or min(always) in filled):
        return False
    numbers = filled if reason is _BARE else filled[1:]
    mean = reason is _BARE and len(missing) > 1
    return bool(numbers) and all(
        sums_up(cells[place], [row[place] for row in above], mean=mean) for place in numbers
    )


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
