"""Pages of HTML: one file in which nothing runs, whatever the labels are, and which says all in words."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from csmetrics.render.html import render

from . import reports
from .answers import OTHERS

PAGES = {
    **reports.GOLDEN,
    "empty": reports.EMPTY,
    "undefined": reports.ALL_UNDEFINED,
    "hostile": reports.hostile(),
    "many": reports.many(),
}
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069]")
VOID = {"meta", "br"}
TAGS = {
    *("html", "head", "title", "style", "body", "header", "main", "footer", "nav", "section"),
    *("h1", "h2", "h3", "p", "div", "span", "strong", "ul", "li", "dl", "dt", "dd", "a", "article"),
    *("figure", "figcaption", "details", "summary", *VOID),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("svg", "g", "path", "line", "rect", "text", "tspan"),
}


class Seen(HTMLParser):
    """What a browser would see: every tag with its attributes, closed in order, and the texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


every_page = pytest.mark.parametrize("name", PAGES)


@cache
def page_of(name: str) -> str:
    return render(PAGES[name])


@every_page
def test_nothing_runs_and_nothing_is_fetched(name: str) -> None:
    page = page_of(name)
    seen = Seen(page)
    assert {tag for tag, _ in seen.tags} <= TAGS
    for tag, attributes in seen.tags:
        assert not [each for each in attributes if each.startswith("on")]
        assert not {"src", "style", "srcset", "action", "data", "xlink:href"} & {*attributes}
        assert str(attributes.get("href", "#")).startswith("#"), tag
    assert not RAW.search(page)
    page.encode()
    assert len(page) < 1_000_000


def test_the_same_answer_gives_the_same_page() -> None:
    assert render(reports.SLICED) == page_of("sliced")


def test_the_policy_allows_the_one_style_sheet_by_its_digest() -> None:
    page = render(reports.WHOLE)
    (policy,) = [each["content"] for each in Seen(page).all("meta") if "http-equiv" in each]
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy
    assert "url(" not in style
    assert "@import" not in style


@every_page
def test_everything_is_said_in_words(name: str) -> None:
    seen = Seen(page_of(name))
    assert seen.all("html") == [{"lang": "en"}]
    assert len(seen.all("h1")) == 1
    assert len(seen.all("caption")) + 1 >= len(seen.all("table"))  # that of the files has a heading
    assert all(each["scope"] in ("col", "row") for each in seen.all("th"))
    named = {each["id"] for each in seen.all("figcaption")}
    pictures = [each for each in seen.all("div") if each.get("role") == "img"]
    assert len(pictures) == len(seen.all("svg"))
    assert all(each.get("aria-label") or each.get("aria-labelledby") in named for each in pictures)
    anchors = {each["id"] for _, each in seen.tags if "id" in each}
    assert all(str(each["href"])[1:] in anchors for each in seen.all("a"))


def test_drawings_are_well_formed_and_keep_hostile_labels_as_text() -> None:
    whole = ((), reports.nps(660, 400, 229))
    rows = [((("label", label),), reports.nps(5, 2, 1)) for label in reports.HOSTILE[:16]]
    page = render(reports.nps_report(whole, *rows))
    drawings = re.findall("<svg.*?</svg>", page, re.DOTALL)
    texts = [text for each in drawings for text in Xml.fromstring(each).itertext()]  # noqa: S314
    assert "</script><script>aler…" in texts
    assert '=HYPERLINK("http://x.…' in texts
    assert any(text.startswith("clear\\x1b[2J") for text in texts)
    Seen(page)


def test_a_label_without_end_is_cut_and_its_length_said() -> None:
    texts = Seen(page_of("hostile")).texts
    assert "x" * 200 + "… (40,000 characters)" in texts
    assert max(map(len, texts)) < 20_000  # the style sheet


def test_what_would_act_is_written_out() -> None:
    texts = Seen(page_of("hostile")).texts
    assert "clear\\x1b[2J\\x1b[31mred" in texts
    assert "bidi\\u202eevil\\u2066x\\u2069" in texts
    assert "</script><script>alert(1)</script>" in texts


def test_three_thousand_groups_are_folded_and_twenty_drawn() -> None:
    page = page_of("many")
    seen = Seen(page)
    assert len(seen.all("details")) == 1
    assert sum(text.startswith("agent ") for text in seen.texts) == 3000 + 20
    assert any("The 20 largest of 3,000 are drawn" in text for text in seen.texts)


def test_goals_stand_with_a_sign_and_a_word() -> None:
    texts = "".join(Seen(render(reports.SLICED)).texts)
    assert re.search(r"✗\s+goal nps >= 30 missed \(channel chat\)", texts)


def test_every_goal_stands_out_with_its_verdict_and_its_reasons() -> None:
    listed = render(OTHERS["goals"]).partition('<ul class="told">')[2].partition("</ul>")[0]
    found = [" ".join(re.sub("<[^>]*>", " ", each).split()) for each in listed.split("</li>")]
    assert [html.unescape(each) for each in found if each] == [
        "✗ missed: csat >= 85%, team = Billing (Ana) "
        "78.4 %, 6.6 pp short; 95 % interval 72.6 to 83.4 %",
        "? too little data: frt <= 4h no month is covered whole",
    ]


def test_what_is_found_stands_right_after_the_name() -> None:
    heads = re.findall('<th scope="col"[^>]*>([^<]*)', render(OTHERS["standards"]))
    assert heads[:3] == ["agent", "Verdict", "n"]


def test_short_words_stay_whole_and_tables_of_many_columns_stand_closer() -> None:
    assert '<th scope="row" class="s">2026-08</th>' in render(OTHERS["trend"])
    assert '<div class="scroll short" ' in page_of("sliced")
    rows = replace(reports.SLICED.rows[0], slice=tuple((f"column {n}", "x") for n in range(9)))
    assert 'class="scroll short crowd"' in render(replace(reports.SLICED, rows=(rows,)))


def test_a_reader_of_screens_finds_nothing_serious(tmp_path: Path) -> None:
    """The rules of axe-core (WCAG 2 AA), where a browser and ``$AXE_CORE`` (axe.min.js) are at hand."""
    browser, axe = shutil.which("chromium"), os.environ.get("AXE_CORE")
    if browser is None or axe is None:
        pytest.skip("needs chromium, and AXE_CORE=…/axe-core/axe.min.js")
    run = "axe.run().then(r => document.body.textContent = 'AXE' + JSON.stringify(r.violations))"
    page = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", render(reports.SLICED))
    script = f"<script>{Path(axe).read_text('utf-8')}</script><script>{run}</script></body>"
    file = tmp_path / "page.html"
    file.write_text(page.replace("</body>", script), "utf-8")
    done = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--virtual-time-budget=20000", "--dump-dom", file],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"AXE(\[.*\])", done.stdout)
    assert found
    assert [(each["id"], each["impact"]) for each in json.loads(found[1])] == []
