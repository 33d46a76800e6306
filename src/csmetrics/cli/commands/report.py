"""``csmetrics report``: every KPI as a page, a workbook or a document that others read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from csmetrics.cli import configured, signature
from csmetrics.cli.commands import summary
from csmetrics.cli.commands._metric import FILES, SHARED
from csmetrics.errors import USAGE, CsmetricsError
from csmetrics.options import ConfigOptions

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics import Listed


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(files: list[str] | None = None, **values: object) -> Callable[[Terminal], int]:
        found = configured.settings(signature.build(ConfigOptions, values), metrics)
        for group in SHARED.values():
            signature.build(group, values)  # refused before anything is read
        typed = {name: value for name, value in values.items() if name in signature.given(values)}
        configured.tried(typed, found)
        if not {"output", "format"} & set(typed):
            message, cure = "a report is a file, and none is named", "-o kpis.html"
            raise CsmetricsError(USAGE, message=message, suggestion=cure)
        asked = summary.Asked(tuple(files or ()), typed, found, metrics, "report")
        return lambda terminal: summary.run(asked, terminal)

    return signature.accept(parsed, SHARED, FILES)
