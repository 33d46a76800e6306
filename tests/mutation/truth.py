"""What a file says by the letter: Python's strict CSV reader, told how the file was written.

Nothing of csmetrics is used here. A file has no truth (``None``) where the strict reading fails: the bytes
are none of the encoding, a quote is not closed, a row is wider or narrower than the header, the header is
not there or names a column twice. Then only a refusal or a diagnostic is right.
"""

from __future__ import annotations

import codecs
import csv
import io
from datetime import datetime

from mutants import Mutant

BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
BLANK = " \t\r\n\xa0\ufeff"
MISREAD_BOM = codecs.BOM_UTF8.decode("cp1252")

Truth = tuple[float, int] | None
"""The value and the n of a metric."""


def truth(mutant: Mutant) -> Truth:
    """The number that the file holds, if it holds one."""
    try:
        text = decoded(mutant.data, mutant.encoding)
        lines = io.StringIO(text, newline="")
        records = list(csv.reader(lines, delimiter=mutant.seed.delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    rows = [cells for record in records if any(cells := [cell.strip(BLANK) for cell in record])]
    if not rows or any(len(row) != len(rows[0]) for row in rows):
        return None
    names, wanted = ([letters(name) for name in each] for each in (rows[0], mutant.seed.measured))
    if any(names.count(name) != 1 for name in wanted):
        return None
    places = [names.index(name) for name in wanted]
    measured = [[row[place] for place in places] for row in rows[1:]]
    return nps(measured) if mutant.seed.metric == "nps" else mean_seconds(measured)


def letters(name: str) -> str:
    """A name as it is looked up: ``created_at``, ``Created at`` and ``created;_at`` are one."""
    return "".join(filter(str.isalnum, name.replace(MISREAD_BOM, ""))).casefold()


def decoded(data: bytes, encoding: str) -> str:
    """The text; a BOM says more than what is known of the writer."""
    for mark, meant in BOMS.items():
        if data.startswith(mark):
            return data.removeprefix(mark).decode(meant)
    return data.decode(encoding)


def nps(cells: list[list[str]]) -> Truth:
    """Promoters less detractors, per hundred answers."""
    scores = [int(score) for (score,) in cells if score.isdecimal() and int(score) <= 10]
    if not scores:
        return None
    balance = sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)
    return 100 * balance / len(scores), len(scores)


def mean_seconds(cells: list[list[str]]) -> Truth:
    """Seconds from creation to resolution, of the tickets that have both in this order."""
    times = []
    for created, resolved in cells:
        try:
            taken = datetime.fromisoformat(resolved) - datetime.fromisoformat(created)
        except ValueError:
            continue
        if taken.total_seconds() >= 0:
            times.append(taken.total_seconds())
    return (sum(times) / len(times), len(times)) if times else None
