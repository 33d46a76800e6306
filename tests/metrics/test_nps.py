"""Net Promoter Score: what it is, what is no answer, which columns are refused."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from surveys import LEVEL, account, column, every, measure, measured, statistic, table, times

from csmetrics import errors
from csmetrics.calc import intervals
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.intake.evidence import Evidence
from csmetrics.metrics import LISTED, Listed, by_name
from csmetrics.metrics.nps import NPS

NAN = float("nan")


def refused(metric: NPS, evidence: Evidence) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        metric.judged(evidence)
    assert caught.value.kind is errors.SCALE_DOUBT
    return caught.value


def warned(metric: NPS, evidence: Evidence) -> list[Kind]:
    return [note.kind for note in metric.judged(evidence)[1]]


def test_promoters_minus_detractors() -> None:
    # 2 of 4 promote (9, 10), 1 of 4 detracts (6): 100 · (2 − 1)/4
    result = measured(NPS(), [9, 10, 6, 8])
    assert result.headline.value == 25
    assert (result.headline.name, result.headline.unit, result.headline.n) == ("nps", "points", 4)
    assert result.parts == (("promoters", 2), ("passives", 1), ("detractors", 1))
    values = {each.name: each.value for each in result.statistics}
    assert values == {
        "nps": 25, "promoters": 50, "passives": 25, "detractors": 25, "mean": 8.25
    }  # fmt: skip


@pytest.mark.parametrize(("score", "value"), [(0, -100), (6, -100), (7, 0), (8, 0), (9, 100)])
def test_the_edges_of_the_groups(score: int, value: int) -> None:
    assert measured(NPS(), [score]).headline.value == value


def test_other_edges() -> None:
    metric = NPS(promoter_from=8, detractor_to=5)
    assert measured(metric, [8, 6, 5, 10]).parts == (
        ("promoters", 2), ("passives", 1), ("detractors", 1)
    )  # fmt: skip
    assert "promoters 8–10, passives 6–7, detractors 0–5" in metric.definition().rule


def test_edges_that_overlap() -> None:
    with pytest.raises(CsmetricsError, match="--promoter-from: 6 is not from 7 to 10"):
        NPS(promoter_from=6)
    with pytest.raises(CsmetricsError, match="--interval: exact is not one of score"):
        NPS(interval="exact")


def test_only_whole_numbers_from_0_to_10_are_answers() -> None:
    read = table([9, NAN, 8.5, 11, -1, 0, 10])
    result = measure(NPS(), read)
    assert result.headline.n == 3
    assert account(read) == {"outside 0–10": 2, "blank": 1, "not a whole number": 1}


def test_no_answers_is_undefined_not_nought() -> None:
    result = measure(NPS(), table([NAN, 11]))
    assert {(each.value, each.n, each.undefined_because) for each in result.statistics} == {
        (None, 0, "no answers")
    }
    assert [count for _, count in result.parts] == [0, 0, 0]


@pytest.mark.parametrize(
    ("option", "method", "words"),
    [
        ("score", intervals.nps_score, "score"),
        ("adjusted-wald", intervals.nps_adjusted_wald, "adjusted Wald"),
        ("wald", intervals.nps_wald, "Wald"),
    ],
)
def test_the_interval_is_clipped(option: str, method: intervals.NpsMethod, words: str) -> None:
    for detractors, passives, promoters in [(5, 4, 11), (0, 0, 10), (2, 0, 0)]:
        scores = times({0: detractors, 8: passives, 10: promoters})
        interval = measured(NPS(interval=option), scores).headline.interval
        assert interval is not None
        low, high = (100 * end for end in method(detractors, passives, promoters, LEVEL))
        assert (interval.low, interval.high) == pytest.approx((max(low, -100), min(high, 100)))
        assert (interval.level, interval.method) == (LEVEL, words)


def test_a_column_that_never_leaves_1_to_5() -> None:
    satisfaction = [4, 5] * 5
    error = refused(NPS(), column(satisfaction, "rating"))
    assert "rating" in error.text
    assert "its 10 answers never leave 1–5" in error.text
    assert "csmetrics csat" in error.hint
    assert "--scale 0-10" in error.hint
    assert refused(NPS(), column([*satisfaction, 99, 99])), "codes for missing hide nothing"
    assert warned(NPS(), column(satisfaction[:9])) == []
    assert warned(NPS(), column([*satisfaction, 0])) == []
    assert measured(NPS(scale="0-10"), satisfaction).headline.value == -100


@pytest.mark.parametrize("stray", [0, 9, 10])
def test_a_stray_answer_outside_1_to_5(stray: int) -> None:
    error = refused(NPS(), column(times({4: 25, 5: 24, stray: 1})))
    assert "all but 1 of its 50 answers lie in 1–5" in error.text
    assert "--scale 0-10" in error.hint
    assert refused(NPS(), column(times({4: 98, stray: 2})))
    assert errors.SCALE_DOUBT not in warned(NPS(), column(times({4: 48, stray: 1})))
    assert errors.SCALE_DOUBT not in warned(NPS(), column(times({4: 97, stray: 3})))


def test_a_scale_from_1_to_10() -> None:
    assert warned(NPS(), column([1, 9, 10] * 50)) == [errors.NO_ZERO]
    assert warned(NPS(), column([1, 9, 10] * 49)) == []
    for header in ("Rate us (1-10)", "De 1 a 10, o quanto recomenda?", "1–10", "1 to 10"):
        assert warned(NPS(), column([1, 9, 10], header)) == [errors.SCALE_LABEL], header
        assert warned(NPS(scale="0-10"), column([1, 9, 10], header)) == []
    for header in ("NPS 0-10", "2021-10", "21-10", "Q1-10-2026", "11-10", "wave 1"):
        assert warned(NPS(), column([1, 9, 10], header)) == [], header
    labels = {1.0: "Not at all likely", 10.0: "Extremely likely"}
    labelled = Evidence("q", Counter([1.0, 9.0, 10.0]), labels=every(labels))
    assert warned(NPS(), labelled) == [errors.SCALE_LABEL]
    labelled.labels[0.0] = frozenset({"Never"})
    assert warned(NPS(), labelled) == []


def test_a_scale_from_1_to_7() -> None:
    assert warned(NPS(), column([1, 6, 7] * 10)) == [errors.SCALE_UNREACHED]
    assert warned(NPS(), column([1, 6, 8] * 10)) == []


def test_nobody_uses_the_upper_part() -> None:
    assert warned(NPS(), column([3, 1, 3])) == [errors.SCALE_UNREACHED]
    assert warned(NPS(), column([3, 1, 4])) == []
    assert warned(NPS(), column([3, 1])) == []
    assert warned(NPS(scale="0-10"), column([3, 1, 3])) == []


def test_fractions() -> None:
    of_ten = Evidence("q", Counter([9.0, 10.0]), out_of=Counter({10: 2}))
    assert warned(NPS(), of_ten) == []
    of_five = Evidence("q", Counter([4.0, 10.0]), out_of=Counter({5: 1, 10: 1}))
    assert "out of 5" in refused(NPS(scale="0-10"), of_five).text


def test_words() -> None:
    words = Evidence("q", Counter([0.0, 1.0]), vocabularies=Counter({"good-bad": 2}))
    assert "csmetrics csat" in refused(NPS(), words).hint
    one = Evidence("q", Counter({9.0: 200, 1.0: 1}), vocabularies=Counter({"good-bad": 1}))
    error = refused(NPS(scale="0-10"), one)
    assert "1 of its 201 answers are words of the scale Good/Bad" in error.text
    assert "empty the cells" in error.hint


def test_settled_again_on_more_evidence() -> None:
    first, second = column([1, 5] * 5), column([0, 10])
    assert NPS().judged(first + second) == NPS().judged(second + first) == (NPS(), [])
    assert NPS().judged(Evidence("q")) == (NPS(), ())


def test_names() -> None:
    assert by_name("nps") is by_name("net-promoter-score") is NPS
    with pytest.raises(KeyError):
        by_name("nsp")


def test_published_examples(shared: Path) -> None:
    text = (shared / "vectors" / "worked_examples.json").read_text(encoding="utf-8")
    names = {"nps": "nps", "nps_promoter_pct": "promoters", "nps_passive_pct": "passives"}
    examples = [row for row in json.loads(text) if row["metric"] in names]
    assert len(examples) == 15
    for row in examples:
        given = row["inputs"]
        scores = given.get("ratings") or times(
            {10: given["promoters"], 7: given["passives"], 0: given["detractors"]}
        )
        value = statistic(measured(NPS(), scores), names[row["metric"]]).value
        assert value == pytest.approx(row["check"], abs=5e-7), row["id"]
        assert value == pytest.approx(row["stated"], abs=0.05), row["id"]


@pytest.mark.parametrize("each", LISTED, ids=lambda each: str(each.name))
def test_the_list_says_what_the_metric_says(each: Listed) -> None:
    metric = each.load()
    assert metric.name == each.name
    assert (metric.__doc__ or "").partition("\n")[0] == each.line
