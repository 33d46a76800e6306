"""``--weight`` in every command that measures a survey: each number is the weighted one, or is refused in words."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from csmetrics.calc import intervals
from csmetrics.cli.main import outcome
from schemas import hold_to_schema

Run = Callable[..., tuple[int, str, str]]
INPUTS = '[[inputs]]\ntable = "responses"\nfiles = ["a.csv"]\n'
WEIGHTED = '[metrics.nps]\nweight = "peso"\n'
GOAL = '[[goals]]\ngoal = "nps >= -10"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """January to March, each day a promoter of weight 1 and a detractor of weight 3: NPS 0, weighted −50.

    In March the detractor weighs 1, and both are 0.
    """
    rows = ["nps,peso,answered,team,customer"]
    for day in range(90):
        when = date(2026, 1, 1) + timedelta(day)
        heavy = "3,0" if when.month < 3 else "1,0"
        rows += [f'10,"1,0",{when},A,c{day}', f'0,"{heavy}",{when},B,d{day}']
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*words: str) -> tuple[int, str, str]:
        return outcome([*words]), *capsys.readouterr()

    return ran


def settings(*texts: str) -> None:
    Path("csmetrics.toml").write_text('history = "h.sqlite"\n' + INPUTS + "".join(texts))


def answered(run: Run, *words: str) -> Any:
    """The JSON document of a run."""
    code, out, said = run(*words, "-f", "json")
    assert code == 0, said
    return json.loads(out)


def test_both_stand_in_every_format(run: Run) -> None:
    words = ("nps", "a.csv", "--weight", "peso", "--until", "2026-02-28")
    document = answered(run, *words)
    hold_to_schema(document, "metric")
    found = document["results"][0]
    assert (found["statistic"], found["value"], found["n"]) == ("weighted_nps", -50, 118)
    assert found["statistics"]["nps"]["value"] == 0
    assert found["statistics"]["effective_n"]["value"] == pytest.approx(118 * 4 * 4 / (2 * 10))
    assert found["parts"] == {"promoters": 59, "passives": 0, "detractors": 59}
    assert found["interval"]["method"] == "score, effective n"
    rows = {
        row["statistic"]: row for row in csv.DictReader(io.StringIO(run(*words, "-f", "csv")[1]))
    }
    assert (float(rows["weighted_nps"]["value"]), float(rows["nps"]["value"])) == (-50, 0)
    assert rows["nps"]["interval_low"] != rows["weighted_nps"]["interval_low"]
    shown = run(*words)[1]
    for words_shown in ("Net Promoter Score, weighted", "weighted by peso", "Effective n"):
        assert words_shown in shown
    assert float(run(*words, "-f", "value")[1]) == -50


def test_the_settings_weigh_and_one_run_can_take_it_back(run: Run) -> None:
    settings(WEIGHTED)
    assert float(run("nps", "--until", "2026-02-28", "-f", "value")[1]) == -50
    assert float(run("nps", "--until", "2026-02-28", "--weight", "none", "-f", "value")[1]) == 0


def test_compare_by_effective_counts(run: Run) -> None:
    (found,) = answered(run, "compare", "nps", "2026-01", "2026-03", "a.csv", "--weight", "peso")[
        "results"
    ]
    weighted, plain = (found["statistics"][name] for name in ("weighted_nps", "nps"))
    # 31 days of 1 and 3: (31·4)²/(31·10) = 49.6 effective answers, three in four detractors
    ends = intervals.nps_difference((31, 0, 31), (37.2, 0, 12.4), 0.95)
    assert weighted["difference"] == 50
    assert [weighted["interval"]["low"], weighted["interval"]["high"]] == pytest.approx(
        [100 * each for each in ends]
    )
    assert (plain["difference"], weighted["verdict"]) == (0, "higher")


def test_compare_splits_by_shares_of_the_weight(run: Run) -> None:
    words = ("compare", "nps", "2026-01", "2026-03", "a.csv", "--weight", "peso", "--by", "team")
    split = answered(run, *words)["results"][0]["split"]
    assert (split["statistic"], split["rate"], split["mix"]) == (
        "weighted_nps",
        0,
        pytest.approx(50),
    )
    shares = [(each["first"]["share"], each["second"]["share"]) for each in split["effects"]]
    assert shares == [(0.25, 0.5), (0.75, 0.5)]


def test_both_sides_are_weighed(run: Run) -> None:
    Path("b.csv").write_text(Path("a.csv").read_text().replace("peso", "weight"))
    code, _, said = run("compare", "nps", "a.csv", "b.csv", "--weight", "peso")
    assert code == 2
    assert "no column peso" in said


def test_trend(run: Run) -> None:
    points = answered(run, "trend", "nps", "a.csv", "--weight", "peso", "--baseline", "2")["points"]
    assert [each["value"] for each in points] == [-50, -50, 0]


def test_standards_are_judged_by_weighted_intervals(run: Run) -> None:
    words = ("standards", "nps", "a.csv", "--by", "team", "--weight", "peso", "--standard", ">= 0")
    found = answered(run, *words)
    assert found["statistic"] == "weighted_nps"
    assert [(each["label"], each["value"], each["verdict"]) for each in found["peers"]] == [
        ("A", 100, "above"), ("B", -100, "below"),
    ]  # fmt: skip
    assert all(each["p"] is None and not each["limits"] for each in found["peers"])


@pytest.mark.parametrize(("weight", "code", "verdict"), [("", 0, "met"), (WEIGHTED, 1, "missed")])
def test_check(run: Run, weight: str, code: int, verdict: str) -> None:
    settings(weight, GOAL)
    ended, out, _ = run("check", "--as-of", "2026-03-10", "-f", "json")
    assert ended == code
    assert json.loads(out)["goals"][0]["verdict"] == verdict


def test_a_goal_of_a_part_names_which(run: Run) -> None:
    settings(WEIGHTED, '[[goals]]\ngoal = "nps.promoters >= 40%"\n')
    code, out, _ = run("check", "-f", "json")
    assert code == 2
    assert "no statistic promoters" in json.loads(out)["goals"][0]["why"]


def test_summary_and_report(run: Run) -> None:
    settings(WEIGHTED)
    found = {
        each["metric"]: each for each in answered(run, "summary", "--as-of", "2026-03-10")["kpis"]
    }
    assert found["nps"]["statistic"] == "weighted_nps"
    assert found["nps"]["value"] == -50
    assert found["nps"]["title"] == "Net Promoter Score, weighted"
    assert "\nWeighted NPS " in run("summary", "--as-of", "2026-03-10")[1]
    code, page, _ = run("report", "-f", "md")
    assert code == 0
    assert "Net Promoter Score, weighted" in page


def test_history_tells_them_apart(run: Run) -> None:
    settings()
    save = ("nps", "a.csv", "--every", "month", "--save")
    assert run(*save)[0] == 0
    told = json.loads(definitions()[0])
    assert "weight" not in told["options"]  # so that what was saved before keeps its digest
    assert run(*save, "--weight", "peso")[0] == 0
    code, _, said = run("trend", "nps", "--history")
    assert code == 3
    assert "weight: peso" in said
    found = answered(run, "trend", "nps", "--history", "--weight", "peso", "--baseline", "2")
    assert [each["value"] for each in found["points"]] == [-50, -50, 0]


def definitions() -> list[str]:
    with sqlite3.connect("h.sqlite") as store:
        return [row[0] for row in store.execute("SELECT document FROM definitions")]


def test_whom_to_call_hangs_on_no_weight(run: Run) -> None:
    settings(WEIGHTED)
    Path("a.csv").write_text("nps,peso,customer\n0,,anna\n1,x,bob\n10,1,cid\n")
    code, out, said = run("followups", "--why", "detractor", "-f", "csv")
    assert code == 0, said
    assert [row["respondent"] for row in csv.DictReader(io.StringIO(out))] == ["anna", "bob"]


@pytest.mark.parametrize(
    "words", [("nps",), ("trend", "nps"), ("summary",), ("report", "-o", "kpis.html")]
)
@pytest.mark.parametrize(("value", "name"), [('"pezo"', "pezo"), ("3", "3")])
def test_a_column_that_only_the_settings_know(
    run: Run, words: tuple[str, ...], value: str, name: str
) -> None:
    Path("a.csv").write_text("nps,csat,peso,answered\n9,5,1,2026-01-01\n8,4,1,2026-02-01\n")
    settings(f"[metrics.nps]\nweight = {value}\n")
    code, out, said = run(*words)
    assert (code, out) == (2, "")
    assert f"csmetrics.toml has 1 problem:\n  line 6: --weight: no column {name}; " in said


def test_a_mapped_column_that_no_file_has(run: Run) -> None:
    settings('[inputs.columns]\nanswered = "Quando"\n')
    code, _, said = run("nps", "--every", "month")
    assert code == 2
    assert "line 6: --column: no column Quando" in said


def test_a_column_without_a_name(run: Run) -> None:
    code, _, said = run("nps", "a.csv", "--weight", "")
    assert code == 2
    assert "--weight: the name of the column is empty" in said


@pytest.mark.parametrize("words", [("--weight", "peso"), ()])
def test_drivers_weighs_nothing_and_says_so(run: Run, words: tuple[str, ...]) -> None:
    settings(WEIGHTED)
    code, out, said = run("drivers", "nps", "a.csv", *words)
    assert (code, out) == (2, "")
    assert "--weight: drivers holds the answers against the columns as they were given" in said
    assert run("drivers", "nps", "a.csv", "--weight", "none")[0] == 0


def test_small_groups_are_hidden_with_their_weights(run: Run) -> None:
    rows = [
        f"{score},{1 + score / 10},{team}"
        for team, n in (("A", 9), ("B", 3), ("C", 4))
        for score in range(n)
    ]
    Path("a.csv").write_text("\n".join(["nps,peso,team", *rows]) + "\n")
    words = ("nps", "a.csv", "--weight", "peso", "--by", "team", "--min-group", "5")
    results = answered(run, *words)["results"]
    hidden = [each for each in results if each["n"] is None]
    assert [each["slice"]["team"] for each in hidden] == ["B", "C"]
    for each in hidden:
        assert {told["value"] for told in each["statistics"].values()} == {None}


def weighing(**teams: tuple[int, ...]) -> None:
    """A table of answers 0 and then 10s, with the weights of each team."""
    rows = [
        f"{0 if place == 0 else 10},{weight},{team}"
        for team, weights in teams.items()
        for place, weight in enumerate(weights)
    ]
    Path("a.csv").write_text("\n".join(["nps,peso,team", *rows]) + "\n")


def test_nobody_is_judged_by_one_effective_answer(run: Run) -> None:
    weighing(A=(99, *[0] * 11), B=(1,) * 30, C=(1,) * 30)
    words = ("standards", "nps", "a.csv", "--by", "team", "--weight", "peso")
    found = answered(run, *words, "--standard", ">= 50")["peers"]
    assert [(each["label"], each["n"], each["verdict"]) for each in found] == [
        ("A", 12, "too few"), ("B", 30, "above"), ("C", 30, "above"),
    ]  # fmt: skip
    assert "too few (effective n < 10)" in run(*words)[1]


@pytest.mark.parametrize(("heavy", "hidden"), [(1, []), (20, ["A", "B"])])
def test_a_slice_that_hangs_on_one_answer_is_small(run: Run, heavy: int, hidden: list[str]) -> None:
    weighing(A=(heavy, *[1] * 11), B=(1,) * 20, C=(1,) * 30)
    words = ("nps", "a.csv", "--weight", "peso", "--by", "team", "--min-group", "5")
    results = answered(run, *words)["results"]
    assert [each["slice"]["team"] for each in results if each["n"] is None] == hidden


@pytest.mark.parametrize(
    ("weight", "code", "why"),
    [
        ("team", 3, "name the right one: --weight NAME"),
        ("pezo", 2, "did you mean peso?"),
        ("nps", 2, "--weight: nps holds the answers"),
    ],
)
def test_no_column_of_weights(run: Run, weight: str, code: int, why: str) -> None:
    ended, _, said = run("nps", "a.csv", "--weight", weight)
    assert ended == code
    assert why in said


def test_each_question_is_weighed(run: Run) -> None:
    Path("a.csv").write_text("q1,q2,peso\n5,1,2\n1,5,1\n,5,1\n")
    words = (
        "csat",
        "a.csv",
        "--score",
        "q1",
        "--score",
        "q2",
        "--scale",
        "1-5",
        "--weight",
        "peso",
    )
    found = {each["question"]: each["statistics"] for each in answered(run, *words)["results"]}
    assert found["q1"]["weighted_csat"]["value"] == pytest.approx(200 / 3)
    assert found["q2"]["weighted_csat"]["value"] == 50
    assert found["q2"]["csat"]["value"] == pytest.approx(200 / 3)
