"""An inspection as a settings file that a person can check and correct: ``csmetrics.toml`` with comments."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from csmetrics.render._text import visible
from csmetrics.report import ColumnSeen, FileSeen, Inspection

HEAD = """\
# Settings of csmetrics, from {files}.
# Every key is an option of its name: csmetrics frt --help lists them. What the command line says goes first.
# Check the mapping below. A line that begins with # does nothing.
"""
HOUSE = {
    "tz": ('"America/Sao_Paulo"', "of times without an offset, and of periods; UTC if not said"),
    "hours": ('"mon-fri 09:00-18:00"', "working time; without it, times are by the calendar"),
    "holidays": ('["BR-SP"]', "days off: regions, or files of dates"),
}


def settings_text(inspection: Inspection, given: Mapping[str, str], folder: Path) -> str:
    """The file for exports of one or several tables; ``given`` are the input options that were used.

    Paths are written from ``folder``, where the file will stand.
    """
    tables: dict[str, list[FileSeen]] = {}
    for seen in inspection.files:
        tables.setdefault(seen.table, []).append(seen)
    names = ", ".join(visible(seen.name) for seen in inspection.files)
    blocks = [HEAD.format(files=names), "\n".join(_house(given))]
    blocks += ["\n".join(_inputs(files, given, folder)) for files in tables.values()]
    return "\n".join(f"{block.rstrip()}\n" for block in blocks)


def _house(given: Mapping[str, str]) -> Iterator[str]:
    for name, (example, what) in HOUSE.items():
        if name in given:
            yield f"{name} = {quoted(given[name])}    # {what}"
        else:
            yield f"# {name} = {example}    # {what}"


def _inputs(files: Sequence[FileSeen], given: Mapping[str, str], folder: Path) -> Iterator[str]:
    """One entry: the files of one table and the columns of the first of them."""
    first = files[0]
    yield "[[inputs]]"
    yield f"table = {quoted(first.table)}"
    paths = [quoted(_from(folder, seen.name)) for seen in files]
    yield f"files = [{', '.join(paths)}]    # patterns too, such as exports/*.csv"
    for name, value in given.items():
        if name not in HOUSE:
            yield f"{name} = {quoted(value)}"
    if first.preset is not None and "preset" not in given:
        sure = f"{first.preset.title}: {first.preset.found} of {first.preset.all} of its headers"
        yield f"preset = {quoted(first.preset.name)}    # {visible(sure)}"
    yield ""
    yield "[inputs.columns]"
    if first.preset is not None:
        yield "# What the preset finds by itself stands behind a #."
    mapped = [each for each in first.columns if each.role]
    lines = [(_mapped(each), _seen(each)) for each in mapped]
    width = max((len(line) for line, _ in lines), default=0)
    yield from (f"{line:<{width}}    # {what}" for line, what in lines)
    yield from _questions(first)
    rest = [each for each in first.columns if not each.role and each.header]
    if rest:
        yield "# Columns with no role of their own; --by and --where take them by name:"
        yield from (f"#   {visible(each.header)}: {_seen(each)}" for each in rest)


def _mapped(column: ColumnSeen) -> str:
    """The line of a role; a comment where the preset tells it, or where it is that of one metric only."""
    unit = f":{column.unit}" if column.unit_by == "told" else ""
    line = f"{column.role} = {quoted(column.header + unit)}"
    known = column.metrics or column.why.startswith("by the preset")
    return f"# {line}" if known else line


def _questions(seen: FileSeen) -> Iterator[str]:
    """The columns that could hold the score, where none does by itself."""
    words = [shlex.split(each) for each in seen.mapping]
    headers = [quoted(header) for option, header in words if option == "--score"]
    if headers:
        yield "# No column is known to hold the score. One of these, with csat and ces several:"
        yield from (f"# score = {header}" for header in headers)


def _seen(column: ColumnSeen) -> str:
    """What the column holds, in a few words, and why it was taken."""
    filled = f"{column.n:,} of {column.n + column.blank + column.unread:,} cells"
    span = f", {column.low} to {column.high}" if column.low and column.high else ""
    unread = f", {column.unread:,} unread" if column.unread else ""
    why = "" if column.why in column.reading else column.why
    why = "; ".join(filter(None, (column.reading, why)))
    of = f", for {' and '.join(column.metrics)} only" if column.metrics else ""
    return visible(f"{column.kind}, {filled}{unread}{span} ({why}){of}")


def _from(folder: Path, name: str) -> str:
    """A path as it is written in a file of that folder."""
    try:
        return Path(os.path.relpath(name, folder)).as_posix()
    except ValueError:  # another drive
        return Path(os.path.abspath(name)).as_posix()


def quoted(text: str) -> str:
    """A TOML string; what JSON escapes, TOML reads alike."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
