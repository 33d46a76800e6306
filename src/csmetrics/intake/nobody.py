"""Words that stand where a name would, and name nobody: ``anonymous``, ``N/A``, ``convidado``.

Each counts in any case, with spaces around it or none, and with accents or without, in brackets or not.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


class Nameless(NamedTuple):
    """Which rows hold such a word, and which words there are."""

    rows: NDArray[np.bool_]
    words: set[str]


def of_nobody(cells: pa.StringArray | pa.LargeStringArray) -> Nameless:
    """Find the cells that name nobody though they are not blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pc.utf8_lower(pc.utf8_trim_whitespace(cells))
    found = pc.is_in(texts, value_set=pa.array(_words(), texts.type))
    words = pc.unique(texts.filter(found)).to_pylist() if pc.any(found).as_py() else []
    return Nameless(found.to_numpy(zero_copy_only=False), set(words))


def named(
    hashes: NDArray[np.uint64], cells: pa.StringArray | pa.LargeStringArray
) -> NDArray[np.uint64]:
    """Hashes by which people are told apart, without (0) those of cells that name nobody."""
    import numpy as np

    nameless = of_nobody(cells).rows
    return np.where(nameless, np.uint64(0), hashes) if nameless.any() else hashes


@cache
def _words() -> tuple[str, ...]:
    text = files("csmetrics.intake").joinpath("vocabularies.toml").read_text("utf-8")
    data = tomllib.loads(text)
    words = {word.lower() for name in ("missing", "nobody") for word in data[name]["words"]}
    words |= {_bare(word) for word in words}
    return tuple(sorted(words | {f"({word})" for word in words} | {f"<{word}>" for word in words}))


def _bare(word: str) -> str:
    """The same without accents."""
    signs = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in signs if not unicodedata.combining(sign))
