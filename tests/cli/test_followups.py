"""``csmetrics followups``: who is bad enough to be called, in which order, and that it is personal data."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from csmetrics.cli.main import outcome

Written = Callable[..., str]
SURVEY = (
    "score,satisfaction,customer,ticket id,agent,comment,answered at",
    "10,5,anna,1,Ada,great,2026-01-03",
    "0,1,bob,2,Ada,=nobody called,2026-02-03",
    "6,4,cid,3,Bento,,2026-01-05",
    "0,2,dora,4,,no answer,2026-01-02",
    "7,3,eve,5,Bento,meh,2026-01-05",
    "11,1,hal,6,Bento,out,2026-01-05",
)
TICKETS = (
    "id,status,created_at,resolved_at,reopens,requester,agent",
    "1,closed,2026-01-01,2026-01-02,0,anna,Ada",
    "2,closed,2026-01-01,2026-01-03,1,bob,Ada",
    "3,closed,2026-01-01,2026-01-02,4,cid,Bento",
    "4,closed,2026-01-01,2026-01-02,1,dora,Bento",
)

Listed = list[dict[str, str]]


def listed(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[Listed, str]:
    """The rows of the list as CSV, and what was said of it."""
    assert outcome(["followups", *words, "-f", "csv"]) == 0
    found = capsys.readouterr()
    return list(csv.DictReader(io.StringIO(found.out))), found.err


def test_the_worst_come_first_then_who_waits_longest(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    found, said = listed([written(*SURVEY), "--why", "detractor"], capsys)
    assert [(each["respondent"], each["detractor"], each["row"]) for each in found] == [
        ("dora", "0", "5"),
        ("bob", "0", "3"),
        ("cid", "6", "4"),
    ]
    assert "personal data" in said
    assert "detractor: 3 to call back; 6 rows read · 5 used · 1 left out (1 outside 0–10)" in said


def test_who_is_on_two_lists_is_named_once(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    found, said = listed([written(*SURVEY)], capsys)
    assert [(each["respondent"], each["why"]) for each in found] == [
        ("dora", "detractor, unhappy"),
        ("bob", "detractor, unhappy"),
        ("cid", "detractor"),
        ("hal", "unhappy"),  # 3 of 5 is the middle: eve is not unhappy
    ]
    assert "reopened: not listed (no file holds tickets)" in said


def test_tickets_that_were_reopened_most_come_first(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    found, _ = listed([written(*TICKETS), "--why", "reopened"], capsys)
    assert [(each["requester"], each["reopened"], each["when"]) for each in found] == [
        ("cid", "4", "2026-01-02"),
        ("dora", "1", "2026-01-02"),
        ("bob", "1", "2026-01-03"),
    ]
    assert found[0]["agent"] == "Bento"


def test_where_no_answer_is_dated_the_creation_and_then_the_closing_stands_in(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ("1,1,2026-01-01,2026-03-01", "2,1,2026-02-03,2026-02-04", "3,5,2026-02-03,2026-02-04")
    both = written("id,rating,created_at,closed_at", *rows)
    alone = written("id,rating,number,closed_at", *rows, name="closed.csv")
    for file, stands, when in (
        (both, "created_at", ["2026-02-03"]),
        (alone, "closed_at", ["2026-02-04", "2026-03-01"]),
    ):
        found, said = listed([file, "--why", "unhappy", "--since", "2026-02-02"], capsys)
        assert [each["when"] for each in found] == when
        assert f"{stands} stands for the date of the answer" in said


def test_a_window_and_a_test_hold_as_for_the_figure(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(*SURVEY)
    found, _ = listed([file, "--why", "detractor", "--since", "2026-02"], capsys)
    assert [each["respondent"] for each in found] == ["bob"]
    found, _ = listed([file, "--why", "detractor", "--where", "agent = Bento"], capsys)
    assert [each["respondent"] for each in found] == ["cid"]


def test_the_same_rows_in_another_order_give_the_same_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head, *rows = SURVEY
    seen = []
    for place, order in enumerate((rows, rows[::-1])):
        file = tmp_path / f"{place}.csv"
        file.write_text("\n".join([head, *order]) + "\n", "utf-8")
        found, _ = listed([str(file)], capsys)
        seen.append([(each["respondent"], each["why"]) for each in found])
    assert seen[0] == seen[1]


def test_cells_are_text_in_a_spreadsheet(
    written: Written, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "call.xlsx"
    assert outcome(["followups", written(*SURVEY), "-o", str(file)]) == 0
    assert f"wrote {file}" in capsys.readouterr().err
    rows = list(load_workbook(file)["Data"].iter_rows(values_only=True))
    assert rows[0][:5] == ("why", "when", "detractor", "unhappy", "respondent")
    (cell,) = [
        cell
        for row in load_workbook(file)["Data"].iter_rows()
        for cell in row
        if cell.value == "=nobody called"
    ]
    assert cell.data_type == "s"
    found, _ = listed([written(*SURVEY), "--why", "unhappy"], capsys)
    assert {each["comment"] for each in found} >= {"'=nobody called"}


def test_when_is_a_time_in_a_spreadsheet_and_the_same_text_in_csv(
    written: Written, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = written("score,answered at", "0,2026-02-03 17:05:09", "1,2026-02-04", "2,")
    file = tmp_path / "call.xlsx"
    assert outcome(["followups", survey, "--why", "detractor", "-o", str(file)]) == 0
    capsys.readouterr()
    _, *cells = load_workbook(file)["Data"]["B"]
    assert [(str(each.value), each.is_date, each.number_format) for each in cells] == [
        ("2026-02-03 17:05:00", True, "yyyy-mm-dd hh:mm"),
        ("2026-02-04 00:00:00", True, "yyyy-mm-dd"),
        ("None", False, "General"),
    ]
    found, _ = listed([survey, "--why", "detractor"], capsys)
    assert [each["when"] for each in found] == ["2026-02-03 17:05", "2026-02-04", ""]


def test_nobody_is_no_mistake(written: Written, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["followups", written("score,customer", "10,anna", "9,bob")]) == 0
    assert "nobody to call back" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--why", "unhapy"], "did you mean unhappy?"),
        (["--by", "agent"], "--by means nothing for a list of people"),
        (["--min-group", "5"], "--min-group means nothing for a list of people"),
        (["-f", "json"], "json is not one of table, csv, tsv, xlsx"),
        (["--why", "reopened"], "no file holds tickets"),
    ],
)
def test_what_it_cannot_do_is_refused(
    written: Written, words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(["followups", written(*SURVEY), *words]) == 2
    assert told in capsys.readouterr().err


def test_customers_who_were_never_in_touch_for_sixteen_weeks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    customers, tickets = tmp_path / "customers.csv", tmp_path / "tickets.csv"
    rows = (
        "customer,start date,end date,plan",
        "anna,2025-06-01,,a",  # in touch
        "bob,2025-06-01,,b",  # since the first contact of anybody: 24 weeks
        "cid,2025-06-01,2026-02-01,c",  # has left
        "dora,2026-02-26,,d",  # 16 weeks
        "eve,2026-02-27,,e",  # one day less
    )
    customers.write_text("\n".join(rows) + "\n", "utf-8")
    head, *_ = TICKETS
    contacts = (
        "1,closed,2026-01-01,2026-01-02,0,anna,Ada",
        "2,closed,2026-06-18,2026-06-18,0,anna,Ada",
    )
    tickets.write_text("\n".join([head, *contacts]) + "\n", "utf-8")
    found, said = listed([str(tickets), str(customers), "--why", "silent"], capsys)
    assert [(each["customer"], each["when"], each["silent"]) for each in found] == [
        ("bob", "2025-06-01", "24"),
        ("dora", "2026-02-26", "16"),
    ]
    assert "silent: 2 to call back; 5 rows read · 5 used" in said
    words = [str(tickets), str(customers), "--why", "silent", "--where", "agent = Ada"]
    assert outcome(["followups", *words]) == 2
    assert "would leave out contacts" in capsys.readouterr().err


def test_nobody_is_silent_in_less_time_than_it_takes(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fifteen weeks of contacts; and as of later who leaves then is there, who comes then is not."""
    head, *_ = TICKETS
    rows = ("1,closed,2026-01-01,,0,anna,Ada", "2,closed,2026-04-20,,0,anna,Ada")
    tickets = written(head, *rows, name="tickets.csv")
    lines = ("anna,2025-06-01,", "bob,2025-06-01,2026-12-31", "cid,2026-12-31,")
    customers = written("customer,start date,end date", *lines, name="customers.csv")
    words = [tickets, customers, "--why", "silent"]
    found, said = listed(words, capsys)
    assert found == []
    assert "silent: the contacts cover 15 weeks, and only who was not in touch for 16" in said
    found, _ = listed([*words, "--as-of", "2026-04-30"], capsys)
    assert [(each["customer"], each["silent"]) for each in found] == [("bob", "17")]


def test_a_ticket_is_listed_once_with_the_score_of_each_reason(
    written: Written, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last row of a ticket is it: of 1 the second, and 2 is not unhappy any more."""
    rows = (
        "id,status,created_at,resolved_at,reopens,requester,csat",
        *("1,closed,2026-01-01,2026-01-02,0,anna,1", "1,closed,2026-01-01,2026-01-03,2,anna,2"),
        *("2,closed,2026-01-01,2026-01-02,0,bob,1", "2,closed,2026-01-01,2026-01-03,0,bob,5"),
    )
    file = written(*rows)
    found, _ = listed([file], capsys)
    assert [(each["id"], each["why"], each["row"]) for each in found] == [
        ("1", "unhappy, reopened", "3")
    ]
    assert (found[0]["unhappy"], found[0]["reopened"]) == ("2", "2")
    assert outcome(["followups", file]) == 0
    head = capsys.readouterr().out.splitlines()[2]
    assert "Unhappy (1-5)" in head
    assert "Reopened (how often)" in head
