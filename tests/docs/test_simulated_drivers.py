"""The page on drivers holds what its simulation finds, and the simulation plants what it claims."""

from __future__ import annotations

import numpy as np
import pytest
from documents import DOCS, script

drivers = script("simulate_drivers")
PAGE = (DOCS / "commands" / "drivers.md").read_text(encoding="utf-8")


def test_the_page_holds_what_is_found_and_nothing_else() -> None:
    """The planted half of one line; all of it takes ten seconds: python docs/simulate_drivers.py."""
    found = drivers.rates(400, planted=True)
    shares = (*found.found.values(), found.wrong, found.false)
    line = "| 400 | " + " | ".join(f"{100 * share:.1f} %" for share in shares)
    assert f"\n{line} | " in PAGE, "python docs/simulate_drivers.py"


def test_of_what_is_named_one_in_twenty_is_wrong() -> None:
    rates = drivers.rates(1000, planted=True, surveys=60)
    assert rates.found["wait"] == 1
    assert rates.found["channel"] > 0.95
    assert rates.wrong < 0.07


def test_effects_are_as_large_as_the_page_says() -> None:
    bits = np.random.PCG64(5)
    channel, wait, *others = drivers._survey(bits, 60_000, planted=True).columns
    phone, rest = (
        channel.scores[rows].mean() for rows in (channel.values == 2, channel.values < 2)
    )
    assert rest - phone == pytest.approx(drivers.PHONE, abs=0.15)  # the scale has ends
    slope = np.polyfit(wait.values[wait.values < 8], wait.scores[wait.values < 8], 1)[0]
    assert slope == pytest.approx(-drivers.WAIT, abs=0.04)
    for column in others:
        assert abs(np.corrcoef(column.values, column.scores)[0, 1]) < 0.015, column.name
    assert wait.values.mean() == pytest.approx(4, abs=0.1)
