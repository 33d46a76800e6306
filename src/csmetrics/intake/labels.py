"""Labels and ids: text that is never guessed to be a number, a date or missing."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def clean(text: str) -> str:
    """NFC, no-break spaces as spaces, trimmed; case is kept. ``NA`` and ``00123`` stay as they are."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\u202f", " ").strip()


def typed(cells: pa.DictionaryArray) -> pd.Categorical:
    """A Categorical of the clean labels; blank is NaN."""
    import pandas as pd

    texts = [clean(text) for text in cells.dictionary.to_pylist()]
    labels = {text: code for code, text in enumerate(dict.fromkeys(filter(None, texts)))}
    codes = np.array([labels.get(text, -1) for text in texts] or [-1], dtype=np.int64)
    places = cells.indices.to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(codes[places], categories=pd.Index(list(labels), dtype=object))
