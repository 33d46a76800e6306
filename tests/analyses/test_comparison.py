"""What a comparison says of two reports: differences as published, verdicts, rate and mix."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import starmap
from pathlib import Path
from typing import Any

import pytest

from csmetrics import compute
from csmetrics.analyses import compare
from csmetrics.analyses.compare import change, compared
from csmetrics.errors import CsmetricsError
from csmetrics.report import Change, Interval, Report, Setting, Split, Statistic

SCORES = (3, 8, 10)
"""An answer of a detractor, of a passive and of a promoter."""


@pytest.fixture(scope="session")
def published(shared: Path) -> Callable[[str], Any]:
    def read(name: str) -> Any:
        path = shared / "vectors" / "statistics" / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8"))

    return read


@pytest.fixture
def answers(written: Callable[..., str]) -> Callable[..., Report]:
    """The NPS of so many detractors, passives and promoters, by segment where they are of several."""

    def measured(*counts: Sequence[int], **segments: Sequence[int]) -> Report:
        rows = [
            f"{score},{name}"
            for name, kinds in ({"": counts[0]} if counts else segments).items()
            for score, count in zip(SCORES, kinds, strict=True)
            for _ in range(count)
        ]
        path = written("score,segment", *rows, name=f"{len(list(segments))}.csv")
        report: Report = compute("nps", path, scale="0-10", by=["segment"] if segments else [])
        return report

    return measured


def share(yes: int, n: int) -> Statistic:
    """A share with Wilson's interval, as metrics give it."""
    from csmetrics.metrics import _statistics

    return _statistics.share("share", yes, n, 0.95)


def mean(value: float, low: float | None, high: float | None, n: int = 9) -> Statistic:
    return Statistic("mean", value, "seconds", n, Interval(0.95, low, high, "t"))


# --- one statistic ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (mean(10, 9, 11), mean(20, 19, 21), "higher"),
        (mean(20, 19, 21), mean(10, 9, 11), "lower"),
        (mean(10, 7, 13), mean(14, 10, 18), "no clear change"),  # −1 to 9
        (mean(10, 7, 13), mean(15, 11, 19), "no clear change"),  # 0 to 10: 0 is not excluded
        (mean(15, 11, 19), mean(10, 7, 13), "no clear change"),
        (mean(10, None, 11), mean(20, 19, None), "higher"),  # the low end is known
        (mean(10, None, None), mean(20, 19, 21), "not judged"),
        (Statistic("x", None, "seconds", 0), mean(20, 19, 21), "not judged"),
        (Statistic("x", 3, "count", 3), Statistic("x", 9, "count", 9), "not judged"),
    ],
)
def test_a_change_is_what_the_interval_excludes_0_for(
    first: Statistic, second: Statistic, verdict: str
) -> None:
    assert change(first, second).verdict == verdict


def test_the_interval_is_made_of_those_of_the_sides() -> None:
    found = change(mean(10, 7, 13), mean(14, 10, 18))
    assert found.difference == 4
    assert found.interval == Interval(0.95, -1, 9, "MOVER of t")  # 3-4-5 on either side


def test_an_unknown_end_leaves_that_of_the_difference_open() -> None:
    found = change(mean(10, None, 11), mean(20, 19, None))
    assert found.interval is not None
    assert found.interval.low == pytest.approx(10 - 2**0.5)
    assert found.interval.high is None


def test_wald_is_for_counts_and_has_a_p() -> None:
    found = change(share(48, 80), share(56, 70), "wald")  # 0.8 − 0.6, √(0.16/70 + 0.24/80)
    error = (0.16 / 70 + 0.24 / 80) ** 0.5
    assert found.interval is not None
    assert found.interval.low == pytest.approx(100 * (0.2 - 1.959963984540054 * error))
    assert found.p is not None
    assert found.p < 0.05
    assert change(mean(10, 9, 11), mean(20, 19, 21), "wald").p is None


def test_two_shares_as_newcombe(published: Callable[[str], Any]) -> None:
    cases = published("csat_proportion")["difference"]
    assert cases
    for case in cases:
        found = change(share(case["k2"], case["n2"]), share(case["k1"], case["n1"]))
        assert found.interval is not None
        ends = [found.interval.low, found.interval.high]
        assert ends == pytest.approx([100 * end for end in case["newcombe"]], abs=1e-7), case


# --- the NPS of two reports -----------------------------------------------------------------------


def headline(first: Report, second: Report, method: str = "score") -> Change:
    (result,) = compared(first, second, method)
    return result.changes[0]


def ends_of(found: Change) -> list[float | None]:
    assert found.interval is not None
    return [found.interval.low, found.interval.high]


def test_two_scores_as_r(answers: Callable[..., Report], shared: Path) -> None:
    path = shared / "vectors" / "nps_two_sample_R.csv"
    with path.open(encoding="utf-8", newline="") as file:
        vectors = list(csv.DictReader(file))
    assert len(vectors) == 20
    for row in vectors:
        one, other = (
            answers([int(row[f"{kind}{side}"]) for kind in ("d", "p", "pr")]) for side in "12"
        )
        # R takes the larger one first, whatever the order
        if float(row["nps1"]) < float(row["nps2"]):
            one, other = other, one
        found = headline(other, one, "wald")
        values = [found.difference, *ends_of(found), found.p]
        expected = [float(row[name]) for name in ("delta", "lo", "hi", "p")]
        assert values == pytest.approx(expected, rel=0, abs=1e-9), row
        assert (found.verdict == "higher") == (row["sig"] == "TRUE")


def test_two_scores_by_three_methods(
    answers: Callable[..., Report], published: Callable[[str], Any]
) -> None:
    cases = published("nps")["two_sample"]
    assert len(cases) == 5
    for case in cases:
        sides = answers(case["before"]), answers(case["after"])
        found = headline(*sides)
        assert found.difference == pytest.approx(case["wald"]["difference"], abs=1e-9)
        assert ends_of(found) == pytest.approx(case["mover_score_ci"], abs=1e-6)
        for method in ("wald", "adjusted-wald"):
            expected = case[method.replace("-", "_")]
            found = headline(*sides, method)
            assert found.difference == pytest.approx(case["wald"]["difference"], abs=1e-9)
            assert ends_of(found) == pytest.approx(expected["ci"], abs=1e-9)
            assert found.p == pytest.approx(expected["p"], abs=1e-9)


# --- rate and mix ---------------------------------------------------------------------------------


def kinds(n: int, nps: float | None) -> tuple[int, int, int]:
    """So many answers with that NPS."""
    extra = round(n * (nps or 0) / 100)
    assert extra * 100 == n * (nps or 0)
    return (0, n - extra, extra) if extra >= 0 else (-extra, n + extra, 0)


def split_of(first: Report, second: Report) -> Split:
    (result,) = compared(first, second)
    assert result.split is not None
    return result.split


def test_rate_and_mix_as_published(
    answers: Callable[..., Report], published: Callable[[str], Any]
) -> None:
    cases = published("mix_shift")["cases"]
    assert len(cases) == 4
    for case in cases:
        sides = [
            answers(
                **dict(
                    zip(
                        case["segments"],
                        starmap(kinds, zip(case[f"n{side}"], case[f"nps{side}"], strict=True)),
                        strict=True,
                    )
                )
            )
            for side in (0, 1)
        ]
        found = split_of(sides[0], sides[1])
        effects = {dict(each.slice)["segment"]: each for each in found.effects}
        ordered = [effects[name] for name in case["segments"]]
        for name, value in (
            ("change", headline(sides[0], sides[1]).difference),
            ("rate_total", found.rate),
            ("mix_total", found.mix),
            ("rate", [each.rate for each in ordered]),
            ("mix_raw", [each.mix for each in ordered]),
            ("mix_centred", [each.centred for each in ordered]),
        ):
            assert value == pytest.approx(case[name], abs=1e-9), (case["name"], name)
        simpson = case["name"].startswith("Simpson")
        assert found.reversed == simpson
        said = [each.text for each in compare.reversals(compared(sides[0], sides[1]))]
        assert len(said) == simpson
        assert (
            not said
            or "every segment that is on both sides went up, and the whole went down" in said[0]
        )


def test_labels_of_one_side_alone_are_mix(answers: Callable[..., Report]) -> None:
    found = split_of(answers(a=(1, 1, 2)), answers(a=(1, 1, 2), b=(0, 0, 4)))
    assert found.rate == 0
    assert found.mix == pytest.approx(62.5 - 25)


def test_no_label_on_both_sides_is_no_split(answers: Callable[..., Report]) -> None:
    (found,) = compared(answers(a=(1, 1, 2)), answers(b=(1, 1, 2)))
    assert found.split is None
    assert "no segment is on both sides" in found.unsplit


def tickets(written: Callable[..., str], name: str, *rows: str) -> str:
    return written("id,created,first_response_time_minutes,team", *rows, name=name)


def test_medians_do_not_add_up_and_the_mean_does(written: Callable[..., str]) -> None:
    sides = [
        compute(
            "frt",
            tickets(
                written,
                f"{factor}.csv",
                *(f"{i},2026-01-0{i},{i * factor},{'AB'[i % 2]}" for i in range(1, 7)),
            ),
            by=["team"],
            column=["first_response_duration=first_response_time_minutes:minutes"],
        )
        for factor in (1, 2)
    ]
    (found,) = compared(*sides)
    assert found.changes[0].first.name == "median"
    assert found.unsplit == "medians do not add up over team: the split is that of the mean"
    assert found.split is not None
    assert found.split.statistic == "mean"
    assert found.split.rate == pytest.approx(3.5 * 60)
    assert found.split.mix == pytest.approx(0)


def test_a_row_in_several_slices_is_not_split(answers: Callable[..., Report]) -> None:
    report = answers(a=(1, 1, 2), b=(0, 2, 2))
    whole, a, b = report.rows
    tagged = replace(whole, slice=(("segment", "c"),))  # all rows once more, with the same value
    twice = replace(report, rows=(whole, a, b, tagged))
    (found,) = compared(twice, twice)
    assert found.split is None
    assert (
        found.unsplit
        == "the values of segment do not add up to the whole: no split into rate and mix"
    )


# --- what may be compared -------------------------------------------------------------------------


def test_sides_by_different_rules_are_refused(answers: Callable[..., Report]) -> None:
    report = answers((1, 1, 2))
    other = replace(report, definition=replace(report.definition, rule="another rule"))
    with pytest.raises(CsmetricsError, match="not measured alike") as refused:
        compare.refuse_other_definition(report, other, ("a.csv", "b.csv"))
    assert "b.csv: another rule" in refused.value.text
    compare.refuse_other_definition(report, report, ("a.csv", "b.csv"))


def test_an_option_that_was_inferred_otherwise_is_named(answers: Callable[..., Report]) -> None:
    report = answers((1, 1, 2))
    sides = [
        replace(
            report, settings=(Setting("scale", scale, "inferred"), Setting("since", scale, "flag"))
        )
        for scale in ("1-5", "1-7")
    ]
    with pytest.raises(CsmetricsError) as refused:
        compare.refuse_other_definition(sides[0], sides[1], ("a.csv", "b.csv"))
    assert "--scale" in refused.value.hint
    assert "since" not in refused.value.text


def test_columns_and_zones_that_differ_are_said(answers: Callable[..., Report]) -> None:
    report = answers((1, 1, 2))
    (read,) = report.inputs
    mapping = tuple(replace(each, column="Nota") for each in read.mapping if each.role == "score")
    other = replace(report, inputs=(replace(read, mapping=mapping),), zone="America/Sao_Paulo")
    said = [each.text for each in compare.doubts(report, other, ("a.csv", "b.csv"))]
    assert said == [
        "the score is score in a.csv, and Nota in b.csv",
        "days are those of UTC in a.csv, and of America/Sao_Paulo in b.csv",
    ]
    assert not list(compare.doubts(report, report, ("a.csv", "b.csv")))
