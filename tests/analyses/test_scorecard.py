"""The lines of a scorecard, and what was bought with what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csmetrics.analyses import scorecard
from csmetrics.language import speaking, tr
from csmetrics.metrics._statistics import share
from csmetrics.report import Definition, Kpi, Measure, Quality, Report, Row


def report(metric: str, *counts: tuple[int, int], better: str | None = "higher") -> Report:
    """Shares by month, the whole first; the last month is partial."""
    rows = [row(metric, sum(k for k, _ in counts), sum(n for _, n in counts))]
    for month, (k, n) in enumerate(counts, start=1):
        rows.append(row(metric, k, n, month, partial=month == len(counts)))
    definition = Definition(metric, metric.upper(), "k / n", "", "percent", better=better)
    return Report("metric", definition, tuple(rows), Quality(0, 0, ()))


def row(metric: str, k: int, n: int, month: int | None = None, *, partial: bool = False) -> Row:
    slice_ = () if month is None else (("period", f"2026-{month:02}"),)
    return Row(metric, slice_, Measure((share(metric, k, n, 0.95),)), "created", None, partial)


def kpi(metric: str, *counts: tuple[int, int], better: str | None = "higher") -> Kpi:
    (found,) = scorecard.kpis(report(metric, *counts, better=better), "month")
    return found


def test_the_last_whole_period_is_held_against_the_one_before() -> None:
    found = kpi("fcr", (50, 100), (80, 100), (9, 10))
    assert (found.period, found.previous) == ("2026-02", "2026-01")
    assert found.statistic.value == 80.0
    assert found.change is not None
    assert found.change.difference == 30.0
    assert found.way == "better"


@pytest.mark.parametrize(
    ("better", "way"), [("higher", "better"), ("lower", "worse"), (None, "higher")]
)
def test_a_way_is_what_the_metric_says_of_more(better: str | None, way: str) -> None:
    assert kpi("x", (50, 100), (80, 100), (0, 1), better=better).way == way


def test_a_change_within_chance_has_no_way() -> None:
    assert kpi("fcr", (50, 100), (55, 100), (0, 1)).way == "no clear change"


def test_without_a_whole_period_the_kpi_is_that_of_all_rows() -> None:
    found = kpi("fcr", (5, 10))
    assert (found.period, found.change, found.way) == (None, None, "")
    assert found.statistic.value == 50.0


def test_questions_are_lines_of_their_own() -> None:
    one = report("csat", (5, 10), (6, 10), (0, 1))
    both = [replace(row, question=question) for question in ("pace", "care") for row in one.rows]
    found = list(scorecard.kpis(replace(one, rows=tuple(both)), "month"))
    assert [each.question for each in found] == ["pace", "care"]


BETTER, WORSE, SAME = ((50, 100), (80, 100)), ((80, 100), (50, 100)), ((50, 100), (52, 100))


@pytest.mark.parametrize(
    ("one", "other", "warns"),
    [
        (BETTER, WORSE, True),
        (WORSE, BETTER, True),
        (BETTER, BETTER, False),
        (WORSE, WORSE, False),
        (BETTER, SAME, False),
        (SAME, WORSE, False),
    ],
)
def test_a_warning_needs_one_better_and_the_other_worse(
    one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...], warns: bool
) -> None:
    found = [kpi("aht", *one, (0, 1)), kpi("fcr", *other, (0, 1))]
    said = list(scorecard.unbalanced(found, [("aht", "fcr")]))
    assert len(said) == warns
    if warns:
        good, bad = ("AHT", "FCR") if one is BETTER else ("FCR", "AHT")
        assert f"{good} got better from 2026-01 to 2026-02, and {bad}" in said[0].text


def test_other_periods_and_other_pairs_do_not_warn() -> None:
    found = [kpi("aht", *BETTER, (0, 1)), kpi("fcr", *WORSE, (0, 1))]
    late = [found[0], replace(found[1], period="2026-03", previous="2026-02")]
    assert not list(scorecard.unbalanced(late, [("aht", "fcr")]))
    assert not list(scorecard.unbalanced(found, [("aht", "csat")]))


def test_a_pair_that_stands_both_ways_warns_once() -> None:
    found = [kpi("aht", *BETTER, (0, 1)), kpi("fcr", *WORSE, (0, 1))]
    assert len(list(scorecard.unbalanced(found, [("aht", "fcr"), ("fcr", "aht")]))) == 1


def test_the_command_in_a_hint_is_the_same_in_every_language() -> None:
    found = [kpi("aht", *BETTER, (0, 1)), kpi("fcr", *WORSE, (0, 1))]
    (warning,) = scorecard.unbalanced(found, [("aht", "fcr")])
    with speaking("pt-BR"):
        assert "csmetrics compare fcr 2026-01 2026-02 ARQUIVO" in tr(warning.hint)
        assert "de 01/2026 para 02/2026" in tr(warning.text)
