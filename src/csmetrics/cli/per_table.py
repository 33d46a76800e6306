"""What the options of a run over several tables mean to each: one that names a column goes where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from csmetrics.cli.configured import WORKING
from csmetrics.cli.settings import Values
from csmetrics.errors import IN_NO_TABLE, CsmetricsError

if TYPE_CHECKING:
    from csmetrics.intake.tables import Group
    from csmetrics.metrics._contract import Metric

PERIODS = ("every", "since", "until")


def refuse_unused(values: Values, groups: Sequence[Group], tables: Sequence[str]) -> None:
    """Refuse an option that names a column which no table has."""
    for name, text, fits in _named(values):
        if not any(fits(group, table) for group in groups for table in tables):
            raise CsmetricsError(IN_NO_TABLE, option=f"--{name.replace('_', '-')}", text=text)


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
        yield "exclude_status", text, partial(_has, "status")


def _has(column: str, group: Group, table: str) -> bool:
    return group.has(column, table)


def _declares(text: str, group: Group, table: str) -> bool:
    """Whether ``ROLE=HEADER[:UNIT]`` names a role of the table, and a column of the files."""
    from csmetrics.intake import schema  # heavy

    role, _, header = (part.strip() for part in text.partition("="))
    headers = (header, header.rpartition(":")[0] or header)
    return role in schema.names(table) and any(group.has(each, table) for each in headers)
