"""Simulate years in which nothing changes, and years with a shift, and write the tables of commands/trend.md.

What ``csmetrics trend`` computes of a report is computed here of reports that are drawn: how many answers are
satisfied, how many promote and detract, the median and the mean of times that are log-normal. A signal in a year
without a shift is a false alarm. Months are as large as those of ``examples/year``.

Only raw bits are taken from NumPy's generator, which promises them for every version; so the tables are the
same everywhere. ``python docs/simulate_trends.py`` prints them and writes them into the page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from csmetrics.analyses.trend import NAMES, trend
from csmetrics.calc.charts import BEYOND, RUN, signals
from csmetrics.report import Definition, Measure, Quality, Report, Row, Statistic

PAGE = Path(__file__).parent / "commands" / "trend.md"
BLOCK = re.compile(
    r"(?<=<!-- simulate_trends\.py -->\n).*?(?=<!-- /simulate_trends\.py -->)", re.DOTALL
)

SEED = 1924  # the year of the first control chart
YEARS = 1000
ANSWERS, TICKETS = 97, 220
SHIFTED = 10
"""The month, from 0, from which on a planted shift holds: the first one after the baseline."""

Floats = NDArray[np.float64]
Draw = Callable[[np.random.PCG64, Floats], list[list[Statistic]]]
"""Series of months from the true value of each, one row for each year."""


@dataclass(frozen=True)
class Kpi:
    """A KPI with its true value, how its months are drawn, and shifts with the value that they lead to."""

    name: str
    chart: str
    n: int
    value: float
    draw: Draw
    shifts: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Design:
    """How long a series is, and how many of its first months make the limits."""

    months: int
    baseline: int = 10

    @property
    def name(self) -> str:
        """What a table calls it."""
        return f"{self.months} months" + (
            f", `--baseline {self.baseline}`" if self.baseline != 10 else ""
        )


@dataclass(frozen=True)
class Alarms:
    """The shares of the years with a signal, by any rule and by each."""

    any: float
    beyond: float
    run: float


DESIGNS = (Design(12), Design(24), Design(24, 20))


def shares(n: int, varied: float = 0.0) -> Draw:
    """Shares of ``n`` answers; ``varied`` is the standard deviation of the truth from month to month."""

    def draw(bits: np.random.PCG64, truth: Floats) -> list[list[Statistic]]:
        moved = truth + varied * _normal(bits, truth.size).reshape(truth.shape)
        good = (_uniform(bits, truth.size * n).reshape(*truth.shape, n) < moved[..., None]).sum(-1)
        return [[_share(int(each), n) for each in year] for year in good]

    return draw


def scores(n: int) -> Draw:
    """An NPS of ``n`` answers, 30 % of them passive."""

    def draw(bits: np.random.PCG64, truth: Floats) -> list[list[Statistic]]:
        found = _uniform(bits, truth.size * n).reshape(*truth.shape, n)
        promoters = 0.35 + truth / 2  # p − d is the score, p + d is 70 %
        up = (found < promoters[..., None]).sum(-1)
        down = (found >= (promoters + 0.3)[..., None]).sum(-1)
        return [
            [_score(int(d), n, int(p)) for p, d in zip(*pair, strict=True)]
            for pair in zip(up, down, strict=True)
        ]

    return draw


def times(n: int, sigma: float, of: Callable[..., Floats]) -> Draw:
    """A median or mean of ``n`` log-normal times around a true median."""

    def draw(bits: np.random.PCG64, truth: Floats) -> list[list[Statistic]]:
        spread = np.exp(sigma * _normal(bits, truth.size * n)).reshape(*truth.shape, n)
        return [
            [Statistic("time", float(each), "seconds", n) for each in year]
            for year in of(spread * truth[..., None], axis=-1)
        ]

    return draw


KPIS = (
    Kpi("CSAT of 80 %", "p", ANSWERS, 0.8, shares(ANSWERS), (("−5 pp", 0.75), ("−10 pp", 0.7))),
    Kpi(
        "CSAT of 80 % ± 3 pp beyond chance",
        "p, p′",
        ANSWERS,
        0.8,
        shares(ANSWERS, 0.03),
        (("−5 pp", 0.75), ("−10 pp", 0.7)),
    ),
    Kpi("SLA of 95 %", "p", TICKETS, 0.95, shares(TICKETS), (("−3 pp", 0.92), ("−10 pp", 0.85))),
    Kpi("NPS of 15", "NPS", ANSWERS, 0.15, scores(ANSWERS), (("−10", 0.05), ("−20", -0.05))),
    Kpi(
        "median of first replies, σ 1.3",
        "XmR",
        TICKETS,
        1200.0,
        times(TICKETS, 1.3, np.median),
        (("× 1.25", 1500.0), ("× 2.6", 3120.0)),
    ),
    Kpi(
        "mean of resolutions, σ 1.3",
        "XmR",
        TICKETS,
        7200.0,
        times(TICKETS, 1.3, np.mean),
        (("× 1.25", 9000.0), ("× 2", 14400.0)),
    ),
    Kpi(
        "mean of handle times, σ 0.6",
        "XmR",
        TICKETS,
        480.0,
        times(TICKETS, 0.6, np.mean),
        (("× 0.9", 432.0), ("× 0.65", 312.0)),
    ),
)


def alarms(kpi: Kpi, design: Design, shifted: float | None = None, years: int = YEARS) -> Alarms:
    """What ``trend`` finds in so many years of a KPI whose true value does not change, or does once."""
    place = KPIS.index(kpi)
    bits = np.random.PCG64([SEED, place, design.months, int(1000 * (shifted or 0)) % 2**31])
    truth = np.full((years, design.months), kpi.value)
    if shifted is not None:
        truth[:, SHIFTED:] = shifted
    found = [_rules(series, design.baseline) for series in kpi.draw(bits, truth)]
    return Alarms(
        sum(bool(each) for each in found) / years,
        sum(NAMES[BEYOND] in each for each in found) / years,
        sum(NAMES[RUN] in each for each in found) / years,
    )


def _rules(series: Sequence[Statistic], baseline: int) -> set[str]:
    """The rules that fired in a series of months."""
    rows = [Row("kpi", (), Measure((series[0],)))]
    rows += [
        Row("kpi", (("period", f"{2025 + month // 12}-{month % 12 + 1:02d}"),), Measure((each,)))
        for month, each in enumerate(series)
    ]
    definition = Definition("kpi", "KPI", "", "", series[0].unit)
    report = Report("metric", definition, tuple(rows), Quality(0, 0, ()))
    return {rule for point in trend(report, "month", baseline).points for rule in point.rules}


def quiet(kpi: Kpi, years: int = YEARS) -> str:
    """The row of a KPI in the table of false alarms."""
    cells = [kpi.name, kpi.chart, f"{kpi.n}"]
    *both, last = (alarms(kpi, design, years=years) for design in DESIGNS)
    for found in both:
        cells += [_percent(each) for each in (found.any, found.beyond, found.run)]
    return _line([*cells, _percent(last.any)])


def known() -> str:
    """The row of what the rules alone find in chance, with limits that need no baseline."""
    cells = ["were the limits known exactly", "", ""]
    for place, design in enumerate(DESIGNS[:2]):
        bits = np.random.PCG64([SEED, len(KPIS), place])
        drawn = _normal(bits, YEARS * design.months).reshape(YEARS, design.months)
        found = [{each.rule for each in signals(year)} for year in drawn.tolist()]
        cells += [_percent(sum(bool(each) for each in found) / YEARS)]
        cells += [_percent(sum(rule in each for each in found) / YEARS) for rule in (BEYOND, RUN)]
    return _line([*cells, ""])


def seen(kpi: Kpi) -> Iterator[str]:
    """The rows of a KPI in the table of shifts."""
    for name, value in kpi.shifts:
        found = [alarms(kpi, design, value).any for design in DESIGNS[:2]]
        yield _line([kpi.name, name, *map(_percent, found)])


def markdown() -> str:
    """The tables of the page."""
    rules = ("beyond", "8 in a row")
    head = ["KPI", "chart", "n a month"]
    head += [name for design in DESIGNS[:2] for name in (design.name, *rules)] + [DESIGNS[2].name]
    return "\n".join(
        [
            f"**Nothing changes.** Of {YEARS:,} series each, those with a signal, which is false, and by which rule",
            "",
            _line(head),
            _line(["---"] * 2 + ["---:"] * (len(head) - 2)),
            *(quiet(kpi) for kpi in KPIS),
            known(),
            "",
            f"**The truth shifts in the {SHIFTED + 1}th month, and stays.** Of {YEARS:,} series each, those with a"
            " signal",
            "",
            _line(["KPI", "shift", "seen by its 2nd month", "seen by its 14th"]),
            _line(["---", "---:", "---:", "---:"]),
            *(line for kpi in KPIS for line in seen(kpi)),
        ]
    )


def main() -> None:
    """Print the tables and write them into the page."""
    tables = markdown()
    sys.stdout.write(tables + "\n")
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), tables), encoding="utf-8")


def filled(text: str, tables: str) -> str:
    """The page with these tables between its markers."""
    return BLOCK.sub(lambda _: f"\n{tables}\n\n", text)


def _share(good: int, n: int) -> Statistic:
    return Statistic("share", 100 * good / n, "percent", n, counts=(n - good, good))


def _score(down: int, n: int, up: int) -> Statistic:
    return Statistic("nps", 100 * (up - down) / n, "points", n, counts=(down, n - down - up, up))


def _uniform(bits: np.random.PCG64, n: int) -> Floats:
    """Numbers within 0…1, without the ends."""
    raw = np.asarray(bits.random_raw(n), dtype=np.uint64)
    return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) / 2**52


def _normal(bits: np.random.PCG64, n: int) -> Floats:
    """Standard normal numbers, after Box & Muller (1958)."""
    radius, angle = _uniform(bits, 2 * n).reshape(2, n)
    drawn: Floats = np.sqrt(-2 * np.log(radius)) * np.cos(2 * np.pi * angle)
    return drawn


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
