"""Charts of a workbook: each bar has its name, each question its lines, and the title says what is left out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from csmetrics.render import xlsx
from csmetrics.report import Goals, Progress, Report

from . import reports
from .test_xlsx import opened, parts


def drawn(content: bytes) -> list[tuple[int, int]]:
    """The row of the sheet in which each chart begins, and the one in which it ends."""
    (drawing,) = (
        part.decode()
        for path, part in parts(content).items()
        if "drawing1.xml" in path and "rels" not in path
    )
    rows = [int(row) for row in re.findall(r"<xdr:row>(\d+)</xdr:row>", drawing)]
    return list(zip(rows[::2], rows[1::2], strict=True))


def titles(result: Any) -> list[str]:
    sheet = opened(xlsx.render(result))["Chart data"]
    return [row[0].value for row in sheet.iter_rows() if row[0].font.bold]


def test_a_chart_is_as_high_as_its_bars_need_and_covers_nothing() -> None:
    for count, high in ((5, 16), (20, 24)):
        content = xlsx.render(reports.many(count))
        ((first, last),) = drawn(content)
        assert last - first == high
        below = [
            row for row in opened(content)["Summary"].iter_rows(min_row=first + 1) if row[0].value
        ]
        assert below[0][0].row > last + 1


def test_a_title_says_which_labels_are_drawn() -> None:
    assert titles(reports.many(21)) == ["NPS by agent (the 20 largest of 21)"]
    alike = [((("agent", f"agent {i}"),), reports.nps(5, 2, 1)) for i in range(21)]
    assert titles(reports.nps_report(((), reports.nps(660, 400, 229)), *alike)) == [
        "NPS by agent (the first 20 of 21)"
    ]


def test_each_question_has_its_lines() -> None:
    def asked(question: str) -> list[Any]:
        return [replace(row, question=question) for row in reports.SLICED.rows]

    both: Report = replace(reports.SLICED, rows=(*asked("shop"), *asked("staff")))
    assert [each for each in titles(both) if "over time" in each] == [
        "shop: NPS by channel over time",
        "staff: NPS by channel over time",
    ]


def test_a_label_of_two_lines_has_their_room() -> None:
    rows = [replace(row, slice=row.slice[1:]) for row in reports.SLICED.rows[1:4:2]]
    periods: Report = replace(reports.SLICED, rows=(reports.SLICED.rows[0], *rows))
    sheet = opened(xlsx.render(periods))["Chart data"]
    two = [cell for row in sheet.iter_rows() for cell in row if "\n" in str(cell.value)]
    assert [cell.value for cell in two] == ["2026-09\nn 150", "2026-09\nn 1,109"]
    assert {sheet.row_dimensions[cell.row].height for cell in two} == {30}
    assert all(cell.alignment.wrap_text for cell in two)


def test_days_of_a_goal_are_dates() -> None:
    goal = Progress("nps >= 50", "nps", "", (), "all", 50.0, since="2026-01-01", by="2026-12-31")
    head, row = opened(xlsx.render(Goals((goal,))))["Data"].iter_rows(values_only=True)
    found = dict(zip(head, row, strict=True))
    days = (found["since"].date(), found["by"].date())
    assert days == (date(2026, 1, 1), date(2026, 12, 31))
