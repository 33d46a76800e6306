"""``csmetrics report``: every KPI as a page, a workbook or a document that others read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from csmetrics.cli import signature
from csmetrics.cli.commands import summary
from csmetrics.cli.commands._metric import FILES, SHARED
from csmetrics.errors import USAGE, CsmetricsError
from csmetrics.options import Param

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics import Listed


@dataclass(frozen=True)
class QuoteOptions:
    """What a report shows beside figures."""

    comments: Annotated[
        int | None,
        Param(
            "Quote the newest N comments of unhappy customers, word for word: personal data.",
            metavar="N",
            low=1,
            high=1000,
        ),
    ] = None


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(files: list[str] | None = None, **values: object) -> Callable[[Terminal], int]:
        comments = signature.build(QuoteOptions, values).comments
        values.pop("comments", None)
        told = summary.told(files or (), values, metrics)
        asked = replace(told, kind="report", comments=comments)
        if not {"output", "format"} & set(asked.values):
            message, cure = "a report is a file, and none is named", "-o kpis.html"
            raise CsmetricsError(USAGE, message=message, suggestion=cure)
        return lambda terminal: summary.run(asked, terminal)

    return signature.accept(parsed, {"Options of report": QuoteOptions, **SHARED}, FILES)
