"""Where the result goes: stdout in one format, files by their suffix, the account on stderr.

Everything is decided before anything is measured, and rendered before anything is written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from csmetrics import render
from csmetrics.cli.suggest import did_you_mean
from csmetrics.errors import (
    BAD_VALUE,
    BINARY_TO_TERMINAL,
    CANNOT_WRITE,
    MAPPED,
    OWN_INPUT,
    STRICT,
    USAGE,
    CsmetricsError,
    Exit,
)
from csmetrics.language import Said, tr
from csmetrics.render._text import visible

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.options import OutputOptions
    from csmetrics.report import Diagnostic, Report, Result


SILENT = 2  # -qq: the exit code only


@dataclass(frozen=True)
class Plan:
    """What a run will write: the format of stdout (none with ``-o`` alone), and the files."""

    stdout: render.Format | None
    files: tuple[tuple[str, render.Format], ...]

    @property
    def identifies(self) -> bool:
        """Whether anything written holds the digests of the inputs."""
        shown = self.stdout is not None and self.stdout.identifies
        return shown or any(format_.identifies for _, format_ in self.files)


def plan(
    options: OutputOptions, inputs: Sequence[str], terminal: Terminal, kind: str = "metric"
) -> Plan:
    """Decide where the result goes; refuse what cannot work before the first row is read."""
    shown = (
        _named(options.format or "table", kind) if options.format or not options.output else None
    )
    if shown and shown.binary and terminal.interactive:
        raise CsmetricsError(BINARY_TO_TERMINAL, format=shown.name)
    files = tuple((path, _suffixed(path, kind)) for path in options.output)
    seen: dict[str, str] = {}
    for path, _ in files:
        _check_target(path, inputs, terminal)
        real = os.path.realpath(path)
        if real in seen:
            raise CsmetricsError(
                USAGE,
                message=Said("-o: {other} and {path} are one file", other=seen[real], path=path),
                suggestion="",
            )
        seen[real] = path
    return Plan(shown, files)


def deliver(
    report: Report,
    to: Plan,
    terminal: Terminal,
    *,
    strict: bool = False,
    keep: Callable[[], None] = lambda: None,
) -> None:
    """Print and write the report, then say how it came about.

    ``keep`` is called when nothing but the writing itself can fail any more; what it raises leaves nothing written.
    """
    if strict:
        refuse_warnings(report.diagnostics, terminal)
    publish(report, to, terminal, keep)
    _say_account(report, to, terminal)
    say(report.diagnostics, terminal)
    say_written(to, terminal)


def refuse_warnings(diagnostics: Sequence[Diagnostic], terminal: Terminal) -> None:
    """--strict: say the warnings, and refuse."""
    warnings = sum(each.kind.level == "warning" for each in diagnostics)
    if warnings:
        say(diagnostics, terminal)
        raise CsmetricsError(STRICT, count=warnings)


def publish(
    result: Result, to: Plan, terminal: Terminal, keep: Callable[[], None] = lambda: None
) -> None:
    """Render everything, write the files, print; ``keep`` comes between."""
    shown = None if to.stdout is None else _on_stdout(result, to.stdout, terminal)
    contents = [(Path(path), _bytes(format_.render(result))) for path, format_ in to.files]
    keep()
    if contents:
        from csmetrics.cli.atomic import write_all  # not for --help

        write_all(contents)
    if to.stdout and shown is not None and terminal.quiet < SILENT:
        terminal.write(shown, machine=to.stdout.name != "table")


def say(diagnostics: Sequence[Diagnostic], terminal: Terminal) -> None:
    """Put the warnings and notes on stderr; which column was taken for what only with -v."""
    from csmetrics.render import _messages as messages  # not for --help

    for diagnostic in diagnostics:
        level = "detail" if diagnostic.kind == MAPPED else "note"
        for line in messages.lines(diagnostic):
            terminal.say(line, level)


def say_written(to: Plan, terminal: Terminal) -> None:
    """Name the files that were written."""
    for path, _ in to.files:
        terminal.say(tr("wrote {file}", visible, file=path))


def gate(report: Report) -> Exit:
    """Judge the run by its goals; a goal that could not be decided is not a missed one."""
    outcomes = [verdict.met for verdict in report.verdicts]
    if None in outcomes:
        return Exit.NOTHING
    return Exit.OK if all(outcomes) else Exit.MISSED


def _named(name: str, kind: str) -> render.Format:
    known = {format_.name: format_ for format_ in render.FORMATS if kind in format_.kinds}
    if name not in known:
        raise CsmetricsError(
            BAD_VALUE,
            option="--format",
            value=name or "(nothing)",
            expected=Said("one of {known}", known=", ".join(known)),
            suggestion=did_you_mean(name, known),
        )
    return known[name]


def _suffixed(path: str, kind: str) -> render.Format:
    usable = [format_ for format_ in render.FORMATS if kind in format_.kinds]
    for format_ in usable:
        if path.lower().endswith(format_.suffixes):
            return format_
    if path == "-":
        cure = "for stdout, -f says the format, such as -f md"
        raise CsmetricsError(USAGE, message="-o -: stdout is no file", suggestion=cure)
    suffixes = ", ".join(suffix for format_ in usable for suffix in format_.suffixes)
    raise CsmetricsError(
        USAGE,
        message=Said("-o {path}: the suffix says the format, and this one is not known", path=path),
        suggestion=Said("end the name in one of {suffixes}", suffixes=suffixes),
    )


def refuse_input(path: str, inputs: Sequence[str], terminal: Terminal) -> None:
    """Refuse to write over a file that the run reads, by whatever name."""
    for name in inputs:
        with suppress(OSError, ValueError, AttributeError):
            source = os.fstat(terminal.stdin.fileno()) if name == "-" else os.stat(name)  # type: ignore[union-attr]
            if os.path.samestat(source, os.stat(path)):
                raise CsmetricsError(OWN_INPUT, file=path)


def _check_target(path: str, inputs: Sequence[str], terminal: Terminal) -> None:
    refuse_input(path, inputs, terminal)
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        raise CsmetricsError(
            CANNOT_WRITE, file=path, why=Said("there is no folder {folder}", folder=folder)
        )


def _on_stdout(result: Result, format_: render.Format, terminal: Terminal) -> str | bytes:
    if format_.name != "table":
        return format_.render(result)
    from csmetrics.render import table  # not for --help: Rich

    return table.render(result, width=terminal.width, color=terminal.color, ascii=terminal.ascii)


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")


def _say_account(report: Report, to: Plan, terminal: Terminal) -> None:
    from csmetrics.render._account import account_lines  # not for --help

    for line in account_lines(report):
        terminal.say(line)
    if report.verdicts and (to.stdout is None or to.stdout.name != "table"):
        from csmetrics.render._grid import verdicts  # the table shows them itself

        for _, text in verdicts(report):
            terminal.say(text)
