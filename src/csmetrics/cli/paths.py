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
    found = sorted(glob.glob(_pattern(path, folder), recursive=True)) if is_pattern(name) else []
    return tuple(map(seen_from_here, found or [str(path)]))


def is_pattern(name: str) -> bool:
    """Whether a name may fit many files, or none."""
    return any(sign in name for sign in "*?[")


def _pattern(path: Path, folder: Path) -> str:
    """A path as a pattern: what is there as it is written, such as a folder ``2026 [old]``, stands for itself.

    So does the folder of the settings file, whatever it is called. ``*`` and ``?`` are always signs: they fit
    themselves, too.
    """
    above, pattern = Path(), ""
    for place, part in enumerate(path.parts):
        above /= part
        given = above.parts == folder.parts[: place + 1]
        signs = any(sign in part for sign in "*?") and not given
        itself = os.path.exists(above) and not signs
        pattern = os.path.join(pattern, glob.escape(part) if itself else part)
    return pattern


def seen_from_here(path: str) -> str:
    """A path below where the command runs as it would be typed there: messages name it."""
    here = os.path.realpath(os.curdir)
    real = os.path.realpath(path)
    return os.path.relpath(real, here) if real.startswith(here + os.sep) else path
