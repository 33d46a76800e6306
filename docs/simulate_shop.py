"""Simulate a shop whose truth is known, measure it as the commands do, and write the tables of simulated-shop.md.

A shop has 20,000 customers who bought within a year, the contacts they made since, and a survey that 2,000 of them
answered. In one world effects are planted: who leaves makes more contacts, one channel has more of them, tickets
that are handed off are rated worse, answers by phone are lower, and so are those after a long wait. In the other
world nothing is: channels, hand-offs and leaving go with nothing. Columns that go with nothing are in both.

Each shop is written as Parquet and read again by the pipeline under ``csmetrics contacts``, ``csmetrics handoffs``
and ``csmetrics drivers``. Only raw bits are taken from NumPy's generator, which promises them for every version.
``python docs/simulate_shop.py`` prints the tables and writes them into the page, in four minutes on one core.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import shop_theory as theory
from shop_theory import LINKED
from shop_world import CONTACTS, NOTHING, PLANTED, World, write

from csmetrics.analyses import drivers
from csmetrics.analyses.drivers import GOES
from csmetrics.metrics.contacts import Contacts
from csmetrics.metrics.handoffs import Handoffs
from csmetrics.metrics.nps import NPS
from csmetrics.options import Options, SliceOptions
from csmetrics.pipeline import beside, measure
from csmetrics.pipeline.choosing import Asked
from csmetrics.report import Interval, Report, Statistic

PAGE = Path(__file__).with_name("simulated-shop.md")
BLOCK = re.compile(
    r"(?<=<!-- simulate_shop\.py -->\n).*?(?=<!-- /simulate_shop\.py -->)", re.DOTALL
)

SHOPS = 200


@dataclass
class Tally:
    """How often something was found, and how often an interval held the truth, of how many shops."""

    shops: int = 0
    found: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)


# --- what is found in it --------------------------------------------------------------------------


def look(world: World, seed: int, folder: Path, tally: Tally) -> None:
    """Measure one shop as the commands do, and note what they say."""
    customers, tickets, survey = write(world, seed, folder)
    tally.shops += 1
    for column in ("channel", "kind"):
        report = measure(
            Contacts(customers=customers), (tickets,), Options(slices=SliceOptions(by=(column,)))
        )
        if column == "channel":
            _look_at_leaving(world, report, tally)
        _look_at_labels(world, report, column, tally)
    _look_at_handoffs(world, measure(Handoffs(), (tickets,), Options()), tally)
    _look_at_links(world, survey, tally)


def _look_at_leaving(world: World, report: Report, tally: Tally) -> None:
    gap = statistic(report, "difference")
    tally.found["leaving"] += gap.finding == "higher"
    tally.found["leaving, either way"] += gap.finding in ("higher", "lower")
    tally.held["leaving"] += _holds(gap.interval, CONTACTS * world.leavers)


def _look_at_labels(world: World, report: Report, column: str, tally: Tally) -> None:
    """A label has more contacts where its interval lies above those of all others."""
    found = {
        row.slice[0][1]: row.measure.headline
        for row in report.rows
        if row.slice and not row.measure.title
    }
    ends = {
        label: (each.interval.low, each.interval.high)
        for label, each in found.items()
        if each.interval
    }
    tops = [
        label
        for label, (low, _) in ends.items()
        if all(low > high for other, (_, high) in ends.items() if other != label)
    ]
    tally.found[column] += bool(tops)
    if column == "channel":
        tally.found["phone"] += tops == ["phone"]
        part = 1 / 4 + world.phone
        tally.held["phone"] += _holds(
            found["phone"].interval, part * theory.contacts_expected(world)
        )


def _look_at_handoffs(world: World, report: Report, tally: Tally) -> None:
    gap = statistic(report, "difference")
    tally.found["hand-offs"] += gap.finding == "lower"
    tally.found["hand-offs, either way"] += gap.finding in ("higher", "lower")
    tally.held["hand-offs"] += _holds(gap.interval, -100 * world.handoff)


def _look_at_links(world: World, survey: str, tally: Tally) -> None:
    report, found = beside.found(Asked(NPS(), (survey,), Options()), identify=False)
    links = drivers.drivers(report, found).drivers
    named = {each.column for each in links if each.verdict == GOES}
    effects = LINKED if world is PLANTED else ()
    tally.found.update(f"link of {column}" for column in named)
    tally.found["any wrong link"] += bool(named.difference(effects))
    for each in links:
        if each.effect.interval is not None:
            truth = theory.true_rho() if each.column in effects else 0.0
            tally.held[f"link of {each.column}"] += _holds(each.effect.interval, truth)


def statistic(report: Report, name: str) -> Statistic:
    """The first statistic of a name."""
    return next(each for row in report.rows for each in row.measure.statistics if each.name == name)


def _holds(interval: Interval | None, truth: float) -> bool:
    if interval is None or interval.low is None or interval.high is None:
        return False
    return interval.low <= truth <= interval.high


# --- what is told ---------------------------------------------------------------------------------


def simulate(shops: int = SHOPS) -> tuple[Tally, Tally]:
    """So many shops of each world."""
    tallies = Tally(), Tally()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(shops):
            for world, tally in zip((PLANTED, NOTHING), tallies, strict=True):
                look(world, seed, Path(folder), tally)
    return tallies


EFFECTS = (
    ("leaving", "`contacts`", f"who leaves makes {100 * PLANTED.leavers:.0f} % more contacts"),
    (
        "phone",
        "`contacts --by channel`",
        f"phone has {25 + 100 * PLANTED.phone:.1f} % of them, the others less",
    ),
    (
        "hand-offs",
        "`handoffs`",
        f"several agents: {100 * PLANTED.handoff:.0f} points fewer satisfied",
    ),
    ("link of channel", "`drivers nps`", f"by phone {PLANTED.by_phone:g} points lower"),
    ("link of wait", "`drivers nps`", f"an hour more {PLANTED.an_hour:g} points lower"),
)
NULLS = ("segment", "region", "team", "agent", "amount", "age", "weeks since purchase")
INTERVALS = (
    ("leaving", "contacts per 30 days, who left against who stayed"),
    ("phone", "contacts per customer by phone"),
    ("hand-offs", "satisfaction, handed off against not"),
    *((f"link of {name}", f"Spearman's ρ of {name}") for name in ("wait", *NULLS[4:])),
)


def markdown(planted: Tally, nothing: Tally) -> str:
    """The tables of the page."""
    chances = theory.expected()
    return "\n".join(
        [
            f"**What is planted, and how often it was found** in {planted.shops} shops",
            "",
            _line(["command", "planted", "found", "theory expects"]),
            _line(["---", "---", "---:", "---:"]),
            *(
                _line(
                    [command, what, _share(planted.found[name], planted), _percent(chances[name])]
                )
                for name, command, what in EFFECTS
            ),
            "",
            "**What was said to be there, and is not**",
            "",
            _line(["said", "effects planted", "nothing planted", "chance allows"]),
            _line(["---", "---:", "---:", "---:"]),
            *_false_alarms(planted, nothing),
            "",
            "**How often the 95 % interval held the truth**",
            "",
            _line(["interval of", "effects planted", "nothing planted"]),
            _line(["---", "---:", "---:"]),
            *(
                _line(
                    [what, _share(planted.held[name], planted), _share(nothing.held[name], nothing)]
                )
                for name, what in INTERVALS
            ),
        ]
    )


def _false_alarms(planted: Tally, nothing: Tally) -> Iterator[str]:
    """Each null, of one column or one finding, then of the nine columns of a survey together."""
    for name, said, chance in (
        ("leaving, either way", "`contacts`: who leaves makes more contacts, or fewer", "5.0 %"),
        ("channel", "`contacts --by channel`: one of four above all others", "< 0.1 %"),
    ):
        yield _line([said, "–", _share(nothing.found[name], nothing), chance])
    both = "`contacts --by kind`: one of five above all others"
    yield _line(
        [
            both,
            _share(planted.found["kind"], planted),
            _share(nothing.found["kind"], nothing),
            "< 0.1 %",
        ]
    )
    said = "`handoffs`: satisfaction higher or lower"
    yield _line([said, "–", _share(nothing.found["hand-offs, either way"], nothing), "5.0 %"])
    for column in (*LINKED, *NULLS):
        name = f"link of {column}"
        first = "–" if column in LINKED else _share(planted.found[name], planted)
        yield _line(
            [f"`drivers`: {column}", first, _share(nothing.found[name], nothing), "≤ 5.0 %"]
        )
    name, said = "any wrong link", "`drivers`: any of them"
    yield _line(
        [said, _share(planted.found[name], planted), _share(nothing.found[name], nothing), "5.0 %"]
    )


def main() -> None:
    """Print the tables and write them into the page."""
    tables = markdown(*simulate())
    sys.stdout.write(tables + "\n")
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), tables), encoding="utf-8")


def filled(text: str, tables: str) -> str:
    """The page with these tables between its markers."""
    return BLOCK.sub(lambda _: f"\n{tables}\n\n", text)


def _share(count: int, of: Tally) -> str:
    return _percent(count / of.shops)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
