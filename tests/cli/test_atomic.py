"""Files whole or not at all; several all or none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from csmetrics.cli.atomic import write_all
from csmetrics.errors import CANNOT_WRITE, CsmetricsError, Exit


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_new_files_have_the_mode_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_all([(tmp_path / "a.csv", b"a"), (tmp_path / "b.csv", b"b")])
    finally:
        os.umask(before)
    assert _names(tmp_path) == ["a.csv", "b.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"a"
    assert stat.S_IMODE((tmp_path / "b.csv").stat().st_mode) == 0o640


def test_a_file_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"yesterday")
    target.chmod(0o604)
    write_all([(target, b"today")])
    assert target.read_bytes() == b"today"
    assert stat.S_IMODE(target.stat().st_mode) == 0o604


def test_a_symlink_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a.csv", tmp_path / "link.csv"
    target.write_bytes(b"yesterday")
    link.symlink_to(target)
    write_all([(link, b"today")])
    assert link.is_symlink()
    assert target.read_bytes() == b"today"
    assert _names(tmp_path / "real") == ["a.csv"]


def test_a_dangling_symlink_gets_its_target(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "new.csv")
    write_all([(tmp_path / "link.csv", b"today")])
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "new.csv").read_bytes() == b"today"


def test_a_second_target_that_cannot_be_leaves_the_first_alone(tmp_path: Path) -> None:
    first = tmp_path / "a.csv"
    first.write_bytes(b"yesterday")
    with pytest.raises(CsmetricsError) as caught:
        write_all([(first, b"today"), (tmp_path / "absent" / "b.csv", b"today")])
    assert (caught.value.kind, caught.value.exit) == (CANNOT_WRITE, Exit.UNWRITABLE)
    assert "absent" in caught.value.text
    assert first.read_bytes() == b"yesterday"
    assert _names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("existed", [True, False])
@pytest.mark.parametrize("failure", [OSError(5, "Input/output error"), KeyboardInterrupt()])
def test_a_failure_between_two_replacements_takes_the_first_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existed: bool, failure: BaseException
) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    if existed:
        first.write_bytes(b"yesterday")
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if Path(target) == second:
            raise failure
        real(source, target)

    monkeypatch.setattr("os.replace", replace)
    with pytest.raises((CsmetricsError, KeyboardInterrupt)):
        write_all([(first, b"today"), (second, b"today")])
    assert _names(tmp_path) == (["a.csv"] if existed else [])
    assert not existed or first.read_bytes() == b"yesterday"


def test_what_is_not_a_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name, why in (("folder.csv", "a directory"), ("pipe.csv", "not an ordinary file")):
        with pytest.raises(CsmetricsError, match=why):
            write_all([(tmp_path / name, b"x")])
    assert _names(tmp_path) == ["folder.csv", "pipe.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_write_protected_file_is_respected(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_bytes(b"yesterday")
    target.chmod(0o444)
    with pytest.raises(CsmetricsError, match="write-protected"):
        write_all([(target, b"today")])
    assert target.read_bytes() == b"yesterday"


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a.csv").write_bytes(b"yesterday")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CsmetricsError, match="No space left on device"):
        write_all([(tmp_path / "a.csv", b"today"), (tmp_path / "b.csv", b"today")])
    assert _names(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"yesterday"
