"""What holds of every report: each row read is used or explained, and the slices add up to the whole."""

from __future__ import annotations

from collections import Counter

from contract_tables import Case

from csmetrics.errors import CsmetricsError, Exit
from csmetrics.report import Measure, Report, Row

MOVES = ("new", "returned", "there_now", "came_and_left")
"""Of each slice in the periods of which its own retention is known."""


def holds_account(found: Report | CsmetricsError, case: Case, rows: int) -> None:
    """Fail where a report does not account for so many rows, or a refusal is no refusal of data."""
    if isinstance(found, CsmetricsError):
        assert found.exit in (Exit.NOTHING, Exit.REFUSED)
        return
    every_row_is_used_or_left_out(found, case, rows)
    slices_add_up_to_the_whole(found, case)


def every_row_is_used_or_left_out(report: Report, case: Case, rows: int) -> None:
    for quality in (report.quality, *report.questions):
        assert quality.rows_read == rows == sum(each.rows for each in report.inputs)
        assert quality.rows_read == quality.used + sum(each.count for each in quality.left_out)
        assert all(0 < len(each.rows) <= each.count for each in quality.left_out)
    if case.table == "responses":  # one row is one answer
        used = {row.question: row.measure.headline.n for row in report.rows if not row.slice}
        assert all(each.used == used[each.question] for each in report.questions)
        assert max(used.values()) <= report.quality.used <= sum(used.values())


def slices_add_up_to_the_whole(report: Report, case: Case) -> None:
    """The slices by columns, in each period where periods were asked for; periods alone need not."""
    if not any(name != "period" for row in report.rows for name, _ in row.slice):
        return
    periods = any(name == "period" for row in report.rows for name, _ in row.slice)
    running = {"part reopened"} if periods and case.metric == "volume" else set()  # a count so far
    populations: dict[object, list[Row]] = {}
    for row in report.rows:
        key = (row.question, row.measure.date, row.measure.title)
        populations.setdefault(key, []).append(row)
    for whole, *slices in populations.values():
        assert whole.slice == ()
        parts = sum((counted(row.measure, case) for row in slices), Counter())
        together = counted(whole.measure, case)
        assert {name for name in parts | together if parts[name] != together[name]} <= running


def counted(result: Measure, case: Case) -> Counter[str]:
    """All that is counted in a slice."""
    if (case.metric, *case.own) == (
        "ltv",
        ("basis", "dates"),
    ):  # who stays is there in many periods
        return +Counter(dict(result.parts))
    if result.headline.name == "per_customer":  # each slice of contacts is per all customers
        return Counter(contacts=dict(result.parts)["contacts"])
    found = Counter({"n": result.headline.n})
    own = MOVES if case.metric == "retention" else ()
    found.update({f"part {name}": count for name, count in result.parts if name not in own})
    found.update({f"value {name}": count for name, count in result.distribution})
    return +found
