"""``csmetrics explain``: what a metric means, its options, and where the definition comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from inspect import Parameter
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from csmetrics.cli import signature
from csmetrics.cli.suggest import did_you_mean
from csmetrics.cli.values import bounds, default, element
from csmetrics.errors import USAGE, CsmetricsError
from csmetrics.language import Said, speak, tr
from csmetrics.options import LanguageOptions

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.metrics import Listed

WIDTH = 88
METRIC = Parameter(
    "metric",
    Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        str, typer.Argument(metavar="METRIC", help="Name of the metric, such as nps.")
    ],
)


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(metric: str | None = None, **values: object) -> Callable[[Terminal], int]:
        speak(signature.build(LanguageOptions, values).lang)
        return lambda terminal: run(metric, metrics, terminal)

    return signature.accept(parsed, {"Output": LanguageOptions}, METRIC)


def run(name: str | None, metrics: Sequence[Listed], terminal: Terminal) -> int:
    """Print the definition of one metric."""
    known = {each: metric for metric in metrics for each in (metric.name, *metric.aliases)}
    names = ", ".join(metric.name for metric in metrics)
    if not name:
        raise CsmetricsError(
            USAGE, message="no metric given", suggestion=Said("one of {names}", names=names)
        )
    if name not in known:
        hint = did_you_mean(name, known, Said("one of {names}", names=names))
        raise CsmetricsError(USAGE, message=Said("no metric {name}", name=name), suggestion=hint)
    terminal.write("\n".join(_lines(known[name])) + "\n", machine=False)
    return 0


def _lines(listed: Listed) -> Iterator[str]:
    metric = listed.load()
    definition = metric().definition()
    title = tr(definition.title)
    yield f"{title} ({tr(definition.unit)})" if definition.unit else title
    for heading, text in (("Formula", definition.formula), ("Rule", definition.rule)):
        if text:
            yield f"\n{tr(heading)}"
            yield from (_indented(line) for line in tr(text).splitlines())
    made = metric()
    roles = dict.fromkeys((*made.needs(), *made.wants()))
    yield f"\n{tr('Columns')}"
    of = "  {roles} (of the {table})"
    yield tr(of, roles=", ".join(roles), table=Said(metric.table))
    own = signature.options(metric)
    if own:
        yield f"\n{tr('Options')}"
        for name, (field, kind, param) in own.items():
            extra = [tr(each) for each in (*bounds(element(kind), param), *default(field, kind))]
            yield f"  {signature.flag(name)}"
            yield _indented(tr(param.help) + (f" [{'; '.join(extra)}]" if extra else ""), 6)
    if definition.sources:
        yield f"\n{tr('Sources')}"
        yield from (_indented(source) for source in definition.sources)
    if listed.aliases:
        yield "\n" + tr("Also known as {aliases}", aliases=", ".join(listed.aliases))


def _indented(text: str, by: int = 2) -> str:
    margin = " " * by
    return fill(
        text,
        WIDTH,
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
