"""Customer satisfaction: who is satisfied on which scale, and how the scale is known."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from surveys import account, column, every, measure, measured, table, times

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.intake.evidence import Evidence
from csmetrics.metrics import by_name
from csmetrics.metrics.csat import CSAT

NAN = float("nan")
ALL = {"1-5": range(1, 6), "1-7": range(1, 8), "0-10": range(11), "1-10": range(1, 11)}


def settled(evidence: Evidence, metric: CSAT | None = None) -> tuple[str | None, list[Kind]]:
    """The scale that was found, and what was said about it."""
    found, notes = (metric or CSAT()).judged(evidence)
    return found.scale, [note.kind for note in notes]


def refused(evidence: Evidence, metric: CSAT | None = None) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        settled(evidence, metric)
    assert caught.value.kind is errors.SCALE_DOUBT
    return caught.value


def test_share_of_satisfied() -> None:
    # 4 and 5 of 1–5: 3 of 5; the mean is 18/5
    result = measured(CSAT(), [5, 4, 4, 3, 2])
    assert result.headline.value == 60
    assert (result.headline.name, result.headline.unit, result.headline.n) == ("csat", "percent", 5)
    assert result.headline.interval is not None
    assert result.headline.interval.method == "Wilson"
    assert result.statistics[1].value == pytest.approx(3.6)
    assert result.parts == (("satisfied", 3), ("not_satisfied", 2))
    assert result.distribution == (("1", 0), ("2", 1), ("3", 1), ("4", 2), ("5", 1))


@pytest.mark.parametrize(
    ("scale", "satisfied"),
    [("1-5", 2), ("1-7", 2), ("0-10", 3), ("1-10", 3), ("1-3", 1), ("1-2", 1), ("good-bad", 1)],
)
def test_satisfied_by_scale(scale: str, satisfied: int) -> None:
    metric = CSAT(scale=scale)
    low, high = (0, 1) if scale == "good-bad" else map(int, scale.split("-"))
    result = measured(metric, range(low, high + 1))
    assert result.parts[0] == ("satisfied", satisfied)
    assert result.headline.n == high - low + 1


def test_mean_first() -> None:
    result = measured(CSAT(statistic="mean"), [5] * 20)
    assert (result.headline.name, result.headline.value) == ("mean", 5)
    assert result.statistics[1].name == "csat"
    interval = result.headline.interval
    assert interval is not None
    assert interval.low == pytest.approx(4.3555, abs=1e-4), "20 equal answers are no certainty"
    assert interval.high == 5


def test_other_answers_are_good() -> None:
    metric = CSAT(scale="1-5", good="5")
    assert measured(metric, [5, 4, 4, 3]).headline.value == 25
    assert metric.definition().rule == "satisfied: 5 of 1–5"
    for good in ("6", "4;5", "", "1,2,3,4,5"):
        with pytest.raises(CsmetricsError, match="--good"):
            CSAT(scale="1-5", good=good).judged(column([5]))


def test_neutral_excluded() -> None:
    metric = CSAT(scale="1-5", neutral="exclude")
    read = table([5, 4, 3, 3, 1])
    assert measure(metric, read).headline.value == pytest.approx(200 / 3)
    assert account(read) == {"neutral answers excluded": 2}
    assert metric.definition().rule == "satisfied: 4, 5 of 1–5; 3 (neutral) excluded"
    with pytest.raises(CsmetricsError, match="1–10 has no neutral answer"):
        CSAT(scale="1-10", neutral="exclude").judged(column([5]))


def test_what_is_no_answer() -> None:
    read = table([5, NAN, 4.5, 6, 0])
    assert measure(CSAT(scale="1-5"), read).headline.n == 1
    assert account(read) == {"outside 1–5": 2, "blank": 1, "not a whole number": 1}


def test_no_answers_is_undefined() -> None:
    assert settled(Evidence("q", blank=3)) == ("1-5", [])
    result = measured(CSAT(), [NAN])
    assert {(each.value, each.undefined_because) for each in result.statistics} == {
        (None, "no answers")
    }


@pytest.mark.parametrize("scale", ALL)
def test_the_smallest_scale_that_holds_all(scale: str) -> None:
    assert settled(column(ALL[scale])) == (scale, [errors.SCALE_INFERRED])


def test_the_top_was_never_given() -> None:
    assert settled(column([1, 2, 3])) == ("1-5", [errors.SCALE_INFERRED, errors.TOP_UNSEEN])
    assert settled(column([6, 1])) == ("1-7", [errors.SCALE_INFERRED, errors.TOP_UNSEEN])


def test_a_few_answers_beyond_every_scale() -> None:
    error = refused(column([5, 4, 3] * 20 + [99, 99], "rating"))
    assert "2 of 62 answers lie outside 0–10, the others within 1–5" in error.text
    assert "--scale 1-5" in error.hint
    assert "99" not in error.text, "messages do not show cells"
    assert settled(column([5, 99]), CSAT(scale="1-5")) == ("1-5", [])
    assert "--column score=" in refused(column([1001, 1002, 5])).hint


def test_noughts_and_ones() -> None:
    assert "--scale good-bad" in refused(column([0, 1] * 5)).hint
    assert measured(CSAT(scale="good-bad"), [0, 1, 1, 1]).headline.value == 75


def test_the_header_says_the_scale() -> None:
    assert settled(column([1, 4], "Satisfaction (1-10)")) == ("1-10", [errors.SCALE_INFERRED])
    assert settled(column([1, 3], "De 1 a 3")) == ("1-3", [errors.SCALE_INFERRED])
    assert settled(column([0, 5], "0-5"))[1][1] is errors.SCALE_LABEL


def test_the_cells_say_the_scale() -> None:
    scores = Counter([2.0, 3.0])
    for denominator, scale in [(3, "1-3"), (5, "1-5"), (7, "1-7"), (10, "1-10")]:
        evidence = Evidence("q", scores, out_of=Counter({denominator: 2}))
        assert settled(evidence) == (scale, [errors.SCALE_INFERRED])
    assert "several scales" in refused(Evidence("q", scores, out_of=Counter({5: 1, 10: 1}))).text
    assert "1–100" in refused(Evidence("q", scores, Counter({100: 2}))).text
    declared = CSAT(scale="1-5")
    assert "out of 10" in refused(Evidence("q", scores, Counter({10: 2})), declared).text


def test_words() -> None:
    words = Evidence("q", Counter([1.0, 3.0]), vocabularies=Counter({"satisfaction-5": 2}))
    assert settled(words)[0] == "1-5"
    ease = Evidence("q", Counter([1.0, 3.0]), vocabularies=Counter({"ease-5": 2}))
    assert "csmetrics ces" in refused(ease).hint


def worded(values: dict[float, int], unreadable: int = 0, **vocabularies: int) -> Evidence:
    names = {name.replace("_", "-"): count for name, count in vocabularies.items()}
    return Evidence("q", Counter(values), vocabularies=Counter(names), unreadable=unreadable)


@pytest.mark.parametrize("scale", ["1-5", "0-10", "1-7"])
def test_a_declared_scale_does_not_reread_words(scale: str) -> None:
    error = refused(worded({1: 12}, good_bad=12), CSAT(scale=scale))
    assert "mixes" not in error.text
    assert "Good/Bad" in error.text
    assert "leave --scale away" in error.hint
    five = worded({5: 8, 4: 4}, satisfaction_5=12)
    if scale == "1-5":
        assert settled(five, CSAT(scale=scale)) == ("1-5", [])
    else:
        assert "words of the scale 1–5" in refused(five, CSAT(scale=scale)).text


def test_a_few_strays_do_not_make_the_scale() -> None:
    error = refused(column(times({3: 100, 4: 200, 5: 200, 10: 1})))
    assert "1 of 501 answers lie outside 1–5" in error.text
    assert "--scale 1-5" in error.hint
    assert "else --scale 1-10" in error.hint
    assert "1–5" in refused(column(times({5: 49, 0: 1}))).text
    assert settled(column(times({5: 48, 7: 1})))[0] == "1-7", "2 % of 49 is less than one"
    assert settled(column(times({5: 98, 7: 3})))[0] == "1-7"
    assert "outside 1–7" in refused(column(times({4: 50, 7: 48, 9: 2}))).text
    assert settled(column(times({8: 99, 0: 1})))[0] == "0-10", "1–10 does not end lower"
    assert settled(column(times({4: 99, 9: 1}), "Rate us (1-10)"))[0] == "1-10"


def test_good_and_bad_among_other_words() -> None:
    # Ótimo 40, Bom 90, Regular 30, Ruim 20, Péssimo 20: 90 Good of 110 would be 81.8 %
    five = worded({1: 90, 0: 20}, 90, good_bad=110)
    error = refused(five)
    assert "90 of its cells are other words" in error.text
    assert "--column score=" in error.hint
    assert refused(five, CSAT(scale="good-bad"))
    assert settled(worded({1: 18, 0: 1}, 1, good_bad=19))[0] == "good-bad", "5 % is not more"
    assert "2 of its cells" in refused(worded({1: 36, 0: 1}, 2, good_bad=37)).text


def test_numbers_and_words_in_one_column() -> None:
    mixed = worded({1: 61, 2: 5, 5: 4}, good_bad=1)
    for metric in (CSAT(), CSAT(scale="1-5"), CSAT(scale="good-bad")):
        error = refused(mixed, metric)
        assert "mixes numbers and words (69 and 1)" in error.text
        assert "--column score=" in error.hint
    assert refused(worded({1: 3, 0: 2}, good_bad=2))
    assert settled(worded({1: 3, 0: 2}, good_bad=2), CSAT(scale="good-bad")) == ("good-bad", [])
    assert settled(worded({1: 3, 5: 2}, satisfaction_5=2))[0] == "1-5"
    assert refused(worded({5: 10, 9: 90}, satisfaction_5=1)), "these numbers are of another scale"


def test_good_and_bad() -> None:
    # Zendesk: 8 Good, 2 Bad; Offered and Unoffered hold no answer
    evidence = Evidence("q", Counter({1.0: 8, 0.0: 2}), vocabularies=Counter({"good-bad": 10}))
    metric, _ = CSAT().judged(evidence)
    result = measure(metric, table([1] * 8 + [0] * 2 + [NAN] * 15))
    assert (result.headline.value, result.headline.n) == (80, 10)
    assert [each.name for each in result.statistics] == ["csat"]
    assert metric.definition().rule == "satisfied: Good, of Good and Bad"
    with pytest.raises(CsmetricsError, match="--statistic"):
        CSAT(statistic="mean").judged(evidence)


def test_labels_that_fall_with_satisfaction() -> None:
    labels = {1.0: "Muito satisfeito", 5.0: "Very dissatisfied"}
    reversed_ = Evidence("q", Counter([1.0, 5.0]), labels=every(labels))
    assert "--good 1,2" in refused(reversed_).hint
    assert settled(reversed_, CSAT(good="1,2"))[0] == "1-5"
    labels = {1.0: "Very dissatisfied", 5.0: "Very satisfied"}
    assert settled(Evidence("q", Counter([1.0, 5.0]), labels=every(labels)))[0] == "1-5"


def test_settled_again_on_more_evidence() -> None:
    first, second = column([1, 5]), column([7])
    assert settled(first)[0] == "1-5"
    assert settled(first + second)[0] == settled(second + first)[0] == "1-7"


def test_names() -> None:
    assert by_name("customer-satisfaction") is CSAT


def test_published_examples(shared: Path) -> None:
    text = (shared / "vectors" / "worked_examples.json").read_text(encoding="utf-8")
    examples = [row for row in json.loads(text) if row["metric"] == "csat"]
    assert len(examples) == 7
    for row in examples:
        good, counts = row["inputs"]["satisfied"], row["inputs"]["counts"]
        if all(name.isdecimal() for name in counts):
            scores, metric = times({int(name): n for name, n in counts.items()}), CSAT()
        else:
            satisfied = sum(counts[name] for name in good)
            scores = times({1: satisfied, 0: sum(counts.values()) - satisfied})
            metric = CSAT(scale="good-bad")
        value = measured(metric, scores).headline.value
        assert value == pytest.approx(row["check"], abs=5e-7), row["id"]
        assert value == pytest.approx(row["stated"], abs=0.01), row["id"]


def test_the_good_and_bad_of_zendesk(shared: Path) -> None:
    path = shared / "vectors" / "statistics" / "csat_proportion.json"
    case = json.loads(path.read_text(encoding="utf-8"))["csat_zendesk"]
    scores = times({1: case["good"], 0: case["bad"]})
    assert measured(CSAT(scale="good-bad"), scores).headline.value == case["csat"]
