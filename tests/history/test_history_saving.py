"""What is saved: one row for each result and outcome, under digests that say what was measured."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import csmetrics
from csmetrics.history.reading import Saved, results
from csmetrics.history.records import definition_of
from csmetrics.history.saving import save
from csmetrics.report import Report

JANUARY = [f"{score},2026-01-{day:02d}" for day in range(1, 32) for score in (10, 5)]
FEBRUARY = [f"9,2026-02-{day:02d}" for day in range(1, 11)]

Measured = Callable[..., Report]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "h.sqlite"


@pytest.fixture
def nps(written: Callable[..., str]) -> Measured:
    """NPS of some answers, by month unless told otherwise."""

    def measured(*rows: str, **options: Any) -> Report:
        path = written("score,answered,team", *(f"{row},A" for row in rows))
        found: Report = csmetrics.compute("nps", path, **{"every": "month", **options})
        return found

    return measured


def by_month(file: Path) -> list[Saved]:
    return [each for each in results(file) if each.every == "month"]


def test_what_is_saved_is_read_as_it_was(file: Path, nps: Measured) -> None:
    report = nps(*JANUARY, *FEBRUARY)
    assert save(report, file) == (3, 3)  # two months and the whole
    whole, january, february = results(file)
    assert (whole.every, whole.period) == ("span", "2026-01-01/2026-02-10")
    assert (january.every, january.period, january.partial) == ("month", "2026-01", False)
    assert (february.period, february.partial, february.date) == ("2026-02", True, "answered")
    assert january.measure.statistics == report.rows[1].measure.statistics
    assert january.measure.headline.counts == (31, 0, 31)
    assert january.files[0]["sha256"] == report.inputs[0].sha256
    assert january.files[0]["columns"] == {"score": "score", "answered": "answered"}


def test_the_same_again_leaves_no_trace(file: Path, nps: Measured) -> None:
    report = nps(*JANUARY)
    save(report, file)
    before = file.read_bytes()
    assert save(report, file) == (0, 2)
    assert save(nps(*JANUARY, since="2026-01-01", until="2026-01-31"), file) == (0, 2)
    assert file.read_bytes() == before


def test_the_latest_save_of_a_period_counts_and_an_old_one_again_changes_nothing(
    file: Path, nps: Measured
) -> None:
    first = nps(*JANUARY)
    save(first, file)
    save(nps(*JANUARY, "10,2026-01-31"), file)
    assert [(each.measure.headline.n, each.counts) for each in by_month(file)] == [
        (62, False),
        (63, True),
    ]
    assert save(first, file) == (0, 2)
    assert [each.counts for each in by_month(file)] == [False, True]


def test_a_partial_period_does_not_count_once_a_whole_one_is_there(
    file: Path, nps: Measured
) -> None:
    save(nps(*JANUARY[:40]), file)
    assert [(each.partial, each.counts) for each in by_month(file)] == [(True, True)]
    save(nps(*JANUARY), file)
    save(nps(*JANUARY[:50]), file)
    assert [(each.partial, each.counts) for each in by_month(file)] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_slices_are_kept_with_their_labels_blank_ones_too(
    file: Path, written: Callable[..., str]
) -> None:
    path = written("score,team", "10,A", "5,", "9,A")
    save(csmetrics.compute("nps", path, by=["team"]), file)
    found = {each.slice: each.measure.headline.n for each in results(file)}
    assert found == {(): 3, (("team", "A"),): 2, (("team", None),): 1}


def test_a_backlog_is_of_the_moment_it_was_counted(file: Path, written: Callable[..., str]) -> None:
    path = written(
        "id,created,resolved,status", "1,2026-01-02,,open", "2,2026-01-05,2026-01-06,solved"
    )
    save(csmetrics.compute("backlog", path, as_of="2026-01-31"), file, state=True)
    (saved,) = results(file)
    assert (saved.every, saved.period, saved.measure.headline.value) == ("state", "2026-01-31", 1)


def test_other_numbers_of_the_same_inputs_are_saved_beside(file: Path, nps: Measured) -> None:
    """As another version of the program may compute them."""
    report = nps(*JANUARY)
    save(report, file)
    row = report.rows[1]
    first, *others = row.measure.statistics
    other = replace(row.measure, statistics=(replace(first, value=1.5), *others))
    changed = replace(report, rows=(report.rows[0], replace(row, measure=other)))
    assert save(changed, file) == (1, 2)
    assert [each.measure.headline.value for each in by_month(file) if each.counts] == [1.5]


@pytest.mark.parametrize(
    ("options", "same"),
    [
        ({"since": "2026-01-01"}, True),
        ({"as_of": "2026-12-31"}, True),
        ({"column": ["score=score"]}, True),
        ({"goal": ">= 50"}, True),
        ({"promoter_from": 9}, True),
        ({"promoter_from": 8}, False),
        ({"where": ["team = A"]}, False),
        ({"tz": "America/Sao_Paulo"}, False),
        ({"confidence": 90.0}, False),
        ({"interval": "wald"}, False),
    ],
)
def test_the_digest_is_of_what_is_measured_not_of_how_it_is_read(
    nps: Measured, options: dict[str, Any], same: bool
) -> None:
    plain = definition_of(nps(*JANUARY))
    assert (definition_of(nps(*JANUARY, **options)) == plain) is same


def test_numbers_that_do_not_exist_are_none(file: Path, nps: Measured) -> None:
    save(nps(*JANUARY, "9,2026-03-31"), file)
    february = next(each for each in by_month(file) if each.period == "2026-02")
    assert february.measure.headline.value is None
    assert february.measure.headline.undefined_because
    with sqlite3.connect(file) as store:
        (document,) = store.execute(
            "SELECT document FROM results WHERE period = '2026-02'"
        ).fetchone()
    assert json.loads(document)["statistics"][0]["value"] is None
