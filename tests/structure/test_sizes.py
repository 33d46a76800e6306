"""Sizes that ask a question: files of 300 lines, functions of 60, eight parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "csmetrics"
FILE_LINES, FUNCTION_LINES, PARAMETERS = 300, 60, 8

# "path" or "path::function" → why it is better so; an entry that is no longer needed fails
ALLOWED: dict[str, str] = {}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def parameters(function: Function) -> int:
    """How many things a caller can say; ``self`` and ``cls`` are not said."""
    given = function.args
    named = [*given.posonlyargs, *given.args]
    if named and named[0].arg in {"self", "cls"}:
        named = named[1:]
    rest = [extra for extra in (given.vararg, given.kwarg) if extra]
    return len(named) + len(given.kwonlyargs) + len(rest)


def findings() -> Iterator[tuple[str, str]]:
    """What is too big: where, and how."""
    for path in sorted(SRC.rglob("*.py")):
        place = path.relative_to(SRC).as_posix()
        text = path.read_text(encoding="utf-8")
        if (lines := len(text.splitlines())) > FILE_LINES:
            yield place, f"{lines} lines"
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, Function):
                continue
            if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES:
                yield f"{place}::{node.name}", f"{lines} lines"
            if (count := parameters(node)) > PARAMETERS:
                yield f"{place}::{node.name}", f"{count} parameters"


def test_nothing_is_too_big() -> None:
    found = [f"{place}: {how}" for place, how in findings() if place not in ALLOWED]
    assert not found, "\n".join(found)


def test_every_exception_is_needed_and_reasoned() -> None:
    needed = {place for place, _ in findings()}
    assert [place for place, why in ALLOWED.items() if place not in needed or not why] == []


def test_parameters_are_counted() -> None:
    (function,) = ast.parse("def f(self, a, /, b, *c, d, **e): ...").body
    assert isinstance(function, ast.FunctionDef)
    assert parameters(function) == 5
