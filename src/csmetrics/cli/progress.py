"""A line on stderr while a long run reads: after a second, at a terminal only, gone when done."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING

from csmetrics.language import Said

if TYPE_CHECKING:
    from rich.status import Status

    from csmetrics.cli.terminal import Terminal

PATIENCE = 1.0


class Progress:
    """Called with the rows read so far. Shows nothing in a pipe, in cron, or with -q."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._start = time.monotonic()
        self._status: Status | None = None

    def __call__(self, rows: int) -> None:
        """Say how far the run is."""
        if not self._terminal.watched or time.monotonic() - self._start < PATIENCE:
            return
        text = Said("{rows:,} rows read", rows=rows)
        if self._status is None:
            self._status = self._shown(text)
        else:
            self._status.update(text)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def _shown(self, text: str) -> Status:
        from rich.console import Console
        from rich.status import Status

        console = Console(
            file=self._terminal.stderr,
            force_terminal=True,
            no_color=not self._terminal.color,
            legacy_windows=False,
        )
        spinner = "line" if self._terminal.ascii else "dots"
        status = Status(text, console=console, spinner=spinner)
        status.start()
        return status
