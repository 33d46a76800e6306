"""The commands. Only the one that is called is built; the others are a name and a line of help."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from csmetrics import __version__
from csmetrics.cli.suggest import did_you_mean
from csmetrics.errors import USAGE, CsmetricsError
from csmetrics.language import Said
from csmetrics.metrics import LISTED, Listed

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal

NAME = "csmetrics"
HELP = "Customer-service metrics from exports of surveys and tickets."
COMMANDS = (
    (
        "summary",
        "The scorecard: every KPI that the columns allow, its change, its goal, its trend.",
    ),
    ("inspect", "How a file is understood: its form, its columns, and a mapping to paste."),
    ("init", "Settings from an export: its mapping as csmetrics.toml, to check and keep."),
    ("config", "The settings in force: which file, and each value with its line."),
    ("report", "Every KPI as a page to be mailed: one file, or a workbook, or Markdown."),
    ("followups", "Whom to call back: detractors, unhappy, reopened, silent."),
    ("check", "Every goal of the settings: met, on track, at risk, missed; for cron."),
    ("history", "The results kept by --save: list, export, check, prune."),
    ("presets", "The exports that are recognised, and what is known of each."),
    ("explain", "What a metric means: the formula, the rule, the options, the source."),
)
"""The commands that are not metrics: each is a file in ``commands/``, and its line of help."""
OVER = (
    ("compare", "Whether a metric really moved, between two periods, files or slices."),
    ("trend", "Whether a metric varies as it used to, or something has changed."),
    ("standards", "Who is better or worse than a standard, or than all, by more than chance."),
    ("drivers", "What goes with a score: each column of the export against the answers."),
)
"""The commands that ask more of a metric: each is a file in ``commands/``, and its line of help."""
EXAMPLES = """\b
Examples:
  csmetrics nps responses.csv --by channel --every month
  csmetrics csat export.xlsx -o csat.md
  csmetrics frt tickets.csv --hours 'mon-fri 09:00-18:00'
  csmetrics explain nps
"""

Job = Callable[["Terminal"], int]
Make = Callable[[Sequence[str]], Callable[..., Job]]


@dataclass(frozen=True)
class Stub:
    """A command before it is built. ``make`` imports and builds it, and may look at the words behind it."""

    name: str
    line: str
    heading: str
    make: Make
    hidden: bool = False


class AsTyped:
    """What Typer asks to convert a value: it stays as it was typed, signature.py converts it."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Keep the value."""
        return () if value is None and (param.multiple or param.nargs == -1) else value


def as_typed(params: list[Any]) -> list[Any]:
    """Spare a command pydantic (65–85 ms), which Typer loads to turn text into text.

    A Typer without this attribute gives the same, only slower.
    """
    for param in params:
        param._runtime_param = AsTyped()
    return params


class Command(TyperCommand):
    """A command whose options stand under headings."""

    def get_params(self, ctx: Any) -> list[Any]:
        """List the parameters, --help included."""
        return as_typed(super().get_params(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Put the options under the headings of their groups."""
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": []}
        params = sorted(self.get_params(ctx), key=lambda each: "--help" in each.opts)
        for param in params:
            record = param.get_help_record(ctx)
            if param.param_type_name == "argument":
                sections["Arguments"].append((param.display_name_raw.upper(), param.help or ""))
            elif record is not None:
                heading = getattr(param, "rich_help_panel", None) or "Other"
                sections.setdefault(heading, []).append(record)
        _write(formatter, sections)


class Group(TyperGroup):
    """The commands by heading; a misspelt one is answered with the nearest."""

    stubs: dict[str, Stub]

    def get_params(self, ctx: Any) -> list[Any]:
        """List the parameters, --help and those of completion included."""
        return as_typed(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """Every name, in the order of the help."""
        return list(self.stubs)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Give the name and the line of help, for lists."""
        stub = self.stubs.get(cmd_name)
        return stub and Command(
            stub.name, help=stub.line, hidden=stub.hidden, rich_markup_mode=None
        )

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Build the command that was called."""
        name, rest = args[0], args[1:]
        if name in self.stubs:
            return name, _built(self.stubs[name], rest), rest
        if ctx.resilient_parsing:
            return None, None, rest
        hint = did_you_mean(name, self.stubs, Said("{name} --help lists the commands", name=NAME))
        if "." in name or "/" in name:
            hint = Said("a command comes first: {call}", call=f"{NAME} nps {name}")
        raise CsmetricsError(USAGE, message=Said("no command {name}", name=name), suggestion=hint)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Put the commands under their headings."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for stub in self.stubs.values():
            if not stub.hidden:
                sections.setdefault(stub.heading, []).append((stub.name, stub.line))
        _write(formatter, sections)


def run(args: Sequence[str], metrics: Sequence[Listed] = LISTED) -> Job | int:
    """Parse; give the work to do, or an exit code where Typer did it (help, completion).

    The work is returned, not done, so that nothing of Typer stands between it and who started it.
    """
    app = typer.Typer(
        cls=type("Commands", (Group,), {"stubs": {stub.name: stub for stub in stubs(metrics)}}),
        name=NAME,
        add_completion=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
    )
    app.callback(help=HELP, epilog=EXAMPLES)(_root)
    root = typer.main.get_command(app)
    outcome = root.main(args=list(args), prog_name=NAME, standalone_mode=False)
    return outcome if callable(outcome) else int(outcome or 0)


def stubs(metrics: Sequence[Listed]) -> Iterator[Stub]:
    """Every command: the metrics, what people type for them, and the others."""
    for metric in metrics:
        make = partial(_metric, metric)
        yield Stub(metric.name, metric.line, "Metrics", make)
        for alias in metric.aliases:
            yield Stub(alias, metric.line, "Metrics", make, hidden=True)
    for name, line in OVER:
        yield Stub(name, line, "Over a metric", partial(_over, name, metrics))
    for name, line in COMMANDS:
        yield Stub(name, line, "Other commands", partial(_other, name, metrics))


def _metric(metric: Listed, words: Sequence[str]) -> Callable[..., Job]:
    from csmetrics.cli.commands._metric import command  # built when called

    return command(metric.load())


def _over(name: str, metrics: Sequence[Listed], words: Sequence[str]) -> Callable[..., Job]:
    """A command over a metric: its first word names the metric, whose options it has too."""
    module = import_module(f"csmetrics.cli.commands.{name}")  # built when called
    word = next((word for word in words if word[:1] != "-"), None)
    known = {each: metric for metric in metrics for each in (metric.name, *metric.aliases)}
    if word in known:
        return cast("Callable[..., Job]", module.command(known[word].load()))
    names = ", ".join(metric.name for metric in metrics)
    if word is None and not {"-h", "--help"} & set(words):
        hint: str = Said("{name} METRIC …; one of {names}", name=f"{NAME} {name}", names=names)
        raise CsmetricsError(USAGE, message="no metric given", suggestion=hint)
    if word is not None:
        hint = did_you_mean(word, known, Said("a metric comes first: one of {names}", names=names))
        raise CsmetricsError(USAGE, message=Said("no metric {word}", word=word), suggestion=hint)
    return cast("Callable[..., Job]", module.command(None))


def _other(name: str, metrics: Sequence[Listed], words: Sequence[str]) -> Callable[..., Job]:
    module = import_module(f"csmetrics.cli.commands.{name}")  # built when called
    return cast("Callable[..., Job]", module.command(metrics))


def _built(stub: Stub, words: Sequence[str]) -> Any:
    alone = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    function = stub.make(words)
    alone.command(stub.name, cls=Command, help=function.__doc__ or stub.line)(function)
    return typer.main.get_command(alone)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and exit.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Nothing of its own."""


def _write(formatter: Any, sections: dict[str, list[tuple[str, str]]]) -> None:
    for heading, rows in sections.items():
        if rows:
            with formatter.section(heading):
                formatter.write_dl(rows)
