"""``csmetrics config``: the settings in force, each value with its line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from csmetrics.cli import configured, signature
from csmetrics.cli.sources import read_by
from csmetrics.options import ConfigOptions, OutputOptions

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics import Listed


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(**values: object) -> Callable[[Terminal], int]:
        how, out = signature.build(ConfigOptions, values), signature.build(OutputOptions, values)
        return lambda terminal: run(metrics, how, out, terminal)

    return signature.accept(parsed, {"Output": OutputOptions, "Configuration": ConfigOptions})


def run(
    metrics: Sequence[Listed], how: ConfigOptions, out: OutputOptions, terminal: Terminal
) -> int:
    """Print the settings; a file with problems is refused with all of them, as on any command."""
    from csmetrics.cli import output  # not for --help
    from csmetrics.cli.effective import effective

    terminal.heed(out)
    found = configured.settings(how, metrics)
    to = output.plan(out, read_by((), {}, found), terminal, kind="settings")
    result = effective(found, configured.looked(how), metrics)
    output.publish(result, to, terminal)
    output.say(result.diagnostics, terminal)
    output.say_written(to, terminal)
    return 0
