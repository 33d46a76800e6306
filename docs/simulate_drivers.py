"""Simulate surveys whose truth is known, and write the table of commands/drivers.md.

Eight columns stand beside the answers. In two of them an effect is planted: answers by phone are lower, and so are
those after a long wait. The other six go with nothing: regions, two plans, many agents, amounts, ages, visits.
A survey in which nothing is planted at all tells how often chance alone is called a link.

Only raw bits are taken from NumPy's generator, which promises them for every version; so the table is the same
everywhere. ``python docs/simulate_drivers.py`` prints it and writes it into the page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from csmetrics.analyses._beside import LABELS, NUMBERS, Beside, Found
from csmetrics.analyses.drivers import GOES, drivers
from csmetrics.metrics.nps import NPS
from csmetrics.report import Measure, Quality, Report, Row, Statistic

PAGE = Path(__file__).parent / "commands" / "drivers.md"
BLOCK = re.compile(
    r"(?<=<!-- simulate_drivers\.py -->\n).*?(?=<!-- /simulate_drivers\.py -->)", re.DOTALL
)

SEED = 1904  # the year of Spearman's ρ
SURVEYS = 200
SIZES = (200, 400, 1000)
LEVEL = 0.95
PHONE, WAIT = 1.2, 0.2
"""How much lower an answer by phone is, and one after an hour more of waiting."""
PLANTED = ("channel", "wait")
AGENTS = 20

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rates:
    """Of many surveys: how often each planted column was found, and how often others were said to go with the score."""

    n: int
    found: dict[str, float]
    false: float
    """The share of surveys in which at least one column without an effect was named."""
    wrong: float
    """The share of columns without an effect among those that were named, on average."""


def rates(n: int, *, planted: bool, surveys: int = SURVEYS, seed: int = SEED) -> Rates:
    """Look for drivers in so many surveys of ``n`` answers."""
    bits = np.random.PCG64(seed + n)
    found = dict.fromkeys(PLANTED, 0)
    false, wrong = 0, 0.0
    for _ in range(surveys):
        named = _named(_survey(bits, n, planted=planted))
        effects = PLANTED if planted else ()
        for name in PLANTED:
            found[name] += name in named
        others = len(named.difference(effects))
        false += bool(others)
        wrong += others / max(1, len(named))
    shares = {name: count / surveys for name, count in found.items()}
    return Rates(n, shares, false / surveys, wrong / surveys)


def _survey(bits: np.random.PCG64, n: int, *, planted: bool) -> Found:
    """One survey: the answers, and the eight columns beside them."""
    draw = _uniform(bits, 9 * n).reshape(9, n)
    normal = np.sqrt(-2 * np.log(draw[0])) * np.cos(2 * np.pi * draw[1])  # Box & Muller 1958
    channel = np.searchsorted([0.4, 0.7, 0.9], draw[2])  # email, chat, phone, web
    wait = np.round(-4 * np.log(draw[3]), 2)  # hours, 4 on average
    effect = PHONE * (channel == 2) + WAIT * (wait - 4) if planted else 0.0
    scores = np.clip(np.rint(7.8 + 2.2 * normal - effect), 0, 10).astype(np.int64)
    agents = (AGENTS * draw[6] ** 2).astype(np.int64)  # the first ones have most of the work
    return Found(
        (
            _labels("channel", channel, scores),
            _numbers("wait", wait, scores),
            _labels("region", (4 * draw[4]).astype(np.int64), scores),
            _labels("plan", (draw[5] < 0.2).astype(np.int64), scores),
            _labels("agent", agents, scores),
            _numbers("amount", np.round(50 / draw[7], 2), scores),  # a long tail
            _numbers("age", np.floor(18 + 60 * draw[8]), scores),
            _numbers("visits", np.floor(-2 * np.log(np.roll(draw[8] * 7919 % 1, 1))), scores),
        ),
        (),
        _measured,
        LEVEL,
    )


def _named(found: Found) -> set[str]:
    """The columns that are said to go with the score."""
    scores = found.columns[0]
    whole = found.measured(scores.scores, scores.counts)
    report = Report("metric", NPS().definition(), (Row("nps", (), whole),), Quality(1, 1, ()))
    return {each.column for each in drivers(report, found).drivers if each.verdict == GOES}


def _measured(scores: Ints, counts: Ints) -> Measure:
    """The score without its interval, on which no link rests and which takes most of the time."""
    detractors, promoters = int(counts[scores <= 6].sum()), int(counts[scores >= 9].sum())
    n = int(counts.sum())
    kinds = (detractors, n - detractors - promoters, promoters)
    value = 100 * (promoters - detractors) / n
    return Measure((Statistic("nps", value, "points", n, counts=kinds),))


def _labels(name: str, codes: Ints, scores: Ints) -> Beside:
    labels = tuple(f"{code:02}" for code in range(int(codes.max()) + 1))
    return Beside(name, LABELS, codes, scores, np.ones_like(scores), labels)


def _numbers(name: str, values: Floats, scores: Ints) -> Beside:
    return Beside(name, NUMBERS, values, scores, np.ones_like(scores))


def _uniform(bits: np.random.PCG64, n: int) -> Floats:
    """Numbers within 0…1, without the ends."""
    raw = np.asarray(bits.random_raw(n), dtype=np.uint64)
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) / 2**52


def line(n: int) -> str:
    """One line of the table."""
    some, none = rates(n, planted=True), rates(n, planted=False)
    shares = (*some.found.values(), some.wrong, some.false, none.false)
    return _line([f"{n:,}", *(f"{100 * share:.1f} %" for share in shares)])


def table(lines: Sequence[str]) -> str:
    """The table of the page."""
    head = (
        *("answers", "finds the channel", "finds the wait"),
        *("of those named, wrong", "surveys with a wrong one", "where there is nothing"),
    )
    return "\n".join([_line(head), _line(["---:"] * len(head)), *lines])


def main() -> None:
    """Print the table and write it into the page."""
    found = table([line(n) for n in SIZES])
    sys.stdout.write(found + "\n")
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BLOCK.sub(lambda _: f"\n{found}\n\n", text), encoding="utf-8")


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
