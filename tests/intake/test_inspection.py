"""``inspect``: what each column was taken for, over all rows, without showing what is private."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from csmetrics.intake.inspection import inspect
from csmetrics.options import InputOptions
from csmetrics.report import ColumnSeen, FileSeen


def seen(folder: Path, text: str, *, show_values: bool = False, **options: Any) -> FileSeen:
    path = folder / "r.csv"
    path.write_text(text, encoding="utf-8", newline="")
    (file,) = inspect([str(path)], InputOptions(**options), show_values=show_values).files
    return file


def column(folder: Path, *cells: str, header: str = "Column", **options: Any) -> ColumnSeen:
    """A column beside another that makes no role."""
    lines = "".join(f'"{cell}",x\n' for cell in cells)
    return seen(folder, f"{header},beside\n{lines}", **options).columns[0]


KINDS = [
    (["9", "10", "7"], "number"),
    (["1,5", "2,5"], "number"),
    (["good", "bad", "good"], "score"),
    (["9/10", "8/10"], "score"),
    (["2024-01-31", "2024-02-01"], "date"),
    (["31/01/24 10:00", ""], "date"),
    (["00123", "00124"], "id"),
    (["email", "chat", "email"], "label"),
    (["", "", ""], "empty"),
    (["a long text that somebody typed into a box"] * 2, "text"),
]


@pytest.mark.parametrize(("cells", "kind"), KINDS)
def test_kind(cells: list[str], kind: str, tmp_path: Path) -> None:
    assert column(tmp_path, *cells).kind == kind


def test_a_score_by_its_role(tmp_path: Path) -> None:
    found = column(tmp_path, "9", "", "10", "x", "9", header="Nota")
    assert (found.kind, found.role, found.why) == ("score", "score", "by its name")
    assert (found.n, found.blank, found.unread, found.distinct) == (3, 1, 1, 3)
    assert found.mean == pytest.approx(28 / 3)
    assert (found.low, found.high) == ("9", "10")


def test_percentages_are_numbers_whatever_their_name(tmp_path: Path) -> None:
    found = column(tmp_path, "90%", "80 %", "", header="score")
    assert (found.kind, found.n, found.mean) == ("number", 2, 85)


def test_numbers_with_a_comma(tmp_path: Path) -> None:
    assert column(tmp_path, "1,5", "1.000").mean == pytest.approx(500.75)
    assert column(tmp_path, "1,5", "1.000", decimal="point").n == 1


def test_dates_in_their_own_order(tmp_path: Path) -> None:
    found = column(tmp_path, "01/02/2024", "02/13/2024", "01/02/2024")
    assert (found.n, found.low, found.high) == (3, "2024-01-02", "2024-02-13")


def test_a_contradiction_is_named_by_its_records(tmp_path: Path) -> None:
    """Not by the places of the distinct texts, which repeat."""
    cells = ["13/01/2024"] * 3 + ["01/20/2024"]
    file = seen(tmp_path, "when,b\n" + "".join(f"{cell},x\n" for cell in cells))
    (told,) = (note for note in file.diagnostics if note.kind.code == "E027")
    assert "row 2" in told.text
    assert "row 5" in told.text


def test_two_columns_that_could_be_the_score_are_told(tmp_path: Path) -> None:
    file = seen(tmp_path, "Score,SCORE\n9,8\n8,9\n", column=())
    assert [note.kind.code for note in file.diagnostics] == ["E021"]
    assert [each.role for each in file.columns] == [None, None]


def test_ids_and_texts_are_not_shown(tmp_path: Path) -> None:
    assert column(tmp_path, "00123", "00124").sample == ()
    assert column(tmp_path, "00123", "00124", show_values=True).sample == ("00123", "00124")


def test_what_to_paste(tmp_path: Path) -> None:
    file = seen(tmp_path, "Data,How likely to recommend\n2024-01-01,9\n2024-01-02,8\n")
    assert "--column score='How likely to recommend'" in file.mapping
    assert "--column answered=Data" in file.mapping


def test_the_file_itself(tmp_path: Path) -> None:
    file = seen(tmp_path, "Title\n\na;b\nx;y\n\nx;y\n")
    assert file.rows == 2
    assert dict(file.dialect)["header_row"] == 3
    assert [each.letters for each in file.columns] == ["A", "B"]


def test_a_file_of_tickets_is_seen_as_such(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "id,created,resolved,status,handle time (min),reopens,sla,channel\n"
        "1,2026-01-05,2026-01-06,closed,90,0,met,web\n"
        "2,2026-01-06,,open,1.5,Yes,breached,web\n"
        "3,2026-01-07,,odd,,2,odd,\n",
        encoding="utf-8",
    )
    (seen,) = inspect([str(path)], InputOptions()).files
    assert seen.table == "tickets"
    columns = {column.role: column for column in seen.columns}
    assert {role: columns[role].kind for role in ("status", "handle_time", "reopens", "sla")} == {
        "status": "status",
        "handle_time": "duration",
        "reopens": "count",
        "sla": "flag",
    }
    assert (columns["handle_time"].low, columns["handle_time"].high) == ("0:01:30", "1:30:00")
    assert [columns[role].unread for role in ("status", "reopens", "sla")] == [1, 0, 1]
    assert "--column created=created" in seen.mapping


def test_a_survey_with_a_date_of_creation_is_no_file_of_tickets(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("id,score,created,channel\n1,9,2026-01-05,web\n", encoding="utf-8")
    assert inspect([str(path)], InputOptions()).files[0].table == "responses"
