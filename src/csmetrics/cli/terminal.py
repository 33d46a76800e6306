"""The terminal as an object that a test can replace: streams, width, colour, what they can show.

Every decision about colour and glyphs is made here and handed on explicitly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from csmetrics.errors import CANNOT_WRITE, CsmetricsError
from csmetrics.language import Said, speak
from csmetrics.render._text import ascii_only, visible_lines

if TYPE_CHECKING:
    from csmetrics.options import OutputOptions

GLYPHS = "─│┌┐└┘├┤·–−…█"


@dataclass
class Terminal:
    """Where a run reads, prints and complains; ``quiet`` and ``verbose`` count -q and -v."""

    stdin: TextIO | None
    stdout: TextIO | None
    stderr: TextIO | None
    environ: Mapping[str, str]
    colors: str = "auto"
    quiet: int = 0
    verbose: int = 0

    @classmethod
    def real(cls, quiet: int = 0) -> Terminal:
        """Take the streams of this process."""
        return cls(sys.stdin, sys.stdout, sys.stderr, os.environ, quiet=quiet)

    def heed(self, out: OutputOptions) -> None:
        """Print and speak as the options say."""
        self.colors, self.verbose = out.color, out.verbose
        speak(out.lang)

    @property
    def interactive(self) -> bool:
        """Whether a person sees what is printed on stdout."""
        return _is_tty(self.stdout)

    @property
    def watched(self) -> bool:
        """Whether a person sees what is said on stderr, and wants to."""
        dumb = self.environ.get("TERM", "") in ("dumb", "unknown")
        return _is_tty(self.stderr) and not self.quiet and not dumb

    @property
    def color(self) -> bool:
        """Whether stdout gets colour. Only ``--color`` can force it: FORCE_COLOR is not asked."""
        if self.colors != "auto":
            return self.colors == "always"
        dumb = self.environ.get("TERM", "") in ("dumb", "unknown")
        return self.interactive and not dumb and not self.environ.get("NO_COLOR")

    @property
    def ascii(self) -> bool:
        """Whether a table must do without box drawing: in a pipe, or where it cannot be shown."""
        return not self.interactive or _encoded(GLYPHS, self.stdout) is None

    @property
    def width(self) -> int | None:
        """Columns of the terminal; ``None`` in a pipe, where a table has its natural width."""
        if not self.interactive or self.stdout is None:
            return None
        told = self.environ.get("COLUMNS", "")
        if told.isdecimal() and int(told) > 0:
            return int(told)
        with suppress(OSError, ValueError):
            return os.get_terminal_size(self.stdout.fileno()).columns or 80
        return 80

    def say(self, text: str, level: str = "note") -> None:
        """Put a message on stderr; -q keeps ``error``, -qq nothing, -v adds ``detail``."""
        allowed = {"error": self.quiet < 2, "detail": self.verbose > 0 and not self.quiet}
        if self.stderr is None or not allowed.get(level, not self.quiet):
            return
        text = visible_lines(text)
        with suppress(OSError, ValueError):  # a message that cannot be delivered changes nothing
            if _is_tty(self.stderr):
                width = os.get_terminal_size(self.stderr.fileno()).columns or 80
                text = "\n".join(_folded(line, width) for line in text.split("\n"))
        with suppress(OSError, ValueError):
            _put(self.stderr, _shown(text + "\n", self.stderr))

    def write(self, content: str | bytes, *, machine: bool = True) -> None:
        """Put the result on stdout: UTF-8 for a machine, else as the terminal can show it."""
        if self.stdout is None:
            raise CsmetricsError(CANNOT_WRITE, file="stdout", why=Said("it is closed"))
        if isinstance(content, str):
            if (
                machine and self.interactive
            ):  # CSV keeps what acts on a terminal, a file may hold it
                content = visible_lines(content)
            as_read = content.encode("utf-8", "backslashreplace")
            content = as_read if machine else _shown(content, self.stdout)
        try:
            _put(self.stdout, content)
        except BrokenPipeError:
            raise
        except (OSError, ValueError) as problem:  # ValueError: closed
            raise unwritable(problem) from problem

    def abandon(self) -> None:
        """Throw away what stdout still holds, lest the interpreter stumbles over it at exit."""
        with suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.stdout.fileno())  # type: ignore[union-attr]
            os.close(nowhere)


def unwritable(problem: Exception) -> CsmetricsError:
    """Make the error for a stdout that takes nothing more."""
    why = getattr(problem, "strerror", None) or str(problem)
    return CsmetricsError(CANNOT_WRITE, file="stdout", why=why)


def _folded(line: str, width: int) -> str:
    """A line in several, broken between words, the further ones set in; a longer word stays whole."""
    from textwrap import fill  # only for a person

    return fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _is_tty(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _encoded(text: str, stream: TextIO | None) -> bytes | None:
    try:
        return text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return None


def _shown(text: str, stream: TextIO) -> bytes:
    """Encode for a stream; what its encoding lacks becomes a plain likeness or an escape."""
    exact = _encoded(text, stream)
    if exact is not None:
        return exact
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return ascii_only(text).encode(encoding, "backslashreplace")


def _put(stream: TextIO, content: bytes) -> None:
    binary = getattr(stream, "buffer", None)
    stream.flush()
    if binary is None:
        stream.write(content.decode(getattr(stream, "encoding", None) or "utf-8"))
    else:
        binary.write(content)
    stream.flush()
