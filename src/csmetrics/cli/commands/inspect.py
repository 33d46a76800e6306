"""``csmetrics inspect``: how a file was understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csmetrics.cli import signature
from csmetrics.cli.commands.metric import FILES
from csmetrics.errors import NO_INPUT, CsmetricsError
from csmetrics.options import InputOptions, OutputOptions

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal


def command() -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(files: list[str] | None = None, **values: object) -> Callable[[Terminal], int]:
        names = tuple(files or ())
        how = signature.build(InputOptions, values)
        out = signature.build(OutputOptions, values)
        return lambda terminal: run(names, how, out, terminal)

    return signature.accept(parsed, {"Input": InputOptions, "Output": OutputOptions}, FILES)


def run(files: tuple[str, ...], how: InputOptions, out: OutputOptions, terminal: Terminal) -> int:
    """Look into the files and print what was found."""
    from csmetrics.cli import output  # noqa: PLC0415 (not for --help)

    terminal.colors, terminal.verbose = out.color, out.verbose
    if not files:
        raise CsmetricsError(NO_INPUT, command="inspect")
    to = output.plan(out, files, terminal, kind="inspection")
    from csmetrics.intake.inspection import inspect  # noqa: PLC0415 (heavy)

    output.deliver(inspect(files, how), to, terminal)
    return 0
