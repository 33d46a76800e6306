"""Small tables of four help desks, as one connector stores them: times, duplicates, and what cannot be known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from csmetrics import compute, errors
from csmetrics.errors import CsmetricsError
from csmetrics.report import Report, Statistic

Figures = dict[str, Any]
HOUR, DAY = 3600, 86_400

# figure → why no command gives it
NO_COMMAND = {
    "resolution_all": "keeps a ticket closed before it was created: one of its dates is wrong, so that its time "
    "is no time, and with it the mean is 179 h lower; it is left out, by reason",
    "zero": "resolved at the second of the creation: counted with the others, at 0",
    "status_paths": "another table: the history of statuses",
    "reopens": "another table: the history of statuses",
    "comments": "another table: the comments",
    "sla_targets": "another table: the policies",
    "open_after_closed": "the states before the last one",
    "closed_at_some_point": "the states before the last one",
    "active_rows": "a flag of the connector",
    "deleted": "a flag of the connector",
}


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "data"


def figures(folder: Path) -> Figures:
    found: Figures = json.loads((folder / "expected.json").read_text("utf-8"))
    return found


def statistic(report: Report, name: str, row: int = 0) -> Statistic:
    return next(each for each in report.rows[row].measure.statistics if each.name == name)


def are_times(report: Report, known: Figures, unit: int) -> None:
    for name in ("mean", "median", "p90", "p95"):
        of = statistic(report, name)
        assert of.n == known["n"]
        assert of.value is not None
        assert of.value / unit == pytest.approx(known[name], rel=1e-12), name


def counts(report: Report, name: str = "new") -> dict[str | None, float | None]:
    """A count of each slice in which it is not 0."""
    found = {
        row.slice[0][1]: next(each.value for each in row.measure.statistics if each.name == name)
        for row in report.rows
        if row.slice
    }
    return {label: value for label, value in found.items() if value}


def refusal(metric: str, file: Path) -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        compute(metric, str(file))
    assert caught.value.kind is errors.LACKS_BASIS
    return caught.value


HUBSPOT = (
    "created=property_createdate",
    "responded=property_first_agent_reply_date",
    "resolved=property_closed_date",
)


@pytest.mark.parametrize("column", [HUBSPOT, ()], ids=["named", "found"])
def test_hubspot(data: Path, column: tuple[str, ...]) -> None:
    folder = data / "hubspot-fivetran"
    file, known = str(folder / "ticket_data.csv"), figures(folder)
    first = compute("frt", file, column=column, statistic="p95")
    are_times(first, known.pop("first_response"), HOUR)
    assert dict(first.rows[0].measure.parts) == {"unanswered": 21}
    assert errors.UNANSWERED_ASIDE in {each.kind for each in first.diagnostics}
    times = compute("art", file, column=column, statistic="p95")
    are_times(times, known.pop("resolution_nonnegative"), HOUR)
    (negative,) = times.quality.left_out
    assert (negative.count, negative.reason) == (known.pop("negative"), errors.NEGATIVE)
    assert negative.column == "property_closed_date"
    assert negative.rows == ("2",)
    volume = compute("volume", file, column=column, every="month")
    whole = [each.value for each in volume.rows[0].measure.statistics]
    assert whole == [known.pop("rows"), known.pop("closed"), known["backlog"]]
    # which dates of it are right is not known: new and resolved by both, and named
    assert dict(volume.rows[0].measure.parts) == {"resolved_before_created": 1}
    assert counts(volume) == known.pop("created_by_month")
    backlog = compute("backlog", file, column=column)
    assert backlog.rows[0].measure.headline.value == known.pop("backlog")
    assert known.keys() - {"definition"} <= NO_COMMAND.keys()


def test_jira(data: Path) -> None:
    folder = data / "jira-fivetran"
    file, known = str(folder / "issue.csv"), figures(folder)
    times = compute("art", file, statistic="p95")
    are_times(times, known.pop("resolution"), DAY)
    assert known["resolved"] == statistic(times, "mean").n
    assert dict(times.rows[1].measure.parts) == {"resolved": 3, "open": 1}
    volume = compute("volume", file).rows[0].measure
    assert [each.value for each in volume.statistics] == [
        known.pop("rows"),
        known.pop("resolved"),
        known["backlog"],
    ]
    assert compute("backlog", file).rows[0].measure.headline.value == known.pop("backlog")
    assert known.keys() - {"definition"} <= NO_COMMAND.keys()


def test_intercom_keeps_every_state_and_only_the_last_counts(data: Path) -> None:
    folder = data / "intercom-fivetran"
    file, known = folder / "conversation_history_data.csv", figures(folder)
    report = compute("volume", str(file))
    conversations = known.pop("conversations")
    assert (report.quality.rows_read, report.quality.used) == (known.pop("rows"), conversations)
    assert statistic(report, "new").value == conversations
    # all end closed, and nobody knows when
    assert dict(report.rows[0].measure.parts) == known.pop("last_state") == {"closed": 2}
    assert statistic(report, "resolved").value is None
    (said,) = (each for each in report.diagnostics if each.kind is errors.DUPLICATES)
    assert said.text == (
        "7 duplicate rows of id left out: of each id the last by updated_at counts"
    )
    assert compute("backlog", str(file)).rows[0].measure.headline.value == 0
    assert known.keys() - {"definition"} <= NO_COMMAND.keys()


def test_zendesk(data: Path) -> None:
    folder = data / "zendesk-fivetran"
    file, known = folder / "ticket_data.csv", figures(folder)
    report = compute("volume", str(file))
    assert statistic(report, "new").value == known.pop("tickets")
    assert dict(report.rows[0].measure.parts) == known.pop("status")
    for name in ("resolved", "active"):
        of = statistic(report, name)
        assert (of.value, of.undefined_because) == (
            None,
            "no column holds when tickets were resolved",
        )
    by_channel = counts(compute("volume", str(file), by="via_channel"))
    assert by_channel == known.pop("channel")
    by_priority = counts(compute("volume", str(file), by="priority"))
    assert {label or "": n for label, n in by_priority.items()} == known.pop("priority")
    assert counts(compute("volume", str(file), every="month")) == known.pop("created_by_month")
    backlog = compute("backlog", str(file)).rows[0].measure
    assert backlog.headline.value == 0
    assert dict(backlog.parts)["resolved_at_unknown_time"] == 8  # and two were deleted
    assert known.keys() - {"definition"} <= NO_COMMAND.keys()


@pytest.mark.parametrize(
    ("desk", "name", "metric", "lacks"),
    [
        ("zendesk", "ticket_data", "frt", "created and responded, or first_response_duration"),
        ("zendesk", "ticket_data", "art", "created and resolved, or resolution_duration"),
        ("zendesk", "ticket_data", "sla", "a column of SLA results"),
        ("zendesk", "ticket_data", "reopens", "reopens needs the number of reopens"),
        ("intercom", "conversation_history_data", "art", "created and resolved"),
        ("intercom", "conversation_history_data", "frt", "created and responded"),
        ("jira", "issue", "frt", "created and responded"),
    ],
)
def test_what_the_columns_do_not_say_is_refused_with_what_they_are(
    data: Path, desk: str, name: str, metric: str, lacks: str
) -> None:
    error = refusal(metric, data / f"{desk}-fivetran" / f"{name}.csv")
    assert lacks in error.text
    assert "is created" in error.text or metric == "reopens"
    assert "--column" in error.hint or "--target" in error.hint
