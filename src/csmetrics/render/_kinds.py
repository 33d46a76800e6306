"""What is shown of each kind of answer: its grids for people, its document for machines.

Each kind has a file with ``grids(result)``, ``document(result)`` and ``tidy(result)``. To add one: that file, and
its line here.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, cast

from csmetrics.render._grid import Grid
from csmetrics.render._language import told
from csmetrics.render._tidy import Tidy
from csmetrics.report import Result, Untold

MEMBERS = {
    "metric": "_metric",
    "inspection": "_inspection",
    "goals": "_goals",
    "comparison": "_comparison",
    "trend": "_trend",
    "standards": "_standards",
    "drivers": "_drivers",
    "summary": "_summary",
    "followups": "_followups",
    "settings": "_effective",
}


def grids(result: Result) -> Iterator[Grid]:
    """The tables for people, one below the other, in the language in force."""
    return map(told, cast("Iterator[Grid]", _member(result).grids(result)))


def document(result: Result) -> dict[str, Any]:
    """What the JSON document holds beside its version, kind and tool."""
    return cast("dict[str, Any]", _without_untold(_member(result).document(result)))


def tidy(result: Result) -> Tidy:
    """The table for machines: one row for each figure."""
    table = cast("Tidy", _member(result).tidy(result))
    return Tidy(table.columns, tuple(tuple(map(_known, row)) for row in table.rows))


def _without_untold(value: Any) -> Any:
    """A document in which counts that are not told are null."""
    if isinstance(value, dict):
        return {name: _without_untold(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_untold(each) for each in value]
    return _known(value)


def _known(value: Any) -> Any:
    return None if isinstance(value, Untold) else value


def _member(result: Result) -> Any:
    return import_module(f"csmetrics.render.{MEMBERS[result.kind]}")
