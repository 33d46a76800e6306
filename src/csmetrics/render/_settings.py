"""An inspection as a settings file that a person can check and correct: ``csmetrics.toml`` with comments."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from csmetrics.language import Said, joined, ours, tr
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
    blocks = [tr(HEAD, files=names), "\n".join(_house(given))]
    blocks += ["\n".join(_inputs(files, given, folder)) for files in tables.values()]
    return "\n".join(f"{block.rstrip()}\n" for block in blocks)


def _house(given: Mapping[str, str]) -> Iterator[str]:
    for name, (example, what) in HOUSE.items():
        if name in given:
            yield f"{name} = {quoted(given[name])}    # {tr(what)}"
        else:
            yield f"# {name} = {example}    # {tr(what)}"


def _inputs(files: Sequence[FileSeen], given: Mapping[str, str], folder: Path) -> Iterator[str]:
    """One entry: the files of one table and the columns of the first of them."""
    first = files[0]
    yield "[[inputs]]"
    yield f"table = {quoted(first.table)}"
    paths = [quoted(_from(folder, seen.name)) for seen in files]
    yield f"files = [{', '.join(paths)}]    # {tr('patterns too, such as exports/*.csv')}"
    for name, value in given.items():
        if name not in HOUSE:
            yield f"{name} = {quoted(value)}"
    if first.preset is not None and "preset" not in given:
        words: dict[str, Any] = {"found": first.preset.found, "all": first.preset.all}
        sure = tr("{title}: {found} of {all} of its headers", title=first.preset.title, **words)
        yield f"preset = {quoted(first.preset.name)}    # {visible(sure)}"
    yield ""
    yield "[inputs.columns]"
    if first.preset is not None:
        yield "# " + tr("What the preset finds by itself stands behind a #.")
    mapped = [each for each in first.columns if each.role]
    lines = [(_mapped(each), _seen(each)) for each in mapped]
    width = max((len(line) for line, _ in lines), default=0)
    yield from (f"{line:<{width}}    # {what}" for line, what in lines)
    yield from _questions(first)
    rest = [each for each in first.columns if not each.role and each.header]
    if rest:
        told = "Columns with no role of their own; --by and --where take them by name:"
        yield f"# {tr(told)}"
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
        told = "No column is known to hold the score. One of these, with csat and ces several:"
        yield f"# {tr(told)}"
        yield from (f"# score = {header}" for header in headers)


def _seen(column: ColumnSeen) -> str:
    """What the column holds, in a few words, and why it was taken."""
    cells = column.n + column.blank + column.unread
    told: list[str] = [Said(column.kind), Said("{n:,} of {all:,} cells", n=column.n, all=cells)]
    if column.unread:
        told.append(Said("{n:,} unread", n=column.unread))
    if column.low and column.high:
        told.append(Said("{low} to {high}", low=column.low, high=column.high))
    why = "" if column.why in column.reading else column.why
    ways = joined("; ", (ours(each) for each in (column.reading, why) if each))
    seen = Said("{what} ({ways})", what=joined(", ", told), ways=ways)
    if column.metrics:
        seen = Said(
            "{seen}, for {metrics} only", seen=seen, metrics=joined(" and ", column.metrics)
        )
    return visible(tr(seen))


def _from(folder: Path, name: str) -> str:
    """A path as it is written in a file of that folder."""
    try:
        return Path(os.path.relpath(name, folder)).as_posix()
    except ValueError:  # another drive
        return Path(os.path.abspath(name)).as_posix()


def quoted(text: str) -> str:
    """A TOML string; what JSON escapes, TOML reads alike."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
