"""Files of a settings file: patterns fit in its own folder, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from csmetrics.cli.paths import expanded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """``q[1]`` beside ``q1``, which it would fit as a pattern; a file of the same kind in each."""
    for name in ("q[1]/ans1.csv", "q[1]/ans[1].csv", "q[1]/old [a]/ans2.csv", "q1/ans1.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("score\n9\n")
    return tmp_path / "q[1]"


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("ans*.csv", ["ans1.csv", "ans[1].csv"]),
        ("ans[1].csv", ["ans[1].csv"]),  # there as it is written
        ("ans[12].csv", ["ans1.csv"]),
        ("old [a]/*.csv", ["old [a]/ans2.csv"]),
        ("**/ans2.csv", ["old [a]/ans2.csv"]),
        ("no*.csv", ["no*.csv"]),
    ],
)
def test_patterns(folder: Path, pattern: str, files: list[str]) -> None:
    assert expanded(pattern, folder) == tuple(str(folder / each) for each in files)


def test_a_whole_path(folder: Path) -> None:
    there = str(folder / "ans[12].csv")
    assert expanded(there, folder.parent / "q1") == (str(folder / "ans1.csv"),)
