"""What the options of a run over several tables mean to each: one that names a column goes where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from csmetrics.cli.configured import WORKING
from csmetrics.cli.settings import Values
from csmetrics.errors import IN_NO_TABLE, UNFILTERED, CsmetricsError
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.intake.tables import Group
    from csmetrics.metrics._contract import Metric

PERIODS = ("every", "since", "until")


Pairs = Sequence[tuple["Group", type["Metric"]]]
"""Metrics and the files that they are measured on."""


def refuse_unused(values: Values, pairs: Pairs) -> None:
    """Refuse an option that names a column which none of the files has, as far as a metric can use it."""
    for name, text, fits in _named(values):
        if not any(fits(group, metric.table) for group, metric in pairs):
            raise CsmetricsError(IN_NO_TABLE, option=_option(name), text=text)


def unreached(values: Values, pairs: Pairs) -> Iterator[Diagnostic]:
    """Say which metrics a test of rows leaves as they are, because their files have no such column."""
    for name, text, fits in _named(values):
        others = [metric.name for group, metric in pairs if not fits(group, metric.table)]
        if others and name != "column":
            words = (("option", _option(name)), ("text", text), ("metrics", ", ".join(others)))
            yield Diagnostic(UNFILTERED, words)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def meant(values: Values, group: Group, metric: type[Metric]) -> Values:
    """The options of a run as far as they mean something to a metric over the files of a table."""
    told = dict(values)
    for name in ("column", "where", "exclude_status"):
        told.pop(name, None)
    for name, text, fits in _named(values):
        if fits(group, metric.table):
            told.setdefault(name, []).append(text)
    for name in (*(PERIODS if metric.by_period else ()), *(() if metric.timed else WORKING)):
        told.pop(name, None)
    return told


def _named(values: Values) -> Iterator[tuple[str, str, Callable[[Group, str], bool]]]:
    """Each option that names a column: the option, its text, and which group and table it fits."""
    from csmetrics.slices import where  # heavy

    for text in values.get("column") or ():
        yield "column", text, partial(_declares, text)
    for text in values.get("where") or ():
        yield "where", text, partial(_has, where.parse(text).column)
    for text in values.get("exclude_status") or ():
        yield "exclude_status", text, _has_status


def _has_status(group: Group, table: str) -> bool:
    return group.table == "tickets" and group.has("status", table)


def _has(column: str, group: Group, table: str) -> bool:
    return group.has(column, table)


def _declares(text: str, group: Group, table: str) -> bool:
    """Whether ``ROLE=HEADER[:UNIT]`` names a role of the table, and a column of the files."""
    from csmetrics.intake import schema  # heavy

    role, _, header = (part.strip() for part in text.partition("="))
    headers = (header, header.rpartition(":")[0] or header)
    return role in schema.names(table) and any(group.has(each, table) for each in headers)
