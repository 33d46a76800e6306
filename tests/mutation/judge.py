"""What csmetrics makes of a mutant, and whether that is right."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from math import isclose
from pathlib import Path

from mutants import Mutant
from seeds import Seed
from truth import truth

from csmetrics import compute
from csmetrics.errors import CsmetricsError, Exit

BAD_ROWS = os.environ.get("BAD_ROWS", "refuse")
"""What becomes of rows of the wrong width: as in ``--bad-rows``."""

SAME, TOLD, REFUSED, RIGHTLY, SILENT, CRASHED, APART = OUTCOMES = (
    "right, nothing to say",
    "a number and a diagnostic",
    "refused",
    "refused, holds no table",
    "silently wrong",
    "crashed",
    "in a measured cell",
)


@dataclass(frozen=True)
class Verdict:
    """The outcome of a mutant; ``said`` is what there is to know of it."""

    mutant: Mutant
    outcome: str
    said: str

    def __str__(self) -> str:
        one = self.mutant
        return f"{one.seed.name}: {one.act} at {one.place}: {self.outcome}: {self.said}"


def judged(mutant: Mutant) -> Verdict:
    """Ask for the metric, and hold the answer against what the file says by the letter."""
    by_the_letter = truth(mutant)
    try:
        value, n, codes = answer(mutant.seed.metric, mutant.data)
    except CsmetricsError as refusal:
        if refusal.exit not in (Exit.USAGE, Exit.REFUSED, Exit.NOTHING):
            return Verdict(mutant, CRASHED, str(refusal))
        outcome = APART if mutant.inside else REFUSED if by_the_letter else RIGHTLY
        return Verdict(mutant, outcome, refusal.kind.code)
    except Exception as bug:  # noqa: BLE001 - what must not happen is what is looked for
        return Verdict(mutant, CRASHED, f"{type(bug).__name__}: {bug}")
    if mutant.inside:
        return Verdict(mutant, APART, "")
    if news := codes - told_of(mutant.seed):
        return Verdict(mutant, TOLD, " ".join(sorted(news)))
    right = (
        by_the_letter is not None
        and value is not None
        and isclose(value, by_the_letter[0], rel_tol=1e-12, abs_tol=1e-9)
        and n == by_the_letter[1]
    )
    said = f"{value} of {n}, by the letter {by_the_letter}"
    return Verdict(mutant, SAME if right else SILENT, said)


def answer(metric: str, data: bytes) -> tuple[float | None, int, frozenset[str]]:
    """The value, its n, and the codes of what was said beside it."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        Path(file.name).write_bytes(data)
        report = compute(metric, file.name, bad_rows=BAD_ROWS)
    headline = report.rows[0].measure.headline
    return headline.value, headline.n, frozenset(each.kind.code for each in report.diagnostics)


@cache
def told_of(seed: Seed) -> frozenset[str]:
    """What is said of the seed itself is no news."""
    return answer(seed.metric, seed.data)[2]


def all_judged(mutants: Sequence[Mutant], processes: int) -> Iterator[Verdict]:
    """The verdicts, by several processes, in order."""
    if processes < 2:
        yield from map(judged, mutants)
        return
    spawn = multiprocessing.get_context("spawn")  # the threads of pyarrow do not survive a fork
    with ProcessPoolExecutor(processes, mp_context=spawn) as pool:
        yield from pool.map(judged, mutants, chunksize=100)


def table(verdicts: Sequence[Verdict]) -> str:
    """The outcomes of each seed, as Markdown: how many of the judged were answered, and how many of those
    that hold a table by the letter, or were answered with a diagnostic all the same.
    """
    heads = ["seed", "mutants", *OUTCOMES, "answered of all", "answered of tables"]
    lines = [f"| {' | '.join(heads)} |", "|---|" + "---:|" * (len(heads) - 1)]
    seeds = list(dict.fromkeys(each.mutant.seed.name for each in verdicts))
    for name in (*seeds, "all"):
        counts = Counter(
            each.outcome for each in verdicts if name in ("all", each.mutant.seed.name)
        )
        answered, judged_ones = counts[SAME] + counts[TOLD], counts.total() - counts[APART]
        tables = judged_ones - counts[RIGHTLY]
        shares = [f"{100 * answered / max(1, of):.0f} %" for of in (judged_ones, tables)]
        cells = [f"{counts[outcome]:,}" for outcome in OUTCOMES]
        lines.append(f"| {' | '.join([name, f'{counts.total():,}', *cells, *shares])} |")
    return "\n".join(lines)
