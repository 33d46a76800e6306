"""``csmetrics report``: every KPI as a page, a workbook or a document that others read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from csmetrics.cli import signature
from csmetrics.cli.commands import summary
from csmetrics.cli.commands._metric import FILES, SHARED
from csmetrics.errors import USAGE, CsmetricsError

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics import Listed


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(files: list[str] | None = None, **values: object) -> Callable[[Terminal], int]:
        asked = replace(summary.told(files or (), values, metrics), kind="report")
        if not {"output", "format"} & set(asked.values):
            message, cure = "a report is a file, and none is named", "-o kpis.html"
            raise CsmetricsError(USAGE, message=message, suggestion=cure)
        return lambda terminal: summary.run(asked, terminal)

    return signature.accept(parsed, SHARED, FILES)
