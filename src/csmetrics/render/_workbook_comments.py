"""The sheet of a workbook on which unhappy customers are quoted."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render import _comments
from csmetrics.render._workbook import MUTED, PALE, Sheet, height
from csmetrics.report import Comments

_COMMENT, _OTHER = 90.0, 16.0  # characters across
_HEAD = 3  # rows above the first comment


def write(sheet: Sheet, comments: Comments) -> None:
    """One row for each comment, as it was written: a workbook has room for all of it."""
    labels = list(dict.fromkeys(name for each in comments.shown for name, _ in each.labels))
    titles = ("Date", "Score", "Comment", *(name.capitalize() for name in labels))
    sheet.widths = {**dict.fromkeys(range(len(titles)), _OTHER), 2: _COMMENT}
    sheet.spread(len(titles))
    sheet.line(0, tr(_comments.TITLE), bold=True, font_size=16)
    sheet.line(1, tr(_comments.account(comments)), font_color=MUTED)
    sheet.heads(_HEAD - 1, [tr(title) for title in titles])
    for row, each in enumerate(comments.shown, _HEAD):
        known = dict(each.labels)
        cells = (tr(_comments.day(each)), tr(_comments.score(each)), each.text)
        for column, text in enumerate((*cells, *(known.get(name, "") for name in labels))):
            look = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": PALE}
            sheet.text(row, column, text, **look)
        sheet.pen.set_row(row, height([each.text], int(_COMMENT)) + 3)
    if comments.shown:
        sheet.pen.autofilter(_HEAD - 1, 0, _HEAD - 1 + len(comments.shown), len(titles) - 1)
    sheet.pen.freeze_panes(_HEAD, 0)
    sheet.pen.repeat_rows(_HEAD - 1)
