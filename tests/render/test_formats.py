"""What holds for every format, with labels that nobody should have to expect."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from csmetrics.render import FORMATS, Format, by_name, by_suffix, table
from csmetrics.report import Report

from . import reports

SHOWN = [each for each in FORMATS if each.name != "value" and not each.binary]
HUMAN: dict[str, Callable[[Report], str]] = {
    "pipe": table.render,
    "terminal": lambda report: table.render(report, width=80),
    "narrow": lambda report: table.render(report, width=30),
    "tiny": lambda report: table.render(report, width=1),
    "wide": lambda report: table.render(report, width=400),
    "ascii": lambda report: table.render(report, width=80, ascii=True),
    "md": lambda report: str(by_name_or_fail("md").render(report)),
}
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069]")


def by_name_or_fail(name: str) -> Format:
    found = by_name(name)
    assert found
    return found


def text_of(each: Format, report: Report) -> str:
    text = each.render(report)
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("name", HUMAN)
def test_nothing_hostile_reaches_a_person(name: str) -> None:
    text = HUMAN[name](reports.hostile())
    assert not RAW.search(text)
    text.encode()


@pytest.mark.parametrize("each", SHOWN, ids=lambda each: each.name)
@pytest.mark.parametrize(
    "report", [reports.EMPTY, reports.ALL_UNDEFINED, reports.hostile(), reports.many()]
)
def test_every_format_shows_every_report(each: Format, report: Report) -> None:
    text = text_of(each, report)
    text.encode()
    assert text.endswith("\n")
    assert text == text_of(each, report)


@pytest.mark.parametrize("name", HUMAN)
def test_every_label_is_shown_whole(name: str) -> None:
    text = re.sub(r"\s", "", HUMAN[name](reports.hostile()))
    assert text.count("x" * 40_000) == 2 or text.count("x") > 80_000
    for label in ("日本語の顧客", "👩‍👩‍👧", "00123"):
        assert text.count(label) >= 2 or name in ("tiny", "narrow")


def test_formats_are_found() -> None:
    assert [each.name for each in FORMATS] == [*dict.fromkeys(each.name for each in FORMATS)]
    for each in FORMATS:
        assert by_name(each.name) is each
        for suffix in each.suffixes:
            assert by_suffix(f"A.B/report{suffix.upper()}") is each
    assert by_name("pdf") is None
    assert by_suffix("csv") is None


def test_the_tuple_loads_no_member() -> None:
    code = "import sys, csmetrics.render as r; r.by_name('table'); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    modules = set(loaded.stdout.split())
    assert not {"rich", "pandas", "csmetrics.render.table"} & modules
