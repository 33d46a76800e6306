"""``--save``: the result goes into the history once it is computed, before anything is printed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.report import Report


def place(configured: Path | None) -> Path:
    """The file of saved results: that of the settings, else the user's own."""
    from csmetrics.history import place

    return configured or place.default(os.environ)


def keep(report: Report, configured: Path | None, *, state: bool) -> Diagnostic:
    """Save a report, and say what became of it."""
    from csmetrics.history.place import make_folder  # not for --help
    from csmetrics.history.saving import save

    file = place(configured)
    if configured is None:
        make_folder(file)
    new, all_ = save(report, file, state=state)
    if not new:
        return Diagnostic(errors.NOTHING_NEW, (("count", all_), ("file", str(file))))
    results = "result" if new == 1 else "results"
    return Diagnostic(errors.SAVED, (("count", new), ("results", results), ("file", str(file))))
