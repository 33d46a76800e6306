"""One file is one member: listed in its folder's tuple, tested, and on a page of the docs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "csmetrics"

# folder → the files whose tuples may list its members
LISTS = {
    "metrics": ("metrics/__init__.py",),
    "render": ("render/__init__.py",),
    "cli/commands": ("cli/commands/__init__.py", "cli/app.py"),
}
MEMBERS = [
    (folder, path.stem)
    for folder in LISTS
    for path in sorted((SRC / folder).glob("*.py"))
    if not path.name.startswith("_")
]


def listed_members(path: Path) -> set[str]:
    """The modules named by the module-level tuples of a file: as text, or by something imported."""
    words: set[str] = set()
    if not path.exists():
        return words
    body = ast.parse(path.read_text(encoding="utf-8")).body
    home = {
        alias.asname or alias.name: (statement.module or "").rpartition(".")[2]
        for statement in body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    for statement in body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        if not isinstance(statement.value, ast.Tuple):
            continue
        for node in ast.walk(statement.value):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.update(re.split(r"[.:]", node.value))
            elif isinstance(node, ast.Name):
                words.update((node.id, home.get(node.id, "")))
    return words


@pytest.mark.parametrize(("folder", "member"), MEMBERS)
def test_is_listed(folder: str, member: str) -> None:
    listed = set().union(*(listed_members(SRC / name) for name in LISTS[folder]))
    assert member in listed, f"list {folder}/{member}.py in a tuple of {' or '.join(LISTS[folder])}"


@pytest.mark.parametrize(("folder", "member"), MEMBERS)
def test_has_a_test(folder: str, member: str) -> None:
    room = ROOT / "tests" / folder.split("/", maxsplit=1)[0]
    assert list(room.rglob(f"test_{member}.py")), f"write tests/{folder}/test_{member}.py"


@pytest.mark.parametrize(("folder", "member"), MEMBERS)
def test_is_documented(folder: str, member: str) -> None:
    docs = ROOT / "docs"
    if folder == "render":
        pages = [page.read_text(encoding="utf-8") for page in docs.rglob("*.md")]
        named = re.compile(rf"`[^`\n]*\b{re.escape(member)}\b[^`\n]*`")
        assert any(named.search(page) for page in pages), f"no page of docs/ names `{member}`"
    else:
        page = docs / "commands" / f"{member.strip('_')}.md"
        assert page.exists(), f"write {page.relative_to(ROOT)}"


def test_every_folder_is_there() -> None:
    assert [folder for folder in LISTS if not (SRC / folder).is_dir()] == []


def test_a_member_is_found_by_text_and_by_what_it_gives(tmp_path: Path) -> None:
    listing = tmp_path / "__init__.py"
    listing.write_text(
        "from csmetrics.metrics.ces import CES\nfrom x.nps import NPS\n"
        'METRICS: tuple[type, ...] = (CES,)\nFORMATS = (Format("md", module="csv"),)\n'
    )
    listed = listed_members(listing)
    assert {"ces", "md", "csv"} <= listed
    assert "nps" not in listed
