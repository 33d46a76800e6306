"""Every file that a run reads: no output takes the place of one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csmetrics.cli.settings import Settings, Values

NAMING = ("customers", "holidays", "preset")
"""Options whose value may be the name of a file that is read; a word, such as a region, is none."""


def read_by(files: Iterable[str], values: Values, found: Settings | None) -> tuple[str, ...]:
    """The exports of a run, the files that its options name, the settings and those that they name."""
    told = [values]
    names = [*files]
    if found is not None:
        told += [found.shared, *(each.values for each in found.inputs), *found.metrics.values()]
        told += [{"holidays": each.holidays} for each in found.shifts]
        names += [str(found.path), *([str(found.history)] if found.history else [])]
    return tuple(dict.fromkeys([*names, *(name for each in told for name in _named(each))]))


def read_by_all(
    files: Sequence[str], values: Values, found: Settings | None = None
) -> tuple[str, ...]:
    """The same where several metrics are measured: on files that may be named with their table, or on all there are."""
    from csmetrics.intake.tables import said  # heavy

    inputs = () if found is None or files else found.inputs
    exports = [
        *(said(name)[1] for name in files),
        *(file for each in inputs for file in each.files),
    ]
    return read_by(exports, values, found)


def _named(values: Values) -> Iterator[str]:
    for option in NAMING:
        value: str | Sequence[str] | None = values.get(option)
        yield from [value] if isinstance(value, str) else value or ()
