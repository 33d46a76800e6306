"""The pages are complete and current: commands, options, messages, formats, links, the README's commands."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from documents import DOCS, PAGES, ROOT, page_id, script

from csmetrics import errors, render
from csmetrics.cli.app import Stub, stubs
from csmetrics.errors import Exit, Kind
from csmetrics.metrics import LISTED, METRICS
from csmetrics.options import GateOptions, InputOptions, OutputOptions, SliceOptions

tables = script("make_options")
COMMANDS = list(stubs(LISTED))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_generated_parts_are_current(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert tables.fill(text, page.stem) == text, "python docs/make_options.py"


@pytest.mark.parametrize("name", [each.name for each in COMMANDS if not each.hidden])
def test_every_command_has_a_page_in_the_index(name: str) -> None:
    assert f"csmetrics {name}" in read(f"commands/{name}.md")
    assert f"(commands/{name}.md)" in read("index.md")


def test_every_page_is_of_a_command() -> None:
    shown = {each.name for each in COMMANDS if not each.hidden}
    assert {page.stem for page in (DOCS / "commands").glob("*.md")} == shown


@pytest.mark.parametrize("stub", [each for each in COMMANDS if each.hidden], ids=lambda s: s.name)
def test_every_other_name_is_told(stub: Stub) -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "commands").glob("*.md"))
    assert f"`{stub.name}`" in pages


@pytest.mark.parametrize("format_", render.FORMATS, ids=lambda each: each.name)
def test_every_format_is_described(format_: render.Format) -> None:
    headings = [line for line in read("output.md").splitlines() if line.startswith("## ")]
    assert any(f"`{format_.name}`" in line for line in headings)


@pytest.mark.parametrize("metric", METRICS, ids=lambda each: each.name)
def test_every_option_of_a_metric_is_on_its_page(metric: type) -> None:
    page = read(f"commands/{metric.name}.md")  # type: ignore[attr-defined]
    for group in (metric, InputOptions, SliceOptions, GateOptions, OutputOptions):
        for name in tables.options(group):
            assert re.search(rf"`{tables.flag(name)}[ `]", page), name


def test_every_message_is_listed() -> None:
    codes = {each.code for each in vars(errors).values() if isinstance(each, Kind)}
    assert codes
    assert set(re.findall(r"^\| ([EWN]\d{3}) ", read("errors.md"), re.MULTILINE)) == codes


def test_every_exit_code_is_listed() -> None:
    listed = re.findall(r"^\| (\d+) \|", read("exit-codes.md"), re.MULTILINE)
    assert [int(code) for code in listed] == [int(code) for code in Exit]


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


def anchors(page: Path) -> set[str]:
    """The anchors of headings, as a forge makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_lines_fit(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    long = [line for line in text.splitlines() if len(line) > 130 and not line.startswith("|")]
    assert long == []


def test_the_commands_of_the_readme_are_one_line_each() -> None:
    for marker in ("setup", "test"):
        found = re.findall(rf"^<!-- {marker} -->\n```sh\n(.+)\n```$", README, re.MULTILINE)
        assert len(found) == 1
        assert found[0].startswith("python3 -m venv .venv && ")
        subprocess.run(["bash", "-n", "-c", found[0]], check=True)


def test_nothing_of_a_page_is_fetched_to_look_at_it() -> None:
    pictures = [
        target
        for page in PAGES
        for target in re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    ]
    assert pictures == ["docs/nps.svg"]
