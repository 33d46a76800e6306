"""What is true of the shops of simulate_shop.py, and how often theory expects each planted effect to be found."""

from __future__ import annotations

from functools import cache
from math import exp, sqrt
from statistics import NormalDist

import numpy as np
from shop_world import (
    AGENTS,
    ANSWERS,
    CONTACTS,
    CUSTOMERS,
    LEFT,
    MONTH,
    PLANTED,
    RATED,
    SATISFIED,
    SCORE,
    SPREAD,
    WAITED,
    YEAR,
    Draws,
    World,
    scores,
)

from csmetrics.calc import ranks, tails
from csmetrics.calc.intervals import z_quantile

LEVEL = 0.95
LINKED = ("channel", "wait")
TESTED = 9
"""Columns of the survey that are tested, of which two are linked to the score."""
_LINK = 1 - 0.05 * len(LINKED) / TESTED
"""At 1 less this both effects are found, where nothing else is: Benjamini–Hochberg over all columns."""


def contacts_expected(world: World) -> float:
    """Contacts of a customer: who stays is seen for half a year on average, who leaves for half of that."""
    stayed = (1 - LEFT) * YEAR / 2
    return CONTACTS / MONTH * (stayed + LEFT * (1 + world.leavers) * YEAR / 4)


@cache
def true_rho() -> float:
    """Spearman's ρ of wait and score where the effect is planted: of two million customers."""
    draws, n = Draws(2**31), 2_000_000
    phone, wait = draws.uniform(n) < 0.2, np.round(WAITED * draws.exponential(n), 2)
    rho = ranks.spearman(wait, scores(draws, PLANTED, phone, wait), np.ones(n, np.int64))
    return rho or 0.0


def expected() -> dict[str, float]:
    """How often each planted effect should be found, by the laws that it is drawn from."""
    return {
        "leaving": _beyond(CONTACTS * PLANTED.leavers, _leaving_error()),
        "phone": above_others(PLANTED.phone),
        "hand-offs": _beyond(PLANTED.handoff, _handoffs_error()),
        "link of channel": _channel_power(),
        "link of wait": _beyond(abs(true_rho()), 1 / sqrt(ANSWERS - 1), _LINK),
    }


def _beyond(effect: float, error: float, level: float = LEVEL) -> float:
    """How often an effect is so many standard errors from 0 that the interval of it leaves 0 out, on its side."""
    return NormalDist().cdf(effect / error - z_quantile(level))


def _leaving_error() -> float:
    """Of the difference of two rates: contacts vary by Poisson's law, and from one customer to another."""
    variance = 0.0
    for part, time, squared, more in (
        (1 - LEFT, YEAR / 2, YEAR**2 / 3, 0.0),
        (LEFT, YEAR / 4, YEAR**2 / 9, PLANTED.leavers),
    ):
        rate = CONTACTS / MONTH * (1 + more)
        variance += (rate * time + rate**2 * squared / 2) / (CUSTOMERS * part * time**2)
    return MONTH * sqrt(variance)


def _handoffs_error() -> float:
    rated = RATED * CUSTOMERS * contacts_expected(PLANTED)
    shares = ((AGENTS[0], SATISFIED), (1 - AGENTS[0], SATISFIED - PLANTED.handoff))
    return sqrt(sum(p * (1 - p) / (rated * part) for part, p in shares))


def above_others(more: float) -> float:
    """How often the interval of one channel lies above those of the three others, whose contacts are as many."""
    parts, world = (
        (1 / 4 + more, 1 / 4 - more / 3),
        World("", leavers=PLANTED.leavers if more else 0),
    )
    rate, mean = CONTACTS / MONTH, contacts_expected(world)
    squares = (1 - LEFT) * YEAR**2 / 3 + LEFT * (1 + world.leavers) ** 2 * YEAR**2 / 9
    spread = 1.5 * rate**2 * squares - mean**2  # what the contacts of one customer have in common
    errors = [sqrt((part * mean + part**2 * spread) / CUSTOMERS) for part in parts]
    gap = (parts[0] - parts[1]) * mean - z_quantile(LEVEL) * sum(errors)
    shared = parts[1] * parts[0] * spread / CUSTOMERS
    own = [sqrt(max(0.0, error**2 - shared)) for error in errors]
    steps = np.linspace(-6, 6, 1201)
    weights = np.exp(-(steps**2) / 2) / sqrt(2 * np.pi) * (steps[1] - steps[0])
    below = [NormalDist().cdf((gap + own[0] * step) / own[1]) ** 3 for step in steps.tolist()]
    return float(weights @ np.array(below))


def _channel_power() -> float:
    """Of χ² with six degrees of freedom that is not central, as a mixture of central ones."""
    waits = -WAITED * np.log((np.arange(2_000) + 0.5) / 2_000)
    ends, shares = (6.5, 8.5), np.array([0.4, 0.3, 0.2, 0.1])
    kinds = []
    for phone in (0, 0, 1, 0):
        means = SCORE - PLANTED.by_phone * phone - PLANTED.an_hour * (waits - WAITED)
        below = [np.mean([NormalDist(m, SPREAD).cdf(end) for m in means.tolist()]) for end in ends]
        kinds.append([below[0], below[1] - below[0], 1 - below[1]])
    table = shares[:, None] * np.array(kinds)
    alone = shares[:, None] * table.sum(axis=0)
    half = ANSWERS * float(((table - alone) ** 2 / alone).sum()) / 2
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if tails.chi_squared(middle, 6) > 1 - _LINK else (low, middle)
    power, weight = 0.0, exp(-half)
    for k in range(200):
        power += weight * tails.chi_squared(low, 6 + 2 * k)
        weight *= half / (k + 1)
    return power
