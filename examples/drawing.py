"""What the scripts of the examples share: when it all happens, how chance is drawn, how rows are written."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from datetime import datetime

SEED = 2026
START = datetime(2026, 8, 1)  # noqa: DTZ001 (exports hold local times without a zone)
DAYS = 92  # August, September, October


def draws(name: str) -> random.Random:
    """Open a stream of its own for each file, so that one file can change without the others."""
    return random.Random(f"{SEED} {name}")  # noqa: S311 (examples, not secrets)


def pick(source: random.Random, values: Sequence[str]) -> str:
    """One of the values. Built on ``random()``, which Python promises not to change."""
    return values[int(source.random() * len(values))]


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\n") -> str:
    """Rows as delimited text, quoted where needed."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()
