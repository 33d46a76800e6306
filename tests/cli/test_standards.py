"""``csmetrics standards``: who planted exceeds is recognised, and the words are the metric's too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from csmetrics.cli.main import outcome
from schemas import hold_to_schema

HOUR = 60


@pytest.fixture
def tickets(tmp_path: Path) -> str:
    """Fifteen tickets of each of three agents, four of another and two of nobody; José answers at once."""
    rows = ["id,created at,first response at,agent"]
    slow = {"Ana": 4 * HOUR, "Bo": 5 * HOUR, "José": 6, "Dee": 5 * HOUR, "": 5 * HOUR}
    for agent, minutes in slow.items():
        for place in range({"Dee": 4, "": 2}.get(agent, 15)):
            after = minutes + minutes * place // 20
            rows.append(
                f"{len(rows)},2026-03-02 08:00,2026-03-02 {8 + after // 60:02}:{after % 60:02},{agent}"
            )
    path = tmp_path / "t.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def document(words: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    assert outcome(["standards", *words, "--by", "agent", "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    hold_to_schema(found, "standards")
    return found


def verdicts(found: Any) -> dict[str | None, str]:
    return {each["label"]: each["verdict"] for each in found["peers"]}


def test_times_by_their_median(tickets: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(["frt", tickets], capsys)
    assert (found["statistic"], found["better"], found["standard"]) == ("median", "lower", None)
    assert verdicts(found) == {
        "Ana": "as expected",
        "Bo": "below",
        "Dee": "too few",
        "José": "above",
        None: "not judged",
    }
    assert {each["code"] for each in found["diagnostics"]} >= {"N087", "N089"}


def test_times_by_the_share_within_a_target(
    tickets: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(["frt", tickets, "--target", "4h", "--standard", "80%"], capsys)
    assert (found["statistic"], found["standard"], found["centre"]) == ("within_4h", ">= 80%", 80)
    assert verdicts(found)["José"] == "as expected"  # 15 of 15 are no proof of more than 80 %
    assert (verdicts(found)["Ana"], verdicts(found)["Bo"]) == ("below", "below")
    assert found["better"] == "higher"
    assert found["options"]["within"] == {"value": "4h", "origin": "flag"}


def test_another_statistic_by_its_name(tickets: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(["frt", tickets, "--standard", "within_8h >= 20%"], capsys)
    assert (found["statistic"], verdicts(found)["Ana"]) == ("within_8h", "above")


def test_a_mean_of_times_gives_way_to_the_median(
    tickets: str, capsys: pytest.CaptureFixture[str]
) -> None:
    aht = [tickets, "--column", "handle_time=id:s"]
    assert document(["aht", *aht], capsys)["statistic"] == "median"
    found = document(["aht", *aht, "--statistic", "mean"], capsys)
    assert found["statistic"] == "mean"
    assert "W089" in {each["code"] for each in found["diagnostics"]}


def test_the_table_names_whom_to_recognise_and_draws(
    tickets: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(["standards", "frt", tickets, "--by", "agent", "--target", "4h"]) == 0
    out = capsys.readouterr().out
    assert "to be recognised: José\nto be helped: Ana, Bo\n" in out
    lines = [line for line in out.splitlines() if line.startswith("José")]
    assert "better than expected" in lines[0]
    assert lines[1].endswith("X")
    assert "too few (n < 10)" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["standards", "frt", "FILE"], "name one: --by agent"),
        (["standards", "frt", "FILE", "--by", "agent", "--by", "id"], "name one: --by agent"),
        (["standards", "frt", "FILE", "--by", "agent", "--every", "week"], "one stretch of time"),
        (["standards", "frt", "FILE", "--by", "agent", "--goal", "<= 4h"], "its --standard"),
        (["standards", "frt", "FILE", "--by", "agent", "--target", "4"], "--target: 4 is not"),
        (["standards", "frt", "FILE", "--by", "agent", "--target", "1h,4h"], "one time"),
        (["standards", "frt", "FILE", "--by", "agent", "--standard", "4"], "has no unit"),
        (["standards", "frt", "FILE", "--by", "agent", "--standard", "fast"], "a goal"),
        (["standards", "volume", "FILE", "--by", "agent"], "a number without an interval"),
        (["standards", "art", "FILE", "--by", "agent", "--target", "4h"], "--target"),
        (["standards", "frt"], "no file given"),
    ],
)
def test_what_it_cannot_do_is_refused(
    tickets: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome([tickets if word == "FILE" else word for word in words]) == 2
    assert said in capsys.readouterr().err


def test_what_is_better_of_contacts_has_to_be_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their average per channel is not that of all channels together, of which each would be a part."""
    file = tmp_path / "t.csv"
    rows = [f"{n},c{n % 7},2026-03-{1 + n:02},{'chat' if n % 3 else 'email'}" for n in range(20)]
    file.write_text("\n".join(["id,requester id,created at,channel", *rows]), encoding="utf-8")
    words = ["standards", "contacts", str(file), "--by", "channel", "--least", "2"]
    assert outcome(words) == 2
    assert "neither more nor less is better by itself" in capsys.readouterr().err
    assert outcome([*words, "--standard", "<= 9"]) == 0


def test_one_label_has_no_average(tickets: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["standards", "frt", tickets, "--by", "agent", "--where", "agent = Ana"]
    assert outcome(words) == 4
    assert "1 label of agent with a value" in capsys.readouterr().err
    assert outcome([*words, "--standard", "<= 8h"]) == 0


def test_settings_that_mean_nothing_here_are_passed_over(
    tickets: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "csmetrics.toml"
    settings.write_text('every = "month"\n', encoding="utf-8")
    assert outcome(["standards", "frt", tickets, "--by", "agent", "-c", str(settings)]) == 0
    assert "to be recognised: José" in capsys.readouterr().out


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["standards", "frt", "--help"]) == 0
    assert "--target" in capsys.readouterr().out
    assert outcome(["standards", "sla", "--help"]) == 0
    assert "--standard" in capsys.readouterr().out
