"""``csmetrics report``: all KPIs in one file for others, or none of the files."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from csmetrics.cli.main import outcome

GOALS = """
[[inputs]]
table = "responses"
files = ["answers.csv"]

[[goals]]
goal = "nps >= 90"

[[goals]]
goal = "nps >= 10"
where = "team = A"
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four months of answers, of which team B is liked and team A is not; and tickets of a day each."""
    answers, tickets = ["answered,nps,team"], ["id,created,responded,resolved,status,team"]
    for day in range(120):
        when = date(2026, 1, 1) + timedelta(day)
        answers += [
            f"{when},{score},{team}" for score, team in ((day % 8, "A"), (9, "B"), (10, "B"))
        ]
        tickets += [
            f"{day},{when} 0{8 + day % 2}:00,{when} 09:{day % 60:02},{when} 1{day % 10}:00,closed,A"
        ]
    (tmp_path / "answers.csv").write_text("\n".join(answers) + "\n")
    (tmp_path / "tickets.csv").write_text("\n".join(tickets) + "\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)


def page(*args: str, code: int = 0) -> str:
    """The text of the page, without its tags."""
    assert outcome(["report", *args, "-o", "kpis.html", "-q"]) == code
    text = re.sub(
        r"<(style|svg).*?</\1>|<[^>]*>", " ", Path("kpis.html").read_text(), flags=re.DOTALL
    )
    return re.sub(r"\s+", " ", text)


def test_a_card_for_each_kpi_and_a_section_for_each_metric() -> None:
    text = page("answers.csv", "tickets.csv")
    assert "Customer service, Apr 2026" in text
    for title in ("Net Promoter Score", "First response time, median", "Volume, new"):
        assert title in text
    for heading in ("Where this is from", "Not computed", "Every row is used", "Files"):
        assert heading in text
    assert "360 rows read · 360 used" in text
    assert "New by weekday and hour" in text


def test_goals_stand_on_the_card_and_end_the_run() -> None:
    Path("csmetrics.toml").write_text(GOALS)
    text = page(code=1)
    assert re.search(r"✗ goal missed ≥ 90: [−\d.]+ is not ≥ 90", text)
    assert "team = A" in text


def test_by_adds_who_stands_out_and_says_which_column_is_none() -> None:
    text = page("answers.csv", "tickets.csv", "--by", "team")
    assert "Better than expected: B. Worse than expected: A." in text


def test_a_column_that_no_table_has_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["report", "answers.csv", "--by", "nobody", "-o", "kpis.html"]) == 2
    assert "--by: no column nobody" in capsys.readouterr().err
    assert not Path("kpis.html").exists()


def test_all_files_or_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["report", "answers.csv", "-o", "k.html", "-o", "k.md", "-o", "k.xlsx"]) == 0
    assert "wrote k.html\nwrote k.md\nwrote k.xlsx" in capsys.readouterr().err
    assert "**Scorecard**" in Path("k.md").read_text()
    assert "**Net Promoter Score**" in Path("k.md").read_text()
    assert outcome(["report", "answers.csv", "-o", "new.html", "-o", "no/such.md"]) == 5
    assert not Path("new.html").exists()


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        ((), "-o kpis.html"),
        (("-o", "k.json"), "end the name in one of .md, .markdown, .html, .htm, .xlsx"),
        (("-f", "table"), "-f"),
    ],
)
def test_a_report_is_a_file(
    args: tuple[str, ...], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(["report", "answers.csv", *args]) == 2
    assert hint in capsys.readouterr().err


def test_the_same_input_gives_the_same_bytes() -> None:
    page("answers.csv")
    first = Path("kpis.html").read_bytes()
    page("answers.csv")
    assert Path("kpis.html").read_bytes() == first
