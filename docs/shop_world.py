"""A shop whose truth is known, for simulate_shop.py: its customers, their tickets and a survey, as files.

Only raw bits are taken from NumPy's generator, which promises them for every version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

SEED = 1908  # the year of Student's t
CUSTOMERS, ANSWERS = 20_000, 2_000
DAY = 86_400_000
END = 1_782_864_000_000
"""The export is made at the end of June 2026, a year after the first purchase."""
YEAR, MONTH = 365, 30
LEFT = 0.25
CONTACTS = 0.25
"""Contacts of a customer in 30 days; from one to another it varies by 71 % (a gamma law of shape 2)."""
CHANNELS = ("email", "chat", "phone", "web")
KINDS = ("delivery", "invoice", "product", "return", "other")
AGENTS = (0.70, 0.20, 0.07, 0.03)
"""How often 1, 2, 3 and 4 agents hold a ticket."""
RATED, SATISFIED = 0.30, 0.80
SCORE, SPREAD, WAITED = 7.8, 2.2, 4.0
"""Mean and standard deviation of an answer before it is rounded to 0–10, and the mean wait in hours."""
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """What is planted: effects, all of them 0 where nothing is.

    ``leavers`` make so much more contacts, as a part; ``phone`` has so much more than its quarter of them;
    ``handoff`` is what a hand-off takes from the share of the satisfied; ``by_phone`` and ``an_hour`` are
    what an answer by phone and an hour of waiting take from the score.
    """

    name: str
    leavers: float = 0.0
    phone: float = 0.0
    handoff: float = 0.0
    by_phone: float = 0.0
    an_hour: float = 0.0


PLANTED = World("planted", leavers=0.07, phone=0.015, handoff=0.03, by_phone=0.55, an_hour=0.05)
NOTHING = World("nothing")


class Draws:
    """Random numbers from the raw bits of one seed."""

    def __init__(self, *seed: int) -> None:
        self._bits = np.random.PCG64([SEED, *seed])

    def uniform(self, n: int) -> Floats:
        """Numbers within 0…1, without the ends."""
        raw = np.asarray(self._bits.random_raw(n), dtype=np.uint64)
        return ((raw >> np.uint64(12)).astype(np.float64) + 0.5) / 2**52

    def exponential(self, n: int) -> Floats:
        """Times of mean 1."""
        drawn: Floats = -np.log(self.uniform(n))
        return drawn

    def normal(self, n: int) -> Floats:
        """Standard normal numbers, after Box & Muller (1958)."""
        drawn: Floats = np.sqrt(2 * self.exponential(n)) * np.cos(2 * np.pi * self.uniform(n))
        return drawn

    def labels(self, n: int, *shares: float) -> Ints:
        """Codes from 0 on, as often as their shares say."""
        return np.searchsorted(np.cumsum(shares)[:-1], self.uniform(n), side="right")


def write(world: World, seed: int, folder: Path) -> tuple[str, str, str]:
    """One shop as three files: the customers, their tickets, the survey."""
    draws = Draws(seed, int(world is PLANTED))
    came = END - YEAR * DAY * draws.uniform(CUSTOMERS)
    left = draws.uniform(CUSTOMERS) < LEFT
    ended = np.where(left, came + (END - came) * draws.uniform(CUSTOMERS), END)
    customers = {
        "customer": pa.array(_ids("c", np.arange(CUSTOMERS))),
        "purchase date": _times(came),
        "end date": _times(ended, ~left),
        "segment": _words(("new", "regular", "gold"), draws.labels(CUSTOMERS, 0.5, 0.3, 0.2)),
    }
    who, when = _contacts(draws, world, came, ended, left)
    tables = {
        "customers": customers,
        "tickets": _tickets(draws, world, who, when, came),
        "survey": _survey(draws, world, came),
    }
    names = []
    for name, columns in tables.items():
        names.append(str(folder / f"{name}.parquet"))
        pq.write_table(pa.table(columns), names[-1])
    return names[0], names[1], names[2]


def _contacts(
    draws: Draws, world: World, came: Floats, ended: Floats, left: NDArray[np.bool_]
) -> tuple[Ints, Floats]:
    """Who is in touch and when: a Poisson process of each customer, whose rates differ."""
    rates = CONTACTS / (MONTH * DAY) * (1 + world.leavers * left)
    rates = rates * (draws.exponential(CUSTOMERS) + draws.exponential(CUSTOMERS)) / 2
    active, now = np.arange(CUSTOMERS), came
    people, times = [], []
    while len(active):
        now = now + draws.exponential(len(active)) / rates[active]
        inside = now < ended[active]
        active, now = active[inside], now[inside]
        people.append(active)
        times.append(now)
    return np.concatenate(people), np.concatenate(times)


def _tickets(
    draws: Draws, world: World, who: Ints, when: Floats, came: Floats
) -> dict[str, pa.Array]:
    n = len(who)
    phone = 1 / 4 + world.phone
    others = (1 - phone) / 3
    agents = 1 + draws.labels(n, *AGENTS)
    satisfied = draws.uniform(n) < SATISFIED - world.handoff * (agents > 1)
    answer = np.where(satisfied, 4 + draws.labels(n, 0.4, 0.6), 1 + draws.labels(n, 0.4, 0.3, 0.3))
    return {
        "ticket": pa.array(_ids("t", np.arange(n))),
        "requester id": pa.array(_ids("c", who)),
        "created at": _times(when),
        "channel": _words(CHANNELS, draws.labels(n, others, others, phone, others)),
        "kind": _words(KINDS, draws.labels(n, *[0.2] * 5)),
        "weeks since purchase": pa.array(((when - came[who]) // (7 * DAY)).astype(np.int64)),
        "agents": pa.array(agents),
        "satisfaction": pa.array(answer, mask=draws.uniform(n) >= RATED),
    }


def _survey(draws: Draws, world: World, came: Floats) -> dict[str, pa.Array]:
    """Every tenth customer answers; beside the answers stand two columns with an effect and seven without."""
    n, who = ANSWERS, np.arange(ANSWERS) * (CUSTOMERS // ANSWERS)
    channel, wait = draws.labels(n, 0.4, 0.3, 0.2, 0.1), WAITED * draws.exponential(n)
    when = came[who] + (END - came[who]) * draws.uniform(n)
    return {
        "respondent": pa.array(_ids("c", who)),
        "answered at": _times(when),
        "score": pa.array(scores(draws, world, channel == 2, wait)),
        "channel": _words(CHANNELS, channel),
        "wait": pa.array(np.round(wait, 2)),
        "segment": _words(("new", "regular", "gold"), draws.labels(n, 0.5, 0.3, 0.2)),
        "region": _words(tuple("NSEW"), draws.labels(n, *[0.25] * 4)),
        "team": _words(KINDS, draws.labels(n, 0.5, 0.2, 0.15, 0.1, 0.05)),
        "agent": _words(
            tuple(f"a{k:02}" for k in range(20)), (20 * draws.uniform(n) ** 2).astype(int)
        ),
        "amount": pa.array(np.round(50 / draws.uniform(n), 2)),
        "age": pa.array(np.floor(18 + 60 * draws.uniform(n))),
        "weeks since purchase": pa.array(((when - came[who]) // (7 * DAY)).astype(np.int64)),
    }


def scores(draws: Draws, world: World, phone: NDArray[np.bool_], wait: Floats) -> Ints:
    """Answers from 0 to 10, by the channel and by the hours of waiting."""
    middle = SCORE - world.by_phone * phone - world.an_hour * (wait - WAITED)
    answers = np.rint(middle + SPREAD * draws.normal(len(wait)))
    return np.clip(answers, 0, 10).astype(np.int64)


def _ids(letter: str, numbers: Ints) -> list[str]:
    return [f"{letter}{number}" for number in numbers.tolist()]


def _words(names: Sequence[str], codes: Ints) -> pa.Array:
    return pa.array(names).take(pa.array(codes))


def _times(times: Floats, missing: NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(times.astype("int64").astype("datetime64[ms]"), mask=missing)
