"""``csmetrics inspect``: how a file was understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from csmetrics.cli import signature
from csmetrics.cli.commands._metric import FILES
from csmetrics.cli.sources import read_by
from csmetrics.errors import NO_INPUT, CsmetricsError
from csmetrics.options import InputOptions, OutputOptions

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics._contract import Metric


def command(metrics: Sequence[type[Metric]]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(files: list[str] | None = None, **values: object) -> Callable[[Terminal], int]:
        names = tuple(files or ())
        how = signature.build(InputOptions, values)
        out = signature.build(OutputOptions, values)
        return lambda terminal: run(names, how, out, terminal)

    return signature.accept(parsed, {"Input": InputOptions, "Output": OutputOptions}, FILES)


def run(files: tuple[str, ...], how: InputOptions, out: OutputOptions, terminal: Terminal) -> int:
    """Look into the files and print what was found."""
    from csmetrics.cli import output  # not for --help

    terminal.heed(out)
    if not files:
        raise CsmetricsError(NO_INPUT, command="inspect")
    read = read_by(files, {"preset": how.preset}, None)
    to = output.plan(out, read, terminal, kind="inspection")
    from csmetrics.intake.inspection import inspect  # heavy
    from csmetrics.pipeline.given import check_zone

    check_zone(how.tz)
    seen = inspect(files, how, show_values=out.show_values)
    output.publish(seen, to, terminal)
    for file in seen.files:
        output.say(file.diagnostics, terminal)
    output.say_written(to, terminal)
    return 0
