"""A report that is mailed calls files by their names; a terminal says them as they were given."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from csmetrics.cli.main import outcome
from csmetrics.render._files import brief


@pytest.mark.parametrize(
    ("files", "short"),
    [
        (["/home/ada/nps.csv"], {"/home/ada/nps.csv": "nps.csv"}),
        (["nps.csv"], {}),
        (["/a/x/1.csv", "/a/y/1.csv"], {"/a/x/1.csv": "x/1.csv", "/a/y/1.csv": "y/1.csv"}),
        (["a/1.csv", "b/a/1.csv"], {}),
        (["1.csv", "old/1.csv", "/z/2.csv"], {"/z/2.csv": "2.csv"}),
        (["C:\\exports\\nps.csv"], {"C:\\exports\\nps.csv": "nps.csv"}),
    ],
)
def test_as_short_as_names_stay_distinct(files: list[str], short: dict[str, str]) -> None:
    assert brief(files) == short


@pytest.mark.parametrize("command", ["nps", "report"])
def test_no_folder_of_the_writer_in_what_others_read(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for name, score in (("answers.csv", 11), ("more.csv", 9)):
        files.append(str(tmp_path / name))
        Path(files[-1]).write_text(f"nps,day\n9,2026-01-01\n{score},2026-01-02\n")
    page, text, book = (tmp_path / f"k{end}" for end in (".html", ".md", ".xlsx"))
    args = [word for each in (page, text, book) for word in ("-o", str(each))]
    assert outcome([command, *files, *args]) == 0
    assert f"{files[0]}:3" in capsys.readouterr().err
    cells = (cell for sheet in load_workbook(book) for row in sheet.values for cell in row)
    for shown in (page.read_text("utf-8"), text.read_text("utf-8"), "\n".join(map(str, cells))):
        assert "answers.csv:3" in shown
        assert str(tmp_path) not in shown
