"""Where the header is, when a title and other lines stand above it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

SEARCHED = 50
_NUMBER_OR_DATE = re.compile(
    r"[-+]?[\d.,  ]*\d%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d{2}(:\d{2})?.*)?"
)


@lru_cache(4096)
def folded(name: str) -> str:
    """A header as it is compared: without case, accents, and with single spaces for punctuation."""
    letters = name.casefold()
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name).casefold()
        letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", letters))


def folded_label(label: str) -> str:
    """A label as it is compared: folded; one of signs only, such as ``!!``, as it is."""
    return folded(label) or label.strip()


def find_header(records: Sequence[Sequence[str]], expected: Collection[str] = ()) -> int:
    """The place of the header among the first records.

    It is the first record that is filled almost as widely as the widest. One that holds one of the
    ``expected`` names (folded) is preferred to an earlier one that is narrower, as a title is, or
    looks like data; not to one as wide, for ``email`` may be a name and an answer.
    """
    first = records[:SEARCHED]
    filled = [sum(1 for cell in record if cell.strip()) for record in first]
    widest = max(filled, default=0)
    likely = [place for place, count in enumerate(filled) if count and count >= 0.6 * widest]
    if not likely:
        return 0
    earliest = likely[0]
    title = widest == 1 or looks_like_data(first[earliest])
    for place in likely:
        if (
            (title or place == earliest or filled[place] > filled[earliest])
            and not looks_like_data(first[place])
            and any(folded(cell) in expected for cell in first[place])
        ):
            return place
    return earliest


def looks_like_data(record: Sequence[str]) -> bool:
    """Whether a cell of the record is a bare number or a date: then it is no header."""
    return any(_NUMBER_OR_DATE.fullmatch(cell.strip()) for cell in record if cell.strip())
