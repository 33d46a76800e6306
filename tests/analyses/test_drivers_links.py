"""Links of columns with a score, on tallies small enough to compute by hand."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from csmetrics import errors
from csmetrics.analyses import drivers as analysis
from csmetrics.analyses._beside import LABELS, NUMBERS, Beside, Found, Together
from csmetrics.calc.intervals import nps_score
from csmetrics.calc.states import Ints
from csmetrics.errors import CsmetricsError
from csmetrics.metrics.nps import NPS
from csmetrics.report import (
    Drivers,
    Interval,
    Measure,
    Quality,
    Report,
    Row,
    Skipped,
    Statistic,
)


def measured(scores: Ints, counts: Ints) -> Measure:
    d, p = int(counts[scores <= 6].sum()), int(counts[scores >= 9].sum())
    kinds = (d, int(counts.sum()) - d - p, p)
    value = 100 * (p - d) / sum(kinds)
    interval = Interval(0.95, *nps_score(*kinds, 0.95), "score")
    return Measure((Statistic("nps", value, "points", sum(kinds), interval, counts=kinds),))


def labels(name: str, rows: dict[str | None, dict[int, int]]) -> Beside:
    """A column of labels: label → answer → count."""
    names = tuple(sorted(label for label in rows if label is not None))
    cells = [
        (names.index(label) if label is not None else -1, score, count)
        for label, answers in rows.items()
        for score, count in answers.items()
    ]
    values, scores, counts = np.array(cells, dtype=np.int64).T
    return Beside(name, LABELS, values, scores, counts, names)


def numbers(name: str, cells: list[tuple[float, int, int]], unread: int = 0) -> Beside:
    values, scores, counts = zip(*cells, strict=True)
    return Beside(
        name, NUMBERS, np.array(values), np.array(scores), np.array(counts), unread=unread
    )


def found(
    *columns: Beside,
    least: int = 10,
    together: Together | None = None,
    skipped: tuple[Skipped, ...] = (),
) -> Drivers:
    first = columns[0]
    whole = Row("nps", (), measured(first.scores, first.counts))
    report = Report("metric", NPS().definition(), (whole,), Quality(1, 1, ()))
    return analysis.drivers(report, Found(columns, skipped, measured, 0.95, together), least)


CHANNEL = labels("channel", {"email": {9: 20, 3: 10}, "phone": {9: 10, 3: 20}, None: {9: 7}})


def test_labels_by_hand() -> None:
    driver = found(CHANNEL).drivers[0]
    # 15 expected where 20 and 10 are found: χ² = 100/15 of 60; the blank is shown and not tested
    assert driver.effect.value == pytest.approx(1 / 3)
    assert driver.effect.n == 60
    assert [(each.label, each.statistic.value) for each in driver.levels] == [
        ("email", pytest.approx(100 / 3)),
        ("phone", pytest.approx(-100 / 3)),
        (None, 100),
    ]
    assert driver.p == driver.adjusted == pytest.approx(0.00982327, abs=1e-8)
    assert driver.verdict == "goes with it"


def test_rare_labels_are_tested_as_one() -> None:
    rows = {"a": {9: 20, 3: 10}, "b": {9: 4, 3: 9}, "c": {9: 6, 3: 7}, "d": {3: 4}}
    together = {"a": rows["a"], "z": {9: 10, 3: 20}}
    rare = found(labels("x", rows), least=14).drivers[0]
    assert rare.effect == found(labels("x", together)).drivers[0].effect
    assert len(rare.levels) == 4
    # those that are rare even together are not tested
    few = found(labels("x", {**together, "q": {9: 9}})).drivers[0]
    assert few.effect == rare.effect


def test_numbers_by_hand() -> None:
    # ranks of the numbers −1.5 … 1.5, of the answers −1.5, −0.5, 1.5, 0.5: ρ = (5 − 1)/5
    cells = [(1.0, 2, 5), (2.0, 4, 5), (4.0, 9, 5), (9.0, 7, 5)]
    driver = found(numbers("wait", cells)).drivers[0]
    assert driver.effect.value == pytest.approx(0.8)
    assert (driver.effect.n, driver.effect.interval is not None) == (20, True)
    assert [(each.low, each.high) for each in driver.levels] == [(v, v) for v, _, _ in cells]


def test_many_numbers_are_shown_by_quarters() -> None:
    cells = [(float(value), 3 + value % 7, 1) for value in range(20)]
    cells.append((float("nan"), 9, 2))
    driver = found(numbers("wait", cells), least=5).drivers[0]
    bands = [(each.low, each.high, each.statistic.n) for each in driver.levels]
    assert bands == [(0, 4, 5), (5, 9, 5), (10, 14, 5), (15, 19, 5), (None, None, 2)]
    assert driver.effect.n == 20


def test_chances_are_adjusted_for_how_many_were_tested() -> None:
    weak = labels("weak", {"a": {9: 20, 3: 12}, "b": {9: 11, 3: 19}})
    alone = found(weak).drivers[0]
    assert alone.p is not None
    assert 0.03 < alone.p == alone.adjusted
    assert alone.verdict == "goes with it" if alone.p <= 0.05 else "no clear link"
    none = labels("none", {"a": {9: 20, 3: 20}, "b": {9: 20, 3: 20}})
    among = {each.column: each for each in found(weak, none).drivers}
    assert among["weak"].adjusted == pytest.approx(2 * alone.p)
    assert among["weak"].verdict == "no clear link"
    assert (among["none"].p, among["none"].adjusted) == (1, 1)


def test_the_strongest_of_those_that_go_with_it_stand_first() -> None:
    none = labels("none", {"a": {9: 20, 3: 20}, "b": {9: 20, 3: 20}})
    strong = numbers("strong", [(1, 3, 20), (2, 9, 19), (3, 9, 1), (2, 3, 1)])
    told = found(none, CHANNEL, strong)
    assert [each.column for each in told.drivers] == ["strong", "channel", "none"]
    assert told.tested == 3


@pytest.mark.parametrize(
    ("column", "why"),
    [
        (labels("x", {"a": {9: 20, 3: 10}}), "the same in every row"),
        (labels("x", {None: {9: 20, 3: 10}}), "nothing in it"),
        (labels("x", {"a": {9: 20}, "b": {3: 10, 4: 1}}), "it says the score in other words"),
        (numbers("x", [(1, 3, 20), (2, 9, 20)]), "it says the score in other words"),
        (numbers("x", [(1, 3, 2), (2, 9, 3), (np.nan, 9, 20)], 20), "most of its cells are no"),
    ],
)
def test_columns_that_say_nothing(column: Beside, why: str) -> None:
    told = found(CHANNEL, column)
    assert [each.column for each in told.drivers] == ["channel"]
    assert told.skipped[0].why.startswith(why)


def test_too_few() -> None:
    few = found(labels("x", {"a": {9: 20, 3: 9}, "b": {9: 3}, None: {3: 4}})).drivers[0]
    assert (few.verdict, few.p) == ("too few", None)
    assert few.effect.undefined_because == "fewer than two labels with 10 answers"
    short = found(numbers("x", [(1, 3, 4), (2, 9, 3), (3, 2, 1)])).drivers[0]
    assert short.effect.undefined_because == "fewer than 10 answers"


def test_nothing_to_look_at_is_refused_with_the_reasons() -> None:
    with pytest.raises(CsmetricsError) as told:
        found(labels("x", {"a": {9: 1}}), skipped=(Skipped("id", "an id"),))
    assert told.value.kind is errors.NO_DRIVERS
    assert "id: an id\n  x: the same in every row" in told.value.text


def test_cells_that_are_no_numbers_are_told() -> None:
    told = found(numbers("x", [(1, 3, 20), (2, 9, 19), (2, 3, 3), (np.nan, 9, 2)], unread=2))
    (note,) = told.diagnostics
    assert (note.kind, note.count, note.column) == (errors.UNREAD_BESIDE, 2, "x")


def test_shares_of_what_columns_explain_together() -> None:
    # promoters where both are 1, detractors where none is, else passives: each explains half
    one = labels("one", {"a": {3: 20, 8: 20}, "b": {8: 20, 9: 20}})
    other = labels("other", {"a": {3: 20, 8: 20}, "b": {8: 20, 9: 20}})
    rows = (np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    together = Together(("one", "other"), rows, np.array([3, 8, 8, 9]), np.full(4, 20))
    told = found(one, other, together=together)
    assert told.explained == pytest.approx(100)
    assert [each.share for each in told.drivers] == [pytest.approx(50), pytest.approx(50)]
    assert told.complete == 80
    assert told.drivers[0].effect.value == pytest.approx(sqrt(1 / 2))
    assert found(one, other).explained is None


def test_shares_are_of_rows_in_which_the_tested_columns_hold_something() -> None:
    # as above, and a column with three cells filled, which is too few to be tested
    one = labels("one", {"a": {3: 20, 8: 20}, "b": {8: 20, 9: 20}})
    other = labels("other", {"a": {3: 20, 8: 20}, "b": {8: 20, 9: 20}})
    sparse = numbers(
        "sparse", [(1, 3, 2), (2, 9, 1), (np.nan, 3, 18), (np.nan, 9, 19), (np.nan, 8, 40)]
    )
    rows = (
        np.array([0, 0, 0, 1, 1, 1]),
        np.array([0, 0, 1, 0, 1, 1]),
        np.array([1, np.nan, np.nan, np.nan, np.nan, 2]),
    )
    counts = np.array([2, 18, 20, 20, 19, 1])
    together = Together(("one", "other", "sparse"), rows, np.array([3, 3, 8, 8, 9, 9]), counts)
    told = found(one, other, sparse, together=together)
    assert (told.complete, told.explained) == (80, pytest.approx(100))
    shares = {each.column: each.share for each in told.drivers}
    assert shares == {"one": pytest.approx(50), "other": pytest.approx(50), "sparse": None}
