"""Paths of a settings file: written from its folder, shown as they would be typed where the command runs."""

from __future__ import annotations

import glob
import os
from pathlib import Path


def expanded(name: str, folder: Path) -> tuple[str, ...]:
    """A path from the folder of the file; a pattern as the files it fits now, in order of their names.

    A pattern that fits none stays what it is, and is missed as a file is.
    """
    path = folder / Path(name).expanduser()
    found = sorted(glob.glob(str(path), recursive=True)) if is_pattern(name) else []
    return tuple(map(seen_from_here, found or [str(path)]))


def is_pattern(name: str) -> bool:
    """Whether a name may fit many files, or none."""
    return any(sign in name for sign in "*?[")


def seen_from_here(path: str) -> str:
    """A path below where the command runs as it would be typed there: messages name it."""
    here = os.path.realpath(os.curdir)
    real = os.path.realpath(path)
    return os.path.relpath(real, here) if real.startswith(here + os.sep) else path
