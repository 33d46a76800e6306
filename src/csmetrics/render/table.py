"""The table that a person reads: Rich at a terminal, plain ASCII at its natural width in a pipe.

Numbers are never cut. Where the terminal is too narrow, labels and headings are folded first; where
that does not help, each result is a record of its own, one line per value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from itertools import compress
from typing import TYPE_CHECKING

from csmetrics.render._bars import drawn
from csmetrics.render._blocks import blocks
from csmetrics.render._grid import ALL, BLANK, Grid
from csmetrics.render._headings import heading_of, slim
from csmetrics.render._kinds import grids
from csmetrics.render._text import ascii_only, visible
from csmetrics.render._text import width as cells_of

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from csmetrics.report import Result

GAP = 3
# cells between the columns, the width down to which labels are folded, and whether our own headings
# stand in several lines: the first that fits
LAYOUTS = ((GAP, 40, False), (2, 20, False), (GAP, 40, True), (2, 20, True), (1, 10, False))
OVERLONG = 120  # in a pipe, a longer label pushes its own row aside instead of widening the column
_VERDICTS = {True: ("✓", "green"), False: ("✗", "red"), None: ("–", "yellow")}


def render(
    report: Result,
    *,
    width: int | None = None,
    color: bool = False,
    ascii: bool | None = None,  # noqa: A002 (what it is)
    height: int | None = None,
) -> str:
    """Write the report for a terminal of ``width``; ``None`` is a pipe, which gets ASCII."""
    plain = (width is None) if ascii is None else ascii
    return "\n".join(_one(each, plain, width, color, height) for each in grids(report))


def _one(grid: Grid, plain: bool, width: int | None, color: bool, height: int | None) -> str:
    table = _shown(drawn(grid), plain)
    if width is None and not color:
        return "\n".join(_plain(table)) + "\n"
    if width is not None and _fitted(table, _natural(table), width) is None:
        table = _shown(grid, plain)  # the numbers go before their picture
    natural = _natural(table)
    room = width or sum(natural) + GAP * len(natural)
    console = _console(room, height or 100, color)
    _heading(console, table, width)
    fitted = _fitted(table, natural, room)
    if fitted is None and (cut := blocks(table, slim(table, natural), room)):
        table = cut[-1]
        _in_blocks(console, cut, room, plain)
    elif fitted is None:
        _records(console, table, room)
    else:
        console.print(_table(table, *fitted, plain))
    for line, style in _under(table):
        console.print(_text(line, style), soft_wrap=width is None)
    return _written(console)


def _shown(table: Grid, plain: bool) -> Grid:
    """Make the grid fit for a terminal; our own words, not the labels, in ASCII if asked."""
    ours = (lambda text: ascii_only(visible(text))) if plain else visible
    each = [visible if column.kind == "label" else ours for column in table.columns]
    return replace(
        table,
        title=ours(table.title),
        subtitle=ours(table.subtitle),
        columns=tuple(
            replace(column, title=show(column.title))
            for column, show in zip(table.columns, each, strict=True)
        ),
        rows=tuple(
            replace(
                row, cells=tuple(show(cell) for cell, show in zip(row.cells, each, strict=True))
            )
            for row in table.rows
        ),
        notes=tuple(map(ours, table.notes)),
        rules=tuple(map(ours, table.rules)),
        verdicts=tuple(
            (met, ours(text if plain else f"{_VERDICTS[met][0]} {text}"))
            for met, text in table.verdicts
        ),
    )


def _natural(table: Grid, limit: int | None = None) -> list[int]:
    """Measure each column; cells wider than ``limit`` do not count."""
    return [
        max(
            (w for w in (cells_of(cell) for cell in cells) if limit is None or w <= limit),
            default=0,
        )
        for cells in zip(_titles(table), *(row.cells for row in table.rows), strict=True)
    ]


def _titles(table: Grid) -> tuple[str, ...]:
    return tuple(column.title for column in table.columns)


def _fitted(table: Grid, natural: list[int], room: int) -> tuple[list[int], int] | None:
    """Fit columns and gap, folding what may be folded; ``None`` when numbers would be cut."""
    labels = [i for i, column in enumerate(table.columns) if column.kind == "label"]
    slimmer = slim(table, natural)
    for gap, folded, headings in LAYOUTS:
        widths = [*(slimmer if headings else natural)]
        excess = sum(widths) + gap * (len(widths) - 1) - room
        while excess > 0 and labels:
            widest = max(labels, key=widths.__getitem__)
            if widths[widest] <= folded:
                break
            widths[widest] -= 1
            excess -= 1
        if excess <= 0:
            return widths, gap
    return None


def _plain(table: Grid) -> Iterator[str]:
    """Lay out without colour and without Rich, which takes a millisecond for each row."""
    widths = _natural(table, OVERLONG)
    yield table.title + (f"   {table.subtitle}" if table.subtitle else "")
    yield ""
    yield _plain_line(table, _titles(table), widths)
    yield "-" * (sum(widths) + GAP * (len(widths) - 1))
    for row in table.rows:
        yield _plain_line(table, row.cells, widths)
    yield from (line for line, _ in _under(table))


def _plain_line(table: Grid, cells: tuple[str, ...], widths: list[int]) -> str:
    line = []
    for column, cell, width in zip(table.columns, cells, widths, strict=True):
        space = " " * max(0, width - cells_of(cell))
        line.append(space + cell if column.right else cell + space)
    return (" " * GAP).join(line).rstrip()


def _under(table: Grid) -> Iterator[tuple[str, str]]:
    """Give the lines under the table with their style: footnotes, definition, then goals."""
    for lines in ([(line, "dim") for line in (*table.notes, *table.rules)], _goals(table)):
        if lines:
            yield "", ""
            yield from lines


def _goals(table: Grid) -> list[tuple[str, str]]:
    return [(text, _VERDICTS[met][1]) for met, text in table.verdicts]


def _console(width: int, height: int, color: bool) -> Console:
    """Make a console told everything, so that it asks neither the process nor the terminal."""
    from rich.console import Console

    return Console(
        file=StringIO(),
        width=max(width, 1),
        height=height,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )


def _written(console: Console) -> str:
    written = console.file
    assert isinstance(written, StringIO)  # noqa: S101 (made above)
    return "\n".join(line.rstrip() for line in written.getvalue().split("\n"))


def _text(text: str, style: str = "") -> RenderableType:
    from rich.text import Text

    return Text(text, style=style, overflow="fold")


def _heading(console: Console, table: Grid, room: int | None) -> None:
    from rich.text import Text

    heading = Text(table.title, style="bold", overflow="fold")
    if table.subtitle:
        together = room is None or cells_of(table.title) + 3 + cells_of(table.subtitle) <= room
        heading.append("   " if together else "\n").append(table.subtitle, "not bold dim")
    console.print(heading, "", sep="\n", soft_wrap=room is None)


def _table(table: Grid, widths: list[int], gap: int, plain: bool, *, apart: bool = False) -> Table:
    """Lay out with Rich; ``apart`` puts each word of the headings of a series on a line of its own."""
    from rich.box import Box
    from rich.table import Table

    line = "----" if plain else "────"
    blank = "    "
    box = Box("\n".join([blank, blank, line, *[blank] * 5]) + "\n", ascii=plain)
    shown = Table(
        box=box,
        show_edge=False,
        pad_edge=False,
        padding=(0, gap - 1, 0, 0),
        header_style="",
        border_style="dim",
    )
    for column, width in zip(table.columns, widths, strict=True):
        heading = heading_of(column, 0 if apart and column.series else width)
        shown.add_column(
            _text(heading, "bold" if column.kind == "headline" else "dim"),
            justify="right" if column.right else "left",
            width=width,
            overflow="fold",
            no_wrap=column.right,
            style="bold" if column.kind == "headline" else "",
        )
    for row in table.rows:
        shown.add_row(*(_text(cell, "dim" if cell in (ALL, BLANK) else "") for cell in row.cells))
    return shown


def _in_blocks(console: Console, cut: Sequence[Grid], room: int, plain: bool) -> None:
    for place, block in enumerate(cut):
        if place:
            console.print("")
        fitted = _fitted(block, _natural(block), room)
        assert fitted is not None  # noqa: S101 (they are cut so that they fit)
        console.print(_table(block, *fitted, plain, apart=True))


def _records(console: Console, table: Grid, room: int) -> None:
    """Each row as a record; a picture has a line of its own, where there is room for it."""
    from rich.text import Text

    alone = [column.kind == "chart" and not column.title for column in table.columns]
    pictures = (cell for row in table.rows for cell in compress(row.cells, alone))
    drawn = max(map(cells_of, pictures), default=0) <= room
    if not drawn and not table.figures:
        return
    width = _width_of_titles(table, room)
    for i, row in enumerate(table.rows):
        record = Text("\n" if i else "", end="")
        for column, cell, picture in zip(table.columns, row.cells, alone, strict=True):
            if picture:
                record.append(f"{cell}\n" if drawn and cell else "")
                continue
            title, *more = heading_of(column, width).split("\n")
            space = " " * (width - cells_of(title) + 2)
            style = "bold" if column.kind == "headline" else ""
            record.append(title, style or "dim").append(space).append(f"{cell}\n", style)
            record.append("".join(f"{line}\n" for line in more), style or "dim")
        console.print(record, soft_wrap=True, end="")


def _width_of_titles(table: Grid, room: int) -> int:
    """Give the titles of records their width; where values would not fit, our own stand in several lines."""
    natural = max(map(cells_of, _titles(table)))
    ours = [i for i, column in enumerate(table.columns) if column.kind != "label" and column.title]
    widest = max((cells_of(row.cells[i]) for row in table.rows for i in ours), default=0)
    if natural + 2 + widest <= room:
        return natural
    words = (
        word
        for column in table.columns
        for word in ([column.title] if column.kind == "label" else column.title.split(" "))
    )
    return max(*map(cells_of, words), min(natural, room - 2 - widest))
