"""Imports run downward only, room by room, as CONTRIBUTING.md draws it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "csmetrics"

FLOORS = (
    {"cli", "api"},
    {"pipeline"},
    {"analyses", "history", "slices", "render", "intake", "metrics"},
    {"config", "goals", "worktime", "read"},
    {"calc", "report", "errors", "options", "language"},
)
LEVEL = {room: level for level, floor in enumerate(FLOORS) for room in floor}

# (from room, to module): why neighbours on one floor may meet
NEIGHBOURS = {
    ("slices", "intake.table"): "masks and keys are made from the typed table",
    ("slices", "intake.evidence"): "same table",
    ("slices", "intake.ledger"): "rows that a filter removes are accounted for",
    ("metrics", "intake.table"): "a metric contributes from the typed table",
    ("metrics", "intake.facts"): "a rule is settled by what the columns say",
    ("metrics", "intake.statuses"): "whether a ticket is open or finished",
    ("metrics", "intake.times"): "the number that stands for no time",
    ("metrics", "intake.evidence"): "a scale is settled by what the whole column says",
    ("metrics", "intake.ledger"): "rows that contribute nothing are accounted for",
    ("report", "errors"): "a diagnostic in a report is one of the kinds catalogued there",
    ("errors", "language"): "a message is a template and its words",
    ("options", "language"): "the languages there are",
    ("report", "language"): "so is what a report says of them",
}


@dataclass(frozen=True)
class Import:
    """One import of a module of ours."""

    line: int
    module: str  # within csmetrics: "intake.table", or "" for the package itself
    type_checking: bool


def modules() -> dict[str, Path]:
    """Every module by its dotted name within csmetrics; a package by the name of its folder."""
    found = {}
    for path in sorted(SRC.rglob("*.py")):
        parts = path.relative_to(SRC).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = path
    return found


MODULES = modules()


def resolve(module: str, name: str) -> str:
    """``from csmetrics.intake import table`` means the module intake.table, if there is one."""
    within = f"{module}.{name}" if module else name
    return within if within in MODULES else module


def named(node: ast.Import | ast.ImportFrom, importer: str, package: bool) -> Iterator[str]:
    """The modules of ours that a statement imports."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name.split(".")[0] == "csmetrics":
                yield alias.name.removeprefix("csmetrics").removeprefix(".")
        return
    if node.level:
        parts = importer.split(".") if importer else []
        up = node.level - (1 if package else 0)
        base = ".".join([*parts[: len(parts) - up], *(node.module or "").split(".")]).strip(".")
    elif (node.module or "").split(".")[0] == "csmetrics":
        base = (node.module or "").removeprefix("csmetrics").removeprefix(".")
    else:
        return
    for alias in node.names:
        yield resolve(base, alias.name)


def is_type_checking(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return bool(name == "TYPE_CHECKING")


def imports(tree: ast.AST, importer: str, package: bool, typed: bool = False) -> Iterator[Import]:
    """Every import of ours in a file, wherever it stands."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for module in named(node, importer, package):
                yield Import(node.lineno, module, typed)
        elif isinstance(node, ast.If) and is_type_checking(node.test):
            for inner in node.body:
                yield from imports(ast.Module([inner], []), importer, package, typed=True)
            for inner in node.orelse:
                yield from imports(ast.Module([inner], []), importer, package, typed)
        else:
            yield from imports(node, importer, package, typed)


def fault(importer: str, found: Import) -> str | None:
    """Why an import is not allowed, or None."""
    here, there = importer.split(".", maxsplit=1)[0], found.module.split(".", maxsplit=1)[0]
    if not found.module or here == there:  # the package itself holds the version; a room is free
        return None
    if here not in LEVEL or there not in LEVEL:
        return f"{here if here not in LEVEL else there} stands on no floor"
    if here == "calc":
        return "calc imports nothing of csmetrics"
    if LEVEL[here] < LEVEL[there] or (here, found.module) in NEIGHBOURS:
        return None
    if found.type_checking and (here, there) == ("metrics", "intake"):
        return None
    return "upward" if LEVEL[here] > LEVEL[there] else "from a neighbour"


@pytest.mark.parametrize("module", [name for name in MODULES if name not in {"", "__main__"}])
def test_imports_run_downward(module: str) -> None:
    path = MODULES[module]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    faults = [
        f"{path.relative_to(SRC)}:{found.line} imports {found.module}: {why}"
        for found in imports(tree, module, path.name == "__init__.py")
        if (why := fault(module, found))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("importer", "code", "expected"),
    [
        ("cli.app", "from csmetrics.pipeline import run", None),
        ("cli.app", "from csmetrics import __version__", None),
        ("metrics.nps", "from csmetrics.intake.table import Table", None),
        ("metrics.nps", "from csmetrics.intake import table", None),
        ("read.xlsx", "from ._raw import RawTable", None),
        ("metrics.nps", "import csmetrics.render", "from a neighbour"),
        ("metrics.nps", "from csmetrics import render", "from a neighbour"),
        ("metrics.nps", "from ..render import FORMATS", "from a neighbour"),
        ("report", "def f():\n    from csmetrics.cli import main", "upward"),
        ("read.xlsx", "if TYPE_CHECKING:\n    from csmetrics.intake import table", "upward"),
        ("calc.states", "from csmetrics.errors import Exit", "calc imports nothing of csmetrics"),
    ],
)
def test_the_rule_itself(importer: str, code: str, expected: str | None) -> None:
    (found,) = imports(ast.parse(code), importer, package=False)
    assert fault(importer, found) == expected


def test_every_exception_names_a_module_that_exists() -> None:
    assert [to for _, to in NEIGHBOURS if to not in MODULES] == []
