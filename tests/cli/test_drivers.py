"""``csmetrics drivers``: what was planted is found, what cannot be held against the score is named, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csmetrics.cli.main import outcome
from schemas import hold_to_schema

Written = Callable[..., str]
HEADER = "id,answered at,score,channel,wait,satisfaction,comment,group,always"


@pytest.fixture
def survey(written: Written) -> str:
    """Sixty answers: by phone 2 to 6, else 6 to 10, lower where the wait was long; satisfaction says nothing."""
    rows = [HEADER]
    for place in range(60):
        channel = ("phone", "email", "chat")[place % 3]
        score = (2 if channel == "phone" else 6) + place // 3 % 5
        wait = 10 * (10 - score) + place % 7
        kind = "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
        cells = (
            *(f"A{place:03}", f"2026-03-{place % 28 + 1:02}", score, channel, wait),
            *(place * place % 5 + 1, f"I waited {wait} minutes and then it was the call {place}"),
            *(kind, "yes"),
        )
        rows.append(",".join(map(str, cells)))
    return written(*rows)


def document(words: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    assert outcome(["drivers", *words, "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    hold_to_schema(found, "drivers")
    return found


def verdicts(found: Any) -> dict[str, str]:
    return {each["column"]: each["verdict"] for each in found["drivers"]}


def test_what_goes_with_the_score(survey: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(["nps", survey], capsys)
    assert verdicts(found) == {
        "wait": "goes with it",
        "channel": "goes with it",
        "satisfaction": "no clear link",
    }
    wait, channel, _ = found["drivers"]
    assert (wait["kind"], wait["statistic"], wait["n"]) == ("numbers", "spearman_rho", 60)
    assert wait["value"] < -0.9
    assert wait["interval"]["low"] < wait["value"] < wait["interval"]["high"] < 0
    # by phone all are below 7; else 6, 7, 8, 9, 10 in turn: a fifth detracts, two fifths promote
    assert [(each["label"], each["value"]) for each in channel["levels"]] == [
        ("chat", 20.0),
        ("email", 20.0),
        ("phone", -100.0),
    ]
    assert found["whole"]["value"] == -20


def test_columns_that_cannot_be_held_against_it(
    survey: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(["nps", survey], capsys)
    assert {each["column"]: each["why"] for each in found["not_looked_at"]} == {
        "id": "an id",
        "answered at": "dates",
        "comment": "free text",
        "group": "it says the score in other words: each of its values has answers of one kind",
        "always": "the same in every row",
    }


def test_what_columns_explain_together(survey: str, capsys: pytest.CaptureFixture[str]) -> None:
    named = ["nps", survey, "--by", "wait", "--by", "channel"]
    found = document(named, capsys)
    assert [each["column"] for each in found["drivers"]] == ["wait", "channel"]
    shares = [each["share_of_variance"] for each in found["drivers"]]
    assert sum(shares) == pytest.approx(found["explained"])
    assert found["complete"] == 60
    assert found["not_looked_at"] == []


def test_questions_of_one_survey(survey: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(["csat", survey, "--score", "satisfaction", "--score", "score"], capsys)
    assert [each["column"] for each in found["drivers"]] == ["score"]
    assert found["drivers"][0]["statistic"] == "spearman_rho"
    assert [each["low"] for each in found["drivers"][0]["levels"]] == [*range(2, 11)]


def test_numbers_as_labels(survey: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(["nps", survey, "--labels", "satisfaction", "--by", "satisfaction"], capsys)
    assert found["drivers"][0]["statistic"] == "cramers_v"
    others = document(["nps", survey, "--labels", "satisfaction"], capsys)
    assert {each["column"]: each["kind"] for each in others["drivers"]}["satisfaction"] == "labels"
    assert len(others["drivers"]) == 3


def test_where_1_is_the_easiest_the_sign_is_that_of_the_score(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"{answer},{60 * answer + place}" for answer in range(1, 8) for place in range(3)]
    easy = ["ces", written("effort,wait", *lines), "--score", "effort", "--scale", "1-7"]
    (low,) = document([*easy, "--easy", "low"], capsys)["drivers"]
    (high,) = document([*easy, "--easy", "high"], capsys)["drivers"]
    assert low["value"] == -high["value"] < -0.9  # the longer, the less easy
    (mean,) = document([*easy, "--easy", "low", "--statistic", "mean"], capsys)["drivers"]
    assert mean["value"] == high["value"]  # the longer, the higher the mean


def test_small_levels_are_hidden(written: Written, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{9 - place % 5},{'aaaaaaaaabbbbbbbbbbcczzz'[place % 24]}" for place in range(48)]
    found = document(["nps", written("score,team", *lines), "--min-group", "7"], capsys)
    levels = found["drivers"][0]["levels"]
    # c has 4 and z has 6; in the order of labels, which does not tell who has more
    assert [(each["label"], each["n"]) for each in levels] == [
        *(("b", 20), ("a", 18)),
        *(("c", None), ("z", None)),
    ]
    assert [each["value"] for each in levels[2:]] == [None, None]


def test_a_window_and_a_filter(survey: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(["nps", survey, "--where", "channel != phone"], capsys)
    assert found["whole"]["n"] == 40
    assert {each["statistic"]: each["n"] for each in found["drivers"]}["cramers_v"] == 40
    found = document(["nps", survey, "--until", "2026-03-14"], capsys)
    assert found["span"] == {"first": "2026-03-01", "last": "2026-03-14"}
    assert found["whole"]["n"] == found["drivers"][0]["n"] < 60


def test_the_table_says_goes_with_and_never_causes(
    survey: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(["drivers", "nps", survey]) == 0
    shown = capsys.readouterr()
    assert "goes with it: the more, the lower" in shown.out
    assert "goes with, not causes" in shown.out
    assert "not looked at: id (an id); answered at (dates)" in shown.out
    assert "note: 60 rows read" in shown.err


@pytest.mark.parametrize("name", ["d.csv", "d.md", "d.html", "d.xlsx"])
def test_every_format(survey: str, name: str, tmp_path: Path) -> None:
    assert outcome(["drivers", "nps", survey, "-o", str(tmp_path / name), "-q"]) == 0
    assert (tmp_path / name).stat().st_size > 500
    if name.endswith("html"):  # the strongest is drawn
        assert "NPS by wait" in (tmp_path / name).read_text(encoding="utf-8")


def test_tidy(survey: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["drivers", "nps", survey, "-f", "csv", "-q"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("metric,column,kind,level,low,high,statistic,value,unit,n,interval")
    assert any(line.startswith("nps,channel,labels,phone,,,nps,-100") for line in lines)
    assert any(line.startswith("nps,wait,numbers,,,,spearman_rho,-0.9") for line in lines)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["frt", "FILE"], 2, "one of nps, csat, ces"),
        (["nps", "FILE", "--every", "month"], 2, "one stretch of time"),
        (["nps", "FILE", "--goal", ">= 50"], 2, "judges columns"),
        (["nps", "FILE", "--by", "chanel"], 2, "did you mean channel?"),
        (["nps", "FILE", "--labels", "chanel"], 2, "did you mean channel?"),
        (["nps"], 2, "no file given"),
        (["nps", "FILE", "--by", "answered at"], 4, "answered at: dates"),
    ],
)
def test_what_it_cannot_do_is_refused(
    survey: str, words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [survey if word == "FILE" else word for word in words]
    assert outcome(["drivers", *words]) == code
    assert said in capsys.readouterr().err


def test_the_vectors(shared: Path, written: Written, capsys: pytest.CaptureFixture[str]) -> None:
    case = json.loads((shared / "vectors/statistics/drivers.json").read_text(encoding="utf-8"))
    data = case["data"]
    rows = zip(data["channel"], data["wait"], data["tier"], data["score"], strict=True)
    lines = [f"{'abc'[channel]},{wait},{tier},{score}" for channel, wait, tier, score in rows]
    found = document(["nps", written("channel,wait,tier,score", *lines)], capsys)
    links = {each["column"]: each for each in found["drivers"]}
    assert links["wait"]["value"] == pytest.approx(case["spearman_wait"]["rho"], abs=1e-9)
    assert links["wait"]["p"] == pytest.approx(case["spearman_wait"]["p"], abs=1e-9)
    assert links["channel"]["value"] == pytest.approx(case["chi2_channel"]["cramers_v"], abs=1e-9)
    assert links["channel"]["p"] == pytest.approx(case["chi2_channel"]["p"], abs=1e-9)
    assert found["explained"] == pytest.approx(100 * case["r2_all"], abs=1e-7)
    for name, share in case["lmg"].items():
        assert links[name]["share_of_variance"] == pytest.approx(100 * share, abs=1e-7)
