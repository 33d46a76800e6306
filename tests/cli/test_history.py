"""``--save``, ``csmetrics history`` and ``csmetrics trend --history``."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from csmetrics.cli.main import outcome
from csmetrics.history import _store

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with settings that keep the history in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    Path("csmetrics.toml").write_text('history = "h.sqlite"\n')
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*words: str) -> tuple[int, str, str]:
        return outcome([*words]), *capsys.readouterr()

    return ran


def export(
    name: str, *months: int, scores: Sequence[int] = (10, 9, 5), header: str = "score"
) -> str:
    """Answers of each day of some months of 2026."""
    rows = [f"{header},answered,team"]
    for month in months:
        day = date(2026, month, 1)
        while day.month == month:
            rows += [f"{score},{day},{'A' if score > 5 else 'B'}" for score in scores]
            day += timedelta(1)
    Path(name).write_text("\n".join(rows) + "\n")
    return name


def saved(run: Run, *words: str) -> None:
    assert run("nps", *words, "--every", "month", "--save", "-q")[0] == 0


def points(run: Run, *words: str) -> dict[str, float]:
    code, out, err = run("trend", "nps", *words, "-f", "json")
    assert code == 0, err
    return {each["period"]: each["value"] for each in json.loads(out)["points"]}


def test_a_result_is_saved_once_and_it_is_said(run: Run) -> None:
    words = ("nps", export("a.csv", 1), "--every", "month", "--save")
    assert run(*words)[2].splitlines()[-1] == "note: saved 2 new results in h.sqlite"
    assert run(*words)[2].splitlines()[-1] == "note: all 2 results are in h.sqlite already"
    assert run("history", "check")[:2] == (0, "clean: 2 results of 1 run in h.sqlite\n")


def test_what_is_printed_is_the_same_with_and_without(run: Run) -> None:
    words = ("nps", export("a.csv", 1), "-f", "json", "--no-config")
    assert run(*words)[1] == run(*words, "--save")[1]


def test_the_usual_place_is_made(run: Run, folder: Path) -> None:
    Path("csmetrics.toml").unlink()
    assert run("nps", export("a.csv", 1), "--save")[0] == 0
    assert (folder / "data/csmetrics/history.sqlite").exists()
    assert "clean: 1 result of 1 run" in run("history", "check")[1]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--column", "score=Nota"), 2),
        (("--every", "month", "-f", "value"), 2),  # found out when the result is there
        (("--strict",), 3),
    ],
)
def test_a_run_that_fails_saves_nothing(run: Run, words: Sequence[str], code: int) -> None:
    path = export("a.csv", 1)
    Path(path).write_text(Path(path).read_text() + "99,2026-01-31,A\n")
    assert run("nps", path, "--save", *words)[0] == code
    assert not Path("h.sqlite").exists()


def test_a_missed_goal_is_a_result(run: Run) -> None:
    assert run("nps", export("a.csv", 1), "--goal", ">= 99", "--save")[0] == 1
    assert Path("h.sqlite").exists()


def test_a_locked_history_is_5_and_nothing_is_printed_or_written(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(run, export("a.csv", 1))
    monkeypatch.setattr(_store, "SECONDS", 0.1)
    other = sqlite3.connect("h.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    code, out, err = run("nps", export("b.csv", 2), "--save", "-o", "b.json", "-f", "table")
    other.close()
    assert (code, out, Path("b.json").exists()) == (5, "", False)
    assert "error: the history h.sqlite was not changed: for 0.1 s another process" in err


def test_a_history_that_cannot_be_is_5(run: Run) -> None:
    Path("csmetrics.toml").write_text('history = "none/h.sqlite"\n')
    code, out, err = run("nps", export("a.csv", 1), "--save")
    assert (code, out) == (5, "")
    assert "has no folder none" in err


def test_a_key_that_is_no_path_is_refused_with_its_line(run: Run) -> None:
    Path("csmetrics.toml").write_text('tz = "UTC"\nhistory = 5\n')
    code, _, err = run("history", "check")
    assert (code, "line 2: history is no path" in err) == (2, True)


def test_list_names_each_series(run: Run) -> None:
    saved(run, export("a.csv", 1, 2))
    assert run("nps", "a.csv", "--by", "team", "--save")[0] == 0
    code, out, _ = run("history", "list", "nps")
    assert code == 0
    assert "by month · 2026-01 to 2026-02 · 2 results · saved 20" in out
    assert "team = B · all · everything · 1 result" in out
    found = json.loads(run("history", "list", "-f", "json")[1])
    assert found["kind"] == "history"
    assert [each["periods"] for each in found["series"] if each["every"] == "month"] == [2]


def test_list_tells_apart_what_was_measured_otherwise(run: Run) -> None:
    saved(run, export("a.csv", 1))
    assert "filters" not in run("history", "list")[1]
    saved(run, "a.csv", "--where", "team = A")
    lines = run("history", "list")[1].splitlines()
    headings = [place for place, line in enumerate(lines) if line.startswith("nps: ")]
    assert {lines[place + 1].strip() for place in headings} == {
        "filters: none",
        "filters: team = A",
    }


def test_export_gives_every_number(run: Run) -> None:
    saved(run, export("a.csv", 1))
    rows = list(csv.DictReader(io.StringIO(run("history", "export")[1])))
    (nps,) = (each for each in rows if each["period"] == "2026-01" and each["statistic"] == "nps")
    assert nps["value"] == repr(100 / 3)
    assert (nps["n"], nps["partial"], nps["counts"], nps["tool"]) == (
        "93",
        "false",
        "true",
        "0.1.0",
    )
    results = json.loads(run("history", "export", "nps", "-f", "json")[1])["results"]
    assert [each["period"] for each in results] == ["2026-01-01/2026-01-31", "2026-01"]
    assert results[1]["statistics"][0]["value"] == 100 / 3
    assert results[1]["files"][0]["name"] == "a.csv"


def test_prune_removes_what_does_not_count_or_is_old(run: Run) -> None:
    saved(run, export("a.csv", 1))
    saved(run, export("b.csv", 1, scores=(10, 5)))
    assert (
        "would remove 2 results, 1 run whole; 2 results of 1 run left"
        in run("history", "prune", "--keep-latest", "--dry-run")[1]
    )
    assert run("history", "prune", "--keep-latest")[1].startswith("removed 2 results, 1 run whole;")
    assert points(run) == {"2026-01": 0}
    assert "removed 0 results" in run("history", "prune", "--before", "2020-01-01")[1]
    assert "removed 0 results" in run("history", "prune", "csat", "--before", "2099-01-01")[1]
    assert "removed 2 results" in run("history", "prune", "--before", "2099-01-01")[1]
    assert run("history", "list")[0] == 4


def test_check_refuses_a_history_that_was_changed(run: Run) -> None:
    saved(run, export("a.csv", 1))
    with sqlite3.connect("h.sqlite") as store:
        store.execute("UPDATE results SET n = 7")
    code, out, err = run("history", "check")
    assert (code, out) == (3, "")
    assert "does not agree with itself" in err


def test_trend_joins_what_was_saved_apart(run: Run) -> None:
    for month in (1, 2, 3):
        saved(run, export(f"{month}.csv", month, scores=(10,) * month + (5,)))
    whole = points(run)
    assert list(whole) == ["2026-01", "2026-02", "2026-03"]
    assert points(run, "--history") == whole
    assert points(run, export("all.csv", 1)) == {"2026-01": pytest.approx(100 / 3)}
    assert list(points(run, "--since", "2026-02")) == ["2026-02", "2026-03"]
    document = json.loads(run("trend", "nps", "-f", "json")[1])
    assert [each["name"] for each in document["inputs"]] == ["1.csv", "2.csv", "3.csv"]
    assert "N077" in {each["code"] for each in document["diagnostics"]}


def test_a_history_gives_the_chart_of_one_file(run: Run) -> None:
    months = range(1, 13)
    scores = {month: (10, 9, 9, *(5,) * (month % 3 + 1)) for month in months}
    for month in months:
        saved(run, export(f"{month}.csv", month, scores=scores[month]))
    text = [Path(f"{month}.csv").read_text() for month in months]
    Path("all.csv").write_text(text[0] + "".join(each.partition("\n")[2] for each in text[1:]))
    documents = [
        json.loads(run("trend", "nps", *words, "-f", "json")[1]) for words in ((), ("all.csv",))
    ]
    assert documents[0]["centre"] is not None
    for name in ("points", "centre", "chart", "signals", "rule", "zone"):
        assert documents[0][name] == documents[1][name]


def test_a_chart_from_the_history_tells_its_working_hours(run: Run) -> None:
    Path("t.csv").write_text(
        "Ticket ID,Created at,First response at,Status\n"
        "1,2026-01-05 09:00,2026-01-20 09:00,solved\n"
        "2,2026-02-27 09:00,2026-02-28 09:00,solved\n"
    )
    options = ("--hours", "mon-fri 09:00-18:00")
    run("frt", "t.csv", *options, "--every", "month", "--save", "-q")
    _, out, _ = run("trend", "frt", *options)
    assert "working time mon-fri 09:00-18:00" in out.splitlines()[0]
    assert "99h" in out  # eleven working days


def test_trend_does_not_join_different_definitions(run: Run) -> None:
    saved(run, export("a.csv", 1))
    saved(run, export("b.csv", 2), "--promoter-from", "8")
    code, out, err = run("trend", "nps")
    assert (code, out) == (3, "")
    assert "are not measured alike, and are not joined" in err
    assert "(2026-01): rule: promoters 9–10" in err
    digest = err.split("--definition ")[1].split()[0]
    assert list(points(run, "--definition", digest)) == ["2026-02"]
    assert list(points(run, "--promoter-from", "9")) == ["2026-01"]


def test_trend_of_a_filter_is_of_what_was_saved_with_it(run: Run) -> None:
    saved(run, export("a.csv", 1))
    saved(run, "a.csv", "--where", "team = A")
    assert points(run) == {"2026-01": pytest.approx(100 / 3)}
    assert points(run, "--where", "team = A") == {"2026-01": 100}
    assert run("trend", "nps", "--where", "team = B")[0] == 4


def test_trend_says_which_periods_are_missing_and_what_changed(run: Run) -> None:
    saved(run, export("a.csv", 1))
    saved(run, export("b.csv", 4, header="Score"))
    err = run("trend", "nps")[2]
    assert "nothing is saved of 2026-02, 2026-03; the periods around it" in err
    assert "score is the column score to 2026-01, and Score from 2026-04 on" in err


def test_a_backlog_has_a_trend_only_in_the_history(run: Run) -> None:
    Path("t.csv").write_text("id,created,resolved\n1,2026-01-02,\n2,2026-01-05,2026-02-06\n")
    for day in ("2026-01-15", "2026-01-31", "2026-02-28"):
        assert run("backlog", "t.csv", "--as-of", day, "--save")[0] == 0
    document = json.loads(run("trend", "backlog", "-f", "json")[1])
    assert {each["period"]: each["value"] for each in document["points"]} == {
        "2026-01": 2,
        "2026-02": 1,
    }


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("history",), 2, "say what: one of list, export, check, prune"),
        (("history", "chek"), 2, "did you mean check?"),
        (("history", "list", "npss"), 2, "did you mean nps?"),
        (("history", "check", "nps"), 2, "a word too many"),
        (("history", "list", "--keep-latest"), 2, "history list removes nothing"),
        (("history", "prune"), 2, "prune: of what?"),
        (("history", "prune", "--before", "may"), 2, "may is not a day"),
        (("history", "export", "-f", "text"), 2, "csv or json"),
        (("history", "list"), 4, "there is no history h.sqlite"),
        (("trend", "nps"), 2, "no file given"),
        (("trend", "nps", "--history"), 4, "there is no history h.sqlite"),
        (("trend", "nps", "a.csv", "--history"), 2, "--history reads no file"),
        (("trend", "nps", "a.csv", "--definition", "ab"), 2, "--definition picks of the history"),
        (("trend", "nps", "--history", "--sheet", "1"), 2, "--sheet has no use here"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, words: Sequence[str], code: int, said: str) -> None:
    found, out, err = run(*words)
    assert (found, out) == (code, "")
    assert said in err
