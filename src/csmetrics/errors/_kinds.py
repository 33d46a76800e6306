"""What an error, a diagnostic and a reason are; the exit codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from csmetrics.language import Said

Word = str | int | float | tuple[str, ...]
"""What fills a place in a message; several texts stand below each other."""


class Exit(IntEnum):
    """Exit codes: an API, written down in docs/exit-codes.md and never changed."""

    OK = 0
    MISSED = 1
    USAGE = 2
    REFUSED = 3
    NOTHING = 4
    UNWRITABLE = 5
    BUG = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


@dataclass(frozen=True)
class Kind:
    """One thing that can be said. ``exit`` is set on errors only."""

    code: str
    name: str
    text: str
    hint: str = ""
    exit: Exit | None = None

    @property
    def level(self) -> str:
        """``error``, ``warning`` or ``note``, from the first letter of the code."""
        return {"E": "error", "W": "warning", "N": "note"}[self.code[0]]


@dataclass(frozen=True)
class Reason:
    """Why a row enters no statistic. ``suspect`` reasons count towards "is this the wrong column?".

    A reason with ``many`` is a noun, such as ``ambiguous time``: that is how it reads where there are several.
    """

    name: str
    text: str
    suspect: bool = False
    silent: bool = False  # counted in the account line, no warning of its own
    many: str = ""

    def of(self, count: int) -> str:
        """The template that reads well after a count."""
        return self.many if self.many and count != 1 else self.text


class CsmetricsError(Exception):
    """A run that cannot go on, as one :class:`Kind` with the words that fill it."""

    def __init__(self, kind: Kind, **params: Word) -> None:
        self.kind = kind
        self.params = params
        super().__init__(self.text)

    @property
    def text(self) -> Said:
        """What went wrong, and why."""
        return Said(self.kind.text, **self.params)

    @property
    def hint(self) -> Said:
        """How to mend it, or an empty string."""
        return Said(self.kind.hint, **self.params)

    @property
    def exit(self) -> Exit:
        """The exit code of a process that ends with this error."""
        return self.kind.exit if self.kind.exit is not None else Exit.BUG
