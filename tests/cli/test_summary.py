"""``csmetrics summary``, and what ``check`` and ``trend`` say of KPIs that are watched together."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from csmetrics.cli.commands._balance import pairs_of
from csmetrics.cli.main import outcome
from csmetrics.metrics import LISTED
from schemas import hold_to_schema

HEADER = "id,created,resolved,status,channel,team,handle_time,reopens,first_contact"
INPUTS = '[[inputs]]\ntable = "tickets"\nfiles = ["t.csv"]\n'


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three months of tickets and answers, the last not whole: in February contacts got short and failed."""
    rows = [HEADER]
    for day in range(65):
        when = date(2026, 1, 1) + timedelta(day)
        for number in range(4):
            short = day >= 31
            minutes = (2 if short else 9) + number % 2
            first = number == 0 if short else number > 0
            rows.append(
                f"{day}-{number},{when} 09:00,{when} 1{number}:00,closed,{'mail' if number % 2 else 'chat'},"
                f"A,{minutes}m,0,{'yes' if first else 'no'}"
            )
    (tmp_path / "t.csv").write_text("\n".join(rows) + "\n")
    answers = ["answered,nps,channel"]
    answers += [
        f"{date(2026, 1, 1) + timedelta(day)},{10 - day % 7},mail"
        for day in range(65)
        for _ in "ab"
    ]
    (tmp_path / "a.csv").write_text("\n".join(answers) + "\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)


def summary(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> Any:
    assert outcome(["summary", *args, "-f", "json"]) == code
    found = json.loads(capsys.readouterr().out)
    hold_to_schema(found, "summary")
    return found


def test_every_kpi_that_the_columns_allow(capsys: pytest.CaptureFixture[str]) -> None:
    found = summary(capsys, "t.csv", "a.csv")
    assert [each["metric"] for each in found["kpis"]] == [
        *("nps", "fcr", "art", "aht", "reopens", "volume", "backlog")
    ]
    lacking = {each["metric"]: each["why"] for each in found["not_computed"]}
    assert lacking["frt"].startswith("frt needs either the dates created and responded, or ")
    assert lacking["csat"] == "no column holds the score in a.csv"
    aht = next(each for each in found["kpis"] if each["metric"] == "aht")
    assert (aht["period"], aht["n"], aht["value"]) == ("2026-02", 28 * 4, 150.0)
    assert (aht["previous"]["value"], aht["change"]["difference"]) == (570.0, -420.0)
    assert aht["change"]["way"] == "better"


def test_one_answer_is_the_same_as_the_metric_gives(capsys: pytest.CaptureFixture[str]) -> None:
    found = summary(capsys, "a.csv")
    outcome(["nps", "a.csv", "--every", "month", "-f", "json"])
    alone = json.loads(capsys.readouterr().out)["results"]
    february = next(each for each in alone if each["slice"].get("period") == "2026-02")
    (kpi,) = found["kpis"]
    assert (kpi["value"], kpi["n"], kpi["interval"]) == (
        february["value"],
        february["n"],
        february["interval"],
    )


def test_the_answers_to_one_question_are_no_other_kpi(capsys: pytest.CaptureFixture[str]) -> None:
    """Satisfaction from 0 to 10 could be read as NPS; the name of its column says that it is not."""
    Path("a.csv").write_text(Path("a.csv").read_text().replace("nps", "satisfaction score", 1))
    found = summary(capsys, "a.csv")
    assert [each["metric"] for each in found["kpis"]] == ["csat"]
    lacking = {each["metric"]: each["why"] for each in found["not_computed"]}
    other = "satisfaction score holds the answers of csat, and no other column is known to"
    assert lacking["nps"] == other
    assert lacking["frt"] == "no file holds tickets"


def test_a_plain_name_is_asked_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text(Path("a.csv").read_text().replace("nps", "score", 1))
    found = summary(capsys, "a.csv")
    assert [each["metric"] for each in found["kpis"]] == ["nps"]


def test_a_warning_where_one_was_bought_with_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    codes = [each["code"] for each in summary(capsys, "t.csv")["diagnostics"]]
    assert codes.count("W090") == 1
    assert outcome(["summary", "t.csv"]) == 0
    shown = capsys.readouterr()
    assert (
        "AHT got better from 2026-01 to 2026-02, and FCR, its counter-KPI, got worse" in shown.out
    )
    assert "counter-KPI" not in shown.err


@pytest.mark.parametrize(
    ("balance", "warnings"), [("[]", 0), ('[["fcr", "aht"]]', 1), ('[["fcr", "nps"]]', 0)]
)
def test_the_settings_say_what_is_watched_together(
    balance: str, warnings: int, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("csmetrics.toml").write_text(f"balance = {balance}\n" + INPUTS)
    codes = [each["code"] for each in summary(capsys)["diagnostics"]]
    assert codes.count("W090") == warnings


@pytest.mark.parametrize(
    ("balance", "told"),
    [
        ('["aht", "fcr"]', "balance is no list of pairs"),
        ('[["aht", "aht"]]', "balance is no list of pairs"),
        ('[["aht", "fcrr"]]', "no metric fcrr"),
    ],
)
def test_a_pair_is_two_metrics(balance: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("csmetrics.toml").write_text(f"balance = {balance}\n" + INPUTS)
    assert outcome(["summary"]) == 2
    assert told in capsys.readouterr().err


def test_goals_act_as_in_check(capsys: pytest.CaptureFixture[str]) -> None:
    goals = (
        '[[goals]]\ngoal = "aht <= 3m"\n[[goals]]\ngoal = "fcr >= 80%"\nwhere = "channel = chat"\n'
    )
    Path("csmetrics.toml").write_text(INPUTS + goals)
    found = summary(capsys, code=1)
    verdicts = {
        each["metric"]: [goal["verdict"] for goal in each["goals"]] for each in found["kpis"]
    }
    assert (verdicts["aht"], verdicts["fcr"], verdicts["art"]) == (["met"], ["missed"], [])
    outcome(["check", "-f", "json"])
    checked = json.loads(capsys.readouterr().out)["goals"]
    assert [goal for each in found["kpis"] for goal in each["goals"]] == checked[::-1]


def test_a_line_of_csv_says_of_which_rows_a_goal_is(capsys: pytest.CaptureFixture[str]) -> None:
    goals = (
        '[[goals]]\ngoal = "aht <= 3m"\n[[goals]]\ngoal = "aht <= 1m"\nwhere = "channel = chat"\n'
    )
    Path("csmetrics.toml").write_text(INPUTS + goals)

    def told(*args: str) -> list[str]:
        outcome(["summary", "-f", "csv", *args])
        lines = csv.DictReader(capsys.readouterr().out.splitlines())
        return [goals for each in lines if (goals := each["goals"])]

    assert told() == ["aht <= 3m: met; aht <= 1m, channel = chat: missed"]
    assert told("--where", "channel = mail", "--since", "2026-01-05", "--until", "2026-02-20") == [
        "aht <= 3m, all rows, in 2026-02: met; aht <= 1m, channel = chat, in 2026-02: missed"
    ]


def test_an_option_that_names_a_column_goes_where_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    all_of_them = summary(capsys, "t.csv", "a.csv")
    chats = summary(capsys, "t.csv", "a.csv", "--where", "team = A")
    assert chats["filters"] == ["team = A"]
    values = [[each["value"] for each in found["kpis"]] for found in (chats, all_of_them)]
    assert values[0] == values[1]  # every ticket is of team A, and no answer has one
    assert outcome(["summary", "t.csv", "a.csv", "--where", "queue = A"]) == 2
    assert "--where: no file has what queue = A names" in capsys.readouterr().err


def test_a_test_that_does_not_reach_a_kpi_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    found = summary(capsys, "t.csv", "a.csv", "--where", "team = A")
    (told,) = [each for each in found["diagnostics"] if each["code"] == "W091"]
    assert told["text"].startswith("--where team = A does not reach nps: ")
    assert {each["metric"] for each in found["kpis"] if not each["filters"]} == {"nps"}
    assert outcome(["summary", "t.csv", "a.csv", "--where", "team = A"]) == 0
    assert "team = A (FCR, ART, mean, " in capsys.readouterr().out.replace("\n", " ")


def test_a_declared_column_is_one_question_too(capsys: pytest.CaptureFixture[str]) -> None:
    rows = (f"2026-01-{day:02},{day % 11},{1 + day % 5}" for day in range(1, 29))
    Path("two.csv").write_text("answered,nota,rating\n" + "\n".join(rows) + "\n")
    found = summary(capsys, "two.csv", "--column", "score=nota")
    assert [each["metric"] for each in found["kpis"]] == ["nps"]


def test_answers_in_two_tables_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["id,created,status,csat"]
    rows += [f"{n},2026-01-{n % 28 + 1:02} 09:00,closed,{1 + n % 5}" for n in range(40)]
    Path("rated.csv").write_text("\n".join(rows) + "\n")
    Path("own.csv").write_text(
        "answered,csat\n" + "".join(f"2026-01-{n % 28 + 1:02},{1 + n % 5}\n" for n in range(40))
    )
    codes = [each["code"] for each in summary(capsys, "rated.csv", "own.csv")["diagnostics"]]
    assert "N092" in codes
    alone = [each["code"] for each in summary(capsys, "rated.csv")["diagnostics"]]
    assert "N092" not in alone


def test_tickets_of_a_status_go_with_their_ratings(capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["id,created,status,csat"]
    rows += [
        f"{n},2026-01-{n % 28 + 1:02} 09:00,{'spam' if n % 2 else 'closed'},4" for n in range(40)
    ]
    Path("rated.csv").write_text("\n".join(rows) + "\n")
    found = summary(capsys, "rated.csv", "--exclude-status", "spam")
    assert {each["metric"]: each["n"] for each in found["kpis"]}["csat"] == 20
    assert outcome(["csat", "rated.csv", "--exclude-status", "spam", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"][0]["n"] == 20


def test_a_goal_is_judged_on_its_own_rows_and_stretch(capsys: pytest.CaptureFixture[str]) -> None:
    Path("csmetrics.toml").write_text(INPUTS + '[[goals]]\ngoal = "aht <= 3m"\n')
    plain = summary(capsys)["kpis"]
    some = summary(capsys, "--where", "channel = mail", "--since", "2026-01-05")["kpis"]
    goals = [each["goals"] for kpis in (plain, some) for each in kpis if each["metric"] == "aht"]
    assert goals[0] == goals[1]
    assert outcome(["summary", "--where", "channel = mail"]) == 0
    assert "Goal" not in capsys.readouterr().out.split("\n")[2]  # it is about other rows


def test_a_role_goes_to_the_table_that_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    Path("t.csv").write_text(Path("t.csv").read_text().replace("handle_time", "spent", 1))
    without = summary(capsys, "t.csv", "a.csv")
    named = summary(capsys, "t.csv", "a.csv", "--column", "handle_time=spent")
    assert "aht" not in [each["metric"] for each in without["kpis"]]
    assert "aht" in [each["metric"] for each in named["kpis"]]


def test_files_without_dates_are_measured_as_a_whole(capsys: pytest.CaptureFixture[str]) -> None:
    Path("b.csv").write_text("nps\n" + "10\n9\n3\n" * 10)
    found = summary(capsys, "b.csv")
    (kpi,) = found["kpis"]
    assert (kpi["n"], kpi["period"], kpi["trend"]) == (30, None, None)
    assert "N090" in [each["code"] for each in found["diagnostics"]]


def test_what_ends_after_as_of_is_no_whole_period(capsys: pytest.CaptureFixture[str]) -> None:
    found = summary(capsys, "t.csv", "a.csv", "--as-of", "2026-02-15")
    assert {each["period"] for each in found["kpis"]} == {"2026-01", None}


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["-"], 2, "a pipe can be read once"),
        ([], 2, "no file given"),
        (["t.csv", "--by", "team"], 2, "--by means nothing for several metrics at once"),
        (["t.csv", "--goal", ">= 5"], 2, "--goal means nothing for several metrics at once"),
        (["t.csv", "gone.csv"], 3, "gone.csv"),
        (["t.csv", "x.csv"], 3, "neither a survey nor a list of tickets: no column is known"),
        (["void.csv"], 3, "Status holds no value in the first 1 row, and no column"),
        (["t.csv", "blank.csv"], 4, "blank"),
        (["t.csv", "-o", "t.csv"], 2, "t.csv"),
    ],
)
def test_what_cannot_be(
    args: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("x.csv").write_text("sku,price\nA,1.5\n")
    Path("void.csv").write_text("Ticket ID,Created at,Status\n1,2026-01-01,\n")
    Path("blank.csv").write_text("nps,answered\n,2026-01-01\n,2026-01-02\n")
    assert outcome(["summary", *args]) == code
    assert told in capsys.readouterr().err


def test_a_goal_is_measured_where_its_kpi_is(capsys: pytest.CaptureFixture[str]) -> None:
    """The survey asks for NPS alone, and the tickets hold ratings: check takes these, as summary does."""
    rows = ["id,created,resolved,status,csat"]
    rows += [f"{n},2026-0{n % 2 + 1}-{n % 28 + 1:02} 09:00,,open,{1 + n % 5}" for n in range(200)]
    Path("rated.csv").write_text("\n".join(rows) + "\n")
    inputs = '[[inputs]]\ntable = "tickets"\nfiles = ["rated.csv"]\n'
    inputs += '[[inputs]]\ntable = "responses"\nfiles = ["a.csv"]\n'
    Path("csmetrics.toml").write_text(inputs + '[[goals]]\ngoal = "csat >= 10%"\n')
    found = summary(capsys)
    assert outcome(["check", "-f", "json"]) == 0
    goals = json.loads(capsys.readouterr().out)["goals"]
    assert goals == [goal for each in found["kpis"] for goal in each["goals"]]
    Path("a.csv").unlink()
    assert (
        outcome(["check"]) != 0
    )  # a file that is not there is told, whatever else could be judged


def test_check_says_what_a_goal_was_bought_with(capsys: pytest.CaptureFixture[str]) -> None:
    Path("csmetrics.toml").write_text(INPUTS + '[[goals]]\ngoal = "aht <= 3m"\n')
    assert outcome(["check", "-q"]) == 0
    assert "FCR, its counter-KPI, got worse" in capsys.readouterr().out  # not silent


def test_check_names_a_counter_that_it_cannot_measure(capsys: pytest.CaptureFixture[str]) -> None:
    Path("csmetrics.toml").write_text(INPUTS + '[[goals]]\ngoal = "aht <= 3m"\n')
    assert outcome(["check"]) == 0
    assert "aht stands alone: its counter-KPI csat could not be measured" in capsys.readouterr().err


@pytest.mark.parametrize("metric", ["aht", "fcr"])
def test_trend_says_what_was_bought_with_what(
    metric: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(["trend", metric, "t.csv"]) == 0
    assert "AHT got better from 2026-01 to 2026-02, and FCR" in capsys.readouterr().err


def test_trend_finds_the_counter_in_the_history(capsys: pytest.CaptureFixture[str]) -> None:
    Path("csmetrics.toml").write_text('history = "kpis.sqlite"\n' + INPUTS)
    for metric in ("aht", "fcr"):
        assert outcome([metric, "--every", "month", "--save", "-q"]) == 0
    assert outcome(["trend", "aht", "--history"]) == 0
    assert "AHT got better from 2026-01 to 2026-02, and FCR" in capsys.readouterr().err


def test_the_page_lists_the_pairs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands" / "summary.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE)
    told = {(name, other) for name, others in rows for other in re.findall(r"`(\w+)`", others)}
    assert told == set(pairs_of(None, LISTED))
