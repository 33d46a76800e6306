"""Where the history is when the settings do not say: in the folder that the system keeps for a user's data."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said

NAME = "history.sqlite"


def default(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """The file of this user; refuses where the user has no home."""
    if platform == "win32" and (local := environ.get("LOCALAPPDATA")):
        return Path(local, "csmetrics", NAME)
    # a relative path says nothing: by the rules of freedesktop.org it is not there
    if platform not in {"win32", "darwin"} and os.path.isabs(
        data := environ.get("XDG_DATA_HOME", "")
    ):
        return Path(data, "csmetrics", NAME)
    home = os.path.expanduser("~") if "HOME" not in environ else environ["HOME"]
    if not os.path.isabs(home):
        raise CsmetricsError(errors.NO_DATA_FOLDER)
    folders = {"darwin": "Library/Application Support", "win32": "AppData/Local"}
    return Path(home, folders.get(platform, ".local/share"), "csmetrics", NAME)


def make_folder(file: Path) -> None:
    """Make the folder of the default file, for this user alone."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        why = Said(
            "has no folder, and {parent} cannot be made: {strerror}",
            parent=file.parent,
            strerror=fault.strerror,
        )
        cure = 'say where it is in csmetrics.toml: history = "FILE"'
        raise CsmetricsError(errors.CANNOT_SAVE, file=str(file), why=why, cure=cure) from fault
