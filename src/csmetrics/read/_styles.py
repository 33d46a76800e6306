"""Which formats of a workbook show a number as a percentage: a reader of cells does not tell."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

from csmetrics.read._cells import Cell, number_text

BUILT_IN = {"9", "10"}  # 0% and 0.00%
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_NAMESPACE = re.compile(r"\{[^}]*\}")


def percent_styles(styles: bytes) -> frozenset[bytes]:
    """The numbers of the cell styles that show percentages, as the attribute ``s`` of a cell names them.

    ``styles`` is the part ``xl/styles.xml``, known to declare no entities; none is found in one that is no XML.
    """
    try:
        root = ElementTree.fromstring(styles or b"<none/>")  # noqa: S314 - DOCTYPE was refused
    except ElementTree.ParseError:
        return frozenset()
    percent = set(BUILT_IN)
    found: list[bytes] = []
    for part in root:
        tag = _NAMESPACE.sub("", part.tag)
        if tag == "numFmts":
            for each in part:
                shown = "%" in _QUOTED.sub("", each.get("formatCode", ""))
                (percent.add if shown else percent.discard)(each.get("numFmtId", ""))
        elif tag == "cellXfs":
            found += [
                b"%d" % place for place, each in enumerate(part) if each.get("numFmtId") in percent
            ]
    return frozenset(found)


def percent_text(cell: Cell) -> Cell:
    """A number in such a format as a CSV of the sheet holds it, with all its digits; else the cell."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    share = Decimal(number_text(cell)) * 100
    return f"{share.normalize():f}%"
