"""``inspect`` tells how cells are read, by which decision, and what becomes of rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from csmetrics.intake.inspection import inspect
from csmetrics.options import InputOptions
from csmetrics.report import ColumnSeen, FileSeen


def seen(folder: Path, text: str, **options: Any) -> FileSeen:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8", newline="")
    (file,) = inspect([str(path)], InputOptions(**options)).files
    return file


def table(folder: Path, header: str, *cells: str, **options: Any) -> ColumnSeen:
    """The first column of a file whose second one is something else."""
    lines = "".join(f'"{cell}",x\n' for cell in cells)
    return seen(folder, f'"{header}",beside\n{lines}', **options).columns[0]


ORDERS = [
    (["13/01/2024", "01/02/2024"], {}, ("dmy", "proven", "day first (row 2 proves it); days")),
    (["01/02/2024", "01/13/2024"], {}, ("mdy", "proven", "month first (row 3 proves it); days")),
    (["01/02/2024"], {}, ("dmy", "assumed", "day first, assumed; days")),
    (["01/02/2024"], {"dates": "mdy"}, ("mdy", "told", "month first, as told by --dates; days")),
    (["2024-01-02"], {}, (None, None, "days")),
]


@pytest.mark.parametrize(("cells", "options", "told"), ORDERS)
def test_order_of_dates(
    cells: list[str], options: dict[str, Any], told: tuple[str | None, ...], tmp_path: Path
) -> None:
    found = table(tmp_path, "when", *cells, **options)
    assert (found.order, found.order_by, found.reading) == told


def test_a_sibling_proves_the_order(tmp_path: Path) -> None:
    file = seen(tmp_path, "created,closed,status\n01/02/2024,01/13/2024,closed\n")
    created, closed, _ = file.columns
    assert (created.order, created.order_by, created.low) == ("mdy", "sibling", "2024-01-02")
    assert (closed.order, closed.order_by) == ("mdy", "proven")


def test_times_are_shown_on_the_clock_that_the_export_states(tmp_path: Path) -> None:
    found = table(tmp_path, "Created at (America/Lima)", "2024-01-02 08:00", "2024-01-03 08:00")
    assert (found.low, found.high) == ("2024-01-02 08:00", "2024-01-03 08:00")
    assert (found.zone, found.zone_by) == ("America/Lima", "name")
    assert found.reading == "America/Lima, by its name"


def test_a_time_without_a_zone_is_on_the_clock_of_the_run(tmp_path: Path) -> None:
    found = table(tmp_path, "created", "2024-01-02 08:00", tz="America/Lima")
    assert (found.zone, found.zone_by) == ("America/Lima", "run")


def test_a_zone_of_which_nothing_is_certain_is_told(tmp_path: Path) -> None:
    file = seen(tmp_path, "Created (EST),status\n2024-01-02 08:00,open\n")
    assert "W065" in {each.kind.code for each in file.diagnostics}


UNITS = [
    ("handle time (min)", {}, "minutes", "minutes, by its name"),
    ("handle time", {"column": ("handle_time=handle time:hours",)}, "hours", "hours, as told"),
]


@pytest.mark.parametrize(("header", "options", "unit", "reading"), UNITS)
def test_units_of_durations(
    header: str, options: dict[str, Any], unit: str, reading: str, tmp_path: Path
) -> None:
    file = seen(tmp_path, f"{header},status\n90,open\n30,open\n", **options)
    assert (file.columns[0].unit, file.columns[0].reading) == (unit, reading)


def test_a_missing_unit_is_told_with_the_right_role(tmp_path: Path) -> None:
    file = seen(tmp_path, "time to resolve,status\n90,open\n")
    (told,) = (each for each in file.diagnostics if each.kind.code == "E033")
    assert "resolution_duration=time to resolve:minutes" in told.hint
    assert file.columns[0].n == 0


def test_rows_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    found = table(tmp_path, "score", "9", "x", "n/a", "", "y", "x", "z", "y")
    assert (found.n, found.blank, found.unread) == (1, 2, 5)
    assert found.unread_rows == (3, 6, 8)  # of each text the first


def test_words_for_no_answer_are_blank(tmp_path: Path) -> None:
    found = table(tmp_path, "satisfaction", "good", "offered", "bad")
    assert (found.n, found.blank, found.unread) == (2, 1, 0)


@pytest.mark.parametrize(("options", "kept"), [({}, "last"), ({"dedupe": "none"}, "all")])
def test_duplicates(options: dict[str, Any], kept: str, tmp_path: Path) -> None:
    file = seen(tmp_path, "ticket id,status\n7,open\n8,open\n7,open\n 7,closed\n", **options)
    assert file.duplicates is not None
    assert (file.duplicates.count, file.duplicates.rows) == (2, (2,))
    assert (file.duplicates.column, file.duplicates.kept) == ("ticket id", kept)


def test_rows_that_are_no_data(tmp_path: Path) -> None:
    text = "ticket id,status\n1,open\nticket id,status\n2,open\nTotal,2\n"
    (again,) = (each for each in seen(tmp_path, text).left_out if each.rows == ("3",))
    assert (again.reason.name, again.count) == ("repeated-header", 1)


PRESET = """\
name = "own"
title = "Own export"
table = "tickets"
recognise = ["Bot seconds"]
source = "made up"
[columns]
created = { from = ["Came"] }
first_response_duration = { from = ["Bot seconds"], unit = "seconds" }
[[leave_out]]
reason = "spam"
when = { "Kind" = ["spam"] }
[[leave_out]]
reason = "no answer"
when = { "Bot seconds" = ["0"] }
roles = ["first_response_duration"]
"""


def test_what_a_preset_leaves_out_and_empties(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(PRESET, encoding="utf-8")
    text = "Came,Bot seconds,Kind\n2024-01-02,0,spam\n2024-01-03,60,a\n2024-01-04,0,a\n"
    file = seen(tmp_path, text, preset=str(own))
    (spam,) = file.left_out
    assert (spam.text, spam.count, spam.rows) == ("spam", 1, ("2",))
    _, bot, _ = file.columns
    assert (bot.n, bot.blank, bot.emptied) == (1, 2, 2)
    assert (bot.low, bot.unit, bot.reading) == (
        "0:01:00",
        "seconds",
        "seconds, by the preset own",
    )


QUESTIONS = [
    ("Finished,Q1,Batch number\n0,4,3\n1,5,1\n", ("--score Q1",)),
    ("Price,Sparsity\n9,1\n8.5,0\n7,0\n", ()),
    ("Rows,Was it quick?\n4,4\n5,5\n", ("--score 'Was it quick?'",)),
]


@pytest.mark.parametrize(("text", "paste"), QUESTIONS)
def test_only_what_may_be_a_question_is_proposed(
    text: str, paste: tuple[str, ...], tmp_path: Path
) -> None:
    assert seen(tmp_path, text, preset="none").mapping == paste


def test_a_file_of_neither_kind_is_told_of(tmp_path: Path) -> None:
    file = seen(tmp_path, "Product,Price\nSoap,8.5\n")
    assert [each.kind.code for each in file.diagnostics] == ["N066"]


def test_each_metric_finds_its_own_question(tmp_path: Path) -> None:
    file = seen(tmp_path, "How likely to recommend us?,How satisfied are you?\n9,4\n10,5\n")
    assert [each.metrics for each in file.columns] == [("nps",), ("csat",)]
    assert file.mapping == ()


def test_texts_that_hardly_repeat_are_not_shown(tmp_path: Path) -> None:
    """They may be names; a column with a role is shown."""
    assert table(tmp_path, "what", "mail", "chat", "mail").sample == ()
    assert table(tmp_path, "channel", "mail", "chat", "mail").sample == ("mail", "chat")
    assert table(tmp_path, "what", *["mail", "chat"] * 2).sample == ("mail", "chat")


def test_a_status_of_no_ticket_makes_no_tickets(tmp_path: Path) -> None:
    assert seen(tmp_path, "Status,How was it?\n0,4\n0,5\n").table == "responses"
    assert seen(tmp_path, "Status,How was it?\nopen,4\n0,5\n").table == "tickets"
    assert seen(tmp_path, "Status,How was it?\n").table == "tickets"
