"""Files that appear whole or not at all, several of them all or none.

Each is written beside its target, forced to the disk, and only when all are there do they take the
places of their targets. If one cannot, those already in place are taken back.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from csmetrics.errors import CANNOT_WRITE, CsmetricsError


def write_all(contents: Sequence[tuple[Path, bytes]]) -> None:
    """Write every file, or none."""
    staged: list[tuple[Path, Path, Path]] = []  # as named, its target, the new content beside it
    kept: list[tuple[Path, Path | None]] = []  # target in place, its former content
    named = Path()
    try:
        for named, content in contents:
            target = _target(named)
            staged.append((named, target, _stage(target, content)))
        for name, target, new in staged:
            named = name
            kept.append((target, _keep(target) if len(staged) > 1 else None))
            os.replace(new, target)
            _sync_folder(target.parent)
    except BaseException as problem:
        if len(staged) > 1:
            _take_back(kept, {target for _, target, new in staged if not new.exists()})
        if isinstance(problem, OSError):
            why = problem.strerror or str(problem)
            raise CsmetricsError(CANNOT_WRITE, file=str(named), why=why) from problem
        raise
    finally:
        for leftover in [*(new for *_, new in staged), *(former for _, former in kept if former)]:
            with suppress(OSError):
                leftover.unlink()


def _target(named: Path) -> Path:
    """Find the file behind a name (a symlink stays one), if a report may take its place."""
    target = Path(os.path.realpath(named))
    if target.exists():
        if not target.is_file():
            raise OSError(0, "a directory" if target.is_dir() else "not an ordinary file")
        if not os.access(target, os.W_OK):
            raise PermissionError(0, "it is write-protected")
    return target


def _beside(target: Path, what: str) -> Path:
    for number in range(1000):
        path = target.with_name(f".csmetrics-{os.getpid()}-{number}.{what}")
        if not path.exists():
            return path
    raise FileExistsError(0, "too many temporary files beside it")


def _stage(target: Path, content: bytes) -> Path:
    path = _beside(target, "new")
    # created with 0o666, so that the umask decides
    descriptor = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
    )
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            path.chmod(stat.S_IMODE(target.stat().st_mode))
    except BaseException:
        path.unlink()
        raise
    return path


def _keep(target: Path) -> Path | None:
    if not target.exists():
        return None
    path = _beside(target, "old")
    try:
        os.link(target, path)
    except OSError:  # a file system without hard links
        shutil.copy2(target, path)
    return path


def _take_back(kept: Sequence[tuple[Path, Path | None]], replaced: set[Path]) -> None:
    for target, former in reversed(kept):
        if target in replaced:
            with suppress(OSError):
                if former is None:
                    target.unlink()
                else:
                    os.replace(former, target)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
