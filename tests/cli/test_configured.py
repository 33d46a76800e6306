"""``csmetrics.toml`` and the command line together."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from csmetrics.cli.main import outcome

SETTINGS = """
tz = "America/Sao_Paulo"
hours = "mon-fri 09:00-18:00"

[[inputs]]
table = "tickets"
files = ["exports/*.csv"]
by = ["Canal"]
[inputs.columns]
created = "Entrada"
responded = "Atendido"

[metrics.frt]
confidence = 90
"""
TICKETS = """ID,Entrada,Atendido,Canal
1,2026-03-06 17:00,2026-03-09 10:00,chat
2,2026-03-09 09:00,2026-03-09 09:30,mail
"""  # over a weekend, which has no working hours


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings and one export; the command runs in the folder of the export."""
    (tmp_path / "exports").mkdir()
    (tmp_path / "csmetrics.toml").write_text(SETTINGS)
    (tmp_path / "exports" / "a.csv").write_text(TICKETS)
    monkeypatch.chdir(tmp_path / "exports")
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[dict[str, Any], str]:
    assert outcome([*words, "-f", "json"]) == 0
    out, err = capsys.readouterr()
    return json.loads(out), err


def test_files_columns_and_options_come_from_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, err = asked(capsys, "frt")
    values = {tuple(row["slice"].values()): row["value"] for row in found["results"]}
    assert values == {(): 4500.0, ("chat",): 7200.0, ("mail",): 1800.0}
    assert "csmetrics.toml sets 1 file, by, column, confidence, hours, tz" in err
    assert found["options"]["hours"] == {"value": "mon-fri 09:00-18:00", "origin": "config"}
    assert found["options"]["confidence"] == {"value": 90.0, "origin": "config"}


def test_the_command_line_goes_first(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, _ = asked(capsys, "frt", "--hours", "24/7", "--confidence", "99")
    assert found["results"][0]["value"] == (65 * 3600 + 1800) / 2
    assert found["options"]["hours"] == {"value": "24/7", "origin": "flag"}
    assert found["options"]["tz"]["origin"] == "config"


def test_a_file_that_is_named_is_read_as_its_entry_says(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, _ = asked(capsys, "frt", "a.csv")
    assert found["results"][0]["value"] == 4500.0


def test_another_file_takes_only_what_holds_for_all(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = project / "other.csv"
    other.write_text("id,created at,first response at\n1,2026-03-09 09:00,2026-03-09 09:10\n")
    found, err = asked(capsys, "frt", str(other))
    assert found["results"][0]["value"] == 600.0
    assert "sets confidence, hours, tz" in err


def test_what_a_metric_has_no_use_for_stays_away(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The hours of the house are no mistake of who asks for a count."""
    found, _ = asked(capsys, "volume")
    assert "hours" not in found["options"]


def test_hours_of_the_house_do_not_cut_what_a_column_has_counted(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "exports" / "a.csv").write_text("ID,Entrada,frt (min)\n1,2026-03-06 17:00,30\n")
    settings = (project / "csmetrics.toml").read_text().replace('responded = "Atendido"\n', "")
    (project / "csmetrics.toml").write_text(settings.replace('by = ["Canal"]\n', ""))
    found, _ = asked(capsys, "frt", "--time", "durations")
    assert found["results"][0]["value"] == 1800.0
    assert "hours" not in found["options"]
    found, _ = asked(capsys, "frt", "--hours", "none")
    assert found["results"][0]["value"] == 1800.0


def test_ratings_in_an_export_of_tickets_are_measured_too(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "exports" / "a.csv").write_text("ID,Entrada,Canal,csat\n1,2026-03-06 17:00,x,5\n")
    found, _ = asked(capsys, "csat")
    assert found["results"][0]["value"] == 100.0


def test_it_can_be_left_away(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["frt", "--no-config"]) == 2
    assert "no file given" in capsys.readouterr().err


def test_all_problems_are_told_at_once_with_their_lines(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "csmetrics.toml").write_text(
        'tz = "America/Sao Paulo"\nhourz = "x"\nhours = "mon-fry 9-18"\nholidays = ["BR-XX"]\n'
        '[[inputs]]\ntable = "ticket"\nfiles = 4\n'
        '[[inputs]]\ntable = "tickets"\nfiles = "a.csv"\n[inputs.columns]\ncretaed = "x"\n'
        "[metrics.npss]\n[metrics.nps]\npromoter-from = 12\nconfidence = true\n"
    )
    assert outcome(["frt"]) == 2
    err = capsys.readouterr().err
    assert "has 10 problems" in err
    told = [line.split(":")[0].strip() for line in err.splitlines()[1:-1]]
    assert told == [f"line {line}" for line in (1, 2, 3, 4, 6, 7, 12, 13, 15, 16)]
    for cure in ("America/Sao_Paulo", "mean hours?", "mean created?", "mean nps?"):
        assert cure in err


def test_problems_of_schedules_ages_and_targets(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "csmetrics.toml").write_text(
        """\
max_age = "2 weeks"
hours = "mon-fri 09:00-18:00"
[schedules.main]
hours = "mon-fri 09:00-18:00; fri 12:00-16:00"
holidays = ["BR-XX"]
tz = "Sao_Paulo"
[schedules.late]
hour = "14-22"
[schedules.idle]
hours = "sat 25:00-26:00"
[schedules.none]
hours = "24/7"
[schedule_of]
Billing = "mein"
billing = "main"
"Night shift" = "late"
[[inputs]]
table = "tickets"
files = "a.csv"
max_age = 2
[metrics.frt]
hours = "lates"
within = "4 hours"
[metrics.sla.target]
urgent = "1h"
high = "four"
default = "8"
[metrics.nps]
promoter-from = 8
detractor-to = 9
[[goals]]
metric = "aht"
to = "7m"
by = 2026-12-31
"""
    )
    assert outcome(["frt"]) == 2
    err = capsys.readouterr().err
    told = {
        int(line.split(":")[0].split()[1]): line.partition(": ")[2]
        for line in err.splitlines()
        if line.strip().startswith("line ")
    }
    assert sorted(told) == [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 20, 22, 23, 26, 27, 30, 32]
    assert told[1] == "--max-age: 2 weeks is not a time such as 30m, 4h or 2d"
    assert told[2].startswith("both hours and [schedule_of] say which hours count; leave hours")
    assert told[4].startswith("--hours: 09:00-18:00,12:00-16:00 is not free of overlap")
    assert told[7].startswith("the schedule late has no hours; such as hours =")
    assert told[8] == "no key hour here; did you mean hours?"
    assert told[9].startswith("the schedule idle is not used; ")
    assert told[13] == 'schedule_of names no column; such as column = "team"'
    assert told[14] == "no schedule mein; did you mean main?"
    assert told[15] == "billing and Billing are one label; name it once"
    assert told[22] == "--hours: lates is not a day with its hours; did you mean late?"
    assert told[26] == "--target: four is not a time such as 30m, 4h or 2d"
    assert told[27] == "--target: 8 is not a time such as 30m, 4h or 2d"
    assert told[32].startswith("the goal lacks a baseline (from), a first day (since)")


def test_problems_of_goals_windows_and_keys_that_come_twice(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "csmetrics.toml").write_text(
        """\
since = "2026-03"
until = "2026-02"
as_of = "today"
[metrics.nps]
goal = ">= 50"
each = true
promoter-from = 9
promoter_from = 8
"""
    )
    assert outcome(["nps", "a.csv"]) == 2
    assert [line.strip() for line in capsys.readouterr().err.splitlines()[1:-1]] == [
        "line 2: --since 2026-03-01 is after --until 2026-02-28; exchange them",
        "line 3: --as-of: today is not a date; 2026-01-31, 2026-01, 2026",
        "line 5: goal is no key of a metric: it would judge every table; "
        "a goal of nps stands in [[goals]]",
        "line 6: each is no key of a metric: it would judge every table; "
        "a goal of nps stands in [[goals]]",
        "line 8: promoter_from and promoter-from are one key; write it once",
    ]


def test_problems_are_told_in_the_language_of_the_file(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "csmetrics.toml").write_text(
        'lang = "pt-BR"\nconfidences = 90\n[metrics.nps]\npromoter-from = 12\nconfidence = true\n'
    )
    assert outcome(["nps", "a.csv"]) == 2
    assert [line.strip() for line in capsys.readouterr().err.splitlines()[1:-1]] == [
        "linha 2: não há chave confidences aqui; você quis dizer confidence?",
        "linha 4: promoter-from: 12 não é um número inteiro (0 a 10)",
        "linha 5: confidence: isto não é um texto ou um número",
    ]


TEAMS = """
[schedules.main]
hours = "mon-fri 09:00-18:00"
[schedules.late]
hours = "mon-sun 14:00-22:00"
holidays = []
[schedule_of]
column = "Canal"
chat = "main"
default = "late"
"""


def by_team(project: Path) -> None:
    """The same settings, with hours by the channel instead of one schedule."""
    text = (project / "csmetrics.toml").read_text()
    text = text.replace('hours = "mon-fri 09:00-18:00"', 'holidays = ["BR-SP"]')
    (project / "csmetrics.toml").write_text(text + TEAMS)


def test_hours_by_label(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by_team(project)
    found, err = asked(capsys, "frt")
    values = {tuple(row["slice"].values()): row["value"] for row in found["results"]}
    assert values == {(): 3600.0, ("chat",): 7200.0, ("mail",): 0.0}
    assert "sets 1 file, by, column, confidence, holidays, schedule_of, tz" in err
    assert found["options"]["hours"] == {
        "value": "by Canal: main (mon-fri 09:00-18:00, BR-SP), late (mon-sun 14:00-22:00)",
        "origin": "config",
    }


def test_the_command_line_names_a_schedule_or_none(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_team(project)
    found, _ = asked(capsys, "frt", "--hours", "main")
    assert found["results"][0]["value"] == 4500.0
    assert found["options"]["hours"]["origin"] == "flag"
    assert "schedule_of" not in found["options"]
    found, _ = asked(capsys, "frt", "--hours", "none")
    assert found["results"][0]["value"] == (65 * 3600 + 1800) / 2
    assert found["options"]["hours"] == {"value": None, "origin": "flag"}  # nor headed so
    found, _ = asked(capsys, "volume")
    assert "hours" not in found["options"]


@pytest.mark.parametrize("command", [["frt"], ["summary"], ["report", "-o", "kpis.html"]])
def test_a_schedule_is_named_as_it_is_written(
    project: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    by_team(project)
    assert outcome([*command, "--hours", "Main"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "error: --hours: Main is not a day with its hours",
        "hint: did you mean main?",
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--hours", "nothere"], "--hours: nothere is not a day with its hours"),
        (["--tz", "Sao_Paulo"], "--tz: Sao_Paulo is not"),
        (["--holidays", "BR-XX"], "--holidays: BR-XX is not"),
        (["--as-of", "today"], "--as-of: today is not a date"),
        (["--since", "lately"], "--since: lately is not a date"),
        (["--since", "2026-03", "--until", "2026-02"], "--since 2026-03-01 is after --until"),
    ],
)
def test_what_means_nothing_is_refused_once_and_before_anything_is_read(
    project: Path, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    (project / "exports" / "a.csv").unlink()
    for command in (["summary", "a.csv"], ["report", "a.csv", "-o", "kpis.html"]):
        assert outcome([*command, *words]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.splitlines()[0].startswith(f"error: {why}")


def test_a_scorecard_goes_by_the_same_hours(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_team(project)
    found, _ = asked(capsys, "summary")
    (value,) = [each["value"] for each in found["kpis"] if each["metric"] == "frt"]
    assert value == 3600.0


def test_holidays_of_the_command_line_are_those_of_every_schedule(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_team(project)
    found, _ = asked(capsys, "frt", "--holidays", "US-CA")
    told = "by Canal: main (mon-fri 09:00-18:00, US-CA), late (mon-sun 14:00-22:00, US-CA)"
    assert found["options"]["hours"]["value"] == told


def test_a_metric_may_go_by_a_schedule_of_its_own(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_team(project)
    with (project / "csmetrics.toml").open("a") as file:
        file.write('[metrics.art]\nhours = "late"\n')
    (project / "exports" / "a.csv").write_text(
        "ID,Entrada,Atendido,resolved at,Canal\n1,2026-03-06 13:00,,2026-03-06 15:00,chat\n"
    )
    found, _ = asked(capsys, "art")
    assert found["results"][0]["value"] == 3600.0


def test_targets_may_stand_in_a_table(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (project / "csmetrics.toml").open("a") as file:
        file.write('[metrics.sla]\nof = "response"\n')
        file.write('[metrics.sla.target]\nurgent = "1h"\ndefault = "4h"\n')
    rows = TICKETS.replace("Canal", "Canal,Prioridade")
    rows = rows.replace("chat", "chat,urgent").replace("mail", "mail,low")
    (project / "exports" / "a.csv").write_text(rows)
    found, _ = asked(capsys, "sla")
    assert found["options"]["target"]["value"] == ["urgent=1h", "4h"]
    assert found["results"][0]["parts"]["breached"] == 1  # two working hours, of one promised
    assert found["results"][0]["parts"]["met"] == 1


@pytest.fixture
def stale(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The export ends three days before the clock, and two are allowed."""
    clock = datetime(2026, 3, 12, 13, tzinfo=UTC)  # 10:00 in São Paulo
    monkeypatch.setattr("csmetrics.pipeline.given.now", lambda: clock)
    text = (project / "csmetrics.toml").read_text()
    text = text.replace('by = ["Canal"]', 'max_age = "2d"')
    goals = '[[goals]]\ngoal = "frt.p90 <= 40h"\nwindow = "all"\n'
    (project / "csmetrics.toml").write_text(text + goals)
    return project


def test_an_export_that_stopped_is_refused(stale: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["frt"]) == 3
    assert "is 2026-03-09 10:00 (America/Sao_Paulo), 3d ago" in capsys.readouterr().err
    assert outcome(["frt", "--max-age", "3d"]) == 0
    assert outcome(["frt", "--max-age", "none"]) == 0
    assert outcome(["trend", "frt", "--every", "day"]) == 3
    assert outcome(["summary"]) == 3


def test_a_stale_export_meets_no_goal(stale: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["check"]) == 3
    out = capsys.readouterr().out
    assert "1 not measured" in out
    assert "the export stopped arriving" in " ".join(out.split())


def test_an_older_file_that_is_named_is_read_on_purpose(
    stale: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = TICKETS.replace("2026-03-09", "2026-03-11")
    (stale / "exports" / "b.csv").write_text(newer)
    assert outcome(["frt", "a.csv"]) == 0
    assert outcome(["frt", "a.csv", "--max-age", "2d"]) == 3
    assert outcome(["frt"]) == 0
    capsys.readouterr()
