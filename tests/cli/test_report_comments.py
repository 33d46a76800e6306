"""``csmetrics report --comments``: what unhappy customers wrote, only where it is asked for, and harmless."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from csmetrics.cli.main import outcome

Written = Callable[..., str]
SURVEY = (
    "nps,satisfaction,email,ticket id,agent,channel,comment,answered at",
    "10,5,anna@x.org,1,Ada,mail,great,2026-01-03",
    '0,1,bob@x.org,2,Ada,chat,"late, and\nbroken",2026-02-03 17:30',
    "6,4,cid@x.org,3,Bento,chat,   ,2026-01-05",
    "2,3,dora@x.org,4,,chat,no answer,2026-01-02",
    "8,2,eve@x.org,5,Bento,chat,meh,2026-01-04",
    "11,5,hal@x.org,6,Bento,chat,eleven,2026-01-06",
)


def quoted(*words: str) -> list[tuple[str, str]]:
    """The comments on the page with what stands under each."""
    assert outcome(["report", *words, "-o", "kpis.html", "-q"]) == 0
    found = re.findall(
        r"<blockquote[^>]*>(.*?)</blockquote>\s*<figcaption>(.*?)</figcaption>",
        Path("kpis.html").read_text("utf-8"),
        re.DOTALL,
    )
    return [(html.unescape(text), html.unescape(of)) for text, of in found]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)


def line() -> str:
    """What is said above the comments."""
    text = Path("kpis.html").read_text("utf-8")
    found = re.search(r"In their own words</h2>\s*<p class=.quiet.>(.*?)</p>", text, re.DOTALL)
    assert found
    return found[1]


def test_the_newest_bad_answers_are_quoted_with_score_day_and_whose_they_were(
    written: Written,
) -> None:
    assert quoted(written(*SURVEY), "--comments", "2") == [
        ("late, and<br>broken", "NPS 0, CSAT 1 · 2026-02-03 · chat · Ada"),
        ("meh", "CSAT 2 · 2026-01-04 · chat · Bento"),  # 8 is no detractor, 2 of 5 is unsatisfied
    ]
    assert line() == (
        "The newest 2 of 3 comments by detractors (NPS) and unsatisfied customers (CSAT), word for word. "
        "1 such answer came without a comment. Personal data: for those who may read it."
    )


def test_who_wrote_it_is_not_told(written: Written) -> None:
    found = quoted(written(*SURVEY), "--comments", "9")
    assert [text for text, _ in found] == ["late, and<br>broken", "meh", "no answer"]
    assert line().startswith("All 3 comments by")
    page = Path("kpis.html").read_text("utf-8")
    assert "@x.org" not in page
    assert "eleven" not in page  # 11 is no answer, and its row is left out


def test_without_the_option_there_is_no_comment(written: Written) -> None:
    assert quoted(written(*SURVEY)) == []
    assert "meh" not in Path("kpis.html").read_text("utf-8")


def test_tests_and_windows_hold_for_comments_as_for_figures(written: Written) -> None:
    file = written(*SURVEY)
    assert quoted(file, "--comments", "9", "--where", "agent = Bento") == [
        ("meh", "CSAT 2 · 2026-01-04 · chat · Bento")
    ]
    assert quoted(file, "--comments", "9", "--since", "2026-02")[0][0] == "late, and<br>broken"


def test_effort_is_bad_at_the_end_that_is_not_easy(written: Written) -> None:
    rows = ("effort,comment", "1,easy", "4,so-so", "5,hard", "7,terrible")
    Path("csmetrics.toml").write_text('[metrics.ces]\nscale = "1-7"\neasy = "low"\n')
    assert quoted(written(*rows), "--comments", "9", "--column", "score=effort") == [
        ("terrible", "CES 7"),
        ("hard", "CES 5"),
    ]
    assert line().startswith("2 of 2 comments by customers with high effort (CES), word for word, ")


def test_markdown_and_the_workbook_hold_the_same(written: Written) -> None:
    args = ["report", written(*SURVEY), "--comments", "2", "-o", "k.md", "-o", "k.xlsx", "-q"]
    assert outcome(args) == 0
    text = Path("k.md").read_text("utf-8")
    assert "> late, and<br>\n> broken\n>\n> — NPS 0, CSAT 1 · 2026-02-03 · chat · Ada\n" in text
    rows = list(load_workbook("k.xlsx")["Comments"].iter_rows(min_row=3, values_only=True))
    assert rows == [
        ("Date", "Score", "Comment", "Channel", "Agent"),
        ("2026-02-03", "NPS 0, CSAT 1", "late, and\nbroken", "chat", "Ada"),
        ("2026-01-04", "CSAT 2", "meh", "chat", "Bento"),
    ]


def test_hostile_comments_are_text_and_long_ones_are_cut(written: Written) -> None:
    nasty = "<script>alert(1)</script>\x1b[2J\u202eevil =HYPERLINK(1) [a](http://x) "
    long = nasty + "x" * 40_000
    file = written("nps,comment", f'0,"{long}"', '1,"=1+1"', '2,"# not a heading"')
    args = ["report", file, "--comments", "5", "-o", "k.html", "-o", "k.md", "-o", "k.xlsx", "-q"]
    assert outcome(args) == 0
    page, md = Path("k.html").read_text("utf-8"), Path("k.md").read_text("utf-8")
    for text in (page, md):
        assert not re.search("<script|\x1b|\u202e", text)
        assert "the first 1,000 of 40,063 characters" in text
        assert "x" * 1_000 not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\x1b[2J\\u202eevil" in page
    assert "> \\# not a heading" in md
    assert "(http&#58;//x)" in md  # no link
    cells = [row[2] for row in load_workbook("k.xlsx")["Comments"].iter_rows(min_row=4)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} >= {"=1+1", "# not a heading"}
    assert any(cell.value.endswith("characters: more than a cell holds)") for cell in cells)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("nps,email", "3,a@x.org"), "--comments: no column is known to hold comments"),
        (
            ("id,status,created at,resolved at", "1,closed,2026-01-01,2026-01-02"),
            "--comments: no answers were measured",
        ),
    ],
)
def test_files_without_comments_are_refused(
    rows: tuple[str, ...], said: str, written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(["report", written(*rows), "--comments", "3", "-o", "k.html"]) == 3
    assert said in capsys.readouterr().err
    assert not Path("k.html").exists()


def test_min_group_hides_what_comments_would_show(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("csmetrics.toml").write_text("min_group = 5\n")
    asked = ["report", written(*SURVEY), "--comments", "3", "-o", "k.html"]
    assert outcome(asked) == 2
    assert "--min-group 5 hides what fewer than 5 said" in capsys.readouterr().err
    assert not Path("k.html").exists()
    assert outcome([*asked, "--min-group", "none"]) == 0


def test_the_report_says_that_it_holds_personal_data(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(["report", written(*SURVEY), "--comments", "2", "-o", "k.html"]) == 0
    assert "personal data: this report quotes 2 comments of customers" in capsys.readouterr().err
