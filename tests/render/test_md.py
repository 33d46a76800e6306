from __future__ import annotations

import re

import pytest

from csmetrics.render import md
from csmetrics.render._kinds import grids
from csmetrics.render._text import markdown, markdown_line

from . import reports
from .answers import OTHERS
from .test_formats import HUMAN


def test_markdown_holds_no_html_and_no_link() -> None:
    text = HUMAN["md"](reports.hostile())
    assert "<" not in text.replace("<br>", "").replace("<!-- -->", "")
    assert "http://" not in text
    lines = [line for line in text.split("\n") if line.startswith("|")]
    assert len(lines) == len(reports.HOSTILE) + 3
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1


@pytest.mark.parametrize("name", OTHERS)
def test_every_kind_of_answer_is_a_table_without_drawings(name: str) -> None:
    text = md.render(OTHERS[name])
    tables = re.findall(r"^\| :?--.*$", text, re.MULTILINE)
    assert len(tables) >= len(list(grids(OTHERS[name])))
    assert not re.search("[├┤┼●◆▁▂▃▄▅▆▇█] *\\|", text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("$x^2$", "&#36;x^2&#36;"),
        (":smile:", ":<!-- -->smile:"),
        (":+1: of 10", ":<!-- -->+1: of 10"),
        ("@name", "@<!-- -->name"),
        ("a@b.c", "a@<!-- -->b.c"),
        ("ticket #12", "ticket #<!-- -->12"),
        ("09:00:30, 5 @ 10 &#12;", "09:00:30, 5 @ 10 &amp;#<!-- -->12;"),
    ],
)
def test_markdown_names_nobody_and_draws_nothing(text: str, written: str) -> None:
    assert markdown(text) == written


def test_markdown_paragraphs_start_nothing() -> None:
    for text in ("# a", "  > a", "- a", "+ a", "1. a", "12) a", "=== a"):
        assert "\\" in markdown_line(text)
    assert markdown_line("33.4 is at least 30") == "33.4 is at least 30"
