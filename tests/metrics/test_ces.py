"""Customer effort: scale and direction are declared or proven, never guessed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from surveys import account, column, every, measure, measured, statistic, table, times

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.intake.evidence import Evidence
from csmetrics.metrics import by_name
from csmetrics.metrics.ces import CES

NAN = float("nan")


def refused(metric: CES, evidence: Evidence, kind: Kind) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        metric.judged(evidence)
    assert caught.value.kind is kind
    return caught.value


@pytest.mark.parametrize(
    ("scale", "easy", "value"),
    [("1-7", "high", 300 / 7), ("1-7", "low", 300 / 7), ("1-5", "high", 40), ("1-5", "low", 40)],
)
def test_the_easy_end(scale: str, easy: str, value: float) -> None:
    metric = CES(scale=scale, easy=easy)
    high = int(scale[2:])
    assert measured(metric, range(1, high + 1)).headline.value == pytest.approx(value)
    easiest = high if easy == "high" else 1
    assert measured(metric, [easiest]).headline.value == 100
    assert f"{easiest} is the easiest" in metric.definition().rule


def test_which_answers_are_easy() -> None:
    result = measured(CES(scale="1-7", easy="high"), [7, 6, 5, 4, 1])
    assert (result.headline.name, result.headline.unit) == ("ces", "percent")
    assert result.headline.value == 60
    assert statistic(result, "mean").value == pytest.approx(4.6)
    assert result.parts == (("easy", 3), ("not_easy", 2))
    assert result.distribution == tuple(
        (str(value), 1 if value not in {2, 3} else 0) for value in range(1, 8)
    )
    low = measured(CES(scale="1-7", easy="low"), [7, 6, 5, 4, 1])
    assert low.headline.value == 20
    five = measured(CES(scale="1-5", easy="low"), [1, 2, 3])
    assert five.headline.value == pytest.approx(200 / 3)


def test_mean_first() -> None:
    result = measured(CES(scale="1-7", easy="high", statistic="mean"), [6, 5, 4])
    assert (result.headline.name, result.headline.value) == ("mean", 5)
    ten = CES(scale="0-10", easy="high", statistic="mean")
    assert [each.name for each in measured(ten, [0, 10]).statistics] == ["mean"]


def test_nothing_is_guessed() -> None:
    error = refused(CES(), column([1, 7], "effort"), errors.NOT_DECLARED)
    assert error.text.startswith("the scale and the easy end of effort must be declared")
    assert "--scale 1-7 --easy high" in error.hint
    assert "the easy end" in refused(CES(scale="1-5"), column([1]), errors.NOT_DECLARED).text
    assert "the scale" in refused(CES(easy="low"), column([1]), errors.NOT_DECLARED).text


def test_a_share_needs_a_scale_that_has_one() -> None:
    ten = CES(scale="1-10", easy="high")
    assert "--statistic mean" in refused(ten, column([1]), errors.BAD_VALUE).hint


@pytest.mark.parametrize(
    ("low", "high", "easy"),
    [
        ("Very difficult", "Very easy", "high"),
        ("Extremely easy", "Extremely difficult", "low"),
        ("Muito fácil", "Muito difícil", "low"),
        ("Very low effort", "Very high effort", "low"),
    ],
)
def test_labels_prove(low: str, high: str, easy: str) -> None:
    evidence = Evidence("q", Counter([1.0, 4.0, 7.0]), labels=every({1.0: low, 7.0: high}))
    settled, notes = CES().judged(evidence)
    assert settled == CES(scale="1-7", easy=easy)
    assert [note.text for note in notes] == [
        f"q was read on the scale 1–7, {easy} is easy (its labels say so)"
    ]


def test_labels_that_prove_less() -> None:
    agree = {1.0: "Strongly disagree", 7.0: "Strongly agree"}
    evidence = Evidence("q", Counter([1.0, 7.0]), labels=every(agree))
    refused(CES(), evidence, errors.NOT_DECLARED)
    negated = {1.0: "Not easy", 7.0: "Easy"}
    refused(CES(), Evidence("q", Counter([1.0, 7.0]), labels=every(negated)), errors.NOT_DECLARED)
    inner = Evidence("q", Counter([2.0, 7.0]), labels=every({2.0: "difficult", 7.0: "easy"}))
    refused(CES(), inner, errors.NOT_DECLARED)
    assert CES(scale="1-7").judged(inner) == (CES(scale="1-7", easy="high"), [])


def test_labels_that_contradict() -> None:
    labels = {1.0: "Very difficult", 7.0: "Very easy"}
    evidence = Evidence("q", Counter([1.0, 7.0]), labels=every(labels))
    declared = CES(scale="1-7", easy="low")
    metric, notes = declared.judged(evidence)
    assert metric == declared
    assert [note.kind for note in notes] == [errors.SCALE_LABEL]
    assert notes[0].text == "q says easy end high; it was read as easy end low"


def test_words() -> None:
    words = Counter({"ease-5": 3, "satisfaction-5": 1})  # "neutral" is a word of satisfaction
    evidence = Evidence("q", Counter([1.0, 3.0, 5.0, 5.0]), vocabularies=words)
    assert CES().judged(evidence)[0] == CES(scale="1-5", easy="high")
    other = Evidence("q", Counter([1.0, 5.0]), vocabularies=Counter({"satisfaction-5": 2}))
    assert "csmetrics csat" in refused(CES(), other, errors.SCALE_DOUBT).hint


def test_a_declared_scale_does_not_reread_words() -> None:
    words = Evidence("q", Counter({5.0: 8, 4.0: 4}), vocabularies=Counter({"ease-5": 12}))
    error = refused(CES(scale="1-7", easy="high"), words, errors.SCALE_DOUBT)
    assert "words of the scale 1–5" in error.text
    assert CES(scale="1-5", easy="high").judged(words)[0] == CES(scale="1-5", easy="high")
    ten = Evidence("q", Counter([4.0, 7.0]), out_of=Counter({10: 2}))
    assert "out of 10" in refused(CES(scale="1-7", easy="high"), ten, errors.SCALE_DOUBT).text


def test_fractions_prove_the_scale_alone() -> None:
    evidence = Evidence("q", Counter([4.0, 7.0]), out_of=Counter({7: 2}))
    assert CES(easy="high").judged(evidence)[0] == CES(scale="1-7", easy="high")


def test_what_is_no_answer() -> None:
    read = table([7, NAN, 6.5, 8, 0])
    assert measure(CES(scale="1-7", easy="high"), read).headline.n == 1
    assert account(read) == {"outside 1–7": 2, "blank": 1, "not a whole number": 1}


def test_no_answers_is_undefined() -> None:
    result = measured(CES(), [NAN])
    assert {(each.value, each.undefined_because) for each in result.statistics} == {
        (None, "no answers")
    }


def test_names() -> None:
    assert by_name("customer-effort-score") is CES


def test_published_examples(shared: Path) -> None:
    text = (shared / "vectors" / "worked_examples.json").read_text(encoding="utf-8")
    examples = [row for row in json.loads(text) if row["metric"] == "ces_mean"]
    scored = [row for row in examples if "total_score" not in row["inputs"]]
    assert (len(examples), len(scored)) == (4, 3)
    for row in scored:
        given = row["inputs"]
        counts = {int(score): n for score, n in given.get("counts", {}).items()}
        metric = CES(scale="1-7", easy="high", statistic="mean")
        value = measured(metric, given.get("scores") or times(counts)).headline.value
        assert value == pytest.approx(row["check"], abs=5e-7), row["id"]
        # two pages publish sums that are wrong
        assert (value == pytest.approx(row["stated"], abs=0.005)) is row["ok"], row["id"]
