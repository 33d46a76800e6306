"""The sheet that says what the numbers are: definition, options, files, columns, and every row left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from csmetrics import __version__
from csmetrics.errors import MAPPED
from csmetrics.language import tr
from csmetrics.render._inspection import DELIMITERS
from csmetrics.render._numbers import UNDEFINED
from csmetrics.render._workbook import MUTED, Sheet, height
from csmetrics.report import (
    Comparison,
    Definition,
    Diagnostic,
    Drivers,
    Input,
    Quality,
    Report,
    Result,
    Setting,
    Standards,
    Summary,
    Trend,
    Untold,
)

Line = Sequence[str]

_WIDTHS = (30, 40, 48, 40)


@dataclass(frozen=True)
class Section:
    """A heading, and a table below it; the first line of it are the headings."""

    title: str
    lines: tuple[Line, ...]
    heads: Line = ()


def write(sheet: Sheet, result: Result) -> None:
    """Write all sections, one below the other."""
    for column, wide in enumerate(_WIDTHS):
        sheet.widths[column] = wide
    sheet.spread(0)
    row = 0
    for section in sections(result):
        sheet.text(row, 0, section.title, bold=True, font_size=13)
        row += 1
        if section.heads:
            sheet.heads(row, section.heads)
            row += 1
        for line in section.lines:
            if section.heads:
                for column, text in enumerate(line):
                    sheet.text(row, column, text, text_wrap=True, valign="top")
                high = max(
                    height([text], room - 2) for text, room in zip(line, _WIDTHS, strict=False)
                )
                sheet.pen.set_row(row, high)
            else:
                sheet.line(row, line[1], start=1)
                sheet.text(row, 0, line[0], font_color=MUTED, valign="top")
            row += 1
        row += 1


def sections(result: Result) -> Iterator[Section]:
    """What is known of an answer, whatever its kind."""
    yield Section(tr("How to read this workbook"), tuple(_reading()))
    reports = result.reports if isinstance(result, Summary) else (result,)
    for report in reports:
        yield from _of_one(report)
    if isinstance(result, Comparison):
        for side in result.sides:
            yield from _account(side.quality, side.label)
        yield from _inputs(each for side in result.sides for each in side.inputs)
    else:
        several = (*reports, result)
        yield from _inputs(each for one in several for each in getattr(one, "inputs", ()))
    yield from _messages(result.diagnostics)


def _of_one(result: Result) -> Iterator[Section]:
    if isinstance(result, Report | Comparison | Standards | Drivers):
        yield _definition(result.definition)
        yield from _options(result.settings)
    if isinstance(result, Trend):
        lines = ((tr("metric"), result.metric), (tr("rule"), tr(result.rule)))
        yield Section(tr(result.title), lines)
    if isinstance(result, Report | Standards | Drivers):
        yield from _account(result.quality)
    if isinstance(result, Report):
        for question in result.questions if len(result.questions) > 1 else ():
            yield from _account(question, question.question or "")
        if result.holidays:
            yield Section(tr("Days that differ from the usual week"), result.holidays)


def _reading() -> Iterator[Line]:
    yield (
        tr("shares"),
        tr("are held as 78.0 and shown as 78.0 %, as in CSV and JSON: never as 0.78"),
    )
    yield tr("times"), tr("are seconds in the sheets of data, and times of a spreadsheet elsewhere")
    yield (
        tr("differences"),
        tr("of times are in minutes, those of shares in percentage points (pp)"),
    )
    yield tr("an empty cell"), tr("is a value that does not exist, and never 0")
    yield tr("charts"), tr("are drawn from the cells of the sheet Chart data, which can be changed")
    yield "csmetrics", __version__


def _definition(each: Definition) -> Section:
    lines = [
        (tr("metric"), each.metric),
        (tr("formula"), tr(each.formula)),
        (tr("rule"), tr(each.rule)),
        (tr("unit"), tr(each.unit)),
        *([(tr("better"), tr(each.better))] if each.better else []),
        *((tr("source"), source) for source in each.sources),
    ]
    return Section(tr(each.title), tuple(lines))


def _options(settings: Iterable[Setting]) -> Iterator[Section]:
    lines = tuple((each.name, _value(each), tr(each.origin)) for each in settings)
    if lines:
        heads = (tr("option"), tr("value"), tr("origin"))
        yield Section(tr("Options in force"), lines, heads)


def _value(setting: Setting) -> str:
    value = setting.value
    if isinstance(value, tuple) and value:
        return ", ".join(value)
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return UNDEFINED if value is None or value == () else str(value)


def _inputs(inputs: Iterable[Input]) -> Iterator[Section]:
    """Every file once, and every way in which a column was taken for a role."""
    files: dict[str, Line] = {}
    columns: dict[Line, None] = {}
    for each in inputs:
        how = [each.preset.title] if each.preset else []
        how += [
            f"{tr(name.replace('_', ' '))} {tr(DELIMITERS.get(str(value), str(value)))}"
            for name, value in each.dialect
            if value
        ]
        read = "; ".join(how)
        files[each.name] = (each.name, f"{each.rows:,}", each.sha256 or "", read)
        for found in each.mapping:
            columns[found.role, found.column, tr(found.why)] = None
    if files:
        of_files = (tr("file"), tr("rows"), "SHA-256", tr("read as"))
        yield Section(tr("Files"), tuple(files.values()), of_files)
    if columns:
        of_columns = (tr("role"), tr("column"), tr("why"))
        yield Section(tr("Columns"), tuple(columns), of_columns)


def _account(quality: Quality, of: str = "") -> Iterator[Section]:
    title = tr("Account of the rows")
    lines = [
        (tr("read"), f"{quality.rows_read:,}", "", ""),
        (tr("used"), _used(quality), "", ""),
        *(
            (each.column, f"{each.count:,}", tr(each.text), ", ".join(each.rows))
            for each in quality.left_out
        ),
    ]
    heads = (tr("column"), tr("rows"), tr("left out because"), tr("first rows"))
    yield Section(f"{title}: {of}" if of else title, tuple(lines), heads)


def _used(quality: Quality) -> str:
    return tr("hidden") if isinstance(quality.used, Untold) else f"{quality.used:,}"


def _messages(diagnostics: Iterable[Diagnostic]) -> Iterator[Section]:
    lines = tuple(
        (f"{tr(each.kind.level)} {each.kind.code}", tr(each.text), tr(each.hint), _rows(each))
        for each in diagnostics
        if each.kind != MAPPED  # which stands with the columns
    )
    if lines:
        heads = (tr("message"), tr("what"), tr("what to do"), tr("rows"))
        yield Section(tr("Messages"), lines, heads)


def _rows(each: Diagnostic) -> str:
    return ", ".join(each.rows)
