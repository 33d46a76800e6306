"""An inspection in one screen: of the file, then of its columns; all of it in the JSON document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from csmetrics.intake.inspection import inspect
from csmetrics.options import InputOptions
from csmetrics.render import json as json_format
from csmetrics.render.table import render
from csmetrics.report import Inspection
from schemas import hold_to_schema

SAMPLE = Path(__file__).parents[1] / "golden" / "presets" / "freshdesk" / "input.csv"


def seen(folder: Path, text: str) -> Inspection:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return inspect([str(path)], InputOptions())


def test_facts_of_the_file(tmp_path: Path) -> None:
    text = (
        "A title\n\nticket id,status,created (UTC)\n1,open,2026-01-05 10:00\n"
        "ticket id,status,created (UTC)\n1,closed,2026-01-05 10:00\n"
    )
    table = render(seen(tmp_path, text))
    for line in (
        "2 rows, read as tickets",
        "encoding     utf-8 (valid in every row)",
        "header       row 3, 2 rows above it not read",
        "preset       none: columns are found by their names",
        "left out     a repeat of the header (row 5)",
        "duplicates   1 row repeats an id of ticket id (of row 4); the last row of each id counts",
    ):
        assert line in table
    assert "UTC, by its name" in table


def test_unread_cells_are_named_by_their_rows(tmp_path: Path) -> None:
    assert "unread: rows 3, 4, …; by its name" in render(seen(tmp_path, "score\n9\nx\ny\nx\n"))


def test_a_question_stands_beside_its_code(tmp_path: Path) -> None:
    text = 'Q1,Q2\nHow likely to recommend us?,Why\n"{""ImportId"":""1""}","{""ImportId"":""2""}"\n9,x\n'
    assert "Q1: How likely to recommend us?" in render(seen(tmp_path, text))


def test_of_many_columns_those_without_a_role_are_named(tmp_path: Path) -> None:
    many = [f"extra {place}" for place in range(40)]
    text = f"status,{','.join(many)}\nopen,{'x,' * 39}x\n"
    table = render(seen(tmp_path, text))
    assert "1 of 41 play a role" in table
    assert "B extra 0 (label)" in table
    assert len(table.splitlines()) < 20
    document = json.loads(json_format.render(seen(tmp_path, text)))
    assert len(document["files"][0]["columns"]) == 41


@pytest.mark.parametrize("width", [40, 80, 120])
def test_it_fits_a_terminal(width: int) -> None:
    table = render(inspect([SAMPLE.as_posix()], InputOptions()), width=width)
    lines = table.replace(SAMPLE.as_posix(), "f.csv").splitlines()
    assert max(map(len, lines)) <= width or width == 40


def test_the_document_holds_its_schema() -> None:
    document = json.loads(json_format.render(inspect([str(SAMPLE)], InputOptions())))
    hold_to_schema(document, "inspection")
    (file,) = document["files"]
    (used,) = (each for each in file["columns"] if each["role"] == "first_response_business")
    assert (file["preset"]["name"], used["unit_by"], used["zone"]) == ("freshdesk", "preset", None)
