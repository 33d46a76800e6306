"""Every example of the README and of docs/ prints what is written under it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from documents import PAGES, page_id, script

examples = script("make_examples")


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_prints_what_the_page_says(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if "| jq" in text and shutil.which("jq") is None:
        text = _without_jq(text)
    with examples.example_folder() as folder:
        session = examples.Session(folder)
        for steps in examples.sessions(text):
            for command, expected in steps:
                printed = examples.lines_of(session.run(command))
                wanted = examples.lines_of("\n".join(expected))
                if not examples.fits(wanted, printed):
                    assert printed == wanted, f"{command}: python docs/make_examples.py"


def _without_jq(text: str) -> str:
    """Leave out the commands that need a program this machine does not have."""
    return re.sub(r"^\$ [^\n]*\| jq.*?(?=^\$ |^```$)", "", text, flags=re.MULTILINE | re.DOTALL)


def test_an_ellipsis_stands_for_lines() -> None:
    assert examples.fits(["a", "…", "d"], ["a", "b", "c", "d"])
    assert examples.fits(["a", "…"], ["a"])
    assert not examples.fits(["a", "…", "d"], ["a", "b"])
    assert not examples.fits([], ["a"])
    assert not examples.fits(["a"], ["a", "b"])


def test_a_session_keeps_folder_and_exit_code(tmp_path: Path) -> None:
    session = examples.Session(tmp_path)
    assert session.run("printf 'score\\n9\\n' > one.csv; exit 7") == ""
    assert session.run("echo $?") == "7\n"
    assert session.run("csmetrics nps one.csv -f value -q") == "100.0\n"
    assert session.run("cat one.csv | csmetrics nps - -f value -q") == "100.0\n"
    assert session.run("csmetrics nps none.csv -qq") == ""
    assert session.run("echo $?") == "3\n"


def test_jq_can_be_missing() -> None:
    text = "```console\n$ a\n1\n$ b | jq .\n2\n\n3\n$ c\n4\n```\n"
    assert _without_jq(text) == "```console\n$ a\n1\n$ c\n4\n```\n"
