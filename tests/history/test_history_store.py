"""The file: made in one piece, never of another program or version, locked for as long as it takes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import csmetrics
from csmetrics.errors import CsmetricsError
from csmetrics.history import _store, place, reading, upkeep
from csmetrics.history.saving import save
from csmetrics.report import Report

HOME = {"HOME": "/home/ana"}


@pytest.fixture
def report(written: Callable[..., str]) -> Report:
    found: Report = csmetrics.compute(
        "nps", written("score,answered", "10,2026-01-31", "9,2026-02-01")
    )
    return found


@pytest.fixture
def file(tmp_path: Path, report: Report) -> Path:
    """A history with one result."""
    path = tmp_path / "h.sqlite"
    save(report, path)
    return path


def refused(work: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(CsmetricsError) as caught:
        work()
    return caught.value.kind.code, caught.value.text


def test_the_header_says_what_it_is(file: Path) -> None:
    with sqlite3.connect(file) as store:
        assert store.execute("PRAGMA user_version").fetchone() == (_store.VERSION,)
        assert store.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert file.read_bytes()[68:72] == b"csmh"


def test_a_newer_format_is_left_alone(file: Path, report: Report) -> None:
    with sqlite3.connect(file) as store:
        store.execute("PRAGMA user_version = 2")
    before = file.read_bytes()
    why = "is of a newer csmetrics: its format is 2, this one knows 1"
    assert refused(lambda: save(report, file)) == (
        "E078",
        f"the history {file} {why}; nothing was changed",
    )
    assert refused(lambda: reading.results(file)) == ("E079", f"the history {file} {why}")
    assert file.read_bytes() == before


def test_a_database_of_something_else_is_left_alone(tmp_path: Path, report: Report) -> None:
    other = tmp_path / "app.sqlite"
    with sqlite3.connect(other) as store:
        store.execute("CREATE TABLE runs (id)")
    before = other.read_bytes()
    assert "is the database of something else" in refused(lambda: save(report, other))[1]
    assert other.read_bytes() == before


def test_a_file_that_is_no_database(tmp_path: Path, report: Report) -> None:
    text = tmp_path / "a.csv"
    text.write_text("score\n" * 1000)
    assert refused(lambda: save(report, text))[1].endswith("is no SQLite file; nothing was changed")
    assert refused(lambda: upkeep.check(text))[0] == "E079"


def test_a_folder_that_is_not_there(tmp_path: Path, report: Report) -> None:
    code, text = refused(lambda: save(report, tmp_path / "none" / "h.sqlite"))
    assert code == "E078"
    assert "has no folder" in text


def test_reading_makes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "h.sqlite"
    assert refused(lambda: reading.results(file))[0] == "E083"
    assert (
        refused(lambda: upkeep.prune(file, "", "2026-01-01", keep_latest=False, dry_run=False))[0]
        == "E083"
    )
    assert not file.exists()


def test_a_file_in_which_nothing_was_ever_saved_is_clean(tmp_path: Path) -> None:
    """A process that is killed right after it has opened its first history leaves an empty file."""
    (tmp_path / "h.sqlite").touch()
    assert upkeep.check(tmp_path / "h.sqlite") == upkeep.Found(0, 0)
    assert reading.results(tmp_path / "h.sqlite") == []


def test_a_locked_file_is_waited_for_and_then_given_up(
    file: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _store.SECONDS == 30
    monkeypatch.setattr(_store, "SECONDS", 0.1)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    code, text = refused(lambda: save(report, file))
    assert (code, "for 0.1 s another process had it locked" in text) == ("E080", True)
    assert refused(lambda: reading.results(file))[0] == "E079"
    other.close()
    assert save(report, file) == (0, 1)


def test_a_failure_in_the_middle_leaves_nothing(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csmetrics.history.saving.canonical", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save(report, tmp_path / "h.sqlite")
    assert upkeep.check(tmp_path / "h.sqlite") == upkeep.Found(0, 0)


def test_check_finds_what_was_changed_by_hand(file: Path) -> None:
    assert upkeep.check(file) == upkeep.Found(1, 1)
    with sqlite3.connect(file) as store:
        store.execute("UPDATE results SET value = 99")
    assert upkeep.check(file).problems == ("result 1 has another value beside it",)
    with sqlite3.connect(file) as store:
        store.execute("UPDATE results SET document = replace(document, '100.0', '99.0')")
        store.execute("UPDATE definitions SET document = '{}'")
        store.execute("INSERT INTO runs (saved, tool, files) VALUES ('', '', '')")
    said = upkeep.check(file).problems
    assert [line.partition(" ")[0] for line in said] == ["the", "result", "run"]


def test_check_finds_a_page_that_was_overwritten(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:8192] = b"x" * 4096
    file.write_bytes(content)
    try:
        problems = upkeep.check(file).problems
    except CsmetricsError as refusal:
        problems = (refusal.text,)
    assert problems


def test_pruned_text_is_gone_from_the_disk(tmp_path: Path, written: Callable[..., str]) -> None:
    file = tmp_path / "h.sqlite"
    save(csmetrics.compute("nps", written("score,team", "9,Zulmira"), by=["team"]), file)
    assert b"Zulmira" in file.read_bytes()
    gone, left = upkeep.prune(file, "", "9999-01-01", keep_latest=False, dry_run=False)
    assert (gone, left) == (upkeep.Found(2, 1), upkeep.Found(0, 0))
    assert b"Zulmira" not in file.read_bytes()


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        (HOME, "linux", "/home/ana/.local/share/csmetrics/history.sqlite"),
        (HOME | {"XDG_DATA_HOME": "/data"}, "linux", "/data/csmetrics/history.sqlite"),
        (
            HOME | {"XDG_DATA_HOME": "data"},
            "linux",
            "/home/ana/.local/share/csmetrics/history.sqlite",
        ),
        (HOME, "darwin", "/home/ana/Library/Application Support/csmetrics/history.sqlite"),
        ({"LOCALAPPDATA": "/l"}, "win32", "/l/csmetrics/history.sqlite"),
    ],
)
def test_the_usual_place(environ: dict[str, str], platform: str, expected: str) -> None:
    assert place.default(environ, platform) == Path(expected)


def test_without_a_home_the_key_is_named() -> None:
    with pytest.raises(CsmetricsError) as caught:
        place.default({"HOME": ""}, "linux")
    assert (caught.value.kind.code, 'history = "FILE"' in caught.value.hint) == ("E081", True)


def test_the_usual_folder_is_for_the_user_alone(tmp_path: Path) -> None:
    file = place.default({"XDG_DATA_HOME": str(tmp_path)}, "linux")
    place.make_folder(file)
    place.make_folder(file)
    assert file.parent.stat().st_mode & 0o777 == 0o700
