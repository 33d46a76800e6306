from __future__ import annotations

import re
import unicodedata

import pytest

from csmetrics.render import table

from . import reports
from .answers import STANDARDS
from .test_formats import RAW


def test_colour_is_the_only_escape() -> None:
    text = table.render(reports.hostile(), width=100, color=True)
    assert "\x1b[" in text
    assert not RAW.search(re.sub(r"\x1b\[[0-9;]*m", "", text))


def test_wide_characters_line_up() -> None:
    report = reports.nps_report(
        ((), reports.nps(5, 2, 1)),
        *(
            (((("city", label),)), reports.nps(5, 2, 1))
            for label in ("東京", "São Paulo", "e\u0301")
        ),
    )
    rows = table.render(report).split("\n")[4:8]
    ends = {sum(1 + (unicodedata.east_asian_width(c) == "W") for c in row) for row in rows[:3]}
    assert len(ends) == 1


@pytest.mark.parametrize("width", [None, 20, 40, 80, 160])
def test_numbers_are_never_cut(width: int | None) -> None:
    for report in reports.GOLDEN.values():
        text = table.render(report, width=width)
        assert "…" not in text
        wide = table.render(report, width=500, ascii=width is None).split("\n")
        for cell in (cell for line in wide[3:] for cell in re.findall(r"[−\d.,]+\d", line)):
            assert cell in text.replace("-", "−") or cell in text


def test_a_terminal_line_fits() -> None:
    for report in reports.GOLDEN.values():
        for width in (30, 40, 80, 120):
            assert max(map(len, table.render(report, width=width).split("\n"))) <= width


def test_labels_fold_before_the_table_becomes_records() -> None:
    long = ((("agent", "Maria Fernanda de Albuquerque"),), reports.nps(5, 2, 1))
    report = reports.nps_report(((), reports.nps(5, 2, 1)), long)
    assert "Maria Fernanda de Albuquerque   " in table.render(report, width=120)
    folded = table.render(report, width=76)
    assert "NPS  95" in folded or "NPS 95" in folded
    assert "Maria Fernanda" not in table.render(report, width=69)
    assert "agent          Maria Fernanda de Albuquerque" in table.render(report, width=50)


def test_colour_in_a_pipe_changes_nothing_else() -> None:
    text = table.render(reports.SLICED, color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == table.render(reports.SLICED)


def test_our_headings_fold_before_the_table_becomes_records() -> None:
    assert "Within 4 h" in table.render(reports.DURATIONS, width=77).split("\n")[2]
    folded = table.render(reports.DURATIONS, width=68).split("\n")
    assert folded[2:4] == [
        "                   95 %                      Within",
        "  n  Median    interval    Mean    p90    n     4 h  Unanswered",
    ]


def test_titles_of_records_fold_where_the_values_would_not_fit() -> None:
    text = table.render(reports.POPULATIONS, width=28)
    assert "\nKaplan–Meier       69h 27m\nmedian\n95 % interval      ≥ 60h 48m" in text


def test_a_picture_is_drawn_whole_or_not_at_all() -> None:
    def pictures(width: int) -> list[str]:
        return re.findall("├.*┤", table.render(STANDARDS, width=width))

    assert [len(each) for each in pictures(120)] == [27, 31]
    assert pictures(41) == pictures(120)
    assert pictures(40) == []
