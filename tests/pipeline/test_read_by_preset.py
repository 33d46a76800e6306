"""What a preset changes in a run: which column is what, how it is read, what is left out; and that it is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csmetrics import compute, errors, load
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.report import Report

Written = Callable[..., str]

ACME = """
name = "acme"
title = "Acme Desk, ticket export"
table = "tickets"
recognise = ["Acme No", "Answer took", "Robot"]
least = 2
source = "invented"
zone = "America/Lima"
limit = 3
notes = ["Weekends are not in it."]
custom = ["Field: *"]
repeated = ["Label"]
[columns]
id = { from = ["Acme No"] }
created = { from = ["Came in"] }
first_response_duration = { from = ["Answer took"], unit = "minutes" }
score = { from = ["Mood"], values = { ":)" = "5", "meh*" = "3", ":(" = "1", "none" = "" } }
status = { from = ["Phase"], values = { "Z9" = "closed" } }
"""
SPAM = """
[[leave_out]]
reason = "closed as spam"
when = { "Robot" = ["yes"], "Answer took" = ["0", ""] }
"""
ZERO = """
[[leave_out]]
reason = "answered by a robot"
when = { "Robot" = ["yes"] }
roles = ["first_response_duration"]
"""
HEADER = "Acme No,Came in,Answer took,Robot,Mood,Phase,Field: Reason,Reason code"
ROWS = (
    "1,2026-03-02 10:00,30,no,:),Z9,late,x",
    "2,2026-03-03 22:00,90,no,Meh!,Z9,late,x",
    "3,2026-03-04 10:00,0,yes,none,Z9,lost,x",
)


@pytest.fixture
def acme(tmp_path: Path) -> Callable[[str], str]:
    """Write the preset with more rules, and give its path."""

    def write(more: str = "") -> str:
        path = tmp_path / "acme.toml"
        path.write_text(ACME + more, encoding="utf-8")
        return str(path)

    return write


def kinds(report: Report) -> set[str]:
    return {each.kind.name for each in report.diagnostics}


def text(report: Report, kind: errors.Kind) -> list[str]:
    return [each.text for each in report.diagnostics if each.kind is kind]


def test_a_preset_says_which_column_is_what_and_what_its_numbers_count(
    written: Written, acme: Callable[..., str]
) -> None:
    report = compute("frt", written(HEADER, *ROWS), preset=acme(), time="durations")
    assert report.rows[0].measure.statistics[0].n == 3
    (used,) = report.inputs
    assert used.preset is not None
    assert (used.preset.name, used.preset.found, used.preset.all, used.preset.named) == (
        "acme",
        3,
        3,
        True,
    )
    taken = {mapped.role: (mapped.column, mapped.why) for mapped in used.mapping}
    assert taken["first_response_duration"] == ("Answer took", "by the preset acme")
    assert text(report, errors.PRESET_USED) == [
        f"{used.name} was read as Acme Desk, ticket export (3 of 3 headers)"
    ]
    assert text(report, errors.PRESET_NOTE) == ["Acme Desk, ticket export: Weekends are not in it."]
    assert "preset-limit" in kinds(report)  # three rows, where the export stops


def test_words_of_the_tool_are_read_as_what_they_mean(
    written: Written, acme: Callable[..., str]
) -> None:
    table = load(written(HEADER, *ROWS), "tickets", preset=acme())
    assert table["score"].tolist()[:2] == [5, 3]
    assert table["score"].isna().tolist() == [False, False, True]
    assert set(table["status"]) == {"closed"}


def test_times_are_those_of_its_zone(written: Written, acme: Callable[..., str]) -> None:
    table = load(written(HEADER, *ROWS), "tickets", preset=acme())
    assert str(table["created"].iloc[1]) == "2026-03-04 03:00:00+00:00"


def test_rows_are_left_out_under_its_reason(written: Written, acme: Callable[..., str]) -> None:
    report = compute("frt", written(HEADER, *ROWS), preset=acme(SPAM), time="durations")
    assert [(each.text, each.count, each.rows) for each in report.quality.left_out] == [
        ("closed as spam", 1, ("4",))
    ]
    assert len(load(written(HEADER, *ROWS), "tickets", preset=acme(SPAM))) == 2


def test_cells_that_count_as_empty_are_counted(written: Written, acme: Callable[..., str]) -> None:
    report = compute("frt", written(HEADER, *ROWS), preset=acme(ZERO), time="durations")
    assert report.rows[0].measure.statistics[0].n == 2
    assert text(report, errors.PRESET_EMPTIED) == [
        "Answer took: 1 cell counted as empty (answered by a robot)"
    ]


def test_a_rule_for_a_column_that_is_not_there_is_none(
    written: Written, acme: Callable[..., str]
) -> None:
    path = written("Acme No,Came in,Answer took", "1,2026-03-02 10:00,30")
    report = compute("frt", path, preset=acme(SPAM), time="durations")
    assert report.quality.left_out == ()


def test_what_the_user_says_of_a_column_goes_first(
    written: Written, acme: Callable[..., str]
) -> None:
    report = compute(
        "volume", written(HEADER + ",Opened", *(f"{row},2026-01-01" for row in ROWS)),
        preset=acme(), column="created=Opened", every="month",
    )  # fmt: skip
    assert {row.slice for row in report.rows if row.slice} == {(("period", "2026-01"),)}


def test_a_field_is_known_by_its_name_alone(written: Written, acme: Callable[..., str]) -> None:
    report = compute("volume", written(HEADER, *ROWS), preset=acme(), by="Reason")
    assert {row.slice for row in report.rows if row.slice} == {
        (("Reason", "late"),),
        (("Reason", "lost"),),
    }


LABELLED = (
    "Acme No,Came in,Label,Label",
    "1,2026-03-02,a b,c",
    "2,2026-03-02,,c",
    "3,2026-03-02,,",
)


def test_a_row_counts_under_each_of_the_labels_of_repeated_columns(
    written: Written, acme: Callable[..., str]
) -> None:
    report = compute("volume", written(*LABELLED), preset=acme(), by="Label")
    counts = {row.slice: row.measure.headline.value for row in report.rows if row.slice}
    assert counts == {(("Label", "a b"),): 1, (("Label", "c"),): 2, (("Label", None),): 1}


def test_a_label_is_found_in_any_of_them(written: Written, acme: Callable[..., str]) -> None:
    report = compute("volume", written(*LABELLED), preset=acme(), where="Label~c")
    assert report.quality.used == 2


def test_files_may_repeat_it_more_or_less_often(written: Written, acme: Callable[..., str]) -> None:
    once = written("Acme No,Came in,Label", "4,2026-03-02,a b", name="once.csv")
    for files in ((written(*LABELLED), once), (once, written(*LABELLED))):
        report = compute("volume", files, preset=acme(), by="Label")
        counts = {row.slice: row.measure.headline.value for row in report.rows if row.slice}
        assert counts[("Label", "a b"),] == 2


def test_columns_of_one_name_are_refused_where_the_preset_says_nothing_of_them(
    written: Written, acme: Callable[..., str]
) -> None:
    path = written("Acme No,Came in,Team,Team", "1,2026-03-02,a,b")
    assert compute("volume", path, preset=acme()).quality.used == 1
    with pytest.raises(CsmetricsError) as caught:
        compute("volume", path, preset=acme(), by="Team")
    assert caught.value.kind is errors.TWO_COLUMNS


def test_and_where_a_number_is_asked_of_them(written: Written, acme: Callable[..., str]) -> None:
    with pytest.raises(CsmetricsError) as caught:
        compute("volume", written(*LABELLED), preset=acme(), where="Label>3")
    assert caught.value.kind is errors.TWO_COLUMNS


def test_a_column_of_that_very_name_is_not_made_ambiguous(written: Written) -> None:
    rows = written("Created,Reason,Reason [list]", "2026-01-01,a,b")
    report = compute("volume", rows, by="Reason")
    assert report.rows[-1].slice == (("Reason", "a"),)


def test_a_file_that_has_nothing_of_it_is_refused_with_what_it_lacks(
    written: Written, acme: Callable[..., str]
) -> None:
    with pytest.raises(CsmetricsError) as caught:
        compute("volume", written("Opened,Team", "2026-01-01,a"), preset=acme())
    assert caught.value.kind is errors.PRESET_MISSES
    assert caught.value.params["headers"] == "Acme No, Answer took, Robot"


def test_one_that_lacks_what_the_metric_needs_is_refused_with_its_spelling(
    written: Written, acme: Callable[..., str]
) -> None:
    with pytest.raises(CsmetricsError) as caught:
        compute("volume", written("Acme No,Robot", "1,no"), preset=acme())
    assert caught.value.params["headers"] == "Came in"


def test_one_that_lacks_some_is_read_with_a_warning(
    written: Written, acme: Callable[..., str]
) -> None:
    path = written("Acme No,Came in", "1,2026-03-02 10:00")
    report = compute("volume", path, preset=acme())
    assert "preset-used" not in kinds(report)
    (warning,) = text(report, errors.PRESET_PARTLY)
    assert warning.endswith("lacks headers of that export: Answer took, Robot")


def test_none_reads_by_the_generic_names_alone(written: Written) -> None:
    rows = (
        "Id,Created at,Group,Assignee stations,Group stations,Initially assigned at",
        "1,2026-01-01,a,1,1,",
    )
    assert compute("volume", written(*rows)).inputs[0].preset is not None
    assert compute("volume", written(*rows), preset="none").inputs[0].preset is None


def test_an_unknown_name_is_an_error_of_usage_with_the_nearest(written: Written) -> None:
    with pytest.raises(CsmetricsError) as caught:
        compute("volume", "no-file-is-opened.csv", preset="zendes")
    assert (caught.value.exit, caught.value.hint) == (Exit.USAGE, "did you mean zendesk?")
