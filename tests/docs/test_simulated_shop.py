"""The simulated shop is what its page says, and is measured as the command line measures it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from documents import DOCS, script

from csmetrics.cli.main import outcome

PAGE = (DOCS / "simulated-shop.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shops() -> Iterator[Any]:
    sys.path.insert(0, str(DOCS))
    yield script("simulate_shop")
    sys.path.remove(str(DOCS))


@pytest.fixture(scope="module")
def shop(shops: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    """One with all effects: the files of customers, tickets and survey."""
    files: tuple[str, str, str] = shops.write(shops.PLANTED, 0, tmp_path_factory.mktemp("shop"))
    return files


def test_what_is_planted_is_there(shops: Any, shop: tuple[str, str, str]) -> None:
    """In the files, counted without the package; chance moves each by less than three standard errors."""
    customers, tickets, _ = map(pd.read_parquet, shop)
    came, ended = customers["purchase date"], customers["end date"]
    days = (ended.fillna(pd.Timestamp("2026-07-01")) - came).dt.total_seconds()
    made = customers["customer"].map(tickets["requester id"].value_counts()).fillna(0)
    left = ended.notna()
    rates = [made[of].sum() / days[of].sum() * 30 * 86_400 for of in (left, ~left)]
    assert left.mean() == pytest.approx(0.25, abs=0.01)
    assert rates[0] - rates[1] == pytest.approx(0.25 * 0.07, abs=0.018)
    assert (tickets["channel"] == "phone").mean() == pytest.approx(0.265, abs=0.008)
    rated = tickets[tickets["satisfaction"].notna()]
    several = rated["agents"] > 1
    good = rated["satisfaction"] >= 4
    assert several.mean() == pytest.approx(0.30, abs=0.016)
    assert good[~several].mean() == pytest.approx(0.80, abs=0.016)
    assert good[several].mean() == pytest.approx(0.77, abs=0.026)


def test_the_command_line_says_the_same(
    shops: Any, shop: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What the simulation notes of a shop is what the three commands print."""
    customers, tickets, survey = shop
    tally = shops.Tally()
    shops.look(shops.PLANTED, 0, Path(survey).parent, tally)

    def printed(*words: str) -> Any:
        assert outcome([*words, "-f", "json", "-q"]) == 0
        return json.loads(capsys.readouterr().out)

    said = printed("contacts", tickets, "--customers", customers)["results"]
    leaving = next(each for each in said if each["statistic"] == "difference")
    assert tally.found["leaving"] == (leaving["statistics"]["difference"]["finding"] == "higher")
    said = printed("handoffs", tickets)["results"][1]["statistics"]["difference"]
    assert tally.found["hand-offs"] == (said["finding"] == "lower")
    linked = {
        each["column"]
        for each in printed("drivers", "nps", survey)["drivers"]
        if "goes" in each["verdict"]
    }
    noted = {
        name.removeprefix("link of ") for name, n in tally.found.items() if n and "link of" in name
    }
    assert noted == linked


def test_nothing_is_planted_in_the_other_world(shops: Any, tmp_path: Path) -> None:
    _, tickets, survey = map(pd.read_parquet, shops.write(shops.NOTHING, 0, tmp_path))
    assert (tickets["channel"] == "phone").mean() == pytest.approx(0.25, abs=0.008)
    assert abs(np.corrcoef(survey["wait"], survey["score"])[0, 1]) < 0.07


def test_the_page_has_the_rates_that_theory_expects(shops: Any) -> None:
    """And what was found lies where chance puts so many shops: within four standard errors of it."""
    chances = shops.theory.expected()
    for name, command, what in shops.EFFECTS:
        line = f"| {command} | {what} | "
        found, theory = re.findall(r"([\d.]+) %", PAGE.split(line)[1].split("\n")[0])
        assert float(theory) == pytest.approx(100 * chances[name], abs=0.051), name
        spread = (chances[name] * (1 - chances[name]) / shops.SHOPS) ** 0.5
        assert float(found) / 100 == pytest.approx(chances[name], abs=4 * spread + 0.03), name


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    table = PAGE.split("held the truth**")[1].split("<!--")[0]
    shares = [float(text) for text in re.findall(r"([\d.]+) %", table.split("---")[-1])]
    assert len(shares) == 14
    assert all(91.5 <= share <= 98.5 for share in shares)
