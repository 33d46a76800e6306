"""``csmetrics report``: all KPIs in one file for others, or none of the files."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

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


def test_groups_stand_in_every_format() -> None:
    args = ["report", "answers.csv", "tickets.csv", "--by", "team", "-o", "k.md", "-o", "k.xlsx"]
    assert outcome([*args, "-q"]) == 0
    assert "**Net Promoter Score: standards** · by team" in Path("k.md").read_text("utf-8")
    assert re.search(r"\| B \| 240 \| 100.0 \|.* better than expected \|", Path("k.md").read_text())
    rows = list(load_workbook("k.xlsx")["NPS"].values)
    (found,) = [row for row in rows if row[0] == "B" and "better than expected" in row]
    assert found[1:3] == (240, 100.0)
    assert ("Net Promoter Score: standards",) in [row[:1] for row in rows]


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


def sections(text: str) -> list[tuple[str, list[str]]]:
    """What the rows of the tables of each section of a page say, and the captions of its charts."""
    found = []
    for part in re.findall(r"<section.*?</section>", text, re.DOTALL):
        rows = " ".join(re.findall("<tr.*?</tr>", part, re.DOTALL))
        told = " ".join(re.sub("<[^>]*>", " ", rows).split())
        found.append((told, re.findall("<figcaption[^>]*>(.*?)<", part)))
    return found


FIGURE = re.compile(r"−?\d[\d.,]* %|\d+[smhd](?: \d+[smhd])?\b|[−\d][\d.,]*\d")
NOT_OF_ROWS = re.compile(  # levels, scales and columns of a drawing, of which a table has no cell
    r"The band is the [\d.]+ % interval|Shaded is where .*?alone|the fullest column.*?ends at \w+|"
    r"the most frequent is .*?percent|answers from \d+ to \d+|[A-Z][a-z]{2} 20\d\d|goal.*|"
    r"[Mm]ost on .*? of"
)


def test_every_figure_of_a_caption_stands_in_the_table() -> None:
    """The two that are open and too late are in no month, and so not in what stands above the months."""
    lines = Path("tickets.csv").read_text().splitlines()
    header, *rows = [
        f"{line},{'met' if place % 9 else 'breached'}" for place, line in enumerate(lines)
    ]
    late = [f"L{place},2026-03-0{place} 08:00,,,open,A,breached" for place in (1, 2)]
    teams = [row.replace(",A,", f",{'AB'[place % 2]},") for place, row in enumerate(rows)]
    Path("tickets.csv").write_text(
        "\n".join((header.replace("breached", "SLA"), *teams, *late)) + "\n"
    )
    for window in ((), ("--since", "2026-02-01"), ("--where", "team = A")):
        page("answers.csv", "tickets.csv", "--by", "team", *window)
        checked = 0
        for table, captions in sections(Path("kpis.html").read_text()):
            for caption in captions:
                for whole in re.findall("The line is all together, (.*?)[.] ", caption):
                    assert f" {whole} " in re.findall(r"[(]all[)] (?:\S+ ){9}", table)[0]
                for figure in FIGURE.findall(NOT_OF_ROWS.sub("", caption)):
                    assert re.search(rf"(?<![\d.,]){re.escape(figure)}", table), (caption, figure)
                    checked += 1
        assert checked > 30
