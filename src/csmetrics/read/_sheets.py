"""Which sheet of a workbook is the table."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from csmetrics.errors import (
    HIDDEN_SHEETS,
    MANY_SHEETS,
    NO_SHEET,
    SHEET_CHOSEN,
    WRONG_CONTENT,
    CsmetricsError,
)
from csmetrics.language import Said
from csmetrics.read._header import folded
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

    from csmetrics.read._sheet_scan import SheetScan


@dataclass(frozen=True)
class Asked:
    """What is known of the table before a sheet is seen.

    ``sheet`` is a name, or the number of a tab, that the user gave; ``named`` are the headers that options name,
    ``expected`` those that a table of this kind may have, both folded.
    """

    sheet: str | None = None
    named: Collection[str] = ()
    expected: Collection[str] = ()

    @classmethod
    def of(cls, sheet: str | None, columns: Sequence[str], expected: Collection[str]) -> Asked:
        """Take the headers out of ``ROLE=HEADER``; the unit of a duration may stand behind a colon."""
        headers = (column.partition("=")[2] for column in columns)
        return cls(sheet, [folded(header) for header in headers if folded(header)], expected)

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a header holds all columns that were named, or else one that is expected."""
        names = {folded(cell) for cell in header} - {""}
        if self.named:
            return all(name in names or name.rpartition(" ")[0] in names for name in self.named)
        return not names.isdisjoint(self.expected)


@dataclass(frozen=True)
class Chosen:
    """The sheet that is read, and what is to be said of the others."""

    sheet: CalamineSheet
    notes: tuple[Diagnostic, ...] = ()


def choose(
    book: CalamineWorkbook,
    facts: Mapping[str, SheetScan],
    asked: Asked,
    file: str,
    header_of: Callable[[CalamineSheet], Sequence[str]],
) -> Chosen:
    """Take the sheet that was asked for, else the only visible one that holds the table.

    Where several sheets hold something, it is the one whose header fits; if several fit, or none, the user is asked.
    """
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    tabs = book.sheets_metadata
    if asked.sheet is not None:
        return Chosen(book.get_sheet_by_name(_named(tabs, asked.sheet, file)))
    tables = [found for found in tabs if found.typ == SheetTypeEnum.WorkSheet]
    filled = [found for found in tables if found.name not in facts or facts[found.name].filled]
    shown = [found.name for found in filled if found.visible == SheetVisibleEnum.Visible]
    unseen = [found.name for found in filled if found.name not in shown]
    if not shown:
        if unseen:
            raise no_table(file, "only hidden sheets", f"--sheet {shlex.quote(unseen[0])}")
        raise no_table(file, "a workbook whose sheets are empty", "export it again")
    sheets = list(_fitting(book, shown, asked, header_of))
    if len(sheets) != 1:
        listed = [sheet.name for sheet in sheets] or shown
        first = shlex.quote(listed[0])
        raise CsmetricsError(MANY_SHEETS, file=file, sheets=", ".join(listed), first=first)
    (sheet,) = sheets
    return Chosen(sheet, tuple(_said(sheet.name, shown, unseen, file)))


def _fitting(
    book: CalamineWorkbook,
    names: Sequence[str],
    asked: Asked,
    header_of: Callable[[CalamineSheet], Sequence[str]],
) -> Iterator[CalamineSheet]:
    """The only sheet, or those of several that fit."""
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if len(names) == 1 or asked.fits(header_of(sheet)):
            yield sheet


def _said(
    name: str, shown: Sequence[str], unseen: Sequence[str], file: str
) -> Iterator[Diagnostic]:
    words = (("file", file), ("sheet", name))
    if others := [other for other in shown if other != name]:
        yield Diagnostic(SHEET_CHOSEN, (*words, ("others", ", ".join(others))))
    if unseen:
        yield Diagnostic(HIDDEN_SHEETS, (*words, ("others", ", ".join(unseen))))


def _named(tabs: Sequence[SheetMetadata], sheet: str, file: str) -> str:
    """The sheet of a name, which may differ in case, or of a number as the visible tabs are counted."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    names = [found.name for found in tabs if found.typ == SheetTypeEnum.WorkSheet]
    alike = {name.casefold().strip(): name for name in reversed(names)}
    wanted = sheet.casefold().strip()
    if sheet in names or wanted in alike:
        return sheet if sheet in names else alike[wanted]
    visible = [found.name for found in tabs if found.visible == SheetVisibleEnum.Visible]
    if (
        wanted.isdecimal()
        and 1 <= int(wanted) <= len(visible)
        and visible[int(wanted) - 1] in names
    ):
        return visible[int(wanted) - 1]
    listed = ", ".join(names)
    if near := get_close_matches(wanted, alike, 1):
        listed += Said("; did you mean {alike}?", alike=alike[near[0]])
    raise CsmetricsError(NO_SHEET, file=file, sheet=sheet, sheets=listed)


def no_table(file: str, content: str, cure: str) -> CsmetricsError:
    """A workbook without a table in it."""
    return CsmetricsError(WRONG_CONTENT, file=file, content=content, cure=cure)
