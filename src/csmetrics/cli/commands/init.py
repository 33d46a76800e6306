"""``csmetrics init``: a settings file from an export, to check and keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from csmetrics.cli import signature
from csmetrics.cli.commands._metric import FILES
from csmetrics.config import NAME
from csmetrics.errors import NO_INPUT, USAGE, CsmetricsError
from csmetrics.language import Said, speak, tr
from csmetrics.options import InputOptions, LanguageOptions, Param

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics import Listed
    from csmetrics.report import FileSeen

STDOUT = "-"


@dataclass(frozen=True)
class InitOptions(LanguageOptions):
    """Where the settings go."""

    output: Annotated[str, Param("File to write; - prints it.", metavar="FILE", short="-o")] = NAME
    force: Annotated[bool, Param("Replace a file that is there.")] = False


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(files: list[str] | None = None, **values: object) -> Callable[[Terminal], int]:
        how, to = signature.build(InputOptions, values), signature.build(InitOptions, values)
        speak(to.lang)
        return lambda terminal: run(tuple(files or ()), how, to, terminal)

    return signature.accept(parsed, {"Input": InputOptions, "Output": InitOptions}, FILES)


def run(files: tuple[str, ...], how: InputOptions, to: InitOptions, terminal: Terminal) -> int:
    """Look into the files and write what was understood as settings."""
    if not files:
        raise CsmetricsError(NO_INPUT, command="init")
    target = Path(to.output)
    if to.output != STDOUT and target.exists() and not to.force:
        raise CsmetricsError(
            USAGE,
            message=Said("{target} is there already", target=target),
            suggestion="--force replaces it; -o FILE writes elsewhere; -o - prints",
        )
    from csmetrics.cli import output
    from csmetrics.cli.sources import read_by

    if to.output != STDOUT:
        output.refuse_input(to.output, read_by(files, {"preset": how.preset}, None), terminal)
    from csmetrics.intake.inspection import inspect  # heavy
    from csmetrics.render._settings import settings_text

    seen = inspect(files, how)
    _check_alike(seen.files)
    folder = Path() if to.output == STDOUT else target.parent
    text = settings_text(seen, _given(how), folder)
    if to.output == STDOUT:
        terminal.write(text)
    else:
        from csmetrics.cli.atomic import write_all

        write_all([(target, text.encode("utf-8"))])
    for file in seen.files:
        output.say(file.diagnostics, terminal)
    if to.output != STDOUT:
        terminal.say(tr("wrote {file}", file=target))
    return 0


def _given(how: InputOptions) -> dict[str, str]:
    """The options that differ from their defaults, but the columns: those stand in their own table."""
    return {
        each.name: str(value)
        for each in fields(how)
        if (value := getattr(how, each.name)) != each.default and isinstance(value, str)
    }


def _check_alike(files: Sequence[FileSeen]) -> None:
    """Files of one table are read as one: their columns have to bear the same names."""
    first: dict[str, tuple[str, dict[str, str]]] = {}
    for file in files:
        roles = {column.role: column.header for column in file.columns if column.role}
        name, known = first.setdefault(file.table, (file.name, roles))
        if roles != known:
            raise CsmetricsError(
                USAGE,
                message=Said(
                    "{name} and {other} are both {table}, with columns of other names",
                    name=name,
                    other=file.name,
                    table=file.table,
                ),
                suggestion="one init for each: -o FILE, and -c FILE to use it",
            )
