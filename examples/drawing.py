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

COMMENTS = {
    "low": (
        "I called three times and explained it three times.",
        "Still waiting for the refund.",
        'They wrote "within 48 hours"; it has been nine days.',
        "The chat closed while I was typing, twice",
        "Two problems:\nthe parcel came late\nand the box was open",
        "Nobody answers the phone after 5 pm",
        "",
    ),
    "middle": (
        "Fine in the end, but slow",
        "It works, though the form is long",
        "Good agent, confusing invoice",
        "ok",
        "",
        "",
    ),
    "high": (
        "Solved in one call, thank you!",
        'The agent said "leave it with me" and it was done by noon.',
        "Fast, polite, clear",
        "Better than I expected",
        "Great service,\nwill order again",
        "",
        "",
        "",
    ),
}


def draws(name: str) -> random.Random:
    """Open a stream of its own for each file, so that one file can change without the others."""
    return random.Random(f"{SEED} {name}")  # noqa: S311 (examples, not secrets)


def pick(source: random.Random, values: Sequence[str]) -> str:
    """One of the values. Built on ``random()``, which Python promises not to change."""
    return values[int(source.random() * len(values))]


def score(source: random.Random, weights: Sequence[float], low: int = 0) -> int:
    """Draw an answer on a scale that begins at ``low``, by the weight of each step."""
    aim = source.random() * sum(weights)
    for step, weight in enumerate(weights):
        aim -= weight
        if aim < 0:
            return low + step
    return low + len(weights) - 1


def mood(answer: int, middle: int, high: int) -> str:
    """Name the drawer of comments that fits an answer."""
    return "high" if answer >= high else "middle" if answer >= middle else "low"


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\n") -> str:
    """Rows as delimited text, quoted where needed."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()
