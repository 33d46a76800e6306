"""Who answered: a warning where the response rates of groups part clearly."""

from __future__ import annotations

import pytest

from csmetrics.analyses.answering import uneven
from csmetrics.report import UNTOLD, Measure, Row, Statistic


def row(label: str | None, answers: int, asked: int, score: float | None) -> Row:
    """A group, or the whole, whose score is that of its answers."""
    counts = (asked - answers, answers)
    rate = Statistic(
        "response_rate", 100 * answers / asked if asked else None, "percent", asked, counts=counts
    )
    headline = Statistic("csat", score, "percent", answers)
    return Row("csat", () if label is None else (("channel", label),), Measure((headline, rate)))


def told(*rows: Row) -> list[str]:
    """What is said of the groups, and of the whole in front of them."""
    return [each.text for each in uneven([row(None, 100, 200, 80.0), *rows], "channel")]


def test_a_score_that_speaks_for_one_group_is_told_with_what_it_would_be() -> None:
    """Of chat 90 of 100 answered, of email 10 of 100: by those asked, (90 + 30) / 2 = 60."""
    assert told(row("chat", 90, 100, 90.0), row("email", 10, 100, 30.0)) == [
        "the response rates by channel reach from 10.0 to 90.0 %, by more than chance: the score speaks "
        "for some more than for others; by how many were asked it would be 60.0, not 80.0"
    ]


@pytest.mark.parametrize(
    ("why", "rows"),
    [
        ("of chance", (row("chat", 16, 30, 1.0), row("email", 12, 30, 1.0))),
        ("too close", (row("chat", 54_000, 100_000, 1.0), row("email", 45_000, 100_000, 1.0))),
        ("too few asked", (row("chat", 29, 29, 1.0), row("email", 0, 29, None))),
        ("one group", (row("chat", 90, 100, 1.0),)),
    ],
)
def test_rates_that_do_not_part_clearly_are_no_warning(why: str, rows: tuple[Row, ...]) -> None:
    assert told(*rows) == [], why


def test_where_a_group_has_no_score_it_is_not_said_what_it_would_be() -> None:
    found = told(row("chat", 90, 100, 90.0), row("email", 0, 100, None))
    assert len(found) == 1
    assert found[0].endswith("more than for others")


def test_nothing_is_said_of_hidden_groups() -> None:
    hidden = Statistic("response_rate", None, "percent", UNTOLD)
    small = Row("csat", (("channel", "fax"),), Measure((hidden,)))
    assert told(row("chat", 90, 100, 90.0), row("email", 10, 100, 30.0), small) == []


def test_where_a_group_answers_without_invitations_it_is_not_said_what_it_would_be() -> None:
    rows = (row("chat", 90, 100, 90.0), row("email", 10, 100, 30.0))
    found = told(*rows, row("shop", 50, 0, 10.0))
    assert len(found) == 1
    assert found[0].endswith("more than for others")
