"""Subscribers of the invented shop, and what they buy: who stays, who leaves, who comes back."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from functools import cache

from drawing import as_csv, draws, pick

FIRST, LAST = date(2026, 1, 1), date(2026, 10, 31)
PLANS = {"monthly": 0.16, "yearly": 0.04}
"""The chance to leave in a month."""
PRICES = {"monthly": (19, 29, 39), "yearly": (15, 23, 31)}
COUNT = 180
ODD = {37: "2025-13-02", 90: ""}
"""Customers whose start is no date, or not known."""


def customers() -> bytes:
    """Make the subscribers: one row each, the end blank while they stay."""
    source = draws("customers")
    rows = [["customer", "plan", "channel", "start date", "end date", "monthly charges"]]
    days = (LAST - FIRST).days
    for number in range(COUNT):
        plan = pick(source, ("monthly", "monthly", "yearly"))
        channel = pick(source, ("shop", "web", "web", "friend"))
        start = FIRST + timedelta(days=int(source.random() * days))
        end = _end(source, start, PLANS[plan])
        charge = PRICES[plan][int(source.random() * 3)]
        begun = ODD.get(number, start.isoformat())
        rows.append([f"C{1000 + number}", plan, channel, begun, end, f"{charge}.00"])
    return as_csv(rows).encode()


@cache
def _stays() -> list[tuple[str, date, date]]:
    """Who is a subscriber from when to when, those of whom that is known."""
    _, *rows = csv.reader(customers().decode().splitlines())
    odd = {f"C{1000 + number}" for number in ODD}
    return [
        (who, date.fromisoformat(begun), date.fromisoformat(end) if end else LAST)
        for who, _, _, begun, end, _ in rows
        if who not in odd
    ]


def caller(number: int, day: date) -> str:
    """The first from a number on who is a subscriber on a day, or left within a week before: some call once more."""
    stays = _stays()
    for who, begun, end in stays[number:] + stays[:number]:
        if begun <= day <= end + timedelta(days=7):
            return who
    raise ValueError(f"nobody subscribes on {day}")


def purchases() -> bytes:
    """Make what is bought: most buy once, some each month, some come back after a gap."""
    source = draws("purchases")
    found: list[tuple[date, str, str, str]] = []
    for number in range(240):
        day = FIRST + timedelta(days=int(source.random() ** 1.6 * 300))
        again = (0.15, 0.15, 0.45, 0.85)[int(source.random() * 4)]
        channel = pick(source, ("shop", "web", "web"))
        while day <= LAST:
            found.append((day, f"C{1000 + number}", f"{5 + source.random() * 60:.2f}", channel))
            if source.random() > again:
                day += timedelta(days=60 + int(source.random() * 40))
                if source.random() > again:
                    break
            day += timedelta(days=18 + int(source.random() * 25))
    rows = [["purchase date", "customer", "amount", "channel"]]
    return as_csv([*rows, *([str(day), *rest] for day, *rest in sorted(found))]).encode()


def _end(source: random.Random, start: date, chance: float) -> str:
    """The day on which somebody leaves; blank for who stays."""
    day = start
    while day <= LAST:
        day += timedelta(days=30)
        if source.random() < chance:
            left = day - timedelta(days=int(source.random() * 30))
            return left.isoformat() if left <= LAST else ""
    return ""
