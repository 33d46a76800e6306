"""A series of columns that is wider than the terminal: blocks that fit, and no line that shows nothing."""

from __future__ import annotations

from csmetrics.metrics._statistics import share
from csmetrics.render import table
from csmetrics.report import Definition, Measure, Quality, Report, Row, Statistic

SIZE = 3


def cohort(month: int, *there: int) -> Row:
    """Customers who came in a month, and how many of them were there in each month after it."""
    shares: list[Statistic] = [
        share(f"month_{place}", count, SIZE, 0.95) for place, count in enumerate(there, start=1)
    ]
    slice_ = (("period", f"2025-{month:02d}"),)
    return Row("retention", slice_, Measure(tuple(shares), (("customers", SIZE),)))


def triangle(months: int) -> Report:
    rows = [cohort(month, *[1] * (months - month)) for month in range(1, months)]
    definition = Definition("retention", "Retention", "", "", "percent")
    return Report("metric", definition, tuple(rows), Quality(0, 0, ()))


def test_as_many_months_as_fit_stand_in_each_block() -> None:
    written = table.render(triangle(10), width=60)
    lines = written.split("\n")
    assert max(map(len, lines)) <= 60
    months = [line.split()[2:] for line in lines if line.startswith("period")]
    assert months == [["1", "2", "3", "4", "5"], ["6", "7", "8", "9"]]
    # every cohort in the first block, then those of which a month of the block is over
    shown = [sum(each.startswith(f"2025-0{month}") for each in lines) for month in (1, 4, 5, 9)]
    assert shown == [2, 2, 1, 1]
    assert "intervals: at a wider terminal, and in every other format" in written


def test_a_third_is_a_third_however_many_stand_beside_it() -> None:
    """Shares of the same customers are no parts of a whole, also where three of them make 100."""
    assert "33.4" not in table.render(triangle(5), width=200)


def test_where_no_month_fits_each_cohort_is_a_record() -> None:
    assert "Month 2" in table.render(triangle(4), width=20)
