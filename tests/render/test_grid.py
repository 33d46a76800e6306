from __future__ import annotations

from dataclasses import replace

from csmetrics.render._grid import grid, title_of
from csmetrics.report import Measure, Row, Statistic

from . import reports


def test_shares_shown_together_add_up() -> None:
    thirds = reports.nps(1, 1, 1)
    cells = grid(reports.nps_report(((), thirds))).rows[0].cells
    assert cells[-4:-1] == ("33.4 %", "33.3 %", "33.3 %")


def test_shares_of_other_populations_are_left_alone() -> None:
    measure = Measure(
        (
            Statistic("within_1h", 12.25, "percent", 4),
            Statistic("within_4h", 87.75, "percent", 5),
            Statistic("answered", 50.06, "percent", 4),
        )
    )
    cells = grid(replace(reports.WHOLE, rows=(Row("x", (), measure),))).rows[0].cells
    assert cells == ("4", "12.3 %", "87.8 %", "5", "50.1 %")


def test_titles() -> None:
    assert [title_of(name, "nps") for name in ("nps", "promoters", "p90", "within_4h")] == [
        *("NPS", "Promoters", "p90", "Within 4h"),
    ]
    assert title_of("retention", "retention") == "Retention"
