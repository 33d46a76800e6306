"""The Python API: what a notebook calls. Names and meanings are those of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from csmetrics.metrics import by_name
from csmetrics.options import (
    GateOptions,
    InputOptions,
    Options,
    ReportOptions,
    Schedules,
    SliceOptions,
    WorkOptions,
)

if TYPE_CHECKING:
    import pandas as pd

    from csmetrics.intake.columns import Typed
    from csmetrics.report import Report

T = TypeVar("T")


def compute(metric: str, files: str | Sequence[str], **options: Any) -> Report:
    """Compute a metric over one file, or over several that together are one table.

    ``options`` are those of the command line with ``_`` for ``-``: ``by=["channel"]``,
    ``every="month"``, ``promoter_from=9``; ``shifts`` and ``rota`` are the schedules of a settings file
    (:class:`csmetrics.options.Schedules`). Raises :class:`csmetrics.errors.CsmetricsError` where the
    command would refuse, ``KeyError`` for an unknown metric, ``TypeError`` for an unknown option.
    """
    kind = by_name(metric)
    groups = (kind, InputOptions, WorkOptions, Schedules, SliceOptions, GateOptions, ReportOptions)
    _check_known(options, [each.name for group in groups for each in fields(group)])  # type: ignore[arg-type]
    from csmetrics.pipeline import measure

    return measure(
        _built(kind, options),
        (files,) if isinstance(files, str) else tuple(files),
        Options(
            input=_built(InputOptions, options),
            work=_built(WorkOptions, options),
            schedules=_built(Schedules, options),
            slices=_built(SliceOptions, options),
            gate=_built(GateOptions, options),
            report=_built(ReportOptions, options),
            given=frozenset(options),
        ),
    )


def load(file: str, table: str = "responses", **options: Any) -> pd.DataFrame:
    """Load the canonical table of one file: a column for each role that a column of the file plays.

    Scores are float64 (NaN where a cell holds none), dates are in the zone ``tz``, labels are
    categorical; the index is the record number as a spreadsheet shows it. ``options`` are the input
    options of the command line, such as ``column=["score=Nota"]``. Rows that a preset leaves out are not in it.
    """
    import pandas as pd

    from csmetrics.intake import recognition, schema
    from csmetrics.intake.columns import Columns
    from csmetrics.intake.declared import declared
    from csmetrics.intake.mapping import Mapping
    from csmetrics.intake.replaced import emptying, rules_of
    from csmetrics.intake.wanted import Wanted
    from csmetrics.intake.zones import stated
    from csmetrics.pipeline.given import check_zone
    from csmetrics.read import open_table
    from csmetrics.read._raw import Findings

    _check_known(options, [each.name for each in fields(InputOptions)])
    how = _built(InputOptions, options)
    check_zone(how.tz)
    known = recognition.expected(how.preset)
    raw = open_table(file, how, schema.expected(table) | known)
    fit, _ = recognition.fit_of(raw, how.preset, table)
    mapping = Mapping(raw, table, declared(how.column, table), fit)
    rules = rules_of([mapping])
    wanted = [
        Wanted(
            role,
            _kind(role),
            place.header,
            (place.index,),
            place.unit,
            zone=stated(raw, place.index) or (fit.preset.zone if fit else None),
            values=place.values,
            empty=emptying(mapping, place.index, rules),
            also=(place.also,),
        )
        for role in schema.names(table)
        if (place := mapping.role(role)) is not None
    ]
    left_out = tuple(rows for rows, roles in rules if not roles)
    decisions: dict[str, str] = {}
    while True:
        columns = Columns(wanted, how, decisions, leave_out=left_out, tables=(raw,))
        parts = [columns.typed(part, 0) for part in raw.parts(columns.places(0), Findings())]
        proven, _ = columns.settle()
        if proven in (decisions, {}):
            break
        decisions = proven
    frames = [_kept(part) for part in parts]
    return pd.concat(_same_categories(frames)) if frames else pd.DataFrame()


def _kept(part: Typed) -> pd.DataFrame:
    """The typed rows of a part, but those that the preset leaves out; a column for each role, and no other."""
    from csmetrics.intake.dues import ROLES
    from csmetrics.intake.table import of_days

    frame = part.frame.set_axis(part.numbers)
    frame = frame.drop(columns=list(map(of_days, ROLES)), errors="ignore")
    for _, rows in part.left_out:
        frame = frame.drop(part.numbers[rows], errors="ignore")
    return frame


def _kind(role: str) -> str:
    """What a column of the table is read as: ids stay what they say."""
    from csmetrics.intake import schema

    kind = schema.KINDS.get(role, "label")
    return "label" if kind in ("id", "text", "status") else kind


def _same_categories(frames: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """Parts with one list of labels for each column, so that they stay categorical when joined."""
    import pandas as pd

    for name in frames[0].columns:
        if isinstance(frames[0][name].dtype, pd.CategoricalDtype):
            labels = sorted({label for frame in frames for label in frame[name].cat.categories})
            kind = pd.CategoricalDtype(labels)
            frames = [frame.astype({name: kind}) for frame in frames]
    return frames


def _built(group: type[T], options: dict[str, Any]) -> T:
    """A group of options from keywords; one text for a repeatable option is a list of one."""
    values = {}
    for each in fields(group):  # type: ignore[arg-type]
        if each.name in options:
            value = options[each.name]
            if isinstance(each.default, tuple):
                value = (value,) if isinstance(value, str) else tuple(value)
            values[each.name] = value
    return group(**values)


def _check_known(options: dict[str, Any], known: list[str]) -> None:
    for name in options:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise TypeError(f"there is no option {name}{hint}")
