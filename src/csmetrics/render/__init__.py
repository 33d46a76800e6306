"""Report → text or bytes, one file per format over one shared grid.

A member is a module with ``render(report) -> str`` (``bytes`` for a binary format), imported when
it is asked for. To add a format: one file, one line in :data:`FORMATS`, one test, one line of docs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from csmetrics.language import ENGLISH, in_force, speaking

if TYPE_CHECKING:
    from csmetrics.report import Result


@dataclass(frozen=True)
class Format:
    """A format by its name, the suffixes of its files, and the kinds of report it can show.

    ``identifies``: it holds the digests of the inputs, which cost time to compute. ``worded``: people read it, in
    their language; what machines read is the same in each. ``mailed``: it is for others, who have not these folders.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    function: str = "render"
    binary: bool = False
    kinds: tuple[str, ...] = ("metric",)
    identifies: bool = False
    worded: bool = False
    mailed: bool = False

    def render(self, report: Result) -> str | bytes:
        """Give the report in this format; the member is imported here."""
        member = import_module(f"{__name__}.{self.module}")
        if self.mailed:
            report = import_module(f"{__name__}._files").by_name(report)
        with speaking(in_force() if self.worded else ENGLISH):
            return cast("Callable[[Result], str | bytes]", getattr(member, self.function))(report)


ALL = ("metric", "inspection", "goals", "comparison", "trend", "standards", "drivers", "summary")
LISTS = (*ALL, "followups")
PLAIN = (*ALL, "settings")
PAGES = (*ALL, "report")
"""``report`` is a summary for those who will never open a terminal: it is a file that others read."""
FORMATS = (
    Format("table", (".txt",), "table", kinds=(*PLAIN, "followups"), worded=True),
    Format("json", (".json",), "json", kinds=PLAIN, identifies=True),
    Format("csv", (".csv",), "csv", kinds=LISTS),
    Format("tsv", (".tsv", ".tab"), "csv", "render_tsv", kinds=LISTS),
    Format("md", (".md", ".markdown"), "md", kinds=(*PLAIN, "report"), worded=True, mailed=True),
    Format(
        "html",
        (".html", ".htm"),
        "html",
        kinds=PAGES,
        identifies=True,
        worded=True,
        mailed=True,
    ),
    Format(
        "xlsx",
        (".xlsx",),
        "xlsx",
        binary=True,
        kinds=(*PAGES, "followups"),
        identifies=True,
        worded=True,
        mailed=True,
    ),
    Format("value", (), "value"),
)


def by_name(name: str) -> Format | None:
    """Find the format of that name."""
    return next((format_ for format_ in FORMATS if format_.name == name), None)


def by_suffix(path: str) -> Format | None:
    """Find the format that the suffix of a file name asks for."""
    lowered = path.lower()
    return next((format_ for format_ in FORMATS if lowered.endswith(format_.suffixes)), None)
