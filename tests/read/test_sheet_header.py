"""A header of several rows: merged cells say which belong together."""

from __future__ import annotations

from csmetrics.read._sheet_header import SheetHeader, header_of

DATA = ("1", "a", "9", "fine")


def test_one_row_stays_one_row() -> None:
    rows = [("id", "agent", "score", "comment"), DATA]
    assert header_of(rows, 0, []) == SheetHeader(1, rows[0], ("",) * 4)
    assert header_of([], 0, []) == SheetHeader(1, (), ())


def test_groups_above_join_their_names() -> None:
    rows = [("Ticket", "", "Survey", ""), ("id", "agent", "mean", "comment"), DATA]
    merged = [(1, 1, 1, 2), (1, 3, 1, 4)]
    assert header_of(rows, 1, merged) == SheetHeader(
        2, rows[1], ("Ticket id", "Ticket agent", "Survey mean", "Survey comment")
    )


def test_a_merged_title_is_no_group() -> None:
    rows = [("Report of May", "", "", ""), ("id", "agent", "score", "comment"), DATA]
    assert header_of(rows, 1, [(1, 1, 1, 4)]).aliases == ("",) * 4


def test_names_that_are_merged_downwards_take_the_row_below_with_them() -> None:
    rows = [("id", "agent", "Survey", ""), ("", "", "score", "comment"), DATA]
    merged = [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4)]
    assert header_of(rows, 0, merged) == SheetHeader(
        2, ("id", "agent", "score", "comment"), ("", "", "Survey score", "Survey comment")
    )


def test_names_below_a_group_are_found_without_merges_downwards() -> None:
    rows = [("id", "agent", "Survey", ""), ("", "", "score", "comment"), DATA]
    assert header_of(rows, 0, [(1, 3, 1, 4)]).names == ("id", "agent", "score", "comment")


def test_a_record_below_a_wide_name_is_no_header() -> None:
    rows = [("id", "agent", "comment", ""), ("x", "y", "fine", ""), ("z", "y", "bad", "")]
    assert header_of(rows, 0, [(1, 3, 1, 4)]) == SheetHeader(1, rows[0], ("",) * 4)
    rows = [("id", "agent", "score", ""), ("", "", "9", "")]
    assert header_of(rows, 0, [(1, 3, 1, 4)]).row == 1


def test_a_group_without_a_name_below_it_names_its_first_column() -> None:
    rows = [("Survey", "", "Ticket", ""), ("score", "", "id", "agent"), DATA]
    found = header_of(rows, 1, [(1, 1, 1, 2), (1, 3, 1, 4)])
    assert found.names == ("score", "", "id", "agent")
    assert found.aliases[1] == ""


def test_labels_that_are_merged_down_the_data_are_no_header() -> None:
    rows = [("agent", "score", "n"), ("Ana", "9", "1"), ("", "8", "2")]
    assert header_of(rows, 0, [(2, 1, 3, 1)]).row == 1
